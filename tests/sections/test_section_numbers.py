"""Numbers as an office writes them: just below, at and above every threshold of the formatting."""

import datetime as dt

import pytest

from capacity_analysis.sections.numbers import (
    against,
    coal,
    day,
    listed,
    number,
    ordinal,
    quantity,
    share,
    signed,
    trimmed,
)
from capacity_analysis.text import language
from capacity_analysis.vocabulary import unit_name

NAN = float("nan")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (9_999.9, "9999.9吨"),
        (9_999.94, "9999.9吨"),
        (9_999.95, "1万吨"),  # rounds up: never 10000吨
        (10_000.0, "1万吨"),
        (10_001.0, "1万吨"),
        (10_500.0, "1.1万吨"),  # 1.05, half to even in binary is 1.1
        (99_994_000.0, "9999.4万吨"),
        (99_999_499.0, "9999.9万吨"),
        (99_999_501.0, "1亿吨"),  # rounds up: never 10000万吨
        (100_000_000.0, "1亿吨"),
        (101_000_000.0, "1.01亿吨"),
        (950.0, "950吨"),
        (0.0, "0吨"),
        (-86_000.0, "−8.6万吨"),
        (-9_999.95, "−1万吨"),
        (-950.0, "−950吨"),
        (NAN, "—"),
        (None, "—"),
    ],
)
def test_amounts_move_to_ten_thousands_and_hundred_millions(value, text):
    assert quantity(value, "t") == text


@pytest.mark.parametrize(
    ("tce", "text"),
    [
        (99.9, "99.9吨标准煤"),
        (99.94, "99.9吨标准煤"),
        (99.96, "100吨标准煤"),
        (100.0, "100吨标准煤"),
        (100.4, "100吨标准煤"),
        (9_999.4, "9999吨标准煤"),
        (9_999.6, "1万吨标准煤"),
        (10_000.0, "1万吨标准煤"),
        (34_120.0, "3.4万吨标准煤"),
        (-34_120.0, "−3.4万吨标准煤"),
        (0.0, "0吨标准煤"),
        (NAN, "—"),
    ],
)
def test_standard_coal_is_written_in_whole_tonnes_from_a_hundred_on(tce, text):
    assert coal(tce) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (-30.0, "−30.0"),
        (-0.04, "0.0"),  # no minus before what is written as nothing
        (-0.06, "−0.1"),
        (0.0, "0.0"),
        (118.487, "118.5"),
        (NAN, "—"),
    ],
)
def test_a_negative_number_has_a_true_minus_and_a_missing_one_is_a_dash(value, text):
    assert number(value) == text


def test_trailing_zeros_go_but_not_those_before_the_point():
    assert [trimmed(v) for v in (117.0, 9.5, 100.0, 0.0, NAN)] == ["117", "9.5", "100", "0", "—"]
    assert trimmed(100.0, 0) == "100"


@pytest.mark.parametrize(
    ("measured", "levels", "decimals", "text"),
    [
        (117.04, [117.0], 1, "117.04"),  # 117.0 would look like a pass
        (116.96, [117.0], 1, "116.96"),  # 117.0 would look like exactly the level
        (117.0, [117.0], 1, "117.0"),
        (117.0 + 1e-12, [117.0], 1, "117.0"),  # at the level, apart from binary rounding
        (117.000001, [117.0], 1, "117.000001"),
        (10.46, [10.48], 1, "10.46"),  # 10.5 would look like a miss
        (117.25, [117.25], 1, "117.25"),  # 117.2 would look better than it is
        (-9.992, [-10.0], 1, "−9.99"),
        (-10.008, [-10.0], 1, "−10.01"),
        (13350.2, [13350.0], 0, "13350.2"),
        (99.97, [117.0, 100.0], 1, "99.97"),  # either level counts
        (110.0, [117.0, 100.0], 1, "110.0"),
        (NAN, [117.0], 1, "—"),
    ],
)
def test_a_measured_value_shows_on_which_side_of_its_level_it_is(measured, levels, decimals, text):
    assert against(measured, levels, decimals) == text


def test_a_difference_carries_its_sign_and_is_never_rounded_to_nothing():
    assert signed(32.61) == "+32.6"
    assert signed(0.004) == "+0.004"
    assert signed(-0.004) == "−0.004"
    assert signed(-17.0) == "−17.0"
    assert signed(0.0) == "0.0"
    assert signed(NAN) == "—"


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [
        (21, 100, "21%"),
        (1, 3, "33.3%"),
        (0, 100, "0%"),
        (4, 10_000, "不足0.1%"),  # 0.04%
        (6, 10_000, "0.1%"),
        (9_994, 10_000, "99.9%"),
        (9_996, 10_000, "99.9%以上"),  # 99.96%
        (10_000, 10_000, "100%"),
        (12, 10, "120%"),
        (1, 0, "—"),
        (NAN, 10, "—"),
        (1, NAN, "—"),
    ],
)
def test_a_share_is_nothing_or_all_only_when_it_is(part, whole, text):
    assert share(part, whole) == text


def test_dates_have_no_leading_zeros_and_no_spaces():
    assert day(dt.date(2022, 9, 1)) == "2022年9月1日"
    assert day(None) == "—"
    with language("en"):
        assert day(dt.date(2022, 9, 1)) == "September 1, 2022"


def test_sections_are_numbered_as_offices_do():
    said = [ordinal(position) for position in (1, 9, 10, 11, 19, 20, 21)]
    assert said == ["一、", "九、", "十、", "十一、", "十九、", "二十、", "二十一、"]


def test_units_are_named_part_by_part_and_an_unknown_part_stays():
    assert unit_name("kgce/t") == "千克标准煤/吨"
    assert unit_name("kWh/t") == "千瓦时/吨"
    assert unit_name("万只") == "万只"


def test_english_amounts_keep_what_is_small_and_group_what_is_large():
    with language("en"):
        assert quantity(0.5, "万只") == "0.5 万只"
        assert quantity(1_234_567.8, "万只") == "1,234,568 万只"
        assert quantity(-12_000.0, "万只") == "−12,000 万只"
        assert quantity(NAN, "t") == "—"


def test_a_list_of_one_is_the_one():
    assert listed(["甲"]) == "甲"
    assert listed(["甲", "乙", "丙"]) == "甲、乙、丙"
