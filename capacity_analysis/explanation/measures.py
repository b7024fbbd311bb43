"""What a line made and used, put into a fraction: unit energy, indicator by indicator."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from .. import vocabulary
from ..analysis import intensity
from ..analysis.allocation import KEYS
from ..analysis.indicators import COMPREHENSIVE, INDICATORS, Indicator, counted
from ..assessment.energy_law import GROUNDS, electricity
from ..ledger import registry
from ..text import _
from .facts import Definition, Factor, Measure, Output, Place, Term
from .sources import Sources, number, text


def outputs(sources: Sources) -> tuple[Output, ...]:
    """Return the line's rows of output of the year assessed."""
    rows = sources.own(sources.ledger["production"]).sort_values("row", kind="stable")
    return tuple(
        Output(
            product=str(one["product_id"]),
            product_name=vocabulary.product_name(str(one["product_id"])),
            amount=number(one["output"]),
            unit=str(one["output_unit"]),
            quantity=number(one["output_quantity"]),
            quantity_unit=str(one["output_base"]),
            content=number(one["content"]),
            full_year=bool(one["full_year"]),
            place=sources.place("production", int(one["row"]), "output"),
        )
        for one in rows.to_dict("records")
    )


def measures(
    sources: Sources, made: tuple[Output, ...], terms: tuple[Term, ...]
) -> tuple[Measure, ...]:
    """Return what is measured for each indicator that a row on either ground asks for."""
    rows = pd.concat([sources.levels(ground) for ground in GROUNDS])["indicator"].dropna()
    wanted = list(dict.fromkeys(rows.astype("str"))) or [COMPREHENSIVE]
    held = sources.own(sources.assessment["unit_energy"])
    by_name = {str(one["indicator"]): one for one in held.to_dict("records")}
    return tuple(
        _measure(sources, name, by_name[name], made, terms) for name in wanted if name in by_name
    )


def indicator_name(indicator: str) -> str:
    """Return what an indicator is called.

    Examples
    --------
    >>> indicator_name("process_electricity")
    '主要工序单位产品电耗'

    """
    return {
        "comprehensive": _("单位产品综合能耗"),
        "comprehensive_without_feedstock": _("单位产品综合能耗（不含原料用能）"),
        "comprehensive_per_energy_factor": _("单位能量因数综合能耗"),
        "comparable": _("可比单位产品能耗"),
        "fuel": _("单位产品燃料消耗"),
        "electricity": _("单位产品电耗"),
        "process_electricity": _("主要工序单位产品电耗"),
        "electricity_with_auxiliaries": _("单位产品电耗（含辅助设施）"),
        "net_coal_rate": _("供电煤耗"),
    }[indicator]


def _measure(
    sources: Sources,
    name: str,
    one: Mapping[Any, Any],
    made: tuple[Output, ...],
    terms: tuple[Term, ...],
) -> Measure:
    spec = INDICATORS.get(name, Indicator())
    numbers = _counted(spec, terms)
    used = [term for term in terms if term.number in numbers]
    parts = [term.signed_quantity if spec.in_kwh else term.energy_kgce for term in used]
    value = number(one["measured"])
    flags = [code for code in intensity.REASONS if one[code]]
    if text(one["reason"]) not in ("", *flags):
        flags.insert(0, text(one["reason"]))
    product = made[0].product if made else str(sources.line["product_id"])
    return Measure(
        indicator=name,
        name=indicator_name(name),
        unit="kWh" if spec.in_kwh else "kgce",
        counted=numbers,
        total=None if None in parts or not parts else sum(filter(None, parts)),
        factors=tuple(_factors(sources, row, name, spec) for row in made),
        output=number(one["output_quantity"]),
        output_unit=_output_unit(product, spec),
        value=value,
        low=number(one["measured_low"]),
        high=number(one["measured_high"]),
        by_key=_by_key(sources, spec, value, number(one["output_quantity"])),
        definition=definition(sources, product, name),
        coefficient_confidence=text(one["coefficient_confidence"]),
        lacks=sources.missing(flags),
    )


def _output_unit(product: str, spec: Indicator) -> str:
    unit = vocabulary.products()[product].output_unit
    return f"({unit}·{_('能量因数')})" if spec.per_condition else unit


