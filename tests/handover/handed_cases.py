"""Findings, suggestions and what follows from them, of the four enterprises of the small ledger."""

import dataclasses

import pandas as pd

_TEXTS = ("equipment_id", "category", "document", "row_id", "attribute", "measured_text",
          "threshold_text", "unit", "confidence", "reason", "proof", "note", "action", "authority",
          "legal_basis", "department", "cooperating", "supplier", "source_cell", "state",
          "ordered_on", "due_on", "deadline", "deadline_basis", "plan_deadline",
          "national_deadline", "entry_deadline")  # fmt: skip
_NUMBERS = ("measured", "threshold")
_CODES = {"E1": 0, "E2": 1, "E3": 2, "E4": 3}
LINE = "1号线"


def finding(enterprise, ground, result, *, line=LINE, device_code=-1, **values):
    """A row of `findings`: on the one line of an enterprise, or on all of it (line None)."""
    row = dict.fromkeys(_TEXTS) | dict.fromkeys(_NUMBERS, float("nan")) | values
    code = -1 if line is None else _CODES[enterprise]
    return {"enterprise_id": enterprise, "line_id": line, "ground": ground, "result": result, **row,
            "enterprise_code": _CODES[enterprise], "line_code": code,
            "device_code": device_code}  # fmt: skip


FINDINGS = [
    finding("E1", "below_baseline", "clear", state=None),
    finding("E2", "below_baseline", "hit", document="ndrc-2021-1609", row_id="bm2021-030",
            attribute="comprehensive", measured=128.299684, threshold=117.0, unit="kgce/t",
            confidence="verified", state="ordered", ordered_on="2022-08-01", due_on="2022-12-31",
            deadline="2022-12-31", deadline_basis="order", plan_deadline="2023-07-20",
            action="在规定时间内整改", authority="qzf", legal_basis="发改产业〔2021〕1609号",
            department="fgw;gxj", source_cell="产量!E3、能源!F4"),
    finding("E3", "elimination_list", "review", device_code=0, equipment_id="1#高炉",
            category="淘汰类", document="catalogue-2019", row_id="cat2019-x",
            attribute="effective_volume_m3", measured=380.0, threshold=400.0, unit="m3",
            confidence="cross_checked", reason="exception_possible", proof="许可证和三年销售凭证",
            department="gxj;fgw", source_cell="设备!H2"),
    finding("E4", "environment", "hit", line=None, state="open", action="停产整治",
            authority="qzf", legal_basis="《环境保护法》第六十条", department="sthjj",
            deadline="2023-07-20", deadline_basis="plan", source_cell="检查处罚!A2"),
    finding("E1", "quality", "undecided", reason="list_missing", supplier="scjgj",
            department="scjgj"),
]  # fmt: skip


def unit(enterprise, disposition, *, scope="line", equipment=None, **values):
    """A row of `dispositions`."""
    line = LINE if scope == "line" else None
    texts = dict.fromkeys(("grounds", "state", "deadline", "deadline_basis", "department",
                           "cooperating", "authority", "steps_missing", "gates_missing"))  # fmt: skip
    row = {"enterprise_id": enterprise, "line_id": line, "equipment_id": equipment, "scope": scope,
           "disposition": disposition, "rule": disposition, "findings": 0, "open_questions": 0,
           "not_assessed": 0,
           "exits": False, "enterprise_code": _CODES[enterprise],
           "line_code": _CODES[enterprise] if line else -1}  # fmt: skip
    return texts | row | values


