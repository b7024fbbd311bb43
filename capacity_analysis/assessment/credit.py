"""Credit and what keeps enterprises alive: loans, guarantees, zombies, support and power prices."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from .. import units
from ..analysis.credit import (
    advice,
    guarantees,
    lending_rates,
    loans,
    power_prices,
    price_classes,
    reach,
    support,
    verdicts,
    zombies,
)
from ..analysis.credit.leaving import Leaving
from ..analysis.credit.rule_rows import Rules
from ..analysis.credit.shapes import no_rows
from ..analysis.findings import in_shape
from ..campaign import Campaign
from ..ledger import Ledger
from ..standards import NoDocumentInForce, Standards
from . import collected
from .energy_law import output_units
from .grounds import with_cells

_ELIMINATION, _RESTRICTED = "elimination_list", "restricted_low_rating"
# The field whose cell a verdict of each method cites.
_CITED = {
    "register": "net_profit_10k_cny",
    "chk": "interest_paid_10k_cny",
    "fukuda_nakamura": "total_profit_10k_cny",
    "two_years": "total_profit_10k_cny",
    "official": "net_profit_10k_cny",
}
_ELECTRICITY = "electricity"


@dataclass(frozen=True)
class _Case:
    """What is assessed."""

    ledger: Ledger
    standards: Standards
    campaign: Campaign
    as_of: dt.date
    year: int
    lines: pd.DataFrame
    enterprises: pd.DataFrame
    judged: Mapping[str, pd.DataFrame]
    energy: Mapping[str, pd.DataFrame]

    @property
    def done(self) -> list[str]:
        return [one.id for one in self.campaign.dispositions if one.done]

    @cached_property
    def leaving(self) -> Leaving:
        return Leaving.of(self.judged["enterprise_dispositions"], self.done)

    def rules(self, kind: str, day: dt.date | None = None) -> Rules:
        """Return the rules of a kind in force on a day; none where no document of it holds."""
        return Rules.of(self.rows(kind, day), self.campaign.jurisdiction.chain)

    def rows(self, kind: str, day: dt.date | None = None) -> pd.DataFrame:
        chain = self.campaign.jurisdiction.chain
        try:
            return self.standards.rows_in_force(kind, day or self.as_of, chain).table
        except NoDocumentInForce:
            return self.standards.no_rows(kind)

    def hits(self, grounds: Iterable[str]) -> dict[str, npt.NDArray[np.bool_]]:
        """Return whom each ground hits of those that have not left."""
        found = advice.hits(
            self.judged["findings"],
            self.judged["dispositions"],
            list(grounds),
            self.done,
            len(self.enterprises),
        )
        return {ground: mask & ~self.leaving.left for ground, mask in found.items()}


def tables(
    ledger: Ledger,
    standards: Standards,
    campaign: Campaign,
    *,
    as_of: dt.date,
    year: int,
    lines: pd.DataFrame,
    enterprises: pd.DataFrame,
    judged: Mapping[str, pd.DataFrame],
    energy: Mapping[str, pd.DataFrame],
) -> dict[str, pd.DataFrame]:
    """Return the tables of credit, zombies, support and power prices.

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
    judged : mapping of str to DataFrame
        `findings`, `dispositions`, `enterprise_dispositions` (`grounds.judge`).
    energy : mapping of str to DataFrame
        `terms` and `unit_energy` (`energy.judge`).

    Returns
    -------
    dict of str to DataFrame
        ``loan_exposure`` (`loans.COLUMNS`), ``credit_advice`` (`advice.COLUMNS`),
        ``guarantee_links`` (`guarantees.COLUMNS`), ``guarantee_reach`` (`reach.COLUMNS`),
        ``zombies`` (`verdicts.COLUMNS`), ``support`` (`support.COLUMNS`) and ``power_charges``
        (`power_prices.COLUMNS`). What the ledger has no rows for is empty.

    """
    case = _Case(ledger, standards, campaign, as_of, year, lines, enterprises, judged, energy)
    leaving = case.leaving
    links = guarantees.links(
        with_cells(ledger, "guarantees", "guarantor"),
        ledger["loans"],
        ledger["enterprises"],
        leaving,
    )
    return {
        "loan_exposure": loans.exposure(ledger["loans"], ledger["bank_totals"], leaving, as_of),
        "credit_advice": _advice(case, leaving),
        "guarantee_links": links[list(guarantees.COLUMNS)],
        "guarantee_reach": reach.reach(links),
        "zombies": _zombies(case),
        "support": _support(case, leaving),
        "power_charges": _power_charges(case),
    }


def zombie_findings(
    found: pd.DataFrame, enterprises: pd.DataFrame, campaign: Campaign
) -> pd.DataFrame:
    """Return what the plan's deciding methods find of each enterprise with accounts.

    Parameters
    ----------
    found : DataFrame
        The table ``zombies``.
    enterprises : DataFrame
        `enterprise_id`, in the order of the codes.
    campaign : Campaign
        The plan: `zombies.deciding`.

    Returns
    -------
    DataFrame
        `analysis.findings.COLUMNS`; at most ``review``, never a hit.

    Examples
    --------
    >>> found = no_rows(verdicts.COLUMNS, value="float64", threshold="float64")
    >>> zombie_findings(found, pd.DataFrame({"enterprise_id": ["A"]}), Campaign.load()).empty
    True

    """
    deciding = campaign.zombies.deciding if campaign.zombies else ()
    code = pd.Index(enterprises["enterprise_id"]).get_indexer(pd.Index(found["enterprise_id"]))
    return in_shape(zombies.findings(found.assign(enterprise_code=code), deciding))


def _advice(case: _Case, leaving: Leaving) -> pd.DataFrame:
    given = case.campaign.credit.advice
    hit = case.hits(dict.fromkeys(ground for one in given for ground in one.grounds))
    concerned = np.logical_or.reduce([leaving.exits, *hit.values()])
    held = case.ledger["loans"]
    held = held[concerned[held["enterprise_code"].to_numpy(np.int64)]]
    suggested = case.judged["enterprise_dispositions"]
    size = len(case.enterprises)
    days = pd.to_datetime(suggested["deadline"]).fillna(pd.Timestamp(case.campaign.target.deadline))
    return advice.advice(
        suggested,
        leaving,
        hit,
        advice.overdue(case.judged["dispositions"], case.as_of, case.done, size),
        loans.by_enterprise(
            held,
            size,
            case.as_of,
            days.where(days >= pd.Timestamp(case.as_of), pd.Timestamp(case.as_of)),
        ),
        given=given,
        rules=case.rules("credit_rules"),
    )


def _zombies(case: _Case) -> pd.DataFrame:
    records = _records(case)
    parts = []
    if len(case.ledger["finance"]):
        rules = _zombie_rules(case)
        parts.append(zombies.of_accounts(case.ledger["finance"], records, rules, case.year))
    plan = case.campaign.zombies
    if plan and plan.proxies:
        parts.append(zombies.of_records(records, plan.proxies, case.year, case.as_of))
    if not parts:
        numbers = dict.fromkeys(("value", "threshold", "weight", "weight_wide"), "float64")
        return no_rows(verdicts.COLUMNS, year="int32", **numbers)
    found = pd.concat(parts, ignore_index=True)
    ids = case.enterprises["enterprise_id"].astype("str").array
    cells = pd.Series(np.nan, found.index, dtype="str")
    for method, field in _CITED.items():
        cited = (found["method"] == method) & (found["row"] >= 0)
        cells[cited] = case.ledger.cells("finance", found.loc[cited, "row"], field)
    named = found.assign(
        enterprise_id=ids[found["enterprise_code"].to_numpy(np.int64)], source_cell=cells
    )
    return named[list(verdicts.COLUMNS)]


def _zombie_rules(case: _Case) -> zombies.ZombieRules:
    kind, chain = "zombie_rules", case.campaign.jurisdiction.chain
    # Studies hold from no day on, since nobody laid them down: they are read as they are.
    undated = [
        document.table(kind)
        for document in case.standards.documents
        if kind in document.tables and document.in_force is None
    ]
    studies = Rules.of(pd.concat([case.standards.no_rows(kind), *undated]), chain)
    years = zombies.years_of_rates(case.year, studies)
    at_ends = {each: case.rows("lending_rates", dt.date(each, 12, 31)) for each in years}
    return zombies.ZombieRules(
        case.rules(kind), studies, lending_rates.of_year_ends(at_ends, chain)
    )


def _records(case: _Case) -> zombies.Records:
    ratings, listed = case.ledger["ratings"], case.hits([_ELIMINATION, _RESTRICTED])
    reported = collected.electricity(case.ledger)
    metered = collected.metered_electricity(case.ledger)
    return zombies.Records(
        lines=case.lines,
        production=case.ledger["production"],
        base_units=output_units(),
        electricity=_one_source(metered, reported, case.year),
        tax=ratings.rename(columns={"tax_per_mu_10k_cny": "value"})[
            ["enterprise_code", "year", "value"]
        ],
        headcounts=case.ledger["headcounts"],
        listed=np.flatnonzero(np.logical_or.reduce(list(listed.values()))),
    )


def _one_source(metered: pd.DataFrame, reported: pd.DataFrame, year: int) -> pd.DataFrame:
    """Return metered electricity where both years are metered, else what is reported."""
    of_years = metered[metered["year"].isin([year - 1, year])].dropna(subset=["value"])
    both = of_years["enterprise_code"].value_counts()
    whole = both.index[both == len([year - 1, year])]
    return pd.concat(
        [
            metered[metered["enterprise_code"].isin(whole)],
            reported[~reported["enterprise_code"].isin(whole)],
        ],
        ignore_index=True,
    )


def _support(case: _Case, leaving: Leaving) -> pd.DataFrame:
    rule = case.campaign.credit.support
    measures = with_cells(case.ledger, "support_measures", "measure")
    if rule is None or measures.empty:
        return no_rows(support.COLUMNS, amount_10k_cny="float64")
    intensive = case.campaign.energy_intensive_divisions
    codes = case.enterprises["industry_code"].astype("str")
    return support.verdicts(
        measures,
        rule,
        energy_intensive=codes.str.startswith(intensive).to_numpy(bool, na_value=False),
        exiting=leaving.exits | leaving.left,
        eliminated=case.hits([_ELIMINATION])[_ELIMINATION],
        as_of=case.as_of,
    )


def _power_charges(case: _Case) -> pd.DataFrame:
    named = case.campaign.credit.power_price_industries
    rules = case.rules("electricity_prices")
    findings, size = case.judged["findings"], len(case.enterprises)
    lines = _lines_left(case)
    industry = price_classes.industries(case.enterprises, lines, named)
    industry = np.where(case.leaving.left, -1, industry)
    concerned = findings[industry[findings["enterprise_code"].to_numpy(np.int64)] >= 0]
    accounts = case.ledger["finance"]
    of_year = accounts[accounts["year"] == case.year]
    profit = of_year.set_index("enterprise_code")["total_profit_10k_cny"]
    multiple = rules.value("punitive_excess_multiple")
    return power_prices.charges(
        case.enterprises,
        lines,
        price_classes.classes(concerned, lines, size, multiple),
        _electricity(case),
        industry=industry,
        profit=profit.reindex(range(size)).to_numpy(float),
        named=named,
        rules=rules,
    )


def _lines_left(case: _Case) -> pd.DataFrame:
    """Return the lines, with those that have left by their disposition out of operation."""
    units = case.judged["dispositions"]
    gone = units["disposition"].isin(case.done) & (units["line_code"] >= 0)
    left = case.lines["line_code"].isin(units.loc[gone, "line_code"])
    return case.lines.assign(out_of_operation=case.lines["out_of_operation"].mask(left, "retired"))


def _electricity(case: _Case) -> power_prices.Electricity:
    """Return the electricity of the year assessed, in kWh."""
    size, factor = len(case.enterprises), float(units.factor("万千瓦时", "kWh"))
    reported, metered = (
        source[source["year"] == case.year]
        .set_index("enterprise_code")["value"]
        .reindex(range(size))
        for source in (
            collected.electricity(case.ledger),
            collected.metered_electricity(case.ledger),
        )
    )
    measured = case.energy["unit_energy"]
    of_year = measured[measured["year"] == case.year]
    owners = case.lines["enterprise_code"].to_numpy(np.int64)
    open_ = of_year.loc[of_year["electricity_contested"], "line_code"]
    contested = np.zeros(size, dtype=bool)
    contested[owners[open_.to_numpy(np.int64)]] = True
    by_line = range(len(case.lines))
    per_tonne = of_year[of_year["indicator"] == _ELECTRICITY].set_index("line_code")["measured"]
    return power_prices.Electricity(
        of_enterprise=metered.fillna(reported).to_numpy(float) * factor,
        of_line=_of_lines(case).reindex(by_line).to_numpy(float),
        contested=contested,
        per_tonne=per_tonne.reindex(by_line).to_numpy(float),
    )


def _of_lines(case: _Case) -> pd.Series:
    """Return the kWh of each line in the year; missing where a part is."""
    terms = case.energy["terms"]
    used = terms[
        (terms["carrier"] == _ELECTRICITY)
        & (terms["flow"] == "consumed")
        & (terms["year"] == case.year)
        & (terms["line_code"] >= 0)
    ]
    by_line = used.groupby("line_code")["amount_quantity"]
    return by_line.sum().where(by_line.count() == by_line.size())
