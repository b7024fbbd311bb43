"""Marking and commenting 20,000 cells of a ledger of 10,000 lines against doing so with openpyxl."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from capacity_analysis.ledger import Problem, inspect_ledger
from capacity_analysis.ledger.annotation import annotate
from capacity_analysis.ledger.template import write_workbook

from .measure import Result, compare
from .reading import LINES, _tables

NEGATIVE, UNKNOWN_UNIT = 14_000, 6_000


def results() -> Iterator[Result]:
    with tempfile.TemporaryDirectory() as folder:
        source, target, other = (Path(folder) / f"{name}.xlsx" for name in ("in", "out", "other"))
        write_workbook(source, _with_slips(), {"data_as_of": pd.Timestamp("2022-09-10")})
        problems = [found for found in inspect_ledger(source).problems if found.severity == "error"]
        assert annotate(source, problems, target).marked == NEGATIVE + UNKNOWN_UNIT
        _annotate_with_openpyxl(source, problems, other)
        assert _marked(target) == _marked(other) == NEGATIVE + UNKNOWN_UNIT
        yield compare(
            f"check --annotate of a ledger of {LINES:,} lines: read, check, mark, comment",
            "openpyxl: load, fill and comment the same cells, save (nothing checked)",
            lambda: annotate(source, inspect_ledger(source).problems, target),
            lambda: _annotate_with_openpyxl(source, problems, other),
            runs=3,
        )


def _with_slips() -> dict[str, pd.DataFrame]:
    draw = np.random.default_rng(20220910)
    tables = _tables()
    energy, production = tables["energy"], tables["production"]
    energy.loc[draw.choice(len(energy), NEGATIVE, replace=False), "amount"] = -1.0
    production.loc[draw.choice(len(production), UNKNOWN_UNIT, replace=False), "output_unit"] = "车"
    return tables


def _annotate_with_openpyxl(source: Path, problems: Sequence[Problem], target: Path) -> None:
    book = openpyxl.load_workbook(source)
    fill = PatternFill("solid", fgColor="FFF88080")
    for found in problems:
        cell = book[found.sheet][found.cell]
        cell.fill = fill
        cell.comment = Comment(f"{found.message}{found.remedy} [{found.code}]", "check")
    book.save(target)


def _marked(path: Path) -> int:
    book = openpyxl.load_workbook(path)
    cells = (
        cell for name in ("产量", "能源") for row in book[name].iter_rows(min_row=2) for cell in row
    )
    return sum(cell.comment is not None and cell.fill.fill_type == "solid" for cell in cells)
