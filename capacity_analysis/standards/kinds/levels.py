"""Kinds of energy levels: benchmark levels, and the levels of mandatory limits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ... import vocabulary
from ..document import Row
from .columns import CONFIDENCE, Column, Defects, Kind, NumberedRows


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


def governed_products(row: Row) -> tuple[str, ...]:
    """Return every product that a level governs: its own, and those of `also_products`.

    Examples
    --------
    >>> governed_products({"product_id": "sanitary_ceramics", "also_products": "a;b"})
    ('sanitary_ceramics', 'a', 'b')

    """
    also = str(row["also_products"])
    return (str(row["product_id"]), *(also.split(";") if also else ()))


def _check_products(row: Row) -> Defects:
    """Require known products, counted as the unit of the level counts them."""
    unit = LEVEL_UNITS.get(str(row["unit"]))
    for column, names in (
        ("product_id", governed_products(row)[:1]),
        ("also_products", governed_products(row)[1:]),
    ):
        for name in names:
            product = vocabulary.products().get(name)
            if product is None and (name or column == "also_products"):
                yield f"{column}: {name!r} is not in the vocabulary"
            elif product and unit and unit.output_unit != product.output_unit:
                yield f"unit: {row['unit']}, but output of {name} is in {product.output_unit}"
    if unit and row["indicator"] in INDICATORS and row["indicator"] not in unit.indicators:
        yield f"unit: {row['unit']} does not measure {row['indicator']!r}"


def _check_order(row: Row, better: str, worse: str) -> Defects:
    """Require the laxer level not to lie below; lower is better, also below zero."""
    first, last = row[better], row[worse]
    if isinstance(first, float) and isinstance(last, float) and first > last:
        name = "the advanced level" if better == "advanced" else better
        yield f"{worse}: {last:g} is better than {name} {first:g}"


def _check_benchmark(row: Row) -> Defects:
    yield from _check_products(row)
    if row["gb4754"] and row["gb4754"] not in vocabulary.industry_codes():
        yield f"gb4754: {row['gb4754']!r} is not a class of GB/T 4754—2017"
    yield from _check_order(row, "advanced", "baseline")


def _check_limit(row: Row) -> Defects:
    # Level 2 holds for new plant of any kind: in GB 21258—2024 it lies below level 1 for small units.
    yield from _check_products(row)
    yield from _check_order(row, "level_1", "level_3")
    yield from _check_order(row, "level_2", "level_3")


def _check_levels(rows: NumberedRows) -> Iterator[tuple[int, str]]:
    """Require one row per product and indicator, so that a line has one threshold."""
    first: dict[tuple[str, str], int] = {}
    for number, row in rows:
        for name in governed_products(row):
            key = (name, str(row["indicator"]))
            if first.setdefault(key, number) != number:
                yield number, f"product_id: {name} has its level in row {first[key]} already"
        if len(set(governed_products(row))) < len(governed_products(row)):
            yield number, "also_products: names a product twice"


_LEVEL_COLUMNS = (
    Column("row_id"),
    Column("product_id"),
    # Products of a finer cut, or known under a coarser name, that the same row governs; joined by ;
    Column("also_products", optional=True),
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
    _check_benchmark,
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
    _check_limit,
    _check_levels,
)
