"""What a browser makes of a page to look things up in."""

from __future__ import annotations

from collections import Counter
from html.parser import HTMLParser


class LookupPage(HTMLParser):
    """The ids, links, tags and text of a page, the text of each row by its id, and what is folded."""

    def __init__(self, source: str):
        super().__init__()
        self.source, self.text = source, ""
        self.ids, self.links, self.tags = [], [], Counter()
        self.rows: dict[str, list[str]] = {}
        self.folded: set[str] = set()
        self._row, self._depth = None, 0
        self.feed(source)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.tags[tag] += 1
        self.ids += [given["id"]] if "id" in given else []
        self.links += [given["href"]] if "href" in given else []
        self._depth += tag == "details"
        if tag == "tr":
            self._row = self.rows.setdefault(given.get("id", ""), [])
            if self._depth:
                self.folded.add(given.get("id", ""))
        if tag in ("td", "th") and self._row is not None:
            self._row.append("")
        if tag == "br":
            self.handle_data("\n")

    def handle_endtag(self, tag):
        self._depth -= tag == "details"
        if tag == "tr":
            self._row = None

    def handle_data(self, data):
        self.text += data
        if self._row:
            self._row[-1] += data

    def row(self, name: str) -> str:
        """Return all that a row says, without white space."""
        return "".join("".join(self.rows[name]).split())
