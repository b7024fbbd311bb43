"""土地盘活: gates first, 疑似 kept apart from 已认定, ranges as ranges, no mu twice."""

from functools import partial

import numpy as np
import pandas as pd
import pytest
from screened_tables import frame as frame_of
from small_views import Line, cells, column, shown, table, view, with_tables

from capacity_analysis import sections
from capacity_analysis.analysis.land.parcels import SHAPES
from capacity_analysis.analysis.land.totals import land_totals
from capacity_analysis.sections.blocks import Figure, Points, runs
from capacity_analysis.sections.land_conclusions import freed, to_decide_land, to_decide_parcels
from capacity_analysis.sections.land_potential import sketch
from capacity_analysis.sections.parcels_told import gates

AS_OF = pd.Timestamp("2022-09-10").date()
LEAVES = [
    {"enterprise_id": "甲厂", "disposition": "eliminate_now", "extent": "whole",
     "deadline": "2022-10-31"},
]  # fmt: skip
MU = 666.6667
BLANK = {
    "enterprise_code": 0, "enterprise_id": "甲厂", "enterprises": "甲厂", "industry": "cement",
    "township": "沙河街道", "take_back": False, "idle_test": "none", "route": "",
}  # fmt: skip
FREED = BLANK | {
    "parcel_no": "P1", "area_mu": 30.0, "category": "freed", "route": "transfer",
    "gates": "soil_survey;mortgage", "soil_reason": "key_unit", "usable_mu": 30.0,
    "extra_floor_m2": 14_000.0, "extra_tax_median_10k_cny": 60.0, "extra_tax_upper_10k_cny": 90.0,
    "extra_output_median_10k_cny": 900.0, "extra_output_upper_10k_cny": 1_200.0,
    "ready_on_low": "2023-01-31", "ready_on_high": "2023-07-31", "reasons": "grade_missing",
    "score": 60.0, "rank": 2, "rank_low": 1, "rank_high": 3,
}  # fmt: skip
IDLE = BLANK | {
    "parcel_no": "P2", "enterprise_id": "乙厂", "enterprises": "乙厂;甲厂", "enterprise_code": 1,
    "area_mu": 40.0, "category": "idle", "idle_test": "not_started", "idle_months": 30.0,
    "fee_10k_cny": 73.0, "take_back": True, "idle_document": "某文2号", "route": "take_back",
    "usable_mu": 40.0, "extra_tax_median_10k_cny": 80.0, "extra_tax_upper_10k_cny": 80.0,
    "value_10k_cny": 500.0, "reasons": "price_unchecked", "confidence": "verified",
    "ready_on_low": "2023-03-10", "ready_on_high": "2024-03-10",
    "score": 70.0, "rank": 1, "rank_low": 1, "rank_high": 1,
}  # fmt: skip
SUSPECTED = BLANK | {
    "parcel_no": "P3", "area_mu": 20.0, "category": "suspected_idle", "idle_test": "not_started",
    "idle_months": 12.0, "reasons": "price_missing;not_found_yet", "confidence": "verified",
}  # fmt: skip
POOR = BLANK | {
    "parcel_no": "P4", "area_mu": 10.0, "category": "inefficient", "far": 0.35, "far_floor": 0.7,
    "building_coefficient": 0.4, "building_coefficient_floor": 0.3,
    "below_floors": "floor_area_ratio", "confidence": "cross_checked",
}  # fmt: skip
OPEN = BLANK | {"parcel_no": "P5", "area_mu": 5.0, "category": "unknown", "idle_test": "unknown",
                "reasons": "use_state_missing"}  # fmt: skip
CORNERS = [(0.0, 0.0), (100.0, 0.0), (100.0, 80.0), (0.0, 0.0)]


@pytest.fixture(scope="module")
def made():
    """Return what makes views: rows of the table of parcels, the sums counted from them."""
    of = view(Line(), Line(enterprise="乙厂"))
    of = with_tables(
        of,
        enterprise_dispositions=frame_of("enterprise_dispositions", LEAVES),
        layoffs=pd.DataFrame({"enterprise_id": pd.Series([], dtype="str")}),
    )
    return partial(_with_land, of)


