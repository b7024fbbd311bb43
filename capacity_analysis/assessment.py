"""Load, analyse, and keep: one frozen Assessment of tables, saved to and loaded from a folder."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import pandas as pd

from . import __version__, vocabulary
from .analysis import gaps, intensity, missing, operation
from .campaign import Campaign
from .errors import InputError, UsageError
from .ledger import Ledger, registry
from .standards import Document, NoDocumentInForce, Standards, conversions

FORMAT = 1
_META = "assessment.json"


@dataclass(frozen=True)
class DocumentInUse:
    """A document of the store that an assessment rests on."""

    id: str
    title: str
    number: str
    in_force: str
    in_force_until: str
    dates_confidence: str
    until_confidence: str
    purpose: str

    @property
    def citation(self) -> str:
        """Title and number, as a page cites the document."""
        return f"《{self.title}》（{self.number}）"


@dataclass(frozen=True)
class Assessment:
    """What a ledger, the standards and a campaign give as of a date.

    Attributes
    ----------
    as_of : date
        The day whose law applies.
    year : int
        The year assessed: the last complete one before `as_of`.
    campaign : Campaign
        The action plan.
    documents : tuple of DocumentInUse
        The documents in force on `as_of` that numbers rest on.
    absences : tuple of str
        What the store has no document for on that day, in Chinese.
    tables : mapping of str to DataFrame
        ``enterprises``
            the roster, each enterprise once, with `industry` (id);
        ``lines``
            the lines, with `industry` and `out_of_operation`;
        ``unit_energy``
            unit energy per line and year (`analysis.intensity.unit_energy`);
        ``terms``
            every energy row with its coefficient (`analysis.intensity.energy_terms`) and
            `source_cell`;
        ``gaps``
            one row per line for the year assessed (`analysis.gaps.gaps`), with names, the
            previous year's value and the cells it came from;
        ``missing``
            inputs that are missing, with the department that must supply them;
        ``levels``, ``coefficients``
            the rows of the documents in force that numbers could rest on.
    ledger_file, ledger_data_as_of, district, attribution, fictional
        Of the workbook.
    warnings : int
        Problems of the workbook that are not errors but want a look.

    """

    as_of: dt.date
    year: int
    campaign: Campaign
    documents: tuple[DocumentInUse, ...]
    absences: tuple[str, ...]
    tables: Mapping[str, pd.DataFrame]
    ledger_file: str
    ledger_data_as_of: dt.date | None
    district: str
    attribution: str
    fictional: bool
    warnings: int = 0

    def __getitem__(self, table: str) -> pd.DataFrame:
        """Return one table."""
        return self.tables[table]

    def industries(self) -> list[str]:
        """Return the ids of the industries that the ledger holds, in the campaign's order."""
        held = set(self["enterprises"]["industry"])
        return [industry.id for industry in self.campaign.all_industries if industry.id in held]

    def document_for(self, purpose: str) -> DocumentInUse | None:
        """Return the document used for a purpose (a kind of document), or None."""
        return next((used for used in self.documents if used.purpose == purpose), None)

    def save(self, folder: str | Path) -> Path:
        """Save the tables as Parquet and the rest as JSON; return the folder."""
        folder = Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        for name, table in self.tables.items():
            table.to_parquet(folder / f"{name}.parquet", index=False)
        (folder / _META).write_text(self._meta(), encoding="utf-8")
        return folder

    @classmethod
    def load(cls, folder: str | Path) -> Assessment:
        """Load what `save` wrote.

        Raises
        ------
        UsageError
            If the folder holds no assessment of this version's format.

        """
        folder = Path(folder)
        if not is_saved(folder):
            raise UsageError(f"{folder}：不是保存的评估结果。")
        meta = json.loads((folder / _META).read_text(encoding="utf-8"))
        if meta.pop("format") != FORMAT:
            raise UsageError(f"{folder}：由其他版本保存，请重新评估。")
        tables = {name: pd.read_parquet(folder / f"{name}.parquet") for name in meta.pop("tables")}
        as_of, ledger_day = meta.pop("as_of"), meta.pop("ledger_data_as_of")
        return cls(
            as_of=dt.date.fromisoformat(as_of),
            ledger_data_as_of=dt.date.fromisoformat(ledger_day) if ledger_day else None,
            campaign=Campaign.model_validate(meta.pop("campaign")),
            documents=tuple(DocumentInUse(**used) for used in meta.pop("documents")),
            absences=tuple(meta.pop("absences")),
            tables=tables,
            **{name: value for name, value in meta.items() if name != "version"},
        )

    def _meta(self) -> str:
        plain = {field.name for field in fields(self)} - {"campaign", "documents", "tables"}
        meta = {
            **{name: getattr(self, name) for name in sorted(plain)},
            "campaign": self.campaign.model_dump(mode="json"),
            "documents": [asdict(used) for used in self.documents],
            "tables": sorted(self.tables),
            "format": FORMAT,
            "version": __version__,
        }
        return json.dumps(meta, ensure_ascii=False, indent=1, default=str)

    @property
    def digest(self) -> str:
        """A hash of everything that a briefing could show."""
        total = hashlib.sha256(self._meta().encode())
        for name in sorted(self.tables):
            table = self.tables[name]
            total.update(f"{name}{list(table.columns)}".encode())
            total.update(pd.util.hash_pandas_object(table, index=False).to_numpy().tobytes())
        return total.hexdigest()

    def _repr_html_(self) -> str:
        from html import escape

        results = self["gaps"]["result"].value_counts()
        cells = "".join(f"<td>{results.get(key, 0)}</td>" for key in _RESULTS)
        head = "".join(f"<th>{label}</th>" for label in _RESULTS.values())
        basis = escape("；".join(used.citation for used in self.documents) or "—")
        return (
            f"<table><caption>{escape(self.campaign.jurisdiction.name)}　评定日 {self.as_of}　"
            f"评定年度 {self.year}</caption><tr>{head}</tr><tr>{cells}</tr></table><p>{basis}</p>"
        )


