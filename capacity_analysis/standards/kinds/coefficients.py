"""Kinds of coefficients: what counts into a unit energy, standard coal, carbon dioxide."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from ... import vocabulary
from ..document import Cell, Row
from .columns import CONFIDENCE, FROM, TO, Column, Defects, Kind, NumberedRows
from .levels import INDICATORS, LEVEL_UNITS

COEFFICIENT_UNITS = frozenset({"kg", "m3", "kWh", "MJ", "t", "kJ", "kgoe"})
BASES = frozenset({"equivalent", "equal", "average"})  # 当量, 等价, 平均
USES = frozenset({"unit_energy", "regional_total", "reference"})
FEEDSTOCK = frozenset({"included", "none", "not_stated"})
# What the output of a product is converted by: the content that a department measures.
PRODUCT_BASES = frozenset(
    {
        "naoh_percent",
        "nh3_percent",
        "si_percent",
        "mn_si_percent",
        "cr_percent",
        "gas_yield_l_per_kg",
    }
)
# The unit of a factor, the unit in which the ledger keeps such a carrier, and that of the NCV.
_FACTOR_UNITS = {
    "t": ("kg", "GJ/t"),
    "10^4m3": ("m3", "GJ/10^4m3"),
    "MWh": ("kWh", ""),
    "GJ": ("MJ", ""),
}
# Carbon dioxide over carbon, by their molar masses.
_CO2_PER_CARBON = 44 / 12
_ROUNDING = 5e-5  # factors are published, or computed, to four decimals
_JURISDICTION = re.compile("[0-9]{6}")


def _check_coefficient(row: Row) -> Defects:
    """Require a known carrier, counted in the unit in which the ledger keeps it."""
    carrier = vocabulary.carriers().get(str(row["carrier_id"]))
    if row["carrier_id"] and carrier is None:
        yield f"carrier_id: {row['carrier_id']!r} is not in the vocabulary"
    # A definition or a bound of a range belongs to no carrier that a department could report.
    if not row["carrier_id"] and row["use"] in USES - {"reference"}:
        yield f"carrier_id: missing in a row of use {row['use']}"
    known_unit = row["unit"] in COEFFICIENT_UNITS
    if carrier and known_unit and row["use"] != "reference" and row["unit"] != carrier.base_unit:
        yield f"unit: {row['unit']}, but {carrier.carrier_id} is kept in {carrier.base_unit}"
    value = row["kgce_per_unit"]
    if isinstance(value, float) and value <= 0:
        yield f"kgce_per_unit: {value:g} is not above zero"


def _check_coefficients(rows: NumberedRows) -> Iterator[tuple[int, str]]:
    """Require one value per carrier for a product's unit energy: nobody has to choose."""
    uses: defaultdict[Cell, Counter[Cell]] = defaultdict(Counter)
    for number, row in rows:
        if not row["carrier_id"]:
            continue
        counts = uses[row["carrier_id"]]
        counts[row["use"]] += 1
        if row["use"] == "unit_energy" and counts["unit_energy"] > 1:
            yield number, f"use: a second unit_energy row for {row['carrier_id']}"
    for number, row in rows:
        counts = uses.pop(row["carrier_id"], Counter())
        if counts and not counts["unit_energy"] and counts.keys() <= USES:
            yield number, f"use: no unit_energy row for {row['carrier_id']}"


def _check_definition(row: Row) -> Defects:
    """Require a known product, an indicator that fits its output, and a complete conversion."""
    product = vocabulary.products().get(str(row["product_id"]))
    if row["product_id"] and product is None:
        yield f"product_id: {row['product_id']!r} is not in the vocabulary"
    if product and not any(
        row["indicator"] in unit.indicators and unit.output_unit == product.output_unit
        for unit in LEVEL_UNITS.values()
    ):
        yield f"indicator: {row['indicator']!r} is not counted per {product.output_unit}"
    if (row["basis"] == "") != (row["basis_reference"] is None):
        yield "basis_reference: given exactly where basis is"
    for name in ("basis_reference", "pieces_per_t"):
        value = row[name]
        if isinstance(value, float) and value <= 0:
            yield f"{name}: {value:g} is not above zero"
    if product and (row["pieces_per_t"] is None) != (product.output_unit != "weight_box"):
        yield "pieces_per_t: given exactly where output is counted in weight boxes"
    start, end = str(row["effective_from"]), str(row["effective_to"])
    if start and end and end < start:
        yield f"effective_to: {end} lies before {start}"


def _check_definitions(rows: NumberedRows) -> Iterator[tuple[int, str]]:
    """Require one definition of a product's indicator on every day."""
    spans: defaultdict[tuple[Cell, Cell], list[tuple[str, str, int]]] = defaultdict(list)
    for number, row in rows:
        span = (str(row["effective_from"]), str(row["effective_to"]) or "9999", number)
        known = spans[row["product_id"], row["indicator"]]
        for start, end, other in known:
            if span[0] <= end and start <= span[1]:
                yield number, f"effective_from: overlaps with row {other}"
        known.append(span)


