"""The design of the self-check form: where each field of the ledger stands on it, and its wording."""

from __future__ import annotations

from functools import cache
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from ... import paths
from ...ledger.registry import LedgerField, registry
from ...standards import read_model

NIL = "nil"
FILLED_ON = "filled_on"
SOME, NONE = "有", "无"
_SPAN = r"^[A-Z]:[A-Z]$"


def span(at: str) -> tuple[int, int]:
    """Return the first and last column, from zero, of columns such as ``A:C`` or ``F``.

    Examples
    --------
    >>> span("A:C"), span("F")
    ((0, 2), (5, 5))

    """
    first, _, last = at.partition(":")
    return ord(first) - ord("A"), ord(last or first) - ord("A")


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Labelled(_Strict):
    """A label and the cell beside it that is filled in.

    Attributes
    ----------
    of : str
        ``enterprises.<field>``, ``identifiers.<kind>``, ``nil`` or ``filled_on``.
    at, value_at : str
        Columns of the label and of the cell, such as ``A:B``.
    label, hint : str, optional
        Wording that differs from the ledger's.

    """

    of: str
    at: str = Field(pattern=_SPAN)
    value_at: str = Field(pattern=_SPAN)
    label: str | None = None
    hint: str | None = None

    @model_validator(mode="after")
    def _stands_for_something(self) -> Self:
        table, _, name = self.of.partition(".")
        tables = registry().tables
        if table == "enterprises":
            known = name in tables[table].fields
        elif table == "identifiers":
            known = name in tables[table].fields["kind"].choices and bool(self.hint)
        else:
            known = self.of in (NIL, FILLED_ON) and bool(self.label and self.hint)
        if not known:
            raise ValueError(f"{self.of!r} is no field of the form, or lacks its wording")
        return self

    @property
    def spec(self) -> LedgerField:
        """The field of the ledger that the cell fills, or one made for what the form alone asks."""
        table, _, name = self.of.partition(".")
        tables = registry().tables
        if table == "enterprises":
            return tables[table].fields[name]
        if table == "identifiers":
            fields = tables[table].fields
            wording = {"header": fields["kind"].choices[name], "required": False}
            return fields["value"].model_copy(update=wording)
        own: dict[str, Any] = {"header": self.label, "help": "", "required": True}
        if self.of == FILLED_ON:
            return LedgerField(type="date", **own)
        return LedgerField(type="choice", choices={"some": SOME, "none": NONE}, **own)

    @property
    def shown(self) -> str:
        """The label as the form shows it."""
        return self.label or self.spec.header


class Column(_Strict):
    """A column of a table of the form: where it stands, and a hint that differs from the ledger's."""

    at: str = Field(pattern=_SPAN)
    hint: str | None = None


class Years(_Strict):
    """One column a year, from a column on, that fill a field."""

    start: str = Field(alias="from", pattern=r"^[A-Z]$")
    into: str
    hint: str


class FormTable(_Strict):
    """A table of the form.

    Attributes
    ----------
    table : str
        Table of the ledger.
    periods : bool
        Whether it takes the rows of a period that is no whole year.
    heading, note : str
        Heading of the section, and the line of small print below it.
    columns : mapping of str to Column
        Columns by field of the ledger.
    years : Years, optional
        Columns of years.
    per_line, least : float, int
        Rows of an empty form: for each line, and at least.

    """

    table: str
    periods: bool = False
    heading: str
    note: str
    columns: dict[str, Column]
    years: Years | None = None
    per_line: float = Field(gt=0)
    least: int = Field(ge=1)

    @model_validator(mode="after")
    def _fits_the_ledger(self) -> Self:
        named = {*self.columns} | ({self.years.into} if self.years else set())
        if unknown := named - self.specs.keys():
            raise ValueError(f"{self.table}: no fields {sorted(unknown)}")
        return self

    @property
    def specs(self) -> dict[str, LedgerField]:
        """The fields of the ledger's table."""
        return registry().tables[self.table].fields


class Basics(_Strict):
    """The section of labelled cells."""

    heading: str
    note: str
    rows: list[list[Labelled]]


class Place(_Strict):
    """A label with an empty place beside it that is filled in on paper."""

    label: str
    at: str = Field(pattern=_SPAN)
    value_at: str = Field(pattern=_SPAN)


class Pledge(_Strict):
    """The sentence that the seal confirms."""

    text: str
    at: str = Field(pattern=_SPAN)


class Sign(_Strict):
    """The end of the form: seal, signature and day."""

    heading: str
    seal: Place
    signature: Place
    day: Labelled
    pledge: Pledge


class Heights(_Strict):
    """Heights of the kinds of rows, in points."""

    title: float
    head: float
    gap: float
    heading: float
    note: float
    header: float
    cell: float
    row: float
    seal: float


class GuideSection(_Strict):
    """A heading of the instructions and its rules."""

    heading: str
    rules: list[str]


class Guide(_Strict):
    """The sheet of instructions."""

    title: str
    sections: list[GuideSection]


class FormDesign(_Strict):
    """Everything that `data/ledger/form.yaml` says."""

    version: str = Field(min_length=1)
    sheet: str
    guide_sheet: str
    title: str
    widths: list[float]
    year_width: float
    heights: Heights
    page_height: float
    not_applicable: str
    not_applicable_typed: list[str]
    years_allowed: tuple[int, int]
    footer: str
    head: list[Labelled]
    basics: Basics
    tables: list[FormTable]
    sign: Sign
    guide: Guide


@cache
def form_design() -> FormDesign:
    """Return the design of the form.

    Raises
    ------
    DataError
        If `form.yaml` breaks the schema, or names what the ledger has not.

    Examples
    --------
    >>> form_design().tables[0].heading
    '二、生产线'

    """
    file = paths.data() / "ledger" / "form.yaml"
    return read_model(file, FormDesign)
