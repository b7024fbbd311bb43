"""What a page is made of: frozen blocks that a notebook shows and a renderer sets.

A section returns blocks. In JupyterLab a block displays itself as HTML (Markdown elsewhere); beside
that it travels in the notebook's output as JSON under `MIME`, from which HTML and PDF are set.
Workbook text therefore never passes through a markup language on its way to the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from html import escape
from typing import Any, Literal

from .inline import Inline, Run, escape_markdown, fill, plain, ref, refs, runs, strong
from .inline import to_html as inline_html
from .inline import to_markdown as inline_markdown

__all__ = [
    "FORMAT", "MIME", "Block", "Column", "Contents", "Figure", "Heading", "Inline", "Masthead",
    "Paragraph", "Points", "Run", "Section", "Table", "escape_markdown", "fill", "from_json",
    "paragraph", "plain", "points", "ref", "refs", "runs", "section", "strong", "table",
]  # fmt: skip

MIME = "application/vnd.capacity-analysis.block+json"
FORMAT = 1


@dataclass(frozen=True)
class Block:
    """Base of all blocks; `kind` names it in JSON."""

    @property
    def kind(self) -> str:
        """The block's name in JSON: the class name in lower case."""
        return type(self).__name__.lower()

    def to_json(self) -> dict[str, Any]:
        """Return the block as JSON values."""
        return {"format": FORMAT, "kind": self.kind, **asdict(self)}

    def to_html(self) -> str:
        """Return a fragment of HTML for display in JupyterLab."""
        raise NotImplementedError

    def to_markdown(self) -> str:
        """Return Markdown that any dialect reads alike."""
        raise NotImplementedError

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        return {
            MIME: self.to_json(),
            "text/html": self.to_html(),
            "text/markdown": self.to_markdown(),
            "text/plain": self.to_markdown(),
        }


@dataclass(frozen=True)
class Masthead(Block):
    """The head of a briefing: title, office, dates and standing."""

    title: str
    office: str
    date: str
    standing: str
    classification: str = ""
    notices: tuple[str, ...] = ()
    language: str = "zh"
    running: str = ""  # said again at the head of every page

    def to_html(self) -> str:  # noqa: D102
        lines = [self.classification, self.standing, f"{self.office}　{self.date}", *self.notices]
        body = "".join(f"<p>{escape(line)}</p>" for line in lines if line)
        return f"<h1>{escape(self.title)}</h1>{body}"

    def to_markdown(self) -> str:  # noqa: D102
        lines = [self.classification, self.standing, f"{self.office}　{self.date}", *self.notices]
        body = "\n\n".join(escape_markdown(line) for line in lines if line)
        return f"# {escape_markdown(self.title)}\n\n{body}"


@dataclass(frozen=True)
class Heading(Block):
    """A heading; level 1 is a section of the briefing (一、…)."""

    text: str
    level: int = 1
    anchor: str = ""

    def to_html(self) -> str:  # noqa: D102
        return f"<h{self.level + 1}>{escape(self.text)}</h{self.level + 1}>"

    def to_markdown(self) -> str:  # noqa: D102
        return f"{'#' * (self.level + 1)} {escape_markdown(self.text)}"


@dataclass(frozen=True)
class Paragraph(Block):
    """A paragraph of running text."""

    text: tuple[Run, ...]

    def to_html(self) -> str:  # noqa: D102
        return f"<p>{inline_html(self.text)}</p>"

    def to_markdown(self) -> str:  # noqa: D102
        return inline_markdown(self.text)


@dataclass(frozen=True)
class Points(Block):
    """Numbered (1．2．3．) or bulleted points, optionally boxed under a title."""

    items: tuple[tuple[Run, ...], ...]
    numbered: bool = True
    title: str = ""
    boxed: bool = False

    def to_html(self) -> str:  # noqa: D102
        tag = "ol" if self.numbered else "ul"
        title = f"<p><strong>{escape(self.title)}</strong></p>" if self.title else ""
        return f"{title}<{tag}>{''.join(f'<li>{inline_html(item)}</li>' for item in self.items)}</{tag}>"

    def to_markdown(self) -> str:  # noqa: D102
        lines = [
            f"{f'{number}.' if self.numbered else '-'} {inline_markdown(item)}"
            for number, item in enumerate(self.items, 1)
        ]
        title = [f"**{escape_markdown(self.title)}**", ""] if self.title else []
        return "\n".join([*title, *lines])


@dataclass(frozen=True)
class Column:
    """A column of a table: its label, its alignment and its share of the width."""

    label: str
    align: Literal["left", "right", "center"] = "left"
    width: float = 1.0


