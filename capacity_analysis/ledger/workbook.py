"""Read a ledger workbook: every problem at once, every value with its cell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from ..errors import UsageError
from ..text import _
from . import checks
from .model import Ledger, SheetSource
from .problems import KINDS, LedgerError, Problem
from .registry import LedgerTable, Registry, registry
from .values import Cell, Fault, as_text, convert, is_blank, near

OPTIONS_SHEET = "选项"
_PERSONAL_HEADERS = ("身份证", "电话", "手机", "联系人", "联系方式")


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
    """Read a workbook and list everything that is wrong with it.

    Raises
    ------
    UsageError
        If there is no such file, or the workbook has no guide sheet with a schema version.

    """
    path = Path(path)
    sheets = _sheets(path)
    if isinstance(sheets, Problem):
        return Reading(None, [sheets])
    reader = _Reader(path.name, registry(), sheets)
    guide = reader.guide()
    tables = {name: reader.table(name) for name in reader.registry.tables}
    reader.note_unknown_sheets()
    readable = {name: read.frame for name, read in tables.items()}
    sources = {name: read.source for name, read in tables.items()}
    for finding in checks.complete(readable, reader.registry):
        reader.report_finding(finding, readable, sources)
    if any(problem.severity == "error" for problem in reader.problems):
        return Reading(None, reader.problems)
    complete = {name: _without_missing_years(frame) for name, frame in readable.items()}
    ledger = Ledger(tables=complete, sources=sources, file=path.name, **guide)
    return Reading(ledger, reader.problems)


def _sheets(path: Path) -> dict[str, list[list[Cell]]] | Problem:
    from python_calamine import CalamineError, CalamineWorkbook

    if not path.is_file():
        raise UsageError(_("没有文件{path}。").format(path=path))
    try:
        workbook = CalamineWorkbook.from_path(str(path))
        return {
            name: workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
            for name in workbook.sheet_names
        }
    except (CalamineError, OSError, ValueError) as error:
        return _unreadable(path, error)


def _unreadable(path: Path, error: Exception) -> Problem:
    kind = KINDS["unreadable_file"]
    return Problem(
        "unreadable_file", kind.severity, path.name, "", "", "", "",
        str(error).splitlines()[0] if str(error) else type(error).__name__,
        _(kind.message), _(kind.remedy),
    )  # fmt: skip


@dataclass(frozen=True)
class _ReadTable:
    frame: pd.DataFrame
    source: SheetSource


@dataclass
class _Reader:
    """One pass over a workbook; collects problems as it goes."""

    file: str
    registry: Registry
    sheets: dict[str, list[list[Cell]]]
    problems: list[Problem] = field(default_factory=list)

    def report(
        self,
        code: str,
        *,
        table: str = "",
        sheet: str = "",
        cell: str = "",
        name: str = "",
        value: Any = "",
        **details: Any,
    ) -> None:
        kind = KINDS[code]
        shown = "" if is_blank(value) else as_text(value)
        if code.startswith("personal"):
            shown = "***"
        self.problems.append(
            Problem(
                code, kind.severity, self.file, sheet, cell, table, name, shown,
                _(kind.message).format(sheet=sheet, **details),
                _(kind.remedy).format(sheet=sheet, **details),
            )  # fmt: skip
        )

    def guide(self) -> dict[str, Any]:
        """Read the guide sheet: column A names the field, column B holds its value."""
        definition = self.registry.guide
        rows = self.sheets.get(definition.sheet, [])
        given = {as_text(row[0]): (index, row[1]) for index, row in enumerate(rows, 1)
                 if len(row) > 1 and not is_blank(row[0])}  # fmt: skip
        version = given.get(definition.fields["schema_version"].header)
        if version is None or is_blank(version[1]):
            raise UsageError(
                _("{file}：没有“{sheet}”工作表或其中没有模板版本，不是本工具的台账。"
                  "请用 capacity-analysis template 生成模板。").format(
                    file=self.file, sheet=definition.sheet
                )
            )  # fmt: skip
        if as_text(version[1]) != self.registry.schema_version:
            raise UsageError(
                _("{file}：模板版本是{found}，本程序读取{expected}。请用新模板重新填报。").format(
                    file=self.file, found=as_text(version[1]), expected=self.registry.schema_version
                )
            )
        values = {name: self._guide_value(name, given) for name in definition.fields}
        as_of = values["data_as_of"]
        return {
            "schema_version": self.registry.schema_version,
            "data_as_of": None if pd.isna(as_of) else pd.Timestamp(as_of).date(),
            "district": _text_or_empty(values["district"]),
            "attribution": _text_or_empty(values["attribution"]),
            "fictional": bool(values["fictional"]) if not pd.isna(values["fictional"]) else False,
        }

    def _guide_value(self, name: str, given: dict[str, tuple[int, Cell]]) -> Any:
        definition = self.registry.guide.fields[name]
        row, cell = given.get(definition.header, (0, None))
        converted = convert(definition, [cell])
        for fault in converted.faults:
            self._report_fault(fault, self.registry.guide, "guide", name, f"B{row}", cell)
        return converted.values.iloc[0]

    def table(self, name: str) -> _ReadTable:
        """Read one sheet into a typed frame; an absent one is an empty frame."""
        definition = self.registry.tables[name]
        if definition.sheet not in self.sheets:
            code = "missing_sheet" if definition.required else "missing_table"
            self.report(code, table=name, sheet=definition.sheet)
            return _ReadTable(_frame(definition, {}, []), SheetSource(definition.sheet, {}))
        rows = self.sheets[definition.sheet]
        header = rows[0] if rows else []
        positions = self._columns(name, definition, header)
        body = [(number, row) for number, row in enumerate(rows[1:], 2)
                if not all(is_blank(cell) for cell in row)]  # fmt: skip
        numbers = [number for number, _row in body]
        source = SheetSource(
            definition.sheet, {key: column_letter(at) for key, at in positions.items()}
        )
        series = {
            key: self._column(name, key, [row[at] for _n, row in body], numbers, column_letter(at))
            for key, at in positions.items()
        }
        return _ReadTable(_frame(definition, series, numbers), source)

    def _columns(
        self, table: str, definition: LedgerTable, header: Sequence[Cell]
    ) -> dict[str, int]:
        """Return field -> position; report headers that are missing, repeated or unknown."""
        by_header = {as_text(spec.header): key for key, spec in definition.fields.items()}
        positions: dict[str, int] = {}
        for at, cell in enumerate(header):
            if is_blank(cell):
                continue
            text = as_text(cell).replace("\n", "")
            where = {"table": table, "sheet": definition.sheet, "cell": f"{column_letter(at)}1",
                     "value": text, "header": text}  # fmt: skip
            key = by_header.get(text)
            if key is None and any(word in text for word in _PERSONAL_HEADERS):
                self.report("personal_column", **where)
            elif key is None:
                self.report("unknown_column", near=near(text, list(by_header)), **where)
            elif key in positions:
                self.report("repeated_column", name=key, **where)
            else:
                positions[key] = at
        for key, spec in definition.fields.items():
            if spec.required and key not in positions:
                self.report("missing_column", table=table, sheet=definition.sheet, cell="1:1",
                            name=key, header=spec.header)  # fmt: skip
        return positions

    def _column(
        self, table: str, key: str, cells: list[Cell], rows: list[int], letter: str
    ) -> pd.Series:
        definition = self.registry.tables[table]
        spec = definition.fields[key]
        converted = convert(spec, cells)
        for fault in converted.faults:
            where = f"{letter}{rows[fault.index]}"
            self._report_fault(fault, definition, table, key, where, cells[fault.index])
        if spec.required:
            for row, cell in zip(rows, cells, strict=True):
                if is_blank(cell):
                    self.report("missing_value", table=table, sheet=definition.sheet,
                                cell=f"{letter}{row}", name=key, header=spec.header)  # fmt: skip
        return converted.values

    def _report_fault(
        self, fault: Fault, definition: LedgerTable, table: str, key: str, where: str, cell: Cell
    ) -> None:
        self.report(
            fault.code, table=table, sheet=definition.sheet, cell=where, name=key, value=cell,
            header=definition.fields[key].header, **fault.details,
        )  # fmt: skip

    def note_unknown_sheets(self) -> None:
        known = {table.sheet for table in self.registry.tables.values()}
        known |= {self.registry.guide.sheet, OPTIONS_SHEET}
        for name in self.sheets:
            if name not in known:
                self.report("unknown_sheet", sheet=name, value=name)

    def report_finding(
        self,
        finding: checks.Finding,
        frames: dict[str, pd.DataFrame],
        sources: dict[str, SheetSource],
    ) -> None:
        """Report what a check across rows found, with the cell it is about."""
        frame, source = frames[finding.table], sources[finding.table]
        row = frame.iloc[finding.index]
        letter = source.columns.get(finding.field, "A")
        self.report(
            finding.code, table=finding.table, sheet=source.sheet, cell=f"{letter}{row['row']}",
            name=finding.field, value=_shown(row[finding.field]), **finding.details,
        )  # fmt: skip


def _frame(
    definition: LedgerTable, series: dict[str, pd.Series], rows: Iterable[int]
) -> pd.DataFrame:
    """Return a frame with every field of the table, blank where the workbook lacks a column."""
    rows = list(rows)
    columns = {
        key: series[key] if key in series else convert(spec, [None] * len(rows)).values
        for key, spec in definition.fields.items()
    }
    frame = pd.DataFrame(columns)
    frame.insert(0, "row", pd.Series(rows, dtype="int32"))
    return frame


def _without_missing_years(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with plain int32 years: in a ledger without errors none is missing."""
    return frame.astype({"year": "int32"}) if "year" in frame else frame


def _shown(value: Any) -> Any:
    if isinstance(value, pd.Timestamp | dt.date):
        return value.strftime("%Y-%m-%d")
    return "" if pd.isna(value) else value


def _text_or_empty(value: Any) -> str:
    return "" if pd.isna(value) else str(value)


def column_letter(position: int) -> str:
    """Return the letters of the column at a zero-based position.

    Examples
    --------
    >>> column_letter(0), column_letter(26)
    ('A', 'AA')

    """
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
