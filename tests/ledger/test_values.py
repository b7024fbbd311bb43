"""Cells become typed values, or a fault: never a guess."""

import datetime as dt
import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from capacity_analysis.ledger.registry import LedgerField, registry
from capacity_analysis.ledger.values import as_entered, as_text, convert, is_blank, near
from capacity_analysis.sheets.cells import hints, is_personal, mask_personal

CODE = "91360499MA0000001Q"


def field(kind: str, **more) -> LedgerField:
    return LedgerField(header="列", type=kind, help="说明", **more)


def value(definition: LedgerField, cell):
    """Return the value of a cell that has no fault."""
    converted = convert(definition, [cell])
    assert converted.faults == []
    return converted.values.iloc[0]


def fault(definition: LedgerField, cell) -> str:
    """Return the code of the one fault of a cell, which then holds nothing."""
    converted = convert(definition, [cell])
    (found,) = converted.faults
    assert converted.values.isna().tolist() == [True]
    return found.code


# --- text -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (" 1号窑 ", "1号窑"),
        ("\u3000１号窑\u00a0", "1号窑"),
        ("002\u200b", "002"),
        ("\ufeff002", "002"),
        ("ＡＢ－１２／３", "AB-12/3"),
        ("甲（乙），丙：丁", "甲（乙），丙：丁"),
        (3011.0, "3011"),
        (-0.0, "0"),
        (12.5, "12.5"),
        (7, "7"),
        (True, "TRUE"),
        (dt.date(2021, 3, 4), "2021-03-04"),
        (dt.datetime(2021, 3, 4), "2021-03-04"),
        (dt.datetime(2021, 3, 4, 5, 6), "2021-03-04 05:06:00"),
        ("=1+1", "=1+1"),
        ("＝1＋1", "＝1+1"),
        ("<b>甲</b>", "<b>甲</b>"),
    ],
)
def test_a_cell_is_read_as_the_text_that_is_shown(cell, text):
    assert as_text(cell) == text


@pytest.mark.parametrize("cell", ["", " ", "\u3000", "\u00a0\n", "\u200b", None, math.nan])
def test_a_cell_without_anything_to_read_is_blank(cell):
    assert is_blank(cell)
    assert pd.isna(value(field("text"), cell))


@pytest.mark.parametrize("cell", ["0", 0, 0.0, False, "-", "="])
def test_nought_and_signs_are_not_blank(cell):
    assert not is_blank(cell)


def test_one_and_true_and_the_text_of_one_stay_three_values():
    assert convert(field("text"), [1.0, True, "1", "001", 1]).values.tolist() == [
        "1", "TRUE", "1", "001", "1",
    ]  # fmt: skip


def test_an_id_that_lost_its_zeros_is_another_id():
    assert value(field("text"), 1.0) != value(field("text"), "001")


@pytest.mark.parametrize("cell", [1e15, 360421199003070012.0, -1e15, 10**18])
def test_a_number_of_more_than_fifteen_digits_is_no_id(cell):
    assert fault(field("text"), cell) in {"too_many_digits", "personal_value"}


def test_fifteen_digits_are_kept():
    assert value(field("text"), 999999999999999.0) == "999999999999999"


# --- what must not be kept ------------------------------------------------------------------

# 36042119900307001: weights 7 9 10 5 8 4 2 1 6 3 7 9 10 5 8 4 2 (GB 11643) give
# 21+54+0+20+16+4+2+9+54+0+0+27+0+35+0+0+2 = 244; 244 mod 11 = 2, so the check character is X.
IDENTITY = "36042119900307001X"


@pytest.mark.parametrize(
    "text",
    [
        IDENTITY,
        IDENTITY.lower(),
        "36042119900307" + "0012",
        f"身份证：{IDENTITY}",
        "13800138000",
        "电话138-0013-8000",
        "138 0013 8000",
        "+8613800138000",
        "１３８００１３８０００",
    ],
)
def test_identity_and_mobile_numbers_are_refused(text):
    assert fault(field("text"), text) == "personal_value"


