"""The action plan of a county as data: scope, industries, steps, tasks and departments."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from . import paths
from .errors import DataError, UsageError
from .text import _, in_language

DEFAULT = "jiujiang-chaisang-2022"

# The supplier of what an enterprise says of itself.
SELF_CHECK = "enterprise"
Fact = Literal["electricity", "employees", "land"]

_Text = Annotated[str, Field(min_length=1)]
_Prefix = Annotated[str, Field(pattern=r"^\d{2,4}$")]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Named(_Strict):
    """Something that a page names, in English where the plan's file gives an English name."""

    name: _Text
    name_en: str = ""

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return in_language(self.name, self.name_en)


class Jurisdiction(_Named):
    """The area of a plan, and the areas above it whose rules hold there (codes of GB/T 2260)."""

    code: str = Field(pattern=r"^\d{6}$")
    chain: tuple[str, ...]


class Clause(_Strict):
    """A clause of the plan with what it says, shortened."""

    clause: str
    text: str


class Target(Clause):
    """The goal of the plan and its date."""

    deadline: dt.date


class Precedence(Clause):
    """How the plan stands to higher rules."""

    rule: Literal["higher"]


class Roster(Clause):
    """Whom the plan is carried out on: sections of GB/T 4754."""

    sections: tuple[str, ...]


class Department(_Named):
    """A department or body that the plan names."""

    office_of_campaign: bool = False


class LeadingGroup(Clause):
    """The group that leads the campaign: its members as departments, never as persons."""

    members: tuple[str, ...]


class Industry(_Named):
    """An industry with its own briefing, by prefixes of the GB/T 4754 code."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    prefixes: tuple[_Prefix, ...] = ()


class Step(_Named):
    """A work step: the plan's wording and the dates it is read as."""

    id: str
    clause: str
    wording: str
    start: dt.date
    end: dt.date

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.end < self.start:
            raise ValueError(f"step {self.id}: ends before it starts")
        return self


class Task(_Named):
    """A task of the plan and who leads it."""

    id: str
    clause: str
    lead: tuple[str, ...] = Field(min_length=1)
    deadline: dt.date | None = None
    wording: str = ""
    standard: str | None = None


class Suppliers(_Strict):
    """Which department supplies what a line lacks."""

    electricity: str
    energy: str
    production: str
    enterprise: str
    standard: str


class SourceRule(_Strict):
    """Which source of a fact rules: suppliers in order (``enterprise`` is the self-check).

    Values within the tolerance agree. Beyond it the first one rules, or the fact is contested until
    a person has settled it.
    """

    order: tuple[str, ...] = Field(min_length=2)
    tolerance_percent: float = Field(ge=0)
    beyond: Literal["ruling", "contested"]


