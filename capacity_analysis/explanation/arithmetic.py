"""Sums as an explanation prints them: figures and signs, so that anybody can work them out again."""

from __future__ import annotations

from dataclasses import dataclass

from ..text import _
from .numbers import amount

_SUM, _PRODUCT, _WHOLE = range(3)


@dataclass(frozen=True)
class Sum:
    """A sum as text; `rank` says how tightly it holds together.

    Examples
    --------
    >>> (figure(14) + figure(0.5)) * figure(4300)
    Sum(text='（14 + 0.5） × 4300', rank=1)
    >>> str(least(up(figure(47) / figure(4)), figure(36)))
    '最小（进位（47 ÷ 4），36）'

    """

    text: str
    rank: int = _WHOLE

    def __str__(self) -> str:
        """Return the text."""
        return self.text

    def __add__(self, other: Sum) -> Sum:
        """Return both together."""
        return Sum(f"{self.text} + {other.text}", _SUM)

    def __sub__(self, other: Sum) -> Sum:
        """Return the one less the other."""
        return Sum(f"{self.text} − {other.within(_PRODUCT)}", _SUM)

    def __mul__(self, other: Sum) -> Sum:
        """Return the product."""
        return Sum(f"{self.within(_PRODUCT)} × {other.within(_WHOLE)}", _PRODUCT)

    def __truediv__(self, other: Sum) -> Sum:
        """Return the quotient."""
        return Sum(f"{self.within(_PRODUCT)} ÷ {other.within(_WHOLE)}", _PRODUCT)

    def within(self, rank: int) -> str:
        """Return the text as it stands within another: in brackets where it is the looser one."""
        return self.text if self.rank >= rank else f"（{self.text}）"


def figure(value: float) -> Sum:
    """Return a number with all its digits; a negative one in brackets.

    Examples
    --------
    >>> str(figure(9.6) - figure(-3))
    '9.6 − （−3）'

    """
    text = amount(value)
    return Sum(f"（{text}）" if text.startswith("−") else text)


def least(*each: Sum) -> Sum:
    """Return the least of several."""
    return _of(_("最小"), *each)


def most(*each: Sum) -> Sum:
    """Return the greatest of several."""
    return _of(_("最大"), *each)


def up(one: Sum) -> Sum:
    """Return the next whole number from below."""
    return _of(_("进位"), one)


def down(one: Sum) -> Sum:
    """Return the whole number below."""
    return _of(_("舍位"), one)


def rounded(one: Sum) -> Sum:
    """Return the nearest whole number, of two the even one."""
    return _of(_("取整"), one)


def total(parts: list[Sum]) -> Sum:
    """Return parts added up; nothing is 0."""
    found = parts[0] if parts else figure(0)
    for each in parts[1:]:
        found += each
    return found


def _of(name: str, *each: Sum) -> Sum:
    return Sum(f"{name}（{'，'.join(one.text for one in each)}）")
