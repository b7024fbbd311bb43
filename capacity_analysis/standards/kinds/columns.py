"""What a table of a document is made of: columns, kinds, and how a cell is read."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Literal

from ..document import Cell, Confidence, Row

Defects = Iterator[str]
NumberedRows = Sequence[tuple[int, Row]]

_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")
# A spreadsheet runs text that starts so; an official table has none.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Column:
    """A column: its type, whether a cell may be empty, and the values it may take.

    A number may be empty in an open row, and elsewhere only where the column is optional.
    """

    name: str
    type: Literal["text", "number", "date"] = "text"
    optional: bool = False
    choices: frozenset[str] = frozenset()

    @property
    def dtype(self) -> str:
        """The pandas type of the column."""
        return "float64" if self.type == "number" else "str"


def nothing_wrong(_given: object) -> Iterator[Any]:
    """Find nothing: the check of a kind whose cells say all that can be checked."""
    return iter(())


@dataclass(frozen=True)
class Kind:
    """A kind of table: its Chinese name, its columns, and checks beyond a single cell.

    `key` names the columns whose values say what a row is about: rows of several documents that
    share it speak of one thing, and the rules of conflict choose between them.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    check_row: Callable[[Row], Defects] = nothing_wrong
    check_table: Callable[[NumberedRows], Iterator[tuple[int, str]]] = nothing_wrong

    @cached_property
    def dtypes(self) -> Mapping[str, str]:
        """The pandas type of each column."""
        return {column.name: column.dtype for column in self.columns}


CONFIDENCE = Column("confidence", choices=frozenset(Confidence))
# Rows that hold for a time or an area of their own, inside a document that gathers several.
FROM = Column("effective_from", "date", optional=True)
TO = Column("effective_to", "date", optional=True)
JURISDICTION = Column("jurisdiction", optional=True)


def read_cell(column: Column, text: str, *, is_open: bool) -> tuple[Cell, str]:
    """Return the value of a cell, and what is wrong with it (empty where nothing is).

    Parameters
    ----------
    column : Column
        The column that the cell stands in.
    text : str
        What the file holds.
    is_open : bool
        Whether the row's confidence is `open`: then, and only then, its numbers are empty.

    Examples
    --------
    >>> read_cell(Column("baseline", "number"), "-10", is_open=False)
    (-10.0, '')
    >>> read_cell(Column("baseline", "number"), "nan", is_open=False)
    (None, "not a number: 'nan'")

    """
    if column.type == "number":
        return _read_number(text, is_open=is_open, optional=column.optional)
    return text, text_defect(column, text)


def text_defect(column: Column, text: str) -> str:
    """Return what is wrong with a text or a date; nothing where it may stand in the column."""
    if not text:
        return "" if column.optional else "missing"
    if column.type == "date":
        return "" if _is_date(text) else f"not a date: {text!r}"
    defect = ""
    if text != text.strip():
        defect = f"white space around {text!r}"
    elif text.startswith(_FORMULA):
        defect = f"looks like a formula: {text!r}"
    elif column.choices and text not in column.choices:
        defect = f"unknown {text!r}; one of {', '.join(sorted(column.choices))}"
    return defect


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _read_number(text: str, *, is_open: bool, optional: bool) -> tuple[float | None, str]:
    if not text:
        return None, "" if is_open or optional else "missing number in a row that is not open"
    value = float(text) if _NUMBER.fullmatch(text) else math.nan
    if not math.isfinite(value):
        return None, f"not a number: {text!r}"
    return value, f"an open row holds the value {text}" if is_open else ""
