"""Small ledgers and findings for the tests of dispositions: one enterprise, lines with one finding or more."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Any

import pandas as pd

from capacity_analysis import Campaign
from capacity_analysis.analysis import dispositions
from capacity_analysis.analysis.findings import consequences_of, in_shape, with_consequences

AS_OF = dt.date(2022, 9, 10)
PENDING = ("open", "ordered", "extended")
LATE = ("overdue", "failed")


@cache
def plan() -> Campaign:
    return Campaign.load()


def day(text: str | None) -> pd.Timestamp:
    return pd.Timestamp(text) if text else pd.NaT


def finding(ground: str, result: str = "hit", **more: Any) -> dict[str, Any]:
    """Return a finding on line 0 of enterprise 0; a hit is open unless it is told otherwise."""
    state = {"state": "open"} if result == "hit" else {}
    return {"ground": ground, "result": result, "enterprise_code": 0, "line_code": 0} | state | more


def lines_of(*enterprises: int, **more: Any) -> pd.DataFrame:
    """Return lines, one for each code of an enterprise given."""
    return pd.DataFrame(
        {
            "enterprise_code": pd.Series(enterprises, dtype="int32"),
            "line_id": pd.Series([f"L{at}" for at in range(len(enterprises))], dtype="str"),
            "out_of_operation": None,
            **more,
        }
    )


def milestone(name: str, done_on: str | None = "2022-09-01", line_code: int = 0) -> dict[str, Any]:
    return {
        "enterprise_code": 0,
        "line_code": line_code,
        "milestone": name,
        "done_on": day(done_on),
    }


def suggested(
    *found: dict[str, Any],
    lines: pd.DataFrame | None = None,
    enterprises: int = 1,
    milestones: tuple[dict[str, Any], ...] = (),
    tier: str | list[str] = "undecided",
    campaign: Campaign | None = None,
    as_of: dt.date = AS_OF,
) -> pd.DataFrame:
    """Return what is suggested of one line of one enterprise, or of the lines given."""
    campaign = campaign or plan()
    lines = lines_of(0) if lines is None else lines
    roster = pd.DataFrame({"enterprise_id": [f"E{at}" for at in range(enterprises)]})
    frame = pd.DataFrame(list(found) or {"ground": [], "result": [], "reason": []})
    own = in_shape(frame)
    frame = with_consequences(own, consequences_of(campaign), campaign.suppliers.model_dump())
    frame["deadline"] = own["deadline"].fillna(frame["deadline"])
    reached = pd.DataFrame(
        list(milestones) or {"enterprise_code": [], "line_code": [], "milestone": []}
    )
    reached["done_on"] = pd.to_datetime(reached.get("done_on", pd.Series(dtype="str")))
    return dispositions.suggest(
        frame,
        lines,
        roster,
        reached,
        campaign,
        tier=pd.Series(tier, index=range(len(lines)), dtype="str"),
        as_of=as_of,
    )


def disposition(*found: dict[str, Any], **more: Any) -> str:
    """Return the disposition of the only line."""
    (said,) = suggested(*found, **more)["disposition"]
    return said
