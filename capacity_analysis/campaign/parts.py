"""What an action plan is made of: clauses, departments, tasks, grounds, steps, measures."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from ..text import in_language

# Where a statement comes from: the plan's own text, a law, or an arrangement of this project that
# a county may change.
Source = Literal["plan", "law", "project"]

# The ledger's own lists, which lie in a room above: a test holds them against the registry.
InspectionResult = Literal["passed", "failed", "rectify", "suspended", "closed", "fined"]
Severity = Literal["minor", "ordinary", "serious"]
Rating = Literal["A", "B", "C", "D"]
Milestone = Literal["self_check_returned", "commitment_signed", "on_site_checked", "notice_issued",
                    "voluntary_exit", "production_stopped", "sealed", "dismantled",
                    "licences_cancelled", "public_notice", "exit_accepted"]  # fmt: skip

Text = Annotated[str, Field(min_length=1)]
Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
_Prefix = Annotated[str, Field(pattern=r"^\d{2,4}$")]


class Strict(BaseModel):
    """A part of a plan: no key that nobody reads, and no change after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Named(Strict):
    """Something that a page names, in English where the plan's file gives an English name."""

    name: Text
    name_en: str = ""

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return in_language(self.name, self.name_en)


class Jurisdiction(Named):
    """The area of a plan, and the areas above it whose rules hold there (codes of GB/T 2260)."""

    code: str = Field(pattern=r"^\d{6}$")
    chain: tuple[str, ...]


class Clause(Strict):
    """A clause of the plan with what it says, shortened."""

    clause: Text
    text: Text


class Target(Clause):
    """The goal of the plan and its date."""

    deadline: dt.date


class Precedence(Clause):
    """How the plan stands to higher rules."""

    rule: Literal["higher"]


class Roster(Clause):
    """Whom the plan is carried out on: sections of GB/T 4754."""

    sections: tuple[str, ...]


class Department(Named):
    """A department or body that the plan names."""

    office_of_campaign: bool = False


class LeadingGroup(Clause):
    """The group that leads the campaign: its members as departments, never as persons."""

    members: tuple[str, ...]


class Industry(Named):
    """An industry with its own briefing, by prefixes of the GB/T 4754 code."""

    id: Id
    prefixes: tuple[_Prefix, ...] = ()


class Action(Strict):
    """What a work step asks for, in this project's words."""

    id: Id
    text: Text


class Step(Named):
    """A work step: the plan's wording, the dates it is read as, and what it asks for."""

    id: str
    clause: str
    wording: str
    start: dt.date
    end: dt.date
    actions: tuple[Action, ...] = ()

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.end < self.start:
            raise ValueError(f"step {self.id}: ends before it starts")
        return self


class Task(Named):
    """A task of the plan, who leads it and who cooperates.

    `wording` quotes the plan; `text` says in this project's words what the task asks for.
    """

    id: str
    clause: str
    lead: tuple[str, ...] = Field(min_length=1)
    cooperating: tuple[str, ...] = ()
    deadline: dt.date | None = None
    wording: str = ""
    text: str = ""
    standard: str | None = None

    @model_validator(mode="after")
    def _leads_or_cooperates(self) -> Self:
        if both := sorted({*self.lead} & {*self.cooperating}):
            raise ValueError(f"task {self.id}: {both} both lead and cooperate")
        return self


class LegalStep(Named):
    """What must be done before an exit, and the law or the clause of the plan that asks for it.

    A `procedure` leads to the decision, in the order of the file; a `gate` must be passed before
    the line is dismantled or its workers leave.
    """

    id: Id
    kind: Literal["procedure", "gate"]
    text: Text
    law: str = ""
    clause: str = ""
    confidence: Literal["verified", "cross_checked", "recalled"]

    @model_validator(mode="after")
    def _has_a_source(self) -> Self:
        if bool(self.law) == bool(self.clause):
            raise ValueError(f"legal step {self.id}: name either its law or its clause of the plan")
        return self


class Basis(Strict):
    """A law or document behind a ground, and how surely it was read."""

    law: Text
    confidence: Literal["verified", "cross_checked", "recalled"]


