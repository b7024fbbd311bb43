"""Numbers converted by the unit beside them to the unit in which their product or carrier is counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

import numpy as np
import pandas as pd

from .. import units, vocabulary
from .book import Book, Finding, Integers, where
from .registry import LedgerField

_BASES = sorted(vocabulary.OUTPUT_UNITS)


def add_quantity(book: Book, name: str, key: str, spec: LedgerField) -> Iterator[Finding]:
    """Convert a number by its unit column, each pair of unit and subject once.

    Adds ``<measured>_quantity``, and ``<measured>_base`` where the field keeps the base unit that a
    row was reported in: the first of `units.bases` for a row without a unit.
    """
    frame, measured = book.frames[name], str(spec.unit_of)
    if f"{measured}_quantity" in frame:
        return
    unit_codes, symbols = pd.factorize(frame[key])
    subjects, counted = _subjects(book, name, spec)
    pairs = np.where(subjects >= 0, subjects * (len(symbols) + 1) + unit_codes + 1, -1)
    numerator, denominator = np.full(len(frame), np.nan), np.ones(len(frame))
    base_of = np.full(len(frame), -1, dtype=np.int8)
    for pair in np.unique(pairs[pairs >= 0]).tolist():
        of_subject, of_unit = divmod(pair, len(symbols) + 1)
        base, label = counted(of_subject)
        rows = pairs == pair
        if spec.keeps_base:
            base_of[rows] = _BASES.index(base)
        if of_unit == 0:
            continue
        unit = str(symbols[of_unit - 1])
        bases = units.bases(base) if spec.keeps_base else (base,)
        try:
            used, ratio = _converted(unit, bases)
        except units.UnitError:
            code = "wrong_dimension" if unit in units.UNITS else "unknown_unit"
            allowed = [spelling for each in bases for spelling in units.spellings(each)]
            details = {"subject": label, "allowed": "、".join(allowed)}
            yield from (Finding(name, at, key, code, details) for at in where(rows))
        else:
            if spec.keeps_base:
                base_of[rows] = _BASES.index(used)
            numerator[rows], denominator[rows] = ratio.numerator, ratio.denominator
    frame[f"{measured}_quantity"] = frame[measured] * numerator / denominator
    if spec.keeps_base:
        frame[f"{measured}_base"] = pd.Categorical.from_codes(base_of, categories=pd.Index(_BASES))
    if not spec.required:
        unitless = frame[measured].notna() & frame[key].isna() & book.sound(name, key)
        for at in where(unitless):
            yield Finding(name, at, key, "missing_value", {"header": spec.header})


def _converted(unit: str, bases: Sequence[str]) -> tuple[str, Fraction]:
    """Return the first base that a unit converts to, and how many of it one is."""
    for base in bases[:-1]:
        try:
            return base, units.factor(unit, base)
        except units.UnitError:
            continue
    return bases[-1], units.factor(unit, bases[-1])


def _subjects(
    book: Book, name: str, spec: LedgerField
) -> tuple[Integers, Callable[[int], tuple[str, str]]]:
    """Return a code for what each row measures, and its base unit and name by that code."""
    frame, fields = book.frames[name], book.registry.tables[name].fields
    if spec.base_unit is not None:
        base, header = spec.base_unit, fields[str(spec.unit_of)].header
        return np.zeros(len(frame), "int64"), lambda _code: (base, header)
    subject = str(spec.dimension)
    names = frame[subject].cat.categories
    codes: Integers = np.asarray(frame[subject].cat.codes, dtype=np.int64)
    return codes, lambda code: _counted(fields[subject], str(names[code]))


def _counted(spec: LedgerField, key: str) -> tuple[str, str]:
    """Return the base unit in which a product or carrier is counted, and its name."""
    if spec.vocabulary == "products":
        product = vocabulary.products()[key]
        return product.output_unit, product.name
    carrier = vocabulary.carriers()[key]
    return carrier.base_unit, carrier.name
