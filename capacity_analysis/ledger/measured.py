"""Measured values that convert an amount, an output or a level: what they can be of, and how large.

A value that is beyond belief is not used, and neither is what it would have converted: with a wrong
calorific value or content, a line would get a verdict all the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

import numpy as np
import pandas as pd

from .. import vocabulary
from ..standards import Standards
from .book import Book, Finding, Flags, Floats, where
from .registry import Range

# Units of what does not burn: electricity, heat, water.
_NOT_OF_FUEL = ("kWh", "MJ", "t")


def measured(book: Book) -> Iterator[Finding]:
    """Yield measured values that can't be; what they were to convert goes missing from the frames."""
    yield from _purposes(book)
    yield from _calorific_values(book)
    yield from _contents(book)
    yield from _conditions(book)


def _purposes(book: Book) -> Iterator[Finding]:
    energy = book.frames["energy"]
    bought_power = (energy["carrier"] == "electricity") & (energy["flow"] == "consumed")
    given = energy["carrier"].notna() & book.sound("energy", "carrier", "flow", "purpose")
    for at in where(given & (energy["purpose"] == "main_process") & ~bought_power):
        yield Finding("energy", at, "purpose", "main_process_not_power")
    for at in where(given & (energy["purpose"] == "feedstock") & _burns_not(energy)):
        yield Finding("energy", at, "purpose", "feedstock_not_fuel", _named(book, at))


def _burns_not(energy: pd.DataFrame) -> pd.Series:
    idle = [name for name, one in vocabulary.carriers().items() if one.base_unit in _NOT_OF_FUEL]
    return energy["carrier"].isin(idle)


def _named(book: Book, at: int) -> dict[str, str]:
    labels = book.registry.tables["energy"].fields["carrier"].labels
    return {"carrier": labels[str(book.frames["energy"]["carrier"].iloc[at])]}


def _calorific_values(book: Book) -> Iterator[Finding]:
    energy = book.frames["energy"]
    given = energy["ncv_kj"].notna()
    if not given.any():
        return
    for at in where(given & _burns_not(energy)):
        yield Finding("energy", at, "ncv_kj", "ncv_not_of_fuel", _named(book, at))
    usual = energy["carrier"].astype("object").map(_default_calorific_values())
    usual = usual.astype("float64").mask(_burns_not(energy))
    ratio: Floats = (energy["ncv_kj"] / usual).to_numpy("float64")
    most = book.registry.plausibility.ncv_to_default
    strange = given.to_numpy() & ((ratio > most) | (ratio < 1 / most))
    for at in where(strange):
        details = {"default": f"{usual.iloc[at]:,.0f}", "ratio": f"{ratio[at]:.3g}"}
        yield Finding("energy", at, "ncv_kj", "ncv_implausible", details)
    energy.loc[strange, "amount_quantity"] = np.nan


@cache
def _default_calorific_values() -> Mapping[str, float]:
    """Return the calorific value (kJ per base unit) behind the default coefficient of each carrier."""
    found: dict[str, float] = {}
    for document in Standards.load().documents:
        rows = document.rows("conversion_coefficients")
        per_kj = [row["kgce_per_unit"] for row in rows if row["unit"] == "kJ"]
        for row in rows:
            value = row["kgce_per_unit"]
            if row["use"] == "unit_energy" and isinstance(value, float) and len(per_kj) == 1:
                found[str(row["carrier_id"])] = value / float(str(per_kj[0]))
    return found


def _contents(book: Book) -> Iterator[Finding]:
    production = book.frames["production"]
    content = production["content"]
    if not content.notna().any():
        return
    basis = production["product_id"].astype("object").map(_bases())
    bounds = book.registry.plausibility.contents
    strange = _beyond(content, basis, bounds)
    for at in where(strange):
        details = _told(bounds[basis.iloc[at]])
        yield Finding("production", at, "content", "content_implausible", details)
    production.loc[strange, "output_quantity"] = np.nan


@cache
def _bases() -> Mapping[str, str]:
    """Return the measured content by which the output of a product is converted, by product."""
    return {
        str(row["product_id"]): str(row["basis"])
        for document in Standards.load().documents
        for row in document.rows("unit_energy_definitions")
        if row["basis"]
    }


def _conditions(book: Book) -> Iterator[Finding]:
    conditions = book.frames["conditions"]
    if conditions.empty:
        return
    attribute = conditions["attribute"].astype("object")
    bounds = book.registry.plausibility.conditions
    labels = book.registry.tables["conditions"].fields["attribute"].labels
    strange = _beyond(conditions["value"], attribute, bounds)
    for at in where(strange):
        name = attribute.iloc[at]
        details = {"attribute": labels[name], **_told(bounds[name])}
        yield Finding("conditions", at, "value", "condition_implausible", details)
    conditions.loc[strange, "value"] = np.nan


def _beyond(values: pd.Series, names: pd.Series, bounds: Mapping[str, Range]) -> Flags:
    """Return the values outside the range that goes by their name; without a range, none is."""
    least = names.map({name: one.least for name, one in bounds.items()}).astype("float64")
    most = names.map({name: one.most for name, one in bounds.items()}).astype("float64")
    return np.asarray((values < least) | (values > most), dtype=np.bool_)


def _told(bounds: Range) -> dict[str, str]:
    return {"least": f"{bounds.least:g}", "most": f"{bounds.most:g}"}
