"""Several sources of one fact: where they disagree, by how much, and what that leaves undecided."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .frames import once_without_rows

_FACT = ["enterprise_code", "fact", "year"]
_DISAGREEING = ["overruled", "contested"]
_SAME = 1e-6  # two sums of the same numbers differ by less


@once_without_rows("comparisons")
def contested(
    comparisons: pd.DataFrame,
    fact: str,
    reported: pd.DataFrame | None = None,
    tolerance_percent: float = 0.0,
) -> pd.DataFrame:
    """Return the enterprises and years in which what the lines report of a fact can't be relied on.

    Sources differ and nobody has settled which is right; or it is settled, and not that the
    enterprise's own figure is, from which its lines are assessed. Where that figure has been changed
    since the sources were compared, the new one counts: it must lie within the tolerance.

    Parameters
    ----------
    comparisons : DataFrame
        `enterprise_code`, `fact`, `year`, `value`, `standing`, `role`; a row for each source.
    fact : str
        Id of the fact.
    reported : DataFrame, optional
        What the lines of an enterprise report by now: `enterprise_code`, `year`, `value`, in the unit
        of the comparisons.
    tolerance_percent : float
        How far a changed figure may be from that of the source that rules, or else from the first.

    Returns
    -------
    DataFrame
        `enterprise_code` and `year`, each pair once.

    Examples
    --------
    >>> rows = pd.DataFrame({"enterprise_code": [0, 0, 1, 1], "fact": "electricity", "year": 2021,
    ...     "value": [100.0, 120.0, 100.0, 120.0], "role": ["list", "return"] * 2,
    ...     "standing": ["contested", "contested", "overruled", "ruling"]})
    >>> contested(rows, "electricity").to_dict("records")
    [{'enterprise_code': 0, 'year': 2021}]

    Corrected to 103 the first is within a twentieth of the metered 100, and the second no longer what
    was settled.

    >>> now = pd.DataFrame({"enterprise_code": [0, 1], "year": 2021, "value": [103.0, 103.0]})
    >>> contested(rows, "electricity", now, 5.0).to_dict("records")
    [{'enterprise_code': 1, 'year': 2021}]

    """
    rows = comparisons[comparisons["fact"] == fact].reset_index(drop=True)
    group = rows.groupby(_FACT, dropna=False, observed=True, sort=False).ngroup()
    standing, is_own = rows["standing"], rows["role"] == "return"
    rules = standing == "ruling"
    doubtful = _any(standing == "contested", group)
    doubtful |= _any(standing == "overruled", group) & ~_any(rules & is_own, group)
    if reported is not None:
        now = rows[["enterprise_code", "year"]].merge(
            reported, how="left", on=["enterprise_code", "year"], validate="many_to_one"
        )["value"]
        known = now.notna() & rows["value"].notna()
        changed = is_own & known & ~np.isclose(now, rows["value"], rtol=_SAME, atol=0)
        fits = _fits(
            rows["value"].mask(changed, now), rows["value"], rules, group, tolerance_percent
        )
        fits |= _any(rules, group) & ~is_own  # what it is settled to be, others need not be
        doubtful = doubtful.mask(_any(changed, group), _any(~fits, group))
    return rows.loc[doubtful, ["enterprise_code", "year"]].drop_duplicates()


@once_without_rows("metered")
def unlike(
    reported: pd.DataFrame,
    metered: pd.DataFrame,
    comparisons: pd.DataFrame,
    fact: str,
    tolerance_percent: float,
) -> pd.DataFrame:
    """Return the enterprises and years of which nobody has compared two figures that differ.

    A ledger filled in by hand holds both, and no comparison of them.

    Parameters
    ----------
    reported, metered : DataFrame
        `enterprise_code`, `year`, `value` in one unit.
    comparisons : DataFrame
        `enterprise_code`, `fact`, `year`: what has been compared.
    fact : str
        Id of the fact.
    tolerance_percent : float
        How far a figure may be from the metered one.

    Returns
    -------
    DataFrame
        `enterprise_code` and `year`, each pair once.

    """
    keys = ["enterprise_code", "year"]
    both = reported.merge(metered, on=keys, suffixes=("", "_metered"), validate="one_to_one")
    compared = pd.MultiIndex.from_frame(comparisons.loc[comparisons["fact"] == fact, keys])
    both = both[~pd.MultiIndex.from_frame(both[keys]).isin(compared)]
    apart = (both["value"] - both["value_metered"]).abs()
    allowed = both["value_metered"].abs() * tolerance_percent / 100 * (1 + _SAME)
    return both.loc[apart > allowed, keys]


def _any(flags: pd.Series, group: pd.Series) -> pd.Series:
    return flags.groupby(group).transform("any").astype("bool")


def _fits(
    value: pd.Series, compared: pd.Series, rules: pd.Series, group: pd.Series, percent: float
) -> pd.Series:
    """Return which values lie within a tolerance of the one that rules, or else of the first."""
    ruling = group.map(compared[rules].groupby(group[rules]).first())
    base = ruling.fillna(value.groupby(group).transform("first"))
    return (value - base).abs() <= base.abs() * percent / 100 * (1 + _SAME)


@once_without_rows("comparisons")
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
