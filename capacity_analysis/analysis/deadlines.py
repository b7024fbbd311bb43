"""Until when a finding must be mended: the order's day, the law's period, the plan's or nation's date.

A period of months ends on the day of the month that corresponds to the day it ran from, and where the
month has no such day on its last one (《民法典》第二百零二条); the day it ran from does not count.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..campaign import Campaign
from ..standards.document import Confidence, may_decide

Days = npt.NDArray[np.datetime64]
_NONE = np.datetime64("NaT", "D")
_MAY_DECIDE = [mark.value for mark in Confidence if may_decide(mark.value)]
_NATIONAL = "policy_targets"
# What a deadline can rest on; the first three stand beside one another.
_BASES = ("plan", "national", "entry", "at_once", "law", "order")


@dataclass(frozen=True)
class Rule:
    """What the plan and the law say of the deadline of a ground.

    Attributes
    ----------
    at_once : bool
        Whether production stops first, so that nothing waits for a date.
    plan_day : date or None
        The last day that the plan leaves.
    period_months, extension_months : int
        The period of law from the order on, and of one extension; 0 where no law sets one.
    national : bool
        Whether the national deadlines of products hold for the ground.

    """

    at_once: bool = False
    plan_day: dt.date | None = None
    period_months: int = 0
    extension_months: int = 0
    national: bool = False


def rules_of(campaign: Campaign, enforcement: pd.DataFrame) -> dict[str, Rule]:
    """Return what the plan and the law say of the deadline of each ground of a plan.

    Where the plan leaves a period to a law, its goal is the last day besides. A period that nobody
    has checked, or that is not counted in months, sets none.

    Parameters
    ----------
    campaign : Campaign
        The plan.
    enforcement : DataFrame
        Rows of the kind ``enforcement_rules`` that apply on the day: `parameter`, `value`, `unit`,
        `confidence`.

    Examples
    --------
    >>> law = pd.DataFrame({"parameter": ["over_limit_rectify_months"], "value": 6.0, "unit": "个月",
    ...     "confidence": "verified"})
    >>> rule = rules_of(Campaign.load(), law)["over_limit"]
    >>> rule.period_months, rule.plan_day
    (6, datetime.date(2023, 12, 31))

    """
    counted = (enforcement["unit"] == "个月") & enforcement["confidence"].isin(_MAY_DECIDE)
    known = enforcement[counted & enforcement["value"].notna()]
    months = dict(zip(known["parameter"], known["value"].astype(int), strict=True))
    return {
        ground.id: Rule(
            at_once=ground.deadline.rule == "at_once",
            plan_day=campaign.last_day_of(ground)
            or (campaign.target.deadline if ground.deadline.rule == "by_law" else None),
            period_months=months.get(ground.deadline.period, 0),
            extension_months=months.get(ground.deadline.extension, 0),
            national=_NATIONAL in ground.standards,
        )
        for ground in campaign.grounds
    }


def add_months(days: Days, months: npt.NDArray[np.int64] | int) -> Days:
    """Return the last day of a period of months that runs from each day.

    Examples
    --------
    >>> add_months(np.array(["2022-08-31", "2022-03-15"], dtype="datetime64[D]"), 6).tolist()
    [datetime.date(2023, 2, 28), datetime.date(2022, 9, 15)]

    """
    month = days.astype("datetime64[M]")
    of_month = (days - month.astype("datetime64[D]")).astype("timedelta64[D]")
    target = month + np.asarray(months).astype("timedelta64[M]")
    last = (target + np.timedelta64(1, "M")).astype("datetime64[D]") - np.timedelta64(1, "D")
    found: Days = np.minimum(target.astype("datetime64[D]") + of_month, last)
    return found


def with_deadlines(
    found: pd.DataFrame,
    rules: Mapping[str, Rule],
    national: pd.DataFrame,
    products: pd.Series,
    as_of: dt.date,
) -> pd.DataFrame:
    """Return findings with the day that governs each hit, and the other days beside it.

    An order's day governs. Where a law sets the period, an order can't leave more than it: the
    period runs from the order, and its one extension from the end of the period. Without an order
    what stops at once is due on the day itself; else the earliest of the plan's day, the nation's,
    and the catalogue entry's own governs, because a plan can't leave longer than a higher rule.

    Parameters
    ----------
    found : DataFrame
        Findings with the order's days (`states.with_orders`): `ground`, `result`, `line_code`,
        `ordered_on`, `due_on`, `extended_to` (days); `entry_deadline` (ISO) where an entry has one.
    rules : mapping of str to Rule
        By the id of the ground.
    national : DataFrame
        National deadlines (the table `policy_deadlines`): `products` (ids joined by ``;``),
        `deadline` (day). One without a day, or without products, is left out.
    products : Series of str
        Product of each line, in the order of `line_code`.
    as_of : date
        The day.

    Returns
    -------
    DataFrame
        The findings with, as ISO text, `deadline` of a hit, `deadline_basis` (``order``, ``law``,
        ``at_once``, ``plan``, ``national`` or ``entry``), and `plan_deadline`, `national_deadline`
        and `entry_deadline` of a hit or review; and `first_due` (the day before any extension) and
        `last_day` (the day that governs under an order), both missing without an order.

    Examples
    --------
    Six months from 31 August end on 28 February.

    >>> found = pd.DataFrame({"ground": ["over_limit"], "result": "hit", "line_code": 0,
    ...     "ordered_on": pd.Timestamp("2022-08-31"), "due_on": pd.NaT, "extended_to": pd.NaT})
    >>> rule = Rule(period_months=6, extension_months=3, plan_day=dt.date(2023, 12, 31))
    >>> none = pd.DataFrame({"products": [], "deadline": []})
    >>> dated = with_deadlines(found, {"over_limit": rule}, none, pd.Series(["clinker"]),
    ...     dt.date(2022, 9, 10))
    >>> dated[["deadline", "deadline_basis", "plan_deadline"]].values.tolist()
    [['2023-02-28', 'law', '2023-12-31']]

    """
    ground = pd.Categorical(found["ground"])
    told = [*(rules.get(each, Rule()) for each in ground.categories), Rule()]
    hit = (found["result"] == "hit").to_numpy()
    shown = hit | (found["result"] == "review").to_numpy()
    order = _of_orders(found, told, ground.codes)
    plan = np.array([rule.plan_day or _NONE for rule in told], dtype="datetime64[D]")
    beside = {
        "plan": plan[ground.codes],
        "national": np.where(
            np.array([rule.national for rule in told])[ground.codes],
            _of_products(national, products, found["line_code"]),
            _NONE,
        ),
        "entry": _days(found["entry_deadline"]) if "entry_deadline" in found else _none(found),
    }
    governing, basis = _earliest(beside)
    at_once = np.array([rule.at_once for rule in told])[ground.codes]
    governing = np.where(at_once, np.datetime64(as_of, "D"), governing)
    basis = np.where(at_once, _BASES.index("at_once"), basis)
    bound = ~np.isnat(order.last)
    governing = np.where(bound, order.last, governing)
    basis = np.where(
        bound, np.where(order.by_law, _BASES.index("law"), _BASES.index("order")), basis
    )
    return found.assign(
        deadline=_iso(governing, hit),
        deadline_basis=pd.array([*_BASES, None], dtype="str").take(
            np.where(hit & ~np.isnat(governing), basis, len(_BASES))
        ),
        **{f"{name}_deadline": _iso(days, shown) for name, days in beside.items()},
        first_due=order.first.astype("datetime64[s]"),
        last_day=order.last.astype("datetime64[s]"),
    )


@dataclass(frozen=True)
class _Order:
    """The day before any extension, the day that governs, and whether it is the law's."""

    first: Days
    last: Days
    by_law: npt.NDArray[np.bool_]


