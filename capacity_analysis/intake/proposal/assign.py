"""Which column is which field: the best pairs of columns and fields of one table of the ledger."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ...ledger.registry import LedgerField, registry
from ...sheets.cells import Cell
from ..layout.table import Column
from .evidence import is_within, parts_within, share, weighed
from .knowledge import LEAST, OWNER, Knowledge, Names, likeness, named_in
from .periods import Group, groups_of, suits
from .shapes import Shape
from .words import words

# What names an enterprise is text of any kind.
_ANY_TEXT = LedgerField(header="—", type="text", help="—", prose=True)
# A column whose values pass the check of the credit code is one, whatever its header says.
_BY_VALUE = 88.0
_VALID = 0.9
_LEAST_VALUES = 2
_REQUIRED, _OTHER, _MISSING = 2.0, 1.0, -1.0
_TITLE, _MOST_TITLE, _SPREAD = 1.5, 3.0, 3.0
_LEAST_MEANING = 60.0
# What nearly every list has says little of what the list is.
_EVERYWHERE = frozenset({"enterprise_id", "uscc", "name", "township", "address", "remark"})
# Tables that no list fills by itself; those of a form come with titles that say so.
_NOT_PROPOSED = frozenset({"corrections"})


@dataclass(frozen=True)
class Match:
    """A column taken for a field, with points of 100."""

    column: Column
    points: float


@dataclass
class Assignment:
    """What the columns of a shape are in one table of the ledger.

    Attributes
    ----------
    table : str
        Table of the ledger.
    fields, subject : dict of str to Match
        Columns by field, and by the key of `mapping.Subject`.
    spread : Group or None
        Columns that are years or months.
    points : float
        How well the table suits.

    """

    table: str
    fields: dict[str, Match] = field(default_factory=dict)
    subject: dict[str, Match] = field(default_factory=dict)
    spread: Group | None = None
    points: float = 0.0

    @property
    def is_telling(self) -> bool:
        """Whether it has any column that not every list has."""
        return self.spread is not None or bool(self.fields.keys() - _EVERYWHERE)

    @property
    def used(self) -> set[int]:
        """Positions of the columns that are taken."""
        matches = [*self.fields.values(), *self.subject.values()]
        spread = self.spread.columns if self.spread else ()
        return {one.column.at for one in matches} | {column.at for column in spread}


class Assigner:
    """Tries the tables of the ledger on one shape.

    Parameters
    ----------
    shape : Shape
        The table of the file.
    known : Knowledge
        Names of columns.
    context : list of str
        Titles, names of sheets and of the file.

    """

    def __init__(self, shape: Shape, known: Knowledge, context: list[str]):
        self.shape, self.known, self.context = shape, known, context
        self.groups = groups_of(shape)
        self.cells: Mapping[int, list[Cell]] = {
            column.at: shape.cells(column) for column in shape.columns
        }

    def best(self, only: str | None = None) -> list[Assignment]:
        """Return the tables that suit, the best first; with `only`, that one."""
        tables = [
            name
            for name, table in registry().tables.items()
            if not table.made and name not in _NOT_PROPOSED
        ]
        found = [self.assign(name) for name in ([only] if only else tables)]
        return sorted((one for one in found if only or one.is_telling), key=lambda one: -one.points)

    def assign(self, table: str) -> Assignment:
        """Return which columns are the fields of a table."""
        result = Assignment(table, spread=self._spread(table))
        taken = {column.at for column in result.spread.columns} if result.spread else set()
        into = words().spreads[table].into if result.spread else None
        pairs = sorted(self._pairs(table), key=lambda pair: (-pair[0], pair[2].at))
        for points, (kind, name), column in pairs:
            chosen = result.subject if kind == "subject" else result.fields
            if column.at in taken or name in chosen or name == into:
                continue
            chosen[name] = Match(column, points)
            taken.add(column.at)
        self._share_keys(result)
        result.points = self._points(result)
        return result

    def _spread(self, table: str) -> Group | None:
        if table not in words().spreads:
            return None
        periods = words().spreads[table]
        names = self.known.fields[table][periods.into]
        possible = [
            group
            for group in self.groups
            if group.kind != "year" or (periods.month is None and periods.into)
        ]
        suiting = [(suits(group, names), group) for group in possible]
        suiting = [pair for pair in suiting if pair[0] >= _LEAST_MEANING]
        return (
            max(suiting, key=lambda pair: (pair[0], len(pair[1].columns)))[1] if suiting else None
        )

    def _pairs(self, table: str) -> Iterator[tuple[float, tuple[str, str], Column]]:
        specs = registry().tables[table].fields
        named: dict[str, tuple[str, ...]] = {
            name: self.known.fields[table].get(name, ())
            for name, spec in specs.items()
            if spec.references != OWNER
        }
        subject: Names = self.known.subject
        if table == "enterprises":  # its rows are the enterprises
            named |= {key: named[key] + subject[key] for key in named.keys() & subject.keys()}
            subject = {}
        for column in self.shape.columns:
            if not self.shape.name_of(column):
                continue
            for name, names in named.items():
                points = self._rate(column, name, specs[name], names, table)
                if points >= LEAST:
                    yield points, ("field", name), column
            for key, names in subject.items():
                spec = registry().tables["enterprises"].fields["uscc"] if key == "uscc" else None
                points = self._rate(column, key, spec or _ANY_TEXT, names, table)
                if points >= LEAST:
                    yield points, ("subject", key), column

    def _rate(
        self, column: Column, name: str, spec: LedgerField, names: tuple[str, ...], table: str
    ) -> float:
        cells = self.cells[column.at]
        points = likeness(self.shape.texts_of(column), names)
        if points < LEAST and spec.type != "uscc":
            return 0.0
        pattern = self.known.patterns.get((table, name))
        if pattern is not None and is_within(pattern, name, spec, cells):
            cells = parts_within(pattern, cells)
        fitting = share(name, spec, cells, self.known.translations.get(name, {}))
        if points < LEAST:
            return _BY_VALUE if len(cells) >= _LEAST_VALUES and fitting >= _VALID else 0.0
        return weighed(points, fitting, spec)

    def _share_keys(self, result: Assignment) -> None:
        """Let the key of a row name the enterprise too: its account, its parcel."""
        for name, key in (("account", "electricity_account"), ("parcel_no", "parcel")):
            other = result.subject.get(key)
            specs = registry().tables[result.table].fields
            if name not in result.fields and other is not None and name in specs:
                result.fields[name] = other
        if (parcel := result.fields.get("parcel_no")) is not None:
            result.subject.setdefault("parcel", parcel)

    def _points(self, result: Assignment) -> float:
        table = registry().tables[result.table]
        specs = {name: spec for name, spec in table.fields.items() if spec.references != OWNER}
        total = 0.0
        for name, match in result.fields.items():
            if name not in _EVERYWHERE:
                weight = _REQUIRED if specs[name].required else _OTHER
                total += weight * match.points / 100
        if result.spread is not None:
            names = self.known.fields[result.table][words().spreads[result.table].into]
            total += _SPREAD * suits(result.spread, names) / 100
        if not total:
            return 0.0
        constants = {*words().constants.get(result.table, {}), "indicator"}
        for name, spec in specs.items():
            from_elsewhere = spec.unit_of or spec.type in ("year", "month_end") or name in constants
            if spec.required and name not in result.fields and not from_elsewhere:
                total += _MISSING
        return total + self._of_title(result.table)

    def _of_title(self, table: str) -> float:
        named = words().tables.get(table, ())
        return min(_MOST_TITLE, sum(_TITLE for word in named if named_in(self.context, [word])))
