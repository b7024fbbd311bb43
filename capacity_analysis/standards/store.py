"""Load every document strictly, and say which one is in force on a date in an area."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from .. import paths
from ..errors import DataError, InputError, UsageError
from ..text import _
from ..vocabulary import read_table
from .document import TABLE_NAME, Cell, Confidence, Document, read_yaml
from .kinds import KINDS, Column, Kind, read_cell

_HEADER = "document.yaml"


class NoDocumentInForce(InputError):  # noqa: N818  (reads as the sentence it raises)
    """No document of the kind asked for was in force on the date, in the area."""


@dataclass(frozen=True, eq=False)
class Standards:
    """Every official document of a folder, ordered by id.

    Two loads of the same bytes are equal and have the same `digest`.
    """

    documents: tuple[Document, ...]
    digest: str

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
        folder = Path(folder) if folder else paths.data() / "standards"
        homes = sorted(path for path in folder.glob("[!.]*") if path.is_dir())
        defects = [] if homes else [f"{folder}: holds no document"]
        documents = [_load_document(home, defects) for home in homes]
        loaded = tuple(document for document in documents if document is not None)
        defects += _twin_editions(loaded)
        if defects:
            raise DataError("\n".join(defects))
        return cls(loaded, _digest(folder, loaded))

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
        known = ", ".join(document.id for document in self.documents)
        raise UsageError(f"unknown document {document_id!r}; one of {known}")

    def in_force(
        self,
        kind: str,
        on: date,
        jurisdiction: Sequence[str],
        applies_to: Literal["existing", "new"] = "existing",
    ) -> Document:
        """Return the document of a kind that applies on a day.

        Parameters
        ----------
        kind : str
            A kind of `kinds.KINDS`.
        on : datetime.date
            The day; both the first and the last day of a document count.
        jurisdiction : sequence of str
            GB/T 2260 codes of the county and of the areas above it, nation included.
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
        if kind not in KINDS:
            raise UsageError(f"unknown kind of document {kind!r}; one of {', '.join(KINDS)}")
        if isinstance(jurisdiction, str):
            raise TypeError("jurisdiction is a chain of codes, not one code")
        of_kind = [
            document
            for document in self.documents
            if kind in document.tables
            and document.jurisdiction in jurisdiction
            and document.applies_to in (applies_to, "all")
        ]
        started = [d for d in of_kind if d.in_force is not None and d.in_force <= on]
        found = [d for d in _without_older_editions(started) if d.holds_on(on)]
        if not found:
            raise NoDocumentInForce(_nothing_in_force(KINDS[kind], on, of_kind))
        if len(found) > 1:
            names = ", ".join(f"{d.id} ({d.jurisdiction}, conflict: {d.conflict})" for d in found)
            raise DataError(f"{kind}: no rule here to choose on {on} between {names}")
        return found[0]


def _without_older_editions(started: list[Document]) -> Iterator[Document]:
    """Drop what a newer edition of the same series and area replaced, even if it ended since."""
    newest: dict[tuple[str, str], date] = {}
    for document in started:
        key = (document.series, document.jurisdiction)
        start = document.in_force or date.min
        newest[key] = max(newest.get(key, start), start)
    for document in started:
        if document.in_force == newest[document.series, document.jurisdiction]:
            yield document


def _nothing_in_force(kind: Kind, on: date, known: list[Document]) -> str:
    message = _("没有收录在{day}有效的{kind}文件").format(day=_day(on), kind=_(kind.title))
    spans = [
        _span(d)
        for d in known
    ]
    return message + (_("（已收录：{spans}）").format(spans="；".join(spans)) if spans else "")


def _span(document: Document) -> str:
    start, end = document.in_force, document.in_force_until
    if start is None:
        return _("{citation}施行日期未查到").format(citation=document.citation)
    if end is None:
        return _("{citation}自{start}起施行").format(citation=document.citation, start=_day(start))
    return _("{citation}施行于{start}至{end}").format(
        citation=document.citation, start=_day(start), end=_day(end)
    )


def _day(day: date) -> str:
    return _("{year}年{month}月{day}日").format(year=day.year, month=day.month, day=day.day)


def _load_document(home: Path, defects: list[str]) -> Document | None:
    """Read one document folder; append what is wrong to `defects`."""
    document, tables = _read_header(home, defects)
    read = {_HEADER, *tables.values()}
    for path in sorted(home.iterdir()):
        # A table that nobody reads looks like law and is not.
        if tables and path.name not in read and path.suffix in {".csv", ".yaml", ".yml"}:
            defects.append(f"{home.name}/{path.name}: belongs to no document")
    rows: dict[str, list[dict[str, Cell]]] = {}
    first: dict[str, str] = {}
    for name, file in tables.items():
        if name in KINDS:
            rows[name] = _read_rows(home / file, KINDS[name], defects, first)
    if document is None:
        return None
    types = {name: {c.name: c.dtype for c in KINDS[name].columns} for name in rows}
    return document.with_rows(rows, types)


