"""How far the campaign is: what each enterprise, line and device had to do, and what of it is done.

A unit and an item of the plan make one duty. What the ledger dates after the day does not count; a
day that is planned and past is overdue, whatever the reason.
"""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from .frames import empty, once_without_rows, typed

CONCERNS = ("all", "findings", "exits")
DONE, OVERDUE, AT_RISK, OPEN = STATES = ("done", "overdue", "at_risk", "open")
GROUPS = ("department", "township", "industry")
ORDER = "rectification"  # the item of an order that is overdue

_RETURNED = "self_check_returned"
_CAME_BACK = ("returned", "nil_return")
_OF_UNIT = ["enterprise_code", "line_code", "line_id", "equipment_id", "department", "deadline"]
_OF_OWNER = ["enterprise_id", "enterprise_name", "township", "industry"]
_DUTY = [*_OF_OWNER, "line_id", "equipment_id", "step", "item", "department", "deadline",
         "done_on", "state", "row", "enterprise_code", "line_code"]  # fmt: skip
_COUNTS = ("due", DONE, OVERDUE, AT_RISK)
_SUMMARY = ["step", "item", "group_kind", "group", *_COUNTS]
_OVERDUE = ["enterprise_id", "enterprise_name", "line_id", "equipment_id", "step", "item", "ground",
            "deadline", "days", "department", "township", "industry", "row", "enterprise_code",
            "line_code"]  # fmt: skip


def duties(
    enterprises: pd.DataFrame,
    dispositions: pd.DataFrame,
    milestones: pd.DataFrame,
    returns: pd.DataFrame,
    items: pd.DataFrame,
    *,
    as_of: dt.date,
    at_risk_days: int,
    office: str = "",
) -> pd.DataFrame:
    """Return what each unit has to do for each item of the plan, and how that stands on a day.

    A milestone of a line is its own, or the one that the whole enterprise has reached. One that every
    enterprise must reach is done for it as a whole, or for each of its lines. A return that came in,
    or said that there is nothing to report, is a self-check returned where no milestone gives a day.

    Parameters
    ----------
    enterprises : DataFrame
        The roster in the order of `enterprise_code`: `enterprise_id`, `name`, `township`,
        `industry`.
    dispositions : DataFrame
        `enterprise_code`, `line_code` (-1 where it is of no line), `line_id`, `equipment_id`,
        `findings` (count), `exits` (bool), `deadline` (ISO day, missing where none), `department`.
    milestones : DataFrame
        The ledger's: `enterprise_code`, `line_code`, `milestone`, `planned_on`, `done_on`, `row`.
    returns : DataFrame
        `enterprise_code`, `outcome`, `filled_on`.
    items : DataFrame
        `id` (of the milestone), `step`, `concerns` (one of `CONCERNS`), `deadline` (last day of the
        step, missing where it has none), in the plan's order.
    as_of : date
        The day.
    at_risk_days : int
        How many days before its last one an open duty is at risk, that day included.
    office : str
        Department that sees to what every enterprise must do.

    Returns
    -------
    DataFrame
        One row per unit and item: `enterprise_id`, `enterprise_name`, `township`, `industry`,
        `line_id`, `equipment_id`, `step`, `item` (category), `department`, `deadline` (the earlier
        of the planned day and the one that governs: of an exit its own, else the last of the
        step), `done_on` (missing where only a return without a day says so), `state` (one of
        `STATES`), `row` (of the milestone, -1 for none), `enterprise_code`, `line_code`.

    Examples
    --------
    Ten days before the last one a dismantling is at risk; planned for the day before, it is overdue.

    >>> roster = pd.DataFrame({"enterprise_id": ["A"], "name": "甲", "township": "东乡",
    ...     "industry": "cement"})
    >>> exits = pd.DataFrame({"enterprise_code": 0, "line_code": [0, 1], "line_id": ["1", "2"],
    ...     "equipment_id": None, "findings": 1, "exits": True, "deadline": "2022-10-31",
    ...     "department": "gxj"})
    >>> planned = pd.DataFrame({"enterprise_code": [0], "line_code": [1], "milestone": "dismantled",
    ...     "planned_on": pd.Timestamp("2022-10-20"), "done_on": pd.NaT, "row": 2})
    >>> items = pd.DataFrame({"id": ["dismantled"], "step": "closure", "concerns": "exits",
    ...     "deadline": pd.Timestamp("2023-07-20")})
    >>> returns = pd.DataFrame({"enterprise_code": [], "outcome": [], "filled_on": []})
    >>> found = duties(roster, exits, planned, returns, items, as_of=dt.date(2022, 10, 21),
    ...     at_risk_days=10)
    >>> found["state"].tolist()
    ['at_risk', 'overdue']

    """
    day = pd.Timestamp(as_of)
    owners = _owners(enterprises)
    units = _units(owners, dispositions, office)
    parts = []
    for name, step, concerns, last in items[["id", "step", "concerns", "deadline"]].values.tolist():
        rows = milestones[milestones["milestone"] == name]
        concerned = _milestones_of(units[concerns], rows, day)
        if concerns == "all":
            _add_by_lines(concerned, rows, dispositions, day)
        if name == _RETURNED:
            _add_returns(concerned, rows, returns, day)
        parts.append(concerned.assign(item=name, step=step, last=pd.Timestamp(last)))
    if not parts:
        return pd.DataFrame(columns=_DUTY)
    found = pd.concat(parts, ignore_index=True)
    found["deadline"] = _earlier(found["deadline"].fillna(found["last"]), found["planned_on"])
    found["state"] = _states(found, day, at_risk_days)
    found["item"] = pd.Categorical(found["item"], categories=items["id"].tolist(), ordered=True)
    named = owners.iloc[found["enterprise_code"].to_numpy()].reset_index(drop=True)
    return pd.concat([named[_OF_OWNER], found], axis=1)[_DUTY]


