"""The energy tables of an assessment: verdicts on both grounds, and what a page says around them."""

from __future__ import annotations

import pandas as pd

from ..analysis import carbon, findings, gaps, reconciliation
from ..analysis.levels import BELOW_BASELINE, OVER_LIMIT
from ..campaign import Campaign
from ..ledger import Ledger, registry
from ..standards import Standards
from . import editions, industry
from .energy_law import GROUNDS, EnergyLaw, electricity
from .shape import plain

_NAMES = ["enterprise_id", "line_id", "enterprise_name", "line_name", "township", "industry"]
_FROM_LEDGER = ("energy", "production", "shares", "conditions")


def judge(
    ledger: Ledger,
    law: EnergyLaw,
    standards: Standards,
    campaign: Campaign,
    *,
    lines: pd.DataFrame,
    industries: pd.Series,
    contested: pd.DataFrame,
) -> dict[str, pd.DataFrame]:
    """Return the energy tables of an assessment (see `model.Assessment`).

    Parameters
    ----------
    ledger, law, standards, campaign
        What is judged, and by what.
    lines : DataFrame
        The lines with `industry`, names and `out_of_operation`, in the order of `line_code`.
    industries : Series of str
        Industry of each enterprise, in the order of `enterprise_code`.
    contested : DataFrame
        `enterprise_code` and `year` of those whose sources disagree on their electricity.

    """
    chain = campaign.jurisdiction.chain
    tables = tables_of(ledger, lines)
    metered = law.terms(ledger["energy"])
    allocation = law.allocated(tables, metered)
    terms = allocation.terms
    terms = terms.assign(source_cell=ledger.cells("energy", terms["row"], "amount"))
    others = [
        (other, law.with_levels_of(standards, other.ground, other.day, chain))
        for other in editions.alternatives(standards, law.as_of, chain)
    ]
    also = [other_law.wanted() for _other, other_law in others]
    measured = law.measured(tables, allocation, contested, pd.concat(also) if also else None)
    rows = {ground.id: law.rows(ground, tables, measured) for ground in GROUNDS}
    found = {ground: findings.combined(table) for ground, table in rows.items()}
    benchmark = found[BELOW_BASELINE.id]
    of_year = terms[terms["year"] == law.year]
    factors = industry.emission_factors(standards, law, chain)
    gap, limit = (
        _with_context(table, lines, ledger, of_year, law.year)
        for table in (_with_previous(benchmark, measured, law), found[OVER_LIMIT.id])
    )
    return {
        "unit_energy": measured,
        "terms": terms,
        "above_line": plain(allocation.above_line),
        "allocations": _allocations(allocation.allocations, ledger, lines),
        "gaps": gap,
        "limits": limit,
        "findings": findings.energy_findings(
            {BELOW_BASELINE.id: gap, OVER_LIMIT.id: limit},
            {ground.id: _consequence(campaign, ground.id) for ground in GROUNDS},
        ),
        "limit_rows": with_names(rows[OVER_LIMIT.id], lines),
        "levels": industry.rows(standards, law, BELOW_BASELINE.kind, chain),
        "limit_levels": industry.rows(standards, law, OVER_LIMIT.kind, chain),
        "corrections_of_limits": industry.none_as_empty(law.corrections),
        "production": _production(ledger, law.year),
        "enforcement": industry.rows(standards, law, "enforcement_rules", chain),
        "coefficients": law.coefficients,
        "definitions": law.definitions,
        "editions": with_names(editions.compared(others, found, tables, measured), lines),
        "reconciliation": reconciliation.reconciliation(
            metered[metered["year"] == law.year], of_year, benchmark, industries, electricity()
        ),
        **industry.capacity(standards, law, campaign, lines, benchmark),
        "emission_factors": factors,
        "carbon": with_names(_carbon(factors, of_year, measured, benchmark, law.year), lines),
    }


