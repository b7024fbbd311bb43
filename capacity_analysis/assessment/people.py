"""What the exits mean for workers: who is reached, by which route, what it costs, what is a risk."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd

from .. import units
from ..analysis.labour import (
    exits,
    exposure,
    job_demand,
    law_rows,
    layoffs,
    means,
    resettlement,
    routes,
    shapes,
    small_cells,
    stability,
)
from ..campaign import Campaign
from ..campaign.parts_people import AgeBands
from ..ledger import Ledger, registry
from ..standards import Standards

_KIND, _RETIREMENT = "labour_parameters", "retirement_schedule"
_PER_10K = float(units.factor("万元", "CNY"))
# The sign `over_45_percent` names the age itself.
_OVER_YEARS = 45
_TOLD = (routes.SEVERANCE, routes.DISPATCHED)
# A plan that asks for no bands.
_NO_BANDS = AgeBands(age=(0,), service=(0,), source="project")


def tables(
    ledger: Ledger,
    standards: Standards,
    campaign: Campaign,
    *,
    as_of: dt.date,
    lines: pd.DataFrame,
    enterprises: pd.DataFrame,
    judged: dict[str, pd.DataFrame],
    land_value: pd.Series | None = None,
    guarantees: pd.DataFrame | None = None,
) -> dict[str, pd.DataFrame]:
    """Return the tables on staff: `shapes.SHAPES` has their columns.

    Parameters
    ----------
    ledger, standards, campaign
        What is reported, the law, and what the plan decides.
    as_of : date
        The day.
    lines, enterprises : DataFrame
        The roster, in the order of their codes; enterprises with `industry`.
    judged : dict of str to DataFrame
        `dispositions`, `enterprise_dispositions` and `legal_steps` (`grounds.judge`).
    land_value : Series of float, optional
        Value of the land that an exit frees, in 万元, by `enterprise_id`.
    guarantees : DataFrame, optional
        The table `guarantee_links`.

    Returns
    -------
    dict of str to DataFrame
        `staff`, `staff_cells`, `staff_ages`, `layoffs`, `job_demand`, `stability_signs` and `means`;
        all without rows where the ledger has no staff.

    """
    if not len(ledger["workforce"]):
        return {name: shapes.empty(name) for name in shapes.SHAPES}
    found = resettlement.of_cohorts(
        _cohorts(ledger, campaign, as_of, judged),
        judged["legal_steps"],
        law(standards, as_of),
        campaign.jurisdiction.chain,
        campaign.labour,
    )
    going = _exiting(enterprises, judged["enterprise_dispositions"], campaign)
    told = _counted(found, going, enterprises, campaign)
    demand = job_demand.against(
        told.cells, told.within, _vacancies(ledger), told.quarters, told.hidden
    )
    made = {
        "staff": found.staff,
        "staff_cells": told.staff_cells(),
        "staff_ages": told.staff_ages(campaign.age_bands or _NO_BANDS),
        "layoffs": _layoffs(found, told, campaign),
        "job_demand": demand,
        "stability_signs": _signs(
            ledger, campaign, as_of, found=found, told=told, demand=demand, guarantees=guarantees
        ),
        "means": _means(ledger, campaign, as_of.year - 1, told, land_value),
    }
    return {name: shapes.shaped(name, table) for name, table in made.items()}


def law(standards: Standards, as_of: dt.date) -> pd.DataFrame:
    """Return the rows of labour law that are known on a day (`law_rows.known`).

    The delay of retirement is known from the day on which its decision is published.

    Parameters
    ----------
    standards : Standards
        The law of all dates.
    as_of : date
        The day.

    """
    rows = [each.table(_KIND) for each in standards.documents if _KIND in each.tables]
    decided = [
        each.in_force
        for each in standards.documents
        if _RETIREMENT in each.tables and each.in_force
        if (each.published or each.in_force) <= as_of
    ]
    return law_rows.known(pd.concat(rows, ignore_index=True), as_of, min(decided, default=None))


def _cohorts(
    ledger: Ledger, campaign: Campaign, as_of: dt.date, judged: dict[str, pd.DataFrame]
) -> pd.DataFrame:
    """Return the workforce with what reaches it, and its cell."""
    workforce = ledger["workforce"]
    reached = exits.of_cohorts(
        workforce,
        judged["dispositions"],
        judged["enterprise_dispositions"],
        as_of=as_of,
        target=campaign.target.deadline,
        done=frozenset(one.id for one in campaign.dispositions if one.done),
    )
    return workforce.assign(
        exposure=reached["exposure"].array,
        exit_day=reached["exit_day"].array,
        quarter=exits.quarters(reached["exit_day"]).array,
        pay_arrears_cny=workforce["pay_arrears_10k_cny"] * _PER_10K,
        contribution_arrears_cny=workforce["contribution_arrears_10k_cny"] * _PER_10K,
        source_cell=ledger.cells("workforce", workforce["row"], "headcount").array,
    ).reset_index(drop=True)


def _exiting(
    enterprises: pd.DataFrame, dispositions: pd.DataFrame, campaign: Campaign
) -> pd.DataFrame:
    """Return the enterprises that exit and have not left, with their `extent`."""
    done = [one.id for one in campaign.dispositions if one.done]
    extent = dispositions["extent"].to_numpy()
    at = np.flatnonzero((extent != "none") & ~dispositions["disposition"].isin(done).to_numpy())
    going = enterprises[["enterprise_id", "enterprise_code", "township"]].iloc[at]
    return going.assign(extent=extent[at]).reset_index(drop=True)


@dataclass(frozen=True)
class _Counted:
    """The exposed staff in cells, and which of them are hidden."""

    cells: pd.DataFrame
    hidden: np.ndarray
    ages: pd.DataFrame
    ages_hidden: np.ndarray
    within: exposure.Areas
    quarters: list[str]
    going: pd.DataFrame
    enterprises: pd.DataFrame

    def staff_cells(self) -> pd.DataFrame:
        names, scope, key = self.within.names, self.cells["scope"], self.cells["key"]
        keys = np.empty(len(self.cells), dtype=object)
        for number, known in enumerate(names):
            of = (scope == number).to_numpy()
            keys[of] = known.take(key.to_numpy()[of])
        kinds = ["", *routes.ROUTES]
        return self.cells.assign(
            scope=np.array(exposure.SCOPES, dtype=object)[scope],
            key=keys,
            quarter=np.array(["", *self.quarters], dtype=object)[self.cells["quarter"]],
            route=np.array(kinds, dtype=object)[self.cells["route"]],
            hidden=self.hidden,
        )

    def staff_ages(self, bands: AgeBands) -> pd.DataFrame:
        found = self.ages
        industry = self.within.names[1].take(found["key"].to_numpy())
        of_age, of_service = (
            np.array(exposure.labels(begin), dtype=object) for begin in (bands.age, bands.service)
        )
        return found.assign(
            scope=np.array(exposure.SCOPES, dtype=object)[found["scope"]],
            key=pd.Series(industry, dtype="str").where(found["scope"] > 0, ""),
            age_band=of_age[found["age"]],
            service_band=of_service[found["service"]],
            hidden=self.ages_hidden,
        )

    def whole_exits(self) -> pd.DataFrame:
        """Return the rows of the enterprises' own totals, by `enterprise_code`."""
        of = self.cells.assign(hidden=self.hidden)
        own = of[(of["scope"] == exposure.SCOPES.index(exposure.ENTERPRISE)) & (of["quarter"] == 0)]
        totals = own[own["route"] == 0].set_index("key")
        # What a page on lay-offs tells of an enterprise: who leaves, and who is its own.
        told = own["route"].isin([0, *(routes.ROUTES.index(each) + 1 for each in _TOLD)])
        any_hidden = own[told].groupby("key")["hidden"].any()
        return totals.assign(any_hidden=any_hidden.reindex(totals.index))


