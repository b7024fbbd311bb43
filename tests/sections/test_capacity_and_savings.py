"""Capacity by level, targets, and what could be saved, with numbers that can be followed by hand."""

import numpy as np
import pandas as pd
from small_views import Line, cells, column, steel, table, view, with_tables

from capacity_analysis import sections
from capacity_analysis.sections.blocks import Figure, plain


def _blocks(of):
    return sections.energy_gap(of)


def test_capacity_is_told_by_level_with_its_share():
    # 60 + 100 + 40 = 200万t: 30%, 50%, 20%.
    of = view(
        Line(line="1号", unit_energy=100, capacity=600_000, output=500_000),
        Line(line="2号", unit_energy=110, capacity=1_000_000, output=900_000),
        Line(line="3号", unit_energy=120, capacity=400_000, output=300_000),
    )
    assert cells(table(_blocks(of), "table-tiers")) == [
        ["水泥熟料", "1条，60万吨，30%", "1条，100万吨，50%", "1条，40万吨，20%", "—", "—"]
    ]
    figure = next(b for b in _blocks(of) if isinstance(b, Figure) and b.anchor == "figure-tiers")
    assert figure.title == "水泥熟料产能中达到标杆水平的占30%，低于基准水平的占20%"


def test_a_capacity_that_is_missing_is_counted_and_never_zero():
    of = view(Line(line="1号", capacity=1e6), Line(line="2号"))
    assert column(table(_blocks(of), "table-tiers"), "达标") == ["2条，100万吨，100%（缺1条）"]


def test_the_plans_target_is_missed_as_soon_as_one_line_is_below():
    of = view(Line(line="1号", unit_energy=120, capacity=1e6), Line(line="2号", capacity=1e6))
    assert cells(table(_blocks(of), "table-targets")) == [
        [
            "没有低于基准水平的产能（行动方案，一（四））", "水泥熟料", "50%", "—",
            "2023年12月31日（还有477天）", "未达到",
        ]
    ]  # fmt: skip
    text = "".join(plain(b.text) for b in _blocks(of) if b.kind == "paragraph")
    assert "低于基准水平的整改期限：行动方案（二（一）2）：最迟2023年7月20日。" in text


def test_a_national_target_shows_its_range_and_that_it_is_unchecked():
    of = view(Line(line="1号", unit_energy=100, capacity=1e6), Line(line="2号", capacity=1e6))
    national = of.assessment["targets"].assign(
        row_id="n-1", document_id="somewhere", measure="share_advanced_at_least", value=30.0,
        share_low_percent=28.2, share_high_percent=54.7, lines_not_decided=5, status="open",
        confidence="recalled", deadline="2025-12-31", days_to_deadline=1208, products="clinker",
    )  # fmt: skip
    of = with_tables(of, targets=national)
    assert cells(table(_blocks(of), "table-targets")) == [
        [
            "达到标杆水平的产能不低于30%（somewhere，n-1）", "水泥熟料", "28.2%—54.7%", "5条",
            "2025年12月31日（还有1208天）", "尚不能判断（待核）",
        ]
    ]  # fmt: skip


def test_the_national_deadline_stands_beside_the_plans_where_the_assessment_holds_it():
    national = pd.DataFrame(
        {
            "row_id": ["n-2", "n-3"], "document_id": "somewhere", "scope": ["存量项目", "铝冶炼"],
            "products": ["", "aluminium_liquid"],  # one for all products, one that clinker is not
            "requirement": "完成改造或退出", "deadline": [pd.Timestamp("2025-12-31").date()] * 2,
            "confidence": "recalled",
        }
    )  # fmt: skip
    of = with_tables(view(Line(unit_energy=120)), policy_deadlines=national)
    text = "".join(plain(b.text) for b in _blocks(of) if b.kind == "paragraph")
    assert (
        "；国家规定（somewhere，n-2）：存量项目，完成改造或退出，期限2025年12月31日（待核）。"
        in text
    )
    assert "铝冶炼" not in text


def test_savings_are_summed_by_product_and_carbon_says_what_it_lacks():
    # Iron 450: (450-435) x 1000 = 15000t, (450-361) x 1000 = 89000t; 400: 0 and 39000t.
    of = steel(
        Line(line="1号", product="blast_furnace_iron", unit_energy=450),
        Line(line="2号", product="blast_furnace_iron", unit_energy=400),
    )
    emitted = of.assessment["carbon"].assign(
        saving_to_baseline_tco2=[np.nan, 0.0], saving_to_advanced_tco2=[np.nan, 78_000.0],
        confidence=[None, "recalled"], reason=["factor_missing", None], carriers=["oxygen", None],
        later=False, emission_tco2=[np.nan, 1e6],
    )  # fmt: skip
    of = with_tables(of, carbon=emitted)
    saved = table(_blocks(of), "table-savings")
    assert cells(saved) == [
        ["高炉生铁", "2条", "1.5万吨标准煤", "12.8万吨标准煤", "无数据", "7.8万吨（待核）（缺1条）"]
    ]
    assert any("二氧化碳无数据的原因：" in n and "1条（氧气）" in n for n in saved.notes)
    assert any("不含石灰石分解等工业过程排放" in note for note in saved.notes)


def test_nothing_is_saved_without_a_verdict():
    of = view(Line(lacks=("electricity",)))
    assert [b for b in _blocks(of) if b.kind == "table"] == []
