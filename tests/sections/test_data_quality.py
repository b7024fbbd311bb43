"""How the data came in: returns, sources that disagree, corrections, and sums of statistics."""

import datetime as dt

import pytest
from collected import compared, contested, correction, sources, statistics
from small_views import (
    Line,
    assessment,
    briefing,
    cells,
    column,
    nonferrous,
    shown,
    table,
    view,
)

from capacity_analysis import sections, text
from capacity_analysis.sections.blocks import Paragraph, Table

SOURCES, CORRECTIONS = "table-sources", "table-corrections"


def _paragraphs(of):
    return [shown(block.text) for block in sections.data_gaps(of) if isinstance(block, Paragraph)]


def _anchors(blocks):
    return [block.anchor for block in blocks if isinstance(block, Table)]


def test_a_ledger_filled_in_by_hand_says_nothing_of_its_collection():
    of = view(Line())
    assert _paragraphs(of) == ["评定所需的数据没有缺口。"]
    assert _anchors(sections.data_gaps(of)) == []
    assert "统计" not in str(briefing(of)) and "更正" not in str(sections.trace(of))


# Returns


def _returned(**outcomes):
    return {"returns": [{"enterprise_id": name, "outcome": one} for name, one in outcomes.items()]}


def test_returns_are_counted_and_the_missing_are_named():
    outcomes = {"甲厂": "returned", "乙厂": "missing", "丙厂": "nil_return", "丁厂": "missing",
                "戊厂": "unreadable", "己钢厂": "missing"}  # fmt: skip
    codes = dict.fromkeys(outcomes, "3011") | {"己钢厂": "3120"}
    of = view(Line(), codes=codes, more=_returned(**outcomes))
    assert _paragraphs(of)[1] == (
        "企业自查表：应查5家，已交1家、零报1家、未交2家、交来不能读取1家。"
        "未交的：乙厂、丁厂。须重新填报的：戊厂。"
    )


def test_where_all_returned_nobody_is_named():
    of = view(Line(), more=_returned(甲厂="returned"))
    said = _paragraphs(of)[1]
    assert said == "企业自查表：应查1家，已交1家、零报0家、未交0家、交来不能读取0家。"


# Sources that disagree


def test_a_contested_amount_of_electricity_gives_no_verdict():
    of = view(Line("甲厂"), Line("乙厂"), more=contested("甲厂"))
    (line,) = of.undecided.to_dict("records")
    assert (line["enterprise_name"], line["reason"]) == ("甲厂", "electricity_contested")
    assert of.decided["enterprise_name"].tolist() == ["乙厂"]
    missing = table(sections.data_gaps(of), "table-missing")
    assert [row[-1] for row in cells(missing)] == ["用电量来源不一致，待核实（区供电公司）"]


def test_winner_and_loser_are_both_shown_with_their_difference():
    # 120 against 100: a fifth more; nothing rules, so the first source is what it is held against.
    of = view(Line("甲厂"), Line("乙厂"), more=contested("甲厂"))
    rows = cells(table(sections.data_gaps(of), SOURCES))
    assert rows == [
        ["甲厂", "2021年用电量", "区供电公司（清单!C1）", "100万千瓦时", "待核实", "—"],
        ["甲厂", "2021年用电量", "企业（清单!C2）", "120万千瓦时", "待核实", "+20.0%"],
    ]


def test_the_source_that_rules_comes_first_and_a_ruled_fact_decides():
    # The line uses 100万千瓦时; a person has settled that this, the enterprise's own figure, is right.
    rows = compared(120.0, 100.0, standings=("overruled", "ruling"))
    rows += compared(
        50.0, 45.5, fact="land", year=None, unit="亩", standings=("ruling", "overruled")
    )
    rows += compared(60.0, 60.5, fact="employees", unit="人", standings=("agreeing", "agreeing"))
    department, enterprise = sources("部门", "企业")
    more = {"sources": [department, enterprise | {"role": "return"}], "comparisons": rows}
    of = view(Line("甲厂"), more=more)
    assert len(of.decided) == 1
    shown_rows = [row[1:] for row in cells(table(sections.data_gaps(of), SOURCES))]
    assert shown_rows == [
        ["2021年用电量", "企业（清单!C2）", "100万千瓦时", "采用", "—"],
        ["2021年用电量", "部门（清单!C1）", "120万千瓦时", "未采用", "+20.0%"],
        ["用地面积", "部门（清单!C1）", "50亩", "采用", "—"],
        ["用地面积", "企业（清单!C2）", "45.5亩", "未采用", "−9.0%"],
    ]


