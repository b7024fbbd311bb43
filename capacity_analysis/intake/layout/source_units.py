"""The units of a file: spellings, where they stand, and exact conversions to a fixed unit."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction
from functools import cache, lru_cache

from ...ledger.registry import fold
from ...sheets.cells import Cell, fold_width, is_blank, stripped
from ...units import UNITS

_DOTS = str.maketrans("", "", "·•⋅‧∙・.")
_PER_YEAR = re.compile(r"/(?:年|a|yr)$")
_APART = re.compile(r"[,、;和]")
# 单位：万元, but not 填报单位：… of whoever filled it in.
_DECLARED = re.compile(
    r"(?:^|[^\u4e00-\u9fff]|计量|金额|面积|数量|电量|货币)单位:([^\s:()\[\]]*)(?:\(([^()]*)\))?"
)
_ONLY_DECLARES = re.compile(r"^[(\[]?(?:计量|金额|面积|数量|电量|货币)?单位:?[)\]]?$")
_ORGANISATION = re.compile(r"公司|厂|局|集团|站|店|社|矿|场|院|所|会|办|中心|有限")
_LONGEST_UNIT = 12
_UNIT_LIKE = re.compile(r"[元亩吨米顷瓦克焦]")

_NUMBER = re.compile(
    r"([+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?(?:[eE][+-]?\d{1,2})?|[+-]?\.\d+)(\D*)", re.ASCII
)
_MOST = 10**15  # a spreadsheet keeps fifteen digits of a number


class UnclearUnitError(ValueError):
    """A unit that can't be converted exactly to the one that the ledger fixes."""


def known_unit(text: str) -> str | None:
    """Return the declared spelling of a unit, or None; the spelling of the file where it is declared.

    Examples
    --------
    >>> known_unit("KW·h"), known_unit("万吨/年"), known_unit("桶")
    ('kWh', '万吨', None)

    """
    return _known(text) if len(text) <= _LONGEST_UNIT else None


@lru_cache(maxsize=1 << 12)
def _known(text: str) -> str | None:
    for candidate in (text.strip(), _PER_YEAR.sub("", fold(text))):
        if candidate in UNITS:
            return candidate
        if found := _spellings().get(fold(candidate).translate(_DOTS).casefold()):
            return found
    return None


@cache
def _spellings() -> dict[str, str]:
    return {fold(symbol).casefold(): symbol for symbol in reversed(UNITS)}


def spelling(cell: Cell) -> Cell:
    """Return a cell of a column of units by its declared spelling; an unknown one as it stands."""
    return (known_unit(cell) or cell) if isinstance(cell, str) else cell


def unit_among(texts: Iterable[str], base: str | None = None) -> str | None:
    """Return the one known unit among the texts in brackets; with `base`, of that dimension only.

    Examples
    --------
    >>> unit_among(["含税", "万元,不含增值税"])
    '万元'

    """
    for text in texts:
        found = [unit for part in (text, *_APART.split(text)) if (unit := known_unit(part))]
        if base is not None:
            found = [unit for unit in found if UNITS[unit].base == base]
        if len(set(found)) == 1:
            return found[0]
    return None


def declared_unit(cell: Cell, beside: Cell = "") -> str | None:
    """Return what a cell such as 单位：万元 declares, or None; its word may stand in the cell beside.

    Examples
    --------
    >>> declared_unit("2021年用电量（单位：千瓦时）"), declared_unit("填报单位：某某厂")
    ('千瓦时', None)

    """
    if not isinstance(cell, str) or "单" not in cell:
        return None
    text = fold(cell)
    if _ONLY_DECLARES.match(text):
        text = f"单位:{fold(beside)}" if isinstance(beside, str) else ""
    found = _DECLARED.search(text)
    if found is None or not found[1] or _ORGANISATION.search(found[1]):
        return None
    if len(found[1]) > _LONGEST_UNIT and unit_among([found[1]]) is None:
        return None
    return found[1]


def parse_number(cell: Cell) -> tuple[Fraction, str] | None:
    """Return a number exactly as it is shown, with the text behind it; None where it is none.

    Examples
    --------
    >>> parse_number("1,200.5元"), parse_number(0.1)
    ((Fraction(2401, 2), '元'), (Fraction(1, 10), ''))

    """
    if isinstance(cell, bool) or is_blank(cell):
        return None
    if isinstance(cell, int | float):
        # Fifteen digits are what a spreadsheet shows; behind them stands only binary noise.
        return (Fraction(f"{cell:.15g}"), "") if abs(cell) < _MOST else None
    if not isinstance(cell, str):
        return None
    text = fold_width(stripped(cell)).replace("，", ",").replace("−", "-")
    found = _NUMBER.fullmatch(text)
    if found is None:
        return None
    number = Fraction(found[1].replace(",", ""))
    return (number, found[2].strip()) if abs(number) < _MOST else None


def as_number(value: Fraction) -> float | int:
    """Return an exact number as a cell."""
    return int(value) if value.denominator == 1 else float(value)


def fixed_factor(
    target: str, brackets: Iterable[str], declared: str | None = None
) -> tuple[str, Fraction] | None:
    """Return the unit of a column and how many `target` one of it is; None where none is given.

    Parameters
    ----------
    target : str
        Unit that the ledger fixes, such as ``万元``.
    brackets : iterable of str
        What the header holds in brackets.
    declared : str or None
        Unit of a cell such as 单位：元; it may be that of other columns.

    Raises
    ------
    UnclearUnitError
        If the header holds a unit that can't be converted exactly.

    Examples
    --------
    >>> fixed_factor("万元", ["元"])
    ('元', Fraction(1, 10000))
    >>> fixed_factor("万元/亩", ["元/平方米"])
    ('元/平方米', Fraction(1, 15))

    """
    for bracket in brackets:
        if fold(bracket) == fold(target):
            return target, Fraction(1)
        for text in (bracket, *_APART.split(bracket)):
            if (size := _size(text, target)) is not None:
                return text, size
        if _UNIT_LIKE.search(bracket) or re.match(r"[百千万亿\d]", bracket):
            raise UnclearUnitError(bracket)
    parts = [declared, *_APART.split(declared)] if declared is not None else []
    sizes = {part: size for part in parts if (size := _size(part, target)) is not None}
    return next(iter(sizes.items())) if len(set(sizes.values())) == 1 else None


def is_convertible(target: str) -> bool:
    """Say whether other units convert to this one, so that it matters which a number is in."""
    return _size(target, target) is not None


def _size(text: str, target: str) -> Fraction | None:
    above, slash, below = fold(text).partition("/")
    above_target, slash_target, below_target = target.partition("/")
    if slash != slash_target:
        return None
    size = _ratio(above, above_target)
    if not slash or size is None:
        return size
    per = _ratio(below, below_target)
    return None if per is None else size / per


def _ratio(text: str, target: str) -> Fraction | None:
    found = known_unit(text)
    if found is None or target not in UNITS or UNITS[found].base != UNITS[target].base:
        return None
    return UNITS[found].factor / UNITS[target].factor
