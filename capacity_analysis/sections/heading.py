"""The order of a briefing's sections; headings take their number from it."""

from __future__ import annotations

from ..text import _
from .blocks import Heading
from .numbers import ordinal, part_number

# One industry's briefing. The notebook shows them in this order; a test holds it to that.
ORDER = (
    "conclusions", "glance", "energy_gap", "over_limit", "screening", "dispositions",
    "work_progress", "resettlement", "credit", "land", "visits", "editions", "data_gaps", "basis",
    "trace", "roster",
)  # fmt: skip

_TITLES = {
    "conclusions": "核心结论",
    "glance": "行业概况",
    "energy_gap": "能效差距",
    "over_limit": "强制性能耗限额",
    "screening": "分项排查",
    "dispositions": "处置建议",
    "work_progress": "工作进度",
    "resettlement": "职工安置",
    "credit": "信贷与债务",
    "land": "土地盘活",
    "visits": "走访建议",
    "editions": "换用其他版本标准",
    "data_gaps": "不能判定的生产线与数据缺口",
    "basis": "依据标准与待核条款",
    "trace": "数据来源与计算方法",
    "roster": "企业名录",
}


def heading(section: str) -> Heading:
    """Return the numbered heading of a section."""
    return Heading(f"{ordinal(ORDER.index(section) + 1)}{_(_TITLES[section])}", anchor=section)


def part(position: int, title: str) -> Heading:
    """Return the numbered heading of a part of a section."""
    return Heading(f"{part_number(position)}{title}", level=2)
