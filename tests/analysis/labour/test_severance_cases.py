"""Severance, case by case: the arithmetic of 《劳动合同法》第四十七条 written out beside each.

Prices: minimum wage of Chaisang (class 3) 1,610 yuan from 2021-04-01; three times Jiujiang's average of
2022 is 83,431 / 12 x 3 = 20,857.75 for exits in 2023; for exits in 2022 the county has set an average of
84,000 for 2021, which makes 21,000.
"""

from __future__ import annotations

import pytest
from labour_cases import AVERAGE_2021, told

from capacity_analysis.campaign.parts_people import Labour

# (case, months paid, yuan), each with how it is reckoned.
CASES = {
    # 2022-01-01..2022-05-31 = 5 months: half a month's pay. 0.5 x 5,000
    "five months": ({"hired_from": "2022-01-01", "exit_on": "2022-05-31"}, 0.5, 2500),
    # ..2022-06-30 = 6 months: counts as a year. 1 x 5,000
    "six months": ({"hired_from": "2022-01-01", "exit_on": "2022-06-30"}, 1, 5000),
    # a day less than six months: 0.5
    "a day less than six": ({"hired_from": "2022-01-01", "exit_on": "2022-06-29"}, 0.5, 2500),
    "seven months": ({"hired_from": "2022-01-01", "exit_on": "2022-07-31"}, 1, 5000),
    # 12 months: one year, no rest. 1 x 5,000; a day more: 1 + 0.5
    "a year": ({"hired_from": "2022-01-01", "exit_on": "2022-12-31"}, 1, 5000),
    "a year and a day": ({"hired_from": "2021-12-31", "exit_on": "2022-12-31"}, 1.5, 7500),
    # 2015-01-01..2022-12-31 = 8 years. 8 x 5,000
    "eight years": ({}, 8, 40000),
    # 2012-03-16..2022-12-31 = 10 years, 9 months and a half: 10 + 1. 11 x 5,000
    "ten years and nine months": ({"hired_from": "2012-03-16"}, 11, 55000),
    # 2010-01-01..2022-12-31 = 13 years; below three times the average no cap on years. 13 x 5,000
    "thirteen years, ordinary pay": ({"hired_from": "2010-01-01"}, 13, 65000),
    # 1,600 < 1,610: the minimum wage. 8 x 1,610
    "below the minimum wage": ({"pay_cny_month": 1600.0}, 8, 12880),
    "at the minimum wage": ({"pay_cny_month": 1610.0}, 8, 12880),
    "above the minimum wage": ({"pay_cny_month": 1611.0}, 8, 12888),
    # exactly 21,000 is not above: 13 years, uncapped. 13 x 21,000
    "exactly three times": ({"hired_from": "2010-01-01", "pay_cny_month": 21000.0}, 13, 273000),
    # 21,000.01 is above: 21,000 for 12 years. 12 x 21,000
    "above three times": ({"hired_from": "2010-01-01", "pay_cny_month": 21000.01}, 12, 252000),
    "below three times": ({"hired_from": "2010-01-01", "pay_cny_month": 20999.0}, 13, 272987),
    # 11 years above three times: 11 x 21,000; 12 years: 12 x 21,000; 12 and a half: still 12
    "eleven years capped": ({"hired_from": "2012-01-01", "pay_cny_month": 30000.0}, 11, 231000),
    "twelve years capped": ({"hired_from": "2011-01-01", "pay_cny_month": 30000.0}, 12, 252000),
    "twelve and a half capped": ({"hired_from": "2010-10-01", "pay_cny_month": 30000.0}, 12, 252000),
    # exit in 2023: the average of 2022. 8 years to 2023-12-31 from 2016. 8 x 20,857.75
    "capped in 2023": ({"hired_from": "2016-01-01", "exit_on": "2023-12-31", "pay_cny_month": 25000.0},
                       8, 166862),
    # exactly 20,857.75 is not above
    "exactly three times in 2023": ({"hired_from": "2008-01-01", "exit_on": "2023-12-31",
                                     "pay_cny_month": 20857.75}, 16, 333724),
    # 2 years + 3 carried over = 5 years. 5 x 5,000
    "carried over": ({"hired_from": "2021-01-01", "carried_over_years": 3.0}, 5, 25000),
    # 2008-01-01..2022-12-31 = 15 years, all under the law of today. 15 x 5,000
    "hired on the first day": ({"hired_from": "2008-01-01"}, 15, 75000),
    # the last day before it: a year begun = 1 month, and 15 years. The post vanished: owed. 16 x 5,000
    "hired on the day before, post vanished": (
        {"hired_from": "2007-12-31", "exit_ground": "line_stopped"}, 16, 80000),
    # 1995-01-01..2007-12-31 = 13 years, at most 12 months where agreed; + 15. 27 x 5,000
    "agreed, thirteen years before 2008": (
        {"hired_from": "1995-01-01", "exit_ground": "agreement"}, 27, 135000),
    "agreed, twelve years before 2008": (
        {"hired_from": "1996-01-01", "exit_ground": "agreement"}, 27, 135000),
    "agreed, eleven years before 2008": (
        {"hired_from": "1997-01-01", "exit_ground": "agreement"}, 26, 130000),
    # a lay-off has no cap on those months: 13 + 15. 28 x 5,000
    "laid off, thirteen years before 2008": (
        {"hired_from": "1995-01-01", "exit_ground": "mass_layoff"}, 28, 140000),
    # those years are paid at the enterprise's average of 6,000: 13 x 6,000 + 15 x 5,000
    "laid off, pay below the enterprise's": (
        {"hired_from": "1995-01-01", "exit_ground": "mass_layoff", "enterprise_pay_cny": 6000.0},
        28, 153000),
    # a contract that runs out, 8 years: 8 x 5,000
    "expiry": ({"exit_ground": "expiry"}, 8, 40000),
    "bankruptcy": ({"exit_ground": "bankruptcy"}, 8, 40000),
    # a dispatched worker's employer is another
    "dispatched": ({"contract": "dispatched"}, 0, 0),
}  # fmt: skip


