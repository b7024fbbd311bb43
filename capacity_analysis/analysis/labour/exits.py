"""Which cohorts an exit reaches, and when: an enterprise that closes, or the staff of one line."""

from __future__ import annotations

import datetime as dt

import numpy as np
import numpy.typing as npt
import pandas as pd

Places = npt.NDArray[np.integer]
Mask = npt.NDArray[np.bool_]

WHOLE, LINE, SHARED, NONE = EXPOSURES = ("whole", "line", "shared", "none")
EXPOSED = (WHOLE, LINE)
_MONTHS_OF_QUARTER = 3


def of_cohorts(
    workforce: pd.DataFrame,
    dispositions: pd.DataFrame,
    enterprise_dispositions: pd.DataFrame,
    *,
    as_of: dt.date,
    target: dt.date,
    done: frozenset[str],
) -> pd.DataFrame:
    """Return how each cohort is reached by what is suggested for its enterprise and line.

    Where the whole enterprise exits all its cohorts do. Where a part does, those of the exiting lines
    do; staff of no line is told apart and not counted: nobody can say who of it must go. What has
    left already exposes nobody. The day is the deadline of the disposition, or the plan's target
    where it has none, and never before the day of the assessment.

    Parameters
    ----------
    workforce : DataFrame
        `enterprise_code`, `line_code` (-1: of no line).
    dispositions : DataFrame
        What is suggested for each unit: `enterprise_code`, `line_code`, `scope`, `disposition`,
        `exits`, `deadline` (ISO day or missing).
    enterprise_dispositions : DataFrame
        In the order of `enterprise_code`: `disposition`, `extent`, `deadline`.
    as_of, target : date
        The day of the assessment, and the plan's own last day.
    done : frozenset of str
        Dispositions of what has left.

    Returns
    -------
    DataFrame
        Row by row with `workforce`: `exposure` (one of `EXPOSURES`, str) and `exit_day`
        (datetime64; missing where the exposure is ``shared`` or ``none``).

    Examples
    --------
    >>> cohorts = pd.DataFrame({"enterprise_code": 0, "line_code": [0, 1, -1]})
    >>> units = pd.DataFrame({"enterprise_code": 0, "line_code": [0, 1], "scope": "line",
    ...     "disposition": ["eliminate_now", "compliant"], "exits": [True, False],
    ...     "deadline": ["2022-10-31", None]})
    >>> whole = pd.DataFrame({"disposition": ["eliminate_now"], "extent": ["part"],
    ...     "deadline": ["2022-10-31"]})
    >>> of_cohorts(cohorts, units, whole, as_of=dt.date(2022, 9, 10), target=dt.date(2023, 12, 31),
    ...     done=frozenset({"exited"}))["exposure"].tolist()
    ['line', 'none', 'shared']

    """
    owner, line = workforce["enterprise_code"].to_numpy(), workforce["line_code"].to_numpy()
    left = enterprise_dispositions["disposition"].isin(done).to_numpy()
    extent = enterprise_dispositions["extent"]
    whole = (extent == "whole").to_numpy() & ~left
    part = (extent == "part").to_numpy() & ~left
    going = dispositions[
        dispositions["exits"].astype(bool)
        & (dispositions["line_code"] >= 0)
        & (dispositions["scope"] == "line")
        & ~dispositions["disposition"].isin(done)
    ]
    lines = int(max(line.max(initial=-1), going["line_code"].max() if len(going) else -1)) + 1
    # One more place, for the line -1.
    leaves = np.zeros(lines + 1, dtype=bool)
    leaves[going["line_code"].to_numpy()] = True
    kinds = [whole[owner], part[owner] & leaves[line], part[owner] & (line < 0)]
    first, last = pd.Timestamp(as_of), pd.Timestamp(target)
    of_line = np.full(lines + 1, np.datetime64("NaT"), dtype="datetime64[s]")
    of_line[going["line_code"].to_numpy()] = _days(going["deadline"], first, last)
    of_owner = _days(enterprise_dispositions["deadline"], first, last)
    never = np.datetime64("NaT", "s")
    days = np.select(kinds[:2], [of_owner[owner], of_line[line]], never)
    return pd.DataFrame(
        {
            "exposure": pd.array(EXPOSURES, dtype="str").take(np.select(kinds, [0, 1, 2], 3)),
            "exit_day": pd.Series(days).astype("datetime64[s]"),
        }
    )


def _days(
    deadline: pd.Series, first: pd.Timestamp, last: pd.Timestamp
) -> npt.NDArray[np.datetime64]:
    codes, texts = pd.factorize(deadline.astype("str"))
    days = pd.Series(pd.to_datetime(pd.Series(list(texts), dtype="str"))).astype("datetime64[s]")
    known = np.append(days.to_numpy(), np.datetime64("NaT", "s"))[codes]
    filled = np.where(np.isnat(known), np.datetime64(last, "s"), known)
    return np.asarray(np.maximum(filled, np.datetime64(first, "s")))


def quarters(days: pd.Series) -> pd.Series:
    """Return the quarter of each day, such as ``2022Q4``; missing where there is no day.

    Examples
    --------
    >>> quarters(pd.Series(pd.to_datetime(["2022-09-30", "2022-10-01", None]))).tolist()
    ['2022Q3', '2022Q4', nan]

    """
    code, distinct = pd.factorize(days)
    index = pd.DatetimeIndex(distinct)
    texts = [f"{one.year}Q{(one.month - 1) // _MONTHS_OF_QUARTER + 1}" for one in index]
    return pd.Series(
        pd.array([*texts, None], dtype="str").take(code), index=days.index, dtype="str"
    )


def month_numbers(days: pd.Series) -> npt.NDArray[np.int64]:
    """Return the months counted from 1970-01; the least integer where there is no day.

    Examples
    --------
    >>> month_numbers(pd.Series(pd.to_datetime(["1970-01-31", "1971-02-01"]))).tolist()
    [0, 13]

    """
    return days.to_numpy().astype("datetime64[M]").astype(np.int64)
