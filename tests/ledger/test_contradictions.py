"""Two cells that can't both be right deserve a second look."""

import pytest
from workbooks import CODE, changed, codes_of, problems_of, with_rows


def found(code, *changes):
    return [where for one, where in codes_of(changed(*changes)) if one == code]


@pytest.mark.parametrize(
    ("status", "retired", "wrong"),
    [
        ("在产", "2022-09-09", True),
        ("在产", "2022-09-10", False),  # the day the data end
        ("在产", "2025", False),
        ("停产", "2022-08", True),
        ("已退出", "2022-08", False),
        ("已退出", "2025", False),
        ("取消", "2022-08", False),
    ],
)
def test_a_line_past_its_end_is_neither_in_operation_nor_idle(status, retired, wrong):
    changes = ("生产线!G3", status), ("生产线!I3", retired)
    assert found("status_against_dates", *changes) == (["生产线!G3"] if wrong else [])


def test_a_status_is_not_compared_with_an_unknown_day():
    changes = ("说明!B2", ""), ("生产线!I3", "2010")
    assert found("status_against_dates", *changes) == []


@pytest.mark.parametrize("status", ["拟建", "在建", "取消"])
def test_each_year_with_output_of_a_line_that_never_ran_is_flagged(status):
    where = ["产量!E2", "产量!E3", "产量!E4"]
    assert found("output_of_line_not_running", ("生产线!G2", status)) == where
    changes = ("生产线!G2", status), ("产量!E2", 0), ("产量!E3", "")
    assert found("output_of_line_not_running", *changes) == ["产量!E4"]


@pytest.mark.parametrize("status", ["在产", "停产", "已退出"])
def test_a_line_that_ran_may_have_output(status):
    assert found("output_of_line_not_running", ("生产线!G2", status)) == []


def test_a_product_that_can_not_be_read_differs_from_none():
    assert codes_of(changed(("生产线!D3", "玻璃"))) == [("unknown_choice", "生产线!D3")]
    assert codes_of(changed(("产量!B5", "9线"))) == [("orphan_key", "产量!B5")]


def test_only_what_is_consumed_may_not_be_nought():
    assert found("zero_energy", ("能源!F5", 0)) == ["能源!F5"]
    assert found("zero_energy", ("能源!F6", 0)) == ["能源!F6"]  # of a whole enterprise
    assert found("zero_energy", ("能源!F5", "")) == []
    assert found("zero_energy", ("能源!F5", 0), ("能源!E5", "外供")) == []


def test_a_nought_of_a_text_is_a_nought():
    (one,) = (one for one in problems_of(changed(("能源!F2", "0.00"))) if one.code == "zero_energy")
    assert one.value == "0.00"


@pytest.mark.parametrize(
    ("tax", "wrong"), [(30000, False), (30001, True), (-5, False), ("", False)]
)
def test_no_enterprise_pays_more_tax_than_it_takes(tax, wrong):
    assert found("tax_over_revenue", ("企业!I3", tax)) == (["企业!I3"] if wrong else [])


def test_tax_is_not_compared_with_an_unknown_revenue():
    assert found("tax_over_revenue", ("企业!H3", "")) == []


@pytest.mark.parametrize(
    ("areas", "unit", "wrong"),
    [
        ((120_000,), "平方米", False),  # 180 亩, as the enterprise says
        ((12,), "公顷", False),
        ((120_000,), "亩", True),
        ((100_000, 20_000), "亩", True),
        ((18_000,), "亩", False),  # a hundred times
        ((18_001,), "亩", True),
        ((1.8,), "亩", False),
        ((1.79,), "亩", True),
        ((0,), "亩", False),  # no area at all says nothing
        (("",), "", False),
        (("", 120_000), "亩", False),  # a parcel of unknown area makes the sum unknown
    ],
)
def test_an_area_is_that_of_the_parcels_but_for_a_unit(areas, unit, wrong):
    parcels = [{"enterprise_id": CODE, "parcel_no": f"36{at}", "area": area, "area_unit": unit}
               for at, area in enumerate(areas)]  # fmt: skip
    codes = codes_of(with_rows("parcels", *parcels))
    assert codes == ([("land_unlike_parcels", "企业!J2")] if wrong else [])
