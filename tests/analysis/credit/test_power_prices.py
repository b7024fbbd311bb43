"""Surcharges reckoned by hand, with the rows of the store on 2022-09-10.

限制类 0.10, 淘汰类 0.30, steel's 淘汰类 0.50 yuan per kWh; the punitive price from more than once over.
"""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from capacity_analysis.analysis.credit.power_prices import Electricity, charges
from capacity_analysis.analysis.credit.price_classes import classes, industries
from capacity_analysis.analysis.credit.rule_rows import Rules
from capacity_analysis.campaign import Campaign
from capacity_analysis.standards import Standards

CHAIN = ("360404", "360400", "360000", "000000")
DAY = dt.date(2022, 9, 10)
NAMED = Campaign.load().credit.power_price_industries
CODES = {"水泥": "3011", "钢铁": "3110", "铁合金": "3140", "电解铝": "3216"}
PRODUCTS = {"电解铝": "aluminium_liquid"}


def rules(day=DAY):
    return Rules.of(Standards.load().rows_in_force("electricity_prices", day, CHAIN).table, CHAIN)


def finding(ground, result="hit", line=0, **fields):
    told = {"reason": None, "confidence": "verified", "measured": np.nan, "threshold": np.nan}
    return (
        {"ground": ground, "result": result, "enterprise_code": 0, "line_code": line}
        | told
        | fields
    )


def charged(industry, *found, day=DAY, profit=1000.0, contested=False, per_tonne=np.nan, kwh=None):
    """What an enterprise of two lines, of 600,000 and 400,000 kWh, is charged."""
    roster = pd.DataFrame({"enterprise_id": ["A"], "industry_code": [CODES.get(industry, "9999")]})
    lines = pd.DataFrame(
        {
            "enterprise_code": [0, 0],
            "product_id": PRODUCTS.get(industry, "other_by_weight"),
            "out_of_operation": None,
        }
    )
    columns = list(finding("safety"))
    findings = pd.DataFrame(list(found), columns=columns)
    rows = rules(day)
    of_line = np.array([600_000.0, 400_000.0] if kwh is None else kwh)
    table = charges(
        roster,
        lines,
        classes(findings, lines, 1, rows.value("punitive_excess_multiple")),
        Electricity(
            np.array([of_line.sum()]), of_line, np.array([contested]), np.full(2, per_tonne)
        ),
        industry=industries(roster, lines, NAMED),
        profit=np.array([profit]),
        named=NAMED,
        rules=rows,
    )
    return None if table.empty else table.iloc[0]


BOTH = (finding("elimination_list", line=0), finding("elimination_list", line=1))


@pytest.mark.parametrize(
    ("industry", "charge", "row"),
    [
        ("铁合金", 30.0, "ep-003"),  # 1,000,000 kWh x 0.30 yuan
        ("钢铁", 50.0, "ep-004"),  # x 0.50
        ("水泥", 30.0, "ep-003"),  # what is to be eliminated keeps the differential price
    ],
)
def test_what_is_to_be_eliminated_pays_the_highest_surcharge(industry, charge, row):
    told = charged(industry, *BOTH)
    assert (told["price_class"], told["rule"]) == ("淘汰类", "differential")
    assert told["charge_10k_cny"] == pytest.approx(charge)
    assert row in told["row_id"].split(";") and told["confidence"] == "recalled"
    # 30 of a profit of 1000: 3 %.
    assert told["share_of_profit"] == pytest.approx(charge / 1000)


def test_steel_pays_the_general_surcharge_before_its_own_came():
    assert charged("钢铁", *BOTH, day=dt.date(2016, 12, 31))["charge_10k_cny"] == pytest.approx(
        30.0
    )
    assert charged("钢铁", *BOTH, day=dt.date(2017, 1, 1))["charge_10k_cny"] == pytest.approx(50.0)


def test_of_an_enterprise_with_one_such_line_that_line_alone_is_charged():
    # 600,000 kWh x 0.30 yuan = 180,000 yuan.
    told = charged("铁合金", finding("elimination_list", line=0))
    assert (told["kwh"], told["charge_10k_cny"]) == (600_000.0, pytest.approx(18.0))


def test_a_device_of_no_line_concerns_the_whole_enterprise():
    told = charged("铁合金", finding("elimination_list", line=-1))
    assert told["charge_10k_cny"] == pytest.approx(30.0)


