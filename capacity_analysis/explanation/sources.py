"""Where numbers stand: cells of the ledger, rows of documents, and who supplies what is missing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from .. import vocabulary
from ..analysis import carbon, reasons
from ..analysis.levels import BELOW_BASELINE, Ground
from ..assessment import Assessment
from ..assessment.catalogue import Screened, screened
from ..assessment.collected import NOT_KEPT
from ..assessment.energy_law import GROUNDS, EnergyLaw
from ..ledger import Ledger, registry
from ..standards import NoDocumentInForce, Row, Standards
from ..text import _
from .facts import Citation, Correction, Lack, Place

_REASONS = {**reasons.REASONS, **carbon.REASONS}


class Shared:
    """What the explanations of all lines draw on, each part made once.

    Parameters
    ----------
    assessment : Assessment
        What `assess` made of the ledger.
    ledger, standards
        The ledger and the store of documents that it was made of.

    """

    def __init__(self, assessment: Assessment, ledger: Ledger, standards: Standards):
        self.assessment, self.ledger, self.standards = assessment, ledger, standards
        self.chain = assessment.campaign.jurisdiction.chain
        self._citations: dict[tuple[str, str], tuple[Citation, Row]] = {}
        self._in_force: dict[str, list[dict[Any, Any]]] = {}

    @cached_property
    def law(self) -> EnergyLaw:
        """The documents in force on the day of the assessment."""
        return EnergyLaw.on(self.standards, self.assessment.as_of, self.chain)

    @cached_property
    def rows(self) -> dict[str, pd.DataFrame]:
        """By ground, every line with every row that applies to it (`gaps.gaps`)."""
        tables = {"lines": self.assessment["lines"], "conditions": self.ledger["conditions"]}
        measured = self.assessment["unit_energy"]
        return {ground.id: self.law.rows(ground, tables, measured) for ground in GROUNDS}

    @cached_property
    def screened(self) -> Screened:
        """The equipment, and every row of the catalogues that it was held against, clear or not."""
        day, lines = self.assessment.as_of, self.assessment["lines"]
        return screened(self.ledger, self.standards, self.chain, day, lines)

    @cached_property
    def above_line(self) -> pd.DataFrame:
        """The energy rows that nobody shared out, with each line that they concern."""
        names = ("energy", "lines", "production", "shares")
        return self.law.allocated({name: self.ledger[name] for name in names}).above_line

    @cached_property
    def energy_rows(self) -> pd.DataFrame:
        """The table of energy by the row of the workbook."""
        return self.ledger["energy"].set_index("row")

    @cached_property
    def corrections(self) -> dict[tuple[str, int], list[dict[Any, Any]]]:
        """The corrections that were applied, by table and row; those of remarks are not shown."""
        found: dict[tuple[str, int], list[dict[Any, Any]]] = {}
        for one in self.ledger.applied_corrections.to_dict("records"):
            if one["field"] not in NOT_KEPT:
                found.setdefault((one["table"], one["row"]), []).append(one)
        return found

    @cached_property
    def emission_factors(self) -> pd.DataFrame:
        """The chosen emission factor of each carrier, with its document."""
        rows = pd.DataFrame(self.in_force("emission_factors"))
        if rows.empty:
            return pd.DataFrame(index=pd.Index([], dtype="str"))
        base_units = {key: carrier.base_unit for key, carrier in vocabulary.carriers().items()}
        chosen = carbon.chosen_factors(rows, self.chain, self.assessment.year, base_units)
        documents = rows.drop_duplicates("row_id").set_index("row_id")["document_id"]
        chosen["document_id"] = chosen["factor_row"].map(documents)
        return chosen.set_index("carrier_id")

    def in_force(self, kind: str) -> list[dict[Any, Any]]:
        """Return the rows of a kind that apply on the day; none where no document holds."""
        if kind not in self._in_force:
            try:
                found = self.standards.rows_in_force(kind, self.assessment.as_of, self.chain)
            except NoDocumentInForce:
                self._in_force[kind] = []
            else:
                self._in_force[kind] = found.table.to_dict("records")
        return self._in_force[kind]

    def cited(self, document_id: str, row_id: str) -> tuple[Citation, Row]:
        """Return a row of a document as it is cited, and what it says."""
        key = (document_id, row_id)
        if key not in self._citations:
            document = self.standards.document(document_id)
            kind, row = document.row(row_id)
            start = document.in_force.isoformat() if document.in_force else ""
            cited = Citation(
                document_id=document.id,
                document=document.citation,
                in_force=str(row.get("effective_from") or start),
                dates_confidence=str(document.dates_confidence),
                jurisdiction=str(row.get("jurisdiction") or document.jurisdiction),
                binding=document.binding,
                kind=kind,
                row_id=row_id,
                confidence=str(row["confidence"]),
                source=str(row.get("source") or ""),
            )
            self._citations[key] = cited, row
        return self._citations[key]


@dataclass(frozen=True)
class Sources:
    """What the explanation of one line draws on."""

    shared: Shared
    line_code: int

    @property
    def assessment(self) -> Assessment:
        """The assessment."""
        return self.shared.assessment

    @property
    def ledger(self) -> Ledger:
        """The ledger."""
        return self.shared.ledger

    @property
    def law(self) -> EnergyLaw:
        """The documents in force on the day."""
        return self.shared.law

    @property
    def line(self) -> pd.Series[Any]:
        """The line's row."""
        return self.assessment["lines"].iloc[self.line_code]

    def own(self, table: pd.DataFrame) -> pd.DataFrame:
        """Return the rows of the line, of the year assessed where the table has years."""
        rows = table[table["line_code"] == self.line_code]
        return rows[rows["year"] == self.assessment.year] if "year" in rows else rows

    def levels(self, ground: Ground) -> pd.DataFrame:
        """Return every row that applies to the line on a ground, compared with it."""
        return self.own(self.shared.rows[ground.id])

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
            for one in self.shared.corrections.get((table, row), ())
        )

    def citation(self, document_id: str, row_id: str) -> Citation:
        """Return a row of a document, with what is known of the document."""
        return self.shared.cited(document_id, row_id)[0]

    @property
    def coefficients_id(self) -> str:
        """The document of conversion coefficients in force."""
        return self.law.documents["conversion_coefficients"][0].id

    def lack(self, reason: str, carrier: str = "", department: str = "") -> Lack:
        """Return a reason with the department that can mend it."""
        known = _REASONS[reason]
        campaign = self.assessment.campaign
        if not department and known.supplier:
            department = campaign.suppliers.model_dump()[known.supplier]
        return Lack(
            reason=reason,
            label=_(known.label),
            carrier=vocabulary.carrier_name(carrier) if carrier else "",
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