def _read_header(home: Path, defects: list[str]) -> tuple[Document | None, dict[str, str]]:
    """Read `document.yaml`: the document if it is sound, and the tables that can be read."""
    name = f"{home.name}/{_HEADER}"
    content, found = read_yaml(home / _HEADER)
    defects += [f"{name}: {defect}" for defect in found]
    if not isinstance(content, dict):
        if not found:
            defects.append(f"{name}: is not a mapping of keys to values")
        return None, {}
    document = None
    try:
        document = Document.model_validate(content)
    except ValidationError as error:
        defects += [f"{name}: {_explain(detail)}" for detail in error.errors()]
    given = content.get("tables")
    tables = given if isinstance(given, dict) else {}
    known = ", ".join(KINDS)
    defects += [
        f"{name}: tables: unknown kind {kind!r}; one of {known}"
        for kind in tables
        if kind not in KINDS
    ]
    if "id" in content and content["id"] != home.name:
        defects.append(f"{name}: id: {content['id']!r} is not the name of its folder")
    # Even where the header is broken its tables are read, so that their defects show in the same go.
    files = {str(kind): str(file) for kind, file in tables.items()}
    return document, {kind: file for kind, file in files.items() if re.match(TABLE_NAME, file)}


def _explain(detail: ErrorDetails) -> str:
    """Say what pydantic found in the words of the data folder."""
    key = ".".join(str(part) for part in detail["loc"])
    if detail["type"] == "missing":
        return f"missing key {key!r}"
    if detail["type"] == "extra_forbidden":
        return f"unknown key {key!r}"
    if detail["type"] == "too_short":
        return f"{key}: empty"
    if detail["type"] == "value_error":
        return f"{key}: {detail['ctx']['error']}"
    return f"{key}: {detail['msg']}, not {detail['input']!r}"


def _read_rows(
    path: Path, kind: Kind, defects: list[str], first: dict[str, str]
) -> list[dict[str, Cell]]:
    """Read a table of a document, cell by cell, then row by row, then as a whole.

    `first` holds where each row id of the document stands: no two rows of a document share one.
    """
    label = f"{path.parent.name}/{path.name}"
    records, found = read_table(path, [column.name for column in kind.columns], label=label)
    defects += found
    rows: list[tuple[int, dict[str, Cell]]] = []
    for number, texts in records:
        where = f"{label} row {number} ({texts['row_id']})"
        row, wrong = _read_row(texts, kind.columns)
        wrong += kind.check_row(row)
        place = f"row {number}"
        if first.setdefault(texts["row_id"], place) != place:
            wrong.append(f"row_id: stands in {first[texts['row_id']]} too")
        defects += [f"{where} {defect}" for defect in wrong]
        rows.append((number, row))
    ids = {number: row["row_id"] for number, row in rows}
    for number, defect in kind.check_table(rows):
        defects.append(f"{label} row {number} ({ids[number]}) {defect}")
    return [row for _number, row in rows]


def _read_row(
    texts: dict[str, str], columns: Sequence[Column]
) -> tuple[dict[str, Cell], list[str]]:
    is_open = texts["confidence"] == Confidence.OPEN
    cells = {c.name: read_cell(c, texts[c.name], is_open=is_open) for c in columns}
    row = {name: value for name, (value, _defect) in cells.items()}
    return row, [f"{name}: {defect}" for name, (_value, defect) in cells.items() if defect]


def _twin_editions(documents: Sequence[Document]) -> Iterator[str]:
    """Two editions that start on one day leave open which is the newer."""
    first: dict[tuple[str, str, date], str] = {}
    for document in documents:
        if document.in_force is None:
            continue
        key = (document.series, document.jurisdiction, document.in_force)
        if first.setdefault(key, document.id) != document.id:
            yield (
                f"{document.id}/{_HEADER}: in_force: {document.in_force} is the date of "
                f"{first[key]} too, and both are of the series {document.series}"
            )


def _digest(folder: Path, documents: Sequence[Document]) -> str:
    """Return the SHA-256 of the files that were read, names and lengths included."""
    total = hashlib.sha256()
    for document in documents:
        for name in (_HEADER, *document.tables.values()):
            content = (folder / document.id / name).read_bytes()
            total.update(f"{document.id}/{name}\0{len(content)}\0".encode())
            total.update(content)
    return total.hexdigest()
