"""The wizard proposes for each shape what a person would write, and says what it does not know."""

import datetime as dt
from pathlib import Path

import pytest
import xlsxwriter
import yaml
from grids import grid, shipped, shown
from hypothesis import given, settings
from hypothesis import strategies as st

from capacity_analysis.campaign import Campaign
from capacity_analysis.errors import CapacityError, InputError, UsageError
from capacity_analysis.intake.layout.extract import extract
from capacity_analysis.intake.layout.recognise import recognise
from capacity_analysis.intake.mapping import Mapping, read_mapping, read_mappings
from capacity_analysis.intake.proposal.propose import propose
from capacity_analysis.ledger import registry
from capacity_analysis.sheets.files import open_sheets

USCC = "91360499MA0000001Q"
MONTHS = [f"{month}月" for month in range(1, 13)]
PLAN = Campaign.load("jiujiang-chaisang-2022")


def write(path: Path, *grids) -> Path:
    """Write sheets as a workbook, with their merged areas."""
    with xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd"}) as workbook:
        for one in grids:
            sheet = workbook.add_worksheet(one.name)
            for area in one.merged:
                sheet.merge_range(*area, "")
            for row, cells in enumerate(one.rows):
                for column, cell in enumerate(cells):
                    if isinstance(cell, dt.date):
                        sheet.write_datetime(row, column, cell)
                    elif isinstance(cell, bool):
                        sheet.write_boolean(row, column, cell)
                    elif isinstance(cell, int | float):
                        sheet.write_number(row, column, cell)
                    elif cell != "":
                        sheet.write_string(row, column, cell)
    return path


def without(*hidden: str) -> list[Mapping]:
    """Return the packaged mappings but for these."""
    return [mapping for mapping in read_mappings() if mapping.id not in hidden]


def read_by(mapping: Mapping, path: Path) -> list[tuple]:
    result = extract(path.name, open_sheets(path).grids, mapping)
    return [(row.table, shown(row.subject), shown(row.values)) for row in result.rows]


