"""A whole action plan, validated, and what can be asked of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, ValidationError, model_validator

from .. import paths
from ..errors import DataError, UsageError
from ..text import _
from . import (
    parts,
    parts_credit,
    parts_dispositions,
    parts_land,
    parts_people,
    parts_progress,
    references,
)

DEFAULT = "jiujiang-chaisang-2022"

# The supplier of what an enterprise says of itself.
SELF_CHECK = "enterprise"
Fact = Literal["electricity", "employees", "land"]


class Campaign(parts.Strict):
    """An action plan, validated.

    Examples
    --------
    >>> campaign = Campaign.load()
    >>> campaign.industry_of("3011").name
    '水泥'
    >>> campaign.industry_of("1810").name
    '其他行业'
    >>> campaign.ground("below_baseline").name
    '能效低于基准水平'

    """

    id: str
    title: str
    issuer: str
    issued: dt.date
    office: str
    office_en: str = ""
    briefing_title: str
    briefing_title_en: str = ""
    jurisdiction: parts.Jurisdiction
    source: str
    confidence: Literal["verified", "cross_checked", "recalled"]
    target: parts.Target
    precedence: parts.Precedence
    roster: parts.Roster
    principles: tuple[parts.Clause, ...] = ()
    scope: parts.Clause | None = None
    leading_group: parts.LeadingGroup | None = None
    departments: dict[str, parts.Department]
    authorities: dict[str, parts.Named] = Field(default_factory=dict)
    energy_intensive_divisions: tuple[str, ...]
    industries: tuple[parts.Industry, ...]
    other_industries: parts.Industry
    steps: tuple[parts.Step, ...]
    tasks: tuple[parts.Task, ...]
    grounds: tuple[parts.Ground, ...] = ()
    legal_steps: tuple[parts.LegalStep, ...] = ()
    measures: tuple[parts.Measure, ...] = ()
    safeguards: tuple[parts.Safeguard, ...] = ()
    indicators: tuple[parts.Indicator, ...] = ()
    dispositions: tuple[parts_dispositions.Disposition, ...]
    disposition_rules: tuple[parts_dispositions.DispositionRule, ...]
    open_questions: parts_dispositions.OpenQuestions
    replacement: parts_dispositions.KeyRegion | None = None
    progress: parts_progress.Progress
    exit_file: parts_progress.ExitFile
    visits: parts_progress.Visits
    labour: parts_people.Labour = Field(default_factory=parts_people.Labour)
    stability: parts_people.Stability = Field(default_factory=parts_people.Stability)
    age_bands: parts_people.AgeBands | None = None
    credit: parts_credit.Credit = Field(default_factory=parts_credit.Credit)
    zombies: parts_credit.Zombies | None = None
    land: parts_land.Land = Field(default_factory=parts_land.Land)
    suppliers: parts.Suppliers
    source_precedence: dict[Fact, parts.SourceRule] = Field(default_factory=dict)

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
        from ..standards import read_yaml

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
    def _refers_to_what_it_holds(self) -> Self:
        if defects := list(references.defects(self, SELF_CHECK)):
            raise ValueError("; ".join(defects))
        return self

    @model_validator(mode="after")
    def _chain_begins_at_home(self) -> Self:
        if not self.jurisdiction.chain or self.jurisdiction.chain[0] != self.jurisdiction.code:
            raise ValueError("jurisdiction.chain must begin with the plan's own area")
        return self

    @property
    def all_industries(self) -> tuple[parts.Industry, ...]:
        """The industries of the plan, and at the end the one that gathers all others."""
        return (*self.industries, self.other_industries)

    @property
    def years_of_self_check(self) -> tuple[int, ...]:
        """The years that enterprises report on: the three before the plan was issued."""
        return tuple(range(self.issued.year - 3, self.issued.year))

    def industry(self, industry_id: str) -> parts.Industry:
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

    def industry_of(self, code: str) -> parts.Industry:
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

    def task(self, task_id: str) -> parts.Task | None:
        """Return a task by its id, or None where the plan has no such task."""
        return next((task for task in self.tasks if task.id == task_id), None)

    def ground(self, ground_id: str) -> parts.Ground | None:
        """Return a ground by its id, or None where the plan has no such ground."""
        return next((ground for ground in self.grounds if ground.id == ground_id), None)

    def disposition(self, disposition_id: str) -> parts_dispositions.Disposition | None:
        """Return a disposition by its id, or None where the plan has no such disposition."""
        return next((one for one in self.dispositions if one.id == disposition_id), None)

    def task_of(self, ground: parts.Ground) -> parts.Task:
        """Return the task that a ground belongs to: its departments look for findings."""
        return next(task for task in self.tasks if task.id == ground.task)

    def authority_of(self, ground: parts.Ground) -> str:
        """Return the name of who decides on a ground, in the reader's language."""
        return {**self.departments, **self.authorities}[ground.authority].label

    def last_day_of(self, ground: parts.Ground) -> dt.date | None:
        """Return the last day that the plan leaves for a finding on a ground.

        The date of its task, the end of the work step in which the rectification must end, or the
        plan's goal where it sets none; None where production stops at once or a law sets a period
        of its own.

        Examples
        --------
        >>> campaign = Campaign.load()
        >>> campaign.last_day_of(campaign.ground("elimination_list"))
        datetime.date(2022, 10, 31)

        """
        rule = ground.deadline
        if rule.rule == "plan_date":
            return self.task_of(ground).deadline
        if rule.latest_step:
            return next(step.end for step in self.steps if step.id == rule.latest_step)
        return self.target.deadline if rule.rule == "not_stated" else None

    def legal_steps_of(self, ground: parts.Ground) -> tuple[parts.LegalStep, ...]:
        """Return what law asks for before a ground may end in an exit, in order."""
        return tuple(step for step in self.legal_steps if step.id in ground.legal_steps)

    def step_on(self, day: dt.date) -> parts.Step | None:
        """Return the work step whose window holds a day, or None outside the plan."""
        return next((step for step in self.steps if step.start <= day <= step.end), None)

    def deadlines(self) -> list[tuple[dt.date, parts.Target | parts.Step | parts.Task]]:
        """Return what the plan dates, earliest first: the ends of steps, tasks and the goal."""
        dated: list[tuple[dt.date, parts.Target | parts.Step | parts.Task]] = [
            *((step.end, step) for step in self.steps),
            *((task.deadline, task) for task in self.tasks if task.deadline),
            (self.target.deadline, self.target),
        ]
        return sorted(dated, key=lambda entry: entry[0])
