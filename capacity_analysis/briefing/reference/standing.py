"""Which rows apply on the day assessed, and how a document stands on that day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ...standards import KINDS, Document, NoDocumentInForce, Standards
from ...standards.resolution import AppliesTo
from ...text import _

Rows = frozenset[tuple[str, str]]


@dataclass(frozen=True)
class Standing:
    """The rows that apply on a day in an area: to lines that are there, and to new ones alone."""

    on: dt.date
    chain: tuple[str, ...]
    existing: Rows
    new: Rows

    def applies(self, document: Document, row_id: str) -> bool:
        """Say whether a row applies on the day, to whichever lines."""
        key = (document.id, row_id)
        return key in self.existing or key in self.new

    def only_new(self, document: Document, row_id: str) -> bool:
        """Say whether a row applies to new lines and to no existing one."""
        key = (document.id, row_id)
        return key in self.new and key not in self.existing


def standing(standards: Standards, on: dt.date, chain: Sequence[str]) -> Standing:
    """Resolve every kind of table for a day and an area.

    Parameters
    ----------
    standards : Standards
        The documents.
    on : datetime.date
        The day.
    chain : sequence of str
        GB/T 2260 codes of the county and of the areas above it.

    Raises
    ------
    DataError
        If rows of two documents speak of one thing, and neither says how it meets the other.

    Examples
    --------
    >>> found = standing(Standards.load(), dt.date(2022, 9, 10), ["360404", "000000"])
    >>> ("ndrc-2021-1609", "bm2021-030") in found.existing
    True
    >>> ("ndrc-2023-723", "bm2023-001") in found.existing
    False

    """
    existing = frozenset(_rows(standards, on, chain, "existing"))
    return Standing(on, tuple(chain), existing, frozenset(_rows(standards, on, chain, "new")))


def _rows(
    standards: Standards, on: dt.date, chain: Sequence[str], applies_to: AppliesTo
) -> Iterator[tuple[str, str]]:
    for kind in KINDS:
        try:
            table = standards.rows_in_force(kind, on, chain, applies_to).table
        except NoDocumentInForce:
            continue
        yield from zip(table["document_id"], table["row_id"], strict=True)


def document_standing(document: Document, standards: Standards, on: Standing) -> str:
    """Return how a document stands on the day assessed, in words.

    Examples
    --------
    >>> store = Standards.load()
    >>> on = Standing(dt.date(2022, 9, 10), ("000000",), frozenset(), frozenset())
    >>> document_standing(store.document("ndrc-2023-723"), store, on)
    '评定日尚未施行'

    """
    ids = [str(row["row_id"]) for kind in document.tables for row in document.rows(kind)]
    applying = [row_id for row_id in ids if on.applies(document, row_id)]
    if not applying:
        return _why_not(document, standards, on)
    parts = [_("评定日有效") if document.binding else _("评定日有效，但没有约束力，不作判定依据")]
    if len(applying) < len(ids):
        parts.append(_("{rows}行中{applying}行适用").format(rows=len(ids), applying=len(applying)))
    if all(on.only_new(document, row_id) for row_id in applying):
        parts.append(_("只适用于新建项目"))
    return "；".join(parts)


def _why_not(document: Document, standards: Standards, on: Standing) -> str:
    start, until = document.in_force, document.in_force_until
    if start is None:
        return _("施行日期未查到，任何一天都不适用")
    if document.jurisdiction not in on.chain:
        return _("不在本地区适用")
    if start > on.on:
        return _("评定日尚未施行")
    if until is not None and until < on.on:
        return _("评定日已失效")
    for other in standards.documents:
        edition = (other.series, other.jurisdiction) == (document.series, document.jurisdiction)
        if edition and other.in_force is not None and start < other.in_force <= on.on:
            return _("评定日已由新版{citation}代替").format(citation=other.citation)
    return _("评定日没有一行适用")
