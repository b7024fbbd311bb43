"""不能判定的生产线与数据缺口: what is missing, and who must supply it."""

from __future__ import annotations

from typing import Any

import pandas as pd

from .. import vocabulary
from ..text import _
from .blocks import Block, Column, Inline, Section, paragraph, section, table
from .data_quality import data_quality
from .heading import heading
from .labels import reason_label
from .numbers import listed, quantity
from .view import IndustryView, records

TABLE = "table-missing"
OTHERS_TABLE = "table-undecided"


def data_gaps(view: IndustryView) -> Section:
    """Return the missing inputs by line, and every other line without a verdict."""
    blocks: list[Block] = [heading("data_gaps")]
    if view.missing.empty:
        blocks.append(paragraph(_("评定所需的数据没有缺口。")))
    else:
        blocks += [paragraph(_summary(view)), _missing(view)]
    idle = view.gaps[view.gaps["out_of_operation"].notna()]
    others = pd.concat([view.not_assessed, idle])
    if not others.empty:
        blocks.append(_other_lines(view, others))
    return section(*blocks, *data_quality(view))


def _summary(view: IndustryView) -> str:
    template = _("{department}（{count}条）")
    parts = [template.format(department=name, count=n) for name, n in view.lacking.items()]
    return _(
        "须补报数据的部门及所涉生产线：{parts}。缺的数据不按零计算，补报前这些生产线不作判定。"
    ).format(parts=listed(parts))


def _missing(view: IndustryView) -> Block:
    """Return a row for each line: what it is, what it lacks, and from whom that must come."""
    columns = [
        Column(_("企业"), width=2.4),
        Column(_("生产线"), width=1.3),
        Column(_("年生产能力"), "right", 1.3),
        Column(_("规格型号"), width=1.8),
        Column(_("缺什么（由谁补报）"), width=3.2),
    ]
    lines = {line.line_code: line for line in records(view.gaps)}
    rows: list[list[Inline]] = []
    for code, lacking in view.missing.groupby("line_code", sort=False):
        line = lines[code]
        rows.append(
            [
                line.enterprise_name,
                line.line_id,
                _capacity(view, line.product_id, line.capacity_quantity),
                _specification(view, code),
                listed(_what_and_who(row, line.energy_cells) for row in records(lacking)),
            ]
        )
    caption = _("{year}年数据缺口").format(year=view.assessment.year)
    return table(TABLE, caption, columns, rows)


def _what_and_who(row: Any, cells: object) -> str:
    what = _what(row.reason, row.carrier, cells)
    return _("{what}（{department}）").format(what=what, department=row.department_name)


def _capacity(view: IndustryView, product_id: str, capacity: float) -> str:
    return quantity(capacity, view.output_unit(product_id))


def _specification(view: IndustryView, line_code: Any) -> str:
    given = view.lines.set_index("line_code")["specification"][line_code]
    return "—" if pd.isna(given) else str(given)


def _what(reason: str, carrier: object, cells: object) -> str:
    if reason.startswith("implausibly") and isinstance(cells, str):
        return _("{reason}（{cells}）").format(reason=reason_label(reason), cells=cells)
    if reason == "amount_missing" and isinstance(carrier, str):
        return _("缺{carrier}实物量").format(carrier=vocabulary.carrier_name(carrier))
    return reason_label(reason)


def _other_lines(view: IndustryView, others: pd.DataFrame) -> Block:
    columns = [
        Column(_("企业"), width=2.4),
        Column(_("生产线"), width=1.3),
        Column(_("产品"), width=1.5),
        Column(_("年生产能力"), "right", 1.4),
        Column(_("规格型号"), width=1.9),
        Column(_("不作判定的原因"), width=2.2),
    ]
    rows: list[list[Inline]] = [
        [
            line.enterprise_name,
            line.line_id,
            view.product_name(line.product_id),
            _capacity(view, line.product_id, line.capacity_quantity),
            _specification(view, line.line_code),
            _reason(line.reason, line.out_of_operation),
        ]
        for line in records(others.sort_values(["enterprise_id", "line_id"]))
    ]
    return table(OTHERS_TABLE, _("其他不作判定的生产线"), columns, rows)


def _reason(reason: str, out_of_operation: object) -> str:
    if reason == "not_in_operation" and isinstance(out_of_operation, str):
        return _("{status}，不作判定").format(status=status_label(out_of_operation))
    return reason_label(reason)


def status_label(out_of_operation: str) -> str:
    """Return why a line is not in operation, in words.

    Examples
    --------
    >>> status_label("construction")
    '在建'

    """
    return {
        "announced": _("拟建"),
        "construction": _("在建"),
        "cancelled": _("已取消"),
        "retired": _("已退出"),
        "started_too_late": _("投产未满一个完整年度"),
    }[out_of_operation]
