"""Rows of the ledger in the making: raw values by field, each with the place it came from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..ledger import LedgerField, LedgerTable, registry
from ..ledger.dates import as_year
from ..sheets.cells import Cell, as_text, is_blank
from .records import Row


@dataclass(frozen=True, slots=True)
class Place:
    """File, sheet and cell of a value."""

    file: str
    sheet: str
    cell: str


@dataclass(slots=True)
class Entry:
    """A row of a table of the ledger.

    Attributes
    ----------
    values : dict of str to cell
        Raw values by field.
    places : dict of str to Place
        Where they came from; a constant of a mapping came from nowhere.

    """

    values: dict[str, Cell]
    places: dict[str, Place] = field(default_factory=dict)

    def take(self, other: Entry, key: str) -> None:
        """Take over a value, with its place, from another row."""
        self.values[key] = other.values[key]
        self.places.pop(key, None)
        if key in other.places:
            self.places[key] = other.places[key]


Tables = dict[str, list[Entry]]


def entry_of(row: Row, file: str, enterprise_id: str | None = None) -> Entry:
    """Return a row of a file as a row of the ledger, given to an enterprise."""
    values = {key: found.value for key, found in row.values.items()}
    places = {
        key: Place(file, found.sheet, found.cell)
        for key, found in row.values.items()
        if found.cell and not is_blank(found.value)
    }
    if enterprise_id is not None:
        values["enterprise_id"] = enterprise_id
    return Entry(values, places)


def record_values(table: LedgerTable, entry: Entry) -> tuple[str, ...]:
    """Return the key of a row as text, by which two versions of a row are recognised."""
    return tuple(shown(table.fields[key], entry.values.get(key)) for key in table.key)


def shown(spec: LedgerField, cell: Cell) -> str:
    """Return a cell as the ledger workbook shows it; a blank choice by what a blank stands for."""
    if is_blank(cell):
        return spec.labels[spec.default] if spec.default else ""
    if isinstance(cell, dt.date):
        return cell.strftime("%Y-%m-%d")
    return as_text(cell)


def in_order(tables: Tables) -> Tables:
    """Return the rows in the order of the roster, the lines, and then of their keys."""
    definitions = registry().tables
    enterprises = _positions(entry.values.get("enterprise_id") for entry in tables["enterprises"])
    lines = _positions(_line_key(entry) for entry in tables.get("lines", ()))
    ordered: Tables = {}
    for name, table in definitions.items():
        rows = tables.get(name, [])
        if name not in ("enterprises", "lines", "corrections"):
            keys = [key for key in table.key if key not in ("enterprise_id", "line_id")]
            specs = [(key, table.fields[key]) for key in keys]
            of_lines = lines if "line_id" in table.fields else {}
            rows = sorted(rows, key=lambda entry: _rank(entry, enterprises, of_lines, specs))
        elif name == "lines":
            rows = sorted(rows, key=lambda entry: _at(enterprises, entry.values["enterprise_id"]))
        ordered[name] = rows
    return ordered


def _positions(keys: Iterable[Any]) -> dict[Any, int]:
    found: dict[Any, int] = {}
    for key in keys:
        found.setdefault(key, len(found))
    return found


def _line_key(entry: Entry) -> tuple[str, str]:
    values = entry.values
    return as_text(values.get("enterprise_id", "")), as_text(values.get("line_id", ""))


def _at(positions: Mapping[Any, int], key: Any) -> int:
    return positions.get(key, len(positions))


def _rank(
    entry: Entry,
    enterprises: Mapping[Any, int],
    lines: Mapping[Any, int],
    specs: Sequence[tuple[str, LedgerField]],
) -> tuple[Any, ...]:
    rest = [_key_rank(spec, entry.values.get(key)) for key, spec in specs]
    return (
        _at(enterprises, entry.values.get("enterprise_id")),
        _at(lines, _line_key(entry)),
        *rest,
    )


def _key_rank(spec: LedgerField, cell: Cell) -> tuple[float, str]:
    text = shown(spec, cell)
    if spec.type == "choice":
        labels = list(spec.labels.values())
        return (labels.index(text) if text in labels else len(labels), text)
    if spec.type == "year":
        return (as_year(cell) or 0, text)
    return (0, text)
