"""What the law asks for before contracts end, with what money, and which values are not on file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from ..assessment.exposure_words import article, word, words
from ..standards import Confidence
from ..text import _
from .blocks import Block, Column, Inline, paragraph, points, strong, table
from .finding_cells import MOST_ROWS, left_off
from .numbers import listed, quantity, trimmed
from .rules import clauses
from .staff_tables import (
    UNCAPPED,
    WAGE,
    hidden,
    missing_settings,
    money,
    no_data,
    notes_on_hidden,
    of_leavers,
    people,
    settings_in_words,
    span,
    staff,
    supplier,
    uncapped_enterprises,
    why_uncapped,
    without_cohorts,
)
from .units import split
from .view import IndustryView, records

TABLE = "table-layoffs"
MEANS_TABLE = "table-means"
_10K = 10_000.0
_INCOMPLETE = "cost_incomplete"
# Reasons for which a sum leaves people out, or may be too low.
_LACKING = (
    "pay_missing", "hired_missing", "born_missing", "inner_allowance_missing", "floor_unknown",
    "layoff_size_unknown", "insurance_unknown", "hazards_unknown",
)  # fmt: skip


def layoffs(view: IndustryView) -> pd.DataFrame:
    """Return what ending the contracts asks of each enterprise that leaves, those with most first."""
    rows = of_leavers(view, "layoffs")
    order = rows["leaving"].astype(float).fillna(-1.0).sort_values(ascending=False, kind="stable")
    return rows.loc[order.index].reset_index(drop=True)


def procedures(view: IndustryView) -> Iterator[Block]:
    """Yield the legal ground, procedure and gates of each enterprise that leaves."""
    rows = layoffs(view)
    if rows.empty:
        return
    columns = [
        Column(_("企业"), width=2.2),
        Column(_("解除、终止的依据"), width=2.2),
        Column(_("拟解除、终止"), "right", 1.0),
        Column(_("程序"), width=2.0),
        Column(_("提前说明"), "right", 1.0),
        Column(_("不得裁减的人员"), width=1.0),
        Column(_("离岗职业健康检查"), width=1.1),
        Column(_("职工安置方案"), width=1.0),
    ]
    grounds = _grounds(view)
    unknown = set(without_cohorts(view)["enterprise_id"])
    cells = [_procedure(view, row, grounds, unknown) for row in records(rows.head(MOST_ROWS))]
    notes = [
        _("条款为《劳动合同法》的。走裁员程序的，提前向工会或者全体职工说明情况，方案报告劳动行政部门；"
          "须有法定情形之一，方案依据的是：{circumstance}。").format(
              circumstance=word("circumstance", view.assessment.campaign.labour.layoff_circumstance)
              or _("没有确定")
          ),
        _("不得裁减的：有工伤、医疗期、孕产哺乳、临近退休等情形，岗位撤销和裁员都不得解除，企业关闭、破产不受此限{clauses}。"
          "只列有无，不列人数和情形。").format(clauses=clauses(view, "protected_categories_bar_arts")),
        _("接触职业病危害的，离岗检查没有做，不得解除或者终止合同。"),
        *notes_on_hidden(rows),
        *left_off(len(rows)),
    ]  # fmt: skip
    caption = _("{industry}解除、终止劳动合同的依据、程序和关口").format(industry=view.sector)
    yield table(TABLE, caption, columns, cells, notes)


def _grounds(view: IndustryView) -> pd.Series:
    """Return the legal grounds of each enterprise with their articles, in words."""
    cohorts = staff(view)[["enterprise_id", "ground", "article"]].dropna(subset=["ground"])
    cohorts = cohorts.drop_duplicates().sort_values(["enterprise_id", "ground", "article"])
    told = [_ground(row.ground, row.article) for row in records(cohorts)]
    return pd.Series(told, index=cohorts["enterprise_id"], dtype="str").groupby(level=0).agg(listed)


def _ground(ground: object, cited: object) -> str:
    if not article(cited):
        return word("ground", ground)
    return _("{ground}（{article}）").format(ground=word("ground", ground), article=article(cited))


def _procedure(view: IndustryView, row: Any, grounds: pd.Series, unknown: set[str]) -> list[Inline]:
    if row.enterprise_id in unknown:
        nothing = no_data(view, _("职工分组表"))
        return [row.enterprise_name, nothing, *["—"] * 5, _plan(row)]
    own = word("ground", row.ground) or hidden()
    days = row.explanation_days
    return [
        row.enterprise_name,
        own if row.hidden else str(grounds.get(row.enterprise_id, own)),
        hidden() if row.hidden else people(row.leaving),
        _named_procedure(row),
        "—" if pd.isna(days) else _("{days}天").format(days=trimmed(float(days), 0)),
        hidden() if pd.isna(row.barred) else strong(_("有")) if row.barred else _("没有"),
        _health_check(row),
        _plan(row),
    ]


def _named_procedure(row: Any) -> str:
    name = word("procedure", row.procedure)
    if not name:
        return hidden() if row.hidden else "—"
    if row.procedure != "mass_layoff" or not isinstance(row.trigger, str):
        return name
    return _("{procedure}（{trigger}）").format(
        procedure=name, trigger=word("trigger", row.trigger)
    )


def _health_check(row: Any) -> Inline:
    text = word("health_check", row.health_check) or "—"
    return strong(text) if row.health_check == "due" else text


def _plan(row: Any) -> Inline:
    text = word("resettlement_plan", row.resettlement_plan) or "—"
    return strong(text) if row.resettlement_plan == "missing" else text


# --- the means ------------------------------------------------------------------------------------


def means(view: IndustryView) -> Iterator[Block]:
    """Yield the cost of each enterprise beside its own means and the value of its land."""
    rows = of_leavers(view, "means")
    if rows.empty:
        return
    cost = rows["cost_cny"].astype(float).fillna(-1.0).sort_values(ascending=False, kind="stable")
    rows = rows.loc[cost.index]
    columns = [
        Column(_("企业"), width=2.2),
        Column(_("用人单位负担"), "right", 1.2),
        Column(_("区间"), "right", 1.8),
        Column(_("拖欠工资、社保"), "right", 1.1),
        Column(_("货币资金"), "right", 1.1),
        Column(_("净资产"), "right", 1.1),
        Column(_("土地价值"), "right", 1.1),
        Column(_("货币资金／负担"), "right", 1.0),
        Column(_("土地／负担"), "right", 1.0),
    ]
    earmarked = bool(rows["earmarked_10k_cny"].notna().any())
    if earmarked:
        columns.append(Column(_("优先用于安置的土地收益"), "right", 1.2))
    arrears = _arrears(view)
    notes = [
        _("净资产为资产减负债；土地价值按宗地等别的最低价估算，是否用于安置职工由县里定。"
          "无数据的，财务缺：{finance}；土地缺：{land}。").format(
              finance=supplier(view, "finance").label, land=supplier(view, "land").label
          ),
        *notes_on_hidden(rows),
        *left_off(len(rows)),
    ]  # fmt: skip
    marked = uncapped_enterprises(view)
    if marked:
        notes.insert(1, why_uncapped())
    cells = [
        [*_means(row, arrears, marked), *_earmarked(row, told=earmarked)]
        for row in records(rows.head(MOST_ROWS))
    ]
    caption = _("{industry}安置费用和资金来源").format(industry=view.sector)
    yield table(MEANS_TABLE, caption, columns, cells, notes)


def _arrears(view: IndustryView) -> dict[str, str]:
    """Return what each enterprise owes its staff, in words; the least where not all is reported."""
    signs = of_leavers(view, "stability_signs")
    owed = signs[(signs["indicator"] == "arrears") & signs["value"].notna()]
    at_least = _("不少于{amount}")
    return {
        row.enterprise_id: at_least.format(amount=_account(row.value))
        if isinstance(row.reason, str)
        else _account(row.value)
        for row in records(owed)
    }


def _means(row: Any, arrears: dict[str, str], marked: set[str]) -> list[Inline]:
    own = [
        _account(value)
        for value in (row.cash_10k_cny, row.own_funds_10k_cny, row.land_value_10k_cny)
    ]
    if row.hidden:
        own = [hidden()] * 3
        return [row.enterprise_name, *[hidden()] * 3, *own, *[hidden()] * 2]
    if row.costs_hidden:
        return [row.enterprise_name, *[hidden()] * 3, *own, *[hidden()] * 2]
    return [
        row.enterprise_name,
        _cost(row, marked),
        span(row.cost_low_cny, row.cost_high_cny, money),
        arrears.get(row.enterprise_id, _("无数据")),
        *own,
        _cover(row.cover),
        _cover(row.land_cover),
    ]


def _cost(row: Any, marked: set[str]) -> str:
    lacks = isinstance(row.reason, str) and _INCOMPLETE in split(row.reason)
    mark = UNCAPPED if row.enterprise_id in marked else ""
    return money(row.cost_cny) + ("" if pd.isna(row.cost_cny) else mark + _("（有缺）") * lacks)


def _earmarked(row: Any, *, told: bool) -> list[Inline]:
    if not told:
        return []
    return [hidden() if row.hidden else _account(row.earmarked_10k_cny)]


def _account(amount_10k: float) -> str:
    if pd.isna(amount_10k):
        return _("无数据")
    return quantity(amount_10k * _10K, "cny")


def _cover(ratio: float) -> Inline:
    """Return how much of the cost something covers; strong where it is not all."""
    if pd.isna(ratio):
        return "—"
    text = f"{trimmed(100 * ratio, 0)}%"
    return text if ratio >= 1 else strong(text)


# --- what is not on file --------------------------------------------------------------------------


def lacking(view: IndustryView) -> Iterator[Block]:
    """Yield the values that are not on file, and what their absence does to the sums."""
    cohorts = staff(view)
    if cohorts.empty:
        return
    items = [*_settings(missing_settings(cohorts)), *_gaps(view, cohorts), *_earmarking(view)]
    if items:
        yield points(items, numbered=False)
    else:
        yield paragraph(_("计算所需的数值都已收录。"))


def _earmarking(view: IndustryView) -> Iterator[str]:
    if view.assessment.campaign.land.earmarked_percent is None:
        yield _("土地收益优先用于安置职工的比例没有规定，上面的土地价值没有按比例计。")


def _settings(ids: list[str]) -> Iterator[str]:
    """Yield values of the region, each kind with its consequence; never another year's instead."""
    wages = [each for each in ids if each.startswith(WAGE)]
    floors = [each for each in ids if each.startswith("minimum_wage")]
    benefits = [each for each in ids if each.startswith("unemployment_benefit")]
    others = [each for each in ids if each not in {*wages, *floors, *benefits}]
    told = (
        (
            wages,
            _(
                "没有收录{values}，也不用别的年度代替：三倍封顶不能判定，经济补偿按不封顶列出（＊），可能偏高。"
            ),
        ),
        (floors, _("没有收录{values}：月平均工资没有与最低工资比较，可能偏低。")),
        (benefits, _("没有收录{values}：失业保险基金的支出没有计算，只算领取的月数。")),
        (others, _("没有收录{values}，有关的数没有计算。")),
    )
    for held, template in told:
        if held:
            yield template.format(values=settings_in_words(held))


def _gaps(view: IndustryView, cohorts: pd.DataFrame) -> Iterator[str]:
    """Yield what cohorts do not say, with who supplies it, and that some rules are not checked."""
    reasons = cohorts["reasons"].dropna().str.split(";").explode().unique()
    found = [each for each in _LACKING if each in set(reasons)]
    if found:
        text = _("有的职工组{reasons}：算不出的没有计入，由{department}补报。")
        yield text.format(reasons=words("reason", ";".join(found)), department=supplier(view).label)
    if cohorts["confidence"].isin([Confidence.RECALLED]).any():
        yield _("有的费用所依据的规则未核对原文（待核），付款前须由人社部门核实。")
