"""Corrections mend what the reader sees; sheets stay as they were reported."""

import copy
import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from workbooks import CODE, at, changed, codes_of, good_sheets, ledger_of, problems_of, with_rows

from capacity_analysis.ledger import registry
from capacity_analysis.ledger.corrections import apply
from capacity_analysis.ledger.outcomes import APPLIED
from capacity_analysis.ledger.raw_sheet import is_unchanged, same
from capacity_analysis.sheets.cells import ErrorCell

HEADER = ["表", "企业编号", "生产线编号", "年度", "品种或产品", "列名", "原值", "新值", "更正理由",
          "提供单位", "更正日期"]  # fmt: skip
SAID = ["抄表核对", "区供电公司", dt.date(2022, 9, 1)]


def row(table, *cells, enterprise=CODE):
    """Return a row of the sheet of corrections: table, line, year, item, column, old and new value."""
    return [table, enterprise, *cells, *SAID]


# The energy of kiln 1 of 2021 is 4600万千瓦时 in 能源!F4; 更正!H2 holds the new value.
POWER = row("能源", "1号窑", 2021, "电力", "实物量", 4600, 4700)


def corrected(*rows, sheets=None):
    """Return sheets with these corrections."""
    return (sheets or good_sheets()) | {"更正": [HEADER, *map(list, rows)]}


def value(sheets, address):
    """Return the cell that the reader would see."""
    sheet, number, column = at(address)
    return apply("x.xlsx", sheets, registry()).sheets[sheet][number][column]


def codes(*rows, sheets=None):
    """Return code and address of each problem."""
    return codes_of(corrected(*rows, sheets=sheets))


def test_a_correction_replaces_what_the_reader_sees_and_says_whence():
    ledger = ledger_of(corrected(POWER))
    assert ledger["energy"]["amount"].tolist() == [4400, 4500, 4700, 110000, 3000]
    (one,) = ledger.applied_corrections.to_dict("records")
    assert (one["table"], one["row"], one["field"]) == ("energy", 4, "amount")
    assert (one["old"], one["new"]) == ("4600", "4700")
    assert (one["place"], one["cell"], one["enterprise_code"]) == ("能源!F4", "更正!H2", 0)
    assert (one["reason"], one["provider"]) == ("抄表核对", "区供电公司")
    assert one["corrected_on"].date() == dt.date(2022, 9, 1)
    assert codes(POWER) == []


def test_the_sheets_that_were_read_are_never_changed():
    sheets = corrected(POWER)
    before = copy.deepcopy(sheets)
    applied = apply("x.xlsx", sheets, registry())
    assert sheets == before
    assert applied.sheets["能源"][3] is not sheets["能源"][3]
    assert applied.sheets["能源"][2] is sheets["能源"][2]
    assert applied.sheets["产量"] is sheets["产量"]


@pytest.mark.parametrize(
    ("stands", "told"),
    [
        (4600, "4,600"), (4600.0, " 4600 "), ("4，600", 4600), ("４６００", "4600.0"),
        ("约4600", "约4600"), ("约 4600", "约4600"), ("", ""), (None, ""), (-5, "-5.0"),
        (ErrorCell("#DIV/0!"), "#DIV/0!"), (0.1 + 0.2, "0.3"),
    ],
)  # fmt: skip
def test_the_old_value_is_compared_as_the_reader_takes_it(stands, told):
    sheets = corrected(
        row("能源", "1号窑", 2021, "电力", "实物量", told, 4700),
        sheets=changed(("能源!F4", stands)),
    )
    assert value(sheets, "能源!F4") == 4700


@pytest.mark.parametrize(
    ("stands", "told"), [(4600, 4600.01), (4600, ""), ("", 0), (0, ""), ("约4600", 4600)]
)
def test_another_value_than_the_old_one_is_left_alone(stands, told):
    sheets = corrected(
        row("能源", "1号窑", 2021, "电力", "实物量", told, 4700),
        sheets=changed(("能源!F4", stands)),
    )
    assert value(sheets, "能源!F4") == stands
    assert ("correction_no_longer_applies", "更正!G2") in codes_of(sheets)


