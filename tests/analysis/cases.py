"""Small ledgers for worked examples: one line, one year, amounts as a department would write them."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Any

import pandas as pd

from capacity_analysis import vocabulary
from capacity_analysis.analysis import gaps, intensity, operation
from capacity_analysis.analysis import levels as shapes
from capacity_analysis.analysis import terms as terms_module
from capacity_analysis.analysis.allocation import allocate
from capacity_analysis.analysis.product_basis import Basis
from capacity_analysis.assessment import build
from capacity_analysis.assessment import energy as energy_of_assessment
from capacity_analysis.assessment.build import benchmark_gaps
from capacity_analysis.campaign import Campaign
from capacity_analysis.ledger import Ledger, registry
from capacity_analysis.ledger.registry import LedgerField
from capacity_analysis.ledger.workbook import inspect_sheets
from capacity_analysis.standards import Standards

AS_OF = dt.date(2022, 9, 10)
YEAR = 2021

# Units of energy in kgce, as GB/T 2589 has them.
KGCE_PER = {"kgce": 1.0, "kgoe": 1.4286, "kWh": 0.1229}
JIUJIANG = ("360404", "360400", "360000", "000000")


def energy(carrier: str, amount: float | None, unit: str, **more: Any) -> dict[str, Any]:
    """Return an energy row of the line L1 in the year assessed."""
    return {
        "enterprise_id": "E1",
        "line_id": "L1",
        "year": YEAR,
        "carrier": carrier,
        "flow": "consumed",
        "amount": amount,
        "amount_unit": unit,
        **more,
    }


def production(product: str, output: float | None, unit: str, **more: Any) -> dict[str, Any]:
    """Return a production row of the line L1 in the year assessed."""
    return {
        "enterprise_id": "E1",
        "line_id": "L1",
        "year": YEAR,
        "product_id": product,
        "output": output,
        "output_unit": unit,
        **more,
    }


def line(product: str, **more: Any) -> dict[str, Any]:
    """Return the line L1, in operation."""
    return {
        "enterprise_id": "E1",
        "line_id": "L1",
        "product_id": product,
        "status": "operating",
        **more,
    }


def ledger(
    lines: list[dict[str, Any]],
    productions: list[dict[str, Any]],
    energies: list[dict[str, Any]],
    *,
    industry: str = "3011",
    as_of: dt.date = AS_OF,
    reported: dict[str, float] | None = None,
) -> Ledger:
    """Read the cells of a workbook with one enterprise E1; `reported` are conditions of L1."""
    enterprise = {"enterprise_id": "E1", "name": "甲厂", "industry_code": industry}
    of_line = {"enterprise_id": "E1", "line_id": "L1", "year": as_of.year - 1}
    tables = {
        "enterprises": [enterprise],
        "lines": lines,
        "production": productions,
        "energy": energies,
        "conditions": [
            {**of_line, "attribute": attribute, "value": value}
            for attribute, value in (reported or {}).items()
        ],
    }
    guide = {"schema_version": registry().schema_version, "data_as_of": as_of, "fictional": "是"}
    told = registry().guide
    sheets = {told.sheet: [[told.fields[key].header, value] for key, value in guide.items()]}
    for name, rows in tables.items():
        definition = registry().tables[name]
        headers = [spec.header for spec in definition.fields.values()]
        cells = [[_cell(spec, row.get(key)) for key, spec in definition.fields.items()]
                 for row in rows]  # fmt: skip
        sheets[definition.sheet] = [headers, *cells]
    reading = inspect_sheets("ledger.xlsx", sheets)
    assert reading.ledger is not None, reading.problems
    return reading.ledger


def _cell(spec: LedgerField, value: Any) -> Any:
    """Return a value as it stands in a workbook: choices by their labels, nothing as an empty cell."""
    return "" if value is None else spec.labels.get(value, value)


def verdict(one: Ledger, as_of: dt.date | None = None) -> pd.Series:
    """Return what the benchmark levels say of the first line of a ledger."""
    return benchmark_gaps(one, packaged(), campaign(), as_of).iloc[0]


def energy_tables(one: Ledger) -> dict[str, pd.DataFrame]:
    """Return the energy tables and `missing` of an assessment, without what it holds on other grounds."""
    law = build.law_on(one, packaged(), campaign(), None)
    lines = build.lines_of(one, campaign(), law.as_of)
    judged = energy_of_assessment.judge(
        one,
        law,
        packaged(),
        campaign(),
        lines=lines,
        industries=build.enterprises_of(one, campaign())["industry"],
        contested=build.contested_electricity(one, campaign()),
    )
    return judged | {"missing": build.missing_inputs_of(judged, lines, campaign(), law.year)}


def level(**change: Any) -> dict[str, Any]:
    """Return a verified level of clinker in the common shape, with changes."""
    return {
        "row_id": "v-1",
        "document_id": "d-1",
        "product_id": "clinker",
        "indicator": "comprehensive",
        "unit": "kgce/t",
        "advanced": 100.0,
        "access": None,
        "baseline": 117.0,
        "confidence": "verified",
        "binding": True,
        **change,
    }


def reading(value: float | None, **change: Any) -> dict[str, Any]:
    """Return what the first line reported for an indicator, in kgce or kWh per unit of output."""
    return {
        "line_code": 0,
        "year": YEAR,
        "indicator": "comprehensive",
        "product_id": "clinker",
        "output_quantity": 1000.0,
        "energy_kgce": None if value is None else value * 1000.0,
        "electricity_kwh": 60_000.0,
        "measured": value,
        "measured_low": value,
        "measured_high": value,
        "coefficient_confidence": "verified",
        "definition_confidence": "verified",
        "reason": None,
        **change,
    }


def judged(
    readings: list[dict[str, Any]], levels: Any, *, declared: Any = None, **options: Any
) -> pd.DataFrame:
    """Return `gaps.gaps` of lines in operation, which make what they declare unless told."""
    measured = pd.DataFrame(readings).astype({"line_code": "int32", "reason": "str"})
    declared = declared or measured.groupby("line_code")["product_id"].first()
    running = pd.Series([None] * len(declared), dtype="str")
    lines = pd.DataFrame({"product_id": list(declared), "out_of_operation": running})
    if isinstance(levels, list):
        levels = pd.DataFrame(levels, columns=list(shapes.COLUMNS))
    return gaps.gaps(lines, measured, levels, KGCE_PER, **options)


def conditions(**values: float) -> pd.DataFrame:
    """Return the conditions that the first line reported."""
    return pd.DataFrame(
        {"line_code": 0, "attribute": list(values), "value": list(values.values())}
    ).astype({"attribute": "str", "value": float})


@cache
def packaged() -> Standards:
    """Return the packaged documents, loaded once."""
    return Standards.load()


@cache
def campaign() -> Campaign:
    """Return the packaged action plan, loaded once."""
    return Campaign.load()


def found_on(ground: shapes.Ground, one: Ledger, as_of: dt.date) -> pd.DataFrame:
    """Return `gaps.gaps` of a ledger against the packaged documents of a day, on one ground."""

    def rows(kind: str) -> pd.DataFrame:
        return packaged().rows_in_force(kind, as_of, JIUJIANG).table

    coefficients = rows("conversion_coefficients")
    terms = terms_module.energy_terms(
        one["energy"],
        coefficients[coefficients["use"] == "unit_energy"],
        coefficients[coefficients["row_id"] == "standard_coal_ncv"],
    )
    units = {key: product.output_unit for key, product in vocabulary.products().items()}
    production = one["production"]
    allocated = allocate(terms, one["lines"], production, one["shares"], units)
    levels = shapes.in_common_shape(rows(ground.kind), ground)
    reported = one["conditions"]
    basis = Basis(rows("unit_energy_definitions"), reported, units)
    measured = intensity.by_indicator(production, allocated, levels, basis)
    year = as_of.year - 1
    lines = one["lines"]
    bounds = registry().plausibility
    return gaps.gaps(
        lines.assign(out_of_operation=operation.out_of_operation(lines, as_of)),
        measured[measured["year"] == year],
        levels,
        KGCE_PER,
        ground=ground,
        corrections=rows("energy_corrections") if ground is shapes.OVER_LIMIT else None,
        conditions=reported[reported["year"] == year],
        below_advanced=bounds.below_advanced,
        above_baseline=bounds.above_baseline,
        conversion_confidence={"kgoe": "cross_checked"},
    )
