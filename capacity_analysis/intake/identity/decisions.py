"""Read the workbook of decisions, and review it against the roster and the lists.

The workbook is read by the same machinery as a ledger, so that each problem names its cell. What stands
in it is never thrown away: `decision_book` writes every row back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from ...ledger import Problem
from ...ledger.problems import problem
from ...ledger.reader import Reader, ReadTable, Rows, column_letter
from ...ledger.registry import LedgerTable, Registry
from ...sheets.cells import Cell, as_text, is_blank, is_contact, is_personal
from ...sheets.files import FileDefect, open_sheets
from ...text import _
from .decided import Decision, Decisions, Ruling, Subject
from .decision_book import write_decisions
from .names import folded
from .rules import rules

if TYPE_CHECKING:
    from .directory import Directory
    from .matching import Match

__all__ = ["MATCHES_SHEET", "Decision", "Decisions", "Ruling", "Subject", "decisions_of",
           "read_decisions", "review", "write_decisions"]  # fmt: skip

MATCHES_SHEET = "匹配确认"
# Columns that decide nothing: a mistake in them is told, and the decision holds.
_INFORMING = frozenset({"code", "suggested_name", "score", "reasons", "remark"})
_BY_PERSON = ("decision", "other_id", "confirmed_by", "confirmed_on", "remark")


def read_decisions(path: Path) -> Decisions:
    """Read the workbook of decisions; where there is none yet, nothing has been decided.

    Examples
    --------
    >>> read_decisions(Path("no-such-file.xlsx")).decisions
    ()

    """
    if not path.is_file():
        return Decisions(path.name)
    try:
        opened = open_sheets(path)
    except FileDefect as defect:
        return Decisions(path.name, problems=[problem(defect.code, path.name, value=defect.value)])
    found = decisions_of(path.name, {name: grid.rows for name, grid in opened.grids.items()})
    notes = [
        problem(note.code, path.name, sheet=note.sheet, cell=note.cell, value=note.value)
        for note in opened.notes
    ]
    return replace(found, problems=[*notes, *found.problems])


def decisions_of(file: str, sheets: Mapping[str, Rows]) -> Decisions:
    """Read the decisions from the cells of a workbook that is open already.

    Parameters
    ----------
    file : str
        Name of the workbook, for the problems.
    sheets : mapping of str to sequence of rows
        Raw cells by sheet name.

    """
    return _Book(file, sheets).read()


class _Book:
    """One pass over the workbook."""

    def __init__(self, file: str, sheets: Mapping[str, Rows]):
        book = rules().workbook
        tables = {"decisions": book.decisions, "rulings": book.rulings}
        definitions = Registry.model_construct(
            guide=LedgerTable(sheet="说明", fields=book.rulings.fields), tables=tables
        )
        self.reader = Reader(file, definitions, sheets)
        self.file = file

    def read(self) -> Decisions:
        tables = {name: self.reader.table(name) for name in self.reader.registry.tables}
        decisions = self._decisions(tables["decisions"])
        rulings = self._rulings(tables["rulings"])
        kept = {
            "decisions": tuple(row for row in _raw(tables["decisions"]) if _is_of_a_person(row)),
            "rulings": tuple(_raw(tables["rulings"])),
        }
        sources = {name: table.source for name, table in tables.items()}
        return Decisions(self.file, decisions, rulings, kept, sources, self.reader.problems)

    def _report(
        self, table: str, read: ReadTable, code: str, row: int, key: str, **more: Any
    ) -> None:
        at = read.positions.get(key, 0)
        value = read.rows[row - 1][at] if key in read.positions else ""
        where = {"table": table, "sheet": read.sheet, "field": key}
        self.reader.report(code, cell=f"{column_letter(at)}{row}", value=value, **where, **more)

    def _decisions(self, read: ReadTable) -> tuple[Decision, ...]:
        unsound = _rows_of(read, read.refused.keys() - _INFORMING)
        found = [
            decision
            for row in _records(read.frame)
            if row["row"] not in unsound and (decision := self._decision(read, row)) is not None
        ]
        bad = self._contradictory(read, found)
        return tuple(one for one in found if one.row not in bad)

    def _decision(self, read: ReadTable, row: Mapping[str, Any]) -> Decision | None:
        """Return what a row decides, or None where it decides nothing or not soundly."""
        number = int(row["row"])
        text = {key: _text(value) for key, value in row.items() if key != "row"}
        if pd.isna(row["decision"]):
            if text["other_id"]:
                self._report("decisions", read, "decision_without_answer", number, "decision")
            return None
        if not folded(text["name"]) and not folded(text["address"]):
            self._report("decisions", read, "decision_without_subject", number, "name")
            return None
        accepted = bool(row["decision"])
        if (accepted or text["confirmed_by"]) and not self._confirmed("decisions", read, row):
            return None
        chosen = text["other_id"] or text["suggested"] if accepted else None
        if not chosen and not text["suggested"]:
            self._report("decisions", read, "decision_without_enterprise", number, "suggested")
            return None
        if not accepted and text["other_id"]:
            self._report("decisions", read, "decision_unclear", number, "other_id")
            return None
        subject = Subject(text["name"], text["address"], text["code"], text["source"])
        return Decision(number, subject, chosen, _rejected(text, chosen))

    def _confirmed(self, table: str, read: ReadTable, row: Mapping[str, Any]) -> bool:
        """Say whether an office and a day stand behind a decision."""
        number, office = int(row["row"]), _text(row["confirmed_by"])
        if row.get("decision", True) and (not office or pd.isna(row["confirmed_on"])):
            key = "confirmed_on" if office else "confirmed_by"
            self._report(table, read, "decision_unconfirmed", number, key)
            return False
        if not office.endswith(rules().offices):
            self._report(table, read, "not_an_office", number, "confirmed_by")
            return False
        return True

    def _contradictory(self, read: ReadTable, found: Iterable[Decision]) -> set[int]:
        by_name: dict[str, list[Decision]] = defaultdict(list)
        for one in found:
            by_name[folded(one.subject.name)].append(one)
        against: dict[int, set[int]] = defaultdict(set)
        for same in by_name.values():
            for one, other in combinations(same, 2):
                if one.contradicts(other):
                    against[one.row].add(other.row)
                    against[other.row].add(one.row)
        for row, others in sorted(against.items()):
            rows = _("、").join(map(str, sorted(others)))
            self._report("decisions", read, "decision_contradictory", row, "decision", rows=rows)
        return set(against)

    def _rulings(self, read: ReadTable) -> tuple[Ruling, ...]:
        unsound = _rows_of(read, read.refused)
        found: dict[tuple[str, str, int | None], list[Ruling]] = defaultdict(list)
        for row in _records(read.frame):
            if row["row"] in unsound or not self._confirmed("rulings", read, row):
                continue
            year = None if pd.isna(row["year"]) else int(row["year"])
            one = Ruling(
                int(row["row"]), row["enterprise_id"], row["fact"], year, _text(row["source"])
            )
            found[one.enterprise_id, one.fact, year].append(one)
        sound: list[Ruling] = []
        for same in found.values():
            if len({folded(one.source) for one in same}) == 1:
                sound.append(same[0])
                continue
            for one in same:
                rows = _("、").join(str(other.row) for other in same if other is not one)
                self._report(
                    "rulings", read, "decision_contradictory", one.row, "source", rows=rows
                )
        return tuple(sorted(sound, key=lambda one: one.row))


def _records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(key): value for key, value in row.items()} for row in frame.to_dict("records")]


def _text(value: Any) -> str:
    return "" if pd.isna(value) else as_text(value)


def _rejected(text: Mapping[str, str], chosen: str | None) -> str | None:
    """Return the enterprise that a row rejects: what was suggested and not chosen."""
    suggested = text["suggested"] or None
    return suggested if suggested != chosen else None


def _rows_of(read: ReadTable, fields: Collection[str]) -> set[int]:
    """Return the rows in which one of the fields holds no sound value."""
    rows = read.frame["row"]
    return {int(rows.iloc[at]) for name in fields for at in read.refused[name]}


def _raw(read: ReadTable) -> Iterable[dict[str, Cell]]:
    """Yield the rows as they were read, less personal data."""
    for number in read.frame["row"]:
        cells = {key: read.rows[number - 1][at] for key, at in read.positions.items()}
        yield {
            key: "" if is_personal(text := as_text(cell)) or is_contact(text) else cell
            for key, cell in cells.items()
        }


def _is_of_a_person(cells: Mapping[str, Cell]) -> bool:
    """Say whether a person has filled in any of a row; any other is a proposal still open."""
    return not all(is_blank(cells.get(key)) for key in _BY_PERSON)


def review(decisions: Decisions, directory: Directory, matches: Iterable[Match]) -> list[Problem]:
    """Say which decisions name an enterprise that is not on the roster, and which nothing uses.

    Parameters
    ----------
    decisions : Decisions
        The decisions.
    directory : Directory
        The roster.
    matches : iterable of Match
        What came of all lists.

    """
    used = {row for one in matches for row in one.decided_by}
    found: list[Problem] = []

    def report(code: str, table: str, row: int, key: str, value: str) -> None:
        source = decisions.sources[table]
        cell = f"{source.columns.get(key, 'A')}{row}"
        where = {"table": table, "sheet": source.sheet, "cell": cell, "field": key, "value": value}
        found.append(problem(code, decisions.file, **where))

    for one in decisions.decisions:
        if one.chosen and one.chosen not in directory.enterprises:
            key = "other_id" if one.rejected else "suggested"
            report("decision_off_roster", "decisions", one.row, key, one.chosen)
        elif one.row not in used:
            report("decision_unused", "decisions", one.row, "name", one.subject.name)
    for ruling in decisions.rulings:
        if ruling.enterprise_id not in directory.enterprises:
            enterprise = ruling.enterprise_id
            report("decision_off_roster", "rulings", ruling.row, "enterprise_id", enterprise)
    return found
