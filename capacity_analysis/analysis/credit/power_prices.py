"""What differential, punitive and tiered power prices cost an enterprise in a year.

``surcharge = kWh x rate``. The rates are recalled, and a province's own are not on file: a pointer, no
bill. Cement and steel have tiered prices instead, but for what is to be eliminated.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from ...campaign.parts_credit import PowerPriceIndustry
from .price_classes import CLASSES, NONE, Classes
from .price_rules import REASONS, case_of, priced
from .rule_rows import Rules, basis
from .three_valued import Mask, Numbers, joined

COLUMNS = ("enterprise_id", "industry", "price_class", "rule", "kwh", "rate_cny_per_kwh",
           "charge_10k_cny", "profit_10k_cny", "share_of_profit", "row_id", "confidence",
           "reason")  # fmt: skip
_10K = 1e4
_DIGITS = 9


@dataclass(frozen=True)
class Electricity:
    """Electricity of the year assessed, in kWh.

    Attributes
    ----------
    of_enterprise : array of float
        By enterprise code: what is metered, else what is reported.
    of_line : array of float
        By line code: what is reported of the line, or falls to it.
    contested : array of bool
        Enterprises on whose electricity sources do not agree.
    per_tonne : array of float
        By line code, kWh per tonne of product; for tiers.

    """

    of_enterprise: Numbers
    of_line: Numbers
    contested: Mask
    per_tonne: Numbers


def charges(
    enterprises: pd.DataFrame,
    lines: pd.DataFrame,
    found: Classes,
    used: Electricity,
    *,
    industry: npt.NDArray[np.int64],
    profit: Numbers,
    named: Sequence[PowerPriceIndustry],
    rules: Rules,
) -> pd.DataFrame:
    """Return what the prices of a day cost each enterprise of the industries that they name.

    Parameters
    ----------
    enterprises, lines : DataFrame
        The ledger's, in the order of their codes: `enterprise_id`; `enterprise_code`.
    found : Classes
        What `price_classes.classes` returns.
    used : Electricity
        Of the year assessed. Where not all that runs is in the class, the lines' own counts.
    industry : array of int
        What `price_classes.industries` returns.
    profit : array of float
        Total profit of the year in 万元, by enterprise code.
    named : sequence of PowerPriceIndustry
        The campaign's.
    rules : Rules
        Rows of the kind ``electricity_prices`` that apply on the day.

    Returns
    -------
    DataFrame
        `COLUMNS`: `rule` (``differential``, ``punitive``, ``tiered``, ``none``), `kwh`,
        `rate_cny_per_kwh`, `charge_10k_cny` of the year, `share_of_profit` (missing without a
        profit), `row_id` of the rows joined by ``;``, `reason` (ids joined by ``;``).

    Examples
    --------
    1,000,000 kWh of a ferroalloy plant on the elimination list at 0.3 yuan.

    >>> from .rule_rows import Rule
    >>> rate = Rule(0.3, "ep-003", "recalled", "")
    >>> found = Classes(np.array([0]), np.array([True]), np.array([True]), np.array([0]), np.array([False]))
    >>> used = Electricity(np.array([1e6]), np.array([1e6]), np.array([False]), np.array([np.nan]))
    >>> table = charges(pd.DataFrame({"enterprise_id": ["A"]}), pd.DataFrame({"enterprise_code": [0]}),
    ...     found, used, industry=np.array([0]), profit=np.array([300.0]),
    ...     named=[PowerPriceIndustry(name="铁合金")], rules=Rules({("surcharge", "淘汰类"): rate}))
    >>> table[["rule", "charge_10k_cny", "share_of_profit"]].values.tolist()
    [['differential', 30.0, 0.1]]

    """
    places = np.flatnonzero(industry >= 0)
    distinct, number = np.unique(case_of(industry, found)[places], return_inverse=True)
    cases = [priced(named, int(each), rules) for each in distinct]
    rule = _texts([each.rule for each in cases], number)
    kwh = _of_class(lines, found, used, len(enterprises))[places]
    rate = np.array([each.rate for each in cases], float)[number]
    stepped = np.zeros(len(places), dtype=bool)
    for place, (of_kwh, of_rate) in _by_steps(lines, industry, used, named, rules).items():
        here = (rule == "tiered").to_numpy() & (industry[places] == place)
        kwh, rate = np.where(here, of_kwh[places], kwh), np.where(here, of_rate[places], rate)
        stepped |= here
    contested = used.contested[places]
    kwh = np.where(contested, np.nan, kwh)
    charge, gain = kwh * rate / _10K, profit[places]
    charged, known = (rule != NONE).to_numpy(), ~np.isnan(charge)
    by_surcharge = rule.isin(["differential", "punitive"]).to_numpy()
    local = rules.rows.get(("surcharge_local", ""))
    reasons = {
        "electricity_contested": charged & contested,
        "electricity_missing": charged & ~contested & np.isnan(kwh),
        "unit_electricity_missing": stepped & np.isnan(rate) & ~np.isnan(kwh),
        **{
            name: np.array([each.reason == name for each in cases], bool)[number]
            for name in REASONS
        },
        "local_rate_unknown": known & by_surcharge & (local is not None and np.isnan(local.value)),
        "class_to_be_checked": found.unsure[places],
        "profit_missing": known & np.isnan(gain),
        "loss": known & (gain <= 0),
    }
    rows = [basis(each.rules) for each in cases]
    return pd.DataFrame(
        {
            "enterprise_id": enterprises["enterprise_id"].astype("str").array[places],
            "industry": _texts([one.name for one in named], industry[places]),
            "price_class": _texts(CLASSES, found.of_enterprise[places]),
            "rule": rule,
            "kwh": kwh,
            "rate_cny_per_kwh": rate,
            "charge_10k_cny": charge,
            "profit_10k_cny": gain,
            "share_of_profit": charge / np.where(gain > 0, gain, np.nan),
            "row_id": _texts([ids for ids, _mark in rows], number),
            "confidence": _texts([mark for _ids, mark in rows], number),
            "reason": joined(reasons),
        }
    )


def _of_class(lines: pd.DataFrame, found: Classes, used: Electricity, size: int) -> Numbers:
    """Return the electricity that a surcharge counts: of the lines in the class, or of all."""
    of_lines = _sums(lines, found.lines, used.of_line, size)
    in_class = found.of_enterprise != CLASSES.index(NONE)
    return np.where(found.whole | ~in_class, used.of_enterprise, of_lines)


def _by_steps(
    lines: pd.DataFrame,
    industry: npt.NDArray[np.int64],
    used: Electricity,
    named: Sequence[PowerPriceIndustry],
    rules: Rules,
) -> dict[int, tuple[Numbers, Numbers]]:
    """Return kWh and the mean rate of each enterprise in industries whose steps are on file.

    Each step over the base costs one increment more; a part of a step counts as a whole one
    (recalled, as the numbers are).
    """
    owner, size = lines["enterprise_code"].to_numpy(np.int64), len(industry)
    found = {}
    for place, one in enumerate(named):
        base, step, increment = (
            rules.value(f"aluminium_tier_{each}", one.name)
            for each in ("base", "step", "increment")
        )
        if np.isnan([base, step, increment]).any():
            continue
        made = lines["product_id"].astype("str").isin(one.products).to_numpy(bool)
        runs = lines["out_of_operation"].isna().to_numpy(bool)
        made = made & runs & (industry[owner] == place)
        # Rounded, so that binary fractions make no step of their own.
        steps = np.ceil(np.round(np.maximum(used.per_tonne - base, 0.0) / step, _DIGITS))
        kwh = _sums(lines, made, used.of_line, size)
        cost = _sums(lines, made, used.of_line * steps * increment, size)
        found[place] = (kwh, cost / np.where(kwh > 0, kwh, np.nan))
    return found


def _sums(lines: pd.DataFrame, chosen: Mask, values: npt.NDArray[np.float64], size: int) -> Numbers:
    """Return the sum of values of chosen lines, by enterprise; missing where one is."""
    owner = lines["enterprise_code"].to_numpy(np.int64)[chosen]
    sums: Numbers = np.bincount(owner, weights=values[chosen], minlength=size).astype(float)
    return sums


def _texts(names: Sequence[str], places: npt.NDArray[np.int64]) -> pd.Series:
    texts = pd.array([name or None for name in names], dtype="str")
    return pd.Series(texts.take(places), dtype="str")