def test_dates_are_compared_by_the_day_and_choices_by_what_they_stand_for():
    started = row("生产线", "1号窑", "", "", "投产时间", dt.datetime(2012, 5, 1), "2012-06")
    assert value(corrected(started), "生产线!H2") == "2012-06"
    status = row("生产线", "1号窑", "", "", "状态", " 在 产 ", "停产")
    assert ledger_of(corrected(status))["lines"]["status"].tolist() == ["idle", "operating"]


def test_a_cell_that_cannot_be_read_is_mended():
    sheets = changed(("能源!F4", "约4600万"))
    assert codes_of(sheets) == [("not_a_number", "能源!F4")]
    mend = row("能源", "1号窑", 2021, "电力", "实物量", "约4600万", 4600)
    assert codes(mend, sheets=sheets) == []
    # Nor is it "no change" where both are the same but for a blank that can't be read as a number.
    mend = row("能源", "1号窑", 2021, "电力", "实物量", "4 600", "4600")
    assert value(corrected(mend, sheets=changed(("能源!F4", "4 600"))), "能源!F4") == 4600


def test_a_correction_whose_old_value_is_gone_says_what_stands_there():
    (found,) = problems_of(corrected(POWER, sheets=changed(("能源!F4", 4650))))
    assert (found.code, found.severity) == ("correction_no_longer_applies", "warning")
    assert (found.sheet, found.cell, found.table, found.field) == (
        "更正", "G2", "corrections", "old_value",
    )  # fmt: skip
    assert found.message == "能源!F4现在是“4650”，不是原值“4600”，更正不再适用，没有生效。"
    ledger = ledger_of(corrected(POWER, sheets=changed(("能源!F4", 4650))))
    assert ledger["energy"]["amount"].iloc[2] == 4650
    assert ledger.correction_outcomes["outcome"].tolist() == ["no_longer_applies"]
    assert ledger.applied_corrections.empty


def test_what_stands_there_is_never_a_persons_number():
    sheets = corrected(POWER, sheets=changed(("能源!F4", "110101199001011237")))
    found = next(one for one in problems_of(sheets) if one.code == "correction_no_longer_applies")
    assert "***" in found.message and "1990" not in found.message


def test_several_cells_with_the_old_value_are_ambiguous():
    sheets = changed(("能源!F3", 4600))
    (found,) = problems_of(corrected(row("能源", "", "", "电力", "实物量", 4600, 1), sheets=sheets))
    assert (found.code, found.severity, found.cell) == ("correction_ambiguous", "error", "A2")
    assert found.message.startswith("能源!F3、能源!F4都符合这条更正")
    # The year tells them apart, and a blank key matches anything.
    year = row("能源", "", 2020, "", "实物量", 4600, 1)
    assert value(corrected(year, sheets=sheets), "能源!F3") == 1


def test_a_correction_of_no_row_is_a_warning():
    for one in (
        row("能源", "2号窑", 2021, "电力", "实物量", 4600, 1),
        row("能源", "1号窑", 2018, "电力", "实物量", 4600, 1),
        row("能源", "1号窑", 2021, "柴油", "实物量", 4600, 1),
        row("企业", "1号窑", "", "", "备注", "", "x"),  # the roster has no lines
        row("参保", "", "", "", "参保人数（人）", 5, 6),  # no such sheet in the workbook
    ):
        (found,) = problems_of(corrected(one))
        assert (found.code, found.severity) == ("correction_without_row", "warning")
        assert found.cell == "B2"


def test_an_unknown_enterprise_is_said_once():
    assert codes(row("能源", "", "", "", "实物量", 1, 2, enterprise="003")) == [
        ("orphan_key", "更正!B2")
    ]


