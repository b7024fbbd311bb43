"""What a cell of the self-check form takes: drop-downs, bounds, and the prompt that explains it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from ...ledger.registry import LedgerField
from ...text import _

_LONGEST_TITLE, _LONGEST_MESSAGE = 2**5, 2**8 - 1  # by the file format
_FIRST_DAY, _LAST_DAY = dt.date(1949, 10, 1), dt.date(2099, 12, 31)
_LARGEST = 1e15
_LENGTHS = {"uscc": 18, "industry_code": 4}


def rule(
    spec: LedgerField, hint: str, choices: str | None, years: tuple[int, int]
) -> dict[str, Any]:
    """Return the validation of a cell, as XlsxWriter takes it.

    Parameters
    ----------
    spec : LedgerField
        The field of the ledger that the cell fills.
    hint : str
        What the prompt says.
    choices : str, optional
        The range that holds its choices.
    years : (int, int)
        The first and the last year that may be filled in.

    """
    return {**_bounds(spec, choices, years), **prompt(spec.header, hint)}


def prompt(header: str, hint: str) -> dict[str, Any]:
    """Return the prompt that shows when a cell is selected."""
    title = header.replace("\n", "")[:_LONGEST_TITLE]
    return {"input_title": title, "input_message": hint[:_LONGEST_MESSAGE], "error_title": title}


def year_rule(header: str, hint: str, first_cell: str, dashes: list[str]) -> dict[str, Any]:
    """Return the validation of a cell of a year: a number that is not negative, or a dash."""
    named = ",".join(f'{first_cell}="{dash}"' for dash in dashes)
    number = f"IF(ISNUMBER({first_cell}),{first_cell}>=0,FALSE)"
    message = _("请填数字（不带单位）；不适用的填“{dash}”，没有数据的留空。")
    return {
        "validate": "custom",
        "value": f"=OR({number},{named})",
        "error_message": message.format(dash=dashes[0]),
        **prompt(header, hint),
    }


def _bounds(spec: LedgerField, choices: str | None, years: tuple[int, int]) -> dict[str, Any]:
    if choices is not None:
        return {"validate": "list", "source": choices, "error_message": _("请从下拉列表选择。")}
    if spec.type in ("number", "integer"):
        return {
            "validate": "integer" if spec.type == "integer" else "decimal",
            "criteria": "between",
            "minimum": -_LARGEST if spec.min is None else spec.min,
            "maximum": _LARGEST if spec.max is None else spec.max,
            "error_message": _("请填数字，不带单位；没有数据的留空。"),
        }
    if spec.type == "year":
        message = _("请填四位年份，例如{year}。").format(year=2021)
        return {"validate": "integer", "criteria": "between", "minimum": years[0],
                "maximum": years[1], "error_message": message}  # fmt: skip
    if spec.type == "date":
        message = _("请填日期，例如{day}。").format(day="2021-05-01")
        return {"validate": "date", "criteria": "between", "minimum": _FIRST_DAY,
                "maximum": _LAST_DAY, "error_message": message}  # fmt: skip
    if spec.type in _LENGTHS:
        message = _("应为{length}位；没有则留空。").format(length=_LENGTHS[spec.type])
        return {"validate": "length", "criteria": "==", "value": _LENGTHS[spec.type],
                "error_message": message}  # fmt: skip
    return {"validate": "any"}
