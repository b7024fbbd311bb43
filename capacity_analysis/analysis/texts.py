"""Columns of texts of which many are alike, made without reading each of them."""

from __future__ import annotations

import pandas as pd


def as_texts(column: pd.Series) -> pd.Series:
    """Return a column as text; each category is read once, however many rows bear it.

    Examples
    --------
    >>> as_texts(pd.Series(["甲", None, "甲"], dtype="category")).tolist()
    ['甲', nan, '甲']

    """
    if not isinstance(column.dtype, pd.CategoricalDtype):
        return column.astype("str")
    names = column.array.categories.astype("str").array
    texts = names.take(column.array.codes, allow_fill=True)
    return pd.Series(texts, column.index, name=column.name)


def days_as_texts(column: pd.Series) -> pd.Series:
    """Return a column of days as ISO texts.

    Examples
    --------
    >>> days_as_texts(pd.to_datetime(pd.Series(["2022-09-10", None]))).tolist()
    ['2022-09-10', nan]

    """
    code, days = pd.factorize(column)
    written = pd.DatetimeIndex(days).strftime("%Y-%m-%d").astype("str").array
    return pd.Series(written.take(code, allow_fill=True), column.index, name=column.name)
