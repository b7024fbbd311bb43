"""The cases as data: one for each kind of problem."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

from .book import Files, changed, loaded, place_of

HERE = Path(__file__).parent
_ALWAYS = ("说明", "企业", "生产线", "产量", "能源")
ROSTER = "应查名录.xlsx"

Changes = list[dict[str, Any]]


class Case(BaseModel):
    """One defect: what is changed, where it must be reported, and how it is mended.

    Attributes
    ----------
    code : str
        The kind of problem.
    title : str
        What is wrong in a few words.
    given : list of str
        Of an intake folder: its files beside the roster.
    sheets : list of str
        Of a ledger: sheets of the good one that the case needs and doesn't change.
    defect : list of changes
        What is changed; see `book.changed`.
    beside : dict of str to str
        Of a ledger: files of evidence in a folder beside it, with the text in them.
    made : str
        In place of changes: the maker of a hostile or broken file (`files.MAKERS`).
    at : str
        Where the problem is reported: file, sheet and cell; what of these it has.
    value : str, optional
        The value shown; the text of the cell unless given.
    mend : list of changes
        What an analyst changes after reading the message.
    also : list of str
        Further kinds that can't be avoided.
    times : int
        How often the kind is reported.
    is_shipped : bool
        Whether the file is small enough to be handed on.
    why, causes, how : str
        For the page: why it matters, how it usually comes about, what to do in the example.

    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str
    title: str
    given: tuple[str, ...] | None = None
    sheets: tuple[str, ...] = ()
    defect: Changes = Field(default_factory=list)
    beside: dict[str, str] = Field(default_factory=dict)
    made: str | None = None
    at: str = ""
    value: str | None = None
    mend: Changes = Field(default_factory=list)
    also: tuple[str, ...] = ()
    times: int = 1
    is_shipped: bool = True
    why: str
    causes: str
    how: str

    @model_validator(mode="after")
    def _has_a_defect(self) -> Case:
        if bool(self.defect) == bool(self.made):
            raise ValueError("either changes or a maker")
        return self

    @property
    def is_folder(self) -> bool:
        """Whether the case is a folder for `collect`."""
        return self.given is not None

    def good(self) -> Files:
        """Return the files without a defect."""
        if self.given is not None:
            return {name: loaded(base()["folder"][name]) for name in (ROSTER, *self.given)}
        sheets = loaded(base()["ledger"])
        kept = {*_ALWAYS, *self.sheets, *_sheets_in(self.defect), *_sheets_in(self.mend)}
        return {"": {name: sheet for name, sheet in sheets.items() if name in kept}, **self.beside}

    def dirty(self) -> Files:
        """Return the files with the defect."""
        return changed(self.good(), self.defect)

    def mended(self) -> Files:
        """Return the files after what the analyst changes."""
        return changed(self.dirty(), self.mend)


def _sheets_in(changes: Changes) -> set[str]:
    """Return the sheets that changes are about."""
    found: set[str] = set()
    for change in changes:
        for verb, what in change.items():
            for place in what:
                found.add(place if verb == "add" or "!" not in place else place_of(place)[1])
    return found


@cache
def base() -> dict[str, Any]:
    """Return the small ledger and the small folder without a defect, as raw cells."""
    content: dict[str, Any] = yaml.safe_load((HERE / "base.yaml").read_text(encoding="utf-8"))
    return content


@cache
def cases() -> dict[str, Case]:
    """Return the cases by kind of problem, in the order of the files and within them."""
    found: dict[str, Case] = {}
    for file in sorted((HERE / "cases").glob("*.yaml")):
        for code, content in yaml.safe_load(file.read_text(encoding="utf-8")).items():
            if code in found:
                raise ValueError(f"{file.name}: {code} has a case already")
            found[code] = Case(code=code, **content)
    return found
