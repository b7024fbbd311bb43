"""How long the workers of a group have served on the day of exit, before 2008 and since.

《劳动合同法》第九十七条 splits the service of a contract that was alive when the law came into force:
what lies before is paid for by the rules of that time. Service that was carried over from an earlier
employer lies before the hire (《劳动合同法实施条例》第十条).
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from .parameters import Days, LabourLaw, Numbers, Places

_SPLIT = "severance_year_count_start_for_contracts_in_force_on_2008_01_01"
_CARRIED = "severance_service_carry_over_when_transferred_not_by_own_choice"
# Longer than any month: parts of a month add up to less than one.
_LONGEST_MONTH = 31
CASES = ("low", "central", "high")


def split_day(law: LabourLaw) -> np.datetime64:
    """Return the day from which service counts under the law of today; missing where no row has it."""
    row = law.last(_SPLIT)
    return np.datetime64("NaT" if row is None else row.text, "D")


def months(staff: pd.DataFrame, law: LabourLaw) -> pd.DataFrame:
    """Return the service of each group of workers on its day of exit, in months.

    Whole months run from a day to the one before the same day of a later month; the month begun after
    them counts as a fraction, which only tells that there is a remainder. The day of exit is worked.

    Parameters
    ----------
    staff : DataFrame
        `hired_from`, `hired_to` (days; without the second all were hired in the month of the first)
        and `carried_over_years`.
    law : LabourLaw
        On the exit day of each group.

    Returns
    -------
    DataFrame
        `service_months`, and of these `before_months` and `since_months` (2008-01-01, from the law's
        row), each with ``_low`` (hired last), ``_central`` (in the middle of the band) and ``_high``
        (hired first); and the columns `parameters.NOTES`.

    Examples
    --------
    >>> rows = pd.DataFrame({"row_id": ["lab-012"], "parameter": _SPLIT, "code": "", "value": np.nan,
    ...     "value_text": "2008-01-01", "effective_from": "2008-01-01", "effective_to": "",
    ...     "jurisdiction": "000000", "confidence": "verified"})
    >>> from .parameters import on
    >>> law = on(rows, pd.to_datetime(["2022-06-30"]), ("000000",))
    >>> day = pd.to_datetime(["2007-12-01"])
    >>> staff = pd.DataFrame({"hired_from": day, "hired_to": day, "carried_over_years": np.nan})
    >>> months(staff, law)[["before_months_high", "since_months_high"]].values.tolist()
    [[1.0, 174.0]]

    """
    first, last = hired(staff)
    middle = first + (last - first) // 2
    start, end = split_day(law), law.day + np.timedelta64(1, "D")
    carried = 12 * np.nan_to_num(staff["carried_over_years"].to_numpy(np.float64))
    told: dict[str, Numbers] = {}
    since_split = between(start, end)
    for case, day in zip(CASES, (last, middle, first), strict=True):
        # Whoever is hired after the exit has served nothing here; what is carried over ends with it.
        begin = np.minimum(day, end)
        since_hire = between(begin, end)
        # Before the day of the split this is negative, and its size is service before.
        after_split = between(start, begin)
        since = np.where(carried > after_split, since_split, since_hire + carried)
        before = np.maximum(carried - after_split, 0.0)
        unknown = np.isnan(since_hire) | np.isnan(after_split)
        told |= {
            f"before_months_{case}": np.where(unknown, np.nan, before),
            f"since_months_{case}": np.where(unknown, np.nan, np.maximum(since, 0.0)),
        }
    for case in CASES:
        told[f"service_months_{case}"] = (
            told[f"before_months_{case}"] + told[f"since_months_{case}"]
        )
    leaves, missing = law.dated, np.isnat(first)
    split, rule = law.latest(_SPLIT), law.find(_CARRIED)
    notes = law.notes(
        [(split, leaves & ~missing), (rule, leaves & (carried > 0))],
        {
            "hired_missing": leaves & missing,
            "hired_after_exit": leaves & (last >= end),
        },
    )
    order = [f"{name}_months_{case}" for name in ("service", "before", "since") for case in CASES]
    return pd.DataFrame(told)[order].join(notes)


def hired(staff: pd.DataFrame) -> tuple[Days, Days]:
    """Return the first and last day on which each group may have been hired."""
    return band(staff["hired_from"], staff["hired_to"])


def band(first: pd.Series, last: pd.Series) -> tuple[Days, Days]:
    """Return the ends of a band of days; without a last one it ends with the month of the first.

    Examples
    --------
    >>> days = band(pd.Series(pd.to_datetime(["2015-02-01"])), pd.Series(pd.to_datetime([None])))
    >>> [day.tolist() for day in days]
    [[datetime.date(2015, 2, 1)], [datetime.date(2015, 2, 28)]]

    """
    start, end = (column.to_numpy("datetime64[D]") for column in (first, last))
    next_month = (start.astype("datetime64[M]") + 1).astype("datetime64[D]")
    return start, np.where(np.isnat(end), next_month - 1, np.maximum(start, end))


def between(first: Days | np.datetime64, end: Days) -> Numbers:
    """Return the months from a day to the one before another, negative where that lies earlier.

    Examples
    --------
    >>> days = np.array(["2022-01-16", "2022-01-16", "2022-07-16"], dtype="datetime64[D]")
    >>> ends = np.array(["2022-02-16", "2022-02-17", "2022-01-16"], dtype="datetime64[D]")
    >>> between(days, ends).round(2).tolist()
    [1.0, 1.03, -6.0]

    """
    month, of_month = (late - early for early, late in zip(_parts(first), _parts(end), strict=True))
    # Counted backwards where the end lies earlier, so that a rest never changes a sign.
    sign = np.where((month < 0) | ((month == 0) & (of_month < 0)), -1, 1)
    month, of_month = month * sign, of_month * sign
    whole = month - (of_month < 0)
    rest = of_month % _LONGEST_MONTH / _LONGEST_MONTH
    return np.where(np.isnat(first) | np.isnat(end), np.nan, (whole + rest) * sign)


def _parts(days: Days | np.datetime64) -> tuple[Places, Places]:
    """Return the number of the month of each day, and its day of the month from 0."""
    month = days.astype("datetime64[M]")
    return month.astype(np.int64), (days - month.astype("datetime64[D]")).astype(np.int64)
