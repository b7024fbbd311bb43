"""Several sources of one fact: where they disagree, by how much, and what that leaves undecided."""

from __future__ import annotations

import numpy as np
import pandas as pd

_FACT = ["enterprise_code", "fact", "year"]
_DISAGREEING = ["overruled", "contested"]


def contested(comparisons: pd.DataFrame, fact: str) -> pd.DataFrame:
    """Return the enterprises and years in which what the lines report of a fact can't be relied on.

    Sources differ and nobody has settled which is right; or it is settled that the enterprise's own
    figure, from which its lines are assessed, is not.

    Parameters
    ----------
    comparisons : DataFrame
        `enterprise_code`, `fact`, `year`, `standing`, `role`; a row for each source.
    fact : str
        Id of the fact.

    Returns
    -------
    DataFrame
        `enterprise_code` and `year`, each pair once.

    Examples
    --------
    >>> rows = pd.DataFrame({"enterprise_code": [0, 0, 1], "fact": "electricity", "year": 2021,
    ...     "standing": ["contested", "contested", "ruling"], "role": ["list", "return", "return"]})
    >>> contested(rows, "electricity").to_dict("records")
    [{'enterprise_code': 0, 'year': 2021}]

    """
    standing = comparisons["standing"]
    doubtful = (standing == "contested") | (
        (standing == "overruled") & (comparisons["role"] == "return")
    )
    return comparisons.loc[
        (comparisons["fact"] == fact) & doubtful, ["enterprise_code", "year"]
    ].drop_duplicates()


def disagreements(comparisons: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of every fact on which sources disagree, the one that rules first.

    Parameters
    ----------
    comparisons : DataFrame
        `enterprise_code`, `fact`, `year` (missing for a fact of no year), `value`, `standing`.

    Returns
    -------
    DataFrame
        These rows with `difference_percent`: how far a value is from that of the source that rules,
        or from the first of the fact where none does; missing for that source itself, where a value
        is missing, and where it would be a share of nothing.

    Examples
    --------
    Metered 100, self-reported 120: a fifth more.

    >>> rows = pd.DataFrame({"enterprise_code": 0, "fact": "electricity", "year": 2021,
    ...     "value": [120.0, 100.0], "standing": ["overruled", "ruling"]})
    >>> disagreements(rows)["difference_percent"].tolist()
    [nan, 20.0]

    """
    by_fact = comparisons.groupby(_FACT, dropna=False, observed=True, sort=False)
    group = by_fact.ngroup()
    disputed = comparisons["standing"].isin(_DISAGREEING).groupby(group).transform("any")
    found = comparisons.assign(group=group, rules=comparisons["standing"] == "ruling")[disputed]
    found = found.sort_values(["group", "rules"], ascending=[True, False], kind="stable")
    first = found.drop_duplicates("group").set_index("group")["value"]
    base = found["group"].map(first)
    comparable = found.duplicated("group") & (base != 0)
    difference = 100.0 * (found["value"] - base) / base.abs()
    found = found.assign(difference_percent=np.where(comparable, difference, np.nan))
    return found.drop(columns=["group", "rules"]).reset_index(drop=True)
