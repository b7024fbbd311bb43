"""Totals among the data are found, said once, and count for nothing."""

import pytest
from workbooks import CODE, changed, codes_of, good_sheets, ledger_of, with_rows

from capacity_analysis.ledger.totals import is_total


@pytest.mark.parametrize(
    "text",
    ["合计", "合 计", "合　计：", "小计", "总计", "共计", "累计", "东乡小计", "合计（万吨）", "2021年合计",
     " 合计 ", "全区总计:"],
)  # fmt: skip
def test_a_total_is_known_by_its_word(text):
    assert is_total(text)


@pytest.mark.parametrize(
    "text",
    ["", "示例会计有限公司", "合计划生育用品厂", "设计院", "甲水泥", "计", 2021.0, None, "小计算机厂",
     "合计见附表第三页及以后各页所列的各项说明", "本行是全厂各条生产线全年电量的合计"],
)  # fmt: skip
def test_a_name_with_such_a_word_is_none(text):
    assert not is_total(text)


@pytest.mark.parametrize(
    ("name", "row", "where"),
    [
        ("enterprises", {"enterprise_id": "合计", "revenue_10k_cny": 86000}, "企业!A4"),
        ("enterprises", {"name": "合计", "revenue_10k_cny": 86000}, "企业!C4"),
        ("enterprises", {"township": "东乡小计", "employees": 320}, "企业!D4"),
        ("production", {"year": "合计", "output": 496}, "产量!C6"),
        ("energy", {"enterprise_id": CODE, "line_id": "1号窑", "year": 2021, "carrier": "合计",
                    "amount": 9, "amount_unit": "吨标准煤"}, "能源!D7"),
        ("ratings", {"enterprise_id": "共计"}, "亩产评价!A2"),
    ],
)  # fmt: skip
def test_a_total_row_is_one_problem_whatever_else_it_lacks(name, row, where):
    assert codes_of(with_rows(name, row)) == [("total_row", where)]


def test_a_township_of_such_a_name_is_none_where_the_row_is_an_enterprises():
    assert codes_of(changed(("企业!D2", "小计"))) == []


def test_a_total_amid_the_data_leaves_the_rows_below_where_they_are():
    sheets = good_sheets()
    sheets["产量"].insert(3, ["小计", "", "", "", 162, "万吨", "", "", ""])
    assert codes_of(sheets) == [("total_row", "产量!A4")]
    del sheets["产量"][3]
    assert ledger_of(sheets)["production"]["row"].tolist() == [2, 3, 4, 5]


def test_a_roster_of_totals_alone_has_no_rows():
    sheets = good_sheets()
    sheets["企业"][1:] = [["合计", *[""] * 10]]
    assert [one for one, _where in codes_of(sheets)][:2] == ["total_row", "no_rows"]


def test_a_penalty_without_a_number_is_one_whatever_its_matter_says():
    penalty = {"enterprise_id": CODE, "ground": "环保", "kind": "行政处罚", "happened_on": "2021-05-06",
               "matter": "两次罚款共计", "result": "罚款"}  # fmt: skip
    ledger = ledger_of(with_rows("inspections", penalty))
    assert ledger["inspections"]["matter"].tolist() == ["两次罚款共计"]


def test_a_remark_with_such_a_word_is_none_where_another_cell_is_still_missing():
    assert codes_of(changed(("企业!C2", ""), ("企业!K2", "三条线合计"))) == [
        ("missing_value", "企业!C2")
    ]
