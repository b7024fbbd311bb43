"""What the documents in force on a day, in an area, say of a line's energy; and lines held against it.

The documents are resolved once and serve every ledger, or part of a ledger, that is judged by them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from .. import vocabulary
from ..analysis import findings, gaps, intensity, operation
from ..analysis.allocation import Allocation, allocate
from ..analysis.levels import BELOW_BASELINE, OVER_LIMIT, Ground, in_common_shape
from ..analysis.product_basis import Basis
from ..analysis.terms import energy_terms
from ..ledger import registry
from ..standards import Document, NoDocumentInForce, RowsInForce, Standards, conversions

GROUNDS = (BELOW_BASELINE, OVER_LIMIT)
_COEFFICIENTS, _DEFINITIONS = "conversion_coefficients", "unit_energy_definitions"
# What is left of the conversions of levels without a document: a level in standard coal.
_NO_CONVERSIONS = {"kgce": 1.0, "kgoe": float("nan"), "kWh": float("nan")}

Tables = Mapping[str, pd.DataFrame]


@dataclass(frozen=True)
class EnergyLaw:
    """Coefficients, definitions and levels that apply on a day in an area.

    Attributes
    ----------
    as_of : date
        The day.
    coefficients, standard_coal : DataFrame
        Coefficients of unit energy, one row per carrier, and the row that defines standard coal.
    kgce_per, conversion_confidence : mapping
        As `standards.conversions` returns them.
    definitions, corrections : DataFrame
        Rows of unit energy definitions and of corrections of limits that apply.
    levels : mapping of str to DataFrame
        Levels in common shape by ground; a ground without any document in force has none.
    absent : mapping of str to frozenset of str
        By ground, the products that only documents not in force on the day have a level for.
    documents : mapping of str to tuple of Document
        The documents in force, by kind of table.
    absences : tuple of str
        What the store has no document for on that day, in Chinese.

    """

    as_of: dt.date
    coefficients: pd.DataFrame
    standard_coal: pd.DataFrame
    kgce_per: Mapping[str, float]
    conversion_confidence: Mapping[str, str]
    definitions: pd.DataFrame
    corrections: pd.DataFrame | None
    levels: Mapping[str, pd.DataFrame]
    absent: Mapping[str, frozenset[str]]
    documents: Mapping[str, tuple[Document, ...]]
    absences: tuple[str, ...]

    @classmethod
    def on(cls, standards: Standards, as_of: dt.date, chain: Sequence[str]) -> EnergyLaw:
        """Resolve the documents.

        Without conversion coefficients, or definitions, in force on the day there is no unit energy:
        the other grounds are judged all the same.

        Examples
        --------
        >>> chain = ["360404", "360400", "360000", "000000"]
        >>> law = EnergyLaw.on(Standards.load(), dt.date(2022, 9, 10), chain)
        >>> sorted(law.levels)
        ['below_baseline', 'over_limit']

        """
        documents: dict[str, tuple[Document, ...]] = {}
        absences: list[str] = []
        marks: dict[str, str] = {}
        table, kgce_per = standards.no_rows(_COEFFICIENTS), _NO_CONVERSIONS
        try:
            document = standards.in_force(_COEFFICIENTS, as_of, chain)
        except NoDocumentInForce as absence:
            absences.append(str(absence))
        else:
            documents[_COEFFICIENTS] = (document,)
            table = document.table(_COEFFICIENTS)
            kgce_per, marks = conversions(document)
        definitions = standards.no_rows(_DEFINITIONS)
        try:
            defined = standards.rows_in_force(_DEFINITIONS, as_of, chain)
        except NoDocumentInForce as absence:
            absences.append(str(absence))
        else:
            definitions, documents[_DEFINITIONS] = defined.table, defined.documents
        found: dict[str, RowsInForce] = {}
        for ground in GROUNDS:
            try:
                found[ground.id] = standards.rows_in_force(ground.kind, as_of, chain)
            except NoDocumentInForce as absence:
                absences.append(str(absence))
            else:
                documents[ground.kind] = found[ground.id].documents
        return cls(
            as_of=as_of,
            coefficients=table[table["use"] == "unit_energy"].reset_index(drop=True),
            standard_coal=table[table["unit"] == "kJ"],
            kgce_per=kgce_per,
            conversion_confidence=marks,
            definitions=definitions,
            corrections=_corrections(standards, as_of, chain),
            levels={g.id: _levels(found[g.id], g) for g in GROUNDS if g.id in found},
            absent={key: _absent(rows) for key, rows in found.items()},
            documents=documents,
            absences=tuple(absences),
        )

    def with_levels_of(
        self, standards: Standards, ground: Ground, day: dt.date, chain: Sequence[str]
    ) -> EnergyLaw:
        """Return this law with the levels of another day on one ground, and no other ground.

        Year, coefficients and definitions stay: nothing but the levels can make a difference.

        Raises
        ------
        NoDocumentInForce
            If no document of the ground was in force on that day.

        """
        found = standards.rows_in_force(ground.kind, day, chain)
        return replace(
            self,
            levels={ground.id: _levels(found, ground)},
            absent={ground.id: _absent(found)},
            corrections=_corrections(standards, day, chain) if ground is OVER_LIMIT else None,
        )

    @property
    def year(self) -> int:
        """The year assessed."""
        return operation.year_assessed(self.as_of)

    def terms(self, energy: pd.DataFrame) -> pd.DataFrame:
        """Return the energy rows with their coefficients (`terms.energy_terms`)."""
        return energy_terms(energy, self.coefficients, self.standard_coal)

    def allocated(self, tables: Tables, terms: pd.DataFrame | None = None) -> Allocation:
        """Return the energy rows as terms, those metered above the line split over the lines."""
        metered = self.terms(tables["energy"]) if terms is None else terms
        return allocate(
            metered, tables["lines"], tables["production"], tables["shares"], output_units()
        )

    def wanted(self) -> pd.DataFrame:
        """Return the products that have a level, and what it measures: `product_id`, `indicator`."""
        named = [levels[["product_id", "indicator"]] for levels in self.levels.values()]
        none = pd.DataFrame(columns=["product_id", "indicator"], dtype="str")
        return pd.concat([none, *named]).drop_duplicates(ignore_index=True)

    def measured(
        self,
        tables: Tables,
        allocation: Allocation,
        contested: pd.DataFrame | None = None,
        also: pd.DataFrame | None = None,
    ) -> pd.DataFrame:
        """Return what is measured of every line and year (`intensity.by_indicator`).

        `also` names products and indicators of other laws that the lines will be held against.
        """
        wanted = pd.concat([self.wanted(), also]) if also is not None else self.wanted()
        return intensity.by_indicator(
            tables["production"],
            allocation,
            wanted.drop_duplicates(ignore_index=True),
            Basis(self.definitions, tables["conditions"], output_units()),
            electricity=electricity(),
            required_carriers=registry().completeness.carriers_every_line_uses,
            contested=contested,
        )

    def rows(self, ground: Ground, tables: Tables, measured: pd.DataFrame) -> pd.DataFrame:
        """Return every line with every level that applies to it on a ground (`gaps.gaps`).

        Parameters
        ----------
        ground : Ground
            One of `GROUNDS`.
        tables : mapping of str to DataFrame
            `lines`, with `out_of_operation`, and `conditions`.
        measured : DataFrame
            What `measured` returns.

        """
        conditions, bounds = tables["conditions"], registry().plausibility
        return gaps.gaps(
            tables["lines"],
            measured[measured["year"] == self.year],
            self.levels.get(ground.id),
            self.kgce_per,
            ground=ground,
            absent=self.absent.get(ground.id, ()),
            corrections=self.corrections if ground is OVER_LIMIT else None,
            conditions=conditions[conditions["year"] == self.year],
            labels=registry().tables["conditions"].fields["attribute"].choices,
            below_advanced=bounds.below_advanced,
            above_baseline=bounds.above_baseline,
            conversion_confidence=self.conversion_confidence,
        )

    def judge(self, tables: Tables) -> pd.DataFrame:
        """Return the verdict on every line, on each ground of energy.

        Parameters
        ----------
        tables : mapping of str to DataFrame
            `lines`, `production`, `energy`, `shares` and `conditions` in the reader's typed form.

        Returns
        -------
        DataFrame
            One row per ground and line: `ground` and the columns of the row that governs
            (`findings.combined`).

        """
        lines = tables["lines"]
        out = operation.out_of_operation(lines, self.as_of)
        tables = {**tables, "lines": lines.assign(out_of_operation=out)}
        measured = self.measured(tables, self.allocated(tables))
        parts = [
            findings.combined(self.rows(ground, tables, measured)).assign(ground=ground.id)
            for ground in GROUNDS
        ]
        return pd.concat(parts, ignore_index=True).astype({"ground": "str"})


def electricity() -> list[str]:
    """Return the carriers metered in kilowatt hours: they count for the electricity indicator."""
    return [key for key, carrier in vocabulary.carriers().items() if carrier.base_unit == "kWh"]


def output_units() -> dict[str, str]:
    """Return the unit in which the output of each product is counted."""
    return {key: product.output_unit for key, product in vocabulary.products().items()}


def _levels(found: RowsInForce, ground: Ground) -> pd.DataFrame:
    return in_common_shape(found.table, ground)


def _absent(found: RowsInForce) -> frozenset[str]:
    return frozenset(found.absent["product_id"])


def _corrections(standards: Standards, as_of: dt.date, chain: Sequence[str]) -> pd.DataFrame | None:
    try:
        return standards.rows_in_force("energy_corrections", as_of, chain).table
    except NoDocumentInForce:
        return None