def _counted(
    found: resettlement.Resettled,
    going: pd.DataFrame,
    enterprises: pd.DataFrame,
    campaign: Campaign,
) -> _Counted:
    exposed, within = found.exposed, exposure.areas(enterprises)
    code, quarters = pd.factorize(exposed["quarter"], sort=True)
    cells = exposure.cells(exposed.assign(quarter_code=code), within, list(quarters))
    bands = campaign.age_bands or _NO_BANDS
    banded = exposed if campaign.age_bands else exposed.iloc[:0]
    ages = exposure.ages(banded, within, bands.age, bands.service)
    closing = np.zeros(len(enterprises), dtype=bool)
    closing[going["enterprise_code"][going["extent"] == "whole"]] = True
    least = registry().disclosure.least_persons
    hidden, ages_hidden = small_cells.hidden(cells, ages, within, closing, least)
    return _Counted(cells, hidden, ages, ages_hidden, within, list(quarters), going, enterprises)


def _vacancies(ledger: Ledger) -> pd.DataFrame:
    found = ledger["vacancies"]
    return found.assign(quarter=exits.quarters(found["quarter"]))


def _layoffs(found: resettlement.Resettled, told: _Counted, campaign: Campaign) -> pd.DataFrame:
    least = registry().disclosure.least_persons
    table = found.layoffs(told.enterprises, campaign.labour)
    own = told.whole_exits().reindex(table["enterprise_code"].to_numpy())
    laid_off = table["laid_off"].to_numpy(float)
    small = layoffs.few(table, laid_off, own["headcount"].to_numpy(float), least)
    return table.assign(hidden=small | own["any_hidden"].eq(True).to_numpy(bool))


def _means(
    ledger: Ledger, campaign: Campaign, year: int, told: _Counted, land_value: pd.Series | None
) -> pd.DataFrame:
    own = told.whole_exits().reindex(told.going["enterprise_code"].to_numpy())
    asked = told.going.assign(
        **{name: own[name].to_numpy(float) for name in exposure.COSTS},
        cost_complete=own["cost_complete"].eq(True).to_numpy(bool),
        counted=own["headcount"].notna().to_numpy(bool),
    )
    table = means.table(
        asked,
        ledger["finance"],
        year,
        land_value=land_value,
        earmarked_percent=campaign.land.earmarked_percent,
    )
    return table.assign(hidden=own["hidden"].eq(True).to_numpy(bool))


def _signs(
    ledger: Ledger,
    campaign: Campaign,
    as_of: dt.date,
    *,
    found: resettlement.Resettled,
    told: _Counted,
    demand: pd.DataFrame,
    guarantees: pd.DataFrame | None,
) -> pd.DataFrame:
    codes, roster = told.going["enterprise_code"], told.enterprises
    day = pd.Timestamp(as_of)
    cell = ledger.cells("enterprises", roster["row"], "employees")
    values = {
        "arrears": stability.arrears(found.all_staff, codes),
        "over_45_percent": stability.over_years(
            found.exposed, codes, _OVER_YEARS, registry().disclosure.least_persons
        ),
        "township_share_percent": stability.of_town(roster.assign(source_cell=cell), codes),
        "guaranteed_by_leaver": stability.guaranteed(guarantees, told.going["enterprise_id"]),
        "jobs_short": stability.jobs_short(found.exposed, told.going, demand),
    }
    for field in ("open_petitions", "labour_disputes"):
        reported = ledger["stability"]
        of = reported.assign(source_cell=ledger.cells("stability", reported["row"], field))
        values[field] = stability.newest(of, codes, field, day)
    return stability.table(told.going, values, campaign.stability.indicators)