MONTHLY = grid(
    "2021",
    ["2021年高压用户用电量统计表", *[""] * 15],
    ["", "", "", "单位：千瓦时"],
    ["序号", "户号", "户名", "用电地址", *MONTHS],
    ["一、水泥行业", *[""] * 15],
    [1, "0700000001", "甲水泥有限公司", "城子镇", *[1000.1] * 12],
    [2, "0700000002", "甲水泥有限公司", "城子镇", *[500] * 8, *[""] * 4],
    [3, "0700000003", "乙石灰厂", "岷山乡", 1, "", *[1] * 10],
    ["合计", "", "", "", *[0] * 12],
    ["注：本表不含居民用电。"],
    merged="A1:P1 A4:P4",
)
TWO_YEARS = grid(
    "电量",
    ["户号", "户名", "用电地址"]
    + [f"{year}-{month:02}" for year in (2020, 2021) for month in range(1, 13)],
    ["0700000001", "甲厂", "城子镇", *[1] * 12, *[2] * 12],
)
YEARLY = grid(
    "年用电",
    ["柴桑区2021年工业用户年用电量"],
    ["户号", "户名", "用电地址", "年用电量\n（万千瓦时）"],
    ["0700000001", "甲水泥有限公司", "城子镇", 1234.56],
    merged="A1:D1",
)
SAFETY = grid(
    "检查",
    ["安全生产执法检查台账"],
    ["企业名称", "检查日期", "隐患", "处理意见", "整改期限", "复查情况"],
    ["甲水泥有限公司", "2022-03-01", "除尘器防爆缺失", "责令限期整改", "2022-03-31", "2022年4月1日复查合格"],
    ["乙砖厂", "2022-03-02", "窑体裂缝", "责令停产停业整顿", "2022-04-30", "2022年5月5日复查不合格"],
    merged="A1:F1",
)  # fmt: skip
CADASTRE = grid(
    "宗地",
    ["工业用地不动产登记清单", "", "", "", "", "", ""],
    ["不动产单元号", "权利人", "坐落", "权利类型", "用途", "面积（平方米）", "登记日期"],
    ["360499001001GB00001W00000000", "甲水泥有限公司", "城子镇", "国有建设用地使用权（出让）",
     "工业用地", 33333.33, dt.date(2015, 6, 1)],
    ["合计", "", "", "", "", 33333.33, ""],
    merged="A1:G1",
)  # fmt: skip
COUNTS = grid(
    "参保",
    ["企业参保情况（截至2022年8月）", "", "", ""],
    ["单位编号", "单位名称", "统一社会信用代码", "参保人数（人）"],
    ["36040001", "甲水泥有限公司", USCC, 118],
    merged="A1:D1",
)
COUNTS_BY_MONTH = grid(
    "参保",
    ["2022年企业参保情况"],
    ["单位编号", "单位名称", "各月末参保人数（人）", ""],
    ["", "", "7月", "8月"],
    ["36040001", "甲水泥有限公司", 120, 118],
    merged="A1:D1 C2:D2 A2:A3 B2:B3",
)
RATINGS = grid(
    "评价",
    ["2021年度工业企业亩产效益综合评价结果", "", "", "", ""],
    ["序号", "企业名称", "评价指标", "", "评价结果"],
    ["", "", "亩均税收\n（元/亩）", "综合得分", ""],
    [1, "甲水泥有限公司", 85000, 76.5, "B"],
    ["注：A类为优先发展类。"],
    merged="A1:E1 C2:D2 A2:A3 B2:B3 E2:E3",
)
STATISTICS = grid(
    "统计",
    ["2021年规模以上工业企业主要指标"],
    ["统一社会信用代码", "单位详细名称", "工业总产值（万元）", "综合能源消费量（吨标准煤）"],
    [USCC, "甲水泥有限公司", 32000, 91000.5],
    merged="A1:D1",
)
PENALTIES = grid(
    "处罚",
    ["2021年行政处罚台账", "", "", "", "", "", ""],
    ["序号", "处罚决定书文号", "当事人", "统一社会信用代码", "违法事实", "处罚日期", "罚款金额（元）", "经办人"],
    [1, "某环罚〔2021〕1号", "甲水泥有限公司", USCC, "超标排放", dt.date(2021, 3, 5), 123456, "某某"],
    [2, "某环罚〔2021〕2号", "乙石灰厂", "", "夜间偷排", "2021年4月6日", "/", "某某"],
    ["小计", "", "", "", "", "", 123456],
    ["制表单位：某局"],
    merged="A1:H1",
)  # fmt: skip


def batch(name, product, row):
    return grid(
        name,
        [f"{product}产品质量监督抽查结果（某市监质〔2021〕3号）"],
        ["序号", "受检企业", "产品名称", "抽样日期", "检验结果", ""],
        ["", "", "", "", "不合格项目", "判定"],
        row,
        merged="A1:F1 E2:F2 A2:A3 B2:B3 C2:C3 D2:D3",
    )


BATCHES = (
    batch("水泥", "水泥", [1, "甲水泥有限公司", "P.O42.5水泥", "2021-05-06", "/", "合格"]),
    batch("砖", "烧结砖", [1, "乙砖厂", "烧结普通砖", "2021.6.7", "抗压强度", "不合格"]),
)
SHAPES = {
    "power-meters": ("gdgs", MONTHLY),
    "power-meters-yearly": ("gdgs", YEARLY),
    "quality-spot-checks": ("scjgj", *BATCHES),
    "safety-inspections": ("yjglj", SAFETY),
    "cadastre": ("zrzyj", CADASTRE),
    "social-insurance": ("rsj", COUNTS),
    "social-insurance-months": ("rsj", COUNTS_BY_MONTH),
    "mu-ratings": ("gxj", RATINGS),
    "statistics": ("statistics", STATISTICS),
}


@pytest.mark.parametrize("name", SHAPES)
def test_a_shape_whose_mapping_is_hidden_is_read_as_that_mapping_reads_it(tmp_path, name):
    supplier, *sheets = SHAPES[name]
    path = write(tmp_path / "清单.xlsx", *sheets)

    proposal = propose(path, PLAN, supplier=supplier, mappings=without(name))

    assert read_by(proposal.mapping, path) == read_by(shipped(name), path)
    assert proposal.mapping.supplier == supplier
    assert proposal.is_complete


