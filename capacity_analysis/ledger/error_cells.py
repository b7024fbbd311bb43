"""The cells of an .xlsx workbook whose formula failed or has no value: calamine gives them as empty.

An empty cell may stand for a default or for "unknown"; such a formula stands for neither. A
workbook that this module can't make sense of has no such cells as far as it is concerned.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Collection, Iterator, Mapping
from html import unescape
from pathlib import Path
from posixpath import join, normpath

from ..text import _
from .cells import Cell, ErrorCell

_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_LARGEST = 512 * 1024 * 1024  # bytes of one sheet; a ledger of 10,000 lines has about 20 million
_LARGEST_INDEX = 4 * 1024 * 1024
_LONGEST_ERROR = 20

_PAIR = re.compile(r"""(?:\w+:)?(\w+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_CELL = re.compile(
    rb"""<(?:\w+:)?c(?=\s)([^<>]*\st\s*=\s*["']e["'][^<>]*)(?<!/)>(.*?)</(?:\w+:)?c\s*>""",
    re.DOTALL,
)
# A formula that no program has calculated; one of text (t="str") may well be empty.
_FORMULA = re.compile(
    rb"""<(?:\w+:)?c(?=\s)((?:(?!\st\s*=\s*["']str["'])[^<>])*)(?<!/)>\s*"""
    rb"""(<(?:\w+:)?f[\s/>].*?)</(?:\w+:)?c\s*>""",
    re.DOTALL,
)
_ANY_FORMULA = (b"<f>", b"<f ", b"<f/", b":f>", b":f ", b":f/")
_ADDRESS = re.compile(rb"""\sr\s*=\s*["']([A-Z]{1,3})(\d{1,7})["']""")
_VALUE = re.compile(rb"<(?:\w+:)?v(?:\s[^<>]*)?>([^<>]*)</")
_BROKEN = (zipfile.BadZipFile, zlib.error, KeyError, OSError, EOFError, RuntimeError, ValueError)


def mark_error_cells(path: Path, sheets: Mapping[str, list[list[Cell]]]) -> None:
    """Put an `ErrorCell` in the place of each empty cell whose formula failed or has no value.

    Parameters
    ----------
    path : Path
        The workbook; left alone unless it is a zip archive of XML parts.
    sheets : mapping of str to list of rows
        Raw cells by sheet name, from A1; a sheet without rows is passed over.

    """
    if not zipfile.is_zipfile(path):
        return
    wanted = {name for name, rows in sheets.items() if rows}
    try:
        for name, row, column, text in _errors(path, wanted):
            rows = sheets[name]
            if row < len(rows) and column < len(rows[row]) and rows[row][column] == "":
                rows[row][column] = ErrorCell(text)
    except _BROKEN:
        return


def _errors(path: Path, wanted: Collection[str]) -> Iterator[tuple[str, int, int, str]]:
    """Yield sheet, row and column (from zero) and text of each error in the sheets."""
    with zipfile.ZipFile(path) as archive:
        parts = set(archive.namelist())
        if not {_WORKBOOK, _RELATIONS} <= parts:
            return
        for name, part in _sheet_parts(archive).items():
            if name not in wanted or part not in parts:
                continue
            if archive.getinfo(part).file_size <= _LARGEST:
                for row, column, text in _errors_of(archive.read(part)):
                    yield name, row, column, text


def _sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Return the part of the archive that holds each sheet."""
    targets = {
        one.get("Id", ""): one.get("Target", "")
        for one in _attributes(archive, _RELATIONS, "Relationship")
    }
    parts: dict[str, str] = {}
    for sheet in _attributes(archive, _WORKBOOK, "sheet"):
        # A target that begins with a slash is seen from the root of the archive.
        target = targets.get(sheet.get("id", ""), "")
        parts[sheet.get("name", "")] = normpath(join("/xl", target)).lstrip("/")
    return parts


def _attributes(archive: zipfile.ZipFile, part: str, tag: str) -> Iterator[dict[str, str]]:
    """Yield the attributes of each element of a name, without the prefixes of theirs."""
    if archive.getinfo(part).file_size > _LARGEST_INDEX:
        return
    xml = archive.read(part).decode("utf-8")
    for element in re.findall(rf"<(?:\w+:)?{tag}\s([^<>]*)>", xml):
        yield {name: unescape(double or single) for name, double, single in _PAIR.findall(element)}


def _errors_of(xml: bytes) -> Iterator[tuple[int, int, str]]:
    if b't="e"' in xml or b"t='e'" in xml:
        for attributes, content in _CELL.findall(xml):
            value = _VALUE.search(content)
            text = value[1].decode("utf-8", "replace").strip() if value else ""
            yield from _at(attributes, text[:_LONGEST_ERROR])
    if any(
        mark in xml for mark in _ANY_FORMULA
    ):  # most sheets have none, and pay for one quick look
        for attributes, content in _FORMULA.findall(xml):
            value = _VALUE.search(content)
            if value is None or not value[1].strip():
                yield from _at(attributes, _("公式没有结果"))


def _at(attributes: bytes, text: str) -> Iterator[tuple[int, int, str]]:
    address = _ADDRESS.search(attributes)
    if address and int(address[2]) > 0:
        yield int(address[2]) - 1, _position(address[1]), text


def _position(letters: bytes) -> int:
    """Return the zero-based position of the column of these letters."""
    position = 0
    for letter in letters:
        position = position * 26 + letter - ord("A") + 1
    return position - 1
