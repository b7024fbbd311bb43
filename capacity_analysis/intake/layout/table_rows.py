"""The rows of a table in a sheet, as rows of the ledger with the cell of each value."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from ...ledger import registry
from ...sheets.cells import Cell, as_text, is_blank
from ..mapping import Spread, Table
from ..records import Found, Row
from .cell_values import NUMERIC, Report, Target, clean, parts_of
from .headings import heading, means, wanted
from .page import Place
from .source_units import as_number, parse_number
from .spread import SpreadColumn, by_year, cell_range, total
from .table import Block, Column
from .table_fields import Lookup, Resolver, Source

Values = dict[str, Found]


class TableRows:
    """One block of a table, read row by row."""

    def __init__(self, block: Block, table: Table, report: Report, lookup: Lookup):
        self.page, self.table, self.report = block.page, table, report
        self.specs = registry().tables[table.target].fields
        resolver = Resolver(block, table, report, lookup)
        resolved = resolver.resolve()
        self.is_usable = resolved is not None
        self.fields = resolved or resolver.fields
        spread = [one for one, _target in self.fields.spread]
        self.units = {one: resolver.units(one) for one in (None, *spread)}
        self.years = list(by_year(spread))
        self.header_of = {one: resolver.at_header(one.column) for one in spread}
        self.used, self.numeric = self.fields.used, self.fields.numeric
        self.data = [row for row in block.data if self._has_own(row)]
        self.above: dict[int, tuple[Cell, str]] = {}
        self.shared: set[Place] = set()

    def rows(self) -> Iterator[Row]:
        """Yield the rows of the ledger."""
        if not self.is_usable:
            return
        for row in self.data:
            for at in self.fields.carried:
                if not is_blank(cell := self.page.value(row, at)):
                    self.above[at] = cell, self.page.address(row, at)
            if all(self._holds(row, column, words) for column, words in self.fields.where):
                yield from self._rows_of(row)

    def _has_own(self, row: int) -> bool:
        """Say whether a row holds anything itself, and not only what is merged with rows above."""
        return any(
            self.page.origin(row, at)[0] == row and not is_blank(self.page.value(row, at))
            for at in self.used
        )

    def _cell(self, row: int, at: int) -> tuple[Cell, str]:
        """Return the value of a cell and where it stands; nothing for a number merged with others."""
        cell, address = self.page.value(row, at), self.page.address(row, at)
        if is_blank(cell) and at in self.above:
            return self.above[at]
        return ("" if self._is_shared(row, at, cell) else cell), address

    def _is_shared(self, row: int, at: int, cell: Cell) -> bool:
        """Say whether a number is merged over several rows or columns of numbers; report it once."""
        top, left, bottom, right = self.page.span(row, at)
        if at not in self.numeric or (top, left) == (bottom, right) or parse_number(cell) is None:
            return False
        rows = bisect_right(self.data, bottom) - bisect_left(self.data, top)
        if rows <= 1 and sum(left <= one <= right for one in self.numeric) <= 1:
            return False
        if (top, left) not in self.shared:
            self.shared.add((top, left))
            self._add("merged_number", self.page.address(row, at), cell)
        return True

    def _add(self, code: str, address: str, cell: Cell, **details: Any) -> None:
        details |= {"sheet": self.page.name, "cell": address, "table": self.table.target}
        self.report.add(code, value=cell, **details)

    def _holds(self, row: int, column: Column, words: Sequence[str]) -> bool:
        """Say whether a row is one to take; words of several columns below one header join by a slash."""
        first = self._cell(row, column.at)[0]
        cells: dict[Place, Cell] = {}
        for at in range(column.at + 1, column.through + 1):
            cells[self.page.origin(row, at)] = self.page.value(row, at)
        cells.pop(self.page.origin(row, column.at), None)
        parts = [heading(cell).base for cell in (first, *cells.values()) if not is_blank(cell)]
        joined = "/".join(parts)
        return any(means(word, first) or joined in wanted(word) for word in words)

    def _rows_of(self, row: int) -> Iterator[Row]:
        subject = {
            key: found
            for key, source in self.fields.subject.items()
            if not is_blank((found := self._clean(row, source.column.at, source.target)).value)
        }
        values = dict(self.fields.context)
        values |= {name: self._value_of(row, one) for name, one in self.fields.sources.items()}
        is_filled = bool(subject) or any(
            values[name].cell and not is_blank(values[name].value) for name in self.fields.sources
        )
        for one, has_amount in self._spread(row, values):
            if (is_filled or has_amount) and not self._is_printed_only(one):
                for each in self._split(one):
                    ordered = {name: each[name] for name in self.specs if name in each}
                    yield Row(self.table.target, ordered, subject)

    def _clean(self, row: int, at: int, target: Target) -> Found:
        cell, address = self._cell(row, at)
        return clean(cell, target, self.report, self.page.name, address)

    def _value_of(self, row: int, source: Source) -> Found:
        found = self._clean(row, source.column.at, source.target)
        for column in source.also:
            behind = self._clean(row, column.at, source.target)
            if is_blank(found.value):
                found = behind
            elif not is_blank(behind.value):
                text = f"{as_text(found.value)}；{as_text(behind.value)}"
                found = Found(text, self.page.name, f"{found.cell},{behind.cell}")
        how = source.target.how
        if is_blank(found.value) and how is not None and how.otherwise is not None:
            return Found(how.otherwise)
        return found

    def _is_printed_only(self, values: Values) -> bool:
        names = self.table.unless_blank
        return bool(names) and all(
            name not in values or is_blank(values[name].value) for name in names
        )

    def _split(self, values: Values) -> Iterator[Values]:
        """Yield a row for each of several values in one cell; an amount belongs to none of them."""
        for name, how in self.table.fields.items():
            if not how.split or name not in values or is_blank(values[name].value):
                continue
            parts = parts_of(values[name].value)
            if len(parts) > 1:
                values = {key: self._unshared(key, found) for key, found in values.items()}
            for part in parts:
                yield values | {name: replace(values[name], value=part)}
            return
        yield values

    def _unshared(self, name: str, found: Found) -> Found:
        if not found.cell or self.specs[name].type not in NUMERIC or is_blank(found.value):
            return found
        self._add("merged_number", found.cell, found.value)
        return replace(found, value="")

    def _spread(self, row: int, values: Values) -> Iterator[tuple[Values, bool]]:
        """Yield the values of each row of the ledger, and whether its year or month is filled."""
        spread = self.table.spread
        if spread is None:
            yield values | self.units[None], False
        elif spread.sum:
            yield from self._sums(row, values, spread)
        else:
            for one, target in self.fields.spread:
                if found := self._one_period(row, one, target):
                    more = self._period(one, spread) | {spread.into: found}
                    yield values | more | self.units[one], not is_blank(found.value)

    def _one_period(self, row: int, one: SpreadColumn, target: Target) -> Found | None:
        """Return the cell of a year or month, or None where such an amount does not apply."""
        cell = self._cell(row, one.column.at)[0]
        found = self._clean(row, one.column.at, target)
        return (
            None
            if is_blank(found.value) and not is_blank(cell) and not target.is_unclear
            else found
        )

    def _period(self, one: SpreadColumn, spread: Spread) -> Values:
        sheet, cell = self.header_of[one]
        period: Values = {}
        if one.year is not None and "year" in self.specs:
            period["year"] = Found(one.year, sheet, cell)
        if spread.month is not None and one.month is not None:
            year = one.year if one.year is not None else self.fields.year and self.fields.year.value
            value = f"{year}-{one.month:02}" if year else ""
            period[spread.month] = Found(value, sheet, cell)
        return period

    def _sums(self, row: int, values: Values, spread: Spread) -> Iterator[tuple[Values, bool]]:
        targets = dict(self.fields.spread)
        for months in self.years:
            cells = [(one, self._cell(row, one.column.at)[0]) for one in months]
            is_merged = any(self.page.origin(row, one.column.at) in self.shared for one in months)
            summed = total(cells, counted=spread.count is not None)
            if not summed.applies:
                continue
            where, value = cell_range(row, months), summed.value
            if is_merged or targets[months[0]].is_unclear:
                value = ""
            elif summed.missing:
                words = "、".join(str(month) for month in summed.missing)
                self._add("months_missing", where, "", months=words)
            for at in summed.unsound:
                header = self.specs[spread.into].header
                cell, address = self._cell(row, at)
                self._add("not_a_number", address, cell, header=header, field=spread.into)
            factor = targets[months[0]].factor
            if factor is not None and (parsed := parse_number(value)) is not None:
                value = as_number(parsed[0] * factor)
            more = self._period(months[0], spread) | {
                spread.into: Found(value, self.page.name, where)
            }
            if spread.count is not None and not is_blank(value):
                more[spread.count] = Found(summed.months, self.page.name, where)
            yield values | more | self.units[months[0]], any(not is_blank(one) for _c, one in cells)
