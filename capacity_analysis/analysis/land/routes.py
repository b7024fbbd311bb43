"""By which route a parcel is put to use again: a suggestion, simple and with its reason.

The plan names four: take back, transfer, redevelop, fill up (三（二）). Which of them fits is this
project's arrangement, and what the ledger plans goes before it.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from ...units import factor
from .joined import Mask, chosen

Floats = npt.NDArray[np.float64]

ROUTES = ("take_back", "transfer", "redevelop", "fill_up")
CHANGED_USES = ("housing", "public_service", "commercial", "green")
# The places of the routes on which what is in use stays.
_ON_SITE = (2, 3)
_M2_OF_MU = float(factor("亩", "m2"))


def free_mu(parcels: pd.DataFrame, coefficient: Floats) -> Floats:
    """Return what of a parcel its buildings do not need at the floor of the building coefficient, in mu.

    Never negative; missing where the footprint, the area or the floor is.

    Examples
    --------
    3,000 m² of footprint need 10,000 m² at 30 %; of 20,000 m², 15 mu are left.

    >>> parcel = pd.DataFrame({"area_m2": [20_000.0], "footprint_m2": 3_000.0})
    >>> free_mu(parcel, np.array([0.3])).round(6).tolist()
    [15.0]

    """
    area, footprint = (parcels[name].to_numpy(np.float64) for name in ("area_m2", "footprint_m2"))
    with np.errstate(divide="ignore", invalid="ignore"):
        left = area - footprint / coefficient
    found: Floats = np.where(left < 0, 0.0, left) / _M2_OF_MU
    return found


def routes(
    parcels: pd.DataFrame,
    category: pd.Series,
    *,
    take_back: Mask,
    stays: Mask,
    free: Floats,
    least_fill_up_mu: float,
) -> pd.DataFrame:
    """Return the suggested route of each parcel, why, and how much of it can be used.

    What the ledger plans holds. Else idle land goes back where works have not started for two years,
    and is otherwise negotiated, without a route. Freed land that was granted is transferred,
    unless its use is to change; allocated and leased land, and land whose use is to change, goes
    back; of collective land and land of unknown right nothing is suggested. Where the enterprise
    goes on without the line that stood there, and where a plant stands empty, the enterprise
    redevelops. Land in use is filled up where it has enough room; where it is inefficient without, it
    is redeveloped.

    Parameters
    ----------
    parcels : DataFrame
        `distinct.Parcels.table`.
    category : Series of str
        `freed.category`.
    take_back, stays : array of bool
        `idle.idle` and `freed.freed`.
    free : array of float
        `free_mu`.
    least_fill_up_mu : float
        From how much room on land in use is filled up.

    Returns
    -------
    DataFrame
        `route` (of `ROUTES`, or empty), `route_why`, `usable_mu` (the room of land that stays in use,
        the whole of other land with a route), `by_room` (whether it is the room) and `displaces`:
        whether what the land yields now goes.

    """
    right, state = parcels["right"], parcels["use_state"]
    planned = parcels["planned_route"]
    changed = parcels["planned_use"].isin(CHANGED_USES).to_numpy()
    idle = category.isin(["idle", "suspected_idle"]).to_numpy()
    is_freed, inefficient = ((category == name).to_numpy() for name in ("freed", "inefficient"))
    used = state.isin(["in_use", "partly_used"]).to_numpy()
    room = used & (free >= least_fill_up_mu) & (inefficient | (category == "in_use").to_numpy())
    goes = is_freed & ~stays
    granted = (right == "granted").to_numpy()
    returned = right.isin(["allocated", "leased"]).to_numpy()
    known = granted | returned
    cases: dict[str, tuple[Mask, str]] = {
        "planned": (planned.notna().to_numpy(), ""),
        "not_started_two_years": (idle & take_back, "take_back"),
        "negotiated": (idle, ""),
        "line_leaves": (is_freed & stays, "redevelop"),
        "use_changes": (goes & known & changed, "take_back"),
        "granted_freed": (goes & granted, "transfer"),
        "right_ends": (goes & returned, "take_back"),
        "right_unclear": (goes, ""),
        "stands_empty": (inefficient & (state == "vacant").to_numpy(), "redevelop"),
        "has_room": (room, "fill_up"),
        "below_floors": (inefficient, "redevelop"),
    }
    place = np.select([mask for mask, _route in cases.values()], list(range(len(cases))), -1)
    given = pd.Index(ROUTES).get_indexer(pd.Index(planned.cat.categories))
    own = np.append(given, -1)[planned.cat.codes.to_numpy()]
    suggested = [ROUTES.index(route) if route else -1 for _mask, route in cases.values()]
    code = np.where(own >= 0, own, np.append(suggested, -1)[place]).astype(np.int64)
    named = pd.Categorical.from_codes(
        np.where(code < 0, len(ROUTES), code).astype(np.int64), pd.Index([*ROUTES, ""])
    )
    area = parcels["area_m2"].to_numpy(np.float64) / _M2_OF_MU
    in_use = used & ~is_freed & ~idle
    by_room = in_use & np.isin(code, _ON_SITE)
    return pd.DataFrame(
        {
            "route": pd.Series(named),
            "route_why": chosen(list(cases), place),
            "displaces": in_use & (code >= 0) & ~by_room,
            "by_room": by_room,
            "usable_mu": np.where(code < 0, np.nan, np.where(by_room, free, area)),
        }
    )
