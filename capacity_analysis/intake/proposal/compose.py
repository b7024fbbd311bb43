"""Make a table of a mapping from a shape and what its columns are; note what a person must look at."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ...ledger.registry import LedgerField, registry
from ...sheets.cells import quoted
from ...text import _
from ..layout.cell_values import NUMERIC, parts_of
from ..layout.source_units import is_convertible, unit_among
from ..layout.table import Column
from ..mapping import Spread, Subject, Table, Value
from .assign import Assigner, Assignment, Match
from .choices import allowed_labels, translate
from .context import labels_meant, month_from, no_data, year_above, year_from
from .evidence import is_within
from .knowledge import OWNER, SURE, Knowledge
from .shapes import Shape
from .suppliers import Supplier
from .words import words

_MOST_LABELS = 8
_SHOWN_WORDS = 8


@dataclass
class Draft:
    """A table of the proposed mapping.

    Attributes
    ----------
    table : Table
        The table as a mapping holds it.
    shape : Shape
        What it reads.
    assignment : Assignment
        Which column is which field.
    missing : dict of str to str
        Required fields without a source, and what to do about each.
    doubts : dict of str to str
        Fields that a person should look at, and why.
    unmapped : list of str
        Headers from which nothing is taken.

    """

    table: Table
    shape: Shape
    assignment: Assignment
    missing: dict[str, str] = field(default_factory=dict)
    doubts: dict[str, str] = field(default_factory=dict)
    unmapped: list[str] = field(default_factory=list)


class Composer:
    """Makes the table of one shape."""

    def __init__(
        self, assigner: Assigner, assignment: Assignment, known: Knowledge, supplier: Supplier
    ):
        self.shape, self.context = assigner.shape, assigner.context
        self.assignment, self.known, self.supplier = assignment, known, supplier
        self.target = assignment.table
        self.specs = registry().tables[self.target].fields
        self.fields: dict[str, Value] = {}
        self.missing: dict[str, str] = {}
        self.doubts: dict[str, str] = {}

    def compose(self, *, is_list: bool) -> Draft:
        """Return the table; a list says in each row whose it is, if it is of enterprises."""
        is_list = is_list and "enterprise_id" in self.specs
        for name, match in self.assignment.fields.items():
            self.fields[name] = self._of_column(name, match)
        spread = self._spread()
        filled = {*self.fields, *((spread.into, spread.count) if spread else ())}
        self._add_periods(spread)
        self._add_constants()
        self._add_units(filled)
        subject = self._subject() if is_list else None
        self._number_by_code()
        self._note_missing(spread, is_list=is_list)
        skip, until = no_data(self.shape, len(self.shape.columns))
        given: dict[str, Any] = {"skip": skip} if skip else {}
        table = Table(
            target=self.target,
            header=self._header(),
            header_rows=self.shape.block.first - self.shape.block.top,
            until=until,
            fields={name: self.fields[name] for name in self.specs if name in self.fields},
            spread=spread,
            enterprise=subject,
            **given,
        )
        return Draft(
            table, self.shape, self.assignment, self.missing, self.doubts, self._unmapped()
        )

    def _name(self, column: Column) -> str:
        name = self.shape.name_of(column)
        return name if name is not None else column.whole[0].replace("|", "｜")

    def _of_column(self, name: str, match: Match) -> Value:
        spec, column = self.specs[name], match.column
        cells = self.shape.cells(column)
        given: dict[str, Any] = {"column": self._name(column)}
        if match.points < SURE:
            self._doubt(name, _("列“{column}”像是这一项（{points:.0f}分）").format(
                column=column.whole[0], points=match.points
            ))  # fmt: skip
        if spec.type in ("choice", "flag"):
            given["translate"] = self._translated(name, spec, match)
        pattern = self.known.patterns.get((self.target, name))
        if pattern is not None and is_within(pattern, name, spec, cells):
            given["pattern"] = pattern
        given["also"] = self._behind(name)
        if name in registry().tables[self.target].key and spec.type == "text":
            given["split"] = any(len(parts_of(cell)) > 1 for cell in cells) and name != "line_id"
        if spec.type in NUMERIC and spec.unit is not None and is_convertible(spec.unit):
            given["from_unit"] = self._written_unit(name, spec, column)
        return Value(**given)

    def _translated(self, name: str, spec: LedgerField, match: Match) -> dict[str, str]:
        told = self.known.translations.get(name, {})
        found = translate(spec, self.shape.cells(match.column), told)
        if found.scores:
            each = _("{word}→{label}（{points:.0f}分）")
            pairs = [
                each.format(word=word, label=found.pairs[word], points=points)
                for word, points in list(found.scores.items())[:_SHOWN_WORDS]
            ]
            self._doubt(name, _("这样对应是否对：{pairs}").format(pairs=_("，").join(pairs)))
        if found.unknown:
            message = _("{words}没有对应的项，在translate里写明（可选：{labels}）")
            listed = quoted(list(found.unknown)[:_SHOWN_WORDS])
            labels = list(allowed_labels(spec).values())[:_MOST_LABELS]
            self._doubt(name, message.format(words=listed, labels=_("、").join(labels)))
        return found.pairs

    def _behind(self, name: str) -> tuple[str, ...]:
        names = words().behind.get(self.target, {}).get(name, ())
        used = self.assignment.used
        return tuple(
            self._name(column)
            for column in self.shape.columns
            if column.at not in used and set(self.shape.texts_of(column)) & set(names)
        )

    def _written_unit(self, name: str, spec: LedgerField, column: Column) -> str | None:
        """Return the unit of numbers whose header has none, where a known mapping says it."""
        if column.units or self.shape.unit_above is not None:
            return None
        unit = self.known.written_units.get((self.target, name))
        message = _("列名没有写单位，按{unit}读取；不是的，改from_unit")
        self._doubt(name, message.format(unit=unit or spec.unit))
        return unit

    def _doubt(self, name: str, reason: str) -> None:
        self.doubts[name] = _("；").join(filter(None, (self.doubts.get(name, ""), reason)))

    def _spread(self) -> Spread | None:
        group = self.assignment.spread
        if group is None:
            return None
        periods = words().spreads[self.target]
        is_year = group.kind == "year"
        is_sum = not is_year and periods.month is None
        return Spread(
            columns=group.pattern,
            into=periods.into,
            sum=is_sum,
            count=periods.count if is_sum else None,
            month=None if is_year else periods.month,
            above=year_above(self.shape) if group.kind == "month" and periods.month else None,
        )

    def _add_periods(self, spread: Spread | None) -> None:
        """Take the year or month of all rows from the title or the name of the sheet."""
        has_year = self.assignment.spread is not None and self.assignment.spread.kind != "month"
        for name, spec in self.specs.items():
            if name in self.fields or not spec.required:
                continue
            if spec.type == "year" and not has_year:
                found, part = year_from(self.shape)
                if found is not None:
                    self.fields[name] = found
                elif part:
                    self.missing[name] = _("标题“{title}”只是一年的一部分").format(title=part)
            elif (
                spec.type == "month_end"
                and (spread is None or spread.month != name)
                and (month := month_from(self.shape)) is not None
            ):
                self.fields[name] = month
        if spread is not None and spread.month and not has_year and spread.above is None:
            self.missing[spread.month] = _("列名只有月份，标题里没有年份")

    def _add_constants(self) -> None:
        for name in words().constants.get(self.target, {}):
            if name in self.fields:
                continue
            found = labels_meant(self.target, name, self._levels(name))
            if len(found) == 1:
                self.fields[name] = Value(constant=found[0])
            elif found:
                message = _("可能是{labels}，在constant里选定一项")
                self.missing[name] = message.format(labels=_("、").join(found))
        if self.target == "energy" and "line_id" not in self.fields:
            self.fields.setdefault(
                "scope", Value(constant=self.specs["scope"].labels["enterprise"])
            )
        for implied in words().implied:
            if implied.table == self.target and implied.field not in self.fields:
                self._add_implied(implied.field, implied.label, implied.where, implied.beside)

    def _add_implied(self, name: str, label: str, where: dict[str, str], beside: str) -> None:
        holds = all(
            key in self.fields and self.fields[key].constant == value
            for key, value in where.items()
        )
        if holds and beside in self.fields:
            self.fields[name] = Value(constant=label)
            self._doubt(name, _("没有这一列，都按“{label}”").format(label=label))

    def _levels(self, name: str) -> list[list[str]]:
        """Return the texts that may tell a constant, the most telling ones first."""
        group = self.assignment.spread
        amounts = [
            one.column
            for key, one in self.assignment.fields.items()
            if self.specs[key].type == "number"
        ]
        amounts += group.columns if group is not None else ()
        own = [text for column in amounts for text in (*column.whole, *column.units)]
        headers = [text for column in self.shape.columns for text in column.whole]
        office = [self.supplier.name]
        if name == "ground":
            return [office, self.context, headers]
        if name == "kind":
            return [self.context, headers]
        return [own, self.context, office, headers]

    def _add_units(self, filled: set[str | None]) -> None:
        for name, spec in self.specs.items():
            if spec.unit_of is None or spec.unit_of not in filled or name in self.fields:
                continue
            self.fields[name] = Value(unit_of=spec.unit_of)
            columns = self._columns_of(spec.unit_of)
            units = [unit for column in columns for unit in column.units]
            if unit_among([*units, self.shape.unit_above or ""]) is None:
                message = _("没有写{field}的单位，用otherwise写明，例如 otherwise: 千瓦时")
                text = message.format(field=self.specs[spec.unit_of].header)
                if spec.required:
                    self.missing[name] = text
                else:
                    self._doubt(name, text)

    def _columns_of(self, name: str) -> list[Column]:
        group = self.assignment.spread
        if name in self.assignment.fields:
            return [self.assignment.fields[name].column]
        return list(group.columns[:1]) if group is not None else []

    def _subject(self) -> Subject:
        carrier = self.fields.get("carrier")
        found = dict(self.assignment.subject)
        account = self.assignment.fields.get("account")
        electricity = registry().tables["metered_energy"].fields["carrier"].labels["electricity"]
        if account is not None and carrier is not None and carrier.constant == electricity:
            found["electricity_account"] = account
        elif carrier is not None:
            found.pop("electricity_account", None)
        for key, match in found.items():
            if match.points < SURE:
                message = _("列“{column}”像是这一项（{points:.0f}分）")
                self._doubt(f"enterprise.{key}", message.format(
                    column=match.column.whole[0], points=match.points
                ))  # fmt: skip
        names = {key: self._name(one.column) for key, one in found.items()}
        return Subject(**names)

    def _number_by_code(self) -> None:
        """Let the credit code stand for the number of an enterprise on a roster without numbers."""
        code = self.fields.get("uscc")
        if self.target == "enterprises" and code is not None:
            self.fields.setdefault("enterprise_id", Value(column=code.column))

    def _note_missing(self, spread: Spread | None, *, is_list: bool) -> None:
        filled = {*self.fields}
        if spread is not None:
            filled |= {name for name in (spread.into, spread.month) if name}
            group = self.assignment.spread
            if group is not None and group.kind != "month":
                filled.add("year")
        for name, spec in self.specs.items():
            if spec.required and spec.references != OWNER and name not in filled:
                self.missing.setdefault(name, self._no_source(spec))
        if is_list and not self.assignment.subject:
            self.missing["enterprise"] = _("没有找到写明企业名称或统一社会信用代码的列")

    def _no_source(self, spec: LedgerField) -> str:
        if spec.type != "choice":
            return _("没有找到来源")
        message = _("没有找到来源，可在constant里写明一项：{labels}")
        return message.format(labels=_("、").join(list(spec.labels.values())[:_MOST_LABELS]))

    def _header(self) -> tuple[str, ...]:
        """Return headers that tell the header row: whose row it is, its key and its amount."""
        matches = [*self.assignment.subject.items(), *self.assignment.fields.items()]
        order = ["name", "uscc", *registry().tables[self.target].key, *self.specs]
        ranked = sorted(
            matches, key=lambda one: order.index(one[0]) if one[0] in order else len(order)
        )
        names = dict.fromkeys(self._name(match.column) for _key, match in ranked)
        if names:
            return tuple(names)[:3]
        group = self.assignment.spread
        columns = list(group.columns) if group is not None else self.shape.columns
        return tuple(self._name(column) for column in columns[:1])

    def _unmapped(self) -> list[str]:
        used, behind = (
            self.assignment.used,
            {one for how in self.fields.values() for one in how.also},
        )
        return [
            column.whole[0]
            for column in self.shape.columns
            if column.at not in used and self._name(column) not in behind
        ]
