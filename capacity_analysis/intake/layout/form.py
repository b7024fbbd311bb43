"""Labelled cells of a form: where a label stands, and the value beside or below it."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ...ledger.registry import fold
from ...sheets.cells import Cell, as_text, is_blank, stripped
from ..mapping import Form
from ..records import Found
from .headings import heading, personal_label, wanted
from .page import Page
from .source_units import known_unit, parse_number

# Several labels with their values in one cell: 填表人：…  填表日期：….
_NEXT_LABEL = re.compile(r"(?:\s|[;；])+(?=[^\s:：\d][^\s:：]{1,15}[:：])")
_COLON = re.compile("[:：]")
_DAY = re.compile(r"((?:19|20)\d\d)[年./-](\d{1,2})[月./-](\d{1,2})日?")
_TICKED = re.compile(r"[☑√✓✔■☒●](?:[)）\]])?\s*([^\s□☐○☑√✓✔■☒●,，;；/、()（）]+)")
_BOXES = "□☐○☑✓✔■☒"
_LONGEST = 200


@dataclass(frozen=True)
class Spot:
    """A label in a sheet, with the units in its brackets and the value that follows in its cell."""

    page: Page
    row: int
    column: int
    text: str
    units: tuple[str, ...] = ()
    inline: str = ""


class Labels:
    """The labels of a form in the order of the file, tables left out."""

    def __init__(
        self, pages: Sequence[Page], known: Iterable[str], taken: Mapping[str, Container[int]]
    ):
        self.known = {one for label in known for one in wanted(label)}
        self.spots: dict[str, list[Spot]] = defaultdict(list)
        self.order = {page.name: position for position, page in enumerate(pages)}
        for page in pages if self.known else ():
            for row in range(page.height):
                if row not in taken.get(page.name, ()):
                    for column, text in page.texts(row):
                        self._index(page, row, column, text)

    def _index(self, page: Page, row: int, column: int, text: str) -> None:
        if len(text) > _LONGEST:
            return
        found = heading(text)
        for name in dict.fromkeys((found.full, found.base)):
            self.spots[name].append(Spot(page, row, column, found.base, found.units))
        if ":" in text or "：" in text:
            for label, rest in _inline(text):
                names = heading(label)
                for name in dict.fromkeys((names.full, names.base)):
                    self.spots[name].append(Spot(page, row, column, names.base, names.units, rest))

    def find(self, want: str) -> Spot | None:
        """Return the first place of a label; where nothing stands beside it, that of a later sheet."""
        found = [spot for one in wanted(want) for spot in self.spots.get(one, ())]
        found.sort(key=lambda spot: (self.order[spot.page.name], spot.row, spot.column))
        first = {spot.page.name: spot for spot in reversed(found)}
        ordered = sorted(first.values(), key=lambda spot: self.order[spot.page.name])
        filled = (spot for spot in ordered if not is_blank(self.value_at(spot).value))
        return next(filled, ordered[0] if ordered else None)

    def value(self, want: str) -> Found | None:
        """Return the value of a label, blank where nothing stands there; None without the label."""
        spot = self.find(want)
        return None if spot is None else self.value_at(spot)

    def value_at(self, spot: Spot) -> Found:
        """Return the value of a label: behind it, to its right, or below where labels stand abreast."""
        page = spot.page
        address = page.address(spot.row, spot.column)
        if spot.inline:
            return Found(spot.inline, page.name, address)
        top, left, bottom, right = page.span(spot.row, spot.column)
        beside = range(right + 1, page.width)
        at = next((at for at in beside if not is_blank(page.value(spot.row, at))), None)
        if at is not None and not self._is_label(page.value(spot.row, at)):
            return Found(page.value(spot.row, at), page.name, page.address(spot.row, at))
        # Labels stand abreast where one touches this one, and no value can stand between them.
        is_last = at is None and left > 0
        is_abreast = at == right + 1 or (is_last and self._is_label(page.value(spot.row, left - 1)))
        below = page.value(bottom + 1, left)
        if is_abreast and not is_blank(below) and not self._is_label(below):
            return Found(below, page.name, page.address(bottom + 1, left))
        return Found("", page.name, page.address(top, min(right + 1, max(page.width - 1, right))))

    def units_of(self, spot: Spot) -> tuple[str, ...]:
        """Return the units that a number beside a label may be in, the surest first.

        In the label's brackets, in the cell behind the value, or in one such as 单位：万元 above.
        """
        if spot.units or spot.inline:
            return spot.units
        page = spot.page
        column = page.span(spot.row, spot.column)[3] + 1
        while column < page.width and is_blank(page.value(spot.row, column)):
            column += 1
        parsed = parse_number(page.value(spot.row, column))
        if parsed is not None and parsed[1]:
            return (parsed[1],)
        behind = page.value(spot.row, page.span(spot.row, column)[3] + 1)
        return (behind,) if isinstance(behind, str) and known_unit(fold(behind)) else ()

    def _is_label(self, cell: Cell) -> bool:
        if not isinstance(cell, str) or is_blank(cell):
            return False
        found = heading(cell)
        first = fold(cell).partition(":")[0]
        return (
            stripped(cell).endswith((":", "："))
            or not self.known.isdisjoint((found.full, found.base, first, heading(first).base))
            or bool(personal_label(cell))
        )

    def day(self, want: str) -> dt.date | None:
        """Return the day behind a label: a date, a text, or year, month and day in cells of their own."""
        spot = self.find(want)
        if spot is None:
            return None
        found = self.value_at(spot).value
        if isinstance(found, dt.datetime):
            return found.date()
        if isinstance(found, dt.date):
            return found
        cells = (
            page_cell for _column, page_cell in spot.page.filled(spot.row) if _column > spot.column
        )
        for text in (fold(as_text(found)), "".join(fold(as_text(cell)) for cell in cells)):
            if match := _DAY.match(text):
                try:
                    return dt.date(*map(int, match.groups()))
                except ValueError:
                    continue
        return None

    def answers(self, questions: Mapping[str, Sequence[str]]) -> bool:
        """Say whether one of the questions has one of the answers, ticked or written."""
        for label, answers in questions.items():
            found = self.value(label)
            if found is not None and not is_blank(found.value):
                given = _ticked(as_text(found.value))
                if fold(given) in {fold(answer) for answer in answers}:
                    return True
        return False


def _inline(text: str) -> Iterator[tuple[str, str]]:
    """Yield each label of a cell with the value behind its colon."""
    for part in _NEXT_LABEL.split(stripped(text)):
        colon = _COLON.search(part)
        if colon is not None and colon.start():
            yield part[: colon.start()], stripped(part[colon.end() :])


def _ticked(text: str) -> str:
    """Return the answer that is ticked; the text itself where there are no boxes.

    Examples
    --------
    >>> _ticked("□有 ☑无"), _ticked("无"), _ticked("□有 □无")
    ('无', '无', '')

    """
    found = _TICKED.search(text)
    if found:
        return found[1]
    return "" if any(box in text for box in _BOXES) else text


def labels_of(form: Form) -> list[str]:
    """Return every label that a form names."""
    named = [one for one in form.subject.model_dump().values() if one is not None]
    values = (*form.fields.values(), *form.identifiers.values())
    named += [one.label for one in values if one.label is not None]
    named += [form.filled_on] if form.filled_on is not None else []
    return [*named, *form.nil, *form.ignore]
