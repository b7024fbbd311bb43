"""Periods that overlap would count twice."""

import datetime as dt

import pytest
from workbooks import CODE, codes_of, good_sheets, with_rows

CLINKER = "水泥熟料"


def made(first="", last="", *, kind="部分期间", year=2021, product=CLINKER):
    return {"enterprise_id": CODE, "line_id": "1号窑", "year": year, "product_id": product,
            "output": 40, "output_unit": "万吨", "period_kind": kind,
            "period_start": first and dt.date(year, *first),
            "period_end": last and dt.date(year, *last)}  # fmt: skip


def used(first="", last="", *, year=2018, line="1号窑", scope="", carrier="电力", flow=""):
    return {"enterprise_id": CODE, "line_id": line, "year": year, "carrier": carrier, "flow": flow,
            "amount": 2000, "amount_unit": "万千瓦时", "scope": scope,
            "period_start": first and dt.date(year, *first),
            "period_end": last and dt.date(year, *last)}  # fmt: skip


def overlapping(name, *rows):
    return [where for code, where in codes_of(with_rows(name, *rows)) if code == "period_overlap"]


FIRST_HALF, SECOND_HALF = ((1, 1), (6, 30)), ((7, 1), (12, 31))


@pytest.mark.parametrize(
    ("second", "overlaps"),
    [
        (SECOND_HALF, False),
        (((6, 30), (12, 31)), True),  # one day in common
        (((2, 1), (3, 31)), True),
        (((1, 2), (6, 29)), True),
        (((12, 31), (12, 31)), False),
    ],
)
def test_periods_of_one_year_may_meet_but_not_overlap(second, overlaps):
    rows = made(*FIRST_HALF, year=2018), made(*second, year=2018)
    assert overlapping("production", *rows) == (["产量!G7"] if overlaps else [])
    assert overlapping("energy", used(*FIRST_HALF), used(*second)) == (
        ["能源!I8"] if overlaps else []
    )


def test_the_whole_year_covers_every_part_of_it():
    # Row 4 is the year; either half counts again what it holds.
    assert overlapping("production", made(*FIRST_HALF), made(*SECOND_HALF)) == [
        "产量!G6",
        "产量!G7",
    ]
    assert overlapping("production", made((3, 1), (3, 31), kind="试生产")) == ["产量!G6"]


def test_a_long_period_overlaps_those_behind_the_next():
    rows = [made(first, last, year=2018)
            for first, last in (((1, 1), (10, 31)), ((2, 1), (2, 28)), ((9, 1), (9, 30)),
                                ((11, 1), (12, 31)))]  # fmt: skip
    assert overlapping("production", *rows) == ["产量!G7", "产量!G8"]


def test_other_products_lines_carriers_flows_and_scopes_have_periods_of_their_own():
    assert overlapping("production", made(*FIRST_HALF, product="水泥")) == []
    rows = [used(*FIRST_HALF), used(*FIRST_HALF, flow="外供"), used(*FIRST_HALF, carrier="原煤"),
            used(*FIRST_HALF, line="", scope="企业"), used(*FIRST_HALF, line="", scope="工序"),
            used(*FIRST_HALF, year=2017)]  # fmt: skip
    assert overlapping("energy", *rows) == []
    assert overlapping("energy", *rows, used((2, 1), (2, 28), line="", scope="企业")) == [
        "能源!I13"
    ]


def test_a_part_of_a_year_that_says_no_days_overlaps_nothing():
    assert overlapping("production", made(kind="试生产", year=2021)) == []


def test_rows_of_one_key_are_duplicates_and_not_overlaps_too():
    codes = [code for code, _where in codes_of(with_rows("production", made(kind="")))]
    assert codes == ["duplicate_key"]


def test_a_period_that_is_wrong_in_itself_is_reported_once():
    found = codes_of(with_rows("production", made((6, 30), (1, 1))))
    assert [one for one in found if one[1] == "产量!G6"] == [("period_incomplete", "产量!G6")]


def test_a_good_workbook_and_an_empty_table_have_no_overlap():
    assert overlapping("production") == []
    sheets = good_sheets()
    sheets["产量"] = sheets["产量"][:1]
    assert "period_overlap" not in [code for code, _where in codes_of(sheets)]


def test_a_trial_run_of_no_known_period_overlaps_nothing():
    first, last = SECOND_HALF
    trial, half = made(kind="试生产", year=2018), made(first, last, year=2018)
    assert overlapping("production", trial, half) == []


def test_rows_of_unknown_lines_are_not_taken_for_one_line():
    first, last = FIRST_HALF
    rows = used(line="8号窑"), used(first, last, line="9号窑")
    assert overlapping("energy", *rows) == []
