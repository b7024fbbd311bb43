"""Numbers that may have slipped: against other years, the capacity, and other lines of the product."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from .. import vocabulary
from .book import Book, Finding, Floats, Integers, where
from .groups import codes_of, combined
from .keys import years_of


def ten_thousand_slips(book: Book) -> Iterator[Finding]:
    """Yield numbers that are far from those of the other years of the same line."""
    least = np.log10(book.registry.plausibility.ten_thousand_slip) - 1e-9
    series = {
        "production": ("output", ["line_code", "product_id", "output_base"]),
        "energy": (
            "amount",
            ["enterprise_code", "line_code", "carrier", "flow", "scope", "purpose", "process"],
        ),
    }
    for name, (measured, keys) in series.items():
        frame = book.frames[name]
        if frame.empty:
            continue
        quantity = frame[f"{measured}_quantity"].to_numpy("float64")
        known = frame["full_year"].to_numpy() & (frame[keys[0]].to_numpy() >= 0)
        rows = np.flatnonzero(known & (quantity > 0))
        groups = combined([codes_of(frame[key])[rows] for key in keys])
        sizes = np.log10(quantity[rows])
        apart = np.abs(sizes - median_of_others(sizes, groups))
        for place in np.flatnonzero(apart >= least).tolist():
            details = {"ratio": f"{10 ** apart[place]:,.0f}"}
            yield Finding(name, int(rows[place]), measured, "suspect_ten_thousand", details)


def median_of_others(values: Floats, groups: npt.NDArray[np.integer[Any]]) -> Floats:
    """Return for each value the median of the other values of its group, NaN where it is alone."""
    order = np.lexsort((values, groups))
    ordered = values[order]
    _names, start, inverse, count = np.unique(
        groups[order], return_index=True, return_inverse=True, return_counts=True
    )
    start, others = start[inverse], count[inverse] - 1
    rank = np.arange(len(values)) - start

    def other(position: Integers) -> Floats:
        """Return the group's value at a position that leaves out the row's own."""
        at = start + position + (position >= rank)
        return ordered[np.where(others > 0, at, 0)]

    median = np.empty(len(values))
    middle = (other((others - 1) // 2) + other(others // 2)) / 2
    median[order] = np.where(others > 0, middle, np.nan)
    return median


def output_against_capacity(book: Book) -> Iterator[Finding]:
    """Yield outputs that the capacity of the line makes hard to believe.

    An output in tonnes says nothing beside a capacity in weight boxes.
    """
    production, lines = book.frames["production"], book.frames["lines"]
    if lines.empty:
        return
    code = production["line_code"].to_numpy()
    capacity = lines["capacity_quantity"].to_numpy()[code]
    same = production["product_id"].cat.codes == lines["product_id"].cat.codes.to_numpy()[code]
    ratio: pd.Series = production["output_quantity"] / np.where(capacity > 0, capacity, np.nan)
    own = (
        lines["product_id"].map(_output_unit, na_action="ignore").astype("object").to_numpy()[code]
    )
    comparable = same & (code >= 0) & (production["output_base"].astype("object") == own)
    slip = book.registry.plausibility.ten_thousand_slip
    for at in where((ratio > 0) & (ratio < 1 / slip) & comparable):
        yield Finding("production", at, "output", "output_under_capacity")
    over = (ratio > book.registry.plausibility.output_to_capacity) & comparable
    for at in where(over):
        yield Finding(
            "production", at, "output", "output_over_capacity", {"ratio": f"{ratio.iloc[at]:,.1f}"}
        )


def _output_unit(product_id: str) -> str:
    return vocabulary.products()[product_id].output_unit


def intensities(book: Book) -> Iterator[Finding]:
    """Yield what a line uses per unit of output where other lines of its product use far more or less.

    A line that slipped in all its years is like itself, and unlike the others. One line in two may be
    the wrong one: both are shown.
    """
    rows, made_in = _line_years(book)
    production, energy = book.frames["production"], book.frames["energy"]
    product, base = codes_of(production["product_id"]), codes_of(production["output_base"])
    carrier, line = codes_of(energy["carrier"])[rows], energy["line_code"].to_numpy()[rows]
    groups = combined([product[made_in], base[made_in], carrier])
    _totals, first, of_total = np.unique(
        combined([groups, line]), return_index=True, return_inverse=True
    )
    used = np.bincount(of_total, energy["amount_quantity"].to_numpy("float64")[rows])
    made = np.bincount(of_total, production["output_quantity"].to_numpy("float64")[made_in])
    sizes = np.log10(used / made)
    apart = np.abs(sizes - median_of_others(sizes, groups[first]))
    least = np.log10(book.registry.plausibility.ten_thousand_slip) - 1e-9
    labels = book.registry.tables["energy"].fields["carrier"].labels
    far = np.flatnonzero(apart >= least)
    for total in far[np.argsort(first[far])].tolist():
        at = int(rows[first[total]])
        name = labels[str(energy["carrier"].iloc[at])]
        details = {"ratio": f"{10 ** apart[total]:,.0f}", "carrier": name}
        yield Finding("energy", at, "amount", "implausible_intensity", details)


def _line_years(book: Book) -> tuple[Integers, Integers]:
    """Return the rows of energy of lines that told their output for the whole year, and its rows."""
    production, energy = book.frames["production"], book.frames["energy"]
    output = production["output_quantity"].to_numpy("float64")
    told = np.flatnonzero(production["full_year"].to_numpy() & (output > 0))
    known, first, count = np.unique(
        years_of(production, "line_code")[told], return_index=True, return_counts=True
    )
    used = energy["full_year"].to_numpy() & (energy["amount_quantity"].to_numpy("float64") > 0)
    used &= ((energy["flow"] == "consumed") & (energy["scope"] == "line")).to_numpy()
    rows = np.flatnonzero(used)
    used_in = years_of(energy, "line_code")[rows]
    if not len(known):
        return rows[:0], told
    at = np.minimum(np.searchsorted(known, used_in), len(known) - 1)
    # A line with several products in a year has no intensity of its own here.
    met = (known[at] == used_in) & (count[at] == 1) & (used_in >= 0)
    made_in = told[first[at]]
    met &= codes_of(production["product_id"])[made_in] >= 0
    return rows[met], made_in[met]