def _counted(spec: Indicator, terms: tuple[Term, ...]) -> tuple[int, ...]:
    """Return the numbers of the terms that an indicator counts."""
    if not terms:
        return ()
    rows = pd.DataFrame(
        {"carrier": [one.carrier for one in terms], "purpose": [one.purpose for one in terms]}
    )
    kept = counted(rows, spec, electricity())
    numbers = [one.number for one in terms]
    return tuple(numbers if kept is None else pd.Series(numbers)[kept].tolist())


def definition(sources: Sources, product: str, indicator: str) -> Definition | None:
    """Return how an indicator of a product is defined, or None where no document on file says."""
    table = sources.law.definitions
    rows = table[(table["product_id"] == product) & (table["indicator"] == indicator)]
    if rows.empty:
        return None
    one = rows.iloc[0]
    return Definition(
        citation=sources.citation(str(one["document_id"]), str(one["row_id"])),
        numerator=text(one["numerator"]),
        denominator=text(one["denominator"]),
        feedstock=text(one["feedstock"]),
        basis=text(one["basis"]),
        basis_reference=number(one["basis_reference"]),
    )


def _factors(sources: Sources, row: Output, name: str, spec: Indicator) -> tuple[Factor, ...]:
    """Return what a row of output is multiplied by, as `product_basis.on_basis` does."""
    found = []
    defined = definition(sources, row.product, name)
    if row.content is not None:
        named = defined.basis if defined else ""
        per = defined.basis_reference if defined and named else None
        cited = defined.citation if defined else None
        found.append(
            Factor("content", named or _("折算实测值"), row.content, per, cited, row.place)
        )
    if row.quantity_unit != vocabulary.products()[row.product].output_unit:
        pieces = _pieces_per_t(sources, defined)
        cited = defined.citation if defined else None
        found.append(Factor("pieces_per_t", _("每吨折件数"), pieces, 1.0, cited, None))
    if spec.per_condition:
        found.append(_of_condition(sources, spec.per_condition))
    return tuple(found)


def _pieces_per_t(sources: Sources, defined: Definition | None) -> float | None:
    if defined is None:
        return None
    _cited, row = sources.shared.cited(defined.citation.document_id, defined.citation.row_id)
    return number(row["pieces_per_t"])


def _of_condition(sources: Sources, attribute: str) -> Factor:
    value, place = reported(sources, attribute)
    return Factor("condition", condition_name(attribute), value, 1.0, None, place)


def condition_name(attribute: str) -> str:
    """Return what a condition of a line is called in the workbook.

    Examples
    --------
    >>> condition_name("altitude_m")
    '海拔（米）'

    """
    return condition_names().get(attribute, attribute)


def condition_names() -> dict[str, str]:
    """Return what the conditions are called in the workbook."""
    return registry().tables["conditions"].fields["attribute"].labels


def reported(sources: Sources, attribute: str) -> tuple[float | None, Place | None]:
    """Return the value of a condition of the line, and where it stands; None where nobody knows."""
    rows = sources.own(sources.ledger["conditions"])
    rows = rows[rows["attribute"] == attribute]
    if len(rows) != 1:
        return None, None
    value = number(rows["value"].iloc[0])
    return value, sources.place("conditions", int(rows["row"].iloc[0]), "value")


def _by_key(
    sources: Sources, spec: Indicator, value: float | None, output: float | None
) -> dict[str, float | None]:
    """Return what each key would give, as `allocation.bounds` does; nothing where none is used."""
    split = sources.own(sources.assessment["allocations"])
    if split.empty or value is None or not output:
        return {}
    kept = counted(split, spec, electricity())
    split = split if kept is None else split[kept]
    if split.empty:
        return {}
    whole = split["metered_quantity" if spec.in_kwh else "metered_kgce"].astype(float)
    own = split["share"].astype(float)
    found: dict[str, float | None] = {}
    for key in KEYS:
        share = split[f"share_by_{key}"].astype(float)
        known = bool(share.notna().any())
        change = float((whole * (share.fillna(own) - own)).sum())
        found[key] = value + change / output if known else None
    return found
