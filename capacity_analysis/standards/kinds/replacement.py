"""Ratios of capacity replacement (产能置换): how much must leave for each new unit of capacity."""

from __future__ import annotations

from ... import vocabulary
from ..document import Confidence, Row
from .columns import CONFIDENCE, FROM, JURISDICTION, TO, Column, Defects, Kind

_REGIONS = frozenset({"key", "other", "all"})


def _check_ratio(row: Row) -> Defects:
    """Require products of the vocabulary, a ratio of at least 1, and dates in their order."""
    products = str(row["products"]).split(";")
    for product in sorted(set(products)):
        if product not in vocabulary.products():
            yield f"products: {product!r} is not in the vocabulary"
        if products.count(product) > 1:
            yield f"products: {product!r} stands twice"
    ratio = row["ratio"]
    if row["confidence"] != Confidence.OPEN and isinstance(ratio, float) and ratio < 1:
        yield f"ratio: {ratio} lets capacity grow"
    first, last = str(row["effective_from"]), str(row["effective_to"])
    if first and last and last < first:
        yield f"effective_to: {last} lies before effective_from {first}"


REPLACEMENT_RATIOS = Kind(
    "replacement_ratios",
    "产能置换比例",
    (
        Column("row_id"),
        Column("products"),  # ids joined by ;
        Column("region", choices=_REGIONS),  # key region of air pollution control, or not
        # What else must hold for the row, in words; blank: the ratio of every project.
        Column("condition", optional=True),
        Column("ratio", "number"),  # capacity that leaves for one unit that is built
        Column("clause"),
        FROM,
        TO,
        JURISDICTION,
        Column("source"),
        CONFIDENCE,
        Column("remark", optional=True),
    ),
    (),
    _check_ratio,
)
