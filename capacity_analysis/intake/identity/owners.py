"""Whose a return or a row of a list is, and what waits for a person to say so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ...campaign import Campaign
from ...ledger import Problem, registry
from ...ledger.problems import problem
from ...sheets.cells import Cell, as_text, is_blank
from ...text import _
from ..entries import Tables
from ..records import Extract, Found
from .areas import Area
from .decisions import Decisions
from .directory import Directory
from .matching import Match, match


@dataclass(frozen=True)
class Unplaced:
    """Rows that are of no enterprise yet: who they name, where, and how many there are.

    With `by_number` they name it by its number on the roster alone, which no decision can mend.
    """

    match: Match
    file: str
    at: Found
    rows: int
    is_return: bool
    by_number: bool = False


def directory_of(tables: Tables, campaign: Campaign, district: str) -> Directory:
    """Return the directory of the roster with the identifiers that are known so far."""
    labels = registry().tables["identifiers"].fields["kind"].labels
    kinds = {label: key for key, label in labels.items()}
    identifiers = [
        {**entry.values, "kind": kinds.get(str(entry.values.get("kind")), entry.values.get("kind"))}
        for entry in tables.get("identifiers", ())
    ]
    roster = [entry.values for entry in tables["enterprises"]]
    area = Area.of(campaign.jurisdiction.code, also=[district] if district else ())
    return Directory(roster, identifiers, area=area)


def owners_of_returns(
    extracts: Sequence[Extract], directory: Directory, decisions: Decisions
) -> tuple[dict[str, list[Extract]], list[Unplaced], list[Match]]:
    """Tell whose each return is.

    Returns
    -------
    returned : dict of str to list of Extract
        Returns by enterprise.
    unplaced : list of Unplaced
        Returns of nobody on the roster, or of nobody that is sure.
    matches : list of Match
        What came of each.

    """
    returned: dict[str, list[Extract]] = defaultdict(list)
    unplaced = []
    matches = []
    for extract in extracts:
        found = _match([extract.subject], extract, directory, decisions)[0]
        matches.append(found)
        if not extract.subject:  # said when it was read
            continue
        if found.enterprise_id is None:
            at = extract.subject.get("name", next(iter(extract.subject.values()), Found("")))
            unplaced.append(Unplaced(found, extract.file, at, len(extract.rows), is_return=True))
        else:
            returned[found.enterprise_id].append(extract)
    return dict(returned), unplaced, matches


def owners_of_rows(
    extract: Extract, directory: Directory, decisions: Decisions
) -> tuple[list[str | None], list[Unplaced], list[Match]]:
    """Tell whose each row of a list is: one enterprise or None for each row."""
    found = _match([row.subject for row in extract.rows], extract, directory, decisions)
    waiting: dict[int, list[int]] = defaultdict(list)
    for at, one in enumerate(found):
        if one.enterprise_id is None:
            waiting[id(one)].append(at)
    unplaced = [
        Unplaced(
            found[rows[0]],
            extract.file,
            _first(extract.rows[rows[0]].subject),
            len(rows),
            is_return=False,
            by_number=extract.rows[rows[0]].subject.keys() == {"enterprise_id"},
        )
        for rows in waiting.values()
    ]
    return [one.enterprise_id for one in found], unplaced, found


def _match(
    subjects: Sequence[Mapping[str, Found]],
    extract: Extract,
    directory: Directory,
    decisions: Decisions,
) -> list[Match]:
    cells: list[dict[str, Cell]] = [
        {key: found.value for key, found in subject.items()} for subject in subjects
    ]
    return match(cells, directory, decisions, source=extract.mapping.title)


def _first(subject: Mapping[str, Found]) -> Found:
    named = [found for found in subject.values() if not is_blank(found.value)]
    return subject.get("name") or next(iter(named), Found(""))


def waiting_returns(unplaced: Sequence[Unplaced]) -> dict[str, list[str]]:
    """Return the returns that wait for a person, by the enterprise that they are proposed for first."""
    found: dict[str, list[str]] = defaultdict(list)
    for one in unplaced:
        if one.is_return and one.match.is_open and one.match.proposals:
            found[one.match.proposals[0].enterprise_id].append(one.file)
    return dict(found)


def problem_of(one: Unplaced, names: Mapping[str, str]) -> Problem:
    """Return the problem of rows that are of no enterprise.

    A name in a list that is like none of the roster's may be that of a person: it is told by its
    cell alone.
    """
    subject = one.match.subject
    name = subject.name or subject.code

    def found(code: str, **details: str) -> Problem:
        return problem(
            code, one.file, sheet=one.at.sheet, cell=one.at.cell, count=one.rows, **details
        )

    if one.by_number:
        value, target = as_text(one.at.value), registry().tables["enterprises"].sheet
        return found("orphan_key", target=target, value=value, near="", more="")
    if one.match.rejected:
        return found("subject_rejected", name=name)
    if not one.match.proposals:
        if one.is_return:
            return found("return_off_roster", name=name)
        return found("unmatched_subject", name=_("这个名称"), proposal=_("，名录上没有相近的企业"))
    best = one.match.proposals[0]
    proposal = _("；最像的是“{alike}”（{id}，{score:.0f}分：{reason}）").format(
        alike=names.get(best.enterprise_id, ""),
        id=best.enterprise_id,
        score=best.score,
        reason=best.reason,
    )
    return found("unmatched_subject", name=name, proposal=proposal)
