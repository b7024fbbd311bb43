"""What an assessment says of whole industries: capacity by tier, targets, deadlines, factors."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from .. import vocabulary
from ..analysis import carbon, targets, tiers
from ..analysis.frames import typed
from ..campaign import Campaign
from ..standards import AppliesTo, NoDocumentInForce, Standards
from .energy_law import EnergyLaw, output_units

_DEADLINE_COLUMNS = ["row_id", "document_id", "scope", "products", "requirement", "deadline",
                     "confidence"]  # fmt: skip
_FACTOR_COLUMNS = ["row_id", "carrier_id", "tco2_per_unit", "unit", "year", "jurisdiction",
                   "confidence"]  # fmt: skip


def rows(
    standards: Standards,
    law: EnergyLaw,
    kind: str,
    chain: tuple[str, ...],
    applies_to: AppliesTo = "existing",
) -> pd.DataFrame:
    """Return the rows of a kind that apply on the day; none where no document of it holds."""
    try:
        return standards.rows_in_force(kind, law.as_of, chain, applies_to).table
    except NoDocumentInForce:
        return standards.no_rows(kind)


def none_as_empty(found: pd.DataFrame | None) -> pd.DataFrame:
    """Return a table, or one without rows where there is none."""
    return pd.DataFrame({"row_id": []}, dtype="str") if found is None else found


def capacity(
    standards: Standards,
    law: EnergyLaw,
    campaign: Campaign,
    lines: pd.DataFrame,
    benchmark: pd.DataFrame,
) -> dict[str, pd.DataFrame]:
    """Return the tables `tiers`, `targets` and `policy_deadlines` (see `model.Assessment`)."""
    by_tier = tiers.capacity_by_tier(lines, benchmark)
    national = rows(standards, law, "policy_targets", campaign.jurisdiction.chain)
    wanted = pd.concat([_plan_target(campaign), national], ignore_index=True)
    followed = targets.progress(wanted, by_tier, output_units(), law.as_of)
    concerned = followed[followed["status"] != "not_applicable"]
    return {
        "tiers": typed(by_tier, {"industry": "str", "product_id": "str", "standing": "str"}),
        "targets": concerned.reset_index(drop=True),
        "policy_deadlines": _deadlines(national),
    }


def emission_factors(standards: Standards, law: EnergyLaw, chain: tuple[str, ...]) -> pd.DataFrame:
    """Return one emission factor for each carrier (`analysis.carbon.chosen_factors`)."""
    base_units = {key: carrier.base_unit for key, carrier in vocabulary.carriers().items()}
    found = rows(standards, law, "emission_factors", chain)
    known = found if len(found) else pd.DataFrame(columns=_FACTOR_COLUMNS)
    return carbon.chosen_factors(known, chain, law.year, base_units)


def _plan_target(campaign: Campaign) -> pd.DataFrame:
    """Return the plan's own target in the shape of a policy target: nothing stays below the baseline."""
    return pd.DataFrame(
        {
            "row_id": [f"{campaign.id}#{campaign.target.clause}"],
            "item": ["应退尽退"],
            "scope": [""],
            "products": [""],
            "measure": ["share_below_baseline_at_most"],
            "value": [0.0],
            "unit": ["%"],
            "deadline": [campaign.target.deadline.isoformat()],
            "requirement": [campaign.target.text],
            "source": [campaign.source],
            "confidence": [campaign.confidence],
            "document_id": [campaign.id],
            "jurisdiction": [campaign.jurisdiction.code],
            "binding": [False],  # a target, never a verdict on a line
        }
    )


def _deadlines(national: pd.DataFrame) -> pd.DataFrame:
    """Return the national deadlines that bound no share of capacity, with their day."""
    if "measure" not in national:
        return pd.DataFrame(columns=_DEADLINE_COLUMNS, dtype="str")
    found = national.loc[national["measure"] == "deadline", _DEADLINE_COLUMNS]
    days = [dt.date.fromisoformat(day) if day else None for day in found["deadline"].fillna("")]
    return found.assign(deadline=pd.Series(days, index=found.index, dtype=object)).reset_index(
        drop=True
    )
