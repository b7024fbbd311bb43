"""What the staff costs, hidden where it would be the cost of a few.

Most routes cost nothing, and everybody knows it. So where a hidden cell is the only one of its total that
costs anything, the total is its cost, though the persons in it are well hidden. Costs are therefore looked
at by themselves: cells count those who cost something, by the middle estimate. The ends of a range are
what might be, and no sum that anybody is paid.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from .. import disclosure

COSTS = ["cost_low_cny", "cost_cny", "cost_high_cny"]
_COSTLY = ["inner_retirement", "severance"]
_KEY = ["scope", "key", "quarter", "route"]


def hidden(cells: pd.DataFrame, enterprises: pd.DataFrame, least: int) -> pd.Series:
    """Return which cells must not show what they cost.

    Parameters
    ----------
    cells : DataFrame
        The table `staff_cells`.
    enterprises : DataFrame
        `enterprise_id`, `industry`, `township`.
    least : int
        The fewest persons whose cost may be shown.

    Returns
    -------
    Series of bool
        Row by row with `cells`.

    Examples
    --------
    A works whose 20 workers leave: three are paid, the others retire. The sum paid is that of the three.

    >>> rows = [(s, k, q, r, n) for s, k in (("district", ""), ("industry", "steel"), ("township", "甲镇"),
    ...     ("enterprise", "A")) for q in ("", "2022Q4") for r, n in (("", 20), ("severance", 3), ("retirement", 17))]
    >>> cells = pd.DataFrame(rows, columns=["scope", "key", "quarter", "route", "headcount"])
    >>> roster = pd.DataFrame({"enterprise_id": ["A"], "industry": ["steel"], "township": ["甲镇"]})
    >>> hidden(cells, roster, 5).tolist()[:3]
    [True, True, False]

    """
    costly = cells["route"].isin(_COSTLY)
    own = cells[costly | (cells["route"] == "")].reset_index()
    paid = own["headcount"].where(own["route"] != "", 0)
    sums = paid.groupby([own[name] for name in _KEY[:3]]).transform("sum")
    found = disclosure.hidden(
        sums.where(own["route"] == "", paid).to_numpy(np.int64).reshape(-1, 1),
        _relations(own, enterprises),
        least,
    )
    return pd.Series(found, index=own["index"]).reindex(cells.index, fill_value=False)


def _relations(own: pd.DataFrame, enterprises: pd.DataFrame) -> disclosure.Relations:
    """Return how the cells add up: over routes, over quarters, and over places."""
    place = pd.MultiIndex.from_frame(own[_KEY])
    of_route = own[own["route"] != ""]
    of_quarter = own[own["quarter"] != ""]
    found = [_sums(place, of_route, route=""), _sums(place, of_quarter, quarter="")]
    roster = enterprises.set_index("enterprise_id")
    for scope in ("industry", "township"):
        of_enterprise = own[own["scope"] == "enterprise"]
        above = of_enterprise["key"].map(roster[scope]).astype("str").fillna("")
        found += [
            _sums(place, of_enterprise, scope=scope, key=above),
            _sums(place, own[own["scope"] == scope], scope="district", key=""),
        ]
    return disclosure.together(*found)


def _sums(
    place: pd.MultiIndex, parts: pd.DataFrame, **total: str | pd.Series
) -> disclosure.Relations:
    """Return the relations of parts with the cells whose keys differ from theirs in `total`."""
    above = place.get_indexer(pd.MultiIndex.from_frame(parts.assign(**total)[_KEY]))
    at: npt.NDArray[np.int64] = parts.index.to_numpy(np.int64)
    return disclosure.sums(above[above >= 0].astype(np.int64), at[above >= 0])
