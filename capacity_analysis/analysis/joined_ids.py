"""Texts of several ids joined by ``;``: which ids each line or enterprise is paired with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

Places = npt.NDArray[np.integer[Any]]


def of_units(unit: Places, texts: pd.Series, size: int) -> pd.Series:
    """Return the distinct ids that texts of ids joined by ``;`` name, for each unit.

    Parameters
    ----------
    unit : array of int
        The unit of each text; it may stand several times.
    texts : Series of str
        Ids joined by ``;``, or missing.
    size : int
        How many units there are.

    Returns
    -------
    Series of str
        In the order in which the ids come up; missing where a unit has none.

    Examples
    --------
    >>> of_units(np.array([1, 1]), pd.Series(["fgw;gxj", "fgw"]), 2).tolist()
    [nan, 'fgw;gxj']

    """
    at, name, names = apart(texts)
    return joined(unit[at], name, names, size)


def apart(texts: pd.Series) -> tuple[Places, Places, list[str]]:
    """Return each id of each text: the place of the text, that of the id in the names, the names.

    Examples
    --------
    >>> at, name, names = apart(pd.Series(["fgw;gxj", None, "gxj"]))
    >>> at.tolist(), name.tolist(), names
    ([0, 0, 2], [0, 1, 1], ['fgw', 'gxj'])

    """
    code, distinct = pd.factorize(texts.astype("str"))
    parts = [text.split(";") for text in distinct]
    number, names = pd.factorize(np.array([name for part in parts for name in part], dtype=object))
    sizes = np.array([*(len(part) for part in parts), 0])
    starts = np.cumsum(sizes) - sizes
    count = sizes[code]
    at = np.repeat(np.arange(len(code)), count)
    within = np.arange(len(at)) - np.repeat(np.cumsum(count) - count, count)
    return at, number[starts[code][at] + within], list(names)


def joined(unit: Places, name: Places, names: Sequence[str], size: int) -> pd.Series:
    """Return for each unit the distinct names that it is paired with, in their order, joined by ``;``.

    Examples
    --------
    >>> joined(np.array([1, 1, 1]), np.array([1, 0, 1]), ["gxj", "fgw"], 2).tolist()
    [nan, 'gxj;fgw']

    """
    held = np.zeros((size, len(names)), dtype=bool)
    held[unit, name] = True
    code = np.zeros(size, dtype=np.int64)
    for at in range(len(names)):
        # Numbered anew after each name, so that any number of names fits.
        code = pd.factorize(code * 2 + held[:, at])[0]
    first = np.unique(code, return_index=True)[1]
    texts = [";".join(np.array(names, dtype=object)[held[at]]) or None for at in first]
    return pd.Series(pd.array(texts, dtype="str").take(code), dtype="str")
