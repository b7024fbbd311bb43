"""What the explanation of a group of workers draws on: its row, what is worked out of it, the law."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from ..analysis.labour import exits, parameters, resettlement
from ..analysis.labour.law_rows import Row
from ..assessment import Assessment, people
from ..ledger import Ledger, registry
from ..standards import Standards
from ..text import _
from .derivation import RuleRow, Statement
from .facts import Place
from .rule_rows import RuleBook
from .sources import Shared, Sources, number, text

KIND = "labour_parameters"
CASES = ("low", "central", "high")
ENDS = ("_low", "", "_high")


@dataclass(frozen=True)
class Given:
    """A parameter as the law has it on the day: number or text, and its row."""

    number: float
    text: str
    name: str
    rules: tuple[RuleRow, ...]

    @property
    def known(self) -> bool:
        """Whether it holds a number."""
        return not np.isnan(self.number)


@dataclass(frozen=True)
class Cohort:
    """A group of workers.

    Attributes
    ----------
    sources : Sources
        Assessment, ledger and store.
    told : Series
        Its row of the table `staff`.
    reported : Series
        Its row of the ledger.
    worked : DataFrame
        One row with every step of the sums; none where no exit reaches it.
    law : LabourLaw
        On its exit day.
    book : RuleBook
        The rows.

    """

    sources: Sources
    told: pd.Series[Any]
    reported: pd.Series[Any]
    worked: pd.DataFrame
    law: parameters.LabourLaw
    book: RuleBook

    @property
    def assessment(self) -> Assessment:
        """The assessment."""
        return self.sources.assessment

    @property
    def reached(self) -> bool:
        """Whether an exit reaches it."""
        return not self.worked.empty

    @property
    def reasons(self) -> list[str]:
        """Ids of what is missing or left out."""
        return [each for each in text(self.told["reasons"]).split(";") if each]

    def number(self, column: str) -> float:
        """Return a number that was worked out on the way; missing where it is."""
        value = self.worked[column].iloc[0]
        return float("nan") if pd.isna(value) else float(value)

    def text(self, column: str) -> str:
        """Return a text that was worked out on the way; an empty one where it is missing."""
        return text(self.worked[column].iloc[0])

    def place(self, field: str) -> Place:
        """Return where a field of the group stands."""
        return self.sources.place("workforce", int(self.reported["row"]), field)

    def given(
        self, parameter: str, code: str = "", *, city: bool = False, day: Any = None
    ) -> Given:
        """Return a parameter on the exit day, or on another one."""
        return self._given(self.law.find(parameter, code, city=city, day=day))

    def latest(self, parameter: str) -> Given:
        """Return what the last row of a parameter says, whatever the day."""
        return self._given(self.law.latest(parameter))

    def of(self, row: Row) -> tuple[RuleRow, ...]:
        """Return a row of the law as it is cited."""
        return self.book.rows([row.id])

    def _given(self, found: parameters.Found) -> Given:
        at = int(found.row[0])
        rules = self.book.rows([self.law.rows[at].id]) if at >= 0 else ()
        return Given(float(found.by_day[0]), str(found.text_by_day[0]), str(found.name[0]), rules)

    def stated(self, name: str, told: str, unit: str = "", **more: Any) -> Statement:
        """Return a statement of a number of the table `staff`."""
        return Statement(told, name, value=number(self.told[name]), unit=unit, **more)

    def field(self, field: str) -> str:
        """Return the header of a field of the ledger."""
        return registry().tables["workforce"].fields[field].header


def gathered(assessment: Assessment, ledger: Ledger, standards: Standards, position: int) -> Cohort:
    """Return a group of workers by its position in the table `staff`."""
    told = assessment["staff"].iloc[position]
    workforce = ledger["workforce"].reset_index(drop=True)
    labour, chain = assessment.campaign.labour, assessment.campaign.jurisdiction.chain
    rows = people.law(standards, assessment.as_of)
    own = (workforce["enterprise_code"] == told["enterprise_code"]).to_numpy()
    worked = resettlement.of_cohorts(
        _cohorts(workforce[own], assessment["staff"][own]),
        assessment["legal_steps"], rows, chain, labour,
    ).exposed  # fmt: skip
    reported = workforce.iloc[position]
    one = worked[worked["row"] == reported["row"]].reset_index(drop=True)
    day = pd.DatetimeIndex([text(told["exit_on"]) or None])
    return Cohort(
        sources=Sources(Shared(assessment, ledger, standards), int(told["line_code"])),
        told=told,
        reported=reported,
        worked=one,
        law=parameters.on(rows, day, chain, labour.settings),
        book=RuleBook(standards, assessment.campaign),
    )


def _cohorts(workforce: pd.DataFrame, staff: pd.DataFrame) -> pd.DataFrame:
    """Return the groups of an enterprise with what reaches them, as the assessment has it."""
    day = pd.to_datetime(staff["exit_on"]).astype("datetime64[s]")
    kept = ["exposure", "quarter", "pay_arrears_cny", "contribution_arrears_cny", "source_cell"]
    told = {name: staff[name].to_numpy() for name in kept}
    return workforce.assign(**told, exit_day=day.to_numpy()).reset_index(drop=True)


def facts(one: Cohort) -> Iterator[Statement]:
    """Yield what the row of the ledger says, field by field, and what it leaves open."""
    fields = registry().tables["workforce"].fields
    left_open = []
    for name, field in fields.items():
        value = one.reported[name]
        if value is None or pd.isna(value):
            left_open.append(field.header)
            continue
        shown, unit = _shown(field.type, field.labels, value), field.unit or ""
        header = field.header.partition("（")[0]
        said = shown if isinstance(shown, str) else None
        figure = None if said is not None else float(value)
        yield Statement(header, name, value=said or figure, unit=unit, place=one.place(name))
    if left_open:
        yield Statement(_("没有填报：{fields}").format(fields=_("、").join(left_open)))


def _shown(kind: str, labels: Any, value: Any) -> str | float:
    if kind in ("number", "integer"):
        return float(value)
    if kind in ("month_start", "month_end"):
        return f"{value:%Y-%m}"
    if kind == "flag":
        return _("是") if value else _("否")
    return str(labels.get(value, value))


def is_exposed(told: pd.Series[Any]) -> bool:
    """Say whether an exit reaches a row of `staff`."""
    return told["exposure"] in exits.EXPOSED
