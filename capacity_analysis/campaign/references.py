"""What the parts of a plan say of one another, and what of it cannot be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from .. import vocabulary

if TYPE_CHECKING:
    from .plan import Campaign


def defects(campaign: Campaign, self_check: str) -> Iterator[str]:
    """Yield every reference of a plan to something that it does not hold, and every twin.

    Parameters
    ----------
    campaign : Campaign
        A plan whose parts are sound, each by itself.
    self_check : str
        The supplier that is no department.

    """
    yield from _unknown("departments", _departments_named(campaign, self_check),
                        campaign.departments)  # fmt: skip
    yield from _unknown("authorities", (ground.authority for ground in campaign.grounds),
                        campaign.authorities.keys() | campaign.departments.keys())  # fmt: skip
    tasks = {task.id for task in campaign.tasks}
    yield from _unknown("tasks", _tasks_named(campaign), tasks)
    yield from _unknown("steps", _steps_named(campaign), {step.id for step in campaign.steps})
    yield from _unknown(
        "legal steps",
        _legal_steps_named(campaign),
        {step.id for step in campaign.legal_steps},
    )
    advice = campaign.credit.advice
    grounds = {each for rule in campaign.disposition_rules for each in rule.grounds}
    grounds |= {each for one in advice for each in one.grounds}
    yield from _unknown("grounds", grounds, {ground.id for ground in campaign.grounds})
    suggested = {rule.disposition for rule in campaign.disposition_rules}
    suggested |= {each for one in advice for each in one.dispositions}
    yield from _unknown("dispositions", suggested, {one.id for one in campaign.dispositions})
    yield from _unknown("products", _products_named(campaign), vocabulary.products())
    yield from _rules(campaign)
    yield from _unknown_kinds(campaign)
    yield from _twins(campaign)
    yield from _dates(campaign)


def _unknown(what: str, named: Iterable[str], known: Iterable[str]) -> Iterator[str]:
    if unknown := sorted(set(named) - set(known)):
        yield f"unknown {what} {unknown}"


def _departments_named(campaign: Campaign, self_check: str) -> set[str]:
    named = {each for task in campaign.tasks for each in (*task.lead, *task.cooperating)}
    named |= set(campaign.suppliers.model_dump().values())
    for rule in campaign.source_precedence.values():
        named |= set(rule.order) - {self_check}
    named |= set(campaign.leading_group.members if campaign.leading_group else ())
    return named | {each for safeguard in campaign.safeguards for each in safeguard.lead}


def _products_named(campaign: Campaign) -> set[str]:
    return {each for one in campaign.credit.power_price_industries for each in one.products}


def _tasks_named(campaign: Campaign) -> set[str]:
    named = {ground.task for ground in campaign.grounds} | {each.task for each in campaign.measures}
    return named | {rule.task for rule in campaign.disposition_rules if rule.task}


def _steps_named(campaign: Campaign) -> set[str]:
    named = {ground.deadline.latest_step for ground in campaign.grounds}
    named |= {rule.step for rule in campaign.disposition_rules}
    return {step for step in named if step} | {item.step for item in campaign.progress.items}


def _legal_steps_named(campaign: Campaign) -> set[str]:
    named = {step for ground in campaign.grounds for step in ground.legal_steps}
    named |= {step for rule in campaign.disposition_rules for step in rule.legal_steps or ()}
    return named | {item.procedure for item in campaign.exit_file.items if item.procedure}


def _rules(campaign: Campaign) -> Iterator[str]:
    """Yield where the rules of disposition leave a line without one, or can't ever hold."""
    rules = campaign.disposition_rules
    if not rules or not rules[-1].always_holds:
        yield "the last of disposition_rules must hold for every line"
    yield from (f"disposition rule {rule.id}: those after it can never hold"
                for rule in rules[:-1] if rule.always_holds)  # fmt: skip
    if both := sorted({*campaign.open_questions.not_concerned}
                      & {*campaign.open_questions.shown_only}):  # fmt: skip
        yield f"open questions: {both} both not concerned and shown"


def _unknown_kinds(campaign: Campaign) -> Iterator[str]:
    from ..standards import KINDS

    named = (kind for ground in campaign.grounds for kind in ground.standards)
    yield from _unknown("kinds of standards", named, KINDS)


def _twins(campaign: Campaign) -> Iterator[str]:
    industries = campaign.industries
    for label, ids in (
        ("industry", [industry.id for industry in campaign.all_industries]),
        ("prefix", [prefix for industry in industries for prefix in industry.prefixes]),
        ("step", [step.id for step in campaign.steps]),
        ("action", [action.id for step in campaign.steps for action in step.actions]),
        ("task", [task.id for task in campaign.tasks]),
        ("ground", [ground.id for ground in campaign.grounds]),
        ("legal step", [step.id for step in campaign.legal_steps]),
        ("measure", [measure.id for measure in campaign.measures]),
        ("safeguard", [safeguard.id for safeguard in campaign.safeguards]),
        ("indicator", [indicator.id for indicator in campaign.indicators]),
        ("disposition", [one.id for one in campaign.dispositions]),
        ("disposition rule", [rule.id for rule in campaign.disposition_rules]),
        ("milestone of progress", [str(item.id) for item in campaign.progress.items]),
        ("advice on credit", [one.id for one in campaign.credit.advice]),
        ("stability indicator", [str(one.id) for one in campaign.stability.indicators]),
        ("route of land", [str(route.id) for route in campaign.land.routes]),
        ("item of the exit file", [item.id for item in campaign.exit_file.items]),
        ("authority or department", [*campaign.authorities, *campaign.departments]),
    ):
        if repeated := sorted({value for value in ids if ids.count(value) > 1}):
            yield f"{label} given twice: {repeated}"


def _dates(campaign: Campaign) -> Iterator[str]:
    for before, after in zip(campaign.steps, campaign.steps[1:], strict=False):
        if after.start <= before.end:
            yield f"step {after.id}: starts before {before.id} has ended"
    dated = {task.id for task in campaign.tasks if task.deadline}
    for ground in campaign.grounds:
        if ground.deadline.rule == "plan_date" and ground.task not in dated:
            yield f"ground {ground.id}: the plan sets no date for its task {ground.task}"
