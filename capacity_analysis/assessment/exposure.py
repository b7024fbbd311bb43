"""What an exit puts at risk, and what it frees: people, credit and land."""

from __future__ import annotations

import datetime as dt
from functools import cache

import pandas as pd

from ..analysis.labour import shapes
from ..analysis.land import parcels
from ..campaign import Campaign
from ..ledger import Ledger
from ..standards import Standards
from . import credit, grounds, land, people, rules_cited


def tables(
    ledger: Ledger,
    standards: Standards,
    campaign: Campaign,
    *,
    as_of: dt.date,
    year: int,
    lines: pd.DataFrame,
    enterprises: pd.DataFrame,
    judged: dict[str, pd.DataFrame],
    energy: dict[str, pd.DataFrame],
) -> dict[str, pd.DataFrame]:
    """Return the tables of `people`, `credit` and `land`, `enterprise_findings`, and the rules cited.

    Parameters
    ----------
    ledger, standards, campaign
        What is assessed, by what law and by what plan.
    as_of : date
        The day.
    year : int
        The year assessed.
    lines, enterprises : DataFrame
        Those of the assessment, in the order of their codes.
    judged : dict of str to DataFrame
        Findings on lines, and dispositions (`grounds.judge`).
    energy : dict of str to DataFrame
        The energy tables (`energy.judge`).

    """
    if ledger["parcels"].empty:
        of_land = _copied(_no_land())
    else:
        of_land = land.tables(
            ledger,
            standards,
            campaign,
            as_of=as_of,
            lines=lines,
            enterprises=enterprises,
            judged=judged,
        )
    of_credit = credit.tables(
        ledger,
        standards,
        campaign,
        as_of=as_of,
        year=year,
        lines=lines,
        enterprises=enterprises,
        judged=judged,
        energy=energy,
    )
    if ledger["workforce"].empty:
        of_people = _copied(_no_people())
    else:
        of_people = people.tables(
            ledger,
            standards,
            campaign,
            as_of=as_of,
            lines=lines,
            enterprises=enterprises,
            judged=judged,
            land_value=_land_value(of_land["parcels"]),
            guarantees=of_credit["guarantee_links"],
        )
    found = pd.concat(
        [
            land.idle_findings(ledger, standards, campaign, as_of=as_of),
            credit.zombie_findings(of_credit["zombies"], enterprises, campaign),
        ],
        ignore_index=True,
    )
    held = [ground.id for ground in campaign.grounds]
    found = found[found["ground"].isin(held)].reset_index(drop=True)
    of_enterprises = grounds.with_consequences(
        found, ledger, campaign, lines=lines, energy=energy, as_of=as_of
    )
    exposed = {**of_people, **of_credit, **of_land}
    cited = rules_cited.citations(exposed)
    return {
        **exposed,
        "enterprise_findings": of_enterprises,
        "rule_citations": cited,
        "rules": rules_cited.rules(standards, cited["row_id"].unique()),
    }


@cache
def _no_people() -> dict[str, pd.DataFrame]:
    return {name: shapes.empty(name) for name in shapes.SHAPES}


@cache
def _no_land() -> dict[str, pd.DataFrame]:
    return parcels.no_tables()


def _copied(tables: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    return {name: table.copy(deep=False) for name, table in tables.items()}


def _land_value(held: pd.DataFrame) -> pd.Series:
    """Return what the land that comes free is worth, by enterprise; missing where a part is."""
    freed = held[held["category"] == "freed"]
    values = freed["value_10k_cny"].groupby(freed["enterprise_id"])
    return values.agg(lambda value: value.sum(skipna=False))
