"""Words for the marks of confidence, for a page as for a terminal."""

from __future__ import annotations

from ..text import _
from .document import Confidence


def confidence_label(confidence: str) -> str:
    """Return how far a number can be trusted, in words.

    Examples
    --------
    >>> confidence_label("carried_over")
    '沿用旧版，待核'

    """
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
