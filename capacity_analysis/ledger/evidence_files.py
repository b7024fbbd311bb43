"""Files of evidence: are they there, unaltered, each of one line and phase; the only place that opens them.

A path comes from a workbook and is not trusted: what is absolute or leads out of the folder, by its
steps, by a link or to another machine, is never opened.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import numpy as np
import pandas as pd

PRESENT, MISSING, ALTERED = "present", "missing_file", "altered"
DUPLICATE, UNSAFE, NOT_CHECKED = "duplicate", "unsafe_path", "not_checked"

_CHUNK = 1024 * 1024
_SHA256 = re.compile(r"[0-9a-fA-F]{64}")
_NOT_RELATIVE = re.compile(r"[\\\0]|^[/~]|^[A-Za-z]:|://")
_UNIT = ["enterprise_code", "line_code"]


def is_safe(path: str) -> bool:
    """Say whether a path stays within the folder that it is read from, as far as its text tells.

    Examples
    --------
    >>> is_safe("某厂/1号炉/拆除前.jpg"), is_safe("../拆除前.jpg"), is_safe("C:/拆除前.jpg")
    (True, False, False)

    """
    return not _NOT_RELATIVE.search(path) and ".." not in path.split("/")


def is_sha256(text: str) -> bool:
    """Say whether a text is a SHA-256 in hexadecimal digits.

    Examples
    --------
    >>> is_sha256("0" * 64), is_sha256("0" * 63)
    (True, False)

    """
    return _SHA256.fullmatch(text) is not None


def examine(folder: str | Path | None, evidence: pd.DataFrame) -> pd.DataFrame:
    """Hold the files of a ledger's evidence against what it says of them.

    Parameters
    ----------
    folder : str, Path or None
        The folder that the paths start from; without one no file is opened.
    evidence : DataFrame
        The ledger's table: `enterprise_code`, `line_code`, `phase`, `file`, `sha256`.

    Returns
    -------
    DataFrame
        The table with `status`: ``unsafe_path`` (never opened), ``missing_file`` (none that can be
        read), ``altered`` (its SHA-256 is not the one given), ``duplicate`` (the same content stands
        for another line, or in another phase), ``not_checked`` (no folder), ``present``; the first
        that holds. And `content`, the SHA-256 of the file, or else the one given; missing where
        neither is known.

    Examples
    --------
    >>> rows = pd.DataFrame({"enterprise_code": 0, "line_code": 0, "phase": ["before", "after"],
    ...     "file": ["甲/前.jpg", "/甲/后.jpg"], "sha256": None})
    >>> examine(None, rows)["status"].tolist()
    ['not_checked', 'unsafe_path']

    """
    given = evidence["sha256"].astype("str").str.lower()
    given = given.where(given.str.fullmatch(_SHA256.pattern).eq(True))
    paths = evidence["file"].astype("object")
    digests = _digests(folder, paths)
    found = paths.map(digests).astype("object")
    unsafe = found == UNSAFE
    read = found.notna() & ~unsafe
    content = found.where(read).fillna(given)
    status = np.select(
        [unsafe, ~read if folder is not None else unsafe, read & given.notna() & (content != given),
         _stands_twice(evidence, content.mask(unsafe)), ~read],
        [UNSAFE, MISSING, ALTERED, DUPLICATE, NOT_CHECKED],
        PRESENT,
    )  # fmt: skip
    return evidence.assign(
        status=pd.Series(status, index=evidence.index, dtype="str"),
        content=content.astype("str"),
    )


def _digests(folder: str | Path | None, paths: pd.Series) -> dict[str, str | None]:
    """Return the SHA-256 of each path's file, read once; ``unsafe_path``, or None where there is none."""
    root = None if folder is None else Path(folder).resolve()
    return {path: _digest(root, path) for path in paths.dropna().unique()}


def _digest(root: Path | None, path: str) -> str | None:
    if not is_safe(path):
        return UNSAFE
    if root is None:
        return None
    try:
        target = (root / path).resolve()
        if not target.is_relative_to(root):  # by a link
            return UNSAFE
        return _sha256(target) if target.is_file() else None
    except (OSError, RuntimeError, ValueError):  # unreadable, links in a circle, no name of a file
        return None


def _sha256(file: Path) -> str:
    digest = hashlib.sha256()
    with file.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _stands_twice(evidence: pd.DataFrame, content: pd.Series) -> pd.Series:
    """Return the rows whose content stands for several lines or enterprises, or in several phases."""
    units = evidence.groupby(_UNIT, sort=False).ngroup()
    phase = evidence["phase"].astype("object")
    twice = pd.Series(False, index=evidence.index)
    for one in (units, phase):
        twice |= one.groupby(content).transform("nunique").gt(1).fillna(False).astype(bool)
    return twice