def test_fines_without_a_column_of_kinds_are_taken_as_fines_and_marked(tmp_path):
    path = write(tmp_path / "处罚.xlsx", PENALTIES)

    proposal = propose(path, PLAN, supplier="sthjj", mappings=without("ecology-penalties"))

    expected = read_by(shipped("ecology-penalties"), path)
    found = read_by(proposal.mapping, path)
    assert [row[2] | {"result": "罚款"} for row in expected] == [row[2] for row in found]
    assert [row[1] for row in expected] == [row[1] for row in found]
    assert proposal.is_complete
    assert any("请核对：结果（result）" in line for line in proposal.lines())


@pytest.mark.parametrize("name", SHAPES)
def test_even_without_any_mapping_to_learn_from_the_same_rows_come_out(tmp_path, name):
    supplier, *sheets = SHAPES[name]
    path = write(tmp_path / "清单.xlsx", *sheets)

    proposal = propose(path, PLAN, supplier=supplier, mappings=[])

    assert read_by(proposal.mapping, path) == read_by(shipped(name), path)


def test_months_of_two_years_are_read_without_a_title(tmp_path):
    path = write(tmp_path / "供电公司.xlsx", TWO_YEARS)

    proposal = propose(path, PLAN, mappings=[])

    years = [row[2]["year"] for row in read_by(proposal.mapping, path)]
    assert years == [(2020, "D1"), (2021, "P1")]
    assert proposal.mapping.supplier == "gdgs"
    assert not proposal.is_complete
    assert any("没有写计量用量的单位" in line for line in proposal.lines())


def test_a_mapping_that_reads_the_file_is_named_and_copied(tmp_path):
    path = write(tmp_path / "清单.xlsx", CADASTRE)

    proposal = propose(path, PLAN)

    assert proposal.known_as == "cadastre"
    assert proposal.is_complete
    assert "（cadastre）" in proposal.lines()[0]
    assert any("“宗地”1行" in line for line in proposal.lines())
    assert Mapping.model_validate(yaml.safe_load(proposal.yaml)) == shipped("cadastre")


def test_a_copy_of_a_known_mapping_keeps_its_id(tmp_path):
    path = write(tmp_path / "清单.xlsx", CADASTRE)

    with pytest.raises(UsageError, match=r"cadastre\.yaml"):
        propose(path, PLAN, mapping_id="my-parcels")


GAS = grid(
    "用气量",
    ["柴桑燃气公司工业用户用气情况表", *[""] * 7],
    ["用户编号", "客户名称", "装表地址", "2019年用气量（万立方米）", "2020年用气量（万立方米）",
     "2021年用气量（万立方米）", "备注", "联系电话"],
    ["Q001", "甲玻璃有限公司", "城子镇一号", 120.5, 130, 140.25, "", "0000-0000000"],
    ["Q002", "乙陶瓷厂", "岷山乡二号", "", 20, 21, "停用", "0000-0000000"],
    ["合计", "", "", 120.5, 150, 161.25, "", ""],
    merged="A1:H1",
)  # fmt: skip


def test_a_gas_company_s_years_become_rows_and_what_is_unknown_is_asked(tmp_path):
    path = write(tmp_path / "用气.xlsx", GAS)

    proposal = propose(path, PLAN)

    found = read_by(proposal.mapping, path)
    assert [row[0] for row in found] == ["metered_energy"] * 6
    assert found[0][1:] == (
        {"name": ("甲玻璃有限公司", "B3"), "address": ("城子镇一号", "C3")},
        {
            "account": ("Q001", "A3"),
            "year": (2019, "D2"),
            "amount": (120.5, "D3"),
            "amount_unit": ("万立方米", "D2"),
        },
    )
    assert not proposal.is_complete
    lines = "\n".join(proposal.lines())
    assert "请补：提供单位" in lines
    assert "请补：能源品种（carrier）：可能是油田天然气、气田天然气" in lines
    assert "没有用到的列：备注" in lines
    assert "不读取也不保存的列：联系电话" in lines
    assert "联系电话" not in yaml.safe_dump(yaml.safe_load(proposal.yaml), allow_unicode=True)
    assert "请补：可能是油田天然气、气田天然气" in proposal.yaml


