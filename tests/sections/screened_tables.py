"""Tables of an assessment on the grounds of a plan, made by hand, and views that hold them."""

from __future__ import annotations

from typing import Any

import pandas as pd
from small_views import Line, view, with_tables

from capacity_analysis.sections import IndustryView

Rows = list[dict[str, Any]]

SHAPES = {
    "findings": (
        "enterprise_id line_id equipment_id ground category document row_id attribute measured "
        "measured_text threshold threshold_text unit result confidence reason proof note action "
        "authority legal_basis department cooperating supplier source_cell state ordered_on due_on "
        "deadline deadline_basis plan_deadline national_deadline entry_deadline enterprise_code "
        "line_code device_code"
    ),
    "dispositions": (
        "enterprise_id line_id equipment_id scope disposition rule grounds findings open_questions "
        "state deadline deadline_basis department cooperating authority exits steps_missing "
        "gates_missing enterprise_code line_code"
    ),
    "enterprise_dispositions": (
        "enterprise_id disposition extent lines lines_exiting deadline departments"
    ),
    "legal_steps": (
        "enterprise_id line_id equipment_id step kind status done_on document_no source_cell"
    ),
    "devices": (
        "device_code enterprise_id line_id equipment_id name equipment_type use model quantity "
        "origin enterprise_code line_code"
    ),
    "device_values": "device_code attribute value value_text origin",
    "parses": "device_code text equipment_type attribute value outcome candidates",
    "progress": "step item group_kind group due done overdue at_risk",
    "overdue": (
        "enterprise_id enterprise_name line_id equipment_id step item ground deadline days "
        "department township industry enterprise_code line_code"
    ),
    "exit_files": "enterprise_id line_id equipment_id scope item status records",
    "visits": (
        "rank signal measure year measured expected value threshold state times cells "
        "enterprise_code line_code"
    ),
    "false_returns": "enterprise_id line_id found_on matter state proof concluded_on",
    "catalogue_editions": (
        "enterprise_id line_id equipment_id ground title document_id change result_now row_id_now "
        "result_then row_id_then changed_by"
    ),
}
_NUMBERS = (
    "measured", "threshold", "value", "expected", "times", "quantity", "findings",
    "open_questions", "days", "due", "done", "overdue", "at_risk", "rank", "lines",
    "lines_exiting", "device_code", "line_code", "enterprise_code", "records",
)  # fmt: skip
_DATES = ("found_on", "concluded_on", "done_on")

# That something of the plan's steps is recorded: without any record nothing is overdue.
DONE = {
    "step": "self_check", "item": "self_check_returned", "group_kind": "all", "group": "",
    "due": 1, "done": 1, "overdue": 0, "at_risk": 0,
}  # fmt: skip

# What a row says that is of 乙厂 1号.
OF_YI = {"enterprise_id": "乙厂", "enterprise_code": 1, "line_code": 1}


def frame(name: str, rows: Rows) -> pd.DataFrame:
    """Return rows as the table of that name; what they leave out is missing."""
    columns = SHAPES[name].split()
    table = pd.DataFrame(rows, columns=columns)
    kinds: dict[str, str] = {}
    for column in columns:
        if column in _NUMBERS:
            given = table[column].notna().all() and column not in ("measured", "threshold", "value")
            kinds[column] = "int64" if given else "float64"
        elif column == "exits":
            kinds[column] = "bool"
        elif column in _DATES:
            kinds[column] = "datetime64[ns]"
        else:
            kinds[column] = "str"
    return table.astype(kinds)


def finding(ground: str, result: str, **given: Any) -> dict[str, Any]:
    """Return a finding on 甲厂 1号, of a row that was checked."""
    held = {
        "enterprise_id": "甲厂", "line_id": "1号", "ground": ground, "result": result,
        "document": "catalogue", "row_id": "row-1", "confidence": "verified",
        "department": "gxj", "state": "open" if result == "hit" else None,
        "enterprise_code": 0, "line_code": 0, "device_code": -1,
    }  # fmt: skip
    return held | given


def unit(disposition: str, **given: Any) -> dict[str, Any]:
    """Return a suggestion for 甲厂 1号."""
    held = {
        "enterprise_id": "甲厂", "line_id": "1号", "scope": "line", "disposition": disposition,
        "rule": "compliant", "findings": 0, "open_questions": 0, "exits": False,
        "department": "gxj", "authority": "qzf", "enterprise_code": 0, "line_code": 0,
    }  # fmt: skip
    return held | given


def screened(*lines: Line, industry: str = "cement", **tables: Rows) -> IndustryView:
    """Return the view of these lines with hand-made tables; those not given have no row."""
    if "overdue" in tables:
        tables = {"progress": [DONE], **tables}
    of = view(*(lines or (Line(),)), industry=industry)
    made = {name: frame(name, tables.get(name, [])) for name in SHAPES}
    return with_tables(of, **made)


def works() -> IndustryView:
    """Return two works: 甲厂 with a listed kiln and a penalty, 乙厂 with what is still open.

    甲厂: equipment of 380 where the entry ends at 400, two alike, to go by the plan's 2022-10-31; the
    whole works stopped by an order that ended on 2022-08-31. 乙厂: perhaps an exception, and no list
    of its quality.
    """
    return screened(
        Line(),
        Line(enterprise="乙厂"),
        findings=[
            finding("elimination_list", "hit", equipment_id="1#窑", device_code=0,
                    attribute="effective_volume_m3", measured=380, threshold=400, unit="m3",
                    deadline="2022-10-31", deadline_basis="plan", plan_deadline="2022-10-31",
                    national_deadline="2025-12-31", source_cell="设备!I2"),
            finding("below_baseline", "clear"),
            finding("over_limit", "undecided", reason="no_limit"),
            finding("environment", "hit", line_id=None, line_code=-1, document=None, row_id=None,
                    confidence=None, measured_text="suspended", state="overdue",
                    deadline="2022-08-31", deadline_basis="order", department="sthjj"),
            finding("restricted_low_rating", "review", **OF_YI, reason="exception_possible",
                    proof="铸造用途证明", supplier="gxj", device_code=1),
            finding("quality", "undecided", **OF_YI | {"line_id": None, "line_code": -1},
                    reason="list_missing", supplier="scjgj", row_id=None, document=None),
        ],
        dispositions=[
            unit("review", **OF_YI, rule="open_question", open_questions=2),
            unit("eliminate_now", rule="elimination_list", grounds="elimination_list;environment",
                 findings=2, exits=True, deadline="2022-10-31", deadline_basis="plan",
                 state="overdue", steps_missing="notice;hearing", gates_missing="health_check"),
        ],
        enterprise_dispositions=[
            {"enterprise_id": "甲厂", "disposition": "eliminate_now", "extent": "whole"},
            {"enterprise_id": "乙厂", "disposition": "review", "extent": "none"},
        ],
        devices=[
            {"device_code": 0, "enterprise_id": "甲厂", "enterprise_code": 0, "quantity": 2},
            {"device_code": 1, "enterprise_id": "乙厂", "enterprise_code": 1, "quantity": 1},
        ],
        parses=[{"device_code": 1, "text": "450高炉", "outcome": "ambiguous"}],
    )  # fmt: skip
