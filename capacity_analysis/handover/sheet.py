"""A sheet of the workbook: named columns, and how they are written so that they can be handed on."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pandas as pd

from ..errors import InputError
from ..text import _

_WIDEST, _NARROWEST = 40, 8  # in digits
_LINE = 15  # points
_TALLEST = 409  # points, by the file format
_MOST_ROWS = 1_048_575  # below the header, by the file format
_LONGEST_NAME = 31  # of a sheet, by the file format
_NOT_IN_NAMES = str.maketrans("[]:*?/\\'", "［］：＊？／＼’")
# What a spreadsheet takes for the start of a formula once somebody edits the cell.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@dataclass(frozen=True)
class Sheet:
    """A sheet: its name, and its rows as a frame whose columns are the headers."""

    name: str
    rows: pd.DataFrame


def named_sheets(sheets: Sequence[Sheet]) -> Iterator[tuple[str, pd.DataFrame]]:
    """Yield the sheets under names that a workbook takes, those with too many rows in parts.

    Examples
    --------
    >>> table = pd.DataFrame({"企业": ["甲"]})
    >>> [name for name, _ in named_sheets([Sheet("任务单-甲/乙", table), Sheet("任务单-甲/乙", table)])]
    ['任务单-甲／乙', '任务单-甲／乙（2）']

    """
    taken: set[str] = set()
    for sheet in sheets:
        bounds = [*range(0, max(len(sheet.rows), 1), _MOST_ROWS), len(sheet.rows)]
        for start, end in pairwise(bounds):
            name = _free_name(sheet.name, taken)
            taken.add(name.lower())
            yield name, sheet.rows.iloc[start:end]


def _free_name(wanted: str, taken: set[str]) -> str:
    plain = wanted.translate(_NOT_IN_NAMES)
    name, number = _cut(plain, _LONGEST_NAME), 1
    while name.lower() in taken:
        number += 1
        end = f"（{number}）"
        name = _cut(plain, _LONGEST_NAME - len(end)) + end
    return name


def _cut(text: str, length: int) -> str:
    """Return as much of a name of a sheet as fits; a rare character counts twice there."""
    while len(text.encode("utf-16-le")) > 2 * length:
        text = text[:-1]
    return text


class Writer:
    """Writes sheets into a workbook, each ready to be read, filtered and printed.

    A text stays the text that it is: it is never a formula, not even after somebody has edited the
    cell, and never a link.
    """

    def __init__(self, workbook: Any, footer: str):
        self._workbook, self._footer = workbook, footer
        font = {"font_name": "宋体", "font_size": 11}
        body = {**font, "text_wrap": True, "valign": "top"}
        self._head = workbook.add_format(
            {**font, "bold": True, "border": 1, "bg_color": "#E7EDF3", "text_wrap": True}
        )
        self._text = workbook.add_format({**body, "num_format": "@"})
        self._quoted = workbook.add_format({**body, "num_format": "@", "quote_prefix": True})
        self._number = workbook.add_format({**body, "num_format": "General"})
        self._day = workbook.add_format({**body, "num_format": "yyyy-mm-dd"})

    def write(self, name: str, rows: pd.DataFrame, *, in_view: str = "") -> None:
        """Write one sheet; the columns up to the one called `in_view` stay in view, as the header does."""
        sheet = self._workbook.add_worksheet(name)
        headers = list(map(str, rows.columns))
        frozen = headers.index(in_view) + 1 if in_view in headers else 0
        values = [[_plain(value) for value in column] for _name, column in rows.items()]
        widths = [_width_of(header, column) for header, column in zip(headers, values, strict=True)]
        self._set_up(sheet, frozen)
        for column, (header, width) in enumerate(zip(headers, widths, strict=True)):
            sheet.set_column(column, column, width)
            self._put(sheet, 0, column, header, self._head)
        for number, row in enumerate(zip(*values, strict=True), 1):
            sheet.set_row(number, _height(row, widths))
            for column, value in enumerate(row):
                self._put(sheet, number, column, value)
        if len(rows):
            sheet.autofilter(0, 0, len(rows), len(headers) - 1)

    def _set_up(self, sheet: Any, frozen: int) -> None:
        sheet.freeze_panes(1, frozen)
        sheet.repeat_rows(0)
        sheet.set_landscape()
        sheet.set_paper(8)  # A3
        sheet.fit_to_pages(1, 0)
        sheet.set_header("&C&A")
        sheet.set_footer(f"&L{self._footer}&R&P/&N")

    def _put(self, sheet: Any, row: int, column: int, value: Any, form: Any = None) -> None:
        if value is None:
            return
        if isinstance(value, float):
            failed = sheet.write_number(row, column, value, self._number)
        elif isinstance(value, dt.date):
            failed = sheet.write_datetime(row, column, dt.datetime(*value.timetuple()[:3]), self._day)  # fmt: skip
        else:
            own = self._quoted if value.startswith(_FORMULA) else self._text
            failed = sheet.write_string(row, column, value, form or own)
        if failed:  # it would be cut, or left out
            message = _("工作表“{sheet}”第{row}行第{column}列的内容超过单元格能容纳的长度。")
            raise InputError(message.format(sheet=sheet.get_name(), row=row + 1, column=column + 1))


def _plain(value: Any) -> str | float | dt.date | None:
    """Return a value of a frame as a cell holds it: nothing, a text, a finite number or a day."""
    if value is None or value is pd.NaT or value is pd.NA:
        return None
    if isinstance(value, str):
        return value or None
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    number = float(value)
    if math.isnan(number):
        return None
    return number if math.isfinite(number) else str(number)


def _width_of(header: str, column: Sequence[Any]) -> int:
    longest = max((_width(value) for value in column), default=0)
    return min(max(longest, _width(header) + 2, _NARROWEST), _WIDEST)  # room for the filter's arrow


def _height(row: Sequence[Any], widths: Sequence[int]) -> float:
    """Return the height of a row: not every program makes room for lines that are broken."""
    lines = max(-(-_width(value) // width) for value, width in zip(row, widths, strict=True))
    return min(_LINE * max(lines, 1), _TALLEST)


def _width(value: Any) -> int:
    """Return the width of a cell in digits; a Chinese character is as wide as two."""
    if value is None:
        return 0
    if isinstance(value, dt.date):
        return len("2022-09-10") + 2
    text = f"{value:.11g}" if isinstance(value, float) else value
    return 2 + sum(1 if character.isascii() else 2 for character in text)
