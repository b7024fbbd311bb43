"""Find the header of a list of unknown shape, and the sheets that have the same one."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from ...ledger.registry import fold
from ...sheets.cells import Cell, is_blank, is_personal
from ..layout.headings import heading, is_personal_header
from ..layout.page import Page
from ..layout.source_units import known_unit
from ..layout.table import Block, Column, blocks
from ..mapping import Table
from .knowledge import LEAST, Knowledge, likeness

_SEARCHED_ROWS = 40
_MOST_ROWS = 4
_MOST_COLUMNS = 256
_JUDGED_COLUMNS = 64
_LONGEST_HEADER = 40
_SAMPLE = 300
_LEAST_POINTS = 2.0
_KNOWN = 80.0  # points of a cell that counts as a known header
_PERIOD = re.compile(
    r".{0,12}(?:20\d\d(?:年|[-./]?\d{1,2}|$)|\d{1,2}月|[一二三四五六七八九十]月).{0,8}"
)
_VALUE = re.compile(r"[\d\s.,:/%年月日号-]*")
_PERSONS_SHARE = 0.5


@dataclass(frozen=True)
class Shape:
    """Tables with one and the same header, in one or several sheets."""

    blocks: tuple[Block, ...]

    @property
    def block(self) -> Block:
        """The first of the tables."""
        return self.blocks[0]

    @cached_property
    def columns(self) -> list[Column]:
        """Its columns, those about persons left out; a merged header stands for its first column."""
        seen: dict[tuple[int, int], Column] = {}
        for column in self.block.columns[:_MOST_COLUMNS]:
            if not self.is_about_persons(column) and column.whole:
                seen.setdefault(column.origin, column)
        return list(seen.values())

    @cached_property
    def persons(self) -> list[str]:
        """Headers of the columns that are about persons."""
        found = [column for column in self.block.columns if self.is_about_persons(column)]
        return list(dict.fromkeys(column.whole[0] for column in found if column.whole))

    def is_about_persons(self, column: Column) -> bool:
        """Say whether a column is about persons, by its header or by what stands below it."""
        if column.is_personal:
            return True
        cells = [cell for cell in self.cells(column) if isinstance(cell, str | float | int)]
        texts = [f"{cell:.0f}" if isinstance(cell, float) else str(cell) for cell in cells]
        return bool(texts) and sum(map(is_personal, texts)) > _PERSONS_SHARE * len(texts)

    def cells(self, column: Column) -> list[Cell]:
        """Return filled cells below a header, the first few hundred of each sheet."""
        return [
            cell
            for block in self.blocks
            for row in block.data[:_SAMPLE]
            if not is_blank(cell := block.page.value(row, column.at))
        ]

    def texts_of(self, column: Column) -> list[str]:
        """Return what a header says, in whole and its last part, units left out."""
        last = heading(self.block.page.own(*column.origin))
        return list(dict.fromkeys((*column.whole[:1], last.base, *column.parts)))

    def last_of(self, column: Column) -> str:
        """Return the last part of a header, its unit left out."""
        return heading(self.block.page.own(*column.origin)).base

    def name_of(self, column: Column) -> str | None:
        """Return the name by which a mapping finds this column and no other, or None."""
        for text in (*column.whole, *column.parts):
            # A bar parts alternatives in a mapping; its full-width form is compared as the bar itself.
            named = text.replace("|", "｜")
            if [one.at for one in self.block.find(named)] == [column.at]:
                return named
        return None

    @cached_property
    def above(self) -> list[str]:
        """The texts above the header, the nearest first, as they are searched."""
        block = self.block
        return [
            fold(text)
            for row in range(block.top - 1, -1, -1)
            for _column, text in block.page.texts(row)
        ]

    @cached_property
    def unit_above(self) -> str | None:
        """The unit that a cell such as 单位：万元 gives for the whole table."""
        found = self.block.page.unit_above(self.block.first - 1)
        return found[0] if found is not None else None

    @cached_property
    def title(self) -> str:
        """The first text above the header, or nothing."""
        block = self.block
        texts = (text for row in range(block.top) for _column, text in block.page.texts(row))
        return " ".join(next(texts, "").split())

    @cached_property
    def below(self) -> list[str]:
        """The texts of rows below the header that are no data, such as footers."""
        block = self.block
        data = set(block.data)
        rows = (row for row in range(block.first, block.page.height) if row not in data)
        return [fold(text) for row in rows for _column, text in block.page.texts(row)]


def shapes_of(pages: Iterable[Page], known: Knowledge, *, is_told: bool) -> list[Shape]:
    """Return the tables of a file, those with the same header together.

    Parameters
    ----------
    pages : iterable of Page
        Its sheets.
    known : Knowledge
        Headers to look for.
    is_told : bool
        Whether the user has named the table of the ledger: then a single known header will do.

    """
    found: dict[tuple[object, ...], list[Block]] = {}
    for page in pages:
        block = _block_of(page, known, 1.0 if is_told else _LEAST_POINTS)
        if block is not None:
            key = tuple((column.at, column.whole) for column in block.columns[:_MOST_COLUMNS])
            found.setdefault((block.first - block.top, *key), []).append(block)
    shapes = [Shape(tuple(group)) for group in found.values()]
    return [shape for shape in shapes if shape.columns]


def _block_of(page: Page, known: Knowledge, least: float) -> Block | None:
    points = {row: _points(page, row, known) for row in range(min(page.height, _SEARCHED_ROWS))}
    best = max(points, key=lambda row: (points[row], -row), default=None)
    if best is None or points[best] < least:
        return None
    top, bottom = _extent(page, best, known)
    return _block_at(page, top, bottom - top + 1)


def _points(page: Page, row: int, known: Knowledge) -> float:
    """Return how much a row looks like a header: what stands in the row itself counts."""
    cells = dict(list(_own(page, row).items())[:_JUDGED_COLUMNS])
    if len(cells) < 2 and len(list(page.filled(row))) < 2:
        return 0.0
    total = 0.0
    for cell in cells.values():
        if not _is_headerlike(cell):
            total -= 1.0
        elif is_personal_header(cell) or _is_period(cell):
            total += 0.5
        elif likeness([heading(cell).base], known.everything) >= _KNOWN:
            total += 1.0
    return total


def _own(page: Page, row: int) -> dict[int, Cell]:
    """Return the filled cells that stand in a row itself."""
    cells = page.rows[row][:_MOST_COLUMNS]
    return {at: cell for at, cell in enumerate(cells) if not is_blank(cell)}


def _is_headerlike(cell: Cell) -> bool:
    if isinstance(cell, bool):
        return False
    if isinstance(cell, dt.date):
        return cell.day == 1  # a month that a spreadsheet took for a date
    if isinstance(cell, int | float):
        return cell == int(cell) and (1 <= cell <= 12 or 2000 <= cell <= 2100)
    if not isinstance(cell, str) or len(cell) > _LONGEST_HEADER:
        return False
    return _is_period(cell) or not _VALUE.fullmatch(fold(cell))


def _is_period(cell: Cell) -> bool:
    return bool(_PERIOD.fullmatch(heading(cell).base))


def _extent(page: Page, row: int, known: Knowledge) -> tuple[int, int]:
    """Return the first and last row of a header, of which one row is known."""
    top, bottom = _through_merged(page, row, row)
    while bottom + 1 < page.height and _is_below(page, top, bottom, known):
        top, bottom = _through_merged(page, top, bottom + 1)
    while top > 0 and _is_above(page, top, known):
        top, bottom = _through_merged(page, top - 1, bottom)
    return max(top, bottom - _MOST_ROWS + 1), bottom


def _through_merged(page: Page, top: int, bottom: int) -> tuple[int, int]:
    """Widen a header over the merged areas of its rows, as far as a header goes."""
    for row in (top, bottom):
        for at in range(min(page.width, _MOST_COLUMNS)):
            if is_blank(page.value(row, at)):
                continue
            first, _left, last, _right = page.span(row, at)
            if last - first < _MOST_ROWS:
                top, bottom = min(top, first), max(bottom, last)
    return top, min(bottom, page.height - 1)


def _is_below(page: Page, top: int, bottom: int, known: Knowledge) -> bool:
    """Say whether the row below belongs to the header too: further names, or the units."""
    own, above = _own(page, bottom + 1), _own(page, bottom)
    if not own or bottom - top + 1 >= _MOST_ROWS:
        return False
    if all(isinstance(cell, str) and _is_unit(cell) for cell in own.values()):
        return True
    if not all(map(_is_headerlike, own.values())) or not above.keys() - own.keys():
        return False
    return _share_known(own.values(), known) > 0.5


def _is_unit(text: str) -> bool:
    return known_unit(fold(text).strip("()")) is not None


def _is_above(page: Page, top: int, known: Knowledge) -> bool:
    """Say whether the row above is the upper part of the header: it names groups of columns."""
    own, below = _own(page, top - 1), _own(page, top)
    if len(own) < 2 or not all(
        isinstance(cell, str) and _is_headerlike(cell) and not re.search("[:：]", cell)
        for cell in own.values()
    ):
        return False
    return bool(below.keys() - own.keys()) and _share_known(own.values(), known) > 0.0


def _share_known(cells: Iterable[Cell], known: Knowledge) -> float:
    every = list(cells)
    named = [
        cell
        for cell in every
        if _is_period(cell) or likeness([heading(cell).base], known.everything) >= LEAST
    ]
    return len(named) / len(every)


def _block_at(page: Page, top: int, rows: int) -> Block | None:
    """Return the table below a header, by any of its columns that tells it."""
    for anchor in _anchors(page, top, rows):
        table = Table(target="enterprises", header=(anchor,), header_rows=rows, fields={})
        found = next(blocks(page, table, range(top, page.height), ()), None)
        if found is not None and found.top == top:
            return found
    return None


def _anchors(page: Page, top: int, rows: int) -> Iterator[str]:
    for at in range(min(page.width, _MOST_COLUMNS)):
        origins = list(dict.fromkeys(page.origin(row, at) for row in range(top, top + rows)))
        cells = [cell for place in origins if not is_blank(cell := page.own(*place))]
        if cells and isinstance(page.value(top, at), str):
            yield _joined(cells)


def _joined(cells: Sequence[Cell]) -> str:
    text = "/".join(heading(cell).full for cell in cells).replace("|", "｜")
    return text or "—"
