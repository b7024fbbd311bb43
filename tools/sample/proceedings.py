"""What the working groups of the plan know: equipment, orders, exits, visits, evidence, false returns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import numpy as np

from capacity_analysis.errors import DataError
from capacity_analysis.ledger import registry

from .departments import filled_on
from .evidence import digest
from .rows import Row
from .story import District, Enterprise

# Tables that the story tells row by row.
TOLD = (
    "equipment", "equipment_parameters", "rectifications", "projects", "procedures", "milestones",
    "evidence", "false_returns",
)  # fmt: skip
# Milestones of the list that has a row per enterprise.
OF_ALL = ("self_check_returned", "commitment_signed", "on_site_checked")


def told_rows(story: District) -> Iterator[tuple[str, int, Row]]:
    """Yield the rows of the story, each with its table and the number of the enterprise."""
    if unknown := story.proceedings.keys() - set(TOLD):
        raise DataError(f"proceedings: no tables {sorted(unknown)}")
    for name in TOLD:
        fields = registry().tables[name].fields
        for row in story.proceedings.get(name, ()):
            values = {key: value for key, value in row.items() if key != "enterprise"}
            if unknown := values.keys() - fields.keys():
                raise DataError(f"proceedings, {name}: no fields {sorted(unknown)}")
            if name == "evidence":
                values["sha256"] = digest(story, values["file"])
            yield name, int(row["enterprise"]), values


def visits(enterprise: Enterprise, story: District, rng: np.random.Generator) -> Iterator[Row]:
    """Yield the milestones that concern every enterprise, as far as they are reached."""
    number, plan = enterprise.number, story.visits
    returned = None if enterprise.outcome == "missing" else filled_on(enterprise, story)
    signed = returned and returned + dt.timedelta(days=int(rng.integers(3, 13)))
    days = (plan.last_day - plan.first_day).days
    seen = plan.first_day + dt.timedelta(days=int(rng.integers(0, days + 1)))
    if number in plan.without_commitment or not (enterprise.lines or enterprise.audit):
        signed = None
    done = (returned, signed, None if number in plan.not_seen else seen)
    for milestone, day in zip(OF_ALL, done, strict=True):
        if day is not None:
            yield {"milestone": milestone, "done_on": day}
