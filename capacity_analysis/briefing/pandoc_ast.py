"""Blocks as pandoc's JSON document: plain dicts, with no markup language in between.

For HTML, text becomes pandoc strings, which its writer escapes. For Typst, text becomes string
literals of Typst's own: pandoc's escapes there leave ``#strong[a].b``, ``#strong[a];`` and ``...``
to be read as code or as punctuation.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from ..errors import BriefingError
from ..sections.blocks import (
    Block,
    Contents,
    Figure,
    Heading,
    Masthead,
    Paragraph,
    Points,
    Run,
    Table,
    plain,
)
from . import columns

API_VERSION = [1, 23, 1, 1]
WHOLE_ROWS = 8  # a table of so few rows is never broken across pages

Target = Literal["html", "typst"]
Node = dict[str, Any]

_ANCHOR = re.compile(r"\w[\w.:-]*")
_ALIGNMENTS = {"left": "AlignLeft", "right": "AlignRight", "center": "AlignCenter"}
_NO_ATTRIBUTES: list[Any] = ["", [], []]
_WORDS = {
    "zh": {
        "lang": "zh-Hans",
        "table": "表{}",
        "figure": "图{}",
        "caption": "{}　{}",
        "skip": "跳到正文",
    },
    "en": {
        "lang": "en",
        "table": "Table {}",
        "figure": "Figure {}",
        "caption": "{}. {}",
        "skip": "Skip to the text",
    },
}


def document(
    blocks: Sequence[Block],
    *,
    target: Target,
    images: Sequence[str],
    styles: str = "",
) -> Node:
    """Return `blocks` as a pandoc document for the writer `target`.

    Parameters
    ----------
    blocks
        The blocks of one briefing, with exactly one masthead.
    target
        The pandoc writer that will read the document.
    images
        The address of each figure's drawing, in order of appearance.
    styles
        The style sheet that the HTML template sets inline.

    Raises
    ------
    BriefingError
        If the masthead is missing, an anchor is used twice, or a reference leads nowhere.

    """
    masthead = _masthead(blocks)
    builder = _Builder(target, masthead.language, _labels(blocks, masthead.language), images)
    return {
        "pandoc-api-version": API_VERSION,
        "meta": {**builder.meta(masthead), "styles": _meta_raw("html", styles)},
        "blocks": builder.body(blocks),
    }


def texts(blocks: Iterable[Block]) -> Iterator[str]:
    """Yield every text of `blocks` that is set on the page, figures' drawings excepted."""
    for block in blocks:
        yield from _texts(block.to_json())


def _texts(value: object, key: str = "") -> Iterator[str]:
    if key in {"format", "kind", "anchor", "target", "align", "alt", "svg", "language"}:
        return
    if isinstance(value, str):
        yield plain(value)
    elif isinstance(value, Mapping):
        for name, part in value.items():
            yield from _texts(part, name)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _texts(part)


def _masthead(blocks: Sequence[Block]) -> Masthead:
    found = [block for block in blocks if isinstance(block, Masthead)]
    if len(found) != 1:
        raise BriefingError(f"a briefing needs one masthead, and the notebook shows {len(found)}")
    if found[0].language not in _WORDS:
        raise BriefingError(
            f"the masthead's language {found[0].language!r} is none of {', '.join(_WORDS)}"
        )
    return found[0]


def _labels(blocks: Sequence[Block], language: str) -> dict[str, str]:
    """Return what a reference to each anchor is set as: 表1, 图1, or a heading's text."""
    labels: dict[str, str] = {}
    for block, label in zip(blocks, _numbers(blocks, language), strict=True):
        anchor = block.anchor if isinstance(block, Table | Figure | Heading) else ""
        if not anchor:
            continue
        if not _ANCHOR.fullmatch(anchor):
            raise BriefingError(f"anchor {anchor!r}: use letters, digits, '-', '.', ':' and '_'")
        if anchor in labels:
            raise BriefingError(f"anchor {anchor!r} is used twice: {labels[anchor]} and {label}")
        labels[anchor] = label
    return labels


def _numbers(blocks: Sequence[Block], language: str) -> Iterator[str]:
    """Yield each block's own label, numbering tables and figures in order of appearance."""
    counts = {"table": 0, "figure": 0}
    for block in blocks:
        if isinstance(block, Table | Figure):
            counts[block.kind] += 1
            yield _WORDS[language][block.kind].format(counts[block.kind])
        else:
            yield plain(block.text) if isinstance(block, Heading) else ""


