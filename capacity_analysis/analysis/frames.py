"""Small tables without large costs: types that hold already, and what is made of no rows."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Hashable, Mapping
from functools import cache, wraps
from typing import Any, ParamSpec

import pandas as pd

Given = ParamSpec("Given")


def typed(table: pd.DataFrame, kinds: Mapping[str, Any]) -> pd.DataFrame:
    """Return a table with columns of these types; what has its type already is left alone.

    Parameters
    ----------
    table : DataFrame
        A table with these columns.
    kinds : mapping of str to type
        Column -> type, as `DataFrame.astype` takes it.

    Examples
    --------
    >>> typed(pd.DataFrame({"row": [1], "text": ["a"]}), {"row": "int32", "text": "str"})["row"].dtype
    dtype('int32')

    """
    changed = {
        name: table[name].astype(kind) for name, kind in kinds.items() if table[name].dtype != kind
    }
    return table.assign(**changed) if changed else table


def empty(kinds: Mapping[str, str]) -> pd.DataFrame:
    """Return a table without rows.

    Parameters
    ----------
    kinds : mapping of str to str
        Column -> type.

    Examples
    --------
    >>> empty({"row": "int32"})["row"].dtype
    dtype('int32')

    """
    return _empty(tuple(kinds.items())).copy(deep=False)


@cache
def _empty(kinds: tuple[tuple[str, Any], ...]) -> pd.DataFrame:
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in kinds})


def once_without_rows(
    *tables: str,
) -> Callable[[Callable[Given, pd.DataFrame]], Callable[Given, pd.DataFrame]]:
    """Let a function answer from memory where the tables of these names have no rows.

    It is for functions that return no rows then either, of types that follow from those tables alone,
    whatever else they are given. Each answer is a copy.

    Parameters
    ----------
    *tables : str
        Names of parameters that are tables.

    Examples
    --------
    >>> made = []
    >>> @once_without_rows("rows")
    ... def doubled(rows):
    ...     made.append(len(rows))
    ...     return rows * 2
    >>> none = pd.DataFrame({"a": [1]}).iloc[:0]
    >>> len(doubled(none)), len(doubled(none.copy())), made
    (0, 0, [0])

    """

    def remembering(
        function: Callable[Given, pd.DataFrame],
    ) -> Callable[Given, pd.DataFrame]:
        names = list(inspect.signature(function).parameters)
        places = [(names.index(name), name) for name in tables]
        made: dict[Hashable, pd.DataFrame] = {}

        @wraps(function)
        def answer(*args: Given.args, **kwargs: Given.kwargs) -> pd.DataFrame:
            given = [args[at] if at < len(args) else kwargs[name] for at, name in places]
            frames = [one for one in given if isinstance(one, pd.DataFrame)]
            if any(map(len, frames)):
                return function(*args, **kwargs)
            key = tuple(_shape(frame) for frame in frames)
            if key not in made:
                made[key] = function(*args, **kwargs)
            return made[key].copy(deep=False)

        return answer

    return remembering


def _shape(table: pd.DataFrame) -> Hashable:
    """Return the names and types of a table's columns."""
    return tuple(table.columns), tuple(map(_kind, table.dtypes))


def _kind(dtype: Any) -> Hashable:
    if isinstance(dtype, pd.CategoricalDtype):
        return "category", tuple(dtype.categories), dtype.ordered
    return str(dtype)
