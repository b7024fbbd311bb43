"""The cells of one sheet before they are typed: where its columns are, and which rows hold what."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import cached_property

from ..sheets.cells import Cell, as_text, is_blank
from .distinct import without_blanks
from .reader import Rows, column_letter
from .registry import LedgerField, LedgerTable, fold, registry
from .values import convert

# Two spellings of one number differ by less: a spreadsheet shows fifteen digits of a number.
_SAME_NUMBER = 1e-12


class RawSheet:
    """A sheet of raw cells, of which some may be given another value.

    Parameters
    ----------
    name : str
        Name of the sheet.
    rows : sequence of rows
        Raw cells, the header first; never changed.
    definition : LedgerTable
        The table that the sheet holds.

    Attributes
    ----------
    columns : dict of str to int
        Position of each field that the sheet has a column for.
    mended : dict of (int, str) to Cell
        Cells given another value, by position of the row and field.

    """

    def __init__(self, name: str, rows: Rows, definition: LedgerTable):
        self.name, self._rows, self.definition = name, rows, definition
        self.mended: dict[tuple[int, str], Cell] = {}
        headers = {fold(spec.header): key for key, spec in definition.fields.items()}
        self.columns: dict[str, int] = {}
        for at, cell in enumerate(rows[0] if rows else ()):
            if (key := headers.get(fold(as_text(cell)))) is not None:
                self.columns.setdefault(key, at)

    def cell(self, index: int, key: str) -> Cell:
        """Return a cell as reported; blank beyond the end of a short row."""
        row, at = self._rows[index], self.columns[key]
        return row[at] if at < len(row) else ""

    def address(self, index: int, key: str) -> str:
        """Return the address of a cell, such as ``能源!F12``."""
        return f"{self.name}!{column_letter(self.columns[key])}{index + 1}"

    def reported_of(self, identifier: Cell) -> list[int]:
        """Return the rows of an enterprise as reported, or those of none where that is blank."""
        has_owners = "enterprise_id" in self.columns
        return self._by_enterprise.get(identity(identifier), []) if has_owners else []

    def of_enterprise(self, identifier: Cell) -> list[int]:
        """Return the rows of an enterprise, as reported or as mended."""
        wanted = identity(identifier)
        mended = {
            index
            for (index, key), cell in self.mended.items()
            if key == "enterprise_id" and identity(cell) == wanted
        }
        return sorted(mended.union(self.reported_of(identifier)))

    def holding(self, rows: Sequence[int], keys: Iterable[str], wanted: Cell) -> list[int]:
        """Return the rows that hold a value in one of some columns, as reported or as mended."""
        found: set[int] = set()
        for key in self.columns.keys() & set(keys):
            reported = self.alike(key, wanted, [self.cell(index, key) for index in rows])
            found.update(index for index, is_same in zip(rows, reported, strict=True) if is_same)
            found.update(
                index
                for index in rows
                if (index, key) in self.mended
                and self.alike(key, wanted, [self.mended[index, key]])[0]
            )
        return [index for index in rows if index in found]

    def alike(self, key: str, wanted: Cell, cells: Sequence[Cell]) -> list[bool]:
        """Return which cells of a field hold what is wanted; identifiers as the reader takes them."""
        if key in registry().identifying:
            return [identity(cell) == identity(wanted) for cell in cells]
        return same(self.definition.fields[key], wanted, cells)

    def rows(self) -> Rows:
        """Return the rows with the mended cells; rows without one are those that were given."""
        rows = list(self._rows)
        for (index, key), cell in self.mended.items():
            row, at = list(rows[index]), self.columns[key]
            row += [""] * (at + 1 - len(row))
            row[at] = cell
            rows[index] = row
        return rows

    @cached_property
    def _by_enterprise(self) -> dict[str, list[int]]:
        owners: dict[str, list[int]] = {}
        for index in range(1, len(self._rows)):
            owners.setdefault(identity(self.cell(index, "enterprise_id")), []).append(index)
        return owners


def identity(cell: Cell) -> str:
    """Return an identifier as the reader takes it, which tells ①号窑 from 1号窑."""
    return "" if is_blank(cell) else without_blanks(as_text(cell))


def same(spec: LedgerField, wanted: Cell, cells: Sequence[Cell]) -> list[bool]:
    """Return which cells hold what is wanted, as the reader takes them.

    Numbers are compared as numbers, dates by the day, choices by what they stand for, and what can't
    be read as folded text. Blank is blank.

    Examples
    --------
    >>> from capacity_analysis.ledger import registry
    >>> amount = registry().tables["energy"].fields["amount"]
    >>> same(amount, "1,200", [1200.0, "约1200吨", ""])
    [True, False, False]

    """
    if not cells:
        return []
    if is_blank(wanted):
        return [is_blank(cell) for cell in cells]
    text = fold(as_text(wanted))
    by_text = [not is_blank(cell) and fold(as_text(cell)) == text for cell in cells]
    typed = _typed(spec, [wanted, *cells])
    if all(by_text) or typed[0] is None:
        return by_text
    by_value = [one is not None and _equal(typed[0], one) for one in typed[1:]]
    return [one or other for one, other in zip(by_text, by_value, strict=True)]


def is_unchanged(spec: LedgerField, old: Cell, new: Cell) -> bool:
    """Say whether two cells are read alike; two spellings of which one can't be read are not."""
    if is_blank(old) or is_blank(new):
        return is_blank(old) and is_blank(new)
    if as_text(old) == as_text(new):
        return True
    one, other = _typed(spec, [old, new])
    return one is not None and other is not None and _equal(one, other)


def _typed(spec: LedgerField, cells: Sequence[Cell]) -> list[object]:
    """Return the values that cells stand for; None for blank ones and those that can't be read."""
    if spec.type == "choice":  # the reader would look for the words nearest to one it doesn't know
        labels = {fold(label): key for key, label in spec.labels.items()}
        labels |= {key: key for key in spec.labels}
        return [labels.get(fold(as_text(cell))) for cell in cells]
    if spec.min is not None or spec.max is not None:
        spec = spec.model_copy(update={"min": None, "max": None})
    converted = convert(spec, cells)
    unread = {fault.index for fault in converted.faults}
    return [
        None if index in unread or is_blank(cell) else value
        for index, (cell, value) in enumerate(zip(cells, converted.values, strict=True))
    ]


def _equal(one: object, other: object) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=_SAME_NUMBER)
    return one == other
