"""Units that a workbook may use, and the exact conversions between them.

Only declared, exact conversions exist; anything else is an error for the person who filled in the
cell, never a guess. Each unit belongs to one dimension and is an exact multiple of its base unit.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


class UnitError(ValueError):
    """A unit is not declared, or is of another dimension than asked for."""


@dataclass(frozen=True)
class Unit:
    """A unit as people write it: its symbol, dimension, and size in the dimension's base unit."""

    symbol: str
    base: str
    factor: Fraction


_TEN_THOUSAND = 10_000
_HUNDRED_MILLION = 100_000_000

# base unit -> {spelling: multiple of the base unit}. A steam quantity of 百万千焦 is one gigajoule; an
# 亩 is a fifteenth of a hectare; a kilogram of standard oil is no kilogram of standard coal.
_SPELLINGS: dict[str, dict[str, int | Fraction]] = {
    "kg": {"kg": 1, "千克": 1, "公斤": 1, "t": 1000, "吨": 1000, "万t": 10_000_000, "万吨": 10_000_000},
    "m3": {"m3": 1, "m³": 1, "㎥": 1, "立方米": 1, "万m3": _TEN_THOUSAND, "万m³": _TEN_THOUSAND,
           "万㎥": _TEN_THOUSAND, "万立方米": _TEN_THOUSAND, "亿立方米": _HUNDRED_MILLION},
    "kWh": {"kWh": 1, "千瓦时": 1, "度": 1, "MWh": 1000, "兆瓦时": 1000, "万kWh": _TEN_THOUSAND,
            "万千瓦时": _TEN_THOUSAND, "万度": _TEN_THOUSAND, "亿千瓦时": _HUNDRED_MILLION},
    "MJ": {"MJ": 1, "兆焦": 1, "GJ": 1000, "吉焦": 1000, "百万千焦": 1000, "TJ": 1_000_000,
           "万GJ": 10_000_000, "万吉焦": 10_000_000},
    "kgce": {"kgce": 1, "千克标准煤": 1, "tce": 1000, "吨标准煤": 1000, "万tce": 10_000_000, "万吨标准煤": 10_000_000},
    "kgoe": {"kgoe": 1, "千克标准油": 1, "toe": 1000, "吨标准油": 1000},
    "m2": {"m2": 1, "m²": 1, "㎡": 1, "平方米": 1, "万m2": _TEN_THOUSAND, "万m²": _TEN_THOUSAND,
           "万㎡": _TEN_THOUSAND, "万平方米": _TEN_THOUSAND, "亩": Fraction(_TEN_THOUSAND, 15), "公顷": _TEN_THOUSAND},
    "weight_box": {"重量箱": 1, "万重量箱": _TEN_THOUSAND},
    "piece": {"件": 1, "块": 1, "台": 1, "只": 1, "套": 1, "万件": _TEN_THOUSAND, "万块": _TEN_THOUSAND,
              "万台": _TEN_THOUSAND, "万只": _TEN_THOUSAND, "万套": _TEN_THOUSAND, "亿块": _HUNDRED_MILLION,
              "亿只": _HUNDRED_MILLION},
    "m": {"m": 1, "米": 1, "万m": _TEN_THOUSAND, "万米": _TEN_THOUSAND},
    "CNY": {"元": 1, "万元": _TEN_THOUSAND, "亿元": _HUNDRED_MILLION},
}  # fmt: skip

UNITS: dict[str, Unit] = {
    symbol: Unit(symbol, base, Fraction(factor))
    for base, spellings in _SPELLINGS.items()
    for symbol, factor in spellings.items()
}

# Output and water are counted in tonnes, heat supplied in gigajoules: multiples of a base unit that
# a vocabulary may count in too.
_ALIASES = {"t": ("kg", Fraction(1, 1000)), "GJ": ("MJ", Fraction(1, 1000))}

# A sheet of glass has its thickness, and so weight boxes and tonnes are both in use for it; what one
# is of the other is a standard's to say.
_BY_MASS = {"weight_box": "t"}


def unit(symbol: str) -> Unit:
    """Return the unit written as `symbol`.

    Raises
    ------
    UnitError
        If no such unit is declared.

    """
    try:
        return UNITS[symbol.strip()]
    except KeyError:
        raise UnitError(f"unit {symbol!r} is not declared") from None


def factor(symbol: str, target: str) -> Fraction:
    """Return how many `target` units one `symbol` is, exactly.

    Parameters
    ----------
    symbol : str
        A declared unit, such as ``万千瓦时``.
    target : str
        A base unit (``kg``, ``m3``, ``kWh``, …), or ``t`` or ``GJ``.

    Raises
    ------
    UnitError
        If `symbol` is not declared, or is of another dimension than `target`.

    Examples
    --------
    >>> factor("万千瓦时", "kWh")
    Fraction(10000, 1)
    >>> factor("亩", "m2")
    Fraction(2000, 3)
    >>> factor("千克", "t")
    Fraction(1, 1000)

    """
    source = unit(symbol)
    base, scale = _ALIASES.get(target, (target, Fraction(1)))
    if source.base != base:
        raise UnitError(f"unit {symbol!r} cannot be converted to {target}")
    return source.factor * scale


def spellings(target: str) -> list[str]:
    """Return every declared unit that converts to `target`, Chinese spellings included."""
    base, _ = _ALIASES.get(target, (target, Fraction(1)))
    return [symbol for symbol, declared in UNITS.items() if declared.base == base]


def bases(target: str) -> tuple[str, ...]:
    """Return the units in which a product counted in `target` may be reported, that one first.

    They are not converted into each other here: the factor is a standard's, and no exact one.

    Examples
    --------
    >>> bases("weight_box"), bases("m2")
    (('weight_box', 't'), ('m2',))

    """
    return (target, _BY_MASS[target]) if target in _BY_MASS else (target,)
