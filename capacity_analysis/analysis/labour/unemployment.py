"""How long and how much the unemployment fund pays to whom an exit leaves without work."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from .parameters import Found, LabourLaw, Mask, Numbers
from .pay_base import area_class

_YEAR = 12
_LEAST = re.compile(r"(?:ge_)?([0-9]+)")
_MAXIMUM = "unemployment_benefit_max_months"
SEVERANCE = "severance"


def benefit(staff: pd.DataFrame, law: LabourLaw, route: pd.Series | str) -> pd.DataFrame:
    """Return the unemployment benefit of one person of each group (《社会保险法》第四十五、四十六条).

    Paid for a year or more, lost against one's will, registered: twelve months of benefit from one
    year of contributions on, eighteen from five, twenty-four from ten.

    Parameters
    ----------
    staff : DataFrame
        `insured` (flag), `insured_years`, `service_months_low` and `service_months_high`. Without
        years paid, those of service with this employer stand for them.
    law : LabourLaw
        On the exit day of each group.
    route : Series of str, or str
        What becomes of the people: only those of ``severance`` are unemployed. Who retires, within
        the employer or for good, gets none.

    Returns
    -------
    DataFrame
        `benefit_months_low`, `benefit_months_high`; `benefit_low_cny`, `benefit_high_cny` (yuan, at
        the monthly sum of the county's class of area on the day; missing where it isn't on file);
        and the columns `parameters.NOTES`.
    """
    unemployed = law.dated & np.broadcast_to(
        np.asarray(route == SEVERANCE, dtype=bool), law.place.shape
    )
    given = staff["insured_years"].to_numpy(np.float64)
    insured = staff["insured"].astype("boolean")
    none, doubtful = insured.eq(False).fillna(False).to_numpy(bool), insured.isna().to_numpy()
    unknown = np.isnan(given)
    years = {
        case: np.where(unknown, staff[f"service_months_{case}"].to_numpy(np.float64) / _YEAR, given)
        for case in ("low", "high")
    }
    # Not insured: no year at all; nobody knows: perhaps none.
    years["high"] = np.where(unknown & none, 0.0, years["high"])
    years["low"] = np.where(unknown & (none | doubtful), 0.0, years["low"])
    least = law.find("unemployment_benefit_min_contribution")
    months: dict[str, Numbers] = {}
    bands: list[tuple[Found, Mask]] = []
    for case in ("low", "high"):
        paid, read = _months(years[case], least.each, law)
        months[case] = np.where(unemployed, paid, 0.0)
        bands += read
    area, code = area_class(law)
    monthly = law.find("unemployment_benefit_monthly", code)
    some = unemployed & (months["high"] > 0)
    notes = law.notes(
        [
            (least, unemployed),
            *((found, some & of) for found, of in bands),
            (area, some),
            (monthly, some),
        ],
        {
            "not_insured": unemployed & unknown & none,
            "insurance_unknown": unemployed & unknown & doubtful,
            "contribution_years_estimated": unemployed & unknown & ~none,
            "benefit_not_on_file": some & np.isnan(monthly.each),
        },
    )
    told = {f"benefit_months_{case}": months[case] for case in ("low", "high")}
    for case in ("low", "high"):
        sums = months[case] * np.where(months[case] > 0, monthly.each, 0.0)
        told[f"benefit_{case}_cny"] = sums
    return pd.DataFrame(told).join(notes)


def _months(
    years: Numbers, least: Numbers, law: LabourLaw
) -> tuple[Numbers, list[tuple[Found, Mask]]]:
    """Return the longest benefit for years of contributions, and which band each falls in."""
    months, bands = np.zeros(len(years)), list[tuple[Found, Mask]]()
    for floor, code in _bands(law):
        found, of = law.find(_MAXIMUM, code), years >= floor
        months = np.where(of, found.each, months)
        bands = [(earlier, mask & ~of) for earlier, mask in bands] + [(found, of)]
    return np.where(np.isnan(years), np.nan, np.where(years >= least, months, 0.0)), bands


def _bands(law: LabourLaw) -> list[tuple[float, str]]:
    """Return from how many years on each band of the benefit begins, and its code."""
    codes = {law.rows[at].code for at in law.history(_MAXIMUM)}
    begins = [(match, code) for code in codes if (match := _LEAST.match(code))]
    return sorted((float(match.group(1)), code) for match, code in begins)
