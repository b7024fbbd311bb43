"""Which documents and rows apply on a day in an area, by how documents meet.

Newest: of the editions of one series in one area only the newest that has started counts, also where
it has ended since or leaves a row open: an older one never comes back. Stricter: a local document
marked so adds its rows to those of the levels above. Higher: a local document marked so yields, key
by key, to what a higher level says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from ..errors import DataError, InputError, UsageError
from ..text import _
from .document import Document
from .kinds import KINDS, Kind

if TYPE_CHECKING:
    import pandas as pd

AppliesTo = Literal["existing", "new"]

# Row by row, what of a document a row governs beyond its own product.
ALSO_PRODUCTS = "also_products"
_JOINED = ";"
_OWN_AREA = "jurisdiction"
_OWN_DATES = ("effective_from", "effective_to")
_OWN_LINES = "applies_to"
# What of a document's header the rules of conflict need to know of each of its rows.
_HEADER = {
    "document_id": "str",
    "area": "str",
    "binding": "bool",
    "conflict": "str",
    "in_force": "str",
}


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
    documents: Sequence[Document],
    kind: str,
    on: date,
    chain: Sequence[str],
    applies_to: AppliesTo = "existing",
) -> RowsInForce:
    """Return the rows of a kind that apply on a day.

    Raises
    ------
    NoDocumentInForce
        If no document of the kind applies.
    DataError
        If rows of two documents speak of one thing, and neither says how it meets the other.

    """
    import pandas as pd

    holding = _holding(documents, kind, on, chain, applies_to)
    described = KINDS[kind]
    rows = _rows(holding, described, chain, applies_to)
    current = _are_current(rows, on)
    table = _without_yielding(rows[current], described)
    _refuse_clashes(table, described, on)
    held = {document.id for document in holding}
    others = [d for d in _known(documents, kind, chain, applies_to) if d.id not in held]
    absent = pd.concat([rows[~current], _rows(others, described, chain, applies_to)])
    used = set(table["document_id"])
    return RowsInForce(
        documents=tuple(document for document in holding if document.id in used),
        table=table[_columns(described)].reset_index(drop=True),
        absent=_only_absent(absent, table, described),
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
    if kind not in KINDS:
        raise UsageError(f"unknown kind of document {kind!r}; one of {', '.join(KINDS)}")
    if isinstance(chain, str):
        raise TypeError("jurisdiction is a chain of codes, not one code")
    documents = list(documents)
    newest = [document for document in _newest_editions(documents, on) if document.holds_on(on)]
    found = _known(newest, kind, chain, applies_to)
    if not found:
        of_kind = _known(documents, kind, chain, applies_to)
        raise NoDocumentInForce(_nothing_in_force(KINDS[kind], on, of_kind))
    return found


def _newest_editions(documents: Iterable[Document], on: date) -> Iterator[Document]:
    """Drop what a newer edition of the same series and area replaced, even if it ended since.

    An edition replaces the one before it as a whole, also where it has no table of some kind.
    """
    started = [(d, d.in_force) for d in documents if d.in_force is not None and d.in_force <= on]
    newest: dict[tuple[str, str], date] = {}
    for document, start in started:
        key = (document.series, document.jurisdiction)
        newest[key] = max(newest.get(key, start), start)
    for document, start in started:
        if start == newest[document.series, document.jurisdiction]:
            yield document


def _rows(
    documents: Sequence[Document], kind: Kind, chain: Sequence[str], applies_to: AppliesTo
) -> pd.DataFrame:
    """Return the rows for the area and such lines, with what the rules of conflict need to know."""
    import pandas as pd

    of_each = [document.rows(kind.name) for document in documents]
    types = {column.name: column.dtype for column in kind.columns}
    table = pd.DataFrame([row for rows in of_each for row in rows], columns=list(types))
    table = table.astype(types)
    place = [place for place, rows in enumerate(of_each) for _row in rows]
    headers = pd.DataFrame([_header(document) for document in documents], columns=list(_HEADER))
    table = table.join(headers.astype(_HEADER).iloc[place].reset_index(drop=True))
    own = table.get(_OWN_AREA, table["area"])
    table = table.assign(**{_OWN_AREA: own.where(own != "", table["area"])})
    level = {code: place for place, code in enumerate(chain)}
    kept = table["jurisdiction"].isin(list(level))
    if _OWN_LINES in table:
        kept &= table[_OWN_LINES].isin([applies_to, "all"])
    table = _one_row_per_product(table[kept])
    table = table.assign(level=table["jurisdiction"].map(level))
    return table.astype({"level": "int64"}).reset_index(drop=True)


def _header(document: Document) -> tuple[object, ...]:
    start = document.in_force.isoformat() if document.in_force else ""
    return document.id, document.jurisdiction, document.binding, document.conflict, start


def _one_row_per_product(table: pd.DataFrame) -> pd.DataFrame:
    if ALSO_PRODUCTS not in table:
        return table
    own = table["product_id"]
    further = table[ALSO_PRODUCTS]
    products = own.where(further == "", own + _JOINED + further).str.split(_JOINED)
    spread = table.drop(columns=ALSO_PRODUCTS).assign(product_id=products).explode("product_id")
    return spread.astype({"product_id": own.dtype})


def _are_current(rows: pd.DataFrame, on: date) -> pd.Series:
    """Say which rows hold on the day by dates of their own; both their days count."""
    day = on.isoformat()
    current = rows["document_id"].notna()
    for column in _OWN_DATES:
        if column in rows:
            bound = rows[column]
            fits = bound <= day if column == _OWN_DATES[0] else bound >= day
            current &= (bound == "") | fits
    return current


def _without_yielding(rows: pd.DataFrame, kind: Kind) -> pd.DataFrame:
    """Drop rows of documents that yield where a higher level has a row for the key, also an open one.

    A target that binds nobody takes no binding rule away.
    """
    yielding = (rows["conflict"] == "higher") & _speaks_of_something(rows, kind)
    if not yielding.any():
        return rows
    of_key, level = [rows[column] for column in kind.key], rows["level"]
    highest = level.groupby(of_key).transform("max")
    highest_binding = level.where(rows["binding"], -1).groupby(of_key).transform("max")
    above = highest.where(~rows["binding"], highest_binding)
    return rows[~yielding | (above <= level)]


def _speaks_of_something(rows: pd.DataFrame, kind: Kind) -> pd.Series:
    """Say which rows have a key that rows of other documents could share."""
    return (rows[list(kind.key)] != "").any(axis="columns")


def _refuse_clashes(rows: pd.DataFrame, kind: Kind, on: date) -> None:
    """Refuse what no rule covers: two series of one area, or a local document that says nothing."""
    rows = rows[_speaks_of_something(rows, kind)]
    if rows.empty:
        return
    by_key = rows.groupby(list(kind.key))
    _refuse(rows[by_key["document_id"].transform("nunique") > 1], kind, on, same_area=True)
    if any(column.name == _OWN_AREA for column in kind.columns):
        return  # rows for areas of their own: the question takes the nearest
    silent = (rows["conflict"] == "newest") & (rows["level"] < by_key["level"].transform("max"))
    shared = by_key["level"].transform("nunique") > 1
    concerned = silent.groupby([rows[column] for column in kind.key]).transform("any")
    _refuse(rows[shared & concerned], kind, on, same_area=False)


def _refuse(rows: pd.DataFrame, kind: Kind, on: date, *, same_area: bool) -> None:
    key = [*kind.key, _OWN_AREA] if same_area else list(kind.key)
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


def _only_absent(rows: pd.DataFrame, table: pd.DataFrame, kind: Kind) -> pd.DataFrame:
    key = list(kind.key)
    if _OWN_DATES[0] in rows:
        own = rows[_OWN_DATES[0]]
        rows = rows.assign(in_force=rows["in_force"].where(own == "", own))
    if key:
        import pandas as pd

        held = pd.MultiIndex.from_frame(table[key])
        rows = rows[~pd.MultiIndex.from_frame(rows[key]).isin(held)]
    found = rows[[*key, "document_id", "in_force"]].drop_duplicates()
    return found.sort_values([*key, "document_id"]).reset_index(drop=True)


def _columns(kind: Kind) -> list[str]:
    own = [column.name for column in kind.columns if column.name != ALSO_PRODUCTS]
    return [*own, *(name for name in ("document_id", _OWN_AREA, "binding") if name not in own)]


def _nothing_in_force(kind: Kind, on: date, known: Iterable[Document]) -> str:
    message = _("没有收录在{day}有效的{kind}文件").format(day=day_label(on), kind=_(kind.title))
    spans = [_span(document) for document in known]
    return message + (_("（已收录：{spans}）").format(spans="；".join(spans)) if spans else "")


def _span(document: Document) -> str:
    start, end = document.in_force, document.in_force_until
    if start is None:
        return _("{citation}施行日期未查到").format(citation=document.citation)
    if end is None:
        return _("{citation}自{start}起施行").format(
            citation=document.citation, start=day_label(start)
        )
    return _("{citation}施行于{start}至{end}").format(
        citation=document.citation, start=day_label(start), end=day_label(end)
    )


def day_label(day: date) -> str:
    """Return a day as a page writes it.

    Examples
    --------
    >>> day_label(date(2022, 9, 10))
    '2022年9月10日'

    """
    return _("{year}年{month}月{day}日").format(year=day.year, month=day.month, day=day.day)
