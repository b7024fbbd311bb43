"""The industrial classification GB/T 4754."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from types import MappingProxyType

from .. import paths
from ..errors import InputError
from ..text import _
from .reading import read_table, refuse, unknown


# Field names follow the header of the file; `class` is no name for a Python field.
@dataclass(frozen=True)
class IndustryClass:
    """A class (小类) of GB/T 4754—2017 with the section, division and group above it."""

    section: str
    section_name: str
    division: str
    division_name: str
    group: str
    group_name: str
    code: str
    name: str


@dataclass(frozen=True)
class EarlierDivision:
    """A division (大类) of GB/T 4754—2002 that a division of 2017 came from, or took classes of."""

    code: str
    confidence: str
    remark: str


@cache
def industry_codes() -> Mapping[str, IndustryClass]:
    """Return the classes (小类) of GB/T 4754—2017 by their four digits.

    Examples
    --------
    >>> industry_codes()["3011"].division_name
    '非金属矿物制品业'

    """
    return read_industry_codes(paths.data() / "vocabulary" / "gb4754_2017.csv")


@cache
def earlier_divisions() -> Mapping[str, tuple[EarlierDivision, ...]]:
    """Return the divisions of GB/T 4754—2002 by the manufacturing division of 2017.

    Several where a division was put together from others, or took in classes of another.

    Examples
    --------
    >>> [each.code for each in earlier_divisions()["30"]]
    ['31']
    >>> [each.code for each in earlier_divisions()["29"]]
    ['29', '30']

    """
    return read_earlier_divisions(paths.data() / "vocabulary" / "gb4754_2002_divisions.csv")


@cache
def _industry_names() -> Mapping[str, str]:
    names: dict[str, str] = {}
    for industry in industry_codes().values():
        names[industry.section] = industry.section_name
        names[industry.division] = industry.division_name
        names[industry.group] = industry.group_name
        names[industry.code] = industry.name
    return MappingProxyType(names)


def industry_name(code: str) -> str:
    """Return the Chinese name of a section, division, group or class of GB/T 4754—2017.

    Raises
    ------
    InputError
        If the classification has no such code.

    Examples
    --------
    >>> industry_name("31"), industry_name("3011")
    ('黑色金属冶炼和压延加工业', '水泥制造')

    """
    if code not in _industry_names():
        raise InputError(_("国民经济行业分类中没有代码“{code}”。").format(code=code))
    return _industry_names()[code]


def read_industry_codes(path: Path) -> Mapping[str, IndustryClass]:
    """Read the industrial classification, refusing every defect at once."""
    names = [field.name for field in fields(IndustryClass)]
    rows, defects = read_table(path, [*names[:-2], "class", "class_name"])
    refuse(path, rows, defects, unique=("class", "class_name"))
    # Some names of the list as published end in a space; the file is kept as it came.
    found = [IndustryClass(*(text.strip() for text in row.values())) for _line, row in rows]
    return MappingProxyType({industry.code: industry for industry in found})


def read_earlier_divisions(path: Path) -> Mapping[str, tuple[EarlierDivision, ...]]:
    """Read the divisions of 2002, refusing every defect at once.

    Raises
    ------
    DataError
        If a division of 2017 is unknown, a pair stands twice, or a cell is empty.

    """
    rows, defects = read_table(path, ["division_2017", "division_2002", "confidence", "remark"])
    known = {industry.division for industry in industry_codes().values()}
    defects += unknown(path, rows, "division_2017", known)
    defects += unknown(path, rows, "confidence", {"verified", "cross_checked", "recalled"})
    pairs = [(row["division_2017"], row["division_2002"]) for _line, row in rows]
    defects += [
        f"{path.name} row {line}: {pair} stands twice"
        for (line, _row), pair in zip(rows, pairs, strict=True)
        if pairs.count(pair) > 1
    ]
    refuse(path, rows, defects, unique=())
    found: dict[str, tuple[EarlierDivision, ...]] = {}
    for _line, row in rows:
        one = EarlierDivision(row["division_2002"], row["confidence"], row["remark"])
        found[row["division_2017"]] = (*found.get(row["division_2017"], ()), one)
    return MappingProxyType(found)
