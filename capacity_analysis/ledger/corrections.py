"""Corrections of raw cells: sheets stay as they were reported, and the reader sees what was meant.

A correction names a cell by its table, keys and column, and the value that it expects there. Where
the cell holds another value by now, the correction no longer applies and says so. Cells are replaced
before they are typed, so that one that can't be read can be mended, and every check sees the new
value.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..sheets.cells import Cell, as_text, is_blank, mask_personal, near
from ..text import _
from .outcomes import APPLIED, NO_LONGER_APPLIES, WITHOUT_ROW, Outcome
from .problems import Problem, problem
from .raw_sheet import RawSheet, is_unchanged
from .reader import Reader, ReadTable, Rows, column_letter
from .registry import LedgerTable, Registry, fold
from .values import as_entered

TABLE = "corrections"

_OF_ITS_OWN = ("enterprise_id", "line_id", "year")  # keys that a correction has a column for
_SHOWN_CELLS = 3
_LONGEST_VALUE = 80


@dataclass(frozen=True)
class Applied:
    """Sheets with their corrections applied, what became of each, and what is wrong with some."""

    sheets: Mapping[str, Rows]
    problems: list[Problem] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)

    def relocated(self, problems: list[Problem]) -> list[Problem]:
        """Return problems; those of a corrected cell at the cell of its new value, saying so."""
        corrected = {one.place: one for one in self.outcomes if one.outcome == APPLIED}
        if not corrected:
            return problems
        return [
            _at_new_value(found, corrected.get(f"{found.sheet}!{found.cell}")) for found in problems
        ]


def apply(file: str, sheets: Mapping[str, Rows], definitions: Registry) -> Applied:
    """Apply the corrections of a workbook to its raw cells.

    A correction without reason, provider or date, or with a cell that can't be read, is passed over:
    the reader reports it. The sheets given are left as they are; changed rows are copied.

    Parameters
    ----------
    file : str
        Name of the workbook, for the problems.
    sheets : mapping of str to sequence of rows
        Raw cells by sheet name.
    definitions : Registry
        What the tables hold.

    Returns
    -------
    Applied

    """
    reader = Reader(file, definitions, sheets)
    read = reader.table(TABLE)
    wanted = list(_sound(read, definitions.tables[TABLE]))
    if not wanted:
        return Applied(sheets)
    corrector = _Corrector(reader, read.sheet)
    places = [place for one in wanted if (place := corrector.place(one))]
    # Keys first: by its mended key a row may be told from others.
    for place in sorted(places, key=lambda place: not place.is_of_key):
        corrector.correct(place)
    mended = {sheet.name: sheet.rows() for sheet in corrector.raw.values() if sheet.mended}
    return Applied({**sheets, **mended}, corrector.problems, corrector.outcomes)


@dataclass(frozen=True)
class _Correction:
    """A correction whose cells can be read: its row, and raw cells and addresses by field."""

    number: int
    cells: Mapping[str, Cell]
    addresses: Mapping[str, str]


@dataclass(frozen=True)
class _Place:
    """A correction with the sheet and the field that it is of."""

    correction: _Correction
    table: str
    sheet: RawSheet
    field: str

    @property
    def is_of_key(self) -> bool:
        return self.field in self.sheet.definition.key

    def rows(self) -> list[int]:
        """Return the rows with the keys given. Of a corrected key, the old value tells the row."""
        given, sheet = self.correction.cells, self.sheet
        named = given[self.field] if self.field in _OF_ITS_OWN else ""
        if not is_blank(named) and not self._is_own_value(named):
            return []
        rows = sheet.of_enterprise(given["enterprise_id"])
        if (
            self.field == "enterprise_id"
        ):  # where the old one is gone, the new one's rows stand there
            rows = sheet.reported_of(given["old_value"]) or rows
        for key in ("line_id", "year"):
            if key != self.field and not is_blank(given[key]):
                rows = sheet.holding(rows, [key], given[key])
        further = [key for key in sheet.definition.key if key not in _OF_ITS_OWN]
        item = given["item"]
        if is_blank(item) or (self.field in further and self._is_own_value(item)):
            return rows
        return sheet.holding(rows, [key for key in further if key != self.field], item)

    def _is_own_value(self, key: Cell) -> bool:
        """Say whether a key given is the one that is corrected: as it stands, or as it should be."""
        given = self.correction.cells
        return any(self.sheet.alike(self.field, key, [given["old_value"], given["new_value"]]))


def _sound(read: ReadTable, definition: LedgerTable) -> Iterator[_Correction]:
    """Yield the corrections that may be applied: no needed column missing, no cell refused."""
    if not definition.needed_columns <= read.positions.keys():
        return
    refused = {index for rows in read.refused.values() for index in rows.tolist()}
    letters = {key: column_letter(read.positions.get(key, 0)) for key in definition.fields}
    for index, number in enumerate(read.frame["row"].tolist()):
        if index not in refused:
            row = read.rows[number - 1]
            cells = dict.fromkeys(definition.fields, "")
            cells |= {key: row[at] for key, at in read.positions.items()}
            addresses = {key: f"{letter}{number}" for key, letter in letters.items()}
            yield _Correction(number, cells, addresses)


class _Corrector:
    """Finds the cell of each correction; keeps what became of them and what is wrong."""

    def __init__(self, reader: Reader, sheet: str):
        self.reader, self.sheet = reader, sheet
        self.problems: list[Problem] = []
        self.outcomes: list[Outcome] = []
        self.raw: dict[str, RawSheet] = {}
        # A row is told by its enterprise; and a correction of a correction would have no end.
        tables = reader.registry.tables.items()
        self.tables = {
            fold(table.sheet): name
            for name, table in tables
            if "enterprise_id" in table.fields and name != TABLE
        }

    def place(self, one: _Correction) -> _Place | None:
        """Return the sheet and field of a correction; report where there is none."""
        given = as_text(one.cells["table"])
        name = self.tables.get(fold(given))
        if name is None:
            self._unknown(one, "table", _("工作表"), self._sheet_names())
            return None
        definition = self.reader.registry.tables[name]
        if definition.permitted_use == "aggregate":  # a correction is shown by enterprise
            self._report("correction_not_permitted", one, "table", target=definition.sheet)
            return None
        sheet = self._raw(name, definition)
        headers = {fold(spec.header): key for key, spec in definition.fields.items()}
        key = headers.get(fold(as_text(one.cells["field"])))
        if key is None or (sheet.columns and key not in sheet.columns):
            known = [definition.fields[column].header for column in sheet.columns]
            self._unknown(one, "field", _("列"), known)
            return None
        return _Place(one, name, sheet, key)

    def correct(self, place: _Place) -> None:
        """Replace the cell of a correction, or say why not."""
        one, sheet, key = place.correction, place.sheet, place.field
        old, spec = one.cells["old_value"], sheet.definition.fields[key]
        if is_unchanged(spec, old, one.cells["new_value"]):
            self._report("correction_without_change", one, "new_value")
            return
        rows = place.rows() if key in sheet.columns else []
        held = sheet.alike(key, old, [sheet.cell(index, key) for index in rows])
        holding = [index for index, is_held in zip(rows, held, strict=True) if is_held]
        if len(holding) == 1:
            self._replace(place, holding[0])
        elif holding:
            places = _some([sheet.address(index, key) for index in holding])
            self._report("correction_ambiguous", one, "table", places=places)
        elif rows:
            self._keep(place, NO_LONGER_APPLIES)
            template = _("{place}现在是“{now}”")
            stands = [
                template.format(place=sheet.address(row, key), now=_shown(sheet.cell(row, key)))
                for row in rows
            ]
            details = {"stands": _some(stands), "old": _shown(old)}
            self._report("correction_no_longer_applies", one, "old_value", **details)
        else:
            self._keep(place, WITHOUT_ROW)
            if self._is_of_roster(one):  # the reader reports another as an orphan
                self._report("correction_without_row", one, "enterprise_id", target=sheet.name)

    def _replace(self, place: _Place, index: int) -> None:
        at = place.sheet.address(index, place.field)
        first = next((kept.correction_row for kept in self.outcomes if kept.place == at), None)
        if first is not None:
            details = {"first": first, "place": at}
            self._report("correction_repeated", place.correction, "field", **details)
            return
        spec = place.sheet.definition.fields[place.field]
        new = as_entered(spec, place.correction.cells["new_value"])
        place.sheet.mended[index, place.field] = new
        self._keep(place, APPLIED, index + 1, at)

    def _keep(self, place: _Place, outcome: str, row: int = 0, at: str = "") -> None:
        one = place.correction
        self.outcomes.append(
            Outcome(
                outcome=outcome,
                correction_row=one.number,
                table=place.table,
                field=place.field,
                row=row,
                old=as_text(one.cells["old_value"]),
                new=as_text(one.cells["new_value"]),
                place=at,
                cell=f"{self.sheet}!{one.addresses['new_value']}",
            )
        )

    def _raw(self, name: str, definition: LedgerTable) -> RawSheet:
        if name not in self.raw:
            sheet, rows = self.reader.sheets.get(fold(definition.sheet), (definition.sheet, ()))
            self.raw[name] = RawSheet(sheet, rows, definition)
        return self.raw[name]

    def _is_of_roster(self, one: _Correction) -> bool:
        roster = self._raw("enterprises", self.reader.registry.tables["enterprises"])
        return bool(roster.of_enterprise(one.cells["enterprise_id"]))

    def _sheet_names(self) -> list[str]:
        return [self.reader.registry.tables[name].sheet for name in self.tables.values()]

    def _unknown(self, one: _Correction, key: str, what: str, known: list[str]) -> None:
        hint = near(as_text(one.cells[key]), known)
        self._report("correction_unknown_place", one, key, what=what, near=hint)

    def _report(self, code: str, one: _Correction, key: str, **details: Any) -> None:
        self.problems.append(
            problem(
                code,
                self.reader.file,
                sheet=self.sheet,
                cell=one.addresses[key],
                table=TABLE,
                field=key,
                value=one.cells[key],
                **details,
            )
        )


def _at_new_value(found: Problem, outcome: Outcome | None) -> Problem:
    if outcome is None:
        return found
    sheet, _mark, cell = outcome.cell.rpartition("!")
    message = _("更正后的{place}：{message}").format(place=outcome.place, message=found.message)
    return dataclasses.replace(
        found, sheet=sheet, cell=cell, table=TABLE, field="new_value", message=message
    )


def _shown(cell: Cell) -> str:
    """Return a cell as a message tells it, without personal numbers."""
    return _("空白") if is_blank(cell) else mask_personal(as_text(cell))[:_LONGEST_VALUE]


def _some(parts: Sequence[str]) -> str:
    """Return the first of the parts as a list, and a sign that there are more."""
    shown = _("、").join(parts[:_SHOWN_CELLS])
    return shown if len(parts) <= _SHOWN_CELLS else _("{parts}等").format(parts=shown)