def test_an_unknown_table_or_column_names_those_that_are_near():
    (table,) = problems_of(corrected(row("能原", "", "", "", "实物量", 1, 2)))
    assert (table.code, table.severity, table.cell) == ("correction_unknown_place", "error", "A2")
    assert "“能源”" in table.remedy
    (column,) = problems_of(corrected(row("能源", "", "", "", "实物", 1, 2)))
    assert (column.code, column.cell) == ("correction_unknown_place", "F2")
    assert "“实物量”" in column.remedy
    # A column of the template that this sheet lacks.
    sheets = good_sheets()
    sheets["能源"] = [cells[:-1] for cells in sheets["能源"]]
    (lacking,) = problems_of(
        corrected(row("能源", "1号窑", 2021, "", "期间止", "", "x"), sheets=sheets)
    )
    assert (lacking.code, lacking.cell) == ("correction_unknown_place", "F2")


def test_corrections_are_not_themselves_corrected():
    assert codes(POWER, row("更正", "", "", "", "新值", 4700, 4800)) == [
        ("correction_unknown_place", "更正!A3")
    ]


def test_what_may_only_be_added_up_is_not_corrected_by_enterprise():
    header = ["企业编号", "年度", "指标", "指标值"]
    sheets = good_sheets() | {"统计资料": [header, [CODE, 2021, "工业总产值（万元）", 777]]}
    one = row("统计资料", "", 2021, "", "指标值", 777, 778)
    assert codes(one, sheets=sheets) == [("correction_not_permitted", "更正!A2")]


def test_a_new_value_that_is_the_old_one_is_noted():
    (found,) = problems_of(corrected(row("能源", "1号窑", 2021, "电力", "实物量", "4,600", 4600)))
    assert (found.code, found.severity, found.cell) == ("correction_without_change", "note", "H2")


def test_two_corrections_of_one_cell_are_an_error():
    again = row("能源", "", 2021, "", "实物量", 4600, 4800)
    (found,) = problems_of(corrected(POWER, again))
    assert (found.code, found.severity, found.cell) == ("correction_repeated", "error", "F3")
    assert found.message == "与第2行更正的是同一单元格（能源!F4）。"


@pytest.mark.parametrize("lacking", [0, 1, 2])
def test_a_correction_without_reason_provider_or_date_does_nothing(lacking):
    said = ["" if index == lacking else cell for index, cell in enumerate(SAID)]
    sheets = corrected([*POWER[:8], *said])
    assert value(sheets, "能源!F4") == 4600
    assert codes_of(sheets) == [("missing_value", f"更正!{'IJK'[lacking]}2")]


def test_a_sheet_without_the_column_of_reasons_corrects_nothing():
    sheets = corrected(POWER)
    sheets["更正"] = [cells[:8] + cells[9:] for cells in sheets["更正"]]
    assert value(sheets, "能源!F4") == 4600
    assert [code for code, _where in codes_of(sheets)] == ["missing_column"]


def test_persons_are_named_neither_in_reasons_nor_as_providers():
    said = ["见联系人张某 电话0792-1234567", *SAID[1:]]
    assert codes([*POWER[:8], *said]) == [("personal_value", "更正!I2")]


def test_a_new_value_passes_every_check_and_its_problem_is_at_the_new_value():
    (found,) = problems_of(corrected(row("能源", "1号窑", 2021, "电力", "实物量", 4600, -1)))
    assert (found.code, found.sheet, found.cell) == ("below_minimum", "更正", "H2")
    assert (found.table, found.field, found.value) == ("corrections", "new_value", "-1")
    assert found.message.startswith("更正后的能源!F4：“实物量”")
    unit = row("能源", "1号窑", 2021, "电力", "实物量单位", "万千瓦时", "吨")
    assert codes(unit) == [("wrong_dimension", "更正!H2")]


