"""One frozen Assessment of tables, saved to and loaded from a folder."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import pandas as pd

from .. import __version__
from ..campaign import Campaign
from ..errors import UsageError

FORMAT = 5
_META = "assessment.json"

_RESULTS = {
    "hit": "低于基准水平",
    "clear": "达到基准水平",
    "review": "待核",
    "undecided": "不能判定",
}


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
            what is measured of each line, by year and indicator (`analysis.intensity.by_indicator`);
        ``terms``
            every energy row with its coefficient, those metered above the line split over the lines
            (`analysis.allocation.Allocation.terms`), and `source_cell`;
        ``allocations``, ``above_line``
            the shares of what was split, and what could not be (`analysis.allocation.Allocation`);
        ``gaps``, ``limits``
            one row per line for the year assessed: the row that governs it among the benchmark
            levels, and among the mandatory limits (`analysis.gaps.gaps`,
            `analysis.findings.combined`), with names and the cells the number came from; `gaps` has
            the value of the year before as well;
        ``limit_rows``
            every line with every limit that applies to it;
        ``devices``, ``device_values``, ``parses``
            the equipment, what is known of it, and how texts were read (`analysis.equipment.of`);
        ``screening``
            each device against each row of the catalogues that speaks of its type
            (`analysis.screening.screen`), with `source_cell`;
        ``findings``
            one row per line and ground, and per device that is not clear of the catalogue
            (`analysis.findings.COLUMNS`); authority and departments as ids of the campaign, several
            joined by ``;``;
        ``dispositions``, ``enterprise_dispositions``
            what is suggested for each line, and what that comes to for each enterprise
            (`analysis.dispositions`);
        ``legal_steps``
            steps and gates before each exit (`analysis.procedures.legal_steps`);
        ``replacements``
            projects of capacity replacement (`analysis.replacement.replacements`);
        ``progress``, ``overdue``, ``exit_files``
            how far the campaign is (`analysis.progress`, `analysis.exit_files`);
        ``staff``, ``staff_cells``, ``staff_ages``, ``layoffs``, ``job_demand``, ``stability_signs``, ``means``
            people whom an exit concerns, by cohort and in cells that may be shown
            (`analysis.labour.shapes`); `staff` never leaves the analyst's machine, and of the others
            only what `analysis.disclosure.veiled` leaves;
        ``loan_exposure``, ``credit_advice``, ``guarantee_links``, ``guarantee_reach``
            loans of enterprises that leave, and who stands surety (`analysis.credit`);
        ``zombies``, ``support``, ``power_charges``
            tests of zombie enterprises side by side, support to be withdrawn, surcharges on power;
        ``parcels``, ``parcel_boundaries``, ``parcel_criteria``, ``land_totals``
            land that is idle, of low use or comes free, and its ranking (`analysis.land`);
        ``enterprise_findings``
            findings on enterprises and parcels, in the shape of `findings`;
        ``rule_citations``, ``rules``
            the rules that those numbers rest on (`rules_cited`);
        ``visits``, ``false_returns``
            whom to visit first, and false returns as known on the day (`analysis.visits`);
        ``catalogue_editions``
            every line under other editions of the catalogue (`analysis.catalogue_editions.compare`),
            with `document_id` and `title`;
        ``missing``
            inputs that are missing, with the department that must supply them;
        ``levels``, ``limit_levels``, ``corrections_of_limits``, ``coefficients``, ``definitions``
            the rows in force that numbers could rest on;
        ``tiers``, ``targets``
            capacity by tier, and its distance from the plan's and the national targets
            (`analysis.tiers.capacity_by_tier`, `analysis.targets.progress`);
        ``carbon``
            carbon dioxide of each line and of what it could save (`analysis.carbon.of_saving`);
        ``reconciliation``
            the ledger's energy, to the last row (`analysis.reconciliation.reconciliation`);
        ``editions``
            every line under other documents or dates (`analysis.editions.compare`), with
            `alternative`, `title`, `day` and `ground`;
        ``statistics``
            sums of the statistics bureau's data by industry, small groups suppressed;
        ``comparisons``
            facts on which sources disagree (`analysis.sources.disagreements`);
        ``corrections``
            corrections that were applied, or no longer apply;
        ``returns``
            what became of each enterprise's return;
        ``origins``
            file, sheet and cell that amounts behind a verdict were collected from.
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
