"""An .xlsb workbook: an archive whose parts are binary records (MS-XLSB)."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from functools import partial
from posixpath import join, normpath
from xml.etree import ElementTree

from .defects import FileDefect, FileNote
from .grid import Area
from .limits import LARGEST_INDEX, MOST_SHEETS, Budget
from .package import Package, archive
from .sheet_xml import SheetXml
from .xlsx import Vetted

_INDEX, _RELATIONS = "xl/workbook.bin", "xl/_rels/workbook.bin.rels"
_STRINGS, _STYLES = "xl/sharedstrings.bin", "xl/styles.bin"
_WITHOUT_CELLS = ("xl/chartsheets/", "xl/dialogsheets/")
_ROW, _BLANK, _ERROR, _STRING, _FORMULA_ERROR = 0, 1, 3, 7, 11
_STRING_ITEM, _END_OF_SHEETS, _SHEET, _MERGED = 0x13, 0x90, 0x9C, 0xB0
_LAST_CELL = 11
ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?",
          0x24: "#NUM!", 0x2A: "#N/A", 0x2B: "#GETTING_DATA"}  # fmt: skip
"""What a cell shows for each code of an error (MS-XLS 2.5.10)."""


def vetted(package: Package, budget: Budget, wanted: Callable[[str], bool]) -> Vetted:
    """Return the wanted sheets of a workbook of binary parts."""
    index = package.part(_INDEX, LARGEST_INDEX)
    relations = package.part(_RELATIONS, LARGEST_INDEX)
    targets = _targets(relations)
    parts = {"xl/workbook.bin": index, _RELATIONS: relations}
    lengths: list[int] = []
    if _STRINGS in package.names:
        parts["xl/sharedStrings.bin"] = package.part(_STRINGS)
        items = _records(parts["xl/sharedStrings.bin"])
        lengths = [len(content) for kind, content in items if kind == _STRING_ITEM]
    if _STYLES in package.names:
        parts[_STYLES] = package.part(_STYLES, LARGEST_INDEX * 2)
    names, sheets = [], {}
    for name, relation in _listed(index):
        part = targets.get(relation, "")
        names.append(name)
        if name in sheets or not wanted(name) or part.startswith(_WITHOUT_CELLS):
            continue
        if part.lower() not in package.names:
            raise FileDefect("unreadable_file", part, sheet=name)
        parts[part] = package.part(part)
        sheets[name] = found = _measured(parts[part], lengths, budget)
        budget.check_cells(name, found.rows, found.columns)
    if len(names) > MOST_SHEETS:
        raise FileDefect("unreadable_file")
    notes = [FileNote("macros")] if "xl/vbaproject.bin" in package.names else []
    if any(name.startswith("xl/externallinks/") for name in package.names):
        notes.append(FileNote("external_links"))
    return Vetted(partial(archive, parts), names, sheets, notes)


def _targets(relations: bytes) -> dict[str, str]:
    if b"<!" in relations:
        raise FileDefect("unreadable_file", _RELATIONS)
    try:
        root = ElementTree.fromstring(relations)  # noqa: S314 (no entities, a few megabytes)
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise FileDefect("unreadable_file", _RELATIONS) from error
    return {
        one.get("Id", ""): normpath(join("xl", one.get("Target", "")))
        for one in root.iter()
        if one.get("TargetMode") != "External"
    }


def _listed(index: bytes) -> Iterator[tuple[str, str]]:
    """Yield name and relation of each sheet."""
    for kind, content in _records(index):
        if kind == _END_OF_SHEETS:
            return
        if kind == _SHEET:
            relation, end = _text(content, 8)
            name, _end = _text(content, end)
            yield name, relation


def _text(content: bytes, at: int) -> tuple[str, int]:
    if len(content) < at + 4:
        raise FileDefect("unreadable_file")
    length = int.from_bytes(content[at : at + 4], "little")
    if length == 0xFFFFFFFF:
        return "", at + 4
    end = at + 4 + 2 * length
    return content[at + 4 : end].decode("utf-16-le", "replace"), end


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield kind and content of each record."""
    at, size = 0, len(data)
    while at + 1 < size:
        kind = data[at]
        at += 1
        if kind & 0x80:
            kind = (kind & 0x7F) | (data[at] & 0x7F) << 7
            at += 1
        length = 0
        for shift in (0, 7, 14, 21):
            if at >= size:
                return
            byte = data[at]
            at += 1
            length |= (byte & 0x7F) << shift
            if not byte & 0x80:
                break
        if at + length > size:
            raise FileDefect("truncated_file")
        yield kind, data[at : at + length]
        at += length


def _measured(data: bytes, lengths: list[int], budget: Budget) -> SheetXml:
    found = SheetXml(b"")
    merged: list[Area] = []
    row = 0
    for kind, content in _records(data):
        if kind == _ROW and len(content) >= 4:
            row = int.from_bytes(content[:4], "little")
        elif _BLANK < kind <= _LAST_CELL and len(content) > 8:
            column = int.from_bytes(content[:4], "little")
            found.rows, found.columns = max(found.rows, row + 1), max(found.columns, column + 1)
            if kind in (_ERROR, _FORMULA_ERROR):
                found.errors.append((row, column, ERRORS.get(content[8], "")))
            elif kind == _STRING:
                at = int.from_bytes(content[8:12], "little")
                if at >= len(lengths):
                    raise FileDefect("unreadable_file")
                budget.spend_text(lengths[at])
        elif kind == _MERGED and len(content) >= 16:
            top, bottom, left, right = struct.unpack_from("<IIII", content)
            merged.append((top, left, bottom, right))
    found.merged = tuple(merged)
    return found
