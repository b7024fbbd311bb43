"""How the self-check form looks: formats that stay clear when printed in grey, and heights of rows."""

from __future__ import annotations

import math
from typing import Any

from ...ledger.template import TEXT_TYPES

_SIZE, _PADDING = 10.0, 6.0  # type and the space around it, in points
_LINE = 1.35 * _SIZE
_NARROW, _WIDE = 1.0, 1.8  # a letter and a Chinese character, in digits of eleven-point type
_DAY = "yyyy-mm-dd"
_CENTRED = ("choice", "flag", "year", "date", "dash")
_LABEL, _INPUT, _HEADING = "#E7EDF3", "#FFFBEA", "#C9D6E3"
_FRAMED = {"border": 1, "border_color": "#7F7F7F"}


class Style:
    """The formats of one workbook."""

    def __init__(self, workbook: Any):
        self._workbook = workbook
        self._inputs: dict[tuple[str, bool, bool], Any] = {}
        label = {**_FRAMED, "bg_color": _LABEL, "align": "center", "text_wrap": True}
        self.bare = self._made()
        self.title = self._made(font_name="黑体", font_size=18, align="center")
        self.heading = self._made(font_name="黑体", font_size=12, bg_color=_HEADING, indent=1)
        self.note = self._made(font_size=9, indent=1)
        self.rule = self._made(text_wrap=True, valign="top")
        self.rule_number = self._made(valign="top", align="right")
        self.required = self._made(**label, bold=True)
        self.optional = self._made(**label)
        self.blank = self._made(**_FRAMED)

    def of(self, kind: str, *, beside: bool = False, wraps: bool = True) -> Any:
        """Return the format of an input cell.

        Parameters
        ----------
        kind : str
            Type of the field, or ``dash``.
        beside : bool
            Whether the cell stands beside its label, not in a table.
        wraps : bool
            Whether the row has room for several lines; if not, long text is shown smaller.

        """
        key = (kind, beside, wraps)
        if key not in self._inputs:
            look: dict[str, Any] = {"text_wrap": True} if wraps else {"shrink": True}
            if kind in TEXT_TYPES or kind == "date":
                look["num_format"] = _DAY if kind == "date" else "@"
            if beside:
                look |= {"align": "left", "indent": 1}
            elif kind in _CENTRED:
                look["align"] = "center"
            made = self._made(**_FRAMED, bg_color=_INPUT, locked=False, **look)
            self._inputs[key] = made
        return self._inputs[key]

    def _made(self, **look: Any) -> Any:
        base = {"font_name": "宋体", "font_size": 10, "valign": "vcenter"}
        return self._workbook.add_format(base | look)


def lines_of(text: str, width: float) -> int:
    """Return about how many lines a text takes in a column of so many digits.

    Examples
    --------
    >>> lines_of("1号窑", 11), lines_of("日产一千五百吨熟料生产线", 15)
    (1, 2)

    """
    room = max(width - 1.5, _WIDE)  # the frame, and a wide character that no longer fits the line
    widths = (sum(_NARROW if c.isascii() else _WIDE for c in line) for line in text.split("\n"))
    return sum(max(1, math.ceil(one / room)) for one in widths)


def height_of(lines: int) -> float:
    """Return the height in points of a row with so many lines."""
    return lines * _LINE + _PADDING
