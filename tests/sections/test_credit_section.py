"""信贷与债务: shapes told apart, a suggestion with its clause, how far a default reaches, 疑似 only."""

from functools import partial

import numpy as np
import pandas as pd
import pytest
from screened_tables import frame as frame_of
from small_views import Line, cells, column, shown, table, view, with_tables

from capacity_analysis import sections
from capacity_analysis.sections.asset_cells import account
from capacity_analysis.sections.blocks import Figure, runs
from capacity_analysis.sections.credit_conclusions import (
    owed,
    to_decide_support,
    to_decide_zombies,
)
from capacity_analysis.sections.guarantees_told import guarantees, network, ring
from capacity_analysis.sections.support_told import power_prices, support
from capacity_analysis.sections.zombies_told import zombies

LEAVES = [
    {"enterprise_id": "甲厂", "disposition": "eliminate_now", "extent": "whole",
     "deadline": "2022-10-31"},
    {"enterprise_id": "乙厂", "disposition": "voluntary_exit", "extent": "part",
     "deadline": "2023-07-20"},
]  # fmt: skip
LOAN = {
    "bank": "农商行", "form": "detail", "scope": "exiting", "quarter": "2022Q4", "borrowers": 1,
    "balance_10k_cny": 300.0, "overdue_10k_cny": 0.0, "rolled_over_10k_cny": 100.0, "counts": True,
}  # fmt: skip
LATE = LOAN | {"quarter": "2022Q3", "balance_10k_cny": 80.0, "overdue_10k_cny": 50.0}
ROSTER = LOAN | {"scope": "roster", "balance_10k_cny": 760.0}
SUM = LOAN | {
    "bank": "城商行", "form": "aggregate", "balance_10k_cny": 20.0, "overdue_10k_cny": np.nan,
    "rolled_over_10k_cny": np.nan,
}  # fmt: skip
ADVICE = {
    "enterprise_id": "甲厂", "disposition": "eliminate_now", "overdue": False, "advice": "no_credit",
    "balance_10k_cny": 380.0, "banks": "农商行", "rule": "cr-001", "clause": "《循环经济促进法》第45条",
}  # fmt: skip
OF_YI = ADVICE | {
    "enterprise_id": "乙厂", "disposition": "voluntary_exit", "overdue": True, "advice": "reduce",
    "balance_10k_cny": np.nan, "banks": None, "rule": "cr-005", "clause": "三（三）",
}  # fmt: skip
LINK = {
    "borrower": "甲厂", "guarantor": "丙厂", "in_roster": True, "bank": "农商行", "contract_no": "1",
    "amount_10k_cny": 80.0, "borrower_exits": True, "guarantor_exits": False, "source_cell": "担保!D2",
}  # fmt: skip
CIRCLE = [LINK, LINK | {"borrower": "丙厂", "guarantor": "甲厂", "borrower_exits": False,
                        "guarantor_exits": True, "amount_10k_cny": 30.0}]  # fmt: skip
REACH = {
    "enterprise_id": "甲厂", "component": 1, "members": 2, "reached": "丙厂", "reached_in_roster": 1,
    "amount_10k_cny": 110.0, "steps": 1, "circular": True, "reached_all": 1, "reason": None,
}  # fmt: skip
ZOMBIE = {
    "enterprise_id": "甲厂", "method": "register", "year": 2021, "result": "suspect",
    "fired": "losses;insolvent", "value": 2.0, "threshold": 2.0, "reason": None, "missing": None,
    "parameters": "zr-001", "confidence": "recalled", "source_cell": "财务!D2",
}  # fmt: skip
OPEN = ZOMBIE | {
    "method": "chk", "result": "undecided", "fired": None, "reason": "accounts_missing",
    "missing": "short_debt_10k_cny;interest_paid_10k_cny",
}  # fmt: skip
CLEAR = ZOMBIE | {"method": "official", "result": "clear", "fired": None, "confidence": "verified"}
SIGN = ZOMBIE | {"method": "proxies", "fired": "electricity;insured", "confidence": None}
SUPPORT = {
    "enterprise_id": "甲厂", "measure": "电价优惠", "kind": "power_price", "document_no": "某文1号",
    "level": "county", "amount_10k_cny": 12.0, "verdict": "clear_by_county", "why": "exiting",
    "clause": "三（一）", "source_cell": "扶持政策!B2", "reason": None,
}  # fmt: skip
HIGHER = SUPPORT | {"measure": "省补", "level": None, "amount_10k_cny": 50.0,
                    "verdict": "propose_to_higher", "reason": "level_missing"}  # fmt: skip
