"""Words for what another edition changes, and for the verdicts on the grounds of energy."""

from __future__ import annotations

from ..analysis.levels import BELOW_BASELINE, OVER_LIMIT
from ..text import _


def change_label(change: str) -> str:
    """Return what became of a line under other levels, in words (`analysis.editions.CHANGES`).

    Examples
    --------
    >>> change_label("stricter_hit"), change_label("not_checked")
    ('转为不达标', '未核对')

    """
    return {
        "stricter_hit": _("转为不达标"),
        "relieved": _("转为达标"),
        "newly_covered": _("新纳入"),
        "no_longer_covered": _("不再涉及"),
        "not_checked": _("未核对"),
        "undecided": _("不能判定"),
        "not_covered": _("两边都不涉及"),
        "same": _("结论相同"),
    }[change]


def ground_label(ground: str) -> str:
    """Return a ground of energy in words; the two are never mixed.

    Examples
    --------
    >>> ground_label("below_baseline"), ground_label("over_limit")
    ('能效低于基准水平', '超过强制性能耗限额')

    """
    return {
        BELOW_BASELINE.id: _("能效低于基准水平"),
        OVER_LIMIT.id: _("超过强制性能耗限额"),
    }[ground]


def verdict_label(ground: str, result: str) -> str:
    """Return the verdict on a ground in words.

    Examples
    --------
    >>> verdict_label("below_baseline", "hit"), verdict_label("over_limit", "clear")
    ('低于基准', '未超限额')

    """
    if result == "review":
        return _("待核")
    if result == "undecided":
        return _("不能判定")
    if ground == BELOW_BASELINE.id:
        return _("低于基准") if result == "hit" else _("不低于基准")
    return _("超过限额") if result == "hit" else _("未超限额")
