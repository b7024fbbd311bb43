"""What changed from one document to another, row by row; what nobody checked is told apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Literal

from ..errors import UsageError
from ..text import _
from .document import NOT_DECIDING, Cell, Document, Row, may_decide
from .kinds import KINDS

Change = Literal["same", "changed", "added", "removed", "not_checked"]

# Kinds whose rows no key tells apart for the conflict of rules: what two editions would say alike.
_ALIKE: Mapping[str, tuple[str, ...]] = {
    "catalogue_entries": ("category", "industry", "equipment", "attribute"),
    "conversion_coefficients": ("name", "basis", "use"),
    "energy_corrections": ("attribute", "form"),
    "policy_targets": ("item", "scope"),
}
# Names of rows, which each edition gives anew.
_NAMES_OF_ROWS = ("row_id", "part_of", "all_of", "corrects")
# How this project reads an entry's words; where the words are alike, nothing of the law has changed.
_READINGS = ("equipment_types", "attribute_id", "applies_when", "exempt_when", "doubtful_at")
_FURTHER_PRODUCTS = "also_products"


@dataclass(frozen=True)
class Difference:
    """One thing that either document speaks of, and what became of it.

    Attributes
    ----------
    kind : str
        The kind of table.
    key : tuple of str
        What the rows speak of: the values of the kind's key, such as product and indicator.
    change : {"same", "changed", "added", "removed", "not_checked"}
        `not_checked` where both documents have a row and one of the two was never seen in a source
        (recalled, carried over from the older edition, or open): nobody can say that it is the same,
        or that it is not.
    columns : tuple of str
        The columns in which the rows differ.
    old, new : mapping or None
        The two rows.

    """

    kind: str
    key: tuple[str, ...]
    change: Change
    columns: tuple[str, ...]
    old: Row | None
    new: Row | None


def compare(old: Document, new: Document) -> tuple[Difference, ...]:
    """Return what each row of two documents became, in the order of the old one, then of the new.

    Parameters
    ----------
    old, new : Document
        Two documents, such as editions of one series.

    Raises
    ------
    UsageError
        If they have no kind of table in common.

    Examples
    --------
    >>> from capacity_analysis.standards import Standards
    >>> edition = Standards.load().document("ndrc-2021-1609")
    >>> sorted({difference.change for difference in compare(edition, edition)})
    ['not_checked', 'same']

    """
    shared = [kind for kind in old.tables if kind in new.tables]
    if not shared:
        message = _("{old} 和 {new} 没有同一类的表，不能比较。")
        raise UsageError(message.format(old=old.id, new=new.id))
    return tuple(
        difference
        for kind in shared
        for difference in _compare(kind, old.rows(kind), new.rows(kind))
    )


def _compare(kind: str, old: Sequence[Row], new: Sequence[Row]) -> Iterator[Difference]:
    key = KINDS[kind].key or _ALIKE.get(kind, ("row_id",))
    before, after = _by_key(old, key), _by_key(new, key)
    told: set[tuple[Cell, Cell]] = set()
    for values in dict.fromkeys([*before, *after]):
        for one, other in zip_longest(before[values], after[values]):
            pair = (one["row_id"] if one else None, other["row_id"] if other else None)
            if pair not in told:  # rows of several products meet once
                told.add(pair)
                yield _difference(kind, key, values, one, other)


def _by_key(rows: Sequence[Row], key: Sequence[str]) -> defaultdict[tuple[str, ...], list[Row]]:
    """Return the rows by what they speak of; a row of several products stands under each."""
    found: defaultdict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in rows:
        further = str(row.get(_FURTHER_PRODUCTS) or "").split(";")
        products = [row.get("product_id"), *filter(None, further)]
        for product in products if "product_id" in key else products[:1]:
            named = row if product is None else {**row, "product_id": product}
            found[tuple(str(named[column] or "") for column in key)].append(row)
    return found


def _difference(
    kind: str, key: Sequence[str], values: tuple[str, ...], old: Row | None, new: Row | None
) -> Difference:
    if old is None or new is None:
        change: Change = "added" if old is None else "removed"
        return Difference(kind, values, change, (), old, new)
    skipped = {*NOT_DECIDING, *key, *_NAMES_OF_ROWS, *_READINGS, _FURTHER_PRODUCTS}
    columns = tuple(name for name in old if name not in skipped and old[name] != new[name])
    if not (may_decide(str(old["confidence"])) and may_decide(str(new["confidence"]))):
        change = "not_checked"
    else:
        change = "changed" if columns else "same"
    return Difference(kind, values, change, columns, old, new)
