"""Ledgers read from the cells that a workbook of these tables holds, without writing the workbook."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from capacity_analysis.ledger import Ledger, registry
from capacity_analysis.ledger.registry import LedgerField
from capacity_analysis.ledger.template import TEXT_TYPES
from capacity_analysis.ledger.workbook import inspect_sheets

Rows = Sequence[Mapping[str, Any]]


def ledger_of_rows(
    tables: Mapping[str, Rows], guide: Mapping[str, Any], file: str = "ledger.xlsx"
) -> Ledger:
    """Return the ledger of rows by field, choices as ids: what `write_workbook` and reading give."""
    reading = inspect_sheets(file, sheets_of_rows(tables, guide))
    assert reading.ledger is not None, reading.problems
    return reading.ledger


def sheets_of_rows(tables: Mapping[str, Rows], guide: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Return the sheets that `write_workbook` gives these rows, each with all its columns."""
    definitions = registry()
    told = {"schema_version": definitions.schema_version, **guide}
    sheets: dict[str, list[Any]] = {
        definitions.guide.sheet: [
            [spec.header, _cell(spec, told.get(name)), spec.help]
            for name, spec in definitions.guide.fields.items()
        ]
    }
    for name, table in definitions.tables.items():
        if name in tables or not table.made:
            rows = [
                [_cell(spec, row.get(key)) for key, spec in table.fields.items()]
                for row in tables.get(name, ())
            ]
            sheets[table.sheet] = [[spec.header for spec in table.fields.values()], *rows]
    return sheets


def _cell(spec: LedgerField, value: Any) -> Any:
    """Return a value as calamine gives the cell that it is written to."""
    if pd.isna(value):
        return ""
    if spec.type == "flag":
        return "是" if value else "否"
    if spec.type == "choice":
        return spec.labels[str(value)]
    if isinstance(value, dt.date):
        return value
    return str(value) if spec.type in TEXT_TYPES else float(value)
