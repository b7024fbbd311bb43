"""The register's signs at their boundaries, and what may be missing."""

import numpy as np
import pandas as pd
import pytest
from credit_cases import REGISTER, YEAR, accounts, used
from hypothesis import given, settings
from hypothesis import strategies as st

from capacity_analysis.analysis.credit.rule_rows import Rules
from capacity_analysis.analysis.credit.verdicts import RESULTS
from capacity_analysis.analysis.credit.zombie_register import official, register, utilisation

# A firm that shows no sign at all.
HEALTHY = {
    "operating_days": 330,
    "net_profit": 10.0,
    "subsidies": 0.0,
    "assets": 100.0,
    "liabilities": 60.0,
    "rolled_over": 0.0,
    "operating_cash": 20.0,
}
LOSSES, LIFELINE = {"net_profit": -10.0}, {"operating_cash": -20.0, "rolled_over": 30.0}


def said(share=0.8, **fields):
    verdict = register(accounts(**(HEALTHY | fields)), YEAR, used(share), REGISTER)
    fired = {name for name, mask in verdict.fired.items() if mask[0]}
    return RESULTS[verdict.result[0]], fired


def test_a_healthy_enterprise_shows_no_sign():
    assert said() == ("clear", set())


@pytest.mark.parametrize(("days", "fires"), [(89, True), (90, False), (91, False)])
def test_fewer_than_ninety_days_are_stopped(days, fires):
    assert ("stopped" in said(operating_days=days)[1]) is fires


@pytest.mark.parametrize(("share", "fires"), [(0.499, True), (0.5, False), (0.501, False)])
def test_less_than_half_of_the_capacity_is_half_stopped(share, fires):
    assert ("half_stopped" in said(share)[1]) is fires


@pytest.mark.parametrize(("owed", "fires"), [(99.9, False), (100.0, False), (100.1, True)])
def test_liabilities_equal_to_assets_are_not_insolvent(owed, fires):
    assert ("insolvent" in said(liabilities=owed)[1]) is fires


@pytest.mark.parametrize(
    ("profits", "fires"),
    [
        ([5.0, -1.0, -1.0, -1.0], True),  # 2019, 2020, 2021: exactly three years
        ([-1.0, 5.0, -1.0, -1.0], False),  # two years only
        ([-1.0, -1.0, -1.0, 0.0], False),  # nought is no loss
    ],
)
def test_losses_count_in_each_of_the_last_three_years(profits, fires):
    assert ("losses" in said(net_profit=profits)[1]) is fires


@pytest.mark.parametrize(("subsidies", "fires"), [(9.9, False), (10.0, False), (10.1, True)])
def test_profit_counts_before_subsidies(subsidies, fires):
    # 10 less 10.1 is a loss of 0.1; the cash of 20 is more than any of them.
    assert ("losses" in said(subsidies=subsidies)[1]) is fires


@pytest.mark.parametrize(("rolled", "fires"), [(14.9, False), (15.0, False), (15.1, True)])
def test_a_lifeline_exceeds_the_cash_shortfall(rolled, fires):
    # Shortfall 20, subsidies 5: 5 + 15 equals it.
    found = said(operating_cash=-20.0, subsidies=5.0, rolled_over=rolled)
    assert ("lifeline" in found[1]) is fires


@pytest.mark.parametrize(("cash", "fires"), [(4.9, True), (5.0, False), (5.1, False)])
def test_cash_that_subsidies_alone_bring_is_a_shortfall_too(cash, fires):
    assert ("lifeline" in said(operating_cash=cash, subsidies=5.0, rolled_over=9.0)[1]) is fires


@pytest.mark.parametrize(
    ("signs", "result"),
    [
        (LOSSES | LIFELINE | {"operating_days": 0}, "zombie"),
        (LOSSES | LIFELINE | {"liabilities": 120.0}, "zombie"),
        (LOSSES | LIFELINE, "suspect"),  # neither S1 nor S3
        (LOSSES | {"liabilities": 120.0}, "suspect"),  # no lifeline
        ({"liabilities": 120.0, "operating_days": 0}, "suspect"),
        (LOSSES, "clear"),
        ({"operating_days": 0}, "clear"),
    ],
)
def test_a_zombie_makes_losses_lives_on_lifelines_and_stands_still_or_is_insolvent(signs, result):
    assert said(**signs)[0] == result


def test_what_is_missing_and_could_matter_leaves_it_undecided_with_the_fields_named():
    verdict = register(
        accounts(**(HEALTHY | LOSSES | {"assets": np.nan})), YEAR, used(0.8), REGISTER
    )
    table = verdict.table("register", YEAR, np.array([0]))
    assert table[["result", "missing", "reason"]].values.tolist() == [
        ["undecided", "assets_10k_cny", "accounts_missing"]
    ]


