"""What an enterprise must do before it lays off, the jobs asked for, the signs of risk, the means."""

import numpy as np
import pandas as pd
import pytest

from capacity_analysis.analysis.labour import job_demand, layoffs, means, shapes, stability
from capacity_analysis.analysis.labour.exposure import Areas
from capacity_analysis.campaign.parts_people import StabilityIndicator


def test_transferred_dispatched_agreed_and_expiring_staff_is_not_laid_off():
    staff = pd.DataFrame(
        {
            "enterprise_code": 0,
            "headcount": [30, 8, 5, 4, 60],
            "contract": ["open_ended", "dispatched", "fixed_term", "open_ended", "open_ended"],
            "exit_ground": [None, None, "expiry", "agreement", None],
            "severance": [25.0, 0.0, 5.0, 4.0, np.nan],
        }
    )
    # leaving: 25 of the first; staff: 30 + 5 + 4 + 60
    assert layoffs.leaving(staff, 1).iloc[0].tolist() == [25, 99]


def layoff(*, grounds, trigger, barred=(False, False), possible=False):
    owners = pd.DataFrame(
        {"enterprise_id": ["A"], "enterprise_code": [0], "leaving": [25.0], "staff": [100.0]}
    )
    staff = pd.DataFrame(
        {
            "enterprise_code": 0, "headcount": [20, 5], "severance": [20.0, 5.0],
            "ground": grounds, "barred": barred, "hazards": pd.array([True, None], dtype="boolean"),
            "health_check": ["done", "due"],
        }
    )  # fmt: skip
    triggers = pd.DataFrame({"share": [0.25], "trigger": [trigger], "explanation_days": [30.0]})
    return layoffs.table(
        owners,
        staff,
        triggers,
        possible=np.array([possible]),
        circumstance="objective_change",
        plans=pd.Series(["missing"]),
    ).iloc[0]


def test_a_line_that_stops_with_many_people_needs_the_procedure_and_a_circumstance():
    found = layoff(grounds=["mass_layoff"] * 2, trigger="both", barred=(False, True))
    assert found[["ground", "procedure", "trigger"]].tolist() == [
        "mass_layoff", "mass_layoff", "both"
    ]  # fmt: skip
    assert found[["circumstance", "explanation_days"]].tolist() == ["objective_change", 30.0]
    assert found[["barred", "hazards", "health_check"]].tolist() == [5, 20, "due"]


def test_a_closing_employer_lays_nobody_off():
    found = layoff(grounds=["closure", "agreement"], trigger="both")
    assert found[["ground", "procedure", "trigger"]].tolist() == ["closure", "closure", "none"]
    assert found[["circumstance", "explanation_days"]].isna().all()


@pytest.mark.parametrize(
    ("grounds", "trigger", "procedure"),
    [
        ("line_stopped", "none", "possible"),
        ("mass_layoff", "headcount", "mass_layoff"),
        ("closure", "none", "closure"),
    ],
)
def test_where_the_most_that_may_go_needs_the_procedure_it_is_possible(grounds, trigger, procedure):
    found = layoff(grounds=[grounds] * 2, trigger=trigger, possible=True)
    assert found["procedure"] == procedure


def test_few_people_need_no_procedure():
    found = layoff(grounds=["line_stopped"] * 2, trigger="none")
    assert found["procedure"] == "none"


@pytest.mark.parametrize(
    ("counts", "few"),
    [
        ((100, 30, 0, 0), False),
        ((100, 4, 0, 0), True),
        ((100, 5, 0, 0), False),
        ((33, 30, 0, 0), True),  # three stay
        ((100, 30, 26, 0), True),  # of the laid-off, four are not protected
        ((100, 30, 25, 0), False),
        ((100, 30, 0, 2), True),
    ],
)
def test_a_row_is_hidden_where_it_counts_a_few_or_leaves_a_few(counts, few):
    row = pd.DataFrame([counts], columns=["staff", "leaving", "barred", "hazards"])
    laid_off = np.array([float(counts[1])])
    assert layoffs.few(row, laid_off, laid_off, 5).tolist() == [few]


