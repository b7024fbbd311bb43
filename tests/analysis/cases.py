"""Small ledgers for worked examples: one line, one year, amounts as a department would write them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pandas as pd

from capacity_analysis.ledger import Ledger, read_ledger
from capacity_analysis.ledger.template import write_workbook

AS_OF = dt.date(2022, 9, 10)
YEAR = 2021


def energy(carrier: str, amount: float | None, unit: str, **more: Any) -> dict[str, Any]:
    """Return an energy row of the line L1 in the year assessed."""
    return {
        "enterprise_id": "E1",
        "line_id": "L1",
        "year": YEAR,
        "carrier": carrier,
        "flow": "consumed",
        "amount": amount,
        "amount_unit": unit,
        **more,
    }


def production(product: str, output: float | None, unit: str, **more: Any) -> dict[str, Any]:
    """Return a production row of the line L1 in the year assessed."""
    return {
        "enterprise_id": "E1",
        "line_id": "L1",
        "year": YEAR,
        "product_id": product,
        "output": output,
        "output_unit": unit,
        **more,
    }


def line(product: str, **more: Any) -> dict[str, Any]:
    """Return the line L1, in operation."""
    return {
        "enterprise_id": "E1",
        "line_id": "L1",
        "product_id": product,
        "status": "operating",
        **more,
    }


def ledger(
    folder: Path,
    lines: list[dict[str, Any]],
    productions: list[dict[str, Any]],
    energies: list[dict[str, Any]],
    *,
    industry: str = "3011",
) -> Ledger:
    """Write a workbook with one enterprise E1 and read it back."""
    path = folder / "ledger.xlsx"
    enterprise = {"enterprise_id": "E1", "name": "甲厂", "industry_code": industry}
    tables = {
        "enterprises": pd.DataFrame([enterprise]),
        "lines": pd.DataFrame(lines),
        "production": pd.DataFrame(productions),
        "energy": pd.DataFrame(energies),
    }
    write_workbook(path, tables, {"data_as_of": AS_OF, "fictional": True})
    return read_ledger(path)
