"""Turn cells into years, days, and the first or last days of periods."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence

from ..sheets.cells import Cell, as_text
from ..text import _
from .distinct import Converted, RefusedError, read_cells
from .registry import LedgerField

_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", re.ASCII)
_MONTH = re.compile(r"(\d{4})[-/.年](\d{1,2})月?", re.ASCII)
_YEAR = re.compile(r"(\d{4})年?", re.ASCII)
_FIRST_YEAR, _FIRST_WORKS, _LAST_YEAR = 1949, 1840, 2100


def as_year(cell: Cell) -> int | None:
    """Return a cell as the year that the ledger reads there, or None where it reads none.

    Examples
    --------
    >>> as_year("2021年"), as_year(21)
    (2021, None)

    """
    match = _YEAR.fullmatch(as_text(cell))
    return int(match[1]) if match and _FIRST_YEAR <= int(match[1]) <= _LAST_YEAR else None


def years(_definition: LedgerField, cells: Sequence[Cell]) -> Converted:
    """Read years of four digits."""

    def read(cell: Cell) -> int:
        year = as_year(cell)
        if year is None:
            raise RefusedError("not_a_year")
        return year

    return read_cells(cells, read).column("Int32")


def days(_definition: LedgerField, cells: Sequence[Cell]) -> Converted:
    """Read days; one that came as text is noted."""

    def read(cell: Cell) -> dt.datetime:
        day = _calendar_day(cell)
        if day is None or not _FIRST_YEAR <= day.year <= _LAST_YEAR:
            raise RefusedError("not_a_date", extra="")
        return _midnight(day)

    return read_cells(cells, read, marks=lambda _text: ("date_as_text",)).column("datetime64[ms]")


def ends_of_periods(*, last: bool) -> Callable[[LedgerField, Sequence[Cell]], Converted]:
    """Read a year, a month or a day, standing for its first or last day."""

    def read(cell: Cell) -> dt.datetime:
        day = _calendar_day(cell) or _end_of_period(cell, last=last)
        if day is None or not _FIRST_WORKS <= day.year <= _LAST_YEAR:
            extra = _("，也可以只填年或年月，例如2012或2012-05")
            raise RefusedError("not_a_date", extra=extra)
        return _midnight(day)

    return lambda _definition, cells: read_cells(cells, read).column("datetime64[ms]")


def _calendar_day(cell: Cell) -> dt.date | None:
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, dt.date):
        return cell
    if isinstance(cell, str) and (match := _DATE.fullmatch(as_text(cell))):
        return _day(int(match[1]), int(match[2]), int(match[3]))
    return None


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime(day.year, day.month, day.day)


def _end_of_period(cell: Cell, *, last: bool) -> dt.date | None:
    """Return the first or last day of the year or month that a cell names.

    A month comes as text only: the number 2012.1 may have been typed as 2012.10.
    """
    text = as_text(cell)
    if isinstance(cell, str) and (match := _MONTH.fullmatch(text)):
        first = _day(int(match[1]), int(match[2]), 1)
        return _last_of_month(first) if last and first else first
    if match := _YEAR.fullmatch(text):
        return _day(int(match[1]), 12, 31) if last else _day(int(match[1]), 1, 1)
    return None


def _last_of_month(first: dt.date) -> dt.date | None:
    following = _day(first.year + first.month // 12, first.month % 12 + 1, 1)
    return following and following - dt.timedelta(days=1)