def is_saved(folder: str | Path) -> bool:
    """Return whether a folder holds a saved assessment."""
    return (Path(folder) / _META).is_file()


# Free text that no page shows is not kept beside the pages: it may name persons.
_NOT_KEPT = ["remark"]

_RESULTS = {
    "hit": "低于基准水平",
    "clear": "达到基准水平",
    "review": "待核",
    "undecided": "不能判定",
}


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
    levels = None if benchmark is None else benchmark.table
    by_year = intensity.unit_energy_by_level(
        ledger["production"],
        terms,
        levels,
        electricity=_electricity(),
        required_carriers=registry().completeness.carriers_every_line_uses,
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
    tables = {
        "enterprises": _enterprises(ledger, campaign),
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
    table = documents["conversion_coefficients"].table
    return table[table["use"] == "unit_energy"]


def _electricity() -> list[str]:
    """Return the carriers metered in kilowatt hours: they count for the electricity indicator."""
    return [key for key, carrier in vocabulary.carriers().items() if carrier.base_unit == "kWh"]


def _terms(ledger: Ledger, coefficients: pd.DataFrame) -> pd.DataFrame:
    energy = ledger["energy"]
    cells = ledger.cells("energy", energy["row"], "amount")
    return intensity.energy_terms(energy, coefficients).assign(source_cell=cells)


def _enterprises(ledger: Ledger, campaign: Campaign) -> pd.DataFrame:
    enterprises = ledger["enterprises"]
    codes = enterprises["industry_code"]
    industry = {code: campaign.industry_of(code).id for code in codes.unique()}
    named = enterprises.assign(industry=codes.map(industry).astype("str"))
    return named.drop(columns=_NOT_KEPT)


def _lines(ledger: Ledger, campaign: Campaign, as_of: dt.date) -> pd.DataFrame:
    lines, enterprises = ledger["lines"], _enterprises(ledger, campaign)
    owner = lines["enterprise_code"].to_numpy()
    return lines.assign(
        enterprise_name=enterprises["name"].to_numpy()[owner],
        township=enterprises["township"].to_numpy()[owner],
        industry=enterprises["industry"].to_numpy()[owner],
        out_of_operation=operation.out_of_operation(lines, as_of, ledger.data_as_of),
        source_cell=ledger.cells("lines", lines["row"], "line_id"),
    ).drop(columns=_NOT_KEPT)


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
