"""All rows of one kind, of every document of a store, and what the rules of conflict ask of a row.

Built once for each kind: a question about a day and an area is then a few masks over it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING, Any

from .document import Document
from .kinds import Kind

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    Texts = np.ndarray[Any, np.dtype[Any]]
    Numbers = np.ndarray[Any, np.dtype[np.integer[Any]]]
    Mask = np.ndarray[Any, np.dtype[np.bool_]]

# Row by row, what of a document a row governs beyond its own product.
ALSO_PRODUCTS = "also_products"
OWN_AREA = "jurisdiction"
_JOINED = ";"
_FROM, _TO = "effective_from", "effective_to"
_OWN_LINES = "applies_to"


@dataclass(frozen=True, eq=False)
class KindTable:
    """The rows of a kind, one product each, in the order of the documents.

    Attributes
    ----------
    kind : Kind
        The kind.
    documents : tuple of Document
        Every document of the store, also those without such a table.
    rows : DataFrame
        The kind's columns, `document_id`, `jurisdiction` (of the row, else of its document), `binding`.
    document : ndarray of int
        The place of each row's document in `documents`.
    conflict : ndarray of str
        How each row's document meets others.
    key : ndarray of int
        A number for each distinct value of the kind's key.
    speaks : ndarray of bool
        Whether the key says anything: only then rows of other documents can share it.
    area : ndarray of int
        The place of the row's jurisdiction in `areas`.
    areas : tuple of str
        The jurisdictions.
    about : DataFrame
        The key, `document_id` and `in_force` (ISO date, empty where it was not found), sorted; its
        index is the place of the row.

    """

    kind: Kind
    documents: tuple[Document, ...]
    rows: pd.DataFrame
    document: Numbers
    conflict: Texts
    key: Numbers
    speaks: Mask
    area: Numbers
    areas: tuple[str, ...]
    about: pd.DataFrame

    def level(self, areas: Sequence[str]) -> Numbers:
        """Return how high the area of each row stands among these; -1 where it is none of them."""
        import numpy as np

        order = {code: place for place, code in enumerate(areas)}
        return np.array([order.get(code, -1) for code in self.areas], dtype=np.intp)[self.area]

    def of(self, documents: Sequence[Document]) -> Mask:
        """Say which rows stand in these documents."""
        import numpy as np

        ids = {document.id for document in documents}
        return np.isin(
            self.document, [n for n, each in enumerate(self.documents) if each.id in ids]
        )

    def for_lines(self, applies_to: str) -> Mask:
        """Say which rows hold for such lines, by what they say of themselves."""
        if _OWN_LINES in self.rows:
            return self.rows[_OWN_LINES].isin([applies_to, "all"]).to_numpy()
        return self.speaks | True

    def on(self, day: date) -> Mask:
        """Say which rows hold on the day by dates of their own; both their days count."""
        current, text = self.speaks | True, day.isoformat()
        if _FROM in self.rows:
            first, last = self.rows[_FROM], self.rows[_TO]
            current &= ((first == "") | (first <= text)).to_numpy()
            current &= ((last == "") | (last >= text)).to_numpy()
        return current


def kind_table(documents: tuple[Document, ...], kind: Kind) -> KindTable:
    """Return all rows of a kind of the documents of a store."""
    import numpy as np
    import pandas as pd

    of_each = [document.rows(kind.name) for document in documents]
    every = list(chain.from_iterable(of_each))
    cells = pd.DataFrame({name: [row[name] for row in every] for name in kind.dtypes})
    rows = _one_row_per_product(cells.astype(dict(kind.dtypes)))
    place = np.repeat(np.arange(len(documents)), [len(found) for found in of_each])[rows.index]
    header = _headers(documents).iloc[place].reset_index(drop=True)
    rows = rows.reset_index(drop=True)
    rows = rows.assign(
        document_id=header["document_id"],
        jurisdiction=_own_or(rows, OWN_AREA, header[OWN_AREA]),
        binding=header["binding"],
    )
    key = rows[list(kind.key)]
    area, areas = pd.factorize(rows[OWN_AREA])
    about = key.assign(
        document_id=rows["document_id"], in_force=_own_or(rows, _FROM, header["in_force"])
    )
    return KindTable(
        kind=kind,
        documents=documents,
        rows=rows,
        document=place,
        conflict=header["conflict"].to_numpy(),
        key=_numbered(key),
        speaks=(key != "").any(axis="columns").to_numpy(),
        area=area,
        areas=tuple(areas),
        about=about.sort_values([*kind.key, "document_id"], kind="stable"),
    )


def _headers(documents: Sequence[Document]) -> pd.DataFrame:
    import pandas as pd

    headers = [
        (each.id, each.jurisdiction, each.conflict, _start(each), each.binding)
        for each in documents
    ]
    texts = ["document_id", OWN_AREA, "conflict", "in_force"]
    table = pd.DataFrame(headers, columns=[*texts, "binding"])
    return table.astype(dict.fromkeys(texts, "str") | {"binding": "bool"})


def _one_row_per_product(rows: pd.DataFrame) -> pd.DataFrame:
    """Repeat a row for each product that it governs; the index says which row it was."""
    if ALSO_PRODUCTS not in rows:
        return rows
    own, further = rows["product_id"], rows[ALSO_PRODUCTS]
    products = own.where(further == "", own + _JOINED + further).str.split(_JOINED)
    spread = rows.drop(columns=ALSO_PRODUCTS).assign(product_id=products).explode("product_id")
    return spread.astype({"product_id": own.dtype})


def _own_or(rows: pd.DataFrame, column: str, general: pd.Series) -> pd.Series:
    """Return what a row says of itself, and where it says nothing what its document says."""
    own = rows.get(column, general)
    return own.where(own != "", general)


def _numbered(key: pd.DataFrame) -> Numbers:
    import numpy as np

    if key.shape[1] == 0:
        return np.zeros(len(key), dtype=np.intp)
    return key.groupby(list(key), sort=False).ngroup().to_numpy()


def _start(document: Document) -> str:
    return document.in_force.isoformat() if document.in_force else ""
