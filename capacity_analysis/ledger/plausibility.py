"""Numbers that may have slipped: against other years, the capacity, and other lines of the product."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from .. import vocabulary
from .book import Book, Finding, Floats, Integers, where
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
        quantity = frame[f"{measured}_quantity"]
        counted = frame[frame["full_year"] & (quantity > 0) & (frame[keys[0]] >= 0)]
        groups = counted.groupby(keys, observed=True, sort=False, dropna=False).ngroup().to_numpy()
        sizes = np.log10(quantity[counted.index].to_numpy("float64"))
        apart = np.abs(sizes - median_of_others(sizes, groups))
        for at, orders in zip(counted.index[apart >= least], apart[apart >= least], strict=True):
            yield Finding(
                name, int(at), measured, "suspect_ten_thousand", {"ratio": f"{10**orders:,.0f}"}
            )


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
    rows = _line_years(book)
    if rows.empty:
        return
    totals = rows.groupby(["line_code", "carrier", "product", "base"], sort=False).agg(
        {"used": "sum", "made": "sum", "at": "first"}
    )
    totals = totals.reset_index()
    groups = totals.groupby(["product", "base", "carrier"], sort=False).ngroup().to_numpy()
    sizes = np.log10((totals["used"] / totals["made"]).to_numpy("float64"))
    apart = np.abs(sizes - median_of_others(sizes, groups))
    least = np.log10(book.registry.plausibility.ten_thousand_slip) - 1e-9
    energy = book.frames["energy"]
    labels = book.registry.tables["energy"].fields["carrier"].labels
    for row in np.flatnonzero(apart >= least).tolist():
        at = int(totals["at"].iloc[row])
        carrier = labels[str(energy["carrier"].iloc[at])]
        details = {"ratio": f"{10 ** apart[row]:,.0f}", "carrier": carrier}
        yield Finding("energy", at, "amount", "implausible_intensity", details)


def _line_years(book: Book) -> pd.DataFrame:
    """Return what each line used of each carrier in the whole years for which it told its output."""
    production, energy = book.frames["production"], book.frames["energy"]
    made = production[production["full_year"] & (production["output_quantity"] > 0)]
    made_in = years_of(made, "line_code")
    known, first, count = np.unique(made_in, return_index=True, return_counts=True)
    used = energy["full_year"] & (energy["amount_quantity"] > 0) & (energy["line_code"] >= 0)
    used &= (energy["flow"] == "consumed") & (energy["scope"] == "line")
    rows = energy[used]
    used_in = years_of(rows, "line_code")
    at = np.minimum(np.searchsorted(known, used_in), max(len(known) - 1, 0))
    if not len(known):
        return pd.DataFrame()
    # A line with several products in a year has no intensity of its own here.
    met = (known[at] == used_in) & (count[at] == 1) & (used_in >= 0)
    source = made.iloc[first[at[met]]]
    frame = pd.DataFrame(
        {
            "line_code": rows["line_code"].to_numpy()[met],
            "carrier": rows["carrier"].cat.codes.to_numpy()[met],
            "product": source["product_id"].cat.codes.to_numpy(),
            "base": source["output_base"].cat.codes.to_numpy(),
            "used": rows["amount_quantity"].to_numpy()[met],
            "made": source["output_quantity"].to_numpy(),
            "at": rows.index.to_numpy()[met],
        }
    )
    return frame[frame["product"] >= 0]
