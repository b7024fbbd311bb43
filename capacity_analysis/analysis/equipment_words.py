"""The words by which workbooks call equipment, and what a number beside them means: data, not code.

data/vocabulary/equipment_words.csv holds rows of these kinds: ``type`` (a word and the types that it
may stand for, for some products or for all; without a type it only keeps shorter words from being
found in it), ``unit`` (a unit as people write it, ``*`` standing for the number where a part comes
before it), ``measure`` (which attribute a number in a unit is, by type; ``Φ`` is a diameter),
``capacity`` (attributes that the yearly capacity of a line gives, and how many of its units one holds), ``use`` (what a product says of
the use), ``doubt_type`` and ``doubt_value`` (words that make what stands beside them unsure).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from .. import paths, vocabulary
from ..errors import DataError
from ..vocabulary import read_table
from .equipment_text import folded

COLUMNS = ("kind", "word", "types", "products", "attribute_id", "unit", "factor", "use")
KINDS = ("type", "unit", "measure", "capacity", "use", "doubt_type", "doubt_value")
DIAMETER = "Φ"


@dataclass(frozen=True)
class Meaning:
    """What a word may stand for where the line makes one of these products (none: any product)."""

    types: tuple[str, ...]
    products: frozenset[str]
    use: str


@dataclass(frozen=True)
class Unit:
    """A unit as it is written around a number, and what it is counted in."""

    before: str
    after: str
    unit: str
    factor: Decimal


@dataclass(frozen=True, eq=False)
class EquipmentWords:
    """The words of equipment, ready to be looked for in a text that `equipment_text.folded` returns.

    Attributes
    ----------
    meanings : mapping of str to tuple of Meaning
        What each word may stand for; nothing for a word that only hides shorter ones.
    word : Pattern
        Finds the longest word at each place.
    units : tuple of Unit
        The units as written, the longest first.
    measures : mapping of (str, str) to str
        Type and unit -> attribute; a blank type stands for every type.
    capacities : tuple of (str, str, float)
        Unit of a product, attribute, and how many of the units one of the attribute holds.
    uses : mapping of (str, str) to str
        Type and product -> use.
    doubts : mapping of str to str
        Word -> ``doubt_type`` or ``doubt_value``.
    attribute_units : mapping of str to str
        Attribute -> its unit.

    """

    meanings: Mapping[str, tuple[Meaning, ...]]
    word: re.Pattern[str]
    units: tuple[Unit, ...]
    measures: Mapping[tuple[str, str], str]
    capacities: tuple[tuple[str, str, float], ...]
    uses: Mapping[tuple[str, str], str]
    doubts: Mapping[str, str]
    attribute_units: Mapping[str, str]


@cache
def equipment_words() -> EquipmentWords:
    """Return the words that ship with the package.

    Examples
    --------
    >>> equipment_words().measures["blast_furnace", "m3"]
    'effective_volume_m3'

    """
    return read_equipment_words(paths.data() / "vocabulary" / "equipment_words.csv")


def read_equipment_words(path: Path) -> EquipmentWords:
    """Read a table of words, refusing every defect at once.

    Raises
    ------
    DataError
        If a row is of no known kind or names what a vocabulary does not hold.

    """
    numbered, defects = read_table(path, COLUMNS)
    for number, row in numbered:
        defects += [f"{path.name} row {number} {defect}" for defect in _defects(row)]
    if defects:
        raise DataError("\n".join(defects))
    of_kind: dict[str, list[dict[str, str]]] = {kind: [] for kind in KINDS}
    for _number, row in numbered:
        of_kind[row["kind"]].append(row)
    meanings: dict[str, tuple[Meaning, ...]] = {}
    for row in of_kind["type"]:
        meaning = Meaning(_split(row["types"]), frozenset(_split(row["products"])), row["use"])
        word = folded(row["word"])
        meanings[word] = (*meanings.get(word, ()), *([meaning] if meaning.types else []))
    units = [_unit(row) for row in of_kind["unit"]]
    return EquipmentWords(
        meanings=meanings,
        word=re.compile("|".join(map(re.escape, sorted(meanings, key=len, reverse=True)))),
        units=tuple(sorted(units, key=lambda each: -len(each.before + each.after))),
        measures={
            (type_id, row["unit"]): row["attribute_id"]
            for row in of_kind["measure"]
            for type_id in row["types"].split(";")
        },
        capacities=tuple(
            (row["unit"], row["attribute_id"], float(row["factor"])) for row in of_kind["capacity"]
        ),
        uses={
            (type_id, product): row["use"]
            for row in of_kind["use"]
            for type_id in _split(row["types"])
            for product in _split(row["products"])
        },
        doubts={
            folded(row["word"]): kind
            for kind in ("doubt_type", "doubt_value")
            for row in of_kind[kind]
        },
        attribute_units={key: each.unit for key, each in vocabulary.equipment_attributes().items()},
    )


def _split(text: str) -> tuple[str, ...]:
    return tuple(text.split(";")) if text else ()


def _unit(row: Mapping[str, str]) -> Unit:
    before, _star, after = folded(row["word"]).rpartition("*")
    return Unit(before, after, row["unit"], Decimal(row["factor"]))


def _defects(row: Mapping[str, str]) -> list[str]:
    if row["kind"] not in KINDS:
        return [f"kind: unknown {row['kind']!r}"]
    known = {
        "types": vocabulary.equipment_types(),
        "products": vocabulary.products(),
        "attribute_id": vocabulary.equipment_attributes(),
        "use": vocabulary.equipment_uses(),
    }
    return [
        f"{column}: unknown {each!r}"
        for column, entries in known.items()
        for each in _split(row[column])
        if each not in entries
    ]
