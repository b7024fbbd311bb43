"""Pieces of HTML: what is text is escaped here, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import quote

_WIDE = 5  # columns that a phone has no room for
_DENSE = 7


class Markup(str):
    """Text that is HTML already."""

    __slots__ = ()


@dataclass(frozen=True)
class Head:
    """The head of a column."""

    label: str
    is_number: bool = False


def markup(value: object) -> Markup:
    r"""Return a value as HTML; a line break in a text is one on the page.

    Examples
    --------
    >>> markup("<b>"), markup(Markup("<b>")), markup("a\nb")
    ('&lt;b&gt;', '<b>', 'a<br>b')

    """
    if isinstance(value, Markup):
        return value
    return Markup(escape(str(value)).replace("\n", "<br>"))


def joined(parts: Iterable[object], between: str = "") -> Markup:
    """Return parts one after the other, without those that are empty."""
    return Markup(markup(between).join(markup(part) for part in parts if part != ""))


def element(tag: str, *parts: object, **attributes: str) -> Markup:
    """Return an element; an attribute that is empty is left out.

    Examples
    --------
    >>> element("p", "1 < 2", class_="note", id="")
    '<p class="note">1 &lt; 2</p>'

    """
    given = "".join(
        f' {name.strip("_").replace("_", "-")}="{escape(value)}"'
        for name, value in attributes.items()
        if value
    )
    return Markup(f"<{tag}{given}>{joined(parts)}</{tag}>")


def anchor(document_id: str, row_id: str = "") -> str:
    """Return what a document, or one of its rows, is called on the standards page.

    Examples
    --------
    >>> anchor("ndrc-2021-1609", "bm2021-030"), anchor("a", "第1条 甲")
    ('ndrc-2021-1609.bm2021-030', 'a.%E7%AC%AC1%E6%9D%A1%20%E7%94%B2')

    """
    return f"{document_id}.{quote(row_id, safe='')}" if row_id else document_id


def link(target: str, text: object) -> Markup:
    """Return a link to a place on the same page."""
    return element("a", text, href=f"#{target}")


def contents(title: str, items: Iterable[Markup], classes: str = "contents") -> Markup:
    """Return a table of contents, which stands beside the text on a wide screen."""
    head = element("div", element("p", title), class_="contents-title")
    listed = element("nav", head, element("ul", *items), class_=classes, aria_label=title)
    return element("div", listed, class_="contents-rail")


def table(
    label: str,
    heads: Sequence[Head],
    rows: Iterable[tuple[str, Sequence[object]]],
    caption: object = "",
) -> Markup:
    """Return a table that scrolls by itself where it is wider than the page.

    Parameters
    ----------
    label : str
        What a screen reader calls the table; no other table of the page has the same.
    heads : sequence of Head
        The columns.
    rows : iterable of (str, sequence)
        The id of each row (empty where it has none) and its cells; the first says what the row is.
    caption : object, optional
        What stands above the table.

    """
    head = joined(element("th", each.label, scope="col") for each in heads)
    body = joined(_row(name, cells, heads) for name, cells in rows)
    sizes = [("wide", _WIDE), ("dense", _DENSE)]
    classes = " ".join(["sheet", "lookup", *(c for c, limit in sizes if len(heads) > limit)])
    whole = element(
        "table",
        element("caption", caption) if caption else "",
        element("thead", element("tr", head)),
        element("tbody", body),
    )
    region = element("div", whole, class_="scroll", tabindex="0", role="region", aria_label=label)
    return element("div", region, class_=classes)


def _row(name: str, cells: Sequence[object], heads: Sequence[Head]) -> Markup:
    first = element("th", cells[0], scope="row")
    rest = (
        element("td", cell, class_="number" if head.is_number else "")
        for cell, head in zip(cells[1:], heads[1:], strict=True)
    )
    return element("tr", first, *rest, id=name)
