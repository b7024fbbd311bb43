"""Checks across rows and tables: what is an error, what a second look, and what neither."""

import datetime as dt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from workbooks import CODE, changed, codes_of, good_sheets, ledger_of, problems_of

from capacity_analysis.ledger.plausibility import median_of_others

CLINKER = "水泥熟料"


def with_rows(sheet: str, *rows):
    sheets = good_sheets()
    width = len(sheets[sheet][0])
    sheets[sheet] += [[*row, *[""] * (width - len(row))] for row in rows]
    return sheets


def day(text):
    """Return a day, or what else a cell holds."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return text


def production(year, output, *, start="", end="", kind="", product=CLINKER):
    return [CODE, "1号窑", year, product, output, "万吨", day(start), day(end), kind]


def energy(year, amount, *, carrier="电力", unit="万千瓦时", flow="", line="1号窑", scope=""):
    return [CODE, line, year, carrier, flow, amount, unit, scope]


def found(sheets, code):
    return [where for one, where in codes_of(sheets) if one == code]


# --- duplicates -----------------------------------------------------------------------------


def test_every_repetition_of_a_key_names_the_first_row_that_has_it():
    sheets = with_rows("企业", ["002", "", "丙厂", "", "3041"], ["002", "", "丁厂", "", "3041"])
    repeated = [one for one in problems_of(sheets) if one.code == "duplicate_key"]
    assert [(one.cell, one.value) for one in repeated] == [("A4", "002"), ("A5", "002")]
    assert all("与第3行重复（企业编号相同）" in one.message for one in repeated)


def test_a_line_may_have_the_name_of_another_enterprises_line():
    row = ["002", "1号窑", "", CLINKER, 10, "万吨", "停产", "", "", "", ""]
    assert codes_of(with_rows("生产线", row)) == []


def test_a_line_that_stands_twice_is_shown_at_its_own_id():
    row = [CODE, "1号窑", "", CLINKER, 10, "万吨", "停产", "", "", "", ""]
    assert codes_of(with_rows("生产线", row)) == [("duplicate_key", "生产线!B4")]


def test_periods_of_one_year_are_no_duplicates():
    halves = [production(2018, 40, start="2018-01-01", end="2018-06-30", kind="部分期间"),
              production(2018, 41, start="2018-07-01", end="2018-12-31", kind="部分期间")]  # fmt: skip
    assert found(with_rows("产量", *halves), "duplicate_key") == []


def test_a_year_told_by_its_first_and_last_day_is_a_duplicate_of_the_year():
    # Otherwise its output would count twice, and its unit energy by half.
    row = production(2021, 84, start="2021-01-01", end="2021-12-31")
    assert codes_of(with_rows("产量", row)) == [("duplicate_key", "产量!A6")]


def test_what_is_bought_and_what_is_sold_of_one_carrier_are_no_duplicates():
    assert found(with_rows("能源", energy(2021, 100, flow="外供")), "duplicate_key") == []
    assert found(with_rows("能源", energy(2021, 100, flow="消费")), "duplicate_key") == ["能源!A7"]
    # A blank flow is consumption.
    assert found(with_rows("能源", energy(2021, 100)), "duplicate_key") == ["能源!A7"]


def test_energy_of_the_enterprise_and_of_a_process_are_no_duplicates():
    rows = [energy(2021, 9, line="", scope="企业"), energy(2021, 5, line="", scope="工序")]
    assert found(with_rows("能源", *rows), "duplicate_key") == []
    assert found(with_rows("能源", *rows, rows[0]), "duplicate_key") == ["能源!A9"]


@pytest.mark.parametrize(
    ("address", "cell"), [("产量!C3", ""), ("产量!C3", "两千"), ("产量!B3", "")]
)
def test_rows_whose_key_can_not_be_read_are_no_duplicates_of_each_other(address, cell):
    second = f"{address[:-1]}4"
    assert {code for code, _where in codes_of(changed((address, cell), (second, cell)))} <= {
        "missing_value", "not_a_year",
    }  # fmt: skip


def test_blank_credit_codes_are_not_one_code():
    sheets = with_rows("企业", ["003", "", "丙厂", "", "3041"], ["004", "", "丁厂", "", "3041"])
    assert codes_of(sheets) == []


# --- keys that lead nowhere -----------------------------------------------------------------


def test_an_unknown_enterprise_is_reported_at_its_own_cell_and_not_at_the_line_too():
    assert codes_of(changed(("产量!A5", "003"))) == [("orphan_key", "产量!A5")]


def test_a_line_of_another_enterprise_is_unknown():
    assert ("orphan_key", "产量!B5") in codes_of(changed(("产量!B5", "1号窑")))


def test_blank_line_ids_of_metered_enterprises_are_no_orphans():
    assert codes_of(good_sheets()) == []
    assert ledger_of(good_sheets())["energy"]["line_code"].iloc[-1] == -1


def test_an_unknown_key_of_a_large_roster_is_found_at_once():
    # A hint for each of 400 wrong ids among 2,000 would take minutes.
    sheets = good_sheets()
    sheets["企业"] += [[f"E{number:05}", "", "厂", "", "3041", *[""] * 6] for number in range(2000)]
    sheets["生产线"] += [[f"F{number:05}", "1线", "", CLINKER, "", "", "停产", *[""] * 4]
                       for number in range(400)]  # fmt: skip
    orphans = [one for one in problems_of(sheets) if one.code == "orphan_key"]
    assert len(orphans) == 400
    assert sum("例如" in one.remedy for one in orphans) <= 20


# --- scopes and periods ---------------------------------------------------------------------


@pytest.mark.parametrize("scope", ["企业", "工序"])
def test_energy_with_a_wider_scope_names_no_line(scope):
    assert codes_of(changed(("能源!H2", scope))) == [("scope_with_line", "能源!H2")]


@pytest.mark.parametrize("scope", ["生产线", ""])
def test_energy_of_a_line_names_it(scope):
    assert codes_of(changed(("能源!H6", scope))) == [("scope_without_line", "能源!B6")]


def test_a_scope_that_can_not_be_read_is_reported_once():
    assert codes_of(changed(("能源!H6", "全厂"))) == [("unknown_choice", "能源!H6")]
    assert codes_of(changed(("能源!B2", "13800138000"))) == [("personal_value", "能源!B2")]


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2021-03-01", ""),
        ("", "2021-03-01"),
        ("2021-06-30", "2021-03-01"),
        ("2020-12-01", "2021-03-01"),
        ("2021-12-01", "2022-01-31"),
        ("2020-01-01", "2020-12-31"),
    ],
)
def test_a_period_that_is_not_within_its_year_is_an_error(start, end):
    sheets = changed(("产量!G4", day(start)), ("产量!H4", day(end)))
    assert codes_of(sheets) == [("period_incomplete", "产量!G4")]


def test_a_period_of_one_day_is_within_its_year():
    last = dt.date(2021, 12, 31)
    assert codes_of(changed(("产量!G4", last), ("产量!H4", last))) == []


@pytest.mark.parametrize(("address", "cell"), [("产量!G4", "三月"), ("产量!C4", "")])
def test_a_period_that_can_not_be_read_is_reported_once(address, cell):
    period = ("产量!G4", dt.date(2021, 3, 1)), ("产量!H4", dt.date(2021, 6, 30))
    sheets = changed(*period, (address, cell))
    assert [where for _code, where in codes_of(sheets)] == [address]


@pytest.mark.parametrize(
    ("start", "end", "kind", "full"),
    [
        ("", "", "", True),
        ("", "", "全年", True),
        ("2021-01-01", "2021-12-31", "", True),
        ("2021-01-01", "2021-12-31", "全年", True),
        ("2021-01-02", "2021-12-31", "", False),
        ("2021-01-01", "2021-12-30", "", False),
        ("2021-01-01", "2021-12-31", "试生产", False),
        ("", "", "改造后验收期", False),
        ("", "", "部分期间", False),
    ],
)
def test_a_row_covers_its_year_unless_it_says_otherwise(start, end, kind, full):
    sheets = changed(("产量!G4", start), ("产量!H4", end), ("产量!I4", kind))
    assert bool(ledger_of(sheets)["production"]["full_year"].iloc[2]) is full


def test_in_a_leap_year_too_the_last_day_ends_the_year():
    sheets = changed(("产量!G3", "2020-01-01"), ("产量!H3", "2020-12-31"))
    assert ledger_of(sheets)["production"]["full_year"].all()
    sheets = changed(("产量!G3", "2020-01-01"), ("产量!H3", "2020-12-30"))
    assert not ledger_of(sheets)["production"]["full_year"].iloc[1]


# --- lines ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "end", "wrong"),
    [
        ("2012", "2012", False),  # the first of January to the last of December
        ("2012-05", "2012-05", False),
        ("2012-06", "2012-05", True),
        ("2012-05-02", "2012-05-01", True),
        ("", "2012", False),
        ("2012", "", False),
    ],
)
def test_a_line_is_retired_after_its_start(start, end, wrong):
    sheets = changed(("生产线!H2", start), ("生产线!I2", end))
    assert found(sheets, "retired_before_start") == (["生产线!I2"] if wrong else [])


# --- units ----------------------------------------------------------------------------------


def test_a_quantity_is_converted_by_the_unit_of_its_own_row():
    # 800,000 t = 80万吨; 82万t; 840,000,000 kg
    sheets = changed(("产量!E2", 800000), ("产量!F2", "吨"), ("产量!F3", "万t"),
                     ("产量!E4", 840_000_000), ("产量!F4", "千克"))  # fmt: skip
    assert ledger_of(sheets)["production"]["output_quantity"].tolist() == [8e5, 8.2e5, 8.4e5, 2.5e6]


@pytest.mark.parametrize("unit", ["立方米", "万平方米", "件", "万千瓦时", "吨标准煤"])
def test_glass_is_counted_in_weight_boxes_or_by_mass_and_nothing_else(unit):
    assert found(changed(("产量!F5", unit)), "wrong_dimension") == ["产量!F5"]


def test_a_unit_without_a_number_is_checked_and_a_number_that_is_blank_stays_blank():
    assert found(changed(("能源!F6", ""), ("能源!G6", "千卡")), "unknown_unit") == ["能源!G6"]
    blank = ledger_of(changed(("能源!F6", "")))["energy"]
    assert np.isnan(blank["amount_quantity"].iloc[-1])


def test_a_unit_of_an_unknown_product_waits_for_the_product():
    assert codes_of(changed(("产量!D5", "玻璃"), ("产量!F5", "吨"))) == [
        ("unknown_choice", "产量!D5")
    ]


def test_coal_equivalents_are_no_amounts_of_a_carrier():
    for unit in ("吨标准煤", "吨标准油", "tce"):
        assert found(changed(("能源!G5", unit)), "wrong_dimension") == ["能源!G5"]


# --- output and energy ----------------------------------------------------------------------


def test_a_line_and_year_with_one_side_only_is_flagged_once():
    rows = [energy(2018, 4300), energy(2018, 99_000, carrier="原煤", unit="吨")]
    assert codes_of(with_rows("能源", *rows)) == [("energy_without_output", "能源!F7")]
    assert codes_of(with_rows("产量", production(2018, 80))) == [
        ("output_without_energy", "产量!E6")
    ]


def test_energy_metered_above_the_line_covers_only_its_own_year():
    # The glass works reports gas for the whole enterprise in 2021; its output of 2020 has none.
    row = ["002", "1线", 2020, "平板玻璃（500≤生产能力≤800吨/天）", 240, "万重量箱"]
    assert codes_of(with_rows("产量", row)) == [("output_without_energy", "产量!E6")]


def test_a_carrier_with_a_blank_amount_counts_as_reported():
    assert codes_of(changed(("能源!F2", ""))) == []


def test_energy_sold_is_no_energy_used():
    assert found(changed(("能源!E2", "外供")), "output_without_energy") == ["产量!E2"]


def test_of_a_line_that_stood_still_and_used_nothing_the_rows_of_energy_are_left_out():
    sheets = with_rows("产量", production(2018, 0))
    assert codes_of(sheets) == []
    sheets["能源"].append([*energy(2018, 0), "", ""])
    assert codes_of(sheets) == [("zero_energy", "能源!F7")]


def test_a_blank_output_is_no_output():
    assert found(changed(("产量!E2", "")), "energy_without_output") == ["能源!F2"]


def test_a_ledger_without_energy_is_told_so_once():
    sheets = good_sheets()
    del sheets["能源"]
    assert codes_of(sheets) == [("missing_table", "能源!")]


@pytest.mark.parametrize(
    ("address", "cell", "code"),
    [
        ("能源!C2", "两千", "not_a_year"),
        ("能源!B2", "9号窑", "orphan_key"),
        ("能源!A2", "009", "orphan_key"),
        ("能源!E2", "外送", "unknown_choice"),
        ("产量!E2", "八十", "not_a_number"),
        ("产量!C2", "", "missing_value"),
    ],
)
def test_a_row_that_can_not_be_placed_is_not_missed_as_well(address, cell, code):
    assert codes_of(changed((address, cell))) == [(code, address)]


# --- numbers that may have slipped ----------------------------------------------------------


def test_of_three_years_the_one_that_slipped_is_flagged():
    assert found(changed(("能源!F3", 4500e4)), "suspect_ten_thousand") == ["能源!F3"]
    assert found(changed(("能源!F3", 0.45)), "suspect_ten_thousand") == ["能源!F3"]


def test_of_two_years_either_may_have_slipped():
    sheets = with_rows("能源", energy(2020, 11, carrier="原煤", unit="吨"))
    assert found(sheets, "suspect_ten_thousand") == ["能源!F5", "能源!F7"]
    flagged = [one for one in problems_of(sheets) if one.code == "suspect_ten_thousand"]
    assert all("相差10,000倍" in one.message for one in flagged)  # 110,000 : 11


def test_a_slip_in_the_unit_is_a_slip_in_the_number():
    assert found(changed(("能源!G3", "千瓦时")), "suspect_ten_thousand") == ["能源!F3"]


@pytest.mark.parametrize(("times", "flagged"), [(999, False), (1000, True), (1001, True)])
def test_a_thousand_times_is_the_bound(times, flagged):
    sheets = changed(("能源!F2", 45), ("能源!F3", 45 * times), ("能源!F4", 45))
    assert found(sheets, "suspect_ten_thousand") == (["能源!F3"] if flagged else [])


def test_one_year_alone_and_noughts_and_parts_of_years_are_compared_with_nothing():
    assert codes_of(changed(("能源!F5", 1))) == []
    assert found(changed(("产量!E2", 0), ("产量!E3", 0)), "suspect_ten_thousand") == []
    trial = production(2018, 0.008, kind="试生产")
    assert found(with_rows("产量", trial), "suspect_ten_thousand") == []


def test_what_is_used_and_what_is_sold_are_not_compared():
    sold = [energy(year, 0.01, flow="外供") for year in (2019, 2020, 2021)]
    assert codes_of(with_rows("能源", *sold)) == []


def _other_median(values, groups):
    """The plain way, one value at a time."""
    for at, group in enumerate(groups):
        others = [
            value for other, value in enumerate(values) if groups[other] == group and other != at
        ]
        yield np.median(others) if others else np.nan


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(-5, 5), st.integers(0, 3)), max_size=12))
def test_the_median_of_the_others_leaves_out_the_value_itself(pairs):
    values = np.array([value for value, _group in pairs], dtype=float)
    groups = np.array([group for _value, group in pairs], dtype=np.int64)
    expected = np.array(list(_other_median(values, groups)), dtype=float)
    np.testing.assert_array_equal(median_of_others(values, groups), expected)


@pytest.mark.parametrize(("output", "flagged"), [(200, False), (200.1, True)])
def test_more_than_twice_the_capacity_is_flagged(output, flagged):
    assert found(changed(("产量!E4", output)), "output_over_capacity") == (
        ["产量!E4"] if flagged else []
    )


def test_capacity_is_compared_in_its_own_unit_and_with_its_own_product():
    # 1,000,000 t are the same 100万吨.
    sheets = changed(("生产线!E2", 1_000_000), ("生产线!F2", "吨"), ("产量!E4", 201))
    assert found(sheets, "output_over_capacity") == ["产量!E4"]
    cement = production(2021, 500, product="水泥")
    assert found(with_rows("产量", cement), "output_over_capacity") == []
    assert found(changed(("生产线!E2", ""), ("产量!E4", 900)), "output_over_capacity") == []


def test_warnings_alone_leave_a_ledger():
    ledger = ledger_of(changed(("产量!E4", 300), ("产量!G4", dt.date(2021, 1, 1)),
                               ("产量!H4", dt.date(2021, 12, 31))))  # fmt: skip
    assert ledger["production"]["output"].iloc[2] == 300
