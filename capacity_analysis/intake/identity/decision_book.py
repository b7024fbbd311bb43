"""Write the workbook in which a person decides: open proposals first, then all that was decided."""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...ledger.registry import LedgerTable
from ...sheets.cells import Cell, as_text, is_blank, mask_personal
from ...text import _
from .names import folded
from .rules import rules

if TYPE_CHECKING:
    from .decided import Decisions
    from .matching import Match, Proposal

_LAST_ROW = 10_000
_LINE = 15  # points
_MOST_LINES = 8
# A fixed moment: the same decisions give the same bytes.
_WRITTEN = dt.datetime(2022, 3, 21)
_FILLED_IN = ("decision", "other_id", "confirmed_by", "confirmed_on")
_LONGEST_CODE = 200

Cells = Mapping[str, Cell]


def write_decisions(
    path: Path,
    decisions: Decisions,
    matches: Iterable[Match],
    names: Mapping[str, str] | None = None,
) -> None:
    """Write the workbook of decisions anew; the file is replaced only when the new one is whole.

    Parameters
    ----------
    path : Path
        The workbook.
    decisions : Decisions
        What was read of it: every row that a person has worked on is written back unchanged.
    matches : iterable of Match
        What came of the lists; their proposals stand first, the best ones at the top.
    names : mapping of str to str, optional
        Names of the enterprises by id, to be shown beside the ids.

    """
    import xlsxwriter

    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    part = path.with_name(f".{path.name}.part")
    with xlsxwriter.Workbook(str(part), options) as workbook:
        workbook.set_properties({"title": path.stem, "created": _WRITTEN})
        writer = _Writer(workbook)
        kept = decisions.kept.get("decisions", ())
        proposed = _proposed(matches, kept, names or {})
        writer.sheet(rules().workbook.decisions, [*proposed, *kept])
        writer.sheet(rules().workbook.rulings, decisions.kept.get("rulings", ()))
    part.replace(path)


def _proposed(
    matches: Iterable[Match], kept: Sequence[Cells], names: Mapping[str, str]
) -> list[Cells]:
    """Return a row for each open proposal that no row of a person is about."""
    known = {_key(row) for row in kept}
    open_ones: dict[tuple[str, ...], list[Match]] = defaultdict(list)
    for one in matches:
        if one.is_open and one.proposals:
            subject = one.subject
            open_ones[folded(subject.source), folded(subject.name), folded(subject.address)].append(
                one
            )
    found = []
    for same in open_ones.values():
        rows = [row for row in _rows(same, names) if _key(row) not in known]
        if rows:
            found.append(rows)
    # What belongs to one name stays together.
    found.sort(
        key=lambda rows: (
            -rows[0]["score"],
            *(rows[0][key] for key in ("name", "address", "source")),
        )
    )
    return [row for rows in found for row in rows]


def _rows(same: Sequence[Match], names: Mapping[str, str]) -> list[dict[str, Cell]]:
    """Return the rows of one name, the best first; its numbers may differ from row to row of a list."""
    codes = sorted({one.subject.code for one in same} - {""})
    code = _("；").join(codes)
    subject = min(
        (one.subject for one in same), key=lambda one: (one.name, one.address, one.source)
    )
    best: dict[str, Proposal] = {}
    for proposal in (proposal for one in same for proposal in one.proposals):
        held = best.get(proposal.enterprise_id)
        if held is None or (-proposal.score, proposal.reason) < (-held.score, held.reason):
            best[proposal.enterprise_id] = proposal
    return [
        {
            "source": subject.source,
            "name": subject.name,
            "address": subject.address,
            "code": code if len(code) <= _LONGEST_CODE else f"{code[:_LONGEST_CODE]}…",
            "suggested": one.enterprise_id,
            "suggested_name": names.get(one.enterprise_id, ""),
            "score": one.score,
            "reasons": one.reason,
        }
        for one in sorted(best.values(), key=lambda one: (-one.score, one.enterprise_id))
    ]


def _key(row: Cells) -> tuple[str, ...]:
    shown = [
        "" if is_blank(row.get(key)) else as_text(row[key]) for key in ("source", "name", "address")
    ]
    return (
        *map(folded, shown),
        "" if is_blank(row.get("suggested")) else as_text(row["suggested"]),
    )


def _lines(table: LedgerTable, cells: Cells) -> int:
    """Return how many lines the longest text of a row takes; not every program finds that out."""
    wrapped = [
        math.ceil(sum(1 if char.isascii() else 2 for char in str(cells.get(name, ""))) / spec.width)
        for name, spec in table.fields.items()
        if spec.prose
    ]
    return min(max(wrapped, default=1), _MOST_LINES)


class _Writer:
    """Writes the sheets; every text is written as text, whatever it begins with."""

    def __init__(self, workbook: Any):
        font = {"font_name": "宋体", "font_size": 11, "valign": "top"}
        head = {**font, "bold": True, "border": 1, "text_wrap": True}
        self.workbook = workbook
        self.text = workbook.add_format({**font, "num_format": "@"})
        self.wrapped = workbook.add_format({**font, "num_format": "@", "text_wrap": True})
        self.number = workbook.add_format(font)
        self.day = workbook.add_format({**font, "num_format": "yyyy-mm-dd"})
        self.given = workbook.add_format({**head, "bg_color": "#E7EDF3"})
        self.asked = workbook.add_format({**head, "bg_color": "#F4D9B0"})

    def sheet(self, table: LedgerTable, rows: Sequence[Cells]) -> None:
        """Write one sheet; orange headers are what a person fills in."""
        sheet = self.workbook.add_worksheet(table.sheet)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(len(rows), 1), len(table.fields) - 1)
        sheet.set_landscape()
        sheet.set_paper(8)  # A3: thirteen columns
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        for column, (name, spec) in enumerate(table.fields.items()):
            to_fill = spec.required or (name in _FILLED_IN and "decision" in table.fields)
            typed = spec.type in ("number", "date", "year")
            sheet.set_column(column, column, spec.width, None if typed else self.text)
            sheet.write_string(0, column, spec.header, self.asked if to_fill else self.given)
            sheet.write_comment(0, column, spec.help, {"x_scale": 1.6, "author": ""})
            choices = ["是", "否"] if spec.type == "flag" else [*spec.labels.values()]
            if choices:
                rule = {"validate": "list", "source": choices}
                sheet.data_validation(1, column, _LAST_ROW, column, rule)
            for row, cells in enumerate(rows, 1):
                self._write(sheet, row, column, cells.get(name), wrap=spec.prose)
        for row, cells in enumerate(rows, 1):
            if (lines := _lines(table, cells)) > 1:
                sheet.set_row(row, _LINE * lines)

    def _write(self, sheet: Any, row: int, column: int, cell: Cell, *, wrap: bool) -> None:
        if is_blank(cell):
            return
        if isinstance(cell, bool):
            sheet.write_boolean(row, column, cell)
        elif isinstance(cell, int | float):
            sheet.write_number(row, column, cell, self.number)
        elif isinstance(cell, dt.date):
            day = cell if isinstance(cell, dt.datetime) else dt.datetime.combine(cell, dt.time())
            sheet.write_datetime(row, column, day, self.day)
        else:
            text = mask_personal(str(cell))
            sheet.write_string(row, column, text, self.wrapped if wrap else self.text)
