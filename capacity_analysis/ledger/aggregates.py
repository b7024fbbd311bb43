"""What may only be added up: data of the statistics bureau never decide and never appear by name.

The type keeps that promise, not the care of whoever uses it: it has no rows, no index and no names,
and gives sums of groups that are large enough.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NoReturn

import numpy as np
import pandas as pd

FEW, COMPLEMENTARY = "few", "complementary"


class AggregateOnly:
    """Values by enterprise, year and indicator, of which only sums of groups can be had.

    Parameters
    ----------
    frame : DataFrame
        `enterprise_code`, `year`, `indicator`, `value`; copied.
    least_enterprises : int
        The fewest enterprises that a sum may stand for.

    Examples
    --------
    >>> rows = pd.DataFrame({"enterprise_code": [0, 1, 2, 3], "year": 2021,
    ...     "indicator": "energy_tce", "value": [1.0, 2.0, 3.0, 9.0]})
    >>> industry = pd.Series(["cement", "cement", "cement", "steel"])
    >>> AggregateOnly(rows, 3).total(industry, "energy_tce", 2021)["suppressed"].tolist()
    ['complementary', 'few']

    """

    __slots__ = ("_total",)

    _total: Callable[[pd.Series, str, int], pd.DataFrame]

    def __init__(self, frame: pd.DataFrame, least_enterprises: int):
        rows = frame[["enterprise_code", "year", "indicator", "value"]]
        rows = rows if rows.empty else rows.dropna()
        code, year = rows["enterprise_code"].to_numpy(int), rows["year"].to_numpy(int)
        indicator, value = rows["indicator"].to_numpy(str), rows["value"].to_numpy(float)

        def total(by: pd.Series, wanted: str, wanted_year: int) -> pd.DataFrame:
            chosen = (indicator == wanted) & (year == wanted_year) & (code >= 0)
            group = by.to_numpy()[code[chosen]]
            grouped = pd.DataFrame({"group": group, "total": value[chosen], "code": code[chosen]})
            summed = grouped.groupby("group", observed=True).agg(
                total=("total", "sum"), enterprises=("code", "nunique")
            )
            return _suppressed(summed.reset_index(), least_enterprises)

        object.__setattr__(self, "_total", total)

    def total(self, by: pd.Series, indicator: str, year: int) -> pd.DataFrame:
        """Return the sum of an indicator by group, without what would give an enterprise away.

        A group of too few enterprises is suppressed; so that the sum of all groups does not tell
        it, the suppressed ones are at least two, and together of enough enterprises.

        Parameters
        ----------
        by : Series
            The group of each enterprise, in the order of `enterprise_code`.
        indicator : str
            Id of the indicator.
        year : int
            The year.

        Returns
        -------
        DataFrame
            One row per group with a value: `group`, `total`, `enterprises` (both missing where
            suppressed) and `suppressed`: empty, ``few`` or ``complementary``.

        """
        return self._total(by, indicator, year)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError("data for aggregates only can't be changed")

    def __repr__(self) -> str:
        return "<AggregateOnly>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("data for aggregates only are neither copied nor saved")


def nothing() -> AggregateOnly:
    """Return what a ledger without such a table has."""
    columns = {"enterprise_code": "int32", "year": "int32", "indicator": "str", "value": "float64"}
    return AggregateOnly(pd.DataFrame(columns=list(columns)).astype(columns), 1)


def _suppressed(summed: pd.DataFrame, least: int) -> pd.DataFrame:
    """Return sums without those of too few enterprises, nor those that would give them away."""
    few = summed["enterprises"].to_numpy() < least
    hidden = few.copy()
    order = np.lexsort([summed["total"].abs(), summed["enterprises"]])
    for at in order.tolist():  # the smallest first
        together = int(summed["enterprises"].to_numpy()[hidden].sum())
        if not few.any() or together >= least:  # which no suppressed group is by itself
            break
        hidden[at] = True
    why = np.select([few, hidden], [FEW, COMPLEMENTARY], default="")
    return pd.DataFrame(
        {
            "group": summed["group"].astype("str"),
            "total": summed["total"].where(~hidden),
            "enterprises": summed["enterprises"].where(~hidden).astype("Int64"),
            "suppressed": pd.Series(why, dtype="str"),
        }
    )
