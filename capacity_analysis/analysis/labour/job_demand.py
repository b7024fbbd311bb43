"""How many jobs an exit asks for, against those that the district says it can fill."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from .exposure import COUNTS, DISTRICT, ENTERPRISE, SCOPES, TOWNSHIP, Areas
from .routes import DISPATCHED, ROUTES, SEVERANCE

_SEEK = [ROUTES.index(route) + 1 for route in (SEVERANCE, DISPATCHED)]
_DEMAND = ["demand_low", "demand", "demand_high"]


def against(
    cells: pd.DataFrame,
    within: Areas,
    vacancies: pd.DataFrame,
    quarters: Sequence[str],
    hidden: npt.NDArray[np.bool_],
) -> pd.DataFrame:
    """Return how many jobs are asked for and reported, by township and quarter.

    Laid-off and dispatched staff look for work. A district's own report is the row without a
    township; townships are not added up to it, since not all need have reported. Enterprises whose
    township is not on file count in the district alone.

    Parameters
    ----------
    cells : DataFrame
        What `exposure.cells` returns.
    within : Areas
        What each enterprise belongs to.
    vacancies : DataFrame
        `township` (missing: the district), `quarter` (its text, such as ``2022Q4``), `jobs`.
    quarters : sequence of str
        Of the exits, in order; the cells number them from 1.
    hidden : array of bool
        Row by row with `cells`.

    Returns
    -------
    DataFrame
        `township` (empty: the district), `quarter`, `demand_low`, `demand`, `demand_high` (Int64),
        `capacity` (float; missing where nobody reported, which is not none), `shortfall` (float, 0
        where there are jobs enough), `swamped_by` (enterprise whose demand alone is more; the
        largest of them), `hidden` (where one of the cells is that the demand is the sum of).

    """
    seek = cells[cells["route"].isin(_SEEK) & (cells["quarter"] > 0)].assign(
        hidden=hidden[(cells["route"].isin(_SEEK) & (cells["quarter"] > 0)).to_numpy()]
    )
    district, township, enterprise = (SCOPES.index(s) for s in (DISTRICT, TOWNSHIP, ENTERPRISE))
    unnamed = np.asarray(within.names[township].astype(object) == "")
    own = (
        seek["scope"].eq(township) & ~unnamed[np.where(seek["scope"].eq(township), seek["key"], 0)]
    )
    shown = seek[own | seek["scope"].eq(district)]
    sums = {**dict.fromkeys(COUNTS, "sum"), "hidden": "any"}
    found = shown.groupby(["scope", "key", "quarter"], sort=True).agg(sums).reset_index()
    of_town = found["scope"].eq(township).to_numpy()
    names = within.names[township].take(np.where(of_town, found["key"], 0))
    place = pd.Series(names, dtype="str").where(of_town, "")
    quarter = pd.Series(
        pd.array(list(quarters), dtype="str").take(found["quarter"].to_numpy() - 1), dtype="str"
    )
    capacity = (
        _reported(vacancies).reindex(pd.MultiIndex.from_arrays([place, quarter])).to_numpy(float)
    )
    demand = found["headcount"].to_numpy(float)
    table = pd.DataFrame({"township": place, "quarter": quarter})
    for name, count in zip(_DEMAND, COUNTS, strict=True):
        table[name] = found[count].astype("Int64")
    largest = _largest(seek[seek["scope"] == enterprise], found, within)
    swamped = (largest["headcount"].to_numpy() > capacity) & largest["at"].ge(0).to_numpy()
    ids = within.names[enterprise].take(np.maximum(largest["at"].to_numpy(), 0))
    return table.assign(
        capacity=capacity,
        shortfall=np.maximum(demand - capacity, 0.0),
        swamped_by=pd.Series(ids, dtype="str").where(swamped),
        hidden=found["hidden"].to_numpy(bool),
    )


def _reported(vacancies: pd.DataFrame) -> pd.Series:
    keyed = pd.DataFrame(
        {
            "township": vacancies["township"].astype("str").fillna(""),
            "quarter": vacancies["quarter"].astype("str"),
            "jobs": vacancies["jobs"].astype("float64"),
        }
    )
    return keyed.groupby(["township", "quarter"])["jobs"].sum(min_count=1)


def _largest(of_enterprises: pd.DataFrame, found: pd.DataFrame, within: Areas) -> pd.DataFrame:
    """Return the enterprise that asks for most in each row, and for how many; -1 where none does."""
    one = of_enterprises.groupby(["key", "quarter"], sort=True)["headcount"].sum().reset_index()
    parts = [
        one.assign(scope=scope, place=within.of[scope][one["key"].to_numpy()])
        for scope in (SCOPES.index(DISTRICT), SCOPES.index(TOWNSHIP))
    ]
    ranked = pd.concat(parts, ignore_index=True).sort_values("headcount", kind="stable")
    last = ranked.drop_duplicates(["scope", "place", "quarter"], keep="last")
    by = last.set_index(["scope", "place", "quarter"])[["key", "headcount"]]
    at = by.reindex(pd.MultiIndex.from_frame(found[["scope", "key", "quarter"]]))
    return pd.DataFrame(
        {
            "at": at["key"].fillna(-1).to_numpy().astype(np.int64),
            "headcount": at["headcount"].to_numpy(float),
        }
    )
