"""Where a value came from before it stood in the ledger."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from workbooks import CODE, codes_of, good_sheets, ledger_of

from capacity_analysis.ledger.origins import record_key

ENERGY = {"enterprise_id": "E1", "line_id": "1号窑", "year": 2021, "carrier": "electricity",
          "flow": "consumed", "scope": "line"}  # fmt: skip


@pytest.mark.parametrize(
    "change",
    [
        {}, {"carrier": "电力"}, {"flow": ""}, {"flow": None}, {"flow": "消费"}, {"year": 2021.0},
        {"year": "2021"}, {"line_id": " 1号窑"}, {"period_start": pd.NaT}, {"period_start": ""},
        {"period_start": np.nan}, {"scope": pd.NA}, {"purpose": "energy"}, {"purpose": "燃料动力"},
        {"process": ""},
    ],
    ids=str,
)  # fmt: skip
def test_a_record_is_told_alike_by_raw_cells_and_by_typed_values(change):
    assert record_key("energy", ENERGY | change) == "E1|1号窑|2021|电力|消费|生产线|"


def test_fields_that_joined_the_key_are_named_where_one_of_them_says_something():
    feedstock = record_key("energy", ENERGY | {"purpose": "feedstock"})
    assert feedstock == "E1|1号窑|2021|电力|消费|生产线||原料用能|"
    process = record_key("energy", ENERGY | {"scope": "process", "process": "烧成"})
    assert process == "E1|1号窑|2021|电力|消费|工序||燃料动力|烧成"


@pytest.mark.parametrize(
    "day",
    [dt.date(2021, 5, 1), dt.datetime(2021, 5, 1), pd.Timestamp("2021-05-01"), "2021-05-01",
     "2021年5月1日", "2021/5/1"],
    ids=str,
)  # fmt: skip
def test_dates_of_a_record_are_iso_dates(day):
    assert record_key("energy", ENERGY | {"period_start": day}).endswith("|2021-05-01")


def test_a_month_stands_for_its_last_day_and_a_bar_never_parts_a_text():
    assert record_key("headcounts", {"enterprise_id": "E1", "as_of": "2022-02"}) == "E1|2022-02-28"
    assert record_key("lines", {"enterprise_id": "E|1", "line_id": "1"}) == "E｜1|1"


def _sheets(*origins):
    """Return the good workbook with its sources and these origins."""
    return good_sheets() | {
        "来源": [
            ["来源编号", "文件", "提供单位", "材料", "映射", "许可用途", "校验值"],
            ["S1", "甲水泥.xlsx", "企业", "企业自查", "form", "可作依据", "0"],
            ["S2", "供电.csv", "区供电公司", "部门清单", "power", "可作依据", "1"],
        ],
        "出处": [["表", "主键", "来源编号", "来源工作表", "单元格"], *map(list, origins)],
    }


def test_a_value_is_traced_to_file_sheet_and_cell():
    record = f"{CODE}|1号窑|2021|电力|消费|生产线|"
    ledger = ledger_of(_sheets(("能源", record, "S1", "能耗", "实物量=C5; 年度=B2")))
    assert ledger.origin("energy", 4, "amount") == "甲水泥.xlsx 能耗!C5"
    assert ledger.origin("energy", 4, "year") == "甲水泥.xlsx 能耗!B2"
    assert ledger.origin("energy", 4, "amount_unit") is None
    assert ledger.origin("energy", 3, "amount") is None
    assert ledger.origin("production", 4, "output") is None
    assert ledger.origins("energy", pd.Series([3, 4, 4]), "amount") == [
        None, "甲水泥.xlsx 能耗!C5", "甲水泥.xlsx 能耗!C5",
    ]  # fmt: skip


def test_a_file_without_sheets_and_several_sources_are_told():
    record = f"{CODE}|1号窑|2021|电力|消费|生产线|"
    ledger = ledger_of(
        _sheets(
            ("能源", record, "S1", "能耗", "实物量=C5"), ("能源", record, "S2", "", "实物量=D9")
        )
    )
    assert ledger.origin("energy", 4, "amount") == "甲水泥.xlsx 能耗!C5；供电.csv D9"


def test_a_row_is_found_by_the_key_that_it_was_collected_with():
    record = f"{CODE}|1号窑|2021|原煤|消费|生产线|"
    sheets = _sheets(("能源", record, "S1", "能耗", "实物量=C6"))
    sheets["更正"] = [
        ["表", "企业编号", "生产线编号", "年度", "列名", "原值", "新值", "更正理由", "提供单位",
         "更正日期"],
        ["能源", CODE, "1号窑", 2021, "能源品种", "原煤", "洗精煤", "核对", "区发改委",
         dt.date(2022, 9, 1)],
    ]  # fmt: skip
    ledger = ledger_of(sheets)
    assert str(ledger["energy"]["carrier"].iloc[3]) == "washed_coal"
    assert ledger.origin("energy", 5, "amount") == "甲水泥.xlsx 能耗!C6"


def test_a_ledger_filled_in_by_hand_has_no_origins():
    ledger = ledger_of(good_sheets())
    assert ledger.origins("energy", ledger["energy"]["row"], "amount") == [None] * 5


def test_a_line_is_found_however_its_number_is_spaced_and_a_column_by_its_whole_name():
    record = record_key("energy", {**ENERGY, "enterprise_id": CODE, "line_id": "1 号 窑"})
    sheets = _sheets(("能源", record, "S1", "能耗", "实物量单位=D5; 实物量=C5"))
    sheets["能源"][3][1] = "1  号窑"
    ledger = ledger_of(sheets)
    assert ledger.origin("energy", 4, "amount") == "甲水泥.xlsx 能耗!C5"


def test_an_origin_of_an_unknown_source_is_an_orphan():
    assert codes_of(_sheets(("能源", "x", "S9", "能耗", "实物量=C5"))) == [
        ("orphan_key", "出处!C2")
    ]