def test_a_problem_of_another_cell_stays_where_it_is():
    sheets = changed(("企业!E2", "9999"))
    assert codes(POWER, sheets=sheets) == [("unknown_industry", "企业!E2")]


def test_a_wrong_key_is_mended_by_its_old_value():
    # The energy row is booked to an enterprise that is not in the roster; the correction names the
    # right one.
    sheets = changed(("能源!A5", "999"))
    mend = row("能源", "1号窑", 2021, "原煤", "企业编号", "999", CODE)
    assert codes(mend, sheets=sheets) == []
    # By its mended key, and by the one that stands there, the row can be corrected further.
    carrier = row("能源", "1号窑", 2021, "洗精煤", "能源品种", "原煤", "洗精煤")
    for item in ("原煤", "洗精煤"):
        amount = row("能源", "1号窑", 2021, item, "实物量", 110000, 120000)
        ledger = ledger_of(corrected(amount, mend, carrier, sheets=sheets))
        energy = ledger["energy"].iloc[3]
        assert (energy["enterprise_id"], str(energy["carrier"])) == (CODE, "washed_coal")
        assert energy["amount"] == 120000
        assert len(ledger.applied_corrections) == 3


def test_a_blank_cell_is_filled_and_a_cell_is_blanked():
    fill = row("能源", "1号窑", 2021, "电力", "流向", "", "外供")
    assert ledger_of(corrected(fill))["energy"]["flow"].iloc[2] == "exported"
    clear = row("企业", "", "", "", "从业人员（人）", 320, "")
    assert ledger_of(corrected(clear))["enterprises"]["employees"].isna().tolist() == [True, False]


def test_a_cell_beyond_the_end_of_a_short_row_is_blank():
    sheets = good_sheets()
    sheets["能源"][3] = sheets["能源"][3][:7]
    fill = row("能源", "1号窑", 2021, "电力", "计量范围", "", "生产线")
    assert value(corrected(fill, sheets=sheets), "能源!H4") == "生产线"


def test_a_ledger_without_corrections_has_none():
    ledger = ledger_of(good_sheets())
    assert ledger.applied_corrections.empty
    assert ledger.correction_outcomes["enterprise_code"].dtype == "int32"


_CELLS = st.one_of(
    st.none(), st.booleans(), st.integers(-10, 10), st.floats(), st.text("1２,.，a 约元-", max_size=5),
    st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1)), st.just(ErrorCell("#N/A")),
)  # fmt: skip
_FIELDS = [
    registry().tables[table].fields[key]
    for table, key in (("energy", "amount"), ("energy", "flow"), ("production", "year"),
                       ("production", "period_start"), ("lines", "retired_on"),
                       ("enterprises", "name"), ("enterprises", "uscc"))
]  # fmt: skip


@settings(max_examples=25, derandomize=True, deadline=None)
@given(spec=st.sampled_from(_FIELDS), one=_CELLS, other=_CELLS)
def test_comparison_is_reflexive_and_symmetric_whatever_the_cells_hold(spec, one, other):
    assert same(spec, one, [one]) == [True]
    assert same(spec, one, [other]) == same(spec, other, [one])
    if is_unchanged(spec, one, other):
        assert same(spec, one, [other]) == [True]


@settings(max_examples=25, derandomize=True, deadline=None)
@given(cells=st.lists(_CELLS, min_size=8, max_size=8), amount=_CELLS)
def test_whatever_a_correction_says_at_most_one_cell_changes(cells, amount):
    base = changed(("能源!F4", amount))
    before = copy.deepcopy(base)
    applied = apply("x.xlsx", corrected([*cells, *SAID], sheets=base), registry())
    assert base == before or amount != amount  # noqa: PLR0124
    different = sum(
        cell is not other
        for name in base
        for row_, other_row in zip(applied.sheets[name], base[name], strict=True)
        for cell, other in zip(row_, other_row, strict=True)
    )
    assert different <= sum(one.outcome == APPLIED for one in applied.outcomes) <= 1


