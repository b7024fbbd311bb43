"""The field registry: what tables and fields a ledger has, read once from `data/ledger/`.

Template, reader, checks and data dictionary all work from it, so a later table joins as an entry in
`tables.yaml` and needs no machinery of its own.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, cached_property
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from .. import paths, vocabulary
from ..standards import read_model

OPTIONS_SHEET = "选项"
RESULTS_SHEET = "检查结果"

FieldType = Literal[
    "text",
    "number",
    "integer",
    "year",
    "date",
    "month_start",
    "month_end",
    "choice",
    "flag",
    "uscc",
    "industry_code",
]

PermittedUse = Literal["decide", "aggregate"]
Vocabulary = Literal[
    "products", "carriers", "equipment_types", "equipment_attributes", "equipment_uses"
]

# What the reader and the checks call by name; a registry without them is of no use.
_NEEDED = {
    "enterprises": {"enterprise_id"},
    "lines": {
        "enterprise_id", "line_id", "product_id", "capacity", "started_on", "retired_on", "process",
    },
    "production": {
        "enterprise_id", "line_id", "year", "product_id", "output", "content", "period_kind",
    },
    "energy": {
        "enterprise_id", "line_id", "year", "carrier", "flow", "amount", "purpose", "ncv_kj",
        "scope", "process", "allocation_key",
    },
    "shares": {"enterprise_id", "year", "process", "carrier", "line_id", "share_percent"},
    "conditions": {"enterprise_id", "line_id", "year", "attribute", "value"},
}  # fmt: skip
_NUMERIC = ("number", "integer")
_SHEET_NAME = re.compile(r"^[^\[\]:*?/\\']{1,31}$")


def fold(text: str) -> str:
    """Return the form in which a header, label or sheet name is compared.

    White space and line breaks do not count, nor does the width of letters, digits and brackets.

    Examples
    --------
    >>> fold("从业人员 (人)") == fold("从业人员（人）")
    True

    """
    return "".join(unicodedata.normalize("NFKC", text).split())


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class LedgerField(_Strict):
    """One field: its Chinese header, type, unit, rule and help text."""

    header: str = Field(min_length=1)
    type: FieldType
    help: str
    required: bool = False
    unique: bool = False
    references: str | None = None
    choices: dict[str, str] = Field(default_factory=dict)
    vocabulary: Vocabulary | None = None
    default: str | None = None
    unit: str | None = None
    unit_of: str | None = None
    dimension: str | None = None
    base_unit: str | None = None
    keeps_base: bool = False
    min: float | None = None
    max: float | None = None
    prose: bool = False
    outline: bool = False
    width: float = Field(default=14, gt=0)

    @cached_property
    def labels(self) -> dict[str, str]:
        """Allowed values of a choice: id -> label as the workbook shows it."""
        return dict(vocabulary.names(self.vocabulary)) if self.vocabulary else self.choices

    @model_validator(mode="after")
    def _rules_suit_the_type(self) -> LedgerField:
        if (self.type == "choice") != (bool(self.choices) != (self.vocabulary is not None)):
            raise ValueError("a choice, and nothing else, has either choices or a vocabulary")
        if self.default is not None and (self.required or self.default not in self.labels):
            raise ValueError(f"default {self.default!r} must be a choice of a field not required")
        if self.type not in _NUMERIC and {self.min, self.max, self.unit} != {None}:
            raise ValueError("min, max and unit are for numbers")
        if (self.unit_of is None) == (bool(self.dimension) != bool(self.base_unit)):
            raise ValueError("unit_of goes with either a dimension or a base_unit")
        if self.type != "text" and self.unit_of is not None:
            raise ValueError("a column of units is text")
        if self.keeps_base and self.dimension is None:
            raise ValueError("keeps_base is for units of a dimension")
        if (self.prose or self.outline) and self.type != "text":
            raise ValueError("prose is text, and so is an outline")
        return self


class LedgerTable(_Strict):
    """One table of the ledger: a sheet, its key and its fields in order."""

    sheet: str = Field(pattern=_SHEET_NAME)
    fields: dict[str, LedgerField] = Field(min_length=1)
    help: str = ""
    key: tuple[str, ...] = ()
    key_joined: tuple[str, ...] = ()
    required: bool = False
    expected: bool = False
    made: bool = False
    permitted_use: PermittedUse = "decide"

    @cached_property
    def needed_columns(self) -> frozenset[str]:
        """Fields whose column must stand in the sheet: required ones, and what their units measure."""
        needed = {name: spec for name, spec in self.fields.items() if spec.required}
        return frozenset(needed) | {spec.unit_of for spec in needed.values() if spec.unit_of}

    @model_validator(mode="after")
    def _names_refer_to_fields(self) -> LedgerTable:
        named = {*self.key}
        for field in self.fields.values():
            named |= {name for name in (field.unit_of, field.dimension) if name}
        if unknown := named - self.fields.keys():
            raise ValueError(f"unknown fields {sorted(unknown)}")
        if self.key_joined != self.key[len(self.key) - len(self.key_joined) :]:
            raise ValueError(f"key_joined {list(self.key_joined)} is no end of the key")
        headers = [fold(field.header) for field in self.fields.values()]
        if repeated := {header for header in headers if headers.count(header) > 1}:
            raise ValueError(f"repeated headers {sorted(repeated)}")
        for name, field in self.fields.items():
            if field.unit_of and self.fields[field.unit_of].type != "number":
                raise ValueError(f"{name}: unit_of {field.unit_of}, which is no number")
            if field.dimension and self.fields[field.dimension].vocabulary is None:
                raise ValueError(f"{name}: dimension {field.dimension} has no vocabulary")
        return self


class Range(_Strict):
    """The least and the most that a measured value can be."""

    least: float
    most: float

    @model_validator(mode="after")
    def _is_a_range(self) -> Range:
        if not self.least < self.most:
            raise ValueError(f"no range from {self.least:g} to {self.most:g}")
        return self


class Place(_Strict):
    """Where a boundary can lie, in degrees."""

    west: float
    east: float
    south: float
    north: float


class Plausibility(_Strict):
    """Bounds beyond which a number is flagged (never refused)."""

    ten_thousand_slip: float = Field(gt=1)
    output_to_capacity: float = Field(gt=1)
    land_to_parcels: float = Field(gt=1)
    shares_off_whole: float = Field(ge=0, lt=1)
    ncv_to_default: float = Field(gt=1)
    contents: dict[str, Range]
    conditions: dict[str, Range]
    equipment: dict[str, Range]
    least_working_age: int = Field(gt=0)
    oldest_age: int = Field(gt=0)
    staff_to_employees: float = Field(ge=1)
    pay_cny_month: Range
    boundary_to_area: float = Field(gt=0, lt=1)
    boundary_overlap: float = Field(gt=0, lt=1)
    boundary_longest: int = Field(gt=0)
    boundary_place: Place
    below_advanced: float = Field(gt=0)
    above_baseline: float = Field(gt=0)


class Completeness(_Strict):
    """What a line-year must report before its energy is taken as whole."""

    carriers_every_line_uses: tuple[str, ...]

    @model_validator(mode="after")
    def _carriers_exist(self) -> Completeness:
        if unknown := set(self.carriers_every_line_uses) - vocabulary.carriers().keys():
            raise ValueError(f"unknown carriers {sorted(unknown)}")
        return self


class Disclosure(_Strict):
    """How few persons a shown cell may stand for, and enterprises an aggregate of statistics."""

    least_persons: int = Field(ge=3)
    least_enterprises: int = Field(ge=3)


class Registry(_Strict):
    """All tables of a schema version, and the guide sheet."""

    schema_version: str = Field(min_length=1)
    also_reads: tuple[str, ...] = ()
    disclosure: Disclosure
    plausibility: Plausibility
    completeness: Completeness
    guide: LedgerTable
    tables: dict[str, LedgerTable]

    @model_validator(mode="after")
    def _tables_stand(self) -> Registry:
        for name, fields in _NEEDED.items():
            table = self.tables.get(name)
            if missing := fields - (table.fields.keys() if table else set()):
                raise ValueError(f"{name}: missing fields {sorted(missing)}")
        sheets = [fold(table.sheet) for table in (self.guide, *self.tables.values())]
        of_tool = (OPTIONS_SHEET, RESULTS_SHEET)
        if len({*sheets, *map(fold, of_tool)}) < len(sheets) + len(of_tool):
            raise ValueError(f"sheets must differ from each other and from {', '.join(of_tool)}")
        for name, table in self.tables.items():
            self._check(name, table)
        attributes = self.tables["conditions"].fields["attribute"].choices
        if different := attributes.keys() ^ self.plausibility.conditions.keys():
            raise ValueError(f"conditions without a range, or unknown: {sorted(different)}")
        return self

    def _check(self, name: str, table: LedgerTable) -> None:
        if not table.key:
            raise ValueError(f"{name}: no key")
        for field, spec in table.fields.items():
            if spec.references is None:
                continue
            if spec.references not in self.tables:
                raise ValueError(f"{name}: unknown table {spec.references}")
            if field not in self.tables[spec.references].key:
                raise ValueError(f"{name}: {field} is no key of {spec.references}")

    @cached_property
    def identifying(self) -> frozenset[str]:
        """Names of the fields that point to another table, in whose values no blank counts."""
        tables = self.tables.values()
        return frozenset(
            key for table in tables for key, spec in table.fields.items() if spec.references
        )


@cache
def registry() -> Registry:
    """Return the field registry of the packaged schema version.

    Raises
    ------
    DataError
        If `tables.yaml` breaks the registry's own schema.

    Examples
    --------
    >>> registry().tables["energy"].fields["amount"].header
    '实物量'

    """
    return read_registry(paths.data() / "ledger" / "tables.yaml")


def read_registry(file: Path) -> Registry:
    """Read a field registry, refusing one that breaks the schema.

    Raises
    ------
    DataError
        If the file is no YAML, has a key twice, or breaks the registry's own schema.

    """
    return read_model(file, Registry)
