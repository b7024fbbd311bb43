"""Which rows cover their whole year: what their periods say, and what dates make impossible."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..text import _
from .book import Book, Finding, Flags, where
from .registry import LedgerTable

Days = npt.NDArray[np.datetime64]

_EPOCH = 1970  # from which numpy counts years


def periods(book: Book, name: str) -> Iterator[Finding]:
    """Check periods and mark the rows that cover their whole year, as `full_year`.

    A row covers its year if it says so, or says nothing, and no date makes it impossible: the data
    end before the year does, or the line started or retired within it.
    """
    frame = book.frames[name]
    if "full_year" in frame:
        return
    start, end, year = days_of(frame["period_start"]), days_of(frame["period_end"]), _years(frame)
    given = ~(np.isnat(start) & np.isnat(end))
    within = (start <= end) & (_year_of(start) == year) & (_year_of(end) == year)
    for at in where(given & ~within & book.sound(name, "period_start", "period_end", "year")):
        yield Finding(name, at, "period_start", "period_incomplete")
    claimed = ~given | is_whole_year(frame)
    if "period_kind" in frame:
        claimed = claimed & (frame["period_kind"] == "full_year").to_numpy()
    unfinished, late, early = _cut_short(book, name)
    cut = unfinished | late | early
    frame["full_year"] = claimed & ~cut
    if name == "production":
        doubtful = claimed & cut & (frame["output"] > 0).to_numpy()
        if book.data_as_of is not None:  # a year that had not begun is reported as such
            doubtful &= year <= _year_of(np.datetime64(book.data_as_of))
        for at in where(doubtful):
            yield _not_a_full_year(book, at, unfinished[at], late[at], early[at])


def with_plain_years(frame: pd.DataFrame, table: LedgerTable) -> pd.DataFrame:
    """Return the frame with plain int32 years where a year is required: none is missing then."""
    if "year" not in table.fields or not table.fields["year"].required:
        return frame
    is_plain = frame["year"].dtype == np.int32
    return frame if is_plain else frame.assign(year=frame["year"].astype("int32"))


def is_whole_year(frame: pd.DataFrame) -> Flags:
    """Return the rows whose period runs from the first to the last day of one year."""
    start, end = days_of(frame["period_start"]), days_of(frame["period_end"])
    year = _year_of(start)
    whole: Flags = (start == _first_day(year)) & (end == _last_day(year))
    return whole


def _cut_short(book: Book, name: str) -> tuple[Flags, Flags, Flags]:
    """Return the rows whose year ends after the data, or in which the line started or retired.

    A line that started after the year, or retired before it, is among them.
    """
    year = _years(book.frames[name])
    unfinished = np.zeros(len(year), dtype=bool)
    if book.data_as_of is not None:
        unfinished = _last_day(year) > np.datetime64(book.data_as_of)
    started, retired = _of_line(book, name, "started_on"), _of_line(book, name, "retired_on")
    doubtful = retired < started  # reported as such
    late: Flags = (started > _first_day(year)) & ~doubtful
    early: Flags = (retired < _last_day(year)) & ~doubtful
    return unfinished, late, early


def days_of(column: pd.Series) -> Days:
    """Return the days of a column, not a time where it is blank."""
    days: Days = column.to_numpy("datetime64[D]")
    return days


def _of_line(book: Book, name: str, field: str) -> Days:
    """Return a day of the line that each row is about, not a time where none is known."""
    days = days_of(book.frames["lines"][field])
    taken: Days = np.append(days, np.datetime64("NaT"))[book.frames[name]["line_code"].to_numpy()]
    return taken


def _years(frame: pd.DataFrame) -> Days:
    """Return the year of each row, not a time where it is blank."""
    year = frame["year"]
    years: Days = (year.fillna(0).to_numpy("int64") - _EPOCH).astype("datetime64[Y]")
    years[year.isna().to_numpy()] = np.datetime64("NaT")
    return years


def _year_of(days: Any) -> Any:
    return days.astype("datetime64[Y]")


def _first_day(years: Days) -> Days:
    return years.astype("datetime64[D]")


def _last_day(years: Days) -> Days:
    return (years + 1).astype("datetime64[D]") - 1


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
