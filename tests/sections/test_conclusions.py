"""The core conclusions of small industries whose numbers can be followed by hand.

Levels are those of small_views: clinker 100/117 (verified), converter steel -30/-10 (verified),
blast furnace iron 361/435 (cross-checked), copper 260/380 (recalled), aluminium 13000/13350 kWh.
"""

import datetime as dt
import re

import pytest
from small_views import Line, briefing, nonferrous, sentences, steel, view

from capacity_analysis.sections import conclusions
from capacity_analysis.sections.blocks import Figure, Heading, Points, Run, Table


def test_lines_below_the_baseline_are_counted_with_level_change_and_capacity():
    # 120 > 117 in both years; 118 a year ago and 110 now: two were below, one is.
    # Capacity below 120万t of 120 + 280 = 400万t: 30%.
    of = view(
        Line(line="1号", unit_energy=120, previous=121, capacity=1_200_000),
        Line(line="2号", unit_energy=110, previous=118, capacity=2_800_000),
    )
    assert sentences(of)[0] == (
        "水泥行业共1家企业、2条在运行生产线，可判定2条，其中1条能效低于基准水平（117千克标准煤/吨），"
        "比上年减少1条；涉及年产能：水泥熟料120万吨（占可判定产能的30%）；处置建议：在规定时间内整改；逾期未改或改后仍不达标的，"
        "关停退出（<table-gaps>）。"
    )


def test_the_saving_names_the_line_that_contributes_most():
    # To 100: (120-100) x 1000000t / 1000 = 20000t, (110-100) x 500000t / 1000 = 5000t: 25000t, of
    # which 80%. To 117: (120-117) x 1000000t / 1000 = 3000t.
    of = view(
        Line(line="1号", unit_energy=120),
        Line(line="2号", unit_energy=110, output=500_000),
    )
    assert sentences(of)[1] == (
        "可判定生产线全部改造到标杆水平，每年可节能2.5万吨标准煤，其中甲厂1号占80%；"
        "低于基准的改造到基准水平，每年可节能3000吨标准煤（<table-gaps>）。"
    )


def test_a_saving_of_one_line_needs_no_share():
    # (110-100) x 1000000t / 1000 = 10000t; the other line is at 100 and saves nothing.
    of = view(Line(line="1号", unit_energy=110), Line(line="2号", unit_energy=100))
    assert sentences(of)[1] == (
        "可判定生产线全部改造到标杆水平，每年可节能1万吨标准煤（<table-gaps>）。"
    )


def test_none_below_the_baseline_is_said_without_a_zero():
    of = view(Line(line="1号", unit_energy=117), Line(line="2号", unit_energy=100))
    first, *others = sentences(of)
    assert first == (
        "水泥行业共1家企业、2条在运行生产线，可判定2条，均达到能效基准水平（<table-gaps>）。"
    )
    assert not [text for text in others if "0条" in text]


def test_lines_that_were_below_a_year_before_are_news_even_if_none_is_now():
    of = view(Line(unit_energy=117, previous=117.1))
    assert "均达到能效基准水平，低于基准的比上年减少1条（<table-gaps>）。" in sentences(of)[0]


def test_tiers_are_counted_with_the_capacity_at_the_advanced_level():
    # 100 is at the advanced level, 101 and 117 between: 50万t of 50 + 100 + 50 = 200万t, 25%.
    of = view(
        Line(line="1号", unit_energy=100, capacity=500_000, output=400_000),
        Line(line="2号", unit_energy=101, capacity=1_000_000),
        Line(line="3号", unit_energy=117, capacity=500_000, output=400_000),
    )
    assert (
        "达到标杆水平的1条（占可判定产能的25%），达到基准、未达标杆水平的2条（<table-gaps>）。"
        in (sentences(of))
    )


def test_without_energy_data_nothing_is_decided_and_every_department_is_named():
    # Line 1 lacks its electricity, line 2 the amount of its washed coal, line 3 its output.
    of = view(
        Line(line="1号", lacks=("electricity",)),
        Line(line="2号", lacks=("washed_coal_amount",)),
        Line(line="3号", lacks=("output",)),
    )
    first, second = sentences(of)
    assert first == (
        "水泥行业共1家企业、3条在运行生产线，均不能判定能效水平：缺产量或能源数据（<table-missing>）。"
    )
    assert second.startswith("3条生产线因缺数据不能判定，须由")
    assert second.endswith("补报（<table-missing>）。")
    for department in ("区供电公司（1条）", "区发改委（1条）", "区工信局（1条）"):
        assert department in second


