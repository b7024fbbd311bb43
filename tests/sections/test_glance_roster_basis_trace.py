"""The industry at a glance, the roster, the basis and the sources."""

import dataclasses
import datetime as dt

import pytest
from small_views import Line, assessment, cells, column, nonferrous, steel, table, view

from capacity_analysis import paths, read_ledger, sections
from capacity_analysis.analysis.reasons import REASONS
from capacity_analysis.sections.blocks import plain


def _glance(of) -> dict[str, list[str]]:
    return {row[0]: row[1:] for row in cells(table(sections.glance(of), "table-glance"))}


def test_sums_are_of_what_is_known_and_say_what_they_lack():
    # 120 + 80 = 200 people; 15000 + 90000万元 = 10.5亿元; 88.25 + 11.75 = 100亩.
    of = view(
        Line("甲厂"), Line("乙厂"),
        enterprise={"employees": 100, "revenue_10k_cny": 52_500, "land_area_mu": 50.25},
    )  # fmt: skip
    glance = _glance(of)
    assert glance["企业"] == ["2家", "是否规模以上均未填报"]
    assert glance["从业人员"] == ["200人", ""]
    assert glance["营业收入"] == ["10.5亿元", ""]
    assert glance["用地面积"] == ["100.5亩", ""]
    assert glance["实缴税金"] == ["无数据（缺：区工信局实缴税金）", ""]


def test_energy_leaves_out_lines_whose_energy_is_not_whole():
    # 110 kgce/t x 1000000t = 110000t; the second line's electricity is missing, so its coal is no sum.
    of = view(Line(line="1号"), Line(line="2号", lacks=("electricity",)))
    assert _glance(of)["2021年能源消费"] == [
        "11万吨标准煤",
        "按生产线计量，电力按当量值，已扣外供；1条线数据不全，未计入",
    ]


def test_no_energy_at_all_is_missing_and_not_zero():
    of = view(Line(lacks=("electricity", "washed_coal")))
    assert _glance(of)["2021年能源消费"] == ["无数据（缺：区发改委能源消费量）", ""]


def test_a_part_of_a_year_is_in_no_total_of_the_year():
    # 110 kgce/t x 1000000t = 110000t; line 2 reports half a year and counts in neither total.
    part = Line(line="2号", period_kind="partial")
    of = view(Line(line="1号", capacity=2_000_000), part)
    assert _glance(of)["2021年能源消费"] == [
        "11万吨标准煤",
        "按生产线计量，电力按当量值，已扣外供；1条线试生产、验收期或不满全年，未计入",
    ]
    products = table(sections.glance(of), "table-products")
    assert cells(products) == [
        ["水泥熟料", "2条", "200万吨（缺1条）", "100万吨（另1条未计）", "50%"]
    ]
    alone = view(part)
    assert _glance(alone)["2021年能源消费"] == ["—", "1条线试生产、验收期或不满全年，未计入"]
    products = table(sections.glance(alone), "table-products")
    assert column(products, "2021年产量") == ["无数据（另1条未计）"]
    assert products.notes[1:] == ("未计产量的生产线为试生产、在验收期或不满全年。",)
    assert len(table(sections.glance(view(Line())), "table-products").notes) == 1


def test_output_that_is_not_told_by_product_is_in_no_products_total():
    of = view(Line(line="1号"), Line(line="2号"))
    gaps = of.assessment["gaps"].copy()
    gaps.loc[1, ["reason", "output_quantity"]] = ["several_products", float("nan")]
    tables = {**of.assessment.tables, "gaps": gaps}
    of = sections.IndustryView(dataclasses.replace(of.assessment, tables=tables), "cement")
    products = table(sections.glance(of), "table-products")
    assert column(products, "2021年产量") == ["100万吨（缺1条）"]


@pytest.mark.parametrize("reason", REASONS)
def test_every_reason_of_the_analysis_has_its_words_on_the_page(reason):
    of = view(Line(line="1号"), Line(line="2号", lacks=("electricity",)))
    gaps = of.assessment["gaps"].assign(reason=lambda frame: frame["reason"].mask(
        frame["result"] == "undecided", reason))  # fmt: skip
    tables = {**of.assessment.tables, "gaps": gaps, "missing": of.assessment["missing"].iloc[:0]}
    of = sections.IndustryView(dataclasses.replace(of.assessment, tables=tables), "cement")
    others = table(sections.data_gaps(of), "table-undecided")
    assert column(others, "不作判定的原因") == [REASONS[reason].label]
    assert sections.conclusions(of) and sections.glance(of)