@pytest.fixture(scope="module")
def reckoned():
    frame = told(*(case for case, _, _ in CASES.values()), settings=(AVERAGE_2021,))
    return frame.set_axis(list(CASES)).to_dict("index")


@pytest.mark.parametrize("name", CASES)
def test_severance_is_what_the_arithmetic_says(reckoned, name):
    _, months, yuan = CASES[name]
    found = reckoned[name]
    # Days are known: there is no range.
    assert [found[f"months_paid_{case}"] for case in ("low", "central", "high")] == [months] * 3
    sums = [found[name] for name in ("severance_low_cny", "severance_cny", "severance_high_cny")]
    assert sums == pytest.approx([yuan] * 3)


@pytest.mark.parametrize(
    ("choice", "sums"),
    [
        # 1998-01-01..2007-12-31 = 10 years, 15 since. Paid: 25 x 5,000; not paid: 15 x 5,000.
        ("yes", [125000, 125000, 125000]),
        ("no", [75000, 75000, 75000]),
        # the middle is (75,000 + 125,000) / 2
        ("undecided", [75000, 100000, 125000]),
    ],
)
@pytest.mark.parametrize("ground", ["closure", "bankruptcy", "expiry"])
def test_the_county_chooses_whether_a_closure_pays_for_service_before_2008(ground, choice, sums):
    case = {"hired_from": "1998-01-01", "exit_ground": ground}
    found = told(case, labour=Labour(pre_2008_on_closure=choice)).iloc[0]
    assert [found["severance_low_cny"], found["severance_cny"], found["severance_high_cny"]] == sums
    assert ("pre_2008_undecided" in str(found["reasons"])) == (choice == "undecided")
    assert "lab-pre2008-expiry" in found["parameters"]


@pytest.mark.parametrize(
    ("choice", "sums"),
    [
        # Pay 30,000, above 21,000. Since 2008: 12 x 21,000 = 252,000. Ten years before:
        ("yes", [462000, 462000, 462000]),  # + 10 x 21,000
        ("no", [552000, 552000, 552000]),  # + 10 x 30,000
        ("undecided", [462000, 507000, 552000]),  # + the middle, 10 x 25,500
    ],
)
def test_the_county_chooses_whether_the_cap_holds_for_service_before_2008(choice, sums):
    case = {"hired_from": "1998-01-01", "exit_ground": "line_stopped", "pay_cny_month": 30000.0}
    found = told(case, labour=Labour(pre_2008_cap=choice), settings=(AVERAGE_2021,)).iloc[0]
    assert [found["severance_low_cny"], found["severance_cny"], found["severance_high_cny"]] == sums
    assert ("pre_2008_cap_undecided" in str(found["reasons"])) == (choice == "undecided")


@pytest.mark.parametrize(
    ("case", "yuan"),
    [
        # 8 years x 5,000 x 2
        ({}, 80000),
        # from the hire, 25 years by the half-year rule, whatever is paid for 1998-2007: 25 x 5,000 x 2
        ({"hired_from": "1998-01-01"}, 250000),
        # above three times: 12 x 21,000 x 2
        ({"hired_from": "1998-01-01", "pay_cny_month": 30000.0}, 504000),
    ],
)
def test_an_unlawful_end_costs_twice_the_severance_counted_from_the_hire(case, yuan):
    assert told(case, settings=(AVERAGE_2021,)).iloc[0]["unlawful_cny"] == yuan


def test_a_band_of_hires_gives_a_range_and_its_middle():
    # 2005-01-01..2012-12-31; the middle of the band is 2008-12-31 (2,921 days after the first, halved).
    band = {"hired_from": "2005-01-01", "hired_to": "2012-12-31", "exit_ground": "line_stopped"}
    found = told(band).iloc[0]
    # last: 10 years and a day = 10.5; first: 3 + 15 = 18; middle: 2008-12-31, 14 years and a day = 14.5
    paid = [found[f"months_paid_{case}"] for case in ("low", "central", "high")]
    assert paid == [10.5, 14.5, 18]


def test_a_hire_of_a_month_may_be_any_day_of_it():
    # 2022-07-01 gives six months to 2022-12-31, 2022-07-31 five months and a day.
    found = told({"hired_from": "2022-07-01", "hired_to": None}).iloc[0]
    assert (found["months_paid_low"], found["months_paid_high"]) == (0.5, 1)