def _with_land(of, *rows, corners=()):
    held = pd.DataFrame(list(rows), columns=list(SHAPES["parcels"]))
    held["take_back"] = held["take_back"].astype("bool")
    held["area_m2"] = held["area_mu"].astype(float) * MU
    parcels = held.astype(SHAPES["parcels"])
    days = pd.to_datetime(parcels["ready_on_high"])
    places = {name: parcels[name].astype("category") for name in ("industry", "township")}
    outlines = [
        {"parcel_no": number, "ring": 0, "x_m": x, "y_m": y, "category": "freed", "epsg": 4548}
        for number in corners
        for x, y in CORNERS
    ]
    boundaries = SHAPES["parcel_boundaries"]
    return with_tables(
        of,
        parcels=parcels,
        land_totals=land_totals(parcels.assign(ready_on_high=days, **places), AS_OF),
        parcel_boundaries=pd.DataFrame(outlines, columns=list(boundaries)).astype(boundaries),
        parcel_criteria=pd.DataFrame(columns=list(SHAPES["parcel_criteria"])),
        rules=pd.DataFrame(
            {"parameter": ["soil_survey_key_units"], "clause": ["《土壤污染防治法》第67条"]}
        ),
    )


@pytest.fixture(scope="module")
def full(made):
    return made(FREED, IDLE, SUSPECTED, POOR, OPEN, corners=["P1"])


@pytest.fixture(scope="module")
def blocks(full):
    return sections.land(full)


def _said(blocks):
    return [shown(block.text) for block in blocks if block.kind == "paragraph"]


def _text(inline):
    return shown(runs(inline))


def _figure(blocks, anchor):
    return next(b for b in blocks if isinstance(b, Figure) and b.anchor == anchor)


def test_without_parcels_the_department_that_has_them_is_named(made):
    assert _said(sections.land(made())) == [
        "水泥行业的土地：无数据（缺：区自然资源分局宗地资料）。"
    ]


def test_sums_reconcile_and_say_that_no_mu_counts_twice(blocks):
    """30 + 40 + 20 + 10 = 100 mu to be put to use again, and 5 of which nobody knows; 30 by 2023-07."""
    assert (
        "共5宗105亩，其中可以盘活100亩：退出腾出1宗30亩、闲置（已认定）1宗40亩" in _said(blocks)[0]
    )
    assert "一年内可以利用30亩" in _said(blocks)[0]
    shown_table = table(blocks, "table-land")
    assert column(shown_table, "面积") == ["30.0", "40.0", "20.0", "10.0", "5.0", "105.0"]
    assert column(shown_table, "一年内") == ["30.0", "—", "—", "—", "—", "30.0"]
    assert column(shown_table, "不能估计")[-1] == "30.0"  # of what can be put to use again
    assert "没有一亩重复计算" in shown_table.notes[0]


def test_gates_come_first_with_their_articles(blocks):
    at = [getattr(block, "anchor", "") for block in blocks]
    assert at.index("table-parcels") < at.index("table-land-potential")
    rules = "".join(shown(i) for b in blocks if isinstance(b, Points) for i in b.items)
    assert (
        "《土壤污染防治法》第67条" in rules and "土壤污染重点监管单位" in rules and "抵押" in rules
    )
    shown_table = table(blocks, "table-parcels")
    assert column(shown_table, "先要过的关口") == [
        "○没有", "▲土壤污染状况调查、解除抵押", "○没有", "○没有",
    ]  # fmt: skip


