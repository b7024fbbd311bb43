"""Each packaged mapping reads the messy shape that it is for: rows and cells written by hand."""

import datetime as dt

import pytest
from grids import check, codes, grid, shown, values

from capacity_analysis.campaign import Campaign
from capacity_analysis.intake.mapping import read_mappings
from capacity_analysis.ledger import registry

USCC = "91360499MA00000012"
MONTHS = [f"{month}月" for month in range(1, 13)]


def test_an_older_self_check_form_gives_enterprise_lines_output_and_energy():
    form = grid(
        "Sheet1",
        ["XX县工业企业落后产能自查表", "", "", "", "", "", "", ""],
        ["填报单位（盖章）：", "", "", "", "填表日期：2022年6月10日"],
        ["一、企业基本情况"],
        ["企业名称", "甲水泥有限公司", "", "", "统一社会信用代码", USCC],
        ["曾用名", "乙水泥厂、丙水泥厂", "", "", "生产地址", "城子镇一号"],
        ["所属乡镇", "城子镇", "", "", "行业代码", 3011],
        ["从业人员（人）", 120, "", "", "营业收入（元）", 125000000],
        ["实缴税金（万元）", 300.5, "", "", "占地面积（平方米）", 20000],
        ["法定代表人", "某某", "", "", "联系电话", "0792-0000000"],
        ["用电户号", "0001；0002", "", "", "排污许可证编号", ""],
        ["二、生产线情况"],
        ["序号", "生产线编号", "产品名称", "规格型号", "年生产能力", "", "投产时间", "现状"],
        ["", "", "", "", "能力", "单位", "", ""],
        [1, "1号窑", "水泥熟料", "Φ4.0×60m", 77.5, "万吨", "2007-11", "正常生产"],
        [2, "", "", "", "", "", "", ""],
        ["三、产品产量"],
        ["序号", "生产线编号", "产品名称", "计量单位", "合格品产量", "", "", "备注"],
        ["", "", "", "", "2019年", "2020年", "2021年", ""],
        [1, "1号窑", "水泥熟料", "吨", 600000, "", 650000, ""],
        ["四、能源消费"],
        ["序号", "生产线编号", "能源名称", "计量单位", "消费量", "", "", "备注"],
        ["", "", "", "", "2019年", "2020年", "2021年", ""],
        [1, "1号窑", "原煤", "吨", 90000, "—", 95000.5, ""],
        [2, "全厂", "电", "万千瓦时", 3900, 4000, 4100.25, ""],
        ["合计", "", "", "", "", "", "", ""],
        ["单位负责人：某某", "", "填表人：某某", "", "联系电话：13800000000", "", "", ""],
        merged="A1:H1 B4:D4 B5:D5 B6:D6 B7:D7 B8:D8 B9:D9 B10:D10 E12:F12 A12:A13 B12:B13 C12:C13 "
        "D12:D13 G12:G13 H12:H13 E17:G17 A17:A18 B17:B18 C17:C18 D17:D18 E21:G21 A21:A22 B21:B22 "
        "C21:C22 D21:D22",
    )

    result = check("self-check-2019", form)

    assert shown(result.subject) == {
        "uscc": (USCC, "F4"),
        "name": ("甲水泥有限公司", "B4"),
        "address": ("城子镇一号", "F5"),
        "electricity_account": ("0001；0002", "B10"),
    }
    assert result.filled_on == dt.date(2022, 6, 10)
    assert not result.nil
    assert [(row.table, values(row)) for row in result.rows] == [
        (
            "enterprises",
            {
                "uscc": (USCC, "F4"),
                "name": ("甲水泥有限公司", "B4"),
                "township": ("城子镇", "B6"),
                "address": ("城子镇一号", "F5"),
                "industry_code": ("3011", "F6"),
                "employees": (120, "B7"),
                "revenue_10k_cny": (12500, "F7"),
                "tax_10k_cny": (300.5, "B8"),
                "land_area_mu": (30, "F8"),
            },
        ),
        ("identifiers", {"kind": "曾用名", "value": ("乙水泥厂", "B5")}),
        ("identifiers", {"kind": "曾用名", "value": ("丙水泥厂", "B5")}),
        ("identifiers", {"kind": "用电户号", "value": ("0001", "B10")}),
        ("identifiers", {"kind": "用电户号", "value": ("0002", "B10")}),
        (
            "lines",
            {
                "line_id": ("1号窑", "B14"),
                "product_id": ("水泥熟料", "C14"),
                "capacity": (77.5, "E14"),
                "capacity_unit": ("万吨", "F14"),
                "status": ("在产", "H14"),
                "started_on": ("2007-11", "G14"),
                "specification": ("Φ4.0×60m", "D14"),
            },
        ),
        ("production", _output(2019, "E18", (600000, "E19"))),
        ("production", _output(2020, "F18", None)),
        ("production", _output(2021, "G18", (650000, "G19"))),
        ("energy", _coal(2019, "E22", (90000, "E23"))),
        ("energy", _coal(2021, "G22", (95000.5, "G23"))),
        ("energy", _power(2019, "E22", (3900, "E24"))),
        ("energy", _power(2020, "F22", (4000, "F24"))),
        ("energy", _power(2021, "G22", (4100.25, "G24"))),
    ]
    assert codes(result) == {
        "unit_converted": "F8", "rows_skipped": "A25", "contact_dropped": "A9"
    }  # fmt: skip
    assert all("13800000000" not in problem.message for problem in result.problems)