def no_duties() -> pd.DataFrame:
    """Return no duties: what `duties` says of nobody."""
    kinds = dict.fromkeys(_DUTY, "str") | {"deadline": "datetime64[s]", "done_on": "datetime64[s]",
        "row": "int32", "enterprise_code": "int32", "line_code": "int32"}  # fmt: skip
    return empty(kinds)


def _owners(enterprises: pd.DataFrame) -> pd.DataFrame:
    owners = enterprises.rename(columns={"name": "enterprise_name"}).reset_index(drop=True)
    blank = {"township": owners["township"].astype("object").fillna("").astype("str")}
    return owners.assign(**blank)


def _units(
    owners: pd.DataFrame, dispositions: pd.DataFrame, office: str
) -> dict[str, pd.DataFrame]:
    """Return whom the items of each kind concern."""
    found = dispositions[_OF_UNIT].assign(deadline=pd.to_datetime(dispositions["deadline"]))
    whole = pd.DataFrame(
        {
            "enterprise_code": np.arange(len(owners), dtype=np.int32),
            "line_code": np.int32(-1),
            "line_id": pd.Series(None, index=owners.index, dtype="str"),
            "equipment_id": pd.Series(None, index=owners.index, dtype="str"),
            "department": office,
            "deadline": pd.Series(pd.NaT, index=owners.index, dtype=found["deadline"].dtype),
        }
    )
    exits = dispositions["exits"].to_numpy(bool)
    without_day = found.assign(deadline=pd.Series(pd.NaT, found.index, found["deadline"].dtype))
    return {
        "all": whole,
        "findings": without_day[dispositions["findings"].to_numpy() > 0],
        "exits": found[exits],
    }


