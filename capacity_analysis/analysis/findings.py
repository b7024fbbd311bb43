"""One finding per line and ground: what all the levels that apply to a line say together.

A line must meet every row that applies: those of several indicators, and a stricter local row beside
the national one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from .gaps import at_or_below

# What the rows of a line say together: the first of these that any of them says.
_PRECEDENCE = ("hit", "review", "undecided", "clear")


@dataclass(frozen=True)
class Consequence:
    """What the plan has a hit on a ground lead to; a text is empty where the plan says nothing."""

    action: str = ""
    authority: str = ""
    deadline: str = ""
    department: str = ""
    cooperating: str = ""


def combined(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the row that governs each line on one ground.

    A line is hit where a row that may decide is hit; else under review, else undecided, where any
    row is; else clear. Among the rows that say so the strictest governs: the one that the line
    misses by most standard coal, or meets by least. A document that does not bind speaks beside
    others only where the line misses its level.

    Parameters
    ----------
    rows : DataFrame
        What `gaps.gaps` returns.

    Returns
    -------
    DataFrame
        One row per line, in the order of `line_code`, with the columns of `rows`.

    Examples
    --------
    >>> rows = pd.DataFrame({"line_code": [0, 0], "row_id": ["national", "local"],
    ...     "result": ["clear", "hit"], "binding": [True, True], "measured": [115.0, 115.0],
    ...     "baseline": [117.0, 114.0], "gap_kgce": [-2.0, 1.0]})
    >>> combined(rows)[["row_id", "result"]].values.tolist()
    [['local', 'hit']]

    """
    said = pd.Categorical(rows["result"], categories=list(_PRECEDENCE)).codes.astype(int)
    missed = rows["measured"].notna() & ~at_or_below(rows["measured"], rows["baseline"])
    rank = np.where(rows["binding"] | missed, said, len(_PRECEDENCE))
    line = rows["line_code"].to_numpy()
    strictest = (-rows["gap_kgce"]).fillna(np.inf).to_numpy()
    lowest = rows["baseline"].fillna(np.inf).to_numpy()
    order = np.lexsort((np.arange(len(rows)), lowest, strictest, rank, line))
    first = np.ones(len(rows), dtype=bool)
    first[1:] = np.diff(line[order]) != 0
    return rows.iloc[order[first]].reset_index(drop=True)


def energy_findings(
    grounds: Mapping[str, pd.DataFrame], consequences: Mapping[str, Consequence] | None = None
) -> pd.DataFrame:
    """Return the findings of every line on the grounds of energy.

    Parameters
    ----------
    grounds : mapping of str to DataFrame
        Id of the ground -> what `combined` returns on it, with `enterprise_id`, `line_id`, and the
        cells of the ledger that the measured value came from: `output_cells` and `energy_cells`.
    consequences : mapping of str to Consequence, optional
        What a hit leads to, by the id of the ground.

    Returns
    -------
    DataFrame
        One row per line and ground: `enterprise_id`, `line_id`, `equipment_id` (missing: a line is
        judged as a whole), `ground`, `document` (its id), `row_id`, `attribute` (the indicator),
        `measured`, `threshold`, `unit`, `result`, `confidence`, `reason`, `action`, `authority`,
        `deadline`, `department`, `cooperating` (of a hit; the departments of a review too, which
        have to check it) and `source_cell`.

    """
    found = [
        _of_ground(ground, rows, (consequences or {}).get(ground, Consequence()))
        for ground, rows in grounds.items()
    ]
    return pd.concat(found, ignore_index=True)


def _of_ground(ground: str, rows: pd.DataFrame, consequence: Consequence) -> pd.DataFrame:
    hit, to_check = (rows["result"].isin(results) for results in (["hit"], ["hit", "review"]))
    blank = pd.Series(np.nan, index=rows.index, dtype="str")
    return pd.DataFrame(
        {
            "enterprise_id": rows["enterprise_id"],
            "line_id": rows["line_id"],
            "equipment_id": blank,
            "ground": pd.Series(ground, index=rows.index, dtype="str"),
            "document": rows["document_id"],
            "row_id": rows["row_id"],
            "attribute": rows["indicator"],
            "measured": rows["measured"],
            "threshold": rows["baseline"],
            "unit": rows["unit"],
            "result": rows["result"],
            "confidence": rows["confidence"],
            "reason": rows["reason"],
            "action": blank.mask(hit, consequence.action),
            "authority": blank.mask(hit, consequence.authority),
            "deadline": blank.mask(hit, consequence.deadline),
            "department": blank.mask(to_check, consequence.department),
            "cooperating": blank.mask(to_check, consequence.cooperating),
            "source_cell": _cells(rows),
        }
    )


def _cells(rows: pd.DataFrame) -> pd.Series:
    """Return the cells behind a measured value, joined; missing where there are none."""
    cells = rows[["output_cells", "energy_cells"]].astype("str")
    both = cells["output_cells"] + "、" + cells["energy_cells"]
    return both.fillna(cells["output_cells"]).fillna(cells["energy_cells"])
