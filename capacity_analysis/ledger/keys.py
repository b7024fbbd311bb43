"""Keys: rows that repeat one, positions that stand for them, and cells that point to none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from ..sheets.cells import hints
from .book import Book, Finding, Integers, where
from .groups import codes_of, combined, looked_up
from .registry import LedgerTable
from .years import is_whole_year

_ALL = -1  # keys of no enterprise in particular
YEARS = 10_000  # more than any year: a code and a year make one number

# Tables whose keys others point to, and the column of positions in them.
_CODES = {"enterprises": "enterprise_code", "lines": "line_code", "equipment": "equipment_code",
          "sources": "source_code"}  # fmt: skip
# Those of them whose names are given by each enterprise for itself.
_OWNED = {"lines": "line_id", "equipment": "equipment_id"}


def duplicates(book: Book, name: str, table: LedgerTable) -> Iterator[Finding]:
    """Yield rows that repeat the key of another one, and values that may stand but once."""
    if book.holds(name, *table.key):
        shown = table.key[-1] if len(table.key) <= 2 else table.key[0]
        headers = "、".join(table.fields[key].header for key in table.key)
        for at, first in repeated(book, name, list(table.key)):
            yield Finding(name, at, shown, "duplicate_key", {"first": first, "key": headers})
    for key, spec in table.fields.items():
        if spec.unique:
            for at, first in repeated(book, name, [key]):
                details = {"first": first, "header": spec.header}
                yield Finding(name, at, key, "duplicate_value", details)


def repeated(book: Book, name: str, keys: list[str]) -> Iterator[tuple[int, int]]:
    """Yield each row that repeats another one's values, with the first row that has them."""
    frame = book.frames[name]
    if frame.empty:
        return
    codes = {key: codes_of(frame[key]) for key in keys}
    if "period_start" in keys:  # a year told by its first and last day is the year
        codes["period_start"] = np.where(is_whole_year(frame), -1, codes["period_start"])
    told = np.max(list(codes.values()), axis=0) >= 0
    given = np.flatnonzero(told & book.sound(name, *keys))
    group = combined(list(codes.values()))[given]
    _groups, first, of_group = np.unique(group, return_index=True, return_inverse=True)
    if len(first) == len(given):
        return
    first, rows = given[first[of_group]], frame["row"].to_numpy()
    for place in np.flatnonzero(first != given).tolist():
        yield int(given[place]), int(rows[first[place]])


def add_codes(book: Book) -> None:
    """Add to each frame the positions of the enterprise, line and source that its rows are about."""
    tables, frames = book.registry.tables, book.frames
    enterprises = frames["enterprises"]
    roster = enterprises["enterprise_id"].dropna().drop_duplicates()
    by_id = dict(zip(roster.tolist(), roster.index.tolist(), strict=True))
    enterprises["enterprise_code"] = np.arange(len(enterprises), dtype="int32")
    for name in tables.keys() - {"enterprises"}:
        frame = frames[name]
        if "enterprise_id" in tables[name].fields and "enterprise_code" not in frame:
            codes = looked_up(frame["enterprise_id"], by_id)
            frame["enterprise_code"] = codes.astype("int32")
    files = frames["sources"]["source_id"].dropna().tolist()
    places = {file: at for at, file in enumerate(files)}
    for name, table in tables.items():
        frame = frames[name]
        if "source_id" in table.fields and "source_code" not in frame and len(places) == len(files):
            frame["source_code"] = looked_up(frame["source_id"], places).astype("int32")
    for owned, key in _OWNED.items():
        _add_owned_codes(book, owned, key)


def _add_owned_codes(book: Book, owned: str, key: str) -> None:
    """Add to each frame the position of the row of `owned` that it names beside its enterprise."""
    tables, frames, code = book.registry.tables, book.frames, _CODES[owned]
    target = frames[owned]
    names = {name: at for at, name in enumerate(target[key].dropna().unique())}
    known, first = np.unique(_owned_keys(target, key, names), return_index=True)
    known, first = np.append(known, np.iinfo(np.int64).max), np.append(first, -1)
    target[code] = np.arange(len(target), dtype="int32")
    for name in tables.keys() - {owned}:
        frame = frames[name]
        if key in tables[name].fields and code not in frame:
            wanted = _owned_keys(frame, key, names)
            at = np.searchsorted(known, wanted)
            found = (known[at] == wanted) & (wanted >= 0)
            frame[code] = np.where(found, first[at], -1).astype("int32")


