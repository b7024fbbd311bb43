"""Groups of workers and the law on their exit, for the tests of this folder."""

from __future__ import annotations

import numpy as np
import pandas as pd

from capacity_analysis.analysis.labour import grounds, parameters, retirement, service, severance
from capacity_analysis.campaign.parts_people import Labour, Setting
from capacity_analysis.standards import Standards

CHAIN = ("360404", "360400", "360000", "000000")
ROWS = Standards.load().document("labour-parameters").table("labour_parameters")
# What the county would enter for an exit in 2022: 84,000 / 12 x 3 = 21,000 a month.
AVERAGE_2021 = Setting(
    parameter="avg_annual_wage_urban_nonprivate", code="2021", value=84000, unit="元/年",
    source="project", confidence="recalled",
)  # fmt: skip
_DAYS = ("hired_from", "hired_to", "born_from", "born_to")
# One group: a line stops, one of a hundred leaves, hired and exiting on known days.
_ONE = {
    "exposure": "whole", "exit_ground": None, "contract": "open_ended", "headcount": 1,
    "enterprise_leaving": 1.0, "enterprise_staff": 100.0, "pay_cny_month": 5000.0,
    "enterprise_pay_cny": np.nan, "hired_from": "2015-01-01", "hired_to": "same",
    "carried_over_years": np.nan, "sex": "male", "post": "worker", "born_from": "1980-06-01",
    "born_to": None, "insured": True, "insured_years": np.nan, "hazards": False,
    "protection": None, "inner_allowance_cny_month": np.nan,
    "employer_contribution_cny_month": np.nan,
}  # fmt: skip


def workers(*cases):
    """Return a table of groups, each with what differs from the plain one."""
    rows = [_ONE | case for case in cases]
    for row in rows:
        row["hired_to"] = row["hired_from"] if row["hired_to"] == "same" else row["hired_to"]
    frame = pd.DataFrame(rows).drop(columns="exit_on", errors="ignore")
    for name in _DAYS:
        frame[name] = pd.to_datetime(frame[name])
    return frame.astype({"exit_ground": "str", "protection": "str", "insured": "boolean",
                         "hazards": "boolean"})  # fmt: skip


def law_on(*days, settings=(), rows=ROWS):
    """Return the law of the sample district on the exit days."""
    return parameters.on(rows, pd.to_datetime(list(days)), CHAIN, settings)


def told(*cases, settings=(), labour=None, circumstance="objective_change", rows=ROWS):
    """Return the groups with service, retirement, ground and severance beside one another."""
    staff = workers(*cases)
    law = law_on(
        *(case.get("exit_on", "2022-12-31") for case in cases), settings=settings, rows=rows
    )
    notes = []
    for step in (
        lambda now: service.months(now, law),
        lambda now: retirement.months(now, law),
        lambda now: grounds.applies(now, law, circumstance),
        lambda now: severance.pay(now, law, labour or Labour()),
    ):
        found = step(staff)
        notes.append(found[parameters.NOTES])
        staff = staff.join(found.drop(columns=parameters.NOTES))
    return staff.join(parameters.together(notes))


def one(settings=(), labour=None, circumstance="objective_change", rows=ROWS, **case):
    """Return one group as `told` tells it."""
    frame = told(case, settings=settings, labour=labour, circumstance=circumstance, rows=rows)
    return frame.to_dict("records")[0]
