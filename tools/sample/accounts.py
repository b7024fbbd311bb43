"""Yearly accounts: as told, or drawn for an enterprise that earns its keep and pays usual interest."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from .rows import Row
from .story import District, Enterprise


def accounts(
    enterprise: Enterprise, story: District, rng: np.random.Generator, revenue: float
) -> Iterator[Row]:
    """Yield the accounts of an enterprise, a row a year.

    Parameters
    ----------
    enterprise, story
        Whose accounts.
    rng : Generator
        Draws those that the story leaves open.
    revenue : float
        Revenue of the last year, 10,000 yuan, as the enterprise says itself.

    """
    told = story.credit.accounts.get(enterprise.number)
    if told is not None:
        for at, year in enumerate(story.credit.years):
            yield {"year": year, **{field: values[at] for field, values in told.items()}}
    elif enterprise.number in story.credit.drawn:
        yield from _drawn(story.credit.years, rng, revenue)


def _drawn(years: tuple[int, ...], rng: np.random.Generator, last: float) -> Iterator[Row]:
    growth, margin = rng.uniform(-0.02, 0.07), rng.uniform(0.03, 0.075)
    wealth, leverage = rng.uniform(0.8, 1.2), rng.uniform(0.42, 0.62)
    borrowed, long, rate = rng.uniform(0.35, 0.6), rng.uniform(0.1, 0.3), rng.uniform(0.052, 0.058)
    before = None
    for year in years:
        revenue = last / (1 + growth) ** (years[-1] - year)
        profit = revenue * margin * rng.uniform(0.85, 1.15)
        assets = last * wealth * rng.uniform(0.97, 1.03)
        debt = assets * leverage * borrowed
        interest = round(rate * (before or debt), 1)
        subsidies = round(revenue * rng.uniform(0, 0.002), 1)
        yield {
            "year": year,
            "revenue_10k_cny": round(revenue),
            "total_profit_10k_cny": round(profit),
            "net_profit_10k_cny": round(profit * 0.75),
            "interest_expense_10k_cny": interest,
            "interest_paid_10k_cny": interest,
            "subsidies_10k_cny": subsidies,
            "assets_10k_cny": round(assets),
            "liabilities_10k_cny": round(assets * leverage),
            "cash_10k_cny": round(revenue * rng.uniform(0.04, 0.09)),
            "short_debt_10k_cny": round(debt * (1 - long)),
            "long_debt_10k_cny": round(debt * long),
            "bonds_10k_cny": 0,
            "rolled_over_10k_cny": 0,
            "operating_cash_10k_cny": round(profit * rng.uniform(0.9, 1.3)),
            "operating_days": int(rng.integers(288, 340)),
        }
        before = debt
