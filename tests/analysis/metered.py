"""Small tables as the reader makes them, in base units, and what is measured of them."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from capacity_analysis.analysis import allocation, intensity
from capacity_analysis.analysis.product_basis import Basis

YEAR = 2021
# kgce per kg, m3, kWh or t. Coke-oven gas is given a value from memory, methanol none at all.
_COEFFICIENTS = [
    ("raw_coal", "kg", 0.7143, "verified"),
    ("washed_coal", "kg", 0.9, "verified"),
    ("coke", "kg", 0.9714, "verified"),
    ("fuel_oil", "kg", 1.4286, "verified"),
    ("natural_gas_gasfield", "m3", 1.2143, "verified"),
    ("blast_furnace_gas", "m3", 0.1286, "verified"),
    ("converter_gas", "m3", 0.2714, "cross_checked"),
    ("coke_oven_gas_low", "m3", 0.5714, "recalled"),
    ("coal_tar", "kg", 1.1429, "cross_checked"),
    ("oxygen", "m3", 0.4, "verified"),
    ("steam_low_pressure", "kg", 0.1286, "verified"),
    ("electricity", "kWh", 0.1229, "verified"),
    ("methanol_100", "kg", np.nan, "open"),
]
COEFFICIENTS = pd.DataFrame(
    _COEFFICIENTS, columns=["carrier_id", "unit", "kgce_per_unit", "confidence"]
).assign(row_id=lambda table: table["carrier_id"])
# 1 / 29307.6 kgce per kJ, to the six digits that the document gives.
STANDARD_COAL = pd.DataFrame(
    {"row_id": ["standard"], "kgce_per_unit": [3.41208e-05], "confidence": ["cross_checked"]}
)
UNITS = {"clinker": "t", "cement": "t", "flat_glass_over_800": "weight_box",
         "ceramic_tile_absorption_up_to_0_5": "m2"}  # fmt: skip


def one_line(product: str = "clinker", **more: Any) -> dict[str, Any]:
    """Return a line in operation."""
    line = {"enterprise_code": 0, "product_id": product, "capacity_quantity": np.nan,
            "process": None, "status": "operating", "started_on": pd.NaT, "retired_on": pd.NaT}  # fmt: skip
    return line | more


def made(output: float, product: str = "clinker", line: int = 0, **more: Any) -> dict[str, Any]:
    """Return a row of output in the unit of the product."""
    row = {"enterprise_code": 0, "line_code": line, "year": YEAR, "product_id": product,
           "output_quantity": output, "output_base": UNITS.get(product, "t"), "content": np.nan,
           "full_year": True}  # fmt: skip
    return row | more


def used(carrier: str, amount: float, line: int = 0, **more: Any) -> dict[str, Any]:
    """Return a row of energy in the base unit of the carrier."""
    row = {"enterprise_code": 0, "line_code": line, "year": YEAR, "carrier": carrier,
           "flow": "consumed", "amount": amount, "amount_quantity": amount, "purpose": "energy",
           "ncv_kj": np.nan, "scope": "line", "process": None, "allocation_key": None,
           "full_year": True}  # fmt: skip
    return row | more


def shared(carrier: str, amount: float, key: str | None, **more: Any) -> dict[str, Any]:
    """Return a row of energy metered for the whole enterprise."""
    return used(carrier, amount, -1, scope="enterprise", allocation_key=key) | more


def definition(product: str, indicator: str = "comprehensive", **more: Any) -> dict[str, Any]:
    """Return a definition without a basis."""
    row = {"product_id": product, "indicator": indicator, "basis": None, "basis_reference": np.nan,
           "pieces_per_t": np.nan, "confidence": "verified"}  # fmt: skip
    return row | more


class Measured(NamedTuple):
    """What came of the tables of a case."""

    table: pd.DataFrame
    allocation: allocation.Allocation

    def of(self, indicator: str = "comprehensive", line: int = 0, year: int = YEAR) -> pd.Series:
        """Return the row of a line and indicator."""
        table = self.table
        found = table[(table["indicator"] == indicator) & (table["line_code"] == line)]
        (at,) = found.index[found["year"] == year]
        return found.loc[at]


def _frame(rows: list[dict[str, Any]], template: dict[str, Any], *texts: str) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=list(template))
    numbers = {key: "float64" for key, value in template.items() if isinstance(value, float)}
    codes = {key: "int32" for key, value in template.items() if type(value) is int}
    dates = {key: "datetime64[us]" for key, value in template.items() if value is pd.NaT}
    return frame.astype(numbers | codes | dates | dict.fromkeys(texts, "str"))


def tables(
    lines: list[dict[str, Any]],
    production: list[dict[str, Any]],
    energy: list[dict[str, Any]],
    shares: tuple[tuple[Any, ...], ...] = (),
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return lines, production, energy and shares with the types that the reader gives them.

    Shares are (process, carrier, line, percent) of the enterprise 0.
    """
    names = {"enterprise_code": "int32", "year": "int32", "line_code": "int32",
             "process": "str", "carrier": "str", "share_percent": "float64"}  # fmt: skip
    declared = pd.DataFrame(
        [(0, YEAR, line, process, carrier, percent) for process, carrier, line, percent in shares],
        columns=list(names),
    ).astype(names)
    texts = ("carrier", "flow", "purpose", "scope", "process", "allocation_key")
    used_rows = _frame(energy, used("", 0.0), *texts)
    choices = ["carrier", "flow", "purpose", "scope", "allocation_key"]
    return (
        _frame(lines, one_line(), "product_id", "process", "status"),
        _frame(production, made(0.0), "output_base").astype({"product_id": "category"}),
        used_rows.assign(row=np.arange(2, len(energy) + 2)).astype(
            dict.fromkeys(choices, "category")
        ),
        declared,
    )


def measure(
    production: list[dict[str, Any]],
    energy: list[dict[str, Any]],
    *,
    lines: list[dict[str, Any]] | None = None,
    wanted: tuple[tuple[str, str], ...] = (),
    definitions: tuple[dict[str, Any], ...] = (),
    conditions: tuple[tuple[int, str, float], ...] = (),
    shares: tuple[tuple[Any, ...], ...] = (),
    required: tuple[str, ...] = ("electricity",),
    contested: pd.DataFrame | None = None,
) -> Measured:
    """Return what is measured of a few lines; conditions are (line, attribute, value)."""
    if lines is None:
        lines = [one_line(row["product_id"]) for row in production]
    frames = tables(lines, production, energy, shares)
    terms = intensity.energy_terms(frames[2], COEFFICIENTS, STANDARD_COAL)
    allocated = allocation.allocate(terms, frames[0], frames[1], frames[3], units_of(lines))
    basis = Basis(
        pd.DataFrame(list(definitions), columns=list(definition(""))),
        pd.DataFrame(
            [(line, YEAR, attribute, value) for line, attribute, value in conditions],
            columns=["line_code", "year", "attribute", "value"],
        ),
        units_of(production),
    )
    table = intensity.by_indicator(
        frames[1],
        allocated,
        pd.DataFrame(list(wanted), columns=["product_id", "indicator"]),
        basis,
        required_carriers=required,
        contested=contested,
    )
    return Measured(table, allocated)


def units_of(rows: list[dict[str, Any]]) -> dict[str, str]:
    """Return the unit of each product named in some rows."""
    return {row["product_id"]: UNITS.get(row["product_id"], "t") for row in rows}