def test_an_industry_shows_its_own_enterprises_only():
    more = contested("甲厂", "乙厂")
    made = assessment(Line("甲厂"), Line("乙厂"), codes={"乙厂": "3120"}, more=more)
    cement = sections.IndustryView(made, "cement")
    assert set(column(table(sections.data_gaps(cement), SOURCES), "企业")) == {"甲厂"}


@pytest.mark.parametrize(
    ("self_reported", "told", "difference"),
    [(4.0, "＜5人", "—"), (5.0, "5人", "−91.7%"), (0.0, "0人", "−100.0%")],
)
def test_so_few_people_that_they_could_be_known_are_not_counted_out(
    self_reported, told, difference
):
    rows = compared(60.0, self_reported, fact="employees", unit="人", year=None,
                    standings=("ruling", "overruled"))  # fmt: skip
    of = view(Line(), more={"sources": sources("区人社局", "企业"), "comparisons": rows})
    found = cells(table(sections.data_gaps(of), SOURCES))
    assert [row[3] for row in found] == ["60人", told]
    assert found[1][-1] == difference


def test_a_contested_line_is_in_no_total_of_energy():
    # 110 kgce/t x 1000000t = 110000t of the other line.
    of = view(Line("甲厂"), Line("乙厂"), more=contested("甲厂"))
    glance = {row[0]: row[1:] for row in cells(table(sections.glance(of), "table-glance"))}
    assert glance["2021年能源消费"] == [
        "11万吨标准煤",
        "按生产线计量，电力按当量值，已扣外供；1条线用电量来源不一致，未计入",
    ]


# Corrections


def test_corrections_are_listed_with_who_gave_them_and_why():
    made = [
        correction("实物量", "1000000", "1000001", item="电力"),
        correction("实物量", "7", "8", item="电力"),
        correction("备注", "甲", "乙", table="企业"),
    ]
    of = view(Line(), enterprise={"remark": "甲"}, more={"corrections": made})
    assert _paragraphs(of)[1] == (
        "按“更正”表更正了2处数据，另有1条更正因原值已变等原因不再适用、没有生效（<table-corrections>）。"
    )
    said = ["抄表核对", "区供电公司", "2022年9月1日"]
    assert cells(table(sections.data_gaps(of), CORRECTIONS)) == [
        ["甲厂", "能源!F2（实物量）", "1000000", "1000001", *said],
        # A remark is free text that no page shows.
        ["甲厂", "企业!L2（备注）", "—", "—", *said],
    ]


def test_corrections_that_all_lapsed_are_counted_without_a_table():
    of = view(Line(), more={"corrections": [correction("实物量", "7", "8", item="电力")]})
    assert _paragraphs(of)[1] == (
        "按“更正”表更正了0处数据，另有1条更正因原值已变等原因不再适用、没有生效。"
    )
    assert _anchors(sections.data_gaps(of)) == []


@pytest.mark.parametrize(("new", "told"), [("4", "＜5"), ("5", "5"), ("0", "0"), ("", "—")])
def test_a_corrected_count_of_few_people_is_not_told(new, told):
    one = correction("从业人员（人）", "60", new, table="企业")
    of = view(Line(), enterprise={"employees": 60}, more={"corrections": [one]})
    (row,) = cells(table(sections.data_gaps(of), CORRECTIONS))
    assert row[2:4] == ["60", told]


def test_the_sources_of_a_number_mark_what_was_corrected():
    # 1000000 kWh and 1000000 kWh more: another amount of electricity, read from the corrected cell.
    of = view(
        Line(), more={"corrections": [correction("实物量", "1000000", "2000000", item="电力")]}
    )
    block = table(sections.trace(of), "table-trace")
    assert "电力2000000千瓦时×0.1229（能源!F2［已更正］）" in cells(block)[0][2]
    assert "（能源!F3）" in cells(block)[0][2]
    assert cells(block)[0][1] == "100万吨（产量!E2）"
    assert block.notes[1:] == ("标“已更正”的，该行有数据已按“更正”表更正。",)


