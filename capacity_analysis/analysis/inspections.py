"""What departments found on the spot: environment, quality and safety."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np
import pandas as pd

from .frames import typed

_WHOLE = -1  # the line code of a row about the whole enterprise
# What a finding shows of a record.
_SHOWN = {"attribute": "kind", "measured_text": "result", "severity": "severity",
          "note": "document_no", "source_cell": "source_cell", "ordered_on": "happened_on",
          "due_on": "rectify_by", "extended_to": "extended_to", "concluded_on": "rectified_on",
          "enterprise_code": "enterprise_code", "line_code": "line_code"}  # fmt: skip


def findings(
    inspections: pd.DataFrame,
    orders: pd.DataFrame,
    lines: pd.DataFrame,
    enterprises: pd.DataFrame,
    *,
    ground: str,
    violations: Sequence[str],
    absent: str,
    as_of: dt.date,
) -> pd.DataFrame:
    """Return what a department's records say of every enterprise, and of lines that they name.

    A violation that is not mended on the day is a hit; each stands by itself, because each has its
    own order. Where all are mended the newest of them says so, and where nothing was wrong the newest
    record. Records of the whole enterprise hold for each of its lines (plan 二（一）3—5).

    Parameters
    ----------
    inspections : DataFrame
        The ledger's, with `enterprise_code`, `line_code` and `source_cell`. Rows of other grounds,
        and those after the day, are left out.
    orders : DataFrame
        The ledger's rectifications, with codes and `source_cell`. One that is not accepted and that
        no violation accounts for, or one mended before it was given, leaves a question: nobody is
        told to mend what is in order.
    lines, enterprises : DataFrame
        The ledger's, in the order of their codes.
    ground : str
        The ground, which is the one of `inspections` too.
    violations : sequence of str
        Results that make a finding, the strictest first (the campaign's `Ground.violations`).
    absent : str
        ``clear`` or ``undecided``: what it means that the department has records, and none of the
        enterprise (the campaign's `Ground.absent`).
    as_of : date
        The day.

    Returns
    -------
    DataFrame
        `enterprise_id`, `line_id` (missing: the whole enterprise), `ground`, `attribute` (kind of
        the record), `measured_text` (its result), `severity`, `note` (its number), `result`
        (``hit``; ``review``; ``clear``; ``undecided``), `reason` (``mended``; ``no_record``: the
        department's list holds no record; ``list_missing``: the ledger holds no list of it;
        ``order_without_record``), `source_cell`,
        `ordered_on`, `due_on`, `extended_to`, `concluded_on` (days of the order in the record),
        `enterprise_code`, `line_code`. Each enterprise has a row about the whole of it.

    Examples
    --------
    >>> roster = pd.DataFrame({"enterprise_id": ["A", "B"]})
    >>> lines = pd.DataFrame({"line_id": ["1", "1"], "enterprise_code": [0, 1]})
    >>> record = pd.DataFrame({"enterprise_code": [0], "line_code": [-1], "ground": "safety",
    ...     "kind": "inspection", "result": "suspended", "severity": None, "document_no": "安〔1〕",
    ...     "happened_on": pd.Timestamp("2022-05-01"), "rectify_by": pd.Timestamp("2022-06-01"),
    ...     "extended_to": pd.NaT, "rectified_on": pd.NaT, "source_cell": "检查处罚!J2"})
    >>> none = record.assign(outcome=None, ordered_on=pd.NaT, concluded_on=pd.NaT).iloc[:0]
    >>> found = findings(record, none, lines, roster, ground="safety", violations=["suspended"],
    ...     absent="clear", as_of=dt.date(2022, 5, 2))
    >>> found[["enterprise_id", "result", "reason"]].values.tolist()
    [['A', 'hit', nan], ['B', 'clear', 'no_record']]

    """
    day = pd.Timestamp(as_of)
    held = inspections[(inspections["ground"] == ground) & (inspections["happened_on"] <= day)]
    held = held.reset_index(drop=True)
    given = orders[(orders["ground"] == ground) & (orders["ordered_on"] <= day)]
    without = _without_records(held, len(enterprises), absent)
    if held.empty and given.empty:
        found = without.reindex(columns=[*_SHOWN, "result", "reason"])
    else:
        violated = held[held["result"].isin(violations)]
        parts = [_governing(held, list(violations), day), without,
                 _without_violation(given, violated, day)]  # fmt: skip
        found = pd.concat(parts, ignore_index=True)
        found = found.sort_values(
            ["enterprise_code", "line_code"], kind="stable", ignore_index=True
        )
    texts = ["attribute", "measured_text", "severity", "note", "result", "reason", "source_cell"]
    enterprise, line = found["enterprise_code"].to_numpy(), found["line_code"].to_numpy()
    named = pd.DataFrame(
        {
            "enterprise_id": enterprises["enterprise_id"].astype("str").array.take(enterprise),
            "line_id": lines["line_id"].astype("str").array.take(line, allow_fill=True),
            "ground": pd.Series(ground, index=found.index, dtype="str"),
        }
    )
    codes = dict.fromkeys(["enterprise_code", "line_code"], "int32")
    return pd.concat([named, typed(found, dict.fromkeys(texts, "str") | codes)], axis=1)


def _governing(held: pd.DataFrame, violations: list[str], day: pd.Timestamp) -> pd.DataFrame:
    """Return every violation that is not mended, and of other units the newest record."""
    if held.empty:
        return _shown(held).assign(result="", reason="")
    violated = held["result"].isin(violations).to_numpy()
    # A day of mending that lies after the day assessed does not count yet.
    mended = (held["rectified_on"] <= day).to_numpy()
    hit = violated & ~mended
    unit = [held["enterprise_code"], held["line_code"]]
    any_hit = pd.Series(hit).groupby(unit).transform("any").to_numpy(bool)
    place = pd.Index(violations).get_indexer(pd.Index(held["result"]))
    strictness = np.where(place < 0, len(violations), place)
    order = np.lexsort((strictness, -held["happened_on"].astype("int64"), ~violated, ~hit))
    ranked = held.iloc[order]
    newest = ~ranked.duplicated(["enterprise_code", "line_code"])
    chosen = ranked.loc[hit[order] | (newest.to_numpy() & ~any_hit[order])]
    at = chosen.index.to_numpy()
    result = np.where(hit[at], "hit", "clear")
    reason = np.where(violated[at] & ~hit[at], "mended", "")
    shown = _shown(chosen)
    # The order stands in the record itself.
    days = {
        name: shown[name].where(violated[at]) for name in ("ordered_on", "due_on", "extended_to")
    }
    return shown.assign(
        result=result,
        reason=pd.Series(reason, index=chosen.index, dtype="str").replace("", np.nan),
        **days,
        concluded_on=shown["concluded_on"].where(violated[at] & mended[at]),
    )


def _shown(held: pd.DataFrame) -> pd.DataFrame:
    shown: pd.DataFrame = held[list(_SHOWN.values())].set_axis(list(_SHOWN), axis=1)
    return shown


def _without_records(held: pd.DataFrame, enterprises: int, absent: str) -> pd.DataFrame:
    """Return a row for each enterprise as a whole that the department has no record of."""
    recorded = held.loc[held["line_code"] == _WHOLE, "enterprise_code"]
    codes = np.setdiff1d(np.arange(enterprises, dtype="int32"), recorded)
    told = ("undecided", "list_missing") if held.empty else (absent, "no_record")
    blank = pd.Series(np.nan, index=range(len(codes)), dtype="str")
    return pd.DataFrame(
        {
            "attribute": blank,
            "measured_text": blank,
            "result": pd.Series(told[0], index=blank.index, dtype="str"),
            "reason": pd.Series(told[1], index=blank.index, dtype="str"),
            "enterprise_code": codes,
            "line_code": np.full(len(codes), _WHOLE, dtype="int32"),
        }
    )


def _without_violation(
    orders: pd.DataFrame, violated: pd.DataFrame, day: pd.Timestamp
) -> pd.DataFrame:
    """Return the newest order of each unit that stands, and that no violation accounts for.

    The orders are those given up to the day.
    """
    unit = ["enterprise_code", "line_code"]
    given = orders.sort_values("ordered_on", kind="stable")
    if given.empty:
        return _for_review(given)
    newest = given.drop_duplicates(unit, keep="last")
    accepted = (newest["outcome"] == "accepted") & (newest["concluded_on"] <= day)
    standing = newest[~accepted].reset_index(drop=True)
    both = standing[[*unit, "ordered_on"]].reset_index(names="order").merge(
        violated[[*unit, "rectified_on"]], on="enterprise_code", suffixes=("", "_violated")
    )  # fmt: skip
    line, other = both["line_code"], both["line_code_violated"]
    accounts = (line == other) | (line == _WHOLE) | (other == _WHOLE)
    accounts &= ~(both["rectified_on"] < both["ordered_on"])
    alone = standing[~standing.index.isin(both.loc[accounts, "order"])]
    return _for_review(alone)


def _for_review(orders: pd.DataFrame) -> pd.DataFrame:
    return orders[["enterprise_code", "line_code", "source_cell"]].assign(
        note=orders["document_no"], result="review", reason="order_without_record"
    )
