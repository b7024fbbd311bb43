"""One pass over the sheets of a workbook: typed tables, and each problem with its cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..errors import UsageError
from ..sheets.addresses import column_letter
from ..sheets.cells import Cell, as_text, hints, is_blank
from ..text import _
from .book import Finding
from .credit_codes import diagnose, known_codes
from .layout import Rows, columns_of, filled_rows, rectangular
from .model import SheetSource
from .problems import Problem, problem
from .registry import (
    OPTIONS_SHEET,
    RESULTS_SHEET,
    LedgerField,
    LedgerTable,
    Registry,
    fold,
    registry,
)
from .totals import total_rows
from .values import Fault, convert

__all__ = ["ReadTable", "Reader", "Rows", "column_letter", "known_sheets"]

_PERSONAL_HEADERS = ("身份证", "电话", "手机", "联系人", "联系方式", "姓名", "法定代表人", "负责人")
_HEADER_ROW = "1:1"
_TITLE_ROWS = 10
_LISTED_CELLS = 5
_REPAIRED_CODES = 100  # a column of other numbers altogether gets no proposal for each of them


def known_sheets(definitions: Registry) -> set[str]:
    """Return the sheet names that a ledger may hold, as they are compared."""
    tables = (definitions.guide, *definitions.tables.values())
    return {fold(table.sheet) for table in tables}


@dataclass(frozen=True)
class ReadTable:
    """A sheet as read: its frame, where it stands, and the positions that hold no sound value."""

    sheet: str
    frame: pd.DataFrame
    rows: Rows = ()
    positions: Mapping[str, int] = field(default_factory=dict)
    refused: Mapping[str, npt.NDArray[np.intp]] = field(default_factory=dict)

    @property
    def source(self) -> SheetSource:
        """Sheet and column letters, for the address of a value."""
        letters = {key: column_letter(at) for key, at in self.positions.items()}
        return SheetSource(self.sheet, letters)


class Reader:
    """One pass over a workbook; collects problems as it goes."""

    def __init__(self, file: str, definitions: Registry, sheets: Mapping[str, Rows]):
        self.file = file
        self.registry = definitions
        self.problems: list[Problem] = []
        self.missing_columns: list[Problem] = []
        known = known_sheets(definitions)
        self.sheets: dict[str, tuple[str, Rows]] = {}
        self.unknown: list[str] = []
        self._codes: dict[str, str] | None = None
        self._bad_codes: set[Cell] = set()
        # A sheet whose name is exact goes before one whose name differs by a space.
        exact = {table.sheet for table in (definitions.guide, *definitions.tables.values())}
        for name in sorted(sheets, key=lambda name: name not in exact):
            if fold(name) in known and fold(name) not in self.sheets:
                self.sheets[fold(name)] = (name, sheets[name])
            elif name not in (OPTIONS_SHEET, RESULTS_SHEET):
                self.unknown.append(name)

    def report(self, code: str, **where: Any) -> None:
        """Add a problem of a kind."""
        self.problems.append(problem(code, self.file, **where))

    def guide(self) -> dict[str, Any]:
        """Read the guide sheet: column A names the field, column B holds its value."""
        definition = self.registry.guide
        sheet, rows = self.sheets.get(fold(definition.sheet), (definition.sheet, ()))
        given: dict[str, tuple[int, Cell]] = {}
        for number, row in enumerate(rows, 1):
            if len(row) > 1 and not is_blank(row[0]):
                given.setdefault(fold(as_text(row[0])), (number, row[1]))
        self._refuse_other_versions(given)
        values = {
            name: self._guide_value(sheet, name, spec, given.get(fold(spec.header), (0, None)))
            for name, spec in definition.fields.items()
        }
        return {
            "data_as_of": values["data_as_of"].date() if values["data_as_of"] else None,
            "district": values["district"] or "",
            "attribution": values["attribution"] or "",
            "fictional": bool(values["fictional"]),
        }

    def _refuse_other_versions(self, given: Mapping[str, tuple[int, Cell]]) -> None:
        definition = self.registry.guide
        header = definition.fields["schema_version"].header
        cell = given.get(fold(header), (0, None))[1]
        if is_blank(cell):
            message = _(
                "{file}：没有“{sheet}”工作表或其中没有模板版本，不是本工具的台账。"
                "请用 capacity-analysis template 生成模板。"
            )
            raise UsageError(message.format(file=self.file, sheet=definition.sheet))
        # A spreadsheet that takes the text 1.0 for a number keeps 1.
        found = str(cell) if isinstance(cell, float) else as_text(cell)
        if found not in (self.registry.schema_version, *self.registry.also_reads):
            message = _("{file}：模板版本是{found}，本程序读取{expected}。请用新模板重新填报。")
            expected = self.registry.schema_version
            raise UsageError(message.format(file=self.file, found=found, expected=expected))

    def _guide_value(
        self, sheet: str, name: str, definition: LedgerField, given: tuple[int, Cell]
    ) -> Any:
        row, cell = given
        converted = convert(definition, [cell])
        for fault in converted.faults:
            where = {"table": "guide", "sheet": sheet, "cell": f"B{row}", "field": name}
            self._report_fault(fault, definition, cell, where)
        value = converted.values.iloc[0]
        return None if pd.isna(value) else value

    def table(self, name: str) -> ReadTable:
        """Read one sheet into a typed frame; an absent one is an empty frame."""
        definition = self.registry.tables[name]
        sheet, rows = self.sheets.get(fold(definition.sheet), (definition.sheet, ()))
        where = {"table": name, "sheet": sheet}
        if fold(definition.sheet) not in self.sheets or not (rows or definition.required):
            if definition.required:
                self.report("missing_sheet", **where)
            elif definition.expected:
                self.report("missing_table", **where)
            return ReadTable(sheet, _frame(definition, {}, []))
        rows = rectangular(rows)
        if not self._has_header(definition, rows, where):
            return ReadTable(sheet, _frame(definition, {}, []))
        positions = self._columns(definition, rows, where)
        columns = columns_of(rows, positions)
        numbers = [index + 2 for index in filled_rows(columns, len(rows) - 1)]
        if totals := total_rows(definition, columns):
            for index, (key, cell) in sorted(totals.items()):
                here = {**where, "cell": f"{column_letter(positions[key])}{index + 2}"}
                self.report("total_row", field=key, value=cell, **here)
            numbers = [number for number in numbers if number - 2 not in totals]
        if not numbers and name == "enterprises":
            self.report("no_rows", **where)  # the roster, on which all other tables rest
        read = ReadTable(sheet, _frame(definition, {}, []), rows, positions)
        return self._typed(name, read, columns, numbers)

    def _has_header(self, definition: LedgerTable, rows: Rows, where: Mapping[str, str]) -> bool:
        """Say whether row 1 names a column; report once where it does not."""
        headers = {fold(spec.header) for spec in definition.fields.values()}
        hits = [len(headers & {fold(as_text(cell)) for cell in row}) for row in rows[:_TITLE_ROWS]]
        if hits and hits[0]:
            return True
        best = max(hits, default=0)
        hint = _("；现在列名在第{row}行，请删去它上面的行")
        found = hint.format(row=hits.index(best) + 1) if best > 1 else ""
        self.report("missing_header", cell=_HEADER_ROW, found=found, **where)
        return False

    def _columns(
        self, definition: LedgerTable, rows: Rows, where: Mapping[str, str]
    ) -> dict[str, int]:
        """Return field -> position; report headers that are missing, repeated or unknown."""
        by_header = {fold(spec.header): key for key, spec in definition.fields.items()}
        hint = hints([spec.header for spec in definition.fields.values()])
        positions: dict[str, int] = {}
        for at, cell in enumerate(rows[0]):
            text = as_text(cell)
            here = {**where, "cell": f"{column_letter(at)}1", "value": text, "header": text}
            key = by_header.get(fold(text))
            if is_blank(cell):
                if not all(is_blank(row[at]) for row in rows):
                    self.report("unknown_column", near="", **{**here, "header": _("（列名空白）")})
            elif key is None and any(word in text for word in _PERSONAL_HEADERS):
                self.report("personal_column", **here)
            elif key is None:
                self.report("unknown_column", near=hint(text), **here)
            elif key in positions:
                self.report("repeated_column", field=key, **here)
            else:
                positions[key] = at
        for key, spec in definition.fields.items():
            if key in definition.needed_columns - positions.keys():
                self._report_missing_column(key, spec, where)
        return positions

    def _report_missing_column(
        self, key: str, definition: LedgerField, where: Mapping[str, str]
    ) -> None:
        found = problem(
            "missing_column",
            self.file,
            cell=_HEADER_ROW,
            field=key,
            header=definition.header,
            **where,
        )
        if found not in self.missing_columns:
            self.missing_columns.append(found)
            self.problems.append(found)

    def _typed(
        self,
        name: str,
        read: ReadTable,
        columns: Mapping[str, Sequence[Cell]],
        numbers: Sequence[int],
    ) -> ReadTable:
        """Convert the columns of a sheet, reporting cells that can't be read or are blank."""
        definition = self.registry.tables[name]
        if not numbers:
            return read
        series: dict[str, pd.Series] = {}
        refused: dict[str, npt.NDArray[np.intp]] = {}
        for key, at in read.positions.items():
            spec, letter = definition.fields[key], column_letter(at)
            cells = columns[key]
            if len(cells) > len(numbers):
                cells = [cells[number - 2] for number in numbers]
            where = {"table": name, "sheet": read.sheet, "field": key}
            converted = convert(spec, cells, compact=key in self.registry.identifying)
            for code, indexes in converted.notes.items():
                first, *others = (f"{letter}{numbers[index]}" for index in indexes)
                value = cells[indexes[0]]
                details = {"header": spec.header, "more": further_cells(others)}
                self.report(code, cell=first, value=value, **where, **details)
            for fault in converted.faults:
                here = {**where, "cell": f"{letter}{numbers[fault.index]}"}
                self._report_fault(fault, spec, cells[fault.index], here)
            unsound = [fault.index for fault in converted.faults]
            missing = np.flatnonzero(converted.values.isna()) if spec.required else ()
            if len(missing):
                blank = np.setdiff1d(missing, unsound).tolist()
                for index in blank:
                    cell = f"{letter}{numbers[index]}"
                    self.report("missing_value", cell=cell, header=spec.header, **where)
                unsound.extend(blank)
            series[key] = converted.values
            refused[key] = np.array(unsound, dtype=np.intp)
        frame = _frame(definition, series, numbers)
        return ReadTable(read.sheet, frame, read.rows, read.positions, refused)

    def _report_fault(
        self, fault: Fault, definition: LedgerField, cell: Cell, where: Mapping[str, str]
    ) -> None:
        details = {**fault.details, **self._diagnosed(fault.code, cell)}
        self.report(fault.code, value=cell, header=definition.header, **where, **details)

    def _diagnosed(self, code: str, cell: Cell) -> dict[str, str]:
        """Return what can be said of a code that fails its check."""
        if code not in ("bad_credit_code", "bad_code_as_id"):
            return {}
        if self._codes is None:
            headers = {
                fold(spec.header)
                for table in self.registry.tables.values()
                for key, spec in table.fields.items()
                if spec.type == "uscc"
                or key == "enterprise_id"
                or (key, spec.prose) == ("value", True)
            }
            self._codes = known_codes(dict(self.sheets.values()), frozenset(headers))
        self._bad_codes.add(cell)
        diagnosis = diagnose(cell, self._codes, repair=len(self._bad_codes) <= _REPAIRED_CODES)
        return {"reason": diagnosis.reason, "advice": diagnosis.advice}

    def note_unknown_sheets(self) -> None:
        """Note the sheets that are not read."""
        hint = hints([table.sheet for table in self.registry.tables.values()])
        for name in self.unknown:
            self.report("unknown_sheet", sheet=name, value=name, near=hint(name))

    def report_finding(self, finding: Finding, table: ReadTable) -> None:
        """Report what a check across rows found, with the cell it is about.

        Where the sheet lacks the column altogether, that is said once and not for every row.
        """
        where = {"table": finding.table, "sheet": table.sheet}
        at = table.positions.get(finding.field)
        if at is None:
            spec = self.registry.tables[finding.table].fields[finding.field]
            self._report_missing_column(finding.field, spec, where)
            return
        row = int(table.frame["row"].iloc[finding.index])
        cell = f"{column_letter(at)}{row}"
        value = table.rows[row - 1][at]
        rows = table.frame["row"].iloc[list(finding.others)]
        more = further_cells([f"{column_letter(at)}{other}" for other in rows])
        details = {"more": more, **finding.details, **self._diagnosed(finding.code, value)}
        self.report(finding.code, cell=cell, field=finding.field, value=value, **where, **details)


