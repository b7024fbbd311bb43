"""The kinds of document, and what a table of each kind must look like.

A later kind joins as one entry of `KINDS`: its columns, and the checks that span columns or rows.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from .. import vocabulary
from .document import Cell, Confidence, Row

Defects = Iterator[str]
NumberedRows = Sequence[tuple[int, Row]]

_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")
# A spreadsheet runs text that starts so; an official table has none.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Column:
    """A column: text or number, whether a cell may be empty, and the values it may take."""

    name: str
    type: Literal["text", "number"] = "text"
    optional: bool = False
    choices: frozenset[str] = frozenset()

    @property
    def dtype(self) -> str:
        """The pandas type of the column."""
        return "float64" if self.type == "number" else "str"


@dataclass(frozen=True)
class Kind:
    """A kind of document: its Chinese name, its columns, and checks beyond a single cell."""

    name: str
    title: str
    columns: tuple[Column, ...]
    check_row: Callable[[Row], Defects]
    check_table: Callable[[NumberedRows], Iterator[tuple[int, str]]]


@dataclass(frozen=True)
class LevelUnit:
    """What a level in this unit measures: its indicators, and the unit of the output below."""

    indicators: frozenset[str]
    output_unit: str


_COMPREHENSIVE = frozenset({"comprehensive"})
LEVEL_UNITS = {
    "kgce/t": LevelUnit(_COMPREHENSIVE, "t"),
    "kgce/m²": LevelUnit(_COMPREHENSIVE, "m2"),
    "kgce/重量箱": LevelUnit(_COMPREHENSIVE, "weight_box"),
    "kgoe/t": LevelUnit(_COMPREHENSIVE, "t"),
    "kWh/t": LevelUnit(frozenset({"electricity"}), "t"),
    "kgoe/(t·能量因数)": LevelUnit(frozenset({"comprehensive_per_energy_factor"}), "t"),
}
INDICATORS = frozenset().union(*(unit.indicators for unit in LEVEL_UNITS.values()))
COEFFICIENT_UNITS = frozenset({"kg", "m3", "kWh", "MJ", "t", "kJ", "kgoe"})
BASES = frozenset({"equivalent", "equal", "average"})  # 当量, 等价, 平均
USES = frozenset({"unit_energy", "regional_total", "reference"})

_CONFIDENCE = Column("confidence", choices=frozenset(Confidence))


def read_cell(column: Column, text: str, *, is_open: bool) -> tuple[Cell, str]:
    """Return the value of a cell, and what is wrong with it (empty where nothing is).

    Parameters
    ----------
    column : Column
        The column that the cell stands in.
    text : str
        What the file holds.
    is_open : bool
        Whether the row's confidence is `open`: then, and only then, its numbers are empty.

    Examples
    --------
    >>> read_cell(Column("baseline", "number"), "-10", is_open=False)
    (-10.0, '')
    >>> read_cell(Column("baseline", "number"), "nan", is_open=False)
    (None, "not a number: 'nan'")

    """
    if column.type == "number":
        return _read_number(text, is_open=is_open)
    if not text:
        return text, "" if column.optional else "missing"
    if text != text.strip():
        return text, f"white space around {text!r}"
    if text.startswith(_FORMULA):
        return text, f"looks like a formula: {text!r}"
    if column.choices and text not in column.choices:
        return text, f"unknown {text!r}; one of {', '.join(sorted(column.choices))}"
    return text, ""


def _read_number(text: str, *, is_open: bool) -> tuple[float | None, str]:
    if not text:
        return None, "" if is_open else "missing number in a row that is not open"
    if not _NUMBER.fullmatch(text) or not math.isfinite(float(text)):
        return None, f"not a number: {text!r}"
    return float(text), f"an open row holds the value {text}" if is_open else ""


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
    first: dict[Cell, int] = {}
    for number, row in rows:
        product = row["product_id"]
        if first.setdefault(product, number) != number:
            yield number, f"product_id: {product} has its level in row {first[product]} already"


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


KINDS = {
    kind.name: kind
    for kind in (
        Kind(
            "benchmark_levels",
            "能效标杆水平和基准水平",
            (
                Column("row_id"),
                Column("product_id"),
                Column("product"),
                Column("process_or_grade", optional=True),
                Column("indicator", choices=INDICATORS),
                Column("indicator_zh"),
                Column("advanced", "number"),
                Column("baseline", "number"),
                Column("unit", choices=frozenset(LEVEL_UNITS)),
                Column("gb4754"),
                Column("reference_standard", optional=True),
                Column("remark", optional=True),
                Column("source"),
                _CONFIDENCE,
            ),
            _check_level,
            _check_levels,
        ),
        Kind(
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
                _CONFIDENCE,
            ),
            _check_coefficient,
            _check_coefficients,
        ),
    )
}