def _check_factor(row: Row) -> Defects:
    """Require a factor above zero, in the carrier's unit, that its parts reproduce."""
    carrier = vocabulary.carriers().get(str(row["carrier_id"]))
    if row["carrier_id"] and carrier is None:
        yield f"carrier_id: {row['carrier_id']!r} is not in the vocabulary"
    base_unit, ncv_unit = _FACTOR_UNITS.get(str(row["unit"]), ("", ""))
    if carrier and base_unit and carrier.base_unit != base_unit:
        yield f"unit: {row['unit']}, but {carrier.carrier_id} is kept in {carrier.base_unit}"
    if not _JURISDICTION.fullmatch(str(row["jurisdiction"])):
        yield f"jurisdiction: {row['jurisdiction']!r} is not a code of six digits"
    factor = row["tco2_per_unit"]
    if isinstance(factor, float) and factor <= 0:
        yield f"tco2_per_unit: {factor:g} is not above zero"
    parts = [row[name] for name in ("ncv", "carbon_tc_per_gj", "oxidation_percent")]
    given = [part for part in parts if isinstance(part, float)]
    if 0 < len(given) < len(parts) or bool(given) != bool(row["ncv_unit"]):
        yield "ncv: given together with ncv_unit, carbon_tc_per_gj and oxidation_percent, or not"
    elif given and row["ncv_unit"] != ncv_unit:
        yield f"ncv_unit: {row['ncv_unit']}, but the factor is per {row['unit']}"
    elif given and isinstance(factor, float):
        ncv, carbon, oxidation = given
        computed = ncv * carbon * oxidation / 100 * _CO2_PER_CARBON
        if abs(computed - factor) > _ROUNDING:
            yield f"tco2_per_unit: {factor:g}, but its parts give {computed:.6g}"


def _check_factors(rows: NumberedRows) -> Iterator[tuple[int, str]]:
    """Require one factor per carrier, area and year of data."""
    first: dict[tuple[Cell, Cell, Cell], int] = {}
    for number, row in rows:
        key = (row["carrier_id"], row["jurisdiction"], row["year"])
        if row["carrier_id"] and first.setdefault(key, number) != number:
            yield number, f"carrier_id: {row['carrier_id']} has its factor in row {first[key]}"


# What counts into a product's unit energy, and on which basis its output is counted.
UNIT_ENERGY_DEFINITIONS = Kind(
    "unit_energy_definitions",
    "单位产品能耗的计算口径",
    (
        Column("row_id"),
        Column("product_id"),
        Column("indicator", choices=INDICATORS),
        Column("numerator"),
        Column("denominator"),
        Column("feedstock", choices=FEEDSTOCK),
        # Output on the standard's basis = reported output * measured content / basis_reference;
        # output in tonnes of a product counted in pieces = tonnes * pieces_per_t.
        Column("basis", optional=True, choices=PRODUCT_BASES),
        Column("basis_reference", "number", optional=True),
        Column("pieces_per_t", "number", optional=True),
        FROM,
        TO,
        Column("source"),
        CONFIDENCE,
    ),
    ("product_id", "indicator"),
    _check_definition,
    _check_definitions,
)

CONVERSION_COEFFICIENTS = Kind(
    "conversion_coefficients",
    "折标准煤系数",
    (
        Column("row_id"),
        Column("carrier_id", optional=True),
        Column("name"),
        Column("unit", choices=COEFFICIENT_UNITS),
        Column("kgce_per_unit", "number"),
        Column("basis", choices=BASES),
        Column("use", choices=USES),
        Column("source"),
        CONFIDENCE,
    ),
    (),
    _check_coefficient,
    _check_coefficients,
)

# Carbon dioxide of one unit of a carrier; NCV and carbon content are those of the factor's own guide
# and are never mixed with the coefficients of standard coal.
EMISSION_FACTORS = Kind(
    "emission_factors",
    "二氧化碳排放因子",
    (
        Column("row_id"),
        Column("carrier_id", optional=True),
        Column("name"),
        Column("ncv", "number", optional=True),
        Column("ncv_unit", optional=True),
        Column("carbon_tc_per_gj", "number", optional=True),
        Column("oxidation_percent", "number", optional=True),
        Column("tco2_per_unit", "number"),
        Column("unit", choices=frozenset(_FACTOR_UNITS)),
        Column("year", "number", optional=True),
        Column("jurisdiction"),
        Column("source"),
        CONFIDENCE,
    ),
    ("carrier_id",),
    _check_factor,
    _check_factors,
)
