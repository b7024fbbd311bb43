"""Hold what the toolkit reports against what a case says it must."""

from __future__ import annotations

from capacity_analysis.ledger import KINDS, Problem

from .book import place_of, position, shown
from .cases import Case

Place = tuple[str, str, str]


def place_expected(case: Case) -> Place:
    """Return the file (empty for a ledger's own), sheet and cell at which a case is reported."""
    if not case.at:
        return "", "", ""
    if case.is_folder:
        file, *rest = case.at.split("!")
        sheet, cell = [*rest, "", ""][:2]
        return file, sheet, cell
    sheet, _mark, cell = case.at.partition("!")
    return "", sheet, cell


def value_expected(case: Case) -> str | None:
    """Return the value that must be shown: what the case says, else the text of the cell.

    Of a file that can't be read the value is a detail for programmers: any.
    """
    if case.value is not None or case.made:
        return case.value
    if case.at.count("!") != 1 + case.is_folder:
        return ""
    file, sheet, cell = place_of(case.at)
    return shown(case.dirty()[file][sheet].get(position(cell)))


def of_case(case: Case, problems: tuple[Problem, ...]) -> list[Problem]:
    """Return the problems that are of the kind of a case."""
    return [found for found in problems if found.code == case.code]


def place_of_problem(case: Case, found: Problem) -> Place:
    """Return where a problem was reported, as a case says it."""
    return found.file if case.is_folder else "", found.sheet, found.cell


def unexpected(case: Case, problems: tuple[Problem, ...]) -> list[str]:
    """Return the codes of the problems that a case does not name."""
    return [found.code for found in problems if found.code not in (case.code, *case.also)]


def complaints(case: Case, problems: tuple[Problem, ...]) -> list[str]:
    """Return what does not hold of the problems found in a case's file; nothing where all does."""
    mine = of_case(case, problems)
    place, value = place_expected(case), value_expected(case)
    seen = [(place_of_problem(case, one), one.value) for one in mine]
    said = [f"unexpected {code}" for code in unexpected(case, problems)]
    said += [f"no {code}" for code in case.also if code not in [one.code for one in problems]]
    if not any(at == place and value in (None, shown_value) for at, shown_value in seen):
        said.append(f"expected {value!r} at {place}, found {seen}")
    if len(mine) != case.times:
        said.append(f"reported {len(mine)} times, not {case.times}")
    severities = {KINDS[case.code].severity, *(["warning"] if case.is_folder else [])}
    if not {one.severity for one in mine} <= severities:
        said.append("of another severity")
    return said
