"""Records that a row was checked against the official text: which row, by whom, against what, when.

A record holds the digest of what the row said. It counts as long as the row still says it.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from datetime import date
from pathlib import Path

from ..errors import InputError, UsageError
from ..text import _
from .document import NOT_DECIDING, Confidence, Document, Row
from .kinds import Column, read_cell

FILE = "verifications.csv"

_DIGEST = re.compile(r"sha256:[0-9a-f]{16}")
# A spreadsheet that saves the file may write a day its own way.
_DAY = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})")


@dataclass(frozen=True)
class Verification:
    """A row that somebody compared with the official text and found to be the same.

    `by` is a department, never a person; `against` names the text that was read.
    """

    document: str
    row_id: str
    digest: str
    by: str
    against: str
    verified_on: date


COLUMNS = tuple(field.name for field in fields(Verification))


@dataclass(frozen=True)
class Applied:
    """Documents with the records that hold, and what is to be told of those that do not."""

    documents: tuple[Document, ...]
    holding: tuple[Verification, ...]
    warnings: tuple[str, ...]


def row_digest(row: Row) -> str:
    """Return the digest of what a row decides: all its cells but remark, source and confidence.

    Empty cells do not count, so that a column which a kind gains leaves records as they are.

    Examples
    --------
    >>> row_digest({"row_id": "a", "baseline": 117.0, "remark": "x"}) == row_digest(
    ...     {"row_id": "a", "baseline": 117.0, "unit": "", "remark": "y"}
    ... )
    True

    """
    deciding = {
        name: value
        for name, value in row.items()
        if name not in NOT_DECIDING and value not in ("", None)
    }
    text = json.dumps(deciding, sort_keys=True, separators=(",", ":"))
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()[:16]}"


def verification(
    document: Document, row_id: str, *, by: str, against: str, on: date
) -> Verification:
    """Return the record that a row was checked.

    Parameters
    ----------
    document : Document
        The document that the row stands in.
    row_id : str
        The row.
    by : str
        The department that checked it.
    against : str
        The official text that it was compared with.
    on : datetime.date
        The day of the check.

    Raises
    ------
    UsageError
        If there is no such row, the row is open (it has no value to check), or a text is empty or
        would run as a formula in a spreadsheet.

    """
    _kind, row = document.row(row_id)
    if row["confidence"] == Confidence.OPEN:
        message = _("{document} 的 {row} 没有数值，无从核实：请先在数据文件中补上。")
        raise UsageError(message.format(document=document.id, row=row_id))
    record = Verification(document.id, row_id, row_digest(row), by, against, on)
    if defects := list(_text_defects(astuple(record)[:-1])):
        raise UsageError(_("核实记录不能写入：{defects}。").format(defects="；".join(defects)))
    return record


def read_verifications(path: str | Path) -> tuple[Verification, ...]:
    """Return the records of a file, in its order.

    Raises
    ------
    InputError
        With one line for each defect of the file.

    """
    path = Path(path)
    data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:  # saved again by a spreadsheet
        text = data.decode("gb18030", errors="replace")
    lines = list(csv.reader(io.StringIO(text, newline="")))
    if not lines or tuple(lines[0]) != COLUMNS:
        message = _("{file}：第一行应是 {columns}。")
        raise InputError(message.format(file=path, columns=",".join(COLUMNS)))
    records, defects = [], []
    for number, line in enumerate(lines[1:], start=2):
        record, wrong = _record(line) if any(line) else (None, [])
        records += [record] if record else []
        defects += [
            _("{file} 第{number}行：{defect}。").format(file=path, number=number, defect=defect)
            for defect in wrong
        ]
    if defects:
        raise InputError("\n".join(defects))
    return tuple(records)


def _record(line: list[str]) -> tuple[Verification | None, list[str]]:
    """Return what a line records, or what is wrong with it."""
    if len(line) != len(COLUMNS):
        return None, [
            _("应有{wanted}格，实有{found}格").format(wanted=len(COLUMNS), found=len(line))
        ]
    document, row_id, digest, by, against, verified_on = line
    day = _as_day(verified_on)
    wrong = [*_text_defects(line), *([] if day else [_("verified_on 不是日期")])]
    if day is None or wrong:
        return None, wrong
    return Verification(document, row_id, digest, by, against, day), []


def add_verification(path: str | Path, record: Verification) -> None:
    """Write a record behind those of a file; what stands in the file is kept.

    Raises
    ------
    InputError
        If the file is there and has defects.

    """
    path = Path(path)
    before = read_verifications(path) if path.exists() else ()
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for each in (*before, record):
        writer.writerow([*astuple(each)[:-1], each.verified_on.isoformat()])
    written = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        # The mark at its start lets a spreadsheet show Chinese.
        written.write_text(text.getvalue(), encoding="utf-8-sig", newline="")
        written.replace(path)
    finally:
        written.unlink(missing_ok=True)


def apply(documents: Sequence[Document], records: Iterable[Verification]) -> Applied:
    """Mark the rows whose records still fit as verified, and say which records fit no more."""
    by_row: defaultdict[tuple[str, str], list[Verification]] = defaultdict(list)
    for record in records:
        by_row[record.document, record.row_id].append(record)
    known = {document.id: document for document in documents}
    holding: list[Verification] = []
    warnings: list[str] = []
    for (document_id, row_id), of_row in by_row.items():
        digest = _digest_of(known.get(document_id), row_id)
        fitting = [record for record in of_row if record.digest == digest]
        holding += fitting
        if not fitting:
            warnings.append(_no_longer_fits(of_row[-1], is_there=bool(digest)))
    rows: defaultdict[str, set[str]] = defaultdict(set)
    for record in holding:
        rows[record.document].add(record.row_id)
    marked = tuple(
        document.with_confidence(Confidence.VERIFIED, rows[document.id])
        if document.id in rows
        else document
        for document in documents
    )
    return Applied(marked, tuple(holding), tuple(warnings))


def digest_with(digest: str, records: Sequence[Verification]) -> str:
    """Return the digest of a store to which these records were applied."""
    if not records:
        return digest
    total = hashlib.sha256(digest.encode())
    for record in sorted(records, key=astuple):
        total.update(("\0".join(map(str, astuple(record))) + "\n").encode())
    return total.hexdigest()


def _digest_of(document: Document | None, row_id: str) -> str:
    """Return the digest of a row that could be verified; nothing where there is none."""
    if document is None:
        return ""
    try:
        _kind, row = document.row(row_id)
    except UsageError:
        return ""
    return "" if row["confidence"] == Confidence.OPEN else row_digest(row)


def _no_longer_fits(record: Verification, *, is_there: bool) -> str:
    if is_there:
        message = _(
            "{document} {row}：{day}由{by}核实，此后这一行的内容已改，核实不再有效，请重新核对。"
        )
    else:
        message = _("{document} {row}：{day}由{by}核实，现在没有收录这一行或它没有数值。")
    return message.format(
        document=record.document,
        row=record.row_id,
        day=record.verified_on.isoformat(),
        by=record.by,
    )


def _text_defects(texts: Sequence[str]) -> Iterator[str]:
    """Find what no record may hold: nothing at all, or text that a spreadsheet would run."""
    for name, text in zip(COLUMNS, texts, strict=False):
        if not text.strip():
            yield _("{name} 空着").format(name=name)
        elif not text.isprintable() or read_cell(Column(name), text, is_open=False)[1]:
            yield _("{name} 的写法不行：“{text}”").format(name=name, text=ascii(text)[1:-1])
    if not _DIGEST.fullmatch(texts[COLUMNS.index("digest")]):
        yield _("digest 不是 verify 命令写的")


def _as_day(text: str) -> date | None:
    found = _DAY.fullmatch(text.strip())
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None
