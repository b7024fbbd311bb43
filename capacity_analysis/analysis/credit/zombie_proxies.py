"""What a county's own records hint at: electricity, tax and insured staff that fall within a year.

A separate and weaker signal: it makes a suspect at most, and decides nothing. Tax is that per mu of the
yearly ratings, the only series of it in the ledger; the land is taken as unchanged.
"""

from __future__ import annotations

import datetime as dt

import numpy as np
import numpy.typing as npt
import pandas as pd

from ...campaign.parts_credit import Proxies
from ..gaps import at_or_below
from .three_valued import NO, UNKNOWN, YES, truth
from .verdicts import UNDECIDED, Verdict, of_signs

_PERCENT = 100.0


def fall_of_years(series: pd.DataFrame, year: int) -> pd.Series:
    """Return by how much a yearly value fell against the year before, in percent of it.

    Parameters
    ----------
    series : DataFrame
        `enterprise_code`, `year`, `value`; one row per enterprise and year.
    year : int
        The year.

    Returns
    -------
    Series of float
        By `enterprise_code`, of those whose both values are known and the earlier one is above nought.

    Examples
    --------
    >>> series = pd.DataFrame({"enterprise_code": 4, "year": [2020, 2021], "value": [200.0, 90.0]})
    >>> fall_of_years(series, 2021).to_dict()
    {4: 55.0}

    """
    known = series.dropna(subset=["value"])
    now, before = (
        known[known["year"] == each].set_index("enterprise_code")["value"].astype(float)
        for each in (year, year - 1)
    )
    return _fall(now, before)


def fall_of_staff(headcounts: pd.DataFrame, as_of: dt.date) -> pd.Series:
    """Return by how much insured staff fell within a year, in percent.

    The last count up to the day is held against the last one that is at least a year and less than
    two years older.

    Parameters
    ----------
    headcounts : DataFrame
        `enterprise_code`, `as_of`, `insured`.
    as_of : date
        The day.

    Returns
    -------
    Series of float
        By `enterprise_code`.

    Examples
    --------
    >>> counts = pd.DataFrame({"enterprise_code": 4, "insured": [40, 10],
    ...     "as_of": pd.to_datetime(["2021-08-31", "2022-08-31"])})
    >>> fall_of_staff(counts, dt.date(2022, 9, 10)).to_dict()
    {4: 75.0}

    """
    known = headcounts[headcounts["as_of"] <= pd.Timestamp(as_of)].dropna(subset=["insured"])
    known = known.sort_values(["enterprise_code", "as_of"], kind="stable")
    last = known.drop_duplicates("enterprise_code", keep="last").set_index("enterprise_code")
    day = known.groupby("enterprise_code")["as_of"].transform("max")
    one, two = (day - pd.DateOffset(years=each) for each in (1, 2))
    earlier = known[(known["as_of"] <= one) & (known["as_of"] > two)]
    before = earlier.drop_duplicates("enterprise_code", keep="last").set_index("enterprise_code")
    return _fall(last["insured"].astype(float), before["insured"].astype(float))


def proxies(falls: dict[str, pd.Series], bounds: Proxies) -> tuple[npt.NDArray[np.int64], Verdict]:
    """Return the enterprises with any such series, and what the series hint at.

    Parameters
    ----------
    falls : dict of str to Series
        ``electricity``, ``tax`` and ``insured``: percent by which each fell, by `enterprise_code`.
    bounds : Proxies
        From what fall on one is a sign, and how many signs make a suspect (the campaign's).

    Returns
    -------
    array of int, Verdict
        `value` counts the signs, `threshold` those that make a suspect.

    Examples
    --------
    >>> from .verdicts import RESULTS
    >>> bounds = Proxies(electricity_fall_percent=50, tax_fall_percent=50, insured_fall_percent=50,
    ...     least_signs=2)
    >>> falls = {"electricity": pd.Series({4: 55.0}), "insured": pd.Series({4: 75.0})}
    >>> codes, found = proxies(falls, bounds)
    >>> codes.tolist(), [RESULTS[each] for each in found.result]
    ([4], ['suspect'])

    """
    least = {
        name: getattr(bounds, f"{name}_fall_percent") for name in ("electricity", "tax", "insured")
    }
    given = {name: falls.get(name, pd.Series(dtype=float)).dropna() for name in least}
    codes = np.unique(np.concatenate([each.index.to_numpy(np.int64) for each in given.values()]))
    signs = {}
    for name, each in given.items():
        fall = each.reindex(codes).to_numpy(float)
        signs[name] = truth(at_or_below(least[name], fall), np.isfinite(fall))
    nobody = np.full(len(codes), NO, dtype=np.int8)
    result = of_signs(nobody, list(signs.values()), bounds.least_signs)
    verdict = Verdict(
        result=result,
        fired={name: sign == YES for name, sign in signs.items()},
        value=np.sum([sign == YES for sign in signs.values()], axis=0).astype(float),
        threshold=np.full(len(codes), float(bounds.least_signs)),
        missing={name: sign == UNKNOWN for name, sign in signs.items()},
        reasons={"series_missing": result == UNDECIDED},
        rules=[],
    )
    return codes, verdict


def _fall(now: pd.Series, before: pd.Series) -> pd.Series:
    earlier = before.where(before > 0).reindex(now.index)
    return (_PERCENT * (earlier - now) / earlier).dropna()