def _milestones_of(units: pd.DataFrame, rows: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
    """Add `planned_on`, `done_on`, `done` and `row`: of the unit's own milestone or its enterprise's."""
    units = units.reset_index(drop=True)
    if rows.empty:
        none = pd.Series(pd.NaT, index=units.index, dtype=rows["done_on"].dtype)
        return units.assign(planned_on=none, done_on=none, done=False, row=np.int32(-1))
    whole = rows[rows["line_code"] < 0].set_index("enterprise_code")
    own = rows[rows["line_code"] >= 0].set_index("line_code")
    of_whole = whole.reindex(units["enterprise_code"].to_numpy()).reset_index(drop=True)
    of_line = own.reindex(units["line_code"].to_numpy()).reset_index(drop=True)
    days = [frame["done_on"].where(frame["done_on"] <= day) for frame in (of_line, of_whole)]
    done_on = _earlier(*days)
    by_whole = done_on.notna() & (done_on != days[0])
    row = of_line["row"].mask(by_whole).fillna(of_whole["row"])
    return units.assign(
        planned_on=of_line["planned_on"].fillna(of_whole["planned_on"]),
        done_on=done_on,
        done=done_on.notna(),
        row=row.fillna(-1).astype("int32"),
    )


def _add_by_lines(
    units: pd.DataFrame, rows: pd.DataFrame, dispositions: pd.DataFrame, day: pd.Timestamp
) -> None:
    """Mark the enterprises that have reached a milestone with each of their lines; the last day counts."""
    if rows.empty:
        return
    lines = dispositions.loc[dispositions["line_code"] >= 0, ["enterprise_code", "line_code"]]
    done = rows[(rows["line_code"] >= 0) & (rows["done_on"] <= day)].set_index("line_code")
    of_line = done[["done_on", "row"]].reindex(lines["line_code"].to_numpy())
    of_line["enterprise_code"] = lines["enterprise_code"].to_numpy()
    of_line = of_line.sort_values(["done_on", "row"], kind="stable")
    groups = of_line.groupby("enterprise_code")
    complete = groups["done_on"].count() == groups.size()
    last = of_line[of_line["enterprise_code"].map(complete).to_numpy(bool)]
    last = last.drop_duplicates("enterprise_code", keep="last").set_index("enterprise_code")
    by_lines = last.reindex(units["enterprise_code"].to_numpy()).reset_index(drop=True)
    new = ~units["done"] & by_lines["done_on"].notna()
    units["done_on"] = units["done_on"].fillna(by_lines["done_on"])
    units["row"] = units["row"].mask(new, by_lines["row"]).astype("int32")
    units["done"] |= new


def _add_returns(
    units: pd.DataFrame, rows: pd.DataFrame, returns: pd.DataFrame, day: pd.Timestamp
) -> None:
    """Mark the enterprises whose form came back, where no milestone gives a day."""
    filled_on = pd.to_datetime(returns["filled_on"])
    back = returns["outcome"].isin(_CAME_BACK) & ~(filled_on > day)
    if not back.any():
        return
    filled = filled_on[back].set_axis(returns.loc[back, "enterprise_code"])
    filled = filled[~filled.index.duplicated()]
    codes = units["enterprise_code"]
    dated = codes.isin(rows.loc[rows["done_on"].notna(), "enterprise_code"])
    new = ~units["done"] & ~dated & codes.isin(filled.index)
    days = filled.reindex(codes.to_numpy()).set_axis(units.index)
    units["done_on"] = units["done_on"].where(~new, days)
    units["done"] |= new


def _earlier(one: pd.Series, other: pd.Series) -> pd.Series:
    """Return the earlier of two days of each row, or the one that there is."""
    return one.mask(other < one, other).fillna(other)


def _states(found: pd.DataFrame, day: pd.Timestamp, at_risk_days: int) -> pd.Series:
    left = (found["deadline"] - day).dt.days
    state = np.select(
        [found["done"], left < 0, left <= at_risk_days], [DONE, OVERDUE, AT_RISK], OPEN
    )
    return pd.Series(state, index=found.index, dtype="str")


@once_without_rows("duties")
def summary(duties: pd.DataFrame) -> pd.DataFrame:
    """Count the duties of each item by how they stand, overall and by group.

    Parameters
    ----------
    duties : DataFrame
        What `duties` returns.

    Returns
    -------
    DataFrame
        `step`, `item`, `group_kind` (``all``, ``department``, ``township`` or ``industry``),
        `group` (``all``; ids of departments joined by ``;``; blank where unknown), and counts:
        `due` (units that must do it), `done`, `overdue`, `at_risk`. What is left of `due` is open.
        The groups of a kind add up to ``all``; departments that are responsible together are one
        group, for that reason.

    Examples
    --------
    >>> found = pd.DataFrame({"step": "review", "item": "notice_issued", "department": "fgw",
    ...     "township": ["东乡", "西镇"], "industry": "cement", "state": ["done", "overdue"]})
    >>> counts = summary(found)
    >>> counts.loc[counts["group_kind"] == "township", ["group", "due", "overdue"]].values.tolist()
    [['东乡', 1, 0], ['西镇', 1, 1]]

    """
    flags = {state: duties["state"] == state for state in (DONE, OVERDUE, AT_RISK)}
    counted = duties[["step", "item", *GROUPS]].assign(due=1, all="all", **flags)
    parts = []
    for kind in ("all", *GROUPS):
        keys = [counted[name] for name in ("item", "step")] + [counted[kind].rename("group")]
        sums = counted[list(_COUNTS)].groupby(keys, observed=True).sum().reset_index()
        parts.append(sums.assign(group_kind=kind))
    found = typed(pd.concat(parts, ignore_index=True), dict.fromkeys(_COUNTS, "int64"))
    found = found.sort_values("item", kind="stable", ignore_index=True)
    return typed(found[_SUMMARY], dict.fromkeys(_SUMMARY[:4], "str"))


@once_without_rows("duties")
def overdue(duties: pd.DataFrame, as_of: dt.date) -> pd.DataFrame:
    """Return the duties whose last day is past, the longest overdue first.

    Parameters
    ----------
    duties : DataFrame
        What `duties` returns.
    as_of : date
        The day.

    Returns
    -------
    DataFrame
        `enterprise_id`, `enterprise_name`, `line_id`, `equipment_id`, `step`, `item`, `ground`
        (missing: of an order alone, see `overdue_orders`), `deadline` (ISO day), `days` (past it),
        `department`, `township`, `industry`, `row` (of the ledger's milestone, -1 for none),
        `enterprise_code`, `line_code`.

    """
    late = duties[duties["state"] == OVERDUE]
    return _by_days(late.assign(ground=None), as_of)


def overdue_orders(
    findings: pd.DataFrame, enterprises: pd.DataFrame, as_of: dt.date
) -> pd.DataFrame:
    """Return the orders to rectify that are overdue, in the columns of `overdue`.

    Parameters
    ----------
    findings : DataFrame
        `state`, `deadline` (ISO day that governs), `ground`, `line_id`, `equipment_id`,
        `department`, `enterprise_code`, `line_code`.
    enterprises : DataFrame
        The roster, as for `duties`.
    as_of : date
        The day.

    """
    late = findings[(findings["state"] == OVERDUE).to_numpy()]
    return _late_orders(late.reset_index(drop=True), enterprises, as_of)


@once_without_rows("late")
def _late_orders(late: pd.DataFrame, enterprises: pd.DataFrame, as_of: dt.date) -> pd.DataFrame:
    owners = _owners(enterprises).iloc[late["enterprise_code"].to_numpy()].reset_index(drop=True)
    late = late.drop(columns=_OF_OWNER, errors="ignore").join(owners[_OF_OWNER])
    return _by_days(late.assign(step="", item=ORDER, row=np.int32(-1)), as_of)


def _by_days(late: pd.DataFrame, as_of: dt.date) -> pd.DataFrame:
    last = pd.to_datetime(late["deadline"])
    days = (pd.Timestamp(as_of) - last).dt.days.astype("int64")
    texts = dict.fromkeys(("ground", "line_id", "equipment_id", "step", "item"), "str")
    found = late.assign(days=days, deadline=last.dt.strftime("%Y-%m-%d").astype("str"))
    order = ["days", "enterprise_code", "line_code", "item"]
    found = found.sort_values(order, ascending=[False, True, True, True], ignore_index=True)
    return typed(found[_OVERDUE], texts)
