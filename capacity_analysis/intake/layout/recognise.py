"""Tell what shape a file has: which mapping's labels stand in one of its sheets."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence

from ...ledger import Problem
from ...ledger.problems import problem
from ...ledger.registry import fold
from ...sheets.cells import as_text
from ...sheets.grid import Grid
from ..mapping import Mapping as Layout
from .headings import heading, wanted
from .page import Page, matching_pages

_HEAD_ROWS = (
    300  # labels and headers stand at the top; a list of meters goes on for thousands of rows
)


def recognise(grids: Mapping[str, Grid], mappings: Iterable[Layout]) -> Layout | None:
    """Return the mapping that a file has the shape of; None where there is none, or more than one.

    Of several whose labels all stand in the file, the one with the most labels is meant.

    Examples
    --------
    >>> from capacity_analysis.intake.mapping import read_mappings
    >>> recognise({"表": Grid("表", [["无关的表"]])}, read_mappings()) is None
    True

    """
    found = fitting(grids, mappings)
    return found[0] if len(found) == 1 else None


def fitting(grids: Mapping[str, Grid], mappings: Iterable[Layout]) -> list[Layout]:
    """Return the mapping whose labels describe a file best; several where they tie."""
    pages = [Page(grid) for grid in grids.values()]
    texts = {page.name: _texts(page) for page in pages}
    best: list[Layout] = []
    most = 0
    for mapping in mappings:
        told_by = mapping.recognise
        sheets = matching_pages(pages, told_by.sheets)
        if not any(_holds(texts[page.name], told_by.labels) for page in sheets):
            continue
        if told_by.version is not None and not _has_version(pages, told_by.version):
            continue
        labels = len(told_by.labels) + (told_by.version is not None)
        if labels > most:
            best, most = [], labels
        if labels == most:
            best.append(mapping)
    return best


def unrecognised(file: str, found: Sequence[Layout]) -> Problem:
    """Return the problem of a file that no mapping describes, or several alike."""
    if not found:
        return problem("unknown_layout", file)
    layouts = "、".join(f"{mapping.title}（{mapping.id}）" for mapping in found)
    return problem("ambiguous_layout", file, layouts=layouts)


def _texts(page: Page) -> list[str]:
    """Return the texts of a sheet as labels are compared, in order; a date header as 2021-05."""
    found: set[str] = set()
    for row in range(min(page.height, _HEAD_ROWS)):
        for _column, cell in page.filled(row):
            label = heading(cell)
            found.update((label.full, label.unnumbered))
    return sorted(found)


def _holds(texts: Sequence[str], labels: Iterable[str]) -> bool:
    return all(any(_begins(texts, one) for one in wanted(label)) for label in labels)


def _begins(texts: Sequence[str], label: str) -> bool:
    """Say whether one of the texts, which are in order, begins with a label."""
    at = bisect_left(texts, label)
    return at < len(texts) and texts[at].startswith(label)


def _has_version(pages: Iterable[Page], version: str) -> bool:
    """Say whether a cell holds a version; a spreadsheet that takes 1.0 for a number keeps 1."""
    return any(
        version in (fold(as_text(cell)), str(cell))
        for page in pages
        for row in range(min(page.height, _HEAD_ROWS))
        for _column, cell in page.filled(row)
    )
