"""The kind of corrections that a standard prescribes for its own limits."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ..document import Confidence, Row
from .columns import CONFIDENCE, Column, Defects, Kind

_NUMBERS = ("coefficient", "reference", "intercept", "most_points")
_LEVELS = frozenset({"1", "2", "3"})


@dataclass(frozen=True)
class _Form:
    """The numbers that a form needs and may have, how many attributes, and the shape of its terms."""

    needs: frozenset[str]
    attributes: int = 1
    may_have: frozenset[str] = frozenset()
    terms: str = ""


_POINTS = frozenset({"coefficient", "reference"})
_MOST = frozenset({"most_points"})

# How a standard corrects its own levels for the conditions of a line; x is the value of `attribute`.
# Corrections of one row apply one after another, in the order of the table. Where a condition is
# given, a correction applies only while `condition_attribute` lies above `condition_above`.
_FORMS = {
    # level + coefficient * (x - reference)
    "add_per_point": _Form(_POINTS),
    # level + coefficient * min(max(x - reference, 0), most_points)
    "add_per_point_above": _Form(_POINTS, may_have=_MOST),
    # level + coefficient * min(max(reference - x, 0), most_points)
    "add_per_point_below": _Form(_POINTS, may_have=_MOST),
    # level + coefficient where x reaches the reference (all of it), unchanged at 0; between the two
    # the standard says nothing, as if x were not known
    "add_if": _Form(_POINTS),
    # level * coefficient, likewise
    "multiply_if": _Form(_POINTS),
    # level * (intercept + coefficient * x / reference)
    "multiply_linear": _Form(_POINTS | {"intercept"}),
    # level + the term of x, where `terms` is value:term;...; any other value: unchanged
    "add_by_value": _Form(frozenset(), terms="pairs"),
    # level + the term of the last step that x lies above; below the first step: unchanged
    "add_by_step": _Form(frozenset(), terms="pairs"),
    # level + the term, linear between the points; outside them the standard says nothing
    "add_interpolated": _Form(frozenset(), terms="pairs"),
    # Takes from the measured furnace power (kWh/t) what the charge explains: with the nine terms
    # a;b;c;d;e;f;g;h;i and x, y, z the content of P2O5, Fe2O3 and CO2,
    # a/(x-b) + (c/(x-d) - e)*y + (f/(x-g) + h)*z - i
    "furnace_power": _Form(frozenset(), attributes=3, terms="nine"),
    # Prescribed, but its numbers were not found
    "not_found": _Form(frozenset()),
}
CORRECTION_FORMS = frozenset(_FORMS)


def read_terms(text: str) -> tuple[tuple[float, ...], ...]:
    """Return the terms of a correction: pairs of value and term, or single numbers.

    Raises
    ------
    ValueError
        If one is no finite number.

    Examples
    --------
    >>> read_terms("15:2.5;25:5.5")
    ((15.0, 2.5), (25.0, 5.5))

    """
    terms = tuple(
        tuple(float(number) for number in term.split(":")) for term in text.split(";") if text
    )
    if not all(math.isfinite(number) for term in terms for number in term):
        raise ValueError(f"not finite: {text}")
    return terms


def _check_correction(row: Row) -> Defects:
    """Require exactly the numbers that the form computes with."""
    form = _FORMS.get(str(row["form"]))
    levels = str(row["levels"]).split(";")
    if not set(levels) <= _LEVELS or levels != sorted(set(levels)):
        yield f"levels: {row['levels']!r} is not 1, 2 and 3, in order, joined by ;"
    if (row["condition_attribute"] == "") != (row["condition_above"] is None):
        yield "condition_above: given exactly where condition_attribute is"
    if form is None:
        return
    # Without its numbers a correction is an open row: it leads to review and shows as a gap.
    if (row["form"] == "not_found") != (row["confidence"] == Confidence.OPEN):
        yield "confidence: open exactly where the form is not_found"
    for name in _NUMBERS:
        if row[name] is None and name in form.needs:
            yield f"{name}: the form {row['form']} needs it"
        if row[name] is not None and name not in form.needs | form.may_have:
            yield f"{name}: the form {row['form']} has none"
    yield from _check_attributes(row, form)
    yield from _check_terms(row, form)


def _check_attributes(row: Row, form: _Form) -> Defects:
    names = [name for name in str(row["attribute"]).split(";") if name]
    if len(names) != form.attributes and row["form"] != "not_found":
        yield f"attribute: the form {row['form']} needs {form.attributes}, not {len(names)}"
    if row["form"] != "not_found" and row["reference"] == 0 and row["form"] == "multiply_linear":
        yield "reference: divides, and is zero"


def _check_terms(row: Row, form: _Form) -> Defects:
    try:
        terms = read_terms(str(row["terms"]))
    except ValueError:
        yield f"terms: not numbers: {row['terms']!r}"
        return
    if not form.terms:
        if terms:
            yield f"terms: the form {row['form']} has none"
    elif form.terms == "nine":
        if [len(term) for term in terms] != [1] * 9:
            yield f"terms: the form {row['form']} needs nine numbers joined by ;"
    elif len(terms) < 2 or any(len(term) != 2 for term in terms):
        yield f"terms: the form {row['form']} needs value:term;value:term"
    elif not all(one[0] < next_one[0] for one, next_one in pairwise(terms)):
        yield "terms: their values do not ascend"


def misplaced_corrections(tables: Mapping[str, Sequence[Row]]) -> Iterator[str]:
    """Say which corrections of a document correct no limit or level that the document has.

    Parameters
    ----------
    tables : mapping of str to sequence of Row
        The rows of one document by kind of table.

    Yields
    ------
    str
        One defect, with the id of the correction.

    Examples
    --------
    >>> limits = [{"row_id": "a-01", "level_1": None, "level_2": None, "level_3": 14.0}]
    >>> correction = {"row_id": "a-c01", "corrects": "a-01", "levels": "1;3"}
    >>> list(misplaced_corrections({"energy_limits": limits, "energy_corrections": [correction]}))
    ['(a-c01) levels: a-01 has no level 1']

    """
    limits = {row["row_id"]: row for row in tables.get("energy_limits", ())}
    for row in tables.get("energy_corrections", ()):
        named = str(row["corrects"]).split(";")
        levels = [level for level in str(row["levels"]).split(";") if level in _LEVELS]
        if len(set(named)) < len(named):
            yield f"({row['row_id']}) corrects: names a row twice"
        for name in named:
            if name not in limits:
                yield f"({row['row_id']}) corrects: {name!r} is no limit of this document"
        # A level that some of several rows lack is corrected in the others.
        for level in levels:
            lacking = [n for n in named if n in limits and limits[n][f"level_{level}"] is None]
            if lacking and len(lacking) == len(named):
                yield f"({row['row_id']}) levels: {', '.join(lacking)} has no level {level}"


ENERGY_CORRECTIONS = Kind(
    "energy_corrections",
    "限额的修正",
    (
        Column("row_id"),
        Column("corrects"),  # row ids of limits in the same document, joined by ;
        Column("levels"),  # of 1, 2 and 3, joined by ;
        Column("attribute", optional=True),  # of the ledger's table of conditions, joined by ;
        Column("form", choices=CORRECTION_FORMS),
        Column("coefficient", "number", optional=True),
        Column("reference", "number", optional=True),
        Column("intercept", "number", optional=True),
        Column("most_points", "number", optional=True),
        Column("terms", optional=True),
        Column("condition_attribute", optional=True),
        Column("condition_above", "number", optional=True),
        Column("wording"),
        Column("source"),
        CONFIDENCE,
    ),
    check_row=_check_correction,
)
