"""The equipment of a line: from which cell, how read, and the rows of catalogues it was held against."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from ..assessment import finding_words as words
from .disposal import Device, DeviceValue, Entry, Reading
from .sources import Sources, day, number, text


def devices(sources: Sources) -> tuple[Device, ...]:
    """Return the devices of the line, in the order of the ledger."""
    table = sources.shared.screened.devices
    own = table[table["line_code"] == sources.line_code]
    return tuple(_device(sources, one) for one in own.to_dict("records"))


def _device(sources: Sources, one: Mapping[Any, Any]) -> Device:
    code = int(one["device_code"])
    found = sources.shared.screened
    return Device(
        equipment_id=text(one["equipment_id"]),
        name=text(one["name"]),
        equipment_type=text(one["equipment_type"]),
        type_name=words.type_name(text(one["equipment_type"])),
        use=words.use_name(text(one["use"])),
        model=text(one["model"]),
        exception_papers=words.choice("equipment", "exception_papers", one["exception_papers"]),
        approved_on=day(one["approved_on"]),
        commissioned_on=day(one["commissioned_on"]),
        in_use=bool(one["in_use"]),
        origin=str(one["origin"]),
        origin_label=words.origin_name(str(one["origin"])),
        place=sources.place(str(one["row_table"]), int(one["row"]), _field(one)),
        readings=tuple(_reading(sources, row) for row in _of(found.equipment.parses, code)),
        values=tuple(_value(sources, row) for row in _of(found.equipment.values, code)),
        entries=tuple(_entry(sources, row) for row in _of(found.table, code)),
    )


def _of(table: pd.DataFrame, device_code: int) -> list[dict[Any, Any]]:
    return table[table["device_code"] == device_code].to_dict("records")


def _field(one: Mapping[Any, Any]) -> str:
    """Return the column that a device is known from."""
    return {
        "equipment": "name",
        "lines": "specification" if one["origin"] == "parsed" else "product_id",
    }[str(one["row_table"])]


def _reading(sources: Sources, one: Mapping[Any, Any]) -> Reading:
    return Reading(
        text=text(one["text"]),
        outcome=str(one["outcome"]),
        outcome_label=words.parse_name(str(one["outcome"])),
        equipment_type=words.type_name(text(one["equipment_type"])),
        attribute=words.attribute_name(text(one["attribute"])),
        value=number(one["value"]),
        candidates=words.candidate_names(text(one["candidates"])),
        place=sources.place(str(one["row_table"]), int(one["row"]), str(one["field"])),
    )


def _value(sources: Sources, one: Mapping[Any, Any]) -> DeviceValue:
    return DeviceValue(
        attribute=str(one["attribute"]),
        name=words.attribute_name(str(one["attribute"])),
        value=number(one["value"]),
        value_text=text(one["value_text"]),
        origin=str(one["origin"]),
        origin_label=words.origin_name(str(one["origin"])),
        place=sources.place(str(one["row_table"]), int(one["row"]), str(one["field"])),
    )


def _entry(sources: Sources, one: Mapping[Any, Any]) -> Entry:
    cited, row = sources.shared.cited(str(one["document_id"]), str(one["row_id"]))
    result, reason = str(one["result"]), text(one["reason"])
    return Entry(
        citation=cited,
        entry=text(one["entry"]),
        section=str(row["section_ref"] or ""),
        category=str(row["category"]),
        equipment=str(row["equipment"]),
        attribute=text(one["attribute_id"]),
        attribute_name=words.attribute_name(text(one["attribute_id"])) or str(row["attribute"]),
        operator=str(row["operator"]),
        threshold=str(row["threshold"]),
        unit=str(row["unit"]),
        doubtful_at=str(row["doubtful_at"] or ""),
        applies_when=str(row["applies_when"] or ""),
        exception=str(row["exception"] or ""),
        exempt_when=str(row["exempt_when"] or ""),
        proof=str(row["proof"] or ""),
        deadline=text(one["entry_deadline"]),
        measured=number(one["measured"]),
        measured_text=text(one["measured_text"]),
        result=result,
        result_label=words.entry_result(result),
        reason=reason,
        reason_label=words.reason_name(reason) if reason else "",
    )