def test_the_gas_company_s_mapping_is_whole_once_carrier_and_supplier_are_filled_in(tmp_path):
    path = write(tmp_path / "用气.xlsx", GAS)
    text = propose(path, PLAN, mapping_id="gas").yaml
    text = text.replace("supplier: 待定", "supplier: gxj")
    text = text.replace("    fields:\n", "    fields:\n      carrier: {constant: 气田天然气}\n")
    (tmp_path / "gas.yaml").write_text(text, encoding="utf-8")

    mappings = read_mappings([tmp_path])
    proposal = propose(path, PLAN, mappings=mappings)

    assert proposal.known_as == "gas"
    assert {row[2]["carrier"] for row in read_by(proposal.mapping, path)} == {"气田天然气"}


@pytest.mark.parametrize(
    ("title", "supplier"),
    [
        ("国网江西省电力有限公司柴桑区供电分公司2021年用电量", "gdgs"),
        ("柴桑区供电公司2021年工业用户用电量", "gdgs"),
        ("九江市柴桑区市场监督管理局抽查结果2021年", "scjgj"),
        ("柴桑区人力资源和社会保障局2021年", "rsj"),
        ("2021年用电量", "待定"),
        ("报：区工信局 2021年", "待定"),
    ],
)
def test_a_department_is_known_by_its_full_and_short_names(tmp_path, title, supplier):
    sheet = grid("表", [title], *YEARLY.rows[1:], merged="A1:D1")
    title_only = propose(write(tmp_path / "清单.xlsx", sheet), PLAN, mappings=[])

    assert title_only.mapping.supplier == supplier


def test_the_supplier_may_stand_in_the_footer_or_the_file_name(tmp_path):
    footer = grid("表", *YEARLY.rows, ["制表单位：区供电公司"])

    assert propose(write(tmp_path / "a.xlsx", footer), PLAN, mappings=[]).mapping.supplier == "gdgs"
    named = write(tmp_path / "供电公司清单.xlsx", YEARLY)
    assert propose(named, PLAN, mappings=[]).mapping.supplier == "gdgs"


def test_what_the_statistics_bureau_supplies_never_decides(tmp_path):
    sheet = grid(
        "表",
        ["柴桑区统计局2021年规模以上工业企业"],
        ["企业名称", "年用电量（万千瓦时）", "户号", "工业总产值（万元）"],
        ["甲水泥有限公司", 100, "0700000001", 32000],
    )
    path = write(tmp_path / "清单.xlsx", sheet)

    proposal = propose(path, PLAN, mappings=[])

    assert proposal.mapping.permitted_use == "aggregate"
    assert {table.target for table in proposal.mapping.tables} == {"statistics"}
    with pytest.raises(UsageError, match="只作合计"):
        propose(path, PLAN, table="metered_energy", mappings=[])


def test_an_indicator_in_another_unit_is_not_taken_for_it(tmp_path):
    sheet = grid(
        "表",
        ["2021年统计资料"],
        ["企业名称", "工业总产值（亿元）"],
        ["甲水泥有限公司", 3.2],
    )
    proposal = propose(write(tmp_path / "清单.xlsx", sheet), PLAN, mappings=[])

    assert not proposal.is_complete


def test_the_user_s_table_rules_by_id_or_chinese_name(tmp_path):
    path = write(tmp_path / "清单.xlsx", SAFETY)

    for name in ("inspections", "检查处罚"):
        proposal = propose(path, PLAN, table=name, supplier="应急管理局", mappings=[])
        assert proposal.mapping.tables[0].target == "inspections"
        assert proposal.mapping.supplier == "yjglj"
    with pytest.raises(UsageError, match="台账没有“车辆”"):
        propose(path, PLAN, table="车辆")
    with pytest.raises(UsageError, match="没有提供单位“气象局”"):
        propose(path, PLAN, supplier="气象局")


