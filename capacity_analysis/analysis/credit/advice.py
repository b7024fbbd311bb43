"""What the plan has banks consider of an enterprise that leaves: a suggestion, banks decide themselves.

A bank lends at its own discretion (《商业银行法》第四十一条); the plan's lines are in 三（三）.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence

import numpy as np
import pandas as pd

from ...campaign.parts_credit import CreditAdvice
from ...standards.document import Confidence, may_decide
from .leaving import Leaving
from .rule_rows import Rules
from .three_valued import Mask

_OF_BALANCE = ("due_before_exit_10k_cny", "overdue_10k_cny", "rolled_over_10k_cny")
COLUMNS = ("enterprise_id", "disposition", "overdue", "advice", "balance_10k_cny", "banks", "rule",
           "clause", "parameters", *_OF_BALANCE)  # fmt: skip
_DISCRETION = "bank_discretion"  # that a bank decides for itself
_SURE = [mark.value for mark in Confidence if may_decide(mark.value)]


def hits(
    findings: pd.DataFrame,
    dispositions: pd.DataFrame,
    grounds: Collection[str],
    done: Collection[str],
    size: int,
) -> dict[str, Mask]:
    """Return which enterprises a ground hits; what has left already does not count.

    Parameters
    ----------
    findings : DataFrame
        `ground`, `result`, `confidence`, `enterprise_code`, `line_code`. What rests on an unchecked
        standard is no hit.
    dispositions : DataFrame
        `line_code`, `disposition`.
    grounds : collection of str
        The grounds asked for.
    done : collection of str
        Dispositions of what has left already.
    size : int
        How many enterprises there are.

    Examples
    --------
    >>> found = pd.DataFrame({"ground": "elimination_list", "result": "hit", "confidence": "verified",
    ...     "enterprise_code": [0, 1], "line_code": [0, 1]})
    >>> units = pd.DataFrame({"line_code": [0, 1], "disposition": ["eliminate_now", "exited"]})
    >>> hits(found, units, ["elimination_list"], ["exited"], 2)["elimination_list"].tolist()
    [True, False]

    """
    asked = findings[
        (findings["result"] == "hit")
        & findings["ground"].isin(list(grounds))
        & findings["confidence"].isin(_SURE)
    ]
    gone = dispositions["disposition"].isin(list(done)) & (dispositions["line_code"] >= 0)
    asked = asked[~asked["line_code"].isin(dispositions.loc[gone, "line_code"])]
    found = {}
    for ground in grounds:
        mask = np.zeros(size, dtype=bool)
        mask[asked.loc[asked["ground"] == ground, "enterprise_code"].to_numpy(np.int64)] = True
        found[ground] = mask
    return found


def overdue(dispositions: pd.DataFrame, as_of: dt.date, done: Collection[str], size: int) -> Mask:
    """Return which enterprises have not left in time, in whole or in part.

    The last day itself is in time; an order can be overdue by a day of its own (`states`).

    Examples
    --------
    >>> units = pd.DataFrame({"enterprise_code": [0, 1], "exits": True, "disposition": "eliminate_now",
    ...     "state": None, "deadline": ["2022-09-09", "2022-09-10"]})
    >>> overdue(units, dt.date(2022, 9, 10), ["exited"], 2).tolist()
    [True, False]

    """
    late = (dispositions["deadline"].astype("str") < as_of.isoformat()).fillna(False)
    late |= dispositions["state"] == "overdue"
    waiting = dispositions["exits"] & ~dispositions["disposition"].isin(list(done))
    mask = np.zeros(size, dtype=bool)
    mask[dispositions.loc[late & waiting, "enterprise_code"].to_numpy(np.int64)] = True
    return mask


def advice(
    enterprise_dispositions: pd.DataFrame,
    leaving: Leaving,
    hit: dict[str, Mask],
    late: Mask,
    owed: pd.DataFrame,
    *,
    given: Sequence[CreditAdvice],
    rules: Rules,
) -> pd.DataFrame:
    """Return the plan's first line that fits each enterprise that leaves or that a ground hits.

    Parameters
    ----------
    enterprise_dispositions : DataFrame
        `enterprise_id`, `disposition`, in the order of the enterprise codes.
    leaving : Leaving
        Who leaves.
    hit : dict of str to array of bool
        What `hits` returns, for the grounds that the lines name.
    late : array of bool
        What `overdue` returns.
    owed : DataFrame
        What `loans.by_enterprise` returns.
    given : sequence of CreditAdvice
        The campaign's. One whose rule is not in force on the day says nothing.
    rules : Rules
        Rows of the kind ``credit_rules`` that apply on the day, by parameter.

    Returns
    -------
    DataFrame
        `COLUMNS`, one row per enterprise that a line fits; `rule` is the id of a row, `clause` the
        plan's, else that of the row, `parameters` the rows that the line rests on, with that by which
        banks decide for themselves. Sums and banks are missing where no loan is on file.

    Examples
    --------
    >>> from capacity_analysis.campaign import Campaign
    >>> table = pd.DataFrame({"enterprise_id": ["A"], "disposition": ["voluntary_exit"]})
    >>> leaving = Leaving(np.array([True]), np.array([False]))
    >>> owed = pd.DataFrame({"balance_10k_cny": [120.0], "due_before_exit_10k_cny": 0.0,
    ...     "overdue_10k_cny": 0.0, "rolled_over_10k_cny": 0.0, "banks": ["甲"]})
    >>> from .rule_rows import Rule
    >>> rules = Rules({("overdue_exit", ""): Rule(np.nan, "cr-005", "verified", "三（三）")})
    >>> found = advice(table, leaving, {"elimination_list": np.array([False])}, np.array([True]), owed,
    ...     given=Campaign.load().credit.advice, rules=rules)
    >>> found[["overdue", "advice", "rule"]].values.tolist()
    [[True, 'reduce', 'cr-005']]

    """
    size = len(enterprise_dispositions)
    clauses = {rule.row_id: rule.clause for rule in rules.rows.values()}
    lines = [one for one in given if not one.rule or one.rule in clauses]
    discretion = rules.of_code(_DISCRETION).row_id or ""
    disposition = enterprise_dispositions["disposition"].astype("str")
    concerned = np.logical_or.reduce([leaving.exits, *hit.values()])
    chosen = np.full(size, -1)
    for place, line in enumerate(lines):
        fits = concerned & (chosen < 0)
        if line.dispositions:
            fits &= disposition.isin(line.dispositions).to_numpy(bool)
        if line.grounds:
            fits &= np.logical_or.reduce([hit[ground] for ground in line.grounds])
        if line.overdue is not None:
            fits &= late == line.overdue
        chosen[fits] = place

    def told(texts: list[str]) -> pd.Series:
        return pd.Series(
            pd.array([*(text or None for text in texts), None], dtype="str").take(chosen)
        )

    found = pd.DataFrame(
        {
            "enterprise_id": enterprise_dispositions["enterprise_id"].astype("str"),
            "disposition": disposition,
            "overdue": late,
            "advice": told([line.id for line in lines]),
            "balance_10k_cny": owed["balance_10k_cny"].to_numpy(),
            "banks": owed["banks"].array,
            "rule": told([line.rule for line in lines]),
            "clause": told([line.clause or clauses.get(line.rule, "") for line in lines]),
            "parameters": told([_joined(line.rule, discretion) for line in lines]),
            **{name: owed[name].to_numpy() for name in _OF_BALANCE},
        }
    )
    return found[chosen >= 0].reset_index(drop=True)


def _joined(*row_ids: str) -> str:
    return ";".join(dict.fromkeys(each for each in row_ids if each))
