"""The store of official documents: loaded once, resolved by date and area."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from .. import paths
from ..errors import UsageError
from ..text import _
from . import resolution
from .document import Document
from .kind_table import KindTable, kind_table
from .loading import load_documents
from .resolution import AppliesTo, RowsInForce
from .verifications import Verification, apply, digest_with

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False)
class Standards:
    """Every official document of a folder, ordered by id.

    Two loads of the same bytes are equal and have the same `digest`.

    Attributes
    ----------
    documents : tuple of Document
        The documents.
    digest : str
        SHA-256 of the files that were read, and of the verifications that hold.
    verifications : tuple of Verification
        Records of checks of a row against the official text, which still fit the row.
    warnings : tuple of str
        Records that no longer fit, in Chinese: the row is as unsure as before.

    """

    documents: tuple[Document, ...]
    digest: str
    verifications: tuple[Verification, ...] = ()
    warnings: tuple[str, ...] = ()
    _tables: dict[str, KindTable] = field(default_factory=dict, init=False, repr=False)

    @classmethod
    def load(cls, folder: str | Path | None = None) -> Standards:
        """Load the documents of `folder`, each a folder of its own.

        Parameters
        ----------
        folder : str or pathlib.Path, optional
            The packaged standards by default.

        Raises
        ------
        DataError
            With one line for each defect of any file.

        Examples
        --------
        >>> Standards.load().document("ndrc-2021-1609").number
        '发改产业〔2021〕1609号'

        """
        if folder:
            return cls(*load_documents(Path(folder)))
        return _packaged(paths.standards(), _stamp(paths.standards()))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Standards) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    def document(self, document_id: str) -> Document:
        """Return the document with this id.

        Raises
        ------
        UsageError
            If there is none.

        """
        for document in self.documents:
            if document.id == document_id:
                return document
        known = "、".join(document.id for document in self.documents)
        message = _("没有收录文件“{name}”；已收录：{known}。")
        raise UsageError(message.format(name=document_id, known=known))

    def in_force(
        self,
        kind: str,
        on: date,
        jurisdiction: Sequence[str],
        applies_to: AppliesTo = "existing",
    ) -> Document:
        """Return the one document of a kind that applies on a day.

        Parameters
        ----------
        kind : str
            A kind of `kinds.KINDS`.
        on : datetime.date
            The day; both the first and the last day of a document count.
        jurisdiction : sequence of str
            GB/T 2260 codes of the county and of the areas above it, in this order, nation included.
        applies_to : {"existing", "new"}, optional
            What the document must hold for: one for new projects never hits an existing line.

        Raises
        ------
        NoDocumentInForce
            If none applies. An edition that ended never makes room for the one before it.
        DataError
            If several documents apply that are not editions of one another.

        Examples
        --------
        >>> chain = ["360404", "360400", "360000", "000000"]
        >>> Standards.load().in_force("benchmark_levels", date(2022, 6, 30), chain).id
        'ndrc-2021-1609'

        """
        return resolution.document_in_force(self.documents, kind, on, jurisdiction, applies_to)

    def rows_in_force(
        self,
        kind: str,
        on: date,
        chain: Sequence[str],
        applies_to: AppliesTo = "existing",
    ) -> RowsInForce:
        """Return the rows of a kind that apply on a day, of every document that holds.

        Parameters
        ----------
        kind : str
            A kind of `kinds.KINDS`.
        on : datetime.date
            The day; both the first and the last day of a document or row count.
        chain : sequence of str
            GB/T 2260 codes of the county and of the areas above it, in this order, nation included.
        applies_to : {"existing", "new"}, optional
            What the documents must hold for.

        Returns
        -------
        RowsInForce
            After the rules of conflict: the newest edition of a series alone; a document marked
            `stricter` adds its rows; one marked `higher` yields, key by key, to the levels above
            (a target that binds nobody takes no binding rule away).

        Raises
        ------
        NoDocumentInForce
            If no document of the kind applies on the day.
        DataError
            If two series of one area, or a local document that says neither `stricter` nor
            `higher` and one above it, have rows of one key.

        Examples
        --------
        >>> chain = ["360404", "360400", "360000", "000000"]
        >>> rows = Standards.load().rows_in_force("benchmark_levels", date(2022, 6, 30), chain)
        >>> clinker = rows.table[rows.table["product_id"] == "clinker"]
        >>> clinker[["row_id", "document_id", "jurisdiction", "binding"]].values.tolist()
        [['bm2021-030', 'ndrc-2021-1609', '000000', True]]

        """
        return resolution.rows_in_force(self._table(kind), on, chain, applies_to)

    def no_rows(self, kind: str) -> pd.DataFrame:
        """Return no rows of a kind, in the columns of `RowsInForce.table`.

        Examples
        --------
        >>> "threshold" in Standards.load().no_rows("catalogue_entries")
        True

        """
        return self._table(kind).rows.iloc[:0]

    def _table(self, kind: str) -> KindTable:
        if kind not in self._tables:
            self._tables[kind] = kind_table(self.documents, resolution.known_kind(kind))
        return self._tables[kind]

    def verified(self, records: Iterable[Verification]) -> Standards:
        """Return a copy in which rows that were checked against the official text are `verified`.

        A record counts as long as the row says what it said when it was checked. One that no longer
        fits leaves its row as it is, and is told in `warnings`.

        Parameters
        ----------
        records : iterable of Verification
            What `read_verifications` returns.

        Examples
        --------
        >>> from capacity_analysis.standards import verification
        >>> standards = Standards.load()
        >>> document = standards.document("ndrc-2021-1609")
        >>> record = verification(
        ...     document, "bm2021-030", by="区发改委", against="官方附表", on=date(2022, 7, 1)
        ... )
        >>> _kind, row = standards.verified([record]).document("ndrc-2021-1609").row("bm2021-030")
        >>> row["confidence"]
        'verified'

        """
        applied = apply(self.documents, records)
        holding = (*self.verifications, *applied.holding)
        return Standards(
            applied.documents,
            digest_with(self.digest, applied.holding),
            holding,
            (*self.warnings, *applied.warnings),
        )


def _stamp(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """Return name, time and size of every file of a folder: what a change of any of them changes."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    states = ((path.as_posix(), path.stat()) for path in files)
    return tuple((name, state.st_mtime_ns, state.st_size) for name, state in states)


@lru_cache(maxsize=1)
def _packaged(folder: Path, _stamp: object) -> Standards:
    """Load the packaged documents once, as long as no file of theirs changes."""
    return Standards(*load_documents(folder))
