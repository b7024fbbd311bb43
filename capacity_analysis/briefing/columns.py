"""How wide the columns of a table are set: the wished shares, and no short word cut in two."""

from __future__ import annotations

import unicodedata

from ..sections.blocks import Table, plain

TEXT_WIDTH_PT = 453.5  # A4 less the margins of briefing.typ
DENSE_COLUMNS = 9  # a table with more columns is set smaller
_WIDE_COLUMNS = 5  # a table with more columns is wider than a phone
_SIZE_PT = {False: 9.0, True: 7.5}
_PADDING_PT = {False: 8.0, True: 5.0}
_ONE_LINE_EM = 9.5  # what is shorter (a date, a township, a measure) stays on one line
_WRAPPED_EM = 5.0
_HEADER_LINES = 3
_SAFETY_EM = 0.3
# What a table asks for, until it fits: up to how many em a header stays on one line, and whether
# short cells stay on one line in a column where others wrap anyway.
_TRIES = ((4.0, True), (4.0, False), (2.0, False))


def is_dense(table: Table) -> bool:
    """Tell whether `table` has so many columns that it is set smaller."""
    return len(table.columns) > DENSE_COLUMNS


def size_classes(table: Table) -> list[str]:
    """Return the classes by which the style sheet knows how large `table` is."""
    wide = ["wide"] if len(table.columns) > _WIDE_COLUMNS else []
    return [*wide, *(["dense"] if is_dense(table) else [])]


def shares(table: Table) -> list[float]:
    """Return each column's share of the text width; the shares add up to 1.

    The shares follow `Column.width`. A column too narrow for its short cells is widened at the
    cost of those with room to spare; where there is no room at all, the wish stands.

    """
    total = sum(column.width for column in table.columns)
    wished = [column.width / total for column in table.columns]
    for header_em, all_short in _TRIES:
        needed = [_needed(table, index, header_em, all_short) for index in range(len(wished))]
        if sum(needed) <= 1:
            return _widened(wished, needed)
    return wished


def _widened(wished: list[float], needed: list[float]) -> list[float]:
    """Return `wished`, with what falls short of `needed` raised and the rest lowered alike."""
    narrow: set[int] = set()
    while True:
        room = 1 - sum(needed[index] for index in narrow)
        weight = sum(wished[index] for index in range(len(wished)) if index not in narrow)
        widths = [
            need if index in narrow else wish * room / weight
            for index, (need, wish) in enumerate(zip(needed, wished, strict=True))
        ]
        short = {index for index, width in enumerate(widths) if width < needed[index]}
        if short <= narrow:
            return widths
        narrow |= short


def _needed(table: Table, index: int, header_em: float, all_short: bool) -> float:
    """Return the share that column `index` needs for its header and its short cells."""
    header = _em(table.columns[index].label)
    cells = [_em(plain(row[index]) or "表10") for row in table.rows]
    short = [width for width in cells if width <= _ONE_LINE_EM]
    wraps = len(short) < len(cells)
    needed = max(
        min(header, header_em),
        header / _HEADER_LINES + 1,
        2.0,
        _WRAPPED_EM if wraps else 0.0,
        *(short if all_short or not wraps else ()),
    )
    dense = is_dense(table)
    return ((needed + _SAFETY_EM) * _SIZE_PT[dense] + _PADDING_PT[dense]) / TEXT_WIDTH_PT


def _em(text: str) -> float:
    """Estimate how wide `text` is set, in widths of a Chinese character."""
    return sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.58 for c in text)
