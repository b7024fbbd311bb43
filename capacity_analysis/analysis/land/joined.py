"""Columns of few distinct texts for many rows, kept as categories: ids, and ids joined by ``;``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

Mask = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.integer[Any]]


def chosen(names: Sequence[str], code: Codes) -> pd.Series:
    """Return the name at each place; missing at -1, and where the name is empty.

    Examples
    --------
    >>> chosen(["a", "b", ""], np.array([1, -1, 2])).tolist()
    ['b', nan, nan]

    """
    known = dict.fromkeys(name for name in names if name)
    distinct = {name: place for place, name in enumerate(known)}
    place = np.array([*(distinct.get(name, -1) for name in names), -1])
    return pd.Series(pd.Categorical.from_codes(place[code], pd.Index(list(distinct), dtype="str")))


def flagged(flags: Mapping[str, Mask]) -> pd.Series:
    """Return the ids whose flag is set in each row, in their order; missing where none is.

    Examples
    --------
    >>> flagged({"a": np.array([True, False]), "b": np.array([True, False])}).tolist()
    ['a;b', nan]

    """
    names = list(flags)
    code = np.zeros(len(next(iter(flags.values()))), dtype=np.int64)
    for place, mask in enumerate(flags.values()):
        code |= mask.astype(np.int64) << place
    place_of, distinct = pd.factorize(code)
    texts = [
        ";".join(name for at, name in enumerate(names) if value >> at & 1)
        for value in distinct.tolist()
    ]
    return chosen(texts, place_of)


def first_of(flags: Mapping[str, Mask]) -> pd.Series:
    """Return the first id whose flag is set in each row; missing where none is.

    Examples
    --------
    >>> first_of({"a": np.array([False, False]), "b": np.array([True, False])}).tolist()
    ['b', nan]

    """
    return chosen(list(flags), np.select(list(flags.values()), list(range(len(flags))), -1))


def together(*parts: pd.Series) -> pd.Series:
    """Return the distinct ids that several columns of joined ids name, row by row.

    Examples
    --------
    >>> together(pd.Series(["a;b", None]), pd.Series(["b;c", None])).tolist()
    ['a;b;c', nan]

    """
    code = np.zeros(len(parts[0]), dtype=np.int64)
    told: list[tuple[str, ...]] = [()]
    for part in parts:
        own = part.astype("category")
        ids = [(), *(tuple(str(text).split(";")) for text in own.cat.categories)]
        code, pairs = pd.factorize(code * len(ids) + own.cat.codes.to_numpy() + 1)
        told = [told[pair // len(ids)] + ids[pair % len(ids)] for pair in pairs.tolist()]
    return chosen([";".join(dict.fromkeys(ids)) for ids in told], code)


def of_owners(column: pd.Series, owner: Codes) -> pd.Series:
    """Return a text of each owner, given by its place in the column.

    Examples
    --------
    >>> of_owners(pd.Series(["a", None]), np.array([0, 0, 1])).tolist()
    ['a', 'a', nan]

    """
    code, names = pd.factorize(column.astype("str"))
    return chosen(names.tolist(), code[owner])


def renamed(column: pd.Series, names: Sequence[str]) -> pd.Series:
    """Return a column of categories under other names, given in the order of its categories.

    Examples
    --------
    >>> renamed(pd.Series(["a", "b"], dtype="category"), ["c", "c"]).tolist()
    ['c', 'c']

    """
    return chosen(names, column.cat.codes.to_numpy())
