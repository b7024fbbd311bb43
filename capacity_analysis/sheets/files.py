"""Open any file that holds a table, whatever its name says, and refuse what can't be read safely.

Nothing in a file is executed and nothing is fetched: formulas stand for the values that were saved
with them, macros and links are only noted. What calamine reads was looked at first: see `package`,
`sheet_xml` and `compound`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from . import csv_text, ods, xls, xlsb, xlsx
from .cells import Cell, is_blank
from .compound import Compound
from .defects import FileDefect, FileNote
from .error_cells import mark
from .formats import HEAD, archive_format, container
from .grid import Grid
from .limits import LARGEST_FILE, LARGEST_TEXT_FILE, MOST_CELLS, Budget
from .package import Package

__all__ = ["FileDefect", "FileNote", "SheetFile", "open_sheets"]

# Names of files for each format, the usual one first; templates and add-ins hold the same.
_SUFFIXES = {
    "xlsx": (".xlsx", ".xltx", ".xlsm", ".xltm"),
    "xlsm": (".xlsm", ".xltm", ".xlam", ".xlsx"),
    "xlsb": (".xlsb",),
    "xls": (".xls", ".xlt", ".et", ".ett"),
    "ods": (".ods", ".ots"),
    "csv": (".csv", ".txt", ".tsv"),
}
_TEXT_SUFFIXES = (".csv", ".tsv")


@dataclass(frozen=True)
class SheetFile:
    """The sheets of a file.

    Attributes
    ----------
    format : str
        ``xlsx``, ``xlsm``, ``xlsb``, ``xls``, ``ods`` or ``csv``, by the content of the file.
    grids : dict of str to Grid
        Cells by the name of the sheet, in the order of the file. A sheet that is not wanted has no
        rows; the only sheet of a text file has the name of the file without its suffix.
    notes : tuple of FileNote
        What to tell about the file.

    """

    format: str
    grids: dict[str, Grid]
    notes: tuple[FileNote, ...] = ()


def open_sheets(path: str | Path, wanted: Callable[[str], bool] | None = None) -> SheetFile:
    """Read the cells of a spreadsheet file: .xlsx, .xlsm, .xlsb, .xls, .ods or .csv.

    Parameters
    ----------
    path : str or Path
        The file. It is read by what it holds, whatever its name ends in.
    wanted : callable, optional
        Says of the name of a sheet whether to read it; all sheets unless given.

    Raises
    ------
    FileDefect
        If the file is no spreadsheet, is broken or encrypted, or would take too much memory.

    Examples
    --------
    >>> from capacity_analysis import paths
    >>> file = open_sheets(paths.sample_ledger(), lambda name: name == "说明")
    >>> file.format, file.grids["说明"].rows[0][0]
    ('xlsx', '模板版本')

    """
    path = Path(path)
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(HEAD)
    except OSError as error:
        raise FileDefect("unreadable_file", error.strerror or "") from error
    if size > LARGEST_FILE:
        raise FileDefect("too_large_file")
    kind = container(head, size)
    try:
        if kind == "text":
            found = _text_file(path, size)
        else:
            found = _workbook(path, kind, wanted or (lambda _name: True))
    except (MemoryError, RecursionError) as error:
        raise FileDefect("zip_bomb") from error
    if path.suffix.lower() not in _SUFFIXES[found.format]:
        note = FileNote("wrong_extension", _SUFFIXES[found.format][0])
        return SheetFile(found.format, found.grids, (note, *found.notes))
    return found


def _text_file(path: Path, size: int) -> SheetFile:
    if size > LARGEST_TEXT_FILE:
        raise FileDefect("too_large_file")
    text = csv_text.decoded(path.read_bytes())
    between = csv_text.separator(text)
    if not between and path.suffix.lower() not in _TEXT_SUFFIXES:
        raise FileDefect("plain_text")
    rows = csv_text.rows(text, between)
    if sum(map(len, rows)) > MOST_CELLS:
        raise FileDefect("too_large_file")
    name = path.stem
    return SheetFile("csv", {name: Grid(name, _without_blank_end(rows))})


def _workbook(path: Path, kind: str, wanted: Callable[[str], bool]) -> SheetFile:
    budget = Budget()
    if kind == "compound":
        vetted = xls.vetted(Compound(path.read_bytes()), budget)
        return _read("xls", vetted, wanted)
    with Package(path, budget) as package:
        media = package.part("mimetype", HEAD) if "mimetype" in package.names else b""
        found = archive_format(package.names, media.decode("ascii", "replace"))
        if found == "ods":
            vetted = ods.vetted(package, budget)
        else:
            vetted = (xlsb if found == "xlsb" else xlsx).vetted(package, budget, wanted)
    return _read(found, vetted, wanted)


def _read(form: str, vetted: xlsx.Vetted, wanted: Callable[[str], bool]) -> SheetFile:
    # A file and not bytes: calamine would copy them several times.
    with TemporaryDirectory(prefix="capacity-analysis-") as folder:
        path = Path(folder) / f"book.{form}"
        vetted.save(path)
        book = _guarded(lambda: _calamine(path))
        with book:
            grids = _grids(form, book, vetted, wanted)
    return SheetFile(form, grids, tuple(vetted.notes))


def _calamine(path: Path) -> Any:
    from python_calamine import CalamineWorkbook

    return CalamineWorkbook.from_path(path)


def _grids(
    form: str, book: Any, vetted: xlsx.Vetted, wanted: Callable[[str], bool]
) -> dict[str, Grid]:
    budget = Budget()
    grids: dict[str, Grid] = {}
    names = book.sheet_names if form == "xls" else vetted.names
    for at, name in enumerate(names):
        sheet = vetted.sheets.get(str(at) if form == "xls" else name)
        if name in grids:
            continue
        if sheet is None or not wanted(name):
            grids[name] = Grid(name, [])
            continue
        rows = _rows(book, name, budget)
        mark(rows, sheet.errors)
        grids[name] = Grid(name, _without_blank_end(rows), sheet.merged)
    return grids


def _rows(book: Any, name: str, budget: Budget) -> list[list[Cell]]:
    sheet = _guarded(lambda: book.get_sheet_by_name(name))
    if sheet.end is not None:
        budget.spend_cells(name, sheet.end[0] + 1, sheet.end[1] + 1)
    rows: list[list[Cell]] = _guarded(lambda: sheet.to_python(skip_empty_area=False))
    return rows


def _guarded(call: Callable[[], Any]) -> Any:
    """Call calamine, whose panics are no subclass of Exception."""
    try:
        return call()
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:
        reason = str(error).partition("\n")[0] or type(error).__name__
        raise FileDefect("unreadable_file", reason) from error


def _without_blank_end(rows: list[list[Cell]]) -> list[list[Cell]]:
    end = len(rows)
    while end and all(map(is_blank, rows[end - 1])):
        end -= 1
    del rows[end:]
    return rows