def demand_of(vacancies, hidden=False):
    """Return the demand of A (30 and 5 dispatched) and B (12), both of 甲镇, in 2022Q4."""
    names = [[""], ["cement"], ["甲镇"], ["A", "B"]]
    within = Areas(
        tuple(np.array(of) for of in ([0, 0], [0, 0], [0, 0], [0, 1])),
        tuple(pd.array(name, dtype="str") for name in names),
    )
    rows = []
    for scope, key, severance, dispatched in (
        (0, 0, 42, 5), (1, 0, 42, 5), (2, 0, 42, 5), (3, 0, 30, 5), (3, 1, 12, 0),
    ):  # fmt: skip
        rows += [(scope, key, 1, 4, severance), (scope, key, 1, 5, dispatched)]
    cells = pd.DataFrame(rows, columns=["scope", "key", "quarter", "route", "headcount"])
    cells = cells[cells["headcount"] > 0].reset_index(drop=True)
    cells = cells.assign(headcount_low=cells["headcount"], headcount_high=cells["headcount"])
    away = (cells["scope"].eq(2) & hidden).to_numpy()
    reported = pd.DataFrame(vacancies, columns=["township", "quarter", "jobs"])
    found = job_demand.against(cells, within, reported, ["2022Q4"], away)
    return found.set_index("township")


def test_jobs_asked_for_stand_against_those_reported_for_the_township():
    found = demand_of([("甲镇", "2022Q4", 40), ("甲镇", "2023Q1", 900)]).loc["甲镇"]
    assert found[["demand", "capacity", "shortfall"]].tolist() == [47, 40, 7]  # 30 + 5 + 12
    assert pd.isna(found["swamped_by"])


@pytest.mark.parametrize(("jobs", "by"), [(34, "A"), (35, None), (36, None)])
def test_an_employer_swamps_a_township_whose_jobs_it_alone_exceeds(jobs, by):
    found = demand_of([("甲镇", "2022Q4", jobs)]).loc["甲镇"]
    assert found["swamped_by"] == by if by else pd.isna(found["swamped_by"])


def test_jobs_that_nobody_reported_are_missing_and_not_none():
    found = demand_of([("甲镇", "2022Q4", 60)])
    assert found.loc["甲镇", "shortfall"] == 0
    assert found.loc["", ["capacity", "shortfall"]].isna().all()
    district = demand_of([(None, "2022Q4", 60)])
    assert district.loc["", "capacity"] == 60


def test_a_demand_is_hidden_with_any_cell_that_it_is_the_sum_of():
    found = demand_of([], hidden=True)
    assert found["hidden"].to_dict() == {"": False, "甲镇": True}


def sign(kind, attention, high):
    return StabilityIndicator(
        id="open_petitions", name="信访", name_en="Petitions", kind=kind,
        attention=attention, high=high, source="project",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "value", "level"),
    [
        ("gate", 0.0, "ok"), ("gate", 0.01, "attention"), ("gate", np.nan, "unknown"),
        ("band", 29.9, "ok"), ("band", 30.0, "attention"), ("band", 30.1, "attention"),
        ("band", 49.9, "attention"), ("band", 50.0, "high"), ("band", 50.1, "high"),
    ],
)  # fmt: skip
def test_a_gate_shuts_above_its_bound_and_a_band_begins_at_it(kind, value, level):
    bounds = (0, None) if kind == "gate" else (30, 50)
    told = {"open_petitions": pd.DataFrame({"value": [value]})}
    owners = pd.DataFrame({"enterprise_id": ["A"]})
    assert stability.table(owners, told, [sign(kind, *bounds)])["level"].tolist() == [level]


def test_arrears_that_some_cohorts_do_not_report_are_unknown_unless_others_are_owed():
    staff = pd.DataFrame(
        {
            "enterprise_code": [0, 0, 1, 1, 2],
            "pay_arrears_10k_cny": [0.0, np.nan, 3.0, np.nan, 0.0],
            "contribution_arrears_10k_cny": [0.0, 0.0, 0.0, 1.5, 0.0],
            "source_cell": ["a", "b", "c", "d", "e"],
        }
    )
    found = stability.arrears(staff, pd.Series([0, 1, 2]))
    assert found["value"].tolist()[1:] == [4.5, 0.0]
    assert np.isnan(found["value"][0])
    assert found["reason"].tolist()[:2] == ["arrears_unknown"] * 2
    assert found["source_cell"][1] == "c"


