"""Bring the roster, the returns and the lists together into the tables of one ledger."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from ..ledger import LedgerField, Problem, registry
from ..ledger.origins import record_key
from ..ledger.problems import problem
from ..ledger.registry import fold
from ..sheets.cells import Cell, as_text, is_blank
from .comparisons import Comparison, cells_of
from .entries import Entry, Place, Tables, entry_of, shown
from .receive import Received
from .records import Extract, Row
from .returns import Returns, filled_on, reported_rows

# What the roster says of an enterprise goes before what it says of itself.
_RULED_BY_ROSTER = (
    "enterprise_id", "uscc", "name", "township", "industry_code", "above_designated_size",
)  # fmt: skip


def of_roster(rosters: Sequence[Extract]) -> Tables:
    """Return the roster as the first table of a ledger."""
    entries = [
        entry_of(row, extract.file)
        for extract in rosters
        for row in extract.rows
        if row.table == "enterprises"
    ]
    for entry in entries:
        if is_blank(entry.values.get("enterprise_id")):
            entry.values["enterprise_id"] = entry.values.get("uscc", "")
            if "uscc" in entry.places:
                entry.places["enterprise_id"] = entry.places["uscc"]
        entry.values["enterprise_id"] = as_text(entry.values["enterprise_id"])
    return {"enterprises": entries}


def add_returns(tables: Tables, returns: Returns) -> list[Problem]:
    """Add what the enterprises report of themselves; return where the roster says otherwise."""
    problems: list[Problem] = []
    roster = {entry.values["enterprise_id"]: entry for entry in tables["enterprises"]}
    for enterprise, extracts in returns.current.items():
        for extract in extracts:
            for row in reported_rows(extract):
                entry = entry_of(row, extract.file, enterprise)
                if row.table == "enterprises":
                    problems += _overlay(roster[enterprise], entry)
                else:
                    tables.setdefault(row.table, []).append(entry)
    _give_only_line(tables)
    _drop_repeated(tables, "identifiers")
    return problems


def _overlay(roster: Entry, told: Entry) -> Iterator[Problem]:
    """Fill the row of the roster from a return; yield where the two differ."""
    fields = registry().tables["enterprises"].fields
    for key, value in told.values.items():
        if is_blank(value) or key == "enterprise_id":
            continue
        before = roster.values.get(key)
        if key not in _RULED_BY_ROSTER or is_blank(before):
            roster.take(told, key)
        elif _compared(fields[key], before) != _compared(fields[key], value):
            place = told.places.get(key)
            if place is not None:
                yield problem(
                    "differs_from_roster",
                    place.file,
                    sheet=place.sheet,
                    cell=place.cell,
                    table="enterprises",
                    field=key,
                    value=value,
                    header=fields[key].header,
                    roster=shown(fields[key], before),
                )


def _compared(spec: LedgerField, cell: Cell) -> str:
    """Return a cell as two spellings of it are compared: blanks and small letters aside."""
    return fold(shown(spec, cell)).replace(" ", "").casefold()


def _give_only_line(tables: Tables) -> None:
    """Give output reported without a line to the only line of its enterprise that makes it."""
    makers: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for line in tables.get("lines", ()):
        product = as_text(line.values.get("product_id", ""))
        makers[line.values["enterprise_id"], product].append(line)
    for entry in tables.get("production", ()):
        if is_blank(entry.values.get("line_id")):
            product = as_text(entry.values.get("product_id", ""))
            lines = makers[entry.values["enterprise_id"], product]
            if len(lines) == 1:
                entry.take(lines[0], "line_id")


def _drop_repeated(tables: Tables, name: str) -> None:
    """Keep the first of the rows that say the same."""
    table, seen = registry().tables[name], set()
    kept = []
    for entry in tables.get(name, ()):
        record = tuple(shown(table.fields[key], entry.values.get(key)) for key in table.key)
        if record not in seen:
            seen.add(record)
            kept.append(entry)
    tables[name] = kept


def add_rows(tables: Tables, extract: Extract, owners: Sequence[str | None]) -> None:
    """Add the rows of a list, each to the enterprise it is matched with; the others stay out."""
    for row, owner in zip(extract.rows, owners, strict=True):
        if owner is not None:
            tables.setdefault(row.table, []).append(entry_of(row, extract.file, owner))


def add_rows_of_no_enterprise(tables: Tables, extract: Extract) -> list[Row]:
    """Add the rows of a list that are of a township or a bank; return the others, which have an owner."""
    definitions = registry().tables
    others = []
    for row in extract.rows:
        if "enterprise_id" in definitions[row.table].fields:
            others.append(row)
        else:
            tables.setdefault(row.table, []).append(entry_of(row, extract.file))
    return others


def add_outcomes(tables: Tables, returns: Returns, outcomes: Mapping[str, str]) -> None:
    """Add the table of what came back from each enterprise of the roster."""
    labels = registry().tables["returns"].fields["outcome"].labels
    tables["returns"] = [
        Entry(
            {
                "enterprise_id": enterprise,
                "outcome": labels[outcome],
                "filled_on": _last_day(returns.current.get(enterprise, ())),
                "versions": returns.versions.get(enterprise, 0),
            }
        )
        for enterprise, outcome in outcomes.items()
        if enterprise  # one without a number is told at its row of the roster
    ]


def _last_day(extracts: Sequence[Extract]) -> Cell:
    days = [day for day in map(filled_on, extracts) if day is not None]
    return max(days, default="")


def add_sources(
    tables: Tables, used: Sequence[Received], suppliers: Mapping[str, str], names: Mapping[str, str]
) -> dict[str, str]:
    """Add the table of files; return the id of each."""
    fields = registry().tables["sources"].fields
    uses, roles = fields["permitted_use"].labels, fields["role"].labels
    files = {one.file: one for one in used}  # a workbook with several forms is one source
    ids = {file: f"S{number:03}" for number, file in enumerate(files, 1)}
    tables["sources"] = [
        Entry(
            {
                "source_id": ids[one.file],
                "file": one.file,
                "supplier": names.get(suppliers[one.file], suppliers[one.file]),
                "role": roles[one.extract.mapping.role],
                "layout": one.extract.mapping.id,
                "permitted_use": uses[one.extract.mapping.permitted_use],
                "digest": one.digest,
            }
        )
        for one in files.values()
        if one.extract is not None
    ]
    return ids


def add_comparisons(
    tables: Tables, comparisons: Sequence[Comparison], ids: Mapping[str, str]
) -> None:
    """Add what several sources say of one fact, the ones that do not rule included."""
    fields = registry().tables["comparisons"].fields
    tables["comparisons"] = [
        Entry(
            {
                "enterprise_id": one.enterprise_id,
                "fact": fields["fact"].labels[one.fact],
                "year": "" if one.year is None else one.year,
                "source_id": ids[one.places[0].file],
                "value": one.value,
                "unit": one.unit,
                "cells": cells_of(one.places),
                "standing": fields["standing"].labels[one.standing],
            }
        )
        for one in comparisons
    ]


def add_origins(tables: Tables, ids: Mapping[str, str]) -> None:
    """Add the table of where each value came from, one row per row of the ledger and sheet."""
    definitions = registry().tables
    # Rows that repeat a record share a row, in which the cells of all stand.
    found: dict[tuple[str, str, str, str], dict[str, list[str]]] = {}
    for name, table in definitions.items():
        if table.made:
            continue
        for entry in tables.get(name, ()):
            record = record_key(name, {key: entry.values.get(key) for key in table.key})
            if not record.strip("|"):
                continue  # without a key nothing can lead to its origin, and the key is asked for
            for key, place in _in_field_order(name, entry):
                at = (table.sheet, record, ids[place.file], place.sheet)
                cells = found.setdefault(at, {}).setdefault(table.fields[key].header, [])
                if place.cell not in cells:
                    cells.append(place.cell)
    origins = [
        Entry(
            {
                "table": sheet,
                "record": record,
                "source_id": source,
                "source_sheet": source_sheet,
                "cells": "; ".join(f"{header}={','.join(held)}" for header, held in cells.items()),
            }
        )
        for (sheet, record, source, source_sheet), cells in found.items()
    ]
    tables["origins"] = origins


def _in_field_order(name: str, entry: Entry) -> Iterator[tuple[str, Place]]:
    for key in registry().tables[name].fields:
        if key in entry.places:
            yield key, entry.places[key]