def test_one_department_that_must_supply_all_needs_no_count_of_its_own():
    of = view(Line(line="1号"), Line(line="2号", lacks=("electricity",)))
    assert sentences(of)[-1] == (
        "1条生产线因缺数据不能判定，须由区供电公司补报（<table-missing>）。"
    )


@pytest.mark.parametrize("as_of", [dt.date(2021, 6, 30), dt.date(2024, 5, 1)])
def test_without_a_document_in_force_nothing_is_decided_and_the_day_is_named(as_of):
    # The levels are in force from 2022-01-01 to 2023-06-05.
    of = view(Line(unit_energy=120, previous=120), as_of=as_of)
    day = f"{as_of.year}年{as_of.month}月{as_of.day}日"
    assert f"均不能判定能效水平：没有收录在{day}有效的能效标准文件（" in sentences(of)[0]
    assert "<table-documents>）。" in sentences(of)[0]
    assert "低于基准" not in "".join(sentences(of))


def test_products_without_a_level_are_no_verdict():
    of = view(Line(product="cement"))
    assert sentences(of) == [
        "水泥行业共1家企业、1条在运行生产线，均不能判定能效水平：该产品没有国家能效标杆和基准水平"
        "（<table-undecided>）。"
    ]


def test_several_reasons_are_each_counted():
    of = view(Line(line="1号", product="cement"), Line(line="2号", lacks=("electricity",)))
    assert "缺产量或能源数据的1条；该产品没有国家能效标杆和基准水平的1条" in sentences(of)[0]
    assert sentences(of)[0].endswith("（<table-missing>、<table-undecided>）。")


def test_levels_from_memory_alone_give_no_verdict():
    # Copper at 390 lies above 380, but the level is only recalled.
    of = nonferrous(Line(product="copper_cathode_from_concentrate", unit_energy=390))
    assert sentences(of) == [
        "有色金属行业共1家企业、1条在运行生产线，暂无可以判定能效水平的，1条已测算的结论均待核"
        "（<table-gaps>）。",
        "1条生产线的结论所依据的数值待核对原文，暂按“待核”处理，不作为关停依据（<table-review>）。",
    ]


def test_a_line_to_review_never_counts_among_those_below_the_baseline():
    # Aluminium 13361 > 13350 counts; copper 390 > 380 is to be reviewed. Saving to 13000 kWh:
    # 361 kWh x 1000000t x 0.1229 kgce / 1000 = 44366.9t, and none of the copper's 130000t.
    of = nonferrous(
        Line(line="1号", product="aluminium_liquid", unit_energy=13361),
        Line(line="2号", product="copper_cathode_from_concentrate", unit_energy=390),
    )
    said = sentences(of)
    assert "可判定1条，其中1条能效低于基准水平（13350千瓦时/吨）" in said[0]
    assert "每年可节能4.4万吨标准煤；" in said[1]
    assert said[-1].startswith("1条生产线的结论所依据的数值待核对原文")
    assert said[-1].endswith("；标※的数值未见原文，作出处置决定前须核实（<table-rows>）。")


def test_nobody_in_operation_is_no_verdict():
    of = view(Line(status="construction", unit_energy=None))
    assert sentences(of) == [
        "水泥行业共1家企业、1条生产线，均不在运行，没有需要评定的生产线（<table-undecided>）。"
    ]


def test_an_enterprise_without_a_line_is_said_to_have_none():
    of = view(Line(), codes={"乙厂": "2611"}, industry="chemicals")
    assert sentences(of) == ["化工行业共1家企业，台账中没有登记生产线（<table-glance>）。"]


def test_capacities_of_unlike_products_are_never_added_up():
    # Iron 450 > 435 of 100万t; converter -5 > -10 of 60 of 60 + 140 = 200万t.
    of = steel(
        Line(line="1号", product="blast_furnace_iron", unit_energy=450, capacity=1_000_000),
        Line(line="2号", product="converter_steel", unit_energy=-5, capacity=600_000, output=5e5),
        Line(line="3号", product="converter_steel", unit_energy=-10, capacity=1_400_000),
    )
    first = sentences(of)[0]
    assert "2条能效低于基准水平（按各产品的基准水平）" in first
    assert "高炉生铁100万吨（占该产品可判定产能的100%）" in first
    assert "转炉钢60万吨（占该产品可判定产能的30%）" in first
    assert "160万吨" not in first


def test_a_capacity_that_is_missing_is_counted_and_gives_no_share():
    of = view(
        Line(line="1号", unit_energy=120, capacity=1_200_000),
        Line(line="2号", unit_energy=121),
    )
    assert "水泥熟料120万吨（另1条缺年生产能力）；处置建议：" in sentences(of)[0]


