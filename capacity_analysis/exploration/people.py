"""Workers of enterprises that leave: every cohort with its arithmetic, for the analyst alone.

What these tables hold of a few people leaves the analyst's machine in no form; briefing and workbook
show what may be published.
"""

from __future__ import annotations

import pandas as pd

from ..assessment.exposure_words import article, quarter, setting, word, words
from ..sections import IndustryView, Section, resettlement, section
from ..sections.blocks import Figure
from ..standards.labels import confidence_label
from ..text import _
from .desk import Desk, headed


def cohorts(view: IndustryView) -> pd.DataFrame:
    """Return the cohorts of the industry that leave: ground, formula, sums, and the cell of each.

    Examples
    --------
    >>> from capacity_analysis.exploration import open_desk
    >>> cohorts(open_desk().industry("cement")).columns[:3].tolist()
    ['企业', '组号', '人数（人）']

    """
    table = view.of_enterprises("staff")
    table = table[table["exposure"] != "none"]
    told = table.assign(
        how=_worded(table, "exposure", "exposure"),
        ground_named=_worded(table, "ground", "ground"),
        cited=[article(each) for each in table["article"]],
        base=_worded(table, "base_state", "base_state"),
        cap=_worded(table, "cap_state", "cap_state"),
        kept=[words("protected", each) for each in table["protected"]],
        why=[words("reason", each) for each in table["reasons"]],
        sure=table["confidence"].map(confidence_label, na_action="ignore"),
    )
    return headed(
        told,
        {
            "enterprise_name": _("企业"), "cohort": _("组号"), "headcount": _("人数（人）"),
            "how": _("怎样涉及"), "exit_on": _("退出日期"), "ground_named": _("依据"),
            "cited": _("劳动合同法"), "service_months_low": _("工龄低（月）"),
            "service_months_central": _("工龄中（月）"), "service_months_high": _("工龄高（月）"),
            "base_cny": _("月工资基数（元）"), "base": _("基数"), "cap": _("封顶"),
            "months_paid_central": _("支付月数"), "severance_low_cny": _("人均补偿低（元）"),
            "severance_cny": _("人均补偿中（元）"), "severance_high_cny": _("人均补偿高（元）"),
            "retires_from": _("最早退休"), "retires_to": _("最晚退休"),
            "retiring": _("到龄（人）"), "transferring": _("转岗（人）"),
            "inner_retiring": _("内退（人）"), "laid_off": _("解除、终止（人）"),
            "cost_low_cny": _("负担低（元）"), "cost_cny": _("负担中（元）"),
            "cost_high_cny": _("负担高（元）"), "unlawful_cny": _("违法解除的赔偿（元）"),
            "kept": _("受保护"), "why": _("说明"), "parameters": _("行号"), "sure": _("可信程度"),
            "source_cell": _("单元格"),
        },
    )  # fmt: skip


def _worded(table: pd.DataFrame, column: str, kind: str) -> pd.Series:
    return table[column].map(lambda value: word(kind, value), na_action="ignore")


def benefits(view: IndustryView) -> pd.DataFrame:
    """Return months and sums of unemployment insurance by cohort: the fund's, not the employer's.

    Examples
    --------
    >>> from capacity_analysis.exploration import open_desk
    >>> benefits(open_desk().industry("cement")).columns[-1]
    '单元格'

    """
    table = view.of_enterprises("staff")
    table = table[table["benefit_months_high"].notna()]
    return headed(
        table,
        {
            "enterprise_name": _("企业"), "cohort": _("组号"), "laid_off": _("解除、终止（人）"),
            "benefit_months_low": _("最少（月）"), "benefit_months_high": _("最多（月）"),
            "benefit_low_cny": _("基金支付低（元）"), "benefit_high_cny": _("基金支付高（元）"),
            "source_cell": _("单元格"),
        },
    )  # fmt: skip


def staff_figures(view: IndustryView) -> Section:
    """Return the figures of the briefing on workers; none where nobody of the industry leaves.

    Examples
    --------
    >>> from capacity_analysis.exploration import open_desk
    >>> {block.kind for block in staff_figures(open_desk().industry("cement"))} <= {"figure"}
    True

    """
    return section(*(each for each in resettlement(view) if isinstance(each, Figure)))


def jobs_short(desk: Desk) -> pd.DataFrame:
    """Return jobs needed and on offer in each township and quarter, the greatest shortfall first.

    Examples
    --------
    >>> from capacity_analysis.exploration import open_desk
    >>> jobs_short(open_desk()).columns.tolist()[-2:]
    ['缺口（个）', '一家就超过承接能力的企业']

    """
    wanted = desk.assessment["job_demand"]
    names = desk.assessment["enterprises"].set_index("enterprise_id")["name"]
    told = wanted.assign(
        when=[quarter(each) for each in wanted["quarter"]],
        name=wanted["swamped_by"].map(names),
    ).sort_values("shortfall", ascending=False, kind="stable")
    return headed(
        told,
        {
            "township": _("乡镇（街道）"), "when": _("季度"), "demand_low": _("需要低（个）"),
            "demand": _("需要中（个）"), "demand_high": _("需要高（个）"),
            "capacity": _("承接能力（个）"), "shortfall": _("缺口（个）"),
            "name": _("一家就超过承接能力的企业"),
        },
    )  # fmt: skip


def risk_signs(desk: Desk) -> pd.DataFrame:
    """Return the signs of risk to stability of every enterprise, with the bounds of the plan.

    Examples
    --------
    >>> from capacity_analysis.exploration import open_desk
    >>> risk_signs(open_desk()).columns[:2].tolist()
    ['企业', '信号']

    """
    signs = desk.assessment["stability_signs"]
    labels = {each.id: each.label for each in desk.assessment.campaign.stability.indicators}
    names = desk.assessment["enterprises"].set_index("enterprise_id")["name"]
    told = signs.assign(
        name=signs["enterprise_id"].map(names),
        sign=signs["indicator"].map(labels),
        sort=_worded(signs, "kind", "sign_kind"),
        said=_worded(signs, "level", "level"),
        why=[words("reason", each) for each in signs["reason"]],
    )
    return headed(
        told,
        {
            "name": _("企业"), "sign": _("信号"), "sort": _("类别"), "value": _("数值"),
            "attention": _("关注界限"), "high": _("高界限"), "said": _("等级"), "why": _("原因"),
            "source_cell": _("单元格"),
        },
    )  # fmt: skip


def values_lacking(desk: Desk) -> pd.DataFrame:
    """Return the values of the region that are not on file, and how many cohorts lack each.

    Examples
    --------
    >>> from capacity_analysis.exploration import open_desk
    >>> values_lacking(open_desk()).columns.tolist()
    ['数值', '代号', '涉及的职工组']

    """
    lacking = desk.assessment["staff"]["settings_missing"].dropna().str.split(";").explode()
    counted = lacking[lacking != ""].value_counts(sort=True)
    rows = [(setting(str(each)), str(each), int(count)) for each, count in counted.items()]
    names = [_("数值"), _("代号"), _("涉及的职工组")]
    return pd.DataFrame(rows, columns=names)
