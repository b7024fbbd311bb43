"""Who may retire within the employer until the statutory age, and what that costs (内部退养).

The worker asks and the employer agrees; the contract goes on, so that no severance is owed. The rule of
1993 is for state enterprises, that of 2016 for those whose capacity is cut; elsewhere it is a contract.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from .parameters import LabourLaw
from .retirement import share_reached
from .service import CASES

_YEAR = 12


def cost(staff: pd.DataFrame, law: LabourLaw, basis: str) -> pd.DataFrame:
    """Return which part of each group may retire within, for how long, and the cost of one of them.

    Parameters
    ----------
    staff : DataFrame
        `sex`, `post`, `born_from`, `born_to` (days), `months_left_low`, `months_left_high` and
        `retired_share` (`retirement.months`), `inner_allowance_cny_month` and `employer_contribution_cny_month`
        (yuan a month per person; missing where unknown).
    law : LabourLaw
        On the exit day of each group.
    basis : str
        The rule that holds: the code ``state_owned`` or ``capacity_cut``.

    Returns
    -------
    DataFrame
        `inner_share` (0 to 1: part of the band's months of birth that are at most five years from
        their own age, five years themselves included, and have not reached it), `inner_months` with
        ``_low``, ``_central`` and ``_high`` (until that age, of those who may; missing where nobody
        may), `inner_cost_low_cny`, `inner_cost_cny`, `inner_cost_high_cny` (allowance and
        contributions until then; missing without either), and the columns `parameters.NOTES`.
    """
    years = law.find("inner_retirement_years_before_statutory_age_le", basis)
    window = years.each * _YEAR
    share = share_reached(staff, law, window) - staff["retired_share"].to_numpy(np.float64)
    some = share > 0
    soonest = np.maximum(staff["months_left_low"].to_numpy(np.float64), 1.0)
    longest = np.minimum(staff["months_left_high"].to_numpy(np.float64), window)
    months = {
        case: np.where(some, each, np.nan)
        for case, each in zip(
            CASES, (soonest, np.floor((soonest + longest) / 2), longest), strict=True
        )
    }
    monthly = (
        staff["inner_allowance_cny_month"] + staff["employer_contribution_cny_month"]
    ).to_numpy(np.float64)
    told = {"inner_share": share} | {f"inner_months_{case}": months[case] for case in CASES}
    names = ("inner_cost_low_cny", "inner_cost_cny", "inner_cost_high_cny")
    told |= {name: months[case] * monthly for name, case in zip(names, CASES, strict=True)}
    others = [
        law.find(f"inner_retirement_{name}")
        for name in ("living_allowance", "contributions", "severance")
    ]
    notes = law.notes(
        [(years, None), *((found, some) for found in others)],
        {"inner_allowance_missing": some & np.isnan(monthly)},
    )
    return pd.DataFrame(told).join(notes)