def _owned_keys(frame: pd.DataFrame, key: str, names: Mapping[str, int]) -> Integers:
    """Return one number for an enterprise and what it calls a thing, or -1 where either is unknown."""
    name = looked_up(frame[key], names)
    owner = frame["enterprise_code"].to_numpy("int64")
    return np.where((name >= 0) & (owner >= 0), owner * (len(names) + 1) + name, -1)


def orphans(book: Book) -> Iterator[Finding]:
    """Yield keys that the table they point to lacks; where that table can't be read, nothing.

    A key that stands in many rows of a column is said once, at the first.
    """
    for target, code in _CODES.items():
        table = book.registry.tables[target]
        if not book.holds(target, *table.key):
            continue
        unknown = _unknown_keys(book, target, code)
        keys_of = _keys_by_owner(book, target) if unknown else {}
        for owner, cells in unknown.items():
            known, unread = keys_of.get(owner, ([], 0))
            if len({value for *_cell, value in cells}) <= unread:
                continue  # they may be the keys that can't be read
            hint = hints(known)
            for (name, key, value), (at, *others) in _together(cells).items():
                details = {"target": table.sheet, "near": hint(value)}
                yield Finding(name, at, key, "orphan_key", details, tuple(others))


def _together(cells: list[tuple[str, str, int, str]]) -> dict[tuple[str, str, str], list[int]]:
    """Return the positions of the rows of each table, field and value."""
    rows: dict[tuple[str, str, str], list[int]] = {}
    for name, key, at, value in cells:
        rows.setdefault((name, key, value), []).append(at)
    return rows


def _unknown_keys(book: Book, target: str, code: str) -> dict[int, list[tuple[str, str, int, str]]]:
    """Return the cells (table, field, position, value) that point to nothing.

    They come by the code of the enterprise among whose lines or equipment they are sought, or -1 where all keys of
    the target are.
    """
    found: dict[int, list[tuple[str, str, int, str]]] = {}
    for name, table in book.registry.tables.items():
        frame = book.frames[name]
        if frame.empty or code not in frame or not (lost := frame[code].to_numpy() < 0).any():
            continue
        for key in (key for key, spec in table.fields.items() if spec.references == target):
            unknown = frame[key].notna().to_numpy() & lost
            if target in _OWNED:  # an unknown enterprise is reported once, on its own cell
                unknown &= frame["enterprise_code"].to_numpy() >= 0
            rows = list(where(unknown))
            values = frame[key].iloc[rows].astype("str").tolist()
            owners = [_ALL] * len(rows)
            if target in _OWNED:
                owners = frame["enterprise_code"].iloc[rows].tolist()
            for owner, at, value in zip(owners, rows, values, strict=True):
                found.setdefault(owner, []).append((name, key, at, value))
    return found


def _keys_by_owner(book: Book, target: str) -> dict[int, tuple[list[str], int]]:
    """Return the keys that can be pointed to, and how many can't be read, by enterprise if it names them."""
    frame, key = book.frames[target], book.registry.tables[target].key[-1]
    owners = [_ALL] * len(frame)
    if target in _OWNED:
        owners = frame["enterprise_code"].tolist()
    known: dict[int, dict[str, None]] = {}
    unread: dict[int, int] = {}
    given, is_sound = frame[key].notna().tolist(), book.sound(target, key).tolist()
    for owner, value, is_given, is_read in zip(
        owners, frame[key].tolist(), given, is_sound, strict=True
    ):
        keys = known.setdefault(owner, {})
        if is_given:
            keys[value] = None
        unread[owner] = unread.get(owner, 0) + (not is_read)
    return {owner: (list(keys), unread[owner]) for owner, keys in known.items()}


def years_of(frame: pd.DataFrame, code: str) -> Integers:
    """Return one number for the code and year of each row, or -1 where either is missing."""
    year = frame["year"].fillna(0).to_numpy("int64")
    codes = frame[code].to_numpy("int64")
    return np.where((year > 0) & (codes >= 0), codes * YEARS + year, -1)
