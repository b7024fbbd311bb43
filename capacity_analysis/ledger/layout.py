"""How rows lie in a sheet: rows of one length, columns by field, rows that hold anything."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from operator import itemgetter

from ..sheets.cells import Cell, as_text, is_blank
from .registry import fold

Rows = Sequence[Sequence[Cell]]
Columns = Mapping[str, Sequence[Cell]]


def rectangular(rows: Rows) -> Rows:
    """Return rows of one length, blank where they were short."""
    width = max(map(len, rows), default=0)
    return [row if len(row) == width else [*row, *[""] * (width - len(row))] for row in rows]


def columns_of(rows: Rows, positions: Mapping[str, int]) -> Columns:
    """Return the cells below the header by field."""
    body = rows[1:]
    return {key: tuple(map(itemgetter(at), body)) for key, at in positions.items()}


def filled_rows(columns: Columns, count: int) -> list[int]:
    """Return the rows in which a column holds something, out of the first `count`."""
    blank: Sequence[int] = range(count)
    for cells in columns.values():
        nothing = {cell for cell in set(cells) if is_blank(cell)}
        if not nothing:
            return list(range(count))
        blank = [index for index in blank if cells[index] in nothing]
        if not blank:
            return list(range(count))
    empty = set(blank)
    return [index for index in range(count) if index not in empty]


def columns_headed(rows: Rows, headers: frozenset[str]) -> Iterator[tuple[int, Sequence[Cell]]]:
    """Yield position and cells of the columns whose header is among some, header included."""
    for at, cell in enumerate(rows[0] if rows else ()):
        if fold(as_text(cell)) in headers:
            yield at, [row[at] if at < len(row) else "" for row in rows]
