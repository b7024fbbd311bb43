"""Which rule on power prices holds for an industry, a class and an excess over a limit, and its rate.

Cement and steel have tiered prices instead of the others, but for what is to be eliminated
(electricity-prices ep-013, ep-014); exceeding a limit by more than once costs what elimination does, and
by less what the province says (ep-005, ep-006).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ...campaign.parts_credit import PowerPriceIndustry
from .price_classes import CLASSES, ELIMINATION_CLASS, NONE, OVER_LIMIT, RESTRICTED_CLASS, Classes
from .rule_rows import Rule, Rules
from .three_valued import NO, UNKNOWN, YES

REASONS = ("tiers_not_on_file", "set_by_province", "multiple_undefined", "rate_not_on_file")
_STATES = len((NO, UNKNOWN, YES))


@dataclass(frozen=True)
class Priced:
    """A rule, its rate in yuan per kWh (NaN where it has none), its rows, and why it has none."""

    rule: str
    rate: float
    rules: tuple[Rule, ...]
    reason: str = ""


def case_of(industry: npt.NDArray[np.int64], found: Classes) -> npt.NDArray[np.int64]:
    """Return one number for what decides the rule: industry, class, and how far over the limit."""
    case: npt.NDArray[np.int64] = industry * len(CLASSES) + found.of_enterprise
    return case * _STATES + found.punitive


def priced(named: Sequence[PowerPriceIndustry], case: int, rules: Rules) -> Priced:
    """Return what holds for one `case_of`."""
    case, punitive = divmod(case, _STATES)
    place, price_class = divmod(case, len(CLASSES))
    industry, name = named[place].name, CLASSES[price_class]
    tiers = ("tiered_price", "aluminium_tier_base")
    tier = next(
        (rules.rows[each, industry] for each in tiers if (each, industry) in rules.rows), None
    )
    if name == ELIMINATION_CLASS or (name == RESTRICTED_CLASS and tier is None):
        listed = rules.of_code("differential_price_industries")
        return _surcharge("differential", surcharge_of(rules, name, industry), listed)
    if tier is not None:
        return _tiered(tier, rules, industry)
    if name == OVER_LIMIT:
        return _punitive(punitive, rules, industry)
    return Priced(NONE, np.nan, ())


def surcharge_of(rules: Rules, price_class: str, industry: str) -> Rule:
    """Return the surcharge of a class; that of the industry where it has one of its own.

    Examples
    --------
    >>> rate = {"淘汰类": 0.3, "淘汰类/钢铁": 0.5}
    >>> rules = Rules({("surcharge", code): Rule(value, code, "recalled", "") for code, value in rate.items()})
    >>> [surcharge_of(rules, "淘汰类", industry).value for industry in ("钢铁", "电石")]
    [0.5, 0.3]

    """
    general = rules.of_code("surcharge", price_class)
    return rules.rows.get(("surcharge", f"{price_class}/{industry}"), general)


def _tiered(tier: Rule, rules: Rules, industry: str) -> Priced:
    if np.isnan(tier.value):
        return Priced("tiered", np.nan, (tier,), "tiers_not_on_file")
    steps = (rules.of_code(f"aluminium_tier_{each}", industry) for each in ("step", "increment"))
    return Priced("tiered", np.nan, (tier, *steps))


def _punitive(punitive: int, rules: Rules, industry: str) -> Priced:
    multiple = rules.of_code("punitive_excess_multiple")
    if punitive == YES:
        return _surcharge("punitive", surcharge_of(rules, ELIMINATION_CLASS, industry), multiple)
    if punitive == UNKNOWN:
        return Priced("punitive", np.nan, (multiple,), "multiple_undefined")
    province = rules.of_code("punitive_below_multiple")
    return Priced("punitive", np.nan, (province,), "set_by_province")


def _surcharge(rule: str, rate: Rule, beside: Rule) -> Priced:
    reason = "rate_not_on_file" if np.isnan(rate.value) else ""
    return Priced(rule, rate.value, (beside, rate), reason)
