"""The order of a briefing's sections; headings take their number from it."""

from __future__ import annotations

from ..text import _
from .blocks import Heading
from .numbers import ordinal

# One industry's briefing. The notebook shows them in this order; a test holds it to that.
ORDER = ("conclusions", "glance", "energy_gap", "data_gaps", "basis", "trace", "roster")

_TITLES = {
    "conclusions": "核心结论",
    "glance": "行业概况",
    "energy_gap": "能效差距",
    "data_gaps": "不能判定的生产线与数据缺口",
    "basis": "依据标准与待核条款",
    "trace": "数据来源与计算方法",
    "roster": "企业名录",
}


def heading(section: str) -> Heading:
    """Return the numbered heading of a section."""
    return Heading(f"{ordinal(ORDER.index(section) + 1)}{_(_TITLES[section])}", anchor=section)
