"""Findings in one shape: what all the levels of a line say together, and what a hit leads to.

A line must meet every row that applies: those of several indicators, and a stricter local row beside
the national one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..campaign import Campaign
from .gaps import at_or_below
from .reasons import REASONS
from .texts import as_texts, days_as_texts

# What the rows of a line say together: the first of these that any of them says.
_PRECEDENCE = ("hit", "review", "undecided", "clear")


# The columns of a table of findings. After `source_cell` come those of `deadlines` and `states`, in
# which a day is ISO text.
TEXTS = ("enterprise_id", "line_id", "equipment_id", "ground", "category", "document", "row_id",
         "attribute", "measured_text", "threshold_text", "unit", "result", "confidence", "reason",
         "proof", "note", "action", "authority", "legal_basis", "department", "cooperating",
         "supplier", "source_cell", "state", "ordered_on", "due_on", "deadline", "deadline_basis",
         "plan_deadline", "national_deadline", "entry_deadline", "extended_to", "concluded_on",
         "severity")  # fmt: skip
NUMBERS = ("measured", "threshold")
CODES = ("enterprise_code", "line_code", "device_code")
COLUMNS = (*TEXTS[:8], "measured", "measured_text", "threshold", *TEXTS[9:], *CODES)

# Which supplier of the campaign settles a reason that says nothing of it itself.
_SUPPLIER_OF = {
    "equipment_missing": "equipment",
    "equipment_unknown": "equipment",
    "attribute_missing": "equipment",
    "value_unclear": "equipment",
    "scope_unknown": "equipment",
    "exception_possible": "equipment",
    "unrated": "rating",
    "no_document": "standard",
}


@dataclass(frozen=True)
class Consequence:
    """What the plan has a hit on a ground lead to; a text is empty where the plan says nothing.

    `deadline` is the last day that the plan leaves; departments are ids, joined by ``;``.
    """

    action: str = ""
    authority: str = ""
    deadline: str = ""
    department: str = ""
    cooperating: str = ""
    legal_basis: str = ""


def consequences_of(campaign: Campaign) -> dict[str, Consequence]:
    """Return what the plan has a hit on each of its grounds lead to.

    Examples
    --------
    >>> consequences_of(Campaign.load())["safety"].department
    'yjglj'

    """
    found = {}
    for ground in campaign.grounds:
        task, last = campaign.task_of(ground), campaign.last_day_of(ground)
        found[ground.id] = Consequence(
            action=ground.action,
            authority=ground.authority,
            deadline=last.isoformat() if last else "",
            department=";".join(task.lead),
            cooperating=";".join(task.cooperating),
            legal_basis="、".join(basis.law for basis in ground.basis),
        )
    return found


def in_shape(found: pd.DataFrame) -> pd.DataFrame:
    """Return findings with all `COLUMNS`: what they lack is missing, and a code -1.

    Examples
    --------
    >>> found = in_shape(pd.DataFrame({"ground": ["safety"], "enterprise_code": [3]}))
    >>> found[["enterprise_code", "line_code"]].values.tolist(), found["state"].isna().item()
    ([[3, -1]], True)

    """
    return _shaped(found) if len(found) else _none().copy(deep=False)


@cache
def _none() -> pd.DataFrame:
    return _shaped(pd.DataFrame({"ground": pd.Series([], dtype="str")}))


def _shaped(found: pd.DataFrame) -> pd.DataFrame:
    size = len(found)
    blank = pd.array([None], dtype="str").take(np.zeros(size, dtype=np.intp))
    no_number, no_code = np.full(size, np.nan), np.full(size, -1, dtype="int32")
    columns: dict[str, object] = {}
    for name in COLUMNS:
        if name in CODES:
            columns[name] = (
                found[name].fillna(-1).astype("int32").array if name in found else no_code
            )
        elif name in NUMBERS:
            columns[name] = found[name].astype(float).array if name in found else no_number
        else:
            columns[name] = _text(found[name]) if name in found else blank
    return pd.DataFrame(columns)


def _text(column: pd.Series) -> pd.api.extensions.ExtensionArray:
    is_day = pd.api.types.is_datetime64_any_dtype(column.dtype)
    texts = days_as_texts(column) if is_day else as_texts(column)
    return texts.array if texts.dtype == "str" else texts.astype("str").array


def with_consequences(
    found: pd.DataFrame,
    consequences: Mapping[str, Consequence],
    suppliers: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Return findings with what the plan has them lead to, and who must supply what is missing.

    Parameters
    ----------
    found : DataFrame
        Findings: `ground`, `result`, `reason`.
    consequences : mapping of str to Consequence
        By the id of the ground.
    suppliers : mapping of str to str, optional
        Kind of supplier -> department (the campaign's `suppliers`).

    Returns
    -------
    DataFrame
        The findings with `action`, `authority`, `legal_basis` and `deadline` of a hit;
        `plan_deadline`, `department` and `cooperating` of a hit or review, which has to be checked;
        and `supplier` of what is not decided: of a reason that no other department settles, the
        department of the ground. What a reason says itself is kept.

    Examples
    --------
    >>> found = pd.DataFrame({"ground": "safety", "result": ["hit", "undecided"],
    ...     "reason": [None, "list_missing"]})
    >>> told = with_consequences(found, {"safety": Consequence("停产整顿", department="yjglj")})
    >>> told[["action", "department", "supplier"]].values.tolist()
    [['停产整顿', 'yjglj', nan], [nan, nan, 'yjglj']]

    """
    ground = pd.Categorical(found["ground"])
    told = [consequences.get(each, Consequence()) for each in ground.categories]
    hit = (found["result"] == "hit").to_numpy()
    to_check = hit | (found["result"] == "review").to_numpy()
    open_ = found["result"].isin(["review", "undecided"]).to_numpy()

    def of_ground(part: str, where: npt.NDArray[np.bool_]) -> pd.api.extensions.ExtensionArray:
        return _of_grounds(ground, [getattr(each, part) for each in told], where)

    return found.assign(
        action=of_ground("action", hit),
        authority=of_ground("authority", hit),
        legal_basis=of_ground("legal_basis", hit),
        deadline=of_ground("deadline", hit),
        plan_deadline=of_ground("deadline", to_check),
        department=of_ground("department", to_check),
        cooperating=of_ground("cooperating", to_check),
        supplier=_suppliers(
            pd.Categorical(found["reason"]),
            suppliers or {},
            of_ground=(ground, [each.department for each in told]),
            where=open_,
        ),
    )


