"""Numbers, units and dates as an office writes them."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Sequence

from ..analysis.gaps import at_or_below
from ..text import _, current_language
from ..vocabulary import unit_name

_NUMERALS = "〇一二三四五六七八九十"

_TEN_THOUSAND = 10_000
_HUNDRED_MILLION = 100_000_000
_MOST_DECIMALS = 9

FEWEST = 5
"""Counts of people below this many, but not of none, are not published."""


def reported_unit(unit: str) -> str:
    """Return a unit as the workbook has it; in other languages by its symbol where there is one.

    Examples
    --------
    >>> reported_unit("万千瓦时")
    '万千瓦时'

    """
    if current_language() == "zh":
        return unit
    for scale, power in (("万", "×10,000 "), ("亿", "×100,000,000 ")):
        if unit.startswith(scale):
            return power + _(unit.removeprefix(scale))
    return _(unit)


def with_unit(text: str, unit: str) -> str:
    """Return a written number with its unit; in Chinese without a space between them.

    Examples
    --------
    >>> with_unit("117", "kgce/t")
    '117千克标准煤/吨'

    """
    space = "" if current_language() == "zh" else " "
    return f"{text}{space}{unit_name(unit)}"


def number(value: float, decimals: int = 1) -> str:
    """Return a number with fixed decimals; a missing one as a dash, a true minus sign.

    Examples
    --------
    >>> number(118.487), number(-30.0), number(float("nan"))
    ('118.5', '−30.0', '—')

    """
    if value is None or math.isnan(value):
        return "—"
    text = f"{abs(value):.{decimals}f}"
    return f"−{text}" if value < 0 and float(text) else text


def signed(value: float, decimals: int = 1) -> str:
    """Return a difference with its sign and as many decimals as it takes not to look like nothing.

    Examples
    --------
    >>> signed(32.61), signed(0.004), signed(-17.0), signed(0.0)
    ('+32.6', '+0.004', '−17.0', '0.0')

    """
    text = against(value, [0.0], decimals)
    return f"+{text}" if text[0] not in "−—" and float(text) else text


def trimmed(value: float, decimals: int = 1) -> str:
    """Return a number without trailing zeros.

    Examples
    --------
    >>> trimmed(117.0), trimmed(9.5)
    ('117', '9.5')

    """
    text = number(value, decimals)
    return text.rstrip("0").rstrip(".") if "." in text else text


def quantity(value: float, unit: str, decimals: int = 1) -> str:
    """Return an amount in 万 or 亿 where offices use them, with its unit.

    Decimals are at most as many as given, in 亿 one more.

    Examples
    --------
    >>> quantity(860_000, "t"), quantity(950, "t"), quantity(float("nan"), "t")
    ('86万吨', '950吨', '—')

    """
    if value is None or math.isnan(value):
        return "—"
    if current_language() != "zh":
        places = decimals if abs(value) < _TEN_THOUSAND else decimals - 1
        sign = "−" if value < 0 and round(abs(value), places) else ""
        text = f"{abs(value):,.{places}f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
        return with_unit(f"{sign}{text}", unit)
    # What rounds up to the next scale is written in it: 1亿吨, never 10000万吨.
    if round(abs(value) / _TEN_THOUSAND, decimals) >= _TEN_THOUSAND:
        return f"{trimmed(value / _HUNDRED_MILLION, decimals + 1)}亿{unit_name(unit)}"
    if round(abs(value), decimals) >= _TEN_THOUSAND:
        return f"{trimmed(value / _TEN_THOUSAND, decimals)}万{unit_name(unit)}"
    return f"{trimmed(value, decimals)}{unit_name(unit)}"


def coal(tce: float) -> str:
    """Return an amount of energy in tonnes of standard coal; from a hundred on in whole tonnes.

    Examples
    --------
    >>> coal(34_120.0), coal(812.3), coal(12.34)
    ('3.4万吨标准煤', '812吨标准煤', '12.3吨标准煤')

    """
    if tce is None or math.isnan(tce):
        return "—"
    return quantity(round(tce) if round(abs(tce), 1) >= 100 else tce, "tce")


def share(part: float, whole: float) -> str:
    """Return a share in per cent, or a dash where there is no whole.

    A part that is not nothing is never 0%, and one that is not all never 100%.

    Examples
    --------
    >>> share(21, 100), share(1, 3), share(1, 0), share(1, 10_000)
    ('21%', '33.3%', '—', '不足0.1%')

    """
    if not whole or math.isnan(part) or math.isnan(whole):
        return "—"
    rounded = round(100 * part / whole, 1)
    if rounded <= 0 < part:
        return _("不足0.1%")
    if rounded >= 100 and part < whole:
        return _("99.9%以上")
    return f"{trimmed(rounded)}%"


def day(value: dt.date | None) -> str:
    """Return a date as 2022年9月10日.

    Examples
    --------
    >>> day(dt.date(2022, 9, 10))
    '2022年9月10日'

    """
    if value is None:
        return "—"
    if current_language() == "zh":
        return f"{value.year}年{value.month}月{value.day}日"
    return f"{value:%B} {value.day}, {value.year}"


def against(measured: float, levels: Sequence[float], decimals: int) -> str:
    """Return a measured value with as many decimals as it takes to see which side of a level it is.

    A value that rounds to its level but does not meet it, or rounds across it, would look like a
    mistake.

    Examples
    --------
    >>> against(117.04, [117.0], 1), against(117.0, [117.0], 1), against(116.0, [117.0], 1)
    ('117.04', '117.0', '116.0')

    """
    if measured is None or math.isnan(measured):
        return number(measured, decimals)
    sides = [_side(measured, level) for level in levels]
    for more in range(decimals, _MOST_DECIMALS):
        shown = float(f"{measured:.{more}f}")
        if [_side(shown, level) for level in levels] == sides:
            return number(measured, more)
    return number(measured, _MOST_DECIMALS)


def _side(value: float, level: float) -> int:
    """Return -1 below a level, 0 at it and 1 above, as `analysis.gaps` compares."""
    if not at_or_below(value, level):
        return 1
    return 0 if at_or_below(level, value) else -1


def too_few(people: float) -> bool:
    """Tell whether a count of people is too small to be published.

    Examples
    --------
    >>> [too_few(people) for people in (0, 1, 4, 5)]
    [False, True, True, False]

    """
    return 0 < people < FEWEST


def people(count: float) -> str:
    """Return a count of people; of so few that they could be known, only that.

    Examples
    --------
    >>> people(4), people(5)
    ('＜5', '5')

    """
    return _("＜{fewest}").format(fewest=FEWEST) if too_few(count) else trimmed(count, 0)


def interval(low: float, high: float, decimals: int = 1) -> str:
    """Return a range from end to end; one number where the ends are written alike.

    Examples
    --------
    >>> interval(28.2, 54.7), interval(5.0, 5.0), interval(-3.0, 2.0)
    ('28.2—54.7', '5.0', '−3.0—2.0')

    """
    ends = [number(low, decimals), number(high, decimals)]
    return ends[0] if ends[0] == ends[1] else "—".join(ends)


def percent_range(low: float, high: float) -> str:
    """Return a share in per cent, or the range that it lies in.

    Examples
    --------
    >>> percent_range(28.25, 54.7), percent_range(0.0, 0.0), percent_range(float("nan"), 1.0)
    ('28.2%—54.7%', '0%', '—')

    """
    if math.isnan(low) or math.isnan(high):
        return "—"
    ends = [f"{trimmed(end)}%" for end in (low, high)]
    return ends[0] if ends[0] == ends[1] else "—".join(ends)


def listed(parts: Iterable[str]) -> str:
    """Return parts as a list within a sentence.

    Examples
    --------
    >>> listed(["区发改委", "区供电公司"])
    '区发改委、区供电公司'

    """
    return _("、").join(parts)


def ordinal(position: int) -> str:
    """Return the number of a section: 一、 in Chinese, ``1.`` elsewhere.

    Examples
    --------
    >>> ordinal(1), ordinal(12)
    ('一、', '十二、')

    """
    if current_language() != "zh":
        return f"{position}. "
    tens, units = divmod(position, 10)
    text = ("十" if tens == 1 else f"{_NUMERALS[tens]}十") if tens else ""
    return f"{text}{_NUMERALS[units] if units or not tens else ''}、"


def part_number(position: int) -> str:
    """Return the number of a part of a section: （一） in Chinese, ``(1)`` elsewhere.

    Examples
    --------
    >>> part_number(2)
    '（二）'

    """
    return f"（{_NUMERALS[position]}）" if current_language() == "zh" else f"({position}) "
