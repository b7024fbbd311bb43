"""Columns that are years or months: which they are, and their exact sum."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from ...ledger.reader import column_letter
from ...sheets.cells import Cell, is_blank
from ..mapping import Spread
from .headings import is_not_applicable
from .source_units import as_number, parse_number
from .table import Block, Column

_MONTHS = 12
_CHINESE = {
    "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10,
    "十一": 11, "十二": 12,
}  # fmt: skip


@dataclass(frozen=True)
class SpreadColumn:
    """A column that is a year, a month, or a month of a year."""

    column: Column
    year: int | None
    month: int | None


def spread_columns(block: Block, spread: Spread) -> tuple[list[SpreadColumn], Column | None]:
    """Return the columns of a spread, and the first of those that are a year or month twice."""
    found: dict[tuple[int | None, int | None], SpreadColumn] = {}
    origins = set()
    for column in block.columns:
        period = _period(column, spread)
        if period is None or column.origin in origins or column.is_personal:
            continue
        origins.add(column.origin)
        if period in found:
            return [], column
        found[period] = SpreadColumn(column, *period)
    return list(found.values()), None


def _period(column: Column, spread: Spread) -> tuple[int | None, int | None] | None:
    for text in (*column.whole, *column.parts):
        match = re.fullmatch(spread.columns, text)
        if match is None:
            continue
        groups = match.groupdict()
        year, month = _as_int(groups.get("year")), _as_int(groups.get("month"))
        if month is None and groups.get("month"):
            month = _CHINESE.get(groups["month"] or "")
        if (month is None or 1 <= month <= _MONTHS) and (year is not None or month is not None):
            return year, month
    return None


def _as_int(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() else None


@dataclass(frozen=True)
class Total:
    """The sum of a row's months.

    Attributes
    ----------
    value : number or str
        The sum, blank where it can't be known.
    months : int
        How many months it counts.
    applies : bool
        Whether the row has such amounts at all.
    missing : tuple of int
        Months without a number that leave the sum blank.
    unsound : tuple of int
        Positions of columns whose cell is no number.

    """

    value: Cell = ""
    months: int = 0
    applies: bool = True
    missing: tuple[int, ...] = ()
    unsound: tuple[int, ...] = field(default=())


def total(months: Sequence[tuple[SpreadColumn, Cell]], *, counted: bool) -> Total:
    """Add the months of a year up, exactly.

    Missing is not zero: a month without a number leaves the sum blank, unless the data end before it
    and the ledger is told (`counted`) how many months there are.
    """
    if all(is_not_applicable(cell) for _column, cell in months):
        return Total(applies=False)
    numbers: dict[int, Fraction] = {}
    unsound = []
    for one, cell in months:
        if is_blank(cell) or is_not_applicable(cell) or one.month is None:
            continue
        parsed = parse_number(cell)
        if parsed is None or parsed[1]:
            unsound.append(one.column.at)
        else:
            numbers[one.month] = parsed[0]
    if unsound:
        return Total(unsound=tuple(unsound))
    if not numbers:
        return Total()
    expected = max(numbers) if counted else _MONTHS
    missing = tuple(month for month in range(1, expected + 1) if month not in numbers)
    if missing:
        return Total(missing=missing)
    return Total(as_number(sum(numbers.values(), Fraction())), len(numbers))


def by_year(columns: Sequence[SpreadColumn]) -> Iterator[list[SpreadColumn]]:
    """Yield the months of each year in order."""
    for year in dict.fromkeys(one.year for one in columns):
        months = [one for one in columns if one.year == year]
        yield sorted(months, key=lambda one: one.month or 0)


def cell_range(row: int, columns: Sequence[SpreadColumn]) -> str:
    """Return the address of a row's cells in these columns, as a range where they lie together."""
    at = sorted(one.column.at for one in columns)
    if at[-1] - at[0] + 1 == len(at):
        ends = dict.fromkeys((at[0], at[-1]))
        return ":".join(f"{column_letter(one)}{row + 1}" for one in ends)
    return ",".join(f"{column_letter(one)}{row + 1}" for one in at)
