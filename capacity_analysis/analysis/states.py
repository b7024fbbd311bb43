"""How far the rectification of a finding is on a day: ordered, extended, accepted, overdue, failed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

import numpy as np
import numpy.typing as npt
import pandas as pd

from .frames import typed

Positions = npt.NDArray[np.int64]

STATES = ("open", "ordered", "extended", "accepted", "overdue", "failed")

_ORDER = ["ordered_on", "due_on", "extended_to", "concluded_on", "outcome"]


def with_orders(found: pd.DataFrame, rectifications: pd.DataFrame, as_of: dt.date) -> pd.DataFrame:
    """Return findings with the order that each of them stands under.

    The newest order up to the day counts, of the line or of the whole enterprise, whichever is newer;
    of two on one day the line's own. Where a department's record is an order itself, the newer of the
    two counts; those of one day are the same order, whose days are the notice's, else the record's.

    Parameters
    ----------
    found : DataFrame
        Findings: `ground`, `enterprise_code`, `line_code` (-1: of the whole enterprise, which only an
        order to the whole enterprise reaches); of records also `ordered_on`, `due_on`,
        `extended_to`, `concluded_on` (days, or their ISO text).
    rectifications : DataFrame
        The ledger's, with `enterprise_code` and `line_code`.
    as_of : date
        The day.

    Returns
    -------
    DataFrame
        The findings with `ordered_on`, `due_on`, `extended_to`, `concluded_on` (days; missing where
        there is no order) and `outcome`. A conclusion after the day is left out.

    Examples
    --------
    >>> found = pd.DataFrame({"ground": "below_baseline", "enterprise_code": 0, "line_code": [0, 1]})
    >>> orders = pd.DataFrame({"ground": ["below_baseline"], "enterprise_code": 0, "line_code": 1,
    ...     "ordered_on": pd.Timestamp("2022-07-01"), "due_on": pd.Timestamp("2022-12-31"),
    ...     "extended_to": pd.NaT, "concluded_on": pd.NaT, "outcome": None})
    >>> with_orders(found, orders, dt.date(2022, 9, 10))["ordered_on"].dt.day.tolist()
    [nan, 1.0]

    """
    day = pd.Timestamp(as_of)
    orders = rectifications[rectifications["ordered_on"] <= day]
    if orders.empty:
        at = np.full(len(found), -1)
    else:
        orders, at = _standing(orders, found)
    chosen = typed(orders[_ORDER], {"outcome": "str"}).reset_index(drop=True).reindex(at)
    chosen = chosen.reset_index(drop=True)
    if "ordered_on" in found and found["ordered_on"].notna().any():
        _put_records(chosen, found)
    concluded = chosen["concluded_on"] <= day
    return found.assign(
        **{name: chosen[name].array for name in _ORDER[:3]},
        concluded_on=chosen["concluded_on"].where(concluded).array,
        outcome=chosen["outcome"].where(concluded).array,
    )


def _standing(orders: pd.DataFrame, found: pd.DataFrame) -> tuple[pd.DataFrame, Positions]:
    """Return the orders by their day, and the place of the one that each finding stands under."""
    orders = orders.sort_values("ordered_on", kind="stable").reset_index(drop=True)
    given_on = np.append(orders["ordered_on"].to_numpy("datetime64[s]"), np.datetime64("NaT"))
    own = _newest(orders, found, "line_code", orders["line_code"] >= 0)
    whole = _newest(orders, found, "enterprise_code", orders["line_code"] < 0)
    at = np.where((own >= 0) & ~(given_on[whole] > given_on[own]), own, whole)
    return orders, at


def _newest(orders: pd.DataFrame, found: pd.DataFrame, code: str, among: pd.Series) -> Positions:
    """Return the place of the newest order of each finding, by ground and code; -1 for none."""
    held = orders.loc[among, ["ground", code]].drop_duplicates(keep="last")
    names = pd.Index(held["ground"].astype("str").unique())
    ground, number = (_places(frame["ground"], names) for frame in (held, found))
    wanted = number + found[code].to_numpy(np.int64) * len(names)
    at = pd.Index(ground + held[code].to_numpy(np.int64) * len(names)).get_indexer(
        pd.Index(np.where((number >= 0) & (found[code] >= 0), wanted, -1))
    )
    places: Positions = np.append(held.index.to_numpy(np.int64), -1)[at]
    return places


def _places(column: pd.Series, names: pd.Index) -> Positions:
    """Return the place of each text in the names; -1 for one that is not there."""
    code, distinct = pd.factorize(column.astype("str"))
    found: Positions = np.append(names.get_indexer(pd.Index(distinct)), -1)[code]
    return found


def _put_records(chosen: pd.DataFrame, found: pd.DataFrame) -> None:
    """Put the department's own record in the place of an older order, or once mended."""
    held = np.flatnonzero(found["ordered_on"].notna())
    record = found.filter(_ORDER).iloc[held].reindex(columns=_ORDER).reset_index(drop=True)
    for name in _ORDER[:-1]:
        record[name] = pd.to_datetime(record[name], format="ISO8601")
    mended = record["concluded_on"].notna()
    record["outcome"] = mended.map({True: "accepted"}).astype("str")
    order = chosen.iloc[held].reset_index(drop=True)
    same = (order["ordered_on"] == record["ordered_on"]) & ~mended
    for name in _ORDER:
        record[name] = record[name].mask(same & order[name].notna(), order[name])
    own = (~(order["ordered_on"] > record["ordered_on"]) | mended).to_numpy()
    for name in _ORDER:
        chosen.loc[held[own], name] = record.loc[own, name].array


