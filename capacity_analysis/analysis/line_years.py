"""Lines x years that report anything, as dense integer groups: sums over millions of rows."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..standards import Confidence

MARKS = tuple(mark.value for mark in Confidence)  # from strong to weak

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Integers = npt.NDArray[np.signedinteger[Any]]


class LineYears:
    """The lines and years of two tables, ordered by line and then by year.

    Parameters
    ----------
    production, terms : DataFrame
        `enterprise_code`, `line_code` (-1 for no line in particular) and `year`.

    """

    def __init__(self, production: pd.DataFrame, terms: pd.DataFrame):
        self._frames = tuple(
            tuple(frame[key].to_numpy() for key in ("line_code", "year", "enterprise_code"))
            for frame in (production, terms)
        )
        spans = [(int(years.min()), int(years.max())) for _, years, _ in self._frames if len(years)]
        self.first_year = min((first for first, _ in spans), default=0)
        self.span = max((last for _, last in spans), default=0) - self.first_year + 1
        known = [(lines >= 0, self._key(lines, years)) for lines, years, _ in self._frames]
        size = max((int(key.max()) + 1 for _, key in known if len(key)), default=0)
        present = np.zeros(max(size, 0), dtype=bool)
        for named, key in known:
            present[key if named.all() else key[named]] = True
        self.keys: Integers = np.flatnonzero(present)
        self._present = present
        lines, years = self.keys, np.zeros(len(self.keys), dtype=np.int32)
        if self.span > 1:
            lines, years = np.divmod(self.keys, self.span)
        self.line_code = lines.astype(np.int32)
        self.year = (years + self.first_year).astype(np.int32)

    def __len__(self) -> int:
        return len(self.keys)

    def _key(self, lines: Integers, years: Integers) -> Integers:
        """Return one number for line and year; below zero where there is no line."""
        if self.span == 1:
            return lines
        key: Integers = lines.astype(np.int64) * self.span + (years - self.first_year)
        return key

    @cached_property
    def position(self) -> Integers:
        """The group of each key; what it says of a key that is none means nothing."""
        position: Integers = np.cumsum(self._present, dtype=np.int32) - 1
        return position

    @cached_property
    def owner(self) -> Integers:
        """The enterprise code of each group."""
        owner = np.full(len(self._present), -1, dtype=np.int32)
        for lines, years, owners in self._frames:
            named = lines >= 0
            owner[self._key(lines, years)[named]] = owners[named]
        found: Integers = owner[self.keys]
        return found

    def of(self, frame: pd.DataFrame) -> Integers:
        """Return the group of each row of a frame (all of whose rows name a line that is there)."""
        key = self._key(frame["line_code"].to_numpy(), frame["year"].to_numpy())
        if len(self) == len(self._present):  # every key is a group
            return key
        position: Integers = self.position[key]
        return position

    def among(self, frame: pd.DataFrame) -> Flags:
        """Return the groups whose line and year are among `line_code` and `year` of a frame."""
        found = np.zeros(len(self), dtype=bool)
        if frame.empty or not len(self):
            return found
        years = frame["year"].to_numpy()
        near = (years >= self.first_year) & (years < self.first_year + self.span)
        key = self._key(frame["line_code"].to_numpy()[near], years[near])
        at = np.searchsorted(self.keys, key)
        met = (at < len(self)) & (self.keys[np.minimum(at, len(self) - 1)] == key)
        found[at[met]] = True
        return found

    def of_owners(self, owners: pd.DataFrame | None) -> Flags:
        """Return the groups whose enterprise and year are among `enterprise_code` and `year`."""
        if owners is None or owners.empty:
            return np.zeros(len(self), dtype=bool)
        mine = pd.MultiIndex.from_arrays([self.owner, self.year])
        timeless = owners.loc[owners["year"].isna(), "enterprise_code"]  # which year, nobody knows
        dated = pd.MultiIndex.from_frame(owners.dropna().drop_duplicates())
        return np.asarray(mine.isin(dated) | np.isin(self.owner, timeless))

    def total(self, groups: Integers, values: Floats, unknown: Flags | None = None) -> Floats:
        """Return the sum of values by group; unknown ones, which are missing, count nothing."""
        if unknown is not None and unknown.any():
            values = np.where(unknown, 0.0, values)
        sums: Floats = np.bincount(groups, weights=values, minlength=len(self)).astype(float)
        return sums

    def any(self, groups: Integers, values: Flags | None = None) -> Flags:
        """Return whether any value of a group is true, or whether it has a row at all."""
        found = np.zeros(len(self), dtype=bool)
        if values is None:
            found[groups] = True
        elif values.any():
            found[groups[values]] = True
        return found

    def weakest(self, groups: Integers, marks: pd.Series, ranks: Integers) -> Integers:
        """Return the rank of the weakest mark of each group, at least the one given.

        Parameters
        ----------
        groups : array of int
            The group of each row.
        marks : Series of category
            The mark of each row, missing where it has none.
        ranks : array of int
            The rank of each group so far, -1 for none.

        """
        codes = marks.cat.codes.to_numpy()
        rank_of = {MARKS.index(mark): code for code, mark in enumerate(marks.cat.categories)}
        strongest, found = min(rank_of, default=-1), ranks
        for rank in sorted(rank_of):
            # Any mark is at least the strongest one, and as a rule every row has a mark.
            rows = codes >= 0 if rank == strongest else codes == rank_of[rank]
            of_mark = self.any(groups, None if rows.all() else rows)
            found = np.where(of_mark & (found < rank), np.int8(rank), found)
        return found


def positions(whole: pd.DataFrame, rows: pd.DataFrame) -> Integers:
    """Return where the lines and years of a table stand in another one that holds them all, in order."""
    years = whole["year"]
    span = int(years.max() - years.min()) + 1 if len(years) else 1
    keys = [
        frame["line_code"].to_numpy(np.int64) * span + frame["year"].to_numpy(np.int64)
        for frame in (whole, rows)
    ]
    found: Integers = np.searchsorted(*keys)
    return found
