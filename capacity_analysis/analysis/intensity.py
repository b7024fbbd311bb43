"""Unit energy of a production line in a year (单位产品综合能耗, 单位产品电耗), by indicator.

Unit energy = (sum of consumed x coefficient - sum of exported or recovered to outside the boundary
x coefficient) / qualified output, electricity at its equivalent value (当量), after GB/T 2589.
Energy recovered and reused inside the boundary was never bought and is not subtracted.

What is missing gives no number and a reason: an incomplete sum would look like a good line.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from .allocation import Allocation, bounds
from .indicators import COMPREHENSIVE, INDICATORS, counted
from .line_years import MARKS, Flags, LineYears, positions
from .product_basis import Basis, Converted, on_basis
from .sums import has_feedstock, made_by, metered_above, used_by
from .terms import energy_terms

__all__ = ["REASONS", "by_indicator", "energy_terms", "unit_energy"]

# In the order in which a line's first reason is named.
REASONS = (
    "period_not_assessed",
    "several_products",
    "output_missing",
    "output_zero",
    "basis_unknown",
    "condition_missing",
    "energy_above_line",
    "allocation_impossible",
    "energy_missing",
    "amount_missing",
    "coefficient_open",
    "carrier_missing",
    "process_electricity_missing",
    "feedstock_missing",
    "electricity_contested",
)
_COLUMNS = [
    "line_code", "year", "product_id", "output_quantity", "energy_kgce", "electricity_kwh",
    "measured", "measured_low", "measured_high", "coefficient_confidence", "definition_confidence",
    "reason",
]  # fmt: skip


def by_indicator(
    production: pd.DataFrame,
    allocation: Allocation,
    wanted: pd.DataFrame,
    basis: Basis,
    *,
    electricity: Sequence[str] = ("electricity",),
    required_carriers: Sequence[str] = ("electricity",),
    contested: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return what is measured of every line in every year, by indicator.

    Parameters
    ----------
    production : DataFrame
        `enterprise_code`, `line_code`, `year`, `product_id` (category), `output_quantity`,
        `output_base`, `content`, `full_year`; see `product_basis.on_basis`.
    allocation : Allocation
        What `allocation.allocate` returns for the terms of the ledger.
    wanted : DataFrame
        `product_id` and `indicator` of the levels that lines are compared with.
    basis : Basis
        Definitions of unit energy, conditions of the lines, units of output.
    electricity, required_carriers, contested
        As for `unit_energy`.

    Returns
    -------
    DataFrame
        One row per line, year and indicator, ordered by indicator, line and year: ``comprehensive``
        for every line and year, another one for those lines that make a product with a level in it.
        Columns: `line_code`, `year`, `indicator`, `product_id`, `output_quantity` (on the standard's
        basis: `measured` times it is the energy counted), `energy_kgce` (everything that the line
        used, whatever the indicator counts), `electricity_kwh` (as the indicator counts it if it is
        one of electricity), `measured` (kgce or kWh per unit of output), `measured_low`,
        `measured_high` (over the keys by which energy metered above the line could be allocated),
        `coefficient_confidence` (the weakest mark of every number used), `definition_confidence`
        (mark of the definition, which demotes nothing), `reason` (see `unit_energy`;
        ``indicator_not_supported`` where a ledger can't tell it) and one flag column for each of
        `REASONS`.

    """
    names = [COMPREHENSIVE, *sorted(set(wanted["indicator"]) - {COMPREHENSIVE})]
    indicators = pd.CategoricalDtype(names)
    parts: list[pd.DataFrame] = []
    for name in names:
        made, rows = production, allocation
        if parts:
            products = wanted.loc[wanted["indicator"] == name, "product_id"]
            lines = _makers(production, products)
            if not lines.any():
                continue
            made, rows = production[_is_among(production, lines)], allocation.of_lines(lines)
        found = _of_indicator(
            made, rows, name, basis, electricity=electricity, required_carriers=required_carriers,
            contested=contested,
        )  # fmt: skip
        if parts:
            found = _with_whole(found, parts[0], name)
        found.insert(2, "indicator", pd.Series(name, index=found.index, dtype=indicators))
        parts.append(found)
    return parts[0] if len(parts) == 1 else pd.concat(parts, ignore_index=True)


def _makers(production: pd.DataFrame, products: pd.Series) -> Flags:
    """Return, by line code, whether a line makes one of some products in any year."""
    named = production["product_id"].cat.categories.isin(products)
    rows = np.append(named, False)[production["product_id"].cat.codes.to_numpy()]
    codes = production["line_code"].to_numpy()
    lines = np.zeros(int(codes.max(initial=-1)) + 1, dtype=bool)
    lines[codes[rows]] = True
    return lines


def _is_among(frame: pd.DataFrame, lines: Flags) -> Flags:
    found: Flags = lines[frame["line_code"].to_numpy()]
    return found


def _of_indicator(
    production: pd.DataFrame, allocation: Allocation, name: str, basis: Basis, **options: Any
) -> pd.DataFrame:
    """Return the table of one indicator; of one that a ledger can't tell, with no number."""
    known = name if name in INDICATORS else COMPREHENSIVE
    indicator = INDICATORS[known]
    found = unit_energy(
        production,
        allocation.terms,
        indicator=known,
        above_line=allocation.above_line,
        converted=on_basis(production, basis, name, indicator),
        **options,
    )
    per_unit = "unit_electricity_kwh" if indicator.in_kwh else "unit_energy_kgce"
    measured = found[per_unit].to_numpy()
    if name not in INDICATORS:
        measured = np.full(len(found), np.nan)
        found["reason"] = pd.Series("indicator_not_supported", index=found.index, dtype="str")
    split = allocation.allocations
    kept = counted(split, indicator, options["electricity"])
    found = found.drop(columns=["unit_energy_kgce", "unit_electricity_kwh"])
    found = found.assign(measured=measured)
    low, high = bounds(found, split if kept is None else split[kept], indicator.in_kwh)
    defined = _defined(found["product_id"], basis, name)
    found = found.assign(measured_low=low, measured_high=high, definition_confidence=defined)
    return found[[*_COLUMNS, *REASONS]]