def _of_orders(found: pd.DataFrame, rules: list[Rule], codes: npt.NDArray[np.int8]) -> _Order:
    ordered, due, extended = (
        _days(found[name]) for name in ("ordered_on", "due_on", "extended_to")
    )
    period = np.array([rule.period_months for rule in rules])[codes]
    extension = np.array([rule.extension_months for rule in rules])[codes]
    by_law = np.where(period > 0, add_months(ordered, period), _NONE)
    at_most = np.where(period > 0, add_months(by_law, extension), _NONE)
    first = np.fmin(due, by_law)
    longer = ~np.isnat(extended)
    # An extension that ends before the first day takes nothing away from it.
    extended = np.where(longer, np.fmax(extended, first), extended)
    last = np.where(longer, np.fmin(extended, at_most), first)
    of_order = np.where(longer, extended, due)
    return _Order(first, last, np.isnat(of_order) | (last < of_order))


def _of_products(national: pd.DataFrame, products: pd.Series, line_code: pd.Series) -> Days:
    """Return the earliest national deadline of each finding's product."""
    days = (
        national["products"].astype("str").str.split(";").explode().rename("product_id").to_frame()
    )
    days["day"] = pd.to_datetime(national["deadline"], format="ISO8601")
    days = days.dropna()
    earliest = days[days["product_id"] != ""].groupby("product_id")["day"].min()
    of_line = earliest.reindex(products.astype("str").to_numpy()).to_numpy("datetime64[D]")
    of_finding: Days = np.append(of_line, _NONE)[line_code.to_numpy(np.int64)]
    return of_finding


def _earliest(days: Mapping[str, Days]) -> tuple[Days, npt.NDArray[np.intp]]:
    """Return the earliest of several days of each finding, and its place; the first of equals."""
    given = np.stack(list(days.values()))
    far = np.where(np.isnat(given), np.datetime64("9999-12-31", "D"), given)
    first = far.argmin(axis=0)
    return given[first, np.arange(given.shape[1])], first


def _none(found: pd.DataFrame) -> Days:
    return np.full(len(found), _NONE)


def _days(column: pd.Series) -> Days:
    return pd.to_datetime(column, format="ISO8601").to_numpy("datetime64[D]")


def _iso(days: Days, where: npt.NDArray[np.bool_]) -> pd.api.extensions.ExtensionArray:
    """Return days as ISO text; missing elsewhere."""
    given = where & ~np.isnat(days)
    distinct, number = np.unique(days[given], return_inverse=True)
    place = np.full(len(days), len(distinct))
    place[given] = number
    return pd.array([*np.datetime_as_string(distinct).tolist(), None], dtype="str").take(place)
