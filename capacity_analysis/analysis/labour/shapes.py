"""The columns of the tables on staff, in order, with their types."""

from __future__ import annotations

import pandas as pd

from .routes import ENDS

_TEXT, _HEADS, _NUMBER, _FLAG = "str", "Int64", "float64", "boolean"


def _ends(name: str, kind: str, unit: str = "", middle: str = "") -> dict[str, str]:
    """Return the low, middle and high of a number."""
    return {f"{name}{end or middle}{unit}": kind for end in ENDS}


SHAPES: dict[str, dict[str, str]] = {
    "staff": {
        **dict.fromkeys(["enterprise_id", "line_id", "cohort"], _TEXT),
        **dict.fromkeys(["enterprise_code", "line_code"], "int32"),
        "headcount": "int64",
        **dict.fromkeys(["exposure", "exit_on", "quarter", "ground", "article"], _TEXT),
        **_ends("service_months", _NUMBER, middle="_central"),
        "base_cny": _NUMBER,
        **dict.fromkeys(["base_state", "cap_state"], _TEXT),
        **_ends("months_paid", _NUMBER, middle="_central"),
        **_ends("severance", _NUMBER, "_cny"),
        "in_lieu_cny": _NUMBER,
        **_ends("retiring", _HEADS),
        **_ends("inner_eligible", _HEADS),
        **dict.fromkeys(["inner_retiring", "transferring"], _HEADS),
        **_ends("laid_off", _HEADS),
        **_ends("inner_months", _NUMBER),
        **dict.fromkeys(
            ["inner_cost_cny", "pay_arrears_cny", "contribution_arrears_cny"], _NUMBER
        ),
        **_ends("cost", _NUMBER, "_cny"),
        **dict.fromkeys(["retires_from", "retires_to"], _TEXT),
        **dict.fromkeys(
            ["benefit_months_low", "benefit_months_high", "benefit_low_cny", "benefit_high_cny"],
            _NUMBER,
        ),
        "protected": _TEXT,
        "barred": _FLAG,
        "health_check": _TEXT,
        "unlawful_cny": _NUMBER,
        **dict.fromkeys(
            ["reasons", "settings_missing", "parameters", "confidence", "source_cell"], _TEXT
        ),
    },
    "staff_cells": {
        **dict.fromkeys(["scope", "key", "quarter", "route"], _TEXT),
        **_ends("headcount", "int64"),
        **_ends("cost", _NUMBER, "_cny"),
        "hidden": "bool",
        "cost_complete": "bool",
    },
    "staff_ages": {
        **dict.fromkeys(["scope", "key", "age_band", "service_band"], _TEXT),
        "headcount": "int64",
        "hidden": "bool",
    },
    "layoffs": {
        **dict.fromkeys(["enterprise_id", "ground"], _TEXT),
        **dict.fromkeys(["staff", "leaving"], "int64"),
        "share": _NUMBER,
        **dict.fromkeys(["procedure", "trigger", "circumstance"], _TEXT),
        **dict.fromkeys(["barred", "hazards"], "int64"),
        **dict.fromkeys(["health_check", "resettlement_plan"], _TEXT),
        "explanation_days": _NUMBER,
        "hidden": "bool",
    },
    "job_demand": {
        **dict.fromkeys(["township", "quarter"], _TEXT),
        **_ends("demand", "int64"),
        **dict.fromkeys(["capacity", "shortfall"], _NUMBER),
        "swamped_by": _TEXT,
        "hidden": "bool",
    },
    "stability_signs": {
        **dict.fromkeys(["enterprise_id", "indicator", "kind"], _TEXT),
        "value": _NUMBER,
        "unit": _TEXT,
        **dict.fromkeys(["attention", "high"], _NUMBER),
        **dict.fromkeys(["level", "reason", "source_cell"], _TEXT),
        "hidden": "bool",
    },
    "means": {
        "enterprise_id": _TEXT,
        **_ends("cost", _NUMBER, "_cny"),
        **dict.fromkeys(
            ["cash_10k_cny", "own_funds_10k_cny", "land_value_10k_cny", "earmarked_10k_cny",
             "cover", "land_cover"],
            _NUMBER,
        ),
        "reason": _TEXT,
        "hidden": "bool",
    },
}  # fmt: skip


def shaped(name: str, table: pd.DataFrame) -> pd.DataFrame:
    """Return a table with its columns in order and of their types.

    Examples
    --------
    >>> shaped("staff_ages", pd.DataFrame({"headcount": [7], "key": "cement", "scope": "industry",
    ...     "age_band": "45-49", "service_band": "20+", "hidden": False})).columns.tolist()
    ['scope', 'key', 'age_band', 'service_band', 'headcount', 'hidden']

    """
    kinds = SHAPES[name]
    return table[list(kinds)].astype(kinds).reset_index(drop=True)


def empty(name: str) -> pd.DataFrame:
    """Return a table without rows.

    Examples
    --------
    >>> str(empty("staff")["laid_off_low"].dtype)
    'Int64'

    """
    return pd.DataFrame(
        {column: pd.Series([], dtype=kind) for column, kind in SHAPES[name].items()}
    )
