"""Rows of the tables that `collect` and the correcting analyst fill."""

from __future__ import annotations

import datetime as dt
from typing import Any

Rows = dict[str, list[dict[str, Any]]]


def sources(*suppliers: str, aggregate: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    """Return a file of each supplier, numbered S1, S2, ..."""
    return [
        {
            "source_id": f"S{at}",
            "file": f"{supplier}.xlsx",
            "supplier": supplier,
            "role": "list",
            "layout": "list",
            "permitted_use": "aggregate" if supplier in aggregate else "decide",
            "digest": "0" * 16,
        }
        for at, supplier in enumerate(suppliers, 1)
    ]


def compared(
    *values: float | None,
    enterprise: str = "甲厂",
    fact: str = "electricity",
    year: int | None = 2021,
    standings: tuple[str, ...] = ("contested", "contested"),
    unit: str = "万千瓦时",
) -> list[dict[str, Any]]:
    """Return what the first sources say of a fact."""
    return [
        {
            "enterprise_id": enterprise,
            "fact": fact,
            "year": year,
            "source_id": f"S{at}",
            "value": value,
            "unit": unit,
            "cells": f"清单!C{at}",
            "standing": standing,
        }
        for at, (value, standing) in enumerate(zip(values, standings, strict=True), 1)
    ]


def contested(*enterprises: str, year: int = 2021) -> Rows:
    """Return electricity of which a metered 100 and a self-reported 120 are still to be settled."""
    rows = [
        row for name in enterprises for row in compared(100.0, 120.0, enterprise=name, year=year)
    ]
    return {"sources": sources("区供电公司", "企业"), "comparisons": rows}


def correction(field: str, old: object, new: object, **more: Any) -> dict[str, Any]:
    """Return a correction of the energy of 甲厂."""
    return {
        "table": "能源",
        "enterprise_id": "甲厂",
        "field": field,
        "old_value": old,
        "new_value": new,
        "reason": "抄表核对",
        "provider": "区供电公司",
        "corrected_on": dt.date(2022, 9, 1),
        **more,
    }


def statistics(values: dict[str, float], indicator: str = "energy_tce") -> Rows:
    """Return what the statistics bureau says of enterprises in 2021."""
    return {
        "statistics": [
            {"enterprise_id": name, "year": 2021, "indicator": indicator, "value": value}
            for name, value in values.items()
        ]
    }
