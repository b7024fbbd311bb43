"""Names and specifications of equipment, as workbooks hold them, read into type and attributes.

Only what is unambiguous is read: one type, and for an attribute one number. A text that leaves it
open is reported with what it may mean, and nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from .equipment_text import folded
from .equipment_words import DIAMETER, EquipmentWords, Meaning

_NUMBER = r"[0-9]+(?:\.[0-9]+)?"
_LENGTH = r"mm|m|毫米|米"
_BY = r"[x×*]"
# A diameter, and often a length: Φ3.2×52m. Without the sign, a first number that is no whole one.
_DIAMETER = re.compile(
    rf"(?:(?:[φфø⌀∅]|直径)(?P<marked>{_NUMBER})|(?<![0-9.a-z])(?P<bare>[0-9]+\.[0-9]+)(?={_BY}))"
    rf"(?P<unit>{_LENGTH})?(?:{_BY}{_NUMBER}(?P<last>{_LENGTH})?)?"
)
# Two numbers, or one with its thousands apart: "1 450立方高炉".
_APART = re.compile(r"[0-9０-９][\s，]+[0-9０-９]")
_RANGE = re.compile(rf"{_NUMBER}[^0-9]{{0,4}}[-~—–至到]{_NUMBER}")
_IN_METRES = {"m": Decimal(1), "米": Decimal(1), "mm": Decimal("0.001"), "毫米": Decimal("0.001")}
_PER_METRE = {"m": Decimal(1), "mm": Decimal(1000)}
_HIDDEN = "\0"


@dataclass(frozen=True)
class Parse:
    """What a text says of equipment.

    Attributes
    ----------
    types : tuple of str
        The types that it may name: one where it is sure.
    use : str
        The use that it names; empty where it names none.
    values : tuple of (str, float)
        Attributes with the one number that the text holds for each.
    unsure : tuple of (str, str)
        Attributes for which the text holds several numbers, or one in doubt, and what it may be.
    quantity : int
        How many pieces it speaks of.
    doubted : bool
        Whether a word makes it unsure that the equipment is there at all, or is this kind.

    """

    types: tuple[str, ...] = ()
    use: str = ""
    values: tuple[tuple[str, float], ...] = ()
    unsure: tuple[tuple[str, str], ...] = ()
    quantity: int = 1
    doubted: bool = False

    @property
    def type_id(self) -> str:
        """The type, where there is one alone."""
        return self.types[0] if len(self.types) == 1 and not self.doubted else ""

    @property
    def outcome(self) -> str:
        """Whether the text was read, leaves something open, or names nothing known."""
        if not self.types:
            return "unknown"
        return "parsed" if self.type_id and not self.unsure else "ambiguous"


@dataclass(frozen=True)
class _Found:
    attribute: str
    value: Decimal
    count: int
    unit: str


def parse(text: str, product: str, words: EquipmentWords) -> Parse:
    """Read one text.

    Parameters
    ----------
    text : str
        A name or specification.
    product : str
        Main product of the line, which narrows what a word may mean; empty where it is unknown.
    words : EquipmentWords
        The words to look for.

    Examples
    --------
    >>> from capacity_analysis.analysis.equipment_words import equipment_words
    >>> found = parse("４５０立方高炉", "blast_furnace_iron", equipment_words())
    >>> found.type_id, found.values
    ('blast_furnace', (('effective_volume_m3', 450.0),))
    >>> parse("450立方高炉改1080立方高炉", "", equipment_words()).outcome
    'ambiguous'

    """
    plain = folded(text)
    meant, rest = _meanings(plain, product, words)
    types, use = _common(meant)
    doubts = {kind for word, kind in words.doubts.items() if word in rest}
    # A word that means this only on lines of certain products is not sure on a line of none.
    bound = not product and any(all(each.products for each in said) for said in meant)
    if not types or bound or "doubt_type" in doubts:
        return Parse(types, doubted=True)
    found: dict[str, list[_Found]] = {}
    for each in _numbers(rest, types, words):
        found.setdefault(each.attribute, []).append(each)
    doubted = "doubt_value" in doubts or _RANGE.search(rest) is not None
    doubted = doubted or _APART.search(text) is not None
    values, unsure = [], []
    for attribute, several in found.items():
        distinct = sorted({each.value for each in several})
        if len(distinct) == 1 and distinct[0] > 0 and not doubted and several[0].unit:
            values.append((attribute, float(distinct[0])))
        else:
            unsure.append((attribute, ";".join(f"{number.normalize():f}" for number in distinct)))
    counts = {each.count for several in found.values() for each in several}
    return Parse(types, use, tuple(values), tuple(unsure), max(counts, default=1))


def _meanings(
    plain: str, product: str, words: EquipmentWords
) -> tuple[list[tuple[Meaning, ...]], str]:
    """Return what each word found may mean, and the text with these words hidden."""
    meant = [
        _narrowed(words.meanings[match.group()], product) for match in words.word.finditer(plain)
    ]
    rest = words.word.sub(lambda match: _HIDDEN * len(match.group()), plain)
    return [meanings for meanings in meant if meanings], rest


def _narrowed(meanings: tuple[Meaning, ...], product: str) -> tuple[Meaning, ...]:
    """Return what a word may mean for a product; for an unknown one, whatever it means anywhere."""
    if not product:
        return meanings
    own = tuple(meaning for meaning in meanings if product in meaning.products)
    return own or tuple(meaning for meaning in meanings if not meaning.products)


def _common(meant: list[tuple[Meaning, ...]]) -> tuple[tuple[str, ...], str]:
    """Return the types on which all words agree, or all that they name where they do not."""
    named = [list(dict.fromkeys(t for m in each for t in m.types)) for each in meant]
    every = list(dict.fromkeys(type_id for types in named for type_id in types))
    shared = [type_id for type_id in every if all(type_id in types for types in named)]
    uses = {m.use for each in meant for m in each} - {""}
    return tuple(shared or every), uses.pop() if len(uses) == 1 else ""


def _numbers(rest: str, types: tuple[str, ...], words: EquipmentWords) -> Iterator[_Found]:
    """Find the numbers that are an attribute of every type that the text may name."""
    attribute = _attribute(types, DIAMETER, words)
    if attribute:
        for match in _DIAMETER.finditer(rest):
            yield _diameter(match, attribute, words)
        rest = _DIAMETER.sub(lambda match: _HIDDEN * len(match.group()), rest)
    for match in _quantities(words).finditer(rest):
        unit = words.units[int(str(match.lastgroup)[1:])]
        if attribute := _attribute(types, unit.unit, words):
            written = match.group()[len(unit.before) : len(match.group()) - len(unit.after)]
            *count, number = re.split(_BY, written)
            yield _Found(
                attribute, Decimal(number) * unit.factor, int((count or ["1"])[0]), unit.unit
            )


def _attribute(types: tuple[str, ...], unit: str, words: EquipmentWords) -> str:
    """Return the attribute that a number in a unit is, where it is the same for all the types."""
    of_any = words.measures.get(("", unit), "")
    found = {words.measures.get((type_id, unit), of_any) for type_id in types}
    return found.pop() if len(found) == 1 else ""


def _diameter(match: re.Match[str], attribute: str, words: EquipmentWords) -> _Found:
    written = match["unit"] or match["last"] or ""
    number = Decimal(match["marked"] or match["bare"])
    if written:
        number *= _IN_METRES[written] * _PER_METRE[words.attribute_units[attribute]]
    return _Found(attribute, number, 1, written)


@lru_cache(maxsize=8)
def _quantities(words: EquipmentWords) -> re.Pattern[str]:
    """Return what finds a number in any unit; the name of the group tells which."""
    alone = r"(?<![0-9.a-z×*])"  # not the tail of a model or of another number
    choices = [
        rf"(?P<u{at}>{re.escape(unit.before)}{'' if unit.before else alone}"
        rf"(?:[0-9]{{1,2}}{_BY})?{_NUMBER}{re.escape(unit.after)}(?![a-z0-9/每级米时]))"
        for at, unit in enumerate(words.units)
    ]
    return re.compile("|".join(choices))
