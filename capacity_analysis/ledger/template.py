"""Write a ledger workbook: the empty template, or one filled with tables.

Headers, hints, drop-downs and widths come from the field registry. Everything is written as a value:
text that begins with ``=`` stays text.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from ..errors import InputError
from ..sheets.cells import Cell, as_text, is_blank
from ..sheets.writing import WRITTEN, new_workbook
from ..text import _
from .drop_downs import YES_NO, DropDowns, choices_of
from .registry import LedgerField, LedgerTable, Registry, registry

__all__ = ["TEXT_TYPES", "WRITTEN", "write_rows", "write_template", "write_workbook"]

_LAST_ROW = 100_000
_LONGEST_TEXT = 32_767  # of a cell, by the file format
# A number has kept its digits below this, and can be written as the text it stands for.
_EXACT = 1e15
# Columns whose cells are text from the start: a spreadsheet would take 001 for 1, 3-1 for a day, keep
# fifteen digits of a credit code and make the first of May of 2012-05.
TEXT_TYPES = ("text", "uscc", "industry_code", "month_start", "month_end")
_RULES = (
    "各表第1行是列名，第2行起填数据；橙色列名必填。列名上的批注是填写说明。",
    "没有数据的留空，不要填0、“/”或“无”。",
    "不要填写个人姓名、身份证号和电话。",
)


def write_template(path: str | Path) -> None:
    """Write the empty ledger workbook that departments fill in.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_template(Path(folder) / "ledger.xlsx")

    """
    write_workbook(path, {}, {})


def write_workbook(
    path: str | Path, tables: Mapping[str, pd.DataFrame], guide: Mapping[str, Any]
) -> None:
    """Write tables as a ledger workbook.

    Parameters
    ----------
    path : str or Path
        The workbook to write (.xlsx).
    tables : mapping of str to DataFrame
        Tables of the registry with its field names as columns; choices as ids. Fields and tables
        that are absent stay blank.
    guide : mapping of str to object
        Values of the guide sheet: `data_as_of`, `district`, `fictional`, `attribution`.

    Raises
    ------
    InputError
        If a value cannot stand in a workbook: no choice of its field, an infinite number, or a text
        longer than a cell holds.

    """
    labelled = {
        name: {key: [_labelled(spec, value) for value in frame[key]]
               for key, spec in registry().tables[name].fields.items() if key in frame}
        for name, frame in tables.items()
    }  # fmt: skip
    _write_book(path, labelled, guide)


def write_rows(
    path: str | Path, rows: Mapping[str, Sequence[Mapping[str, Cell]]], guide: Mapping[str, Any]
) -> None:
    """Write rows as they were reported: choices by their labels, what can't be read as it stands.

    Parameters
    ----------
    path : str or Path
        The workbook to write (.xlsx).
    rows : mapping of str to sequence of mappings
        Raw cells by field, for tables of the registry. Tables that are absent stay blank.
    guide : mapping of str to object
        Values of the guide sheet: `data_as_of`, `district`, `fictional`, `attribution`.

    Raises
    ------
    InputError
        If a number is infinite, or a text longer than a cell holds.

    """
    columns = {
        name: {key: [row.get(key) for row in table] for key in registry().tables[name].fields}
        for name, table in rows.items()
    }
    _write_book(path, columns, guide)


def _write_book(
    path: str | Path,
    columns: Mapping[str, Mapping[str, Sequence[Cell]]],
    guide: Mapping[str, Any],
) -> None:
    with new_workbook(path, "产能台账") as workbook:
        writer = _Writer(workbook, registry())
        writer.guide(guide)
        for name, table in writer.registry.tables.items():
            if name in columns or not table.made:
                writer.table(table, columns.get(name, {}))
        writer.lists.write(workbook, writer.plain)


class _Writer:
    """Writes one workbook."""

    def __init__(self, workbook: Any, definitions: Registry):
        self.workbook = workbook
        self.registry = definitions
        self.lists = DropDowns()
        font = {"font_name": "宋体", "font_size": 11}
        head = {**font, "bold": True, "border": 1, "text_wrap": True}
        self.plain = workbook.add_format(font)
        self.text = workbook.add_format({**font, "num_format": "@"})
        self.day = workbook.add_format({**font, "num_format": "yyyy-mm-dd"})
        self.required = workbook.add_format({**head, "bg_color": "#F4D9B0"})
        self.optional = workbook.add_format({**head, "bg_color": "#E7EDF3"})

    def guide(self, values: Mapping[str, Any]) -> None:
        definition = self.registry.guide
        sheet = self.workbook.add_worksheet(definition.sheet)
        for column, width in enumerate((16, 28, 70)):
            sheet.set_column(column, column, width)
        given = {"schema_version": self.registry.schema_version, **values}
        for row, (name, spec) in enumerate(definition.fields.items()):
            sheet.write_string(row, 0, spec.header, self._head(spec))
            self._write(sheet, row, 1, spec, _labelled(spec, given.get(name)))
            sheet.write_string(row, 2, spec.help, self.plain)
            if spec.type == "flag":
                sheet.data_validation(row, 1, row, 1, {"validate": "list", "source": list(YES_NO)})
        tables = [f"{table.sheet}：{table.help}" for table in self.registry.tables.values()]
        for row, rule in enumerate([*_RULES, *tables], len(definition.fields) + 1):
            sheet.write_string(row, 0, rule, self.plain)

    def table(self, table: LedgerTable, columns: Mapping[str, Sequence[Cell]]) -> None:
        sheet = self.workbook.add_worksheet(table.sheet)
        sheet.freeze_panes(1, 2)
        for column, (name, spec) in enumerate(table.fields.items()):
            cells = self.text if spec.type in TEXT_TYPES else None
            sheet.set_column(column, column, spec.width, cells)
            sheet.write_string(0, column, spec.header, self._head(spec))
            sheet.write_comment(0, column, spec.help, {"x_scale": 1.6, "author": ""})
            if choices := choices_of(spec, table):
                self._offer(sheet, column, spec, self.lists.range_of(choices))
            for row, value in enumerate(columns.get(name, ()), 1):
                self._write(sheet, row, column, spec, value)

    def _head(self, spec: LedgerField) -> Any:
        return self.required if spec.required else self.optional

    def _offer(self, sheet: Any, column: int, spec: LedgerField, choices: str) -> None:
        rule = {
            "validate": "list",
            "source": choices,
            "error_type": "stop",
            "error_title": spec.header,
            "error_message": "请从下拉列表选择。",
        }
        sheet.data_validation(1, column, _LAST_ROW, column, rule)

    def _write(self, sheet: Any, row: int, column: int, spec: LedgerField, value: Cell) -> None:
        """Write a raw cell by its own type: what is no number stays text in a column of numbers."""
        if is_blank(value) or value is pd.NaT:
            return
        if isinstance(value, bool):
            sheet.write_string(row, column, YES_NO[not value], self.plain)
        elif isinstance(value, int | float) and not (
            spec.type in TEXT_TYPES and abs(value) < _EXACT
        ):
            if not math.isfinite(value):
                raise InputError(
                    _("“{header}”不能写入{value}。").format(header=spec.header, value=value)
                )
            sheet.write_number(row, column, float(value), self.plain)
        elif isinstance(value, dt.date):
            sheet.write_datetime(row, column, pd.Timestamp(value).to_pydatetime(), self.day)
        else:
            text = as_text(value) if isinstance(value, float) else str(value)
            if len(text.encode("utf-16-le", "surrogatepass")) > 2 * _LONGEST_TEXT:
                message = _("“{header}”的一个值超过单元格能容纳的{limit}个字符。")
                raise InputError(message.format(header=spec.header, limit=_LONGEST_TEXT))
            cell = self.text if spec.type in TEXT_TYPES else self.plain
            sheet.write_string(row, column, text, cell)


def _labelled(spec: LedgerField, value: Any) -> Cell:
    """Return a typed value as a workbook shows it: choices by their labels."""
    if value is None or pd.isna(value):
        return None
    if spec.type == "flag":
        return bool(value)
    if spec.type in ("number", "integer", "year"):
        return float(value)
    if spec.type == "choice":
        if str(value) not in spec.labels:
            message = _("“{header}”没有“{value}”这一选项。")
            raise InputError(message.format(header=spec.header, value=value))
        return spec.labels[str(value)]
    return value if isinstance(value, dt.date) else str(value)
