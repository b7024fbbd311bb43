"""What stands in no column: years of titles, the words that tell carrier and ground, rows that are no data."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ...ledger.registry import fold, registry
from ..layout.headings import heading
from ..layout.page import Page
from ..mapping import Table, Value
from .evidence import is_remark
from .knowledge import named_in
from .shapes import Shape
from .words import words

_YEARS = (r"(20\d\d)年", r"(20\d\d)")
_MONTHS = (r"(20\d\d年\d{1,2}月)", r"(20\d\d-\d{1,2})")
_SPAN = re.compile(r"20\d\d年?(\d{1,2})月?(?:[—–~-]|至|到)+(?:20\d\d年)?(\d{1,2})月")
# At the end of a text: a works may well make 小计量器具.
_TOTAL = re.compile(r".{0,8}(?:合计|小计|总计|累计|共计|平均|汇总)数?")
_LONGEST_BEGINNING = 12


def year_from(shape: Shape) -> tuple[Value | None, str]:
    """Return where the year of all rows stands, and the text that says it is a part of a year."""
    for text in shape.above:
        span = _SPAN.search(text)
        if span and (int(span[1]), int(span[2])) != (1, 12):
            return None, text
    return _from_context(shape, _YEARS), ""


def month_from(shape: Shape) -> Value | None:
    """Return where the month of all rows stands, or None."""
    return _from_context(shape, _MONTHS)


def year_above(shape: Shape) -> str | None:
    """Return the expression that finds the year above the headers of months, or None."""
    return next((one for one in _YEARS if any(re.search(one, text) for text in shape.above)), None)


def _from_context(shape: Shape, patterns: Sequence[str]) -> Value | None:
    sheets = [fold(block.page.name) for block in shape.blocks]
    for pattern in patterns:
        if any(re.search(pattern, text) for text in shape.above):
            return Value(above=pattern)
        if all(re.search(pattern, name) for name in sheets):
            return Value(sheet_name=pattern)
    return None


def labels_meant(table: str, field: str, levels: Iterable[Iterable[str]]) -> list[str]:
    """Return the labels that words of the first telling level stand for: several are no answer.

    Examples
    --------
    >>> labels_meant("metered_energy", "carrier", [["年用电量"], ["某供热公司"]])
    ['电力']

    """
    known = words().constants.get(table, {}).get(field, {})
    for texts in levels:
        said = list(texts)
        found = [label for label, sought in known.items() if named_in(said, sought)]
        if found:
            return found
    return []


def no_data(shape: Shape, columns: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return how rows begin that are no data, and how rows with which the table ends begin."""
    usual = Table.model_fields["skip"].default
    skip: dict[str, None] = {}
    until: dict[str, None] = {}
    for block in shape.blocks:
        page, last = block.page, block.data[-1] if block.data else 0
        for row in block.data:
            filled = list(page.filled(row))
            first = filled[0][1]
            if not isinstance(first, str):
                continue
            text = heading(first).full
            if _TOTAL.fullmatch(text):
                skip[text] = None
            elif len(filled) == 1 and columns > 2 and is_remark(text):
                beginning = re.split(r"[,。:;、(]", text)[0][:_LONGEST_BEGINNING] or text[:1]
                (until if row == last else skip)[beginning] = None
    found = tuple(word for word in skip if word)
    return ((*usual, *found) if found else ()), tuple(word for word in until if word)


def subject_labels(pages: Iterable[Page], known: Iterable[str]) -> list[str]:
    """Return the labels of a form that name its enterprise, as they stand in the sheets."""
    names = set(known)
    found: dict[str, None] = {}
    for page in pages:
        for row in range(page.height):
            for _column, text in page.texts(row):
                label = heading(fold(text).partition(":")[0]).base
                if label in names:
                    found.setdefault(label)
    return list(found)


def is_aggregate(table: str) -> bool:
    """Say whether a table of the ledger only serves totals."""
    return registry().tables[table].permitted_use == "aggregate"
