"""Checks across rows and tables, and the columns that they make: codes and converted quantities.

A cell that could not be read has been reported already; no check reports it, or what follows from it,
a second time.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from .. import units, vocabulary
from .book import Book, Finding, Flags, Floats, Integers, where
from .cells import hints
from .contradictions import contradictions
from .registry import LedgerField, LedgerTable
from .years import is_whole_year, periods

_YEARS = 10_000  # more than any year: line code and year make one number


def complete(book: Book) -> Iterator[Finding]:
    """Add codes and quantities to the frames, yielding what is wrong across rows.

    Adds `enterprise_code` and `line_code` (int32 positions, -1 where there is none), for every
    number with a unit column its ``<field>_quantity`` in the base unit of its product or carrier,
    and `full_year` where rows have a period.
    """
    for name, table in book.registry.tables.items():
        yield from _duplicates(book, name, table)
    _add_codes(book)
    yield from _orphans(book)
    for name, table in book.registry.tables.items():
        for key, spec in table.fields.items():
            if spec.unit_of is not None:
                yield from _add_quantity(book, name, key, spec)
    yield from _lines(book)
    yield from _scopes(book)
    for name in ("production", "energy"):
        yield from periods(book, name)
    yield from _output_without_energy(book)
    yield from _energy_without_output(book)
    yield from _ten_thousand_slips(book)
    yield from _output_against_capacity(book)
    yield from contradictions(book)


def _duplicates(book: Book, name: str, table: LedgerTable) -> Iterator[Finding]:
    if book.holds(name, *table.key):
        shown = table.key[-1] if len(table.key) <= 2 else table.key[0]
        headers = "、".join(table.fields[key].header for key in table.key)
        for at, first in _repeated(book, name, list(table.key)):
            yield Finding(name, at, shown, "duplicate_key", {"first": first, "key": headers})
    for key, spec in table.fields.items():
        if spec.unique:
            for at, first in _repeated(book, name, [key]):
                details = {"first": first, "header": spec.header}
                yield Finding(name, at, key, "duplicate_value", details)


def _repeated(book: Book, name: str, keys: list[str]) -> Iterator[tuple[int, int]]:
    """Yield each row that repeats another one's values, with the first row that has them."""
    frame = book.frames[name]
    if "period_start" in keys:  # a year told by its first and last day is the year
        frame = frame.assign(period_start=frame["period_start"].mask(is_whole_year(frame)))
    given = book.sound(name, *keys) & frame[keys].notna().any(axis=1).to_numpy()
    repeats = frame.loc[given, keys].duplicated(keep=False)
    same = frame.loc[repeats.index[repeats], ["row", *keys]]
    first = same.groupby(keys, dropna=False, observed=True)["row"].transform("min")
    for at in same.index[same["row"] != first]:
        yield int(at), int(first[at])


def _add_codes(book: Book) -> None:
    tables, frames = book.registry.tables, book.frames
    enterprises, lines = frames["enterprises"], frames["lines"]
    roster = enterprises["enterprise_id"].dropna().drop_duplicates()
    by_id = pd.Index(roster)
    enterprises["enterprise_code"] = np.arange(len(enterprises), dtype="int32")
    for name in tables.keys() - {"enterprises"}:
        if "enterprise_id" in tables[name].fields:
            at = by_id.get_indexer(pd.Index(frames[name]["enterprise_id"]))
            codes = np.append(roster.index.to_numpy(), -1)[at]
            frames[name]["enterprise_code"] = codes.astype("int32")
    names = pd.Index(lines["line_id"].dropna().unique())
    known, first = np.unique(_line_keys(lines, names), return_index=True)
    lines["line_code"] = np.arange(len(lines), dtype="int32")
    for name in tables.keys() - {"lines"}:
        if "line_id" in tables[name].fields:
            wanted = _line_keys(frames[name], names)
            at = pd.Index(known).get_indexer(pd.Index(wanted))
            codes = np.append(first, -1)[np.where(wanted >= 0, at, -1)]
            frames[name]["line_code"] = codes.astype("int32")


def _line_keys(frame: pd.DataFrame, names: pd.Index) -> Integers:
    """Return one number for enterprise and line, or -1 where either is unknown."""
    name = names.get_indexer(pd.Index(frame["line_id"])).astype("int64")
    owner = frame["enterprise_code"].to_numpy("int64")
    return np.where((name >= 0) & (owner >= 0), owner * (len(names) + 1) + name, -1)


