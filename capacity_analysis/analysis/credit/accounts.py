"""Yearly accounts side by side: one field of one year for every enterprise that has any."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from .three_valued import Mask, Numbers


@dataclass(frozen=True)
class Debt:
    """Interest-bearing debt at the end of a year, in 万元.

    Attributes
    ----------
    short, long, bonds : array of float
        What small firms report undivided stands under `short` (zombie-register zr-009).
    unsplit : array of bool
        Whether the debt was not divided.

    """

    short: Numbers
    long: Numbers
    bonds: Numbers
    unsplit: Mask

    @property
    def total(self) -> Numbers:
        """All of it; missing where a part is."""
        return self.short + self.long + self.bonds


@dataclass(frozen=True)
class Accounts:
    """The table `finance` by enterprise and year.

    Attributes
    ----------
    enterprise_code : array of int
        The enterprises that have a row of any year looked at, ascending.

    """

    enterprise_code: npt.NDArray[np.int64]
    _finance: pd.DataFrame
    _first: int
    _place: npt.NDArray[np.int64]

    @classmethod
    def of(cls, finance: pd.DataFrame, year: int, years: int) -> Accounts:
        """Return the accounts of `years` years up to `year`.

        Parameters
        ----------
        finance : DataFrame
            The ledger's: `enterprise_code`, `year`, `row`, and fields in 万元.
        year : int
            The last year.
        years : int
            How many years are looked at.

        Examples
        --------
        >>> finance = pd.DataFrame({"enterprise_code": [3, 3], "year": [2020, 2021], "row": [2, 3],
        ...     "cash_10k_cny": [1.0, 2.0]})
        >>> accounts = Accounts.of(finance, 2021, 2)
        >>> accounts.field("cash_10k_cny", 2020).tolist(), accounts.enterprise_code.tolist()
        ([1.0], [3])

        """
        first = year - years + 1
        chosen = finance[finance["year"].between(first, year)].reset_index(drop=True)
        codes, at = np.unique(chosen["enterprise_code"].to_numpy(np.int64), return_inverse=True)
        place = np.full((len(codes), years), -1, dtype=np.int64)
        place[at, chosen["year"].to_numpy(np.int64) - first] = np.arange(len(chosen))
        return cls(codes, chosen, first, place)

    def __len__(self) -> int:
        return len(self.enterprise_code)

    def field(self, name: str, year: int) -> Numbers:
        """Return a field of a year; NaN where it is missing or the year has no row."""
        values = np.append(self._finance[name].to_numpy(float, na_value=np.nan), np.nan)
        found: Numbers = values[self._places(year)]
        return found

    def row(self, year: int) -> npt.NDArray[np.int64]:
        """Return the workbook's row of a year; -1 where there is none."""
        rows = np.append(self._finance["row"].to_numpy(np.int64), -1)
        found: npt.NDArray[np.int64] = rows[self._places(year)]
        return found

    def debt(self, year: int) -> Debt:
        """Return the debt at the end of a year; a blank long part means that it is not divided."""
        short, long = (self.field(f"{part}_debt_10k_cny", year) for part in ("short", "long"))
        unsplit = np.isnan(long) & ~np.isnan(short)
        return Debt(short, np.where(unsplit, 0.0, long), self.field("bonds_10k_cny", year), unsplit)

    def _places(self, year: int) -> npt.NDArray[np.int64]:
        column = year - self._first
        if 0 <= column < self._place.shape[1]:
            return self._place[:, column]
        return np.full(len(self), -1, dtype=np.int64)
