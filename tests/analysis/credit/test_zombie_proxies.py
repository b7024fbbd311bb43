"""The weaker signals: what fell within a year, at its boundary."""

import datetime as dt

import pandas as pd
import pytest

from capacity_analysis.analysis.credit.verdicts import RESULTS
from capacity_analysis.analysis.credit.zombie_proxies import fall_of_staff, fall_of_years, proxies
from capacity_analysis.campaign.parts_credit import Proxies

BOUNDS = Proxies(
    electricity_fall_percent=50, tax_fall_percent=40, insured_fall_percent=30, least_signs=2
)
DAY = dt.date(2022, 9, 10)


def said(**falls):
    series = {name: pd.Series({0: fall}, dtype=float) for name, fall in falls.items()}
    return RESULTS[proxies(series, BOUNDS)[1].result[0]]


@pytest.mark.parametrize(
    ("fall", "result"), [(49.9, "clear"), (50.0, "suspect"), (50.1, "suspect")]
)
def test_a_fall_of_the_bound_itself_is_a_sign(fall, result):
    assert said(electricity=fall, tax=40.0, insured=0.0) == result


def test_one_sign_of_two_leaves_it_open_while_a_series_is_missing():
    assert said(electricity=60.0, tax=0.0) == "undecided"
    assert said(electricity=60.0, tax=0.0, insured=29.9) == "clear"
    # Neither of two can be reached any more.
    assert said(electricity=0.0, tax=0.0) == "clear"


def test_proxies_never_call_anyone_a_zombie():
    assert said(electricity=100.0, tax=100.0, insured=100.0) == "suspect"


def test_a_fall_needs_both_years_and_something_to_fall_from():
    series = pd.DataFrame(
        {
            "enterprise_code": [0, 0, 1, 1, 2],
            "year": [2020, 2021, 2020, 2021, 2021],
            "value": [200.0, 90.0, 0.0, 5.0, 7.0],
        }
    )
    # (200 - 90) / 200
    assert fall_of_years(series, 2021).to_dict() == {0: 55.0}


@pytest.mark.parametrize(
    ("earlier", "known"),
    [("2021-08-31", True), ("2021-09-30", False), ("2020-09-30", True), ("2020-08-31", False)],
)
def test_staff_is_held_against_a_count_one_to_two_years_older(earlier, known):
    counts = pd.DataFrame(
        {
            "enterprise_code": 0,
            "insured": [40, 10],
            "as_of": pd.to_datetime([earlier, "2022-08-31"]),
        }
    )
    assert fall_of_staff(counts, DAY).to_dict() == ({0: 75.0} if known else {})


def test_a_count_after_the_day_is_not_known_on_it():
    counts = pd.DataFrame(
        {
            "enterprise_code": 0,
            "insured": [40, 30, 1],
            "as_of": pd.to_datetime(["2021-08-31", "2022-08-31", "2022-09-30"]),
        }
    )
    assert fall_of_staff(counts, DAY).to_dict() == {0: 25.0}
