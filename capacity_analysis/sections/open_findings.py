"""（二）of 分项排查: what could not be decided, and who can supply or check what is missing."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from ..assessment.finding_words import reason_name
from ..text import _
from .blocks import Block, Column, Inline, paragraph, table
from .finding_cells import (
    attribute_label,
    departments_or_dash,
    named_unit,
    rule_cited,
    sources_of_rows,
)
from .numbers import listed
from .units import ground_name
from .view import IndustryView, records

TABLE = "table-open-findings"
_NAMED = 3  # units that a row of the table names; it counts the rest

# What the sections on energy tell already.
_ELSEWHERE = ("below_baseline", "over_limit")
_LIST_MISSING = "list_missing"


def open_findings(view: IndustryView) -> Iterator[Block]:
    """Yield lists that are missing, the findings to be checked, and what names could not be read."""
    found = view.of_enterprises("findings")
    not_concerned = view.assessment.campaign.open_questions.not_concerned
    elsewhere = found["ground"].isin(_ELSEWHERE) | found["reason"].isin(not_concerned)
    pending = found[found["result"].isin(["review", "undecided"]) & ~elsewhere]
    listless = pending["reason"] == _LIST_MISSING
    blocks = [*_lists(view, pending[listless]), *_table(view, pending[~listless]), *_parses(view)]
    yield from blocks or [paragraph(_("没有。能耗方面不能判定的，见数据缺口。"))]


def _lists(view: IndustryView, pending: pd.DataFrame) -> Iterator[Block]:
    for ground, rows in pending.groupby("ground", sort=False):
        text = _("{ground}：缺部门清单，{count}家企业不能判定，请{department}提供。")
        yield paragraph(
            text.format(
                ground=ground_name(view, str(ground)),
                count=rows["enterprise_id"].nunique(),
                department=departments_or_dash(view, rows["supplier"].iloc[0]),
            )
        )


def _table(view: IndustryView, pending: pd.DataFrame) -> Iterator[Block]:
    if pending.empty:
        return
    columns = [
        Column(_("依据"), width=1.2),
        Column(_("条款行号"), width=1.5),
        Column(_("为什么不能定"), width=2.2),
        Column(_("须补的参数或证明材料"), width=2.2),
        Column(_("涉及的生产线（装备）"), width=3.0),
        Column(_("由谁补报、核对"), width=1.5),
    ]
    by = ["ground", "document", "row_id", "reason", "attribute", "proof", "supplier"]
    order = pending.assign(late=pending["result"] != "review").sort_values("late", kind="stable")
    groups = order.groupby(by, sort=False, dropna=False)
    rows = [_row(view, concerned) for _key, concerned in groups]
    caption = _("{industry}待核和不能判定的事项").format(industry=view.sector)
    notes = [
        _("待核、不能判定的，补齐或核实之前不作处置依据；例外须由主管部门核实证明材料。"),
        *sources_of_rows(view, pending),
    ]
    yield table(TABLE, caption, columns, rows, notes)


def _row(view: IndustryView, concerned: pd.DataFrame) -> list[Inline]:
    first = next(records(concerned))
    wanted = first.proof if isinstance(first.proof, str) else attribute_label(first.attribute)
    who = first.supplier if isinstance(first.supplier, str) else first.department
    template = _("{enterprise}（{unit}）")
    names = [
        template.format(enterprise=each.enterprise_name, unit=named_unit(each))
        for each in records(concerned.head(_NAMED))
    ]
    text = listed(names)
    if len(concerned) > _NAMED:
        text = _("{names}等{count}条").format(names=text, count=len(concerned))
    return [
        ground_name(view, first.ground),
        rule_cited(first),
        reason_name(first.reason) if isinstance(first.reason, str) else "—",
        wanted or "—",
        text,
        departments_or_dash(view, who),
    ]


def _parses(view: IndustryView) -> Iterator[Block]:
    """Yield how many names of equipment were read, and those that somebody must choose for."""
    devices = view.of_enterprises("devices")
    read = view.assessment["parses"]
    read = read[read["device_code"].isin(devices["device_code"])]
    if read.empty:
        return
    known = read.loc[read["outcome"] == "parsed", "device_code"].nunique()
    unclear = read[read["outcome"] != "parsed"]
    parts = []
    if known:
        text = _("{count}台（套）装备的类型或参数没有按字段填报，从名称规格识别，请企业核对")
        parts.append(text.format(count=known))
    if len(unclear):
        names = listed(
            _("“{text}”").format(text=each) for each in unclear["text"].unique()[:_NAMED]
        )
        text = _("{names}等{count}处名称规格不能确定，请企业选定")
        parts.append(text.format(names=names, count=len(unclear)))
    yield paragraph(_("{parts}。").format(parts=_("；").join(parts)))
