"""Zombie enterprises by what they pay for their debt: CHK, Fukuda and Nakamura, and two years of them.

The formulas are recalled (zombie-studies zs-001, zs-002, zs-008 to zs-011); the papers are Caballero,
Hoshi and Kashyap 2008, Fukuda and Nakamura 2011, and the two-year variant of 2016.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .accounts import Accounts, Debt
from .lending_rates import LendingRates
from .rule_rows import Rule, Rules
from .three_valued import (
    UNKNOWN,
    YES,
    Mask,
    Numbers,
    Truth,
    above,
    all_of,
    any_of,
    below,
    truth,
)
from .verdicts import Verdict, results_of

_INPUTS_MISSING, _NO_RATE = "accounts_missing", "rate_not_on_file"
_NO_COUPON, _NO_DEBT, _UNSPLIT = "coupon_not_on_file", "no_debt", "debt_without_split"


@dataclass(frozen=True)
class _Interest:
    """The least interest that the debt of a year's start can have cost (R*), and what was paid."""

    debt: Debt
    least: Numbers
    paid: Numbers
    no_rate: Mask
    no_coupon: Mask

    @property
    def gap(self) -> Numbers:
        """(R - R*) / B; missing without debt."""
        total = self.debt.total
        found: Numbers = (self.paid - self.least) / np.where(total > 0, total, np.nan)
        return found

    @property
    def none_owed(self) -> Mask:
        owed: Mask = self.debt.total == 0
        return owed

    @property
    def cheap(self) -> Truth:
        """Whether less was paid than the least: x < 0. Without debt nothing is paid."""
        return np.where(self.none_owed, truth(False, True), below(self.gap, 0.0)).astype(np.int8)

    @property
    def missing(self) -> dict[str, Mask]:
        debt = self.debt
        return {
            "short_debt_10k_cny": np.isnan(debt.short),
            "long_debt_10k_cny": np.isnan(debt.long),
            "bonds_10k_cny": np.isnan(debt.bonds),
        }


@dataclass(frozen=True)
class _Nakamura:
    """The tests of one year."""

    interest: _Interest
    profit: Numbers
    loss: Truth
    cheap: Truth
    evergreen: Truth
    missing: dict[str, Mask]

    @property
    def zombie(self) -> Truth:
        return all_of([self.loss, any_of([self.cheap, self.evergreen])])


def chk(
    accounts: Accounts, year: int, rates: LendingRates, rules: Rules, register: Rules
) -> Verdict:
    """Return who pays less interest than the least that its debt can have cost (CHK).

    ``R* = rs(t-1) BS(t-1) + mean of rl(t-1..t-5) BL(t-1) + rcb Bonds(t-1)``,
    ``x = (R - R*) / B(t-1)``; a zombie where x < 0. The lowest coupon of convertible bonds (rcb) is
    not on file: an enterprise with bonds stays undecided. One without debt is clear.

    Parameters
    ----------
    accounts : Accounts
        Yearly accounts, of t and t-1 at least.
    year : int
        The year t.
    rates : LendingRates
        Short and long rates by the end of a year.
    rules, register : Rules
        Rows of the studies (`chk_average_years`, `chk_fuzzy_low`, `chk_fuzzy_high`), and of the
        register (`debt_without_split`).

    Returns
    -------
    Verdict
        `value` is x, `threshold` 0; `weights` are 1 up to the lower bound of a fuzzy interval, 0
        from the upper one on and linear between.

    Examples
    --------
    100 of short debt at 4 % cost 4 at least; 3 were paid: x = (3 - 4) / 100.

    >>> import pandas as pd
    >>> rates = LendingRates({2020: Rule(4.0, "r", "recalled", "")}, {})
    >>> finance = pd.DataFrame({"enterprise_code": 0, "year": [2020, 2021], "row": [2, 3],
    ...     "short_debt_10k_cny": 100.0, "long_debt_10k_cny": 0.0, "bonds_10k_cny": 0.0,
    ...     "interest_paid_10k_cny": 3.0})
    >>> found = chk(Accounts.of(finance, 2021, 2), 2021, rates, Rules({}), Rules({}))
    >>> found.table("chk", 2021, np.array([0]))[["result", "value"]].values.tolist()
    [['zombie', -0.01]]

    """
    interest = _interest(accounts, year, rates, rules)
    cheap = interest.cheap
    gap = interest.gap
    fuzzy = [
        rules.of_code(name, code)
        for code in ("1", "2")
        for name in ("chk_fuzzy_low", "chk_fuzzy_high")
    ]
    weights = [_weight(gap, fuzzy[at].value, fuzzy[at + 1].value) for at in (0, 2)]
    return Verdict(
        result=results_of(cheap),
        fired={"cheap_credit": cheap == YES},
        value=gap,
        threshold=np.zeros(len(accounts)),
        missing={**interest.missing, "interest_paid_10k_cny": np.isnan(interest.paid)},
        reasons={
            **_reasons(interest, cheap),
            _NO_DEBT: interest.none_owed,
            _UNSPLIT: interest.debt.unsplit,
        },
        rules=[
            *(rules.of_code(name) for name in ("chk_least_interest", "chk_gap")),
            *_rate_rules(year, rates, rules),
            register.of_code("debt_without_split"),
            *fuzzy,
        ],
        weights=(weights[0], weights[1]),
    )


