"""What enterprises that leave owe to banks, by bank and quarter of maturity.

Banks may supply their loans one by one, or sums alone (plan 三（三）; 《商业银行法》第四十一条): both shapes
stand side by side and are never added up. Of a bank that gave both the loans count.
"""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from ..texts import as_texts
from .leaving import Leaving

COLUMNS = ("bank", "form", "scope", "quarter", "borrowers", "balance_10k_cny", "overdue_10k_cny",
           "rolled_over_10k_cny", "counts")  # fmt: skip
_KEY = ["bank", "form", "scope", "quarter"]
_QUARTERS = 4


def exposure(
    loans: pd.DataFrame, totals: pd.DataFrame, leaving: Leaving, as_of: dt.date
) -> pd.DataFrame:
    """Return the balance of loans by bank, shape, scope and quarter of maturity.

    A loan is overdue from the day after it matures. The loans of an enterprise are its own, so those
    of one that leaves in part count as a whole.

    Parameters
    ----------
    loans : DataFrame
        `enterprise_code`, `bank`, `balance_10k_cny`, `matures_on`, `rolled_over`.
    totals : DataFrame
        What banks supply in sums: `bank`, `scope` (``exiting`` or ``roster``), `quarter` (its first
        day), `borrowers`, `balance_10k_cny`.
    leaving : Leaving
        Who leaves.
    as_of : date
        The day.

    Returns
    -------
    DataFrame
        `bank`, `form` (``detail`` or ``aggregate``), `scope`, `quarter` (``2022Q4``; empty without a
        maturity), `borrowers` (with a balance), `balance_10k_cny`, `overdue_10k_cny` (missing where no
        maturity is known), `rolled_over_10k_cny` (missing where nobody says whether), and `counts`:
        False for the sums of a bank whose loans are on file. By bank, shape, scope and quarter.

    Examples
    --------
    >>> loans = pd.DataFrame({"enterprise_code": [0, 1], "bank": "甲", "balance_10k_cny": [5.0, 7.0],
    ...     "matures_on": pd.to_datetime(["2022-08-31", None]), "rolled_over": [True, None]})
    >>> totals = pd.DataFrame({"bank": ["甲"], "scope": "roster", "quarter": pd.NaT, "borrowers": 2,
    ...     "balance_10k_cny": 12.0})
    >>> leaving = Leaving(np.array([True, False]), np.array([False, False]))
    >>> found = exposure(loans, totals, leaving, dt.date(2022, 9, 10))
    >>> found[["form", "scope", "quarter", "balance_10k_cny", "overdue_10k_cny"]].values.tolist()
    [['aggregate', 'roster', '', 12.0, nan], ['detail', 'exiting', '2022Q3', 5.0, 5.0], ['detail', 'roster', '', 7.0, nan], ['detail', 'roster', '2022Q3', 5.0, 5.0]]

    """
    told = _of_loans(loans, as_of)
    own = told[leaving.owners(told["enterprise_code"])]
    detail = pd.concat([told.assign(scope="roster"), own.assign(scope="exiting")])
    grouped = detail.groupby(["bank", "scope", "quarter"], sort=False)
    sums = ["balance_10k_cny", "overdue_10k_cny", "rolled_over_10k_cny"]
    of_loans = grouped[sums].sum(min_count=1)
    of_loans["borrowers"] = grouped["borrower"].nunique()
    parts = [of_loans.reset_index().assign(form="detail"), _of_totals(totals)]
    found = pd.concat(parts, ignore_index=True).reindex(columns=list(COLUMNS[:-1]))
    doubled = (found["form"] == "aggregate") & found["bank"].isin(loans["bank"].unique())
    found = found.assign(counts=~doubled, borrowers=found["borrowers"].astype("Int64"))
    texts = dict.fromkeys(_KEY, "str")
    return found.astype(texts).sort_values(_KEY, kind="stable", ignore_index=True)


_SUMS = ("balance_10k_cny", "due_before_exit_10k_cny", "overdue_10k_cny", "rolled_over_10k_cny")


