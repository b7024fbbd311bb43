"""What another edition of the catalogue would change for each line, and the row that does it.

The changes are those of `editions`. A verdict that rests on a row which only repeats an older edition,
or is from memory, says nothing about a change: such lines are not checked, never unchanged.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from ..standards import Confidence, may_decide
from .catalogue_findings import ELIMINATION, governing
from .editions import CHANGES
from .frames import once_without_rows, typed

_GRAVITY = ("hit", "review", "undecided", "clear")
_VERDICTS = ["hit", "clear"]
_WEAK = [mark.value for mark in Confidence if not may_decide(mark)]
_KEY = ["line_code", "alone"]
_OF_LINE = ["enterprise_code", "enterprise_id", "line_id", "ground"]
_OF_SIDE = ["result", "reason", "row_id", "document", "confidence", "equipment_id", "unchecked"]


@once_without_rows("now", "then", "screened_now", "screened_then")
def compare(
    now: pd.DataFrame,
    then: pd.DataFrame,
    screened_now: pd.DataFrame,
    screened_then: pd.DataFrame,
    category: str = ELIMINATION,
) -> pd.DataFrame:
    """Compare the findings of one class of the catalogue under two editions, line by line.

    Parameters
    ----------
    now, then : DataFrame
        What `catalogue_findings.findings` (or `restricted`) returns for the same ledger under the
        rules of each edition.
    screened_now, screened_then : DataFrame
        The screened equipment behind them: a line is clear of all rows that speak of it.
    category : str, optional
        The class that the findings are of.

    Returns
    -------
    DataFrame
        One row per line, and per device that belongs to none: `line_code`, `enterprise_code`,
        `enterprise_id`, `line_id`, `ground`, `device` (the one whose row governs then, else now);
        `result`, `reason`, `row_id`, `document` and `confidence`, each with ``_now`` and ``_then``;
        `change` (of `editions.CHANGES`) and `changed_by` (the row that made the change).

    Examples
    --------
    >>> now = pd.DataFrame({"enterprise_code": [0], "line_code": 0, "device_code": 0,
    ...     "enterprise_id": "甲", "line_id": "1号", "equipment_id": "1#",
    ...     "ground": "elimination_list", "result": "clear", "reason": None, "row_id": "a",
    ...     "document": "old", "confidence": "verified"})
    >>> then = now.assign(result="hit", row_id="b", document="new")
    >>> none = pd.DataFrame(columns=["category", "device_code", "line_code", "row_id",
    ...     "document_id", "confidence", "binding", "reason", "result"])
    >>> compare(now, then, none, none)[["change", "changed_by"]].values.tolist()
    [['stricter_hit', 'b']]

    """
    screened = {
        side: table[table["category"] == category]
        for side, table in (("now", screened_now), ("then", screened_then))
    }
    sides = {
        "now": _per_line(_with_clear(now, then, screened["now"]), screened["now"]),
        "then": _per_line(_with_clear(then, now, screened["then"]), screened["then"]),
    }
    parts = [
        side[[*_KEY, *_OF_SIDE]].rename(columns={name: f"{name}_{key}" for name in _OF_SIDE})
        for key, side in sides.items()
    ]
    told = pd.concat([side[[*_KEY, *_OF_LINE]] for side in sides.values()])
    table = parts[0].merge(parts[1], on=_KEY, how="outer")
    table = table.merge(
        told.dropna(subset="enterprise_id").drop_duplicates(_KEY), on=_KEY, how="left"
    )
    for side in sides:
        table[f"result_{side}"] = table[f"result_{side}"].fillna("clear")
    change = _change(table)
    table = table.assign(
        device=table["equipment_id_then"].fillna(table["equipment_id_now"]),
        change=pd.Categorical(change, categories=CHANGES),
        changed_by=_changed_by(table, change),
    )
    own = [f"{name}_{side}" for name in ("equipment_id", "unchecked") for side in sides]
    return table.drop(columns=["alone", *own])


def _with_clear(found: pd.DataFrame, other: pd.DataFrame, screened: pd.DataFrame) -> pd.DataFrame:
    """Add the devices of no line that only the other side has a finding of: this side clears them."""
    alone = other.loc[other["line_code"] < 0, "device_code"]
    if alone.empty:
        return found
    rows = governing(screened[screened["device_code"].isin(alone)])
    rows = rows[rows["result"] == "clear"].rename(columns={"document_id": "document"})
    shown = rows[[name for name in found if name in rows]]
    texts = dict.fromkeys(shown.select_dtypes("category").columns, "str")
    return pd.concat([found, typed(shown, texts)], ignore_index=True)


def _per_line(found: pd.DataFrame, screened: pd.DataFrame) -> pd.DataFrame:
    """Return the gravest finding of each line, and of each device without a line.

    `unchecked` is a row that the finding rests on and that nobody has checked.
    """
    gravity = pd.Categorical(found["result"], categories=list(_GRAVITY)).codes
    alone = found["device_code"].where(found["line_code"] < 0, -1)
    order = np.lexsort((np.arange(len(found)), gravity, alone, found["line_code"]))
    gravest = found.assign(alone=alone).iloc[order].drop_duplicates(_KEY)
    weak = screened["confidence"].isin(_WEAK) & screened["binding"].astype(bool)
    rows = screened.loc[weak, ["line_code", "device_code", "row_id"]]
    rows = rows.assign(alone=rows["device_code"].where(rows["line_code"] < 0, -1))
    rows = rows.drop_duplicates(_KEY)[[*_KEY, "row_id"]].rename(columns={"row_id": "unchecked"})
    told = gravest.merge(typed(rows, {"unchecked": "str"}), on=_KEY, how="left")
    # One checked row is enough for a hit; to be clear a line must be clear of every row.
    own = told["row_id"].where(told["confidence"].isin(_WEAK))
    told["unchecked"] = own.fillna(told["unchecked"]).mask(told["result"] == "hit")
    return told


def _change(table: pd.DataFrame) -> pd.Series:
    now, then = table["result_now"], table["result_then"]
    covered_now, covered_then = table["row_id_now"].notna(), table["row_id_then"].notna()
    unknown = (now == "undecided") & ~covered_now | (then == "undecided") & ~covered_then
    conditions = {
        "undecided": unknown,
        "not_checked": table["unchecked_now"].notna() | table["unchecked_then"].notna(),
        "not_covered": ~covered_now & ~covered_then,
        "newly_covered": ~covered_now,
        "no_longer_covered": ~covered_then,
        "stricter_hit": (now == "clear") & (then == "hit"),
        "relieved": (now == "hit") & (then == "clear"),
        "same": now.isin(_VERDICTS) & then.isin(_VERDICTS),
    }
    chosen = np.select(list(conditions.values()), list(conditions), default="undecided")
    return pd.Series(chosen, index=table.index, dtype="str")


def _changed_by(table: pd.DataFrame, change: pd.Series) -> pd.Series:
    unchecked = table["unchecked_then"].fillna(table["unchecked_now"])
    by_then = change.isin(["stricter_hit", "relieved", "newly_covered"])
    missing = pd.Series(np.nan, index=table.index, dtype="str")
    return (
        missing.mask(by_then, table["row_id_then"])
        .mask(change == "no_longer_covered", table["row_id_now"])
        .mask(change == "not_checked", unchecked)
    )