def fukuda_nakamura(
    accounts: Accounts, year: int, rates: LendingRates, rules: Rules, register: Rules
) -> Verdict:
    """Return who cannot earn the least interest and lives on cheap or on growing debt (FN).

    Profit test: EBIT less subsidies of at least R* is no zombie. Of the others CHK's zombies are
    zombies, and by the evergreen test those of which liabilities(t-1) / assets(t-1) > `fn_leverage`
    and whose debt grew from t-1 to t. EBIT is total profit and interest expense.

    Parameters
    ----------
    accounts, year, rates, rules, register
        As for `chk`.

    Returns
    -------
    Verdict
        `value` is EBIT less subsidies, `threshold` R*, in 万元.

    """
    tests = _nakamura(accounts, year, rates, rules)
    zombie = tests.zombie
    return Verdict(
        result=results_of(zombie),
        fired={
            "ebit_below_least_interest": tests.loss == YES,
            "cheap_credit": tests.cheap == YES,
            "evergreen": tests.evergreen == YES,
        },
        value=tests.profit,
        threshold=tests.interest.least,
        missing=tests.missing,
        reasons={**_reasons(tests.interest, zombie), _UNSPLIT: tests.interest.debt.unsplit},
        rules=_nakamura_rules(year, rates, rules, register),
    )


def two_years(
    accounts: Accounts, year: int, rates: LendingRates, rules: Rules, register: Rules
) -> Verdict:
    """Return whom FN marks in each of the last years (`ruc_years`: this one and the one before).

    Returns
    -------
    Verdict
        `value` counts the years that FN marks, `threshold` those it must.

    """
    count = rules.whole("ruc_years")
    years = range(year, year - max(count, 1), -1)
    tests = {each: _nakamura(accounts, each, rates, rules) for each in years}
    marked = [each.zombie for each in tests.values()]
    zombie = all_of(marked) if count else truth(np.zeros(len(accounts), bool), False)
    missing: dict[str, Mask] = {}
    reasons: dict[str, Mask] = {}
    for of_year in tests.values():
        open_ = of_year.zombie == UNKNOWN
        for name, mask in of_year.missing.items():
            missing[name] = missing.get(name, False) | (mask & open_)
        for name, mask in _reasons(of_year.interest, zombie).items():
            reasons[name] = reasons.get(name, False) | (mask & open_)
    used = [rule for each in tests for rule in _nakamura_rules(each, rates, rules, register)]
    return Verdict(
        result=results_of(zombie),
        fired={f"year_{each}": one == YES for each, one in zip(tests, marked, strict=True)},
        value=np.sum([one == YES for one in marked], axis=0).astype(float),
        threshold=np.full(len(accounts), rules.value("ruc_years")),
        missing=missing,
        reasons=reasons,
        rules=[rules.of_code("ruc_years"), *used],
    )


