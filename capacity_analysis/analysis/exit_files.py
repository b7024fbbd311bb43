"""Is each exit's file of evidence complete: photos, videos, papers, milestones and procedures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from .frames import once_without_rows, typed

PRESENT, NOT_REQUIRED, NOT_RECORDED = "present", "not_required", "not_recorded"
# From good to bad: an item is as good as the best that is recorded of it.
STATUSES = (
    PRESENT,
    NOT_REQUIRED,
    "not_checked",
    "duplicate",
    "altered",
    "missing_file",
    "unsafe_path",
    NOT_RECORDED,
)
_RANKS = {status: rank for rank, status in enumerate(STATUSES)}
_UNIT = ["enterprise_id", "line_id", "equipment_id", "scope"]
_CODES = ["enterprise_code", "line_code"]
_SAID = [*_CODES, "rank", "row"]
_COLUMNS = [*_UNIT, "item", "status", "records", "source_table", "row", *_CODES]


def completeness(
    dispositions: pd.DataFrame,
    items: pd.DataFrame,
    evidence: pd.DataFrame,
    milestones: pd.DataFrame,
    procedures: pd.DataFrame,
    *,
    as_of: dt.date,
) -> pd.DataFrame:
    """Return for each unit that exits what its file must hold, and whether it does on a day.

    What is recorded of the whole enterprise counts for each of its units. Of several records the
    best counts. What the ledger dates after the day does not; a file without a day does.

    Parameters
    ----------
    dispositions : DataFrame
        `enterprise_id`, `line_id`, `equipment_id`, `scope`, `exits` (bool), `enterprise_code`,
        `line_code` (-1 where of no line).
    items : DataFrame
        `id`, and of each item one of: `phase` with `kinds` (a list; either kind will do),
        `milestone`, `procedure`; missing or blank otherwise. In the order of the plan.
    evidence : DataFrame
        `enterprise_code`, `line_code`, `phase`, `kind`, `taken_on`, `row`, and the `status` that
        `ledger.evidence_files.examine` gives.
    milestones : DataFrame
        `enterprise_code`, `line_code`, `milestone`, `done_on`, `row`.
    procedures : DataFrame
        `enterprise_code`, `line_code`, `step`, `done_on`, `not_required`, `row`.
    as_of : date
        The day.

    Returns
    -------
    DataFrame
        One row per exiting unit and item: `enterprise_id`, `line_id`, `equipment_id`, `scope`,
        `item`, `status` (one of `STATUSES`), `records` (how many rows of the ledger say something
        of it), `source_table` and `row` (the one that counts; missing and -1 for none),
        `enterprise_code`, `line_code`.

    Examples
    --------
    >>> exits = pd.DataFrame({"enterprise_id": ["A"], "line_id": "1", "equipment_id": None,
    ...     "scope": "line", "exits": True, "enterprise_code": 0, "line_code": 0})
    >>> items = pd.DataFrame({"id": ["before", "after"], "phase": ["before", "after"],
    ...     "kinds": [["photo", "video"]] * 2})
    >>> photos = pd.DataFrame({"enterprise_code": [0], "line_code": 0, "phase": "before",
    ...     "kind": "photo", "taken_on": pd.Timestamp("2022-08-01"), "row": 2,
    ...     "status": "present"})
    >>> done = pd.DataFrame({"enterprise_code": [], "line_code": [], "milestone": [], "step": [],
    ...     "done_on": [], "not_required": [], "row": []})
    >>> found = completeness(exits, items, photos, done, done,
    ...     as_of=dt.date(2022, 9, 10))
    >>> found[["item", "status"]].values.tolist()
    [['before', 'present'], ['after', 'not_recorded']]

    """
    units = dispositions.loc[dispositions["exits"].to_numpy(bool), [*_UNIT, *_CODES]]
    if items.empty:
        return pd.DataFrame(columns=_COLUMNS)
    return _of_units(units, items, evidence, milestones, procedures, day=pd.Timestamp(as_of))


@once_without_rows("units")
def _of_units(
    units: pd.DataFrame,
    items: pd.DataFrame,
    evidence: pd.DataFrame,
    milestones: pd.DataFrame,
    procedures: pd.DataFrame,
    *,
    day: pd.Timestamp,
) -> pd.DataFrame:
    rows = _Records(evidence, milestones, procedures, day)
    said = [rows.of(item) for item in items.to_dict("records")]
    asked = np.tile(np.arange(len(said)), len(units))
    each = units.iloc[np.repeat(np.arange(len(units)), len(said))].reset_index(drop=True)
    found = _best_of_each(each, asked, _numbered([table[_SAID] for _name, table in said]))
    found["item"] = items["id"].to_numpy()[asked]
    tables = pd.Series([name for name, _table in said]).iloc[asked].reset_index(drop=True)
    found["source_table"] = tables.where(found["row"] >= 0)
    texts = dict.fromkeys((*_UNIT, "item", "status", "source_table"), "str")
    return typed(found[_COLUMNS], texts)


def _numbered(parts: list[pd.DataFrame]) -> dict[str, npt.NDArray[np.int64]]:
    """Return the rows of all items as arrays, from good to bad, with the place of their item."""
    item = np.repeat(np.arange(len(parts)), [len(part) for part in parts])
    columns = {
        name: np.concatenate([part[name].to_numpy(np.int64) for part in parts]) for name in _SAID
    }
    order = np.lexsort((columns["row"], columns["rank"]))
    return {name: values[order] for name, values in (columns | {"item": item}).items()}


class _Records:
    """What is recorded up to a day, each row with the rank of its status."""

    def __init__(
        self,
        evidence: pd.DataFrame,
        milestones: pd.DataFrame,
        procedures: pd.DataFrame,
        day: pd.Timestamp,
    ):
        files = evidence[~(pd.to_datetime(evidence["taken_on"]) > day)]
        self._files = files.assign(rank=files["status"].astype("object").map(_RANKS))
        reached = milestones[pd.to_datetime(milestones["done_on"]) <= day]
        self._milestones = reached.assign(rank=_RANKS[PRESENT])
        done_on = pd.to_datetime(procedures["done_on"])
        done = (done_on <= day).to_numpy()
        spared = procedures["not_required"].astype("boolean").fillna(False).to_numpy(bool)
        spared &= ~(done_on > day).to_numpy()
        rank = np.where(done, _RANKS[PRESENT], _RANKS[NOT_REQUIRED])
        self._procedures = procedures.assign(rank=rank)[done | spared]

    def of(self, item: Mapping[Any, Any]) -> tuple[str, pd.DataFrame]:
        """Return the table that says something of an item, and its rows."""
        if _is_given(item.get("milestone")):
            rows = self._milestones
            return "milestones", rows[rows["milestone"] == item["milestone"]]
        if _is_given(item.get("procedure")):
            rows = self._procedures
            return "procedures", rows[rows["step"] == item["procedure"]]
        rows = self._files
        of_kind = rows["kind"].isin(list(item["kinds"]))
        return "evidence", rows[(rows["phase"] == item["phase"]) & of_kind]


def _is_given(value: object) -> bool:
    return isinstance(value, str) and bool(value)


def _best_of_each(
    units: pd.DataFrame,
    asked: npt.NDArray[np.int64],
    said: dict[str, npt.NDArray[np.int64]],
) -> pd.DataFrame:
    """Add the best row of each unit and item, the unit's own or its enterprise's."""
    of_line = said["line_code"] >= 0
    own, whole = (
        _Best(units, asked, {name: values[rows] for name, values in said.items()}, key)
        for rows, key in ((of_line, "line_code"), (~of_line, "enterprise_code"))
    )
    better = whole.rank < own.rank
    rank = np.where(better, whole.rank, own.rank)
    return units.assign(
        status=np.array(STATUSES, dtype=object)[rank],
        records=own.records + whole.records,
        row=np.where(better, whole.row, own.row).astype(np.int32),
    )


class _Best:
    """Rank and row of the first row by item and a key, and how many there are, for each unit."""

    def __init__(
        self,
        units: pd.DataFrame,
        asked: npt.NDArray[np.int64],
        said: dict[str, npt.NDArray[np.int64]],
        key: str,
    ):
        codes = units[key].to_numpy(np.int64)
        width = max(codes.max(initial=0), said[key].max(initial=0)) + 2  # -1 has a place too
        known, first, records = np.unique(
            said["item"] * width + said[key] + 1, return_index=True, return_counts=True
        )
        at = pd.Index(known).get_indexer(pd.Index(asked * width + codes + 1))
        self.rank = np.append(said["rank"][first], _RANKS[NOT_RECORDED])[at]
        self.row = np.append(said["row"][first], -1)[at]
        self.records = np.append(records, 0)[at]
