"""Statistics have a column for each indicator, and a mapping a table for each."""

from __future__ import annotations

from dataclasses import replace

from ...ledger.registry import registry
from ..layout.headings import heading
from ..layout.table import Column
from ..mapping import Value
from .compose import Draft
from .shapes import Shape


def for_indicators(draft: Draft) -> list[Draft]:
    """Return a table for each indicator of statistics that a column of the shape holds, unit and all."""
    shape = draft.shape
    labels = registry().tables["statistics"].fields["indicator"].labels.values()
    kept = {
        key: how for key, how in draft.table.fields.items() if key not in ("indicator", "value")
    }
    columns = {
        label: (column, name)
        for label in labels
        for column in shape.columns
        if _is_indicator(shape, column, label) and (name := shape.name_of(column)) is not None
    }
    taken = {column.whole[0] for column, _name in columns.values()}
    found = []
    for label, (_column, name) in columns.items():
        fields = kept | {"indicator": Value(constant=label), "value": Value(column=name)}
        update = {"fields": fields, "header": (*draft.table.header[:1], name)}
        found.append(
            replace(
                draft,
                table=draft.table.model_copy(update=update),
                missing={key: text for key, text in draft.missing.items() if key != "indicator"},
                doubts={key: text for key, text in draft.doubts.items() if key != "value"},
                unmapped=[one for one in draft.unmapped if one not in taken],
            )
        )
    return found or [draft]


def _is_indicator(shape: Shape, column: Column, label: str) -> bool:
    header, wanted = heading(shape.block.page.own(*column.origin)), heading(label)
    return header.base == wanted.base and set(wanted.units) <= set(header.units)
