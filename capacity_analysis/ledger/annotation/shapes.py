"""The boxes of comments, which a workbook keeps as shapes in VML.

Spreadsheet programs write VML that is not always XML, so the part is not parsed: shapes are put before
its end, found by the cell that they belong to, and otherwise left alone.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from .sheet_part import Place
from .xml import broken

_PREFIX = rb"(?:[\w.-]+:)?"
_SHAPE = re.compile(rb"<(%bshape)(?=[\s>]).*?</\1\s*>" % _PREFIX, re.DOTALL)
_ROW = re.compile(rb"<%bRow\s*>\s*(\d+)\s*</" % _PREFIX)
_COLUMN = re.compile(rb"<%bColumn\s*>\s*(\d+)\s*</" % _PREFIX)
_ANCHOR = re.compile(rb"(<%bAnchor\s*>)([^<]*)(?=</)" % _PREFIX)
_ID = re.compile(rb"_x0000_s(\d+)")
_CLUSTERS = re.compile(rb"""(<%bidmap\s[^<>]*?data\s*=\s*["'])([^"']*)(["'])""" % _PREFIX)
_CLUSTER = 1024  # ids of shapes are counted by the thousand
_END = re.compile(rb"</(?:[\w.-]+:)?xml\s*>\s*$")
_WIDTH = 3  # columns
_CHARACTERS = 22  # to a line of a box so wide

_EMPTY = (
    b'<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    b'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit">'
    b'<o:idmap v:ext="edit" data="1"/></o:shapelayout></xml>'
)
_TYPE = (
    b'<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" '
    b'path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    b'<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_NAMESPACES = (
    b' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    b'xmlns:x="urn:schemas-microsoft-com:office:excel"'
)
_BOX = (
    b'<v:shape id="_x0000_s%d"%b type="#_x0000_t202" style="position:absolute;margin-left:60pt;'
    b'margin-top:2pt;width:200pt;height:%dpt;z-index:%d;visibility:hidden" fillcolor="#ffffe1" '
    b'o:insetmode="auto"><v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/>'
    b'<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto">'
    b'<div style="text-align:left"></div></v:textbox><x:ClientData ObjectType="Note">'
    b"<x:MoveWithCells/><x:SizeWithCells/><x:Anchor>%d, 15, %d, 2, %d, 15, %d, 4</x:Anchor>"
    b"<x:AutoFill>False</x:AutoFill><x:Row>%d</x:Row><x:Column>%d</x:Column></x:ClientData></v:shape>"
)


def height(words: str) -> int:
    """Return how many rows a box needs to show a text."""
    return 1 + sum(1 + len(line) // _CHARACTERS for line in words.split("\n"))


def edit_shapes(
    vml: bytes | None,
    *,
    removed: Collection[Place],
    grown: Mapping[Place, int],
    added: Mapping[Place, int],
) -> bytes:
    """Return the shapes of a sheet with boxes taken away, made higher and put in.

    Parameters
    ----------
    vml : bytes or None
        The part as it is; None for a sheet that has none.
    removed : collection of place
        Cells whose box goes.
    grown, added : mapping of place to int
        Cells whose box shows more than before, or is new, with the rows that its text needs.

    """
    xml = vml or _EMPTY
    if removed or grown:
        xml = _SHAPE.sub(lambda shape: _changed(shape[0], removed, grown), xml)
    if not added:
        return xml
    end = _END.search(xml)
    if end is None:
        raise broken("vmlDrawing")
    last = max((int(found) for found in _ID.findall(xml)), default=_CLUSTER)
    first = last + 1 if last % _CLUSTER == 0 else (last // _CLUSTER + 1) * _CLUSTER + 1
    # Prefixes may be bound otherwise in a part of another program.
    names = b"" if all(name in xml for name in _NAMESPACES.split()) else _NAMESPACES
    kind = _TYPE if b'id="_x0000_t202"' not in xml else b""
    if names:
        kind = kind.replace(b"<v:shapetype", b"<v:shapetype" + names)
    boxes = b"".join(
        _box(first + at, names, where, rows)
        for at, (where, rows) in enumerate(sorted(added.items()))
    )
    xml = xml[: end.start()] + kind + boxes + xml[end.start() :]
    clusters = range(first // _CLUSTER, (first + len(added) - 1) // _CLUSTER + 1)
    return _CLUSTERS.sub(lambda found: found[1] + _joined(found[2], clusters) + found[3], xml, 1)


def _joined(data: bytes, clusters: range) -> bytes:
    held = [each.strip() for each in data.split(b",") if each.strip()]
    return b",".join(dict.fromkeys([*held, *(b"%d" % number for number in clusters)]))


def _changed(shape: bytes, removed: Collection[Place], grown: Mapping[Place, int]) -> bytes:
    row, column = _ROW.search(shape), _COLUMN.search(shape)
    if row is None or column is None or b"Note" not in shape:
        return shape
    where = (int(row[1]) + 1, int(column[1]) + 1)
    if where in removed:
        return b""
    return (
        _ANCHOR.sub(lambda found: found[1] + _higher(found[2], grown[where]), shape)
        if where in grown
        else shape
    )


def _higher(anchor: bytes, rows: int) -> bytes:
    """Return the corners of a box (column, offset, row, offset, twice) with the lower one far enough."""
    numbers = anchor.split(b",")
    if len(numbers) != 8 or not all(number.strip().isdigit() for number in numbers):
        return anchor
    numbers[6] = b" %d" % max(int(numbers[6]), int(numbers[2]) + rows)
    return b",".join(numbers)


def _box(number: int, names: bytes, where: Place, rows: int) -> bytes:
    row, column = where[0] - 1, where[1] - 1
    top = max(row - 1, 0)
    return _BOX % (number, names, 15 * rows, number % _CLUSTER, column + 1, top, column + 1 + _WIDTH,
                   top + rows, row, column)  # fmt: skip