def _output(year, header, amount):
    row = {
        "line_id": ("1号窑", "B19"),
        "year": (year, header),
        "product_id": ("水泥熟料", "C19"),
        "output": amount,
        "output_unit": ("吨", "D19"),
    }
    return {key: value for key, value in row.items() if value is not None}


def _coal(year, header, amount):
    return {
        "line_id": ("1号窑", "B23"),
        "year": (year, header),
        "carrier": ("原煤", "C23"),
        "amount": amount,
        "amount_unit": ("吨", "D23"),
        "scope": "生产线",
    }


def _power(year, header, amount):
    return {
        "year": (year, header),
        "carrier": ("电力", "C24"),
        "amount": amount,
        "amount_unit": ("万千瓦时", "D24"),
        "scope": ("企业", "B24"),
    }


def _ledger_sheet(carrier, unit, months):
    return grid(
        carrier,
        ["2021年工业企业能源统计台账"],
        ["企业名称：甲水泥有限公司", "", "", f"计量单位：{unit}"],
        ["项目", "", *MONTHS, "备注"],
        ["消费量总计", "本月", *months, ""],
        ["", "累计", *([""] * 12), ""],
        ["其中：生产用", "本月", *months, ""],
        ["购进量总计", "", *([""] * 12), ""],
        ["年初库存", "", 10, *([""] * 11), ""],
        ["填表人：某某", "", "联系电话：0792-0000000"],
        merged="A1:O1 A3:B3 A4:A5",
    )


def test_the_energy_ledger_gives_one_amount_per_carrier_and_year():
    coal = _ledger_sheet("原煤", "吨", [0.1, 0.2, *[1] * 10])
    power = _ledger_sheet("电", "万千瓦时", [1, "", *[1] * 10])
    oil = _ledger_sheet("柴油", "吨", [""] * 12)

    result = check("energy-ledger", coal, power, oil)

    assert shown(result.subject) == {"name": ("甲水泥有限公司", "A2")}
    assert [values(row) for row in result.rows] == [
        {
            "year": ("2021", "A1"), "carrier": "原煤", "amount": (10.3, "C4:N4"),
            "amount_unit": ("吨", "D2"), "scope": "企业",
        },
        {"year": ("2021", "A1"), "carrier": "电力", "amount_unit": ("万千瓦时", "D2"), "scope": "企业"},
    ]  # fmt: skip
    assert codes(result) == {"months_missing": "C4:N4", "contact_dropped": "A9"}
    assert [one.sheet for one in result.problems if one.code == "months_missing"] == ["电"]


