"""Which year is assessed, and which lines are in operation on a day."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd


def year_assessed(as_of: dt.date) -> int:
    """Return the last complete calendar year before a day.

    Examples
    --------
    >>> year_assessed(dt.date(2022, 9, 10))
    2021

    """
    return as_of.year - 1


def out_of_operation(
    lines: pd.DataFrame, as_of: dt.date, data_as_of: dt.date | None = None
) -> pd.Series:
    """Return why each line is not in operation on a day; missing where it is.

    A line is in operation unless it is announced, under construction, cancelled, started in the
    day's year or later, or retired before the day. An unknown start counts as running. A line that
    the ledger calls retired is taken as retired on every day from the ledger's own date on, however
    roughly its retirement is dated.

    Parameters
    ----------
    lines : DataFrame
        `status`, `started_on` (first day it may have started), `retired_on` (last day it may have
        run).
    as_of : date
        The day.
    data_as_of : date, optional
        The day that `status` describes; `as_of` where it is not known.

    Returns
    -------
    Series of str
        ``announced``, ``construction``, ``cancelled``, ``started_too_late``, ``retired`` or missing.

    """
    day = pd.Timestamp(as_of)
    status = lines["status"].astype("str")
    described = as_of >= (data_as_of or as_of)
    called_retired = (status == "retired") & (lines["retired_on"].isna() | described)
    conditions = [
        status.isin(["announced", "construction", "cancelled"]),
        called_retired | (lines["retired_on"] < day),
        lines["started_on"].dt.year >= as_of.year,
    ]
    reasons = np.select(conditions, [status, "retired", "started_too_late"], default="")
    return pd.Series(reasons, index=lines.index, dtype="str").replace("", np.nan)
