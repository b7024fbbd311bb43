"""The two boxes of the first page: what the leading group must decide, and what falls due."""

from __future__ import annotations

import datetime as dt

from ..campaign import Step, Target, Task
from ..standards import Confidence
from ..text import _
from .blocks import Inline, Points, points
from .consequences import period_over_limit
from .credit_conclusions import to_decide_support, to_decide_zombies
from .land_conclusions import to_decide_land, to_decide_parcels
from .numbers import day, listed
from .screened_conclusions import (
    due_findings,
    to_decide_exceptions,
    to_decide_exits,
    to_decide_overdue,
)
from .staff_conclusions import (
    due_explanations,
    to_decide_cohorts,
    to_decide_plans,
    to_decide_swamped,
)
from .view import IndustryView

_SOON, _LATER = 30, 90


def to_decide(view: IndustryView) -> Points:
    """Return what the leading group must decide: by whom it is carried out, and by when."""
    items = [
        item
        for item in (
            to_decide_exits(view),
            to_decide_overdue(view),
            to_decide_plans(view),
            to_decide_swamped(view),
            to_decide_land(view),
            to_decide_support(view),
            to_decide_zombies(view),
            _rectify(view),
            _rectify_limit(view),
            _supply(view),
            to_decide_cohorts(view),
            to_decide_parcels(view),
            to_decide_exceptions(view),
            _verify(view),
            _find_document(view),
        )
        if item is not None
    ]
    return points(
        items or [_("本期没有需要领导小组研究决定的事项。")],
        numbered=bool(items),
        title=_("需领导小组研究决定的事项"),
        boxed=True,
    )


def _rectify(view: IndustryView) -> Inline | None:
    if view.below.empty:
        return None
    campaign, as_of = view.assessment.campaign, view.assessment.as_of
    last = campaign.steps[-1] if campaign.steps else None
    latest = ""
    if last and last.end >= as_of:
        latest = _("（最迟{day}“{step}”阶段结束前）").format(day=day(last.end), step=last.label)
    template = _("明确{count}条低于基准水平生产线的整改期限{latest}。{lead}。")
    return template.format(count=len(view.below), latest=latest, lead=_lead(view))


def _rectify_limit(view: IndustryView) -> Inline | None:
    """Return the order to mend lines over a mandatory limit: in the period of its own document."""
    if view.over.empty:
        return None
    template = _("对{count}条超过强制性能耗限额的生产线下达限期治理要求：{period}。{lead}。")
    return template.format(
        count=len(view.over), period=period_over_limit(view) or _("期限待定"), lead=_lead(view)
    )


def _lead(view: IndustryView) -> str:
    """Return who leads on energy, with the clause of the plan that says so."""
    campaign = view.assessment.campaign
    task = campaign.task("energy")
    if task is None:
        return _("牵头：{lead}").format(lead=view.office)
    return _("牵头：{lead}（方案{clause}）").format(
        lead=campaign.department_names(task.lead), clause=task.clause
    )


def _supply(view: IndustryView) -> Inline | None:
    if view.missing.empty:
        return None
    step = view.assessment.campaign.step_on(view.assessment.as_of)
    due = (
        _("建议在{day}“{step}”阶段结束前完成").format(day=day(step.end), step=step.label)
        if step
        else _("并定出时限")
    )
    template = _("请{departments}补报{count}条生产线所缺数据，{due}。")
    lines = view.missing["line_code"].nunique()
    return template.format(departments=listed(view.lacking), count=lines, due=due)


def _verify(view: IndustryView) -> Inline | None:
    unseen = int((view.below["confidence"] == Confidence.CROSS_CHECKED).sum())
    parts = []
    if len(view.unchecked):
        parts.append(_("{count}条结论待核的生产线").format(count=len(view.unchecked)))
    if unseen:
        parts.append(_("{count}条低于基准水平的生产线（※）").format(count=unseen))
    if not parts:
        return None
    template = _("请{department}对照原文核对{parts}所依据的数值。")
    return template.format(department=_keeper(view), parts=listed(parts))


def _find_document(view: IndustryView) -> Inline | None:
    if not (view.undecided["reason"] == "no_document").any():
        return None
    template = _("请{department}提供{day}有效的能效标准文件，录入后重新评定。")
    return template.format(department=_keeper(view), day=day(view.assessment.as_of))


def _keeper(view: IndustryView) -> str:
    """Return the department that answers for the standards."""
    campaign = view.assessment.campaign
    return campaign.departments[campaign.suppliers.standard].label


def falling_due(view: IndustryView) -> Points:
    """Return what the plan itself dates within 30 and 90 days, and what findings have for a last day."""
    as_of = view.assessment.as_of
    of_plan = _("{what}（方案{clause}）")
    dated = [
        (until, of_plan.format(what=_what(what), clause=what.clause))
        for until, what in view.assessment.campaign.deadlines()
    ]
    items = []
    for until, text in sorted(
        [*dated, *due_findings(view), *due_explanations(view)], key=lambda each: each[0]
    ):
        left = (until - as_of) // dt.timedelta(days=1)
        if 0 <= left <= _LATER:
            span = _("30天内") if left <= _SOON else _("90天内")
            remaining = _("还有{count}天").format(count=left) if left else _("今天到期")
            items.append(
                _("{span}：{day}（{remaining}），{what}").format(
                    span=span, day=day(until), remaining=remaining, what=text
                )
            )
    return points(
        items or [_("90天内没有方案规定的到期事项。")],
        title=_("30天、90天内到期事项"),
        numbered=False,
        boxed=True,
    )


def _what(dated: Target | Step | Task) -> str:
    if isinstance(dated, Step):
        return _("工作步骤“{name}”结束").format(name=dated.label)
    if isinstance(dated, Task):
        return _("任务“{name}”到期").format(name=dated.label)
    return _("方案工作目标到期")