def test_the_enterprise_s_own_205_1_form_gives_industrial_consumption():
    form = grid(
        "205-1",
        ["能源购进、消费与库存", "", "", "", "", "", "", ""],
        ["表号：205-1表", "", "", "", "", "", "", ""],
        ["单位详细名称：甲水泥有限公司", "", "2021年1—12月", "", "", "", "", ""],
        ["能源名称", "计量单位", "代码", "年初库存量", "购进量", "消费量", "", "期末库存量"],
        ["", "", "", "", "", "合计", "1.工业生产消费", ""],
        ["甲", "乙", "丙", 1, 2, 3, 4, 5],
        ["01原煤", "吨", "01", 5, 100, 90, 88.5, 15],
        ["其中：1.无烟煤", "吨", "02", "", "", 40, 40, ""],
        ["洗精煤", "吨", "06", "", "", "", "", ""],
        ["电力", "万千瓦时", "32", "", 200, 200, 199, ""],
        ["能源合计", "吨标准煤", "40", "", "", 300, 290, ""],
        ["补充资料：……", "", "", "", "", "", "", ""],
        ["单位负责人：", "统计负责人：", "填表人：某某", "联系电话：", "报出日期：2022年1月8日"],
        merged="A1:H1 F4:G4 A4:A5 B4:B5 C4:C5 D4:D5 E4:E5 H4:H5",
    )

    result = check("form-205-1", form)

    assert shown(result.subject) == {"name": ("甲水泥有限公司", "A3")}
    assert result.filled_on == dt.date(2022, 1, 8)
    assert [values(row) for row in result.rows] == [
        {
            "year": ("2021", "C3"), "carrier": ("原煤", "A7"), "amount": (88.5, "G7"),
            "amount_unit": ("吨", "B7"), "scope": "企业",
        },
        {
            "year": ("2021", "C3"), "carrier": ("电力", "A10"), "amount": (199, "G10"),
            "amount_unit": ("万千瓦时", "B10"), "scope": "企业",
        },
    ]  # fmt: skip


def test_a_205_1_form_up_to_june_is_no_full_year():
    form = grid(
        "2021年",
        ["能源购进、消费与库存"],
        ["单位详细名称：甲厂", "", "2021年1—6月"],
        ["能源名称", "计量单位", "消费量", ""],
        ["", "", "合计", "1.工业生产消费"],
        ["甲", "乙", 1, 2],
        ["原煤", "吨", 90, 88.5],
        merged="C3:D3",
    )

    result = check("form-205-1", form)

    assert "year" not in values(result.rows[0])
    assert codes(result) == {"context_missing": "A3"}


def test_the_enterprise_s_own_b204_1_form_gives_output_up_to_december():
    form = grid(
        "B204-1",
        ["工业产销总值及主要产品产量"],
        ["单位详细名称：甲水泥有限公司", "", "", "2021年12月"],
        ["产品名称", "计量单位", "产品代码", "生产量", "", "上年同期"],
        ["", "", "", "本月", "本年累计", ""],
        ["硅酸盐水泥熟料", "吨", "311101", 50000, 650000.5, 600000],
        ["水泥", "吨", "311102", "", "", ""],
        ["填表人：某某"],
        merged="D3:E3 A3:A4 B3:B4 C3:C4 F3:F4",
    )

    result = check("form-b204-1", form)

    assert [values(row) for row in result.rows] == [
        {
            "year": ("2021", "D2"), "product_id": ("水泥熟料", "A5"), "output": (650000.5, "E5"),
            "output_unit": ("吨", "B5"),
        }
    ]  # fmt: skip


def test_the_roster_gives_enterprises_without_their_contacts():
    sheet = grid(
        "应查名录",
        ["2022年淘汰落后产能应查企业名录", "", "", "", "", "", "", "", ""],
        [
            "序号",
            "企业编号",
            "统一社会信用代码",
            "企业名称",
            "乡镇",
            "生产地址",
            "行业代码",
            "是否规上",
            "联系人",
        ],
        [1, USCC, USCC, "甲水泥有限公司", "城子镇", "一号", "3011", "√", "某某"],
        [2, "SL001", "", "丙石灰厂", "岷山乡", "二号", 3012, "×", "某某"],
        ["合计", "2家"],
        merged="A1:I1",
    )

    result = check("roster", sheet)

    assert [values(row) for row in result.rows] == [
        {
            "enterprise_id": (USCC, "B3"), "uscc": (USCC, "C3"), "name": ("甲水泥有限公司", "D3"),
            "township": ("城子镇", "E3"), "address": ("一号", "F3"), "industry_code": ("3011", "G3"),
            "above_designated_size": ("是", "H3"),
        },
        {
            "enterprise_id": ("SL001", "B4"), "name": ("丙石灰厂", "D4"), "township": ("岷山乡", "E4"),
            "address": ("二号", "F4"), "industry_code": (3012, "G4"), "above_designated_size": ("否", "H4"),
        },
    ]  # fmt: skip
    assert codes(result) == {"rows_skipped": "A5", "contact_dropped": "I2"}