@dataclass(frozen=True)
class _Builder:
    """Writes blocks as pandoc nodes for one target, in one language, with known labels."""

    target: Target
    language: str
    labels: Mapping[str, str]
    images: Sequence[str]

    def meta(self, masthead: Masthead) -> Node:
        words = _WORDS[self.language]
        return {
            "title": self.meta_text(masthead.title),
            "office": self.meta_text(masthead.office),
            "date": self.meta_text(masthead.date),
            "standing": self.meta_text(masthead.standing),
            "running": self.meta_text(masthead.running),
            "classification": self.meta_text(masthead.classification),
            "notices": {
                "t": "MetaList",
                "c": [self.meta_text(notice) for notice in masthead.notices if notice],
            },
            "lang": self.meta_text(words["lang"]),
            "skip": self.meta_text(words["skip"]),
            "english": {"t": "MetaBool", "c": self.language == "en"},
        }

    def meta_text(self, text: str) -> Node:
        return {"t": "MetaInlines", "c": [self.text(text)] if text else []}

    def body(self, blocks: Sequence[Block]) -> list[Node]:
        """Return the blocks below the masthead."""
        headings = self.heading_ids(blocks)
        images = iter(self.images)
        ids = iter(headings)
        nodes: list[Node] = []
        for block, label in zip(blocks, _numbers(blocks, self.language), strict=True):
            match block:
                case Masthead():
                    continue
                case Heading():
                    nodes.append(self.heading(block, next(ids)))
                case Paragraph():
                    nodes.append(_node("Para", self.inlines(block.text)))
                case Points():
                    nodes += self.points(block)
                case Table():
                    nodes += self.table(block, label)
                case Figure():
                    nodes.append(self.figure(block, label, next(images)))
                case Contents():
                    nodes += self.contents(block, blocks, headings)
                case _:
                    raise BriefingError(f"the page has no setting for a block {block.kind!r}")
        return nodes

    def heading_ids(self, blocks: Sequence[Block]) -> list[str]:
        """Return the headings' anchors; one without gets an anchor that nobody else uses."""
        ids: list[str] = []
        for block in blocks:
            if isinstance(block, Heading):
                name = block.anchor or f"section-{len(ids) + 1}"
                while not block.anchor and name in self.labels:
                    name += "-"
                ids.append(name)
        return ids

    def text(self, text: str) -> Node:
        """Return `text` so that neither pandoc nor Typst can read it as markup."""
        folded = plain(text)
        if self.target == "html":
            return _node("Str", folded)
        return _raw_inline("typst", f"#{typst_string(folded)};")

    def inlines(self, text: Iterable[Run]) -> list[Node]:
        return [node for run in text for node in self.run(run)]

    def run(self, run: Run) -> list[Node]:
        label = run.text or self.label(run.target)
        if not label:
            return []
        node = self.text(label)
        if run.strong:
            node = _node("Strong", [node])
        if run.target:
            self.label(run.target)
            node = _node("Link", [_NO_ATTRIBUTES, [node], [f"#{run.target}", ""]])
        return [node]

    def label(self, target: str) -> str:
        if target and target not in self.labels:
            known = "、".join(sorted(self.labels)) or "none"
            raise BriefingError(f"reference to unknown anchor {target!r}; anchors: {known}")
        return self.labels.get(target, "")

    def heading(self, block: Heading, name: str) -> Node:
        return _node("Header", [block.level, [name, [], []], [self.text(block.text)]])

    def points(self, block: Points) -> list[Node]:
        items = [[_node("Plain", self.inlines(item))] for item in block.items]
        numbered = _node("OrderedList", [[1, {"t": "DefaultStyle"}, {"t": "DefaultDelim"}], items])
        points = [numbered if block.numbered else _node("BulletList", items)] if items else []
        if not block.title and not block.boxed:
            return points
        title = self.points_title(block.title) if block.title else []
        if self.target == "typst":
            box = "callout" if block.boxed else "titled"
            return [_raw("typst", f"#{box}["), *title, *points, _raw("typst", "]")]
        return [_div(["callout" if block.boxed else "titled"], [*title, *points])]

    def points_title(self, title: str) -> list[Node]:
        if self.target == "typst":
            return [_raw("typst", f"#points-title({typst_string(plain(title))})")]
        return [_div(["points-title"], [_node("Para", [self.text(title)])])]

    def contents(self, block: Contents, blocks: Sequence[Block], ids: list[str]) -> list[Node]:
        title = plain(block.title)
        if self.target == "typst":
            # Typst knows the pages: the template lists the level-1 headings itself.
            return [_raw("typst", f"#contents({typst_string(title)})")]
        headings = (block for block in blocks if isinstance(block, Heading))
        items = [
            [
                _node(
                    "Plain",
                    [_node("Link", [_NO_ATTRIBUTES, [self.text(heading.text)], [f"#{name}", ""]])],
                )
            ]
            for heading, name in zip(headings, ids, strict=True)
            if heading.level == 1
        ]
        attributes = [["role", "navigation"], ["aria-label", title]]
        inner = [_div(["contents-title"], [_node("Para", [self.text(title)])])]
        if items:
            inner.append(_node("BulletList", items))
        return [_div(["contents-rail"], [_div(["contents"], inner, attributes)])]

    def table(self, block: Table, label: str) -> list[Node]:
        table = _node(
            "Table",
            [
                [block.anchor, [], []],
                [None, [_node("Plain", [self.text(self.captioned(label, block.caption))])]],
                _column_specs(block),
                [
                    _NO_ATTRIBUTES,
                    [_row([self.header_cell(c.label, c.align) for c in block.columns])],
                ],
                [
                    [
                        _NO_ATTRIBUTES,
                        0,
                        [],
                        [_row([self.cell(c) for c in row]) for row in block.rows],
                    ]
                ],
                [_NO_ATTRIBUTES, []],
            ],
        )
        notes = [_node("Para", [self.text(note)]) for note in block.notes if note]
        if self.target == "typst":
            size = columns.size(block)
            whole = str(len(block.rows) <= WHOLE_ROWS).lower()
            noted = str(bool(notes)).lower()
            options = f"{size.text}pt, {size.padding}pt, whole: {whole}, noted: {noted}"
            opening = f"#sheet({options})["
            return [_raw("typst", opening), table, _raw("typst", "]["), *notes, _raw("typst", "]")]
        # A table wider than a phone scrolls inside its frame, which the keyboard must reach.
        frame = _div(
            ["scroll"],
            [table],
            [["tabindex", "0"], ["role", "region"], ["aria-label", label]],
        )
        classes = ["sheet", *columns.size_classes(block)]
        return [_div(classes, [frame, *([_div(["notes"], notes)] if notes else [])])]

    def header_cell(self, label: str, align: str) -> list[Any]:
        content = [_node("Plain", [self.text(label)])] if label else []
        attributes: list[Any] = ["", [], [["scope", "col"]] if self.target == "html" else []]
        return [attributes, {"t": _ALIGNMENTS[align]}, 1, 1, content]

    def cell(self, text: Iterable[Run]) -> list[Any]:
        return [_NO_ATTRIBUTES, {"t": "AlignDefault"}, 1, 1, [_node("Plain", self.inlines(text))]]

    def captioned(self, label: str, caption: str) -> str:
        return _WORDS[self.language]["caption"].format(label, caption)

    def figure(self, block: Figure, label: str, address: str) -> Node:
        title = self.captioned(label, block.title)
        if self.target == "typst":
            values = {"title": title, "caption": block.caption, "source": block.source}
            values |= {"alt": block.alt}
            listed = "".join(f", {k}: {typst_string(plain(v))}" for k, v in values.items())
            anchor = f" <{block.anchor}>" if block.anchor else ""
            return _raw("typst", f"#drawing({typst_string(address)}{listed}){anchor}")
        lines = [("figure-title", title), ("caption", block.caption), ("source", block.source)]
        caption = [
            _div([name], [_node("Plain", [self.text(line)])]) for name, line in lines if line
        ]
        image = _node("Image", [_NO_ATTRIBUTES, [self.text(block.alt)], [address, ""]])
        return _node("Figure", [[block.anchor, [], []], [None, caption], [_node("Plain", [image])]])


def typst_string(text: str) -> str:
    r"""Return `text` as a string literal of Typst, in which only two characters need care.

    Examples
    --------
    >>> print(typst_string('a "b" #c'))
    "a \"b\" #c"

    """
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _column_specs(block: Table) -> list[Any]:
    return [
        [{"t": _ALIGNMENTS[column.align]}, {"t": "ColWidth", "c": share}]
        for column, share in zip(block.columns, columns.shares(block), strict=True)
    ]


def _row(cells: list[Any]) -> list[Any]:
    return [_NO_ATTRIBUTES, cells]


def _node(kind: str, content: object) -> Node:
    return {"t": kind, "c": content}


def _div(classes: list[str], blocks: list[Node], attributes: Sequence[Sequence[str]] = ()) -> Node:
    return _node("Div", [["", classes, [list(pair) for pair in attributes]], blocks])


def _raw(form: str, markup: str) -> Node:
    return _node("RawBlock", [form, markup])


def _raw_inline(form: str, markup: str) -> Node:
    return _node("RawInline", [form, markup])


def _meta_raw(form: str, markup: str) -> Node:
    return {"t": "MetaBlocks", "c": [_raw(form, markup)]}
