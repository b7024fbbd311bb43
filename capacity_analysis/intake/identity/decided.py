"""What persons have decided: whose a name of a list is, and which source of a fact rules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from ...ledger import Problem
from ...ledger.model import SheetSource
from ...sheets.cells import Cell
from .names import folded


@dataclass(frozen=True)
class Subject:
    """What a list says of an enterprise: name, address, numbers, and which list it is."""

    name: str = ""
    address: str = ""
    code: str = ""
    source: str = ""


@dataclass(frozen=True)
class Decision:
    """A sound row: the enterprise that a name was found to mean, or one that it does not mean.

    Attributes
    ----------
    row : int
        Its row in the workbook.
    subject : Subject
        The name as it stands there; an empty address or source stands for any.
    chosen, rejected : str or None
        Enterprise that the row is of, and one that it is not of.

    """

    row: int
    subject: Subject
    chosen: str | None
    rejected: str | None

    def bears_on(self, subject: Subject) -> bool:
        """Say whether it holds for what a list says."""
        mine = self.subject
        return folded(mine.name) == folded(subject.name) and all(
            not folded(ours) or folded(ours) == folded(theirs)
            for ours, theirs in ((mine.address, subject.address), (mine.source, subject.source))
        )

    def meets(self, other: Decision) -> bool:
        """Say whether both may hold for one and the same row of a list."""
        pairs = (
            (self.subject.address, other.subject.address),
            (self.subject.source, other.subject.source),
        )
        return folded(self.subject.name) == folded(other.subject.name) and all(
            not folded(one) or not folded(two) or folded(one) == folded(two) for one, two in pairs
        )

    def contradicts(self, other: Decision) -> bool:
        """Say whether both can't be true of one and the same row of a list."""
        if not self.meets(other):
            return False
        if self.chosen and other.chosen:
            return self.chosen != other.chosen
        return bool(
            (self.chosen and self.chosen == other.rejected)
            or (other.chosen and other.chosen == self.rejected)
        )


@dataclass(frozen=True)
class Ruling:
    """A person's word on which source of a fact rules."""

    row: int
    enterprise_id: str
    fact: str
    year: int | None
    source: str


@dataclass(frozen=True)
class Decisions:
    """What persons have decided, and what is wrong with how they wrote it down.

    Attributes
    ----------
    file : str
        Name of the workbook.
    decisions : tuple of Decision
        Those that hold.
    rulings : tuple of Ruling
        Those that hold.
    kept : mapping of str to tuple of mapping
        Every row of both sheets that a person has worked on, as it was read, by field.
    sources : mapping of str to SheetSource
        Where the columns of both sheets stand.
    problems : list of Problem
        What is wrong; no row with an error holds.

    """

    file: str = ""
    decisions: tuple[Decision, ...] = ()
    rulings: tuple[Ruling, ...] = ()
    kept: Mapping[str, tuple[Mapping[str, Cell], ...]] = field(default_factory=dict)
    sources: Mapping[str, SheetSource] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def __post_init__(self) -> None:
        by_name: dict[str, list[Decision]] = defaultdict(list)
        for one in self.decisions:
            by_name[folded(one.subject.name)].append(one)
        object.__setattr__(self, "_by_name", dict(by_name))

    def on(self, subject: Subject) -> list[Decision]:
        """Return the decisions that bear on what a list says."""
        by_name: Mapping[str, list[Decision]] = self.__dict__["_by_name"]
        return [one for one in by_name.get(folded(subject.name), ()) if one.bears_on(subject)]

    def settled(
        self,
        enterprise_id: str,
        fact: str,
        year: int | None,
        suppliers: Mapping[str, str] | None = None,
    ) -> str | None:
        """Return the source that a person has let rule, or None.

        Parameters
        ----------
        enterprise_id, fact, year
            What was compared; a ruling without a year holds for every year.
        suppliers : mapping of str to str, optional
            Names of suppliers by id: with it the id is returned, without it what the person wrote.

        """
        found = {
            one.year: one.source
            for one in self.rulings
            if (one.enterprise_id, one.fact) == (enterprise_id, fact) and one.year in (year, None)
        }
        source = found.get(year, found.get(None))
        ids = {folded(name): key for key, name in (suppliers or {}).items()}
        return ids.get(folded(source), source) if source else None
