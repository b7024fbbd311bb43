"""Cell formats: for each that is marked, one that differs in its fill alone, and the way back.

A marked cell's former fill must be found again after Excel or WPS has saved the workbook, which gives
all formats new numbers. So the fills that were there are kept in hidden named styles, by number, and
the lowest three bits of each part of a mark's colour hold that number: unseen, and kept by every program.
"""

from __future__ import annotations

import re
from copy import deepcopy

from ..kinds import Severity
from .xml import MAIN, Element, essence, main, parse, serialize

# Light to dark in grey print, too: a note 232, a warning 206, an error 164 of 255.
_LIGHT: dict[Severity, int] = {"error": 0xF88080, "warning": 0xF8C848, "note": 0xD8E8F8}
# For cells whose letters are light already.
_DARK: dict[Severity, int] = {"error": 0x980000, "warning": 0x784800, "note": 0x183860}
_BITS = 0x070707
_MOST_FILLS = 511
_KEPT = re.compile(r"capacity-analysis (\d{1,3})")
_LIGHT_INDEXES = ("1", "9")  # white, in the palette that colours are counted by
_LIGHT_THEME = ("0", "2")  # the two backgrounds of a theme

_ORDER = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs", "cellStyles", "dxfs",
          "tableStyles", "colors", "extLst")  # fmt: skip

EMPTY = (
    f'<styleSheet xmlns="{MAIN}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    "<borders><border><left/><right/><top/><bottom/><diagonal/></border></borders>"
    '<cellStyleXfs><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    '<cellStyles><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
).encode()


class Styles:
    """The formats of a workbook: `marked` gives the number of a marked format, `original` the way back."""

    def __init__(self, xml: bytes):
        self._root = parse(xml)
        self._fonts, self._fills = self._list("fonts"), self._list("fills")
        self._formats = self._list("cellXfs")
        if not len(self._formats):
            self._formats.append(self._format())
        self._numbers: dict[str, dict[tuple[object, ...], int]] = {}
        self._marked: dict[tuple[int, Severity], int] = {}
        self._kept = self._read_kept()
        self.originals = self._find_marked()

    def original(self, style: int) -> int:
        """Return the format that a cell had before it was marked."""
        return self.originals.get(style, style)

    def marked(self, style: int, severity: Severity) -> int:
        """Return the format of a marked cell: that of the cell, with another fill."""
        key = (self.original(style), severity)
        if key not in self._marked:
            self._marked[key] = self._mark(*key)
        return self._marked[key]

    def _mark(self, style: int, severity: Severity) -> int:
        source = self._formats[style if style < len(self._formats) else 0]
        font = self._at(self._fonts, source.get("fontId"))
        base = (_DARK if _is_light(font) else _LIGHT)[severity]
        number = self._keep(int(source.get("fillId") or 0))
        bits = (number >> 6) << 16 | (number >> 3 & 7) << 8 | number & 7
        return self._with_fill(source, self._number(self._fills, _solid(base | bits)))

    def plain(self, *, bold: bool = False, link: bool = False, fill: Severity | None = None) -> int:
        """Return a format of the list of problems: wrapped text in the workbook's own letters."""
        font = deepcopy(self._at(self._fonts, self._formats[0].get("fontId")))
        if bold:
            _replace(font, "b", {})
        if link:
            _replace(font, "color", {"rgb": "FF0563C1"})
            _replace(font, "u", {})
        # All bits set is no number of a kept fill: the list's own cells are no marks.
        filled = 0 if fill is None else self._number(self._fills, _solid(_LIGHT[fill] | _BITS))
        cell = self._format(
            fontId=str(self._number(self._fonts, font)), fillId=str(filled), applyFont="1",
            applyFill="1", applyAlignment="1",
        )  # fmt: skip
        cell.append(cell.makeelement(main("alignment"), {"vertical": "top", "wrapText": "1"}))
        return self._number(self._formats, cell)

    def to_xml(self) -> bytes:
        """Return the part."""
        for each in self._root:
            if each.get("count") is not None:
                each.set("count", str(len(each)))
        return serialize(self._root)

    def _list(self, tag: str) -> Element:
        """Return a list of the part; where there is none, an empty one at its place."""
        found = self._root.find(main(tag))
        if found is None:
            found = self._root.makeelement(main(tag), {"count": "0"})
            behind = {main(each) for each in _ORDER[_ORDER.index(tag) :]}
            at = next((at for at, each in enumerate(self._root) if each.tag in behind), None)
            self._root.insert(len(self._root) if at is None else at, found)
        return found

    def _number(self, among: Element, wanted: Element) -> int:
        """Return the position of an element in a list, behind which it is put if it is not there."""
        known = self._numbers.get(among.tag)
        if known is None:
            known = self._numbers[among.tag] = {}
            for at, each in enumerate(among):
                known.setdefault(essence(each), at)
        key = essence(wanted)
        if key not in known:
            among.append(wanted)
            known[key] = len(among) - 1
        return known[key]

    def _at(self, among: Element, number: str | None) -> Element:
        at = int(number or 0)
        if at < len(among):
            return among[at]
        return (
            among[0] if len(among) else among.makeelement(main(among.tag.rpartition("}")[2][:-1]))
        )

    def _format(self, **values: str) -> Element:
        given = {
            "numFmtId": "0",
            "fontId": "0",
            "fillId": "0",
            "borderId": "0",
            "xfId": "0",
        } | values
        return self._root.makeelement(main("xf"), given)

    def _with_fill(self, source: Element, fill: int) -> int:
        copy = deepcopy(source)
        copy.tail = None
        copy.set("fillId", str(fill))
        copy.set("applyFill", "1")
        return self._number(self._formats, copy)

    def _keep(self, fill: int) -> int:
        """Return the number of a fill among those kept; 0, which is none, where all numbers are taken."""
        if not self._kept:
            self._keep_as(0, 0)
        if fill not in self._kept:
            if len(self._kept) >= _MOST_FILLS:
                return 0
            self._keep_as(len(self._kept), fill)
        return self._kept.index(fill)

    def _keep_as(self, number: int, fill: int) -> None:
        masters, names = self._list("cellStyleXfs"), self._list("cellStyles")
        if not len(masters):
            masters.append(self._format(xfId=""))
            del masters[0].attrib["xfId"]
        master = self._format(fillId=str(fill))
        del master.attrib["xfId"]
        masters.append(master)
        named = names.makeelement(main("cellStyle"))
        named.set("name", f"capacity-analysis {number}")
        named.set("xfId", str(len(masters) - 1))
        named.set("hidden", "1")
        names.append(named)
        self._kept.append(fill)

    def _read_kept(self) -> list[int]:
        """Return the fills that an earlier annotation kept, in the order of their numbers."""
        masters, kept = self._list("cellStyleXfs"), {}
        for named in self._list("cellStyles"):
            match = _KEPT.fullmatch(named.get("name", ""))
            if match and int(named.get("xfId", 0)) < len(masters):
                kept[int(match[1])] = int(masters[int(named.get("xfId", 0))].get("fillId") or 0)
        return [kept.get(number, 0) for number in range(max(kept, default=-1) + 1)]

    def _find_marked(self) -> dict[int, int]:
        """Return the format behind each marked one of an earlier annotation."""
        if not self._kept:
            return {}
        fills = {at: self._kept_in(fill) for at, fill in enumerate(self._fills)}
        marked = {
            at: fills[int(each.get("fillId") or 0)]
            for at, each in enumerate(self._formats)
            if fills.get(int(each.get("fillId") or 0)) is not None
        }
        unmarked = {
            _but_for_flag(each): at
            for at, each in reversed(list(enumerate(self._formats)))
            if at not in marked
        }
        originals = {}
        for at, number in marked.items():
            former = deepcopy(self._formats[at])
            former.set("fillId", str(self._kept[number or 0]))
            found = unmarked.get(_but_for_flag(former))
            originals[at] = (
                self._with_fill(former, self._kept[number or 0]) if found is None else found
            )
        return originals

    def _kept_in(self, fill: Element) -> int | None:
        """Return the number of the kept fill that a mark's colour holds; None if it is no mark."""
        pattern = fill.find(main("patternFill"))
        colour = None if pattern is None else pattern.find(main("fgColor"))
        if colour is None or pattern.get("patternType") != "solid":
            return None
        rgb = int(colour.get("rgb", "0")[-6:], 16)
        if rgb & ~_BITS not in {*_LIGHT.values(), *_DARK.values()}:
            return None
        number = (rgb >> 16 & 7) << 6 | (rgb >> 8 & 7) << 3 | rgb & 7
        return number if number < len(self._kept) else None


