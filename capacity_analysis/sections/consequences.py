"""What the plan has a finding lead to, and by when: two grounds of energy, never mixed.

A line below the baseline is rectified in a period that the authority sets; a line over a mandatory
limit in the period of a document of its own.
"""

from __future__ import annotations

from ..analysis.levels import BELOW_BASELINE, OVER_LIMIT
from ..campaign import Ground
from ..text import _
from .labels import unsure
from .numbers import day, listed, trimmed
from .view import IndustryView, records


def consequence(view: IndustryView, ground_id: str) -> str:
    """Return what follows a finding, as the end of a sentence; nothing where the plan is silent."""
    ground = view.assessment.campaign.ground(ground_id)
    if ground is None:
        return ""
    return _("；处置建议：{action}").format(action=_(ground.action).rstrip("。"))


def deadlines(view: IndustryView) -> str:
    """Return until when a line below the baseline must be mended: by the plan, and by the nation."""
    campaign = view.assessment.campaign
    ground = campaign.ground(BELOW_BASELINE.id)
    parts = [_by_plan(view, ground)] if ground else []
    national = view.assessment["policy_deadlines"]
    parts += [
        _("国家规定（{document}，{row}）：{scope}，{requirement}{day}{mark}").format(
            document=view.document_name(row.document_id),
            row=row.row_id,
            scope=row.scope,
            requirement=row.requirement,
            day=_("，期限{day}").format(day=day(row.deadline)) if row.deadline else "",
            mark=unsure(row.confidence),
        )
        for row in records(national)
        if _concerns(view, row.products)
    ]
    return _("；").join(parts)


def _concerns(view: IndustryView, products: str) -> bool:
    """Return whether a national deadline is for products that this industry's lines make."""
    return not products or not set(products.split(";")).isdisjoint(view.running["product_id"])


def _by_plan(view: IndustryView, ground: Ground) -> str:
    last = view.assessment.campaign.last_day_of(ground)
    if last is None:
        return _(ground.deadline.text).rstrip("。")
    return _("行动方案（{clause}）：最迟{day}").format(clause=ground.clause, day=day(last))


def period_over_limit(view: IndustryView) -> str:
    """Return the period that lines over a limit have, with its document; as the plan refers to it."""
    rules = {row.parameter: row for row in records(view.assessment["enforcement"])}
    if "over_limit_rectify_months" in rules:
        first, more = rules["over_limit_rectify_months"], rules["over_limit_extension_months"]
        return _(
            "整改期不超过{months}个月，可以延长一次、不超过{more}个月（{document}，{rows}）"
        ).format(
            months=trimmed(first.value),
            more=trimmed(more.value),
            document=first.clause,
            rows=listed([first.row_id, more.row_id]),
        )
    ground = view.assessment.campaign.ground(OVER_LIMIT.id)
    if ground is None:
        return ""
    rule = ground.deadline
    return _("{text}（{document}）").format(text=_(rule.text).rstrip("。"), document=rule.law)


def laws(view: IndustryView, ground_id: str) -> str:
    """Return the laws that a ground rests on; one from memory says so."""
    ground = view.assessment.campaign.ground(ground_id)
    if ground is None:
        return ""
    return listed(f"{basis.law}{unsure(basis.confidence)}" for basis in ground.basis)
