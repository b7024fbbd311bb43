"""Cohorts of workers: ages, years, pay and numbers that can't be, or hardly."""

import datetime as dt

import pytest
from workbooks import CODE, cell, codes_of, ledger_of, problems_of, with_rows

# The data of the good workbook end on 2022-09-10; its enterprises have 320 and 210 employees.
TABLE = "workforce"


def cohort(**told):
    return {"enterprise_id": CODE, "headcount": 20, "sex": "男", "born_from": "1970-01",
            "hired_from": "2000-01", "post": "工人", "contract": "固定期限", "pay_cny_month": 5000,
            } | told  # fmt: skip


def cohorts(*told):
    """Return the good workbook with a cohort for each, in rows from 2 on."""
    rows = [cohort(cohort=f"A{number:02}", **one) for number, one in enumerate(told)]
    return with_rows(TABLE, *rows)


def flagged(code, field, *told):
    """Return whether each cohort has a problem of one kind at a field, and nothing else is wrong."""
    found = codes_of(cohorts(*told))
    marked = [(code, cell(TABLE, field, row)) in found for row in range(2, 2 + len(told))]
    assert len(found) == sum(marked), found
    return marked


def test_a_sound_cohort_is_no_problem():
    assert codes_of(cohorts({})) == []


def test_pay_beyond_its_bounds_is_told_and_not_used():
    # tables.yaml: 500 to 100 000 yuan a month.
    pays = (0, 0.52, 499, 500, 501, 99999, 100000, 100001)
    told = [{"pay_cny_month": pay} for pay in pays]
    believed = [False, False, False, True, True, True, True, False]
    assert flagged("pay_implausible", "pay_cny_month", *told) == [not one for one in believed]
    assert ledger_of(cohorts(*told))[TABLE]["pay_cny_month"].notna().tolist() == believed


def test_no_pay_is_missing_and_no_problem():
    assert codes_of(cohorts({"pay_cny_month": ""})) == []


@pytest.mark.parametrize(("first", "last"), [("born_from", "born_to"), ("hired_from", "hired_to")])
def test_a_band_ends_after_it_began(first, last):
    told = [
        {first: "1988-06", last: end, "born_from": "1960-01"}
        for end in ("1988-05", "1988-06", "1988-07", "")
    ]
    if first == "born_from":
        told = [{first: "1970-06", last: end} for end in ("1970-05", "1970-06", "1970-07", "")]
    assert flagged("band_reversed", last, *told) == [True, False, False, False]


def test_everyone_was_too_young_where_the_last_hire_came_before_the_oldest_was_sixteen():
    # Born in January 1970 at the earliest: sixteen in January 1986 (《劳动法》第十五条).
    told = [
        {"hired_from": "1985-06", "hired_to": "1985-12"},
        {"hired_from": "1985-12"},
        {"hired_from": "1986-01"},
        {"hired_from": "1986-02"},
    ]
    assert flagged("hired_too_young", "hired_from", *told) == [True, True, False, False]


def test_someone_was_too_young_where_the_first_hire_came_before_that():
    told = [
        {"hired_from": "1985-12", "hired_to": "1986-01"},
        {"hired_from": "1986-01", "hired_to": "1990-12"},
        {"hired_from": "1986-02", "hired_to": "1990-12"},
        # A band of births to 1979 beside one of hires from 1986: the young ones came later.
        {"hired_from": "1986-01", "hired_to": "2005-12", "born_to": "1979-12"},
    ]
    marked = flagged("perhaps_hired_too_young", "hired_from", *told)
    assert marked == [True, False, False, False]


def test_a_reversed_band_is_not_held_against_the_age_too():
    told = {"hired_from": "2000-01", "hired_to": "1980-01"}
    assert flagged("band_reversed", "hired_to", told) == [True]


def test_nobody_is_born_or_hired_after_the_data_end():
    born = [{"born_from": day, "hired_from": "2022-09"} for day in ("2022-10", "2030")]
    assert flagged("after_the_data", "born_from", *born) == [True, True]
    hired = [{"hired_from": day} for day in ("2022-08", "2022-09", "2022-10")]
    assert flagged("after_the_data", "hired_from", *hired) == [False, False, True]
    # The band ends on the last day of its month, which the data need not have reached.
    ends = [{"hired_to": day} for day in ("2022-08", "2022-09", "2022-10")]
    assert flagged("after_the_data", "hired_to", *ends) == [False, False, True]


def test_nobody_is_much_older_than_those_who_work():
    # tables.yaml: 80 years on 2022-09-10, so born on 1942-09-10 or later.
    days = (dt.date(1942, 9, 9), dt.date(1942, 9, 10), dt.date(1942, 9, 11))
    told = [{"born_from": day} for day in days]
    assert flagged("age_implausible", "born_from", *told) == [True, False, False]


def test_not_more_leave_by_plan_than_there_are():
    plans = ((20, ""), (15, 5), (15, 6), (21, ""))
    told = [{"planned_transfer": one, "planned_inner_retirement": other} for one, other in plans]
    expected = [False, False, True, True]
    assert flagged("planned_over_headcount", "planned_transfer", *told) == expected
    alone = {"planned_inner_retirement": 21}
    assert flagged("planned_over_headcount", "planned_inner_retirement", alone) == [True]


def test_a_contract_without_an_end_has_none():
    contracts = ("无固定期限", "固定期限", "完成一定任务", "劳务派遣")
    told = [{"contract": one, "contract_ends_on": "2024-12"} for one in contracts]
    expected = [True, False, False, False]
    assert flagged("end_of_open_contract", "contract_ends_on", *told) == expected


@pytest.mark.parametrize(
    ("heads", "sent", "over"), [(351, 0, False), (352, 0, False), (353, 0, True), (352, 500, False)]
)
def test_cohorts_come_to_the_employees_of_their_enterprise_or_little_more(heads, sent, over):
    # tables.yaml: 1.1 times the 320 employees is 352; staff sent by others are not among them.
    told = [{"headcount": 300}, {"headcount": heads - 300}]
    told += [{"headcount": sent, "contract": "劳务派遣"}] if sent else []
    expected = [("staff_over_employees", "企业!G2")] if over else []
    assert codes_of(cohorts(*told)) == expected


def test_small_cohorts_are_noted_once_with_all_their_cells():
    # tables.yaml: fewer than 5 persons are not shown.
    (found,) = problems_of(cohorts(*({"headcount": count} for count in (5, 4, 6, 1))))
    assert (found.code, found.severity) == ("small_cohort", "note")
    assert f"{found.sheet}!{found.cell}" == cell(TABLE, "headcount", 3)
    assert "，同样的还有D5" in found.message


def test_a_cohort_of_an_unknown_line_is_told():
    assert ("orphan_key", cell(TABLE, "line_id")) in codes_of(cohorts({"line_id": "9号窑"}))