KEPT = SUPPORT | {"measure": "安置补助", "verdict": "keep", "amount_10k_cny": 9.0}
# 1,000,000 kWh x 0.3 yuan = 30 万元, of a profit of 20 万元: 150 %.
POWER = {
    "enterprise_id": "甲厂", "industry": "水泥", "price_class": "淘汰类", "rule": "differential",
    "kwh": 1_000_000.0, "rate_cny_per_kwh": 0.3, "charge_10k_cny": 30.0, "profit_10k_cny": 20.0,
    "share_of_profit": 1.5, "row_id": "ep-003", "confidence": "recalled",
    "reason": "local_rate_unknown",
}  # fmt: skip
NO_BANDS = POWER | {
    "enterprise_id": "乙厂", "price_class": "none", "rule": "tiered", "rate_cny_per_kwh": np.nan,
    "charge_10k_cny": np.nan, "share_of_profit": np.nan, "row_id": "ep-013",
    "confidence": "verified", "reason": "tiers_not_on_file",
}  # fmt: skip
RULE = {
    "row_id": "cr-001",
    "confidence": "recalled",
    "parameter": "bank_discretion",
    "clause": "《商业银行法》第41条",
}
SHAPES = {
    "loan_exposure": LOAN, "credit_advice": ADVICE, "guarantee_links": LINK,
    "guarantee_reach": REACH, "zombies": ZOMBIE, "support": SUPPORT, "power_charges": POWER,
    "layoffs": {"enterprise_id": "甲厂"}, "rules": RULE,
}  # fmt: skip


@pytest.fixture(scope="module")
def made():
    """Return what makes views of 甲厂, 乙厂, 丙厂: rows by name of the table; the others as above."""
    of = view(Line(), Line(enterprise="乙厂"), Line(enterprise="丙厂"))
    of = with_tables(of, enterprise_dispositions=frame_of("enterprise_dispositions", LEAVES))
    return partial(_with_credit, of)


def _with_credit(of, **given):
    rows = {
        "loan_exposure": [LOAN, LATE, ROSTER, SUM], "credit_advice": [ADVICE, OF_YI],
        "guarantee_links": CIRCLE, "guarantee_reach": [REACH], "zombies": [ZOMBIE, OPEN, CLEAR, SIGN],
        "support": [KEPT, HIGHER, SUPPORT], "power_charges": [NO_BANDS, POWER], "layoffs": [], "rules": [RULE, {"row_id": "cr-005", "confidence": "verified"}],
    } | given  # fmt: skip
    return with_tables(of, **{name: _frame(rows[name], SHAPES[name]) for name in rows})


def _frame(rows, shape):
    made = pd.DataFrame(rows, columns=list(shape))
    text = [name for name, value in shape.items() if isinstance(value, str) or value is None]
    flags = [name for name, value in shape.items() if isinstance(value, bool)]
    return made.astype(dict.fromkeys(text, "str") | dict.fromkeys(flags, "bool"))


@pytest.fixture(scope="module")
def blocks(made):
    return sections.credit(made())


def _said(blocks):
    return [shown(block.text) for block in blocks if block.kind == "paragraph"]


def _text(inline):
    return shown(runs(inline))


# --- by bank --------------------------------------------------------------------------------------


def test_loans_one_by_one_and_sums_stand_apart_and_are_not_added_up(blocks):
    """300 + 80 one by one, of them 50 overdue; 20 in a sum: nowhere 400."""
    said = _said(blocks)[0]
    assert "1家银行逐笔提供的贷款余额380万元，其中已逾期50万元，续贷过的200万元" in said
    assert "另有1家银行只提供汇总数，余额20万元，口径不同，不与逐笔的相加" in said
    assert "400万元" not in "".join(block.to_markdown() for block in blocks)


def test_the_table_of_banks_has_the_share_of_all_that_the_roster_owes(blocks):
    """380 of 760 is a half; a bank that gives sums of leaving enterprises alone has no share."""
    rows = cells(table(blocks, "table-loans-by-bank"))
    assert rows == [
        ["农商行", "逐笔", "380万元", "50万元", "200万元", "760万元", "50%"],
        ["城商行", "汇总", "20万元", "—", "—", "—", "—"],
    ]


