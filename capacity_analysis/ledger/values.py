"""Turn the cells of one column into typed values; report what cannot be turned, never guess.

A converter takes the raw cells of a column (as calamine gives them: str, float, int, bool, date,
datetime, or '' for an empty cell) and returns the values and the faults it met.
"""

from __future__ import annotations

import datetime as dt
import difflib
import math
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from .. import vocabulary
from .registry import LedgerField

Cell = Any

_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$")
_MONTH = re.compile(r"(\d{4})[-/.年](\d{1,2})月?$")
_YEAR = re.compile(r"(\d{4})年?$")
_FIRST_YEAR, _LAST_YEAR = 1949, 2100

# A resident's identity number (with a plausible birth date) or a mobile number. A unified social
# credit code begins with a registering department's digit or letter and fails the date part.
_PERSONAL = re.compile(
    r"(?<!\d)(?:[1-8]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]|1[3-9]\d{9})(?![\dA-Za-z])"
)


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


def is_blank(cell: Cell) -> bool:
    """Return whether a cell holds nothing that can be read."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def as_text(cell: Cell) -> str:
    """Return a cell as text: numbers without a needless fraction, full-width forms folded.

    Examples
    --------
    >>> as_text(3011.0), as_text(" １号窑 ")
    ('3011', '1号窑')

    """
    if isinstance(cell, str):
        return cell.strip() if cell.isascii() else _fold_width(cell.strip())
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        return cell.date().isoformat()
    return str(cell)


def near(value: str, allowed: Sequence[str]) -> str:
    """Return a hint naming the allowed values closest to `value`, or nothing."""
    matches = difflib.get_close_matches(value, allowed, n=3, cutoff=0.4)
    return f"，例如{'、'.join(f'“{match}”' for match in matches)}" if matches else ""


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


def _fold_width(text: str) -> str:
    """Fold full-width letters, digits and signs to ASCII; leave Chinese punctuation alone."""
    return "".join(
        unicodedata.normalize("NFKC", char) if "！" <= char <= "～" and char.isprintable()
        and unicodedata.category(char)[0] in "LN" or char in "．－／＋％" else char
        for char in text
    )  # fmt: skip


def _each(
    cells: Sequence[Cell], read: Callable[[Cell], Any], dtype: Any
) -> Converted:
    """Apply `read` to every cell that is not blank; it raises `_Refused` for a fault."""
    values: list[Any] = []
    faults: list[Fault] = []
    for index, cell in enumerate(cells):
        if is_blank(cell):
            values.append(None)
            continue
        try:
            values.append(read(cell))
        except _Refused as refused:
            values.append(None)
            faults.append(Fault(index, refused.code, refused.details))
    return Converted(pd.Series(values, dtype=dtype), faults)


class _Refused(Exception):
    def __init__(self, code: str, **details: str):
        self.code = code
        self.details = details


def _text(_definition: LedgerField, cells: Sequence[Cell]) -> Converted:
    def read(cell: Cell) -> str:
        text = as_text(cell)
        if len(text) >= 11 and _PERSONAL.search(text):  # noqa: PLR2004 (a mobile number's length)
            raise _Refused("personal_value")
        return text

    return _each(cells, read, "str")


def _parse_number(cell: Cell) -> float:
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        number = float(cell)
    elif isinstance(cell, str):
        try:
            number = float(_fold_width(cell.strip()).replace(",", "").replace("，", ""))
        except ValueError:
            raise _Refused("not_a_number") from None
    else:
        raise _Refused("not_a_number")
    if not math.isfinite(number):
        raise _Refused("not_a_number")
    return number


def _bounded(definition: LedgerField, number: float) -> float:
    if definition.min is not None and number < definition.min:
        raise _Refused("below_minimum", minimum=f"{definition.min:g}")
    return number


def _number(definition: LedgerField, cells: Sequence[Cell]) -> Converted:
    return _each(cells, lambda cell: _bounded(definition, _parse_number(cell)), "float64")


def _integer(definition: LedgerField, cells: Sequence[Cell]) -> Converted:
    def read(cell: Cell) -> int:
        number = _bounded(definition, _parse_number(cell))
        if not number.is_integer():
            raise _Refused("not_an_integer")
        return int(number)

    return _each(cells, read, "Int64")


def _year(_definition: LedgerField, cells: Sequence[Cell]) -> Converted:
    def read(cell: Cell) -> int:
        match = _YEAR.fullmatch(as_text(cell))
        if not match or not _FIRST_YEAR <= int(match[1]) <= _LAST_YEAR:
            raise _Refused("not_a_year")
        return int(match[1])

    return _each(cells, read, "Int32")


def _calendar_day(cell: Cell) -> dt.date | None:
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, dt.date):
        return cell
    if isinstance(cell, str) and (match := _DATE.fullmatch(as_text(cell))):
        try:
            return dt.date(int(match[1]), int(match[2]), int(match[3]))
        except ValueError:
            return None
    return None


def _date(_definition: LedgerField, cells: Sequence[Cell]) -> Converted:
    def read(cell: Cell) -> dt.datetime:
        day = _calendar_day(cell)
        if day is None or not _FIRST_YEAR <= day.year <= _LAST_YEAR:
            raise _Refused("not_a_date", extra="")
        return dt.datetime(day.year, day.month, day.day)  # noqa: DTZ001 (a calendar day has no zone)

    return _each(cells, read, "datetime64[ms]")


def _month(*, last: bool) -> Callable[[LedgerField, Sequence[Cell]], Converted]:
    """Read a year, a month or a day, standing for its first or last day."""

    def read(cell: Cell) -> dt.datetime:
        day = _calendar_day(cell)
        text = as_text(cell)
        if day is None and (match := _MONTH.fullmatch(text)) and 1 <= int(match[2]) <= 12:  # noqa: PLR2004
            year, month = int(match[1]), int(match[2])
            day = _last_of_month(year, month) if last else dt.date(year, month, 1)
        elif day is None and (match := _YEAR.fullmatch(text)):
            day = dt.date(int(match[1]), 12, 31) if last else dt.date(int(match[1]), 1, 1)
        if day is None or not 1840 <= day.year <= _LAST_YEAR:  # noqa: PLR2004 (old works exist)
            raise _Refused("not_a_date", extra="，也可以只填年或年月，例如2012或2012-05")
        return dt.datetime(day.year, day.month, day.day)  # noqa: DTZ001

    return lambda _definition, cells: _each(cells, read, "datetime64[ms]")


def _last_of_month(year: int, month: int) -> dt.date:
    following = dt.date(year + month // 12, month % 12 + 1, 1)
    return following - dt.timedelta(days=1)


def _choice(definition: LedgerField, cells: Sequence[Cell]) -> Converted:
    labels = definition.labels
    by_text = {as_text(label): key for key, label in labels.items()} | {key: key for key in labels}

    def read(cell: Cell) -> str:
        text = as_text(cell)
        if text not in by_text:
            raise _Refused("unknown_choice", near=near(text, list(labels.values())))
        return by_text[text]

    converted = _each(cells, read, pd.CategoricalDtype(list(labels)))
    if definition.default is None:
        return converted
    return Converted(converted.values.fillna(definition.default), converted.faults)


def _flag(_definition: LedgerField, cells: Sequence[Cell]) -> Converted:
    def read(cell: Cell) -> bool:
        if isinstance(cell, bool):
            return cell
        text = as_text(cell)
        if text not in ("是", "否"):
            raise _Refused("not_a_flag")
        return text == "是"

    return _each(cells, read, "boolean")


def _uscc(_definition: LedgerField, cells: Sequence[Cell]) -> Converted:
    from stdnum.cn import uscc

    def read(cell: Cell) -> str:
        text = as_text(cell).upper()
        if not uscc.is_valid(text):
            raise _Refused("personal_value" if _PERSONAL.search(text) else "bad_credit_code")
        return text

    return _each(cells, read, "str")


def _industry_code(_definition: LedgerField, cells: Sequence[Cell]) -> Converted:
    codes = vocabulary.industry_codes()

    def read(cell: Cell) -> str:
        text = as_text(cell).zfill(4) if as_text(cell).isdigit() else as_text(cell)
        if text not in codes:
            raise _Refused("unknown_industry", near=near(text, list(codes)))
        return text

    return _each(cells, read, "str")


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
