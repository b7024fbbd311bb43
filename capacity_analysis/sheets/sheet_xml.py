"""One sheet of an .xlsx workbook as XML: how far its values reach, what failed, what is merged.

calamine lays out every cell from the first to the last that has a value: one value in XFD1048576
takes 400 gigabytes. So the reach is known before calamine sees the sheet. Most cells are written in
one of a few plain forms, which one search recognises; only the others are looked at one by one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from .addresses import column_position
from .defects import FileDefect
from .error_cells import error_of
from .grid import Area
from .limits import MOST_CELLS

_ATTRIBUTES = rb"""(?:[^<>"']++|"[^"]*+"|'[^']*+')*+"""
_START = re.compile(rb"<sheetData(?=[\s/>])" + _ATTRIBUTES + rb">")
_WITHOUT_CELLS = re.compile(rb"<(?:\w+:)?(?:chartsheet|dialogsheet|macrosheet)[\s>]")
_PREFIX = re.compile(rb"""<(/?)[^\s<>:/"'=!?]+:""")
_PREFIXED_CELL = re.compile(rb"""<[^\s<>:/"'=!?]+:c[\s/>]""")
_TAG = re.compile(rb"<(/?)(row|c)(?=[\s/>])(" + _ATTRIBUTES + rb")>")
_REFERENCE = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]*)(\d*)["']""")
_VALUED = re.compile(rb'<c r="([A-Z]{1,2})([1-9]\d{0,6})"[^<>]*(?<!/)>')
_SAMPLE = 20_000
_MERGED = re.compile(
    rb"""<mergeCell\s(?:[^<>]*\s)?ref\s*=\s*["']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})["']"""
)
_MOST_MERGED = 100_000
# An empty element ahead of the cells: calamine looks for merged areas in a pass of its own, and ends
# it here. They are read in this module.
_OPENING = b"<worksheet><mergeCells></mergeCells><sheetData>"
_CLOSING = b"</sheetData></worksheet>"


@dataclass
class SheetXml:
    """What was found in the XML of a sheet.

    Attributes
    ----------
    content : bytes
        The XML that calamine may read.
    rows, columns : int
        How far the values reach at most.
    errors : list of (int, int, str)
        Row and column, from zero, and text of each failed formula.
    merged : tuple of Area
        Merged areas.
    is_plain : bool
        Whether every cell with a value is written in a plain form.

    """

    content: bytes = _OPENING + _CLOSING
    rows: int = 0
    columns: int = 0
    errors: list[tuple[int, int, str]] = field(default_factory=list)
    merged: tuple[Area, ...] = ()
    is_plain: bool = True


def scanned(xml: bytes) -> SheetXml:
    """Return what the XML of a sheet holds; nothing where it has no rows.

    Examples
    --------
    >>> found = scanned(b'<sheetData><row r="2"><c r="B2" t="e"><v>#N/A</v></c></row></sheetData>')
    >>> found.rows, found.columns, found.errors
    (9, 2, [(1, 1, '#N/A')])

    """
    start = _START.search(xml)
    if start is None and b":sheetData" in xml:
        xml = _PREFIX.sub(rb"<\1", xml)
        start = _START.search(xml)
    if start is None and not _WITHOUT_CELLS.search(xml):
        raise FileDefect("unreadable_file")
    if start is None or start[0].endswith(b"/>"):
        return SheetXml(merged=_merged(xml))
    end = xml.rfind(b"</sheetData")
    if end < start.end():
        raise FileDefect("unreadable_file")
    found = SheetXml(merged=_merged(xml[end:]))
    last = xml.rfind(b"</c>", start.end(), end) + len(b"</c>")
    if last >= start.end() and b"</c" not in xml[last:end]:
        end = last  # the rows behind the last value hold nothing
    found.content = _OPENING + xml[start.end() : end] + _CLOSING
    _measure(found)
    return found


def _measure(found: SheetXml) -> None:
    xml = found.content
    rows, columns = _guess(xml)
    prefixed = b":c" in xml and _PREFIXED_CELL.search(xml)
    # A pattern of so many digits is quicker than one of exact numbers, and mostly good enough.
    roughly = 10 ** len(str(rows)) - 1
    bound = roughly if roughly * columns <= MOST_CELLS else rows
    if not prefixed and _look_at_odd_cells(xml, _odd(bound, columns), found):
        found.rows, found.columns = max(found.rows, bound), max(found.columns, columns)
    else:
        found.rows = found.columns = 0
        found.errors.clear()
        found.is_plain = False
        _walk(_PREFIX.sub(rb"<\1", xml) if prefixed else xml, found)


def _odd(rows: int, columns: int) -> re.Pattern[bytes]:
    """Return a pattern of the cells that are not plain, or lie beyond these rows and columns."""
    return re.compile(
        rb'<c(?! r="(?:' + _letters(columns) + rb")(?:" + _digits(rows) + rb')"(?: s="\d++")?+'
        rb'(?: t="[snb]"| t="(?:str|inlineStr|d)")?+(?:><v>|/>| />|><is>))'
    )


