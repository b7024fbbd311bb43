"""XML of a workbook's parts: parsed without trust, and text that may stand in it."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from ...errors import InputError
from ...text import _

Element = Any

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


def parse(xml: bytes) -> Element:
    """Return the root of a part; nothing is fetched, and no entity is expanded.

    Raises
    ------
    InputError
        If the part is no XML, or declares a document type (which no spreadsheet program writes).

    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True
    )
    try:
        root = etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as error:
        raise broken(str(error)) from error
    if root.getroottree().docinfo.doctype:
        raise broken("DOCTYPE")
    return root


def serialize(root: Element) -> bytes:
    """Return the bytes of a part."""
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return written


def essence(element: Element) -> tuple[object, ...]:
    """Return what an element says, whatever its prefixes: equal for elements that say the same."""
    inside = tuple(essence(each) for each in element)
    text = "" if inside else (element.text or "").strip()
    return element.tag, tuple(sorted(element.attrib.items())), text, inside


def main(tag: str) -> str:
    """Return the full name of an element of a spreadsheet."""
    return f"{{{MAIN}}}{tag}"


def writable(text: str) -> str:
    r"""Return a text without what XML forbids, read back by a spreadsheet as it is here.

    Examples
    --------
    >>> writable("a_x0041_\x07")
    'a_x005F_x0041_'

    """
    return _ESCAPED.sub("_x005F_", _ILLEGAL.sub("", text))


def broken(reason: str) -> InputError:
    """Return the error for a workbook whose parts can't be made sense of."""
    message = _("工作簿的内部结构有问题（{reason}）。用Excel或WPS打开后另存为.xlsx文件，再运行。")
    return InputError(message.format(reason=reason))