def by_enterprise(
    loans: pd.DataFrame, size: int, as_of: dt.date, exit_days: pd.Series
) -> pd.DataFrame:
    """Return what each enterprise owes, in the order of the codes; missing where no loan is on file.

    Parameters
    ----------
    loans : DataFrame
        `enterprise_code`, `bank`, `balance_10k_cny`, `matures_on`, `rolled_over`.
    size : int
        How many enterprises there are.
    as_of : date
        The day.
    exit_days : Series of datetime
        When each enterprise leaves, in the order of the codes.

    Returns
    -------
    DataFrame
        `balance_10k_cny`; of it `due_before_exit_10k_cny` (not overdue, and due on the exit day or
        before), `overdue_10k_cny` and `rolled_over_10k_cny`, each missing where no loan of the
        enterprise says; and `banks`, joined by ``、`` in their order on file.

    Examples
    --------
    >>> loans = pd.DataFrame({"enterprise_code": [1, 1], "bank": ["甲", "乙"],
    ...     "balance_10k_cny": [5.0, 7.0], "rolled_over": [True, None],
    ...     "matures_on": pd.to_datetime(["2022-10-01", "2023-10-01"])})
    >>> days = pd.Series(pd.to_datetime(["2022-12-31"] * 2))
    >>> owed = by_enterprise(loans, 2, dt.date(2022, 9, 10), days)
    >>> owed.to_numpy()[1].tolist()
    [12.0, 5.0, 0.0, 5.0, '甲、乙']

    """
    codes = range(size)
    told = _of_loans(loans, as_of)
    leaves = exit_days.reindex(loans["enterprise_code"]).to_numpy()
    due = (loans["matures_on"] >= pd.Timestamp(as_of)) & (loans["matures_on"] <= leaves)
    due_amount = told["balance_10k_cny"].where(due, 0.0)
    sums = (
        told.assign(due_before_exit_10k_cny=due_amount.where(loans["matures_on"].notna()))
        .groupby("enterprise_code")[list(_SUMS)]
        .sum(min_count=1)
    )
    pairs = loans[["enterprise_code", "bank"]].drop_duplicates()
    # Most have a single bank, whose name needs no joining.
    several = pairs["enterprise_code"].duplicated(keep=False)
    joined = pairs[several].groupby("enterprise_code")["bank"].agg("、".join)
    banks = pd.concat([pairs[~several].set_index("enterprise_code")["bank"], joined])
    return sums.reindex(codes).assign(banks=banks.reindex(codes).astype("str"))


def _of_loans(loans: pd.DataFrame, as_of: dt.date) -> pd.DataFrame:
    balance, matures = loans["balance_10k_cny"], loans["matures_on"]
    rolled = loans["rolled_over"].astype("boolean")
    overdue = balance.where(matures < pd.Timestamp(as_of), 0.0).where(matures.notna())
    return pd.DataFrame(
        {
            "enterprise_code": loans["enterprise_code"],
            "bank": loans["bank"],
            "quarter": _quarters(matures),
            "borrower": loans["enterprise_code"].where(balance > 0),
            "balance_10k_cny": balance,
            "overdue_10k_cny": overdue,
            "rolled_over_10k_cny": balance.where(rolled.fillna(False), 0.0).where(rolled.notna()),
        }
    )


def _of_totals(totals: pd.DataFrame) -> pd.DataFrame:
    named = totals[["bank", "borrowers", "balance_10k_cny"]]
    return named.assign(
        form="aggregate", scope=as_texts(totals["scope"]), quarter=_quarters(totals["quarter"])
    )


def _quarters(days: pd.Series) -> pd.Series:
    """Return the quarter of each day; an empty text where it is missing."""
    number = days.dt.year * _QUARTERS + days.dt.quarter - 1
    code, distinct = pd.factorize(number)
    years = np.asarray(distinct, dtype=np.int64)
    names = [f"{each // _QUARTERS}Q{each % _QUARTERS + 1}" for each in years.tolist()]
    return pd.Series(pd.array([*names, ""], dtype="str").take(code), days.index)
