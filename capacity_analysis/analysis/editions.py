"""What another edition, or another date, would change: line by line, with the row that does it.

Only two verdicts on checked rows can be called the same. A row that repeats an older edition, or
is from memory, says nothing about a change: such lines are not checked, never unchanged.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from ..standards import Confidence, may_decide
from .frames import once_without_rows

CHANGES = (
    "stricter_hit",
    "relieved",
    "newly_covered",
    "no_longer_covered",
    "not_checked",
    "undecided",
    "not_covered",
    "same",
)

_SIDE = ["row_id", "document_id", "unit", "measured", "baseline", "tier", "result", "confidence",
         "reason"]  # fmt: skip
_VERDICTS = ["hit", "clear"]
# The page speaks of thresholds: the baseline level, or the limit, whichever the ground is.
_NAMES = {"baseline": "threshold"}


@once_without_rows("now", "then")
def compare(now: pd.DataFrame, then: pd.DataFrame) -> pd.DataFrame:
    """Compare the findings of every line on one ground under two editions or dates.

    Parameters
    ----------
    now, then : DataFrame
        One row per line (the governing row of each) with the same lines: `line_code`, `row_id`
        (missing where no row covers the line's product), `document_id`, `measured`, `baseline`,
        `tier`, `result`, `confidence`, `reason`.

    Returns
    -------
    DataFrame
        One row per line, in the order of `now`: `line_code`; `row_id`, `document_id`, `unit`,
        `measured`, `threshold`, `tier`, `result`, `confidence` and `reason`, each with ``_now`` and ``_then``;
        `change`; and `changed_by`, the row that made the change (missing where none did). Changes:

        ``stricter_hit``
            clear now, hit then.
        ``relieved``
            hit now, clear then.
        ``newly_covered``, ``no_longer_covered``
            a row covers the product on one side only.
        ``not_checked``
            a side rests on a number that nobody has checked, or on a row that has no value on file;
            `changed_by` names the row of that side.
        ``undecided``
            no verdict on at least one side, for another reason: data are missing, the verdict hangs
            on an allocation or a correction, the document may not decide.
        ``not_covered``
            no row on either side.
        ``same``
            the same verdict on both sides, each on rows that may decide.

    Raises
    ------
    ValueError
        If the two do not hold the same lines, each once.

    Examples
    --------
    Ferrosilicon at 1,880 under a baseline of 1,900, then of 1,850 (invented row ids).

    >>> now = pd.DataFrame({"line_code": [0], "row_id": ["a"], "document_id": ["old"], "unit": "kgce/t",
    ...     "measured": [1880.0], "baseline": [1900.0], "tier": ["baseline"], "result": ["clear"],
    ...     "confidence": ["verified"], "reason": [None]})
    >>> then = now.assign(row_id="b", document_id="new", baseline=1850.0, tier="below", result="hit")
    >>> compare(now, then)[["change", "changed_by"]].values.tolist()
    [['stricter_hit', 'b']]

    """
    codes = now["line_code"]
    other = then.set_index("line_code")
    lines = pd.Index(codes).sort_values()
    if not lines.is_unique or not other.index.sort_values().equals(lines):
        raise ValueError("the two editions are not compared over the same lines")
    named = {column: _NAMES.get(column, column) for column in _SIDE}
    sides = [
        now[_SIDE].rename(columns=named).add_suffix("_now").reset_index(drop=True),
        other.loc[codes, _SIDE].rename(columns=named).add_suffix("_then").reset_index(drop=True),
    ]
    table = pd.concat([pd.DataFrame({"line_code": codes.to_numpy()}), *sides], axis=1)
    change = _change(table)
    return table.assign(
        change=pd.Categorical(change, categories=CHANGES), changed_by=_changed_by(table, change)
    )


def summary(compared: pd.DataFrame) -> pd.DataFrame:
    """Count the lines by change.

    Parameters
    ----------
    compared : DataFrame
        What `compare` returns.

    Returns
    -------
    DataFrame
        `change` (each of `CHANGES`) and `lines`.

    Examples
    --------
    >>> compared = pd.DataFrame({"change": pd.Categorical(["same", "same"], categories=CHANGES)})
    >>> summary(compared).query("lines > 0").to_dict("records")
    [{'change': 'same', 'lines': 2}]

    """
    counts = compared["change"].value_counts(sort=False).reindex(CHANGES)
    return counts.rename_axis("change").rename("lines").reset_index()


def _unchecked(table: pd.DataFrame, side: str) -> pd.Series:
    """Tell where a side rests on an unchecked number, or on a row whose value is not on file."""
    weak = table[f"confidence_{side}"].isin([mark for mark in Confidence if not may_decide(mark)])
    review = table[f"result_{side}"] == "review"
    return (review & weak) | (table[f"reason_{side}"] == "level_open")


def _change(table: pd.DataFrame) -> pd.Series:
    covered_now, covered_then = table["row_id_now"].notna(), table["row_id_then"].notna()
    now, then = table["result_now"], table["result_then"]
    conditions = {
        "not_checked": _unchecked(table, "now") | _unchecked(table, "then"),
        "not_covered": ~covered_now & ~covered_then,
        "newly_covered": ~covered_now,
        "no_longer_covered": ~covered_then,
        "undecided": ~now.isin(_VERDICTS) | ~then.isin(_VERDICTS),
        "stricter_hit": (now == "clear") & (then == "hit"),
        "relieved": (now == "hit") & (then == "clear"),
    }
    chosen = np.select(list(conditions.values()), list(conditions), default="same")
    return pd.Series(chosen, index=table.index, dtype="str")


def _changed_by(table: pd.DataFrame, change: pd.Series) -> pd.Series:
    by_then = change.isin(["stricter_hit", "relieved", "newly_covered"])
    by_then |= (change == "not_checked") & _unchecked(table, "then")
    by_now = ~by_then & change.isin(["no_longer_covered", "not_checked"])
    missing = pd.Series(np.nan, index=table.index, dtype="str")
    return missing.mask(by_then, table["row_id_then"]).mask(by_now, table["row_id_now"])
