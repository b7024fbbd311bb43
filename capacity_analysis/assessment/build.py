"""Load and analyse: a ledger, the standards and a campaign give an Assessment as of a date."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd

from ..analysis import missing, operation, sources
from ..analysis.reasons import DATA_GAPS
from ..campaign import SELF_CHECK, Campaign, Fact
from ..errors import UsageError
from ..ledger import Ledger
from ..standards import Document, Standards
from . import catalogue, collected, energy, exposure, following, grounds, industry, rules_cited
from .collected import NOT_KEPT
from .energy_law import EnergyLaw, electricity
from .model import Assessment, DocumentInUse


def assess(
    ledger: Ledger,
    standards: Standards | None = None,
    campaign: Campaign | None = None,
    as_of: dt.date | None = None,
    *,
    warnings: int = 0,
    evidence: str | Path | None = None,
) -> Assessment:
    """Assess a ledger against the standards in force on a date.

    Parameters
    ----------
    ledger : Ledger
        What `read_ledger` returns.
    standards : Standards, optional
        The store of documents; the packaged one by default.
    campaign : Campaign, optional
        The action plan; the packaged one of 柴桑区 by default.
    as_of : date, optional
        The day whose law applies; the ledger's 数据截至 by default.
    warnings : int, optional
        How many warnings the workbook gave, for the page.
    evidence : str or Path, optional
        The folder that the paths of the table of evidence start from; without it no file is opened.

    Returns
    -------
    Assessment

    Raises
    ------
    UsageError
        If there is neither `as_of` nor a 数据截至 in the ledger.

    Examples
    --------
    >>> from capacity_analysis import paths, read_ledger
    >>> assess(read_ledger(paths.sample_ledger())).year
    2021

    """
    standards = standards or Standards.load()
    campaign = campaign or Campaign.load()
    law = law_on(ledger, standards, campaign, as_of)
    as_of = law.as_of
    enterprises = enterprises_of(ledger, campaign)
    lines = lines_of(ledger, campaign, as_of)
    judged = energy.judge(
        ledger,
        law,
        standards,
        campaign,
        lines=lines,
        industries=enterprises["industry"],
        contested=contested_electricity(ledger, campaign),
    )
    year, chain = law.year, campaign.jurisdiction.chain
    screened = catalogue.screened(ledger, standards, chain, as_of, lines)
    found = grounds.judge(
        ledger,
        campaign,
        screened,
        as_of=as_of,
        year=year,
        lines=lines,
        enterprises=enterprises,
        energy=judged,
    )
    ratios = industry.rows(standards, law, "replacement_ratios", chain, "new")
    tables = {
        "enterprises": enterprises,
        "lines": lines,
        **judged,
        **catalogue.tables(screened),
        **found,
        "replacements": grounds.replacements(ledger, campaign, ratios, as_of),
        "catalogue_editions": catalogue.editions(screened, standards, chain, as_of, lines),
        **following.tables(
            ledger,
            campaign,
            as_of=as_of,
            year=year,
            enterprises=enterprises,
            judged=found,
            energy=judged,
            evidence=Path(evidence) if evidence else None,
        ),
        **exposure.tables(
            ledger,
            standards,
            campaign,
            as_of=as_of,
            year=year,
            lines=lines,
            enterprises=enterprises,
            judged=found,
            energy=judged,
        ),
        "missing": missing_inputs_of(judged, lines, campaign, year),
        **collected.tables(ledger, enterprises, year),
        "origins": collected.origins(
            ledger, judged["terms"][judged["terms"]["year"] == year], _measured(judged), year
        ),
    }
    return Assessment(
        as_of=as_of,
        year=year,
        campaign=campaign,
        documents=(
            *_in_use(law, standards, judged),
            *(_document_in_use(each, catalogue.KIND) for each in screened.documents),
            *(
                _document_in_use(each, kind)
                for each, kind in rules_cited.documents(standards, tables["rules"])
            ),
        ),
        absences=(*law.absences, *([screened.absence] if screened.absence else [])),
        tables=tables,
        ledger_file=ledger.file,
        ledger_data_as_of=ledger.data_as_of,
        district=ledger.district,
        attribution=ledger.attribution,
        fictional=ledger.fictional,
        warnings=warnings,
    )


def benchmark_gaps(
    ledger: Ledger,
    standards: Standards | None = None,
    campaign: Campaign | None = None,
    as_of: dt.date | None = None,
) -> pd.DataFrame:
    """Return how far each line is from the benchmark levels: the table `gaps`, and nothing else.

    Parameters, and what is raised, as for `assess`; the value of the year before is left out.

    Examples
    --------
    >>> from capacity_analysis import paths, read_ledger
    >>> "measured" in benchmark_gaps(read_ledger(paths.sample_ledger()))
    True

    """
    campaign = campaign or Campaign.load()
    law = law_on(ledger, standards or Standards.load(), campaign, as_of)
    lines = lines_of(ledger, campaign, law.as_of)
    return energy.benchmark_gaps(ledger, law, lines, contested_electricity(ledger, campaign))


def law_on(
    ledger: Ledger, standards: Standards, campaign: Campaign, as_of: dt.date | None
) -> EnergyLaw:
    """Return the law on energy of a day, of the ledger's 数据截至 where none is given.

    Raises
    ------
    UsageError
        If there is neither.

    """
    day = as_of or ledger.data_as_of
    if day is None:
        raise UsageError("没有评定日期：请在“说明”表填写数据截至，或用 --as-of 指定。")
    return EnergyLaw.on(standards, day, campaign.jurisdiction.chain)


def _measured(judged: dict[str, pd.DataFrame]) -> pd.Series:
    """Return the lines that were held against a level on either ground."""
    both = pd.concat([judged["gaps"], judged["limits"]])
    return both.loc[both["tier"].notna(), "line_code"].drop_duplicates()


def _in_use(
    law: EnergyLaw, standards: Standards, judged: dict[str, pd.DataFrame]
) -> list[DocumentInUse]:
    """Return the documents that numbers of this ledger rest on; of limits and targets those that apply."""
    applied = set(judged["limits"]["document_id"].dropna())
    followed = {*judged["targets"]["document_id"], *judged["policy_deadlines"]["document_id"]}
    of_targets = [
        _document_in_use(document, "policy_targets")
        for document in standards.documents
        if document.id in followed
    ]
    return [
        _document_in_use(document, kind)
        for kind, documents in law.documents.items()
        for document in documents
        if kind != "energy_limits" or document.id in applied
    ] + of_targets


def _document_in_use(document: Document, kind: str) -> DocumentInUse:
    start, until = document.in_force, document.in_force_until
    return DocumentInUse(
        id=document.id,
        title=document.title,
        number=document.number,
        in_force=start.isoformat() if start else "",
        in_force_until=until.isoformat() if until else "",
        dates_confidence=str(document.dates_confidence),
        until_confidence=str(document.until_confidence or ""),
        purpose=kind,
    )


def missing_inputs_of(
    judged: dict[str, pd.DataFrame], lines: pd.DataFrame, campaign: Campaign, year: int
) -> pd.DataFrame:
    """Return what each line lacks for a verdict in a year (`analysis.missing.missing_inputs`).

    `judged` are the energy tables (`energy.judge`), `lines` those of `lines_of`.
    """
    of_year = {
        name: judged[name][judged[name]["year"] == year]
        for name in ("unit_energy", "terms", "above_line")
    }
    # A line whose product has a mandatory limit alone needs its inputs for that ground.
    gaps, limits = judged["gaps"], judged["limits"]
    limited = (gaps["reason"] == "no_level") & limits["reason"].isin(DATA_GAPS)
    limited &= limits["result"] == "undecided"
    concerned = pd.concat([gaps[~limited], limits[limited]], ignore_index=True)
    found = missing.missing_inputs(
        concerned,
        of_year["unit_energy"],
        of_year["terms"],
        of_year["above_line"],
        electricity=electricity(),
        suppliers=campaign.suppliers.model_dump(),
    )
    return energy.with_names(found, lines)


def contested_electricity(ledger: Ledger, campaign: Campaign) -> pd.DataFrame:
    """Return the enterprises and years whose electricity no verdict may rest on."""
    fact: Fact = "electricity"
    rule = campaign.source_precedence.get(fact)
    tolerance = rule.tolerance_percent if rule else 0.0
    now, compared = collected.electricity(ledger), collected.comparable(ledger)
    found = sources.contested(compared, fact, now, tolerance)
    if rule is None or (rule.beyond == "ruling" and rule.order[0] == SELF_CHECK):
        return found
    metered = collected.metered_electricity(ledger)
    return pd.concat([found, sources.unlike(now, metered, compared, fact, tolerance)])


def enterprises_of(ledger: Ledger, campaign: Campaign) -> pd.DataFrame:
    """Return the roster with the `industry` that the plan counts each enterprise to."""
    enterprises = ledger["enterprises"]
    codes = enterprises["industry_code"]
    industry = {code: campaign.industry_of(code).id for code in codes.unique()}
    named = enterprises.assign(industry=codes.map(industry).astype("str"))
    return named.drop(columns=NOT_KEPT)


def lines_of(ledger: Ledger, campaign: Campaign, as_of: dt.date) -> pd.DataFrame:
    """Return the lines with names, `industry`, `out_of_operation` on the day and their cells."""
    lines, enterprises = ledger["lines"], enterprises_of(ledger, campaign)
    owner = lines["enterprise_code"].to_numpy()
    return lines.assign(
        enterprise_name=enterprises["name"].to_numpy()[owner],
        township=enterprises["township"].to_numpy()[owner],
        industry=enterprises["industry"].to_numpy()[owner],
        out_of_operation=operation.out_of_operation(lines, as_of, ledger.data_as_of),
        source_cell=ledger.cells("lines", lines["row"], "line_id"),
    ).drop(columns=NOT_KEPT)
