"""An invented district of a nation's size: its ledger, and what screening and energy say of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from capacity_analysis import Campaign, Ledger, Standards, paths, read_ledger

from . import exposure_ledger as ledger_tables
from .exposure_roster import AS_OF, FINDINGS, YEAR, Draw, Roster, as_read, chosen, texts

Tables = dict[str, pd.DataFrame]


@dataclass(frozen=True)
class District:
    """What `assessment.exposure.tables` is given of a district."""

    ledger: Ledger
    lines: pd.DataFrame
    enterprises: pd.DataFrame
    judged: Tables
    energy: Tables


def district(size: int, seed: int) -> District:
    """Return a district of so many enterprises, one in ten of which leaves.

    Tables are as the reader types them, with gaps; parcels have no boundaries, and fifty are used by
    two enterprises.
    """
    draw = np.random.default_rng(seed)
    model = read_ledger(paths.sample_ledger())
    roster = Roster(draw, size)
    made = {
        "enterprises": ledger_tables.enterprises_table(draw, roster, model["enterprises"]),
        "lines": ledger_tables.lines_table(draw, roster),
        "workforce": ledger_tables.workforce_table(draw, roster),
        "vacancies": ledger_tables.vacancies_table(draw, roster),
        "stability": ledger_tables.stability_table(draw, roster),
        "finance": ledger_tables.finance_table(draw, roster),
        "loans": ledger_tables.loans_table(draw, roster),
        "guarantees": ledger_tables.guarantees_table(draw, roster),
        "bank_totals": ledger_tables.bank_totals_table(draw),
        "support_measures": ledger_tables.support_table(draw, roster),
        "parcels": ledger_tables.parcels_table(draw, roster),
        "headcounts": ledger_tables.headcounts_table(draw, roster),
        "ratings": ledger_tables.ratings_table(draw, roster),
        "production": ledger_tables.production_table(draw, roster),
        "energy": ledger_tables.energy_rows_table(draw, roster),
    }
    tables = {name: table.iloc[:0] for name, table in model.tables.items()}
    for name, columns in made.items():
        tables[name] = as_read(columns, model[name])
    ledger = Ledger(
        tables=tables, sources=model.sources, file="bench.xlsx",
        schema_version=model.schema_version, data_as_of=AS_OF, fictional=True,
    )  # fmt: skip
    lines = tables["lines"]
    out = lines["status"].astype("str").where(lines["status"] != "operating")
    judged = _judged(draw, roster)
    return District(
        ledger,
        lines.assign(out_of_operation=out, industry="cement", township=roster.township(lines)),
        tables["enterprises"].assign(industry=texts(roster.industry_names, roster.industry)),
        judged,
        _energy(draw, roster, tables["energy"]),
    )


def _judged(draw: Draw, roster: Roster) -> Tables:
    return {
        "findings": _findings(draw, roster),
        "dispositions": _dispositions(roster),
        "enterprise_dispositions": _of_enterprises(roster),
        "legal_steps": _legal_steps(draw, roster),
    }


def _findings(draw: Draw, roster: Roster) -> pd.DataFrame:
    line = draw.integers(0, len(roster.owner), roster.size * FINDINGS)
    size = len(line)
    grounds = ["elimination_list", "restricted_low_rating", "over_limit", "below_baseline",
               "environment", "safety"]  # fmt: skip
    measured = draw.uniform(90, 300, size)
    return pd.DataFrame(
        {
            "enterprise_code": roster.owner[line],
            "line_code": line.astype("int32"),
            "ground": chosen(draw, grounds, size),
            "result": chosen(draw, ["hit", "review", "undecided", "clear"], size,
                              [0.05, 0.1, 0.2, 0.65]),
            "confidence": chosen(draw, ["verified", "cross_checked", "recalled"], size),
            "reason": chosen(draw, [None, "rating_good", "unrated"], size, [0.9, 0.05, 0.05]),
            "measured": measured,
            "threshold": np.full(size, 117.0),
        }
    )  # fmt: skip


def _names_of(roster: Roster, leaves: np.ndarray, code: np.ndarray) -> pd.Series:
    names = ["compliant", "eliminate_now", "voluntary_exit", "exited"]
    way = np.where(roster.left[code], 3, 1 + code % 2)
    return texts(names, np.where(leaves, way, 0))


def _dispositions(roster: Roster) -> pd.DataFrame:
    owner, leaves = roster.owner, roster.line_leaves
    name = _names_of(roster, leaves, owner)
    days = texts(roster.days, roster.day[owner])
    blank = pd.Series([None] * len(owner), dtype="str")
    return pd.DataFrame(
        {
            "enterprise_id": roster.ids.array.take(owner),
            "line_id": roster.line_ids,
            "equipment_id": blank,
            "scope": texts(["line"], np.zeros(len(owner), int)),
            "enterprise_code": owner,
            "line_code": np.arange(len(owner), dtype="int32"),
            "device_code": np.full(len(owner), -1, dtype="int32"),
            "disposition": name,
            "exits": leaves,
            "state": blank,
            "deadline": days.where(leaves & (name != "exited")),
        }
    )


def _of_enterprises(roster: Roster) -> pd.DataFrame:
    code = np.arange(roster.size, dtype="int32")
    exiting = np.bincount(roster.owner[roster.line_leaves], minlength=roster.size)
    lines = np.bincount(roster.owner, minlength=roster.size)
    whole = (roster.leaves == 1) | ((exiting == lines) & (lines > 0))
    leaves = whole | (exiting > 0)
    name = _names_of(roster, leaves, code)
    extent = texts(["none", "whole", "part"], np.select([whole, leaves], [1, 2], 0))
    return pd.DataFrame(
        {
            "enterprise_id": roster.ids,
            "disposition": name,
            "extent": extent,
            "lines": lines,
            "lines_exiting": exiting,
            "deadline": texts(roster.days, roster.day).where(leaves & (name != "exited")),
            "enterprise_code": code,
        }
    )


def _legal_steps(draw: Draw, roster: Roster) -> pd.DataFrame:
    names = ["notice", "hearing", "approval", "resettlement_plan", "health_check", "soil_plan",
             "chemical_disposal"]  # fmt: skip
    line = np.repeat(np.flatnonzero(roster.line_leaves), len(names)).astype("int32")
    size = len(line)
    return pd.DataFrame(
        {
            "enterprise_id": roster.ids.array.take(roster.owner[line]),
            "line_id": roster.line_ids.array.take(line),
            "enterprise_code": roster.owner[line],
            "line_code": line,
            "step": texts(names, np.tile(np.arange(len(names)), size // len(names))),
            "status": chosen(draw, ["missing", "done", "not_required"], size, [0.6, 0.3, 0.1]),
        }
    )


def _energy(draw: Draw, roster: Roster, rows: pd.DataFrame) -> Tables:
    lines = len(roster.owner)
    chain = Campaign.load().jurisdiction.chain
    columns = [
        "row_id",
        "document_id",
        "scope",
        "products",
        "requirement",
        "deadline",
        "confidence",
    ]
    return {
        "terms": rows[["carrier", "flow", "year", "line_code", "amount_quantity"]],
        "unit_energy": pd.DataFrame(
            {
                "line_code": np.arange(lines, dtype="int32"),
                "year": np.full(lines, YEAR, dtype="int32"),
                "indicator": texts(["electricity"], np.zeros(lines, int)).astype("category"),
                "measured": draw.uniform(40, 200, lines),
                "electricity_contested": draw.random(lines) < 0.01,
            }
        ),
        "enforcement": Standards.load().rows_in_force("enforcement_rules", AS_OF, chain).table,
        "policy_deadlines": pd.DataFrame(columns=columns, dtype="str"),
    }
