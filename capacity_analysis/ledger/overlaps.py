"""Rows whose periods overlap: what both cover would count twice."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from .book import Book, Finding, Flags, Integers
from .groups import codes_of, combined
from .years import days_of, is_whole_year

# What has one period at a time, beside the enterprise and the line.
_SUBJECTS = {
    "production": ["product_id"],
    "energy": ["carrier", "flow", "scope", "purpose", "process"],
}
_DAYS = 10_000_000  # more than any day's number: group and day make one number


def overlaps(book: Book, name: str) -> Iterator[Finding]:
    """Yield rows of one subject and year whose period overlaps another's.

    A row without a period covers its whole year; a trial run or a part of a year without a period
    covers no one knows what. Rows of one key are duplicates, and reported as such.
    """
    frame = book.frames[name]
    if frame.empty:
        return
    start, end, whole, told = _periods(book, name)
    rows = np.flatnonzero(told)
    group = _groups(frame, _SUBJECTS[name])[rows]
    order = np.lexsort((~whole[rows], start[rows], group))
    rows, group = rows[order], group[order]
    first, last, whole = start[rows], end[rows], whole[rows]
    same = np.append(False, group[1:] == group[:-1]) if len(group) else np.zeros(0, dtype=bool)
    offset = np.cumsum(~same) * _DAYS
    reach = np.maximum.accumulate(last + offset)
    holder = np.maximum.accumulate(np.where(last + offset == reach, np.arange(len(rows)), 0))
    repeated = same.copy()
    repeated[1:] &= (first[1:] == first[:-1]) & (whole[1:] == whole[:-1])
    for at in np.flatnonzero(same & ~repeated).tolist():
        if first[at] + offset[at] <= reach[at - 1]:
            other = int(frame["row"].iloc[rows[holder[at - 1]]])
            details = {"first": other}
            yield Finding(name, int(rows[at]), "period_start", "period_overlap", details)


def _periods(book: Book, name: str) -> tuple[Integers, Integers, Flags, Flags]:
    """Return first and last day of each row, whether that is its whole year, and whether it is told."""
    frame = book.frames[name]
    year = frame["year"].fillna(0).to_numpy("int64")
    begun, ended = days_of(frame["period_start"]), days_of(frame["period_end"])
    given = ~(np.isnat(begun) | np.isnat(ended))
    blank = np.isnat(begun) & np.isnat(ended)
    if "period_kind" in frame:
        blank = blank & (frame["period_kind"] == "full_year").to_numpy()
    start = np.where(given, begun.astype("int64"), _new_year(year))
    end = np.where(given, ended.astype("int64"), _new_year(year + 1) - 1)
    within = (_new_year(year) <= start) & (start <= end) & (end < _new_year(year + 1))
    fields = [*book.registry.tables[name].key, "period_end", "period_kind"]
    told = within & (given | blank) & (year > 0) & book.sound(name, *fields)
    told &= (frame["enterprise_code"] >= 0).to_numpy()
    told &= (frame["line_code"] >= 0).to_numpy() | frame["line_id"].isna().to_numpy()
    return start, end, blank | is_whole_year(frame), told


def _new_year(year: Integers) -> Integers:
    return (year - 1970).astype("datetime64[Y]").astype("datetime64[D]").astype("int64")


def _groups(frame: pd.DataFrame, subjects: list[str]) -> Integers:
    """Return one number for enterprise, line, year and what the row measures."""
    owners = frame["enterprise_code"].to_numpy("int64")
    lines, years = frame["line_code"].to_numpy("int64"), frame["year"].fillna(0).to_numpy("int64")
    return combined([owners, lines, years, *(codes_of(frame[subject]) for subject in subjects)])