class DeadlineRule(Strict):
    """Until when a finding must be mended.

    `plan_date`: the date of the ground's task. `set_in_notice`: the period that the authority sets
    when it orders the rectification, `latest_step` being the work step in which it must end.
    `at_once`: production stops first. `by_law`: the period of the document `law`, in months from the
    order: `period` and `extension` name its parameters among the enforcement rules of
    data/standards. `not_stated`: the plan sets none; the plan's goal is the last day.
    """

    rule: Literal["plan_date", "set_in_notice", "at_once", "by_law", "not_stated"]
    text: Text
    law: str = ""
    period: str = ""
    extension: str = ""
    latest_step: str | None = None

    @model_validator(mode="after")
    def _names_its_law(self) -> Self:
        if (self.rule == "by_law") != bool(self.law):
            raise ValueError("a deadline names its law exactly where its rule is by_law")
        if bool(self.law) != bool(self.period) or (self.extension and not self.period):
            raise ValueError("a deadline names a period exactly where it names a law")
        if self.latest_step and self.rule not in ("set_in_notice", "not_stated"):
            raise ValueError(f"a deadline of rule {self.rule} has no latest_step")
        return self


class Ground(Named):
    """A ground on which a line or an enterprise is found outdated.

    `finding` says what makes a finding, `action` what must follow, `authority` (of `authorities`
    or a department) who decides, `legal_steps` what law asks for before that; `standards` names
    the kinds of tables in data/standards that hold its thresholds.

    Of a ground that rests on a department's records: `violations` are the results of an inspection
    that make a finding, `absent` is what it means that the department has no record of an
    enterprise. `ratings` are those that make a finding together with a restricted entry.
    `acceptance_clears`: accepted rectification clears the line; otherwise its data have to.
    """

    id: Id
    clause: Text
    task: str
    source: Source
    finding: Text
    action: Text
    authority: str
    authority_source: Source
    basis: tuple[Basis, ...] = ()
    legal_steps: tuple[str, ...] = ()
    deadline: DeadlineRule
    standards: tuple[str, ...] = ()
    violations: tuple[InspectionResult, ...] = ()
    absent: Literal["clear", "undecided"] = "undecided"
    ratings: tuple[Rating, ...] = ()
    acceptance_clears: bool = False


class Case(Strict):
    """What a measure means for an enterprise that did this or that."""

    when: Text
    then: Text


class Measure(Clause):
    """A policy measure of the plan, carried out by the departments of its task."""

    id: Id
    task: str
    source: Source
    cases: tuple[Case, ...] = ()


class Safeguard(Clause, Named):
    """A safeguard of the plan and who answers for it."""

    id: Id
    lead: tuple[str, ...] = Field(min_length=1)
    source: Source


class Indicator(Named):
    """A rate by which the plan's goal is measured.

    `wording` is what the plan says of it; where the plan defines no rate, `definition` is
    ``project``. The goal is `complete` (all of it) or `rise` (compared with the first assessment).
    """

    id: Id
    clause: Text
    wording: Text
    goal: Literal["complete", "rise"]
    deadline: dt.date
    numerator: Text
    denominator: Text
    unit: Text
    definition: Source


class Suppliers(Strict):
    """Which department supplies what a line lacks.

    What the plan names no department for comes with the enterprise's return.
    """

    electricity: str
    energy: str
    production: str
    enterprise: str
    standard: str
    equipment: str = ""
    rating: str = ""
    workforce: str = ""
    finance: str = ""
    loans: str = ""
    land: str = ""

    @model_validator(mode="before")
    @classmethod
    def _with_the_return(cls, given: object) -> object:
        if not isinstance(given, dict):
            return given
        return {name: given.get("enterprise", "") for name in cls.model_fields} | given


class SourceRule(Strict):
    """Which source of a fact rules: suppliers in order (``enterprise`` is the self-check).

    Values within the tolerance agree. Beyond it the first one rules, or the fact is contested until
    a person has settled it.
    """

    order: tuple[str, ...] = Field(min_length=2)
    tolerance_percent: float = Field(ge=0)
    beyond: Literal["ruling", "contested"]
