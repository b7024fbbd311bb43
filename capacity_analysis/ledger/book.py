"""The tables of a workbook as read, and what a check across their rows finds."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from .registry import Registry

Flags = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Finding:
    """Something wrong in one row: table, position, field, kind of problem and details.

    `others` are the positions of further rows in which the same field has the same defect.
    """

    table: str
    index: int
    field: str
    code: str
    details: dict[str, Any] = dataclasses.field(default_factory=dict)
    others: tuple[int, ...] = ()


@dataclass(frozen=True)
class Book:
    """The tables of a workbook as read.

    Attributes
    ----------
    registry : Registry
        What the tables hold.
    frames : dict of str to DataFrame
        One frame per table.
    columns : mapping of str to frozenset of str
        The fields that a sheet has a column for.
    refused : mapping of (str, str) to array
        Positions, by table and field, of cells that can't be read or are blank and must not be.
    data_as_of : date or None
        The day that the guide says the data end, if it does.

    """

    registry: Registry
    frames: dict[str, pd.DataFrame]
    columns: Mapping[str, frozenset[str]]
    refused: Mapping[tuple[str, str], npt.NDArray[np.intp]]
    data_as_of: dt.date | None = None

    def sound(self, table: str, *fields: str) -> Flags:
        """Return the rows in which none of the fields has been refused."""
        sound = np.ones(len(self.frames[table]), dtype=bool)
        for name in fields:
            sound[self.refused.get((table, name), [])] = False
        return sound

    def holds(self, table: str, *fields: str) -> bool:
        """Say whether the sheet has a column for each field that it must have one for."""
        needed = self.registry.tables[table].needed_columns
        return needed.intersection(fields) <= self.columns[table]

    def of_line(self, table: str, field: str) -> pd.Series:
        """Return a field of the line that each row of a table is about, missing where none is known."""
        values = self.frames["lines"][field]
        codes = self.frames[table]["line_code"].to_numpy()
        taken = values.reindex(np.where(codes >= 0, codes, len(values)))
        return taken.set_axis(self.frames[table].index)


def where(mask: pd.Series | Flags) -> Iterator[int]:
    """Yield the positions of a mask that are true."""
    yield from np.flatnonzero(np.asarray(mask, dtype=np.bool_)).tolist()