@pytest.mark.parametrize(
    "text",
    [
        CODE,
        "DN1380013800",  # ten digits
        "0792-6812345",
        "99138001380001",  # a digit before and behind
        "36042119901307001X",  # no thirteenth month
        "Φ4.0×60m",
    ],
)
def test_other_numbers_are_kept(text):
    assert value(field("text"), text) == text


def test_a_mobile_number_typed_as_a_number_is_refused():
    assert fault(field("text"), 13800138000.0) == "personal_value"


def test_only_the_number_is_struck_out():
    assert mask_personal("找张工13800138000或李工") == "找张工***或李工"
    assert mask_personal("1号窑") == "1号窑"


def test_a_credit_code_that_looks_like_an_identity_number_is_none():
    # An institution's code begins with 1; its area may end in 20 and its serial look like a date.
    # 12360420101010123: weights 1 3 9 27 19 26 16 17 20 29 25 13 8 24 10 30 28 (GB 32100) give
    # 1+6+27+162+0+104+32+0+20+0+25+0+8+0+10+60+84 = 539; 539 mod 31 = 12, 31-12 = 19, which is K;
    # no identity number ends in K.
    assert not is_personal("12360420101010123K")
    assert value(field("uscc"), "12360420101010123K") == "12360420101010123K"


# --- numbers --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        (80.0, 80),
        (80, 80),
        ("80", 80),
        (" 80.50 ", 80.5),
        ("1,234,567.5", 1234567.5),
        ("1，234", 1234),
        ("１，２３４．５", 1234.5),
        ("８０", 80),
        ("-5", -5),
        ("－5", -5),
        ("−5", -5),
        ("+5", 5),
        (".5", 0.5),
        ("5.", 5),
        ("1e3", 1000),
        ("1.5E-3", 0.0015),
        ("999,999,999,999,999", 999999999999999),
    ],
)
def test_a_number_is_read_however_it_was_typed(cell, number):
    assert value(field("number"), cell) == number


@pytest.mark.parametrize(
    "cell",
    [
        "约80", "80吨", "80%", "八十", "1 234", "1,23", "12,34.5", "1,2345", "1_000", "nan", "inf",
        "0x10", "--5", "1e", "/", "无", "１２月", "٣", True, False, dt.date(2021, 1, 1), dt.time(12),
        dt.timedelta(1),
    ],
)  # fmt: skip
def test_what_is_no_number_is_no_guess(cell):
    assert fault(field("number"), cell) == "not_a_number"


@pytest.mark.parametrize("cell", [1e15, -1e15, 1e308, math.inf, "1e300", 10**400, "9" * 30])
def test_a_number_larger_than_a_sheet_can_keep_is_refused(cell):
    assert fault(field("number"), cell) == "too_many_digits"
    assert fault(field("integer"), cell) == "too_many_digits"


def test_nought_has_no_sign():
    for cells in ([-0.0], ["-0"], [-0.0, "0"]):
        for number in convert(field("number", min=0), cells).values:
            assert math.copysign(1, number) == 1


def test_the_least_value_itself_is_allowed():
    assert value(field("number", min=0), 0.0) == 0
    assert fault(field("number", min=0), -0.001) == "below_minimum"
    assert fault(field("integer", min=1), "0") == "below_minimum"
    assert value(field("number"), -0.001) == -0.001


def test_the_most_value_itself_is_allowed():
    assert value(field("number", max=100), 100.0) == 100
    assert fault(field("number", max=100), 100.001) == "above_maximum"
    assert fault(field("integer", max=15), "16") == "above_maximum"


def test_decimals_of_an_outline_are_no_telephone_and_its_other_digits_may_be():
    text = "POLYGON((116.13900000000 29.6))"
    assert value(field("text", outline=True), text) == text
    assert fault(field("text"), text) == "personal_value"
    assert fault(field("text", outline=True), "13900000000 29.6") == "personal_value"


