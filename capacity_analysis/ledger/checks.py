"""Checks across rows and tables, and the columns that they make: codes and converted quantities.

A cell that could not be read has been reported already; no check reports it, or what follows from it,
a second time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

import numpy as np
import pandas as pd

from .book import Book, Finding, Flags, where
from .campaign_tables import campaign_tables
from .chronology import chronology
from .contradictions import contradictions
from .identities import identities
from .keys import YEARS, add_codes, duplicates, orphans, years_of
from .measured import measured
from .money_tables import money_tables
from .overlaps import overlaps
from .parcel_tables import parcel_tables
from .people_tables import people_tables
from .plausibility import intensities, output_against_capacity, ten_thousand_slips
from .quantities import add_quantity
from .reader import empty_frame
from .registry import registry
from .shared_energy import shared_energy
from .years import periods, with_plain_years


def complete(book: Book) -> Iterator[Finding]:
    """Add codes and quantities to the frames, yielding what is wrong across rows.

    Adds `enterprise_code` and `line_code` (int32 positions, -1 where there is none), for every
    number with a unit column its ``<field>_quantity`` in the base unit of its product or carrier,
    `output_base` for the unit of an output that may be reported by mass too, and `full_year` where
    rows have a period. A number that a measured value beyond belief would have converted is missing.
    """
    for name, frame in book.frames.items():
        if frame.empty:  # as most tables are
            book.frames[name] = _without_rows()[name].copy(deep=False)
    yield from _completed(book)


@cache
def _without_rows() -> Mapping[str, pd.DataFrame]:
    """Return the tables without rows, with the columns that are added to them."""
    tables = registry().tables
    frames = {name: empty_frame(name) for name in tables}
    book = Book(registry(), frames, dict.fromkeys(tables, frozenset[str]()), {})
    assert not list(_completed(book))
    return {name: with_plain_years(frame, tables[name]) for name, frame in frames.items()}


def _completed(book: Book) -> Iterator[Finding]:
    for name, table in book.registry.tables.items():
        yield from duplicates(book, name, table)
    add_codes(book)
    yield from orphans(book)
    for name, table in book.registry.tables.items():
        for key, spec in table.fields.items():
            if spec.unit_of is not None:
                yield from add_quantity(book, name, key, spec)
    yield from _lines(book)
    yield from _scopes(book)
    yield from shared_energy(book)
    yield from measured(book)
    for name in ("production", "energy"):
        yield from periods(book, name)
        yield from overlaps(book, name)
    yield from _output_without_energy(book)
    yield from _energy_without_output(book)
    yield from ten_thousand_slips(book)
    yield from intensities(book)
    yield from output_against_capacity(book)
    yield from contradictions(book)
    yield from identities(book)
    yield from chronology(book)
    yield from campaign_tables(book)
    yield from people_tables(book)
    yield from money_tables(book)
    yield from parcel_tables(book)


def _lines(book: Book) -> Iterator[Finding]:
    lines = book.frames["lines"]
    for at in where(lines["retired_on"] < lines["started_on"]):
        started = {"started": lines["started_on"].iloc[at].date()}
        yield Finding("lines", at, "retired_on", "retired_before_start", started)


def _scopes(book: Book) -> Iterator[Finding]:
    """Energy of a line names the line; energy metered above it names none."""
    energy = book.frames["energy"]
    sound = book.sound("energy", "line_id", "scope")
    of_line, named = energy["scope"] == "line", energy["line_id"].notna()
    for at in where(sound & of_line & ~named):
        yield Finding("energy", at, "line_id", "scope_without_line")
    for at in where(sound & ~of_line & named):
        yield Finding("energy", at, "scope", "scope_with_line")


def _one_sided(
    book: Book, mine: tuple[str, Flags, str], other: tuple[str, Flags], code: str
) -> Iterator[Finding]:
    """Yield the first row of each line and year that the other table says nothing of.

    An enterprise with rows in the other table that are of no known line, or could not be read, is
    passed over; a row of no known enterprise may be anyone's.
    """
    (name, mask, column), (other_name, other_mask) = mine, other
    frame, opposite = book.frames[name], book.frames[other_name]
    if not book.columns[other_name] >= {"enterprise_id", "line_id", "year"}:
        return
    if (opposite["enterprise_code"] < 0).any():
        return
    keys, known = years_of(frame, "line_code"), years_of(opposite, "line_code")
    unread = ~book.sound(other_name, *book.registry.tables[other_name].fields)
    unread |= (known < 0) & _is_of_a_line(opposite)
    owners = frame["enterprise_code"].isin(opposite.loc[unread, "enterprise_code"]).to_numpy()
    rows = np.flatnonzero(mask & (keys >= 0))
    _keys, first = np.unique(keys[rows], return_index=True)
    rows = rows[np.sort(first)]
    lone = rows[~np.isin(keys[rows], known[other_mask]) & ~owners[rows]]
    for at in lone.tolist():
        yield Finding(name, at, column, code, {"year": int(keys[at] % YEARS)})


def _is_of_a_line(frame: pd.DataFrame) -> Flags:
    if "scope" not in frame:
        return np.ones(len(frame), dtype=bool)
    return np.asarray(frame["scope"] == "line", dtype=bool)


def _output_without_energy(book: Book) -> Iterator[Finding]:
    production, energy = book.frames["production"], book.frames["energy"]
    above = energy.loc[energy["scope"] != "line"]
    met = np.isin(years_of(production, "enterprise_code"), years_of(above, "enterprise_code"))
    made = (production["output"] > 0).to_numpy() & ~met
    used = (energy["flow"] == "consumed").to_numpy()
    mine = ("production", made, "output")
    yield from _one_sided(book, mine, ("energy", used), "output_without_energy")


def _energy_without_output(book: Book) -> Iterator[Finding]:
    if not book.holds("production", "output"):  # said once, of the column
        return
    production, energy = book.frames["production"], book.frames["energy"]
    used = ((energy["flow"] == "consumed") & (energy["amount"] > 0)).to_numpy()
    made = (production["output"] > 0).to_numpy()
    mine = ("energy", used, "amount")
    yield from _one_sided(book, mine, ("production", made), "energy_without_output")
