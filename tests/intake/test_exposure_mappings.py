"""Lists of people, debts, support and land: rows and cells written by hand."""

import datetime as dt

import pytest
from folders import KILN, small_folder, write_sheets
from grids import check, codes, grid, mapping, shown, values

from capacity_analysis.campaign import Campaign
from capacity_analysis.intake.collect import collect
from capacity_analysis.intake.receive import receive
from capacity_analysis.ledger import inspect_ledger

DAY = dt.date(2021, 9, 10)
NAME = "甲水泥有限公司"


def test_a_cohort_keeps_its_months_as_told_and_its_words_become_the_ledger_s():
    sheet = grid(
        "职工",
        ["企业职工分组表", "", ""],
        ["序号", "单位编号", "单位名称", "所属生产线", "组号", "人数（人）", "性别", "最早出生年月", "最晚出生年月",
         "最早进厂年月", "最晚进厂年月", "岗位", "合同类型", "月平均工资（元/月）", "接触职业病危害",
         "拖欠工资（元）", "联系电话"],
        [1, "SB01", NAME, "1号窑", "A01", 12, "男", "1966-01", "1970-12", "1994-03", "2003-12", "工人",
         "无固定", 4300, "是", 96000, "见附件"],
        ["合计", "", "", "", "", 12],
    )  # fmt: skip

    result = check("workforce-groups", sheet)

    (row,) = result.rows
    assert shown(row.subject) == {"social_insurance_account": ("SB01", "B3"), "name": (NAME, "C3")}
    assert values(row) == {
        "line_id": ("1号窑", "D3"), "cohort": ("A01", "E3"), "headcount": (12, "F3"), "sex": ("男", "G3"),
        "born_from": ("1966-01", "H3"), "born_to": ("1970-12", "I3"), "hired_from": ("1994-03", "J3"),
        "hired_to": ("2003-12", "K3"), "post": ("工人", "L3"), "contract": ("无固定期限", "M3"),
        "pay_cny_month": (4300, "N3"), "hazards": ("是", "O3"), "pay_arrears_10k_cny": (9.6, "P3"),
    }  # fmt: skip
    assert "contact_dropped" in codes(result)


def test_jobs_wanted_are_read_by_township_and_quarter_and_a_blank_is_no_nought():
    sheet = grid(
        "用工需求",
        ["用工需求摸底表"],
        ["序号", "乡镇（街道）", "可安置岗位（个）", ""],
        ["", "", "2022年7—9月", "2022年10—12月"],
        [1, "东乡", 30, ""],
        [2, "西镇", 12, 0],
        merged="A1:D1 A2:A3 B2:B3 C2:D2",
    )

    result = check("job-vacancies", sheet)

    assert [(row.subject, values(row)) for row in result.rows] == [
        ({}, {"township": ("东乡", "B4"), "quarter": ("2022-07", "C3"), "jobs": (30, "C4")}),
        ({}, {"township": ("西镇", "B5"), "quarter": ("2022-07", "C3"), "jobs": (12, "C5")}),
        ({}, {"township": ("西镇", "B5"), "quarter": ("2022-10", "D3"), "jobs": (0, "D5")}),
    ]


def test_petitions_take_their_month_from_the_title():
    sheet = grid(
        "信访",
        ["企业信访和劳动争议（2022年8月）"],
        ["序号", "统一社会信用代码", "企业名称", "未办结信访（件）", "未结劳动争议（件）"],
        [1, KILN, NAME, 3, 0],
    )

    (row,) = check("petitions-disputes", sheet).rows

    assert values(row) == {
        "as_of": ("2022年8月", "A1"),
        "open_petitions": (3, "D3"),
        "labour_disputes": (0, "E3"),
    }


def test_accounts_of_each_year_s_sheet_are_converted_by_the_unit_above_the_table():
    head = ["序号", "企业编号", "企业名称", "营业收入", "利润总额", "净利润", "资产总计", "负债合计",
            "短期借款", "生产天数（天）"]  # fmt: skip
    sheets = [
        grid(f"{year}年", [f"财务数据（{year}年）"], ["单位：元"], head,
             [1, "E1", NAME, 12_000_000, -350_000, "", 8_000_000, 9_000_000, 0, 288])
        for year in (2020, 2021)
    ]  # fmt: skip

    first, second = check("annual-accounts", *sheets).rows

    assert values(first)["year"] == ("2020", "A1")
    assert values(second) == {
        "year": ("2021", "A1"), "revenue_10k_cny": (1200, "D4"), "total_profit_10k_cny": (-35, "E4"),
        "assets_10k_cny": (800, "G4"), "liabilities_10k_cny": (900, "H4"),
        "short_debt_10k_cny": (0, "I4"), "operating_days": (288, "J4"),
    }  # fmt: skip