def _staff(*employees):
    """Return the view of enterprises with this many people each."""
    made = assessment(*(Line(f"厂{at}") for at in range(len(employees))))
    enterprises = made["enterprises"]
    counts = enterprises["employees"].astype("Int64")
    counts[:] = list(employees)
    tables = {**made.tables, "enterprises": enterprises.assign(employees=counts)}
    return sections.IndustryView(dataclasses.replace(made, tables=tables), "cement")


@pytest.mark.parametrize(
    ("employees", "shown"), [(0, "0"), (1, "＜5"), (4, "＜5"), (5, "5"), (None, "—")]
)
def test_so_few_people_that_they_could_be_known_are_not_counted_out(employees, shown):
    roster = table(sections.roster(_staff(employees, 60)), "table-roster")
    assert column(roster, "从业人员") == [shown, "60"]


@pytest.mark.parametrize(
    ("employees", "total", "note"),
    [
        ((4, 60, 0), "60人", "另有1家不足5人的未计入"),
        ((5, 60, 0), "65人", ""),
        ((4, 1, 60), "60人", "另有2家不足5人的未计入"),
        ((4,), "—", "另有1家不足5人的未计入"),
        (
            (4, 60, None),
            "60人",
            "3家企业中2家有数据，其余由区工信局补报；另有1家不足5人的未计入",
        ),
    ],
)
def test_no_total_of_staff_gives_the_few_away(employees, total, note):
    assert _glance(_staff(*employees))["从业人员"] == [total, note]


def test_states_of_lines_are_told_without_zeros():
    of = view(
        Line(line="1号"),
        Line(line="2号", status="idle"),
        Line(line="3号", status="construction", unit_energy=None),
    )
    assert _glance(of)["生产线"] == ["3条", "在运行2条（其中停产1条）、在建1条"]
    assert _glance(view(Line()))["生产线"] == ["1条", "在运行1条"]


def test_products_are_told_apart_and_use_of_capacity_compares_like_with_like():
    # Iron: capacity 200 + ? 万t, output 100 + 100; both known for line 1 alone: 100/200 = 50%.
    of = steel(
        Line(line="1号", product="blast_furnace_iron", unit_energy=400, capacity=2_000_000),
        Line(line="2号", product="blast_furnace_iron", unit_energy=400),
        Line(line="3号", product="converter_steel", unit_energy=-12, capacity=1_250_000),
    )
    assert sorted(cells(table(sections.glance(of), "table-products"))) == [
        ["转炉钢", "1条", "125万吨", "100万吨", "80%"],
        ["高炉生铁", "2条", "200万吨（缺1条）", "200万吨", "50%"],
    ]


def test_an_industry_where_nothing_runs_has_no_table_of_products():
    blocks = sections.glance(view(Line(status="announced", unit_energy=None)))
    assert len(blocks) == 2
    assert _glance(view(Line(status="announced", unit_energy=None)))["2021年能源消费"] == ["—", ""]


def test_every_enterprise_of_an_industry_stands_once_in_its_roster(assess_once):
    ledger = read_ledger(paths.sample_ledger())
    assessed = assess_once(ledger)
    named = [
        name
        for industry in assessed.industries()
        for name in column(
            table(sections.roster(sections.IndustryView(assessed, industry)), "table-roster"),
            "企业",
        )
    ]
    assert sorted(named) == sorted(ledger["enterprises"]["name"])


def test_the_roster_counts_lines_and_marks_what_is_missing():
    of = view(Line("甲厂", "1号"), Line("甲厂", "2号"), codes={"乙厂": "3011"})
    rows = cells(table(sections.roster(of), "table-roster"))
    assert [row[:6] for row in rows] == [
        ["甲厂", "—", "水泥制造", "2", "—", "—"],
        ["乙厂", "—", "水泥制造", "0", "—", "—"],
    ]


