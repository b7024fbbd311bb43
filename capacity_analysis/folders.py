"""A folder that is made whole beside the old one and takes its place by two renames."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


def beside(folder: Path, role: str) -> Path:
    """Return where something that serves a folder lies: next to it, hidden.

    Examples
    --------
    >>> beside(Path("out/site"), "staging").as_posix()
    'out/.site.staging'

    """
    return folder.parent / f".{folder.name}.{role}"


@contextmanager
def staged(folder: Path) -> Iterator[Path]:
    """Give an empty folder beside the real one; what is left of it in the end is removed."""
    staging = beside(folder, "staging")
    _remove(staging)
    staging.mkdir()
    try:
        yield staging
    finally:
        _remove(staging)


def switch(folder: Path, staging: Path) -> None:
    """Let the new folder take the place of the old one."""
    aside = beside(folder, "previous")
    _remove(aside)
    if folder.exists():
        folder.replace(aside)
    try:
        staging.replace(folder)
    except BaseException:  # Ctrl-C included
        if aside.exists() and not folder.exists():
            aside.replace(folder)
        raise
    with suppress(OSError):  # the new folder is there; the next run tries again
        _remove(aside)


def recover(folder: Path) -> None:
    """Put the old folder back if a run was cut off between the two renames of `switch`."""
    aside = beside(folder, "previous")
    if not folder.exists() and aside.exists():
        aside.replace(folder)


def _remove(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)
