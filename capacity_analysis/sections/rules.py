"""The rules of law behind the numbers on people, credit and land, each with its article."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from ..text import _
from .blocks import Block, Column, Inline, table
from .labels import confidence_label
from .numbers import trimmed
from .view import IndustryView, records

TABLE = "table-rules"


def rules(view: IndustryView) -> Iterator[Block]:
    """Yield the table of rules that numbers of this industry rest on, or nothing."""
    cited = view.of_enterprises("rule_citations")
    held = view.assessment["rules"]
    told = held[held["row_id"].isin(cited["row_id"])]
    if told.empty:
        return
    columns = [
        Column(_("行号"), width=1.6),
        Column(_("规则"), width=3.2),
        Column(_("数值"), width=2.4),
        Column(_("依据"), width=2.8),
        Column(_("可信程度"), width=1.2),
    ]
    order = pd.Categorical(cited["subject"], categories=["people", "credit", "land"])
    place = pd.Series(order.codes, index=cited.index).groupby(cited["row_id"]).min()
    ordered = told.sort_values("row_id", key=lambda ids: ids.map(place), kind="stable")
    caption = _("职工、信贷和土地的数据所依的规则")
    yield table(TABLE, caption, columns, [_row(rule) for rule in records(ordered)])


def _row(rule: Any) -> list[Inline]:
    number = "" if pd.isna(rule.value) else f"{trimmed(rule.value, 4)}{_unit(rule.unit)}"
    return [
        rule.row_id,
        _("{topic}：{item}").format(topic=rule.topic, item=rule.item),
        number or rule.value_text or _("没有收录"),
        rule.clause or "—",
        confidence_label(rule.confidence),
    ]


def _unit(unit: object) -> str:
    """Return a unit as it follows a number; that of a ratio says nothing."""
    return "" if unit in ("比值", "") or not isinstance(unit, str) else unit


def clauses(view: IndustryView, *parameters: str) -> str:
    """Return the clauses of rules that numbers rest on, as a sentence cites them; or nothing."""
    held = view.assessment["rules"]
    cited = held[held["parameter"].isin(parameters) & (held["clause"] != "")]
    names = _("、").join(dict.fromkeys(cited["clause"]))
    return _("（{clauses}）").format(clauses=names) if names else ""