def test_what_is_missing_and_cannot_matter_is_not_asked_for():
    # One sign may show at most: one of four is never a suspect.
    assert said(assets=np.nan)[0] == "clear"
    # A loss is one whatever the subsidies.
    assert said(**LOSSES, subsidies=np.nan)[1] == {"losses"}


def test_a_year_without_accounts_leaves_three_years_of_losses_open():
    found = accounts(2018, 2020, 2021, **(HEALTHY | LOSSES | LIFELINE))
    verdict = register(found, YEAR, used(0.8), REGISTER)
    assert RESULTS[verdict.result[0]] == "undecided"
    assert verdict.missing["net_profit_10k_cny"][0]


def test_without_its_rules_nothing_is_decided():
    verdict = register(accounts(**HEALTHY), YEAR, used(0.8), Rules({}))
    assert RESULTS[verdict.result[0]] == "undecided" and verdict.reasons["rule_not_on_file"][0]


@pytest.mark.parametrize(
    ("profits", "listed", "result"),
    [
        ([5.0, -1.0, -1.0, -1.0], True, "zombie"),
        ([5.0, -1.0, -1.0, -1.0], False, "suspect"),  # the direction is for the authority to say
        ([-1.0, 0.0, -1.0, -1.0], True, "clear"),
        ([5.0, np.nan, -1.0, -1.0], True, "undecided"),
    ],
)
def test_the_official_wording_asks_for_three_years_of_losses_and_the_direction(
    profits, listed, result
):
    # 2015年12月国务院会议：连续亏损三年以上，且不符合结构调整方向。
    verdict = official(accounts(net_profit=profits), YEAR, np.array([listed]), REGISTER)
    assert RESULTS[verdict.result[0]] == result


LINES = pd.DataFrame(
    {
        "line_code": [0, 1],
        "enterprise_code": 0,
        "product_id": ["clinker", "cement"],
        "capacity_quantity": 100.0,
        "started_on": pd.NaT,
        "out_of_operation": None,
    }
)
UNITS = {"clinker": "t", "cement": "t"}


def made(output, lines=LINES, base="t"):
    frame = pd.DataFrame(
        {
            "line_code": [0, 1],
            "product_id": ["clinker", "cement"],
            "year": YEAR,
            "output_quantity": output,
            "output_base": base,
            "full_year": True,
        }
    )
    found = utilisation(lines, frame, YEAR, UNITS)
    return found.highest.get(0, np.nan), found.known_highest.get(0, np.nan)


def test_an_enterprise_of_several_products_counts_by_the_one_that_runs_best():
    assert made([30.0, 80.0]) == (0.8, 0.8)


def test_a_product_without_output_on_file_leaves_the_whole_open_unless_another_runs():
    highest, known = made([np.nan, 80.0])
    assert np.isnan(highest) and known == 0.8


def test_output_in_another_unit_than_the_capacity_is_not_compared():
    assert all(np.isnan(made([30.0, 80.0], base="piece")))


def test_lines_that_do_not_run_have_no_capacity():
    lines = LINES.assign(out_of_operation=[None, "retired"])
    assert made([30.0, 80.0], lines)[0] == pytest.approx(0.3)


SIGNS = st.fixed_dictionaries(
    {
        "net_profit": st.floats(-50, 50),
        "assets": st.floats(1, 100),
        "liabilities": st.floats(0, 200),
        "rolled_over": st.floats(0, 50),
        "operating_cash": st.floats(-60, 60),
        "operating_days": st.integers(0, 366),
    }
)


@settings(max_examples=25, deadline=None)
@given(SIGNS, st.floats(0, 50), st.floats(0, 50))
def test_more_subsidies_never_make_a_zombie_healthy(fields, subsidies, more):
    order = {"clear": 0, "suspect": 1, "zombie": 2}
    less = said(**fields, subsidies=subsidies)[0]
    assert order[said(**fields, subsidies=subsidies + more)[0]] >= order[less]


@settings(max_examples=25, deadline=None)
@given(
    SIGNS, st.sampled_from(["net_profit", "assets", "liabilities", "rolled_over", "operating_cash"])
)
def test_a_missing_field_never_turns_a_verdict_into_its_opposite(fields, name):
    known = said(**fields, subsidies=3.0)[0]
    without = said(**(fields | {name: np.nan}), subsidies=3.0)[0]
    assert without in {known, "undecided", "suspect" if known == "zombie" else known}
