"""Restricted equipment of an enterprise whose 亩产效益 rating is low: both together are a finding."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

GROUND = "restricted_low_rating"


def restricted_low_rating(
    restricted: pd.DataFrame, ratings: pd.DataFrame, *, year: int, counting: Sequence[str]
) -> pd.DataFrame:
    """Return the findings on restricted equipment together with the rating (plan 二（二）).

    Parameters
    ----------
    restricted : DataFrame
        Findings of the restricted class: `enterprise_code`, `result`, `reason`, and any more.
    ratings : DataFrame
        The ledger's: `enterprise_code`, `year`, `rating`. The newest one up to the year counts.
    year : int
        The year assessed.
    counting : sequence of str
        Ratings that make a finding (the campaign's `Ground.ratings`).

    Returns
    -------
    DataFrame
        The rows of `restricted` with `ground` ``restricted_low_rating``, `note` (rating and year),
        and `result` and `reason` of both together:

        =============  ============  =======================  =====================
        restricted     counts        no rating                another rating
        =============  ============  =======================  =====================
        ``hit``        ``hit``       ``review``, `unrated`    clear, `rating_good`
        ``review``     ``review``    ``review``               clear, `rating_good`
        ``undecided``  undecided     ``undecided``            ``clear``
        ``clear``      ``clear``     ``clear``                ``clear``
        =============  ============  =======================  =====================

    Examples
    --------
    >>> restricted = pd.DataFrame({"enterprise_code": [0, 1, 2], "result": "hit", "reason": None})
    >>> ratings = pd.DataFrame({"enterprise_code": [0, 1], "year": 2021, "rating": ["C", "B"]})
    >>> found = restricted_low_rating(restricted, ratings, year=2021, counting=["C", "D"])
    >>> found[["result", "reason"]].values.tolist()
    [['hit', nan], ['clear', 'rating_good'], ['review', 'unrated']]

    """
    known = ratings[(ratings["year"] <= year) & ratings["rating"].notna()]
    newest = known.sort_values("year", kind="stable").drop_duplicates(
        "enterprise_code", keep="last"
    )
    at = pd.Index(newest["enterprise_code"]).get_indexer(pd.Index(restricted["enterprise_code"]))
    rated = at >= 0
    shown = newest[["rating", "year"]].reset_index(drop=True).reindex(at).set_axis(restricted.index)
    rating = shown["rating"].astype("str")
    of_year = shown["year"].astype("Int64").astype("str")
    low = rating.isin(list(counting)).to_numpy()
    was = restricted["result"].astype("str").to_numpy()
    open_ = np.isin(was, ["hit", "review", "undecided"])
    good = rated & ~low & open_
    unrated = ~rated & (was == "hit")
    reason = restricted["reason"].astype("str")
    reason = reason.mask(good, np.nan).mask(good & (was != "undecided"), "rating_good")
    return restricted.assign(
        ground=pd.Series(GROUND, index=restricted.index, dtype="str"),
        result=pd.Series(np.where(good, "clear", was), restricted.index, dtype="str").mask(
            unrated, "review"
        ),
        reason=reason.mask(unrated, "unrated"),
        note=rating + "（" + of_year + "）",
    )