def _orphans(book: Book) -> Iterator[Finding]:
    """Yield keys that the table they point to lacks; where that table can't be read, nothing."""
    for target, code in (("enterprises", "enterprise_code"), ("lines", "line_code")):
        table = book.registry.tables[target]
        if not book.holds(target, *table.key):
            continue
        for owner, cells in _unknown_keys(book, target, code).items():
            known, unread = _keys_of(book, target, owner)
            if len({value for *_cell, value in cells}) <= unread:
                continue  # they may be the keys that can't be read
            hint = hints(known)
            for name, key, at, value in cells:
                details = {"target": table.sheet, "near": hint(value)}
                yield Finding(name, at, key, "orphan_key", details)


def _unknown_keys(book: Book, target: str, code: str) -> dict[int, list[tuple[str, str, int, str]]]:
    """Return the cells (table, field, position, value) that point to nothing.

    They come by the code of the enterprise among whose lines they are sought, or -1 for the roster.
    """
    found: dict[int, list[tuple[str, str, int, str]]] = {}
    for name, table in book.registry.tables.items():
        frame = book.frames[name]
        for key in (key for key, spec in table.fields.items() if spec.references == target):
            unknown = frame[key].notna() & (frame[code] < 0)
            if target == "lines":  # an unknown enterprise is reported once, on its own cell
                unknown &= frame["enterprise_code"] >= 0
            for at in where(unknown):
                owner = int(frame["enterprise_code"].iloc[at])
                found.setdefault(owner, []).append((name, key, at, str(frame[key].iloc[at])))
    return found


def _keys_of(book: Book, target: str, owner: int) -> tuple[list[str], int]:
    """Return the keys of the roster or of an enterprise's lines, and how many can't be read."""
    frame, key = book.frames[target], book.registry.tables[target].key[-1]
    mine = np.ones(len(frame), bool)
    if target == "lines":
        mine = (frame["enterprise_code"] == owner).to_numpy()
    unread = mine & ~book.sound(target, key)
    return frame.loc[mine, key].dropna().unique().tolist(), int(unread.sum())


def _add_quantity(book: Book, name: str, key: str, spec: LedgerField) -> Iterator[Finding]:
    """Convert a number by its unit column, each pair of unit and subject once."""
    frame, fields = book.frames[name], book.registry.tables[name].fields
    measured, subject = str(spec.unit_of), str(spec.dimension)
    unit_codes, symbols = pd.factorize(frame[key])
    subjects = frame[subject].cat.codes.to_numpy("int64")
    pairs = np.where(
        (unit_codes >= 0) & (subjects >= 0), subjects * (len(symbols) + 1) + unit_codes, -1
    )
    numerator, denominator = np.full(len(frame), np.nan), np.ones(len(frame))
    for pair in np.unique(pairs[pairs >= 0]).tolist():
        of_subject, of_unit = divmod(pair, len(symbols) + 1)
        base, label = _counted(fields[subject], str(frame[subject].cat.categories[of_subject]))
        unit, rows = str(symbols[of_unit]), pairs == pair
        try:
            ratio = units.factor(unit, base)
        except units.UnitError:
            code = "wrong_dimension" if unit in units.UNITS else "unknown_unit"
            details = {"subject": label, "allowed": "、".join(units.spellings(base))}
            yield from (Finding(name, at, key, code, details) for at in where(rows))
        else:
            numerator[rows], denominator[rows] = ratio.numerator, ratio.denominator
    frame[f"{measured}_quantity"] = frame[measured] * numerator / denominator
    if not spec.required:
        unitless = frame[measured].notna() & frame[key].isna() & book.sound(name, key)
        for at in where(unitless):
            yield Finding(name, at, key, "missing_value", {"header": spec.header})


def _counted(spec: LedgerField, key: str) -> tuple[str, str]:
    """Return the base unit in which a product or carrier is counted, and its name."""
    if spec.vocabulary == "products":
        product = vocabulary.products()[key]
        return product.output_unit, product.name
    carrier = vocabulary.carriers()[key]
    return carrier.base_unit, carrier.name


def _lines(book: Book) -> Iterator[Finding]:
    lines = book.frames["lines"]
    for at in where(lines["retired_on"] < lines["started_on"]):
        yield Finding("lines", at, "retired_on", "retired_before_start")


def _scopes(book: Book) -> Iterator[Finding]:
    """Energy of a line names the line; energy metered above it names none."""
    energy = book.frames["energy"]
    sound = book.sound("energy", "line_id", "scope")
    of_line, named = energy["scope"] == "line", energy["line_id"].notna()
    for at in where(sound & of_line & ~named):
        yield Finding("energy", at, "line_id", "scope_without_line")
    for at in where(sound & ~of_line & named):
        yield Finding("energy", at, "scope", "scope_with_line")


def _years_of(frame: pd.DataFrame, code: str) -> Integers:
    """Return one number for the code and year of each row, or -1 where either is missing."""
    year = frame["year"].fillna(0).to_numpy("int64")
    codes = frame[code].to_numpy("int64")
    return np.where((year > 0) & (codes >= 0), codes * _YEARS + year, -1)


