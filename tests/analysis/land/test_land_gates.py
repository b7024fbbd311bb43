"""Gates: when a soil survey is due and why, what a bad soil forbids, plans and mortgages."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from land_cases import DAY, law, table

from capacity_analysis.analysis.land import routes, soil


def told(route="", industry="3011", day=DAY, lacking=(), **facts):
    named = pd.Series(pd.Categorical([route], categories=[*routes.ROUTES, ""]))
    steps = pd.DataFrame({step: [step in lacking] for step in ("soil_plan", "chemical_disposal")})
    found = soil.gates(
        table({"soil_key_unit": False, "mortgaged": False, **facts}),
        pd.Series([industry], dtype="category"), named, steps, law(day, "enforcement_rules"),
    )  # fmt: skip
    return found.iloc[0]


def gates(*args, **facts):
    found = told(*args, **facts)["gates"]
    return [] if pd.isna(found) else found.split(";")


@pytest.mark.parametrize("route", ["take_back", "transfer"])
def test_a_key_unit_surveys_before_take_back_and_transfer(route):
    found = told(route, soil_key_unit=True)
    assert (found["gates"], found["soil_reason"]) == ("soil_survey", "key_unit")
    assert found["parameters"] == "enf-035"


@pytest.mark.parametrize("route", ["redevelop", "fill_up", ""])
def test_a_key_unit_that_keeps_land_and_use_need_not_survey(route):
    assert gates(route, soil_key_unit=True) == []


@pytest.mark.parametrize(
    ("use", "due"),
    [("industrial", False), ("commercial", True), ("green", True), ("housing", True)],
)
def test_a_key_unit_surveys_before_a_change_of_use(use, due):
    found = gates("redevelop", soil_key_unit=True, planned_use=use)
    assert ("soil_survey" in found) == due


@pytest.mark.parametrize(
    ("use", "due"),
    [("housing", True), ("public_service", True), ("commercial", False), ("green", False),
     ("industrial", False), (None, False)],
)  # fmt: skip
def test_any_land_is_surveyed_before_housing_and_public_service(use, due):
    found = told("redevelop", planned_use=use)
    assert (found["soil_reason"] == "sensitive_use") == due


@pytest.mark.parametrize(
    "industry", ["3211", "3221", "3231", "2511", "2614", "2521", "3360", "1910", "7724"]
)
def test_a_suspected_plot_is_surveyed_on_take_back(industry):
    found = told("take_back", industry=industry)
    assert (found["gates"], found["soil_reason"]) == ("soil_survey", "suspected_plot")
    assert found["parameters"] == "enf-043;enf-044"


@pytest.mark.parametrize("industry", ["3011", "2522", "3240", "3311", "1921"])
def test_other_industries_are_no_suspected_plots(industry):
    assert gates("take_back", industry=industry) == []


@pytest.mark.parametrize("route", ["", "transfer", "redevelop"])
def test_the_closure_of_a_suspected_plot_asks_for_no_survey(route):
    assert gates(route, industry="2614") == []


def test_one_user_of_a_listed_industry_makes_a_suspected_plot():
    assert gates("take_back", industry="3011;2614") == ["soil_survey"]


@pytest.mark.parametrize("survey", ["clean", "remediated"])
def test_a_survey_that_was_made_opens_the_gate(survey):
    assert gates("take_back", soil_key_unit=True, soil_survey=survey) == []


def test_no_survey_and_none_on_record_are_the_same_gate():
    assert gates("take_back", soil_key_unit=True, soil_survey="none") == ["soil_survey"]


def test_soil_over_the_limits_has_to_be_repaired_and_may_not_become_housing():
    assert gates("transfer", soil_survey="exceeded") == ["soil_remediation"]
    found = gates("transfer", soil_survey="exceeded", planned_use="housing")
    assert found == ["soil_remediation", "listed_no_housing"]


def test_where_nobody_says_whether_it_is_a_key_unit_the_duty_is_unknown():
    found = told("transfer", soil_key_unit=None)
    assert pd.isna(found["gates"])
    assert found["survey_unsure"]
    assert found["reasons"] == "soil_key_unknown"


def test_before_the_law_on_soil_there_was_no_such_duty():
    assert gates("transfer", soil_key_unit=True, day=dt.date(2018, 12, 31)) == []
    assert gates("transfer", soil_key_unit=True, day=dt.date(2019, 1, 1)) == ["soil_survey"]


@pytest.mark.parametrize(("key", "due"), [(True, True), (False, False), (None, True)])
def test_the_soil_plan_is_a_key_units(key, due):
    assert ("soil_plan" in gates("", soil_key_unit=key, lacking=["soil_plan"])) == due


def test_the_plan_for_chemicals_is_due_where_the_exit_lacks_it():
    found = told("transfer", lacking=["chemical_disposal"])
    assert (found["gates"], found["parameters"]) == ("chemical_disposal", "enf-045")


@pytest.mark.parametrize(("route", "due"), [("transfer", True), ("", False)])
def test_a_mortgage_stands_in_the_way_of_a_route(route, due):
    assert ("mortgage" in gates(route, mortgaged=True)) == due


def test_a_mortgage_that_nobody_tells_of_is_unknown():
    assert told("redevelop", mortgaged=None)["reasons"] == "mortgage_unknown"


def test_the_gates_come_in_one_order():
    found = gates(
        "take_back", soil_key_unit=True, mortgaged=True, lacking=["soil_plan", "chemical_disposal"]
    )
    assert found == ["soil_survey", "soil_plan", "chemical_disposal", "mortgage"]
    assert np.all([gate in soil.GATES for gate in found])