def _but_for_flag(cell_format: Element) -> tuple[object, ...]:
    """Return what a format says, whether or not it says that its fill applies."""
    copy = deepcopy(cell_format)
    copy.attrib.pop("applyFill", None)
    return essence(copy)


def _solid(rgb: int) -> Element:
    return parse(
        f'<fill xmlns="{MAIN}"><patternFill patternType="solid"><fgColor rgb="FF{rgb:06X}"/>'
        '<bgColor indexed="64"/></patternFill></fill>'.encode()
    )


def _replace(font: Element, tag: str, values: dict[str, str]) -> None:
    for old in font.findall(main(tag)):
        font.remove(old)
    order = ("b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign", "sz",
             "color", "name", "family", "charset", "scheme")  # fmt: skip
    behind = {main(each) for each in order[order.index(tag) + 1 :]}
    at = next((at for at, each in enumerate(font) if each.tag in behind), len(font))
    font.insert(at, font.makeelement(main(tag), values))


def _is_light(font: Element) -> bool:
    """Say whether a font is so light that it can't be read on a pale fill."""
    colour = font.find(main("color"))
    if colour is None:
        return False
    if rgb := colour.get("rgb"):
        red, green, blue = (int(rgb[-6:][at : at + 2], 16) for at in (0, 2, 4))
        return 299 * red + 587 * green + 114 * blue > 150_000
    if theme := colour.get("theme"):
        return theme in _LIGHT_THEME and float(colour.get("tint", 0)) > -0.4
    return colour.get("indexed") in _LIGHT_INDEXES
