"""The energy rows of a line as terms of a sum: cell, amount, share, coefficient."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from .. import vocabulary
from ..analysis.allocation import KEYS
from ..analysis.terms import SIGN
from ..ledger import registry
from .facts import Dispute, Place, Share, Term, Unshared
from .sources import Sources, number, text


def terms(sources: Sources) -> tuple[Term, ...]:
    """Return the line's energy rows of the year assessed, in the order of the workbook."""
    rows = sources.own(sources.assessment["terms"]).sort_values("row", kind="stable")
    return tuple(_term(sources, at, one) for at, one in enumerate(rows.to_dict("records"), 1))


def unshared(sources: Sources) -> tuple[Unshared, ...]:
    """Return the rows that the line uses too, but that nobody shared out."""
    rows = sources.own(sources.shared.above_line).sort_values("row")
    reported = sources.shared.energy_rows
    return tuple(
        Unshared(
            carrier=str(one["carrier"]),
            name=vocabulary.carrier_name(str(one["carrier"])),
            amount=number(reported.at[one["row"], "amount"]),
            unit=str(reported.at[one["row"], "amount_unit"]),
            scope=label("energy", "scope", reported.at[one["row"], "scope"]),
            lack=sources.missing([one["reason"]])[0],
            place=sources.place("energy", one["row"], "amount"),
        )
        for one in rows.to_dict("records")
    )


def disputes(sources: Sources) -> tuple[Dispute, ...]:
    """Return what sources say of the enterprise's electricity of the year, where they differ."""
    table = sources.assessment["comparisons"]
    rows = table[(table["enterprise_id"] == sources.line["enterprise_id"])
                 & (table["fact"] == "electricity")
                 & (table["year"] == sources.assessment.year).fillna(False)]  # fmt: skip
    return tuple(
        Dispute(
            source=text(one["supplier"]),
            value=number(one["value"]),
            unit=text(one["unit"]),
            cells=text(one["cells"]),
            standing=text(one["standing"]),
        )
        for one in rows.to_dict("records")
    )


def label(table: str, field: str, value: Any) -> str:
    """Return a choice of the ledger as the workbook shows it."""
    return registry().tables[table].fields[field].labels.get(text(value), text(value))


def _term(sources: Sources, at: int, one: Mapping[Any, Any]) -> Term:
    row = int(one["row"])
    whole = sources.shared.energy_rows.loc[row]
    carrier, purpose = str(one["carrier"]), text(one["purpose"])
    cited = text(one["coefficient_row"])
    measured = bool(one["measured_ncv"])
    return Term(
        number=at,
        carrier=carrier,
        name=vocabulary.carrier_name(carrier),
        flow=str(one["flow"]),
        flow_label=label("energy", "flow", one["flow"]),
        purpose=purpose,
        purpose_label=label("energy", "purpose", purpose),
        amount=number(whole["amount"]),
        unit=str(whole["amount_unit"]),
        quantity=number(whole["amount_quantity"]),
        quantity_unit=vocabulary.carriers()[carrier].base_unit,
        sign=int(SIGN[str(one["flow"])]),
        share=_share(sources, row) if one["allocated"] else None,
        ncv_kj=number(one["ncv_kj"]) if measured else None,
        kgce_per_kj=_kgce_per_kj(sources) if measured else None,
        coefficient=number(one["coefficient"]),
        citation=sources.citation(sources.coefficients_id, cited) if cited else None,
        signed_quantity=number(one["signed_quantity"]),
        energy_kgce=number(one["energy_kgce"]),
        full_year=bool(one["full_year"]),
        place=sources.place("energy", row, "amount"),
    )


def _kgce_per_kj(sources: Sources) -> float:
    return float(sources.law.standard_coal["kgce_per_unit"].iloc[0])


def _share(sources: Sources, row: int) -> Share:
    """Return how a row metered above the line is shared out."""
    split = sources.assessment["allocations"]
    split = split[split["row"] == row]
    own = split[split["line_code"] == sources.line_code].iloc[0]
    key = str(own["key"])
    return Share(
        key=key,
        key_label=label("energy", "allocation_key", key),
        share=float(own["share"]),
        by_key={name: number(own[f"share_by_{name}"]) for name in KEYS},
        lines=dict(zip(split["line_id"].astype("str"), split["share"].astype(float), strict=True)),
        declared=_declared(sources, own) if key == "shares" else (),
    )


def _declared(sources: Sources, own: pd.Series[Any]) -> tuple[Place, ...]:
    """Return the cells of the shares declared for a row: those of its carrier, or else of all."""
    shares = sources.ledger["shares"]
    rows = shares[(shares["enterprise_code"] == own["enterprise_code"])
                  & (shares["year"] == own["year"])]  # fmt: skip
    rows = rows[rows["process"].map(text) == text(own["process"])]
    carriers = rows["carrier"].map(text)
    named = rows[carriers == str(own["carrier"])]
    rows = named if len(named) else rows[carriers == ""]
    rows = rows[rows["line_code"] == own["line_code"]]
    return tuple(sources.place("shares", int(row), "share_percent") for row in rows["row"])
