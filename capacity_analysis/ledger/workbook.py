"""Read a ledger workbook: every problem at once, every value with its cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ..errors import UsageError
from ..sheets.files import FileDefect, open_sheets
from ..text import _
from . import checks, corrections, outcomes
from .aggregates import AggregateOnly
from .book import Book
from .model import Ledger
from .problems import LedgerError, Problem, problem
from .reader import Reader, Rows, column_letter, known_sheets
from .registry import Registry, fold, registry
from .years import with_plain_years

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
    path = Path(path)
    if not path.is_file():
        raise UsageError(_("没有文件{path}。").format(path=path))
    known = known_sheets(registry())
    try:
        opened = open_sheets(path, lambda name: fold(name) in known)
    except FileDefect as defect:
        where = {"sheet": defect.sheet, "cell": defect.cell, "value": defect.value}
        return Reading(None, [problem(defect.code, path.name, **where)])
    reading = inspect_sheets(path.name, {name: grid.rows for name, grid in opened.grids.items()})
    notes = [
        problem(note.code, path.name, sheet=note.sheet, cell=note.cell, value=note.value)
        for note in opened.notes
    ]
    return Reading(reading.ledger, [*notes, *reading.problems])


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
    applied = corrections.apply(file, sheets, registry())
    reader = Reader(file, registry(), applied.sheets)
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
    problems = [*applied.relocated(reader.problems), *applied.problems]
    if any(found.severity == "error" for found in problems):
        return Reading(None, problems)
    decisive = [name for name in tables if name not in _aggregates(reader.registry)]
    ledger = Ledger(
        tables={
            name: with_plain_years(book.frames[name], reader.registry.tables[name])
            for name in decisive
        },
        sources={name: tables[name].source for name in decisive},
        file=file,
        schema_version=reader.registry.schema_version,
        statistics=AggregateOnly(
            book.frames["statistics"], reader.registry.disclosure.least_enterprises
        ),
        correction_outcomes=outcomes.as_frame(applied.outcomes, book.frames["corrections"]),
        **guide,
    )
    return Reading(ledger, problems)


def _aggregates(definitions: Registry) -> list[str]:
    """Return the tables whose rows nothing may see: they never decide and never appear by name."""
    return [
        name for name, table in definitions.tables.items() if table.permitted_use == "aggregate"
    ]