def with_states(
    found: pd.DataFrame, as_of: dt.date, clearing: Collection[str] = ()
) -> pd.DataFrame:
    """Return findings with the state of each hit on the day.

    An order can be overdue only by a day that it, or the law, sets; the last day itself is in time.

    Parameters
    ----------
    found : DataFrame
        Findings with their orders (`with_orders`) and `first_due` and `last_day`
        (`deadlines.with_deadlines`).
    as_of : date
        The day.
    clearing : collection of str
        Grounds on which accepted rectification clears a line (`Ground.acceptance_clears`); on others
        the result stays a hit until the data show otherwise.

    Returns
    -------
    DataFrame
        The findings with `state` (one of `STATES`; missing unless a hit, or cleared by acceptance),
        and `result` ``clear``, `reason` ``mended`` where acceptance clears.

    Examples
    --------
    On the last day an order is not overdue yet.

    >>> found = pd.DataFrame({"ground": "quality", "result": "hit", "reason": None,
    ...     "ordered_on": pd.Timestamp("2022-07-01"), "extended_to": pd.NaT, "outcome": None,
    ...     "first_due": pd.to_datetime(["2022-09-09", "2022-09-10"]),
    ...     "last_day": pd.to_datetime(["2022-09-09", "2022-09-10"])})
    >>> with_states(found, dt.date(2022, 9, 10))["state"].tolist()
    ['overdue', 'ordered']

    """
    day = pd.Timestamp(as_of)
    outcome = found["outcome"].astype("str")
    place = np.select(
        [
            found["ordered_on"].isna(),
            outcome == "accepted",
            outcome == "failed",
            found["last_day"] < day,
            found["extended_to"].notna() & (found["first_due"] < day),
        ],
        [STATES.index(name) for name in ("open", "accepted", "failed", "overdue", "extended")],
        STATES.index("ordered"),
    )
    hit = (found["result"] == "hit").to_numpy()
    cleared = (
        hit & (place == STATES.index("accepted")) & found["ground"].isin(list(clearing)).to_numpy()
    )
    mended = cleared | (found["reason"].astype("str") == "mended").to_numpy()
    place = np.where(hit | mended, place, len(STATES))
    return found.assign(
        state=pd.array([*STATES, None], dtype="str").take(place),
        result=found["result"].astype("str").mask(cleared, "clear"),
        reason=found["reason"].astype("str").mask(cleared, "mended"),
    )
