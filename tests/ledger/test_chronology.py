"""Days and years that can't follow each other, or lie behind the day on which the data end."""

import datetime as dt

import pytest
from workbooks import CODE, changed, codes_of, good_sheets, problems_of, with_rows

DAY = dt.date(2021, 5, 3)
BEFORE, AFTER = DAY - dt.timedelta(days=1), DAY + dt.timedelta(days=1)


def inspection(**days):
    return {"enterprise_id": CODE, "ground": "环保", "kind": "行政处罚", "result": "限期整改",
            "happened_on": DAY, **days}  # fmt: skip


def metered(year, months="", *, sheets=None):
    row = {"enterprise_id": CODE, "account": "36", "year": year, "carrier": "电力", "amount": 9,
           "amount_unit": "万千瓦时", "months": months}  # fmt: skip
    return with_rows("metered_energy", row, sheets=sheets)


@pytest.mark.parametrize(
    ("field", "cell"), [("rectify_by", "检查处罚!L2"), ("rectified_on", "检查处罚!N2")]
)
def test_nothing_is_mended_before_it_was_found(field, cell):
    assert codes_of(with_rows("inspections", inspection(**{field: BEFORE}))) == [
        ("out_of_order", cell)
    ]
    for day in (DAY, AFTER, ""):
        assert codes_of(with_rows("inspections", inspection(**{field: day}))) == []


def test_an_extension_ends_after_the_day_that_it_extends():
    for day, wrong in ((BEFORE, True), (DAY, False), (AFTER, False)):
        row = inspection(rectify_by=DAY, extended_to=day)
        expected = [("out_of_order", "检查处罚!M2")] if wrong else []
        assert codes_of(with_rows("inspections", row)) == expected


def test_an_identifier_ends_after_it_began():
    row = {"enterprise_id": CODE, "kind": "用电户号", "value": "36", "valid_from": "2020-07"}
    sheets = with_rows("identifiers", row | {"valid_to": "2020-06"})
    assert codes_of(sheets) == [("out_of_order", "标识!E2")]
    assert codes_of(with_rows("identifiers", row | {"valid_to": "2020-07"})) == []


# The data of the good workbook end on 2022-09-10.


@pytest.mark.parametrize(("year", "late"), [(2022, False), (2023, True), (2099, True)])
def test_a_year_that_had_not_begun_has_no_results(year, late):
    expected = [("after_the_data", "亩产评价!B2")] if late else []
    assert (
        codes_of(with_rows("ratings", {"enterprise_id": CODE, "year": year, "rating": "A类"}))
        == expected
    )
    statistics = {
        "enterprise_id": CODE,
        "year": year,
        "indicator": "工业总产值（万元）",
        "value": 1,
    }
    assert [code for code, _ in codes_of(with_rows("statistics", statistics))] == (
        ["after_the_data"] if late else []
    )


def test_output_of_a_year_to_come_is_said_once():
    sheets = changed(("产量!C5", 2023), ("能源!C6", 2023))
    assert codes_of(sheets) == [("after_the_data", "产量!C5"), ("after_the_data", "能源!C6")]
    assert {one.severity for one in problems_of(sheets)} == {"warning"}


def test_without_a_day_on_which_the_data_end_nothing_lies_behind_it():
    assert codes_of(changed(("说明!B2", ""), ("产量!C5", 2023), ("能源!C6", 2023))) == []


@pytest.mark.parametrize(
    ("day", "late"), [(dt.date(2022, 9, 10), False), (dt.date(2022, 9, 11), True)]
)
def test_an_inspection_lies_behind_the_data_by_the_day(day, late):
    sheets = with_rows("inspections", inspection(happened_on=day))
    assert codes_of(sheets) == ([("after_the_data", "检查处罚!G2")] if late else [])


@pytest.mark.parametrize(("month", "late"), [("2022-09", False), ("2022-10", True), ("2022", True)])
def test_a_head_count_lies_behind_the_data_by_the_month(month, late):
    sheets = with_rows("headcounts", {"enterprise_id": CODE, "as_of": month, "insured": 5})
    assert codes_of(sheets) == ([("after_the_data", "参保!B2")] if late else [])


@pytest.mark.parametrize(
    ("months", "code"),
    [(12, None), ("", None), (1, None), (13, "above_maximum"), (0, "below_minimum")],
)
def test_a_year_has_one_to_twelve_months(months, code):
    assert codes_of(metered(2021, months)) == ([(code, "计量!G2")] if code else [])


@pytest.mark.parametrize(("months", "possible"), [(8, True), (9, True), (10, False), ("", False)])
def test_of_the_year_in_which_the_data_end_no_more_months_are_metered_than_have_begun(
    months, possible
):
    assert codes_of(metered(2022, months)) == ([] if possible else [("months_not_over", "计量!C2")])
    sheets = metered(2022, months, sheets=changed(("说明!B2", "")))
    assert codes_of(sheets) == []


def test_thirteen_months_are_one_problem_in_the_last_year_too():
    assert codes_of(metered(2022, 13)) == [("above_maximum", "计量!G2")]


def test_a_good_workbook_is_in_order():
    assert codes_of(good_sheets()) == []