def test_unknown_words_below_a_choice_are_listed(tmp_path):
    sheet = grid(
        "评价",
        ["2021年亩产综合评价"],
        ["企业名称", "评价等级"],
        ["甲厂", "A"],
        ["乙厂", "优先"],
    )
    proposal = propose(write(tmp_path / "清单.xlsx", sheet), PLAN, supplier="gxj", mappings=[])

    lines = "\n".join(proposal.lines())
    assert "A→A类（80分）" in lines
    assert "“优先”没有对应的项" in lines
    assert proposal.mapping.tables[0].fields["rating"].translate == {"A": "A类"}


def test_a_credit_code_is_known_by_its_values(tmp_path):
    sheet = grid(
        "参保",
        ["截至2022年8月企业参保人数"],
        ["单位名称", "证照", "参保人数"],
        ["甲厂", USCC, 10],
        ["乙厂", "91360499MA0000002U", 12],
    )
    proposal = propose(write(tmp_path / "清单.xlsx", sheet), PLAN, supplier="rsj", mappings=[])

    assert proposal.mapping.tables[0].enterprise.uscc == "证照"


def test_a_part_of_a_year_is_no_year(tmp_path):
    sheet = grid("表", ["2021年1—6月用电量（单位：千瓦时）"], *YEARLY.rows[1:])

    proposal = propose(write(tmp_path / "清单.xlsx", sheet), PLAN, supplier="gdgs", mappings=[])

    assert not proposal.is_complete
    assert any("只是一年的一部分" in line for line in proposal.lines())


def test_rows_of_totals_and_remarks_that_occur_are_left_out(tmp_path):
    sheet = grid(
        "表",
        ["2021年用电量"],
        ["户号", "户名", "用电地址", "年用电量（千瓦时）"],
        ["0700000001", "甲厂", "城子镇", 5],
        ["0700000002", "", "", ""],
        ["全区平均", "", "", 5],
        ["本表导出于系统", "", "", ""],
    )
    path = write(tmp_path / "清单.xlsx", sheet)

    proposal = propose(path, PLAN, supplier="gdgs", mappings=[])

    assert "全区平均" in proposal.mapping.tables[0].skip
    assert proposal.mapping.tables[0].until == ("本表导出于系统",)
    assert len(read_by(proposal.mapping, path)) == 2


def test_a_works_whose_name_holds_the_word_for_a_subtotal_stays(tmp_path):
    sheet = grid(
        "参保",
        ["截至2022年8月企业参保人数"],
        ["单位名称", "单位编号", "参保人数"],
        ["示例小计量器具厂", "36040001", 10],
        ["示例乙厂", "", ""],
        ["全区合计", "", 10],
    )
    path = write(tmp_path / "清单.xlsx", sheet)

    proposal = propose(path, PLAN, supplier="rsj", mappings=[])

    names = [row[1]["name"][0] for row in read_by(proposal.mapping, path)]
    assert names == ["示例小计量器具厂", "示例乙厂"]


def test_a_returned_sheet_names_its_enterprise_once(tmp_path):
    sheet = grid(
        "能源消费",
        ["2021年能源消费情况表"],
        ["企业名称：甲水泥有限公司"],
        ["能源名称", "计量单位", "消费量"],
        ["原煤", "吨", 100.5],
        ["电力", "万千瓦时", 20],
    )
    path = write(tmp_path / "甲水泥.xlsx", sheet)

    proposal = propose(path, PLAN, mappings=[])
    result = extract(path.name, open_sheets(path).grids, proposal.mapping)

    assert proposal.mapping.role == "return"
    assert proposal.mapping.supplier == "enterprise"
    assert shown(result.subject) == {"name": ("甲水泥有限公司", "A2")}
    assert [shown(row.values) for row in result.rows] == [
        {
            "year": ("2021", "A1"), "carrier": ("原煤", "A4"), "amount": (100.5, "C4"),
            "amount_unit": ("吨", "B4"), "scope": "企业",
        },
        {
            "year": ("2021", "A1"), "carrier": ("电力", "A5"), "amount": (20, "C5"),
            "amount_unit": ("万千瓦时", "B5"), "scope": "企业",
        },
    ]  # fmt: skip
    assert proposal.is_complete


