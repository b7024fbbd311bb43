"""Turn the cells of one column into typed values; report what cannot be turned, never guess.

A converter takes the raw cells of a column (as calamine gives them: str, float, int, bool, date,
datetime, or '' for an empty cell) and returns the values and the faults it met. Columns repeat
themselves, so each distinct cell is read once.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from .. import vocabulary
from ..text import _
from .cells import (
    Cell,
    ErrorCell,
    as_text,
    fold_width,
    hints,
    is_blank,
    is_contact,
    is_personal,
    near,
    stripped,
)
from .registry import LedgerField, fold

__all__ = ["Cell", "Converted", "Fault", "as_text", "convert", "is_blank", "near"]

Reader = Callable[[Cell], Any]

_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", re.ASCII)
_MONTH = re.compile(r"(\d{4})[-/.年](\d{1,2})月?", re.ASCII)
_YEAR = re.compile(r"(\d{4})年?", re.ASCII)
_FIRST_YEAR, _FIRST_WORKS, _LAST_YEAR = 1949, 1840, 2100

# Digits with or without thousands separators. A comma elsewhere could be a decimal one: not guessed.
_NUMBER = re.compile(
    r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?(?:[eE][+-]?\d{1,3})?|[+-]?\.\d+", re.ASCII
)
# A spreadsheet keeps fifteen digits of a number; whatever stood behind them is lost.
_TOO_LARGE = 1e15


@dataclass(frozen=True)
class Fault:
    """A cell that could not be converted: its position in the column and the kind of problem."""

    index: int
    code: str
    details: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Converted:
    """A converted column and its faults (faulty cells hold a missing value)."""

    values: pd.Series
    faults: list[Fault]


def convert(definition: LedgerField, cells: Sequence[Cell]) -> Converted:
    """Convert the cells of a column by the type of its field.

    Parameters
    ----------
    definition : LedgerField
        The field of the registry.
    cells : sequence
        Raw cells, blank ones included.

    Returns
    -------
    Converted
        Values of the dtype that the type stands for, missing where blank or faulty.

    """
    return _CONVERTERS[definition.type](definition, cells)


class _RefusedError(Exception):
    def __init__(self, code: str, **details: str):
        super().__init__(code)
        self.code = code
        self.details = details


def _read(cells: Sequence[Cell], read: Reader, blank: Any = None) -> tuple[list[Any], list[Fault]]:
    """Read each distinct cell once; `read` raises `_RefusedError` for a fault."""
    # Cells that are equal may differ in kind: 1, 1.0 and True.
    known: dict[tuple[type, Cell], Any] = {(str, ""): blank}
    values: list[Any] = []
    faults: list[Fault] = []
    for index, cell in enumerate(cells):
        key = (cell.__class__, cell)
        try:
            value = known[key]
        except KeyError:
            value = known[key] = blank if is_blank(cell) else _outcome(cell, read)
        if value.__class__ is _RefusedError:
            faults.append(Fault(index, value.code, value.details))
            value = None
        values.append(value)
    return values, faults


def _outcome(cell: Cell, read: Reader) -> Any:
    if isinstance(cell, ErrorCell):
        return _RefusedError("error_cell")
    try:
        return read(cell)
    except _RefusedError as refused:
        return refused


def _column(cells: Sequence[Cell], read: Reader, dtype: Any) -> Converted:
    values, faults = _read(cells, read)
    return Converted(pd.Series(values, dtype=dtype), faults)


def _text(definition: LedgerField, cells: Sequence[Cell]) -> Converted:
    def read(cell: Cell) -> str:
        text = as_text(cell)
        if is_personal(text) or (definition.prose and is_contact(text)):
            raise _RefusedError("personal_value")
        if isinstance(cell, float | int) and abs(cell) >= _TOO_LARGE:
            raise _RefusedError("too_many_digits")
        return text

    return _column(cells, read, "str")


def _parse_number(cell: Cell) -> float:
    if isinstance(cell, str):
        text = fold_width(stripped(cell)).replace("，", ",").replace("−", "-")
        if not _NUMBER.fullmatch(text):
            raise _RefusedError("not_a_number")
        cell = float(text.replace(",", ""))
    if isinstance(cell, bool) or not isinstance(cell, float | int):
        raise _RefusedError("not_a_number")
    if abs(cell) >= _TOO_LARGE:
        raise _RefusedError("too_many_digits")
    return float(cell) + 0.0  # no negative zero


def _bounded(definition: LedgerField, number: float) -> float:
    if definition.min is not None and number < definition.min:
        raise _RefusedError("below_minimum", minimum=f"{definition.min:g}")
    return number


def _number(definition: LedgerField, cells: Sequence[Cell]) -> Converted:
    if (numbers := _plain_numbers(definition, cells)) is not None:
        return Converted(numbers, [])
    return _column(cells, lambda cell: _bounded(definition, _parse_number(cell)), "float64")


def _plain_numbers(definition: LedgerField, cells: Sequence[Cell]) -> pd.Series | None:
    """Return a column of sound numbers and empty cells at once, or None where a cell needs reading."""
    if not {cell.__class__ for cell in cells} <= {float, str}:
        return None
    if any(cell for cell in cells if cell.__class__ is str):
        return None
    numbers = np.array([math.nan if cell == "" else cell for cell in cells], dtype=float)
    least = -_TOO_LARGE if definition.min is None else definition.min
    if np.any((numbers < least) | (np.abs(numbers) >= _TOO_LARGE)):
        return None
    return pd.Series(numbers + 0.0)


def _integer(definition: LedgerField, cells: Sequence[Cell]) -> Converted:
    def read(cell: Cell) -> int:
        number = _bounded(definition, _parse_number(cell))
        if not number.is_integer():
            raise _RefusedError("not_an_integer")
        return int(number)

    return _column(cells, read, "Int64")


def _year(_definition: LedgerField, cells: Sequence[Cell]) -> Converted:
    def read(cell: Cell) -> int:
        match = _YEAR.fullmatch(as_text(cell))
        if not match or not _FIRST_YEAR <= int(match[1]) <= _LAST_YEAR:
            raise _RefusedError("not_a_year")
        return int(match[1])

    return _column(cells, read, "Int32")


def _calendar_day(cell: Cell) -> dt.date | None:
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, dt.date):
        return cell
    if isinstance(cell, str) and (match := _DATE.fullmatch(as_text(cell))):
        return _day(int(match[1]), int(match[2]), int(match[3]))
    return None


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime(day.year, day.month, day.day)


def _date(_definition: LedgerField, cells: Sequence[Cell]) -> Converted:
    def read(cell: Cell) -> dt.datetime:
        day = _calendar_day(cell)
        if day is None or not _FIRST_YEAR <= day.year <= _LAST_YEAR:
            raise _RefusedError("not_a_date", extra="")
        return _midnight(day)

    return _column(cells, read, "datetime64[ms]")


def _month(*, last: bool) -> Callable[[LedgerField, Sequence[Cell]], Converted]:
    """Read a year, a month or a day, standing for its first or last day."""

    def read(cell: Cell) -> dt.datetime:
        day = _calendar_day(cell) or _end_of_period(cell, last=last)
        if day is None or not _FIRST_WORKS <= day.year <= _LAST_YEAR:
            extra = _("，也可以只填年或年月，例如2012或2012-05")
            raise _RefusedError("not_a_date", extra=extra)
        return _midnight(day)

    return lambda _definition, cells: _column(cells, read, "datetime64[ms]")


def _end_of_period(cell: Cell, *, last: bool) -> dt.date | None:
    """Return the first or last day of the year or month that a cell names.

    A month comes as text only: the number 2012.1 may have been typed as 2012.10.
    """
    text = as_text(cell)
    if isinstance(cell, str) and (match := _MONTH.fullmatch(text)):
        first = _day(int(match[1]), int(match[2]), 1)
        return _last_of_month(first) if last and first else first
    if match := _YEAR.fullmatch(text):
        return _day(int(match[1]), 12, 31) if last else _day(int(match[1]), 1, 1)
    return None


def _last_of_month(first: dt.date) -> dt.date | None:
    following = _day(first.year + first.month // 12, first.month % 12 + 1, 1)
    return following and following - dt.timedelta(days=1)


def _choice(definition: LedgerField, cells: Sequence[Cell]) -> Converted:
    labels = definition.labels
    position = {key: at for at, key in enumerate(labels)}
    by_text = {fold(label): position[key] for key, label in labels.items()} | position
    hint = hints(labels.values())

    def read(cell: Cell) -> int:
        text = as_text(cell)
        at = by_text.get(fold(text), by_text.get(text))
        if at is None:
            raise _RefusedError("unknown_choice", near=hint(text))
        return at

    blank = -1 if definition.default is None else position[definition.default]
    values, faults = _read(cells, read, blank)
    codes = np.array([-1 if at is None else at for at in values], dtype=np.int32)
    categories = pd.Categorical.from_codes(codes, categories=pd.Index(list(labels)))
    return Converted(pd.Series(categories), faults)


def _flag(_definition: LedgerField, cells: Sequence[Cell]) -> Converted:
    def read(cell: Cell) -> bool:
        if isinstance(cell, bool):
            return cell
        text = as_text(cell)
        if text not in ("是", "否"):
            raise _RefusedError("not_a_flag")
        return text == "是"

    return _column(cells, read, "boolean")


def _uscc(_definition: LedgerField, cells: Sequence[Cell]) -> Converted:
    from stdnum.cn import uscc

    def read(cell: Cell) -> str:
        code = str(uscc.compact(as_text(cell)))
        if is_personal(code):
            raise _RefusedError("personal_value")
        if not uscc.is_valid(code):
            raise _RefusedError("bad_credit_code")
        return code

    return _column(cells, read, "str")


def _industry_code(_definition: LedgerField, cells: Sequence[Cell]) -> Converted:
    codes = vocabulary.industry_codes()
    groups = {industry.group for industry in codes.values()}
    hint = hints(codes)

    def read(cell: Cell) -> str:
        text = as_text(cell)
        if text in groups:  # 311 is a group of its own, and no sign of the class 0311
            members = [code for code in codes if code.startswith(text)]
            raise _RefusedError("unknown_industry", near=near(text, members))
        code = text.zfill(4)  # 610 is 0610 less its zero
        if code not in codes:
            raise _RefusedError("unknown_industry", near=hint(text))
        return code

    return _column(cells, read, "str")


_CONVERTERS: dict[str, Callable[[LedgerField, Sequence[Cell]], Converted]] = {
    "text": _text,
    "number": _number,
    "integer": _integer,
    "year": _year,
    "date": _date,
    "month_start": _month(last=False),
    "month_end": _month(last=True),
    "choice": _choice,
    "flag": _flag,
    "uscc": _uscc,
    "industry_code": _industry_code,
}