def test_sums_of_a_bank_whose_loans_are_on_file_count_nowhere(made):
    doubled = SUM | {"bank": "农商行", "counts": False}
    blocks = sections.credit(made(loan_exposure=[LOAN, doubled]))
    assert "汇总" not in _said(blocks)[0]
    shown_table = table(blocks, "table-loans-by-bank")
    assert column(shown_table, "提供方式") == ["逐笔", "汇总（核对用）"]


def test_without_loans_the_department_that_has_them_is_named(made):
    said = _said(sections.credit(made(loan_exposure=[])))
    assert "无数据（缺：中国人民银行柴桑支行贷款清单或者汇总数）" in said[0]


def test_the_figure_is_called_by_what_falls_due_most(blocks):
    figure = next(b for b in blocks if isinstance(b, Figure) and b.anchor == "figure-loans-by-bank")
    assert figure.title == "逐笔提供的贷款2022年第四季度到期最多，为300万元；已逾期50万元"
    assert "不与逐笔的相加" in figure.caption


# --- by enterprise --------------------------------------------------------------------------------


def test_advice_is_a_suggestion_with_its_clause_and_an_unknown_balance_is_no_nought(blocks):
    shown_table = table(blocks, "table-credit")
    assert cells(shown_table) == [
        ["甲厂", "即时淘汰", "380万元", "农商行", "不得提供任何形式的授信", "《循环经济促进法》第45条 cr-001（待核）"],
        ["乙厂", "主动退出（超期未退出）", "无数据", "—", "严控新增、压缩存量", "方案三（三） cr-005"],
    ]  # fmt: skip
    assert (
        "由银行自主决定" in shown_table.notes[0] and "《商业银行法》第41条" in shown_table.notes[0]
    )


def test_what_falls_due_before_the_exit_is_told_where_the_table_has_it(made):
    of = made()
    advice = of.assessment["credit_advice"].assign(due_before_exit_10k_cny=[120.0, np.nan])
    shown_table = table(sections.credit(with_tables(of, credit_advice=advice)), "table-credit")
    assert column(shown_table, "退出前到期") == ["120万元", "—"]


# --- guarantees -----------------------------------------------------------------------------------


def test_a_circle_is_named_with_the_way_back(blocks):
    assert cells(table(blocks, "table-guarantees")) == [
        ["甲厂", "1", "1", "1", "110万元", "丙厂", "甲厂 → 丙厂 → 甲厂"]
    ]


def test_a_guarantee_that_an_exit_takes_away_is_told(blocks):
    assert "退出后这些贷款失去担保：甲厂为丙厂担保30万元。" in "".join(_said(blocks))


def test_natural_persons_are_counted_and_not_named(made):
    of = made(
        guarantee_links=[LINK | {"guarantor": "自然人", "in_roster": False}], guarantee_reach=[]
    )
    told = list(guarantees(of))
    assert not any(isinstance(block, Figure) for block in told)
    assert "另有1笔退出企业的贷款由自然人担保，金额80万元，不列名" in _said(told)[-1]


def test_the_way_back_is_the_shortest_one():
    pairs = [("A", "B"), ("B", "C"), ("C", "A"), ("A", "D"), ("D", "A")]
    links = pd.DataFrame(pairs, columns=["borrower", "guarantor"])
    assert ring(links, "A") == ["A", "D", "A"]
    assert ring(links, "B") == ["B", "C", "A", "B"]


def _chain(length, name="N"):
    """Return links of a chain whose first enterprise leaves."""
    return [
        LINK
        | {"borrower": f"{name}{at}", "guarantor": f"{name}{at + 1}", "borrower_exits": at == 0}
        for at in range(length)
    ]


def test_nodes_stand_as_many_steps_away_as_guarantees_lie_between():
    nodes, links = network(_frame(_chain(3), LINK), ["N0"])
    assert nodes["step"].to_dict() == {"N0": 0, "N1": 1, "N2": 2, "N3": 3}
    assert nodes["kind"].tolist() == ["exits", "stays", "stays", "stays"]
    assert nodes["number"].tolist() == [1, 2, 3, 4] and len(links) == 3


@pytest.mark.parametrize(("length", "drawn"), [(4, 5), (5, 6), (6, 0)])
def test_a_chain_deeper_than_the_figure_holds_is_left_to_the_table(length, drawn):
    assert len(network(_frame(_chain(length), LINK), ["N0"])[0]) == drawn


