"""An .xlsx or .xlsm workbook made anew from its parts: what calamine gets to read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from html import escape
from pathlib import Path
from posixpath import dirname, join, normpath
from xml.etree import ElementTree

import numpy as np

from .defects import FileDefect, FileNote
from .limits import LARGEST_INDEX, MOST_SHEETS, Budget
from .package import Package, archive
from .sheet_xml import SheetXml, scanned

_WORKBOOK = "xl/workbook.xml"
_OFFICE = "/relationships/officeDocument"
_TABLE_OF_STRINGS = re.compile(
    rb"""(<(?:\w+:)?sst)(?=[\s/>])(?:[^<>"']++|"[^"]*+"|'[^']*+')*+(?<!/)>"""
)
_SHORTEST_CELL = len(b'<c t="s"><v>1</v></c>')
_PLAIN_STRING = re.compile(rb't="s"><v>(\d{1,9})')
_STRING = re.compile(rb't\s*=\s*["\']s["\'][^<>]*>\s*<(?:\w+:)?v[^<>]*>\s*(\d{1,9})')
_SPACES = (
    'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@dataclass
class Vetted:
    """A workbook that calamine may read, and what it would not tell.

    Attributes
    ----------
    save : callable
        Writes the workbook, made anew, to a path; once.
    names : list of str
        Names of the sheets.
    sheets : dict of str to SheetXml
        What was found in each sheet that is wanted.
    notes : list of FileNote
        What to tell about the file.

    """

    save: Callable[[Path], None]
    names: list[str]
    sheets: dict[str, SheetXml] = field(default_factory=dict)
    notes: list[FileNote] = field(default_factory=list)


def vetted(package: Package, budget: Budget, wanted: Callable[[str], bool]) -> Vetted:
    """Return the wanted sheets of a workbook of XML parts.

    Parameters
    ----------
    package : Package
        The archive.
    budget : Budget
        What may still be read of it.
    wanted : callable
        Says of the name of a sheet whether to read it; the others are left empty.

    """
    main = _main_part(package)
    folder = dirname(main)
    if main not in package.names:
        raise FileDefect("unreadable_file", main)
    index = _xml(package, main)
    targets = _targets(package, main)
    sheets: dict[str, SheetXml] = {}
    strings = _Strings(package, folder)
    names = []
    for sheet in _elements(index, "sheet"):
        name = sheet.get("name", "")
        names.append(name)
        part = targets.get(_id(sheet), "").lower()
        if name in sheets or not wanted(name):
            continue
        if part not in package.names:
            raise FileDefect("unreadable_file", part, sheet=name)
        found = _sheet(package, part, name)
        budget.check_cells(name, found.rows, found.columns)
        strings.spend(budget, found)
        sheets[name] = found
    if len(names) > MOST_SHEETS:
        raise FileDefect("unreadable_file")
    parts = {"xl/sharedStrings.xml": strings.content} if strings.content else {}
    if join(folder, "styles.xml") in package.names:
        parts["xl/styles.xml"] = package.part(join(folder, "styles.xml"), LARGEST_INDEX * 2)
    is_1904 = any(one.get("date1904") in ("1", "true") for one in _elements(index, "workbookPr"))
    parts |= _assembled(sheets, is_1904)
    return Vetted(partial(archive, parts), names, sheets, list(_notes(package, folder)))


def _sheet(package: Package, part: str, name: str) -> SheetXml:
    try:
        return scanned(package.part(part, thin=True))
    except FileDefect as defect:
        raise FileDefect(defect.code, defect.value, sheet=name) from defect


def _main_part(package: Package) -> str:
    if "_rels/.rels" in package.names:
        for relation in _elements(_xml(package, "_rels/.rels"), "Relationship"):
            if relation.get("Type", "").endswith(_OFFICE):
                return normpath(relation.get("Target", "").lstrip("/")).lower()
    return _WORKBOOK


def _targets(package: Package, main: str) -> dict[str, str]:
    """Return the part of each relation of the workbook; one outside of the archive is none."""
    folder, _slash, file = main.rpartition("/")
    part = join(folder, "_rels", f"{file}.rels")
    if part not in package.names:
        raise FileDefect("unreadable_file", part)
    return {
        # A target that begins with a slash is seen from the root of the archive.
        one.get("Id", ""): normpath(join("/" + folder, one.get("Target", ""))).lstrip("/")
        for one in _elements(_xml(package, part), "Relationship")
        if one.get("TargetMode") != "External"
    }


def _xml(package: Package, part: str) -> ElementTree.Element:
    content = package.part(part, LARGEST_INDEX)
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise FileDefect("unreadable_file", part)  # entities that grow; the format has none
    try:
        return ElementTree.fromstring(content)  # noqa: S314 (no entities, a few megabytes)
    except (ElementTree.ParseError, ValueError, LookupError, RecursionError) as error:
        raise FileDefect("unreadable_file", f"{part}: {error}") from error


def _elements(root: ElementTree.Element, name: str) -> Iterator[ElementTree.Element]:
    return (one for one in root.iter() if one.tag.rpartition("}")[2] == name)


def _id(sheet: ElementTree.Element) -> str:
    return next((sheet.attrib[key] for key in sheet.attrib if key.rpartition("}")[2] == "id"), "")


class _Strings:
    """The table of strings, which many cells may refer to."""

    def __init__(self, package: Package, folder: str):
        part = join(folder, "sharedstrings.xml")
        self.content = b""
        if part in package.names:
            # Without the number of strings that it claims to hold: calamine makes room for them.
            self.content = _TABLE_OF_STRINGS.sub(rb"\1>", package.part(part))
        lengths = map(len, re.split(rb"</(?:\w+:)?si\s*>", self.content))
        self._lengths = np.fromiter(lengths, np.int64)
        self._longest = int(self._lengths.max())

    def spend(self, budget: Budget, sheet: SheetXml) -> None:
        """Take the bytes of text that the cells of a sheet hold, or more where that is little."""
        most = len(sheet.content) // _SHORTEST_CELL * self._longest
        if most <= budget.text_left // 8:
            budget.spend_text(most)
            return
        pattern = _PLAIN_STRING if sheet.is_plain else _STRING
        found = np.fromstring(b" ".join(pattern.findall(sheet.content)), np.int64, sep=" ")
        budget.spend_text(int(self._lengths[found[found < len(self._lengths)]].sum()))


def _notes(package: Package, folder: str) -> Iterator[FileNote]:
    if join(folder, "vbaproject.bin") in package.names or any(
        name.startswith(join(folder, "macrosheets/")) for name in package.names
    ):
        yield FileNote("macros")
    if any(
        name.startswith(join(folder, "externallinks/")) or name == join(folder, "connections.xml")
        for name in package.names
    ):
        yield FileNote("external_links")


def _assembled(sheets: dict[str, SheetXml], is_1904: bool) -> dict[str, bytes]:
    parts: dict[str, bytes] = {}
    listed = relations = ""
    for number, (name, sheet) in enumerate(sheets.items(), 1):
        listed += f'<sheet name="{escape(name)}" sheetId="{number}" r:id="r{number}"/>'
        relations += (
            f'<Relationship Id="r{number}" Type="{_KINDS}/worksheet" '
            f'Target="worksheets/sheet{number}.xml"/>'
        )
        parts[f"xl/worksheets/sheet{number}.xml"] = sheet.content
        sheet.content = b""
    parts[_WORKBOOK] = (
        f'<workbook {_SPACES}><workbookPr date1904="{int(is_1904)}"/><sheets>{listed}</sheets>'
        "</workbook>"
    ).encode()
    parts["xl/_rels/workbook.xml.rels"] = (
        f'<Relationships xmlns="{_RELATIONS}">{relations}</Relationships>'
    ).encode()
    parts["_rels/.rels"] = (
        f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="r1" '
        f'Type="{_KINDS}/officeDocument" Target="{_WORKBOOK}"/></Relationships>'
    ).encode()
    return parts