@dataclass(frozen=True)
class Table(Block):
    """A captioned table; the renderer numbers it in the order of appearance."""

    anchor: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[tuple[Run, ...], ...], ...]
    notes: tuple[str, ...] = ()

    def to_html(self) -> str:  # noqa: D102
        head = "".join(f"<th>{escape(column.label)}</th>" for column in self.columns)
        body = "".join(
            "<tr>"
            + "".join(
                f'<td style="text-align:{column.align}">{inline_html(cell)}</td>'
                for column, cell in zip(self.columns, row, strict=True)
            )
            + "</tr>"
            for row in self.rows
        )
        notes = "".join(f"<p><small>{escape(note)}</small></p>" for note in self.notes)
        return (
            f'<table id="{escape(self.anchor)}"><caption>{escape(self.caption)}</caption>'
            f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{notes}"
        )

    def to_markdown(self) -> str:  # noqa: D102
        rules = {"left": ":--", "right": "--:", "center": ":-:"}
        lines = [
            f"**{escape_markdown(self.caption)}**",
            "",
            _pipe_row(escape_markdown(column.label) for column in self.columns),
            _pipe_row(rules[column.align] for column in self.columns),
            *(_pipe_row(inline_markdown(cell) for cell in row) for row in self.rows),
        ]
        for note in self.notes:
            lines += ["", escape_markdown(note)]
        return "\n".join(lines)


@dataclass(frozen=True)
class Figure(Block):
    """A figure whose title is its finding; numbered by the renderer, drawn as SVG."""

    anchor: str
    title: str
    caption: str
    alt: str
    svg: str = field(repr=False)
    source: str = ""

    def to_html(self) -> str:  # noqa: D102
        return (
            f'<figure id="{escape(self.anchor)}" role="img" aria-label="{escape(self.alt)}">'
            f"{_svg_element(self.svg)}"
            f"<figcaption><strong>{escape(self.title)}</strong><br>{escape(self.caption)}<br>"
            f"<small>{escape(self.source)}</small></figcaption></figure>"
        )

    def to_markdown(self) -> str:  # noqa: D102
        lines = [f"**{escape_markdown(self.title)}**", escape_markdown(self.caption)]
        if self.source:
            lines.append(escape_markdown(self.source))
        return "\n\n".join(lines)

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        return {**super()._repr_mimebundle_(), "image/svg+xml": self.svg}


@dataclass(frozen=True)
class Contents(Block):
    """The place of the table of contents."""

    title: str

    def to_html(self) -> str:  # noqa: D102
        return ""

    def to_markdown(self) -> str:  # noqa: D102
        return ""


_KINDS: dict[str, type[Block]] = {
    kind.__name__.lower(): kind
    for kind in (Masthead, Heading, Paragraph, Points, Table, Figure, Contents)
}


def from_json(value: dict[str, Any]) -> Block:
    """Return the block that `Block.to_json` wrote.

    Raises
    ------
    ValueError
        If the value was written by another format of blocks.

    """
    values = dict(value)
    if values.pop("format", None) != FORMAT or values.get("kind") not in _KINDS:
        raise ValueError("not a block of this version: execute the notebook again")
    kind = values.pop("kind")
    if kind == "masthead":
        values["notices"] = tuple(values["notices"])
    elif kind == "paragraph":
        values["text"] = _runs_from_json(values["text"])
    elif kind == "points":
        values["items"] = tuple(_runs_from_json(item) for item in values["items"])
    elif kind == "table":
        values["columns"] = tuple(Column(**column) for column in values["columns"])
        values["rows"] = tuple(
            tuple(_runs_from_json(cell) for cell in row) for row in values["rows"]
        )
        values["notes"] = tuple(values["notes"])
    return _KINDS[kind](**values)


class Section(tuple[Block, ...]):
    """Blocks that belong together; a notebook cell that ends in one shows them all."""

    def _ipython_display_(self) -> None:
        from IPython.display import display

        for block in self:
            display(block)  # type: ignore[no-untyped-call]


def section(*blocks: Block | Iterable[Block]) -> Section:
    """Return blocks, and the blocks of sections, as one section."""
    flat: list[Block] = []
    for block in blocks:
        if isinstance(block, Block):
            flat.append(block)
        else:
            flat.extend(block)
    return Section(flat)


def paragraph(text: Inline) -> Paragraph:
    """Return a paragraph."""
    return Paragraph(runs(text))


def points(
    items: Iterable[Inline], *, numbered: bool = True, title: str = "", boxed: bool = False
) -> Points:
    """Return numbered or bulleted points."""
    return Points(tuple(runs(item) for item in items), numbered, title, boxed)


def table(
    anchor: str,
    caption: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Inline]],
    notes: Sequence[str] = (),
) -> Table:
    """Return a captioned table.

    Raises
    ------
    ValueError
        If a row has not as many cells as there are columns.

    """
    cells = tuple(tuple(runs(cell) for cell in row) for row in rows)
    if any(len(row) != len(columns) for row in cells):
        raise ValueError(f"table {anchor}: a row has not {len(columns)} cells")
    return Table(anchor, caption, tuple(columns), cells, tuple(notes))


def _svg_element(svg: str) -> str:
    """Return the <svg> element without the XML prologue, which HTML does not know."""
    return svg[svg.index("<svg") :]


def _runs_from_json(values: Iterable[dict[str, Any]]) -> tuple[Run, ...]:
    return tuple(Run(**value) for value in values)


def _pipe_row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
