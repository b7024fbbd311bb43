"""Workbooks as raw cells, and the changes that a case makes to them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

from capacity_analysis.intake.identity.rules import rules
from capacity_analysis.ledger import registry
from capacity_analysis.sheets.addresses import column_position
from capacity_analysis.sheets.cells import as_text
from capacity_analysis.sheets.writing import new_workbook

Sheet = dict[tuple[int, int], Any]
Sheets = dict[str, Sheet]
Content = dict[str, Any]  # of a form: the arguments of `FormContent`
Files = dict[str, Sheets | Content]

FORM = "form"  # a key that marks the content of a form
_PLACE = re.compile(r"(?:(?P<file>.+)!)?(?P<sheet>[^!]+)!(?P<cell>[^!]+)")
_CELL = re.compile(r"([A-Z]+)(\d+)")
_WIDTH = 14
_DAY = "yyyy-mm-dd"


def sheet_of(rows: list[list[Any]]) -> Sheet:
    """Return the filled cells of rows by position."""
    return {
        (row, column): cell
        for row, cells in enumerate(rows)
        for column, cell in enumerate(cells)
        if cell not in ("", None)
    }


def place_of(text: str) -> tuple[str, str, str]:
    """Return file (empty for the only one), sheet and the rest of an address.

    Examples
    --------
    >>> place_of("产量!E2"), place_of("lists/供电公司.xlsx!用电量!D4")
    (('', '产量', 'E2'), ('lists/供电公司.xlsx', '用电量', 'D4'))

    """
    found = _PLACE.fullmatch(text)
    if found is None:
        raise ValueError(f"{text}: no address of a cell, row or column")
    return found["file"] or "", found["sheet"], found["cell"]


def position(cell: str) -> tuple[int, int]:
    """Return row and column of a cell, from zero."""
    letters, number = _CELL.fullmatch(cell).groups()  # type: ignore[union-attr]
    return int(number) - 1, column_position(letters)


def height(sheet: Sheet) -> int:
    """Return how many rows a sheet has."""
    return 1 + max((row for row, _column in sheet), default=-1)


def changed(files: Mapping[str, Any], changes: list[dict[str, Any]]) -> Files:
    """Return files with changes made to them, one after the other.

    Parameters
    ----------
    files : mapping of str to sheets or content of a form
        By path; the only file of a ledger has the empty name.
    changes : list of dict
        Each with one key: ``set``, ``add``, ``insert``, ``drop``, ``fill``, ``remove`` or
        ``put``.

    """
    made: Files = deepcopy(dict(files))
    for change in changes:
        for verb, what in change.items():
            _VERBS[verb](made, what)
    return made


def _set(files: Files, cells: Mapping[str, Any]) -> None:
    for place, value in cells.items():
        file, sheet, cell = place_of(place)
        at = position(cell)
        if value is None:
            files[file][sheet].pop(at, None)
        else:
            files[file].setdefault(sheet, {})[at] = value


def _add(files: Files, rows: Mapping[str, list[dict[str, Any]]]) -> None:
    """Add rows behind the last of a sheet, each cell by its header; a new sheet gets all headers."""
    for place, added in rows.items():
        file, _mark, name = place.rpartition("!")
        sheets = files[file]
        if name not in sheets:
            sheets[name] = sheet_of([headers_of(name)])
        sheet = sheets[name]
        head = {value: column for (row, column), value in sheet.items() if row == 0}
        for cells in added:
            at = height(sheet)
            sheet.update({(at, head[header]): value for header, value in cells.items()})


def _insert(files: Files, rows: Mapping[str, list[Any]]) -> None:
    for place, cells in rows.items():
        file, name, number = place_of(place)
        at = int(number) - 1
        moved = {(row + (row >= at), column): v for (row, column), v in files[file][name].items()}
        files[file][name] = moved | {(at, column): v for column, v in enumerate(cells) if v != ""}


def _drop(files: Files, places: list[str]) -> None:
    """Drop rows (产量!5), columns (产量!E) or sheets (产量)."""
    for place in places:
        if "!" not in place:
            del files[""][place]
            continue
        file, name, what = place_of(place)
        axis, gone = (0, int(what) - 1) if what.isdecimal() else (1, column_position(what))
        kept: Sheet = {}
        for at, value in files[file][name].items():
            if at[axis] != gone:
                moved = list(at)
                moved[axis] -= at[axis] > gone
                kept[moved[0], moved[1]] = value
        files[file][name] = kept


def _fill(files: Files, values: Mapping[str, Any]) -> None:
    """Change the content of a form: returns/甲.xlsx!enterprise.township, or a whole field of it."""
    for place, value in values.items():
        file, _mark, path = place.partition("!")
        *outer, last = path.split(".")
        target: Any = files[file]
        for key in outer:
            target = target[int(key) if isinstance(target, list) else key]
        target[int(last) if isinstance(target, list) else last] = value


def _remove(files: Files, names: list[str]) -> None:
    for name in names:
        del files[name]


def _put(files: Files, given: Mapping[str, Any]) -> None:
    """Put further files there: sheets as rows, or a copy of another file."""
    for name, what in given.items():
        is_copy = isinstance(what, str) and what in files
        files[name] = deepcopy(files[what]) if is_copy else loaded(what)


_VERBS = {
    "set": _set, "add": _add, "insert": _insert, "drop": _drop, "fill": _fill, "remove": _remove,
    "put": _put,
}  # fmt: skip


def loaded(given: Any) -> Any:
    """Return a file as a case gives it: rows become sheets; a form, or text, stays as it is."""
    if isinstance(given, str) or FORM in given:
        return given
    return {name: sheet_of(rows) for name, rows in given.items()}


def headers_of(sheet: str) -> list[str]:
    """Return the headers of a sheet of the ledger, or of the workbook of decisions."""
    book = rules().workbook
    tables = (*registry().tables.values(), book.decisions, book.rulings)
    table = next(one for one in tables if one.sheet == sheet)
    return [spec.header for spec in table.fields.values()]


def write_book(path: Path, sheets: Sheets, macros: Any = None) -> None:
    """Write raw cells as a workbook; the same cells give the same bytes."""
    with new_workbook(path) as workbook:
        day = workbook.add_format({"num_format": _DAY})
        for name, cells in sheets.items():
            sheet = workbook.add_worksheet(name)
            sheet.set_column(0, 15, _WIDTH)
            for (row, column), cell in sorted(cells.items()):
                _write_cell(sheet, row, column, cell, day)
        if macros is not None:
            workbook.add_vba_project(macros, is_stream=True)


def _write_cell(sheet: Any, row: int, column: int, cell: Any, day: Any) -> None:
    if isinstance(cell, dict) and "merge" in cell:  # a range and what stands in it
        sheet.merge_range(cell["merge"], cell["value"])
    elif isinstance(cell, dict):  # a formula and what is shown for it
        sheet.write_formula(row, column, cell["formula"], None, cell["shown"])
    elif isinstance(cell, bool):
        sheet.write_boolean(row, column, cell)
    elif isinstance(cell, dt.date):
        sheet.write_datetime(row, column, cell, day)
    elif isinstance(cell, int | float):
        sheet.write_number(row, column, cell)
    else:
        sheet.write_string(row, column, cell)


def rows_of(sheet: Sheet) -> list[list[Any]]:
    """Return the rows of a sheet as they are read from a workbook: blank cells and all.

    Examples
    --------
    >>> rows_of({(0, 1): "年度", (1, 0): 2021})
    [['', '年度'], [2021.0, '']]

    """
    if not sheet:
        return []
    width = 1 + max(column for _row, column in sheet)
    return [
        [_read(sheet.get((row, at), "")) for at in range(width)] for row in range(height(sheet))
    ]


def _read(cell: Any) -> Any:
    """Return a cell as it is read once written: a spreadsheet knows no whole numbers."""
    if isinstance(cell, dict):
        raise TypeError("a merged cell or a formula must be written to be read")
    return float(cell) if isinstance(cell, int) and not isinstance(cell, bool) else cell


def shown(cell: Any) -> str:
    """Return a raw cell as a message shows it."""
    if isinstance(cell, dict):
        return str(cell.get("shown", cell.get("value")))
    return "" if cell is None else as_text(float(cell) if isinstance(cell, int) else cell)
