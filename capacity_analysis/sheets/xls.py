"""An .xls workbook: binary records (MS-XLS) in one stream of a compound file."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

from .compound import Compound, wrapped
from .defects import FileDefect, FileNote
from .grid import Area
from .limits import Budget
from .sheet_xml import SheetXml
from .xlsb import ERRORS
from .xlsx import Vetted

_STREAMS = ("workbook", "book")
_WORD = ("worddocument", "wpsdocument")
_BOF, _EOF, _CONTINUE = 0x0809, 0x000A, 0x003C
_FILEPASS, _SHEET, _STRINGS, _LINK = 0x002F, 0x0085, 0x00FC, 0x01AE
_DIMENSIONS, _MERGED = 0x0200, 0x00E5
_FORMULA, _FAILED, _MANY, _OF_TABLE = 0x0006, 0x0205, 0x00BD, 0x00FD
_CELLS = {0x0203, 0x0204, 0x00D6, 0x027E, _FORMULA, _FAILED, _MANY, _OF_TABLE}
_TOKENS = 20  # where the length of a formula's tokens stands
_WITHIN = (b"\x01\x04", b"\x01\x3a")  # links within the workbook, and to add-ins
_LONGEST = 3 * 32_767  # bytes of the longest text that a cell may hold

Record = tuple[int, int, memoryview]


def vetted(compound: Compound, budget: Budget) -> Vetted:
    """Return a workbook of records in a container of its own; its sheets by their position.

    Raises
    ------
    FileDefect
        Also if the compound file holds a document or an encrypted workbook.

    """
    if "encryptedpackage" in compound.names:
        raise FileDefect("encrypted_file")
    stream = next((name for name in _STREAMS if name in compound.names), None)
    if stream is None:
        is_text = any(name in compound.names for name in _WORD)
        raise FileDefect("word_document" if is_text else "unreadable_file")
    data = bytearray(compound.stream(stream))
    budget.spend_bytes(len(data))
    notes = [FileNote("macros")] if "_vba_project_cur" in compound.names else []
    reading = _Reading(data, budget)
    if reading.has_links:
        notes.append(FileNote("external_links"))
    sheets = {str(at): reading.sheet(*listed) for at, listed in enumerate(reading.listed)}

    def save(path: Path) -> None:
        path.write_bytes(wrapped("Workbook", bytes(data)))

    return Vetted(save, list(sheets), sheets, notes)


def _records(data: bytearray, at: int) -> Iterator[Record]:
    """Yield kind, place and content of each record."""
    view = memoryview(bytes(data))
    while at + 4 <= len(view):
        kind, length = struct.unpack_from("<HH", view, at)
        at += 4
        if at + length > len(view):
            raise FileDefect("truncated_file")
        yield kind, at, view[at : at + length]
        at += length


class _Reading:
    """One pass over the records; what would lead calamine astray is taken out of them."""

    def __init__(self, data: bytearray, budget: Budget):
        self._data = data
        self._budget = budget
        self._left = len(data)
        self._strings: list[bytes] = []
        self._lengths: list[int] | None = None
        self.has_links = False
        self.listed: list[tuple[int, str]] = []
        in_strings = False
        for kind, _at, content in _records(data, 0):
            if kind == _FILEPASS:
                raise FileDefect("encrypted_file")
            if kind == _EOF:
                break
            in_strings = kind == _STRINGS or (kind == _CONTINUE and in_strings)
            if in_strings:
                self._strings.append(bytes(content))
            elif kind == _LINK and bytes(content[2:4]) not in _WITHIN:
                self.has_links = True
            elif kind == _SHEET and len(content) > 8:
                start = int.from_bytes(content[:4], "little")
                self.listed.append((start, _name(bytes(content))))

    def sheet(self, start: int, name: str) -> SheetXml:
        """Return what was found in the sheet that begins at a place."""
        found, depth, texts = SheetXml(b""), 0, list[int]()
        if start >= len(self._data):
            raise FileDefect("unreadable_file", sheet=name)
        for kind, at, content in _records(self._data, start):
            self._left -= len(content) + 4
            if self._left < 0:  # sheets that lie in one another
                raise FileDefect("unreadable_file", sheet=name)
            if kind == _BOF:
                depth += 1
            elif kind == _EOF:
                depth -= 1
                if depth <= 0:
                    break
            elif kind == _DIMENSIONS:
                # Only a hint how much room to make, and calamine makes it.
                self._data[at : at + len(content)] = bytes(len(content))
            elif kind == _MERGED:
                found.merged += tuple(_areas(content))
            elif kind in _CELLS and len(content) >= 8:
                self._cell(found, kind, at, content, texts)
        self._budget.spend_cells(name, found.rows, found.columns)
        self._spend_text(texts)
        return found

    def _cell(
        self, found: SheetXml, kind: int, at: int, content: memoryview, texts: list[int]
    ) -> None:
        row, column = struct.unpack_from("<HH", content)
        last = int.from_bytes(content[-2:], "little") if kind == _MANY else column
        found.rows, found.columns = max(found.rows, row + 1), max(found.columns, last + 1)
        if kind == _OF_TABLE:
            texts.append(int.from_bytes(content[6:10], "little"))
        elif kind == _FAILED and content[7] == 1:
            found.errors.append((row, column, ERRORS.get(content[6], "")))
        elif kind == _FORMULA and len(content) >= _TOKENS + 2:
            if content[6] == 2 and bytes(content[12:14]) == b"\xff\xff":
                found.errors.append((row, column, ERRORS.get(content[8], "")))
            # Nobody reads the formula, and a name in it may stand for a long text.
            self._data[at + _TOKENS : at + _TOKENS + 2] = b"\0\0"

    def _spend_text(self, texts: list[int]) -> None:
        whole = sum(map(len, self._strings))
        if len(texts) * min(whole, _LONGEST) <= _LITTLE:
            return
        if self._lengths is None:
            self._lengths = _lengths(self._strings)
        known = self._lengths
        self._budget.spend_text(sum(known[index] for index in texts if index < len(known)))


_LITTLE = 8 * 1024 * 1024


def _name(content: bytes) -> str:
    """Return the name of a sheet, for a message; the older format keeps no flags."""
    length, flags = content[6], content[7]
    if flags == 1:
        return content[8 : 8 + 2 * length].decode("utf-16-le", "replace")
    return content[7 if flags > 1 else 8 :][:length].decode("gb18030", "replace")


def _areas(content: memoryview) -> Iterator[Area]:
    for at in range(2, len(content) - 7, 8):
        top, bottom, left, right = struct.unpack_from("<HHHH", content, at)
        yield top, left, bottom, right


def _lengths(pieces: list[bytes]) -> list[int]:
    """Return the bytes that each text of the table of strings takes (MS-XLS 2.5.293)."""
    lengths: list[int] = []
    rest = pieces[0][8:]
    following = iter(pieces[1:])
    while True:
        if not rest:
            rest = next(following, b"")
        if len(rest) < 3:
            return lengths
        count, flags = struct.unpack_from("<HB", rest)
        at = 3
        runs = int.from_bytes(rest[at : at + 2], "little") if flags & 8 else 0
        at += 2 if flags & 8 else 0
        extra = int.from_bytes(rest[at : at + 4], "little") if flags & 4 else 0
        at += 4 if flags & 4 else 0
        lengths.append(3 * count)
        rest = rest[at:]
        while count:
            width = 1 + (flags & 1)
            taken = min(count, len(rest) // width)
            count -= taken
            rest = rest[taken * width :]
            if count:
                piece = next(following, b"")
                if not piece:
                    return lengths
                flags, rest = piece[0], piece[1:]
        skipped = 4 * runs + extra
        while skipped > len(rest):
            skipped -= len(rest)
            rest = next(following, b"")
            if not rest:
                return lengths
        rest = rest[skipped:]