def test_the_basis_lists_documents_rows_and_what_is_to_be_checked():
    of = nonferrous(
        Line(line="1号", product="copper_cathode_from_concentrate", unit_energy=390),
        Line(line="2号", product="aluminium_liquid", unit_energy=13361),
    )
    blocks = sections.basis(of)
    assert column(table(blocks, "table-documents"), "文号") == [
        "GB/T 2589—2020",
        "本项目汇编",
        "发改产业〔2021〕1609号",
    ]
    rows = cells(table(blocks, "table-rows"))
    assert ["t-copper", "260", "380", "未经核对，待核"] in [[r[0], *r[3:5], r[6]] for r in rows]
    assert cells(table(blocks, "table-review")) == [
        ["t-copper　铜冶炼　铜冶炼工艺", "未经核对，待核", "1条", "区发改委"]
    ]
    assert "须逐行核对" in plain(blocks[-1].text)


def test_each_date_of_a_document_carries_its_own_mark():
    documents = table(sections.basis(view(Line())), "table-documents")
    assert [row[2:] for row in cells(documents)] == [
        ["2021年4月1日（未经核对，待核）", "现行"],
        ["2014年10月1日（未经核对，待核）", "现行"],
        ["2022年1月1日（已核实）", "2023年6月5日（未经核对，待核）"],
    ]


def test_verified_rows_need_no_caution():
    blocks = sections.basis(view(Line()))
    assert "须逐行核对" not in plain(blocks[-1].text)
    assert plain(blocks[-1].text).endswith("决定由有权机关依法定程序作出。")


def test_a_day_without_a_document_says_so_in_the_basis():
    blocks = sections.basis(view(Line(previous=110), as_of=dt.date(2021, 6, 30)))
    assert "没有收录在2021年6月30日有效的" in plain(blocks[2].text)


def test_the_sources_of_a_number_can_be_added_up_by_hand():
    # 1000000 kWh x 0.1229 = 122.9t; (110000 - 122.9) / 0.9 = 122085.666667t of washed coal.
    of = view(Line(unit_energy=110))
    block = table(sections.trace(of), "table-trace")
    assert cells(block) == [
        [
            "1",
            "100万吨（产量!E2）",
            "电力1000000千瓦时×0.1229（能源!F2）；洗精煤122085.666667吨×0.9（能源!F3）",
            "110000.0",
        ]
    ]
    assert block.notes == (
        "折标准煤系数：电力0.1229千克标准煤/千瓦时、洗精煤0.9千克标准煤/千克。序号与能效差距表相同。",
    )


def test_energy_that_leaves_the_line_is_subtracted_in_the_sources_too():
    # -12 kgce/t x 1000000t = -12000t: 122.9t bought, (12000 + 122.9) / 0.9 = 13469.888889t recovered.
    of = steel(Line(product="converter_steel", unit_energy=-12))
    row = cells(table(sections.trace(of), "table-trace"))[0]
    assert "洗精煤回收外用−13469.888889吨×0.9" in row[2]
    assert row[3] == "−12000.0"


def test_warnings_of_the_ledger_are_mentioned_where_there_are_any():
    said = [plain(b.text) for b in sections.trace(view(Line(), warnings=6)) if hasattr(b, "text")
            and not isinstance(b.text, str)]  # fmt: skip
    assert any("6处提示" in text for text in said)
    assert not [b for b in sections.trace(view(Line())) if "提示" in str(b)]


def test_the_masthead_tells_a_foreign_ledger_and_invented_data():
    of = view(Line(), guide={"district": "示例区", "fictional": True, "attribution": "某机构"})
    head = sections.masthead(of)[0]
    assert head.title == "示例区淘汰落后产能工作简报（水泥行业）"
    assert head.notices == (
        "数据截至2022年9月10日 · 评定年度2021年 · 示例数据（虚构）",
        "台账地区：示例区；行动方案与部门名称取自九江市柴桑区",
        "数据来源：某机构",
    )
    assert head.running == "示例数据（虚构）"
    assert head.standing == "征求意见稿"


def test_a_day_other_than_the_ledgers_is_told():
    head = sections.masthead(view(Line(), as_of=dt.date(2022, 10, 1)))[0]
    assert head.notices == ("数据截至2022年9月10日 · 评定日2022年10月1日 · 评定年度2021年",)