class Campaign(_Strict):
    """An action plan, validated.

    Examples
    --------
    >>> campaign = Campaign.load()
    >>> campaign.industry_of("3011").name
    '水泥'
    >>> campaign.industry_of("1810").name
    '其他行业'

    """

    id: str
    title: str
    issuer: str
    issued: dt.date
    office: str
    office_en: str = ""
    briefing_title: str
    briefing_title_en: str = ""
    jurisdiction: Jurisdiction
    source: str
    confidence: Literal["verified", "cross_checked", "recalled"]
    target: Target
    precedence: Precedence
    roster: Roster
    leading_group: LeadingGroup | None = None
    departments: dict[str, Department]
    energy_intensive_divisions: tuple[str, ...]
    industries: tuple[Industry, ...]
    other_industries: Industry
    steps: tuple[Step, ...]
    tasks: tuple[Task, ...]
    suppliers: Suppliers
    source_precedence: dict[Fact, SourceRule] = Field(default_factory=dict)

    @classmethod
    def load(cls, name: str | Path = DEFAULT) -> Campaign:
        """Load a campaign by the name of a packaged one, or from a YAML file.

        Raises
        ------
        UsageError
            If there is no such campaign.
        DataError
            If the file breaks the schema.

        """
        from .standards import read_yaml

        given = Path(name)
        file = given if given.suffix else paths.data() / "campaigns" / f"{name}.yaml"
        if not file.is_file():
            known = sorted(path.stem for path in (paths.data() / "campaigns").glob("*.yaml"))
            message = _("没有行动方案“{name}”；现有：{known}，或给出YAML文件的路径。")
            raise UsageError(message.format(name=name, known="、".join(known)))
        content, defects = read_yaml(file)
        if defects:
            raise DataError("\n".join(f"{file}: {defect}" for defect in defects))
        try:
            return cls.model_validate(content)
        except ValidationError as error:
            raise DataError(f"{file}: {error}") from error

    @model_validator(mode="after")
    def _departments_exist(self) -> Self:
        named = {lead for task in self.tasks for lead in task.lead}
        named |= set(self.suppliers.model_dump().values())
        for rule in self.source_precedence.values():
            named |= set(rule.order) - {SELF_CHECK}
        named |= set(self.leading_group.members if self.leading_group else ())
        if unknown := sorted(named - self.departments.keys()):
            raise ValueError(f"unknown departments {unknown}")
        return self

    @model_validator(mode="after")
    def _ids_are_unique(self) -> Self:
        for label, ids in (
            ("industry", [industry.id for industry in self.all_industries]),
            ("step", [step.id for step in self.steps]),
            ("task", [task.id for task in self.tasks]),
            ("prefix", [prefix for industry in self.industries for prefix in industry.prefixes]),
        ):
            if repeated := sorted({value for value in ids if ids.count(value) > 1}):
                raise ValueError(f"{label} given twice: {repeated}")
        return self

    @model_validator(mode="after")
    def _chain_begins_at_home(self) -> Self:
        if not self.jurisdiction.chain or self.jurisdiction.chain[0] != self.jurisdiction.code:
            raise ValueError("jurisdiction.chain must begin with the plan's own area")
        return self

    @property
    def all_industries(self) -> tuple[Industry, ...]:
        """The industries of the plan, and at the end the one that gathers all others."""
        return (*self.industries, self.other_industries)

    @property
    def years_of_self_check(self) -> tuple[int, ...]:
        """The years that enterprises report on: the three before the plan was issued."""
        return tuple(range(self.issued.year - 3, self.issued.year))

    def industry(self, industry_id: str) -> Industry:
        """Return an industry by its id.

        Raises
        ------
        UsageError
            If the plan has no such industry.

        """
        for industry in self.all_industries:
            if industry.id == industry_id:
                return industry
        known = "、".join(f"{industry.id}（{industry.name}）" for industry in self.all_industries)
        message = _("行动方案没有行业“{name}”；可选：{known}。")
        raise UsageError(message.format(name=industry_id, known=known))

    def industry_of(self, code: str) -> Industry:
        """Return the industry whose prefix of the GB/T 4754 code is the longest match."""
        matches = [
            (len(prefix), industry)
            for industry in self.industries
            for prefix in industry.prefixes
            if code.startswith(prefix)
        ]
        return max(matches, key=lambda match: match[0])[1] if matches else self.other_industries

    def department_names(self, ids: Iterable[str]) -> str:
        """Return the names of departments, joined as the plan joins them."""
        return _("、").join(self.departments[department].label for department in ids)

    def task(self, task_id: str) -> Task | None:
        """Return a task by its id, or None where the plan has no such task."""
        return next((task for task in self.tasks if task.id == task_id), None)

    def step_on(self, day: dt.date) -> Step | None:
        """Return the work step whose window holds a day, or None outside the plan."""
        return next((step for step in self.steps if step.start <= day <= step.end), None)

    def deadlines(self) -> list[tuple[dt.date, Target | Step | Task]]:
        """Return what the plan dates, earliest first: the ends of steps, tasks and the goal."""
        dated: list[tuple[dt.date, Target | Step | Task]] = [
            *((step.end, step) for step in self.steps),
            *((task.deadline, task) for task in self.tasks if task.deadline),
            (self.target.deadline, self.target),
        ]
        return sorted(dated, key=lambda entry: entry[0])
