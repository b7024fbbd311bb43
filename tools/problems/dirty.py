"""Write the files of the cases, and ask the toolkit what is wrong with them."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from capacity_analysis import paths
from capacity_analysis.campaign import Campaign
from capacity_analysis.inspection import inspect
from capacity_analysis.intake.collect import collect
from capacity_analysis.intake.form.content import FormContent
from capacity_analysis.intake.form.writer import write_form
from capacity_analysis.ledger import Problem, inspect_ledger
from capacity_analysis.ledger.workbook import inspect_sheets

from .book import FORM, Files, Sheets, rows_of, write_book
from .cases import Case, cases
from .files import make

FOLDER = paths.data() / "sample" / "dirty"
_YEARS = (2019, 2020, 2021)


def name_of(case: Case) -> str:
    """Return the name of the file or folder of a case.

    Examples
    --------
    >>> name_of(cases()["scan"])
    'scan.pdf'

    """
    if case.is_folder:
        return case.code
    return case.code + (Path(case.made).suffix if case.made else ".xlsx")


def write(folder: Path, case: Case) -> Path:
    """Write the file or the folder of a case, and return its path."""
    path = folder / name_of(case)
    if case.is_folder:
        write_files(path, case.dirty())
    elif case.made is not None:
        make(case.made, path, case.good()[""])
    else:
        write_ledger(path, case.dirty())
    return path


def write_ledger(path: Path, files: Files) -> None:
    """Write a ledger, and its files of evidence into a folder beside it."""
    write_book(path, files[""])
    write_files(beside(path), {name: content for name, content in files.items() if name})


def beside(path: Path) -> Path:
    """Return the folder of the files of evidence of a ledger."""
    return path.with_suffix(".files")


def write_files(folder: Path, files: Files) -> None:
    """Write an intake folder: workbooks, forms, and text as it stands."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, str):
            path.write_text(content, encoding="utf-8", newline="\n")
        elif FORM in content:
            given: dict[str, Any] = {key: one for key, one in content.items() if key != FORM}
            write_form(path, years=_YEARS, content=FormContent(**given), lines=1)
        else:
            write_book(path, content)


def write_all(folder: Path = FOLDER) -> None:
    """Write the files of all cases anew; those of kinds that are no more go."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        elif path.name != "README.md":
            path.unlink()
    for case in cases().values():
        if case.is_shipped:
            write(folder, case)


def problems_of(path: Path, *, against_levels: bool = True) -> list[Problem]:
    """Return what the toolkit finds in a ledger, or in a folder of returns and lists.

    To hold a ledger against the levels of the standards takes longest.
    """
    if path.is_dir():
        return collect(path, campaign()).problems
    if beside(path).is_dir():
        return inspect(path, evidence=beside(path)).problems
    return (inspect if against_levels else inspect_ledger)(path).problems


def problems_of_cells(name: str, sheets: Sheets) -> list[Problem]:
    """Return what the toolkit finds in the cells of a ledger, without the workbook."""
    return inspect_sheets(name, {sheet: rows_of(cells) for sheet, cells in sheets.items()}).problems


@cache
def campaign() -> Campaign:
    """Return the action plan, read once."""
    return Campaign.load()


@cache
def reported(code: str) -> tuple[Problem, ...]:
    """Return what is found in the file of a case as it is handed on, or made for once."""
    case = cases()[code]
    if case.is_shipped:
        return tuple(problems_of(FOLDER / name_of(case)))
    with TemporaryDirectory() as folder:
        return tuple(problems_of(write(Path(folder), case)))
