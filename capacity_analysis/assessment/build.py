"""Load and analyse: a ledger, the standards and a campaign give an Assessment as of a date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import pandas as pd

from .. import vocabulary
from ..analysis import gaps, intensity, missing, operation, sources
from ..campaign import SELF_CHECK, Campaign, Fact
from ..errors import InputError, UsageError
from ..ledger import Ledger, registry
from ..standards import Document, NoDocumentInForce, Standards, conversions
from . import collected
from .collected import NOT_KEPT
from .model import Assessment, DocumentInUse


def assess(
    ledger: Ledger,
    standards: Standards | None = None,
    campaign: Campaign | None = None,
    as_of: dt.date | None = None,
    *,
    warnings: int = 0,
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

    Returns
    -------
    Assessment

    Raises
    ------
    UsageError
        If there is neither `as_of` nor a 数据截至 in the ledger.
    InputError
        If no document of conversion coefficients is in force on the day.

    Examples
    --------
    >>> from capacity_analysis import paths, read_ledger
    >>> assess(read_ledger(paths.sample_ledger())).year
    2021

    """
    standards = standards or Standards.load()
    campaign = campaign or Campaign.load()
    as_of = as_of or ledger.data_as_of
    if as_of is None:
        raise UsageError("没有评定日期：请在“说明”表填写数据截至，或用 --as-of 指定。")
    year = operation.year_assessed(as_of)
    documents, absences = _documents(standards, campaign, as_of)
    coefficients = _unit_energy_coefficients(documents, absences)
    terms = _terms(ledger, coefficients)
    benchmark = documents.get("benchmark_levels")
    levels = None if benchmark is None else benchmark.table("benchmark_levels")
    by_year = intensity.unit_energy_by_level(
        ledger["production"],
        terms,
        levels,
        electricity=_electricity(),
        required_carriers=registry().completeness.carriers_every_line_uses,
        contested=_contested(ledger, campaign),
    )
    lines = _lines(ledger, campaign, as_of)
    kgce_per, conversion_confidence = conversions(documents["conversion_coefficients"])
    of_year = by_year[by_year["year"] == year]
    bounds = registry().plausibility
    found = gaps.gaps(
        lines,
        of_year,
        levels,
        kgce_per,
        below_advanced=bounds.below_advanced,
        above_baseline=bounds.above_baseline,
        conversion_confidence=conversion_confidence,
        binding=benchmark is None or benchmark.binding,
    )
    found["previous"] = gaps.year_before(
        found,
        by_year[by_year["year"] == year - 1],
        kgce_per,
        below_advanced=bounds.below_advanced,
        above_baseline=bounds.above_baseline,
    )
    terms_of_year = terms[terms["year"] == year]
    enterprises = _enterprises(ledger, campaign)
    tables = {
        "enterprises": enterprises,
        "lines": lines,
        "unit_energy": by_year,
        "terms": terms,
        "gaps": _with_context(found, lines, ledger, terms_of_year, year),
        "missing": _with_names(
            missing.missing_inputs(
                found,
                of_year,
                terms_of_year,
                owners=lines["enterprise_code"],
                electricity=_electricity(),
                suppliers=campaign.suppliers.model_dump(),
            ),
            lines,
        ),
        "levels": pd.DataFrame({"row_id": []}, dtype="str") if levels is None else levels,
        "coefficients": coefficients,
        **collected.tables(ledger, enterprises, year),
        "origins": collected.origins(ledger, terms_of_year, found, year),
    }
    return Assessment(
        as_of=as_of,
        year=year,
        campaign=campaign,
        documents=tuple(_in_use(document, kind) for kind, document in documents.items()),
        absences=tuple(absences.values()),
        tables=tables,
        ledger_file=ledger.file,
        ledger_data_as_of=ledger.data_as_of,
        district=ledger.district,
        attribution=ledger.attribution,
        fictional=ledger.fictional,
        warnings=warnings,
    )


