"""Open the files of a folder, tell what each is, and take out its rows."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ..ledger import LedgerTable, Problem, registry
from ..ledger.problems import problem
from ..ledger.registry import fold
from ..sheets.cells import Cell, as_text
from ..sheets.files import FileDefect, open_sheets
from ..sheets.grid import Grid
from .identity.decisions import MATCHES_SHEET
from .layout.recognise import fitting, unrecognised
from .layout.several import extracts
from .mapping import Mapping as Layout
from .mapping import Recognise, Subject, Table, Value
from .records import Extract
from .set_aside import is_as_written

Progress = Callable[[str, int, int], None]

# Sheets of the ledger's own template come from the office that keeps the ledger.
FROM_TEMPLATE = "ledger"

# What a system or a spreadsheet program leaves in a folder.
_NO_DATA = ("~$", ".", "Thumbs.db", "desktop.ini")
_MAPPINGS = (".yaml", ".yml")

_OWNER = "enterprise_id"


@dataclass(frozen=True)
class Received:
    """One file of the folder.

    Attributes
    ----------
    file : str
        Path relative to the folder, with slashes.
    digest : str
        First sixteen digits of the SHA-256 of its bytes.
    extract : Extract or None
        What it says, where its shape is known.
    grids : mapping of str to Grid
        Its sheets; empty where it can't be opened.
    problems : list of Problem
        Why it can't be read, and what was noticed on opening it.
    is_as_written : bool
        Whether it is a workbook of decisions in which nobody has worked since this tool wrote it.

    """

    file: str
    digest: str
    extract: Extract | None
    grids: Mapping[str, Grid]
    problems: list[Problem]
    is_as_written: bool = False

    @property
    def is_decisions(self) -> bool:
        """Whether this is the workbook in which a person confirms matches."""
        return MATCHES_SHEET in self.grids

    @property
    def is_unread(self) -> bool:
        """Whether the file may be somebody's return, but nothing was read of it."""
        is_ours = self.is_decisions or any(one.code == "own_output" for one in self.problems)
        return self.extract is None and not is_ours


def receive(
    folder: Path, layouts: Sequence[Layout], progress: Progress | None = None
) -> list[Received]:
    """Read every file of a folder and its subfolders, in the order of their names."""
    files = list(data_files(folder))
    received = []
    for done, path in enumerate(files, 1):
        received += _receive(path, path.relative_to(folder).as_posix(), layouts)
        if progress is not None:
            progress(path.name, done, len(files))
    return received


def data_files(folder: Path) -> Iterator[Path]:
    """Yield the files that may hold data: no mappings, and nothing that a program left behind."""
    for path in sorted(folder.rglob("*"), key=lambda path: path.relative_to(folder).as_posix()):
        parts = path.relative_to(folder).parts
        left_behind = any(part.startswith(_NO_DATA) for part in parts)
        if path.is_file() and not left_behind and path.suffix.lower() not in _MAPPINGS:
            yield path


def _receive(path: Path, file: str, layouts: Sequence[Layout]) -> list[Received]:
    """Return what a file is: once, or once for each form of a workbook that holds several."""
    digest = hashlib.sha256(path.read_bytes()).hexdigest()[:16]
    try:
        opened = open_sheets(path)
    except FileDefect as defect:
        where = {"sheet": defect.sheet, "cell": defect.cell, "value": defect.value}
        return [Received(file, digest, None, {}, [problem(defect.code, file, **where)])]
    problems = [
        problem(note.code, file, sheet=note.sheet, cell=note.cell, value=note.value)
        for note in opened.notes
    ]
    grids = opened.grids
    if MATCHES_SHEET in grids:
        return [Received(file, digest, None, grids, problems, is_as_written(path))]
    if _is_output(grids):
        return [Received(file, digest, None, grids, [*problems, problem("own_output", file)])]
    ours = _ledger_layout(grids)
    fits = [ours] if ours is not None else fitting(grids, layouts)
    found = extracts(file, grids, fits[0]) if len(fits) == 1 else []
    # A form or a list may have the labels of a roster, but nobody stands on it.
    if not found or (found[0].mapping.role == "roster" and ours is None and not found[0].rows):
        unknown = unrecognised(file, fits if len(fits) > 1 else [])
        return [Received(file, digest, None, grids, [*problems, unknown])]
    return [
        Received(file, digest, one, grids, [*(() if at else problems), *one.problems])
        for at, one in enumerate(found)
    ]


def _is_output(grids: Mapping[str, Grid]) -> bool:
    """Say whether this is a ledger that `collect` has written."""
    made = {table.sheet for table in registry().tables.values() if table.made}
    return len(made & grids.keys()) > 1


def _ledger_layout(grids: Mapping[str, Grid]) -> Layout | None:
    """Return the layout of a workbook with sheets of the ledger's own template, or None."""
    held = {fold(name): grid for name, grid in grids.items()}
    names = [
        name
        for name, table in registry().tables.items()
        if not table.made and _has_header(table, held.get(fold(table.sheet)))
    ]
    return _layout_of(tuple(names)) if names else None


def _has_header(table: LedgerTable, grid: Grid | None) -> bool:
    if grid is None or not grid.rows:
        return False
    first = {fold(as_text(cell)) for cell in grid.rows[0]}
    return {fold(spec.header) for spec in table.fields.values() if spec.required} <= first


@cache
def _layout_of(names: tuple[str, ...]) -> Layout:
    tables = registry().tables
    return Layout(
        id="ledger-template",
        title=registry().guide.sheet,
        role="roster" if "enterprises" in names else "list",
        supplier=FROM_TEMPLATE,
        recognise=Recognise(labels=(tables[names[0]].sheet,)),
        tables=tuple(_table(name, tables[name]) for name in names),
    )


def _table(name: str, table: LedgerTable) -> Table:
    headers = {key: spec.header for key, spec in table.fields.items()}
    return Table(
        target=name,
        sheets=(table.sheet,),
        header=tuple(headers[key] for key, spec in table.fields.items() if spec.required),
        fields={key: Value(column=header) for key, header in headers.items()},
        enterprise=Subject(enterprise_id=headers[_OWNER]) if _OWNER in headers else None,
    )


def guide_of(grids: Mapping[str, Grid]) -> dict[str, Cell]:
    """Return what the guide sheet of a workbook says, by field, where it has one."""
    guide = registry().guide
    grid = next((grid for name, grid in grids.items() if fold(name) == fold(guide.sheet)), None)
    by_header = {fold(spec.header): key for key, spec in guide.fields.items()}
    rows = grid.rows if grid is not None else []
    return {
        by_header[fold(as_text(row[0]))]: row[1]
        for row in rows
        if len(row) > 1 and fold(as_text(row[0])) in by_header
    }
