"""The month of retirement: every row of the published schedule, and who is not delayed."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from labour_cases import ROWS, law_on, one, workers

from capacity_analysis.analysis.labour import retirement
from capacity_analysis.standards import Standards

NAMES = list(retirement.CATEGORIES)
SCHEDULE = Standards.load().document("npc-retirement-2024").table("retirement_schedule")
OF_SCHEDULE = {"男职工": "men", "女职工（原55周岁）": "women55", "女职工（原50周岁）": "women50"}


def retires(day="2022-12-31", **case):
    """Return when one group retires, seen from an exit."""
    return retirement.months(workers(case), law_on(day)).iloc[0]


def test_the_formula_gives_every_row_of_the_published_schedule():
    assert len(SCHEDULE) == 408
    codes = SCHEDULE["category"].map(OF_SCHEDULE).map(NAMES.index).to_numpy(np.int8)
    born = SCHEDULE["birth_month"].to_numpy("datetime64[M]")
    month, delay = retirement.statutory_months(born, codes, law_on("2022-12-31"))
    assert month.astype(str).tolist() == SCHEDULE["new_retirement_month"].tolist()
    assert delay.tolist() == SCHEDULE["delay_months"].tolist()
    least = retirement.least_contribution(month, law_on("2022-12-31"))["least_contribution_years"]
    assert least.tolist() == SCHEDULE["least_contribution_years"].tolist()


@pytest.mark.parametrize(
    ("case", "month"),
    [
        # 60, reached in 2024-12, the month before the decision: not delayed
        ({"born_from": "1964-12-01"}, "2024-12"),
        # reached in 2025-01, n = 1: ceil(1/4) = 1
        ({"born_from": "1965-01-01"}, "2025-02"),
        # n = 4: 1; n = 5: 2
        ({"born_from": "1965-04-01"}, "2025-05"),
        ({"born_from": "1965-05-01"}, "2025-07"),
        # 2036-07, n = 139: ceil(139/4) = 35; 2036-08, n = 140: 35; 2036-09, n = 141: 36
        ({"born_from": "1976-08-01"}, "2039-07"),
        ({"born_from": "1976-09-01"}, "2039-09"),
        # beyond the schedule the cap holds: 1990-06 + 60 years + 36 months
        ({"born_from": "1990-06-01"}, "2053-06"),
        # women in administration, 55: 1969-12 not, 1970-01 by one month, 1981-09 by 36
        ({"sex": "female", "post": "cadre", "born_from": "1969-12-01"}, "2024-12"),
        ({"sex": "female", "post": "cadre", "born_from": "1970-01-01"}, "2025-02"),
        ({"sex": "female", "post": "cadre", "born_from": "1981-09-01"}, "2039-09"),
        # women workers, 50: 1974-12 not, 1975-01 by one; n = 3: ceil(3/2) = 2; 1984-11, n = 119: 60
        ({"sex": "female", "born_from": "1974-12-01"}, "2024-12"),
        ({"sex": "female", "born_from": "1975-01-01"}, "2025-02"),
        ({"sex": "female", "born_from": "1975-03-01"}, "2025-05"),
        ({"sex": "female", "born_from": "1984-10-01"}, "2039-09"),
        ({"sex": "female", "born_from": "1984-11-01"}, "2039-11"),
        # special posts: 55 and 45, and no row delays them
        ({"post": "special", "born_from": "1975-06-01"}, "2030-06"),
        ({"sex": "female", "post": "special", "born_from": "1982-06-01"}, "2027-06"),
        # a man's post makes no other difference
        ({"post": "cadre", "born_from": "1965-05-01"}, "2025-07"),
    ],
)
def test_the_month_of_birth_sex_and_post_give_the_month(case, month):
    found = retires(**case)
    assert (found["retires_from"], found["retires_to"]) == (month, month)


def test_the_caps_lead_to_the_ages_that_the_decision_ends_with():
    for name, final in (("men", "men"), ("women55", "women55"), ("women50", "women50")):
        told = retirement.CATEGORIES[name]
        age, cap = (law_on("2022-12-31").latest(each).each[0] for each in (told.age, told.cap))
        law = law_on("2025-01-01")
        assert age + cap / 12 == law.find(f"statutory_retirement_age_{final}_final").each[0]


def test_who_is_special_is_marked_as_from_memory_and_who_is_not_delayed_needs_no_step():
    special, old, new = (retires(**case) for case in
                         ({"post": "special"}, {"born_from": "1964-01-01"}, {"born_from": "1970-01-01"}))  # fmt: skip
    assert (special["confidence"], special["reasons"]) == ("recalled", "special_post_recalled")
    assert special["parameters"].split(";")[0] == "lab-128"
    assert "lab-119" not in old["parameters"]
    assert {"lab-119", "lab-122", "lab-125"} <= set(new["parameters"].split(";"))
    assert (new["confidence"], new["special"]) == ("verified", False)


def test_rows_that_are_not_known_delay_nobody():
    before = ROWS[ROWS["effective_from"] < "2025-01-01"]
    found = retirement.months(
        workers({"born_from": "1970-06-01"}), law_on("2022-12-31", rows=before)
    )
    assert found["retires_from"].tolist() == ["2030-06"]


@pytest.mark.parametrize(
    ("born", "left", "share"),
    [("1962-11-01", -1, 1), ("1962-12-01", 0, 1), ("1963-01-01", 1, 0)],
)
def test_the_age_is_reached_in_the_month_of_exit_at_the_latest(born, left, share):
    found = retires(born_from=born)
    assert (found["months_left_central"], found["retired_share"]) == (left, share)


def test_a_band_of_births_gives_a_range_and_the_part_that_has_reached_the_age():
    # 1962-01..1963-12, 24 months; by 2022-12 those born to 1962-12 are 60: 12 of 24.
    found = retires(born_from="1962-01-01", born_to="1963-12-31")
    assert (found["retires_from"], found["retires_to"]) == ("2022-01", "2023-12")
    assert (found["months_left_low"], found["months_left_high"]) == (-11, 12)
    assert found["retired_share"] == 0.5
    assert retirement.heads(pd.Series([9]), found["retired_share"]).values.tolist() == [[0, 4, 9]]


@pytest.mark.parametrize(
    ("born", "years"),
    [
        ("1964-12-01", 15),  # 2024-12
        ("1968-11-01", 15),  # 60 in 2028-11, n = 47: 12 months later, 2029-11
        ("1969-01-01", 15.5),  # 60 in 2029-01, n = 49: 13 months later, 2030-02
        ("1970-01-01", 16),  # 60 in 2030-01, n = 61: 16 months later, 2031-05
        ("1985-01-01", 20),  # 2048-01
    ],
)
def test_a_pension_needs_the_years_of_contribution_of_its_own_year(born, years):
    assert retires(born_from=born)["least_contribution_years"] == years


def test_a_birth_or_sex_that_was_not_reported_gives_no_month():
    for case, reason in (
        ({"born_from": None}, "born_missing"),
        ({"sex": None}, "sex_or_post_missing"),
    ):
        found = one(**case)
        assert pd.isna(found["retires_from"]) and pd.isna(found["retired_share"])
        assert reason in found["reasons"].split(";")


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(range(5)), st.integers(0, 500), st.integers(1, 60))
def test_a_later_birth_never_means_an_earlier_retirement(code, first, width):
    born = np.datetime64("1945-01", "M") + np.arange(first, first + width + 1)
    month, delay = retirement.statutory_months(
        born, np.full(len(born), code, np.int8), law_on("2022-12-31")
    )
    assert (np.diff(month.astype(int)) >= 0).all()
    assert (delay >= 0).all()
