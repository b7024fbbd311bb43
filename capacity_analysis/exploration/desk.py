"""What an analyst opens: a ledger, what it was assessed to, and the standards that it rests on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from .. import paths
from ..analysis.levels import Ground
from ..assessment import Assessment, assess, other_editions
from ..assessment.editions import Alternative
from ..assessment.energy_law import GROUNDS
from ..campaign import Campaign
from ..campaign.plan import DEFAULT
from ..errors import UsageError
from ..ledger import Ledger, LedgerError, Problem, inspect_ledger
from ..sections import IndustryView
from ..standards import Standards, read_verifications
from ..standards.verifications import FILE
from ..text import _


@dataclass(frozen=True, eq=False)
class Desk:
    """A ledger and what is known of it.

    Attributes
    ----------
    ledger : Ledger
        The ledger.
    standards : Standards
        The documents, with the checks recorded beside the ledger.
    assessment : Assessment
        The ledger under the documents of the day.
    problems : tuple of Problem
        What wants a look in the workbook; none of it is an error.

    """

    ledger: Ledger
    standards: Standards
    assessment: Assessment
    problems: tuple[Problem, ...] = field(repr=False)

    def industry(self, name: str) -> IndustryView:
        """Return one industry, by its id."""
        return IndustryView(self.assessment, name)

    def others(
        self, document: str = "", on: str | None = None, ground: str = ""
    ) -> list[Alternative]:
        """Return the levels of a document, or of a day, to hold the ledger against.

        Parameters
        ----------
        document : str, optional
            Id of a document with levels.
        on : str, optional
            A day (ISO), in place of a document.
        ground : str, optional
            ``below_baseline`` or ``over_limit``; both by default.

        Raises
        ------
        UsageError
            If neither or both are given, or there is no such document, day or ground.

        """
        chain = self.assessment.campaign.jurisdiction.chain
        grounds = _grounds(ground)
        if bool(document) == bool(on):
            raise UsageError(_("文件代号和日期请给出其中一个。"))
        if on:
            return other_editions.of_day(self.standards, as_day(on), chain, grounds)[0]
        return other_editions.of_document(self.standards, document, chain, grounds)

    def before(
        self, document: str = "", on: str | None = None, ground: str = ""
    ) -> list[Alternative]:
        """Return what `others` returns; nothing, which stands for the day, where neither is given."""
        return self.others(document, on, ground) if document or on else []

    def under(
        self, others: Sequence[Alternative], before: Sequence[Alternative] = ()
    ) -> pd.DataFrame:
        """Return every line under each alternative, with what the rows measure.

        Parameters
        ----------
        others : sequence of Alternative
            What `others` returns.
        before : sequence of Alternative, optional
            What to compare with, by ground; the documents of the day by default.

        Returns
        -------
        DataFrame
            See `other_editions.under` and `other_editions.described`; ``_now`` is `before`.

        Raises
        ------
        UsageError
            If `before` is given, and speaks of none of the grounds of `others`.

        """
        first = {other.ground.id: other for other in before}
        wanted = [other for other in others if not first or other.ground.id in first]
        if not wanted:
            raise UsageError(_("两边没有同一种依据的水平，不能比较。"))
        parts = []
        for other in wanted:
            earlier = first.get(other.ground.id)
            now = self._assessed(earlier) if earlier else self.assessment
            parts.append(other_editions.compared(now, self._assessed(other), other))
        return other_editions.described(pd.concat(parts, ignore_index=True), self.standards)

    def _assessed(self, other: Alternative) -> Assessment:
        return other_editions.assessed_under(self.assessment, self.ledger, self.standards, other)


def open_desk(ledger: str = "", as_of: str | None = None, campaign: str = DEFAULT) -> Desk:
    """Read, check and assess a ledger.

    Parameters
    ----------
    ledger : str, optional
        The workbook; the fictional sample by default.
    as_of : str, optional
        The day whose law applies (ISO); the ledger's 数据截至 by default.
    campaign : str, optional
        Name of a packaged action plan, or a YAML file.

    Raises
    ------
    LedgerError
        If the workbook has errors: `check` lists them.
    UsageError
        If there is no such workbook, plan or day.

    Examples
    --------
    >>> open_desk(as_of="2022-09-10").assessment.year
    2021

    """
    file = Path(ledger) if ledger else paths.sample_ledger()
    reading = inspect_ledger(file)
    if reading.ledger is None:
        raise LedgerError(reading.problems)
    standards, records = Standards.load(), file.parent / FILE
    if records.is_file():
        standards = standards.verified(read_verifications(records))
    warnings = sum(problem.severity == "warning" for problem in reading.problems)
    on, plan = as_day(as_of) if as_of else None, Campaign.load(campaign)
    assessment = assess(reading.ledger, standards, plan, on, warnings=warnings)
    return Desk(reading.ledger, standards, assessment, tuple(reading.problems))


def problems(desk: Desk) -> pd.DataFrame:
    """Return what wants a look in the workbook, place by place.

    Examples
    --------
    >>> problems(open_desk()).columns.tolist()
    ['工作表', '单元格', '现值', '问题', '代号']

    """
    rows = [
        (each.sheet, each.cell, each.value, each.text, each.code)
        for each in desk.problems
    ]  # fmt: skip
    return pd.DataFrame(
        rows, columns=[_("工作表"), _("单元格"), _("现值"), _("问题"), _("代号")], dtype="str"
    )


def headed(table: pd.DataFrame, headings: Mapping[str, str]) -> pd.DataFrame:
    """Return the named columns of a table under headings in words.

    Examples
    --------
    >>> table = pd.DataFrame({"line_id": ["1号窑"], "row": [2]})
    >>> headed(table, {"line_id": "生产线"}).to_dict("records")
    [{'生产线': '1号窑'}]

    """
    found = table[list(headings)].reset_index(drop=True)
    return found.set_axis(list(headings.values()), axis="columns")


def _grounds(name: str) -> list[Ground]:
    found = [ground for ground in GROUNDS if name in ("", ground.id)]
    if not found:
        message = _("没有依据“{name}”；可选：{known}。")
        known = "、".join(ground.id for ground in GROUNDS)
        raise UsageError(message.format(name=name, known=known))
    return found


def as_day(text: str) -> dt.date:
    """Return the day that a text names (ISO).

    Raises
    ------
    UsageError
        If it names none.

    """
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise UsageError(_("日期应是2022-09-10的样子，不是“{text}”。").format(text=text)) from None
