"""Whose contract may not be ended, or not yet: 《劳动合同法》第四十二条, 《职业病防治法》第三十五条."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .parameters import Found, LabourLaw, Mask, noted
from .retirement import month_over

_YEAR = 12
PROTECTIONS = ("injured", "sick", "maternity")


def of(staff: pd.DataFrame, law: LabourLaw, checked: Mask) -> pd.DataFrame:
    """Return whom the law protects in each group, and on which grounds that bars the end.

    Protected are who is injured or ill through work, in the time of medical care, pregnant, in
    confinement or nursing; who has served for fifteen years on end and is less than five years from
    the statutory age; and who is exposed to hazards and has not had the health check on leaving. They
    can't be ended under 第四十条 and 第四十一条; closure and bankruptcy may end them, but nobody
    exposed to hazards before the check, whatever the ground.

    Parameters
    ----------
    staff : DataFrame
        `hazards` (flag), `protection`, `ground` and `art_42_applies` (`grounds.applies`),
        `service_months_low` and `_high` (`service.months`), `months_left_low` and `_high`, and
        `ordinary_left_low` and `_high` (`retirement.months`). Whoever may retire early from a special
        post, and does not, is protected until the age of other posts.
    law : LabourLaw
        On the exit day of each group.
    checked : array of bool
        Where the health check on leaving is on record.

    Returns
    -------
    DataFrame
        `protected` (ids joined by ``;``: ``injured``, ``sick``, ``maternity``,
        ``near_retirement``, ``hazards_unchecked``), `near_retirement_certain` (of everybody in the
        group and not of some perhaps), `barred`, `health_check` (``due``, ``done``, ``not_due`` or
        ``unknown``), and the columns `parameters.NOTES`.
    """
    leaves = staff["ground"].notna().to_numpy(bool)
    certain, possible, rules = _near_retirement(staff, law)
    hazards = staff["hazards"].astype("boolean")
    exposed = hazards.fillna(False).to_numpy(bool)
    unknown = hazards.isna().to_numpy(bool) & ~checked
    states: dict[str, Mask] = {
        each: leaves & (staff["protection"] == each).to_numpy(bool) for each in PROTECTIONS
    }
    states |= {
        "near_retirement": leaves & possible,
        "hazards_unchecked": leaves & exposed & ~checked,
    }
    protected = noted(states, len(staff)).astype("str")
    barred = protected.notna().to_numpy() & staff["art_42_applies"].to_numpy(bool)
    check = np.select([checked, exposed, unknown], ["done", "due", "unknown"], "not_due")
    personal = np.logical_or.reduce([states[each] for each in (*PROTECTIONS, "near_retirement")])
    scope, gate = law.find("protected_categories_bar_arts"), law.find("leaving_health_check")
    notes = law.notes(
        [*((rule, leaves) for rule in rules), (scope, personal), (gate, leaves & exposed)],
        {
            "near_retirement_in_part": leaves & possible & ~certain,
            "contract_extended": personal & (staff["ground"] == "expiry").to_numpy(bool),
            "hazards_unknown": leaves & unknown,
            "health_check_due": states["hazards_unchecked"],
        },
    )
    told = {
        "protected": protected,
        "near_retirement_certain": leaves & certain,
        "barred": barred,
        "health_check": pd.Series(check, dtype="str").where(leaves),
    }
    return pd.DataFrame(told).join(notes)


def _near_retirement(staff: pd.DataFrame, law: LabourLaw) -> tuple[Mask, Mask, list[Found]]:
    """Return where all, and where some may be near retirement (第四十二条第五项), and the rules."""
    service = law.find("protected_near_retirement_min_service")
    left = law.find("protected_near_retirement_years_left_lt")

    # Who has reached the age retires, and is not near it; but the birthday may lie after the exit.
    past = month_over(law.day) - 1.0

    def near(age: str, *, sure: bool) -> Mask:
        soonest, latest, served = (
            staff[name].to_numpy(np.float64)
            for name in (f"{age}_low", f"{age}_high", f"service_months_{'low' if sure else 'high'}")
        )
        most, least = (latest, soonest) if sure else (soonest, latest)
        within = (most < left.each * _YEAR) & (least > (0.0 if sure else past))
        return np.asarray(within & (served >= service.each * _YEAR))

    certain, possible = (
        near("months_left", sure=sure) | near("ordinary_left", sure=sure) for sure in (True, False)
    )
    return certain, possible, [service, left]
