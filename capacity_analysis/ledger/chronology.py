"""Days and years that can't follow each other, or that lie behind the day on which the data end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import numpy as np
import pandas as pd

from .book import Book, Finding, where

_MONTHS = 12

# Table, a day, and the one that it can't be before.
_ORDERS = (
    ("inspections", "rectify_by", "happened_on"),
    ("inspections", "extended_to", "rectify_by"),
    ("inspections", "rectified_on", "happened_on"),
    ("rectifications", "due_on", "ordered_on"),
    ("rectifications", "extended_to", "due_on"),
    ("rectifications", "concluded_on", "ordered_on"),
    ("equipment", "dismantled_on", "commissioned_on"),
    ("projects", "completed_on", "approved_on"),
    ("false_returns", "concluded_on", "found_on"),
    ("identifiers", "valid_to", "valid_from"),
    ("loans", "matures_on", "granted_on"),
    ("support_measures", "ends_on", "starts_on"),
    ("support_measures", "cleared_on", "starts_on"),
    ("parcels", "suspended_on", "started_on"),
)
# What has happened, and so can't lie behind the day on which the data end.
_YEARS = ("production", "energy", "metered_energy", "ratings", "statistics", "finance")
_DAYS = (
    ("inspections", "happened_on"),
    ("inspections", "rectified_on"),
    ("rectifications", "ordered_on"),
    ("rectifications", "concluded_on"),
    ("projects", "completed_on"),
    ("procedures", "done_on"),
    ("milestones", "done_on"),
    ("evidence", "taken_on"),
    ("false_returns", "found_on"),
    ("false_returns", "concluded_on"),
    ("parcels", "registered_on"),
    ("parcels", "started_on"),
    ("parcels", "suspended_on"),
    ("parcels", "idle_found_on"),
    ("workforce", "born_from"),
    ("workforce", "hired_from"),
    ("loans", "granted_on"),
    ("support_measures", "cleared_on"),
)
# Stand for the last day of a month, which the data need not have reached.
_LAST_DAYS = (
    ("headcounts", "as_of"),
    ("stability", "as_of"),
    ("workforce", "born_to"),
    ("workforce", "hired_to"),
)


def chronology(book: Book) -> Iterator[Finding]:
    """Yield what the calendar makes impossible."""
    for name, later, earlier in _ORDERS:
        frame, header = book.frames[name], book.registry.tables[name].fields[earlier].header
        if frame.empty:  # as most tables are
            continue
        for at in where(frame[later] < frame[earlier]):
            details = {
                "header": book.registry.tables[name].fields[later].header,
                "other": header,
                "date": frame[earlier].iloc[at].date(),
            }
            yield Finding(name, at, later, "out_of_order", details)
    yield from _months(book)
    if book.data_as_of is not None:
        yield from _after_the_data(book, book.data_as_of)


def _months(book: Book) -> Iterator[Finding]:
    """Yield counts of months that no year has, or that its year had not had when the data ended."""
    metered = book.frames["metered_energy"]
    if metered.empty:
        return
    months = metered["months"].fillna(_MONTHS).to_numpy("int64")
    for at in where(months > _MONTHS):
        header = book.registry.tables["metered_energy"].fields["months"].header
        details = {"header": header, "maximum": _MONTHS}
        yield Finding("metered_energy", at, "months", "above_maximum", details)
    if book.data_as_of is None:
        return
    unfinished = (metered["year"] == book.data_as_of.year).fillna(False).to_numpy(dtype=bool)
    for at in where(unfinished & (months > book.data_as_of.month) & (months <= _MONTHS)):
        details = {
            "year": book.data_as_of.year, "as_of": book.data_as_of, "months": int(months[at])
        }  # fmt: skip
        yield Finding("metered_energy", at, "year", "months_not_over", details)


def _after_the_data(book: Book, end: dt.date) -> Iterator[Finding]:
    filled = [name for name, frame in book.frames.items() if len(frame)]
    for name in (one for one in _YEARS if one in filled):
        late = (book.frames[name]["year"] > end.year).fillna(False)
        yield from _late(book, name, "year", late, end)
    for name, field in (one for one in _DAYS if one[0] in filled):
        yield from _late(book, name, field, book.frames[name][field] > pd.Timestamp(end), end)
    for name, field in (one for one in _LAST_DAYS if one[0] in filled):
        day = book.frames[name][field].dt
        month = day.year * _MONTHS + day.month
        yield from _late(book, name, field, month > end.year * _MONTHS + end.month, end)


def _late(book: Book, name: str, field: str, late: pd.Series, end: dt.date) -> Iterator[Finding]:
    header = book.registry.tables[name].fields[field].header
    for at in where(np.asarray(late, dtype=np.bool_)):
        yield Finding(name, at, field, "after_the_data", {"header": header, "as_of": end})
