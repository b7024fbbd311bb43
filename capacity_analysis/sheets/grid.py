"""A sheet of a workbook as raw cells."""

from __future__ import annotations

from dataclasses import dataclass, field

from .cells import Cell

Area = tuple[int, int, int, int]
"""First row, first column, last row and last column, from zero, both ends included."""


@dataclass(frozen=True)
class Grid:
    """The cells of one sheet from A1, and the areas that are merged.

    Attributes
    ----------
    name : str
        Name of the sheet.
    rows : list of list
        Raw cells: str, float, int, bool, date, datetime, `ErrorCell`, or '' for an empty cell.
        Rows may differ in length.
    merged : tuple of Area
        Merged areas; the value stands in the first cell of each.

    """

    name: str
    rows: list[list[Cell]]
    merged: tuple[Area, ...] = field(default=())
