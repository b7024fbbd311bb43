"""How the numbers on a group of workers or a parcel come about, and that as text.

`explain --json` prints these classes as they are. A statement with a `sum` is arithmetic in the
figures that stand in it, and its `value` is what the assessment's table of that `name` holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from ..text import _
from .facts import Place
from .model import FORMAT
from .numbers import amount, folded, quotient
from .phrases import Rows, confidence_name, corrections, place

_NUMERALS = (
    "一", "二", "三", "四", "五", "六", "七", "八", "九", "十",
    "十一", "十二", "十三", "十四", "十五", "十六",
)  # fmt: skip
_UNCHECKED = ("recalled", "carried_over", "cross_checked")


@dataclass(frozen=True)
class RuleRow:
    """A row of a document, or a setting of the plan (`document_id` is then empty)."""

    row_id: str
    document_id: str
    document: str
    item: str
    value: float | None
    value_text: str
    unit: str
    clause: str
    effective_from: str
    effective_to: str
    jurisdiction: str
    confidence: str

    @property
    def short(self) -> str:
        """Return row, clause and how sure it is."""
        told = (self.row_id, self.clause, confidence_name(self.confidence))
        return _("，").join(filter(None, told))

    @property
    def whole(self) -> str:
        """Return what the row says, of what time, and in which document."""
        says = amount(self.value) + self.unit if self.value is not None else self.value_text
        since = self.effective_from or _("不限")
        until = self.effective_to or _("现行")
        told = _("{row}：{item} {says}；{clause}；{since}至{until}；{document}；{confidence}")
        return told.format(
            row=self.row_id,
            item=self.item,
            says=says or "—",
            clause=self.clause or "—",
            since=since,
            until=until,
            document=self.document or _("行动方案的设定"),
            confidence=confidence_name(self.confidence),
        )


@dataclass(frozen=True)
class Statement:
    """A number or a fact: what it is, how it is worked out, where it stands, by which rows.

    `name` is the column of the assessment's table that holds `value`, or an id of a step to it.
    """

    text: str
    name: str = ""
    sum: str = ""
    value: float | str | None = None
    unit: str = ""
    place: Place | None = None
    rules: tuple[RuleRow, ...] = ()

    def rows(self) -> Rows:
        """Yield the lines of text that tell it, with their depth."""
        told = self.text
        shown = self.value if isinstance(self.value, str) else _number(self.value)
        if shown or self.sum:
            # A sum of one figure is that figure.
            equal = f"{self.sum} = " if self.sum and self.sum != shown else ""
            told = _("{told}：{equal}{value}{unit}").format(
                told=told, equal=equal, value=shown or "—", unit=self.unit if shown else ""
            )
        if self.place:
            told += _("（{place}）").format(place=place(self.place))
        yield 1, told
        if self.rules:
            yield 2, _("依据：{rules}").format(rules=_("；").join(one.short for one in self.rules))
        if self.place:
            yield from corrections(self.place)


@dataclass(frozen=True)
class Chapter:
    """A step of a derivation: a title and what is said there."""

    id: str
    title: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True)
class Derivation:
    """How the numbers on a group of workers (``cohort``) or a parcel (``parcel``) come about.

    `warning` says where the text may not be taken; `rules` are all rows cited, `verifications` the
    commands by which a row that nobody has checked becomes a checked one.
    """

    format: int
    kind: str
    warning: str
    title: str
    ledger: str
    fictional: bool
    attribution: str
    campaign: str
    as_of: str
    chapters: tuple[Chapter, ...]
    rules: tuple[RuleRow, ...]
    verifications: tuple[str, ...]

    def statement(self, name: str) -> Statement | None:
        """Return the statement of a name, or None where it was not asked for."""
        held = (one for chapter in self.chapters for one in chapter.statements)
        return next((one for one in held if one.name == name), None)

    def to_json(self) -> dict[str, Any]:
        """Return the derivation as plain objects, lists, texts, numbers and None."""
        return asdict(self)


def derivation(kind: str, title: str, chapters: Iterable[Chapter], **of: Any) -> Derivation:
    """Return a derivation; the rows cited are gathered from its chapters.

    Parameters
    ----------
    kind, title, chapters
        As in `Derivation`; chapters without statements are left out.
    **of
        `assessment`, and `warning` where there is one.

    """
    held = tuple(each for each in chapters if each.statements)
    cited = tuple(
        dict.fromkeys(
            row for chapter in held for one in chapter.statements for row in one.rules
        )
    )  # fmt: skip
    assessment = of["assessment"]
    return Derivation(
        format=FORMAT,
        kind=kind,
        warning=of.get("warning", ""),
        title=title,
        ledger=assessment.ledger_file,
        fictional=assessment.fictional,
        attribution=assessment.attribution,
        campaign=assessment.campaign.title,
        as_of=assessment.as_of.isoformat(),
        chapters=held,
        rules=cited,
        verifications=tuple(_verifications(assessment.ledger_file, cited)),
    )


def derivation_as_text(explained: Derivation) -> str:
    """Return a derivation as text of at most a hundred columns. Nothing is computed here."""
    lines = [line for text in _head(explained) for line in folded(text, 0)]
    parts: list[tuple[str, Rows]] = [
        (chapter.title, (row for one in chapter.statements for row in one.rows()))
        for chapter in explained.chapters
    ]
    parts.append((_("所依据的行"), ((1, one.whole) for one in explained.rules)))
    for numeral, (title, rows) in zip(_NUMERALS, parts, strict=False):
        lines += ["", f"{numeral}、{title}"]
        lines += [line for depth, text in rows for line in folded(text, 2 * depth)]
    if explained.verifications:
        lines += [f"  {_('有的行未核对原文。核对以后登记：')}"]
    # A command is copied: it is not folded.
    lines += [f"    {command}" for command in explained.verifications]
    return "\n".join(lines) + "\n"


def _head(explained: Derivation) -> Iterator[str]:
    if explained.warning:
        yield explained.warning
    yield explained.title
    yield _("评定日{day}，台账{ledger}，依据{campaign}").format(
        day=explained.as_of, ledger=explained.ledger, campaign=explained.campaign
    )
    if explained.fictional:
        yield _("虚构数据，仅作演示。")
    if explained.attribution:
        yield _("数据来源：{source}").format(source=explained.attribution)


def _verifications(ledger: str, cited: tuple[RuleRow, ...]) -> Iterator[str]:
    import shlex

    for one in cited:
        if one.document_id and one.confidence in _UNCHECKED:
            yield (
                f"capacity-analysis standards verify {one.document_id} {one.row_id}"
                f" --by {_('部门')} --against {_('原文和页码')} --beside {shlex.quote(ledger)}"
            )


def _number(value: float | None) -> str:
    return "" if value is None else quotient(value)
