"""`manifest.json` of a site: what each page is, and why it was made or not."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

from pydantic import TypeAdapter, ValidationError

NAME = "manifest.json"
FORMAT = 1

Status = Literal["built", "unchanged", "failed", "stale"]


@dataclass(frozen=True)
class Entry:
    """One briefing of a site.

    `stale` is a page of an earlier run, kept because this run failed; `failed` has no page but a
    notice. `key` is the rebuild key of the page that is shown, `sha256` the digest of its files by
    name; both are empty where there is none.
    """

    id: str
    title: str
    html: str
    pdf: str
    status: Status
    reason: str
    key: dict[str, str] = field(default_factory=dict)
    sha256: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Page:
    """A page of a site to look things up in; `status`, `key` and `sha256` are as those of a briefing."""

    id: str
    title: str
    about: str
    html: str
    status: Status
    reason: str
    key: dict[str, str] = field(default_factory=dict)
    sha256: str = ""


@dataclass(frozen=True)
class Manifest:
    """The briefings of a site, in order, and the pages beside them."""

    as_of: str
    campaign: str
    ledger: str
    language: str
    briefings: tuple[Entry, ...]
    pages: tuple[Page, ...] = ()

    def entry(self, briefing_id: str) -> Entry | None:
        """Return the entry of a briefing, or None."""
        return next((entry for entry in self.briefings if entry.id == briefing_id), None)

    def page(self, page_id: str) -> Page | None:
        """Return the entry of a page to look things up in, or None."""
        return next((page for page in self.pages if page.id == page_id), None)

    def write(self, folder: Path) -> None:
        """Write the manifest into a site."""
        value: dict[str, Any] = {"format": FORMAT, **asdict(self)}
        text = json.dumps(value, ensure_ascii=False, indent=1)
        (folder / NAME).write_text(text + "\n", encoding="utf-8")


def read(folder: Path) -> Manifest | None:
    """Return the manifest of a site, or None where there is none that this version can read."""
    value = _value(folder)
    if value.get("format") != FORMAT:
        return None
    try:
        return TypeAdapter(Manifest).validate_python(value)
    except ValidationError:
        return None


def is_site(folder: Path) -> bool:
    """Return whether a folder holds a site, of this or another version of the program.

    Other programs, too, write a `manifest.json`.
    """
    value = _value(folder)
    return isinstance(value.get("format"), int) and isinstance(value.get("briefings"), list)


def _value(folder: Path) -> dict[str, Any]:
    try:
        value = json.loads((folder / NAME).read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError, ValueError):
        return {}
    return value if isinstance(value, dict) else {}
