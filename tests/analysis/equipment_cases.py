"""Frames of equipment and of catalogue rows, built by hand; all rows are invented."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from capacity_analysis.analysis import screening

DEVICE = {
    "enterprise_code": 0, "enterprise_id": "甲", "line_code": 0, "equipment_id": "1#",
    "name": "1#高炉", "equipment_type": "blast_furnace", "candidates": None, "use": None,
    "model": None, "exception_papers": None, "approved_on": None, "commissioned_on": None,
    "quantity": 1, "origin": "reported", "row_table": "equipment", "row": 2, "in_use": True,
}  # fmt: skip
RULE = {
    "row_id": "r1", "part_of": "", "all_of": "", "category": "淘汰类",
    "equipment_types": "blast_furnace", "attribute_id": "effective_volume_m3", "unit": "m3",
    "operator": "<=", "threshold": "400", "doubtful_at": "", "exception": "", "proof": "",
    "applies_when": "", "exempt_when": "", "deadline": "", "confidence": "verified",
    "document_id": "catalogue", "binding": True, "for_new": False, "in_force": dt.date(2020, 1, 1),
}  # fmt: skip


def devices(*given: dict) -> pd.DataFrame:
    """Return devices; what is not given is as in `DEVICE`."""
    table = pd.DataFrame([DEVICE | each for each in given], columns=list(DEVICE))
    table.insert(0, "device_code", range(len(table)))
    days = dict.fromkeys(("approved_on", "commissioned_on"), "datetime64[ms]")
    return table.astype(days)


def values(*given: tuple) -> pd.DataFrame:
    """Return values: device code, attribute, and a number or a text."""
    table = pd.DataFrame(
        [
            (code, attribute, None if isinstance(value, str) else value,
             value if isinstance(value, str) else None)
            for code, attribute, value in given
        ],
        columns=["device_code", "attribute", "value", "value_text"],
    )  # fmt: skip
    return table.astype({"value": float})


def rules(*given: dict) -> pd.DataFrame:
    """Return rows of entries; what is not given is as in `RULE`."""
    table = pd.DataFrame([RULE | each for each in given])
    return table.assign(in_force=pd.to_datetime(table["in_force"]))


def screened(one: dict, its: dict, *of: dict) -> pd.DataFrame:
    """Return one device with its attributes, held against rows."""
    listed = [(0, attribute, value) for attribute, value in its.items()]
    return screening.screen(devices(one), values(*listed), rules(*of))


def said(one: dict, its: dict, *of: dict) -> dict[str, tuple[str, str | None]]:
    """Return result and reason by row, of one device."""
    table = screened(one, its, *of).astype({"reason": object, "result": object})
    reasons = table["reason"].where(table["reason"].notna(), None)
    return dict(zip(table["row_id"], zip(table["result"], reasons, strict=True), strict=True))
