"""What a returned form or a list says: rows for the ledger, each value with the cell it came from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping as Map
from dataclasses import dataclass, field

from ..ledger import Problem
from ..sheets.cells import Cell
from .mapping import Mapping


@dataclass(frozen=True, slots=True)
class Found:
    """A raw value and where it stood: sheet and cell, both empty for a constant of the mapping."""

    value: Cell
    sheet: str = ""
    cell: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row for a table of the ledger.

    Attributes
    ----------
    table : str
        Table of the registry.
    values : mapping of str to Found
        Raw values by field, as the file has them; choices by their Chinese labels.
    subject : mapping of str to Found
        How the file names the enterprise, by the keys of `mapping.Subject`; empty in a return, where
        `Extract.subject` says it once.

    """

    table: str
    values: Map[str, Found]
    subject: Map[str, Found] = field(default_factory=dict)


@dataclass(frozen=True)
class Extract:
    """What one file says, read by one mapping.

    Attributes
    ----------
    file : str
        Path of the file, relative to the folder of returns.
    mapping : Mapping
        The mapping that it was read by.
    rows : list of Row
        Rows for the ledger, in the order of the file.
    subject : mapping of str to Found
        How a return names its enterprise; empty in a list.
    filled_on : date or None
        The day that a return says it was filled in.
    nil : bool
        Whether a return says that there is nothing to report.
    problems : list of Problem
        What is wrong with the file, or was left out of it and why.

    """

    file: str
    mapping: Mapping
    rows: list[Row]
    subject: Map[str, Found] = field(default_factory=dict)
    filled_on: dt.date | None = None
    nil: bool = False
    problems: list[Problem] = field(default_factory=list)
