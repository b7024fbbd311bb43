"""Lines without a verdict: what they lack, and who must supply it."""

import datetime as dt

import pytest
from small_views import Line, cells, column, steel, table, view

from capacity_analysis import paths, read_ledger, sections
from capacity_analysis.sections.blocks import Table, plain

MISSING, OTHERS = "table-missing", "table-undecided"


def _anchors(blocks):
    return [block.anchor for block in blocks if isinstance(block, Table)]


def test_a_gap_names_the_line_the_input_and_the_department():
    of = view(
        Line(line="1号", lacks=("electricity",)),
        Line(line="2号", lacks=("washed_coal_amount",)),
        Line(line="3号", lacks=("electricity_amount",)),
    )
    rows = cells(table(sections.data_gaps(of), MISSING))
    assert ["甲厂", "1号", "—", "—", "缺电量（区供电公司）"] in rows
    assert ["甲厂", "2号", "—", "—", "缺洗精煤实物量（区发改委）"] in rows
    assert ["甲厂", "3号", "—", "—", "缺电力实物量（区供电公司）"] in rows


def test_the_summary_counts_lines_by_department():
    of = view(
        Line(line="1号", lacks=("electricity",)),
        Line(line="2号", lacks=("electricity",)),
        Line(line="3号", lacks=("washed_coal_amount",)),
    )
    text = plain(sections.data_gaps(of)[1].text)
    assert text.startswith("须补报数据的部门及所涉生产线：区供电公司（2条）、区发改委（1条）。")


def test_energy_metered_for_the_whole_enterprise_is_asked_for_by_line():
    no_meter = ("electricity", "washed_coal")
    of = view(Line(line="1号", scope="enterprise"), Line(line="2号", lacks=no_meter))
    assert column(table(sections.data_gaps(of), MISSING), "缺什么（由谁补报）") == (
        ["能源按企业或工序计量，未分到生产线（区发改委）"] * 2
    )


def test_a_slip_of_the_unit_is_shown_with_its_cells():
    # 117 + 2 x 117 = 351 is the most that is believed; 1000 kgce/t is a slip.
    of = view(Line(unit_energy=1000))
    (what,) = column(table(sections.data_gaps(of), MISSING), "缺什么（由谁补报）")
    assert (
        what == "单位能耗远高于基准水平，疑数量或单位有误，须核实（能源!F2、能源!F3）（区发改委）"
    )


def test_lines_that_lack_nothing_say_why_they_get_no_verdict():
    of = view(
        Line(line="1号", product="cement", capacity=800_000),
        Line(line="2号", unit_energy=None, status="construction"),
        Line(line="3号", unit_energy=None, started_on=dt.date(2022, 3, 1)),
        Line(line="4号", period_kind="acceptance"),
    )
    blocks = sections.data_gaps(of)
    assert _anchors(blocks) == [OTHERS]
    assert plain(blocks[1].text) == "评定所需的数据没有缺口。"
    others = table(blocks, OTHERS)
    reasons = dict(zip(column(others, "生产线"), column(others, "不作判定的原因"), strict=True))
    assert reasons == {
        "1号": "该产品没有国家能效标杆和基准水平",
        "2号": "在建，不作判定",
        "3号": "投产未满一个完整年度，不作判定",
        "4号": "试生产、验收期或不满全年，不作评定",
    }
    assert column(others, "年生产能力") == ["80万吨", "—", "—", "—"]


@pytest.fixture(scope="module")
def sample_ledger():
    return read_ledger(paths.sample_ledger())


@pytest.mark.parametrize("as_of", [None, dt.date(2021, 6, 30), dt.date(2024, 5, 1)])
def test_every_undecided_line_stands_in_exactly_one_of_the_two_tables(
    sample_ledger, as_of, assess_once
):
    assessed = assess_once(sample_ledger, as_of=as_of)
    for industry in assessed.industries():
        of = sections.IndustryView(assessed, industry)
        blocks = sections.data_gaps(of)
        held = {
            anchor: set(zip(column(t, "企业"), column(t, "生产线"), strict=True))
            for anchor in (MISSING, OTHERS)
            if anchor in _anchors(blocks)
            for t in [table(blocks, anchor)]
        }
        missing, others = held.get(MISSING, set()), held.get(OTHERS, set())
        undecided, unsettled = of.gaps[of.gaps["result"] == "undecided"], of.unsettled
        wanted = set(zip(undecided["enterprise_name"], undecided["line_id"], strict=True))
        # A line whose data leave its verdict open lacks something too.
        wanted |= set(zip(unsettled["enterprise_name"], unsettled["line_id"], strict=True))
        assert missing | others == wanted
        assert not missing & others


def test_every_line_of_the_sample_stands_in_one_table_of_its_briefing(sample_ledger, assess_once):
    assessed = assess_once(sample_ledger)
    shown = 0
    for industry in assessed.industries():
        of = sections.IndustryView(assessed, industry)
        shown += len(of.measured) + len(of.blocking["line_code"].unique())
        shown += len(of.not_assessed) + len(of.gaps) - len(of.running)
    assert shown == len(sample_ledger["lines"])


def test_departments_are_counted_once_for_a_line_that_lacks_two_things():
    of = steel(
        Line(product="converter_steel", unit_energy=-12, lacks=("electricity_amount", "output"))
    )
    assert of.lacking == {"区工信局": 1, "区供电公司": 1}


def test_a_line_that_lacks_several_things_has_one_row_with_each_and_its_department():
    of = view(Line(line="1号", lacks=("electricity", "washed_coal", "output")))
    (row,) = cells(table(sections.data_gaps(of), MISSING))
    assert row[-1] == "缺产量（区工信局）、缺能源消费（区发改委）、缺电量（区供电公司）"
