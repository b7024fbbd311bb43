"""The ledger in the making as its own reader will see it: corrected, and checked."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from ..ledger import Problem, corrections, registry
from ..ledger.reader import Rows, column_letter
from ..ledger.workbook import inspect_sheets
from ..sheets.cells import Cell
from .entries import Entry, Place, Tables

_FILE = ""


def sheets_of(tables: Tables, guide: Mapping[str, Cell]) -> dict[str, Rows]:
    """Return the tables as the raw cells of a ledger workbook."""
    definitions = registry()
    told = {"schema_version": definitions.schema_version, **guide}
    sheets: dict[str, Rows] = {
        definitions.guide.sheet: [
            [spec.header, _blank(told.get(key))] for key, spec in definitions.guide.fields.items()
        ]
    }
    for name, table in definitions.tables.items():
        if table.made and not tables.get(name):
            continue
        head = [spec.header for spec in table.fields.values()]
        rows = [
            [_blank(entry.values.get(key)) for key in table.fields]
            for entry in tables.get(name, ())
        ]
        sheets[table.sheet] = [head, *rows]
    return sheets


def _blank(cell: Cell) -> Cell:
    return "" if cell is None else cell


def corrected(tables: Tables) -> Tables:
    """Return the rows with their corrections applied, each value still where it came from."""
    definitions = registry()
    sheets = corrections.apply(_FILE, sheets_of(tables, {}), definitions).sheets
    mended: Tables = {}
    for name, entries in tables.items():
        table = definitions.tables[name]
        rows = sheets[table.sheet][1:] if table.sheet in sheets else []
        mended[name] = [
            Entry(dict(zip(table.fields, row, strict=True)), entry.places)
            for entry, row in zip(entries, rows, strict=True)
        ]
    return mended


def checked(tables: Tables, guide: Mapping[str, Cell]) -> list[Problem]:
    """Return what `check` will say of the ledger, each problem at the cell of the file it came from.

    Notes on how columns were typed are left to `check`: they speak of columns of the ledger.
    """
    definitions = registry()
    by_sheet = {table.sheet: name for name, table in definitions.tables.items()}
    places: dict[tuple[str, str], Place] = {}
    for sheet, name in by_sheet.items():
        fields = {key: column_letter(at) for at, key in enumerate(definitions.tables[name].fields)}
        for row, entry in enumerate(tables.get(name, ()), 2):
            # What is missing stands nowhere: it is told at the first cell of its row.
            first = next(iter(entry.places.values()), None)
            for key, letter in fields.items():
                if place := entry.places.get(key, first):
                    places[sheet, f"{letter}{row}"] = place
    found = inspect_sheets(_FILE, sheets_of(tables, guide)).problems
    return [
        _moved(one, places.get((one.sheet, one.cell))) for one in found if one.severity != "note"
    ]


def _moved(found: Problem, place: Place | None) -> Problem:
    if place is None:
        return found
    return dataclasses.replace(found, file=place.file, sheet=place.sheet, cell=place.cell)
