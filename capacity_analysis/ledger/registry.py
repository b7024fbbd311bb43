"""The field registry: what tables and fields a ledger has, read once from `data/ledger/`.

Template, reader, checks and data dictionary all work from it, so a later table joins as an entry in
`tables.yaml` and needs no machinery of its own.
"""

from __future__ import annotations

from functools import cache, cached_property
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from .. import paths, vocabulary
from ..errors import DataError

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


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class LedgerField(_Strict):
    """One field: its Chinese header, type, unit, rule and help text."""

    header: str
    type: FieldType
    help: str
    required: bool = False
    references: str | None = None
    choices: dict[str, str] = Field(default_factory=dict)
    vocabulary: Literal["products", "carriers"] | None = None
    default: str | None = None
    unit: str | None = None
    unit_of: str | None = None
    dimension: str | None = None
    min: float | None = None
    width: float = 14

    @cached_property
    def labels(self) -> dict[str, str]:
        """Allowed values of a choice: id -> label as the workbook shows it."""
        if self.vocabulary == "products":
            return {key: product.name for key, product in vocabulary.products().items()}
        if self.vocabulary == "carriers":
            return {key: carrier.name for key, carrier in vocabulary.carriers().items()}
        return self.choices


class LedgerTable(_Strict):
    """One table of the ledger: a sheet, its key and its fields in order."""

    sheet: str
    fields: dict[str, LedgerField]
    help: str = ""
    key: tuple[str, ...] = ()
    required: bool = False

    @model_validator(mode="after")
    def _names_refer_to_fields(self) -> LedgerTable:
        named = {*self.key}
        for field in self.fields.values():
            named |= {name for name in (field.unit_of, field.dimension) if name}
        if unknown := named - self.fields.keys():
            raise ValueError(f"unknown fields {sorted(unknown)}")
        return self


class Plausibility(_Strict):
    """Bounds beyond which a number is flagged (never refused)."""

    ten_thousand_slip: float
    output_to_capacity: float
    below_advanced: float
    above_baseline: float


class Completeness(_Strict):
    """What a line-year must report before its energy is taken as whole."""

    carriers_every_line_uses: tuple[str, ...]


class Registry(_Strict):
    """All tables of a schema version, and the guide sheet."""

    schema_version: str
    plausibility: Plausibility
    completeness: Completeness
    guide: LedgerTable
    tables: dict[str, LedgerTable]

    @model_validator(mode="after")
    def _references_exist(self) -> Registry:
        for name, table in self.tables.items():
            for field in table.fields.values():
                if field.references and field.references not in self.tables:
                    raise ValueError(f"{name}: unknown table {field.references}")
        return self


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
    import yaml

    file = paths.data() / "ledger" / "tables.yaml"
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return Registry.model_validate(yaml.load(file.read_bytes(), Loader=loader))  # noqa: S506
    except (ValidationError, yaml.YAMLError) as error:
        raise DataError(f"{file}: {error}") from error