def _defined(products: pd.Series, basis: Basis, name: str) -> pd.Categorical[str]:
    """Return the mark of each product's definition of an indicator; missing where it has none."""
    marks = basis.of_products(products.cat.categories, name)["confidence"]
    ranks = pd.Categorical(marks, categories=MARKS).codes
    by_row = np.append(ranks, -1)[products.cat.codes.to_numpy()]
    return pd.Categorical.from_codes(by_row, categories=pd.Index(MARKS))


def _with_whole(part: pd.DataFrame, whole: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return an indicator's rows with everything that each line used."""
    at = positions(whole, part)
    columns = ["energy_kgce"]
    if not (name in INDICATORS and INDICATORS[name].in_kwh):
        columns.append("electricity_kwh")
    return part.assign(**{column: whole[column].to_numpy()[at] for column in columns})


def unit_energy(
    production: pd.DataFrame,
    terms: pd.DataFrame,
    *,
    indicator: str = COMPREHENSIVE,
    electricity: Sequence[str] = ("electricity",),
    required_carriers: Sequence[str] = ("electricity",),
    contested: pd.DataFrame | None = None,
    above_line: pd.DataFrame | None = None,
    converted: Converted | None = None,
) -> pd.DataFrame:
    """Return one indicator of every line in every year that it reports.

    Parameters
    ----------
    production : DataFrame
        `enterprise_code`, `line_code`, `year`, `product_id` (category), `output_quantity` (in the
        product's output unit), `full_year`.
    terms : DataFrame
        What `energy_terms` returns, with `enterprise_code`, `line_code` (-1 for energy metered
        above the line), `year`, `scope`, `full_year`, and `purpose` where the indicator needs it.
    indicator : str, optional
        One of `indicators.INDICATORS`.
    electricity : sequence of str
        Carriers that count as electricity.
    required_carriers : sequence of str
        Carriers without which a line's energy is incomplete.
    contested : DataFrame, optional
        `enterprise_code` and `year` of those whose sources do not agree on their electricity.
    above_line : DataFrame, optional
        `line_code`, `year`, `carrier`, `purpose`, `reason` of lines that use energy which is metered
        above them and not allocated; without it, every line of the enterprise does.
    converted : Converted, optional
        The output on the standard's basis; as reported without it.

    Returns
    -------
    DataFrame
        One row per line and year, ordered: `line_code`, `year`, `product_id`, `output_quantity`,
        `energy_kgce`, `electricity_kwh` (missing where an amount or a required carrier is: a part
        is no sum), `unit_energy_kgce`, `unit_electricity_kwh` (per unit of output),
        `coefficient_confidence` (the weakest mark among its numbers), `reason` (the first of
        `REASONS` that applies; then both unit values are missing) and one flag column per reason.

    """
    spec = INDICATORS[indicator]
    groups = LineYears(production, terms)
    made = made_by(groups, production, converted)
    used = used_by(groups, terms, spec, electricity, required_carriers)
    flags = dict.fromkeys(REASONS, np.zeros(len(groups), dtype=bool)) | {
        "period_not_assessed": made.partial | used.partial,
        "several_products": made.several,
        "output_missing": made.missing,
        "output_zero": made.known & (made.output <= 0),
        "basis_unknown": made.basis_unknown,
        "condition_missing": made.condition_missing,
        "amount_missing": used.blank,
        "coefficient_open": used.open,
        "electricity_contested": used.electric & groups.of_owners(contested),
        **metered_above(groups, terms, above_line, spec, electricity),
    }
    elsewhere = flags["energy_above_line"] | flags["allocation_impossible"]
    flags["carrier_missing"] = used.incomplete
    flags[spec.absent] = used.absent & ~elsewhere
    if not spec.feedstock:
        flags["feedstock_missing"] = ~has_feedstock(groups, terms) & ~used.absent
    reason, sound = _first_reason(flags)
    output = np.where(sound, made.output, np.nan)
    confidence = used.rank
    if converted and converted.confidence is not None:
        confidence = groups.weakest(made.at, converted.confidence, confidence)
    return pd.DataFrame(
        {
            "line_code": groups.line_code,
            "year": groups.year,
            "product_id": made.product,
            "output_quantity": np.where(made.known & ~made.several, made.output, np.nan),
            "energy_kgce": np.where(used.whole, used.energy, np.nan),
            "electricity_kwh": np.where(used.whole, used.electricity, np.nan),
            "unit_energy_kgce": used.energy / output,
            "unit_electricity_kwh": used.electricity / output,
            "coefficient_confidence": pd.Categorical.from_codes(
                confidence, categories=pd.Index(MARKS)
            ),
            "reason": reason,
            **flags,
        },
        copy=False,
    )


def _first_reason(flags: dict[str, Flags]) -> tuple[pd.Series, Flags]:
    """Return the first flag that holds in each group, and the groups in which none does."""
    code = np.full(len(next(iter(flags.values()))), -1, dtype=np.int8)
    for at, flag in reversed(list(enumerate(flags.values()))):
        if flag.any():
            code[flag] = at
    names = pd.array([*flags, None], dtype="str")  # -1 takes the last
    return pd.Series(names.take(np.where(code < 0, len(flags), code))), code < 0
