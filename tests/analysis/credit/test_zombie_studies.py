"""CHK, FN and the two-year variant, reckoned by hand.

Rates of the cases: 4 % short, 5 % long at every year's end.
"""

import numpy as np
import pytest
from credit_cases import RATES, REGISTER, STUDIES, YEAR, accounts
from hypothesis import given, settings
from hypothesis import strategies as st

from capacity_analysis.analysis.credit.lending_rates import LendingRates
from capacity_analysis.analysis.credit.verdicts import RESULTS
from capacity_analysis.analysis.credit.zombie_studies import chk, fukuda_nakamura, two_years

# R* = 4 % x 100 + 5 % x 200 = 4 + 10 = 14; B = 300.
DEBT = {"short_debt": 100.0, "long_debt": 200.0, "bonds": 0.0}
# EBIT = 5 + 8 = 13 < 14; leverage 60 / 100; debt as in the year before.
LOSING = DEBT | {
    "total_profit": 5.0,
    "interest_expense": 8.0,
    "subsidies": 0.0,
    "interest_paid": 15.0,
    "assets": 100.0,
    "liabilities": 60.0,
}


def said(method, rates=RATES, **fields):
    verdict = method(accounts(**fields), YEAR, rates, STUDIES, REGISTER)
    return RESULTS[verdict.result[0]], verdict


@pytest.mark.parametrize(
    ("paid", "result", "gap"),
    [
        (13.7, "zombie", -0.001),  # (13.7 - 14) / 300
        (14.0, "clear", 0.0),  # x = 0 is no zombie
        (14.3, "clear", 0.001),
    ],
)
def test_chk_marks_who_pays_less_than_the_least_interest(paid, result, gap):
    found, verdict = said(chk, **DEBT, interest_paid=paid)
    assert found == result and verdict.value[0] == pytest.approx(gap)


@pytest.mark.parametrize(
    ("paid", "narrow", "wide"),
    [
        # x = 0: at the narrow lower bound; (0.0075 - 0) / 0.01 of the wide one.
        (14.0, 1.0, 0.75),
        # x = 0.75 / 300 = 0.0025: halfway from 0 to 0.005; (0.0075 - 0.0025) / 0.01.
        (14.75, 0.5, 0.5),
        # x = 1.5 / 300 = 0.005: at the narrow upper bound; 0.0025 / 0.01.
        (15.5, 0.0, 0.25),
        # x = -0.75 / 300 = -0.0025 and less: fully a zombie by both.
        (13.25, 1.0, 1.0),
        # x = 2.25 / 300 = 0.0075 and more: by neither.
        (16.25, 0.0, 0.0),
    ],
)
def test_the_fuzzy_weight_falls_between_its_bounds(paid, narrow, wide):
    verdict = said(chk, **DEBT, interest_paid=paid)[1]
    assert [each[0] for each in verdict.weights] == pytest.approx([narrow, wide])


def test_the_balances_are_those_of_the_year_before():
    # The year's own debt of 1000 does not count: R* = 4 % x 100 = 4, x = (5 - 4) / 100.
    fields = {"short_debt": [0.0, 0.0, 100.0, 1000.0], "long_debt": 0.0, "bonds": 0.0}
    assert said(chk, **fields, interest_paid=5.0)[1].value[0] == pytest.approx(0.01)


def test_the_long_rate_is_the_mean_of_five_years():
    # (5 + 5 + 5 + 5 + 10) / 5 = 6 %: R* = 12 of 200; the rate of six years ago does not count.
    long = RATES.long | {2020: RATES.long[2020].__class__(10.0, "x", "recalled", "")}
    long |= {2015: long[2014].__class__(99.0, "y", "recalled", "")}
    rates = LendingRates(RATES.short, long)
    fields = {"short_debt": 0.0, "long_debt": 200.0, "bonds": 0.0}
    assert said(chk, rates, **fields, interest_paid=12.0)[1].value[0] == pytest.approx(0.0)


def test_debt_that_is_not_divided_counts_at_the_short_rate():
    # zr-009: R* = 4 % x 300 = 12, x = (11 - 12) / 300.
    found, verdict = said(chk, short_debt=300.0, bonds=0.0, interest_paid=11.0)
    assert found == "zombie" and verdict.value[0] == pytest.approx(-1 / 300)
    assert verdict.reasons["debt_without_split"][0]


def test_who_owes_nothing_is_clear_whatever_the_rates():
    nobody = LendingRates({}, {})
    found, verdict = said(chk, nobody, short_debt=0.0, long_debt=0.0, bonds=0.0)
    assert found == "clear" and verdict.reasons["no_debt"][0]