DISPOSITIONS = [
    unit("E1", "review", open_questions=1, department="scjgj"),
    unit("E2", "rectify", findings=1, grounds="below_baseline", state="ordered",
         deadline="2022-12-31", deadline_basis="order", department="fgw;gxj", authority="qzf"),
    unit("E3", "eliminate_now", open_questions=1, exits=True, department="gxj",
         deadline="2022-10-31", steps_missing="notice;hearing", gates_missing="resettlement_plan"),
    unit("E4", "suspend", scope="enterprise", findings=1, grounds="environment",
         department="sthjj", deadline="2023-07-20"),
]  # fmt: skip
DEVICES = [
    {"device_code": 0, "equipment_code": 0, "enterprise_code": 2, "line_code": 2,
     "equipment_id": "1#高炉", "candidates": None, "name": "380立方米高炉",
     "equipment_type": "blast_furnace", "use": None, "model": None, "exception_papers": None,
     "approved_on": pd.NaT, "commissioned_on": pd.NaT, "quantity": 1, "origin": "reported",
     "row_table": "equipment", "row": 2, "in_use": True},
]  # fmt: skip
SCREENED = {
    "device_code": 0, "enterprise_code": 2, "line_code": 2, "document_id": "catalogue-2019",
    "row_id": "cat2019-x", "entry": "cat2019-x", "category": "淘汰类",
    "attribute_id": "effective_volume_m3", "operator": "<=", "threshold": 400.0,
    "threshold_text": "400", "unit": "m3", "exception": "铸造用铁除外",
    "proof": "许可证和三年销售凭证", "confidence": "cross_checked", "binding": True,
    "entry_deadline": None, "measured": 380.0, "measured_text": None, "result": "review",
    "reason": "exception_possible",
}  # fmt: skip
PARSED = {
    "device_code": 0, "text": "380立方米高炉", "equipment_type": "blast_furnace",
    "attribute": "effective_volume_m3", "value": 380.0, "outcome": "parsed", "candidates": None,
    "row_table": "equipment", "row": 2, "field": "name",
}  # fmt: skip
STEPS = [
    {"enterprise_id": "E3", "line_id": LINE, "equipment_id": None, "step": step, "kind": kind,
     "status": status, "done_on": day, "document_no": None, "source_cell": None}
    for step, kind, status, day in (
        ("notice", "procedure", "missing", None),
        ("decision", "procedure", "done", "2022-08-20"),
        ("resettlement_plan", "gate", "missing", None),
    )
]  # fmt: skip
_COUNTED = {"due": 4, "done": 3, "overdue": 1, "at_risk": 0}
PROGRESS = [
    {"step": "self_check", "item": "self_check_returned", "group_kind": kind, "group": group, **_COUNTED}
    for kind, group in (("all", "all"), ("department", "gxj"), ("township", "城关镇"),
                        ("industry", "cement"))
]  # fmt: skip
OVERDUE = {
    "enterprise_id": "E4", "enterprise_name": "丁糕点厂", "line_id": None, "equipment_id": None,
    "step": "self_check", "item": "self_check_returned", "ground": None, "deadline": "2022-06-20",
    "days": 82, "department": "gxj", "township": "城关镇", "industry": "other", "row": -1,
    "enterprise_code": 3, "line_code": -1,
}  # fmt: skip
FILES = [
    {"enterprise_id": "E3", "line_id": LINE, "equipment_id": None, "scope": "line", "item": item,
     "status": status, "records": 1, "source_table": "evidence", "row": 2, "enterprise_code": 2,
     "line_code": 2}
    for item, status in (("before", "present"), ("after", "not_recorded"))
]  # fmt: skip
VISIT = {
    "rank": 1, "enterprise_code": 0, "line_code": -1, "signal": "meter_gap",
    "measure": "electricity", "year": 2021, "measured": 80.0, "expected": 0.0,
    "value": float("inf"), "threshold": 10.0, "state": None, "times": float("inf"),
    "cells": "能源!F3",
}  # fmt: skip
FALSE_RETURN = {
    "enterprise_id": "E1", "line_id": None, "found_on": pd.Timestamp("2022-08-01"),
    "matter": "产量不实", "state": "suspected", "proof": None, "concluded_on": pd.NaT,
}  # fmt: skip
CATALOGUE_EDITION = {
    "enterprise_id": "E3", "line_id": LINE, "equipment_id": "1#高炉", "title": "《目录（2024年本）》",
    "document_id": "catalogue-2024", "change": "not_checked", "result_now": "review",
    "row_id_now": "cat2019-x", "result_then": "review", "row_id_then": "cat2024-x",
    "confidence_now": "cross_checked", "confidence_then": "recalled",
    "reason_now": "exception_possible", "reason_then": "unchecked_standard",
    "changed_by": "cat2024-x",
}  # fmt: skip
REPLACEMENT = {
    "enterprise_id": "E1", "line_id": LINE, "project_no": "P1", "name": "产能置换项目",
    "product_id": "clinker", "approved_on": pd.Timestamp("2022-01-01"), "new_capacity": 1e6,
    "retired_capacity": 1.6e6, "ratio": 1.6, "required_low": 1.5, "required_high": 2.0,
    "row_id": "r-1", "conditions": "是否位于重点区域", "result": "review",
    "reason": "unchecked_standard", "source_cell": "技改项目!C2",
}  # fmt: skip
ENTERPRISES = [
    {"enterprise_id": one, "disposition": disposition, "extent": extent, "lines": lines,
     "lines_exiting": leaving, "deadline": day, "departments": departments}
    for one, disposition, extent, lines, leaving, day, departments in (
        ("E1", "review", "none", 1, 0, None, "scjgj"),
        ("E2", "rectify", "none", 1, 0, "2022-12-31", "fgw;gxj"),
        ("E3", "eliminate_now", "whole", 1, 1, "2022-10-31", "gxj"),
        ("E4", "suspend", "none", 0, 0, "2023-07-20", "sthjj"),
    )
]  # fmt: skip


def frames():
    """The tables that are set by hand."""
    made = {
        "findings": FINDINGS, "dispositions": DISPOSITIONS, "enterprise_dispositions": ENTERPRISES,
        "devices": DEVICES, "screening": [SCREENED], "parses": [PARSED], "legal_steps": STEPS,
        "progress": PROGRESS, "overdue": [OVERDUE], "exit_files": FILES, "visits": [VISIT],
        "false_returns": [FALSE_RETURN], "replacements": [REPLACEMENT], "catalogue_editions": [CATALOGUE_EDITION],
    }  # fmt: skip
    return {name: pd.DataFrame(rows) for name, rows in made.items()}


def with_tables(assessment, **tables):
    """An assessment with other tables in the place of its own."""
    return dataclasses.replace(assessment, tables={**assessment.tables, **tables})
