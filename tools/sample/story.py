"""The story of the fictional district: what its YAML files may say."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from capacity_analysis.errors import DataError
from capacity_analysis.standards import read_yaml

Flow = Literal["consumed", "exported", "recovered_outside"]
Outcome = Literal["returned", "nil_return", "unreadable", "missing"]
Period = tuple[dt.date, dt.date, str]
Range = tuple[float, float]


class _Story(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Use(_Story):
    """A carrier beside the main one: base units per unit of output."""

    carrier: str
    per_unit: float
    flow: Flow = "consumed"
    fixed: bool = False


class Recipe(_Story):
    """How a product is made: `main` fills up what the others leave of the unit energy."""

    output_unit: str
    output_step: str | None = None
    measure: Literal["energy", "electricity"] = "energy"
    main: str
    main_flow: Flow = "consumed"
    others: tuple[Use, ...] = ()
    yearly_gain: float | None = None


class Line(_Story):
    """A production line, the unit energy of its last year, and the gaps in what it reports."""

    id: str
    product: str
    capacity: float
    name: str | None = None
    status: str = "operating"
    started_on: int | str | dt.date | None = None
    retired_on: int | str | None = None
    specification: str | None = None
    remark: str | None = None
    unit_energy: float | None = None
    utilisation: float | None = None
    also: tuple[Use, ...] = ()
    exact: bool = False
    silent: bool = False
    standby: bool = False
    no_output: bool = False
    omit: tuple[str, ...] = ()
    blank: tuple[str, ...] = ()
    periods: dict[int, tuple[Period, ...]] = Field(default_factory=dict)


class Audit(_Story):
    """What the energy audit tells of an enterprise: rows of the ledger, by table and field.

    A list stands for the years of the story: one row each.
    """

    lines: tuple[dict[str, Any], ...]
    production: tuple[dict[str, Any], ...]
    energy: tuple[dict[str, Any], ...]
    shares: tuple[dict[str, Any], ...] = ()
    conditions: tuple[dict[str, Any], ...] = ()


class Enterprise(_Story):
    """An enterprise of the roster, with how it answers and what departments know it by."""

    number: int
    name: str
    township: str
    industry: str
    scale: str
    employees: int
    coded: bool = True
    organisation: str | None = None
    above: bool = True
    workforce_unknown: bool = False
    metered_together: bool = False
    metered_share: float = 1.0
    parcel_share: float = 1.0
    outcome: Outcome = "returned"
    former: str | tuple[str, ...] = ()
    lessor: int | None = None
    rated: bool = True
    rating_base: float | None = None
    remark: str | None = None
    units: dict[str, str] = Field(default_factory=dict)
    lines: tuple[Line, ...] = ()
    audit: Audit | None = None

    @property
    def answers(self) -> bool:
        """Whether a return of it can be read."""
        return self.outcome in ("returned", "nil_return")

    @property
    def former_names(self) -> tuple[str, ...]:
        """Names that it bore before, without those that a new name of the county made old."""
        return (self.former,) if isinstance(self.former, str) else self.former


class Scale(_Story):
    """Revenue (10,000 yuan) and land (mu) per employee, and tax as a share of revenue."""

    revenue: Range
    tax: Range
    land: Range


class Matter(_Story):
    """What an inspection finds, whom it may find it at, and what came of it."""

    text: str
    result: str
    items: str | None = None
    divisions: tuple[str, ...] = ()
    fine: Range | None = None
    rectify_days: int | None = None


class Case(_Story):
    """An inspection that is told and not drawn: where, when, what was found, what came of it."""

    enterprise: int
    line: str | None = None
    happened_on: dt.date
    matter: str
    result: str
    severity: str | None = None
    fine: float | None = None
    rectify_by: dt.date | None = None
    extended_to: dt.date | None = None
    rectified_on: dt.date | None = None


class Sequel(_Story):
    """What came later of an inspection that was drawn: fields of `inspections`."""

    enterprise: int
    happened_on: dt.date
    line: str | None = None
    severity: str | None = None
    extended_to: dt.date | None = None
    rectified_on: dt.date | None = None


class Campaigning(_Story):
    """A department's inspections: how they are numbered, how many, and what they find."""

    ground: str
    kind: str
    department: str | None = None
    document: str | None = None
    count: int
    matters: tuple[Matter, ...]
    cases: tuple[Case, ...] = ()
    sequels: tuple[Sequel, ...] = ()


class Stranger(_Story):
    """An enterprise that is not on the roster, with the lines of one that is."""

    name: str
    like: int


class Returns(_Story):
    """How enterprises hand in the self-check form; numbers are those of enterprises."""

    first_day: dt.date
    last_day: dt.date
    names: tuple[str, ...]
    xls: tuple[int, ...]
    ods: tuple[int, ...]
    older: tuple[int, ...]
    unreadable: dict[int, str]
    resubmitted: dict[int, str]
    energy_ledgers: tuple[int, ...]
    statistical_forms: tuple[int, ...]
    with_totals: tuple[int, ...]
    stranger: Stranger


