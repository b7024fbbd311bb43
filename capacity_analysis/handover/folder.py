"""The folder that is handed over: tables and workbook, switched as a whole.

The new folder is made beside the old one and takes its place by two renames. Its list of files with
their digests tells a folder of ours from any other, and shows whether somebody has worked in it.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pandas as pd

from .. import folders
from ..assessment import Assessment
from ..assessment.published import published
from ..errors import UsageError
from ..text import _
from .book import write_book

BOOK = "处置台账.xlsx"
_LIST = "handover.json"
# The contract between the parts knows the table of measured values by this name.
_ALIASES = {"unit_energy": "intensity"}


def hand_over(
    assessment: Assessment,
    folder: str | Path,
    *,
    editions: pd.DataFrame | None = None,
    catalogue_editions: pd.DataFrame | None = None,
) -> Path:
    """Write the tables of an assessment as Parquet, and the workbook; return the folder.

    Cohorts are in neither, and numbers of so few people that they could be known are missing
    (`published`).

    Parameters
    ----------
    assessment : Assessment
        What is handed over.
    folder : str or Path
        Absent, empty, or written by this function and not touched since.
    editions, catalogue_editions : DataFrame, optional
        Lines under the editions that somebody asked for; in the workbook they take the place of
        the tables of these names.

    Raises
    ------
    UsageError
        If the folder holds something else, or files of ours that were changed.

    Examples
    --------
    >>> import tempfile
    >>> from capacity_analysis import assess, paths, read_ledger
    >>> assessment = assess(read_ledger(paths.sample_ledger()))
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     made = hand_over(assessment, Path(folder) / "评估")
    ...     (made / "findings.parquet").is_file(), (made / BOOK).is_file()
    (True, True)

    """
    out = Path(folder).resolve()  # of a link, what it points to: the link itself stays
    check_is_ours(out)
    out.parent.mkdir(parents=True, exist_ok=True)
    with folders.staged(out) as staging:
        published(assessment).save(staging)
        for table, alias in _ALIASES.items():
            shutil.copyfile(staging / f"{table}.parquet", staging / f"{alias}.parquet")
        write_book(
            assessment,
            staging / BOOK,
            editions=editions,
            catalogue_editions=catalogue_editions,
        )
        told = json.dumps(_digests(staging), ensure_ascii=False, indent=1, sort_keys=True)
        (staging / _LIST).write_text(told, encoding="utf-8")
        if out.exists():
            shutil.copymode(out, staging)
        folders.switch(out, staging)
    return out


def check_is_ours(folder: str | Path) -> None:
    """Refuse a folder that holds anything but what `hand_over` wrote there.

    Raises
    ------
    UsageError
        If it is a file, a mount point or a folder of others, or somebody has changed, added or
        removed a file.

    """
    out = Path(folder).resolve()
    folders.recover(out)
    if out.is_mount():  # it cannot be renamed
        message = _("{folder} 是挂载点，不能整体替换；请指定其中的一个文件夹。")
        raise UsageError(message.format(folder=out))
    if not out.exists() or (out.is_dir() and not any(out.iterdir())):
        return
    if not (out / _LIST).is_file():
        message = _("{folder} 里有别的文件，不是本命令写的，不覆盖；请换一个输出文件夹。")
        raise UsageError(message.format(folder=out))
    if _listed(out) != _digests(out):
        message = _(
            "{folder} 里的文件有增减或改动，不覆盖；请换一个输出文件夹，或先把要保留的文件移走，再删除该文件夹。"
        )
        raise UsageError(message.format(folder=out))


def _listed(folder: Path) -> dict[str, str] | None:
    try:
        listed = json.loads((folder / _LIST).read_text(encoding="utf-8"))
    except ValueError:
        return None
    return listed if isinstance(listed, dict) else None


def _digests(folder: Path) -> dict[str, str]:
    """Return the digest of each file by its name, but for the list itself."""
    found = {}
    for file in sorted(folder.rglob("*")):
        name = file.relative_to(folder).as_posix()
        if name != _LIST and not file.is_dir():
            with file.open("rb") as opened:
                found[name] = hashlib.file_digest(opened, "sha256").hexdigest()
    return found
