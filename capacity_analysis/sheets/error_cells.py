"""The cells of an .xlsx workbook whose formula failed or has no value: calamine gives them as empty.

An empty cell may stand for a default or for "unknown"; such a formula stands for neither.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..text import _
from .cells import Cell, ErrorCell

_LONGEST_ERROR = 20
_TYPE = re.compile(rb"""\st\s*=\s*["'](\w*)["']""")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_VALUE = re.compile(rb"<(?:\w+:)?v(?:\s[^<>]*)?>([^<>]*)</")


def error_of(attributes: bytes, content: bytes) -> str | None:
    """Return what a cell shows whose formula failed or has no value, or None for any other cell.

    Parameters
    ----------
    attributes : bytes
        Attributes of its element, with the blank in front of them.
    content : bytes
        What the element holds.

    Examples
    --------
    >>> error_of(b' r="A1" t="e"', b"<f>1/0</f><v>#DIV/0!</v>")
    '#DIV/0!'
    >>> error_of(b' r="A1"', b"<v>5</v>") is None
    True

    """
    kind = _TYPE.search(attributes)
    value = _VALUE.search(content)
    if kind and kind[1] == b"e":
        return value[1].decode("utf-8", "replace").strip()[:_LONGEST_ERROR] if value else ""
    # A formula that no program has calculated; one of text (t="str") may well be empty.
    if (kind and kind[1] == b"str") or not _FORMULA.search(content):
        return None
    return _("公式没有结果") if value is None or not value[1].strip() else None


def mark(rows: list[list[Cell]], errors: Iterable[tuple[int, int, str]]) -> None:
    """Put an `ErrorCell` in the place of each empty cell that failed, also behind the last value.

    Parameters
    ----------
    rows : list of list
        Raw cells from A1, changed in place.
    errors : iterable of (int, int, str)
        Row and column, from zero, and what the cell shows.

    """
    for row, column, text in errors:
        rows += [[] for _row in range(row + 1 - len(rows))]
        cells = rows[row]
        cells += [""] * (column + 1 - len(cells))
        if cells[column] == "":
            cells[column] = ErrorCell(text)
