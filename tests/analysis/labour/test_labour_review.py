"""What is easily got wrong to a worker's cost: later law, closure of a line alone, early retirement."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from labour_cases import ROWS, law_on, one, workers

from capacity_analysis.analysis.labour import law_rows, protections, retirement, service
from capacity_analysis.analysis.labour.severance import enterprise_pay
from capacity_analysis.assessment import people
from capacity_analysis.standards import Standards

STORE = Standards.load()


def known(day):
    """Return the rows of the law that are known on a day."""
    return people.law(STORE, dt.date.fromisoformat(day))


def ids(day):
    return set(known(day)["row_id"])


# ---- a date decides ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "delayed"),
    # Decided and published on 2024-09-13, in force from 2025-01-01.
    [("2022-09-10", False), ("2024-09-12", False), ("2024-09-13", True), ("2025-01-01", True)],
)
def test_the_delay_of_retirement_is_known_from_the_day_its_decision_is_published(day, delayed):
    decision = {f"lab-{number}" for number in range(116, 125)}
    assert decision & ids(day) == (decision if delayed else set())
    # Born in January 1968, sixty in January 2028: month 37 since 2025-01, ceil(37 / 4) = 10 months.
    law = law_on("2022-12-31", rows=known(day))
    staff = retirement.months(workers({"born_from": "1968-01-01"}), law)
    assert staff["retires_from"].tolist() == ["2028-11" if delayed else "2028-01"]
    assert ("lab-119" in staff["parameters"].tolist()[0].split(";")) == delayed


@pytest.mark.parametrize(
    ("day", "row", "there"),
    [
        ("2024-03-31", "lab-092", False),  # the minimum wage from 2024-04-01
        ("2024-04-01", "lab-092", True),
        ("2024-04-07", "lab-082", False),  # the benefit from 2024-04-08
        ("2024-04-08", "lab-082", True),
        ("2022-12-31", "lab-103", False),  # the average wage of 2022, whose code is its year
        ("2023-01-01", "lab-103", True),
        ("2022-09-10", "lab-086", True),  # in force since 2021
        ("2026-06-30", "lab-138", True),  # years of contributions in 2031, decided in 2024
    ],
)
def test_what_begins_after_the_day_of_the_assessment_is_not_known(day, row, there):
    assert (row in ids(day)) == there


def test_all_of_the_law_is_known_once_its_last_decision_has_begun():
    rows = law_rows.known(ROWS, dt.date(2025, 1, 1), dt.date(2025, 1, 1))
    assert rows["row_id"].tolist() == ROWS["row_id"].tolist()


def test_seen_from_2022_an_exit_in_2023_has_no_cap_and_says_which_average_it_lacks():
    case = {"exit_on": "2023-06-30", "pay_cny_month": 30000.0, "hired_from": "2013-07-01"}
    early, late = (one(rows=known(day), **case) for day in ("2022-09-10", "2023-06-30"))
    assert (early["cap_state"], early["base_cny"]) == ("unknown", 30000)
    assert "avg_annual_wage_urban_nonprivate/2022" in early["settings_missing"].split(";")
    # Ten years: 83,431 / 12 x 3 = 20,857.75 a month.
    assert (late["cap_state"], late["severance_cny"]) == ("applied", 208577.5)


# ---- grounds -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("leaving", "article"), [(9.0, "40(3)"), (10.0, "41")])
@pytest.mark.parametrize("ground", ["closure", "bankruptcy"])
def test_a_plan_cannot_close_an_employer_that_goes_on(ground, leaving, article):
    found = one(exposure="line", exit_ground=ground, enterprise_leaving=leaving)
    assert found["article"] == article
    assert found["art_42_applies"]  # article 42 protects against both
    assert "closure_of_line_only" in found["reasons"].split(";")
    whole = one(exposure="whole", exit_ground=ground, enterprise_leaving=leaving)
    assert (whole["ground"], whole["art_42_applies"]) == (ground, False)


# ---- pay -----------------------------------------------------------------------------------------


def test_the_average_pay_of_an_enterprise_leaves_out_who_is_dispatched_to_it():
    staff = pd.DataFrame({"enterprise_code": 0, "headcount": [10, 10, 40], "pay_cny_month":
                          [5000.0, 7000.0, 3000.0], "contract": ["open_ended", "task", "dispatched"]})  # fmt: skip
    assert enterprise_pay(staff).tolist() == [6000] * 3


@pytest.mark.parametrize(
    ("hired_to", "months"),
    # To 2022-12-31 twenty years were carried over: 2003 to 2007, and fifteen years since.
    [("2023-01-01", (60, 180)), ("2030-12-31", (60, 180))],
)
def test_a_band_of_hires_that_ends_after_the_exit_never_counts_more_than_its_first_hire(
    hired_to, months
):
    found = one(hired_from="2022-01-01", hired_to=hired_to, carried_over_years=20.0)
    assert (found["before_months_low"], found["since_months_low"]) == months
    served = [found[f"service_months_{case}"] for case in service.CASES]
    assert served == sorted(served)
    assert served[-1] == 252  # a year more
    assert "hired_after_exit" in found["reasons"].split(";")


# ---- retirement ----------------------------------------------------------------------------------


def near(**case):
    """Return a group with service, retirement and what protects it as a line stops."""
    staff, law = workers({"hired_from": "2000-01-01", **case}), law_on(case["exit_on"])
    for step in (service.months, retirement.months):
        staff = staff.join(step(staff, law).drop(columns=["reasons", "settings_missing",
                                                          "parameters", "confidence"]))  # fmt: skip
    staff = staff.assign(ground="line_stopped", art_42_applies=True)
    checked = pd.Series([False]).to_numpy()
    return staff.iloc[0], protections.of(staff, law, checked).iloc[0]


@pytest.mark.parametrize(
    ("born", "exit_on", "share", "sure"),
    [
        # 55 in 2021: may have retired early, need not have
        ("1966-06-01", "2022-10-31", 1, 0),
        # 60 in 2021: the age of every post
        ("1961-06-01", "2022-10-31", 1, 1),
    ],
)
def test_a_special_post_may_retire_early_and_need_not(born, exit_on, share, sure):
    found, _ = near(post="special", born_from=born, exit_on=exit_on)
    assert (found["retired_share"], found["retired_sure"]) == (share, sure)
    heads = retirement.heads(pd.Series([7]), [found["retired_share"]], [found["retired_sure"]])
    assert heads.values.tolist() == [[7 * sure, 7, 7]]


@pytest.mark.parametrize(
    ("born", "protected"),
    [
        ("1968-10-01", True),  # 54: five years to 55 have begun
        ("1963-01-01", True),  # 59, past the early age, three months from the other
        ("1962-10-01", False),  # 60 in the month of exit, which is over
        ("1973-01-01", False),  # 49: more than five years from either
    ],
)
def test_who_did_not_retire_early_from_a_special_post_is_still_protected(born, protected):
    _, found = near(post="special", born_from=born, exit_on="2022-10-31")
    assert (found["protected"] == "near_retirement") == protected
    assert found["barred"] == protected


@pytest.mark.parametrize(
    ("exit_on", "sure", "protected"),
    [("2022-09-29", 0, True), ("2022-09-30", 1, False), ("2022-10-01", 1, False)],
)
def test_who_is_sixty_in_the_month_of_exit_may_not_be_so_on_the_day(exit_on, sure, protected):
    told, found = near(born_from="1962-09-01", exit_on=exit_on)
    assert (told["retired_share"], told["retired_sure"]) == (1, sure)
    assert (found["protected"] == "near_retirement") == protected
    assert "near_retirement_in_part" in found["reasons"].split(";") if protected else True
