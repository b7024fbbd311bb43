"""The table of lines and the figures beside it."""

import dataclasses

import pytest
from small_views import AS_OF, Line, box, cells, column, nonferrous, steel, table, view

from capacity_analysis import sections
from capacity_analysis.sections.blocks import Figure, plain

GAPS = "table-gaps"


def _table(of):
    return table(sections.energy_gap(of), GAPS)


def _figures(of):
    return [block for block in sections.energy_gap(of) if isinstance(block, Figure)]


def test_lines_stand_worst_first_with_their_gap_and_saving():
    # 150 - 117 = 33, (150 - 100) x 100000t / 1000 = 5000t; 117 - 117 = 0, 17 x 1000000 / 1000;
    # 100 - 117 = -17, nothing to save.
    of = view(
        Line("甲厂", "1号", unit_energy=100, output=1_500_000),
        Line("乙厂", "1号", unit_energy=117),
        Line("丙厂", "1号", unit_energy=150, previous=151.5, output=100_000),
    )
    assert cells(_table(of)) == [
        ["1", "丙厂", "1号", "10万吨", "150.0", "151.5", "+33.0", "▲低于基准", "5000"],
        ["2", "乙厂", "1号", "100万吨", "117.0", "—", "0.0", "○达标", "17000"],
        ["3", "甲厂", "1号", "150万吨", "100.0", "—", "−17.0", "◎标杆", "0"],
    ]
    assert _table(of).caption == "水泥行业生产线能效差距（标杆100、基准117千克标准煤/吨）"


def test_around_a_level_measured_value_gap_and_tier_tell_the_same():
    told = {
        116.96: ("116.96", "−0.04", "○达标"),
        117.0: ("117.0", "0.0", "○达标"),
        117.04: ("117.04", "+0.04", "▲低于基准"),
        99.96: ("99.96", "−17.04", "◎标杆"),
        100.0: ("100.0", "−17.0", "◎标杆"),
        100.04: ("100.04", "−16.96", "○达标"),
    }
    of = view(*(Line(line=f"{each}号", unit_energy=each) for each in told))
    rows = {row[2]: (row[4], row[6], row[7]) for row in cells(_table(of))}
    assert rows == {f"{each}号": shown for each, shown in told.items()}


def test_last_year_is_never_rounded_onto_or_across_a_level():
    within = {117.0: "117.0", 116.96: "116.96", 100.04: "100.04", 112.04: "112.0"}
    for told in ({117.04: "117.04"}, within):
        of = view(*(Line(line=f"{each}号", unit_energy=110, previous=each) for each in told))
        table_of = _table(of)
        rows = dict(zip(column(table_of, "生产线"), column(table_of, "上年"), strict=True))
        assert rows == {f"{each}号": shown for each, shown in told.items()}
        assert of.below_the_year_before()[0] == (0 if told is within else 1)


def test_the_words_for_a_figure_tell_the_side_of_a_level_that_the_table_tells():
    of = view(Line(line="1号", unit_energy=117.04), Line(line="2号", unit_energy=99.96))
    assert "从99.96到117.04千克标准煤/吨" in _figures(of)[0].alt


def test_negative_levels_are_differences_with_true_minus_signs():
    # -9 - -10 = 1; -31 - -10 = -21; saving (-9 - -30) x 1000000 / 1000 = 21000.
    of = steel(
        Line(line="1号", product="converter_steel", unit_energy=-9),
        Line(line="2号", product="converter_steel", unit_energy=-31),
    )
    assert [row[4:] for row in cells(_table(of))] == [
        ["−9.0", "—", "+1.0", "▲低于基准", "21000"],
        ["−31.0", "—", "−21.0", "◎标杆", "0"],
    ]


def test_electricity_is_counted_in_whole_kilowatt_hours():
    row = cells(_table(nonferrous(Line(product="aluminium_liquid", unit_energy=13361))))[0]
    assert row[4:8] == ["13361", "—", "+11", "▲低于基准※"]


def test_a_verdict_on_a_recalled_level_is_never_shown_without_its_mark():
    of = nonferrous(
        Line(line="1号", product="copper_cathode_from_concentrate", unit_energy=390),
        Line(line="2号", product="copper_cathode_from_concentrate", unit_energy=400),
        Line(line="3号", product="copper_cathode_from_concentrate", unit_energy=250),
    )
    tiers = column(_table(of), "水平")
    assert tiers == ["▲低于基准（待核）", "▲低于基准（待核）", "◎标杆（待核）"]
    assert _figures(of)[0].title.endswith("（待核）")
    assert of.below.empty
    assert "待核 所依据的数值未经核对或沿用旧版，不作判定依据。" in _table(of).notes


