"""What is true, false or not known: an input that is missing leaves a test open, unless it cannot matter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..gaps import at_or_below

Truth = npt.NDArray[np.int8]
Mask = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.float64]

# In this order "and" is the smaller of two, and "or" the larger.
NO, UNKNOWN, YES = range(3)


def truth(holds: npt.ArrayLike, known: npt.ArrayLike) -> Truth:
    """Return ``YES`` or ``NO`` where it is known, else ``UNKNOWN``.

    Examples
    --------
    >>> truth([True, True], [True, False]).tolist() == [YES, UNKNOWN]
    True

    """
    return np.where(known, np.where(holds, YES, NO), UNKNOWN).astype(np.int8)


def above(value: npt.ArrayLike, level: npt.ArrayLike) -> Truth:
    """Say whether a value lies above a level, apart from binary rounding; unknown where one is missing.

    Examples
    --------
    >>> above([0.1 + 0.2, 0.31, np.nan], 0.3).tolist() == [NO, YES, UNKNOWN]
    True

    """
    value, level = np.broadcast_arrays(np.asarray(value, float), np.asarray(level, float))
    return truth(~at_or_below(value, level), np.isfinite(value) & np.isfinite(level))


def below(value: npt.ArrayLike, level: npt.ArrayLike) -> Truth:
    """Say whether a value lies below a level, as `above` does."""
    return above(level, value)


def all_of(tests: Sequence[Truth]) -> Truth:
    """Say whether all of several tests hold."""
    held: Truth = np.minimum.reduce(list(tests))
    return held


def any_of(tests: Sequence[Truth]) -> Truth:
    """Say whether any of several tests holds.

    Examples
    --------
    >>> any_of([truth([True], [True]), truth([True], [False])]).tolist() == [YES]
    True

    """
    held: Truth = np.maximum.reduce(list(tests))
    return held


def joined(masks: Mapping[str, Mask]) -> pd.Series:
    """Return the ids whose mask holds, joined by ``;``; missing where none does.

    Examples
    --------
    >>> joined({"a": np.array([True, False]), "b": np.array([True, False])}).tolist()
    ['a;b', nan]

    """
    names = list(masks)
    code = sum((mask.astype(np.int64) << place for place, mask in enumerate(masks.values())), 0)
    distinct, number = np.unique(np.asarray(code), return_inverse=True)
    texts = [
        ";".join(name for place, name in enumerate(names) if (each >> place) & 1) or None
        for each in distinct.tolist()
    ]
    return pd.Series(pd.array(texts, dtype="str").take(number), dtype="str")


def first_of(choices: Mapping[str, Mask], otherwise: str | None = None) -> pd.Series:
    """Return the first id whose mask holds.

    Examples
    --------
    >>> first_of({"a": np.array([False, True]), "b": np.array([True, True])}).tolist()
    ['b', 'a']

    """
    masks: list[npt.NDArray[Any]] = list(choices.values())
    code = np.select(masks, range(len(masks)), default=len(masks))
    return pd.Series(pd.array([*choices, otherwise], dtype="str").take(code), dtype="str")
