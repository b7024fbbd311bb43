"""What a parcel could bear: floor area at the norm, tax and output at the district's yields, value, time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from ...units import factor
from ..deadlines import add_months
from .joined import Mask, chosen, flagged
from .parameters import Law

Floats = npt.NDArray[np.float64]
Days = npt.NDArray[np.datetime64]

LEAST_ENTERPRISES = 5
_M2_OF_MU = float(factor("亩", "m2"))
_CNY = float(factor("万元", "CNY"))
_QUANTILES = {"median": 0.5, "upper": 0.75}


def yields(enterprises: pd.DataFrame, in_operation: Mask, industries: pd.Series) -> pd.DataFrame:
    """Return tax and output per mu of enterprises in operation, by industry.

    Parameters
    ----------
    enterprises : DataFrame
        The roster: `industry`, `land_area_mu`, `tax_10k_cny`, `revenue_10k_cny` (the roster's
        output: what an enterprise turns over in the last complete year).
    in_operation : array of bool
        Which enterprises are in operation.
    industries : Series of str
        The industry of each parcel.

    Returns
    -------
    DataFrame
        One row per parcel: `tax_median`, `tax_upper`, `output_median`, `output_upper` (10k yuan a
        mu): median and upper quartile of the parcel's industry where at least five of its
        enterprises are known, else of all industries (`of_all` is True), else missing.

    Examples
    --------
    >>> roster = pd.DataFrame({"industry": "cement", "land_area_mu": 10.0,
    ...     "tax_10k_cny": [10.0, 20.0, 30.0, 40.0, 50.0], "revenue_10k_cny": np.nan})
    >>> found = yields(roster, np.ones(5, dtype=bool), pd.Series(["cement", "glass"]))
    >>> found[["tax_median", "tax_upper", "of_all"]].values.tolist()
    [[3.0, 4.0, False], [3.0, 4.0, True]]

    """
    land = enterprises["land_area_mu"].where(enterprises["land_area_mu"] > 0)
    found: dict[str, npt.NDArray[np.generic]] = {}
    of_all = np.zeros(len(industries), dtype=bool)
    for name, column in (("tax", "tax_10k_cny"), ("output", "revenue_10k_cny")):
        per_mu = (enterprises[column] / land)[in_operation].dropna()
        groups = per_mu.groupby(enterprises["industry"].astype("str").reindex(per_mu.index))
        enough = groups.size() >= LEAST_ENTERPRISES
        own = industries.isin(enough.index[enough]).to_numpy()
        overall = len(per_mu) >= LEAST_ENTERPRISES
        for label, share in _QUANTILES.items():
            by_industry = industries.map(groups.quantile(share)).astype(float)
            everyone = per_mu.quantile(share) if overall else np.nan
            found[f"{name}_{label}"] = np.where(own, by_industry, everyone)
        of_all |= ~own & overall
    return pd.DataFrame({**found, "of_all": of_all})


def potential(
    parcels: pd.DataFrame,
    use: pd.DataFrame,
    *,
    far_floor: pd.Series,
    per_mu: pd.DataFrame,
    law: Law,
    grade: int | None,
) -> pd.DataFrame:
    """Return extra floor area, tax, output and value of the land that can be used.

    Extra floor area is what the whole parcel would bear at the floor of its floor area ratio less
    what stands on it, and never negative; of a split industry at the lower floor. Extra tax and
    output are the usable mu at the district's yields: what is freed, idle or empty yields nothing
    now, land that stays in use keeps what it yields, and of land in use that is to go back or over to
    another what it yields now is taken off. The value is at the lowest price of the
    parcel's grade, else of the grade that the plan or the store knows of the county.

    Parameters
    ----------
    parcels : DataFrame
        `distinct.Parcels.table`.
    use : DataFrame
        `routes.routes`.
    far_floor : Series of float
        The floor of each parcel's floor area ratio.
    per_mu : DataFrame
        `yields`.
    law : Law
        The land parameters in force.
    grade : int, optional
        The grade of a parcel that reports none.

    Returns
    -------
    DataFrame
        `extra_floor_m2`, `extra_tax_median_10k_cny`, `extra_tax_upper_10k_cny`,
        `extra_output_median_10k_cny`, `extra_output_upper_10k_cny`, `value_10k_cny`, `reasons`,
        `parameters`; all missing where no route is suggested.

    """
    routed = (use["route"] != "").to_numpy()
    usable = use["usable_mu"].to_numpy(np.float64)
    area = parcels["area_m2"].to_numpy(np.float64)
    building = parcels["building_area_m2"].to_numpy(np.float64)
    bare = (parcels["use_state"] == "not_built").to_numpy() & np.isnan(building)
    extra = far_floor.to_numpy(np.float64) * area - np.where(bare, 0.0, building)
    extra = np.where(routed, np.where(extra < 0, 0.0, extra), np.nan)
    grades = parcels["grade"].to_numpy(np.float64)
    grades = np.where(np.isnan(grades), np.nan if grade is None else float(grade), grades)
    prices = law.by_code("lowest_land_price")
    at = pd.Index([float(code) for code in prices], dtype=float).get_indexer(pd.Index(grades))
    price = np.array([*(value.number for value in prices.values()), np.nan])[at]
    value = usable * _M2_OF_MU * price / _CNY
    lost = {
        name: np.where(use["displaces"], parcels[f"{name}_10k_cny"].to_numpy(np.float64), 0.0)
        for name in ("tax", "output")
    }
    told = {
        f"extra_{name}_{label}_10k_cny": usable * per_mu[f"{name}_{label}"].to_numpy(np.float64)
        - lost[name]
        for name in ("tax", "output")
        for label in _QUANTILES
    }
    priced = routed & ~np.isnan(price)
    checked = np.array([*(value.decides for value in prices.values()), True])[at]
    return pd.DataFrame(
        {
            "extra_floor_m2": extra,
            **told,
            "value_10k_cny": value,
            "reasons": flagged(
                {
                    "usable_area_unknown": routed & np.isnan(usable),
                    "extra_floor_unknown": routed & np.isnan(extra),
                    "grade_missing": routed & np.isnan(grades),
                    "price_not_on_file": routed & ~np.isnan(grades) & np.isnan(price),
                    "price_unchecked": priced & ~checked,
                    "yield_of_all_industries": routed & per_mu["of_all"].to_numpy(bool),
                    "present_yield_missing": np.isnan(lost["tax"]) | np.isnan(lost["output"]),
                    "too_few_yields": routed & per_mu["tax_median"].isna().to_numpy(),
                }
            ),
            "parameters": chosen(
                [each.row_id for each in prices.values()], np.where(priced, at, -1)
            ),
        }
    )


def readiness(
    route: pd.Series,
    survey: pd.DataFrame,
    exit_on: Days,
    months: Mapping[str, tuple[int, int]],
    survey_months: tuple[int, int],
) -> pd.DataFrame:
    """Return how many months a parcel needs from the day it is free, and when it is ready.

    Parameters
    ----------
    route : Series of str
        The suggested route.
    survey : DataFrame
        `soil.gates`: `survey_due`, `survey_unsure`, `over`.
    exit_on : array of day
        From when the parcel is free.
    months : mapping of str to (int, int)
        Least and most months of each route.
    survey_months : (int, int)
        What a soil survey adds; where nobody knows whether one is due, only to the most.

    Returns
    -------
    DataFrame
        `months_low`, `months_high`, `ready_on_low`, `ready_on_high` (days), `reasons`: how long
        repair of the soil takes nobody has said, so that a parcel which needs it has no months.

    """
    due = survey["survey_due"].to_numpy(bool)
    unsure = survey["survey_unsure"].to_numpy(bool)
    repair = survey["over"].to_numpy(bool)
    known, routed = route.isin(list(months)).to_numpy(), (route != "").to_numpy()
    found: dict[str, object] = {}
    for place, (label, extra) in enumerate((("low", due), ("high", due | unsure))):
        least = route.map({name: span[place] for name, span in months.items()}).astype(float)
        whole = least.to_numpy() + extra * survey_months[place]
        found[f"months_{label}"] = whole = np.where(repair, np.nan, whole)
        counted = np.where(np.isnan(whole), 0, whole).astype(np.int64)
        ready = add_months(exit_on, counted)
        found[f"ready_on_{label}"] = np.where(np.isnan(whole), np.datetime64("NaT", "D"), ready)
    return pd.DataFrame(
        {
            "months_low": found["months_low"],
            "months_high": found["months_high"],
            "ready_on_low": found["ready_on_low"],
            "ready_on_high": found["ready_on_high"],
            "reasons": flagged(
                {
                    "remediation_time_unknown": repair & routed,
                    "route_months_missing": routed & ~known,
                }
            ),
        }
    )


def months_until(ready: pd.DataFrame, as_of: dt.date) -> Floats:
    """Return the months from a day to the middle of the span in which each parcel is ready."""
    day = np.datetime64(as_of, "D")
    low, high = (
        ready[name].to_numpy("datetime64[D]") for name in ("ready_on_low", "ready_on_high")
    )
    known = ~np.isnat(low) & ~np.isnat(high)
    days = ((low - day).astype(np.int64) + (high - day).astype(np.int64)) / 2
    found: Floats = np.where(known, days / _DAYS_OF_MONTH, np.nan)
    return found


# The mean of the Gregorian calendar.
_DAYS_OF_MONTH = 146_097 / 400 / 12
