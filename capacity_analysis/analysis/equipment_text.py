"""How the name of a piece of equipment is made comparable before words are looked for in it."""

from __future__ import annotations

import re
import unicodedata

_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")


def folded(text: str) -> str:
    """Return a text in ordinary width and small letters, without blanks and thousands separators.

    Examples
    --------
    >>> folded("４５０ ｍ³ 高炉"), folded("25,000 kVA")
    ('450m3高炉', '25000kva')

    """
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).lower()
    return _THOUSANDS.sub("", plain)
