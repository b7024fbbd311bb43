"""How sums, areas, and what is not known of credit and land are written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pandas as pd

from ..ledger import registry
from ..standards import may_decide
from ..standards.labels import confidence_mark
from ..text import _
from .blocks import Block
from .heading import part
from .numbers import number, quantity, trimmed, with_unit
from .units import split

_10K = 10_000
# Tables in whose words a missing field is named, in this order.
_TABLES = ("finance", "production", "lines")


def account(amount_10k: float) -> str:
    """Return a sum that is held in 10,000 yuan.

    Examples
    --------
    >>> account(880.0), account(-75.0), account(float("nan"))
    ('880万元', '−75万元', '无数据')

    """
    if pd.isna(amount_10k):
        return _("无数据")
    return quantity(float(amount_10k) * _10K, "cny")


def mu(area: float) -> str:
    """Return an area in mu.

    Examples
    --------
    >>> mu(33.958), mu(float("nan"))
    ('34亩', '无数据')

    """
    return _("无数据") if pd.isna(area) else with_unit(trimmed(float(area), 1), "亩")


def between(low: float, high: float) -> str:
    """Return a range of sums in 10,000 yuan, from the smaller to the greater.

    Examples
    --------
    >>> between(134.83, 159.58), between(0.0, 0.0), between(float("nan"), 1.0)
    ('134.8—159.6', '0', '无数据')

    """
    if pd.isna(low) or pd.isna(high):
        return _("无数据")
    ends = [trimmed(float(each), 1) for each in (low, high)]
    return ends[0] if ends[0] == ends[1] else "—".join(ends)


def beside(measured: float, floor: float, decimals: int = 2) -> str:
    """Return a value beside the level that it is held against; dashes where one is missing."""
    return "／".join(number(float(each), decimals) for each in (measured, floor))


def marked(confidences: object) -> str:
    """Return what is written behind something that rests on standards of these confidences.

    Examples
    --------
    >>> marked("verified"), marked("cross_checked"), marked("verified;recalled"), marked(None)
    ('', '※', '（待核）', '')

    """
    held = split(confidences)
    if not all(map(may_decide, held)):
        return _("（待核）")
    return "".join(dict.fromkeys(map(confidence_mark, held)))


def field_name(field: str) -> str:
    """Return what the ledger calls a field that is missing, without its unit.

    Examples
    --------
    >>> field_name("total_profit_10k_cny"), field_name("output"), field_name("electricity")
    ('利润总额', '合格品产量', '用电量')

    """
    besides = {"electricity": _("用电量"), "tax": _("税收"), "insured": _("参保人数")}
    if field in besides:
        return besides[field]
    tables = registry().tables
    found = (tables[name].fields.get(field) for name in _TABLES)
    header = next((each.header for each in found if each), field)
    return _(header.split("（")[0])


def numbered(parts: Iterable[tuple[str, Iterable[Block]]]) -> Iterator[Block]:
    """Yield the parts of a section that have anything to say, numbered from one."""
    told = [(title, blocks) for title, each in parts if (blocks := list(each))]
    for position, (title, blocks) in enumerate(told, 1):
        yield part(position, title)
        yield from blocks