def test_loans_and_their_guarantors_are_read_from_a_sheet_each():
    loans = grid(
        "贷款",
        ["序号", "统一社会信用代码", "借款企业", "贷款银行", "合同编号", "贷款余额（万元）", "到期日期",
         "担保方式", "五级分类", "是否续贷"],
        [1, KILN, NAME, "甲银行", "J1", 1800, DAY, "保证贷款", "关注类", "√"],
    )  # fmt: skip
    guarantors = grid(
        "担保",
        ["序号", "统一社会信用代码", "借款企业", "贷款银行", "合同编号", "担保人（编号或全称）", "担保金额（万元）"],
        [1, KILN, NAME, "甲银行", "J1", "自然人", 500],
    )  # fmt: skip

    loan, guarantee = check("bank-loans", loans, guarantors).rows

    assert (loan.table, guarantee.table) == ("loans", "guarantees")
    assert values(loan) == {
        "bank": ("甲银行", "D2"), "contract_no": ("J1", "E2"), "balance_10k_cny": (1800, "F2"),
        "matures_on": (DAY, "G2"), "security": ("保证", "H2"), "quality": ("关注", "I2"),
        "rolled_over": ("是", "J2"),
    }  # fmt: skip
    assert values(guarantee) == {
        "bank": ("甲银行", "D2"), "contract_no": ("J1", "E2"), "guarantor": ("自然人", "F2"),
        "amount_10k_cny": (500, "G2"),
    }  # fmt: skip


def test_totals_of_a_bank_have_a_quarter_or_none():
    sheet = grid(
        "汇总",
        ["序号", "贷款银行", "汇总范围", "到期季度", "户数（家）", "贷款余额（万元）"],
        [1, "甲银行", "名单内拟退出企业", "2022年四季度", 2, 1850],
        [2, "甲银行", "名单内全部企业", "不分季度", 9, 9200],
    )

    first, second = check("bank-totals", sheet).rows

    assert values(first)["quarter"] == ("2022-10", "D2")
    assert values(second) == {
        "bank": ("甲银行", "B3"), "scope": ("全部应查企业", "C3"), "borrowers": (9, "E3"),
        "balance_10k_cny": (9200, "F3"),
    }  # fmt: skip


def test_support_has_its_kind_and_level_and_a_discount_is_known_by_its_meter():
    measures = grid(
        "清单",
        [
            "序号",
            "企业名称",
            "扶持政策",
            "类别",
            "依据文号",
            "制定层级",
            "年金额（万元）",
            "清理日期",
        ],
        [1, NAME, "用水优惠", "水价", "示水字1号", "本区", 6, DAY],
    )
    discounts = grid(
        "电价",
        ["序号", "户号", "户名", "优惠政策", "依据文号", "制定层级", "年优惠电费（元）"],
        [1, "3604000001", NAME, "电解铝优惠", "示府办2号", "省级", 8_600_000],
    )

    (measure,) = check("support-measures", measures).rows
    (discount,) = check("power-price-discounts", discounts).rows

    assert values(measure) == {
        "measure": ("用水优惠", "C2"), "kind": ("水价优惠", "D2"), "document_no": ("示水字1号", "E2"),
        "level": ("区县", "F2"), "amount_10k_cny": (6, "G2"), "cleared_on": (DAY, "H2"),
    }  # fmt: skip
    assert shown(discount.subject)["electricity_account"] == ("3604000001", "B2")
    assert values(discount)["kind"] == "电价优惠"
    assert values(discount)["level"] == ("省", "F2")
    assert values(discount)["amount_10k_cny"] == (860, "G2")


