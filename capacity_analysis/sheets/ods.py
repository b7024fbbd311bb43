"""An .ods workbook: how far its sheets reach, counting the rows and cells that are repeated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from html import unescape

from .defects import FileDefect, FileNote
from .grid import Area
from .limits import LARGEST_INDEX, Budget
from .package import Package, archive
from .sheet_xml import SheetXml
from .xlsx import Vetted

KIND = "application/vnd.oasis.opendocument.spreadsheet"
_MANIFEST = b"<manifest:manifest></manifest:manifest>"
_TAG = re.compile(
    rb"<(/?)table:(table|table-row|table-cell|covered-table-cell)(?=[\s/>])"
    rb"""((?:[^<>"']++|"[^"]*+"|'[^']*+')*+)>"""
)
_ATTRIBUTE = re.compile(rb"""\s([\w:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_MARKUP = re.compile(rb"<[^<>]*>")
_VALUES = (b"office:value", b"office:string-value", b"office:date-value", b"office:time-value",
           b"office:boolean-value", b"office:value-type", b"table:formula")  # fmt: skip
_MOST_ROWS, _MOST_COLUMNS = 1_048_576, 16_384
_LONGEST_ERROR = 20


def vetted(package: Package, budget: Budget) -> Vetted:
    """Return a workbook whose sheets are known to be of a size that can be laid out."""
    manifest = "meta-inf/manifest.xml"
    if manifest in package.names and b"encryption-data" in package.part(manifest, LARGEST_INDEX):
        raise FileDefect("encrypted_file")
    content = package.part("content.xml")
    sheets = dict(_sheets(content, budget))
    notes = []
    if any(name.startswith("basic/") for name in package.names):
        notes.append(FileNote("macros"))
    if b"<table:table-source" in content:
        notes.append(FileNote("external_links"))
    parts = {"mimetype": KIND.encode(), "META-INF/manifest.xml": _MANIFEST, "content.xml": content}
    return Vetted(partial(archive, parts), list(sheets), sheets, notes)


def _sheets(xml: bytes, budget: Budget) -> Iterator[tuple[str, SheetXml]]:
    sheet: _Sheet | None = None
    for tag in _TAG.finditer(xml):
        closing, kind, text = tag.groups()
        if kind == b"table":
            if sheet is not None:
                yield sheet.name, sheet.found()
            name = _attributes(text).get(b"table:name", b"").decode("utf-8", "replace")
            sheet = None if closing or text.endswith(b"/") else _Sheet(unescape(name), budget)
        elif sheet is not None and kind == b"table-row":
            sheet.row_tag(text, is_start=not closing)
        elif sheet is not None and not closing:
            following = xml.find(b"<table:", tag.end())
            inner = b"" if text.endswith(b"/") else xml[tag.end() : max(following, tag.end())]
            sheet.cell(_attributes(text), inner)


class _Sheet:
    """How far one sheet reaches, and what is merged or failed in it."""

    def __init__(self, name: str, budget: Budget):
        self.name = name
        self._budget = budget
        self._row = self._column = self._repeats = 0
        self._last = self._width = 0
        self._errors: list[tuple[int, int, str]] = []
        self._merged: list[Area] = []

    def found(self) -> SheetXml:
        """Return what was found, once the sheet is over."""
        self._budget.spend_cells(self.name, self._last, self._width)
        return SheetXml(b"", self._last, self._width, self._errors, tuple(self._merged))

    def row_tag(self, text: bytes, *, is_start: bool) -> None:
        """Begin or end a row."""
        if is_start:
            self._repeats = _count(_attributes(text), b"table:number-rows-repeated", _MOST_ROWS)
            self._column = 0
        if not is_start or text.endswith(b"/"):
            self._row += self._repeats

    def cell(self, given: dict[bytes, bytes], inner: bytes) -> None:
        """Take a cell, which may stand for many."""
        repeats = _count(given, b"table:number-columns-repeated", _MOST_COLUMNS)
        if inner or any(key in given for key in _VALUES):
            self._last = max(self._last, self._row + self._repeats)
            self._width = max(self._width, min(self._column + repeats, _MOST_COLUMNS))
            self._budget.check_cells(self.name, self._last, self._width)
            size = len(inner) + sum(map(len, given.values()))
            self._budget.spend_text(size * repeats * self._repeats)
        if given.get(b"calcext:value-type") == b"error":
            text = unescape(_MARKUP.sub(b"", inner).decode("utf-8", "replace")).strip()
            self._errors.append((self._row, self._column, text[:_LONGEST_ERROR]))
        down = _count(given, b"table:number-rows-spanned", _MOST_ROWS)
        across = _count(given, b"table:number-columns-spanned", _MOST_COLUMNS)
        if down > 1 or across > 1:
            row, column = self._row, self._column
            self._merged.append((row, column, row + down - 1, column + across - 1))
        self._column += repeats


def _count(given: dict[bytes, bytes], name: bytes, most: int) -> int:
    text = given.get(name, b"1").strip()[:8]
    return min(int(text), most) if text.isdigit() else 1


def _attributes(text: bytes) -> dict[bytes, bytes]:
    return {name: double or single for name, double, single in _ATTRIBUTE.findall(text)}
