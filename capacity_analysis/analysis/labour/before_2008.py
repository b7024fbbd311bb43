"""What service before 2008 is paid, by the rules of that time (《劳动合同法》第九十七条第三款).

A month's pay for each year begun (劳部发〔1994〕481号), twelve at most where the end was agreed. Nothing
national says that it is owed where an employer closes or a contract runs out, nor whether three times
the average wage cap it: the county chooses, or leaves a range.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from ...campaign.parts_people import Labour
from .parameters import LabourLaw, Mask, Numbers, Used
from .pay_base import Base
from .service import CASES, split_day

_MONTHS = 12
_OPEN = ("closure", "bankruptcy", "expiry")
# 劳部发〔1994〕481号第八、九条: no cap on the months, and pay of at least the enterprise's average.
_LIFTED = ("line_stopped", "mass_layoff")
_AGREED = "agreement"
_FOR_LIFTED = (
    "severance_pre2008_cap_for_objective_change_or_layoff",
    "severance_pre2008_base_floor_for_arts_6_8_9",
)
# What part of the disputed sum each choice counts in the low, central and high case.
_PAID = {"no": (0.0, 0.0, 0.0), "yes": (1.0, 1.0, 1.0), "undecided": (0.0, 0.5, 1.0)}
_UNCAPPED = {"yes": _PAID["no"], "no": _PAID["yes"], "undecided": _PAID["undecided"]}


@dataclass(frozen=True)
class Before:
    """Months and yuan of one person of each group for service before 2008, by case.

    Attributes
    ----------
    months, amounts : mapping of str to array of float
        For ``low``, ``central`` and ``high``.
    used : sequence
        What was read.
    reasons : mapping of str to mask
        Where the county has not chosen.

    """

    months: dict[str, Numbers]
    amounts: dict[str, Numbers]
    used: tuple[Used, ...]
    reasons: dict[str, Mask]


def of(staff: pd.DataFrame, law: LabourLaw, labour: Labour, base: Base) -> Before:
    """Return what service before 2008 is paid.

    Parameters
    ----------
    staff : DataFrame
        `ground`, `severance_due`, `enterprise_pay_cny` and the columns `before_months`.
    law : LabourLaw
        On the exit day of each group; the rules are read on the last day of their time.
    labour : Labour
        The county's choices.
    base : Base
        The pay of each group.
    """
    last = split_day(law) - np.timedelta64(1, "D")
    per_year = law.find("severance_pre2008_months_per_year", day=last)
    at_most = law.find("severance_pre2008_cap_for_agreed_termination_or_incompetence", day=last)
    ground = staff["ground"]
    open_, lifted, agreed = (ground.isin(names).to_numpy() for names in (_OPEN, _LIFTED, [_AGREED]))
    pay = np.where(
        lifted,
        np.fmax(base.floored, staff["enterprise_pay_cny"].to_numpy(np.float64)),
        base.floored,
    )
    pay = np.where(np.isnan(base.floored), np.nan, pay)
    above = pay > base.threshold
    capped = np.where(above, base.cap, pay)
    limit = np.where(agreed, at_most.each, np.inf)
    months, amounts = {}, {}
    for at, case in enumerate(CASES):
        years = np.ceil(staff[f"before_months_{case}"].to_numpy(np.float64) / _MONTHS)
        # Without any such year no rule of that time is asked for.
        whole = np.where(years == 0, 0.0, np.minimum(years * per_year.each, limit))
        months[case] = whole * np.where(open_, _PAID[labour.pre_2008_on_closure][at], 1.0)
        uncapped = _UNCAPPED[labour.pre_2008_cap][at]
        amounts[case] = months[case] * (uncapped * pay + (1 - uncapped) * capped)
    served = staff["severance_due"].to_numpy(bool) & (
        staff["before_months_high"].to_numpy(np.float64) > 0
    )
    return Before(
        months,
        amounts,
        (
            (law.find("severance_before_2008_rule", day=last), served),
            (per_year, served),
            (at_most, served & agreed),
            *((law.find(name, day=last), served & lifted) for name in _FOR_LIFTED),
            (law.find("severance_pre2008_on_expiry_or_closure", day=last), served & open_),
            (law.find("severance_pre2008_three_times_cap", day=last), served & above),
        ),
        {
            "pre_2008_undecided": served & open_ & (labour.pre_2008_on_closure == "undecided"),
            "pre_2008_cap_undecided": served & above & (labour.pre_2008_cap == "undecided"),
        },
    )