def _documents(
    standards: Standards, campaign: Campaign, as_of: dt.date
) -> tuple[dict[str, Document], dict[str, str]]:
    documents, absences = {}, {}
    for kind in ("benchmark_levels", "conversion_coefficients"):
        try:
            documents[kind] = standards.in_force(kind, as_of, campaign.jurisdiction.chain)
        except NoDocumentInForce as absence:
            absences[kind] = str(absence)
    return documents, absences


def _in_use(document: Document, kind: str) -> DocumentInUse:
    until = document.in_force_until
    return DocumentInUse(
        id=document.id,
        title=document.title,
        number=document.number,
        in_force=document.in_force.isoformat(),
        in_force_until=until.isoformat() if until else "",
        dates_confidence=str(document.dates_confidence),
        until_confidence=str(document.until_confidence or ""),
        purpose=kind,
    )


def _unit_energy_coefficients(
    documents: Mapping[str, Document], absences: Mapping[str, str]
) -> pd.DataFrame:
    if "conversion_coefficients" not in documents:
        raise InputError(absences["conversion_coefficients"])
    table = documents["conversion_coefficients"].table("conversion_coefficients")
    return table[table["use"] == "unit_energy"]


def _electricity() -> list[str]:
    """Return the carriers metered in kilowatt hours: they count for the electricity indicator."""
    return [key for key, carrier in vocabulary.carriers().items() if carrier.base_unit == "kWh"]


def _contested(ledger: Ledger, campaign: Campaign) -> pd.DataFrame:
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


def _terms(ledger: Ledger, coefficients: pd.DataFrame) -> pd.DataFrame:
    energy = ledger["energy"]
    cells = ledger.cells("energy", energy["row"], "amount")
    return intensity.energy_terms(energy, coefficients).assign(source_cell=cells)


def _enterprises(ledger: Ledger, campaign: Campaign) -> pd.DataFrame:
    enterprises = ledger["enterprises"]
    codes = enterprises["industry_code"]
    industry = {code: campaign.industry_of(code).id for code in codes.unique()}
    named = enterprises.assign(industry=codes.map(industry).astype("str"))
    return named.drop(columns=NOT_KEPT)


def _lines(ledger: Ledger, campaign: Campaign, as_of: dt.date) -> pd.DataFrame:
    lines, enterprises = ledger["lines"], _enterprises(ledger, campaign)
    owner = lines["enterprise_code"].to_numpy()
    return lines.assign(
        enterprise_name=enterprises["name"].to_numpy()[owner],
        township=enterprises["township"].to_numpy()[owner],
        industry=enterprises["industry"].to_numpy()[owner],
        out_of_operation=operation.out_of_operation(lines, as_of, ledger.data_as_of),
        source_cell=ledger.cells("lines", lines["row"], "line_id"),
    ).drop(columns=NOT_KEPT)


def _with_context(
    found: pd.DataFrame, lines: pd.DataFrame, ledger: Ledger, terms: pd.DataFrame, year: int
) -> pd.DataFrame:
    """Add names, capacity, and the cells that a line's numbers came from."""
    production = ledger["production"]
    production = production[(production["year"] == year) & (production["line_code"] >= 0)]
    own = terms[terms["line_code"] >= 0]
    output_cells = ledger.cells("production", production["row"], "output")
    return _with_names(found, lines).assign(
        capacity_quantity=lines["capacity_quantity"].to_numpy(),
        output_cells=_joined(output_cells, production, found["line_code"]),
        energy_cells=_joined(own["source_cell"], own, found["line_code"]),
    )


def _joined(cells: pd.Series, frame: pd.DataFrame, wanted: pd.Series) -> pd.Series:
    """Return the cells of each line, joined; missing where a line has none."""
    by_line = cells.groupby(frame["line_code"]).agg("、".join)
    return pd.Series(by_line.reindex(wanted).to_numpy(), index=wanted.index, dtype="str")


def _with_names(table: pd.DataFrame, lines: pd.DataFrame) -> pd.DataFrame:
    columns = ["enterprise_id", "line_id", "enterprise_name", "line_name", "township", "industry"]
    named = lines[columns].iloc[table["line_code"].to_numpy()].reset_index(drop=True)
    return pd.concat([named, table.reset_index(drop=True)], axis=1)