def test_the_sources_of_a_number_name_file_sheet_and_cell():
    origins = [
        {"table": "能源", "record": "甲厂|1号|2021|电力|消费|生产线|", "source_id": "S1",
         "source_sheet": "能耗", "cells": "实物量=C5; 年度=B1"},
        {"table": "产量", "record": "甲厂|1号|2021|水泥熟料|", "source_id": "S2", "source_sheet": "",
         "cells": "合格品产量=D9"},
    ]  # fmt: skip
    more = {"sources": sources("企业", "区工信局"), "origins": origins}
    block = table(sections.trace(view(Line(), more=more)), "table-trace")
    (row,) = cells(block)
    assert row[1] == "100万吨（产量!E2←区工信局.xlsx D9）"
    assert "（能源!F2←企业.xlsx 能耗!C5）" in row[2] and "（能源!F3）" in row[2]
    assert block.notes[1:] == ("←后为该数值出自的文件、工作表和单元格。",)


# Sums of statistics


def _glance(of):
    return {row[0]: row[1:] for row in cells(table(sections.glance(of), "table-glance"))}


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ((7001.0, 7002.0), ["—", "不足3家，不予公布"]),
        ((7001.0, 7002.0, 7003.0),
         ["2.1万吨标准煤", "统计部门2021年资料，3家合计，不作判定依据"]),
        ((7001.0, 7002.0, 7003.0, 7004.0),
         ["2.8万吨标准煤", "统计部门2021年资料，4家合计，不作判定依据"]),
    ],
    ids=["2", "3", "4"],
)  # fmt: skip
def test_a_sum_of_statistics_stands_for_three_enterprises_at_least(values, told):
    names = [f"厂{at}" for at in range(len(values))]
    of = view(*(Line(name) for name in names),
              more=statistics(dict(zip(names, values, strict=True))))  # fmt: skip
    assert _glance(of)["统计口径：综合能源消费量"] == told
    assert "统计口径：工业总产值" not in _glance(of)
    page = str(briefing(of)) + repr(of.assessment.tables)
    assert not [value for value in values if f"{value:g}" in page]


def test_output_value_is_told_in_yuan_and_a_sum_that_would_tell_another_is_not():
    cement, steel = ("甲厂", "乙厂", "丙厂"), ("丁厂", "戊厂")
    codes = dict.fromkeys(cement, "3011") | dict.fromkeys(steel, "3120")
    lines = [Line(name) for name in codes]
    everyone = statistics(dict.fromkeys(codes, 10_000.0), "output_value_10k_cny")
    of = view(*lines, codes=codes, more=everyone)
    assert _glance(of)["统计口径：工业总产值"] == [
        "—", "为防止推算出其他行业的数据，不予公布",
    ]  # fmt: skip
    # 3 x 10000万元 = 3亿元
    alone = statistics(dict.fromkeys(cement, 10_000.0), "output_value_10k_cny")
    assert _glance(view(*lines, codes=codes, more=alone))["统计口径：工业总产值"][0] == "3亿元"


def test_the_english_edition_has_the_same_tables():
    more = contested("甲厂") | {"corrections": [correction("实物量", "1000000", "2", item="电力")]}
    more |= _returned(甲厂="returned") | statistics({"甲厂": 1.0})
    of = view(Line("甲厂"), Line("乙厂"), more=more)
    chinese = _anchors(briefing(of))
    with text.language("en"):
        assert _anchors(briefing(of)) == chinese
    assert {SOURCES, CORRECTIONS} <= set(chinese)


def test_a_product_judged_by_its_electricity_is_contested_too():
    of = nonferrous(Line("甲厂", product="aluminium_liquid", unit_energy=13_000),
                    more=contested("甲厂"))  # fmt: skip
    assert of.undecided["reason"].tolist() == ["electricity_contested"]


def test_the_day_of_a_correction_is_told_without_leading_zeros():
    one = correction("实物量", "1000000", "2", item="电力", corrected_on=dt.date(2022, 12, 31))
    of = view(Line(), more={"corrections": [one]})
    assert column(table(sections.data_gaps(of), CORRECTIONS), "更正日期") == ["2022年12月31日"]