@pytest.mark.parametrize(
    ("fields", "rates", "reason", "missing"),
    [
        (DEBT | {"interest_paid": 14.0}, LendingRates({}, {}), "rate_not_on_file", set()),
        (DEBT | {"bonds": 1.0, "interest_paid": 1.0}, RATES, "coupon_not_on_file", set()),
        (DEBT, RATES, "accounts_missing", {"interest_paid_10k_cny"}),
        (DEBT | {"interest_paid": 9.0, "short_debt": np.nan}, RATES, "accounts_missing",
         {"short_debt_10k_cny"}),
        (DEBT | {"interest_paid": 9.0, "bonds": np.nan}, RATES, "accounts_missing",
         {"bonds_10k_cny"}),
    ],
)  # fmt: skip
def test_chk_is_undecided_without_its_inputs(fields, rates, reason, missing):
    found, verdict = said(chk, rates, **fields)
    table = verdict.table("chk", YEAR, np.array([0]))
    assert found == "undecided" and table["reason"].item() == reason
    assert {name for name, mask in verdict.missing.items() if mask[0]} == missing


@pytest.mark.parametrize(
    ("profit", "result"),
    [
        (5.9, "zombie"),  # EBIT = 5.9 + 8 = 13.9 < 14
        (6.0, "clear"),  # EBIT = R*
        (6.1, "clear"),
    ],
)
def test_fn_clears_who_earns_the_least_interest(profit, result):
    cheap = LOSING | {"interest_paid": 10.0, "total_profit": profit}
    assert said(fukuda_nakamura, **cheap)[0] == result


@pytest.mark.parametrize(("subsidies", "result"), [(5.9, "clear"), (6.0, "clear"), (6.1, "zombie")])
def test_fn_counts_profit_without_subsidies(subsidies, result):
    # EBIT = 12 + 8 = 20; 20 - 6 = 14 = R*.
    cheap = LOSING | {"interest_paid": 10.0, "total_profit": 12.0, "subsidies": subsidies}
    assert said(fukuda_nakamura, **cheap)[0] == result


@pytest.mark.parametrize(("owed", "result"), [(49.9, "clear"), (50.0, "clear"), (50.1, "zombie")])
def test_evergreening_needs_more_than_half_of_the_assets_owed(owed, result):
    grown = LOSING | {"short_debt": [100.0, 100.0, 100.0, 101.0], "liabilities": owed}
    assert said(fukuda_nakamura, **grown)[0] == result


@pytest.mark.parametrize(("now", "result"), [(99.9, "clear"), (100.0, "clear"), (100.1, "zombie")])
def test_evergreening_needs_debt_that_grew(now, result):
    grown = LOSING | {"short_debt": [100.0, 100.0, 100.0, now]}
    assert said(fukuda_nakamura, **grown)[0] == result


def test_leverage_is_that_of_the_year_before():
    grown = LOSING | {"short_debt": [100.0, 100.0, 100.0, 101.0]}
    before = grown | {"liabilities": [60.0, 60.0, 40.0, 60.0]}
    assert said(fukuda_nakamura, **before)[0] == "clear"


def test_fn_says_which_criterion_fired():
    both = LOSING | {"interest_paid": 10.0, "short_debt": [100.0, 100.0, 100.0, 101.0]}
    verdict = said(fukuda_nakamura, **both)[1]
    assert {name for name, mask in verdict.fired.items() if mask[0]} == {
        "ebit_below_least_interest", "cheap_credit", "evergreen",
    }  # fmt: skip


def test_a_missing_subsidy_does_not_matter_where_profit_is_too_low_already():
    cheap = LOSING | {"interest_paid": 10.0, "subsidies": np.nan}
    assert said(fukuda_nakamura, **cheap)[0] == "zombie"
    earning = cheap | {"total_profit": 12.0}
    found, verdict = said(fukuda_nakamura, **earning)
    assert found == "undecided" and verdict.missing["subsidies_10k_cny"][0]


@pytest.mark.parametrize(
    ("paid", "result", "count"),
    [
        ([15.0, 15.0, 10.0, 10.0], "zombie", 2),
        ([15.0, 10.0, 15.0, 10.0], "clear", 1),  # not in a row
        ([15.0, 10.0, 10.0, 15.0], "clear", 1),
        ([15.0, 15.0, np.nan, 10.0], "undecided", 1),
    ],
)
def test_the_two_year_variant_asks_for_this_year_and_the_one_before(paid, result, count):
    found, verdict = said(two_years, **(LOSING | {"interest_paid": paid}))
    assert found == result and verdict.value[0] == count


CENTS = st.integers(0, 100_000).map(lambda cents: cents / 100)
DRAWN = st.fixed_dictionaries(
    {
        "short_debt": CENTS,
        "long_debt": CENTS,
        "interest_paid": CENTS,
        "total_profit": st.integers(-100, 100).map(float),
        "subsidies": CENTS,
    }
)


@settings(max_examples=25, deadline=None)
@given(DRAWN, CENTS)
def test_more_subsidies_never_make_an_fn_zombie_healthy(drawn, more):
    fields = LOSING | drawn
    if said(fukuda_nakamura, **fields)[0] == "zombie":
        fields |= {"subsidies": fields["subsidies"] + more}
        assert said(fukuda_nakamura, **fields)[0] == "zombie"


@settings(max_examples=25, deadline=None)
@given(DRAWN, CENTS)
def test_paying_more_interest_never_makes_a_chk_zombie(drawn, more):
    fields = DEBT | drawn
    if said(chk, **fields)[0] == "clear":
        fields |= {"interest_paid": fields["interest_paid"] + more}
        assert said(chk, **fields)[0] == "clear"
