"""Write a ledger workbook: the empty template, or one filled with tables.

Headers, hints, drop-downs and widths come from the field registry. Everything is written as a value:
text that begins with ``=`` stays text.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from .. import units, vocabulary
from .registry import LedgerField, LedgerTable, Registry, registry
from .workbook import OPTIONS_SHEET

_LAST_ROW = 20_000
# A fixed moment: the same tables give the same bytes.
_WRITTEN = dt.datetime(2022, 3, 21)  # noqa: DTZ001


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

    """
    import xlsxwriter

    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": False,
    }
    with xlsxwriter.Workbook(str(path), options) as workbook:
        workbook.set_properties({"title": "产能台账", "created": _WRITTEN})
        writer = _Writer(workbook, registry())
        writer.guide(guide)
        for name, table in writer.registry.tables.items():
            writer.table(table, tables.get(name))
        writer.options()


class _Writer:
    """Writes one workbook; gathers the lists of the drop-downs on a hidden sheet."""

    def __init__(self, workbook: Any, definitions: Registry):
        self.workbook = workbook
        self.registry = definitions
        self.lists: dict[tuple[str, ...], str] = {}
        font = {"font_name": "宋体", "font_size": 11}
        self.plain = workbook.add_format(font)
        self.day = workbook.add_format({**font, "num_format": "yyyy-mm-dd"})
        self.required = workbook.add_format(
            {**font, "bold": True, "bg_color": "#F4D9B0", "border": 1, "text_wrap": True}
        )
        self.optional = workbook.add_format(
            {**font, "bold": True, "bg_color": "#E7EDF3", "border": 1, "text_wrap": True}
        )

    def guide(self, values: Mapping[str, Any]) -> None:
        definition = self.registry.guide
        sheet = self.workbook.add_worksheet(definition.sheet)
        sheet.set_column(0, 0, 16)
        sheet.set_column(1, 1, 28)
        sheet.set_column(2, 2, 70)
        given = {"schema_version": self.registry.schema_version, **values}
        for row, (name, spec) in enumerate(definition.fields.items()):
            sheet.write_string(row, 0, spec.header, self.required if spec.required else self.optional)
            self._write(sheet, row, 1, spec, given.get(name))
            sheet.write_string(row, 2, spec.help, self.plain)
            if spec.type == "flag":
                sheet.data_validation(row, 1, row, 1, {"validate": "list", "source": ["是", "否"]})
        start = len(definition.fields) + 1
        rules = ["各表第1行是列名，第2行起填数据；橙色列名必填。列名上的批注是填写说明。",
                 "没有数据的留空，不要填0、“/”或“无”。", "不要填写个人姓名、身份证号和电话。"]  # fmt: skip
        rules += [f"{table.sheet}：{table.help}" for table in self.registry.tables.values()]
        for offset, rule in enumerate(rules):
            sheet.write_string(start + offset, 0, rule, self.plain)

    def table(self, table: LedgerTable, frame: pd.DataFrame | None) -> None:
        sheet = self.workbook.add_worksheet(table.sheet)
        sheet.freeze_panes(1, 2)
        for column, (name, spec) in enumerate(table.fields.items()):
            sheet.set_column(column, column, spec.width)
            sheet.write_string(0, column, spec.header, self.required if spec.required else self.optional)
            sheet.write_comment(0, column, spec.help, {"x_scale": 1.6, "author": ""})
            if choices := self._drop_down(table, spec):
                sheet.data_validation(1, column, _LAST_ROW, column, {
                    "validate": "list", "source": choices, "error_type": "stop",
                    "error_title": spec.header, "error_message": "请从下拉列表选择。"})  # fmt: skip
            if frame is not None and name in frame:
                for row, value in enumerate(frame[name], 1):
                    self._write(sheet, row, column, spec, value)

    def _write(self, sheet: Any, row: int, column: int, spec: LedgerField, value: Any) -> None:
        if value is None or pd.isna(value):
            return
        if spec.type in ("choice", "flag"):
            label = spec.labels[str(value)] if spec.type == "choice" else ("是" if value else "否")
            sheet.write_string(row, column, label, self.plain)
        elif spec.type in ("number", "integer", "year"):
            sheet.write_number(row, column, float(value), self.plain)
        elif isinstance(value, dt.date | pd.Timestamp):
            sheet.write_datetime(row, column, pd.Timestamp(value).to_pydatetime(), self.day)
        else:
            sheet.write_string(row, column, str(value), self.plain)

    def _drop_down(self, table: LedgerTable, spec: LedgerField) -> str | None:
        """Return the range that holds the choices of a field, or None where it has none."""
        if spec.type == "flag":
            labels = ["是", "否"]
        elif spec.type == "choice":
            labels = list(spec.labels.values())
        elif spec.unit_of is not None:
            labels = _units_of(table.fields[str(spec.dimension)])
        else:
            return None
        key = tuple(labels)
        if key not in self.lists:
            letter = chr(ord("A") + len(self.lists))
            self.lists[key] = f"={OPTIONS_SHEET}!${letter}$1:${letter}${len(labels)}"
        return self.lists[key]

    def options(self) -> None:
        sheet = self.workbook.add_worksheet(OPTIONS_SHEET)
        for column, labels in enumerate(self.lists):
            for row, label in enumerate(labels):
                sheet.write_string(row, column, label, self.plain)
        sheet.hide()


def _units_of(subject: LedgerField) -> list[str]:
    """Return the Chinese spellings of all units that the products or carriers are counted in."""
    if subject.vocabulary == "products":
        bases = [product.output_unit for product in vocabulary.products().values()]
    else:
        bases = [carrier.base_unit for carrier in vocabulary.carriers().values()]
    spellings = [symbol for base in dict.fromkeys(bases) for symbol in units.spellings(base)]
    return [symbol for symbol in dict.fromkeys(spellings) if not symbol.isascii() and "³" not in symbol
            and "²" not in symbol]  # fmt: skip