def test_every_number_of_a_column_is_read_beside_one_that_cannot_be():
    converted = convert(field("number", min=0), [1.0, "", "2,000", "x", -3.0, 4])
    assert converted.values.isna().tolist() == [False, True, False, True, True, False]
    assert converted.values.dropna().tolist() == [1, 2000, 4]
    assert [(found.index, found.code) for found in converted.faults] == [
        (3, "not_a_number"), (4, "below_minimum"),
    ]  # fmt: skip


def test_integers_are_whole():
    assert value(field("integer"), "320") == 320
    assert value(field("integer"), 320.0) == 320
    assert fault(field("integer"), 320.5) == "not_an_integer"
    assert fault(field("integer"), "0.1") == "not_an_integer"


@settings(max_examples=50)
@given(st.lists(st.one_of(st.floats(-1e14, 1e14), st.just("")), min_size=1, max_size=20))
def test_a_column_of_plain_numbers_is_read_as_if_cell_by_cell(cells):
    whole = convert(field("number", min=0), cells)
    for index, cell in enumerate(cells):
        alone = convert(field("number", min=0), [cell, "text"])
        assert [found.code for found in alone.faults if found.index == 0] == [
            found.code for found in whole.faults if found.index == index
        ]
        one, other = alone.values.iloc[0], whole.values.iloc[index]
        assert one == other or (pd.isna(one) and pd.isna(other))


# --- dates ----------------------------------------------------------------------------------


@pytest.mark.parametrize("cell", [2021.0, 2021, "2021", "2021年", "２０２１", " 2021 "])
def test_a_year_is_read(cell):
    assert value(field("year"), cell) == 2021


@pytest.mark.parametrize(
    "cell",
    [1948, 2101, 2021.5, 21, "21年", "2021-12", "2020/2021", dt.date(2021, 12, 31), True, "٢٠٢١"],
)
def test_what_is_no_year_is_refused(cell):
    assert fault(field("year"), cell) == "not_a_year"


def test_the_first_and_the_last_year_count():
    assert convert(field("year"), [1949, 2100]).values.tolist() == [1949, 2100]


@pytest.mark.parametrize(
    "cell",
    ["2022-09-10", "2022/9/10", "2022.9.10", "2022年9月10日", "2022年9月10", "２０２２-09-10",
     dt.date(2022, 9, 10), dt.datetime(2022, 9, 10, 8, 30)],
)  # fmt: skip
def test_a_day_is_read_however_it_was_typed(cell):
    assert value(field("date"), cell) == pd.Timestamp(2022, 9, 10)


@pytest.mark.parametrize(
    "cell",
    ["2022-02-30", "2022-13-01", "10/9/2022", "2022-09", "2022", 44814.0, 2022.0, "九月十日", True,
     dt.date(1900, 1, 1), dt.date(2101, 1, 1), dt.time(8), dt.timedelta(3)],
)  # fmt: skip
def test_what_is_no_day_is_refused(cell):
    assert fault(field("date"), cell) == "not_a_date"


@pytest.mark.parametrize(
    ("cell", "first", "last"),
    [
        ("2012", (2012, 1, 1), (2012, 12, 31)),
        (2012.0, (2012, 1, 1), (2012, 12, 31)),
        ("2012-02", (2012, 2, 1), (2012, 2, 29)),
        ("2013.2", (2013, 2, 1), (2013, 2, 28)),
        ("2012年12月", (2012, 12, 1), (2012, 12, 31)),
        ("2012/10", (2012, 10, 1), (2012, 10, 31)),
        ("2012-05-17", (2012, 5, 17), (2012, 5, 17)),
        (dt.date(2012, 5, 17), (2012, 5, 17), (2012, 5, 17)),
        ("1898", (1898, 1, 1), (1898, 12, 31)),
    ],
)
def test_a_year_or_month_stands_for_its_first_or_last_day(cell, first, last):
    assert value(field("month_start"), cell) == pd.Timestamp(*first)
    assert value(field("month_end"), cell) == pd.Timestamp(*last)


@pytest.mark.parametrize(
    "cell", [2012.1, 2012.05, "2012-13", "2012-00", "201205", "1839", 2101.0, True, "五月"]
)
def test_a_month_that_could_be_two_is_refused(cell):
    # 2012.1 is what a spreadsheet keeps of 2012.10.
    assert fault(field("month_start"), cell) == "not_a_date"
    assert fault(field("month_end"), cell) == "not_a_date"