def test_the_meters_of_the_power_company_are_added_up_by_account():
    sheet = grid(
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

    result = check("power-meters", sheet)

    assert [(shown(row.subject), values(row)) for row in result.rows] == [
        (
            {"electricity_account": (f"070000000{number}", f"B{row}"),
             "name": (name, f"C{row}"), "address": (place, f"D{row}")},
            {"account": (f"070000000{number}", f"B{row}"), "year": ("2021", "A1"),
             "carrier": "电力", **amount, "amount_unit": ("千瓦时", "D2")},
        )
        for number, row, name, place, amount in (
            (1, 5, "甲水泥有限公司", "城子镇", {"amount": (12001.2, "E5:P5"), "months": (12, "E5:P5")}),
            (2, 6, "甲水泥有限公司", "城子镇", {"amount": (4000, "E6:P6"), "months": (8, "E6:P6")}),
            (3, 7, "乙石灰厂", "岷山乡", {}),
        )
    ]  # fmt: skip
    assert codes(result) == {"months_missing": "E7:P7", "rows_skipped": "A4"}


def test_months_of_two_years_give_a_row_for_each_year():
    years = ["2020年", *[""] * 11, "2021年", *[""] * 11]
    heads = [f"{month}月" for _year in range(2) for month in range(1, 13)]
    sheet = grid(
        "电量",
        ["户号", "户名", "用电地址（单位：千瓦时）", *years],
        ["", "", "", *heads],
        ["0700000001", "甲厂", "城子镇", *[1] * 12, *[2] * 12],
        merged="A1:A2 B1:B2 C1:C2 D1:O1 P1:AA1",
    )

    result = check("power-meters", sheet)

    assert [values(row) for row in result.rows] == [
        {
            "account": ("0700000001", "A3"), "year": (year, header), "carrier": "电力",
            "amount": (amount, cells), "amount_unit": ("千瓦时", "C1"), "months": (12, cells),
        }
        for year, header, amount, cells in ((2020, "D2", 12, "D3:O3"), (2021, "P2", 24, "P3:AA3"))
    ]  # fmt: skip
    assert codes(result) == {}


def test_a_yearly_list_of_meters_has_its_unit_in_the_header():
    sheet = grid(
        "年用电",
        ["柴桑区2021年工业用户年用电量"],
        ["户号", "户名", "用电地址", "年用电量\n（万千瓦时）"],
        ["0700000001", "甲水泥有限公司", "城子镇", 1234.56],
        merged="A1:D1",
    )

    result = check("power-meters-yearly", sheet)

    assert [values(row) for row in result.rows] == [
        {
            "account": ("0700000001", "A3"), "year": ("2021", "A1"), "carrier": "电力",
            "amount": (1234.56, "D3"), "amount_unit": ("万千瓦时", "D2"),
        }
    ]  # fmt: skip


def test_fines_in_yuan_become_ten_thousand_yuan_exactly():
    sheet = grid(
        "处罚",
        ["2021年行政处罚台账", "", "", "", "", "", ""],
        ["序号", "处罚决定书文号", "当事人", "统一社会信用代码", "违法事实", "处罚日期", "罚款金额（元）", "经办人"],
        [1, "某环罚〔2021〕1号", "甲水泥有限公司", USCC, "超标排放", dt.date(2021, 3, 5), 123456, "某某"],
        [2, "某环罚〔2021〕2号", "乙石灰厂", "", "联系电话：13800000000", "2021年4月6日", "/", "某某"],
        ["小计", "", "", "", "", "", 123456],
        ["制表单位：某局"],
        merged="A1:H1",
    )  # fmt: skip

    result = check("ecology-penalties", sheet)

    assert [(shown(row.subject), values(row)) for row in result.rows] == [
        (
            {"uscc": (USCC, "D3"), "name": ("甲水泥有限公司", "C3")},
            {
                "ground": "环保", "kind": "行政处罚", "document_no": ("某环罚〔2021〕1号", "B3"),
                "happened_on": (dt.date(2021, 3, 5), "F3"), "matter": ("超标排放", "E3"),
                "fine_10k_cny": (12.3456, "G3"),
            },
        ),
        (
            {"name": ("乙石灰厂", "C4")},
            {
                "ground": "环保", "kind": "行政处罚", "document_no": ("某环罚〔2021〕2号", "B4"),
                "happened_on": ("2021年4月6日", "F4"),
            },
        ),
    ]  # fmt: skip
    assert codes(result)["personal_dropped"] == "E4"
    assert codes(result)["unit_converted"] == "G2"
    assert codes(result)["contact_dropped"] == "H2"


def _batch(name, product, rows):
    return grid(
        name,
        [f"{product}产品质量监督抽查结果（某市监质〔2021〕3号）"],
        ["序号", "受检企业", "产品名称", "抽样日期", "检验结果", ""],
        ["", "", "", "", "不合格项目", "判定"],
        *rows,
        merged="A1:F1 E2:F2 A2:A3 B2:B3 C2:C3 D2:D3",
    )


def test_spot_checks_are_read_from_each_batch_s_sheet():
    cement = _batch(
        "水泥", "水泥", [[1, "甲水泥有限公司", "P.O42.5水泥", "2021-05-06", "/", "合格"]]
    )
    brick = _batch("砖", "烧结砖", [[1, "乙砖厂", "烧结普通砖", "2021.6.7", "抗压强度", "不合格"]])

    result = check("quality-spot-checks", cement, brick)

    assert [values(row) for row in result.rows] == [
        {
            "ground": "质量", "kind": "监督抽查", "happened_on": ("2021-05-06", "D4"),
            "matter": ("P.O42.5水泥", "C4"), "result": ("合格", "F4"),
        },
        {
            "ground": "质量", "kind": "监督抽查", "happened_on": ("2021.6.7", "D4"),
            "matter": ("烧结普通砖；抗压强度", "C4,E4"), "result": ("不合格", "F4"),
        },
    ]  # fmt: skip
    assert [row.values["result"].sheet for row in result.rows] == ["水泥", "砖"]


def test_a_safety_inspection_is_rectified_on_the_day_of_its_review():
    sheet = grid(
        "检查",
        ["安全生产执法检查台账"],
        ["企业名称", "检查日期", "隐患", "处理意见", "整改期限", "复查情况"],
        ["甲水泥有限公司", "2022-03-01", "除尘器防爆缺失", "责令限期整改", "2022-03-31", "2022年4月1日复查合格"],
        ["乙砖厂", "2022-03-02", "窑体裂缝", "责令停产停业整顿", "2022-04-30", "2022年5月5日复查不合格"],
        merged="A1:F1",
    )  # fmt: skip

    result = check("safety-inspections", sheet)

    assert [values(row) for row in result.rows] == [
        {
            "ground": "安全", "kind": "执法检查", "happened_on": ("2022-03-01", "B3"),
            "matter": ("除尘器防爆缺失", "C3"), "result": ("限期整改", "D3"),
            "rectify_by": ("2022-03-31", "E3"), "rectified_on": ("2022年4月1日", "F3"),
        },
        {
            "ground": "安全", "kind": "执法检查", "happened_on": ("2022-03-02", "B4"),
            "matter": ("窑体裂缝", "C4"), "result": ("停产整治", "D4"),
            "rectify_by": ("2022-04-30", "E4"),
        },
    ]  # fmt: skip


def test_the_cadastre_gives_parcels_with_the_unit_of_the_header():
    sheet = grid(
        "宗地",
        ["工业用地不动产登记清单", "", "", "", "", "", ""],
        ["不动产单元号", "权利人", "坐落", "权利类型", "用途", "面积（平方米）", "登记日期"],
        ["360499001001GB00001W00000000", "甲水泥有限公司", "城子镇", "国有建设用地使用权（出让）",
         "工业用地", 33333.33, dt.date(2015, 6, 1)],
        ["合计", "", "", "", "", 33333.33, ""],
        merged="A1:G1",
    )  # fmt: skip

    result = check("cadastre", sheet)

    assert [(shown(row.subject), values(row)) for row in result.rows] == [
        (
            {
                "parcel": ("360499001001GB00001W00000000", "A3"), "name": ("甲水泥有限公司", "B3"),
                "address": ("城子镇", "C3"),
            },
            {
                "parcel_no": ("360499001001GB00001W00000000", "A3"), "right": ("出让", "D3"),
                "purpose": ("工业用地", "E3"), "area": (33333.33, "F3"),
                "area_unit": ("平方米", "F2"), "registered_on": (dt.date(2015, 6, 1), "G3"),
            },
        )
    ]  # fmt: skip


def test_head_counts_of_one_month_take_it_from_the_title():
    sheet = grid(
        "参保",
        ["企业参保情况（截至2022年8月）", "", "", ""],
        ["单位编号", "单位名称", "统一社会信用代码", "参保人数（人）"],
        ["36040001", "甲水泥有限公司", USCC, 118],
        merged="A1:D1",
    )

    result = check("social-insurance", sheet)

    assert [(shown(row.subject), values(row)) for row in result.rows] == [
        (
            {
                "social_insurance_account": ("36040001", "A3"), "uscc": (USCC, "C3"),
                "name": ("甲水泥有限公司", "B3"),
            },
            {"as_of": ("2022年8月", "A1"), "insured": (118, "D3")},
        )
    ]  # fmt: skip


def test_head_counts_of_several_months_give_a_row_each():
    sheet = grid(
        "参保",
        ["2022年企业参保情况"],
        ["单位编号", "单位名称", "各月末参保人数（人）", ""],
        ["", "", "7月", "8月"],
        ["36040001", "甲水泥有限公司", 120, 118],
        merged="A1:D1 C2:D2 A2:A3 B2:B3",
    )

    result = check("social-insurance-months", sheet)

    assert [values(row) for row in result.rows] == [
        {"as_of": ("2022-07", "C3"), "insured": (120, "C4")},
        {"as_of": ("2022-08", "D3"), "insured": (118, "D4")},
    ]


def test_ratings_have_indicators_below_a_common_header():
    sheet = grid(
        "评价",
        ["2021年度工业企业亩产效益综合评价结果", "", "", "", ""],
        ["序号", "企业名称", "评价指标", "", "评价结果"],
        ["", "", "亩均税收\n（元/亩）", "综合得分", ""],
        [1, "甲水泥有限公司", 85000, 76.5, "B"],
        ["注：A类为优先发展类。"],
        merged="A1:E1 C2:D2 A2:A3 B2:B3 E2:E3",
    )

    result = check("mu-ratings", sheet)

    assert [values(row) for row in result.rows] == [
        {
            "year": ("2021", "A1"), "rating": ("B类", "E4"), "score": (76.5, "D4"),
            "tax_per_mu_10k_cny": (8.5, "C4"),
        }
    ]  # fmt: skip


def test_statistics_go_to_the_table_that_only_serves_totals():
    sheet = grid(
        "统计",
        ["2021年规模以上工业企业主要指标"],
        ["统一社会信用代码", "单位详细名称", "工业总产值（万元）", "综合能源消费量（吨标准煤）"],
        [USCC, "甲水泥有限公司", 32000, 91000.5],
        merged="A1:D1",
    )

    result = check("statistics", sheet)

    assert [(row.table, values(row)) for row in result.rows] == [
        (
            "statistics",
            {"year": ("2021", "A1"), "indicator": "工业总产值（万元）", "value": (32000, "C3")},
        ),
        (
            "statistics",
            {
                "year": ("2021", "A1"),
                "indicator": "综合能源消费量（吨标准煤）",
                "value": (91000.5, "D3"),
            },
        ),
    ]
    assert registry().tables["statistics"].permitted_use == "aggregate"


@pytest.mark.parametrize("mapping", read_mappings(), ids=lambda mapping: mapping.id)
def test_a_supplier_is_a_department_of_the_campaign(mapping):
    plan = Campaign.load("jiujiang-chaisang-2022")
    # The plan names no department of statistics.
    assert mapping.supplier in {*plan.departments, "enterprise", "statistics"}


@pytest.mark.parametrize("mapping", read_mappings(), ids=lambda mapping: mapping.id)
def test_words_translate_to_labels_of_the_ledger(mapping):
    for table in mapping.tables:
        specs = registry().tables[table.target].fields
        for name, how in table.fields.items():
            if specs[name].type == "choice":
                given = [*how.translate.values(), *filter(None, [how.constant, how.otherwise])]
                assert set(given) <= set(specs[name].labels.values())