def _guess(xml: bytes) -> tuple[int, int]:
    """Return how far the first and the last cells reach; cells beyond are looked at one by one."""
    samples = (xml[:_SAMPLE], xml[max(len(xml) - _SAMPLE, 0) :])
    cells = [cell for sample in samples for cell in _VALUED.findall(sample)]
    rows = max((int(digits) for _letters, digits in cells), default=1)
    return rows, max((column_position(text.decode()) + 1 for text, _digits in cells), default=1)


def _letters(columns: int) -> bytes:
    """Return a pattern of the letters of the first columns."""
    if columns <= 26:
        return b"[A-%c]" % (ord("A") + columns - 1)
    first, rest = divmod(columns - 27, 26)
    whole = b"|[A-%c][A-Z]" % (ord("A") + first - 1) if first else b""
    return b"[A-Z]%s|%c[A-%c]" % (whole, ord("A") + first, ord("A") + rest)


def _digits(rows: int) -> bytes:
    """Return a pattern of the numbers from 1 to `rows`."""
    text = str(rows)
    if rows == 10 ** len(text) - 1:
        return rb"[1-9]\d{0,%d}" % (len(text) - 1)
    choices = [rb"[1-9]\d{0,%d}" % (len(text) - 2)] if len(text) > 1 else []
    for at, digit in enumerate(text):
        low = 1 if at == 0 else 0
        high = int(digit) - (at < len(text) - 1)
        if high >= low:
            rest = len(text) - at - 1
            choices.append(b"%s[%d-%d]" % (text[:at].encode(), low, high) + rb"\d" * rest)
    return b"|".join(choices)


def _look_at_odd_cells(xml: bytes, odd: re.Pattern[bytes], found: SheetXml) -> bool:
    """Look at the cells that are not plain; False where one of them doesn't say where it is."""
    for at in (match.start() for match in odd.finditer(xml, len(_OPENING))):
        tag = _TAG.match(xml, at)
        if tag is None:  # the name of another element, or a tag that never ends
            if xml[at + 2 : at + 3] in b" \t\r\n/>":
                raise FileDefect("unreadable_file")
            continue
        if tag[3].endswith(b"/"):
            continue
        found.is_plain = False
        places = _REFERENCE.findall(tag[3])
        if not places:
            return False
        for letters, digits in places:
            _reach(found, *_position(letters, digits))
        _note_error(xml, tag, found)
    return True


def _walk(xml: bytes, found: SheetXml) -> None:
    """Follow rows and cells one by one, as calamine counts those that don't say where they are."""
    row = column = 0
    for tag in _TAG.finditer(xml):
        closing, name, attributes = tag.groups()
        place = _REFERENCE.search(attributes)
        if name == b"row":
            if place and place[2] and not closing:
                row = int(place[2][:8]) - 1
            if closing or attributes.endswith(b"/"):
                row, column = row + 1, 0
        elif not closing:
            at = row
            for letters, digits in _REFERENCE.findall(attributes):
                at, column = _position(letters, digits)
            if not attributes.endswith(b"/"):
                _reach(found, at, column)
                _note_error(xml, tag, found, (at, column))
            column += 1


def _position(letters: bytes, digits: bytes) -> tuple[int, int]:
    if not 0 < len(letters) <= 3 or not 0 < len(digits) <= 7 or not int(digits):
        raise FileDefect("unreadable_file", (letters + digits)[:20].decode("ascii"))
    return int(digits) - 1, column_position(letters.decode("ascii"))


def _reach(found: SheetXml, row: int, column: int) -> None:
    if row < 0:
        raise FileDefect("unreadable_file")
    found.rows, found.columns = max(found.rows, row + 1), max(found.columns, column + 1)


def _note_error(
    xml: bytes, tag: re.Match[bytes], found: SheetXml, place: tuple[int, int] | None = None
) -> None:
    following = xml.find(b"<c", tag.end())
    content = xml[tag.end() : following if following >= 0 else len(xml)].partition(b"</c")[0]
    text = error_of(tag[3], content)
    if text is not None:
        row, column = place or _position(*_REFERENCE.findall(tag[3])[-1])
        found.errors.append((row, column, text))


def _merged(xml: bytes) -> tuple[Area, ...]:
    """Return the merged areas that stand behind the cells."""
    return tuple(_areas(xml)) if b"mergeCell" in xml else ()


def _areas(xml: bytes) -> Iterator[Area]:
    for count, match in enumerate(_MERGED.finditer(_PREFIX.sub(rb"<\1", xml))):
        if count == _MOST_MERGED:
            return
        top, left = _position(match[1], match[2])
        bottom, right = _position(match[3], match[4])
        yield top, left, bottom, right