def test_no_capacity_at_all_is_left_out():
    assert "产能" not in sentences(view(Line(unit_energy=120)))[0]


def test_the_change_counts_only_lines_with_numbers_for_both_years():
    # Line 1: 118 then 119, below both times. Line 2 is below now, and has no year before.
    of = view(
        Line(line="1号", unit_energy=119, previous=118),
        Line(line="2号", unit_energy=120),
    )
    assert (
        "2条能效低于基准水平（117千克标准煤/吨），与上年持平（按两年均有数据的1条比较）"
        in (sentences(of)[0])
    )


def test_more_lines_below_than_a_year_before_is_said_as_more():
    of = view(Line(unit_energy=118, previous=117))
    assert "，比上年增加1条" in sentences(of)[0]


def test_without_any_number_for_the_year_before_there_is_no_change():
    assert "上年" not in sentences(view(Line(unit_energy=118)))[0]


def test_lines_that_are_not_assessed_are_counted_with_their_reasons():
    of = view(
        Line(line="1号"),
        Line(line="2号", period_kind="trial"),
        Line(line="3号", product="cement"),
    )
    assert (
        "另有2条不作判定：试生产、验收期或不满全年，不作评定的1条；"
        "该产品没有国家能效标杆和基准水平的1条（<table-undecided>）。"
    ) in sentences(of)


def test_missing_and_not_assessed_lines_share_a_sentence():
    of = view(
        Line(line="1号"),
        Line(line="2号", lacks=("electricity",)),
        Line(line="3号", product="cement"),
    )
    assert sentences(of)[-1] == (
        "1条生产线因缺数据不能判定，须由区供电公司补报（<table-missing>）；"
        "另有1条不作判定（<table-undecided>）。"
    )


def test_values_not_read_in_the_original_are_pointed_out():
    of = steel(Line(product="blast_furnace_iron", unit_energy=400))
    assert sentences(of)[-1] == (
        "上述结论所依据的标准数值经交叉核对、未见原文（※），作出处置决定前须核实（<table-rows>）。"
    )


_EVERYTHING = (
    Line(line="1号", product="blast_furnace_iron", unit_energy=450, previous=460, capacity=1e6),
    Line(line="2号", product="converter_steel", unit_energy=-30, capacity=1e6),
    Line(line="3号", product="converter_steel", unit_energy=-12, lacks=("electricity",)),
    Line(line="4号", product="converter_steel", unit_energy=-12, period_kind="trial"),
    Line(line="5号", product="copper_cathode_from_concentrate", unit_energy=390),
    Line(line="6号", product="converter_steel", unit_energy=None, status="announced"),
)
_NUMBER = re.compile(r"\d")


@pytest.mark.parametrize(
    ("lines", "as_of"),
    [
        (_EVERYTHING, None),
        (_EVERYTHING[:1], None),
        (_EVERYTHING[2:3], None),
        (_EVERYTHING[3:4], None),
        (_EVERYTHING[4:5], None),
        (_EVERYTHING[5:], None),
        (_EVERYTHING, dt.date(2021, 6, 30)),
        (_EVERYTHING, dt.date(2024, 5, 1)),
    ],
)
def test_at_most_five_sentences_each_linked_to_a_table_of_the_page(lines, as_of):
    of = steel(*lines, as_of=as_of)
    blocks = briefing(of)
    anchored = [b.anchor for b in blocks if isinstance(b, Table | Figure | Heading)]
    anchors = [anchor for anchor in anchored if anchor]  # a part of a section has none
    assert len(anchors) == len(set(anchors))
    said = next(block for block in conclusions(of) if isinstance(block, Points))
    assert 1 <= len(said.items) <= 5
    for item in said.items:
        targets = [run.target for run in item if run.target]
        assert targets or not _NUMBER.search("".join(run.text for run in item))
    every = [run.target for block in blocks for run in _runs(block) if run.target]
    assert set(every) <= set(anchors)


def _runs(block) -> list[Run]:
    if isinstance(block, Points):
        return [run for item in block.items for run in item]
    if isinstance(block, Table):
        return [run for row in block.rows for cell in row for run in cell]
    return list(getattr(block, "text", ())) if not isinstance(block, Heading) else []


def test_sentences_use_full_width_punctuation_and_no_space_around_digits():
    for lines in (_EVERYTHING, _EVERYTHING[:2], _EVERYTHING[2:3]):
        for text in sentences(steel(*lines)):
            bare = re.sub(r"<[a-z-]+>", "", text)
            assert not re.search(r"[,;:()]|\d | \d|[^\d]\.", bare), text
            assert "0条" not in re.sub(r"\d+0条", "", bare), text
