"""How the data came in: returns, sources that do not agree, and corrections.

A ledger that holds none of these, as one filled in by hand, has nothing to say of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from ..ledger import outcomes, registry
from ..text import _
from .blocks import Block, Column, Inline, fill, paragraph, ref, table
from .numbers import day, listed, people, reported_unit, signed, too_few, trimmed, with_unit
from .view import IndustryView, records

SOURCES_TABLE = "table-sources"
CORRECTIONS_TABLE = "table-corrections"

_PEOPLE = "人"  # the unit, as the field registry has it


def data_quality(view: IndustryView) -> list[Block]:
    """Return what is known of returns, disagreeing sources and corrections of the industry."""
    return [*_returns(view), *_sources(view), *_corrections(view)]


def _returns(view: IndustryView) -> Iterator[Block]:
    returns = view.returns
    if returns.empty:
        return
    counts = returns["outcome"].value_counts()
    parts = [
        (_("已交{count}家"), counts.get("returned", 0)),
        (_("零报{count}家"), counts.get("nil_return", 0)),
        (_("未交{count}家"), counts.get("missing", 0)),
        (_("交来不能读取{count}家"), counts.get("unreadable", 0)),
    ]
    told = [template.format(count=count) for template, count in parts]
    text = _("企业自查表：应查{count}家，{parts}。").format(count=len(returns), parts=listed(told))
    for outcome, template in (
        ("missing", _("未交的：{names}。")),
        ("unreadable", _("须重新填报的：{names}。")),
    ):
        names = returns.loc[returns["outcome"] == outcome, "enterprise_name"]
        if len(names):
            text += template.format(names=listed(names))
    yield paragraph(text)


def _sources(view: IndustryView) -> Iterator[Block]:
    if view.comparisons.empty:
        return
    columns = [
        Column(_("企业"), width=2.4),
        Column(_("事实"), width=1.5),
        Column(_("来源（出自）"), width=2.8),
        Column(_("数值"), "right", 1.5),
        Column(_("采用情况"), width=1.1),
        Column(_("相差"), "right", 0.9),
    ]
    found = view.comparisons
    few = (found["fact"] == "employees") & found["value"].map(too_few)
    told = few.groupby([found["enterprise_id"], found["fact"]]).transform("any")  # by a share of it
    found = found.assign(difference_percent=found["difference_percent"].mask(told))
    rows = [_source(row) for row in records(found)]
    note = _("相差是与采用的来源相比；都没有采用的，与排在最前的来源相比。")
    yield table(SOURCES_TABLE, _("来源不一致的数据"), columns, rows, [note])


def _source(row: Any) -> list[Inline]:
    facts = {"electricity": _("用电量"), "employees": _("职工人数"), "land": _("用地面积")}
    standings = {
        "ruling": _("采用"),
        "agreeing": _("相符"),
        "overruled": _("未采用"),
        "contested": _("待核实"),
    }
    fact = facts[row.fact]
    if not pd.isna(row.year):
        fact = _("{year}年{fact}").format(year=int(row.year), fact=fact)
    source = row.supplier
    if not pd.isna(row.cells):
        source = _("{supplier}（{cells}）").format(supplier=source, cells=row.cells)
    value = people(row.value) if row.fact == "employees" else trimmed(row.value, 2)
    unit = "" if pd.isna(row.unit) else reported_unit(row.unit)
    missing = pd.isna(row.difference_percent)
    difference = "—" if missing else f"{signed(row.difference_percent)}%"
    return [
        row.enterprise_name,
        fact,
        source,
        with_unit(value, unit),
        standings[row.standing],
        difference,
    ]


def _corrections(view: IndustryView) -> Iterator[Block]:
    if view.corrections.empty:
        return
    is_applied = view.corrections["outcome"] == outcomes.APPLIED
    applied, lapsed = view.corrections[is_applied], int((~is_applied).sum())
    text = _("按“更正”表更正了{count}处数据").format(count=len(applied))
    if lapsed:
        text += _("，另有{count}条更正因原值已变等原因不再适用、没有生效").format(count=lapsed)
    if applied.empty:
        yield paragraph(_("{text}。").format(text=text))
        return
    yield paragraph(fill(_("{text}（{table}）。"), text=text, table=ref(CORRECTIONS_TABLE)))
    columns = [
        Column(_("企业"), width=2.2),
        Column(_("单元格（列名）"), width=1.8),
        Column(_("原值"), width=1.3),
        Column(_("新值"), width=1.3),
        Column(_("更正理由"), width=2.6),
        Column(_("提供单位"), width=1.5),
        Column(_("更正日期"), width=1.3),
    ]
    rows = [_correction(row) for row in records(applied)]
    yield table(CORRECTIONS_TABLE, _("已作的更正"), columns, rows)


def _correction(row: Any) -> list[Inline]:
    spec = registry().tables[row.table].fields[row.field]
    where = _("{cell}（{header}）").format(cell=row.place, header=spec.header)
    old, new = (_corrected(value, is_people=spec.unit == _PEOPLE) for value in (row.old, row.new))
    date = day(row.corrected_on.date())
    return [row.enterprise_name, where, old, new, row.reason, row.provider, date]


def _corrected(value: str, *, is_people: bool) -> str:
    """Return a value of a correction; a count of few people only as such."""
    if not value:
        return "—"
    if not is_people:
        return value
    try:
        return people(float(value.replace(",", "")))
    except ValueError:
        return "—"  # a text may hold a count that is not to be told