def _one_sided(
    book: Book, mine: tuple[str, Flags, str], other: tuple[str, Flags], code: str
) -> Iterator[Finding]:
    """Yield the first row of each line and year that the other table says nothing of.

    An enterprise with rows in the other table that are of no known line, or could not be read, is
    passed over; a row of no known enterprise may be anyone's.
    """
    (name, mask, column), (other_name, other_mask) = mine, other
    frame, opposite = book.frames[name], book.frames[other_name]
    if not book.columns[other_name] >= {"enterprise_id", "line_id", "year"}:
        return
    if (opposite["enterprise_code"] < 0).any():
        return
    keys, known = _years_of(frame, "line_code"), _years_of(opposite, "line_code")
    unread = ~book.sound(other_name, *book.registry.tables[other_name].fields)
    unread |= (known < 0) & _is_of_a_line(opposite)
    owners = frame["enterprise_code"].isin(opposite.loc[unread, "enterprise_code"]).to_numpy()
    rows = np.flatnonzero(mask & (keys >= 0))
    _keys, first = np.unique(keys[rows], return_index=True)
    rows = rows[np.sort(first)]
    lone = rows[~np.isin(keys[rows], known[other_mask]) & ~owners[rows]]
    for at in lone.tolist():
        yield Finding(name, at, column, code, {"year": int(keys[at] % _YEARS)})


def _is_of_a_line(frame: pd.DataFrame) -> Flags:
    if "scope" not in frame:
        return np.ones(len(frame), dtype=bool)
    return np.asarray(frame["scope"] == "line", dtype=bool)


def _output_without_energy(book: Book) -> Iterator[Finding]:
    production, energy = book.frames["production"], book.frames["energy"]
    above = energy.loc[energy["scope"] != "line"]
    met = np.isin(_years_of(production, "enterprise_code"), _years_of(above, "enterprise_code"))
    made = (production["output"] > 0).to_numpy() & ~met
    used = (energy["flow"] == "consumed").to_numpy()
    mine = ("production", made, "output")
    yield from _one_sided(book, mine, ("energy", used), "output_without_energy")


def _energy_without_output(book: Book) -> Iterator[Finding]:
    if not book.holds("production", "output"):  # said once, of the column
        return
    production, energy = book.frames["production"], book.frames["energy"]
    used = ((energy["flow"] == "consumed") & (energy["amount"] > 0)).to_numpy()
    made = (production["output"] > 0).to_numpy()
    mine = ("energy", used, "amount")
    yield from _one_sided(book, mine, ("production", made), "energy_without_output")


def _ten_thousand_slips(book: Book) -> Iterator[Finding]:
    least = np.log10(book.registry.plausibility.ten_thousand_slip) - 1e-9
    series = {
        "production": ("output", ["line_code", "product_id"]),
        "energy": ("amount", ["enterprise_code", "line_code", "carrier", "flow", "scope"]),
    }
    for name, (measured, keys) in series.items():
        frame = book.frames[name]
        quantity = frame[f"{measured}_quantity"]
        counted = frame[frame["full_year"] & (quantity > 0) & (frame[keys[0]] >= 0)]
        groups = counted.groupby(keys, observed=True, sort=False).ngroup().to_numpy()
        sizes = np.log10(quantity[counted.index].to_numpy("float64"))
        apart = np.abs(sizes - _median_of_others(sizes, groups))
        for at, orders in zip(counted.index[apart >= least], apart[apart >= least], strict=True):
            yield Finding(
                name, int(at), measured, "suspect_ten_thousand", {"ratio": f"{10**orders:,.0f}"}
            )


def _median_of_others(values: Floats, groups: npt.NDArray[np.integer[Any]]) -> Floats:
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


def _output_against_capacity(book: Book) -> Iterator[Finding]:
    production, lines = book.frames["production"], book.frames["lines"]
    if lines.empty:
        return
    code = production["line_code"].to_numpy()
    capacity = lines["capacity_quantity"].to_numpy()[code]
    same = production["product_id"].cat.codes == lines["product_id"].cat.codes.to_numpy()[code]
    ratio: pd.Series = production["output_quantity"] / np.where(capacity > 0, capacity, np.nan)
    comparable = same & (code >= 0)
    slip = book.registry.plausibility.ten_thousand_slip
    for at in where((ratio > 0) & (ratio < 1 / slip) & comparable):
        yield Finding("production", at, "output", "output_under_capacity")
    over = (ratio > book.registry.plausibility.output_to_capacity) & comparable
    for at in where(over):
        yield Finding(
            "production", at, "output", "output_over_capacity", {"ratio": f"{ratio.iloc[at]:,.1f}"}
        )