def _of_grounds(
    ground: pd.Categorical, texts: list[str], where: npt.NDArray[np.bool_]
) -> pd.api.extensions.ExtensionArray:
    """Return the text of each finding's ground; missing elsewhere, and where it is empty."""
    known = pd.array([text or None for text in [*texts, ""]], dtype="str")
    return known.take(np.where(where, ground.codes, len(texts)))


def _suppliers(
    reason: pd.Categorical,
    suppliers: Mapping[str, str],
    *,
    of_ground: tuple[pd.Categorical, list[str]],
    where: npt.NDArray[np.bool_],
) -> pd.api.extensions.ExtensionArray:
    """Return who settles each reason, else the department of the ground; missing elsewhere."""
    ground, departments = of_ground
    told = [suppliers.get(_kind_of(each) or "", "") for each in reason.categories]
    # The last place is that of a missing reason.
    settled = np.array([*(bool(text) for text in told), False])[reason.codes]
    texts = [*told, *departments]
    place = np.where(settled, reason.codes, ground.codes.astype(np.intp) + len(told))
    known = pd.array([text or None for text in [*texts, ""]], dtype="str")
    return known.take(np.where(where & (ground.codes >= 0), place, len(texts)))


def _kind_of(reason: str) -> str | None:
    if reason in _SUPPLIER_OF:
        return _SUPPLIER_OF[reason]
    return REASONS[reason].supplier if reason in REASONS else None


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
    grounds: Mapping[str, pd.DataFrame],
    consequences: Mapping[str, Consequence] | None = None,
    suppliers: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Return the findings of every line on the grounds of energy.

    Parameters
    ----------
    grounds : mapping of str to DataFrame
        Id of the ground -> what `combined` returns on it, with `enterprise_id`, `line_id`, and the
        cells of the ledger that the measured value came from: `output_cells` and `energy_cells`.
    consequences : mapping of str to Consequence, optional
        What a hit leads to, by the id of the ground.
    suppliers : mapping of str to str, optional
        Kind of supplier -> department (the campaign's `suppliers`).

    Returns
    -------
    DataFrame
        One row per line and ground, in `COLUMNS`. A line is judged as a whole (`equipment_id` is
        missing); `document` is an id, `attribute` the indicator, `threshold` the last level.

    """
    found = pd.concat([_of_ground(*each) for each in grounds.items()], ignore_index=True)
    return in_shape(with_consequences(found, consequences or {}, suppliers))


def _of_ground(ground: str, rows: pd.DataFrame) -> pd.DataFrame:
    lines = {name: rows[name] for name in ("enterprise_code", "line_code") if name in rows}
    return pd.DataFrame(
        {
            "enterprise_id": rows["enterprise_id"],
            "line_id": rows["line_id"],
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
            "source_cell": _cells(rows),
            **lines,
        }
    )


def _cells(rows: pd.DataFrame) -> pd.Series:
    """Return the cells behind a measured value, joined; missing where there are none."""
    cells = rows[["output_cells", "energy_cells"]].astype("str")
    both = cells["output_cells"] + "、" + cells["energy_cells"]
    return both.fillna(cells["output_cells"]).fillna(cells["energy_cells"])
