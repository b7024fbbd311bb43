"""What the explanation of a parcel draws on: its row, what its users report, the law of the day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from .. import units
from ..analysis.land.distinct import distinct
from ..analysis.land.parameters import Law, Value, law_of
from ..assessment import Assessment
from ..ledger import Ledger, registry
from ..standards import Standards
from ..text import _
from .arithmetic import figure
from .derivation import RuleRow, Statement
from .facts import Place
from .rule_rows import RuleBook
from .sources import Shared, Sources, number, text

_LEFT_OUT = ("boundary", "boundary_epsg")


@dataclass(frozen=True)
class Parcel:
    """A parcel.

    Attributes
    ----------
    sources : Sources
        Assessment, ledger and store.
    told : Series
        Its row of the table `parcels`.
    reported : DataFrame
        The rows of the ledger of its users, that of the leading enterprise first.
    merged : Series
        What they say together (`distinct.Parcels.table`).
    law, enforcement : Law
        Land parameters and enforcement rules in force.
    book : RuleBook
        The rows.

    """

    sources: Sources
    told: pd.Series[Any]
    reported: pd.DataFrame
    merged: pd.Series[Any]
    law: Law
    enforcement: Law
    book: RuleBook

    @property
    def assessment(self) -> Assessment:
        """The assessment."""
        return self.sources.assessment

    def text(self, column: str) -> str:
        """Return a text of the table `parcels`; an empty one where it is missing."""
        return text(self.told[column])

    def ids(self, column: str) -> list[str]:
        """Return the ids joined in a column."""
        return [each for each in self.text(column).split(";") if each]

    def number(self, column: str) -> float | None:
        """Return a number of the table `parcels`; None where it is missing."""
        return number(self.told[column])

    def fact(self, field: str) -> float | None:
        """Return a number that the users report; None where none or unlike ones do."""
        return number(self.merged[field])

    def said(self, field: str) -> str:
        """Return an id that the users report; an empty text where none or unlike ones do."""
        return text(self.merged[field])

    def day(self, field: str) -> pd.Timestamp | None:
        """Return a day that the users report."""
        value = self.merged[field]
        return None if pd.isna(value) else pd.Timestamp(value)

    def place(self, field: str) -> Place:
        """Return where a field of the leading enterprise stands."""
        return self.sources.place("parcels", int(self.reported["row"].iloc[0]), field)

    def rules(self, *values: Value) -> tuple[RuleRow, ...]:
        """Return rows of the law as they are cited."""
        return self.book.rows(value.row_id for value in values)

    def stated(self, name: str, told: str, unit: str = "", **more: Any) -> Statement:
        """Return a statement of a number of the table `parcels`."""
        return Statement(told, name, value=self.number(name), unit=unit, **more)


def gathered(assessment: Assessment, ledger: Ledger, standards: Standards, position: int) -> Parcel:
    """Return a parcel by its position in the table `parcels`."""
    told = assessment["parcels"].iloc[position]
    rows, roster = ledger["parcels"], ledger["enterprises"]
    own = rows[rows["parcel_no"] == told["parcel_no"]].reset_index(drop=True)
    held = distinct(own, roster["employees"], roster["industry_code"].str[:2]).table.iloc[0]
    leads = own["row"] == held["row"]
    return Parcel(
        sources=Sources(Shared(assessment, ledger, standards), -1),
        told=told,
        reported=pd.concat([own[leads], own[~leads]], ignore_index=True),
        merged=held,
        law=_law(assessment, standards, "land_parameters"),
        enforcement=_law(assessment, standards, "enforcement_rules"),
        book=RuleBook(standards, assessment.campaign),
    )


def _law(assessment: Assessment, standards: Standards, kind: str) -> Law:
    chain = assessment.campaign.jurisdiction.chain
    rows = standards.rows_in_force(kind, assessment.as_of, chain).table
    return law_of(rows[rows["binding"]], chain)


def facts(one: Parcel) -> Iterator[Statement]:
    """Yield what the rows of the ledger say, user by user and field by field."""
    fields = registry().tables["parcels"].fields
    open_everywhere = []
    for name, field in fields.items():
        if name in _LEFT_OUT or field.unit_of:
            continue
        held = [row for row in one.reported.to_dict("records") if not _blank(row[name])]
        if not held:
            open_everywhere.append(field.header)
        for row in held:
            header, unit = field.header.partition("（")[0], field.unit or ""
            if name == "area":
                unit = text(row["area_unit"])
            if len(one.reported) > 1:
                header = f"{header}（{row['enterprise_id']}）"
            yield Statement(
                header, f"reported_{name}", value=_shown(field, row[name]), unit=unit,
                place=one.sources.place("parcels", int(row["row"]), name),
            )  # fmt: skip
    if open_everywhere:
        told = _("没有填报：{fields}").format(fields=_("、").join(open_everywhere))
        yield Statement(told)
    area = number(one.reported["area"].iloc[0])
    if area is not None and one.fact("area_m2") is not None:
        size = units.factor(text(one.reported["area_unit"].iloc[0]), "m2")
        found = figure(area) if size == 1 else figure(area) * figure(float(size))
        yield one.stated("area_m2", _("面积"), _("平方米"), sum=str(found))


def _blank(value: Any) -> bool:
    return value is None or bool(pd.isna(value))


def _shown(field: Any, value: Any) -> str | float:
    labels: Mapping[str, str] = field.labels
    if field.type in {"integer", "number"}:
        return float(value)
    if field.type == "date":
        return f"{value:%Y-%m-%d}"
    if field.type == "flag":
        return _("是") if value else _("否")
    return str(labels.get(value, value))
