"""Files that are meant to do harm, made from a good workbook."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

MEGABYTE = 1024 * 1024


def parts_of(path: Path) -> dict[str, bytes]:
    """Return the members of a zip archive."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(parts: dict[str, bytes], level: int = 1) -> bytes:
    """Return a compressed archive of parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def with_size(data: bytes, part: str, size: int) -> bytes:
    """Return an archive that declares another size of a member than it has."""
    at = data.rindex(b"PK\x01\x02", 0, data.rindex(part.encode()))
    data = data[: at + 24] + struct.pack("<I", size) + data[at + 28 :]
    (local,) = struct.unpack_from("<I", data, at + 42)
    return data[: local + 22] + struct.pack("<I", size) + data[local + 26 :]


def sheet_of(rows: bytes) -> bytes:
    """Return a sheet of these rows."""
    return b"<worksheet><sheetData>" + rows + b"</sheetData></worksheet>"


def hostile_workbooks(good: dict[str, bytes]) -> dict[str, Callable[[], bytes]]:
    """Return makers of hostile .xlsx files by what is wrong with them.

    Parameters
    ----------
    good : dict of str to bytes
        Parts of a good workbook whose second sheet is the roster.

    """
    roster, strings = "xl/worksheets/sheet2.xml", "xl/sharedStrings.xml"
    book = "xl/workbook.xml"
    bomb = b" " * (220 * MEGABYTE)
    number = b"<v>1</v></c>"

    def changed(part: str, content: bytes) -> dict[str, bytes]:
        return good | {part: content}

    def rows(content: bytes) -> Callable[[], bytes]:
        return lambda: zipped(changed(roster, sheet_of(content)))

    def entities() -> bytes:
        levels = b"".join(
            b'<!ENTITY e%d "%s">' % (level, b"&e%d;" % (level - 1) * 10) for level in range(1, 10)
        )
        head = b'<!DOCTYPE x [<!ENTITY e0 "x">' + levels + b"]>"
        return head + good[book].replace(b"<sheets>", b"<sheets>&e9;")

    def twice() -> bytes:
        buffer = io.BytesIO(zipped(good))
        with zipfile.ZipFile(buffer, "a") as archive:
            archive.writestr("XL/Worksheets/Sheet2.xml", sheet_of(b""))
        return buffer.getvalue()

    long_text = b"<sst><si><t>" + b"x" * MEGABYTE + b"</t></si></sst>"
    echoes = b"".join(
        b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>' % (row, row) for row in range(1, 50_000)
    )
    return {
        "bomb in a sheet": lambda: zipped(changed(roster, good[roster] + bomb)),
        "bomb in the strings": lambda: zipped(changed(strings, good[strings] + bomb)),
        "bomb in the styles": lambda: zipped(changed("xl/styles.xml", bomb)),
        "bomb in the index": lambda: zipped(changed(book, good[book] + bomb)),
        "bomb that says it is small": lambda: with_size(
            zipped(changed(strings, good[strings] + bomb)), strings, 1000
        ),
        "member that says it is huge": lambda: with_size(zipped(good), roster, 0xFFFFFFF0),
        "strings that claim to be many": lambda: zipped(
            changed(
                strings, good[strings].replace(b"uniqueCount=", b'uniqueCount="9999999999999" x=')
            )
        ),
        "long text in many cells": lambda: zipped(
            good | {strings: long_text, roster: sheet_of(echoes)}
        ),
        "cell in the last corner": rows(b'<row r="1"><c r="A1">' + number + b'</row><row r="1048576"><c r="XFD1048576">' + number + b"</row>"),
        "last corner in single quotes": rows(b"<row><c r = 'xfd1048576'>" + number + b"</row>"),
        "last corner behind a bracket": rows(b'<row><c x=">" r="XFD1048576">' + number + b"</row>"),
        "last corner with a prefix": rows(b'<x:row><x:c r="XFD1048576">' + number.replace(b"/c", b"/x:c") + b"</x:row>"),
        "last corner hidden by a comment": rows(b'<row r="1"><c r="A1">' + number + b'</row><!--</sheetData>--><row><c r="XFD1048576">' + number + b"</row>"),
        "column that overflows": rows(b'<row r="1"><c r="ZZZZZZZZZZ1">' + number + b"</row>"),
        "row that overflows": rows(b'<row r="4294967297"><c>' + number + b"</row>"),
        "a million cells without a place": rows(b"<row>" + (b"<c>" + number) * 300_000 + b"</row>" + (b"<row><c>" + number + b"</row>") * 100),
        "cells that never end": rows(b'<c r="A1" t="e"><f>' * 200_000),
        "deep nesting": rows(b"<a>" * 500_000),
        "quotes without end": rows(b"<c '" * 200_001),
        "entities that grow": lambda: zipped(changed(book, entities())),
        "two members of one name": twice,
        "circular relations": lambda: zipped(
            changed("xl/_rels/workbook.xml.rels", good["xl/_rels/workbook.xml.rels"].replace(b"worksheets/sheet2.xml", b"workbook.xml"))
        ),
        "path out of the archive": lambda: zipped(
            good | {"../../../../tmp/evil.xml": b"x", "xl/_rels/workbook.xml.rels": good["xl/_rels/workbook.xml.rels"].replace(b"worksheets/sheet2.xml", b"../../../etc/passwd")}
        ),
        "external sheet": lambda: zipped(
            changed("xl/_rels/workbook.xml.rels", good["xl/_rels/workbook.xml.rels"].replace(b'Target="worksheets/sheet2.xml"', b'Target="http://127.0.0.1:9/x" TargetMode="External"'))
        ),
        "zeros in a sheet": lambda: zipped(changed(roster, b"\0" * 1000)),
        "two hundred thousand members": lambda: zipped(good | {f"x{n}": b"" for n in range(200_000)}),
    }  # fmt: skip


def empty_rows(cells: int = 0) -> bytes:
    """Return a row for each of the 1,048,575 rows below the first, with a format and no value."""
    letters = "ABCDEFGHIJ"[:cells]
    return b"".join(
        b'<row r="%d" spans="1:10" s="2" customFormat="1" ht="15" customHeight="1">%s</row>'
        % (row, b"".join(b'<c r="%c%d" s="2"/>' % (ord(letter), row) for letter in letters))
        for row in range(10, 1_048_577)
    )
