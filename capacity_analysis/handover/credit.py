"""Loans, advice to banks, guarantees, zombie tests, support and power prices of the enterprises."""

from __future__ import annotations

import pandas as pd

from ..assessment import exposure_words as words
from ..text import _
from .exposure_columns import fields, flag, named, percent, quarters, worded
from .sheet import Sheet
from .words import Columns, Words, choices, confidences, frame, said

# The tests stand side by side in this order; the weaker signals last.
METHODS = ("register", "chk", "fukuda_nakamura", "two_years", "official", "proxies")


def loans(told: Words) -> Sheet:
    """Return the loans by bank and quarter of maturity: one by one or in sums, never added up."""
    table = told.assessment["loan_exposure"]
    columns = {
        _("银行"): table["bank"],
        _("范围"): worded(table["scope"], "loan_scope"),
        _("提供方式"): worded(table["form"], "loan_form"),
        _("到期季度"): quarters(table["quarter"]),
        _("借款企业（家）"): table["borrowers"],
        _("余额（万元）"): table["balance_10k_cny"],
        _("其中逾期（万元）"): table["overdue_10k_cny"],
        _("其中续贷过（万元）"): table["rolled_over_10k_cny"],
        _("计入合计"): flag(table["counts"]),
    }
    return Sheet(_("贷款"), frame(columns, table.index))


def advice(told: Words) -> Sheet:
    """Return what is suggested to the banks of each enterprise; banks decide themselves."""
    table = told.assessment["credit_advice"]
    given = told.campaign.credit.advice
    texts = {one.id: one.text for one in given}
    columns = {
        **told.owner(table),
        _("处置建议"): told.dispositions(table["disposition"]),
        _("超期未退出"): flag(table["overdue"]),
        _("对银行的建议（由银行自主决定）"): named(table["advice"], given),
        _("说明"): said(table["advice"], lambda one: texts.get(one, one)),
        _("逐笔贷款余额（万元）"): table["balance_10k_cny"],
        _("退出前到期（万元）"): table["due_before_exit_10k_cny"],
        _("已逾期（万元）"): table["overdue_10k_cny"],
        _("续贷过（万元）"): table["rolled_over_10k_cny"],
        _("银行"): table["banks"],
        _("行号"): table["rule"],
        _("条款"): table["clause"],
    }
    return Sheet(_("信贷建议"), frame(columns, table.index))


def guarantees(told: Words) -> Sheet:
    """Return the guarantees, and how far the default of a borrower that leaves would reach."""
    table = told.assessment["guarantee_links"]
    names = told.assessment["enterprises"].set_index("enterprise_id")["name"]
    guarantor = table["guarantor"].map(names).where(table["in_roster"].astype(bool))
    reach = told.assessment["guarantee_reach"].set_index("enterprise_id")
    of = reach.reindex(table["borrower"].to_numpy()).set_axis(table.index)
    columns = {
        **told.owner(table.assign(enterprise_id=table["borrower"])),
        _("担保人"): guarantor.fillna(table["guarantor"]),
        _("担保人在名录内"): flag(table["in_roster"]),
        _("银行"): table["bank"],
        _("合同号"): table["contract_no"],
        _("担保金额（万元）"): table["amount_10k_cny"],
        _("借款人建议退出"): flag(table["borrower_exits"]),
        _("担保人建议退出"): flag(table["guarantor_exits"]),
        _("违约波及"): said(of["reached"].mask(of["reached"] == ""), lambda text: _names(text, names)),
        _("波及名录内企业（家）"): of["reached_in_roster"],
        _("波及金额（万元）"): of["amount_10k_cny"],
        _("最多几层"): of["steps"],
        _("成环"): flag(of["circular"]),
        _("台账单元格"): table["source_cell"],
    }  # fmt: skip
    return Sheet(_("担保"), frame(columns, table.index))


def _names(joined: str, names: pd.Series) -> str:
    return _("、").join(str(names.get(each, each)) for each in joined.split(";"))


def zombies(told: Words) -> Sheet:
    """Return what every test says of each enterprise, side by side: suspected, never found."""
    table = told.assessment["zombies"]
    ids = pd.Series(table["enterprise_id"].unique(), dtype="str", name="enterprise_id")
    tested = [each for each in METHODS if (table["method"] == each).any()]
    by = {each: _one_method(table, each, ids) for each in tested}
    columns: Columns = told.owner(ids.to_frame())
    for each, rows in by.items():
        name = words.word("zombie_method", each)
        columns[name] = worded(rows["result"], "zombie_result").fillna(_("无数据"))
        columns[_("{method}：符合的条件").format(method=name)] = worded(
            rows["fired"], "zombie_criterion"
        )
        columns[_("{method}：说明").format(method=name)] = worded(rows["reason"], "reason")
        columns[_("{method}：缺").format(method=name)] = fields(rows["missing"])
        columns[_("{method}：可信程度").format(method=name)] = confidences(rows["confidence"])
        columns[_("{method}：台账单元格").format(method=name)] = rows["source_cell"]
    kept = {
        name: column for name, column in columns.items() if column.notna().any() or not len(ids)
    }
    return Sheet(_("僵尸企业"), frame(kept, ids.index))


def _one_method(table: pd.DataFrame, method: str, ids: pd.Series) -> pd.DataFrame:
    own = table[table["method"] == method].set_index("enterprise_id")
    return own.reindex(ids.to_numpy()).set_axis(ids.index)


def support(told: Words) -> Sheet:
    """Return each measure of support: to be cleared by whom, kept, or over."""
    table = told.assessment["support"]
    columns = {
        **told.owner(table),
        _("政策"): table["measure"],
        _("类别"): said(table["kind"], choices("support_measures", "kind")),
        _("依据文号"): table["document_no"],
        _("制定层级"): said(table["level"], choices("support_measures", "level")),
        _("年金额（万元）"): table["amount_10k_cny"],
        _("处理"): worded(table["verdict"], "support_verdict"),
        _("原因"): worded(table["why"], "support_why"),
        _("方案条款"): table["clause"],
        _("说明"): worded(table["reason"], "reason"),
        _("台账单元格"): table["source_cell"],
    }
    return Sheet(_("扶持政策"), frame(columns, table.index))


def power_prices(told: Words) -> Sheet:
    """Return what differential, punitive and tiered prices cost each enterprise in the year."""
    table = told.assessment["power_charges"]
    columns = {
        **told.owner(table),
        _("电价文件所列行业"): table["industry"],
        _("类别"): worded(table["price_class"], "price_class"),
        _("电价"): worded(table["rule"], "power_rule"),
        _("用电量（千瓦时）"): table["kwh"],
        _("加价（元/千瓦时）"): table["rate_cny_per_kwh"],
        _("年加价（万元）"): table["charge_10k_cny"].round(2),
        _("利润总额（万元）"): table["profit_10k_cny"],
        _("加价占利润（%）"): percent(table["share_of_profit"]),
        _("行号"): table["row_id"],
        _("可信程度"): confidences(table["confidence"]),
        _("说明"): worded(table["reason"], "reason"),
    }
    return Sheet(_("电价"), frame(columns, table.index))
