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
    code, distinct = pd.factorize(texts.astype("str"))
    parts = [text.split(";") for text in distinct]
    names = list(dict.fromkeys(name for part in parts for name in part))
    found = pd.Series(np.nan, index=range(size), dtype="str")
    if not names:
        return found
    place = {name: at for at, name in enumerate(names)}
    each = [(at, place[name]) for at, part in enumerate(parts) for name in part]
    pairs = pd.DataFrame(each, columns=["text", "name"])
    long = pd.DataFrame({"unit": unit, "text": code}).drop_duplicates().merge(pairs, on="text")
    return joined(long["unit"].to_numpy(), long["name"].to_numpy(), names, size)


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
