"""A sheet with its merged areas filled: each cell knows the cell that its value stands in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from functools import cached_property
from typing import TypeVar

from ...ledger.reader import column_letter
from ...ledger.registry import fold
from ...sheets.cells import Cell, is_blank
from ...sheets.grid import Area, Grid
from .source_units import declared_unit

_UNIT_ROWS = 12
_ROWS_KEPT = 500

T = TypeVar("T")

Place = tuple[int, int]
"""Row and column, from zero."""


class Page:
    """One sheet, read through its merged areas."""

    def __init__(self, grid: Grid, called: str | None = None):
        self.name = grid.name
        # What a mapping knows the sheet by: people rename sheets.
        self.called = called if called is not None else grid.name
        self.rows = grid.rows
        self.height = len(grid.rows)
        self.width = max(map(len, grid.rows), default=0)
        self._merged = grid.merged
        self._filled: dict[int, list[tuple[int, Cell]]] = {}
        self._texts: dict[int, list[tuple[int, str]]] = {}

    @cached_property
    def areas(self) -> dict[Place, Area]:
        """The merged area of each cell that lies in one; the first of two that overlap."""
        covered: dict[Place, Area] = {}
        for area in self._merged:
            top, left, bottom, right = area
            if top < 0 or left < 0:
                continue
            for row in range(top, min(bottom + 1, self.height)):
                if (row, left) in covered:
                    break  # areas of a sound workbook never overlap; a broken one must not cost time
                for column in range(left, min(right + 1, self.width)):
                    covered.setdefault((row, column), area)
        return covered

    def own(self, row: int, column: int) -> Cell:
        """Return what stands in the cell itself."""
        cells = self.rows[row] if 0 <= row < self.height else ()
        return cells[column] if 0 <= column < len(cells) else ""

    def origin(self, row: int, column: int) -> Place:
        """Return the first cell of the merged area, or the cell itself."""
        area = self.areas.get((row, column)) if self._merged else None
        return (row, column) if area is None else (area[0], area[1])

    def value(self, row: int, column: int) -> Cell:
        """Return the value of the cell, or of the merged area it lies in."""
        return self.own(*self.origin(row, column))

    def address(self, row: int, column: int) -> str:
        """Return the address of the cell in which the value of a cell stands."""
        row, column = self.origin(row, column)
        return f"{column_letter(column)}{row + 1}"

    def span(self, row: int, column: int) -> Area:
        """Return the merged area of a cell, or the cell as an area."""
        return self.areas.get((row, column), (row, column, row, column))

    def filled(self, row: int) -> list[tuple[int, Cell]]:
        """Return column and value of the filled cells of a row, merged ones once."""
        known = self._filled.get(row)
        return known if known is not None else self._kept(self._filled, row, self._find_filled(row))

    def texts(self, row: int) -> list[tuple[int, str]]:
        """Return column and text of the cells of a row that hold text themselves."""
        known = self._texts.get(row)
        return known if known is not None else self._kept(self._texts, row, self._find_texts(row))

    def _find_filled(self, row: int) -> Iterator[tuple[int, Cell]]:
        seen: Place | None = None
        for column in range(self.width if self._merged else len(self.rows[row])):
            origin = self.origin(row, column)
            if origin != seen:
                cell = self.own(*origin)
                if not is_blank(cell):
                    yield column, cell
            seen = origin

    def _find_texts(self, row: int) -> Iterator[tuple[int, str]]:
        for column, cell in enumerate(self.rows[row]):
            if isinstance(cell, str) and cell and not is_blank(cell):
                yield column, cell

    @staticmethod
    def _kept(
        known: dict[int, list[tuple[int, T]]], row: int, found: Iterator[tuple[int, T]]
    ) -> list[tuple[int, T]]:
        """Keep what a row holds: a form is searched for each of its tables and labels."""
        cells = list(found)
        if row < _ROWS_KEPT:
            known[row] = cells
        return cells

    def unit_above(self, row: int, least: int = 0) -> tuple[str, Place] | None:
        """Return the unit that a cell such as 单位：万元 gives in a row or the nearest above it."""
        for at in range(min(row, self.height - 1), max(least, row - _UNIT_ROWS, 0) - 1, -1):
            for column, text in self.texts(at):
                area = self.span(at, column)
                unit = declared_unit(text, self.value(at, area[3] + 1))
                if unit is not None:
                    return unit, (at, column)
        return None


def matching_pages(pages: Iterable[Page], patterns: Iterable[str]) -> list[Page]:
    """Return the sheets whose name fits one of the patterns with ``*`` and ``?``."""
    folded = [fold(pattern).casefold() for pattern in patterns]
    return [
        page
        for page in pages
        if any(fnmatchcase(fold(page.called).casefold(), pattern) for pattern in folded)
    ]