def test_a_returned_sheet_that_names_no_enterprise_is_not_complete(tmp_path):
    sheet = grid(
        "能源消费",
        ["2021年能源消费情况表"],
        ["能源名称", "计量单位", "消费量"],
        ["原煤", "吨", 100.5],
    )
    path = write(tmp_path / "甲水泥.xlsx", sheet)

    proposal = propose(path, PLAN, mappings=[], mapping_id="mine")

    assert not proposal.is_complete
    assert any("没有“企业名称”这样的一格" in line for line in proposal.lines())
    (tmp_path / "mine.yaml").write_text(proposal.yaml, encoding="utf-8")
    assert read_mapping(tmp_path / "mine.yaml") == proposal.mapping


def test_sheets_of_two_kinds_become_two_tables_each_in_its_own_sheet(tmp_path):
    path = write(tmp_path / "清单.xlsx", SAFETY, CADASTRE)

    proposal = propose(path, PLAN, supplier="yjglj", mappings=[])

    found = [(table.target, table.sheets) for table in proposal.mapping.tables]
    assert found == [("inspections", ("检查",)), ("parcels", ("宗地",))]
    assert [row[0] for row in read_by(proposal.mapping, path)] == [*["inspections"] * 2, "parcels"]


def test_a_list_of_townships_is_proposed_without_asking_for_an_enterprise(tmp_path):
    sheet = grid(
        "岗位",
        ["乡镇用工岗位摸底"],
        ["乡镇（街道）", "季度起始月", "可安置岗位（个）"],
        ["东乡", "2022-10", 30],
        ["西镇", "2022-10", 12],
    )
    path = write(tmp_path / "岗位.xlsx", sheet)

    proposal = propose(
        path, PLAN, supplier="rsj", mappings=without("job-vacancies"), table="vacancies"
    )

    assert proposal.is_complete
    assert (proposal.mapping.role, proposal.mapping.supplier) == ("list", "rsj")
    assert read_by(proposal.mapping, path)[1] == (
        "vacancies", {}, {"township": ("西镇", "A4"), "quarter": ("2022-10", "B4"), "jobs": (12, "C4")}
    )  # fmt: skip


def test_a_roster_is_proposed_as_a_roster(tmp_path):
    sheet = grid(
        "名录",
        ["应查企业名录"],
        ["序号", "公司名称", "信用代码", "所在街道", "国民经济行业代码", "联系人"],
        [1, "甲水泥有限公司", USCC, "城子镇", "3011", "某某"],
    )
    path = write(tmp_path / "名录.xlsx", sheet)

    proposal = propose(path, PLAN, supplier="gxj", mappings=[])

    assert proposal.mapping.role == "roster"
    assert read_by(proposal.mapping, path) == [
        (
            "enterprises",
            {},
            {
                "enterprise_id": (USCC, "C3"), "uscc": (USCC, "C3"),
                "name": ("甲水泥有限公司", "B3"), "township": ("城子镇", "D3"),
                "industry_code": ("3011", "E3"),
            },
        )
    ]  # fmt: skip
    assert proposal.is_complete


def test_a_new_mapping_is_told_from_one_that_the_file_also_fits(tmp_path):
    # 户号、户名、用电地址 are all that power-meters is told by, and it finds no months here.
    path = write(tmp_path / "清单.xlsx", YEARLY)
    known = without("power-meters-yearly")

    proposal = propose(path, PLAN, supplier="gdgs", mappings=known)

    grids = open_sheets(path).grids
    assert recognise(grids, [*known, proposal.mapping]) == proposal.mapping


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.xlsx", b"", "空的"),
        ("a.docx", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "打不开|不完整|文字文档"),
        ("a.pdf", b"%PDF-1.7\n" + b"x" * 100, "PDF"),
    ],
)
def test_a_file_that_cannot_be_opened_says_why(tmp_path, name, content, words):
    path = tmp_path / name
    path.write_bytes(content)

    with pytest.raises(InputError, match=words):
        propose(path, PLAN)


def test_a_sheet_without_a_known_header_says_what_to_do(tmp_path):
    path = write(tmp_path / "清单.xlsx", grid("表", ["春", "夏"], ["花", "草"]))

    proposal = propose(path, PLAN)

    assert proposal.mapping is None
    assert proposal.yaml == ""
    assert "--table" in proposal.lines()[0]


