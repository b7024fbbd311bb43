"""How much land there is of each category, by route and by when it is ready: every parcel once."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from ..deadlines import add_months
from .joined import chosen, first_of

SCOPES = {"district": None, "industry": "industry", "township": "township"}
READY = {"within_6_months": 6, "within_12_months": 12}
COLUMNS = {
    "scope": "str", "key": "str", "category": "str", "route": "str", "ready": "str",
    "parcels": "int64", "area_mu": "float64", "area_m2": "float64", "area_missing": "int64",
}  # fmt: skip


def land_totals(parcels: pd.DataFrame, as_of: dt.date) -> pd.DataFrame:
    """Return parcels and their area by scope, category, route and readiness.

    Parameters
    ----------
    parcels : DataFrame
        The table `parcels`: `category`, `route`, `industry`, `township`, `area_m2`, `area_mu`,
        `ready_on_high` (days).
    as_of : date
        The day that readiness counts from; a parcel counts by the last day of its span.

    Returns
    -------
    DataFrame
        `scope` (of `SCOPES`), `key` (empty of the district), `category`, `route`, `ready`
        (``within_6_months``, ``within_12_months``, ``later``, ``unknown``), `parcels`, `area_mu`,
        `area_m2`, and how many parcels have no area (`area_missing`; a row of none but such has no
        area). In each scope every parcel counts in exactly one row.

    """
    told = parcels[["category", "route", "industry", "township", "area_m2", "area_mu"]].assign(
        ready=ready(parcels["ready_on_high"], as_of)
    )
    told["area_missing"] = told["area_m2"].isna().astype("int64")
    parts = []
    for scope, column in SCOPES.items():
        key = told[column] if column else chosen(["district"], np.zeros(len(told), dtype=int))
        groups = told.assign(key=key).groupby(
            ["key", "category", "route", "ready"], sort=True, dropna=False, observed=True
        )
        sums = groups[["area_mu", "area_m2"]].sum(min_count=1)
        sums["parcels"] = groups.size()
        sums["area_missing"] = groups["area_missing"].sum()
        parts.append(sums.reset_index().assign(scope=scope))
    texts = ["key", "category", "route", "ready"]
    found = pd.concat([part.astype(dict.fromkeys(texts, "str")) for part in parts])[list(COLUMNS)]
    found["key"] = found["key"].fillna("").mask(found["scope"] == "district", "")
    order = ["scope", *texts]
    return found.sort_values(order, kind="stable", ignore_index=True).astype(COLUMNS)


def ready(day: pd.Series, as_of: dt.date) -> pd.Series:
    """Return within which span of months each day lies.

    Examples
    --------
    >>> days = pd.Series(pd.to_datetime(["2023-03-10", "2023-03-11", None]))
    >>> ready(days, dt.date(2022, 9, 10)).tolist()
    ['within_6_months', 'within_12_months', 'unknown']

    """
    days = day.to_numpy("datetime64[D]")
    today = np.array([as_of], dtype="datetime64[D]")
    spans = {name: days <= add_months(today, months)[0] for name, months in READY.items()}
    return first_of({**spans, "later": ~np.isnat(days), "unknown": np.isnat(days)})
