"""Guarantees as links from borrower to guarantor: who has to pay where an enterprise that leaves does not.

A natural person is no node: the ledger names none, so that two of them cannot be told apart, and what a
person owes spreads no further. A guarantee of oneself is none.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from .leaving import Leaving

COLUMNS = ("borrower", "guarantor", "in_roster", "bank", "contract_no", "amount_10k_cny",
           "borrower_exits", "guarantor_exits", "source_cell")  # fmt: skip
NATURAL_PERSON = "自然人"
_CONTRACT = ["enterprise_code", "bank", "contract_no"]


def links(
    guarantees: pd.DataFrame, loans: pd.DataFrame, enterprises: pd.DataFrame, leaving: Leaving
) -> pd.DataFrame:
    """Return the guarantees, each with its guarantor found in the roster where it is there.

    Parameters
    ----------
    guarantees : DataFrame
        The ledger's: `enterprise_code` (the borrower), `bank`, `contract_no`, `guarantor` (an id, a
        credit code or a full name), `amount_10k_cny` (blank: all of the loan), `source_cell`.
    loans : DataFrame
        `enterprise_code`, `bank`, `contract_no`, `balance_10k_cny`.
    enterprises : DataFrame
        `enterprise_id`, `uscc`, `name`, in the order of the codes.
    leaving : Leaving
        Who leaves.

    Returns
    -------
    DataFrame
        `COLUMNS`, and what `reach` reads: `borrower_code`, `guarantor_code` (-1 outside the roster)
        and `loan_10k_cny`, the balance of the loan. An amount that is blank is that balance; it is
        missing where the loan is not on file.

    Examples
    --------
    >>> guarantees = pd.DataFrame({"enterprise_code": [0, 0, 0], "bank": "甲", "contract_no": "1",
    ...     "guarantor": ["B", "自然人", "A"], "amount_10k_cny": [None, 5.0, 5.0], "source_cell": "担保!F2"})
    >>> loans = pd.DataFrame({"enterprise_code": [0], "bank": "甲", "contract_no": "1",
    ...     "balance_10k_cny": 80.0})
    >>> roster = pd.DataFrame({"enterprise_id": ["A", "B"], "uscc": [None, None], "name": ["甲厂", "乙厂"]})
    >>> leaving = Leaving(np.array([True, False]), np.array([False, False]))
    >>> table = links(guarantees, loans, roster, leaving)
    >>> table[["guarantor", "in_roster", "amount_10k_cny"]].values.tolist()
    [['B', True, 80.0], ['自然人', False, 5.0]]

    """
    code = _in_roster(guarantees["guarantor"].astype("str"), enterprises)
    borrower = guarantees["enterprise_code"].to_numpy(np.int64)
    others = code != borrower
    kept, code, borrower = guarantees[others], code[others], borrower[others]
    ids = enterprises["enterprise_id"].astype("str").array
    named = kept["guarantor"].astype("str")
    known = pd.Series(ids.take(code, allow_fill=True), named.index, dtype="str")
    balance = loans.drop_duplicates(_CONTRACT).set_index(_CONTRACT)["balance_10k_cny"]
    loan = balance.reindex(pd.MultiIndex.from_frame(kept[_CONTRACT])).to_numpy(float)
    return pd.DataFrame(
        {
            "borrower": ids.take(borrower),
            "guarantor": known.fillna(named).array,
            "in_roster": code >= 0,
            "bank": kept["bank"].astype("str").array,
            "contract_no": kept["contract_no"].astype("str").array,
            "amount_10k_cny": kept["amount_10k_cny"]
            .astype(float)
            .fillna(pd.Series(loan, kept.index))
            .array,
            "borrower_exits": leaving.exits[borrower],
            "guarantor_exits": np.append(leaving.exits, False)[code],
            "source_cell": kept["source_cell"].astype("str").array,
            "borrower_code": borrower,
            "guarantor_code": code,
            "loan_10k_cny": loan,
        }
    )


def _in_roster(guarantor: pd.Series, enterprises: pd.DataFrame) -> npt.NDArray[np.int64]:
    """Return the code of each guarantor: by id, else credit code, else a name that only one bears."""
    code = np.full(len(guarantor), -1, dtype=np.int64)
    open_ = np.flatnonzero(guarantor != NATURAL_PERSON)
    for field in ("enterprise_id", "uscc", "name"):
        if not len(open_):
            break
        names = enterprises[field].astype("str").reset_index(drop=True)
        single = names[names.notna() & ~names.duplicated(keep=False)]
        at = pd.Index(single).get_indexer(pd.Index(guarantor.iloc[open_]))
        code[open_] = np.append(single.index.to_numpy(np.int64), -1)[at]
        open_ = open_[at < 0]
    return code
