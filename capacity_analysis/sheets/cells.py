"""The cells of a workbook as text: what is blank, how text is compared, what must not be kept."""

from __future__ import annotations

import datetime as dt
import difflib
import re
import unicodedata
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

from ..text import _

Cell = Any

# A resident's identity number (with a plausible birth date) or a mobile number.
_PERSONAL = re.compile(
    r"(?<!\d)(?:[1-8]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]"
    r"|(?:86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4})(?![\dA-Za-z])",
    re.ASCII,
)
_SHORTEST_PERSONAL = 11
# A digest may hold eleven digits that look like a number of a telephone.
_DIGEST = re.compile(r"[0-9A-Fa-f]{64}")
# A fixed telephone with its area code, or digits behind a word that says what they are.
_FIXED = re.compile(
    r"(?<![\dA-Za-z.])[(（]?0(?:10|2\d|[3-9]\d{2})[)）]?[-—– ]?\d{7,8}(?![\dA-Za-z])", re.ASCII
)
_LABELLED = re.compile(
    r"(?:(?:电话|手机|联系方式|座机)(?:号码|号)?|联系人[：:\s]*[\u4e00-\u9fff]{0,4})"
    r"[：:\s(（为是]*\d(?:[-—– ]?\d){6,}",
    re.ASCII,
)
_SHORTEST_CONTACT = 9
_INVISIBLE = "\u200b\u2060\ufeff"
_HINTED_VALUES = 20


@dataclass(frozen=True)
class ErrorCell:
    """A cell whose formula failed, with the error that it shows, such as ``#DIV/0!``."""

    shown: str

    def __str__(self) -> str:
        return self.shown


def is_blank(cell: Cell) -> bool:
    """Return whether a cell holds nothing that can be read."""
    if isinstance(cell, str):
        return not cell or not stripped(cell)
    return cell is None or cell != cell  # noqa: PLR0124 (NaN alone differs from itself)


def as_text(cell: Cell) -> str:
    """Return a cell as text: numbers without a needless fraction, full-width forms folded.

    Examples
    --------
    >>> as_text(3011.0), as_text(" １号窑 ")
    ('3011', '1号窑')

    """
    if isinstance(cell, str):
        return fold_width(stripped(cell))
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        return cell.date().isoformat()
    return str(cell)


def quoted(texts: Iterable[str]) -> str:
    """Return texts in quotation marks, listed as in a sentence.

    Examples
    --------
    >>> quoted(["吨", "万吨"])
    '“吨”、“万吨”'

    """
    return _("、").join(_("“{text}”").format(text=text) for text in texts)


def near(value: str, allowed: Collection[str]) -> str:
    """Return a hint naming the allowed values closest to `value`, or nothing."""
    matches = difflib.get_close_matches(value, allowed, n=3, cutoff=0.4)
    if not matches:
        return ""
    return _("，例如{values}").format(values=quoted(matches))


def hints(allowed: Collection[str]) -> Callable[[str], str]:
    """Return `near` for one set of allowed values: the first few wrong values get a hint.

    Finding the closest of thousands takes long; someone who used another list altogether gains
    nothing from a hint for each of its values.
    """
    known: dict[str, str] = {}

    def hint(value: str) -> str:
        if value not in known:
            known[value] = near(value, allowed) if len(known) < _HINTED_VALUES else ""
        return known[value]

    return hint


def mask_personal(text: str) -> str:
    """Return `text` with identity, mobile and labelled telephone numbers struck out."""
    if len(text) < _SHORTEST_CONTACT:
        return text
    return _PERSONAL.sub("***", _LABELLED.sub("***", text))


def stripped(text: str) -> str:
    """Return a text without blanks, seen or unseen, at its ends."""
    return text.strip().strip(_INVISIBLE).strip()


def fold_width(text: str) -> str:
    """Fold full-width letters, digits and signs to ASCII; leave Chinese punctuation alone."""
    return text if text.isascii() else "".join(map(_folded, text))


def _folded(char: str) -> str:
    if not "！" <= char <= "～":
        return char
    narrow = unicodedata.normalize("NFKC", char)
    return narrow if narrow.isalnum() or narrow in ".-/+%" else char


def is_personal(text: str) -> bool:
    """Say whether a text holds an identity or mobile number (and is no credit code)."""
    if len(text) < _SHORTEST_PERSONAL or not _PERSONAL.search(text) or _DIGEST.fullmatch(text):
        return False
    from stdnum.cn import ric, uscc

    return not uscc.is_valid(text) or bool(ric.is_valid(text))


def is_contact(text: str) -> bool:
    """Say whether a remark holds a telephone number, by its area code or by the word before it."""
    if len(text) < _SHORTEST_CONTACT:
        return False
    return bool(_LABELLED.search(text) or _FIXED.search(text))
