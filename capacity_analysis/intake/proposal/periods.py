"""Columns that are years or months, and the regular expression that finds them again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ...sheets.cells import is_blank
from ..layout.headings import is_not_applicable
from ..layout.source_units import parse_number
from ..layout.table import Column
from .knowledge import likeness
from .shapes import Shape

_MONTH = r"\d{1,2}|十?[一二三四五六七八九十]"
_KINDS = {
    "month of a year": re.compile(r"(.*?)(20\d\d)[年./-]?((?:1[0-2]|0?[1-9])(?!\d))月?份?(.*)"),
    "month": re.compile(rf"(.*?)(?<!\d)()({_MONTH})月份?(.*)"),
    "year": re.compile(r"(.*?)(20\d\d)()(?:年度?)?(.*)"),
}
_WRITTEN = {
    "month of a year": rf"(?P<year>20\d\d)[年./-]?(?P<month>{_MONTH})月?份?",
    "month": rf"(?P<month>{_MONTH})月份?",
    "year": r"(?P<year>20\d\d)(?:年度?)?",
}
_SIGNS = re.compile(r"[\d—–~-]|至|到|累计|合计|同比|增")
_NUMBERS = 0.7
_UNNAMED = 70.0


@dataclass(frozen=True)
class Group:
    """Columns whose headers differ in the year or month alone.

    Attributes
    ----------
    kind : str
        ``year``, ``month`` or ``month of a year``.
    columns : tuple of Column
        The columns.
    meaning : str
        What the headers say besides: empty where they name the period alone.
    pattern : str
        Regular expression that finds them, for a mapping.

    """

    kind: str
    columns: tuple[Column, ...]
    meaning: str
    pattern: str


def groups_of(shape: Shape) -> list[Group]:
    """Return the groups of columns that are years or months, the largest first."""
    found: dict[tuple[str, str, str, str], list[Column]] = {}
    for column in shape.columns:
        for key in _keys(shape, column):
            found.setdefault(key, []).append(column)
    tails = [(kind, before, after) for kind, before, after, _parent in found]
    groups = []
    for (kind, before, after, parent), columns in found.items():
        if kind != "year" and len(columns) < 2:
            continue
        written = re.escape(before) + _WRITTEN[kind] + re.escape(after)
        if tails.count((kind, before, after)) > 1 and parent:
            written = f"{re.escape(parent)}/{written}"
        groups.append(Group(kind, tuple(columns), parent + before + after, written))
    return sorted(groups, key=lambda group: -len(group.columns))


def _keys(shape: Shape, column: Column) -> Iterator[tuple[str, str, str, str]]:
    last = shape.last_of(column)
    parent = column.whole[0].removesuffix(last).rstrip("/") if column.whole else ""
    for kind, pattern in _KINDS.items():
        match = pattern.fullmatch(last)
        if match is None:
            continue
        # 1—6月累计 and the like are sums of columns, or of a part of the year.
        if not _SIGNS.search(match[1] + match[4]) and _holds_numbers(shape, column):
            yield kind, match[1], match[4], parent
        return


def _holds_numbers(shape: Shape, column: Column) -> bool:
    cells = [
        cell for cell in shape.cells(column) if not is_blank(cell) and not is_not_applicable(cell)
    ]
    numbers = sum(parse_number(cell) is not None for cell in cells)
    return numbers >= _NUMBERS * len(cells)


def suits(group: Group, names: tuple[str, ...]) -> float:
    """Return how well a group's headers mean a field, of 100; some points where they do not say."""
    meaning = group.meaning.strip("/末的")
    return likeness([meaning, *group.meaning.split("/")], names) if meaning else _UNNAMED
