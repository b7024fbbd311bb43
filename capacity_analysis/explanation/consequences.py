"""What a verdict leads to, what other documents would change, and what a saving is in carbon."""

from __future__ import annotations

from collections.abc import Iterator

from .. import vocabulary
from ..analysis.levels import BELOW_BASELINE, Ground
from ..assessment.energy_law import electricity
from ..text import _
from .facts import Lack, Term
from .levels import result_name
from .model import Carbon, Consequence, Deadline, Edition, Emission, LegalStep
from .sources import Sources, number, text

# Measures of targets that say until when a line below the baseline must be rebuilt or closed.
_DEADLINES = ("deadline", "share_below_baseline_at_most")


def consequence(sources: Sources, ground: Ground, product: str) -> Consequence | None:
    """Return what the plan has a hit lead to; None where the plan does not know the ground."""
    campaign = sources.assessment.campaign
    named = campaign.ground(ground.id)
    if named is None:
        return None
    task = campaign.task_of(named)
    return Consequence(
        action=named.action,
        authority=campaign.authority_of(named),
        lead=campaign.department_names(task.lead),
        cooperating=campaign.department_names(task.cooperating),
        basis=tuple(basis.law for basis in named.basis),
        legal_steps=tuple(
            LegalStep(step.label, step.text, step.law or _campaign_clause(step.clause))
            for step in campaign.legal_steps_of(named)
        ),
        deadlines=(_plan_deadline(sources, ground), *_other_deadlines(sources, ground, product)),
    )


def _campaign_clause(clause: str) -> str:
    return _("行动方案{clause}").format(clause=clause)


def _plan_deadline(sources: Sources, ground: Ground) -> Deadline:
    campaign = sources.assessment.campaign
    named = campaign.ground(ground.id)
    assert named is not None
    last = campaign.last_day_of(named)
    day = last.isoformat() if last else ""
    return Deadline(_campaign_clause(named.clause), named.deadline.text, day, None)


def _other_deadlines(sources: Sources, ground: Ground, product: str) -> Iterator[Deadline]:
    """Yield what law and national documents set: of the ground's law, and of the product."""
    named = sources.assessment.campaign.ground(ground.id)
    assert named is not None
    laws = {named.deadline.law, *(basis.law for basis in named.basis)} - {""}
    for one in sources.shared.in_force("enforcement_rules"):
        if text(one["clause"]) in laws:
            value = number(one["value"])
            said = text(one["value_text"]) or (f"{value:g}{text(one['unit'])}" if value else "")
            cited = sources.citation(str(one["document_id"]), str(one["row_id"]))
            yield Deadline(f"{text(one['clause'])}，{text(one['item'])}", said, "", cited)
    if ground.id != BELOW_BASELINE.id:
        return
    for one in sources.shared.in_force("policy_targets"):
        products = text(one["products"]).split(";")
        if text(one["measure"]) in _DEADLINES and (products == [""] or product in products):
            cited = sources.citation(str(one["document_id"]), str(one["row_id"]))
            yield Deadline(
                text(one["item"]), text(one["requirement"]), text(one["deadline"]), cited
            )


def change_name(change: str) -> str:
    """Return what another document or day changes, in words.

    Examples
    --------
    >>> change_name("relieved")
    '结论改变：由不达标变为达标'

    """
    return {
        "same": _("结论不变"),
        "stricter_hit": _("结论改变：由达标变为不达标"),
        "relieved": _("结论改变：由不达标变为达标"),
        "newly_covered": _("新纳入"),
        "no_longer_covered": _("不再纳入"),
        "not_checked": _("有数值未经核对，不能比较"),
        "undecided": _("至少一方不能判定"),
        "not_covered": _("两方都没有该产品的行"),
    }[change]


def editions(sources: Sources, ground: Ground) -> tuple[Edition, ...]:
    """Return the verdict under each alternative on a ground."""
    table = sources.own(sources.assessment["editions"])
    return tuple(
        Edition(
            alternative=str(one["alternative"]),
            title=text(one["title"]),
            day=str(one["day"]),
            row_now=text(one["row_id_now"]),
            threshold_now=number(one["threshold_now"]),
            result_now=result_name(ground, str(one["result_now"])),
            row_then=text(one["row_id_then"]),
            threshold_then=number(one["threshold_then"]),
            result_then=result_name(ground, str(one["result_then"])),
            confidence_then=text(one["confidence_then"]),
            reason_then=sources.lack(text(one["reason_then"])).label if text(one["reason_then"])
            else "",
            change=str(one["change"]),
            change_label=change_name(str(one["change"])),
            changed_by=text(one["changed_by"]),
        )
        for one in table[table["ground"] == ground.id].to_dict("records")
    )  # fmt: skip


def carbon_of(sources: Sources, terms: tuple[Term, ...]) -> Carbon:
    """Return the carbon dioxide of the line's energy, and of its saving on the benchmark ground."""
    one = sources.own(sources.assessment["carbon"]).iloc[0]
    emissions = _emissions(sources, terms)
    total = number(one["emission_tco2"])
    numbers = _counted_terms(sources, terms)
    reason = text(one["reason"])
    return Carbon(
        emissions=emissions if total is not None else (),
        total_tco2=total,
        counted_tco2=None
        if total is None
        else sum(each.tco2 or 0.0 for each in emissions if each.number in numbers),
        counted_tce=None
        if total is None
        else sum(term.energy_kgce or 0.0 for term in terms if term.number in numbers) / 1000,
        saving_to_baseline_tco2=number(one["saving_to_baseline_tco2"]),
        saving_to_advanced_tco2=number(one["saving_to_advanced_tco2"]),
        confidence=text(one["confidence"]),
        lack=_lack(sources, reason, text(one["carriers"])) if reason else None,
    )


def _lack(sources: Sources, reason: str, carriers: str) -> Lack:
    found = sources.lack(reason)
    names = _("、").join(vocabulary.carrier_name(each) for each in carriers.split(";") if each)
    return Lack(found.reason, found.label, names, found.department)


def _counted_terms(sources: Sources, terms: tuple[Term, ...]) -> set[int]:
    """Return the terms whose carbon a saving is a part of, as `carbon.of_saving` takes it."""
    gaps = sources.governing(BELOW_BASELINE)
    power = {term.number for term in terms if term.carrier in electricity()}
    if text(gaps["unit"]).startswith("kWh"):
        return power
    every = {term.number for term in terms}
    return every - power if gaps["indicator"] == "fuel" else every


def _emissions(sources: Sources, terms: tuple[Term, ...]) -> tuple[Emission, ...]:
    factors = sources.shared.emission_factors
    found = []
    for term in terms:
        known = factors.loc[term.carrier] if term.carrier in factors.index else None
        factor = number(known["tco2_per_base_unit"]) if known is not None else None
        amount = term.signed_quantity
        cited = None
        if known is not None:
            cited = sources.citation(str(known["document_id"]), str(known["factor_row"]))
        found.append(
            Emission(
                number=term.number,
                quantity=amount,
                quantity_unit=term.quantity_unit,
                factor=factor,
                later_year=bool(known["later"]) if known is not None else False,
                citation=cited,
                tco2=None if amount is None or factor is None else amount * factor,
            )
        )
    return tuple(found)
