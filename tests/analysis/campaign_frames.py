"""Small frames for the tests of a campaign's progress: a roster, units, milestones, items."""

from __future__ import annotations

import datetime as dt

import pandas as pd

DAY = dt.date(2022, 9, 10)


def date(text):
    """Return a day, or none."""
    return pd.Timestamp(text) if text else pd.NaT


def frame(rows, **columns):
    """Return rows of dicts as a frame with every column, of the kind given, even where there are none."""
    found = pd.DataFrame(rows, columns=list(columns))
    return found.astype(columns)


def roster(*townships, industry="cement"):
    """Return an enterprise for each township."""
    names = [f"{at}号厂" for at in range(len(townships))]
    return pd.DataFrame(
        {
            "enterprise_id": [f"E{at}" for at in range(len(townships))],
            "name": names,
            "township": list(townships),
            "industry": industry,
        }
    )


def unit(enterprise=0, line=0, **told):
    """Return a row of dispositions: a line with a hit that exits."""
    row = {"enterprise_code": enterprise, "line_code": line, "enterprise_id": f"E{enterprise}",
           "line_id": f"L{line}" if line >= 0 else None, "equipment_id": None,
           "scope": "line" if line >= 0 else "enterprise", "findings": 1, "exits": True,
           "deadline": None, "department": "gxj"}  # fmt: skip
    return row | told


def dispositions(*units):
    """Return dispositions."""
    return frame(
        units, enterprise_code="int32", line_code="int32", enterprise_id="str", line_id="str",
        equipment_id="str", scope="str", findings="int64", exits="bool", deadline="str",
        department="str",
    )  # fmt: skip


def milestones(*rows):
    """Return milestones: (enterprise, line, milestone, planned_on, done_on)."""
    found = frame(
        [(*row[:3], date(row[3]), date(row[4]), at + 2) for at, row in enumerate(rows)],
        enterprise_code="int32", line_code="int32", milestone="str", planned_on="datetime64[s]",
        done_on="datetime64[s]", row="int32",
    )  # fmt: skip
    return found


def returns(*rows):
    """Return the table of returns: (enterprise, outcome, filled_on)."""
    return frame(
        [(*row[:2], date(row[2])) for row in rows],
        enterprise_code="int32", outcome="str", filled_on="datetime64[s]",
    )  # fmt: skip


def items(*rows):
    """Return items of the plan: (id, concerns, last day of the step)."""
    return frame(
        [(name, "step", concerns, date(last)) for name, concerns, last in rows],
        id="str", step="str", concerns="str", deadline="datetime64[s]",
    )  # fmt: skip
