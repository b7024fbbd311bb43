"""Which rows cover their whole year: what their periods say, and what dates make impossible."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from ..text import _
from .book import Book, Finding, Flags, Floats, where
from .registry import LedgerTable

_FIRST_DAY, _LAST_DAY = 101, 1231  # month and day as one number


def periods(book: Book, name: str) -> Iterator[Finding]:
    """Check periods and mark the rows that cover their whole year, as `full_year`.

    A row covers its year if it says so, or says nothing, and no date makes it impossible: the data
    end before the year does, or the line started or retired within it.
    """
    frame = book.frames[name]
    if "full_year" in frame:
        return
    start, end, year = frame["period_start"], frame["period_end"], frame["year"].astype("float64")
    given = start.notna() | end.notna()
    within = (start <= end) & (start.dt.year == year) & (end.dt.year == year)
    for at in where(given & ~within & book.sound(name, "period_start", "period_end", "year")):
        yield Finding(name, at, "period_start", "period_incomplete")
    claimed = np.asarray(~given | is_whole_year(frame), dtype=np.bool_)
    if "period_kind" in frame:
        claimed = claimed & (frame["period_kind"] == "full_year").to_numpy()
    unfinished, late, early = _cut_short(book, name)
    cut = unfinished | late | early
    frame["full_year"] = claimed & ~cut
    if name == "production":
        doubtful = claimed & cut & (frame["output"] > 0).to_numpy()
        if book.data_as_of is not None:  # a year that had not begun is reported as such
            doubtful &= (year <= book.data_as_of.year).to_numpy()
        for at in where(doubtful):
            yield _not_a_full_year(book, at, unfinished[at], late[at], early[at])


def with_plain_years(frame: pd.DataFrame, table: LedgerTable) -> pd.DataFrame:
    """Return the frame with plain int32 years where a year is required: none is missing then."""
    has_years = "year" in table.fields and table.fields["year"].required
    return frame.assign(year=frame["year"].astype("int32")) if has_years else frame


def is_whole_year(frame: pd.DataFrame) -> Flags:
    """Return the rows whose period runs from the first to the last day of one year."""
    start, end = frame["period_start"].dt, frame["period_end"].dt
    whole = (start.day_of_year == 1) & (end.month == 12) & (end.day == 31)
    return np.asarray(whole & (start.year == end.year), dtype=np.bool_)


def _cut_short(book: Book, name: str) -> tuple[Flags, Flags, Flags]:
    """Return the rows whose year ends after the data, or in which the line started or retired.

    A line that started after the year, or retired before it, is among them.
    """
    year = np.asarray(book.frames[name]["year"].astype("float64"), dtype=np.float64)
    unfinished = np.zeros(len(year), dtype=bool)
    if book.data_as_of is not None:
        last = book.data_as_of.year * 10_000 + book.data_as_of.month * 100 + book.data_as_of.day
        unfinished = year * 10_000 + _LAST_DAY > last
    started = _as_number(book.of_line(name, "started_on"))
    retired = _as_number(book.of_line(name, "retired_on"))
    doubtful = retired < started  # reported as such
    late: Flags = (started > year * 10_000 + _FIRST_DAY) & ~doubtful
    early: Flags = (retired < year * 10_000 + _LAST_DAY) & ~doubtful
    return unfinished, late, early


def _as_number(days: pd.Series) -> Floats:
    """Return dates as numbers such as 20210131, which compare with those of other dates."""
    parts = days.dt
    number = parts.year * 10_000 + parts.month * 100 + parts.day
    return np.asarray(number, dtype=np.float64)


def _not_a_full_year(book: Book, at: int, unfinished: bool, late: bool, early: bool) -> Finding:
    reasons: list[str] = []
    if unfinished:
        reasons.append(_("数据只到{date}").format(date=book.data_as_of))
    if late:
        started = book.of_line("production", "started_on").iloc[at]
        reasons.append(_("该线{date}投产").format(date=started.date()))
    if early:
        retired = book.of_line("production", "retired_on").iloc[at]
        reasons.append(_("该线{date}退出").format(date=retired.date()))
    details = {
        "year": int(book.frames["production"]["year"].iloc[at]),
        "reason": "，".join(reasons),
    }
    return Finding("production", at, "year", "not_a_full_year", details)
