"""The rates of loans that zombie tests compare with: benchmark rates, and from 2019-08 on the LPR.

CHK's prime rates are a yearly series. Here the rate of a year is the one in force on its last day: what
the sources call rs of t-1 is then what a loan still cost when year t began. The short rate is that of
one year, the long rate that of five years and more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from .rule_rows import NO_RULE, Rule, Rules

# The quoted rate takes the place of the benchmark rate once there is one.
_SHORT = (("lpr", "1y"), ("benchmark_rate", "1y"))
_LONG = (("lpr", "5y"), ("benchmark_rate", "over_5y"))
_PERCENT = 100.0


@dataclass(frozen=True)
class LendingRates:
    """The short and the long rate at the end of each year; a year before the first row has none."""

    short: Mapping[int, Rule]
    long: Mapping[int, Rule]

    def short_of(self, year: int) -> float:
        """Return the short rate of a year, as a share; NaN where none is on file."""
        return self.short.get(year, NO_RULE).value / _PERCENT

    def long_mean(self, year: int, years: int) -> float:
        """Return the mean of the long rates of `years` years up to this one, as a share.

        NaN where any of them is not on file, or there is no number of years.
        """
        values = [self.long.get(each, NO_RULE).value for each in range(year - years + 1, year + 1)]
        return float(np.mean(values)) / _PERCENT if values else np.nan

    def rules(self, year: int, years: int) -> list[Rule]:
        """Return the rows behind `short_of` and `long_mean`."""
        span = range(year, year - years, -1)
        return [self.short.get(year, NO_RULE), *(self.long.get(each, NO_RULE) for each in span)]


def of_year_ends(rows: Mapping[int, pd.DataFrame], chain: Sequence[str]) -> LendingRates:
    """Return the rates from the rows in force on the last day of each year.

    Parameters
    ----------
    rows : mapping of int to DataFrame
        Year -> rows of the kind ``lending_rates`` in force on its 31 December, in percent.
    chain : sequence of str
        The county and the areas above it.

    Examples
    --------
    >>> rows = pd.DataFrame({"parameter": ["benchmark_rate", "lpr"], "code": "1y", "value": [4.35, 3.85],
    ...     "row_id": ["rate-001", "rate-013"], "confidence": "recalled", "clause": "",
    ...     "jurisdiction": "000000"})
    >>> round(of_year_ends({2020: rows}, ["000000"]).short_of(2020), 6)
    0.0385

    """
    rules = {year: Rules.of(each, chain) for year, each in rows.items()}

    def chosen(codes: Sequence[tuple[str, str]]) -> dict[int, Rule]:
        return {
            year: next((held.rows[code] for code in codes if code in held.rows), NO_RULE)
            for year, held in rules.items()
        }

    return LendingRates(chosen(_SHORT), chosen(_LONG))
