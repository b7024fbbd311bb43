"""How wide the columns of a table are set: the wished shares, and no short word cut in two."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from ..sections.blocks import Table, plain

TEXT_WIDTH_PT = 453.5  # A4 less the margins of briefing.typ
_ONE_LINE_EM = 9.5  # what is shorter (a date, a township, a measure) stays on one line
_LONGEST_EM = 24.0  # what is longer than this wraps into more lines anyway
_HEADER_LINES = 3
_SAFETY_EM = 0.3
_PHONE_COLUMNS = 5  # a table with more columns is wider than a phone
# What a table asks for, until it fits: up to how many em a header stays on one line, and into how
# many lines a column of long texts may wrap.
_TRIES = ((4.0, 2), (2.0, 2), (2.0, 3), (2.0, 6))
_REFERENCE = "表10"  # what a reference without words is set as, at its widest
_WORD = re.compile(r"[!-~]+")


@dataclass(frozen=True)
class Size:
    """How large a table is set: its text, and the space on either side of a cell, in points."""

    text: float
    padding: float


_SIZES = ((7, Size(9, 4)), (9, Size(8.5, 3)))
_DENSE = Size(7.5, 2.5)


def size(table: Table) -> Size:
    """Return the size that the number of columns leaves room for."""
    return next((size for limit, size in _SIZES if len(table.columns) <= limit), _DENSE)


def size_classes(table: Table) -> list[str]:
    """Return the classes by which the style sheet knows how large `table` is."""
    wide = ["wide"] if len(table.columns) > _PHONE_COLUMNS else []
    return [*wide, *(["dense"] if size(table) is _DENSE else [])]


def shares(table: Table) -> list[float]:
    """Return each column's share of the text width; the shares add up to 1.

    The shares follow `Column.width`. A column too narrow for its short cells is widened at the
    cost of those with room to spare; where there is no room at all, the wish stands.

    """
    total = sum(column.width for column in table.columns)
    wished = [column.width / total for column in table.columns]
    for header_em, lines in _TRIES:
        needed = [_needed(table, index, header_em, lines) for index in range(len(wished))]
        if sum(needed) <= 1:
            return _widened(wished, needed)
    return wished


def _widened(wished: list[float], needed: list[float]) -> list[float]:
    """Return `wished`, with what falls short of `needed` raised and the rest lowered alike."""
    narrow: set[int] = set()
    while True:
        room = 1 - sum(needed[index] for index in narrow)
        weight = sum(wish for index, wish in enumerate(wished) if index not in narrow)
        widths = [
            need if index in narrow else wish * room / weight
            for index, (need, wish) in enumerate(zip(needed, wished, strict=True))
        ]
        short = {index for index, width in enumerate(widths) if width < needed[index]}
        if short <= narrow:
            return widths
        narrow |= short


def _needed(table: Table, index: int, header_em: float, lines: int) -> float:
    """Return the share that column `index` needs for its header and its cells."""
    label = table.columns[index].label
    header = _em(label)
    needed = max(min(header, header_em), header / _HEADER_LINES + 1, _longest_word(label), 2.0)
    for row in table.rows:
        text = plain(row[index]) or _REFERENCE
        cell = _em(text)
        if cell > _ONE_LINE_EM:
            cell = min(cell, _LONGEST_EM) / lines + 0.5
        elif lines > 2:
            cell = max(cell / lines, _longest_word(text))
        needed = max(needed, cell)
    setting = size(table)
    return ((needed + _SAFETY_EM) * setting.text + 2 * setting.padding) / TEXT_WIDTH_PT


def _longest_word(label: str) -> float:
    """Return the width of the longest word that no line break may cut (bold, so a little wider)."""
    return max((_em(word) * 1.08 for word in _WORD.findall(label)), default=0.0)


def _em(text: str) -> float:
    """Estimate how wide `text` is set, in widths of a Chinese character."""
    return sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.58 for c in text)