def benchmark_gaps(
    ledger: Ledger, law: EnergyLaw, lines: pd.DataFrame, contested: pd.DataFrame
) -> pd.DataFrame:
    """Return the table `gaps` of an assessment alone, without the value of the year before."""
    tables = tables_of(ledger, lines)
    allocation = law.allocated(tables)
    terms = allocation.terms[allocation.terms["year"] == law.year]
    terms = terms.assign(source_cell=ledger.cells("energy", terms["row"], "amount"))
    measured = law.measured(tables, allocation, contested)
    found = findings.combined(law.rows(BELOW_BASELINE, tables, measured))
    return _with_context(found, lines, ledger, terms, law.year)


def tables_of(ledger: Ledger, lines: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return what `EnergyLaw` judges lines by: them, and the tables of the ledger on energy."""
    return {"lines": lines, **{name: ledger[name] for name in _FROM_LEDGER}}


def _consequence(campaign: Campaign, ground_id: str) -> findings.Consequence:
    """Return what the plan has a hit on a ground lead to; nothing where it has no such ground."""
    ground = campaign.ground(ground_id)
    if ground is None:
        return findings.Consequence()
    task, last = campaign.task_of(ground), campaign.last_day_of(ground)
    return findings.Consequence(
        action=ground.action,
        authority=ground.authority,
        deadline=last.isoformat() if last else "",
        department=";".join(task.lead),
        cooperating=";".join(task.cooperating),
    )


def with_names(table: pd.DataFrame, lines: pd.DataFrame) -> pd.DataFrame:
    """Return a table of lines with their names, owners and industry before its own columns."""
    named = lines[_NAMES].iloc[table["line_code"].to_numpy()].reset_index(drop=True)
    return pd.concat([named, table.reset_index(drop=True)], axis=1)


def _with_previous(found: pd.DataFrame, measured: pd.DataFrame, law: EnergyLaw) -> pd.DataFrame:
    bounds = registry().plausibility
    before = gaps.year_before(
        found,
        measured[measured["year"] == law.year - 1],
        law.kgce_per,
        below_advanced=bounds.below_advanced,
        above_baseline=bounds.above_baseline,
    )
    return found.assign(previous=before)


def _with_context(
    found: pd.DataFrame, lines: pd.DataFrame, ledger: Ledger, terms: pd.DataFrame, year: int
) -> pd.DataFrame:
    """Add names, capacity, and the cells that a line's numbers came from."""
    production = ledger["production"]
    production = production[(production["year"] == year) & (production["line_code"] >= 0)]
    own = terms[terms["line_code"] >= 0]
    output_cells = ledger.cells("production", production["row"], "output")
    return with_names(found, lines).assign(
        capacity_quantity=lines["capacity_quantity"].to_numpy(),
        output_cells=_joined(output_cells, production, found["line_code"]),
        energy_cells=_joined(own["source_cell"], own, found["line_code"]),
    )


def _joined(cells: pd.Series, frame: pd.DataFrame, wanted: pd.Series) -> pd.Series:
    """Return the cells of each line, joined; missing where a line has none."""
    by_line = cells.groupby(frame["line_code"]).agg("、".join)
    return pd.Series(by_line.reindex(wanted).to_numpy(), index=wanted.index, dtype="str")


def _allocations(table: pd.DataFrame, ledger: Ledger, lines: pd.DataFrame) -> pd.DataFrame:
    cells = ledger.cells("energy", table["row"], "amount")
    return with_names(plain(table).assign(source_cell=cells.astype("str")), lines)


def _production(ledger: Ledger, year: int) -> pd.DataFrame:
    """Return the output rows of the year as reported and as counted, with the cell of the content."""
    rows = ledger["production"]
    rows = rows[rows["year"] == year]
    columns = ["line_code", "product_id", "output", "output_unit", "content", "output_quantity",
               "output_base"]  # fmt: skip
    cells = ledger.cells("production", rows["row"], "content")
    return plain(rows[columns]).assign(content_cell=cells.to_numpy()).reset_index(drop=True)


def _carbon(
    factors: pd.DataFrame,
    terms: pd.DataFrame,
    measured: pd.DataFrame,
    benchmark: pd.DataFrame,
    year: int,
) -> pd.DataFrame:
    """Return the carbon dioxide of each line and of what it could save."""
    of_year = measured[(measured["year"] == year) & (measured["indicator"] == "comprehensive")]
    emitted = carbon.emissions(terms, factors, of_year, electricity())
    return carbon.of_saving(emitted, benchmark)
