"""The comments of a sheet: ours are put behind what stands there, and taken away by the next run."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from .xml import MAIN, Element, main, parse, serialize, writable

HEADING = "【检查结果】"
_AUTHOR = "capacity-analysis"
# A heading and the lines below it, each of which begins with a severity and ends with a code.
_OURS = re.compile(rf"(?:\r?\n)?{HEADING}(?:\r?\n\[[^\]\n]+\] [^\n]* \[[a-z0-9_]+\](?=\r?\n|$))+")
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_EMPTY = f'<comments xmlns="{MAIN}"><authors/><commentList/></comments>'.encode()
_FONT = (("sz", "9"), ("color", "81"), ("rFont", "宋体"), ("family", "3"), ("charset", "134"))


@dataclass
class Comments:
    """The comments of a sheet.

    Attributes
    ----------
    removed : set of str
        Addresses of comments that were ours alone, and are no more.
    changed : bool
        Whether the part says something else now.

    """

    xml: bytes | None
    removed: set[str] = field(default_factory=set)
    changed: bool = False

    def __post_init__(self) -> None:
        self._root = parse(self.xml or _EMPTY)
        self._list = self._child("commentList")
        self._by_address: dict[str, Element] = {}
        for comment in list(self._list):
            where = comment.get("ref", "").replace("$", "")
            if self._clean(comment):
                self._by_address[where] = comment
            else:
                self._list.remove(comment)
                self.removed.add(where)

    def __len__(self) -> int:
        return len(self._list)

    def add(self, texts: Mapping[str, str]) -> set[str]:
        """Add a text to the comment of each cell; return the cells that had none before."""
        author = self._author() if texts else ""
        self.changed |= bool(texts)
        new = set()
        for where, words in texts.items():
            comment = self._by_address.get(where)
            if comment is None:
                comment = self._list.makeelement(main("comment"))
                comment.set("ref", where)
                comment.set("authorId", author)
                comment.append(comment.makeelement(main("text")))
                self._list.append(comment)
                self._by_address[where] = comment
                new.add(where)
            _append(comment, f"{HEADING}\n{words}")
        return new

    def text(self, where: str) -> str:
        """Return all that the comment of a cell says."""
        return "".join(each.text or "" for each in self._by_address[where].iter(main("t")))

    def to_xml(self) -> bytes:
        """Return the part."""
        return serialize(self._root)

    def _child(self, tag: str) -> Element:
        found = self._root.find(main(tag))
        if found is None:
            found = self._root.makeelement(main(tag))
            self._root.insert(0 if tag == "authors" else len(self._root), found)
        return found

    def _author(self) -> str:
        authors = self._child("authors")
        for at, each in enumerate(authors):
            if each.text == _AUTHOR:
                return str(at)
        author = authors.makeelement(main("author"))
        author.text = _AUTHOR
        authors.append(author)
        return str(len(authors) - 1)

    def _clean(self, comment: Element) -> bool:
        """Take our lines away; say whether there is anything left of the comment."""
        pieces = [each for each in comment.iter(main("t")) if each.getparent().tag != main("rPh")]
        whole = "".join(each.text or "" for each in pieces)
        found = _OURS.search(whole)
        if found is None:
            return True
        self.changed = True
        at = 0
        for piece in pieces:
            words = piece.text or ""
            kept = words[: max(found.start() - at, 0)] + words[max(found.end() - at, 0) :]
            at += len(words)
            run = piece.getparent()
            piece.text = kept
            if not kept and words and run.tag == main("r"):
                run.getparent().remove(run)
        return bool((whole[: found.start()] + whole[found.end() :]).strip())


def _append(comment: Element, words: str) -> None:
    text = comment.find(main("text"))
    for plain in text.findall(main("t")):  # a comment is either one text or runs
        run = text.makeelement(main("r"))
        text.replace(plain, run)
        run.append(plain)
        plain.set(_SPACE, "preserve")
    runs = text.findall(main("r"))
    run = text.makeelement(main("r"))
    look = run.makeelement(main("rPr"))
    for tag, value in _FONT:
        look.append(look.makeelement(main(tag), {"indexed" if tag == "color" else "val": value}))
    piece = run.makeelement(main("t"), {_SPACE: "preserve"})
    piece.text = writable(f"\n{words}" if runs else words)
    run.extend((look, piece))
    text.insert(text.index(runs[-1]) + 1 if runs else 0, run)