class OtherName(_Story):
    """A name of a list that nobody of the roster bears, or of which nobody has decided."""

    list: str
    name: str
    suggests: tuple[int, ...] = ()


class SourceRuling(_Story):
    """Which source of a contested amount of electricity a person has let rule."""

    enterprise: int
    year: int
    source: str
    reason: str


class Lists(_Story):
    """How departments write names; numbers are those of enterprises."""

    written: dict[int, str]
    strangers: tuple[OtherName, ...]
    undecided: tuple[OtherName, ...]
    landlord_meters: tuple[int, ...]
    rulings: tuple[SourceRuling, ...]


class Defect(_Story):
    """A slip on a form: where it is, what is written there, and why it is corrected if it is."""

    enterprise: int
    table: str
    field: str
    line: str | None = None
    year: int | None = None
    item: str | None = None
    flow: Flow = "consumed"
    write: str | None = None
    times: float | None = None
    correct: str = ""


class Visits(_Story):
    """When working groups check on the spot; numbers are those of enterprises not yet seen."""

    first_day: dt.date
    last_day: dt.date
    not_seen: tuple[int, ...]
    without_commitment: tuple[int, ...]


class Files(_Story):
    """What became of files of evidence since they were listed; `repeats`: a file and its original."""

    lost: tuple[str, ...]
    altered: tuple[str, ...]
    repeats: dict[str, str]
    without_digest: tuple[str, ...]


class People(_Story):
    """Cohorts of staff, jobs by township and quarter, open petitions and disputes.

    `workforce` holds rows of the ledger with the number of the enterprise; of the `drawn` ones the
    generator makes cohorts.
    """

    drawn: tuple[int, ...]
    workforce: tuple[dict[str, Any], ...]
    quarters: tuple[str, ...]
    vacancies: dict[str, tuple[int | None, ...]]
    stability_as_of: dt.date
    stability: dict[int, tuple[int | None, int | None]]


class Credit(_Story):
    """Accounts by year, loans, guarantors, totals of a bank, and support; rows of the ledger."""

    years: tuple[int, ...]
    drawn: tuple[int, ...]
    accounts: dict[int, dict[str, tuple[int | float | None, ...]]]
    loans: tuple[dict[str, Any], ...]
    guarantees: tuple[dict[str, Any], ...]
    bank_totals: tuple[dict[str, Any], ...]
    support_measures: tuple[dict[str, Any], ...]


class SharedParcel(_Story):
    """A parcel, by its owner and piece, that another enterprise uses too."""

    enterprise: int
    of: int
    piece: int
    use_state: str


class Land(_Story):
    """What is known of parcels: by enterprise and piece; the drawn values give way to those told."""

    surveyed: tuple[int, ...]
    told: tuple[dict[str, Any], ...]
    shared: tuple[SharedParcel, ...]
    bounded: tuple[tuple[int, int], ...]
    geojson: tuple[int, ...]


class District(_Story):
    """The whole story.

    `proceedings` holds rows of the ledger by table and field, with the number of the enterprise.
    """

    guide: dict[str, Any]
    years: tuple[int, ...]
    coefficients: str
    credit_code_prefix: str
    yearly_gain: Range
    utilisation: Range
    spread: float
    steps: dict[str, str]
    carrier_units: dict[str, str]
    recipes: dict[str, Recipe]
    scales: dict[str, Scale]
    roads: tuple[str, ...]
    villages: tuple[str, ...]
    park_townships: dict[str, str]
    inspections: tuple[Campaigning, ...]
    returns: Returns
    lists: Lists
    visits: Visits
    files: Files
    proceedings: dict[str, tuple[dict[str, Any], ...]]
    people: People
    credit: Credit
    land: Land
    defects: tuple[Defect, ...]
    enterprises: tuple[Enterprise, ...]

    @property
    def name(self) -> str:
        """Name of the district, with which every enterprise's name begins."""
        return str(self.guide["district"])


@cache
def district() -> District:
    """Return the story of `tools/sample/story`, its enterprises in the order of the roster."""
    folder = Path(__file__).parent / "story"
    content = _read(folder / "district.yaml")
    enterprises: list[dict[str, Any]] = []
    for file in sorted(folder.glob("*.yaml")):
        if file.name != "district.yaml":
            part = _read(file)
            enterprises += part.pop("enterprises", [])
            content |= part
    enterprises.sort(key=lambda enterprise: enterprise["number"])
    try:
        story = District.model_validate({**content, "enterprises": enterprises})
    except ValidationError as error:
        raise DataError(f"{folder}: {error}") from error
    numbers = [enterprise.number for enterprise in story.enterprises]
    if numbers != list(range(1, len(numbers) + 1)):
        raise DataError(f"{folder}: numbers of enterprises must run from 1 without a gap")
    return story


def _read(file: Path) -> dict[str, Any]:
    content, defects = read_yaml(file)
    if defects:
        raise DataError(f"{file}: {'; '.join(defects)}")
    return dict(content)
