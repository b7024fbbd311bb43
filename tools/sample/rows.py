"""Rows of the ledger's tables in the making: their order, and how people read them."""

from __future__ import annotations

from functools import partial
from typing import Any

from capacity_analysis.ledger import LedgerField, registry
from capacity_analysis.ledger.drop_downs import YES_NO

Row = dict[str, Any]
Tables = dict[str, list[Row]]


def in_order(rows: Tables) -> Tables:
    """Return the rows in the order of the roster, of the lines, and then of their own keys."""
    definitions = registry().tables
    roster = [row["enterprise_id"] for row in rows["enterprises"]]
    lines = [(row["enterprise_id"], row["line_id"]) for row in rows["lines"]]
    owners = {key: at for at, key in enumerate(roster)}
    places = {key: at for at, key in enumerate(lines)}
    ordered: Tables = {}
    for name, table in rows.items():
        if name in ("enterprises", "lines"):
            ordered[name] = table
            continue
        keys = [key for key in definitions[name].key if key not in ("enterprise_id", "line_id")]
        specs = {key: definitions[name].fields[key] for key in keys}
        # Sorting keeps the order of equals: the last rank first.
        by_key = sorted(table, key=partial(_ranks, specs))
        ordered[name] = sorted(by_key, key=lambda row: (
            owners.get(row.get("enterprise_id"), len(owners)),  # of a township or a bank: none
            places.get((row.get("enterprise_id"), row.get("line_id")), len(places)),
        ))  # fmt: skip
    return ordered


def _ranks(specs: dict[str, LedgerField], row: Row) -> tuple[tuple[int, str], ...]:
    return tuple(_rank(spec, row.get(key)) for key, spec in specs.items())


def _rank(spec: LedgerField, value: Any) -> tuple[int, str]:
    """Return where a value of a key stands: choices in the order of the registry."""
    if spec.type == "choice":
        labels, value = list(spec.labels), value or spec.default
        return labels.index(value) if value else len(labels), ""
    return 0, "" if value is None else str(value)


def labelled(name: str, row: Row) -> Row:
    """Return a row with its choices as people read them.

    Parameters
    ----------
    name : str
        Table of the registry.
    row : dict of str to object
        Values by field.

    """
    fields = registry().tables[name].fields
    shown = dict(row)
    for key, value in row.items():
        if fields[key].type == "choice" and value is not None:
            shown[key] = fields[key].labels[value]
        elif fields[key].type == "flag" and value is not None:
            shown[key] = YES_NO[not value]
    return shown
