"""Words for what the files of the standards write as codes, with symbols where colour would not do."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from ...campaign import Campaign
from ...sections.labels import confidence_label
from ...sections.numbers import day
from ...standards import Confidence
from ...text import _

_NATION = "000000"
# The words for `cross_checked` hold a symbol already.
_SYMBOLS = {
    Confidence.VERIFIED: "●",
    Confidence.RECALLED: "△",
    Confidence.CARRIED_OVER: "△",
    Confidence.OPEN: "○",
}


def confidence(mark: str) -> str:
    """Return how far a number can be trusted, in words and with a symbol.

    Examples
    --------
    >>> confidence("verified"), confidence("cross_checked"), confidence("recalled")
    ('●已核实', '交叉核对（※）', '△未经核对，待核')

    """
    return _SYMBOLS.get(Confidence(mark), "") + confidence_label(mark)


def number(value: object) -> str:
    """Return a number as its file has it, without an exponent; nothing where there is none.

    Examples
    --------
    >>> number(-30.0), number(0.00001), number(None)
    ('−30', '0.00001', '')

    """
    if not isinstance(value, float):
        return ""
    return f"{Decimal(repr(value)).normalize():f}".replace("-", "−")


def date(text: object) -> str:
    """Return a day as a page writes it; nothing where there is none."""
    return day(dt.date.fromisoformat(str(text))) if text else ""


def span(first: object, last: object) -> str:
    """Return from when to when something holds; nothing where neither day is said."""
    if first and last:
        return _("{first}至{last}").format(first=date(first), last=date(last))
    if first:
        return _("{first}起").format(first=date(first))
    return _("至{last}").format(last=date(last)) if last else ""


def area(code: str, campaign: Campaign) -> str:
    """Return what an area is called; the code where nobody gave it a name."""
    if code == _NATION:
        return _("全国")
    if code == campaign.jurisdiction.code:
        return campaign.jurisdiction.label
    return code


def conflict(code: str) -> str:
    """Return how a document meets others."""
    return {
        "newest": _("同一系列以最新一版为准"),
        "stricter": _("更严的地方标准：与上级标准一并适用，须逐项达到"),
        "higher": _("与上级文件有相同事项时，以上级文件为准"),
    }[code]


def applies_to(code: str) -> str:
    """Return which lines a rule holds for."""
    return {"existing": _("现有"), "new": _("新建"), "all": _("现有和新建")}[code]


def indicator(code: str) -> str:
    """Return what a unit energy counts."""
    return {
        "comprehensive": _("综合能耗"),
        "comprehensive_without_feedstock": _("综合能耗（不含原料用能）"),
        "comparable": _("可比能耗"),
        "fuel": _("燃料消耗"),
        "electricity": _("电耗"),
        "process_electricity": _("主要工序电耗"),
        "electricity_with_auxiliaries": _("电耗（含辅助系统）"),
        "net_coal_rate": _("供电煤耗"),
        "comprehensive_per_energy_factor": _("单位能量因数综合能耗"),
    }[code]


def feedstock(code: str) -> str:
    """Return whether energy used as a raw material counts."""
    return {"included": _("计入"), "none": _("没有"), "not_stated": _("标准未说明")}[code]


def product_basis(code: str) -> str:
    """Return what the output of a product is converted by."""
    return {
        "naoh_percent": _("氢氧化钠含量，%"),
        "nh3_percent": _("氨含量，%"),
        "si_percent": _("硅含量，%"),
        "mn_si_percent": _("锰和硅含量之和，%"),
        "cr_percent": _("铬含量，%"),
        "gas_yield_l_per_kg": _("发气量，升/千克"),
    }[code]


def coal_basis(code: str) -> str:
    """Return how energy was converted to standard coal."""
    return {
        "equivalent": _("当量值"),
        "equal": _("等价值"),
        "average": _("平均低位发热量"),
    }[code]


def use(code: str) -> str:
    """Return what a coefficient is for."""
    return {
        "unit_energy": _("单位产品能耗"),
        "regional_total": _("地区能源消费总量"),
        "reference": _("参考，不用于计算"),
    }[code]


def measure(code: str) -> str:
    """Return what a target is measured by."""
    return {
        "share_advanced_at_least": _("达到标杆水平的产能比例不低于"),
        "share_advanced_above": _("达到标杆水平的产能比例超过"),
        "share_below_baseline_at_most": _("低于基准水平的产能比例不高于"),
        "deadline": _("期限"),
        "other": _("其他"),
    }[code]


def region(code: str) -> str:
    """Return where a ratio of capacity replacement holds.

    Examples
    --------
    >>> region("key"), region("all")
    ('大气污染防治重点区域', '全国')

    """
    return {"key": _("大气污染防治重点区域"), "other": _("其他地区"), "all": _("全国")}[code]


def operator(code: str) -> str:
    """Return how a measured value is compared; what only states a fact needs no word.

    Examples
    --------
    >>> operator("<="), operator("is_present"), operator("open_range")
    ('≤', '', '介于（不含两端）')

    """
    return {
        "<=": "≤",
        ">=": "≥",
        "equals": "=",
        "in": _("为下列之一："),
        "open_range": _("介于（不含两端）"),
        "closed_range": _("介于（含两端）"),
        "is_present": "",
        "is_true": _("是"),
        "is_false": _("否"),
    }.get(code, code)


def form(code: str) -> str:
    """Return how a standard corrects its own limit for the conditions of a line."""
    return {
        "add_per_point": _("每高（低）一个单位加（减）系数"),
        "add_per_point_above": _("高于基准的，每一个单位加系数"),
        "add_per_point_below": _("低于基准的，每一个单位加系数"),
        "add_if": _("符合条件的加系数"),
        "multiply_if": _("符合条件的乘系数"),
        "multiply_linear": _("乘（常数＋系数×工况÷基准）"),
        "add_by_value": _("按取值加"),
        "add_by_step": _("按档次加"),
        "add_interpolated": _("按两点之间的直线加"),
        "furnace_power": _("按炉料成分从电耗中扣除"),
        "not_found": _("标准规定了修正，系数未查到"),
    }[code]
