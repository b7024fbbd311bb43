"""Returned forms: the newest counts, what it changed is shown, and who is still out."""

import datetime as dt

import pytest

from capacity_analysis.intake.mapping import Form, Mapping, Recognise, Subject, Table, Value
from capacity_analysis.intake.records import Extract, Found, Row
from capacity_analysis.intake.returns import choose, filled_on, outcome, reported_rows


def layout(name="form", *, form=True):
    fields = {"line_id": Value(column="编号")}
    lines = Table(target="lines", header=("编号",), fields=fields)
    return Mapping(
        id=name,
        title=name,
        role="return",
        supplier="enterprise",
        recognise=Recognise(labels=("企业名称",)),
        form=Form(subject=Subject(name="企业名称")),
        tables=(lines,) if form else (),
    )


def row(table, **values):
    return Row(table, {key: Found(value, "自查表", "B2") for key, value in values.items()})


def returned(file, day=None, rows=(), mapping=None, nil=False):
    return Extract(file, mapping or layout(), list(rows), filled_on=day, nil=nil)


JUNE, JULY = dt.date(2022, 6, 1), dt.date(2022, 7, 1)


def test_the_newest_version_counts_whatever_the_order_of_the_files():
    old, new = returned("a.xlsx", JUNE), returned("b.xlsx", JULY)
    for order in ([old, new], [new, old]):
        chosen = choose({"E1": order})
        assert chosen.current == {"E1": [new]}
        assert chosen.versions == {"E1": 2}
        assert chosen.problems == []


def test_another_self_check_form_takes_the_place_of_an_older_layout():
    old, new = returned("a.xls", JUNE, mapping=layout("old")), returned("b.xlsx", JULY)
    assert choose({"E1": [old, new]}).current == {"E1": [new]}


def test_a_sheet_of_another_kind_stands_beside_the_form():
    form = returned("a.xlsx", JUNE)
    energy = returned("能源台账.xlsx", mapping=layout("energy-ledger", form=False))
    assert choose({"E1": [form, energy]}).current == {"E1": [form, energy]}


def test_one_sheet_for_each_year_is_no_resubmission():
    shape = layout("energy-ledger", form=False)
    of = {
        year: returned(f"能源台账{year}.xlsx", rows=[row("energy", year=year)], mapping=shape)
        for year in (2020, 2021)
    }
    assert choose({"E1": list(of.values())}).current == {"E1": list(of.values())}


@pytest.mark.parametrize("days", [(None, None), (JUNE, None), (JULY, JULY)])
def test_versions_that_no_day_tells_apart_are_reported_and_none_is_taken(days):
    one = returned("a.xlsx", days[0], [row("lines", line_id="1号窑", capacity=100)])
    two = returned("b.xlsx", days[1], [row("lines", line_id="1号窑", capacity=95)])
    chosen = choose({"E1": [one, two]})
    assert chosen.current == {"E1": []}
    assert chosen.undecided == {"E1": ["a.xlsx", "b.xlsx"]}
    assert [(one.code, one.file) for one in chosen.problems] == [
        ("same_age_returns", "a.xlsx"), ("same_age_returns", "b.xlsx"),
    ]  # fmt: skip


@pytest.mark.parametrize("days", [(None, None), (JUNE, None), (JULY, JULY)])
def test_copies_that_say_the_same_need_no_day(days):
    lines = [row("lines", line_id="1号窑", capacity=100)]
    one, two = returned("a.xlsx", days[0], lines), returned("b.xlsx", days[1], lines)
    chosen = choose({"E1": [one, two]})
    assert chosen.current == {"E1": [one]}
    assert chosen.problems == []


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("returns/自查表20220610.xlsx", dt.date(2022, 6, 10)),
        ("returns/自查表2022-6-1(更正).xlsx", dt.date(2022, 6, 1)),
        ("returns/自查表2022年6月10日.xlsx", dt.date(2022, 6, 10)),
        ("20220610/自查表.xlsx", None),
        ("自查表20221340.xlsx", None),
        ("自查表.xlsx", None),
    ],
)
def test_a_day_in_the_name_of_the_file_serves_where_the_form_has_none(name, day):
    assert filled_on(returned(name)) == day
    assert filled_on(returned(name, JULY)) == JULY


def test_what_a_resubmission_changed_is_shown_with_both_files():
    old = [row("lines", line_id="1号", capacity=100), row("lines", line_id="2号", capacity=50)]
    new = [row("lines", line_id="1号", capacity=120), row("lines", line_id="3号", capacity=50)]
    chosen = choose({"E1": [returned("a", JUNE, old), returned("b", JULY, new)]})
    changed = {(one.record, one.field): (one.before, one.after) for one in chosen.differences}
    assert changed["1号", "capacity"] == ("100", "120")
    assert changed["2号", "capacity"] == ("50", "（没有这一行）")
    assert changed["3号", "capacity"] == ("（没有这一行）", "50")
    assert {(one.older, one.newer) for one in chosen.differences} == {("a", "b")}


def test_the_outcome_of_an_enterprise():
    line = row("lines", line_id="1号")
    assert outcome([returned("a", rows=[line])], unreadable=False) == "returned"
    assert outcome([returned("a", nil=True)], unreadable=False) == "nil_return"
    assert outcome([returned("a", rows=[line], nil=True)], unreadable=False) == "returned"
    assert outcome([], unreadable=True) == "unreadable"
    assert outcome(None, unreadable=False) == "missing"


def test_blank_cells_of_a_year_that_the_line_reports_stay_and_others_go():
    rows = [
        row("production", line_id="1号", year=2020, output=""),
        row("production", line_id="1号", year=2021, output=80),
        row("energy", line_id="1号", year=2020, carrier="电力", amount=""),
        row("energy", line_id="1号", year=2021, carrier="电力", amount=""),
        row("energy", line_id="1号", year=2021, carrier="原煤", amount="约300"),
        row("energy", line_id="", year=2021, carrier="电力", amount=""),
    ]
    kept = reported_rows(returned("a", rows=rows))
    assert kept == [rows[1], rows[3], rows[4]]