# --- choices --------------------------------------------------------------------------------

STATUS = field("choice", choices={"operating": "在产（正常）", "idle": "停产"})


@pytest.mark.parametrize("cell", ["在产（正常）", "在产(正常)", " 在产 （正常）\n", "operating"])
def test_a_choice_is_found_by_its_label_or_id(cell):
    assert value(STATUS, cell) == "operating"


@pytest.mark.parametrize("cell", ["在产", "Operating", 1.0, True, dt.date(2021, 1, 1)])
def test_what_is_no_choice_is_refused(cell):
    assert fault(STATUS, cell) == "unknown_choice"


def test_a_blank_choice_takes_the_default_and_a_wrong_one_does_not():
    flow = registry().tables["energy"].fields["flow"]
    converted = convert(flow, ["", "外供", "外送", None])
    assert converted.values.isna().tolist() == [False, False, True, False]
    assert converted.values.dropna().tolist() == ["consumed", "exported", "consumed"]
    assert pd.isna(value(STATUS, ""))


def test_a_choice_keeps_all_its_categories():
    assert convert(STATUS, []).values.cat.categories.tolist() == ["operating", "idle"]


@pytest.mark.parametrize(
    ("cell", "answer"), [("是", True), ("否", False), (True, True), (False, False)]
)
def test_a_flag_is_yes_or_no(cell, answer):
    assert bool(value(field("flag"), cell)) is answer


@pytest.mark.parametrize("cell", ["√", "有", 1.0, 0.0, "TRUE", "是的"])
def test_what_is_neither_yes_nor_no_is_refused(cell):
    assert fault(field("flag"), cell) == "not_a_flag"


# --- codes ----------------------------------------------------------------------------------


def test_a_credit_code_has_the_check_character_of_the_standard():
    # GB 32100: weights 1 3 9 27 19 26 16 17 20 29 25 13 8 24 10 30 28 on 91360499MA0000001,
    # with M = 21 and A = 10: 9+3+27+162+0+104+144+153+420+290+0+0+0+0+0+0+28 = 1340;
    # 1340 mod 31 = 7; 31 - 7 = 24, which is Q.
    assert value(field("uscc"), CODE) == CODE
    for other in "0123456789ABCDEFGHJKLMNPRTUWXY":
        assert fault(field("uscc"), CODE[:-1] + other) == "bad_credit_code"


@pytest.mark.parametrize(
    "cell", [CODE.lower(), f" {CODE[:2]} {CODE[2:8]} {CODE[8:]}", "９１" + CODE[2:]]
)
def test_a_credit_code_is_stored_in_one_form(cell):
    assert value(field("uscc"), cell) == CODE


@pytest.mark.parametrize("cell", [CODE[:-1], CODE + "1", "无", 91360499.0, "O" + CODE[1:], True])
def test_what_is_no_credit_code_is_refused(cell):
    assert fault(field("uscc"), cell) == "bad_credit_code"


def test_an_identity_number_in_the_place_of_a_credit_code_is_personal():
    assert fault(field("uscc"), IDENTITY) == "personal_value"


@pytest.mark.parametrize(
    ("cell", "code"), [("3011", "3011"), (3011.0, "3011"), ("0610", "0610"), (610.0, "0610")]
)
def test_an_industry_is_a_class_with_or_without_its_first_nought(cell, code):
    assert value(field("industry_code"), cell) == code


@pytest.mark.parametrize("cell", ["9999", "30", "水泥制造", "C3011", "", "311", 311.0])
def test_a_group_is_no_class_though_a_nought_would_make_it_one(cell):
    # 311 is 炼铁; 0311 would be 牛的饲养.
    if cell == "":
        assert pd.isna(value(field("industry_code"), cell))
    else:
        assert fault(field("industry_code"), cell) == "unknown_industry"


# --- hints ----------------------------------------------------------------------------------


