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
    """Return the mapping whose labels describe a file best; several where they tie.

    Our own form is told by its version, even where a section is gone or the sheet has another name:
    what is left of it is still no list.
    """
    mappings = list(mappings)
    whole = _whole(grids, mappings)
    if any(mapping.recognise.version is not None for mapping in whole):
        return whole
    return [one for one in mappings if _is_damaged(grids, one)] or whole


def _whole(grids: Mapping[str, Grid], mappings: Iterable[Layout]) -> list[Layout]:
    """Return the mappings of which a file holds all labels, the most of them."""
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


def _is_damaged(grids: Mapping[str, Grid], mapping: Layout) -> bool:
    """Say whether a sheet has the version of a form and some of its labels."""
    labels = mapping.recognise.labels
    return any(
        any(_holds(_texts(page), [label]) for label in labels)
        for page in pages_of(grids, mapping)
        if mapping.recognise.version is not None and _bears_version(page, mapping)
    )


def pages_of(grids: Mapping[str, Grid], mapping: Layout) -> list[Page]:
    """Return the sheets of a file, one that bears the version by the name that the mapping knows."""
    pages = [Page(grid) for grid in grids.values()]
    told_by = mapping.recognise
    if told_by.version is None or any(
        _bears_version(page, mapping) for page in matching_pages(pages, told_by.sheets)
    ):
        return pages
    return [
        Page(grid, told_by.sheets[0] if _bears_version(page, mapping) else None)
        for page, grid in zip(pages, grids.values(), strict=True)
    ]


def _bears_version(page: Page, mapping: Layout) -> bool:
    version = mapping.recognise.version
    return version is not None and _has_version([page], version)


def forms_in(grids: Mapping[str, Grid], mapping: Layout) -> list[str]:
    """Return the sheets each of which is a form of the mapping by itself."""
    if mapping.form is None:
        return []
    if mapping.recognise.version is not None:
        return [name for name, grid in grids.items() if _is_damaged({name: grid}, mapping)]
    return [name for name, grid in grids.items() if _whole({name: grid}, [mapping])]


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
