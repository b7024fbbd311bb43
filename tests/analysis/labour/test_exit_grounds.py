"""On which ground a contract ends, when a lay-off is one of 第四十一条, and whom the law protects."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from labour_cases import law_on, one, told, workers

from capacity_analysis.analysis.labour import grounds, protections


@pytest.mark.parametrize(
    ("leaving", "staff", "trigger"),
    [
        (19, 1000, "none"),
        (20, 1000, "headcount"),  # twenty are enough
        (21, 1000, "headcount"),
        (9.9, 100, "none"),  # a mean of 9.9 %
        (10, 100, "share"),  # a tenth is enough
        (10.1, 100, "share"),
        (20, 200, "both"),
        (3, 30, "share"),  # 3/30 is a tenth exactly
        (20, np.nan, "headcount"),  # twenty are enough whatever the staff
        (5, np.nan, None),
        (np.nan, 100, None),
    ],
)
def test_twenty_people_or_a_tenth_of_the_staff_start_the_procedure(leaving, staff, trigger):
    found = grounds.mass_layoff(
        pd.Series([float(leaving)]), pd.Series([float(staff)]), law_on("2022-12-31")
    ).iloc[0]
    if trigger is None:
        assert pd.isna(found["trigger"])
        assert found["reasons"] == "layoff_size_unknown"
    else:
        assert found["trigger"] == trigger
        assert pd.isna(found["reasons"])
    days = found["explanation_days"]
    assert days == 30 if trigger not in (None, "none") else np.isnan(days)


@pytest.mark.parametrize(
    ("case", "ground", "article", "severance", "in_lieu"),
    [
        ({}, "closure", "44(5)", "46(6)", 0),
        ({"exit_ground": "bankruptcy"}, "bankruptcy", "44(4)", "46(6)", 0),
        # one line, nineteen of two hundred: a month's pay, unless thirty days' notice is given
        ({"exposure": "line", "enterprise_leaving": 19.0, "enterprise_staff": 200.0},
         "line_stopped", "40(3)", "46(3)", 5000),
        ({"exposure": "line", "enterprise_leaving": 20.0, "enterprise_staff": 300.0},
         "mass_layoff", "41", "46(4)", 0),
        ({"exit_ground": "agreement"}, "agreement", "36", "46(2)", 0),
        ({"exit_ground": "expiry", "contract": "fixed_term"}, "expiry", "44(1)", "46(5)", 0),
        # a fixed term that may yet be renewed ends with the plant, as the plan says nothing else
        ({"contract": "fixed_term"}, "closure", "44(5)", "46(6)", 0),
        ({"contract": "dispatched", "exit_ground": "closure"}, "dispatched", "", "", 0),
    ],
)  # fmt: skip
def test_each_event_has_its_article(case, ground, article, severance, in_lieu):
    found = one(**case)
    names = ["ground", "article", "severance_article", "in_lieu_cny"]
    assert [found[name] for name in names] == [ground, article, severance, in_lieu]
    assert found["severance_due"] == (ground != "dispatched")
    assert found["art_42_applies"] == (ground in ("line_stopped", "mass_layoff"))


@pytest.mark.parametrize(
    ("case", "reason"),
    [
        ({"exit_ground": "mass_layoff", "enterprise_leaving": 5.0}, "below_layoff_trigger"),
        ({"exit_ground": "line_stopped", "enterprise_leaving": 20.0}, "layoff_procedure_due"),
        ({"exposure": "line", "enterprise_leaving": np.nan}, "layoff_size_unknown"),
        ({"exposure": "line", "pay_cny_month": np.nan}, "pay_missing"),
        ({"contract": "dispatched"}, "dispatched"),
    ],
)
def test_what_does_not_fit_the_ground_is_told(case, reason):
    assert reason in one(**case)["reasons"].split(";")


def test_a_lay_off_without_one_of_the_four_circumstances_has_no_ground_on_file():
    case = {"exposure": "line", "enterprise_leaving": 30.0}
    without, with_one = (one(circumstance=each, **case) for each in ("", "objective_change"))
    assert "no_layoff_circumstance" in without["reasons"].split(";")
    assert "no_layoff_circumstance" not in str(with_one["reasons"])
    assert "lab-layoff-circumstances" in with_one["parameters"].split(";")


def test_who_does_not_leave_has_no_ground():
    frame = told({"exposure": "none"}, {"exposure": "shared"}, {"exit_on": None})
    assert frame["ground"].isna().all() and frame["article"].isna().all()
    assert frame["settings_missing"].isna().all()


def protected(checked=False, **case):
    """Return whom the law protects in one group."""
    exit_on = case.pop("exit_on", "2022-12-31")
    frame = told(case | {"exit_on": exit_on})
    staff = frame.drop(columns=["reasons", "settings_missing", "parameters", "confidence"])
    return protections.of(staff, law_on(exit_on), np.array([checked])).iloc[0]


# Fifteen years of service: from 2008-01-01 to 2022-12-31. Five years left: born 1967-09 is 60 in
# 2027-09, delayed by ceil(33/4) = 9 months to 2028-06; 1967-02: 2027-02, ceil(26/4) = 7, 2027-09.
@pytest.mark.parametrize(
    ("hired", "born", "near"),
    [
        ("2008-01-01", "1967-02-01", True),
        ("2008-01-02", "1967-02-01", False),  # a day short of fifteen years
        ("2008-01-01", "1967-04-01", True),  # 2027-04, n = 28: 7, 2027-11: 59 months
        ("2008-01-01", "1967-05-01", False),  # 2027-05, n = 29: 8, 2028-01: 61 months
        ("2008-01-01", "1962-12-01", False),  # has reached the age in the month of exit
    ],
)
def test_fifteen_years_of_service_and_less_than_five_left_protect(hired, born, near):
    found = protected(hired_from=hired, born_from=born)
    assert ("near_retirement" in str(found["protected"])) == near
    assert found["near_retirement_certain"] == near


def test_exactly_five_years_left_do_not_protect():
    # A woman at an old-rule post: no month is five years off exactly under the delay above, so one
    # who is not delayed: special post, 55 in 2027-12, 60 months from 2022-12; a month older: 59.
    five, less = (protected(post="special", hired_from="2000-01-01", born_from=born)
                  for born in ("1972-12-01", "1972-11-01"))  # fmt: skip
    assert pd.isna(five["protected"])
    assert less["protected"] == "near_retirement"


def test_a_band_of_which_some_may_be_near_retirement_is_protected_in_part():
    found = protected(hired_from="2005-01-01", born_from="1964-01-01", born_to="1975-12-31")
    assert found["protected"] == "near_retirement"
    assert not found["near_retirement_certain"]
    assert "near_retirement_in_part" in found["reasons"].split(";")


@pytest.mark.parametrize(
    "ground", ["closure", "bankruptcy", "line_stopped", "mass_layoff", "expiry"]
)
@pytest.mark.parametrize("protection", ["injured", "sick", "maternity"])
def test_article_42_bars_articles_40_and_41_only(ground, protection):
    found = protected(exit_ground=ground, protection=protection)
    assert found["protected"] == protection
    assert found["barred"] == (ground in ("line_stopped", "mass_layoff"))
    assert ("contract_extended" in str(found["reasons"])) == (ground == "expiry")


@pytest.mark.parametrize(
    ("hazards", "checked", "check", "unchecked"),
    [(True, False, "due", True), (True, True, "done", False), (False, False, "not_due", False),
     (None, False, "unknown", False), (None, True, "done", False)],
)  # fmt: skip
def test_no_contract_of_an_exposed_worker_ends_before_the_health_check(
    hazards, checked, check, unchecked
):
    found = protected(checked, hazards=hazards)
    assert found["health_check"] == check
    assert (found["protected"] == "hazards_unchecked") == unchecked
    assert ("health_check_due" in str(found["reasons"])) == unchecked
    if unchecked:
        assert "lab-health-check" in found["parameters"].split(";")


def test_a_dispatched_worker_is_protected_against_hazards_too():
    assert protected(contract="dispatched", hazards=True)["health_check"] == "due"


def test_grounds_need_no_order_of_the_index():
    frame = workers({}, {"exposure": "line"}).set_axis([7, 3])
    found = grounds.applies(frame, law_on("2022-12-31", "2022-12-31"), "difficulty")
    assert found["ground"].tolist() == ["closure", "line_stopped"]
