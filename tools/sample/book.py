"""Write files as people make them: workbooks with titles and merged cells, and lists as CSV."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from capacity_analysis.sheets.writing import new_workbook

_WRITTEN = dt.datetime(2022, 6, 20)


@dataclass(frozen=True)
class Broken:
    """A formula whose result is an error."""

    formula: str
    error: str


@dataclass
class Page:
    """A sheet in the making.

    Attributes
    ----------
    name : str
        Name of the sheet.
    rows : list of list
        Cells: text, number, date, `Broken`, or None.
    merged : list of tuple
        First row, first column, last row and last column of merged areas, from zero.
    widths : sequence of float
        Widths of the columns.

    """

    name: str
    rows: list[list[Any]] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    widths: Sequence[float] = ()

    def add(self, *cells: Any) -> None:
        """Add a row."""
        self.rows.append(list(cells))

    def wide(self, text: str, columns: int) -> None:
        """Add a row with one text across some columns."""
        at = len(self.rows)
        self.merged.append((at, 0, at, columns - 1))
        self.add(text)

    def merge(self, first_row: int, first_column: int, last_row: int, last_column: int) -> None:
        """Merge cells of rows that have been added."""
        self.merged.append((first_row, first_column, last_row, last_column))


def write_book(path: Path, pages: Iterable[Page]) -> None:
    """Write a workbook; the same pages give the same bytes."""
    with new_workbook(path, path.stem, _WRITTEN) as workbook:
        plain = workbook.add_format({"font_name": "宋体", "border": 1})
        day = workbook.add_format({"font_name": "宋体", "border": 1, "num_format": "yyyy-mm-dd"})
        middle = workbook.add_format({"font_name": "宋体", "align": "center", "border": 1})
        for page in pages:
            sheet = workbook.add_worksheet(page.name)
            for column, width in enumerate(page.widths):
                sheet.set_column(column, column, width)
            for area in page.merged:
                sheet.merge_range(*area, "", middle)
            heads = {area[:2] for area in page.merged}
            for row, cells in enumerate(page.rows):
                for column, cell in enumerate(cells):
                    style = middle if (row, column) in heads else plain
                    _write(sheet, row, column, cell, day if isinstance(cell, dt.date) else style)


def _write(sheet: Any, row: int, column: int, cell: Any, style: Any) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, Broken):
        sheet.write_formula(row, column, cell.formula, style, cell.error)
    elif isinstance(cell, dt.date):
        sheet.write_datetime(row, column, dt.datetime.combine(cell, dt.time()), style)
    elif isinstance(cell, str):
        sheet.write_string(row, column, cell, style)
    else:
        sheet.write_number(row, column, cell, style)


def write_csv(path: Path, rows: Iterable[Sequence[Any]], encoding: str) -> None:
    """Write a list as offices export it, in an encoding of their own."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(
        ["" if cell is None else cell for cell in row] for row in rows
    )
    path.write_bytes(text.getvalue().encode(encoding))
