"""Rows of the store and settings of the plan, by the id that a table names them by."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from ..assessment.exposure_words import setting as setting_name
from ..assessment.rules_cited import KINDS
from ..campaign import Campaign
from ..standards import Row, Standards
from .derivation import RuleRow
from .sources import number, text

_SETTING = "campaign#"
# What a row of the retirement schedule is about.
_OF_SCHEDULE = ("category", "birth_month")


class RuleBook:
    """The rules on people, credit and land.

    Parameters
    ----------
    standards : Standards
        The store.
    campaign : Campaign
        The plan, whose settings stand in for rows that the store lacks.

    Examples
    --------
    >>> book = RuleBook(Standards.load(), Campaign.load())
    >>> book.row("lab-038").clause
    '《劳动合同法》第41条'

    """

    def __init__(self, standards: Standards, campaign: Campaign):
        self.standards, self.campaign = standards, campaign

    @cached_property
    def _rows(self) -> dict[str, tuple[str, Row]]:
        return {
            str(one["row_id"]): (document.id, one)
            for document in self.standards.documents
            for kind in KINDS
            if kind in document.tables
            for one in document.rows(kind)
        }

    def row(self, row_id: str) -> RuleRow:
        """Return a row, or a setting by the id ``campaign#parameter/code``."""
        if row_id.startswith(_SETTING):
            return self._setting(row_id)
        document_id, row = self._rows[row_id]
        document = self.standards.document(document_id)
        return RuleRow(
            row_id=row_id,
            document_id=document_id,
            document=document.citation,
            item=" ".join(
                filter(None, (text(row.get(name)) for name in ("topic", "item", *_OF_SCHEDULE)))
            ),
            value=number(row.get("value")),
            value_text=text(row.get("value_text")) or text(row.get("new_retirement_month")),
            unit=text(row.get("unit")),
            # A row without a clause is known by where it was read.
            clause=text(row.get("clause")) or text(row.get("source")),
            effective_from=text(row.get("effective_from")),
            effective_to=text(row.get("effective_to")),
            jurisdiction=text(row.get("jurisdiction")) or document.jurisdiction,
            confidence=text(row.get("confidence")),
        )

    def rows(self, row_ids: Iterable[str]) -> tuple[RuleRow, ...]:
        """Return rows by their ids, without the empty ones."""
        return tuple(self.row(each) for each in dict.fromkeys(row_ids) if each)

    def of_schedule(self, birth_month: str, category: str) -> tuple[RuleRow, ...]:
        """Return the row of the retirement schedule for a month of birth; none where it has none."""
        found = [
            row_id
            for row_id, (_document, row) in self._rows.items()
            if row.get("birth_month") == birth_month and row.get("category") == category
        ]
        return self.rows(found)

    def _setting(self, row_id: str) -> RuleRow:
        name = row_id.removeprefix(_SETTING)
        parameter, _slash, code = name.partition("/")
        held = self.campaign.labour.settings
        one = next(each for each in held if (each.parameter, each.code) == (parameter, code))
        return RuleRow(
            row_id=row_id, document_id="", document="", item=setting_name(name), value=one.value,
            value_text="", unit=one.unit, clause=one.source, effective_from="", effective_to="",
            jurisdiction="", confidence=one.confidence,
        )  # fmt: skip