def test_parcels_come_by_rank_and_a_shared_one_once(blocks):
    shown_table = table(blocks, "table-parcels")
    assert column(shown_table, "宗地") == ["P2", "P1", "P3", "P4"]
    assert column(shown_table, "企业")[0] == "乙厂等2家"
    assert column(shown_table, "类别")[-1] == "低效用地※"
    assert column(shown_table, "可以利用") == [
        "2023年3月10日—2024年3月10日", "2023年1月31日—2023年7月31日", "—", "—",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("count", "rows", "noted"), [(19, 19, False), (20, 20, False), (21, 20, True)]
)
def test_a_table_of_more_than_twenty_leaves_the_rest_to_the_workbook(made, count, rows, noted):
    of = made(*(POOR | {"parcel_no": f"P{at:02d}"} for at in range(count)))
    shown_table = table(list(gates(of)), "table-parcels")
    assert len(shown_table.rows) == rows
    assert any("其余见评估工作簿" in note for note in shown_table.notes) == noted


def test_suspected_is_kept_apart_from_found(blocks):
    rows = cells(table(blocks, "table-idle-land"))
    assert [row[4:] for row in rows] == [
        ["已认定（某文2号）", "超期未动工", "30", "73万元", "满法定年限，可以收回"],
        ["疑似，未认定", "超期未动工", "12", "无数据（缺：土地价款）（认定后）", "不到年限"],
    ]
    said = next(each for each in _said(blocks) if "疑似闲置1宗20亩（" in each)
    assert "认定之前不征费、不收回" in said


def test_land_that_cannot_be_decided_says_what_is_missing(blocks):
    said = next(each for each in _said(blocks) if "不能判定" in each)
    assert said == "1宗5亩是否闲置不能判定：没有填报土地现状（缺：区自然资源分局宗地资料）。"


def test_a_missed_floor_stands_beside_what_was_measured(blocks):
    shown_table = table(blocks, "table-land-floors")
    assert column(shown_table, "容积率") == ["▲0.35／0.70"]
    assert column(shown_table, "建筑系数") == ["40.0／30.0"]


def test_potential_is_a_range_and_a_missing_grade_is_told(blocks):
    """60 + 80 to 90 + 80; one parcel has a lowest price, which nobody checked."""
    said = next(each for each in _said(blocks) if "可增税收" in each)
    assert "每年可增税收140—170万元；最低地价500万元，另有1宗缺：土地等别" in said
    rows = cells(table(blocks, "table-land-potential"))
    assert [row[5:] for row in rows] == [
        ["80", "无数据", "500万元（待核）"],
        ["60—90", "900—1200", "缺：土地等别"],
    ]


def test_the_rank_has_its_interval_and_the_weights_are_named(blocks):
    figure = _figure(blocks, "figure-land-rank")
    assert figure.title == "乙厂的宗地在本行业最靠前，全区第1位"
    assert "面积30%" in figure.caption and "2000次" in figure.caption


def test_the_map_names_its_coordinate_system_and_says_that_it_is_a_sketch(blocks):
    caption = _figure(blocks, "figure-land-map").caption
    assert "示意图，不作界线依据" in caption and "中央经线117°" in caption
    assert "其余4宗没有可用的界址" in caption


def test_without_outlines_there_is_no_map(made):
    assert list(sketch(made(POOR))) == []


def test_the_first_page_has_one_sentence_and_asks_for_decisions_on_idle_land(full):
    assert _text(freed(full)).startswith("可以盘活土地100亩：退出腾出1宗30亩")
    asked = _text(to_decide_land(full))
    assert "研究收回已认定闲置、满法定年限的土地1宗40亩；对疑似闲置的1宗20亩调查认定" in asked
    assert "区自然资源分局" in asked and "方案二（四）" in asked
    assert to_decide_parcels(full) is None


def test_suspected_land_alone_is_never_to_be_taken_back(made):
    asked = _text(
        to_decide_land(made(SUSPECTED | {"take_back": True, "idle_months": np.float64(30)}))
    )
    assert "收回" not in asked and "调查认定" in asked


def test_a_leaving_enterprise_without_parcels_is_named_and_asked_for(made):
    of = made(POOR | {"enterprise_id": "乙厂", "enterprises": "乙厂", "enterprise_code": 1})
    assert "建议退出的甲厂无数据（缺：区自然资源分局宗地资料）" in "".join(_said(sections.land(of)))
    assert _text(to_decide_parcels(of)) == "请区自然资源分局补报1家建议退出企业的宗地资料。"
