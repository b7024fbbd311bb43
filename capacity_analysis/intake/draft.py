"""The ledger in the making as its own reader will see it: corrected, and checked."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping

from ..ledger import Problem, corrections, registry
from ..ledger.kinds import KINDS
from ..ledger.reader import Rows, column_letter
from ..ledger.workbook import inspect_sheets
from ..sheets.cells import Cell
from ..text import _
from .entries import Entry, Place, Tables

_FILE = ""
_ADDRESS = re.compile(r"[A-Z]{1,3}\d+")
_PLACEHOLDER = re.compile(r"\{(\w+)\}")

Places = Mapping[tuple[str, str], Place]


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
    elsewhere: set[tuple[str, str]] = set()
    for sheet, name in by_sheet.items():
        fields = {key: column_letter(at) for at, key in enumerate(definitions.tables[name].fields)}
        for row, entry in enumerate(tables.get(name, ()), 2):
            # What is missing stands nowhere: it is told at the first cell of its row.
            first = next(iter(entry.places.values()), None)
            for key, letter in fields.items():
                if place := entry.places.get(key, first):
                    places[sheet, f"{letter}{row}"] = place
                if key not in entry.places:
                    elsewhere.add((sheet, f"{letter}{row}"))
    made = {table.sheet for table in definitions.tables.values() if table.made}
    found = inspect_sheets(_FILE, sheets_of(tables, guide)).problems
    # What is wrong in a table that this tool makes follows from a row that is told by itself.
    told = [
        _moved(one, places, is_own=(one.sheet, one.cell) not in elsewhere)
        for one in found
        if one.severity != "note" and one.sheet not in made
    ]
    # One cell of a form, such as a unit, may stand in the rows of several years.
    return list(dict.fromkeys(told))


def _moved(found: Problem, places: Places, *, is_own: bool) -> Problem:
    """Return a problem at the cell of the file; its value only where it stands in that cell."""
    place = places.get((found.sheet, found.cell))
    if place is None:
        return found
    return dataclasses.replace(
        found,
        file=place.file,
        sheet=place.sheet,
        cell=place.cell,
        value=found.value if is_own else "",
        message=found.message + _elsewhere(found, places, place),
    )


def _elsewhere(found: Problem, places: Places, own: Place) -> str:
    """Say where the other rows and cells that a message names came from: it counts the ledger's."""
    told = _told(_(KINDS[found.code].message), found.message)
    cells = _ADDRESS.findall(told.get("more", ""))
    if told.get("first", "").isdigit():
        cells.append(f"A{told['first']}")
    if not cells:
        return ""
    named = dict.fromkeys(places.get((found.sheet, cell), own) for cell in cells)
    listed = [f"{one.file} {one.sheet}!{one.cell}" for one in named if one != own]
    where = "、".join(listed) if listed else _("同一单元格")
    return _("（这里的行号、格号是台账里的，出自{places}。）").format(places=where)


def _told(template: str, message: str) -> dict[str, str]:
    """Return what stands in a message in the places of its template.

    Examples
    --------
    >>> _told("与第{first}行重复（{key}相同）。", "与第7行重复（年度相同）。")["first"]
    '7'

    """
    parts = _PLACEHOLDER.split(template)
    pattern = "".join(
        f"(?P<{part}>.*?)"
        if at % 2 and part not in parts[:at]
        else ".*?"
        if at % 2
        else re.escape(part)
        for at, part in enumerate(parts)
    )
    match = re.fullmatch(pattern, message, re.DOTALL)
    return match.groupdict() if match else {}
