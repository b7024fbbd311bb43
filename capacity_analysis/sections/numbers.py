"""Numbers, units and dates as an office writes them."""

from __future__ import annotations

import datetime as dt
import math

from ..text import _, current_language

_NUMERALS = "〇一二三四五六七八九十"

_TEN_THOUSAND = 10_000
_HUNDRED_MILLION = 100_000_000


def unit_name(unit: str) -> str:
    """Return a unit in the reader's words: ``kgce/t`` is 千克标准煤/吨.

    Examples
    --------
    >>> unit_name("kgce/重量箱"), unit_name("t")
    ('千克标准煤/重量箱', '吨')

    """
    names = {
        "kgce": _("千克标准煤"), "kgoe": _("千克标准油"), "kWh": _("千瓦时"), "t": _("吨"),
        "m²": _("平方米"), "m2": _("平方米"), "m3": _("立方米"), "m": _("米"), "GJ": _("吉焦"),
        "重量箱": _("重量箱"), "weight_box": _("重量箱"), "piece": _("件"), "kg": _("千克"),
        "MJ": _("兆焦"), "(t·能量因数)": _("（吨·能量因数）"),
    }  # fmt: skip
    return "/".join(names.get(part, part) for part in unit.split("/"))


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


def trimmed(value: float, decimals: int = 1) -> str:
    """Return a number without trailing zeros.

    Examples
    --------
    >>> trimmed(117.0), trimmed(9.5)
    ('117', '9.5')

    """
    text = number(value, decimals)
    return text.rstrip("0").rstrip(".") if "." in text else text


def quantity(value: float, unit: str) -> str:
    """Return an amount in 万 or 亿 where offices use them, with its unit.

    Examples
    --------
    >>> quantity(860_000, "t"), quantity(950, "t"), quantity(float("nan"), "t")
    ('86万吨', '950吨', '—')

    """
    if value is None or math.isnan(value):
        return "—"
    if current_language() == "zh":
        if abs(value) >= _HUNDRED_MILLION:
            return f"{trimmed(value / _HUNDRED_MILLION, 2)}亿{unit_name(unit)}"
        if abs(value) >= _TEN_THOUSAND:
            return f"{trimmed(value / _TEN_THOUSAND)}万{unit_name(unit)}"
        return f"{trimmed(value)}{unit_name(unit)}"
    return f"{value:,.0f} {unit_name(unit)}"


def coal(tce: float) -> str:
    """Return an amount of energy in tonnes of standard coal.

    Examples
    --------
    >>> coal(34_120.0), coal(812.3), coal(12.34)
    ('3.41万吨标准煤', '812吨标准煤', '12.3吨标准煤')

    """
    if tce is None or math.isnan(tce):
        return "—"
    if current_language() != "zh":
        return f"{tce:,.0f} {_('吨标准煤')}"
    if abs(tce) >= _TEN_THOUSAND:
        return f"{trimmed(tce / _TEN_THOUSAND, 2)}万吨标准煤"
    return f"{trimmed(tce, 1 if abs(tce) < 100 else 0)}吨标准煤"


def share(part: float, whole: float) -> str:
    """Return a share in per cent, or a dash where there is no whole.

    Examples
    --------
    >>> share(21, 100), share(1, 3), share(1, 0)
    ('21%', '33.3%', '—')

    """
    return f"{trimmed(100 * part / whole)}%" if whole else "—"


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


def against(measured: float, level: float, decimals: int) -> str:
    """Return a measured value with as many decimals as it takes to tell it from a level.

    A value that rounds to its level but does not meet it would look like a mistake.

    Examples
    --------
    >>> against(117.04, 117.0, 1), against(117.0, 117.0, 1), against(116.0, 117.0, 1)
    ('117.04', '117.0', '116.0')

    """
    if measured is None or math.isnan(measured) or math.isnan(level):
        return number(measured, decimals)
    for more in range(decimals, decimals + 4):
        if float(f"{measured:.{more}f}") != level or math.isclose(measured, level, rel_tol=1e-9):
            return number(measured, more)
    return number(measured, decimals + 4)


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
