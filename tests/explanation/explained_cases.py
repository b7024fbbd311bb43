"""Changes of the small ledger that explanations are tried on."""

import datetime as dt

# GB 21256—2025 is in force from 2026-07-01.
AFTER_ALL_LIMITS = dt.date(2026, 9, 10)


def in_2025(tables):
    """Move the year of the small ledger to 2025."""
    for name in ("production", "energy"):
        for row in tables[name]:
            row["year"] = 2025


def with_conditions(enterprise, **values):
    """Return a change that moves the ledger to 2025 and reports conditions of a line."""

    def change(tables):
        in_2025(tables)
        line = {"enterprise_id": enterprise, "line_id": "1号线", "year": 2025}
        tables["conditions"] = [
            {**line, "attribute": attribute, "value": value} for attribute, value in values.items()
        ]

    return change


def with_furnace(volume_m3, **fields):
    """Return a change that gives the steel works a blast furnace."""

    def change(tables):
        tables["equipment"] = [
            {"enterprise_id": "E3", "line_id": "1号线", "equipment_id": "1#高炉", "name": "高炉",
             "equipment_type": "blast_furnace", "attribute": "effective_volume_m3",
             "value": volume_m3, **fields}
        ]  # fmt: skip

    return change
