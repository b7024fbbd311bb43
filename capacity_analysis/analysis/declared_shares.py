"""Shares that an enterprise declares for energy metered above its lines (申报的分摊比例)."""

from __future__ import annotations

import pandas as pd

_WHOLE = 100.0
_TOLERANCE = 0.01  # three thirds written with two decimals still are a whole
_BINARY = 1e-9  # sums of decimals miss by less
_SCOPE = ["enterprise_code", "year", "process"]


def declared_shares(meters: pd.DataFrame, shares: pd.DataFrame) -> pd.DataFrame:
    """Return the declared share of each line in each meter whose shares are a whole.

    Shares that name the carrier go before those that name none. They count where each is a number,
    each line is known, and they total 100 within a hundredth; what is left over is spread evenly.

    Parameters
    ----------
    meters : DataFrame
        `at`, `enterprise_code`, `year`, `scope`, `process` (empty for a whole enterprise),
        `carrier`, `allocation_key`.
    shares : DataFrame
        `enterprise_code`, `year`, `process`, `carrier`, `line_code`, `share_percent`.

    Returns
    -------
    DataFrame
        `at`, `line_code`, `declared` (between 0 and 1, totalling 1 for a meter).

    Examples
    --------
    >>> meters = pd.DataFrame({"at": [7], "enterprise_code": [0], "year": [2021],
    ...     "scope": ["enterprise"], "process": [""],
    ...     "carrier": ["raw_coal"], "allocation_key": ["shares"]})
    >>> shares = pd.DataFrame({"enterprise_code": 0, "year": 2021, "process": None, "carrier": None,
    ...     "line_code": [0, 1], "share_percent": [25.0, 75.0]})
    >>> declared_shares(meters, shares)["declared"].tolist()
    [0.25, 0.75]

    """
    # Of a row for a process that it does not name, no shares tell the lines.
    nameless = (meters["scope"] == "process") & (meters["process"] == "")
    by_shares = (meters["allocation_key"] == "shares") & ~nameless
    wanted = meters.loc[by_shares, ["at", *_SCOPE, "carrier"]]
    wanted = wanted.assign(carrier=_text(wanted["carrier"]))
    given = shares.assign(process=_text(shares["process"]), carrier=_text(shares["carrier"]))
    sums = given.assign(
        unfit=given["share_percent"].isna() | (given["line_code"] < 0)
    ).groupby([*_SCOPE, "carrier"], as_index=False).agg(
        total=("share_percent", "sum"), unfit=("unfit", "any")
    )  # fmt: skip
    named = wanted.merge(sums[[*_SCOPE, "carrier"]], on=[*_SCOPE, "carrier"])["at"]
    wanted["carrier"] = wanted["carrier"].where(wanted["at"].isin(named), "")
    apart = (sums["total"] - _WHOLE).abs()
    whole = sums[~sums["unfit"] & (apart <= _TOLERANCE + _BINARY)]
    found = wanted.merge(whole, on=[*_SCOPE, "carrier"]).merge(
        given[[*_SCOPE, "carrier", "line_code", "share_percent"]], on=[*_SCOPE, "carrier"]
    )
    found["declared"] = found["share_percent"] / found["total"]
    return found[["at", "line_code", "declared"]]


def _text(values: pd.Series) -> pd.Series:
    return values.astype("str").fillna("").astype("str")