@pytest.mark.parametrize(("guarantors", "drawn"), [(23, 24), (24, 25), (25, 0)])
def test_a_group_of_more_than_25_is_left_to_the_table(guarantors, drawn):
    rows = [LINK | {"guarantor": f"G{at}"} for at in range(guarantors)]
    assert len(network(_frame(rows, LINK), ["甲厂"])[0]) == drawn


# --- zombies --------------------------------------------------------------------------------------


def test_methods_stand_side_by_side_with_what_showed_and_what_is_missing(blocks):
    shown_table = table(blocks, "table-zombies")
    assert [each.label for each in shown_table.columns] == [
        "企业", "认定规则（待核）", "CHK法（待核）", "官方标准",
    ]  # fmt: skip
    assert cells(shown_table) == [
        [
            "甲厂",
            "△有特征：连年亏损、资不抵债",
            "?不能判定（缺：短期有息债务、实付利息）",
            "○不符合",
        ]
    ]
    assert "由主管部门认定" in shown_table.notes[0]


def test_a_suspect_is_suspected_and_nothing_more(blocks):
    said = next(each for each in _said(blocks) if "僵尸" in each)
    assert "疑似僵尸企业1家，由主管部门认定；另有2家无数据（缺：区工信局企业财务表）" in said


def test_a_method_that_does_not_decide_makes_no_suspect(made):
    of = made(
        zombies=[CLEAR, ZOMBIE | {"method": "chk", "result": "zombie", "fired": "cheap_credit"}]
    )
    assert to_decide_zombies(of) is None
    assert "按认定规则没有疑似僵尸企业" in _said(list(zombies(of)))[0]


def test_the_weaker_signals_stand_apart_and_tell_no_number_of_people(blocks):
    assert cells(table(blocks, "table-zombie-proxies")) == [["甲厂", "用电量下降、参保人数下降"]]


def test_without_accounts_nobody_is_suspected_and_who_has_them_is_named(made):
    said = _said(list(zombies(made(zombies=[]))))
    assert said == ["是否僵尸企业不能判定：无数据（缺：区工信局企业财务表）。"]


# --- support and power prices ---------------------------------------------------------------------


def test_support_to_clear_comes_first_and_each_kind_has_its_own_sum(made):
    told = list(support(made()))
    assert (
        "由本级清理1项，每年12万元；提请上级清理1项，每年50万元；保留1项，每年9万元"
        in _said(told)[0]
    )
    shown_table = table(told, "table-support")
    assert column(shown_table, "处理") == ["由本级清理", "提请上级清理", "保留"]
    assert column(shown_table, "层级")[1] == "无数据"
    assert "没有填报措施由哪一级出台" in column(shown_table, "原因")[1]


def test_a_charge_has_rate_row_and_share_and_one_without_bands_says_so(made):
    told = list(power_prices(made()))
    assert "1家可以估算，每年加价合计30万元；1家算不出（没有收录阶梯电价的分档）" in _said(told)[0]
    assert cells(table(told, "table-power-prices")) == [
        ["甲厂", "淘汰类", "差别电价", "100万千瓦时", "0.3", "30万元", "150%", "ep-003（待核）",
         "地方加价标准没有收录，按国家标准计"],
        ["乙厂", "—", "阶梯电价", "100万千瓦时", "—", "无数据", "—", "ep-013",
         "没有收录阶梯电价的分档"],
    ]  # fmt: skip


# --- the first page -------------------------------------------------------------------------------


def test_the_first_page_has_one_sentence_and_what_to_decide(made):
    of = made()
    assert _text(owed(of)) == (
        "建议退出企业中1家有逐笔贷款，余额380万元；担保链牵连1家（<table-credit>、<table-guarantees>）。"
    )
    asked = _text(to_decide_support(of))
    assert asked.startswith(
        "清理本级扶持政策1项（每年12万元）、提请上级清理扶持政策1项（每年50万元）"
    )
    assert "区发改委" in asked and "方案三（一）" in asked
    assert _text(to_decide_zombies(of)).startswith("对1家疑似僵尸企业组织认定")


def test_with_nothing_known_the_first_page_says_nothing_of_credit(made):
    of = made(credit_advice=[], support=[KEPT], zombies=[], guarantee_reach=[])
    assert owed(of) is None and to_decide_support(of) is None and to_decide_zombies(of) is None


def test_sums_are_written_in_ten_thousands():
    assert [account(each) for each in (9_999.9, 10_000.0, 0.0)] == ["9999.9万元", "1亿元", "0元"]
