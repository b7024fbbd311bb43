"""What an employer owes a worker whose contract ends: 经济补偿 of 《劳动合同法》第四十七条.

Service since 2008: a month's pay for each full year, for a rest of six months or more one more, for a
shorter rest half a one; the average pay of the last year, not below the minimum wage. Whoever earns
more than three times the city's average of the year before gets three times that average, for twelve
years at most. Service before 2008 (第九十七条第三款): a month's pay for each year begun, capped only where
the end was agreed; law leaves open whether it is owed where an employer closes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from ...campaign.parts_people import Labour
from . import before_2008, pay_base
from .grounds import DISPATCHED
from .parameters import Found, LabourLaw, Mask, Numbers
from .service import CASES

_MONTHS = 12
_HALF_YEAR = 6


def years_paid(months: Numbers, full: Numbers, rest: Numbers, short_rest: Numbers) -> Numbers:
    """Return the months of pay that service since 2008 earns (《劳动合同法》第四十七条第一款).

    Parameters
    ----------
    months : array of float
        Service in months.
    full, rest, short_rest : array of float
        What a full year, a rest of six months or more, and a shorter rest pay: rows of the law.

    Examples
    --------
    >>> one = np.ones(5)
    >>> years_paid(np.array([12.0, 12.03, 17.97, 18.0, 24.0]), one, one, one / 2).tolist()
    [1.0, 1.5, 1.5, 2.0, 2.0]

    """
    years = np.floor_divide(months, _MONTHS)
    left = months - years * _MONTHS
    paid: Numbers = years * full + np.select(
        [left >= _HALF_YEAR, left > 0], [rest * full, short_rest], 0.0
    )
    return np.where(np.isnan(months), np.nan, paid)


def enterprise_pay(staff: pd.DataFrame) -> pd.Series:
    """Return the average monthly pay of each group's enterprise over its own staff whose pay is known.

    Parameters
    ----------
    staff : DataFrame
        `enterprise_code`, `headcount`, `contract`, `pay_cny_month` (yuan). Whoever is dispatched is paid by
        another employer.

    Examples
    --------
    >>> staff = pd.DataFrame({"enterprise_code": [0, 0, 0, 1], "headcount": [1, 3, 9, 5],
    ...     "contract": ["open_ended", "open_ended", "dispatched", "open_ended"],
    ...     "pay_cny_month": [6000.0, 4000.0, 3000.0, None]})
    >>> enterprise_pay(staff).tolist()
    [4500.0, 4500.0, 4500.0, nan]

    """
    known = staff["pay_cny_month"].notna() & staff["contract"].ne(DISPATCHED)
    heads = staff["headcount"].astype("float64").where(known)
    sums = pd.DataFrame({"pay": heads * staff["pay_cny_month"], "heads": heads})
    of_all = sums.groupby(staff["enterprise_code"]).transform("sum", min_count=1)
    return (of_all["pay"] / of_all["heads"]).reset_index(drop=True)


def pay(staff: pd.DataFrame, law: LabourLaw, labour: Labour) -> pd.DataFrame:
    """Return the severance of one person of each group of workers.

    Parameters
    ----------
    staff : DataFrame
        `pay_cny_month` and `enterprise_pay_cny` (yuan a month; missing where unknown), `ground` and
        `severance_due` (`grounds.applies`), and the months of `service.months`.
    law : LabourLaw
        On the exit day of each group.
    labour : Labour
        What the county decides: whether service before 2008 is paid for where an employer closes, and
        whether the cap holds for it (undecided gives a range; its middle is the central case, for a
        budget and nobody's claim), and which average wage the city publishes for the cap.

    Returns
    -------
    DataFrame
        `base_cny` (pay a month for service since 2008, after floor and cap), `base_state`
        (``average``, ``floor`` or ``unknown``), `cap_state` (``not_reached``, ``applied``, or
        ``unknown`` where the city's average of the year before is not on file: then nothing is
        capped), `months_paid` (with ``_low``, ``_central``, ``_high``), `severance_low_cny`,
        `severance_cny`, `severance_high_cny`, `unlawful_cny` (第八十七条: twice, counted from the hire,
        central), and the columns `parameters.NOTES`. Where none is owed: 0; where pay or service is
        missing: missing.
    """
    due, leaves = staff["severance_due"].to_numpy(bool), _leaves(staff["ground"])
    base, formula = pay_base.of(staff["pay_cny_month"], law, labour), _formula(law)
    before = before_2008.of(staff, law, labour, base)
    told: dict[str, Any] = {
        "base_cny": np.where(leaves, base.capped, np.nan),
    }
    months, money = {}, {}
    for case in CASES:
        since = formula.paid(staff[f"since_months_{case}"], base.above)
        months[case] = since + before.months[case]
        money[case] = since * base.capped + before.amounts[case]
    owed = {f"months_paid_{case}": months[case] for case in CASES} | {
        "severance_low_cny": money["low"],
        "severance_cny": money["central"],
        "severance_high_cny": money["high"],
    }
    stays = staff["ground"].isna().to_numpy()
    told |= {name: np.where(stays, np.nan, np.where(due, each, 0.0)) for name, each in owed.items()}
    twice = law.find("unlawful_termination_damages_multiple")
    whole = formula.paid(staff["service_months_central"], base.above)
    told["unlawful_cny"] = np.where(leaves, twice.each * whole * base.capped, np.nan)
    notes = law.notes(
        [
            *((found, due) for found in formula.found),
            (formula.at_most, due & base.above),
            *((found, due & mask) for found, mask in base.found),
            *before.used,
            (twice, leaves),
            (law.find("unlawful_damages_year_count_start"), leaves),
        ],
        {
            "pay_missing": due & (base.state == "unknown"),
            "floor_unknown": due & base.floor_unknown,
            "cap_unknown": due & (base.cap_state == "unknown") & (base.state != "unknown"),
            **before.reasons,
        },
    )
    states = {
        name: pd.Series(each, dtype="str").where(leaves)
        for name, each in (("base_state", base.state), ("cap_state", base.cap_state))
    }
    order = ["base_cny", *states, *list(told)[1:]]
    return pd.DataFrame(told | states)[order].join(notes)


def _leaves(ground: pd.Series) -> Mask:
    """Say whose contract with the employer ends."""
    return (ground.notna() & (ground != DISPATCHED)).to_numpy(bool)


@dataclass(frozen=True)
class _Formula:
    """The numbers of 第四十七条 on each row's day."""

    full: Found
    rest: Found
    short_rest: Found
    at_most: Found

    @property
    def found(self) -> tuple[Found, ...]:
        return self.full, self.rest, self.short_rest

    def paid(self, months: pd.Series, above: Mask) -> Numbers:
        """Return the months paid for service, which only high pay limits to some years."""
        given = months.to_numpy(np.float64)
        paid = years_paid(given, self.full.each, self.rest.each, self.short_rest.each)
        return np.where(above, np.minimum(paid, self.at_most.each), paid)


def _formula(law: LabourLaw) -> _Formula:
    return _Formula(
        law.find("severance_months_per_full_year"),
        law.find("severance_fraction_ge_6_months_counts_as"),
        law.find("severance_fraction_lt_6_months_pays"),
        law.find("severance_years_cap_when_above_threshold"),
    )
