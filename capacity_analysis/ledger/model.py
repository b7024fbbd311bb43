"""The ledger: typed tables, and the cell of the workbook that each value came from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from . import aggregates, outcomes
from .aggregates import AggregateOnly
from .origins import Origins
from .registry import registry


@dataclass(frozen=True)
class SheetSource:
    """Where a table came from: its sheet, and the column letter of each field it held."""

    sheet: str
    columns: Mapping[str, str]


@dataclass(frozen=True)
class Ledger:
    """What the departments reported, read from one workbook and found free of errors.

    Attributes
    ----------
    tables : mapping of str to DataFrame
        One frame per table of the registry that may decide, empty where the workbook has none.
        Columns are the registry's fields, and

        ``row``
            int32, the row of the workbook;
        ``enterprise_code``, ``line_code``
            int32 position in `enterprises` and `lines`, -1 where a row names no line;
        ``output_quantity``, ``amount_quantity``, ``capacity_quantity``
            the number converted to the base unit of its product or carrier;
        ``output_base``
            the unit that `output_quantity` is counted in: the output unit of the product, or ``t``
            where a product counted in weight boxes was reported by mass.
    sources : mapping of str to SheetSource
        Sheet and column letters, for `cell`.
    file : str
        Name of the workbook, without its folder.
    schema_version : str
        Version of the registry that the workbook was made for.
    data_as_of : date or None
        The day that the workbook says its data end (数据截至).
    district, attribution : str
        Area, and the data sources that a page must name.
    fictional : bool
        Whether every page must say that the data are invented.
    statistics : AggregateOnly
        What the statistics bureau supplied: sums of groups, and no row.
    correction_outcomes : DataFrame
        One row per correction that was applied or no longer applies (`outcomes.as_frame`).

    """

    tables: Mapping[str, pd.DataFrame]
    sources: Mapping[str, SheetSource]
    file: str
    schema_version: str
    data_as_of: dt.date | None = None
    district: str = ""
    attribution: str = ""
    fictional: bool = False
    statistics: AggregateOnly = field(default_factory=aggregates.nothing)
    correction_outcomes: pd.DataFrame = field(default_factory=outcomes.none)

    @property
    def applied_corrections(self) -> pd.DataFrame:
        """The corrections that took effect, each with the cell that it replaced."""
        frame = self.correction_outcomes
        return frame[frame["outcome"] == outcomes.APPLIED].reset_index(drop=True)

    def __getitem__(self, table: str) -> pd.DataFrame:
        """Return one table."""
        return self.tables[table]

    def cell(self, table: str, row: int, field: str) -> str:
        """Return the address of a value in the workbook, such as ``能源!F12``.

        Column A stands for the row where the sheet has no column for the field.
        """
        source = self.sources[table]
        return f"{source.sheet}!{source.columns.get(field, 'A')}{row}"

    def cells(self, table: str, rows: pd.Series, field: str) -> pd.Series:
        """Return the addresses of a field in many rows."""
        source = self.sources[table]
        column = f"{source.sheet}!{source.columns.get(field, 'A')}"
        return column + rows.astype("int64").astype("str")

    def origin(self, table: str, row: int, field: str) -> str | None:
        """Return the file, sheet and cell that a value was collected from, where that is known.

        The answer is the text that a page shows, such as ``甲厂.xlsx 能源消费!C5``.
        """
        return self.origins(table, pd.Series([row]), field)[0]

    def origins(self, table: str, rows: pd.Series, field: str) -> list[str | None]:
        """Return `origin` of a field in many rows, in their order."""
        if not self._origins:
            return [None] * len(rows)
        key = list(registry().tables[table].key)
        keyed = self.tables[table].set_index("row")[key].loc[rows.tolist()]
        records: list[dict[str, object]] = keyed.to_dict("records")  # type: ignore[assignment]
        return [
            self._origins.find(table, values | self._reported_keys.get((table, row), {}), field)
            for row, values in zip(rows.tolist(), records, strict=True)
        ]

    @cached_property
    def _origins(self) -> Origins:
        return Origins(self.tables["origins"], self.tables["sources"])

    @cached_property
    def _reported_keys(self) -> dict[tuple[str, int], dict[str, object]]:
        """Corrected keys as they stood when the row was collected, by table and row."""
        found: dict[tuple[str, int], dict[str, object]] = {}
        for one in self.applied_corrections.to_dict("records"):
            if one["field"] in registry().tables[one["table"]].key:
                found.setdefault((one["table"], one["row"]), {})[one["field"]] = one["old"]
        return found

    def __repr__(self) -> str:
        sizes = ", ".join(f"{name} {len(table)}" for name, table in self.tables.items())
        return f"<Ledger {self.file}: {sizes}>"

    def _repr_html_(self) -> str:
        from html import escape

        rows = "".join(
            f"<tr><td>{escape(self.sources[name].sheet if name in self.sources else name)}</td>"
            f"<td>{len(table)}</td></tr>"
            for name, table in self.tables.items()
        )
        as_of = self.data_as_of.isoformat() if self.data_as_of else "—"
        return (
            f"<table><caption>{escape(self.file)}　数据截至 {as_of}</caption>"
            f"<tr><th>表</th><th>行数</th></tr>{rows}</table>"
        )
