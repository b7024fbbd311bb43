"""Loans, guarantees, suspected zombies, support and power prices, with the rows and cells behind them."""

from __future__ import annotations

import pandas as pd

from ..assessment.exposure_words import named, quarter, word, words
from ..assessment.finding_words import choice
from ..sections import IndustryView, Section, credit, section
from ..sections.asset_cells import field_name
from ..sections.blocks import Figure
from ..sections.units import disposition_label, split
from ..sections.zombies_told import criteria
from ..standards.labels import confidence_label
from ..text import _
from .desk import Desk, headed


def loans(desk: Desk) -> pd.DataFrame:
    """Return balances by bank, shape and quarter of maturity, of the whole district.

    Examples
    --------
    >>> from capacity_analysis.exploration import open_desk
    >>> loans(open_desk()).columns[:4].tolist()
    ['银行', '提供方式', '范围', '到期季度']

    """
    table = desk.assessment["loan_exposure"]
    told = table.assign(
        form=_worded(table, "form", "loan_form"),
        scope=_worded(table, "scope", "loan_scope"),
        quarter=[quarter(each) or _("未注明") for each in table["quarter"]],
        counts=_yes(table["counts"]),
    )
    return headed(
        told,
        {
            "bank": _("银行"), "form": _("提供方式"), "scope": _("范围"), "quarter": _("到期季度"),
            "borrowers": _("户数（家）"), "balance_10k_cny": _("余额（万元）"),
            "overdue_10k_cny": _("逾期（万元）"), "rolled_over_10k_cny": _("续贷（万元）"),
            "counts": _("计入"),
        },
    )  # fmt: skip


def suggestions(desk: Desk) -> pd.DataFrame:
    """Return what is suggested to the banks of each enterprise, with the row that says so.

    Examples
    --------
    >>> from capacity_analysis.exploration import open_desk
    >>> suggestions(open_desk()).columns[-1]
    '条款'

    """
    table = desk.assessment["credit_advice"]
    view = desk.industry(str(desk.assessment["enterprises"]["industry"].iloc[0]))
    given = desk.assessment.campaign.credit.advice
    told = table.assign(
        name=_names(desk, table["enterprise_id"]),
        suggested=[disposition_label(view, each) for each in table["disposition"]],
        late=_yes(table["overdue"]),
        told=[named(given, each) for each in table["advice"]],
    )
    return headed(
        told,
        {
            "name": _("企业"), "suggested": _("处置建议"), "late": _("超期"),
            "balance_10k_cny": _("余额（万元）"), "banks": _("银行"), "told": _("对银行的建议"),
            "rule": _("行号"), "clause": _("条款"),
        },
    )  # fmt: skip


def guarantors(desk: Desk) -> pd.DataFrame:
    """Return every guarantee: who borrows, who guarantees, and who of them is to leave.

    Examples
    --------
    >>> from capacity_analysis.exploration import open_desk
    >>> guarantors(open_desk()).columns[:2].tolist()
    ['借款企业', '担保人']

    """
    table = desk.assessment["guarantee_links"]
    told = table.assign(
        borrower=_names(desk, table["borrower"]),
        guarantor=_names(desk, table["guarantor"]),
        borrower_exits=_yes(table["borrower_exits"]),
        guarantor_exits=_yes(table["guarantor_exits"]),
        in_roster=_yes(table["in_roster"]),
    )
    return headed(
        told,
        {
            "borrower": _("借款企业"), "guarantor": _("担保人"), "in_roster": _("在名录内"),
            "bank": _("银行"), "contract_no": _("合同编号"), "amount_10k_cny": _("金额（万元）"),
            "borrower_exits": _("借款企业退出"), "guarantor_exits": _("担保人退出"),
            "source_cell": _("单元格"),
        },
    )  # fmt: skip


