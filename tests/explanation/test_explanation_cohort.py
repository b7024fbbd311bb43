"""The explanation of a group of workers: its arithmetic meets the table, and each number its article."""

import dataclasses
import datetime as dt
import json
import math

import pandas as pd
import pytest
from derived import cited, statement, sums, worked_out

from capacity_analysis import Standards, paths, read_ledger
from capacity_analysis.assessment import people
from capacity_analysis.campaign.parts_people import Setting
from capacity_analysis.errors import UsageError
from capacity_analysis.explanation import derivation_as_text, explain_cohort, find_cohort

DAY = dt.date(2022, 9, 10)
STANDARDS = Standards.load()
WAGE = Setting(parameter="avg_annual_wage_urban_nonprivate", code="2021", value=48_000.0,
               unit="元/年", source="project", confidence="recalled")  # fmt: skip
BENEFIT = Setting(parameter="unemployment_benefit_monthly", code="3", value=1_300.0,
                  unit="元/月", source="project", confidence="recalled")  # fmt: skip


@pytest.fixture(scope="module")
def ledger():
    return read_ledger(paths.sample_ledger())


@pytest.fixture(scope="module")
def assessment(ledger, assess_once):
    return assess_once(ledger, STANDARDS, as_of=DAY)


@pytest.fixture(scope="module")
def of(ledger, assessment):
    """Explain a group, as the JSON says it, after a change of its row and of the plan's choices."""

    def explain(position, change=None, **labour):
        plan = assessment.campaign
        plan = plan.model_copy(update={"labour": plan.labour.model_copy(update=labour)})
        changed, rows = ledger, ledger["workforce"].copy()
        for name, value in (change or {}).items():
            rows.loc[rows.index[position], name] = value
        changed = dataclasses.replace(ledger, tables={**ledger.tables, "workforce": rows})
        tables = people.tables(changed, STANDARDS, plan, as_of=DAY, lines=assessment["lines"],
                               enterprises=assessment["enterprises"], judged=assessment.tables)  # fmt: skip
        made = dataclasses.replace(
            assessment, campaign=plan, tables={**assessment.tables, **tables}
        )
        told = explain_cohort(made, changed, STANDARDS, position)
        return made["staff"].iloc[position], json.loads(json.dumps(told.to_json()))

    return explain


@pytest.fixture(scope="module")
def telling(assessment, ledger):
    """Explained groups, by position, among which each ground, exposure and state occurs."""
    staff = assessment["staff"]
    columns = ("exposure", "ground", "base_state", "protected", "inner_months")
    found = {at for name in columns for at in staff.index[~staff.duplicated(name)]}
    reached = [at for at in sorted(found) if staff.at[at, "exposure"] in ("whole", "line")]
    return {at: explain_cohort(assessment, ledger, STANDARDS, at) for at in reached}


@pytest.fixture(scope="module")
def works(assessment, ledger):
    """The first group of a cement works that closes on 2022-10-31, as the JSON says it."""
    position = find_cohort(assessment, "SL005", "A01")
    return explain_cohort(assessment, ledger, STANDARDS, position).to_json()


def meets(explained, row):
    """Say how many printed sums were worked out again; each meets its value and the table's."""
    count = 0
    for one in sums(explained):
        assert math.isclose(worked_out(one["sum"]), one["value"], rel_tol=1e-7, abs_tol=1e-7), one
        if one["name"] in row.index:
            assert math.isclose(one["value"], float(row[one["name"]]), rel_tol=1e-9), one["name"]
        count += 1
    return count


def test_every_printed_sum_gives_the_number_of_the_table(assessment, telling):
    counted = set()
    for position, explained in telling.items():
        told = explained.to_json()
        assert meets(told, assessment["staff"].iloc[position]) >= 3
        counted |= {one["name"] for one in sums(told)}
    assert counted >= {
        "since_months_low", "months_paid_central", "severance_low_cny", "severance_cny",
        "severance_high_cny", "in_lieu_cny", "unlawful_cny", "cost_low_cny", "cost_cny",
        "cost_high_cny", "laid_off", "retiring", "pay_arrears_cny",
    }  # fmt: skip


def test_every_row_that_a_sum_of_the_table_rests_on_is_cited(assessment, telling):
    for position, told in telling.items():
        if assessment["staff"]["ground"].iloc[position] == "dispatched":
            continue  # whose employer is another: nothing is worked out of these rows
        named = str(assessment["staff"]["parameters"].iloc[position]).split(";")
        held = {one.row_id for one in told.rules}
        assert set(named) <= held, set(named) - held
        assert all(one.clause and one.confidence for one in told.rules)


@pytest.mark.parametrize("paid", ["yes", "no"])
def test_a_high_earner_is_capped_and_the_plan_decides_what_lies_before_2008(of, assessment, paid):
    position = find_cohort(assessment, "SL005", "A01")
    row, told = of(position, {"pay_cny_month": 15_000.0}, settings=(WAGE, BENEFIT),
                   pre_2008_on_closure=paid, pre_2008_cap="undecided")  # fmt: skip
    # 3 × 48,000 ÷ 12 = 12,000; of 14 years and 10 months (15) twelve are paid.
    assert statement(told, "threshold_cny")["value"] == 12_000
    assert statement(told, "base_cny")["value"] == 12_000
    assert statement(told, "since_years_low")["value"] == 12
    # Hired on 2003-12-31: four years and a day before 2008 are five years begun.
    assert statement(told, "before_years_low")["value"] == (5 if paid == "yes" else 0)
    assert "campaign#avg_annual_wage_urban_nonprivate/2021" in cited(told, "threshold_cny")
    assert statement(told, "benefit_low_cny")["value"] == 18 * 24 * 1_300
    assert meets(told, row) > 20


