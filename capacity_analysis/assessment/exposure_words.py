"""Words for what an exit puts at risk and what it frees: ids of the tables on people, credit and land."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Protocol

from ..text import _
from . import asset_words
from .exposure_reasons import reasons

_ARTICLE = re.compile(r"(?P<article>\d+)(?:\((?P<item>\d+)\))?")


class Named(Protocol):
    """Something that the plan names."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def label(self) -> str:
        """Its name in the reader's language."""


def word(kind: str, value: object) -> str:
    """Return what an id is called; the id of one that has no words, nothing of a missing one.

    Parameters
    ----------
    kind : str
        What it is an id of, one of `KINDS`.
    value : object
        The id.

    Examples
    --------
    >>> word("ground", "mass_layoff"), word("category", "suspected_idle"), word("route", None)
    ('经济性裁员', '疑似闲置', '')

    """
    if not isinstance(value, str):
        return ""
    if kind == "zombie_criterion" and (year := asset_words.of_year(value)):
        return year
    return KINDS[kind]().get(value, value)


def words(kind: str, joined: object) -> str:
    """Return what ids that are joined by ``;`` are called, as a list within a sentence.

    Examples
    --------
    >>> words("protected", "injured;near_retirement"), words("gate", "")
    ('职业病或工伤、临近退休', '')

    """
    if not isinstance(joined, str):
        return ""
    return _("、").join(word(kind, each) for each in joined.split(";") if each)


def article(text: object) -> str:
    """Return an article of the labour contract law as a page cites it.

    Examples
    --------
    >>> article("44(5)"), article("41"), article(None)
    ('第44条第5项', '第41条', '')

    """
    if not isinstance(text, str):
        return ""
    cited = _ARTICLE.fullmatch(text)
    if cited is None:
        return text
    if cited["item"]:
        return _("第{article}条第{item}项").format(article=cited["article"], item=cited["item"])
    return _("第{article}条").format(article=cited["article"])


def named(known: Iterable[Named], value: object) -> str:
    """Return what the plan calls one of its own: an indicator, an advice, a route, a criterion.

    Examples
    --------
    >>> from capacity_analysis import Campaign
    >>> plan = Campaign.load()
    >>> named(plan.land.routes, "fill_up"), named(plan.credit.advice, None)
    ('嵌入填充', '')

    """
    if not isinstance(value, str):
        return ""
    return next((each.label for each in known if each.id == value), value)


def quarter(text: object) -> str:
    """Return a quarter in words.

    Examples
    --------
    >>> quarter("2022Q4"), quarter("")
    ('2022年第四季度', '')

    """
    if not isinstance(text, str) or "Q" not in text:
        return ""
    year, number = text.split("Q")
    names = (_("第一季度"), _("第二季度"), _("第三季度"), _("第四季度"))
    return _("{year}年{quarter}").format(year=year, quarter=names[int(number) - 1])


def setting(text: object) -> str:
    """Return a value that is not on file: what it is, and its year or region.

    Examples
    --------
    >>> setting("avg_annual_wage_urban_nonprivate/2021")
    '城镇非私营单位就业人员年平均工资（2021年）'
    >>> setting("minimum_wage_monthly/3")
    '月最低工资标准（3类区域）'

    """
    if not isinstance(text, str):
        return ""
    parameter, _slash, code = text.partition("/")
    name = word("parameter", parameter)
    if not code:
        return name
    of_year = parameter.startswith("avg_annual_wage")
    template = _("{name}（{code}年）") if of_year else _("{name}（{code}类区域）")
    return template.format(name=name, code=code)


# --- people ---------------------------------------------------------------------------------------


def _ground() -> dict[str, str]:
    return {
        "closure": _("关闭或提前解散"),
        "bankruptcy": _("宣告破产"),
        "line_stopped": _("岗位撤销（客观情况重大变化）"),
        "mass_layoff": _("经济性裁员"),
        "agreement": _("协商一致解除"),
        "expiry": _("合同期满"),
        "dispatched": _("劳务派遣（由派遣单位处理）"),
    }