def test_a_row_is_taken_from_or_given_to_the_enterprise_and_line_that_are_named():
    owner = row("生产线", "1号窑", "", "", "企业编号", CODE, "003", enterprise="002")
    assert value(corrected(owner), "生产线!A2") == CODE
    assert ("correction_without_row", "更正!B2") in codes(owner)
    # A line's own number may stand in the correction as it is, or as it should be; no other may.
    for named in ("1号窑", "2 号窑", ""):
        line = row("能源", named, 2021, "电力", "生产线编号", "1号窑", "2号窑")
        assert value(corrected(line), "能源!B4") == "2号窑"
    line = row("能源", "3号窑", 2021, "电力", "生产线编号", "1号窑", "2号窑")
    assert value(corrected(line), "能源!B4") == "1号窑"


def test_lines_are_told_apart_as_the_reader_tells_them():
    # Blanks count nowhere; ①号窑 is another kiln than 1号窑, although it may be written for it.
    other = {"enterprise_id": CODE, "line_id": "①号窑", "year": 2021, "carrier": "电力",
             "amount": 4600, "amount_unit": "万千瓦时"}  # fmt: skip
    sheets = with_rows("energy", other, sheets=changed(("能源!F4", 4650)))
    assert value(corrected(POWER, sheets=sheets), "能源!F7") == 4600
    assert ("correction_no_longer_applies", "更正!G2") in codes(POWER, sheets=sheets)
    spaced = changed(("能源!B4", "1 号窑"), ("能源!A4", f"{CODE[:9]} {CODE[9:]}"))
    assert value(corrected(POWER, sheets=spaced), "能源!F4") == 4700


def test_rows_that_an_enterprise_always_had_are_still_its_own_beside_one_given_to_it():
    sheets = changed(("能源!A5", "999"))
    mend = row("能源", "1号窑", 2021, "原煤", "企业编号", "999", CODE)
    ledger = ledger_of(corrected(POWER, mend, sheets=sheets))
    assert ledger["energy"]["amount"].iloc[2] == 4700
    # Outcomes stand in the order of the sheet, although keys are mended first.
    assert ledger.applied_corrections["correction_row"].tolist() == [2, 3]


def test_of_a_repeated_column_the_one_that_is_read_is_corrected():
    sheets = good_sheets()
    sheets["能源"] = [[*cells, cells[5]] for cells in sheets["能源"]]
    assert value(corrected(POWER, sheets=sheets), "能源!F4") == 4700
    assert value(corrected(POWER, sheets=sheets), "能源!K4") == 4600


def test_a_cell_with_the_word_of_a_total_can_be_mended():
    sheets = changed(("能源!B4", "合计"))
    assert codes_of(sheets) == [("total_row", "能源!B4")]
    mend = row("能源", "", 2021, "电力", "生产线编号", "合计", "1号窑")
    assert codes(mend, sheets=sheets) == []


def test_a_key_that_the_source_has_mended_by_now_is_told():
    mend = row("能源", "1号窑", 2021, "原煤", "企业编号", "999", CODE)
    (found,) = problems_of(corrected(mend))
    assert found.code == "correction_no_longer_applies"
    assert found.message.startswith(f"能源!A5现在是“{CODE}”，不是原值“999”")


def test_a_row_of_no_enterprise_is_given_to_one():
    sheets = changed(("能源!A5", ""))
    mend = row("能源", "1号窑", 2021, "原煤", "企业编号", "", CODE)
    assert value(corrected(mend, sheets=sheets), "能源!A5") == CODE
    assert codes(mend, sheets=sheets) == []


@pytest.mark.parametrize("blank", ["", None, " "])
def test_an_empty_number_of_a_line_is_filled_however_it_is_empty(blank):
    fill = row("能源", "", 2021, "电力", "生产线编号", "", "1号窑")
    assert value(corrected(fill, sheets=changed(("能源!B4", blank))), "能源!B4") == "1号窑"
