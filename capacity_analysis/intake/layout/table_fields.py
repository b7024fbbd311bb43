"""Which column, title, sheet name or label fills each field of a table, as one file has it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from ...ledger import LedgerField, registry
from ...ledger.registry import fold
from ...sheets.cells import is_blank
from ..mapping import SUBJECT_KEYS, Table, Value
from ..records import Found
from .cell_values import NUMERIC, Report, Target, clean, unit_found, with_factor
from .spread import SpreadColumn, spread_columns
from .table import Block, Column

Lookup = Callable[[str], Found | None]
"""Finds the value beside a label, anywhere in the file."""

# Half a year, a quarter or some months of a year.
_PART_YEAR = re.compile(r"(?:19|20)\d\d年?(?:[上下]半年|前?[\d一二三四]+个?[季月至到~—–-])")
_NUMBER_OF_SUBJECT = LedgerField(header="—", type="text", help="—")
_TEXT_OF_SUBJECT = LedgerField(header="—", type="text", help="—", prose=True)


def subject_target(table: str, key: str) -> Target:
    """Return how a cell that names the enterprise is read: names and addresses are prose."""
    is_prose = key in ("name", "address")
    return Target(table, key, _TEXT_OF_SUBJECT if is_prose else _NUMBER_OF_SUBJECT)


@dataclass(frozen=True)
class Source:
    """A field and the columns that fill it."""

    target: Target
    column: Column
    also: tuple[Column, ...] = ()


@dataclass
class Fields:
    """What fills each field of a table.

    Attributes
    ----------
    sources : dict of str to Source
        Fields that a column fills.
    context : dict of str to Found
        Fields that are the same in each row.
    subject : dict of str to Source
        Columns that name the enterprise.
    spread : list of (SpreadColumn, Target)
        Columns that are years or months.
    where : list of (Column, tuple of str)
        Columns that tell the rows to take.
    carried : list of int
        Positions of columns in which a blank repeats the cell above.
    year : Found or None
        Year of months whose header does not say it.

    """

    sources: dict[str, Source] = field(default_factory=dict)
    context: dict[str, Found] = field(default_factory=dict)
    subject: dict[str, Source] = field(default_factory=dict)
    spread: list[tuple[SpreadColumn, Target]] = field(default_factory=list)
    where: list[tuple[Column, tuple[str, ...]]] = field(default_factory=list)
    carried: list[int] = field(default_factory=list)
    year: Found | None = None

    @property
    def used(self) -> set[int]:
        """Positions of the columns that are read."""
        columns = [one.column for one in (*self.sources.values(), *self.subject.values())]
        columns += [one.column for one, _target in self.spread]
        return {column.at for column in columns}

    @property
    def numeric(self) -> set[int]:
        """Positions of the columns that hold numbers."""
        columns = [one.column for one in self.sources.values() if one.target.spec.type in NUMERIC]
        columns += [one.column for one, _target in self.spread]
        return {column.at for column in columns}


class Resolver:
    """Finds what fills each field of one block of a table; reports what the file lacks."""

    def __init__(self, block: Block, table: Table, report: Report, lookup: Lookup):
        self.block, self.table, self.report, self.lookup = block, table, report, lookup
        self.page = block.page
        self.specs = registry().tables[table.target].fields
        above = block.unit_above
        self.unit_above = above and (above[0], self.page.name, self.page.address(*above[1]))
        self.fields = Fields()
        named = {name: how.unit_of for name, how in table.fields.items()}
        self.unit_of = {name: measured for name, measured in named.items() if measured is not None}

    def resolve(self) -> Fields | None:
        """Return what fills each field, or None where no row can be read."""
        is_spread = self._take_spread()
        for name, how in self.table.fields.items():
            if how.column is not None:
                self._take_column(name, how)
            elif how.unit_of is None and (found := self._from_context(name, how)) is not None:
                self.fields.context[name] = found
        for want in self.table.carry_down:
            self.fields.carried += [column.at for column in self.block.find(want)[:1]]
        sound = [self._take_where(), self._take_subject(), is_spread]
        return self.fields if all(sound) else None

    def at_header(self, column: Column) -> tuple[str, str]:
        """Return the sheet and cell of a column's header."""
        return self.page.name, self.page.address(*column.origin)

    def _take_column(self, name: str, how: Value) -> None:
        assert how.column is not None
        column = self._only(how.column)
        if column is None and self.specs[name].unit_of is not None:
            self.unit_of[name] = self.specs[name].unit_of or ""
            return  # a unit without a column of its own may stand in the header of what it measures
        if column is None:
            is_needed = self.specs[name].required and how.otherwise is None
            self._report_absent(how.column, name, is_needed=is_needed)
            return
        target = Target(self.table.target, name, self.specs[name], how)
        also = tuple(one for want in how.also for one in self.block.find(want)[:1])
        self.fields.sources[name] = Source(self._with_factor(target, column), column, also)

    def _with_factor(self, target: Target, column: Column) -> Target:
        declared = self.unit_above[0] if self.unit_above else None
        at, header = self.at_header(column), column.whole[0] if column.whole else ""
        return with_factor(target, column.units, declared, self.report, at, header=header)

    def _only(self, want: str) -> Column | None:
        """Return the column that a mapping names, or None; report where several are it."""
        found = self.block.find(want)
        if len(found) > 1:
            self._report_repeated(found[1])
        return found[0] if len(found) == 1 else None

    def _report_repeated(self, column: Column) -> None:
        sheet, cell = self.at_header(column)
        header = column.whole[0] if column.whole else ""
        self.report.add("header_repeated", (sheet, cell), sheet=sheet, cell=cell, header=header)

    def _report_absent(self, want: str, name: str = "", *, is_needed: bool) -> None:
        if self.block.find(want):
            return  # there are several, which has been reported
        self.report.add(
            "header_missing" if is_needed else "header_absent",
            (self.table.target, want),
            sheet=self.page.name,
            cell=self.page.address(self.block.top, 0),
            table=self.table.target,
            field=name,
            header=want.replace("|", "”或“"),
        )

    def _from_context(self, name: str, how: Value) -> Found | None:
        """Return what is the same in all rows: a constant, a title, the sheet's name, a label."""
        if how.constant is not None:
            return Found(how.constant)
        found = self._outside(how)
        if found is not None:
            target = Target(self.table.target, name, self.specs[name], how)
            found = clean(found.value, target, self.report, found.sheet, found.cell)
        if found is not None and not is_blank(found.value):
            return found
        if how.otherwise is not None:
            return Found(how.otherwise)
        years = [one.year for one, _target in self.fields.spread]
        if not (name == "year" and years and None not in years):
            self._report_context(name)
        return None

    def _outside(self, how: Value) -> Found | None:
        if how.above is not None:
            return self._above(how.above)
        if how.sheet_name is not None:
            return self._in_sheet_name(how.sheet_name)
        return self.lookup(how.label) if how.label is not None else None

    def _above(self, pattern: str) -> Found | None:
        """Return what a pattern finds in the cells above the header, the nearest row first."""
        sought = re.compile(pattern)
        for row in range(self.block.top - 1, -1, -1):
            for column, text in self.page.texts(row):
                found = sought.search(fold(text))
                if found and found[1]:
                    return Found(found[1], self.page.name, self.page.address(row, column))
        return None

    def _in_sheet_name(self, pattern: str) -> Found | None:
        found = re.search(pattern, fold(self.page.name))
        return Found(found[1], self.page.name) if found and found[1] else None

    def _report_context(self, name: str) -> None:
        self.report.add(
            "context_missing",
            (self.page.name, name),
            sheet=self.page.name,
            cell=self.page.address(self.block.top, 0),
            table=self.table.target,
            field=name,
            header=self.specs[name].header,
        )

    def _take_where(self) -> bool:
        for want, values in self.table.where.items():
            column = self._only(want)
            if column is None:
                self._report_absent(want, is_needed=True)
                return False
            self.fields.where.append((column, values))
        return True

    def _take_subject(self) -> bool:
        subject = self.table.enterprise
        if subject is None:
            return True
        wants = {key: want for key in SUBJECT_KEYS if (want := getattr(subject, key)) is not None}
        for key, want in wants.items():
            if (column := self._only(want)) is not None:
                self.fields.subject[key] = Source(subject_target(self.table.target, key), column)
        if wants and not self.fields.subject:
            self._report_absent(next(iter(wants.values())), is_needed=True)
        return bool(self.fields.subject)

    def _take_spread(self) -> bool:
        spread = self.table.spread
        if spread is None:
            return True
        columns, twice = spread_columns(self.block, spread)
        if twice is not None:
            self._report_repeated(twice)
        elif not columns and not self.table.optional:
            header = self.specs[spread.into].header
            self.report.add(
                "spread_missing",
                sheet=self.page.name,
                cell=self.page.address(self.block.top, 0),
                table=self.table.target,
                header=header,
            )
        elif not spread.sum:
            self._report_part_years({one.column.at for one in columns})
        target = Target(self.table.target, spread.into, self.specs[spread.into])
        self.fields.spread = [(one, self._with_factor(target, one.column)) for one in columns]
        if spread.month is not None and any(one.year is None for one in columns):
            self.fields.year = self._above(spread.above) if spread.above else None
            if self.fields.year is None:
                self._report_context(spread.month)
        return bool(columns)

    def _report_part_years(self, taken: set[int]) -> None:
        """Report columns of amounts that are a part of a year, and can't stand for all of it."""
        for column in self.block.columns:
            header = next((text for text in column.whole if _PART_YEAR.match(text)), None)
            if header is not None and column.at not in taken:
                sheet, cell = self.at_header(column)
                where = {"sheet": sheet, "cell": cell, "table": self.table.target}
                self.report.add("spread_missing", (sheet, cell), header=header, **where)

    def units(self, one: SpreadColumn | None) -> dict[str, Found]:
        """Return the fields that hold the unit of another, in a row of this year or month."""
        found: dict[str, Found] = {}
        for name, measured in self.unit_of.items():
            how = self.table.fields[name]
            column = self._column_of(measured, one)
            brackets = column.units if column is not None else ()
            at = self.at_header(column) if column is not None else ("", "")
            unit = unit_found(self.specs[name], brackets, at, self.unit_above, how.otherwise)
            if unit is None and how.column is not None:
                self._report_absent(how.column, name, is_needed=self.specs[name].required)
            elif unit is not None:
                word = clean(unit.value, Target("", name, self.specs[name], how), self.report, *at)
                found[name] = replace(unit, value=word.value)
        return found

    def _column_of(self, name: str, one: SpreadColumn | None) -> Column | None:
        if one is not None and self.table.spread is not None and self.table.spread.into == name:
            return one.column
        source = self.fields.sources.get(name)
        return source.column if source is not None else None