def test_a_personal_number_reaches_neither_lines_nor_mapping(tmp_path):
    sheet = grid(
        "表",
        ["2021年用电量 经办13800000000"],
        ["户号", "户名", "用电地址", "年用电量（千瓦时）", "其他"],
        ["0700000001", "甲厂", "城子镇", 5, "13800000000"],
        ["0700000002", "乙厂", "城子镇", 6, "13800000000"],
    )
    proposal = propose(write(tmp_path / "清单.xlsx", sheet), PLAN, supplier="gdgs", mappings=[])

    assert "13800000000" not in proposal.yaml
    assert all("13800000000" not in line for line in proposal.lines())
    assert any("不读取也不保存的列：其他" in line for line in proposal.lines())


HEADERS = st.sampled_from(
    ["户号", "企业名称", "年用电量（千瓦时）", "2021年", "2020年", "1月", "2月", "处罚日期", "结果", "罚款（元）",
     "a|b", "｜", "联系电话", "面积（桶）", "宗地号", "坐落", "(20\\d\\d)", "# 注", "{x: y}", "*", "备注/说明", "",
     "评价等级", "：", "产品名称", "能源名称", "计量单位", "消费量", "工业总产值（万元）", "行业代码"]
)  # fmt: skip
CELLS = st.one_of(
    st.sampled_from(["", "甲厂", "合计", "A", "合格", "2021年5月", "吨", "13800000000", USCC, "3011", "/"]),
    st.integers(-10, 2100),
    st.floats(-1e6, 1e6, allow_nan=False),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=6),
)  # fmt: skip
TITLES = st.sampled_from(["2021年用电量", "行政处罚台账", "统计局", "区供电公司", "", "单位：万元"])


@settings(max_examples=25, deadline=None, derandomize=True)
@given(
    st.lists(HEADERS, min_size=1, max_size=6),
    st.lists(st.lists(CELLS, max_size=6), max_size=4),
    TITLES,
    st.sampled_from([None, "metered_energy", "parcels", "energy", "statistics", "enterprises"]),
)
def test_any_sheet_gives_a_proposal_whose_file_loads_or_a_clean_error(
    tmp_path_factory, headers, rows, title, table
):
    folder = tmp_path_factory.mktemp("sheets")
    path = write(folder / "清单.xlsx", grid("表", [title], headers, *rows))

    try:
        proposal = propose(path, PLAN, table=table, mappings=[], mapping_id="mine")
    except CapacityError:
        return

    proposal.lines()
    if proposal.mapping is None:
        assert not proposal.is_complete
        return
    (folder / "mine.yaml").write_text(proposal.yaml, encoding="utf-8")
    assert read_mapping(folder / "mine.yaml") == proposal.mapping
    if proposal.is_complete:
        assert read_by(proposal.mapping, path)
        assert registry().tables[proposal.mapping.tables[0].target].made is False


def run(*arguments):
    from typer.testing import CliRunner

    from capacity_analysis.cli import app

    return CliRunner().invoke(app, ["map", *map(str, arguments)])


def test_the_command_prints_the_mapping_and_explains_on_standard_error(tmp_path):
    path = write(tmp_path / "供电公司.xlsx", grid("表", *YEARLY.rows))
    result = run(path)

    assert result.exit_code == 0
    assert Mapping.model_validate(yaml.safe_load(result.stdout)).id == "power-meters-yearly"
    assert "已有映射能读这个文件" in result.stderr


def test_the_command_writes_a_file_named_after_the_id_and_never_over_another(tmp_path):
    path = write(tmp_path / "用气.xlsx", GAS)
    out = tmp_path / "gas-meters.yaml"

    result = run(path, "--out", out)

    assert result.exit_code == 1
    assert result.stdout.strip() == str(out)
    assert read_mapping(out).id == "gas-meters"
    before = out.read_bytes()
    assert isinstance(run(path, "--out", out).exception, UsageError)
    assert out.read_bytes() == before


def test_the_command_learns_from_a_county_s_own_mappings(tmp_path):
    path = write(tmp_path / "用气.xlsx", GAS)
    own = tmp_path / "own"
    own.mkdir()
    run(path, "--out", own / "gas.yaml")

    result = run(path, "--mappings", own)

    assert "（gas）" in result.stderr
