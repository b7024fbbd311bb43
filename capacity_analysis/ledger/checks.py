"""Checks across rows and tables, and the columns that they make: codes and converted quantities."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from .. import units, vocabulary
from .registry import LedgerField, LedgerTable, Registry
from .values import near

Frames = dict[str, pd.DataFrame]
Positions = npt.NDArray[np.int32]


@dataclass(frozen=True)
class Finding:
    """Something wrong in one row: table, position, field, kind of problem and details."""

    table: str
    index: int
    field: str
    code: str
    details: dict[str, Any] = field(default_factory=dict)


def complete(frames: Frames, registry: Registry) -> Iterator[Finding]:
    """Add codes and quantities to the frames, yielding what is wrong across rows.

    Adds `enterprise_code` and `line_code` (int32 positions, -1 where there is none), and for every
    number with a unit column its ``<field>_quantity`` in the base unit of its product or carrier.
    """
    for name, table in registry.tables.items():
        yield from _duplicates(name, frames[name], table)
    yield from _add_codes(frames, registry)
    for name, table in registry.tables.items():
        for key, spec in table.fields.items():
            if spec.unit_of is not None:
                yield from _add_quantity(name, frames[name], table, key, spec)
    yield from _lines(frames)
    yield from _periods(frames)
    yield from _output_against_energy(frames)
    yield from _plausibility(frames, registry)


def _where(mask: pd.Series | npt.NDArray[np.bool_]) -> Iterator[int]:
    for position in np.flatnonzero(np.asarray(mask, dtype=bool)):
        yield int(position)


def _duplicates(name: str, frame: pd.DataFrame, table: LedgerTable) -> Iterator[Finding]:
    keys = frame[list(table.key)]
    identified = keys.iloc[:, 0].notna()
    repeated = keys.duplicated() & identified
    if not repeated.any():
        return
    first_rows = frame.groupby(list(table.key), dropna=False, observed=True)["row"].transform("min")
    headers = "、".join(table.fields[key].header for key in table.key)
    for at in _where(repeated):
        yield Finding(name, at, table.key[-1] if len(table.key) <= 2 else table.key[0],
                      "duplicate_key", {"first": int(first_rows.iloc[at]), "key": headers})  # fmt: skip


def _add_codes(frames: Frames, registry: Registry) -> Iterator[Finding]:
    enterprises, lines = frames["enterprises"], frames["lines"]
    enterprises["enterprise_code"] = np.arange(len(enterprises), dtype="int32")
    roster = enterprises.drop_duplicates("enterprise_id").dropna(subset=["enterprise_id"])
    by_id = pd.Index(roster["enterprise_id"])
    codes = roster["enterprise_code"].to_numpy()
    for name, table in registry.tables.items():
        if name != "enterprises" and "enterprise_id" in table.fields:
            frames[name]["enterprise_code"] = _look_up(by_id, codes, frames[name]["enterprise_id"])
    lines["line_code"] = np.arange(len(lines), dtype="int32")
    known = lines.drop_duplicates(["enterprise_code", "line_id"])
    by_line = pd.MultiIndex.from_frame(known[["enterprise_code", "line_id"]])
    line_codes = known["line_code"].to_numpy()
    for name, table in registry.tables.items():
        if name != "lines" and "line_id" in table.fields:
            frame = frames[name]
            wanted = pd.MultiIndex.from_frame(frame[["enterprise_code", "line_id"]])
            frame["line_code"] = _look_up(by_line, line_codes, wanted)
            frame.loc[frame["line_id"].isna(), "line_code"] = -1
    yield from _orphans(frames, registry, list(by_id))


def _look_up(index: pd.Index, codes: npt.NDArray[Any], wanted: Any) -> Positions:
    if not len(index) or not len(wanted):
        return np.full(len(wanted), -1, dtype="int32")
    at = index.get_indexer(wanted)
    return np.where(at >= 0, codes[at], -1).astype("int32")


def _orphans(frames: Frames, registry: Registry, enterprise_ids: list[str]) -> Iterator[Finding]:
    for name, table in registry.tables.items():
        frame = frames[name]
        for key, spec in table.fields.items():
            if spec.references is None:
                continue
            code = "enterprise_code" if spec.references == "enterprises" else "line_code"
            unknown = frame[key].notna() & (frame[code] < 0)
            if code == "line_code":  # an unknown enterprise is reported once, on its own cell
                unknown &= frame["enterprise_code"] >= 0
            for at in _where(unknown):
                value = str(frame[key].iloc[at])
                choices = enterprise_ids if code == "enterprise_code" else []
                yield Finding(name, at, key, "orphan_key", {
                    "target": registry.tables[spec.references].sheet, "near": near(value, choices)})  # fmt: skip


def _add_quantity(
    name: str, frame: pd.DataFrame, table: LedgerTable, key: str, spec: LedgerField
) -> Iterator[Finding]:
    """Convert a number by its unit column, each pair of unit and subject once."""
    measured, subject = str(spec.unit_of), str(spec.dimension)
    base_of, label_of = _subject(table.fields[subject])
    pairs = pd.DataFrame({"unit": frame[key], "subject": frame[subject].astype("str")})
    numerator = np.full(len(frame), np.nan)
    denominator = np.ones(len(frame))
    for (unit, which), rows in pairs.groupby(["unit", "subject"]).indices.items():
        try:
            ratio = units.factor(unit, base_of(which))
        except units.UnitError:
            code = "wrong_dimension" if unit in units.UNITS else "unknown_unit"
            allowed = "、".join(units.spellings(base_of(which)))
            for at in rows:
                yield Finding(name, int(at), key, code,
                              {"subject": label_of(which), "allowed": allowed})  # fmt: skip
        else:
            numerator[rows], denominator[rows] = ratio.numerator, ratio.denominator
    frame[f"{measured}_quantity"] = frame[measured] * numerator / denominator
    for at in _where(frame[measured].notna() & frame[key].isna() & (not spec.required)):
        yield Finding(name, at, key, "missing_value", {"header": spec.header})


def _subject(spec: LedgerField) -> tuple[Callable[[str], str], Callable[[str], str]]:
    if spec.vocabulary == "products":
        products = vocabulary.products()
        return (lambda key: products[key].output_unit), (lambda key: products[key].name)
    carriers = vocabulary.carriers()
    return (lambda key: carriers[key].base_unit), (lambda key: carriers[key].name)


def _lines(frames: Frames) -> Iterator[Finding]:
    lines, energy = frames["lines"], frames["energy"]
    for at in _where((lines["retired_on"] < lines["started_on"]).fillna(False)):
        yield Finding("lines", at, "retired_on", "retired_before_start")
    for at in _where(energy["line_id"].isna() & (energy["scope"] == "line")):
        yield Finding("energy", at, "line_id", "scope_without_line")


def _periods(frames: Frames) -> Iterator[Finding]:
    """Check periods and mark the rows that cover their whole year."""
    for name in ("production", "energy"):
        frame = frames[name]
        start, end, year = frame["period_start"], frame["period_end"], frame["year"]
        given = start.notna() | end.notna()
        sound = (start <= end) & (start.dt.year == year) & (end.dt.year == year)
        for at in _where(given & ~sound.fillna(False)):
            yield Finding(name, at, "period_start", "period_incomplete")
        whole = (start.dt.day_of_year == 1) & (end.dt.month == 12) & (end.dt.day == 31)  # noqa: PLR2004
        full = ~given | whole.fillna(False)
        if "period_kind" in frame:
            full &= frame["period_kind"] == "full_year"
        frame["full_year"] = full.astype(bool)


def _output_against_energy(frames: Frames) -> Iterator[Finding]:
    """Output without energy and the reverse, once per line and year."""
    production, energy = frames["production"], frames["energy"]
    above_line = set(energy.loc[energy["scope"] != "line", "enterprise_code"])
    made = production[(production["line_code"] >= 0) & (production["output"] > 0)]
    used = energy[(energy["line_code"] >= 0) & (energy["flow"] == "consumed")]
    for name, mine, other, column, code in (
        ("production", made, used, "output", "output_without_energy"),
        ("energy", used, made, "amount", "energy_without_output"),
    ):
        firsts = mine.drop_duplicates(["line_code", "year"])
        keys = pd.MultiIndex.from_frame(firsts[["line_code", "year"]])
        met = keys.isin(pd.MultiIndex.from_frame(other[["line_code", "year"]]))
        for at, missing, year, owner in zip(
            firsts.index, ~met, firsts["year"], firsts["enterprise_code"], strict=True
        ):
            if missing and not (name == "production" and owner in above_line):
                yield Finding(name, int(at), column, code, {"year": year})


def _plausibility(frames: Frames, registry: Registry) -> Iterator[Finding]:
    bounds = registry.plausibility
    series = {
        "production": ("output", ["line_code", "product_id"]),
        "energy": ("amount", ["enterprise_code", "line_code", "carrier", "flow"]),
    }
    for name, (measured, keys) in series.items():
        frame = frames[name]
        quantity = frame[f"{measured}_quantity"].where(frame["full_year"])
        usual = quantity.groupby([frame[key] for key in keys], observed=True).transform("median")
        ratio = (quantity / usual).where((quantity > 0) & (usual > 0))
        slip = (ratio >= bounds.ten_thousand_slip) | (ratio <= 1 / bounds.ten_thousand_slip)
        for at in _where(slip):
            times = max(ratio.iloc[at], 1 / ratio.iloc[at])
            yield Finding(name, at, measured, "suspect_ten_thousand", {"ratio": f"{times:,.0f}"})
    yield from _output_against_capacity(frames, bounds.output_to_capacity)


def _output_against_capacity(frames: Frames, bound: float) -> Iterator[Finding]:
    production, lines = frames["production"], frames["lines"]
    if lines.empty:
        return
    code = production["line_code"].to_numpy()
    capacity = lines["capacity_quantity"].to_numpy()[code]
    same = production["product_id"].astype("str") == lines["product_id"].astype("str").to_numpy()[code]
    ratio = production["output_quantity"] / np.where(capacity > 0, capacity, np.nan)
    for at in _where((ratio > bound) & same & (code >= 0)):
        yield Finding("production", at, "output", "output_over_capacity",
                      {"ratio": f"{ratio.iloc[at]:,.1f}"})  # fmt: skip
