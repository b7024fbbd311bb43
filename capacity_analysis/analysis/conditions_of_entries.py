"""What the entries of a catalogue ask of equipment: the rows in force, and their conditions of scope.

A condition is ``use=a;b``, ``use!=a;b`` or the same of an attribute (``outdated_type=1``); several
are joined by `` & `` and must all hold. ``use``, ``model`` and ``type`` are the equipment's own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import pandas as pd

from ..errors import DataError
from ..standards import RowsInForce

# What a condition may ask of the equipment itself, and the column of it.
OWN_FIELDS = {"use": "use", "model": "model", "type": "equipment_type"}

_CONDITION = re.compile(r"([a-z][a-z0-9_]*)(!?=)([^=&]+)")


@dataclass(frozen=True)
class Condition:
    """That an attribute has one of these values, or none of them."""

    attribute: str
    one_of: bool
    values: tuple[str, ...]


def conditions(text: str) -> tuple[Condition, ...]:
    """Read the conditions of one cell; a blank one asks nothing.

    Raises
    ------
    DataError
        If the text does not follow the grammar.

    Examples
    --------
    >>> conditions("use!=cast_pipe;ferroalloy & charcoal=1")
    (Condition(attribute='use', one_of=False, values=('cast_pipe', 'ferroalloy')), \
Condition(attribute='charcoal', one_of=True, values=('1',)))

    """
    found = []
    for part in filter(None, text.split(" & ")):
        read = _CONDITION.fullmatch(part.strip())
        if read is None or not all(read[3].split(";")):
            raise DataError(f"no condition of an entry: {part!r} in {text!r}")
        found.append(Condition(read[1], read[2] == "=", tuple(read[3].split(";"))))
    return tuple(found)


def entries_in_force(*in_force: RowsInForce) -> pd.DataFrame:
    """Return the catalogue rows that equipment is held against, of existing and of new projects.

    Parameters
    ----------
    *in_force : RowsInForce
        What `Standards.rows_in_force("catalogue_entries", ...)` returns for existing lines, for new
        ones, or for both; a row that both hold counts once.

    Returns
    -------
    DataFrame
        The columns of the rows, and `for_new` (bool: row or document speaks of new projects alone)
        and `in_force` (datetime64, first day of the row's document).

    Examples
    --------
    >>> from datetime import date
    >>> from capacity_analysis.standards import Standards
    >>> chain = ["360404", "360400", "360000", "000000"]
    >>> found = Standards.load().rows_in_force("catalogue_entries", date(2022, 9, 10), chain)
    >>> rows = entries_in_force(found).set_index("row_id")
    >>> rows.loc["cat2019-001", ["equipment_types", "operator", "threshold"]].tolist()
    ['blast_furnace', '<=', '400']

    """
    documents = {each.id: each for found in in_force for each in found.documents}
    rows = pd.concat([found.table for found in in_force], ignore_index=True)
    rows = rows.drop_duplicates(["document_id", "row_id"]).reset_index(drop=True)
    of_new = {key for key, each in documents.items() if each.applies_to == "new"}
    started = {key: each.in_force for key, each in documents.items()}
    return rows.assign(
        for_new=(rows["applies_to"] == "new") | rows["document_id"].isin(of_new),
        in_force=pd.to_datetime(rows["document_id"].map(started)),
    )
