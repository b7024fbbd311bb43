"""内部退养 within five years of the age, and how long and how much the unemployment fund pays."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from labour_cases import CHAIN, ROWS, law_on, workers

from capacity_analysis.analysis.labour import inner_retirement, parameters, retirement, unemployment
from capacity_analysis.campaign.parts_people import Setting

MONEY = {"inner_allowance_cny_month": 1800.0, "employer_contribution_cny_month": 900.0}
BENEFIT_2022 = Setting(parameter="unemployment_benefit_monthly", code="3", value=1449, unit="元/月",
                       source="project", confidence="recalled")  # fmt: skip


def inner(exit_on="2022-12-31", basis="capacity_cut", **case):
    """Return what retiring within costs one group."""
    law, staff = law_on(exit_on), workers(MONEY | case)
    return inner_retirement.cost(staff.join(retirement.months(staff, law)[
        ["months_left_low", "months_left_high", "retired_share"]]), law, basis).iloc[0]  # fmt: skip


@pytest.mark.parametrize(
    ("born", "months"),
    [
        # Special posts are not delayed: 55 in 2027-11, -12 and 2028-01, 59, 60 and 61 months off.
        ("1972-11-01", 59),
        ("1972-12-01", 60),  # exactly five years are enough
        ("1973-01-01", None),
        ("1968-01-01", 1),
        ("1967-12-01", None),  # has reached the age
    ],
)
def test_whoever_is_at_most_five_years_from_the_age_may_retire_within(born, months):
    found = inner(post="special", born_from=born)
    assert found["inner_share"] == (months is not None)
    if months is None:
        assert pd.isna(found["inner_months_low"]) and pd.isna(found["inner_cost_cny"])
    else:
        # months x (1,800 + 900)
        assert found["inner_months_central"] == months
        assert found["inner_cost_cny"] == months * 2700


def test_the_delayed_month_counts_and_not_the_old_one():
    # Born 1967-05: 60 in 2027-05 (53 months off), delayed by ceil(29/4) = 8 to 2028-01: 61 months.
    assert inner(born_from="1967-05-01")["inner_share"] == 0
    # Born 1967-04: 2027-04, ceil(28/4) = 7, 2027-11: 59 months x 2,700 = 159,300.
    assert inner(born_from="1967-04-01")["inner_cost_cny"] == 159300


def test_a_band_gives_the_part_that_may_and_a_range_of_months():
    # Special posts born 1972-01..1973-12: 55 from 2027-01 (49 months) to 2028-12 (72). At most 60
    # months: to 1972-12, 12 of 24. Months 49 to 60, the middle 54.
    found = inner(post="special", born_from="1972-01-01", born_to="1973-12-31")
    assert found["inner_share"] == 0.5
    assert [found[f"inner_months_{case}"] for case in ("low", "central", "high")] == [49, 54, 60]
    sums = [found[name] for name in ("inner_cost_low_cny", "inner_cost_cny", "inner_cost_high_cny")]
    assert sums == [132300, 145800, 162000]


def test_an_allowance_that_was_not_reported_gives_no_cost():
    found = inner(born_from="1965-01-01", inner_allowance_cny_month=np.nan)
    assert pd.isna(found["inner_cost_cny"])
    assert found["inner_months_central"] == 26  # 2025-02
    assert found["reasons"] == "inner_allowance_missing"


@pytest.mark.parametrize(
    ("basis", "row"), [("capacity_cut", "lab-068"), ("state_owned", "lab-067")]
)
def test_the_rule_of_the_plan_is_named(basis, row):
    assert row in inner(basis=basis)["parameters"].split(";")


def benefit(route="severance", exit_on="2024-12-31", settings=(), service=(96.0, 96.0), **case):
    """Return the benefit of one group."""
    law = parameters.on(ROWS, pd.to_datetime([exit_on]), CHAIN, settings)
    low, high = service
    staff = workers(case).assign(service_months_low=low, service_months_high=high)
    return unemployment.benefit(staff, law, route).iloc[0]


@pytest.mark.parametrize(
    ("years", "months"),
    [(0, 0), (0.99, 0), (1, 12), (4.99, 12), (5, 18), (9.99, 18), (10, 24), (30, 24)],
)
def test_years_of_contributions_give_the_months(years, months):
    found = benefit(insured_years=years)
    assert (found["benefit_months_low"], found["benefit_months_high"]) == (months, months)
    # 1,566 a month in class 3 from 2024-04-08
    assert (found["benefit_low_cny"], found["benefit_high_cny"]) == (months * 1566, months * 1566)


def test_without_years_paid_service_stands_for_them_and_a_band_gives_a_range():
    found = benefit(service=(48.0, 72.0))
    assert (found["benefit_months_low"], found["benefit_months_high"]) == (12, 18)
    assert found["reasons"] == "contribution_years_estimated"
    assert {"lab-072", "lab-073"} <= set(found["parameters"].split(";"))


@pytest.mark.parametrize(
    ("insured", "low", "high", "reason"),
    [(False, 0, 0, "not_insured"), (None, 0, 18, "insurance_unknown")],
)
def test_who_is_not_insured_gets_none_and_who_may_be_perhaps(insured, low, high, reason):
    found = benefit(insured=insured)
    assert (found["benefit_months_low"], found["benefit_months_high"]) == (low, high)
    assert reason in found["reasons"].split(";")


@pytest.mark.parametrize("route", ["inner_retirement", "retirement", "transfer", "dispatched"])
def test_who_retires_or_stays_is_not_unemployed(route):
    found = benefit(route, insured_years=20)
    assert (found["benefit_months_high"], found["benefit_high_cny"]) == (0, 0)
    assert pd.isna(found["reasons"]) and pd.isna(found["parameters"])


@pytest.mark.parametrize(("exit_on", "known"), [("2024-04-07", False), ("2024-04-08", True)])
def test_before_its_first_day_the_benefit_is_not_on_file(exit_on, known):
    found = benefit(exit_on=exit_on, insured_years=10)
    assert found["benefit_months_high"] == 24
    assert pd.notna(found["benefit_high_cny"]) == known
    if not known:
        assert found["reasons"] == "benefit_not_on_file"
        assert found["settings_missing"] == "unemployment_benefit_monthly/3"


def test_a_setting_supplies_the_benefit():
    found = benefit(exit_on="2022-12-31", insured_years=10, settings=(BENEFIT_2022,))
    assert found["benefit_high_cny"] == 34776  # 24 x 1,449
    assert found["confidence"] == "recalled"
