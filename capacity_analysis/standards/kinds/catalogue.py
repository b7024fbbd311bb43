"""Catalogue entries: what is outdated or restricted, and how a ledger tells whether it is.

An entry is carried over in the words of its document (`equipment`, `attribute`, `exception`). Beside
them stands how a ledger is asked: by types, attributes and uses of equipment of the vocabulary.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator

from ... import vocabulary
from ..document import Cell, Row
from .columns import CONFIDENCE, Column, Defects, Kind, NumberedRows

_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_CONDITION = re.compile(r"([a-z][a-z0-9_]*)(!?=)([a-z0-9_]+(?:;[a-z0-9_]+)*)")

COMPARISONS = frozenset({"<", "<=", ">", ">="})
_RANGES = frozenset({"open_range", "closed_range"})
_FACTS = frozenset({"is_present", "is_true", "is_false"})
OPERATORS = COMPARISONS | _RANGES | _FACTS | {"in"}
# What an attribute is counted in: `bool` of a fact that is stated, `model` of a type designation.
ENTRY_UNITS = (
    frozenset({"bool", "model", "%", "1:x", "A", "V", "kA", "kVA", "MW", "年", "项"})
    | frozenset({"m", "mm", "m2", "m3", "t", "t/h", "t/d", "t/a", "万t/a", "万m/a", "万m2/a"})
    | frozenset({"万m3/a", "万件/a", "万卷/a", "万标砖/a", "万条/a"})
    | frozenset({"kWh/t", "gce/kWh", "kgce/t", "kg/t"})
)
MODEL = "model"  # the type designation of a piece of equipment, a field of its own in the ledger

_SCREENED = ("attribute_id", "doubtful_at", "applies_when", "exempt_when")
_OPERATORS_OF = {
    "number": COMPARISONS | _RANGES,
    "flag": _FACTS - {"is_present"},
    "text": frozenset({"in"}),
}
_JOINED, _AND = ";", " & "


def _check_entry(row: Row) -> Defects:
    """Require a threshold that the operator can apply, and a way to ask a ledger that fits it."""
    operator, unit = str(row["operator"]), row["unit"]
    yield from (f"threshold: {defect}" for defect in _threshold(operator, str(row["threshold"])))
    if operator in OPERATORS and (operator in _FACTS) != (unit == "bool"):
        yield f"unit: {unit} does not fit the operator {operator}"
    if unit == MODEL and operator != "in":
        yield f"unit: {unit} does not fit the operator {operator}"
    yield from _screening(row)


def _threshold(operator: str, text: str) -> Defects:
    if operator in COMPARISONS and not _NUMBER.fullmatch(text):
        yield f"{operator} needs a number, not {text!r}"
    if operator in _FACTS and text != "1":
        yield f"{operator} needs 1, not {text!r}"
    if operator in _RANGES:
        ends = text.split("..")
        if len(ends) != 2 or not all(_NUMBER.fullmatch(end) for end in ends):
            yield f"{operator} needs a range such as 30..100, not {text!r}"
        elif float(ends[0]) >= float(ends[1]):
            yield f"{operator} needs a range that rises, not {text!r}"
    if operator == "in":
        values = text.split(_JOINED)
        if not all(values) or len(set(values)) < len(values):
            yield f"in needs distinct values joined by ;, not {text!r}"


def _screening(row: Row) -> Defects:
    """Require types before anything else by which a ledger is asked."""
    if not row["equipment_types"]:
        yield from (f"{name}: needs equipment_types" for name in _SCREENED if row[name])
        return
    yield from _ids("equipment_types", str(row["equipment_types"]), vocabulary.equipment_types())
    yield from (f"attribute_id: {defect}" for defect in _attribute(row))
    if row["doubtful_at"]:
        yield from (f"doubtful_at: {defect}" for defect in _doubt(row))
    for name in ("applies_when", "exempt_when"):
        if row[name]:
            yield from (f"{name}: {defect}" for defect in _conditions(str(row[name])))
    if row["exempt_when"] and not row["exception"]:
        yield "exempt_when: needs an exception"


def _ids(column: str, text: str, known: Collection[str]) -> Defects:
    values = text.split(_JOINED)
    for value in dict.fromkeys(values):
        if value not in known:
            yield f"{column}: {value!r} is not in the vocabulary"
        if values.count(value) > 1:
            yield f"{column}: {value!r} stands twice"


def _attribute(row: Row) -> Defects:
    """Require the attribute that the criterion measures, in its unit."""
    attribute_id, operator, unit = str(row["attribute_id"]), str(row["operator"]), row["unit"]
    if operator == "is_present":
        if attribute_id:
            yield f"{attribute_id!r}, but {operator} measures none"
    elif not attribute_id:
        yield f"missing, and {operator} measures one"
    elif (attribute_id == MODEL) != (unit == MODEL):
        yield f"{attribute_id!r} is not counted in {unit}"
    elif attribute_id != MODEL:
        attribute = vocabulary.equipment_attributes().get(attribute_id)
        if attribute is None:
            yield f"{attribute_id!r} is not in the vocabulary"
        elif attribute.unit != unit:
            yield f"{attribute_id!r} is counted in {attribute.unit}, not {unit}"
        elif operator in OPERATORS and operator not in _OPERATORS_OF[attribute.kind]:
            yield f"{attribute_id!r} is a {attribute.kind}, which {operator} cannot measure"


def _doubt(row: Row) -> Defects:
    """Require that the doubt is about an end of what the criterion takes in."""
    operator, text = str(row["operator"]), str(row["doubtful_at"])
    if operator not in COMPARISONS | _RANGES:
        yield f"{operator} has no end"
    elif text not in str(row["threshold"]).split(".."):
        yield f"{text!r} is no end of {row['threshold']}"


def _conditions(text: str) -> Defects:
    """Require conditions such as `use=a;b & hot_charging!=1`, each with ids of its vocabulary."""
    for condition in text.split(_AND):
        found = _CONDITION.fullmatch(condition)
        if found is None:
            yield f"{condition!r} is no condition such as use=a;b"
            continue
        name, _sign, values = found.groups()
        if name == "use":
            yield from _ids(name, values, vocabulary.equipment_uses())
        elif name == "type":
            yield from _ids(name, values, vocabulary.equipment_types())
        elif (attribute := vocabulary.equipment_attributes().get(name)) is None:
            yield f"{name!r} is not in the vocabulary"
        elif attribute.kind != "flag" or values != "1":
            yield f"{condition!r} does not ask a flag for 1"


def _check_entries(rows: NumberedRows) -> Iterator[tuple[int, str]]:
    """Require that parts name their entry, and that criteria which hold together agree otherwise."""
    entries = {row["row_id"] for _number, row in rows if not row["part_of"]}
    together: defaultdict[Cell, list[tuple[int, Row]]] = defaultdict(list)
    for number, row in rows:
        if row["part_of"] and row["part_of"] not in entries:
            yield number, f"part_of: {row['part_of']!r} is no entry of this table"
        if row["all_of"]:
            together[row["all_of"]].append((number, row))
    for name, members in together.items():
        number, first = members[0]
        if first["row_id"] != name:
            yield number, f"all_of: {name!r} is not the id of the first row of its group"
        if len(members) == 1:
            yield number, f"all_of: {name!r} has one row only"
        for number, row in members[1:]:
            for column in _AGREED:
                if row[column] != first[column]:
                    yield number, f"all_of: {column} differs from that of {name}"


# What rows whose criteria must all hold say alike: they are one statement about one thing.
_AGREED = (
    "category", "applies_to", "equipment", "equipment_types", "applies_when", "exempt_when",
    "confidence",
)  # fmt: skip

CATALOGUE_ENTRIES = Kind(
    "catalogue_entries",
    "产业结构调整目录条目",
    (
        Column("row_id"),
        Column("part_of", optional=True),  # the entry of which this row is a further criterion
        # Rows that name the same first row must all hold; otherwise each row hits by itself.
        Column("all_of", optional=True),
        Column("category", choices=frozenset({"淘汰类", "限制类", "逐步淘汰", "拆除标准"})),
        Column("section_ref"),
        Column("applies_to", choices=frozenset({"existing", "new", "all"})),
        Column("industry"),
        Column("equipment"),
        # The types that the words cover, joined by ;. Blank: a ledger cannot show it, a person must.
        Column("equipment_types", optional=True),
        Column("attribute"),
        Column("attribute_id", optional=True),  # blank where presence alone decides
        Column("unit", choices=ENTRY_UNITS),
        Column("operator", choices=OPERATORS),
        Column("threshold"),
        # The end of which the source leaves open whether it is included (以下, 及以下).
        Column("doubtful_at", optional=True),
        Column("applies_when", optional=True),  # scope besides the type, such as use=a;b & x=1
        Column("exempt_when", optional=True),  # blank beside an exception: a ledger cannot show it
        Column("exception", optional=True),
        Column("proof", optional=True),  # the papers that show that the exception applies
        Column("deadline", "date", optional=True),
        Column("source"),
        CONFIDENCE,
        Column("remark", optional=True),
    ),
    (),
    _check_entry,
    _check_entries,
)
