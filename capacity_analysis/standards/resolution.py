"""Which documents and rows apply on a day in an area, by how documents meet.

Newest: of the editions of one series in one area only the newest that has started counts, also where
it has ended since or leaves a row open: an older one never comes back. Stricter: a local document
marked so adds its rows to those of the levels above. Higher: a local document marked so yields, key
by key, to what a higher level says.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from ..errors import DataError, InputError, UsageError
from ..text import _
from .document import Document
from .kind_table import OWN_AREA, KindTable
from .kinds import KINDS, Kind

if TYPE_CHECKING:
    import pandas as pd

    from .kind_table import Mask, Numbers

AppliesTo = Literal["existing", "new"]

_MOST_TOLD = 5  # documents that a sentence names


class NoDocumentInForce(InputError):  # noqa: N818  (reads as the sentence it raises)
    """No document of the kind asked for was in force on the date, in the area."""


@dataclass(frozen=True, eq=False)
class RowsInForce:
    """The rows of one kind that apply on a day in an area.

    Attributes
    ----------
    documents : tuple of Document
        The documents that the rows stand in.
    table : DataFrame
        The kind's columns, `document_id`, `jurisdiction` (of the row, else of its document) and
        `binding` (bool). Rows that share the kind's key all apply: a line must meet each of them. An
        open row is there, without a value. A row that governs several products is repeated, one
        product each.
    absent : DataFrame
        The kind's key columns, `document_id` and `in_force` (ISO date, empty where it was not
        found): what only rows hold that do not apply on the day.

    """

    documents: tuple[Document, ...]
    table: pd.DataFrame
    absent: pd.DataFrame


def known_kind(name: str) -> Kind:
    """Return the kind of this name.

    Raises
    ------
    UsageError
        If there is none.

    """
    if name not in KINDS:
        raise UsageError(f"unknown kind of document {name!r}; one of {', '.join(KINDS)}")
    return KINDS[name]


def document_in_force(
    documents: Iterable[Document],
    kind: str,
    on: date,
    chain: Sequence[str],
    applies_to: AppliesTo = "existing",
) -> Document:
    """Return the one document of a kind that applies on a day.

    Raises
    ------
    NoDocumentInForce
        If none applies.
    DataError
        If several apply: nothing says which of them to choose.

    """
    found = _holding(documents, kind, on, chain, applies_to)
    if len(found) > 1:
        names = ", ".join(f"{d.id} ({d.jurisdiction}, conflict: {d.conflict})" for d in found)
        raise DataError(f"{kind}: no rule here to choose on {on} between {names}")
    return found[0]


def rows_in_force(
    rows: KindTable, on: date, chain: Sequence[str], applies_to: AppliesTo = "existing"
) -> RowsInForce:
    """Return those of the rows of a kind that apply on a day.

    Raises
    ------
    NoDocumentInForce
        If no document of the kind applies.
    DataError
        If rows of two documents speak of one thing, and neither says how it meets the other.

    """
    kind = rows.kind.name
    holding = _holding(rows.documents, kind, on, chain, applies_to)
    known = _known(rows.documents, kind, chain, applies_to)
    level = rows.level(chain)
    concerned = rows.of(known) & (level >= 0) & rows.for_lines(applies_to)
    current = concerned & rows.of(holding) & rows.on(on)
    applying = current & ~_yielding(rows, current, level)
    _refuse_clashes(rows, applying, level, on)
    used = {rows.documents[place].id for place in rows.document[applying]}
    return RowsInForce(
        documents=tuple(document for document in holding if document.id in used),
        table=rows.rows[applying].reset_index(drop=True),
        absent=_absent(rows, concerned & ~current, applying),
    )


def _known(
    documents: Iterable[Document], kind: str, chain: Sequence[str], applies_to: AppliesTo
) -> list[Document]:
    """Return the documents of a kind and an area that hold for such lines, whatever the day."""
    return [
        document
        for document in documents
        if kind in document.tables
        and document.jurisdiction in chain
        and document.applies_to in (applies_to, "all")
    ]


def _holding(
    documents: Iterable[Document], kind: str, on: date, chain: Sequence[str], applies_to: AppliesTo
) -> list[Document]:
    described = known_kind(kind)
    if isinstance(chain, str):
        raise TypeError("jurisdiction is a chain of codes, not one code")
    documents = list(documents)
    newest = _newest_editions(documents, on)
    holding = [d for d in documents if newest.get(_edition_of(d)) is d and d.holds_on(on)]
    found = _known(holding, kind, chain, applies_to)
    if not found:
        of_kind = _known(documents, kind, chain, applies_to)
        spans = [_span(document, newest.get(_edition_of(document))) for document in of_kind]
        raise NoDocumentInForce(_nothing_in_force(described, on, spans))
    return found


def _newest_editions(documents: Iterable[Document], on: date) -> dict[tuple[str, str], Document]:
    """Return the newest edition that has started of each series and area, even if it ended since.

    An edition replaces the one before it as a whole, also where it has no table of some kind.
    """
    newest: dict[tuple[str, str], Document] = {}
    for document in documents:
        if document.in_force is not None and document.in_force <= on:
            rival = newest.get(_edition_of(document))
            if rival is None or rival.in_force is None or rival.in_force < document.in_force:
                newest[_edition_of(document)] = document
    return newest


def _edition_of(document: Document) -> tuple[str, str]:
    return document.series, document.jurisdiction


def _yielding(rows: KindTable, current: Mask, level: Numbers) -> Mask:
    """Say which rows yield, since a higher level has a row for their key, also an open one.

    A target that binds nobody takes no binding rule away.
    """
    import numpy as np

    of_yielding: Mask = current & rows.speaks & (rows.conflict == "higher")
    if not of_yielding.any():
        return of_yielding
    binding = rows.rows["binding"].to_numpy()
    highest = _highest(rows.key, level, current)
    highest_binding = _highest(rows.key, level, current & binding)
    above: Numbers = np.where(binding, highest_binding, highest)
    of_yielding &= above > level
    return of_yielding


def _highest(key: Numbers, level: Numbers, counted: Mask) -> Numbers:
    """Return the highest level at which a counted row has the key of a row; -1 where none has."""
    import numpy as np

    highest = np.full(key.max() + 1, -1)
    np.maximum.at(highest, key[counted], level[counted])
    return highest[key]


def _refuse_clashes(all_rows: KindTable, applying: Mask, level: Numbers, on: date) -> None:
    """Refuse what no rule covers: two series of one area, or a local document that says nothing."""
    kind, places = all_rows.kind, _in_several_documents(all_rows, applying)
    if not places.size:
        return
    rows = all_rows.rows.iloc[places].assign(
        conflict=all_rows.conflict[places], level=level[places]
    )
    _refuse(rows, kind, on, same_area=True)
    if any(column.name == OWN_AREA for column in kind.columns):
        return  # rows for areas of their own: the question takes the nearest
    highest = rows.groupby(list(kind.key))["level"].transform("max")
    silent = (rows["conflict"] == "newest") & (rows["level"] < highest)
    concerned = silent.groupby([rows[column] for column in kind.key]).transform("any")
    _refuse(rows[concerned], kind, on, same_area=False)


def _in_several_documents(rows: KindTable, applying: Mask) -> Numbers:
    """Return the places of the rows that apply and whose key rows of other documents share."""
    import numpy as np

    places = np.flatnonzero(applying & rows.speaks)
    pairs = np.unique(np.stack([rows.key[places], rows.document[places]]), axis=1)
    keys, documents = np.unique(pairs[0], return_counts=True)
    return places[np.isin(rows.key[places], keys[documents > 1])]


def _refuse(rows: pd.DataFrame, kind: Kind, on: date, *, same_area: bool) -> None:
    key = [*kind.key, OWN_AREA] if same_area else list(kind.key)
    for values, group in rows.groupby(key, sort=True):
        found = group.drop_duplicates("document_id").sort_values("document_id")
        if len(found) < 2:
            continue
        names = ", ".join(
            f"{row.document_id} ({row.jurisdiction}, conflict: {row.conflict}) row {row.row_id}"
            for row in found.itertuples()
        )
        about = ", ".join(str(value) for value in values[: len(kind.key)])
        raise DataError(f"{kind.name}: no rule to choose on {on} for {about} between {names}")


def _absent(rows: KindTable, others: Mask, applying: Mask) -> pd.DataFrame:
    """Return what only rows speak of that do not apply; all of them where rows have no key."""
    import numpy as np

    if rows.kind.key:
        others = others & ~np.isin(rows.key, rows.key[applying])
    found = rows.about[others[rows.about.index]]
    return found.drop_duplicates().reset_index(drop=True)


def _nothing_in_force(kind: Kind, on: date, spans: Sequence[str]) -> str:
    message = _("没有收录在{day}有效的{kind}文件").format(day=day_label(on), kind=_(kind.title))
    if not spans:
        return message
    told = "；".join(spans[:_MOST_TOLD])
    if len(spans) > _MOST_TOLD:
        told += _("等{count}份").format(count=len(spans))
    return message + _("（已收录：{spans}）").format(spans=told)


def _span(document: Document, newest: Document | None) -> str:
    """Say from when to when a document holds, and what replaced it if its own end is not on file."""
    start, end = document.in_force, document.in_force_until
    if start is None:
        return _("{citation}施行日期未查到").format(citation=document.citation)
    if end is not None:
        return _("{citation}施行于{start}至{end}").format(
            citation=document.citation, start=day_label(start), end=day_label(end)
        )
    span = _("{citation}自{start}起施行").format(citation=document.citation, start=day_label(start))
    if newest is None or newest.in_force is None or newest.in_force <= start:
        return span
    return span + _("，已由{newer}代替").format(newer=newest.citation)


def day_label(day: date) -> str:
    """Return a day as a page writes it.

    Examples
    --------
    >>> day_label(date(2022, 9, 10))
    '2022年9月10日'

    """
    return _("{year}年{month}月{day}日").format(year=day.year, month=day.month, day=day.day)
