"""Read document folders strictly: every defect of every file in one go, each with file and key."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from ..errors import DataError
from ..vocabulary import Rows, read_table
from .document import TABLE_NAME, Cell, Confidence, Document, read_yaml
from .kinds import KINDS, Column, Kind, read_cell
from .kinds.columns import text_defect
from .kinds.corrections import misplaced_corrections

_HEADER = "document.yaml"


def load_documents(folder: Path) -> tuple[tuple[Document, ...], str]:
    """Return the documents of a folder, ordered by id, and the SHA-256 of what was read.

    Raises
    ------
    DataError
        With one line for each defect of any file.

    """
    homes = sorted(path for path in folder.glob("[!.]*") if path.is_dir())
    defects = [] if homes else [f"{folder}: holds no document"]
    found = [_load_document(home, defects) for home in homes]
    documents = tuple(document for document in found if document is not None)
    defects += _unordered_editions(documents)
    if defects:
        raise DataError("\n".join(defects))
    return documents, _digest(folder, documents)


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
    defects += [
        f"{home.name}/{tables['energy_corrections']} {defect}"
        for defect in misplaced_corrections(rows)
    ]
    if document is None:
        return None
    return document.with_rows(rows, {name: KINDS[name].dtypes for name in rows})


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
    rows = _read_cells(records, kind.columns)
    for number, (row, wrong) in rows.items():
        wrong.extend(kind.check_row(row))
        row_id, place = str(row["row_id"]), f"{path.name} row {number}"
        if first.setdefault(row_id, place) != place:
            wrong.append(f"row_id: stands in {first[row_id]} too")
        defects += [f"{label} row {number} ({row_id}) {defect}" for defect in wrong]
    numbered = [(number, row) for number, (row, _wrong) in rows.items()]
    for number, defect in kind.check_table(numbered):
        defects.append(f"{label} row {number} ({rows[number][0]['row_id']}) {defect}")
    return [row for _number, row in numbered]


def _read_cells(
    records: Rows, columns: Sequence[Column]
) -> dict[int, tuple[dict[str, Cell], list[str]]]:
    """Return each row and what is wrong with its cells, by its number.

    Column by column, and each text of a column once: most of a table repeats.
    """
    rows: list[dict[str, Cell]] = [{**texts} for _number, texts in records]
    wrong: list[list[str]] = [[] for _record in records]
    are_open = [row["confidence"] == Confidence.OPEN.value for row in rows]
    for column in columns:
        name = column.name
        texts = [record[name] for _number, record in records]
        if column.type == "number":
            for row, text, is_open, faults in zip(rows, texts, are_open, wrong, strict=True):
                row[name], defect = read_cell(column, text, is_open=is_open)
                faults.extend([f"{name}: {defect}"] if defect else [])
            continue
        defects = {text: found for text in set(texts) if (found := text_defect(column, text))}
        if defects:
            for text, faults in zip(texts, wrong, strict=True):
                faults.extend([f"{name}: {defects[text]}"] if text in defects else [])
    numbers = [number for number, _texts in records]
    return dict(zip(numbers, zip(rows, wrong, strict=True), strict=True))


def _unordered_editions(documents: Sequence[Document]) -> Iterator[str]:
    """Of two editions of a series in an area one must be the newer, and begin after the older ends."""
    editions = defaultdict(list)
    for document in documents:
        if document.in_force is not None:
            key = (document.series, document.jurisdiction)
            editions[key].append((document.in_force, document))
    for (series, _area), found in editions.items():
        found.sort(key=lambda edition: edition[0])
        for (start, older), (next_start, newer) in pairwise(found):
            if start == next_start:
                yield (
                    f"{newer.id}/{_HEADER}: in_force: {start} is the date of {older.id} too, "
                    f"and both are of the series {series}"
                )
            elif older.in_force_until is not None and older.in_force_until >= next_start:
                yield (
                    f"{older.id}/{_HEADER}: in_force_until: {older.in_force_until} does not lie "
                    f"before {next_start}, when {newer.id} of the same series begins"
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