def further_cells(cells: Sequence[str]) -> str:
    """Return a clause that names the first further cells with the same defect, or nothing."""
    if not cells:
        return ""
    listed = "、".join(cells[:_LISTED_CELLS])
    if len(cells) <= _LISTED_CELLS:
        return _("，同样的还有{cells}").format(cells=listed)
    return _("，同样的还有{cells}等{count}格").format(cells=listed, count=len(cells))


def _frame(
    definition: LedgerTable, series: Mapping[str, pd.Series], rows: Sequence[int]
) -> pd.DataFrame:
    """Return a frame with every field of the table, blank where the workbook lacks a column."""
    if not rows:
        for name, table in registry().tables.items():
            if table is definition:  # most tables of a ledger have no rows
                return empty_frame(name)
    given = {
        key: series[key] if key in series else convert(spec, [None] * len(rows)).values
        for key, spec in definition.fields.items()
    }
    columns = {key: values.array for key, values in given.items()}
    return pd.DataFrame({"row": np.array(rows, dtype=np.int32), **columns})


def empty_frame(name: str) -> pd.DataFrame:
    """Return the frame of a table of the ledger without rows."""
    return _empty(name).copy(deep=False)


@cache
def _empty(name: str) -> pd.DataFrame:
    fields = registry().tables[name].fields
    columns = {key: convert(spec, []).values for key, spec in fields.items()}
    return pd.DataFrame({"row": pd.Series([], dtype="int32"), **columns})