def test_a_hint_names_the_closest_values_or_none():
    assert near("已退", ["在产", "停产", "已退出"]) == "，例如“已退出”"
    assert near("xyz", ["在产", "停产"]) == ""
    assert near("x", []) == ""


def test_hints_stop_after_the_first_few_wrong_values():
    hint = hints(["002"])
    assert hint("02") == "，例如“002”"
    assert all(hint(f"{number}02") for number in range(19))
    assert hint("9902") == ""
    assert hint("02") == "，例如“002”"


# --- as a spreadsheet keeps it --------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "cell", "kept"),
    [
        ("number", "４，401.5", 4401.5),
        ("integer", " 320 ", 320.0),
        ("date", "2021年5月3日", dt.date(2021, 5, 3)),
        ("number", "约80", "约80"),
        ("integer", "320.5", "320.5"),
        ("date", "五月", "五月"),
        ("number", "", ""),
        ("number", 80.0, 80.0),
        ("text", "320", "320"),
        ("year", "2021", "2021"),
        ("month_start", "2021-05", "2021-05"),
    ],
)
def test_a_text_typed_into_a_column_is_kept_as_its_kind(kind, cell, kept):
    entered = as_entered(field(kind), cell)
    assert (entered, type(entered)) == (kept, type(kept))


# --- every converter ------------------------------------------------------------------------

scalars = st.one_of(
    st.text(max_size=30), st.floats(), st.integers(-(2**63), 2**63 - 1), st.booleans(), st.none(),
    st.dates(), st.datetimes(), st.times(), st.timedeltas(), st.just(""),
)  # fmt: skip
DEFINITIONS = {
    kind: next(spec for table in [registry().guide, *registry().tables.values()]
               for spec in table.fields.values() if spec.type == kind)
    for kind in ("text", "number", "integer", "year", "date", "month_start", "month_end", "choice",
                 "flag", "uscc", "industry_code")
}  # fmt: skip


@settings(max_examples=60)
@given(st.sampled_from(sorted(DEFINITIONS)), st.lists(scalars, max_size=8))
def test_any_cell_becomes_a_value_or_a_fault_and_never_both(kind, cells):
    converted = convert(DEFINITIONS[kind], cells)
    assert len(converted.values) == len(cells)
    faulty = {found.index for found in converted.faults}
    for index, cell in enumerate(cells):
        missing = pd.isna(converted.values.iloc[index])
        assert missing == (index in faulty or is_blank(cell))


@settings(max_examples=30)
@given(st.sampled_from(sorted(DEFINITIONS)), st.lists(scalars, max_size=8))
def test_the_type_of_a_column_does_not_depend_on_its_cells(kind, cells):
    assert (
        convert(DEFINITIONS[kind], cells).values.dtype
        == convert(DEFINITIONS[kind], []).values.dtype
    )


# --- telephone numbers ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["张三 电话:0792-6812345", "联系电话 6812345", "手机：138 0013 8000", "手机号码6812345",
     "联系人张三 6812345", "联系人：6812345", "0792-6812345", "(0792)6812345", "07926812345",
     "０７９２－６８１２３４５", "电话（0792）6812345", "座机 681-2345", "010-12345678"],
)  # fmt: skip
def test_a_telephone_number_has_no_place_in_a_remark(text):
    assert fault(field("text", prose=True), text) == "personal_value"


@pytest.mark.parametrize(
    "text",
    ["手机玻璃盖板年产30000000片", "电话机1000000台", "批准文号20210412号", "2021-03-01起停产",
     "余热发电0.1234567万千瓦", "Φ4.0×60m", "联系人待定", "电话未报", "1200000000吨"],
)  # fmt: skip
def test_other_numbers_in_a_remark_are_let_be(text):
    assert convert(field("text", prose=True), [text]).faults == []


def test_an_id_may_look_like_a_telephone_number():
    assert convert(field("text"), ["0792-6812345"]).faults == []


def test_a_labelled_telephone_number_is_struck_out():
    assert mask_personal("水泥，联系电话 6812345") == "水泥，联系***"
