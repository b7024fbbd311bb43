"""Findings on every ground of the plan, and what they lead to: states, deadlines, dispositions."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from ..analysis import (
    catalogue_findings,
    deadlines,
    dispositions,
    findings,
    inspections,
    procedures,
    ratings,
    replacement,
    states,
    tiers,
)
from ..campaign import Campaign
from ..ledger import Ledger
from .catalogue import Screened
from .shape import plain

RESTRICTED = "restricted_low_rating"

# What findings on all grounds are told together.
_TOLD_LATER = ("state", "ordered_on", "due_on", "deadline", "deadline_basis", "plan_deadline",
               "national_deadline", "entry_deadline")  # fmt: skip


def judge(
    ledger: Ledger,
    campaign: Campaign,
    screened: Screened,
    *,
    as_of: dt.date,
    year: int,
    lines: pd.DataFrame,
    enterprises: pd.DataFrame,
    energy: dict[str, pd.DataFrame],
) -> dict[str, pd.DataFrame]:
    """Return the tables `findings`, `dispositions`, `enterprise_dispositions` and `legal_steps`.

    Parameters
    ----------
    ledger, campaign
        What is judged, and by what plan. A ground that the plan does not name is not judged.
    screened : Screened
        The equipment held against the catalogue.
    as_of : date
        The day.
    year : int
        The year assessed.
    lines, enterprises : DataFrame
        Those of the assessment, in the order of their codes.
    energy : dict of str to DataFrame
        The energy tables (`energy.judge`).

    """
    found = pd.concat(
        [
            _of_energy(energy["findings"], lines),
            _of_catalogue(ledger, campaign, screened, lines, year),
            _of_records(ledger, campaign, lines, enterprises, as_of),
        ],
        ignore_index=True,
    )
    held = [ground.id for ground in campaign.grounds]
    found = found[found["ground"].isin(held)].reset_index(drop=True)
    found = with_consequences(found, ledger, campaign, lines=lines, energy=energy, as_of=as_of)
    suggested = dispositions.suggest(
        found,
        lines,
        enterprises,
        ledger["milestones"],
        campaign,
        tier=tiers.standing(energy["gaps"]),
        as_of=as_of,
    )
    taken = with_cells(ledger, "procedures", "step")
    steps = procedures.legal_steps(suggested, taken, campaign, as_of)
    return {
        "findings": found,
        "dispositions": procedures.with_missing_steps(suggested, steps),
        "enterprise_dispositions": dispositions.of_enterprises(
            suggested, enterprises, lines, campaign
        ),
        "legal_steps": steps,
    }


def replacements(
    ledger: Ledger, campaign: Campaign, ratios: pd.DataFrame, as_of: dt.date
) -> pd.DataFrame:
    """Return the projects of capacity replacement against the ratios in force."""
    projects = with_cells(ledger, "projects", "new_capacity")
    area = campaign.replacement
    found = replacement.replacements(
        projects, ratios, as_of, key_region=area.key_region if area else None
    )
    return plain(found)


def with_cells(ledger: Ledger, table: str, field: str) -> pd.DataFrame:
    """Return a table of the ledger with `source_cell`, the address of a field of each row."""
    frame = ledger[table]
    return frame.assign(source_cell=ledger.cells(table, frame["row"], field))


def _of_energy(found: pd.DataFrame, lines: pd.DataFrame) -> pd.DataFrame:
    """Return the findings on energy, whose consequences are told with those of all grounds."""
    owners = lines["enterprise_code"].to_numpy()
    owned = found.assign(enterprise_code=owners[found["line_code"].to_numpy()])
    return owned.drop(columns=list(_TOLD_LATER))


def _of_catalogue(
    ledger: Ledger, campaign: Campaign, screened: Screened, lines: pd.DataFrame, year: int
) -> pd.DataFrame:
    binding = any(document.binding for document in screened.documents)
    listed = screened.listed
    parts = [listed if binding else _without_catalogue(listed)]
    if ground := campaign.ground(RESTRICTED):
        restricted = catalogue_findings.restricted(screened.table, screened.devices, lines)
        restricted = restricted if binding else _without_catalogue(restricted)
        parts.append(
            ratings.restricted_low_rating(
                restricted, ledger["ratings"], year=year, counting=ground.ratings
            )
        )
    return pd.concat(parts, ignore_index=True)


def _without_catalogue(found: pd.DataFrame) -> pd.DataFrame:
    """Return findings where no catalogue that binds is on file: nobody can say that a line is clear."""
    unsaid = found["reason"] == "no_entry"
    return found.assign(
        result=found["result"].mask(unsaid, "undecided"),
        reason=found["reason"].mask(unsaid, "no_document"),
    )


def _of_records(
    ledger: Ledger,
    campaign: Campaign,
    lines: pd.DataFrame,
    enterprises: pd.DataFrame,
    as_of: dt.date,
) -> pd.DataFrame:
    """Return the findings on the grounds that rest on a department's records."""
    records = with_cells(ledger, "inspections", "result")
    orders = with_cells(ledger, "rectifications", "ordered_on")
    parts = [
        inspections.findings(
            records,
            orders,
            lines,
            enterprises,
            ground=ground.id,
            violations=ground.violations,
            absent=ground.absent,
            as_of=as_of,
        )
        for ground in campaign.grounds
        if ground.violations
    ]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame({"ground": []})


def with_consequences(
    found: pd.DataFrame,
    ledger: Ledger,
    campaign: Campaign,
    *,
    lines: pd.DataFrame,
    energy: dict[str, pd.DataFrame],
    as_of: dt.date,
) -> pd.DataFrame:
    """Return findings with who sees to them, their orders, last days and states.

    Parameters
    ----------
    found : DataFrame
        Findings of any grounds of the plan, by `enterprise_code`, `line_code` and `device_code`.
    ledger, campaign, lines, energy, as_of
        As for `judge`.

    """
    if found.empty:
        return findings.in_shape(found)
    found = findings.with_consequences(
        found, findings.consequences_of(campaign), campaign.suppliers.model_dump()
    )
    found = states.with_orders(found, ledger["rectifications"], as_of)
    rules = deadlines.rules_of(campaign, energy["enforcement"])
    found = deadlines.with_deadlines(
        found, rules, energy["policy_deadlines"], lines["product_id"], as_of
    )
    clearing = [ground.id for ground in campaign.grounds if ground.acceptance_clears]
    return findings.in_shape(states.with_states(found, as_of, clearing))