def _interest(accounts: Accounts, year: int, rates: LendingRates, rules: Rules) -> _Interest:
    debt = accounts.debt(year - 1)
    short = rates.short_of(year - 1)
    long = rates.long_mean(year - 1, rules.whole("chk_average_years"))
    no_coupon = debt.bonds > 0
    # What is not owed costs nothing, whether its rate is on file or not.
    cost = _cost(debt.short, short) + _cost(debt.long, long) + np.where(debt.bonds == 0, 0, np.nan)
    no_rate = (np.isnan(short) & (debt.short > 0)) | (np.isnan(long) & (debt.long > 0))
    paid = accounts.field("interest_paid_10k_cny", year)
    return _Interest(debt, cost, paid, no_rate, no_coupon)


def _cost(debt: Numbers, rate: float) -> Numbers:
    return np.where(debt == 0, 0.0, debt * rate)


def _nakamura(accounts: Accounts, year: int, rates: LendingRates, rules: Rules) -> _Nakamura:
    interest = _interest(accounts, year, rates, rules)
    profit, expense, subsidies = (
        accounts.field(f"{name}_10k_cny", year)
        for name in ("total_profit", "interest_expense", "subsidies")
    )
    earned = profit + expense
    # Subsidies only lower what is held against R*: without them what already lies below does so still.
    loss = below(earned - subsidies, interest.least)
    loss = np.where(below(earned, interest.least) == YES, YES, loss).astype(np.int8)
    assets, liabilities = (
        accounts.field(f"{name}_10k_cny", year - 1) for name in ("assets", "liabilities")
    )
    now = accounts.debt(year)
    leverage = above(liabilities, rules.value("fn_leverage") * assets)
    grew = above(now.total, interest.debt.total)
    evergreen = all_of([leverage, grew])
    cheap = interest.cheap
    undecided_loss, undecided_means = loss == UNKNOWN, loss == YES
    open_evergreen = undecided_means & (evergreen == UNKNOWN)
    missing = {
        **interest.missing,
        "total_profit_10k_cny": undecided_loss & np.isnan(profit),
        "interest_expense_10k_cny": undecided_loss & np.isnan(expense),
        "subsidies_10k_cny": undecided_loss & np.isnan(subsidies),
        "interest_paid_10k_cny": undecided_means & (cheap == UNKNOWN) & np.isnan(interest.paid),
        "liabilities_10k_cny": open_evergreen & np.isnan(liabilities),
        "assets_10k_cny": open_evergreen & np.isnan(assets),
    }
    for name, mask in _debts_missing(now).items():
        missing[name] = missing[name] | (open_evergreen & mask)
    return _Nakamura(interest, earned - subsidies, loss, cheap, evergreen, missing)


def _debts_missing(debt: Debt) -> dict[str, Mask]:
    return {
        f"{name}_10k_cny": np.isnan(part)
        for name, part in (
            ("short_debt", debt.short),
            ("long_debt", debt.long),
            ("bonds", debt.bonds),
        )
    }


def _weight(gap: Numbers, low: float, high: float) -> Numbers:
    share: Numbers = np.clip((high - gap) / (high - low), 0.0, 1.0)
    return share


def _reasons(interest: _Interest, state: Truth) -> dict[str, Mask]:
    """Return why a test is not decided."""
    open_ = state == UNKNOWN
    return {
        _NO_RATE: open_ & interest.no_rate,
        _NO_COUPON: open_ & interest.no_coupon,
        _INPUTS_MISSING: open_,
    }


def _rate_rules(year: int, rates: LendingRates, rules: Rules) -> list[Rule]:
    years = rules.of_code("chk_average_years")
    return [years, *rates.rules(year - 1, rules.whole("chk_average_years"))]


def _nakamura_rules(year: int, rates: LendingRates, rules: Rules, register: Rules) -> list[Rule]:
    names = ("fn_profit_test", "fn_evergreen_test", "fn_leverage", "chk_least_interest", "chk_gap")
    return [
        *(rules.of_code(name) for name in names),
        *_rate_rules(year, rates, rules),
        *(register.of_code(name) for name in ("subsidy_adjusted_profit", "debt_without_split")),
    ]
