"""Keep what a person has filled in where the next run would write over it."""

from __future__ import annotations

import zipfile
from itertools import count
from pathlib import Path

from ..ledger.template import WRITTEN

_PROPERTIES = "docProps/core.xml"


def set_aside(path: Path) -> Path | None:
    """Rename a workbook that another program has saved since it was written here.

    Decisions and mended cells stand in it that nothing else holds. One that is as this tool wrote it
    can be written again and stays where it is.

    Returns
    -------
    Path or None
        Its new name; None where nothing had to be kept.

    """
    if not path.exists() or is_as_written(path):
        return None
    names = (path.with_name(f"{path.stem}-改过{number}{path.suffix}") for number in count(1))
    kept = next(name for name in names if not name.exists())
    return path.rename(kept)


def is_as_written(path: Path) -> bool:
    """Say whether a workbook has the fixed time of saving that this tool gives all of them."""
    stamp = f"{WRITTEN:%Y-%m-%dT%H:%M:%SZ}</dcterms:modified>"
    try:
        with zipfile.ZipFile(path) as package:
            return stamp.encode() in package.read(_PROPERTIES)
    except (OSError, KeyError, zipfile.BadZipFile):
        return False
