"""Words for the ids of tables: tiers, results, marks of confidence, reasons."""

from __future__ import annotations

from ..analysis.reasons import REASONS
from ..standards import Confidence
from ..text import _


def tier_label(tier: str, result: str) -> str:
    """Return the tier in words with a symbol, so that colour is never needed.

    Examples
    --------
    >>> tier_label("below", "hit"), tier_label("below", "review")
    ('▲低于基准', '▲低于基准（待核）')

    """
    names = {"advanced": _("◎标杆"), "baseline": _("○达标"), "below": _("▲低于基准")}
    label = names[tier]
    return f"{label}{_('（待核）')}" if result == "review" else label


def confidence_label(confidence: str) -> str:
    """Return how far a number can be trusted, in words."""
    return {
        Confidence.VERIFIED: _("已核实"),
        Confidence.CROSS_CHECKED: _("交叉核对（※）"),
        Confidence.RECALLED: _("未经核对，待核"),
        Confidence.CARRIED_OVER: _("沿用旧版，待核"),
        Confidence.OPEN: _("无数值"),
    }[Confidence(confidence)]


def confidence_mark(confidence: str) -> str:
    """Return the mark that a number carries on the page."""
    return "※" if confidence == Confidence.CROSS_CHECKED else ""


def reason_label(reason: str) -> str:
    """Return why a line gets no verdict, in words."""
    return _(REASONS[reason].label)
