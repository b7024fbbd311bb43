"""Which rows can cover their year: the day the data end, and the days a line starts and retires."""

import datetime as dt

import pytest
from workbooks import changed, codes_of, ledger_of, problems_of

YEAR = "产量!C4"  # the kiln's 2021


def full(*changes) -> bool:
    return bool(ledger_of(changed(*changes))["production"]["full_year"].iloc[2])


def doubted(*changes) -> list[str]:
    return [where for code, where in codes_of(changed(*changes)) if code == "not_a_full_year"]


@pytest.mark.parametrize(
    ("change", "whole"),
    [
        (("说明!B2", dt.date(2021, 12, 31)), True),
        (("说明!B2", dt.date(2021, 12, 30)), False),
        (("说明!B2", dt.date(2022, 1, 1)), True),
        (("说明!B2", ""), True),  # nobody says when the data end
        (("生产线!H2", "2021-01-01"), True),
        (("生产线!H2", "2021-01-02"), False),
        (("生产线!H2", "2021"), True),
        (("生产线!H2", "2022-03"), False),  # all the more
        (("生产线!H2", ""), True),
        (("生产线!I2", "2021-12-31"), True),
        (("生产线!I2", "2021-12-30"), False),
        (("生产线!I2", "2021"), True),
        (("生产线!I2", "2021-11"), False),
        (("生产线!I2", "2022-01"), True),
    ],
)
def test_a_year_is_whole_only_where_every_date_allows_it(change, whole):
    assert full(change) is whole
    assert (YEAR in doubted(change)) is not whole


def test_a_row_that_admits_to_a_part_of_the_year_is_not_doubted():
    early = ("生产线!H2", "2021-03-01")
    period = [("产量!G4", "2021-03-01"), ("产量!H4", "2021-12-31")]
    assert YEAR in doubted(early)
    assert YEAR not in doubted(early, *period)
    assert YEAR not in doubted(early, ("产量!I4", "试生产"))
    assert not full(early, *period)


def test_a_period_of_the_whole_year_is_doubted_like_a_blank_one():
    whole = [("产量!G4", "2021-01-01"), ("产量!H4", "2021-12-31")]
    assert doubted(("说明!B2", dt.date(2021, 12, 30)), *whole) == [YEAR, "产量!C5"]


@pytest.mark.parametrize("output", ["", 0])
def test_a_row_without_output_claims_nothing(output):
    change = ("产量!E4", output)
    assert YEAR not in doubted(("说明!B2", dt.date(2021, 10, 1)), change)


def test_every_reason_is_told_in_one_sentence():
    changes = [
        ("说明!B2", dt.date(2021, 12, 1)),
        ("生产线!H2", "2021-02"),
        ("生产线!I2", "2021-11"),
    ]
    (found,) = (
        one
        for one in problems_of(changed(*changes))
        if one.code == "not_a_full_year" and one.cell == "C4"
    )
    assert "数据只到2021-12-01，该线2021-02-01投产，该线2021-11-30退出。" in found.message


def test_energy_of_a_year_cut_short_is_not_of_a_full_year_either():
    energy = ledger_of(changed(("生产线!H2", "2021-02")))["energy"]
    # The kiln's three years, of which it ran in none from the first day; the glass works' own.
    assert energy["full_year"].tolist() == [False, False, False, False, True]


def test_dates_that_can_not_be_read_cut_no_year_short():
    assert codes_of(changed(("生产线!H2", "二月"))) == [("not_a_date", "生产线!H2")]
    assert codes_of(changed(("说明!B2", "九月"))) == [("not_a_date", "说明!B2")]
