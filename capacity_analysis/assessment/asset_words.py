"""Words for the ids of the tables on credit and land."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from ..text import _

_YEAR = re.compile(r"year_(\d+)")


def of_year(criterion: str) -> str:
    """Return a criterion that is a year, in words; an empty text of any other.

    Examples
    --------
    >>> of_year("year_2021"), of_year("losses")
    ('2021年符合', '')

    """
    found = _YEAR.fullmatch(criterion)
    return _("{year}年符合").format(year=found[1]) if found else ""


# --- credit ---------------------------------------------------------------------------------------


def _loan_form() -> dict[str, str]:
    return {"detail": _("逐笔"), "aggregate": _("汇总")}


def _loan_scope() -> dict[str, str]:
    return {"exiting": _("建议退出的企业"), "roster": _("名录内企业")}


def _zombie_method() -> dict[str, str]:
    return {
        "register": _("认定规则"),
        "chk": _("CHK法"),
        "fukuda_nakamura": _("FN法"),
        "two_years": _("两年连续法"),
        "official": _("官方标准"),
        "proxies": _("替代信号"),
    }


def _zombie_result() -> dict[str, str]:
    return {
        "zombie": _("符合"),
        "suspect": _("疑似"),
        "clear": _("不符合"),
        "undecided": _("不能判定"),
    }


def _zombie_criterion() -> dict[str, str]:
    return {
        "stopped": _("停产"),
        "half_stopped": _("半停产"),
        "losses": _("连年亏损"),
        "insolvent": _("资不抵债"),
        "lifeline": _("靠补贴和续贷"),
        "listed": _("列入淘汰类或者限制类"),
        "cheap_credit": _("利息低于最低应付利息"),
        "ebit_below_least_interest": _("扣除补贴的息税前利润低于最低应付利息"),
        "evergreen": _("负债高、债务还在增加"),
        "electricity": _("用电量下降"),
        "tax": _("税收下降"),
        "insured": _("参保人数下降"),
    }


def _support_verdict() -> dict[str, str]:
    return {
        "clear_by_county": _("由本级清理"),
        "propose_to_higher": _("提请上级清理"),
        "keep": _("保留"),
        "ended": _("已到期"),
        "cleared": _("已清理"),
        "not_concerned": _("不涉及"),
    }


def _support_why() -> dict[str, str]:
    return {
        "energy_intensive": _("高耗能行业"),
        "exiting": _("建议退出"),
        "eliminated": _("列入淘汰类"),
    }


def _price_class() -> dict[str, str]:
    return {"over_limit": _("超过能耗限额"), "none": _("不分类")}


def _power_rule() -> dict[str, str]:
    return {
        "differential": _("差别电价"),
        "punitive": _("惩罚性电价"),
        "tiered": _("阶梯电价"),
        "none": _("不加价"),
    }


# --- land -----------------------------------------------------------------------------------------


def _category() -> dict[str, str]:
    return {
        "freed": _("退出腾出"),
        "idle": _("闲置（已认定）"),
        "suspected_idle": _("疑似闲置"),
        "inefficient": _("低效用地"),
        "in_use": _("正常使用"),
        "unknown": _("不能判定"),
    }


def _idle_test() -> dict[str, str]:
    return {
        "not_started": _("超期未动工"),
        "suspended": _("中止开发建设"),
        "none": _("不符合"),
        "unknown": _("不能判定"),
    }


def _gate() -> dict[str, str]:
    return {
        "soil_survey": _("土壤污染状况调查"),
        "soil_remediation": _("土壤修复"),
        "soil_plan": _("土壤污染防治工作方案备案"),
        "chemical_disposal": _("危险化学品处置方案备案"),
        "mortgage": _("解除抵押"),
        "listed_no_housing": _("列入名录，不得用于住宅和公共服务"),
    }


def _ready() -> dict[str, str]:
    return {
        "within_6_months": _("半年内"),
        "within_12_months": _("一年内"),
        "later": _("一年以后"),
        "unknown": _("不能估计"),
    }


def _floor() -> dict[str, str]:
    return {
        "floor_area_ratio": _("容积率"),
        "building_coefficient": _("建筑系数"),
        "investment_intensity": _("投资强度"),
        "office_share": _("行政办公用地比重"),
        "tax_per_mu": _("亩均税收"),
    }


def _soil_reason() -> dict[str, str]:
    return {
        "key_unit": _("土壤污染重点监管单位"),
        "sensitive_use": _("改为住宅、公共服务用地"),
        "suspected_plot": _("疑似污染地块"),
        "key_unit_unknown": _("是否重点监管单位不详"),
    }


def _route_why() -> dict[str, str]:
    return {
        "planned": _("按填报的打算"),
        "not_started_two_years": _("闲置，可以依法无偿收回"),
        "negotiated": _("闲置，处置方式由双方协商"),
        "line_leaves": _("生产线退出，企业还在"),
        "use_changes": _("规划改变用途"),
        "granted_freed": _("出让土地，企业退出"),
        "right_ends": _("使用权到期或者应当交回"),
        "right_unclear": _("权属不详，不提建议"),
        "stands_empty": _("低效用地，厂房闲置"),
        "has_room": _("部分使用，还有空地"),
        "below_floors": _("低于控制指标"),
    }


KINDS: Mapping[str, Callable[[], dict[str, str]]] = {
    "loan_form": _loan_form,
    "loan_scope": _loan_scope,
    "zombie_method": _zombie_method,
    "zombie_result": _zombie_result,
    "zombie_criterion": _zombie_criterion,
    "support_verdict": _support_verdict,
    "support_why": _support_why,
    "price_class": _price_class,
    "power_rule": _power_rule,
    "category": _category,
    "idle_test": _idle_test,
    "gate": _gate,
    "ready": _ready,
    "floor": _floor,
    "soil_reason": _soil_reason,
    "route_why": _route_why,
}
