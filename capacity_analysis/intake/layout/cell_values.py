"""What becomes of one cell on its way into the ledger: words translated, units converted, persons left out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from typing import Any

from ...ledger import LedgerField, Problem
from ...ledger.problems import problem
from ...ledger.registry import fold
from ...sheets.cells import Cell, as_text, is_blank, is_contact, is_personal
from ..mapping import Value
from ..records import Found
from .headings import is_not_applicable
from .source_units import (
    UnclearUnitError,
    as_number,
    fixed_factor,
    is_convertible,
    parse_number,
    spelling,
    unit_among,
)

NUMERIC = ("number", "integer")
_APART = re.compile(r"[、,，;；\s]+")
_NONE = {"无", "无。", "没有"}


@dataclass
class Report:
    """The problems of one file; what is the same in every sheet is said once."""

    file: str
    problems: list[Problem] = field(default_factory=list)
    persons: dict[str, tuple[str, str]] = field(default_factory=dict)
    _said: set[tuple[str, ...]] = field(default_factory=set)

    def add(self, code: str, once: tuple[str, ...] | None = None, **where: Any) -> None:
        """Add a problem of a kind; with `once`, only the first of that key."""
        if once is not None:
            if (code, *once) in self._said:
                return
            self._said.add((code, *once))
        self.problems.append(problem(code, self.file, **where))

    def add_person(self, label: str, sheet: str, cell: str) -> None:
        """Remember a column or label of a person's data, for one note on the file."""
        self.persons.setdefault(label, (sheet, cell))

    def note_persons(self) -> None:
        """Note once what was left out because it is about persons."""
        if self.persons:
            sheet, cell = next(iter(self.persons.values()))
            labels = "、".join(self.persons)
            self.add("contact_dropped", sheet=sheet, cell=cell, header=labels)


@dataclass(frozen=True)
class Target:
    """A field that a column or label fills: how the mapping reads it, and the factor of its unit."""

    table: str
    name: str
    spec: LedgerField
    how: Value | None = None
    factor: Fraction | None = None
    is_unclear: bool = False


def clean(cell: Cell, target: Target, report: Report, sheet: str, address: str) -> Found:
    """Return a cell as the value of a field: as the file has it, where nothing else is asked for."""
    how, spec = target.how, target.spec
    if is_blank(cell) or target.is_unclear:
        return Found("", sheet, address)
    if how is not None and how.translate:
        words = _translation(tuple(how.translate.items()))
        if (word := words.get(fold(as_text(cell)))) is not None:
            return Found(word, sheet, address)
    if how is not None and how.pattern is not None:
        found = re.search(how.pattern, as_text(cell))
        cell = (found[1] or "") if found else ""
    # A correction quotes a cell of the ledger as it is.
    if target.table != "corrections" and _says_nothing(cell):
        cell = ""
    elif spec.type in NUMERIC:
        cell = _number(cell, target)
    elif spec.unit_of is not None:
        cell = spelling(cell)
    elif _is_about_a_person(cell, spec):
        where: dict[str, Any] = {"table": target.table, "field": target.name, "header": spec.header}
        report.add("personal_dropped", sheet=sheet, cell=address, **where)
        cell = ""
    return Found(cell, sheet, address)


def _says_nothing(cell: Cell) -> bool:
    return is_not_applicable(cell) or (isinstance(cell, str) and fold(cell) in _NONE)


@lru_cache(maxsize=256)
def _translation(words: tuple[tuple[str, str], ...]) -> dict[str, str]:
    return {fold(theirs): ours for theirs, ours in words}


def _is_about_a_person(cell: Cell, spec: LedgerField) -> bool:
    if not isinstance(cell, str | int | float):
        return False
    text = as_text(cell)
    # The number of an account may well begin like that of a telephone.
    return is_personal(text) or (spec.prose and is_contact(text))


def _number(cell: Cell, target: Target) -> Cell:
    """Convert a number to the unit that the ledger fixes; one with its unit behind it, by that one."""
    parsed = parse_number(cell)
    if parsed is None:
        return cell
    number, unit = parsed
    if not unit:
        return cell if target.factor is None else as_number(number * target.factor)
    if target.spec.unit is None:
        return cell
    try:
        found = fixed_factor(target.spec.unit, [unit])
    except UnclearUnitError:
        return cell
    return cell if found is None else as_number(number * found[1])


def with_factor(
    target: Target,
    brackets: Iterable[str],
    declared: str | None,
    report: Report,
    at: tuple[str, str],
    *,
    header: str,
) -> Target:
    """Return a target with the factor of its column's unit; report a unit that can't be converted."""
    spec, how = target.spec, target.how
    if spec.unit is None or spec.type not in NUMERIC:
        return target
    where: dict[str, Any] = {
        "sheet": at[0], "cell": at[1], "table": target.table, "field": target.name, "header": header
    }  # fmt: skip
    try:
        found = fixed_factor(spec.unit, brackets, declared)
    except UnclearUnitError as error:
        report.add("unit_unclear", value=str(error), unit=spec.unit, **where)
        return Target(target.table, target.name, spec, how, is_unclear=True)
    if found is None and is_convertible(spec.unit):
        written = how.from_unit if how is not None and how.from_unit is not None else spec.unit
        report.add("unit_assumed", value=written, **where)
        found = fixed_factor(spec.unit, [written])
    if found is None or found[1] == 1:
        return target
    report.add("unit_converted", value=found[0], unit=spec.unit, **where)
    return Target(target.table, target.name, spec, how, factor=found[1])


def unit_found(
    spec: LedgerField,
    brackets: tuple[str, ...],
    at_header: tuple[str, str],
    above: tuple[str, str, str] | None,
    otherwise: str | None,
) -> Found | None:
    """Return the unit of a column: of its header, else of the sheet, else of the mapping.

    An unknown one is passed on, for the check to report it: to put another in its place were a guess.
    """
    known = unit_among(brackets, spec.base_unit) or unit_among(brackets)
    if known is not None:
        return Found(known, *at_header)
    if above is not None:
        text, sheet, cell = above
        unit = unit_among([text], spec.base_unit) or unit_among([text])
        if unit is not None or not brackets:
            return Found(unit or text, sheet, cell)
    if brackets:
        return Found(brackets[0], *at_header)
    return Found(otherwise) if otherwise is not None else None


def parts_of(cell: Cell) -> list[str]:
    """Return the values of a cell that holds several."""
    return [part for part in _APART.split(as_text(cell)) if part]
