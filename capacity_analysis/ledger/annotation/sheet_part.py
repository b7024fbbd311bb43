"""The XML of a sheet, edited where cells are marked and nowhere else.

A sheet of a ledger may hold a hundred megabytes, so it is no tree here but bytes. That is exact, not a
guess, for XML in which every ``<`` begins a tag; a sheet with comments, CDATA or another encoding is
written plainly first.
"""

from __future__ import annotations

import codecs
import html
import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from ..reader import column_letter
from .xml import RELATIONS, broken, parse

Place = tuple[int, int]
"""Row and column of a cell, from one."""

Edit = tuple[int, int, bytes]
"""Begin and end of a stretch of a part, and what comes in its place."""

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384

INSIDE = rb"""(?:[^<>"']++|"[^"<]*+"|'[^'<]*+')*+"""
"""What may stand in a tag behind its name: a pattern."""

_ADDRESS = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_ATTRIBUTE = rb"""\s%b\s*=\s*(?:"([^"]*)"|'([^']*)')"""
_DECLARATION = re.compile(
    rb"""<\?xml(?:(?!encoding)[^>])*(?:encoding\s*=\s*["'](?i:utf-?8)["'][^>]*)?\?>"""
)
_TAG = re.compile(rb"<(/?)((?:[\w.-]+:)?[\w.-]+)" + INSIDE + rb">")
# What follows the reference to comments' shapes in a sheet, by the schema.
_BEHIND_SHAPES = {b"legacyDrawingHF", b"drawingHF", b"picture", b"oleObjects", b"controls",
                  b"webPublishItems", b"tableParts", b"extLst", b"AlternateContent"}  # fmt: skip


def place(address: str) -> Place | None:
    """Return row and column of the address of one cell; None for any other text.

    Examples
    --------
    >>> place("B5"), place("1:1"), place("XFE1")
    ((5, 2), None, None)

    """
    match = _ADDRESS.fullmatch(address)
    if match is None:
        return None
    row, column = int(match[2]), column_number(match[1])
    return (row, column) if row <= LAST_ROW and column <= LAST_COLUMN else None


def address(where: Place) -> str:
    """Return the address of a cell."""
    return f"{column_letter(where[1] - 1)}{where[0]}"


@dataclass
class SheetPart:
    """The bytes of a sheet's part, and where its cells stand in them."""

    xml: bytes
    start: int = field(init=False)
    end: int = field(init=False)
    prefix: bytes = field(init=False)
    edited: bool = False

    def __post_init__(self) -> None:
        self.xml = _plain(self.xml)
        self._locate()

    def _locate(self) -> None:
        opening = re.search(rb"<((?:[\w.-]+:)?)sheetData(?=[\s/>])" + INSIDE + rb">", self.xml)
        if opening is None:
            raise broken("sheetData")
        self.prefix = opening[1]
        self.start = opening.end()
        if opening[0].endswith(b"/>"):
            tag = opening[0][:-2].rstrip()
            closed = tag + b"></" + self.prefix + b"sheetData>"
            self.xml = self.xml[: opening.start()] + closed + self.xml[opening.end() :]
            self.start = opening.start() + len(tag) + 1
        self.end = self.xml.find(b"</" + self.prefix + b"sheetData", self.start)
        if self.end < 0:
            raise broken("sheetData")

    def restore(self, originals: Mapping[int, int]) -> None:
        """Give cells of marked formats the formats that they had."""
        if not originals:
            return
        marked = b"|".join(b"%d" % style for style in originals)
        cell = re.compile(
            rb"(<%bc\s(?:[^<>]*?\s)?s\s*=\s*[\"'])(%b)(?=[\"'])" % (self.prefix, marked)
        )
        cells = cell.sub(
            lambda found: found[1] + b"%d" % originals[int(found[2])],
            self.xml[self.start : self.end],
        )
        self.edited |= cells != self.xml[self.start : self.end]
        self.xml = self.xml[: self.start] + cells + self.xml[self.end :]
        self.end = self.start + len(cells)

    def visible(self, places: list[Place]) -> dict[Place, Place]:
        """Return for each cell the one that is shown: the first of a merged area that it lies in."""
        shown = {where: where for where in places}
        rows = sorted(places)
        merged = re.compile(rb"<%bmergeCell(?=\s)%b>" % (self.prefix, INSIDE))
        for tag in merged.finditer(self.xml, self.end):
            first, _colon, last = attribute(tag[0], b"ref").partition(":")
            top, bottom = place(first), place(last)
            if top and bottom:
                begin = bisect_left(rows, (top[0], 0))
                for where in rows[begin : bisect_right(rows, (bottom[0], LAST_COLUMN))]:
                    if top[1] <= where[1] <= bottom[1]:
                        shown[where] = top
        return shown

    def apply(self, edits: list[Edit]) -> None:
        """Replace stretches of the part, which must not overlap and come in order."""
        pieces, at = [], 0
        for begin, end, content in edits:
            pieces += [self.xml[at:begin], content]
            at = end
        self.xml = b"".join([*pieces, self.xml[at:]])
        self.edited = True
        self._locate()

    def name(self, tag: bytes) -> bytes:
        """Return the name of an element with the prefix that this sheet uses."""
        return self.prefix + tag

    def shapes(self) -> str | None:
        """Return the id of the relation to the shapes of the comments; None where there is none."""
        tag = re.search(rb"<%blegacyDrawing(?=\s)%b>" % (self.prefix, INSIDE), self.xml[self.end :])
        found = tag and re.search(rb"""\s(?:[\w.-]+:)?id\s*=\s*["']([^"']*)["']""", tag[0])
        return found[1].decode() if found else None

    def add_shapes(self, relation: str) -> None:
        """Point to the shapes of the comments, at the place that the schema has for it."""
        element = b'<%blegacyDrawing xmlns:r="%b" r:id="%b"/>' % (
            self.prefix, RELATIONS.encode(), relation.encode())  # fmt: skip
        depth = 2  # within the sheet and its data
        for tag in _TAG.finditer(self.xml, self.end):
            if depth == 1 and tag[2].rpartition(b":")[2] in _BEHIND_SHAPES:
                break
            depth += -1 if tag[1] else not tag[0].endswith(b"/>")
            if depth == 0:
                break
        else:
            raise broken("worksheet")
        self.apply([(tag.start(), tag.start(), element)])


def attribute(tag: bytes, name: bytes) -> str:
    r"""Return the value of an attribute of a tag; an empty text where it lacks it.

    Examples
    --------
    >>> attribute(b"<c r='B5' s=\"1\">", b"r")
    'B5'

    """
    found = re.search(_ATTRIBUTE % name, tag)
    return html.unescape((found[1] or found[2] or b"").decode()) if found else ""


def column_number(letters: str) -> int:
    """Return the number of a column, from one, by its letters."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _plain(xml: bytes) -> bytes:
    """Return a part as UTF-8 in which each ``<`` begins a tag."""
    text = xml.removeprefix(codecs.BOM_UTF8)
    declaration = _DECLARATION.match(text)
    body = declaration.end() if declaration else 0
    if text[:1] == b"<" and text.find(b"<?", body) < 0 and text.find(b"<!", body) < 0:
        return text
    root = parse(xml)
    for each in root.iter(etree.Comment, etree.ProcessingInstruction):
        parent, before = each.getparent(), each.getprevious()
        if parent is not None:
            if each.tail and before is not None:
                before.tail = (before.tail or "") + each.tail
            elif each.tail:
                parent.text = (parent.text or "") + each.tail
            parent.remove(each)
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return written
