"""Read a ledger workbook: every problem at once, every value with its cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from ..errors import UsageError
from ..text import _
from . import checks
from .book import Book
from .cells import Cell
from .error_cells import mark_error_cells
from .model import Ledger
from .problems import LedgerError, Problem, problem
from .reader import Reader, Rows, column_letter, known_sheets
from .registry import fold, registry

__all__ = ["Reading", "column_letter", "inspect_ledger", "inspect_sheets", "read_ledger"]


@dataclass(frozen=True)
class Reading:
    """The outcome of reading a workbook: the ledger where it has no errors, and all problems."""

    ledger: Ledger | None
    problems: list[Problem]

    @property
    def has_errors(self) -> bool:
        """Whether any problem is an error."""
        return any(problem.severity == "error" for problem in self.problems)


def read_ledger(path: str | Path) -> Ledger:
    """Read a ledger workbook.

    Parameters
    ----------
    path : str or Path
        A workbook made from the template.

    Returns
    -------
    Ledger
        Tables of the registry.

    Raises
    ------
    LedgerError
        If the workbook has errors; its `problems` lists all of them, with cell and remedy.
    UsageError
        If there is no such file, or the workbook has no guide sheet with a schema version.

    Examples
    --------
    >>> from capacity_analysis import paths
    >>> read_ledger(paths.sample_ledger()).fictional
    True

    """
    reading = inspect_ledger(path)
    if reading.ledger is None:
        raise LedgerError(reading.problems)
    return reading.ledger


def inspect_ledger(path: str | Path) -> Reading:
    """Read a workbook (.xlsx, .xlsm, .xlsb, .xls, .ods) and list everything that is wrong with it.

    Raises
    ------
    UsageError
        If there is no such file, or the workbook has no guide sheet with a schema version.

    """
    from python_calamine import CalamineError

    path = Path(path)
    if not path.is_file():
        raise UsageError(_("没有文件{path}。").format(path=path))
    try:
        sheets = _sheets(path)
    except (CalamineError, OSError, ValueError) as error:
        reason = str(error).partition("\n")[0] or type(error).__name__
        return Reading(None, [problem("unreadable_file", path.name, value=reason)])
    return inspect_sheets(path.name, sheets)


def inspect_sheets(file: str, sheets: Mapping[str, Rows]) -> Reading:
    """Check the cells of a workbook that has been read already.

    Parameters
    ----------
    file : str
        Name of the workbook, for the problems.
    sheets : mapping of str to sequence of rows
        Raw cells by sheet name: str, float, int, bool, date, datetime, or '' for an empty cell.

    Raises
    ------
    UsageError
        If there is no guide sheet with a schema version.

    """
    reader = Reader(file, registry(), sheets)
    guide = reader.guide()
    tables = {name: reader.table(name) for name in reader.registry.tables}
    reader.note_unknown_sheets()
    book = Book(
        registry=reader.registry,
        frames={name: table.frame for name, table in tables.items()},
        columns={name: frozenset(table.positions) for name, table in tables.items()},
        refused={
            (name, key): rows
            for name, table in tables.items()
            for key, rows in table.refused.items()
        },
        data_as_of=guide["data_as_of"],
    )
    for finding in checks.complete(book):
        reader.report_finding(finding, tables[finding.table])
    if any(found.severity == "error" for found in reader.problems):
        return Reading(None, reader.problems)
    ledger = Ledger(
        tables={name: _without_missing_years(frame) for name, frame in book.frames.items()},
        sources={name: table.source for name, table in tables.items()},
        file=file,
        schema_version=reader.registry.schema_version,
        **guide,
    )
    return Reading(ledger, reader.problems)


def _sheets(path: Path) -> dict[str, Rows]:
    """Return the raw cells of the sheets that a ledger may hold; others are named and left unread."""
    from python_calamine import CalamineWorkbook

    known = known_sheets(registry())
    with CalamineWorkbook.from_path(str(path)) as workbook:
        sheets: dict[str, list[list[Cell]]] = {
            name: workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
            if fold(name) in known
            else []
            for name in workbook.sheet_names
        }
    mark_error_cells(path, sheets)
    return dict(sheets)


def _without_missing_years(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with plain int32 years: in a ledger without errors none is missing."""
    return frame.astype({"year": "int32"}) if "year" in frame else frame