def test_a_survey_of_parcels_gives_dates_shares_buildings_soil_and_the_outline():
    outline = "POLYGON((115.9 29.6, 115.901 29.6, 115.901 29.601, 115.9 29.6))"
    sheet = grid(
        "宗地",
        ["不动产单元号", "权利人", "坐落", "权利性质", "宗地面积（亩）", "约定动工日期", "中止开发日期",
         "已开发面积占比（%）", "未动工原因", "闲置认定", "使用状况", "总建筑面积（平方米）", "土壤重点监管",
         "土壤调查", "是否抵押", "界址", "坐标系编号（EPSG）"],
        ["360499001001GB00001W00000000", NAME, "东乡", "国有建设用地使用权（出让）", 50, DAY, DAY, 33,
         "政府及有关部门原因", "已认定", "空置", 12000, "√", "未开展", "√", outline, 4490],
    )  # fmt: skip

    (row,) = check("parcel-survey", sheet).rows

    assert values(row) == {
        "parcel_no": ("360499001001GB00001W00000000", "A2"), "right": ("出让", "D2"), "area": (50, "E2"),
        "area_unit": ("亩", "E1"), "agreed_start_on": (DAY, "F2"), "suspended_on": (DAY, "G2"),
        "developed_percent": (33, "H2"), "delay_cause": ("政府原因", "I2"),
        "idle_finding": ("已认定闲置", "J2"), "use_state": ("建成后空置", "K2"),
        "building_area_m2": (12000, "L2"), "soil_key_unit": ("是", "M2"), "soil_survey": ("未调查", "N2"),
        "mortgaged": ("是", "O2"), "boundary": (outline, "P2"), "boundary_epsg": (4490, "Q2"),
    }  # fmt: skip


def test_another_user_of_a_parcel_is_named_by_its_own_number_and_not_by_the_parcel_s():
    sheet = grid(
        "一宗多用",
        [
            "序号",
            "统一社会信用代码",
            "其他用地单位",
            "不动产单元号",
            "宗地面积（平方米）",
            "共用方式",
        ],
        [1, KILN, NAME, "360499001001GB00001W00000000", 5000, "租用厂房"],
    )

    (row,) = check("shared-parcels", sheet).rows

    assert shown(row.subject) == {"uscc": (KILN, "B2"), "name": (NAME, "C2")}
    assert values(row)["parcel_no"] == ("360499001001GB00001W00000000", "D2")


# --- rows of no enterprise ------------------------------------------------------------------


def test_a_list_of_townships_needs_no_enterprise_and_may_name_none():
    jobs = {"target": "vacancies", "header": ["乡镇"], "fields": {"township": {"column": "乡镇"}}}
    assert mapping(tables=[jobs]).tables[0].enterprise is None
    with pytest.raises(ValueError, match="rows of this table are of no enterprise"):
        mapping(tables=[{**jobs, "enterprise": {"name": "企业名称"}}])
    with pytest.raises(ValueError, match="a list must say how it names the enterprise"):
        mapping(tables=[{**jobs, "target": "loans", "fields": {}}])


def test_rows_of_townships_and_banks_stand_in_the_ledger_with_their_cells(tmp_path):
    folder = small_folder(tmp_path / "in")
    jobs = [
        ["乡镇", "用工需求", ""],
        ["", "2022年10—12月", "2023年1—3月"],
        ["西镇", 12, ""],
        ["东乡", 30, 8],
    ]
    totals = [["贷款银行", "汇总范围", "到期季度", "户数（家）", "贷款余额（万元）"],
              ["甲银行", "名单内全部企业", "2023年一季度", 9, 9200]]  # fmt: skip
    write_sheets(folder / "lists" / "用工.xlsx", {"用工": jobs})
    write_sheets(folder / "lists" / "汇总.xlsx", {"汇总": totals})

    found = collect(folder, Campaign.load())

    assert not found.has_errors, found.problems
    assert not [one for one in found.problems if one.file in ("lists/用工.xlsx", "lists/汇总.xlsx")]
    ledger = inspect_ledger(found.write(tmp_path / "ledger.xlsx")[0]).ledger
    vacancies, bank = ledger["vacancies"], ledger["bank_totals"]
    assert vacancies[["township", "jobs"]].to_numpy().tolist() == [
        ["东乡", 30],
        ["东乡", 8],
        ["西镇", 12],
    ]
    assert (
        ledger.origin("vacancies", int(vacancies["row"].iloc[1]), "jobs")
        == "lists/用工.xlsx 用工!C4"
    )
    assert ledger.origin("bank_totals", int(bank["row"].iloc[0]), "balance_10k_cny") == (
        "lists/汇总.xlsx 汇总!E2"
    )


def test_sheets_of_the_template_that_name_no_enterprise_are_read_too(tmp_path):
    head = ["乡镇（街道）", "季度起始月", "可安置岗位（个）"]
    write_sheets(tmp_path / "台账.xlsx", {"用工需求": [head, ["东乡", "2022-10", 30]]})

    (found,) = receive(tmp_path, [])

    assert [row.table for row in found.extract.rows] == ["vacancies"]
    assert values(found.extract.rows[0])["jobs"] == (30, "C2")
