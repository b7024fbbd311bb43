"""The legal steps before an exit, and the gates that must be passed: what is done, what is missing."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from ..campaign import Campaign
from . import joined_ids
from .frames import once_without_rows

DONE, MISSING, NOT_REQUIRED = STATUSES = ("done", "missing", "not_required")

_UNIT = ["enterprise_id", "line_id", "equipment_id", "scope", "enterprise_code", "line_code",
         "device_code"]  # fmt: skip


def legal_steps(
    dispositions: pd.DataFrame, procedures: pd.DataFrame, campaign: Campaign, as_of: dt.date
) -> pd.DataFrame:
    """Return how each step that an exit needs stands on the day.

    Which steps an exit needs are those of the grounds that it was found on, or those that the rule
    names which suggests it. A step taken for the whole enterprise counts for each of its lines.

    Parameters
    ----------
    dispositions : DataFrame
        What `dispositions.suggest` returns.
    procedures : DataFrame
        The ledger's: `enterprise_code`, `line_code`, `step`, `done_on`, `not_required`,
        `document_no`, `source_cell`.
    campaign : Campaign
        The plan: `legal_steps`, and those of `grounds` and `disposition_rules`.
    as_of : date
        The day; what was done later is missing on it.

    Returns
    -------
    DataFrame
        One row per unit that exits and has not left, and step, in the plan's order of steps: the
        unit (`enterprise_id`, `line_id`, `equipment_id`, `scope` and codes), `unit` (its place in
        `dispositions`), `step`, `place` (of the step in the plan), `kind` (``procedure`` or ``gate``), `status` (one of `STATUSES`),
        `done_on` (ISO), `document_no`, `source_cell`.

    """
    steps = [step.id for step in campaign.legal_steps]
    wanted = _wanted(dispositions, campaign, steps)
    return _with_records(wanted, procedures, campaign, as_of)


@once_without_rows("wanted")
def _with_records(
    wanted: pd.DataFrame, procedures: pd.DataFrame, campaign: Campaign, as_of: dt.date
) -> pd.DataFrame:
    """Return the steps wanted with what is recorded of each."""
    day = pd.Timestamp(as_of)
    taken = procedures.assign(
        done=procedures["done_on"] <= day,
        # Given up on a later day, it is still due on this one.
        excused=procedures["not_required"].astype("boolean").fillna(value=False).astype(bool)
        & ~(procedures["done_on"] > day),
    )
    # Of several records the one that settles the step counts, and of the line before the whole.
    taken["rank"] = np.select([taken["done"], taken["excused"]], [0, 1], 2) * 2 + (
        taken["line_code"] < 0
    )
    facts = ["step", "done", "excused", "done_on", "document_no", "source_cell", "rank"]
    of_line = taken["line_code"] >= 0
    own = wanted.merge(taken.loc[of_line, ["line_code", *facts]], on=["line_code", "step"])
    whole = wanted.merge(
        taken.loc[~of_line, ["enterprise_code", *facts]], on=["enterprise_code", "step"]
    )
    found = pd.concat([own, whole], ignore_index=True).sort_values("rank", kind="stable")
    found = found.drop_duplicates(["unit", "place"])
    # One number for a unit and a step: `wanted` is sorted by both.
    keys, held = (frame["unit"].to_numpy() * len(campaign.legal_steps) + frame["place"].to_numpy()
                  for frame in (wanted, found))  # fmt: skip
    at = np.full(len(wanted), -1)
    at[np.searchsorted(keys, held)] = np.arange(len(found))
    record = found[facts].reset_index(drop=True).reindex(at).reset_index(drop=True)
    settled = record["done"].eq(True), record["excused"].eq(True)
    kind = {step.id: step.kind for step in campaign.legal_steps}
    return wanted.assign(
        kind=wanted["step"].map(kind).astype("str"),
        status=pd.Series(np.select(list(settled), [DONE, NOT_REQUIRED], MISSING), dtype="str"),
        done_on=record["done_on"].where(settled[0]).dt.strftime("%Y-%m-%d").astype("str"),
        document_no=record["document_no"].astype("str"),
        source_cell=record["source_cell"].astype("str"),
    )


def _wanted(dispositions: pd.DataFrame, campaign: Campaign, steps: list[str]) -> pd.DataFrame:
    """Return the units that exit, each with every step that its exit needs."""
    done = [one.id for one in campaign.dispositions if one.done]
    going = dispositions["exits"].to_numpy(bool) & ~dispositions["disposition"].isin(done)
    units = dispositions.loc[going, [*_UNIT, "rule", "grounds"]].reset_index(names="unit")
    needed = np.zeros((len(units), len(steps)), dtype=bool)
    named = np.zeros(len(units), dtype=bool)
    for rule in campaign.disposition_rules:
        if rule.legal_steps is not None:
            suggested = (units["rule"] == rule.id).to_numpy(bool)
            named |= suggested
            needed[suggested] |= np.isin(steps, rule.legal_steps)
    at, ground, grounds = joined_ids.apart(units["grounds"].mask(named))
    for one in campaign.grounds:
        if one.id in grounds:
            needed[at[ground == grounds.index(one.id)]] |= np.isin(steps, one.legal_steps)
    unit, place = np.nonzero(needed)
    wanted = units[["unit", *_UNIT]].iloc[unit].reset_index(drop=True)
    return wanted.assign(step=pd.Series(steps, dtype="str").array.take(place), place=place)


def with_missing_steps(dispositions: pd.DataFrame, steps: pd.DataFrame) -> pd.DataFrame:
    """Return dispositions with the steps and the gates that their exit still lacks.

    Parameters
    ----------
    dispositions : DataFrame
        What `dispositions.suggest` returns.
    steps : DataFrame
        What `legal_steps` returns.

    Returns
    -------
    DataFrame
        The dispositions with `steps_missing` and `gates_missing`: ids joined by ``;``, missing where
        nothing is.

    """
    missing = steps.loc[steps["status"] == MISSING, ["unit", "place", "kind"]]
    size = len(dispositions)
    found = {}
    for column, kind in (("steps_missing", "procedure"), ("gates_missing", "gate")):
        rows = missing[missing["kind"] == kind]
        names = steps.drop_duplicates("place").sort_values("place")
        at = names["place"].searchsorted(rows["place"])
        ids = joined_ids.joined(
            rows["unit"].to_numpy(np.int64), np.asarray(at), names["step"].tolist(), size
        )
        found[column] = ids.array
    return dispositions.assign(**found)
