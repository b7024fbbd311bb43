"""Mappings: how a form or a department's list in its own shape becomes rows of the ledger.

A mapping is a YAML file that a county writes, or has `capacity-analysis map` propose; none of it is
code. The packaged ones lie in `data/mappings/`.

Texts are compared without white space, line breaks, width of characters, footnote marks and the
number in front. Where a file may say the same in several ways, a mapping parts them by ``|``:
``户名|用电户名``. A header that a mapping writes with brackets, such as ``面积（亩）``, is that header
only; one without brackets is met whatever stands in the brackets of the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from .. import paths
from ..errors import DataError
from ..ledger.registry import PermittedUse, registry
from ..standards import read_yaml
from ..text import _
from .slips import slips, unsound

SUBJECT_KEYS = (
    "enterprise_id",
    "uscc",
    "name",
    "address",
    "electricity_account",
    "pollution_permit",
    "social_insurance_account",
    "parcel",
)


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Subject(_Strict):
    """How a list names the enterprise of a row: the headers (or labels) of what it gives."""

    enterprise_id: str | None = None
    uscc: str | None = None
    name: str | None = None
    address: str | None = None
    electricity_account: str | None = None
    pollution_permit: str | None = None
    social_insurance_account: str | None = None
    parcel: str | None = None


def _check_pattern(pattern: str) -> None:
    """Refuse a regular expression that has not exactly one group."""
    try:
        groups = re.compile(pattern).groups
    except re.error as error:
        raise ValueError(f"{pattern!r}: {error}") from error
    if groups != 1:
        raise ValueError(f"{pattern!r} must have one group")


class Value(_Strict):
    """Where the value of a field comes from: exactly one of the first six.

    Attributes
    ----------
    column : str
        Header of a column (headers of several rows joined by a slash, or the last of them), its unit
        left out. A column of units that a file lacks is made up for by the unit of the header.
    label : str
        In a form: the text of the cell beside or above which the value stands.
    constant : str or int or float
        The same value in every row.
    above : str
        Regular expression with one group, sought in the cells above the header, such as a title, the
        nearest first.
    sheet_name : str
        Regular expression with one group, sought in the name of the sheet.
    unit_of : str
        The unit of that field: in brackets in its header, in a cell such as 单位：万元 above the
        table, else `otherwise`.
    otherwise : str
        What stands for a blank, or for a unit that nowhere stands.
    translate : mapping of str to str
        Words of the file and the words of the ledger; others stay as they are.
    split : bool
        Several values in one cell, parted by 、，；; or white space, each a row of its own.
    pattern : str, optional
        Regular expression with one group, sought in the cell: only that part is the value, and a
        cell without it counts as blank.
    also : tuple of str
        Further columns whose text is put behind the value, parted by ；.
    from_unit : str, optional
        Unit of the numbers where the file gives none (which is reported), if the field's own unit is
        another: 元 for a field in 万元. What header or sheet give is converted exactly without this.

    """

    column: str | None = None
    label: str | None = None
    constant: str | int | float | None = None
    above: str | None = None
    sheet_name: str | None = None
    unit_of: str | None = None
    otherwise: str | None = None
    translate: dict[str, str] = Field(default_factory=dict)
    split: bool = False
    pattern: str | None = None
    also: tuple[str, ...] = ()
    from_unit: str | None = None

    @model_validator(mode="after")
    def _comes_from_one_place(self) -> Value:
        places = (self.column, self.label, self.constant, self.above, self.sheet_name, self.unit_of)
        if sum(place is not None for place in places) != 1:
            raise ValueError("one of column, label, constant, above, sheet_name, unit_of")
        for pattern in (self.above, self.sheet_name, self.pattern):
            if pattern is not None:
                _check_pattern(pattern)
        return self


class Spread(_Strict):
    """Columns that are years or months: each gives a row of its own, or all are summed into one.

    Attributes
    ----------
    columns : str
        Regular expression of the whole header or its last part, unit left out, with the group
        ``year`` or ``month``, or both; a header that is a date counts as ``2021-05``.
    into : str
        The field that their cells fill; the group ``year`` fills the field `year`.
    sum : bool
        Add the months of a year up; a month without a number leaves the sum blank.
    count : str
        The field that says how many months had a number. Without it, fewer than twelve leave the
        sum blank.
    month : str, optional
        The field that a month fills as ``2021-05``, where months are not added up.
    above : str, optional
        Regular expression with one group, sought above the header: the year of headers that name
        the month only.

    """

    columns: str
    into: str
    sum: bool = False
    count: str | None = None
    month: str | None = None
    above: str | None = None

    @model_validator(mode="after")
    def _names_its_groups(self) -> Spread:
        try:
            groups = set(re.compile(self.columns).groupindex)
        except re.error as error:
            raise ValueError(f"{self.columns!r}: {error}") from error
        if not groups or groups - {"year", "month"}:
            raise ValueError(f"{self.columns!r} must have the group year or month")
        if "month" not in groups and (self.sum or self.month):
            raise ValueError(f"{self.columns!r} must have the group month")
        if self.above is not None:
            _check_pattern(self.above)
        return self


class Table(_Strict):
    """A table in a sheet, and the table of the ledger that its rows belong to.

    Attributes
    ----------
    target : str
        Table of the ledger.
    sheets : tuple of str
        Names of the sheets, with ``*`` and ``?``.
    after : str
        Text with which a cell above the table begins (the heading of a form's section).
    header : tuple of str
        Headers that tell the header row from other rows.
    header_rows : int
        Rows that the header takes; merged cells fill what they cover, and a header goes as deep as
        they reach. A file may do with fewer.
    until : tuple of str
        Beginnings of the first filled cell of a row with which the table ends.
    skip : tuple of str
        Beginnings of the first filled cell of rows that are no data, such as 合计.
    where : mapping of str to tuple of str
        Only rows whose column holds one of the values; where a header covers several columns, their
        words joined by a slash.
    carry_down : tuple of str
        Columns in which a blank cell repeats the one above.
    fields : mapping of str to Value
        Where each field of the ledger's table comes from.
    spread : Spread, optional
        Columns that are years or months.
    enterprise : Subject, optional
        How a list names the enterprise of a row; none where rows are of a township or a bank.
    optional : bool
        A file may lack the table.
    unless_blank : tuple of str
        Fields of lines that the form prints: a line with all of them blank was not filled in.

    """

    target: str
    sheets: tuple[str, ...] = ("*",)
    after: str | None = None
    header: tuple[str, ...] = Field(min_length=1)
    header_rows: int = Field(default=1, ge=1, le=4)
    until: tuple[str, ...] = ()
    skip: tuple[str, ...] = ("合计", "小计", "总计", "合 计", "本页")
    where: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    carry_down: tuple[str, ...] = ()
    fields: dict[str, Value]
    spread: Spread | None = None
    enterprise: Subject | None = None
    optional: bool = False
    unless_blank: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _fits_the_ledger(self) -> Table:
        tables = registry().tables
        if self.target not in tables or tables[self.target].made:
            raise ValueError(f"no table {self.target!r} to fill")
        named = {*self.fields}
        if self.spread is not None:
            filled = (self.spread.into, self.spread.count, self.spread.month)
            named |= {name for name in filled if name}
        if unknown := named - tables[self.target].fields.keys():
            raise ValueError(f"{self.target}: no fields {sorted(unknown)}")
        if unknown := {*self.unless_blank} - named:
            raise ValueError(f"{self.target}: unless_blank names no fields {sorted(unknown)}")
        return self


class Form(_Strict):
    """Labelled cells of a form, which fill one row of the roster and any number of identifiers.

    Attributes
    ----------
    sheets : tuple of str
        Names of the sheets, with ``*`` and ``?``.
    subject : Subject
        Labels of what names the enterprise.
    fields : mapping of str to Value
        Fields of `enterprises`.
    identifiers : mapping of str to Value
        Kinds of `identifiers`.
    filled_on : str, optional
        Label of the day on which it was filled in.
    nil : mapping of str to tuple of str
        Label, and the answers that say there is nothing to report.
    ignore : tuple of str
        Labels of the form from which nothing is taken, so that they are not mistaken for values.

    """

    sheets: tuple[str, ...] = ("*",)
    subject: Subject
    fields: dict[str, Value] = Field(default_factory=dict)
    identifiers: dict[str, Value] = Field(default_factory=dict)
    filled_on: str | None = None
    nil: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    ignore: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _fits_the_ledger(self) -> Form:
        tables = registry().tables
        if unknown := self.fields.keys() - tables["enterprises"].fields.keys():
            raise ValueError(f"enterprises: no fields {sorted(unknown)}")
        kinds = tables["identifiers"].fields["kind"].choices
        if unknown := self.identifiers.keys() - kinds.keys():
            raise ValueError(f"identifiers: no kinds {sorted(unknown)}")
        return self


class Recognise(_Strict):
    """How a file of this shape is told from others: a sheet that holds all these texts.

    Attributes
    ----------
    sheets : tuple of str
        Names of the sheets that may hold them, with ``*`` and ``?``.
    labels : tuple of str
        Texts with which cells of that sheet begin, blanks and line breaks aside.
    version : str, optional
        Version that our own form carries in its hidden cell.

    """

    sheets: tuple[str, ...] = ("*",)
    labels: tuple[str, ...] = Field(min_length=1)
    version: str | None = None


class Mapping(_Strict):
    """A mapping file.

    Attributes
    ----------
    id, title : str
        Name of the file, and what it is for.
    role : {'return', 'list', 'roster'}
        What one enterprise sends in, what a department lists, or whom the plan is carried out on.
    supplier : str
        Department of the campaign, or ``enterprise``.
    permitted_use : {'decide', 'aggregate'}
        What the data may be used for; only tables of that use are filled from it.
    recognise : Recognise
        How a file of this shape is told from others.
    form : Form, optional
        Labelled cells.
    tables : tuple of Table
        Tables.

    """

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    title: str = Field(min_length=1)
    role: Literal["return", "list", "roster"]
    supplier: str = Field(min_length=1)
    permitted_use: PermittedUse = "decide"
    recognise: Recognise
    form: Form | None = None
    tables: tuple[Table, ...] = ()

    @model_validator(mode="after")
    def _keeps_to_its_permitted_use(self) -> Mapping:
        """Refuse to let data that may only be added up into a table that decides (invariant 8)."""
        tables = registry().tables
        for table in self.tables:
            if self.permitted_use == "aggregate" != tables[table.target].permitted_use:
                raise ValueError(f"{table.target}: data for aggregates only may not decide")
            named = "enterprise_id" in tables[table.target].fields
            if self.role == "list" and named and table.enterprise is None:
                raise ValueError(f"{table.target}: a list must say how it names the enterprise")
            if table.enterprise is not None and not named:
                raise ValueError(f"{table.target}: rows of this table are of no enterprise")
        if self.permitted_use == "aggregate" and self.form is not None:
            raise ValueError("data for aggregates only may not describe an enterprise")
        return self


def read_mapping(file: Path) -> Mapping:
    """Read one mapping file.

    Raises
    ------
    DataError
        If it is no YAML, has a key twice, breaks the schema, or is not named after its id.

    """
    content, defects = read_yaml(file)
    if defects:
        raise DataError("\n".join(unsound(file, "", defect) for defect in defects))
    try:
        mapping = Mapping.model_validate({} if content is None else content)
    except ValidationError as error:
        raise DataError("\n".join(slips(file, error))) from error
    if mapping.id != file.stem:
        message = _("映射文件{file}：里面的id是“{id}”，应与文件名相同；改其中一个。")
        raise DataError(message.format(file=file.name, id=mapping.id))
    return mapping


def read_mappings(folders: Iterable[Path] = ()) -> list[Mapping]:
    """Return the mappings of these folders and the packaged ones.

    One of a folder takes the place of a packaged one of the same id.

    Raises
    ------
    DataError
        If a file breaks the schema.

    Examples
    --------
    >>> all(mapping.title for mapping in read_mappings())
    True

    """
    found: dict[str, Mapping] = {}
    own = (file for folder in folders for file in sorted(folder.glob("*.yaml")))
    for mapping in (*map(read_mapping, own), *_packaged(paths.data())):
        found.setdefault(mapping.id, mapping)
    return list(found.values())


@cache
def _packaged(data: Path) -> tuple[Mapping, ...]:
    """Return the mappings that travel with the package, which no one changes while it runs."""
    return tuple(map(read_mapping, sorted((data / "mappings").glob("*.yaml"))))
