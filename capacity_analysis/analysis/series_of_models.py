"""Whether the model of a machine belongs to a series that a catalogue names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_DIGITS_BEFORE = re.compile(r"[0-9]+")


def folded(text: str) -> str:
    """Return a model as it is compared: ordinary width, capitals, no blanks.

    Examples
    --------
    >>> folded("ｊｄ－10 型")
    'JD-10型'

    """
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).upper()


def in_series(text: str, wanted: Sequence[str], by_series: bool) -> int:
    """Say whether a text is one of those wanted: 1 yes, -1 no, 0 not sure.

    Parameters
    ----------
    text : str
        What the ledger holds.
    wanted : sequence of str
        What an entry names.
    by_series : bool
        Whether the entry names series of models: a model belongs to one that it begins with, unless
        a letter, or after a digit another digit, goes on. Numbers before the letters of a series
        (the bore of a pump) leave it open.

    Examples
    --------
    >>> [in_series(model, ["JD"], True) for model in ("JD-10", "JDX", "6JD28")]
    [1, -1, 0]
    >>> in_series("380/660", ["380"], False)
    -1

    """
    model = folded(text)
    series = [folded(each) for each in wanted]
    if model in series:
        return 1
    if not by_series:
        return -1
    if any(_begins(model, each) for each in series):
        return 1
    bare = _DIGITS_BEFORE.sub("", model, count=1) if model[:1].isdigit() else model
    return 0 if any(each[:1].isalpha() and _begins(bare, each) for each in series) else -1


def _begins(model: str, series: str) -> bool:
    if not model.startswith(series):
        return False
    following = model[len(series) : len(series) + 1]
    if following.isascii() and following.isalpha():
        return False
    return not (series[-1:].isdigit() and (following.isdigit() or following == "."))
