"""Where numbers stand: cells of the ledger, rows of documents, and who supplies what is missing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pandas as pd

from ..analysis import carbon, reasons
from ..analysis.levels import BELOW_BASELINE, Ground
from ..assessment import Assessment
from ..assessment.energy_law import GROUNDS, EnergyLaw
from ..ledger import Ledger, registry
from ..standards import Standards
from ..text import _
from .model import Citation, Correction, Lack, Place

_REASONS = {**reasons.REASONS, **carbon.REASONS}


@dataclass(frozen=True)
class Sources:
    """Everything that an explanation of one line draws on."""

    assessment: Assessment
    ledger: Ledger
    standards: Standards
    line_code: int
    law: EnergyLaw = field(init=False)

    def __post_init__(self) -> None:
        chain = self.assessment.campaign.jurisdiction.chain
        law = EnergyLaw.on(self.standards, self.assessment.as_of, chain)
        object.__setattr__(self, "law", law)

    @property
    def chain(self) -> tuple[str, ...]:
        """The areas whose documents apply."""
        return self.assessment.campaign.jurisdiction.chain

    @property
    def year(self) -> int:
        """The year assessed."""
        return self.assessment.year

    @property
    def line(self) -> pd.Series[Any]:
        """The line's row."""
        return self.assessment["lines"].iloc[self.line_code]

    def own(self, table: pd.DataFrame) -> pd.DataFrame:
        """Return the rows of the line, of the year assessed where the table has years."""
        rows = table[table["line_code"] == self.line_code]
        return rows[rows["year"] == self.year] if "year" in rows else rows

    @cached_property
    def levels(self) -> dict[str, pd.DataFrame]:
        """By ground, every row that applies to the line, compared with it (`gaps.gaps`)."""
        tables = {"lines": self.assessment["lines"], "conditions": self.ledger["conditions"]}
        measured = self.assessment["unit_energy"]
        return {ground.id: self.own(self.law.rows(ground, tables, measured)) for ground in GROUNDS}

    def governing(self, ground: Ground) -> pd.Series[Any]:
        """Return the row that governs the line on a ground (`findings.combined`)."""
        name = "gaps" if ground.id == BELOW_BASELINE.id else "limits"
        return self.own(self.assessment[name]).iloc[0]

    def place(self, table: str, row: int, column: str) -> Place:
        """Return where a value of the ledger stands and came from."""
        return Place(
            cell=self.ledger.cell(table, row, column),
            origin=self.ledger.origin(table, row, column),
            corrections=self._corrections(table, row),
        )

    def _corrections(self, table: str, row: int) -> tuple[Correction, ...]:
        applied = self.ledger.applied_corrections
        applied = applied[(applied["table"] == table) & (applied["row"] == row)]
        fields = registry().tables[table].fields
        return tuple(
            Correction(
                header=fields[one["field"]].header,
                place=one["place"],
                old=one["old"],
                new=one["new"],
                reason=text(one["reason"]),
                provider=text(one["provider"]),
                corrected_on=day(one["corrected_on"]),
                cell=one["cell"],
            )
            for one in applied.to_dict("records")
            if one["field"] != "remark"
        )

    def citation(self, document_id: str, row_id: str) -> Citation:
        """Return a row of a document, with what is known of the document."""
        document = self.standards.document(document_id)
        kind, row = document.row(row_id)
        own_area = row.get("jurisdiction") or document.jurisdiction
        own_start = row.get("effective_from")
        start = document.in_force.isoformat() if document.in_force else ""
        return Citation(
            document_id=document.id,
            document=document.citation,
            in_force=str(own_start) if own_start else start,
            dates_confidence=str(document.dates_confidence),
            jurisdiction=str(own_area),
            binding=document.binding,
            kind=kind,
            row_id=row_id,
            confidence=str(row["confidence"]),
            source=str(row.get("source") or ""),
        )

    @property
    def coefficients_id(self) -> str:
        """The document of conversion coefficients in force."""
        return self.law.documents["conversion_coefficients"][0].id

    def lack(self, reason: str, carrier: str = "", department: str = "") -> Lack:
        """Return a reason with the department that can mend it."""
        from ..vocabulary import carrier_name

        known = _REASONS[reason]
        campaign = self.assessment.campaign
        if not department and known.supplier:
            department = campaign.suppliers.model_dump()[known.supplier]
        return Lack(
            reason=reason,
            label=_(known.label),
            carrier=carrier_name(carrier) if carrier else "",
            department=campaign.department_names([department]) if department else "",
        )

    def missing(self, codes: Iterable[str]) -> tuple[Lack, ...]:
        """Return some reasons, with the carriers and departments that the assessment knows."""
        table = self.own(self.assessment["missing"])
        found = []
        for code in codes:
            known = table[table["reason"] == code].to_dict("records")
            told = [(text(one["carrier"]), text(one["department"])) for one in known]
            found += [self.lack(code, *one) for one in told or [("", "")]]
        return tuple(found)


def number(value: Any) -> float | None:
    """Return a number of a table; None where it is missing."""
    return None if value is None or pd.isna(value) else float(value)


def text(value: Any) -> str:
    """Return a text of a table; an empty one where it is missing."""
    return "" if value is None or pd.isna(value) else str(value)


def day(value: Any) -> str:
    """Return a day of a table as 2022-09-10; an empty text where it is missing."""
    return "" if value is None or pd.isna(value) else value.date().isoformat()