def test_restricted_equipment_pays_ten_cents_whatever_its_rating():
    hits = [finding("restricted_low_rating", line=line) for line in (0, 1)]
    assert charged("铁合金", *hits)["charge_10k_cny"] == pytest.approx(10.0)
    rated = [each | {"result": "clear", "reason": "rating_good"} for each in hits]
    told = charged("铁合金", *rated)
    assert told["charge_10k_cny"] == pytest.approx(10.0)
    assert "class_to_be_checked" in told["reason"].split(";")


@pytest.mark.parametrize(
    ("measured", "charge", "reason"),
    [
        (23.9, None, "set_by_province"),
        (24.0, None, "set_by_province"),  # over by exactly once
        (24.1, 30.0, "local_rate_unknown"),  # by more: as 淘汰类
    ],
)
def test_more_than_once_over_the_limit_pays_what_elimination_does(measured, charge, reason):
    over = [finding("over_limit", line=line, measured=measured, threshold=12.0) for line in (0, 1)]
    told = charged("铁合金", *over)
    assert (told["price_class"], told["rule"]) == ("over_limit", "punitive")
    assert reason in told["reason"].split(";")
    if charge is None:
        assert np.isnan(told["charge_10k_cny"])
    else:
        assert told["charge_10k_cny"] == pytest.approx(charge)


def test_of_a_limit_below_nought_no_multiple_can_be_told():
    told = charged("铁合金", finding("over_limit", measured=-3.0, threshold=-10.0))
    assert told["reason"].split(";") == ["multiple_undefined"]


@pytest.mark.parametrize("industry", ["水泥", "钢铁"])
def test_cement_and_steel_have_tiers_that_are_not_on_file(industry):
    for found in ([finding("restricted_low_rating")], []):
        told = charged(industry, *found)
        assert told["rule"] == "tiered" and np.isnan(told["charge_10k_cny"])
        assert told["reason"] == "tiers_not_on_file"


@pytest.mark.parametrize(
    ("day", "per_tonne", "rate"),
    [
        (DAY, 13_650.0, 0.0),  # at the base of 2022
        (DAY, 13_670.0, 0.01),  # 20 over: one step
        (DAY, 13_671.0, 0.02),  # a part of a step counts
        (DAY, 13_700.0, 0.03),  # 50 over: two and a half
        (dt.date(2023, 1, 1), 13_490.0, 0.02),  # 40 over 13,450
        (dt.date(2025, 1, 1), 13_340.0, 0.02),  # 40 over 13,300
    ],
)
def test_aluminium_pays_by_steps_of_electricity_per_tonne(day, per_tonne, rate):
    told = charged("电解铝", day=day, per_tonne=per_tonne)
    assert told["rate_cny_per_kwh"] == pytest.approx(rate)
    # 1,000,000 kWh x rate, in 10,000 yuan
    assert told["charge_10k_cny"] == pytest.approx(100 * rate)


def test_aluminium_without_electricity_per_tonne_has_no_rate():
    assert "unit_electricity_missing" in charged("电解铝")["reason"].split(";")


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"contested": True}, "electricity_contested"),
        ({"kwh": [np.nan, 400_000.0]}, "electricity_missing"),
        ({"day": dt.date(2010, 5, 31)}, "rate_not_on_file"),
    ],
)
def test_without_electricity_or_a_rate_there_is_no_charge(fields, reason):
    told = charged("铁合金", *BOTH, **fields)
    assert np.isnan(told["charge_10k_cny"]) and reason in told["reason"].split(";")


@pytest.mark.parametrize(
    ("profit", "reason"), [(np.nan, "profit_missing"), (0.0, "loss"), (-5.0, "loss")]
)
def test_without_a_profit_there_is_no_share_of_it(profit, reason):
    told = charged("铁合金", *BOTH, profit=profit)
    assert np.isnan(told["share_of_profit"]) and reason in told["reason"].split(";")
    assert told["charge_10k_cny"] == pytest.approx(30.0)


def test_an_unchecked_entry_of_the_catalogue_makes_no_class_but_is_told():
    told = charged("铁合金", finding("elimination_list", confidence="recalled"))
    assert told["price_class"] == "none" and told["reason"] == "class_to_be_checked"


def test_the_rules_name_eight_industries_and_no_others():
    assert charged("塑料", *BOTH) is None
    assert charged("铁合金")["rule"] == "none"
    assert len(NAMED) == 8
