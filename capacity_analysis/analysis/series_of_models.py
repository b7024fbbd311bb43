"""Whether the model of a machine belongs to a series that a catalogue names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_RATING = re.compile(r"[0-9./]+")
_NUMBER = re.compile(r"[0-9]+")
_SIZE = re.compile(r"([0-9])(?:NO\.?|№)(?=[0-9])")  # as it stands in a folded text


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
        a letter, or after a digit another digit, goes on. One that holds a series further on, behind
        a number (the bore of a pump), a word or a sign, is left open, as is one where a letter goes
        on behind a number (a variant); ``No`` before a size is no such letter. Where only numbers are named,
        as of a voltage, one of them among other signs is left open too.

    Examples
    --------
    >>> [in_series(model, ["JD"], True) for model in ("JD-10", "JDX", "6JD28")]
    [1, -1, 0]
    >>> [in_series(model, ["8-18"], True) for model in ("8-18No5", "8-18D", "8-181")]
    [1, 0, -1]
    >>> [in_series(rating, ["380"], False) for rating in ("380/660", "380V")]
    [-1, 0]

    """
    model = folded(text)
    series = [folded(each) for each in wanted]
    if model in series:
        return 1
    if not by_series:
        numbers = {number for each in series for number in _NUMBER.findall(each)}
        same = numbers.intersection(_NUMBER.findall(model))
        return 0 if same and not _RATING.fullmatch(model) else -1
    sized = _SIZE.sub(r"\1-", model)
    if any(_begins(sized, each) for each in series):
        return 1
    if any(_varies(model, each) for each in series):
        return 0
    return 0 if any(_begins(model[at:], each) for each in series
                    for at in range(1, len(model)) if _starts_there(model, at)) else -1  # fmt: skip


def _starts_there(model: str, at: int) -> bool:
    """Say whether a series may begin at a place: not within a word or a number."""
    before, first = model[at - 1], model[at]
    if first.isdigit():
        return not (before.isdigit() or before == ".")
    return not (before.isascii() and before.isalpha())


def _varies(model: str, series: str) -> bool:
    """Say whether a letter goes on behind a series that ends in a number."""
    return series[-1:].isdigit() and model[len(series) :][:1].isalpha() and model.startswith(series)


def _begins(model: str, series: str) -> bool:
    if not model.startswith(series):
        return False
    following = model[len(series) : len(series) + 1]
    if following.isascii() and following.isalpha():
        return False
    return not (series[-1:].isdigit() and (following.isdigit() or following == "."))
