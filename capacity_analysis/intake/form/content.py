"""What a self-check form says, and how its rows are spread over the columns of years."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ...errors import InputError
from ...ledger.registry import registry
from ...sheets.cells import Cell, as_text, is_blank
from ...text import _
from .design import FILLED_ON, NONE, SOME, FormTable, form_design

Values = Mapping[str, Cell]

_SEPARATORS = re.compile(r"[、，；;\s]")
_PERIOD = ("period_start", "period_end")


@dataclass(frozen=True)
class FormContent:
    """What one enterprise says on its form; choices by their Chinese labels.

    Attributes
    ----------
    enterprise : mapping of str to cell
        Fields of `enterprises`.
    identifiers : sequence of (str, cell)
        Kind of an identifier (its id or its label) and its value.
    lines, production, energy : sequence of mappings
        Rows of these tables, by field, without the number of the enterprise.
    filled_on : date, optional
        The day on which it was filled in.
    nil : bool
        Whether there is no line to report.

    """

    enterprise: Values = field(default_factory=dict)
    identifiers: Sequence[tuple[str, Cell]] = ()
    lines: Sequence[Values] = ()
    production: Sequence[Values] = ()
    energy: Sequence[Values] = ()
    filled_on: dt.date | None = None
    nil: bool = False

    def rows(self, table: str) -> Sequence[Values]:
        """Return the rows of a table of the ledger."""
        rows: Sequence[Values] = getattr(self, table)
        return rows

    def labelled(self, of: str) -> Cell:
        """Return what stands beside a label, by what the design calls it.

        Raises
        ------
        InputError
            If one of several values in the cell holds what separates them.

        """
        table, _dot, name = of.partition(".")
        if table == "enterprises":
            return self.enterprise.get(name)
        if table == "identifiers":
            return self._identifiers(name)
        if of == FILLED_ON:
            return self.filled_on
        if self.nil:
            return NONE
        return SOME if self.lines or self.production or self.energy else None

    def _identifiers(self, kind: str) -> Cell:
        label = registry().tables["identifiers"].fields["kind"].choices[kind]
        values = [as_text(value) for of, value in self.identifiers if of in (kind, label)]
        for value in values:
            if _SEPARATORS.search(value):
                message = _("标识“{value}”含有空格、顿号、逗号或分号，填在表上会被看成几个。")
                raise InputError(message.format(value=value))
        return "、".join(values)


@dataclass(frozen=True)
class FormRow:
    """A row of a table of the form: its fixed cells by field, and its cells of years."""

    values: Values
    years: dict[int, Cell] = field(default_factory=dict)


def spread_rows(table: FormTable, content: FormContent, years: Sequence[int]) -> list[FormRow]:
    """Return the rows that a table of the form shows.

    Rows of whole years that differ in nothing but the year and the number share a row of the form,
    in the order in which the first of each appears. A year of which the content has no row shows
    ``not_applicable``; a row without a number shows a blank.

    Parameters
    ----------
    table : FormTable
        The table.
    content : FormContent
        What the enterprise says.
    years : sequence of int
        Years that have a column.

    Raises
    ------
    InputError
        If a row of a whole year is of a year without a column.

    Examples
    --------
    >>> design = form_design()
    >>> rows = [{"line_id": "1号窑", "year": 2020, "output": 50.0}]
    >>> spread_rows(design.tables[1], FormContent(production=rows), [2020, 2021])[0].years
    {2020: 50.0, 2021: '—'}

    """
    rows = content.rows(table.table)
    if table.table != "lines":
        rows = [row for row in rows if is_period(row) == table.periods]
    if table.years is None:
        return [FormRow(row) for row in rows]
    spread = list(_spread(table, table.years.into, rows, years))
    dash = form_design().not_applicable
    return [
        FormRow(row.values, {year: row.years.get(year, dash) for year in years}) for row in spread
    ]


def is_period(row: Values) -> bool:
    """Say whether a row of output or energy stands for less, or other, than a whole year."""
    if any(not is_blank(row.get(key)) for key in _PERIOD):
        return True
    kind = registry().tables["production"].fields["period_kind"]
    told = row.get("period_kind")
    return not is_blank(told) and told != kind.labels[str(kind.default)]


def _spread(
    table: FormTable, into: str, rows: Iterable[Values], years: Sequence[int]
) -> Iterator[FormRow]:
    """Gather rows of whole years; a second row of one year begins a row of its own."""
    gathered: dict[tuple[str, ...], list[FormRow]] = {}
    order: list[FormRow] = []
    for row in rows:
        year = _year(row, years)
        key = tuple(as_text(row.get(name) or "") for name in table.columns)
        alike = gathered.setdefault(key, [])
        place = next((held for held in alike if year not in held.years), None)
        if place is None:
            place = FormRow({name: row.get(name) for name in table.columns})
            alike.append(place)
            order.append(place)
        place.years[year] = row.get(into)
    yield from order


def _year(row: Values, years: Sequence[int]) -> int:
    told = as_text(row.get("year") or "")
    for year in years:
        if told == str(year):
            return year
    message = _("自查表只有{first}年至{last}年的列，不能填“{year}”年的数。")
    raise InputError(message.format(first=min(years), last=max(years), year=told))


def check_content(content: FormContent) -> None:
    """Refuse content that has no place on the form, which would be lost without a word.

    Raises
    ------
    InputError
        If it has fields or kinds of identifiers that the form does not ask for.

    """
    kinds = registry().tables["identifiers"].fields["kind"].choices
    ids = {label: kind for kind, label in kinds.items()}
    given = {f"enterprises.{key}" for key, cell in content.enterprise.items() if not is_blank(cell)}
    given |= {f"identifiers.{ids.get(kind, kind)}" for kind, _value in content.identifiers}
    for table in {table.table for table in form_design().tables}:
        for row in content.rows(table):
            given |= {f"{table}.{key}" for key, cell in row.items() if not is_blank(cell)}
    if lost := sorted(given - _asked()):
        raise InputError(
            _("自查表上没有填这些内容的地方：{fields}。").format(fields=_("、").join(lost))
        )


def _asked() -> set[str]:
    design = form_design()
    cells = [*design.head, *(cell for row in design.basics.rows for cell in row)]
    asked = {cell.of for cell in cells}
    for table in design.tables:
        names = {*table.columns, "enterprise_id"}
        if table.years:
            names |= {"year", table.years.into, "period_kind"}
        asked |= {f"{table.table}.{name}" for name in names if name in table.specs}
    return asked