def test_levels_missed_come_first_and_levels_to_be_checked_last():
    # The converter's row comes before the iron's by name of row; copper is only to be reviewed.
    of = steel(
        Line(line="1号", product="converter_steel", unit_energy=-12),
        Line(line="2号", product="blast_furnace_iron", unit_energy=440),
        Line(line="3号", product="blast_furnace_iron", unit_energy=400),
        Line(line="4号", product="copper_cathode_from_concentrate", unit_energy=500),
    )
    assert column(_table(of), "生产线") == ["2号", "3号", "1号", "4号"]
    assert column(_table(of), "产品")[0] == "高炉生铁（361／435）"


def test_the_figures_number_the_lines_as_the_table_does(monkeypatch):
    drawn = []
    original = sections.energy_gap.__globals__["figures"].benchmark_curve

    def spy(lines, **options):
        drawn.append(lines)
        return original(lines, **options)

    monkeypatch.setattr(sections.energy_gap.__globals__["figures"], "benchmark_curve", spy)
    of = steel(
        Line(line="1号", product="converter_steel", unit_energy=-12),
        Line(line="2号", product="converter_steel", unit_energy=-5),
        Line(line="3号", product="blast_furnace_iron", unit_energy=440),
        Line(line="4号", product="blast_furnace_iron", unit_energy=440),
    )
    in_table = dict(zip(column(_table(of), "生产线"), column(_table(of), "序号"), strict=True))
    in_figures = {
        line: str(rank)
        for lines in drawn
        for line, rank in zip(lines["line_id"], lines["rank"], strict=True)
    }
    assert in_table == in_figures
    assert in_table["2号"] < in_table["1号"]


def test_a_figures_title_is_its_finding():
    # 120 - 117 = 3 and 117.04 - 117 = 0.04.
    two = view(Line(line="1号", unit_energy=120), Line(line="2号", unit_energy=118))
    assert _figures(two)[0].title == "水泥熟料2条线中2条高于基准线，最多超出3.0千克标准煤/吨"
    close = view(Line(line="1号", unit_energy=117.04), Line(line="2号", unit_energy=110))
    assert _figures(close)[0].title == "水泥熟料2条线中1条高于基准线，超出0.04千克标准煤/吨"
    none = view(Line(line="1号", unit_energy=117), Line(line="2号", unit_energy=110))
    assert _figures(none)[0].title == "水泥熟料2条线均不高于基准线"


def test_a_figure_says_what_is_shown_from_which_day_and_by_which_document():
    figure = _figures(view(Line(line="1号", unit_energy=120), Line(line="2号")))[0]
    assert figure.caption == (
        "每条线一柱，柱宽为2021年产量，柱上为表中序号；斜线柱能效低于基准水平；纵轴未从零起。"
    )
    assert figure.source == "来源：台账ledger.xlsx（数据截至2022年9月10日）；发改产业〔2021〕1609号"
    assert "110.0到120.0千克标准煤/吨" in figure.alt
    better = _figures(view(Line(line="1号"), Line(line="2号")))[0]
    assert "斜线" not in better.caption


def test_one_line_alone_needs_no_curve():
    assert _figures(view(Line())) == []


def test_without_a_verdict_there_is_neither_figure_nor_table():
    blocks = sections.energy_gap(view(Line(lacks=("electricity",))))
    assert (
        plain(blocks[1].text)
        == "没有可以计算能效差距的生产线，原因见“不能判定的生产线与数据缺口”。"
    )
    assert len(blocks) == 2


def test_a_capacity_of_another_product_is_not_the_lines_own():
    # Declared for clinker, 120万t; in 2021 it made cement, whose output may not be set against it.
    of = view(Line(made="cement", capacity=1_200_000))
    assert of.gaps["capacity_quantity"].isna().all()
    products = table(sections.glance(of), "table-products")
    assert cells(products) == [["水泥", "1条", "无数据", "100万吨", "—"]]


def test_the_ledgers_day_stands_in_where_it_is_not_told():
    of = view(Line(), guide={"data_as_of": None}, as_of=AS_OF)
    assert of.data_day == "2022年9月10日"
    assert of.assessment.ledger_data_as_of is None
    notices = sections.masthead(of)[0].notices
    assert notices == ("评定日2022年9月10日 · 评定年度2021年",)


def test_a_verified_row_is_marked_as_nothing_else():
    of = view(Line(unit_energy=120))
    assert of.assessment["gaps"]["confidence"].tolist() == ["verified"]
    assert not [note for note in _table(of).notes if note.startswith(("※", "待核"))]
    assert "核对" not in "".join(box(of, "需领导小组"))


def test_a_view_asks_for_an_industry_that_the_ledger_holds():
    from capacity_analysis.errors import UsageError

    of = view(Line())
    with pytest.raises(UsageError, match="化工"):
        dataclasses.replace(of, industry_id="chemicals")
