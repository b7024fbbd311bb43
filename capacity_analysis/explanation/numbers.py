"""Numbers and units as an explanation writes them: every digit that is needed to follow the sum."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator
from decimal import Decimal

WIDTH = 100
_AMOUNT, _QUOTIENT = 12, 9  # significant digits: of what is reported or summed, and of a quotient
_CLOSING = "，。；：、）》”’！？」』】!"


def amount(value: float | None) -> str:
    """Return a reported or summed number with all its digits; a missing one as a dash.

    Examples
    --------
    >>> amount(175119000.0), amount(-0.125), amount(None), amount(0.1 + 0.2)
    ('175119000', '−0.125', '—', '0.3')

    """
    return _written(value, _AMOUNT)


def quotient(value: float | None) -> str:
    """Return a quotient, or a number that follows from one.

    Examples
    --------
    >>> quotient(99.940061376), quotient(-10.0)
    ('99.9400614', '−10')

    """
    return _written(value, _QUOTIENT)


def signed(value: float | None) -> str:
    """Return a difference with its sign.

    Examples
    --------
    >>> signed(17.5), signed(-17.5), signed(0.0)
    ('+17.5', '−17.5', '0')

    """
    text = quotient(value)
    return f"+{text}" if value is not None and value > 0 else text


def bracketed(value: float | None) -> str:
    """Return a number that may stand behind an operator: a negative one in brackets.

    Examples
    --------
    >>> bracketed(5.0), bracketed(-5.0)
    ('5', '（−5）')

    """
    text = amount(value)
    return f"（{text}）" if text.startswith("−") else text


def _written(value: float | None, digits: int) -> str:
    if value is None or math.isnan(value):
        return "—"
    text = format(Decimal(f"{value:.{digits}g}"), "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace("-", "−") if text != "-0" else "0"


def cells(text: str) -> int:
    """Return how many columns of a terminal a text takes.

    Examples
    --------
    >>> cells("3级"), cells("kWh")
    (3, 3)

    """
    return sum(2 if unicodedata.east_asian_width(each) in "WF" else 1 for each in text)


def folded(text: str, depth: int, width: int = WIDTH) -> Iterator[str]:
    """Yield a text in lines of a width, indented by `depth` columns, later ones by two more.

    Numbers and words stay whole where they fit into a line, and no line begins with a closing mark.

    Examples
    --------
    >>> list(folded("水泥熟料 117，达标", 2, width=14))
    ['  水泥熟料', '    117，达标']

    """
    line = " " * depth
    for piece in _pieces(text):
        fits = cells(line) + cells(piece.rstrip()) <= width
        if fits or not line.strip():
            line += piece
        else:
            yield line.rstrip()
            line = " " * (depth + 2) + piece.lstrip()
    yield line.rstrip()


def _pieces(text: str) -> Iterator[str]:
    """Yield the parts of a text between which a line may end."""
    piece = ""
    for each in text:
        wide = unicodedata.east_asian_width(each) in "WF" and each not in _CLOSING
        if piece and (wide or piece[-1] == " " or _ends_wide(piece, each)):
            yield piece
            piece = ""
        piece += each
    if piece:
        yield piece


def _ends_wide(piece: str, following: str) -> bool:
    """Tell whether a line may end between a wide character, or a closing mark, and what follows."""
    last = piece[-1]
    if following in _CLOSING or following == " " or last in "（《“「":
        return False
    return unicodedata.east_asian_width(last) in "WF"