def test_the_newest_report_up_to_the_day_counts():
    reports = pd.DataFrame(
        {
            "enterprise_code": 0,
            "as_of": pd.to_datetime(["2022-06-30", "2022-08-31", "2022-12-31"]),
            "open_petitions": [4, 2, 0],
            "source_cell": ["C2", "C3", "C4"],
        }
    )
    day = pd.Timestamp("2022-09-10")
    found = stability.newest(reports, pd.Series([0, 1]), "open_petitions", day)
    assert found["value"][0] == 2
    assert found["source_cell"][0] == "C3"
    assert found["reason"].tolist()[1] == "not_reported"


def test_a_share_of_the_township_needs_all_its_enterprises():
    roster = pd.DataFrame(
        {
            "township": ["甲镇", "甲镇", "乙镇", "乙镇"],
            "employees": pd.array([30, 70, 10, None], dtype="Int64"),
            "source_cell": "H2",
        }
    )
    found = stability.of_town(roster, pd.Series([0, 2]))
    assert found["value"].tolist()[0] == 30
    assert np.isnan(found["value"][1])


def test_guarantees_between_two_that_leave_count_for_both_and_of_oneself_for_nobody():
    links = pd.DataFrame(
        [("A", "B", 100.0, True, True), ("A", "C", 50.0, True, False), ("A", "A", 9.0, True, True)],
        columns=["borrower", "guarantor", "amount_10k_cny", "borrower_exits", "guarantor_exits"],
    ).assign(source_cell="D2")
    found = stability.guaranteed(links, pd.Series(["A", "B", "D"]))
    assert found["value"].tolist() == [100, 100, 0]
    assert stability.guaranteed(None, pd.Series(["A"]))["value"].isna().all()


def test_a_share_of_older_staff_that_tells_of_a_few_is_hidden():
    # In 2022-12 (month 635) those born up to 1977-12 (month 95) are 45: all of four, none of twenty.
    staff = pd.DataFrame(
        {
            "enterprise_code": 0, "headcount": [4, 16], "born_first": [0, 200],
            "born_last": [95, 211], "exit_month": 635, "source_cell": "D2",
        }
    )  # fmt: skip
    found = stability.over_years(staff, pd.Series([0]), 45, 5).iloc[0]
    assert found[["value", "hidden"]].tolist() == [20.0, True]
    bigger = staff.assign(headcount=[5, 15])
    assert stability.over_years(bigger, pd.Series([0]), 45, 5)["hidden"].tolist() == [False]


def owner(**other):
    costs = {"cost_low_cny": 8e5, "cost_cny": 1e6, "cost_high_cny": 2e6, "cost_complete": True}
    return pd.DataFrame(
        [{"enterprise_id": "A", "enterprise_code": 0, "counted": True} | costs | other]
    )


ACCOUNTS = pd.DataFrame(
    {
        "enterprise_code": 0, "year": [2019, 2021, 2022], "cash_10k_cny": [9.0, 40.0, 1.0],
        "assets_10k_cny": [900.0, 800.0, 1.0], "liabilities_10k_cny": [100.0, 950.0, 1.0],
    }
)  # fmt: skip


def test_the_cost_stands_against_cash_and_against_the_earmarked_part_of_the_land():
    land = pd.Series({"A": 300.0})
    found = means.table(owner(), ACCOUNTS, 2021, land_value=land, earmarked_percent=50).iloc[0]
    assert found[["cash_10k_cny", "own_funds_10k_cny"]].tolist() == [40, -150]  # of 2021
    assert found["cover"] == 0.4  # 40 of 100 (10,000 yuan)
    assert found[["earmarked_10k_cny", "land_cover"]].tolist() == [150, 1.5]
    assert pd.isna(found["reason"])


def test_a_cost_that_is_not_complete_covers_nothing_and_no_accounts_are_not_none():
    found = means.table(owner(cost_complete=False), ACCOUNTS.iloc[:0], 2021).iloc[0]
    assert found[["cash_10k_cny", "cover"]].isna().all()
    assert found["reason"].split(";")[:2] == ["cost_incomplete", "accounts_missing"]


def test_a_plan_without_signs_gives_a_table_of_the_same_columns():
    roster = pd.DataFrame({"enterprise_id": ["A"]})
    assert list(stability.table(roster, {}, [])) == list(shapes.SHAPES["stability_signs"])
