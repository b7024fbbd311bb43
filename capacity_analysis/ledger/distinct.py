"""Read the distinct cells of a column once: their values, what can't be read, what was read all the same.

Columns repeat themselves, so each distinct cell is turned into a value a single time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from ..sheets.cells import Cell, ErrorCell, fold_width, is_blank, stripped

Reader = Callable[[Cell], Any]
Marks = Callable[[str], tuple[str, ...]]

# White space, and what is not seen at all: zero-width marks and soft hyphens.
_BLANKS = re.compile(r"[\s\u200b-\u200f\u2060\ufeff\u00ad]+")
_NUMBERS = {bool, int, float}


@dataclass(frozen=True)
class Fault:
    """A cell that could not be converted: its position in the column and the kind of problem."""

    index: int
    code: str
    details: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Converted:
    """A converted column, its faults (faulty cells hold a missing value) and its notes.

    Attributes
    ----------
    values : Series
        Values of the dtype that the type of the field stands for.
    faults : list of Fault
        Cells that could not be read.
    notes : mapping of str to list of int
        By kind of problem, the positions of cells that were read although they were not written as
        they should be: full-width digits, stray blanks, numbers and dates as text.

    """

    values: pd.Series
    faults: list[Fault]
    notes: Mapping[str, list[int]] = field(default_factory=dict)


class RefusedError(Exception):
    """A cell can't be read: the kind of problem and its details."""

    def __init__(self, code: str, **details: str):
        super().__init__(code)
        self.code = code
        self.details = details


@dataclass(frozen=True)
class Cells:
    """What the cells of a column were read as; None where a cell is refused."""

    values: list[Any]
    faults: list[Fault]
    notes: Mapping[str, list[int]]

    def column(self, dtype: Any) -> Converted:
        """Return the values as a column of a type."""
        return Converted(pd.Series(self.values, dtype=dtype), self.faults, self.notes)


def marks_of_text(text: str) -> tuple[str, ...]:
    """Return how a text was written that reads the same without it: blanks at its ends, full width.

    Examples
    --------
    >>> marks_of_text("１号窑 "), marks_of_text("1号窑")
    (('stray_space', 'full_width'), ())

    """
    bare = stripped(text)
    found = ("stray_space",) if bare != text else ()
    return (*found, "full_width") if fold_width(bare) != bare else found


def without_blanks(text: str) -> str:
    """Return an identifier or code without blanks, seen or unseen, at its ends or within."""
    return _BLANKS.sub("", text)


def marks_of_code(text: str) -> tuple[str, ...]:
    """Return how an identifier was written in which blanks count nowhere.

    Examples
    --------
    >>> marks_of_code("1 号窑")
    ('stray_space',)

    """
    bare = without_blanks(text)
    found = ("stray_space",) if bare != text else ()
    return (*found, "full_width") if fold_width(bare) != bare else found


def read_cells(
    cells: Sequence[Cell], read: Reader, *, blank: Any = None, marks: Marks = marks_of_text
) -> Cells:
    """Read each distinct cell once; `read` raises `RefusedError` for one that it can't read.

    Parameters
    ----------
    cells : sequence
        Raw cells, blank ones included.
    read : callable
        Returns the value of a cell that is not blank.
    blank : object
        The value of a blank cell.
    marks : callable
        Kinds of note that a text deserves which could be read.

    """
    keys: Sequence[Any] = cells
    if len(_NUMBERS.intersection(map(type, cells))) > 1:  # 1, 1.0 and True are equal
        keys = [(cell.__class__, cell) for cell in cells]
    distinct = dict(zip(keys, cells, strict=True))
    outcomes = {key: _outcome(cell, read, blank) for key, cell in distinct.items()}
    values = list(map(outcomes.__getitem__, keys))
    faults: list[Fault] = []
    if any(value.__class__ is RefusedError for value in outcomes.values()):
        for index, value in enumerate(values):
            if value.__class__ is RefusedError:
                faults.append(Fault(index, value.code, value.details))
                values[index] = None
    return Cells(values, faults, _notes(keys, distinct, outcomes, marks))


def _outcome(cell: Cell, read: Reader, blank: Any) -> Any:
    if isinstance(cell, ErrorCell):
        return RefusedError("error_cell")
    starts_with_a_word = cell.__class__ is str and cell[:1].isalnum()  # most cells do
    if not starts_with_a_word and is_blank(cell):
        return blank
    try:
        return read(cell)
    except RefusedError as refused:
        return refused


def _notes(
    keys: Sequence[Any], distinct: Mapping[Any, Cell], outcomes: Mapping[Any, Any], marks: Marks
) -> dict[str, list[int]]:
    found = {
        key: kinds
        for key, cell in distinct.items()
        if cell.__class__ is str
        and outcomes[key] != cell  # a text that was read as it stands
        and outcomes[key].__class__ is not RefusedError
        and not is_blank(cell)
        and (kinds := marks(cell))
    }
    notes: dict[str, list[int]] = {}
    if found:
        for index, key in enumerate(keys):
            for kind in found.get(key, ()):
                notes.setdefault(kind, []).append(index)
    return notes