def test_service_before_2008_starts_from_pay_that_no_cap_has_lowered(of, assessment):
    change = {"pay_cny_month": 15_000.0, "exit_ground": "line_stopped"}
    row, told = of(find_cohort(assessment, "SL005", "A01"), change, settings=(WAGE, BENEFIT))
    assert statement(told, "base_cny")["value"] == 12_000
    # Not below the enterprise's average, which others' pay of some 3,000 to 4,000 yuan keeps below.
    assert statement(told, "before_pay_cny")["value"] == 15_000
    assert meets(told, row) > 15


@pytest.mark.parametrize(
    ("change", "name", "rows"),
    [
        ({"exit_ground": "agreement"}, "before_years_high", "lab-015"),
        ({"exit_ground": "line_stopped"}, "in_lieu_cny", "lab-034"),
        ({"exit_ground": "mass_layoff"}, "explanation_days", "lab-040"),
        ({"pay_cny_month": 900.0}, "floored_cny", "lab-086"),
        ({"carried_over_years": 3.0}, "carried_over_months", "lab-018"),
        ({"born_from": pd.Timestamp("1961-01-01"), "born_to": pd.Timestamp("1965-06-30"),
          "inner_allowance_cny_month": 1_500.0, "employer_contribution_cny_month": 900.0},
         "inner_cost_of_one_cny", "lab-070"),
        ({"planned_transfer": 4, "planned_inner_retirement": 2}, "severance_cny", None),
    ],
)  # fmt: skip
def test_each_branch_of_the_rules_can_be_worked_out_again(of, assessment, change, name, rows):
    row, told = of(find_cohort(assessment, "SL005", "A01"), change)
    assert meets(told, row) > 15
    assert statement(told, name)["value"] is not None
    if rows:
        assert rows in cited(told, name)


def test_the_half_year_rule_is_written_with_its_years_and_months(works):
    # 2008-01-01 to 2022-10-31 are fourteen years and ten months.
    one = statement(works, "since_years_low")
    assert one["text"].startswith("低：14年10个月，余数满6个月")
    assert (one["sum"], one["value"]) == ("14 × 1 + 1 × 1", 15.0)
    assert cited(works, "since_years_low") == ["lab-001", "lab-002"]


def test_the_delay_of_retirement_is_not_known_before_it_is_decided(works):
    one = statement(works, "retires_from")
    assert (one["value"], "没有延迟的规定" in one["text"]) == ("2028-01", True)


def test_the_delay_of_retirement_is_written_with_its_months(assessment, ledger):
    day = dt.date(2024, 9, 13)  # the decision is published
    tables = people.tables(ledger, STANDARDS, assessment.campaign, as_of=day,
                           lines=assessment["lines"], enterprises=assessment["enterprises"],
                           judged=assessment.tables)  # fmt: skip
    later = dataclasses.replace(assessment, as_of=day, tables={**assessment.tables, **tables})
    works = explain_cohort(later, ledger, STANDARDS, find_cohort(later, "SL005", "A01")).to_json()
    # Born in January 1968, sixty in January 2028: month 37 since 2025-01, ten months late.
    one = statement(works, "retires_from")
    assert "第37个月，延迟最小（进位（37 ÷ 4），36）个月" in one["text"]
    assert one["value"] == "2028-11"
    assert "ret-m60-1968-01" in cited(works, "retires_from")


def test_a_cap_that_is_not_on_file_is_named_with_what_the_county_must_set(assessment, ledger):
    position = find_cohort(assessment, "红垅水泥厂", "A01")
    text = derivation_as_text(explain_cohort(assessment, ledger, STANDARDS, position))
    assert "avg_annual_wage_urban_nonprivate/2021" in text
    assert "本例不封顶" in text
    assert all(len(line) <= 100 or line.lstrip().startswith("capacity-analysis")
               for line in text.splitlines())  # fmt: skip


def test_the_first_line_says_that_a_small_group_stays_here(of, assessment):
    position = find_cohort(assessment, "SL005", "A01")
    _row, told = of(position, {"headcount": 4})
    assert told["warning"].startswith("本组少于5人")
    assert "不得外传" in told["warning"]
    _row, told = of(position, {"headcount": 5})
    assert "少于" not in told["warning"]


def test_a_group_that_no_exit_reaches_is_told_so_without_sums(assessment, ledger):
    staff = assessment["staff"]
    position = int(staff.index[staff["exposure"] == "shared"][0])
    told = explain_cohort(assessment, ledger, STANDARDS, position)
    assert [chapter.id for chapter in told.chapters][:2] == ["row", "exit"]
    assert told.statement("exposure").value == "不属于某条生产线，未计入"
    assert told.statement("cost_cny") is None


def test_an_unknown_group_is_refused_with_near_names(assessment):
    with pytest.raises(UsageError, match="红垅水泥厂/1号窑 A01"):
        find_cohort(assessment, "红垅水泥厂", "A99")