def _exposure() -> dict[str, str]:
    return {
        "whole": _("企业全部退出"),
        "line": _("所在生产线退出"),
        "shared": _("不属于某条生产线，未计入"),
        "none": _("不涉及退出"),
    }


def _route() -> dict[str, str]:
    return {
        "transfer": _("转岗"),
        "inner_retirement": _("内部退养"),
        "retirement": _("到龄退休"),
        "severance": _("解除或终止合同"),
        "dispatched": _("退回派遣单位"),
    }


def _base_state() -> dict[str, str]:
    return {
        "average": _("按本人平均工资"),
        "floor": _("低于最低工资，按最低工资"),
        "unknown": _("工资不详"),
    }


def _cap_state() -> dict[str, str]:
    return {
        "not_reached": _("未到三倍封顶"),
        "applied": _("已按三倍封顶"),
        "unknown": _("缺平均工资，未计封顶"),
    }


def _protected() -> dict[str, str]:
    return {
        "injured": _("职业病或工伤"),
        "sick": _("医疗期内"),
        "maternity": _("孕期产期哺乳期"),
        "near_retirement": _("临近退休"),
        "hazards_unchecked": _("接触职业病危害、未作离岗检查"),
    }


def _health_check() -> dict[str, str]:
    return {
        "due": _("应做未做"),
        "done": _("已做"),
        "not_due": _("不需要"),
        "unknown": _("不详"),
    }


def _resettlement_plan() -> dict[str, str]:
    return {
        "done": _("已有"),
        "missing": _("没有"),
        "not_required": _("依法不需要"),
        "unknown": _("不详"),
    }


def _procedure() -> dict[str, str]:
    return {
        "none": _("不需要裁员程序"),
        "mass_layoff": _("经济性裁员程序"),
        "possible": _("可能要走裁员程序（看退休、转岗的人数）"),
        "closure": _("关闭，不走裁员程序"),
    }


def _trigger() -> dict[str, str]:
    return {
        "headcount": _("人数达到法定起点"),
        "share": _("比例达到法定起点"),
        "both": _("人数和比例都达到法定起点"),
        "none": _("没有达到法定起点"),
    }


def _circumstance() -> dict[str, str]:
    return {
        "bankruptcy": _("依破产法重整"),
        "difficulty": _("生产经营严重困难"),
        "conversion": _("转产、重大技术革新或者调整经营方式"),
        "objective_change": _("其他客观经济情况重大变化"),
    }


def _level() -> dict[str, str]:
    return {
        "ok": _("正常"),
        "attention": _("关注"),
        "high": _("高"),
        "unknown": _("无数据"),
    }


def _sign_kind() -> dict[str, str]:
    return {"gate": _("关口"), "band": _("分级")}


def _parameter() -> dict[str, str]:
    return {
        "avg_annual_wage_urban_nonprivate": _("城镇非私营单位就业人员年平均工资"),
        "avg_annual_wage_urban_nonprivate_on_post": _("城镇非私营单位在岗职工年平均工资"),
        "minimum_wage_monthly": _("月最低工资标准"),
        "unemployment_benefit_monthly": _("失业保险金月标准"),
    }


KINDS: Mapping[str, Callable[[], dict[str, str]]] = {
    "ground": _ground,
    "exposure": _exposure,
    "route": _route,
    "base_state": _base_state,
    "cap_state": _cap_state,
    "protected": _protected,
    "health_check": _health_check,
    "resettlement_plan": _resettlement_plan,
    "procedure": _procedure,
    "trigger": _trigger,
    "circumstance": _circumstance,
    "level": _level,
    "sign_kind": _sign_kind,
    "parameter": _parameter,
    "reason": reasons,
    **asset_words.KINDS,
}
