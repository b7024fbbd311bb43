"""Who returned the self-check form: versions, the newest of which counts, and what is still out."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ..ledger import Problem, registry
from ..ledger.dates import as_year
from ..ledger.problems import problem
from ..ledger.registry import fold
from ..ledger.values import as_number
from ..sheets.cells import Cell, as_text, is_blank
from ..text import _
from .entries import Entry, entry_of, record_values, shown
from .records import Extract, Found, Row

# A day in the name of a file, such as 自查表20220610 or 2022-06-10.
_DAY = re.compile(
    r"(20\d{2})[-_.年]?(0[1-9]|1[0-2]|[1-9])[-_.月]?(0[1-9]|[12]\d|3[01]|[1-9])(?!\d)"
)
_REPORTED = {"production": "output", "energy": "amount"}


@dataclass(frozen=True)
class Difference:
    """A value that the newest version of a return gives otherwise than an older one."""

    enterprise_id: str
    table: str
    record: str
    field: str
    before: str
    after: str
    older: str
    newer: str


@dataclass
class Returns:
    """What came back from the enterprises of the roster.

    Attributes
    ----------
    current : dict of str to list of Extract
        The returns that count, by enterprise.
    versions : dict of str to int
        How many returns of its own an enterprise sent in.
    differences : list of Difference
        What resubmissions changed.
    problems : list of Problem
        Returns of which it can't be told which is newer.
    undecided : dict of str to list of str
        The files of these, by enterprise.

    """

    current: dict[str, list[Extract]] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)
    differences: list[Difference] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    undecided: dict[str, list[str]] = field(default_factory=dict)


def choose(returned: Mapping[str, Sequence[Extract]]) -> Returns:
    """Choose the newest of each shape of return, and say what it changed.

    Parameters
    ----------
    returned : mapping of str to sequence of Extract
        The returns of each enterprise.

    """
    chosen = Returns()
    for enterprise, extracts in returned.items():
        by_shape: dict[tuple[str, ...], list[Extract]] = defaultdict(list)
        for extract in extracts:
            by_shape[_shape(extract)].append(extract)
        chosen.versions[enterprise] = max(map(len, by_shape.values()))
        chosen.current[enterprise] = []
        for versions in by_shape.values():
            newest = _newest(versions)
            if newest is None:
                chosen.problems += _undated(versions)
                files = chosen.undecided.setdefault(enterprise, [])
                files += dict.fromkeys(version.file for version in versions)
                continue
            chosen.current[enterprise].append(newest)
            for older in versions:
                if older is not newest:
                    chosen.differences += _differences(enterprise, older, newest)
    for extracts in chosen.current.values():
        chosen.problems += [found for one in extracts if (found := _nil_with_lines(one))]
    return chosen


def _nil_with_lines(extract: Extract) -> Problem | None:
    line = next((row for row in extract.rows if row.table == "lines"), None)
    if not extract.nil or line is None:
        return None
    at = next(iter(line.values.values()))
    return problem(
        "nil_with_lines", extract.file, sheet=at.sheet, cell=at.cell, value=at.value, table="lines"
    )


def _shape(extract: Extract) -> tuple[str, ...]:
    """Return what a resubmission takes the place of.

    Any form that asks for the lines is a self-check. Other sheets that an enterprise hands in stand
    beside it: one for each year is no resubmission.
    """
    if any(table.target == "lines" for table in extract.mapping.tables):
        return ("self-check",)
    years = {str(as_year(_value(row, "year"))) for row in extract.rows if "year" in row.values}
    return (extract.mapping.id, *sorted(years))


def filled_on(extract: Extract) -> dt.date | None:
    """Return the day a return was filled in: as it says itself, or as the name of its file does."""
    if extract.filled_on is not None:
        return extract.filled_on
    for match in _DAY.finditer(extract.file.rpartition("/")[2]):
        try:
            return dt.date(*map(int, match.groups()))
        except ValueError:
            continue
    return None


def _newest(versions: Sequence[Extract]) -> Extract | None:
    """Return the newest version, or None where no two days tell which it is.

    The time at which a file was saved says nothing: copying changes it.
    """
    if len(versions) == 1:
        return versions[0]
    days = [filled_on(version) for version in versions]
    known = [day for day in days if day is not None]
    newest = [
        version
        for version, day in zip(versions, days, strict=True)
        if len(known) < len(days) or day == max(known)
    ]
    # Copies of one form say the same, whichever is taken.
    says = [_said(version) for version in newest]
    return newest[0] if says.count(says[0]) == len(says) else None


def _said(version: Extract) -> tuple[object, ...]:
    rows = [
        (row.table, *sorted((key, str(found.value)) for key, found in row.values.items()))
        for row in version.rows
    ]
    subject = sorted((key, str(found.value)) for key, found in version.subject.items())
    return rows, subject, version.nil


def _undated(versions: Sequence[Extract]) -> Iterator[Problem]:
    names = [version.file for version in versions]
    # The sheet tells apart only versions that stand in one file.
    sheets = [
        next((found.sheet for found in version.subject.values()), "")
        if names.count(version.file) > 1
        else ""
        for version in versions
    ]
    files = "、".join(
        _("{file}（{sheet}）").format(file=name, sheet=sheet) if sheet else name
        for name, sheet in zip(names, sheets, strict=True)
    )
    for name, sheet in zip(names, sheets, strict=True):
        yield problem("same_age_returns", name, sheet=sheet, files=files)


def _differences(enterprise: str, older: Extract, newer: Extract) -> Iterator[Difference]:
    before, after = _by_record(older), _by_record(newer)
    for place in sorted(before.keys() | after.keys()):
        table, record = place
        fields = registry().tables[table].fields
        old, new = before.get(place), after.get(place)
        for key in fields:
            shown_old = _shown(table, old, key)
            shown_new = _shown(table, new, key)
            if shown_old != shown_new and key not in registry().tables[table].key:
                yield Difference(
                    enterprise, table, record, key, shown_old, shown_new, older.file, newer.file
                )


def _by_record(extract: Extract) -> dict[tuple[str, str], Entry]:
    found = {}
    for row in extract.rows:
        table = registry().tables[row.table]
        entry = entry_of(row, extract.file)
        found[row.table, "|".join(record_values(table, entry)).strip("|")] = entry
    return found


def _shown(table: str, entry: Entry | None, key: str) -> str:
    if entry is None:
        return _("（没有这一行）")
    value = entry.values.get(key)
    return "" if is_blank(value) else shown(registry().tables[table].fields[key], value)


def outcome(extracts: Sequence[Extract] | None, unreadable: bool) -> str:
    """Return what came of an enterprise: a choice of ``returns.outcome``, by its id."""
    if extracts:
        lines = any(row.table == "lines" for extract in extracts for row in extract.rows)
        nil = any(extract.nil for extract in extracts)
        return "nil_return" if nil and not lines else "returned"
    return "unreadable" if unreadable else "missing"


def reported_rows(extract: Extract) -> list[Row]:
    """Return the rows of a return without the blank ones of years of which it reports nothing.

    A form has a column for each year. A blank cell in a year of which the line reports other
    numbers is a figure that is missing; where nothing of the year is reported, the line may not
    have existed yet.
    """
    reported = {
        _line_year(row)
        for row in extract.rows
        if row.table in _REPORTED and _has_number(row, _REPORTED[row.table])
    }
    return [
        row
        for row in extract.rows
        if row.table not in _REPORTED
        or _line_year(row) in reported
        or not is_blank(_value(row, _REPORTED[row.table]))
    ]


def _line_year(row: Row) -> tuple[str, str]:
    # One line may be written with and without blanks, as the ledger takes it.
    line = as_text(_value(row, "line_id"))
    return fold(line).replace(" ", ""), str(as_year(_value(row, "year")))


def _has_number(row: Row, key: str) -> bool:
    return as_number(_value(row, key)) is not None


def _value(row: Row, key: str) -> Cell:
    return row.values.get(key, Found("")).value
