"""An assessment as it may leave the analyst's machine: without cohorts, and without hidden numbers.

Beyond the numbers of a hidden row itself, whatever repeats them or follows from them is left out: the
shares of a stability sign that a headcount gives, and a correction of a cohort.
"""

from __future__ import annotations

import dataclasses
from itertools import combinations

import numpy as np
import pandas as pd

from ..analysis.disclosure import veiled
from ..analysis.labour import hidden_costs
from ..ledger import registry
from .model import Assessment

COHORTS = "staff"
_OF_COHORTS = ("workforce",)  # the table of the ledger
# A procedure that begins at a number of persons tells of that number; one of all staff does not.
_ALL_LEAVE = ("closure", "bankruptcy")
_COUNTS = ["staff", "leaving", "barred", "hazards"]
_OF_COST = [*hidden_costs.COSTS, "cover", "land_cover"]


def published(assessment: Assessment) -> Assessment:
    """Return an assessment whose every table may be handed on.

    Parameters
    ----------
    assessment : Assessment
        As it was made.

    Examples
    --------
    >>> from capacity_analysis import assess, paths, read_ledger
    >>> shown = published(assess(read_ledger(paths.sample_ledger())))
    >>> table = shown["staff_cells"]
    >>> "staff" in shown.tables, bool(table.loc[table["hidden"], "headcount"].notna().any())
    (False, False)

    """
    tables = {name: table for name, table in assessment.tables.items() if name != COHORTS}
    least = registry().disclosure.least_persons
    costs_away = hidden_costs.hidden(tables["staff_cells"], tables["enterprises"], least)
    tables |= {
        "layoffs": _layoffs(tables),
        "means": _means(tables, costs_away),
        "staff_cells": _without_costs(tables["staff_cells"], costs_away),
        "corrections": _corrections(tables["corrections"]),
    }
    tables["stability_signs"] = _signs(tables["stability_signs"], tables["means"])
    shown = {name: veiled(table) if "hidden" in table else table for name, table in tables.items()}
    return dataclasses.replace(assessment, tables=shown)


def _without_costs(table: pd.DataFrame, away: pd.Series) -> pd.DataFrame:
    """Return a table without the costs of some rows, and `costs_hidden`, which they are."""
    told = ~away.astype(bool)
    return table.assign(
        **{name: table[name].where(told) for name in _OF_COST if name in table}, costs_hidden=~told
    )


def _means(tables: dict[str, pd.DataFrame], costs_away: pd.Series) -> pd.DataFrame:
    """Return the means; what they cover is not told where the cost is not."""
    cells, means = tables["staff_cells"], tables["means"]
    whole = (cells["scope"] == "enterprise") & (cells["quarter"] == "") & (cells["route"] == "")
    away = set(cells.loc[whole & costs_away, "key"])
    return _without_costs(means, means["enterprise_id"].isin(away))


def _layoffs(tables: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Return lay-offs, hidden where any two numbers that are known of an enterprise differ by a few."""
    table = tables["layoffs"]
    found = table.assign(hidden=table["hidden"].astype(bool) | _differ_by_few(table, tables))
    closed = found["ground"].isin(_ALL_LEAVE)
    away = found["hidden"] & ~closed
    return found.assign(circumstance=found["circumstance"].mask(away))


def _differ_by_few(table: pd.DataFrame, tables: dict[str, pd.DataFrame]) -> pd.Series:
    cells = tables["staff_cells"]
    whole = (cells["scope"] == "enterprise") & (cells["quarter"] == "") & (cells["route"] == "")
    own = cells[whole & ~cells["hidden"].astype(bool)].set_index("key")["headcount"]
    roster = tables["enterprises"].set_index("enterprise_id")["employees"]
    ids = table["enterprise_id"]
    known = (
        table[_COUNTS]
        .astype("float64")
        .assign(exposed=ids.map(own).astype("float64"), roster=ids.map(roster).astype("float64"))
    )
    least = registry().disclosure.least_persons
    few = np.zeros(len(table), dtype=bool)
    for one, other in combinations(known.columns, 2):
        between = (known[one] - known[other]).abs().to_numpy()
        few |= (between > 0) & (between < least)
    return pd.Series(few, index=table.index)


def _signs(signs: pd.DataFrame, means: pd.DataFrame) -> pd.DataFrame:
    """Return the signs by their levels: a share of the staff tells a number of persons.

    What an enterprise owes its staff stays, but where its costs are hidden; a hidden sign has no level.
    """
    few = means.loc[means["hidden"].astype(bool) | means["costs_hidden"], "enterprise_id"]
    away = signs["hidden"].astype(bool)
    owed = (signs["indicator"] == "arrears") & signs["enterprise_id"].isin(few)
    told = ~(away | owed | (signs["kind"] == "band"))
    return signs.assign(value=signs["value"].where(told), level=signs["level"].mask(away))


def _corrections(table: pd.DataFrame) -> pd.DataFrame:
    """Return the corrections without what was corrected of a cohort."""
    cohort = table["table"].isin(_OF_COHORTS)
    return table.assign(**{name: table[name].mask(cohort, "") for name in ("old", "new")})
