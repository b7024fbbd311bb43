"""Words for the ids of tables: tiers, results, marks of confidence, reasons."""

from __future__ import annotations

from ..analysis import carbon
from ..analysis.reasons import REASONS
from ..standards import may_decide
from ..standards.labels import confidence_label, confidence_mark
from ..text import _

__all__ = [
    "confidence_label",
    "confidence_mark",
    "indicator_label",
    "key_label",
    "reason_label",
    "standing_label",
    "status_of_target",
    "tier_label",
    "unsure",
]


def tier_label(tier: str, result: str) -> str:
    """Return the tier in words with a symbol, so that colour is never needed.

    Examples
    --------
    >>> tier_label("below", "hit"), tier_label("below", "review")
    ('▲低于基准', '▲低于基准（待核）')

    """
    names = {
        "advanced": _("◎标杆"), "baseline": _("○达标"), "below": _("▲低于基准"),
        "level_1": _("◎1级"), "level_2": _("○2级"), "level_3": _("○3级"), "over": _("▲超限额"),
    }  # fmt: skip
    label = names[tier]
    return f"{label}{_('（待核）')}" if result == "review" else label


def standing_label(standing: str) -> str:
    """Return where capacity stands, in words."""
    return {
        "advanced": _("标杆"),
        "baseline": _("达标"),
        "below": _("低于基准"),
        "review": _("待核"),
        "undecided": _("不能判定"),
    }[standing]


def status_of_target(status: str, confidence: str) -> str:
    """Return whether a target is met, in words; of one that is still to be checked it says so."""
    names = {"met": _("已达到"), "not_met": _("未达到"), "open": _("尚不能判断")}
    return f"{names[status]}{unsure(confidence)}"


def indicator_label(indicator: str) -> str:
    """Return what a level measures, in words."""
    return {
        "comprehensive": _("综合能耗"),
        "comprehensive_without_feedstock": _("综合能耗（不含原料用能）"),
        "comprehensive_per_energy_factor": _("单位能量因数综合能耗"),
        "fuel": _("燃料消耗（不含电）"),
        "electricity": _("电耗"),
        "electricity_with_auxiliaries": _("电耗（含辅助系统）"),
        "process_electricity": _("主要工序电耗"),
        "comparable": _("可比综合能耗"),
        "net_coal_rate": _("净耗煤"),
    }[indicator]


def key_label(key: str) -> str:
    """Return how energy metered for several lines was split, in words."""
    return {
        "output": _("按产量"),
        "capacity": _("按生产能力"),
        "own_energy": _("按各线自计量能耗"),
        "shares": _("按申报比例"),
    }[key]


def unsure(confidence: str) -> str:
    """Return what follows a statement that may not decide: that it is still to be checked."""
    return "" if may_decide(confidence) else _("（待核）")


def reason_label(reason: str) -> str:
    """Return why a line gets no verdict, in words."""
    return _((REASONS.get(reason) or carbon.REASONS[reason]).label)
