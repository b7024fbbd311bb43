"""工作进度: what the steps of the plan asked for, what of it is done, and what is overdue."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from .. import figures
from ..assessment.finding_words import item_name
from ..text import _
from .blocks import Block, Column, Figure, Inline, Section, paragraph, section, strong, table
from .exit_files import exit_files
from .finding_cells import MOST_ROWS, departments_or_dash, left_off, named_unit, on_day
from .heading import heading, part
from .numbers import listed
from .units import ground_name
from .view import IndustryView, records

FIGURE = "figure-stages"
TABLE = "table-progress"
OVERDUE_TABLE = "table-overdue"
OVERDUE_BY_TABLE = "table-overdue-by"
# What a row of the table of overdue work puts together.
_TOGETHER = ["enterprise_id", "line_id", "equipment_id", "deadline", "department"]


def work_progress(view: IndustryView) -> Section:
    """Return the stages as bars and numbers, what is overdue by name, and the files of exits."""
    own = of_industry(view)
    blocks: list[Block] = [heading("work_progress"), part(1, _("各步骤进度"))]
    if not is_recorded(view):
        nothing = _("台账没有登记任何工作进度，各步骤完成多少、逾期多少不得而知；登记后再报。")
        blocks.append(paragraph(nothing))
    elif own.empty:
        blocks.append(paragraph(_("没有工作进度可列。")))
    else:
        blocks += [_figure(view, own), _table(view, own)]
    blocks += [part(2, _("逾期事项")), *_overdue(view), part(3, _("退出企业资料"))]
    return section(*blocks, *exit_files(view))


def is_recorded(view: IndustryView) -> bool:
    """Tell whether the ledger records anything that was done: without a record nothing is overdue."""
    progress = view.assessment["progress"]
    return bool((progress["done"] > 0).any())


def of_industry(view: IndustryView) -> pd.DataFrame:
    """Return the progress of the industry by item of the plan, `open` being what is not due yet."""
    progress = view.assessment["progress"]
    own = progress[(progress["group_kind"] == "industry") & (progress["group"] == view.industry_id)]
    items = [item.id for item in view.assessment.campaign.progress.items]
    order = pd.Categorical(own["item"], categories=items).codes
    own = own.assign(by=order).sort_values("by", kind="stable", ignore_index=True)
    return own.assign(open=own["due"] - own["done"] - own["overdue"] - own["at_risk"])


def item_label(view: IndustryView, item: str) -> str:
    """Return what an item of the plan is called; of what is none of them, what it is."""
    for each in view.assessment.campaign.progress.items:
        if each.id == item:
            return each.label
    return item_name(item)


def _step_label(view: IndustryView, step: str) -> str:
    named = {each.id: each.label for each in view.assessment.campaign.steps}
    return named.get(step, step)


def _figure(view: IndustryView, own: pd.DataFrame) -> Figure:
    labels = {
        "done": _("已完成"),
        "open": _("未到期"),
        "at_risk": _("临近期限"),
        "overdue": _("逾期"),
    }
    template = _("{step}·{item}")
    drawn = figures.plan_stages(
        own,
        names=[
            template.format(step=_step_label(view, row.step), item=item_label(view, row.item))
            for row in records(own)
        ],
        labels=labels,
        axis_label=_("应完成的数量（家、条）"),
    )
    title = _title(own)
    return Figure(
        anchor=FIGURE,
        title=title,
        caption=_(
            "每项工作一条，全长为应完成数；斜线为逾期，点为{days}天内到期，白色为未到期。"
        ).format(days=view.assessment.campaign.progress.at_risk_days),
        alt=title,
        svg=figures.to_svg(drawn),
        source=_("来源：台账{file}（数据截至{day}），明细见工作进度表").format(
            file=view.assessment.ledger_file, day=view.data_day
        ),
    )


def _title(own: pd.DataFrame) -> str:
    due, done, overdue = (int(own[name].sum()) for name in ("due", "done", "overdue"))
    if not overdue:
        return _("应完成{due}项次，已完成{done}项次，没有逾期").format(due=due, done=done)
    text = _("应完成{due}项次，已完成{done}项次，逾期{overdue}项次")
    return text.format(due=due, done=done, overdue=overdue)


def _table(view: IndustryView, own: pd.DataFrame) -> Block:
    columns = [
        Column(_("工作步骤"), width=1.6),
        Column(_("事项"), width=1.8),
        Column(_("应完成"), "right", 1.0),
        Column(_("已完成"), "right", 1.0),
        Column(_("逾期"), "right", 1.0),
        Column(_("临近期限"), "right", 1.0),
        Column(_("全区已完成／应完成"), "right", 1.6),
        Column(_("全区逾期"), "right", 1.0),
    ]
    progress = view.assessment["progress"]
    whole = progress[progress["group_kind"] == "all"].set_index("item")
    rows = [_row(view, row, whole) for row in records(own)]
    caption = _("{industry}工作进度（家、条）").format(industry=view.sector)
    return table(TABLE, caption, columns, rows, [_counted_by(view)])


def _counted_by(view: IndustryView) -> str:
    """Return what each item is counted by: enterprises, or the lines that it concerns."""
    templates = {
        "all": _("{items}按企业计"),
        "findings": _("{items}按有问题的生产线计"),
        "exits": _("{items}按退出的生产线计"),
    }
    items = view.assessment.campaign.progress.items
    parts = [
        template.format(items=listed(item.label for item in items if item.concerns == concerns))
        for concerns, template in templates.items()
        if any(item.concerns == concerns for item in items)
    ]
    return _("{parts}。").format(parts=_("；").join(parts))


def _row(view: IndustryView, row: Any, whole: pd.DataFrame) -> list[Inline]:
    district: Any = whole.loc[row.item] if row.item in whole.index else None
    return [
        _step_label(view, row.step),
        item_label(view, row.item),
        str(row.due),
        str(row.done),
        strong(str(row.overdue)) if row.overdue else "0",
        str(row.at_risk),
        "—" if district is None else _("{done}／{due}").format(done=district["done"], due=district["due"]),
        "—" if district is None else str(district["overdue"]),
    ]  # fmt: skip


def overdue_of(view: IndustryView) -> pd.DataFrame:
    """Return what is overdue in the industry, the longest first.

    Where the ledger records nothing of the plan's steps, orders alone are known to be overdue.
    """
    rows = view.of_enterprises("overdue")
    if not is_recorded(view):
        steps = [item.id for item in view.assessment.campaign.progress.items]
        rows = rows[~rows["item"].isin(steps)]
    return rows.sort_values(["days", "enterprise_id"], ascending=[False, True], kind="stable")


def _overdue(view: IndustryView) -> Iterator[Block]:
    rows = overdue_of(view)
    if rows.empty:
        none = _("没有逾期事项。") if is_recorded(view) else _("已下达的整改通知没有逾期的。")
        yield paragraph(none)
        return
    yield _overdue_by(view, rows)
    columns = [
        Column(_("企业"), width=2.6),
        Column(_("生产线（装备）"), width=1.4),
        Column(_("逾期事项"), width=2.6),
        Column(_("期限"), width=1.7),
        Column(_("已逾期（天）"), "right", 1.0),
        Column(_("责任单位"), width=1.9),
        Column(_("乡镇（街道）"), width=1.4),
    ]
    together = rows.groupby(_TOGETHER, sort=False, dropna=False)
    groups = [of_unit for _key, of_unit in together]
    cells = [_late(view, of_unit) for of_unit in groups[:MOST_ROWS]]
    caption = _("{industry}逾期事项").format(industry=view.sector)
    yield table(OVERDUE_TABLE, caption, columns, cells, left_off(len(groups)))


def _late(view: IndustryView, of_unit: pd.DataFrame) -> list[Inline]:
    """Return what a unit should have done by the same day."""
    row: Any = next(records(of_unit))
    return [
        row.enterprise_name,
        named_unit(row),
        listed(_what(view, each) for each in records(of_unit)),
        on_day(row.deadline),
        strong(str(int(row.days))),
        departments_or_dash(view, row.department),
        row.township if isinstance(row.township, str) and row.township else "—",
    ]


def _what(view: IndustryView, row: Any) -> str:
    label = item_label(view, row.item)
    if isinstance(row.ground, str) and row.ground:
        return _("{item}（{ground}）").format(item=label, ground=ground_name(view, row.ground))
    return label


def _overdue_by(view: IndustryView, rows: pd.DataFrame) -> Block:
    """Return how many things are overdue, by department and by township."""
    named = rows.assign(
        department=[departments_or_dash(view, ids) for ids in rows["department"]],
        township=rows["township"].fillna("").replace("", _("未填写")),
    )
    columns = [
        Column(_("分组"), width=1.5),
        Column(_("责任单位、乡镇（街道）"), width=4),
        Column(_("逾期（项）"), "right", 1.2),
        Column(_("最长逾期（天）"), "right", 1.2),
    ]
    cells: list[list[Inline]] = []
    for by, label in (("department", _("责任单位")), ("township", _("乡镇（街道）"))):
        counted = named.groupby(by)["days"].agg(["size", "max"])
        counted = counted.sort_values(["size", "max"], ascending=False, kind="stable")
        cells += [
            [label, str(name), str(count), str(int(longest))]
            for name, count, longest in counted.itertuples()
        ]
    caption = _("{industry}逾期事项的分布").format(industry=view.sector)
    return table(OVERDUE_BY_TABLE, caption, columns, cells)
