"""The mandatory limits: a ground of their own, beside the baseline and never mixed with it.

Limits of small_views: clinker 90/105/118 (verified), iron 361/370/435 (cross-checked), copper 380
alone (recalled), cement 8/9/10 (verified).
"""

import datetime as dt

import pandas as pd
from small_views import (
    Line,
    box,
    cells,
    column,
    nonferrous,
    sentences,
    steel,
    table,
    view,
    with_tables,
)

from capacity_analysis import sections
from capacity_analysis.sections.blocks import Table, plain

LIMITS = "table-limits"


def _table(of):
    return table(sections.over_limit(of), LIMITS)


def _text(of):
    return "".join(plain(b.text) for b in sections.over_limit(of) if b.kind == "paragraph")


def test_a_line_stands_in_the_level_that_it_reaches():
    told = {
        90.0: ["−28.0", "◎1级"],
        90.04: ["−27.96", "○2级"],
        105.0: ["−13.0", "○2级"],
        105.04: ["−12.96", "○3级"],
        118.0: ["0.0", "○3级"],
        118.04: ["+0.04", "▲超限额"],
    }
    of = view(*(Line(line=f"{each}号", unit_energy=each) for each in told), limits=True)
    rows = cells(_table(of))
    assert {tuple(row[3:5]) for row in rows} == {("l-clinker", "90／105／118")}
    assert {row[2]: row[6:8] for row in rows} == {f"{each}号": at for each, at in told.items()}


def test_a_line_between_baseline_and_limit_is_below_the_one_and_not_over_the_other():
    # 117.5 > 117 (baseline), 117.5 <= 118 (level 3).
    of = view(Line(unit_energy=117.5), limits=True)
    assert len(of.below) == 1
    assert of.over.empty
    assert "其中1条能效低于基准水平" in sentences(of)[0]
    assert not any("限额" in said for said in sentences(of))
    assert "没有可以确定超过限额的" in _text(of)


def test_a_line_over_the_limit_is_a_sentence_of_its_own_with_what_the_plan_says_of_it():
    of = view(Line(unit_energy=120), limits=True)
    below, over = sentences(of)[:2]
    assert "处置建议：在规定时间内整改" in below
    assert "限额" not in below
    assert over == (
        "1条生产线超过强制性能耗限额（与基准水平是两回事）：水泥熟料1条；处置建议：限期治理；"
        "情节严重，逾期不治理或没有达到治理要求的，报请政府责令停业整顿或者关闭（<table-limits>）。"
    )
    asked = box(of, "需领导小组")
    assert asked[0].startswith("明确1条低于基准水平生产线的整改期限（最迟2023年7月20日")
    assert asked[1].startswith("对1条超过强制性能耗限额的生产线下达限期治理要求：")
    assert "工信部联产业〔2017〕30号" in asked[1]


def test_the_period_over_a_limit_is_that_of_its_document_where_the_assessment_holds_it():
    rules = pd.DataFrame(
        {
            "row_id": ["e1", "e2"],
            "parameter": ["over_limit_rectify_months", "over_limit_extension_months"],
            "value": [7.0, 2.0],
            "clause": ["某文件", "某文件"],
        }
    )
    of = with_tables(view(Line(unit_energy=120), limits=True), enforcement=rules)
    assert "整改期不超过7个月，可以延长一次、不超过2个月（某文件，e1、e2）" in box(of, "需领导")[1]


def test_a_limit_from_memory_hits_nobody_and_says_so():
    of = nonferrous(Line(product="copper_cathode_from_concentrate", unit_energy=390), limits=True)
    assert of.over.empty
    assert column(_table(of), "等级") == ["▲超限额（待核）"]
    assert column(_table(of), "1级") == ["—／—／380"]
    assert "1条生产线的单位能耗数值高于强制性限额，尚待核，不作处置依据（<table-limits>）。" in (
        sentences(of)
    )
    review = cells(table(sections.basis(of), "table-review"))
    assert [row[0] for row in review] == ["t-copper　铜冶炼　铜冶炼工艺", "l-copper　铜冶炼"]


def test_a_line_with_a_limit_and_no_level_is_numbered_and_traced_too():
    # Cement has no benchmark: 122.9 tce + 0.9 x coal = 9 kgce/t x 1000000t.
    of = view(Line("甲厂", product="cement", unit_energy=9.5), Line("乙厂"), limits=True)
    assert dict(zip(column(_table(of), "企业"), column(_table(of), "序号"), strict=True)) == {
        "乙厂": "1",
        "甲厂": "2",
    }
    trace = table(sections.trace(of), "table-trace")
    assert column(trace, "序号") == ["1", "2"]


def test_the_worst_stands_first_and_lines_to_be_checked_before_those_that_pass():
    of = steel(
        Line(line="1号", product="blast_furnace_iron", unit_energy=400),
        Line(line="2号", product="copper_cathode_from_concentrate", unit_energy=390),
        Line(line="3号", product="blast_furnace_iron", unit_energy=450),
        limits=True,
    )
    assert column(_table(of), "生产线") == ["3号", "2号", "1号"]
    assert column(_table(of), "等级") == ["▲超限额※", "▲超限额（待核）", "○3级※"]


def test_products_without_a_limit_on_file_for_the_day_are_not_said_to_keep_within_it():
    # The limits are in force from 2014-10-01 to 2026-06-30.
    of = view(Line(unit_energy=110), as_of=dt.date(2026, 7, 1), limits=True)
    blocks = sections.over_limit(of)
    assert not [block for block in blocks if isinstance(block, Table)]
    assert "没有与限额比较" in _text(of)


def test_an_industry_without_any_limit_says_so_in_a_sentence():
    of = view(Line())
    assert len(sections.over_limit(of)) == 2
    assert "1条在运行生产线没有与限额比较" in _text(of)
    idle = view(Line(status="announced", unit_energy=None))
    assert _text(idle) == "没有在运行的生产线。"


def test_corrections_and_missing_conditions_are_told_with_their_rows():
    of = view(Line(unit_energy=110), Line(line="2号", unit_energy=117), limits=True)
    rows = of.assessment["limit_rows"].astype({"correction": object, "correction_rows": object})
    told = rows.assign(
        correction=["海拔（米） 1200：×1.05", None],
        correction_rows=["c-1", None],
        correction_missing=[None, "海拔（米）；snow"],
    )
    asked = pd.DataFrame(
        {
            "row_id": ["c-2"], "attribute": ["snow"], "corrects": ["l-clinker"],
            "wording": ["积雪时加"], "confidence": ["verified"],
        }
    )  # fmt: skip
    of = with_tables(of, limit_rows=told, corrections_of_limits=asked)
    assert sorted(column(_table(of), "修正")) == [
        "海拔（米） 1200：×1.05（c-1）",
        "缺海拔（米）、c-2所需的工况",
    ]
    corrections = table(sections.basis(of), "table-limit-corrections")
    assert cells(corrections) == [["c-2", "积雪时加", "l-clinker", "已核实"]]


def test_at_most_five_sentences_even_with_both_grounds():
    of = view(
        Line(line="1号", unit_energy=120, capacity=1e6),
        Line(line="2号", unit_energy=100, capacity=1e6),
        Line(line="3号", lacks=("electricity",)),
        Line(line="4号", period_kind="trial"),
        limits=True,
    )
    said = sentences(of)
    assert len(said) <= 5
    assert any("超过强制性能耗限额" in text for text in said)
