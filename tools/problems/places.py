"""Where a case says that its problem must be reported, and where it was."""

from __future__ import annotations

from capacity_analysis.ledger import Problem

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


def of_case(case: Case, problems: tuple[Problem, ...]) -> list[Problem]:
    """Return the problems that are of the kind of a case."""
    return [found for found in problems if found.code == case.code]


def place_of_problem(case: Case, found: Problem) -> Place:
    """Return where a problem was reported, as a case says it."""
    return found.file if case.is_folder else "", found.sheet, found.cell
