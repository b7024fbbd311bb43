"""Rows told from each other by several columns: one number for each group of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from .book import Integers

_MOST = 2**62  # of what a number holds, with room for one more


def codes_of(column: pd.Series) -> Integers:
    """Return a number for each choice, text, day or number of a column, -1 where it is blank."""
    choices = isinstance(column.dtype, pd.CategoricalDtype)
    codes = column.array.codes if choices else pd.factorize(column.array)[0]
    return np.asarray(codes, dtype=np.int64)


def combined(codes: Sequence[npt.NDArray[np.integer[Any]]]) -> Integers:
    """Return one number for what several columns of numbers from -1 say of a row.

    Examples
    --------
    >>> combined([np.array([0, 1, 0, -1]), np.array([2, 2, 2, 2])]).tolist()
    [7, 11, 7, 3]

    """
    group: Integers = np.zeros(len(codes[0]), dtype=np.int64)
    count = 1
    for code in codes:
        size = int(code.max(initial=0)) + 2
        if count * size > _MOST:
            group = pd.factorize(group)[0].astype(np.int64)
            count = len(group)
        group = group * size + code + 1
        count *= size
    return group


def looked_up(column: pd.Series, numbers: Mapping[str, int]) -> Integers:
    """Return the number that goes by each text of a column, -1 where none does."""
    codes, texts = pd.factorize(column.array)
    known = [numbers.get(text, -1) for text in texts]
    return np.array([*known, -1], dtype=np.int64)[codes]
