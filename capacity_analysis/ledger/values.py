"""Turn the cells of one column into typed values; report what cannot be turned, never guess.

A converter takes the raw cells of a column (as calamine gives them: str, float, int, bool, date,
datetime, or '' for an empty cell) and returns the values, the faults it met, and what it read although
it was not written as it should be.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from functools import cache

import numpy as np
import pandas as pd

from .. import vocabulary
from ..sheets.cells import (
    Cell,
    as_text,
    fold_width,
    hints,
    is_blank,
    is_contact,
    is_personal,
    near,
    stripped,
)
from .dates import days, ends_of_periods, years
from .distinct import (
    Converted,
    Fault,
    RefusedError,
    marks_of_code,
    marks_of_text,
    read_cells,
    without_blanks,
)
from .registry import LedgerField, fold

__all__ = ["Cell", "Converted", "Fault", "as_entered", "as_text", "convert", "is_blank", "near"]

# Digits with or without thousands separators. A comma elsewhere could be a decimal one: not guessed.
_NUMBER = re.compile(
    r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?(?:[eE][+-]?\d{1,3})?|[+-]?\.\d+", re.ASCII
)
_DECIMALS = re.compile(r"\.\d+", re.ASCII)
# A spreadsheet keeps fifteen digits of a number; whatever stood behind them is lost.
_TOO_LARGE = 1e15


def convert(definition: LedgerField, cells: Sequence[Cell], *, compact: bool = False) -> Converted:
    """Convert the cells of a column by the type of its field.

    Parameters
    ----------
    definition : LedgerField
        The field of the registry.
    cells : sequence
        Raw cells, blank ones included.
    compact : bool
        Whether blanks within a text do not count, as in an identifier.

    Returns
    -------
    Converted
        Values of the dtype that the type stands for, missing where blank or faulty.

    """
    if definition.type == "text":
        return _text(definition, cells, compact=compact or definition.unit_of is not None)
    return _CONVERTERS[definition.type](definition, cells)


def as_entered(definition: LedgerField, cell: Cell) -> Cell:
    """Return a text as a spreadsheet would have kept it, had it been typed into the column.

    Parameters
    ----------
    definition : LedgerField
        The field of the registry.
    cell : object
        A raw cell; one that can't be read stays as it is.

    Examples
    --------
    >>> from capacity_analysis.ledger import registry
    >>> as_entered(registry().tables["energy"].fields["amount"], "4,401")
    4401.0

    """
    if not isinstance(cell, str) or definition.type not in ("number", "integer", "date"):
        return cell
    value = convert(definition, [cell]).values.iloc[0]
    if pd.isna(value):
        return cell
    return value.date() if definition.type == "date" else float(value)


def _text(definition: LedgerField, cells: Sequence[Cell], *, compact: bool) -> Converted:
    def read(cell: Cell) -> str | None:
        text = without_blanks(as_text(cell)) if compact else as_text(cell)
        if not text:
            return None  # of marks that nobody sees, and nothing else
        told = _DECIMALS.sub("", text) if definition.outline else text
        if is_personal(told) or (definition.prose and is_contact(text)):
            raise RefusedError("personal_value")
        if isinstance(cell, float | int) and abs(cell) >= _TOO_LARGE:
            raise RefusedError("too_many_digits")
        return text

    return read_cells(cells, read, marks=marks_of_code if compact else marks_of_text).column("str")


def as_number(cell: Cell) -> float | None:
    """Return a cell as the number that the ledger reads there, or None where it reads none.

    Examples
    --------
    >>> as_number("1，200"), as_number("12吨")
    (1200.0, None)

    """
    try:
        return None if is_blank(cell) else _parse_number(cell)
    except RefusedError:
        return None


def _parse_number(cell: Cell) -> float:
    if isinstance(cell, str):
        text = fold_width(stripped(cell)).replace("，", ",").replace("−", "-")
        if not _NUMBER.fullmatch(text):
            raise RefusedError("not_a_number")
        cell = float(text.replace(",", ""))
    if isinstance(cell, bool) or not isinstance(cell, float | int):
        raise RefusedError("not_a_number")
    if abs(cell) >= _TOO_LARGE:
        raise RefusedError("too_many_digits")
    return float(cell) + 0.0  # no negative zero


def _bounded(definition: LedgerField, number: float) -> float:
    if definition.min is not None and number < definition.min:
        raise RefusedError("below_minimum", minimum=f"{definition.min:g}")
    if definition.max is not None and number > definition.max:
        raise RefusedError("above_maximum", maximum=f"{definition.max:g}")
    return number


def _number(definition: LedgerField, cells: Sequence[Cell]) -> Converted:
    if (numbers := _plain_numbers(definition, cells)) is not None:
        return Converted(numbers, [])
    read = read_cells(
        cells, lambda cell: _bounded(definition, _parse_number(cell)), marks=_marks_of_number
    )
    return read.column("float64")


def _marks_of_number(_text: str) -> tuple[str, ...]:
    return ("number_as_text",)


def _plain_numbers(definition: LedgerField, cells: Sequence[Cell]) -> pd.Series | None:
    """Return a column of sound numbers and empty cells at once, or None where a cell needs reading."""
    classes = set(map(type, cells))
    if not classes <= {float, str}:
        return None
    if str in classes:
        if any(cell for cell in cells if cell.__class__ is str):
            return None
        cells = [math.nan if cell == "" else cell for cell in cells]
    numbers = np.array(cells, dtype=float)
    least = -_TOO_LARGE if definition.min is None else definition.min
    most = _TOO_LARGE if definition.max is None else definition.max
    if np.any((numbers < least) | (numbers > most) | (np.abs(numbers) >= _TOO_LARGE)):
        return None
    return pd.Series(numbers + 0.0)


def _integer(definition: LedgerField, cells: Sequence[Cell]) -> Converted:
    def read(cell: Cell) -> int:
        number = _bounded(definition, _parse_number(cell))
        if not number.is_integer():
            raise RefusedError("not_an_integer")
        return int(number)

    return read_cells(cells, read, marks=_marks_of_number).column("Int64")


def _choice(definition: LedgerField, cells: Sequence[Cell]) -> Converted:
    labels = definition.labels
    position, by_text, choices = _choices(tuple(labels.items()))
    hint = hints(labels.values())

    def read(cell: Cell) -> int:
        text = as_text(cell)
        at = by_text.get(fold(text), by_text.get(text))
        if at is None:
            raise RefusedError("unknown_choice", near=hint(text))
        return at

    blank = -1 if definition.default is None else position[definition.default]
    given = read_cells(cells, read, blank=blank)
    codes = np.array([-1 if at is None else at for at in given.values], dtype=np.int32)
    categories = pd.Categorical.from_codes(codes, dtype=choices)
    return Converted(pd.Series(categories), given.faults, given.notes)


@cache
def _choices(
    labels: tuple[tuple[str, str], ...],
) -> tuple[dict[str, int], dict[str, int], pd.CategoricalDtype]:
    """Return the position of each choice by its id, by all that may be written, and their type."""
    position = {key: at for at, (key, _label) in enumerate(labels)}
    by_text = {fold(label): position[key] for key, label in labels} | position
    return position, by_text, pd.CategoricalDtype(pd.Index(list(position)))


def _flag(_definition: LedgerField, cells: Sequence[Cell]) -> Converted:
    def read(cell: Cell) -> bool:
        if isinstance(cell, bool):
            return cell
        text = as_text(cell)
        if text not in ("是", "否"):
            raise RefusedError("not_a_flag")
        return text == "是"

    return read_cells(cells, read).column("boolean")


def _uscc(_definition: LedgerField, cells: Sequence[Cell]) -> Converted:
    from stdnum.cn import uscc

    def read(cell: Cell) -> str:
        code = str(uscc.compact(without_blanks(as_text(cell))))
        if is_personal(code):
            raise RefusedError("personal_value")
        if not uscc.is_valid(code):
            raise RefusedError("bad_credit_code")
        return code

    return read_cells(cells, read, marks=marks_of_code).column("str")


def _industry_code(_definition: LedgerField, cells: Sequence[Cell]) -> Converted:
    codes, groups = vocabulary.industry_codes(), _industry_groups()
    hint = hints(codes)

    def read(cell: Cell) -> str:
        text = as_text(cell)
        if text in groups:  # 311 is a group of its own, and no sign of the class 0311
            members = [code for code in codes if code.startswith(text)]
            raise RefusedError("unknown_industry", near=near(text, members))
        code = text.zfill(4)  # 610 is 0610 less its zero
        if code not in codes:
            raise RefusedError("unknown_industry", near=hint(text))
        return code

    return read_cells(cells, read).column("str")


@cache
def _industry_groups() -> frozenset[str]:
    return frozenset(industry.group for industry in vocabulary.industry_codes().values())


_CONVERTERS: dict[str, Callable[[LedgerField, Sequence[Cell]], Converted]] = {
    "number": _number,
    "integer": _integer,
    "year": years,
    "date": days,
    "month_start": ends_of_periods(last=False),
    "month_end": ends_of_periods(last=True),
    "choice": _choice,
    "flag": _flag,
    "uscc": _uscc,
    "industry_code": _industry_code,
}
