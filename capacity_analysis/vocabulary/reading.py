"""How a vocabulary is read: a CSV file whose header is exact, every defect of it named at once."""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

from ..errors import DataError
from ..text import current_language

Rows = list[tuple[int, dict[str, str]]]
"""Records of a CSV file, each with its row number as a spreadsheet shows it."""


class Named(Protocol):
    """What has a Chinese and an English name."""

    @property
    def name(self) -> str:
        """The Chinese name."""

    @property
    def name_en(self) -> str:
        """The English name."""


def read_table(path: Path, columns: Sequence[str], *, label: str = "") -> tuple[Rows, list[str]]:
    """Read a CSV file whose header must be exactly `columns`.

    Parameters
    ----------
    path : pathlib.Path
        A UTF-8 file.
    columns : sequence of str
        The columns, in their order.
    label : str, optional
        What to call the file in a defect; its name by default.

    Returns
    -------
    rows : list of (int, dict)
        Each record with its number as a spreadsheet shows it (the header is row 1).
    defects : list of str
        One line for each defect. A file with a wrong header gives no rows.

    """
    label = label or path.name
    try:
        with path.open(encoding="utf-8", newline="") as file:
            records = list(csv.reader(file, strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        return [], [f"{label}: cannot be read as a UTF-8 CSV file: {error}"]
    header = records[0] if records else []
    if defects := list(_header_defects(label, header, columns)):
        return [], defects
    rows: Rows = []
    for number, record in enumerate(records[1:], start=2):
        if len(record) != len(columns):
            defects.append(f"{label} row {number}: {len(record)} cells, not {len(columns)}")
        else:
            rows.append((number, dict(zip(columns, record, strict=True))))
    return rows, defects


def _header_defects(label: str, header: list[str], columns: Sequence[str]) -> Iterator[str]:
    yield from (f"{label}: unknown column {name!r}" for name in header if name not in columns)
    yield from (f"{label}: missing column {name!r}" for name in columns if name not in header)
    if set(header) == set(columns) and header != list(columns):
        yield f"{label}: columns must come once each, as {', '.join(columns)}"


def unknown(path: Path, rows: Rows, column: str, known: Collection[str]) -> list[str]:
    """Return a defect for each cell of a column that holds something else than a known value."""
    return [
        f"{path.name} row {number} {column}: unknown {row[column]!r}"
        for number, row in rows
        if row[column] and row[column] not in known
    ]


def refuse(path: Path, rows: Rows, defects: list[str], *, unique: Sequence[str]) -> None:
    """Raise what is wrong with a vocabulary; ids and names must not stand for two things."""
    for number, row in rows:
        defects += [f"{path.name} row {number} {c}: empty" for c, text in row.items() if not text]
    first: dict[str, int] = {}
    for number, row in rows:
        for text in {row[column] for column in unique} - {""}:
            if first.setdefault(text, number) != number:
                defects.append(
                    f"{path.name} row {number}: {text!r} stands in row {first[text]} too"
                )
    if defects:
        raise DataError("\n".join(defects))


def ids_of(entries: Mapping[str, Named]) -> Mapping[str, str]:
    """Return the id for every id and every Chinese name."""
    return MappingProxyType(
        {key: entry_id for entry_id, entry in entries.items() for key in (entry_id, entry.name)}
    )


def shown(entry: Named) -> str:
    """Return the name in the language in use."""
    return entry.name_en if current_language() == "en" else entry.name
