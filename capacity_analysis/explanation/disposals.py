"""What the findings of a line lead to: states, deadlines, the rule of precedence, the suggestion."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from ..assessment import Assessment
from ..assessment import finding_words as words
from ..campaign import Campaign
from ..text import _
from .disposal import Rule, Ruling, StepTaken, Suggestion
from .facts import Citation
from .sources import Shared, number, text

_UNIT = ("enterprise_id", "line_id", "equipment_id")


def rulings_of_line(
    shared: Shared, line_code: int, ground: str | None = None
) -> tuple[Ruling, ...]:
    """Return the findings on a line, its equipment and its whole enterprise, on all grounds or on one.

    In the order of the plan.
    """
    lines, table = shared.assessment["lines"], shared.assessment["findings"]
    owner = lines["enterprise_code"].iloc[line_code]
    whole = (table["enterprise_code"] == owner) & _of_whole(table)
    return _rulings(shared, table[(table["line_code"] == line_code) | whole], ground)


def rulings_of_enterprise(shared: Shared, enterprise_code: int) -> tuple[Ruling, ...]:
    """Return the findings on a whole enterprise and on its equipment of no line."""
    table = shared.assessment["findings"]
    own = table[(table["enterprise_code"] == enterprise_code) & (table["line_code"] < 0)]
    return _rulings(shared, own, None)


def _of_whole(table: pd.DataFrame) -> pd.Series:
    return (table["line_code"] < 0) & (table["device_code"] < 0)


def _rulings(shared: Shared, table: pd.DataFrame, ground: str | None) -> tuple[Ruling, ...]:
    order = {one.id: place for place, one in enumerate(shared.assessment.campaign.grounds)}
    wanted = table if ground is None else table[table["ground"] == ground]
    place = wanted["ground"].map(order).sort_values(kind="stable").index
    return tuple(_ruling(shared, one) for one in wanted.loc[place].to_dict("records"))


def _ruling(shared: Shared, one: Mapping[Any, Any]) -> Ruling:
    campaign = shared.assessment.campaign
    ground, result = str(one["ground"]), str(one["result"])
    known = campaign.ground(ground)
    reason = text(one["reason"])
    return Ruling(
        ground=ground,
        name=words.ground_name(campaign, ground),
        clause=known.clause if known else "",
        whole_enterprise=bool(one["line_code"] < 0 and one["device_code"] < 0),
        equipment_id=text(one["equipment_id"]),
        category=text(one["category"]),
        result=result,
        result_label=words.verdict(ground, result),
        reason=reason,
        reason_label=words.reason_name(reason) if reason else "",
        proof=text(one["proof"]),
        note=text(one["note"]),
        citation=_citation(shared, one),
        attribute_name=_attribute(shared, one),
        measured=number(one["measured"]),
        measured_text=words.measured_text(ground, text(one["measured_text"])),
        threshold=number(one["threshold"]),
        threshold_text=text(one["threshold_text"]),
        unit=text(one["unit"]),
        confidence=text(one["confidence"]),
        **_following(campaign, one),
    )


def _following(campaign: Campaign, one: Mapping[Any, Any]) -> dict[str, str]:
    """Return state, deadlines, departments and cells of a finding."""
    state, basis = text(one["state"]), text(one["deadline_basis"])
    days = ("ordered_on", "due_on", "deadline", "plan_deadline", "national_deadline",
            "entry_deadline")  # fmt: skip
    return {
        **{name: text(one[name]) for name in days},
        "state": state,
        "state_label": words.state_name(state),
        "deadline_basis": basis,
        "deadline_basis_label": words.basis_name(basis),
        "action": text(one["action"]),
        "authority": words.authority_name(campaign, text(one["authority"])),
        "legal_basis": text(one["legal_basis"]),
        "department": words.department_names(campaign, text(one["department"])),
        "cooperating": words.department_names(campaign, text(one["cooperating"])),
        "supplier": words.department_names(campaign, text(one["supplier"])),
        "cells": text(one["source_cell"]),
    }


def _citation(shared: Shared, one: Mapping[Any, Any]) -> Citation | None:
    row = text(one["row_id"])
    return shared.cited(text(one["document"]), row)[0] if row else None


def _attribute(shared: Shared, one: Mapping[Any, Any]) -> str:
    """Return what was measured: an indicator as its row calls it, or as the finding says."""
    named = ""
    if text(one["row_id"]):
        row = shared.cited(text(one["document"]), text(one["row_id"]))[1]
        named = str(row.get("indicator_zh") or "")
    return named or words.measured_name(str(one["ground"]), text(one["attribute"]))


def suggestions(assessment: Assessment, decided: pd.DataFrame) -> tuple[Suggestion, ...]:
    """Return rows of the table `dispositions` as an explanation tells them."""
    return tuple(_suggestion(assessment, one) for one in decided.to_dict("records"))


def of_line(assessment: Assessment, line_code: int) -> pd.DataFrame:
    """Return the row of `dispositions` that is about a line."""
    decided = assessment["dispositions"]
    return decided[(decided["scope"] == "line") & (decided["line_code"] == line_code)]


def of_enterprise(assessment: Assessment, enterprise_code: int) -> pd.DataFrame:
    """Return the rows of `dispositions` that are about an enterprise, its lines and its equipment."""
    decided = assessment["dispositions"]
    return decided[decided["enterprise_code"] == enterprise_code]


def _suggestion(assessment: Assessment, one: Mapping[Any, Any]) -> Suggestion:
    campaign = assessment.campaign
    known = campaign.disposition(str(one["disposition"]))
    state, basis = text(one["state"]), text(one["deadline_basis"])
    grounds = [each for each in text(one["grounds"]).split(";") if each]
    return Suggestion(
        scope=str(one["scope"]),
        unit=text(one["line_id"]) or text(one["equipment_id"]) or _("全厂"),
        disposition=str(one["disposition"]),
        name=known.label if known else str(one["disposition"]),
        text=known.text if known else "",
        rule=_rule(campaign, str(one["rule"])),
        grounds=_("、").join(words.ground_name(campaign, each) for each in grounds),
        findings=int(one["findings"]),
        open_questions=int(one["open_questions"]),
        state=state,
        state_label=words.state_name(state),
        deadline=text(one["deadline"]),
        deadline_basis=basis,
        deadline_basis_label=words.basis_name(basis),
        department=words.department_names(campaign, text(one["department"])),
        cooperating=words.department_names(campaign, text(one["cooperating"])),
        authority=words.authority_name(campaign, text(one["authority"])),
        exits=bool(one["exits"]),
        steps=_steps(assessment, one),
    )


def _rule(campaign: Campaign, rule_id: str) -> Rule | None:
    rules = campaign.disposition_rules
    for place, rule in enumerate(rules, 1):
        if rule.id == rule_id:
            return Rule(rule.id, place, len(rules), rule.text, rule.clause, rule.source)
    return None


def _steps(assessment: Assessment, unit: Mapping[Any, Any]) -> tuple[StepTaken, ...]:
    table = assessment["legal_steps"]
    own = pd.Series(True, index=table.index)
    for name in _UNIT:
        value = text(unit[name])
        own &= (table[name] == value) if value else table[name].isna()
    return tuple(_step(assessment.campaign, one) for one in table[own].to_dict("records"))


def _step(campaign: Campaign, one: Mapping[Any, Any]) -> StepTaken:
    step, status = str(one["step"]), str(one["status"])
    known = next((each for each in campaign.legal_steps if each.id == step), None)
    basis = ""
    if known:
        basis = known.law or _("行动方案{clause}").format(clause=known.clause)
    return StepTaken(
        step=step,
        name=words.legal_step_names(campaign, step),
        kind=str(one["kind"]),
        basis=basis,
        status=status,
        status_label=words.step_status(status),
        done_on=text(one["done_on"]),
        document_no=text(one["document_no"]),
        cell=text(one["source_cell"]),
    )
