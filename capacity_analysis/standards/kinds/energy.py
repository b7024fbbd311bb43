"""Kinds of energy standards: levels, limits and their corrections, coefficients, factors."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from ... import vocabulary
from ..document import Cell, Row
from .columns import CONFIDENCE, FROM, TO, Column, Defects, Kind, NumberedRows


@dataclass(frozen=True)
class LevelUnit:
    """What a level in this unit measures: its indicators, and the unit of the output below."""

    indicators: frozenset[str]
    output_unit: str


# What a level measures. `comprehensive` counts everything that the standard counts, feedstock
# included where it says so; `process_electricity` is that of the main step alone (smelting, furnace).
_ENERGY = frozenset({"comprehensive", "comprehensive_without_feedstock", "comparable", "fuel"})
_POWER = frozenset({"electricity", "process_electricity", "electricity_with_auxiliaries"})
LEVEL_UNITS = {
    "kgce/t": LevelUnit(_ENERGY, "t"),
    "kgce/m²": LevelUnit(_ENERGY, "m2"),
    "kgce/m³": LevelUnit(_ENERGY, "m3"),
    "kgce/重量箱": LevelUnit(_ENERGY, "weight_box"),
    "kgoe/t": LevelUnit(_ENERGY, "t"),
    "kWh/t": LevelUnit(_POWER, "t"),
    "gce/kWh": LevelUnit(frozenset({"net_coal_rate"}), "kWh"),
    "kgoe/(t·能量因数)": LevelUnit(frozenset({"comprehensive_per_energy_factor"}), "t"),
}
INDICATORS = frozenset().union(*(unit.indicators for unit in LEVEL_UNITS.values()))
COEFFICIENT_UNITS = frozenset({"kg", "m3", "kWh", "MJ", "t", "kJ", "kgoe"})
BASES = frozenset({"equivalent", "equal", "average"})  # 当量, 等价, 平均
USES = frozenset({"unit_energy", "regional_total", "reference"})

def _check_level(row: Row) -> Defects:
    """Require a known product and class, and a unit that fits the indicator and the output."""
    product = vocabulary.products().get(str(row["product_id"]))
    if row["product_id"] and product is None:
        yield f"product_id: {row['product_id']!r} is not in the vocabulary"
    unit = LEVEL_UNITS.get(str(row["unit"]))
    if unit and row["indicator"] in INDICATORS and row["indicator"] not in unit.indicators:
        yield f"unit: {row['unit']} does not measure {row['indicator']!r}"
    if unit and product and unit.output_unit != product.output_unit:
        yield f"unit: {row['unit']}, but output of {product.product_id} is in {product.output_unit}"
    if row["gb4754"] and row["gb4754"] not in vocabulary.industry_codes():
        yield f"gb4754: {row['gb4754']!r} is not a class of GB/T 4754—2017"
    advanced, baseline = row["advanced"], row["baseline"]
    # Lower is better, also below zero: a converter's -30 is better than its -10.
    if isinstance(advanced, float) and isinstance(baseline, float) and advanced > baseline:
        yield f"baseline: {baseline:g} is better than the advanced level {advanced:g}"


def _check_levels(rows: NumberedRows) -> Iterator[tuple[int, str]]:
    """Require one row per product, so that a line has one threshold."""
    first: dict[tuple[Cell, Cell], int] = {}
    for number, row in rows:
        product = (row["product_id"], row["indicator"])
        if first.setdefault(product, number) != number:
            name = row["product_id"]
            yield number, f"product_id: {name} has its level in row {first[product]} already"


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


_LEVEL_COLUMNS = (
    Column("row_id"),
    Column("product_id"),
    Column("product"),
    Column("process_or_grade", optional=True),
    Column("indicator", choices=INDICATORS),
    Column("indicator_zh"),
)

BENCHMARK_LEVELS = Kind(
    "benchmark_levels",
    "能效标杆水平和基准水平",
    (
        *_LEVEL_COLUMNS,
        Column("advanced", "number"),
        Column("baseline", "number"),
        Column("unit", choices=frozenset(LEVEL_UNITS)),
        Column("gb4754", optional=True),
        Column("reference_standard", optional=True),
        Column("remark", optional=True),
        Column("source"),
        CONFIDENCE,
    ),
    ("product_id", "indicator"),
    _check_level,
    _check_levels,
)

# Levels 1 (先进), 2 (准入) and 3 (限定) of a mandatory standard; level 3 is the limit.
ENERGY_LIMITS = Kind(
    "energy_limits",
    "单位产品能源消耗限额",
    (
        *_LEVEL_COLUMNS,
        Column("level_1", "number", optional=True),
        Column("level_2", "number", optional=True),
        Column("level_3", "number"),
        Column("unit", choices=frozenset(LEVEL_UNITS)),
        Column("corrections", optional=True),
        Column("remark", optional=True),
        Column("source"),
        CONFIDENCE,
    ),
    ("product_id", "indicator"),
)

# How a standard corrects its own levels for the conditions of a line; x is the value of `attribute`.
CORRECTION_FORMS = frozenset(
    {
        "add_per_point",        # level + coefficient * (x - reference)
        "add_per_point_above",  # level + coefficient * min(max(x - reference, 0), most_points)
        "add_per_point_below",  # level + coefficient * min(max(reference - x, 0), most_points)
        "add_if",               # level + coefficient where the line has the attribute
        "multiply_if",          # level * coefficient where the line has the attribute
        "multiply_linear",      # level * (intercept + coefficient * x / reference), under a condition
        "furnace_power",        # subtracts furnace power that the charge explains (yellow phosphorus)
        "not_found",            # prescribed, but its numbers were not found
    }
)  # fmt: skip
ENERGY_CORRECTIONS = Kind(
    "energy_corrections",
    "限额的修正",
    (
        Column("row_id"),
        Column("corrects"),  # row ids of limits in the same document, joined by ;
        Column("levels"),  # of 1, 2 and 3, joined by ;
        Column("attribute", optional=True),  # of the ledger's table of conditions
        Column("form", choices=CORRECTION_FORMS),
        Column("coefficient", "number", optional=True),
        Column("reference", "number", optional=True),
        Column("intercept", "number", optional=True),
        Column("most_points", "number", optional=True),
        Column("condition_attribute", optional=True),
        Column("condition_above", "number", optional=True),
        Column("wording"),
        Column("source"),
        CONFIDENCE,
    ),
)

# What counts into a product's unit energy, and on which basis its output is counted.
FEEDSTOCK = frozenset({"included", "none", "not_stated"})
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
        Column("basis", optional=True),
        Column("basis_reference", "number", optional=True),
        Column("pieces_per_t", "number", optional=True),
        FROM,
        TO,
        Column("source"),
        CONFIDENCE,
    ),
    ("product_id", "indicator"),
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
        Column("unit", choices=frozenset({"t", "10^4m3", "MWh", "GJ"})),
        Column("year", "number", optional=True),
        Column("jurisdiction"),
        Column("source"),
        CONFIDENCE,
    ),
    ("carrier_id",),
)

ENERGY_KINDS = (
    BENCHMARK_LEVELS,
    ENERGY_LIMITS,
    ENERGY_CORRECTIONS,
    UNIT_ENERGY_DEFINITIONS,
    CONVERSION_COEFFICIENTS,
    EMISSION_FACTORS,
)