def zombie_tests(view: IndustryView) -> pd.DataFrame:
    """Return every test of every enterprise: the number, what it is held against, and why not decided.

    Examples
    --------
    >>> from capacity_analysis.exploration import open_desk
    >>> zombie_tests(open_desk().industry("cement")).columns[:3].tolist()
    ['企业', '方法', '结果']

    """
    table = view.of_enterprises("zombies")
    told = table.assign(
        method=_worded(table, "method", "zombie_method"),
        result=_worded(table, "result", "zombie_result"),
        signs=[criteria(each) for each in table["fired"]],
        why=[words("reason", each) for each in table["reason"]],
        lacks=[_("、").join(map(field_name, split(each))) for each in table["missing"]],
        sure=table["confidence"].map(confidence_label, na_action="ignore"),
    )
    return headed(
        told,
        {
            "enterprise_name": _("企业"), "method": _("方法"), "result": _("结果"),
            "signs": _("符合的特征"), "value": _("数值"), "threshold": _("界限"), "why": _("说明"),
            "lacks": _("缺"), "parameters": _("行号"), "sure": _("可信程度"),
            "source_cell": _("单元格"),
        },
    )  # fmt: skip


def support_measures(desk: Desk) -> pd.DataFrame:
    """Return every measure of support, what is to become of it and why.

    Examples
    --------
    >>> from capacity_analysis.exploration import open_desk
    >>> support_measures(open_desk()).columns[:2].tolist()
    ['企业', '政策']

    """
    table = desk.assessment["support"]
    told = table.assign(
        name=_names(desk, table["enterprise_id"]),
        kind=[choice("support_measures", "kind", each) for each in table["kind"]],
        level=[choice("support_measures", "level", each) for each in table["level"]],
        verdict=_worded(table, "verdict", "support_verdict"),
        why=[words("support_why", each) for each in table["why"]],
    )
    return headed(
        told,
        {
            "name": _("企业"), "measure": _("政策"), "kind": _("类别"),
            "document_no": _("依据文号"), "level": _("层级"), "amount_10k_cny": _("年金额（万元）"),
            "verdict": _("处理"), "why": _("涉及"), "clause": _("方案条款"),
            "source_cell": _("单元格"),
        },
    )  # fmt: skip


def power_costs(desk: Desk) -> pd.DataFrame:
    """Return what power prices cost each enterprise of the industries that they name.

    Examples
    --------
    >>> from capacity_analysis.exploration import open_desk
    >>> power_costs(open_desk()).columns[-2:].tolist()
    ['可信程度', '说明']

    """
    table = desk.assessment["power_charges"]
    told = table.assign(
        name=_names(desk, table["enterprise_id"]),
        price_class=_worded(table, "price_class", "price_class"),
        rule=_worded(table, "rule", "power_rule"),
        why=[words("reason", each) for each in table["reason"]],
        sure=table["confidence"].map(confidence_label, na_action="ignore"),
    )
    return headed(
        told,
        {
            "name": _("企业"), "industry": _("电价文件的行业"), "price_class": _("类别"),
            "rule": _("电价"), "kwh": _("用电量（千瓦时）"),
            "rate_cny_per_kwh": _("加价（元/千瓦时）"), "charge_10k_cny": _("年加价（万元）"),
            "profit_10k_cny": _("利润（万元）"), "share_of_profit": _("占利润"), "row_id": _("行号"),
            "sure": _("可信程度"), "why": _("说明"),
        },
    )  # fmt: skip


def credit_figures(view: IndustryView) -> Section:
    """Return the figures of the briefing on loans and guarantees.

    Examples
    --------
    >>> from capacity_analysis.exploration import open_desk
    >>> {block.kind for block in credit_figures(open_desk().industry("cement"))} <= {"figure"}
    True

    """
    return section(*(each for each in credit(view) if isinstance(each, Figure)))


def _names(desk: Desk, ids: pd.Series) -> pd.Series:
    """Return the name of each enterprise of the roster; of others what the ledger calls them."""
    names = desk.assessment["enterprises"].set_index("enterprise_id")["name"]
    return ids.map(names).fillna(ids)


def _worded(table: pd.DataFrame, column: str, kind: str) -> pd.Series:
    return table[column].map(lambda value: word(kind, value), na_action="ignore")


def _yes(flags: pd.Series) -> list[str]:
    return [_("是") if flag else _("否") for flag in flags]
