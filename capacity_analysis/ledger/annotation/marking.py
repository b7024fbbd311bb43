"""Give cells of a sheet another format, and put those in their places that are not there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from ..kinds import Severity
from .sheet_part import INSIDE, Edit, Place, SheetPart, address, attribute, column_number, place

Restyle = Callable[[int, Severity], int]
"""Returns the format of a marked cell from its own format and the severity."""

_STYLE = re.compile(rb"""(\ss\s*=\s*["'])\d*(?=["'])""")
_SPANS = re.compile(rb"""\sspans\s*=\s*(?:"[^"]*"|'[^']*')""")
_LETTERS = re.compile(r"[A-Z]+")


def mark(part: SheetPart, wanted: Mapping[Place, Severity], restyle: Restyle) -> None:
    """Give the cells the format that `restyle` returns; nothing else of them changes."""
    if wanted:
        _Marking(part, wanted, restyle).run()


class _Marking:
    """The edits of one sheet: made in the order of its rows, applied at once."""

    def __init__(self, part: SheetPart, wanted: Mapping[Place, Severity], restyle: Restyle):
        self.part = part
        self.restyle = restyle
        self.rows: dict[int, dict[int, Severity]] = {}
        for (row, column), severity in sorted(wanted.items()):
            self.rows.setdefault(row, {})[column] = severity
        self.columns = list(_column_styles(part))
        self.added: list[Place] = []

    def run(self) -> None:
        edits: list[Edit] = []
        pending = list(reversed(self.rows))
        for number, tag in self._tags(b"row", self.part.start, self.part.end):
            while pending and pending[-1] < number:
                edits.append((tag.start(), tag.start(), self._new_row(pending.pop())))
            if pending and pending[-1] == number:
                edits += self._in_row(pending.pop(), tag)
            if not pending:
                break
        end = self.part.end
        edits += [(end, end, self._new_row(row)) for row in reversed(pending)]
        self.part.apply(self._dimension() + edits)

    def _tags(self, name: bytes, start: int, end: int) -> Iterator[tuple[int, re.Match[bytes]]]:
        """Yield number and opening tag of each row, or of each cell of a row."""
        pattern = re.compile(rb"<%b(?=[\s/>])%b>" % (self.part.name(name), INSIDE))
        number = 0
        for tag in pattern.finditer(self.part.xml, start, end):
            where = attribute(tag[0], b"r")
            letters = _LETTERS.match(where)
            if letters:
                number = column_number(letters[0])
            else:  # without an address, it stands behind the one before
                number = int(where) if where.isdecimal() else number + 1
            yield number, tag

    def _in_row(self, row: int, tag: re.Match[bytes]) -> list[Edit]:
        pending = list(reversed(self.rows[row]))
        style = int(attribute(tag[0], b"s") or 0) if attribute(tag[0], b"s").isdecimal() else None
        if tag[0].endswith(b"/>"):
            cells = b"".join(self._new_cell(row, column, style) for column in reversed(pending))
            opening = _SPANS.sub(b"", tag[0][:-2]) + b">"
            return [(*tag.span(), opening + cells + b"</" + self.part.name(b"row") + b">")]
        end = self.part.xml.find(b"</" + self.part.name(b"row"), tag.end(), self.part.end)
        edits: list[Edit] = []
        known = len(self.added)
        for number, cell in self._tags(b"c", tag.end(), end):
            while pending and pending[-1] < number:
                new = self._new_cell(row, pending.pop(), style)
                edits.append((cell.start(), cell.start(), new))
            if pending and pending[-1] == number:
                edits.append((*cell.span(), self._marked(cell[0], self.rows[row][pending.pop()])))
            if not pending:
                break
        edits += [(end, end, self._new_cell(row, column, style)) for column in reversed(pending)]
        if len(self.added) > known:  # the columns that the row says to span may be others now
            edits.insert(0, (*tag.span(), _SPANS.sub(b"", tag[0])))
        return edits

    def _marked(self, tag: bytes, severity: Severity) -> bytes:
        own = attribute(tag, b"s")
        style = b"%d" % self.restyle(int(own) if own.isdecimal() else 0, severity)
        if own:
            return _STYLE.sub(lambda found: found[1] + style, tag, count=1)
        name = len(b"<" + self.part.name(b"c"))
        return tag[:name] + b' s="' + style + b'"' + tag[name:]

    def _new_row(self, row: int) -> bytes:
        cells = b"".join(self._new_cell(row, column, None) for column in self.rows[row])
        name = self.part.name(b"row")
        return b'<%b r="%d">%b</%b>' % (name, row, cells, name)

    def _new_cell(self, row: int, column: int, row_style: int | None) -> bytes:
        """Return an empty cell: it looks as its row does, or else as its column does."""
        style = row_style
        if style is None:
            found = (style for first, last, style in self.columns if first <= column <= last)
            style = next(found, 0)
        self.added.append((row, column))
        return b'<%b r="%b" s="%d"/>' % (
            self.part.name(b"c"),
            address((row, column)).encode(),
            self.restyle(style, self.rows[row][column]),
        )

    def _dimension(self) -> list[Edit]:
        """Return the edit that lets the sheet's own measure reach the cells that were added."""
        pattern = re.compile(rb"<%b(?=[\s/>])%b>" % (self.part.name(b"dimension"), INSIDE))
        tag = pattern.search(self.part.xml, 0, self.part.start)
        first, _colon, last = attribute(tag[0], b"ref").partition(":") if tag else ("", "", "")
        top, bottom = place(first), place(last or first)
        if not (self.added and tag and top and bottom):
            return []
        rows, columns = zip(*self.added, top, bottom, strict=True)
        corners = address((min(rows), min(columns))), address((max(rows), max(columns)))
        new = b'<%b ref="%b"/>' % (self.part.name(b"dimension"), ":".join(corners).encode())
        end = tag.end()
        if not tag[0].endswith(b"/>"):
            end = self.part.xml.index(b">", tag.end()) + 1
        return [(tag.start(), end, new)]


def _column_styles(part: SheetPart) -> Iterator[tuple[int, int, int]]:
    """Yield first and last column and format of the columns that have one."""
    pattern = re.compile(rb"<%b(?=\s)%b>" % (part.name(b"col"), INSIDE))
    for tag in pattern.finditer(part.xml, 0, part.start):
        style = attribute(tag[0], b"style")
        if style.isdecimal():
            yield int(attribute(tag[0], b"min")), int(attribute(tag[0], b"max")), int(style)
