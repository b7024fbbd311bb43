"""Small sheets written in the test itself, and what an extract says in short."""

import re
from collections.abc import Mapping as Map

from capacity_analysis.intake.layout.extract import extract
from capacity_analysis.intake.layout.recognise import recognise
from capacity_analysis.intake.mapping import Mapping, read_mappings
from capacity_analysis.intake.records import Extract, Row
from capacity_analysis.sheets.grid import Grid

_AREA = re.compile(r"([A-Z]+)(\d+):([A-Z]+)(\d+)")


def grid(name: str, *rows: list, merged: str = "") -> Grid:
    """Return a sheet; `merged` names areas such as ``A1:C1``, parted by blanks."""
    areas = []
    for left, top, right, bottom in _AREA.findall(merged):
        areas.append((int(top) - 1, _at(left), int(bottom) - 1, _at(right)))
    return Grid(name, [list(row) for row in rows], tuple(areas))


def _at(letters: str) -> int:
    position = 0
    for letter in letters:
        position = position * 26 + ord(letter) - ord("A") + 1
    return position - 1


def book(*grids: Grid) -> dict[str, Grid]:
    return {one.name: one for one in grids}


def shipped(name: str) -> Mapping:
    return next(mapping for mapping in read_mappings() if mapping.id == name)


def mapping(**content) -> Mapping:
    """Return a mapping of a list of the power company, but for what is given."""
    given = {
        "id": "test",
        "title": "测试",
        "role": "list",
        "supplier": "gdgs",
        "recognise": {"labels": ["户号"]},
    }
    return Mapping.model_validate(given | content)


def extracted(layout: Mapping, *grids: Grid) -> Extract:
    return extract("收到的表.xlsx", book(*grids), layout)


def check(name: str, *grids: Grid) -> Extract:
    """Return what a file says, after making sure that it is recognised as of this shape."""
    found = recognise(book(*grids), read_mappings())
    assert found is not None, "not recognised"
    assert found.id == name
    return extracted(shipped(name), *grids)


def values(row: Row) -> dict:
    """Return a row's filled values with their cells: the value alone for a constant."""
    return shown(row.values)


def shown(found: Map) -> dict:
    return {
        key: (one.value, one.cell) if one.cell else one.value
        for key, one in found.items()
        if one.value != ""
    }


def codes(result: Extract) -> dict[str, str]:
    """Return the code of each problem and its cell."""
    return {problem.code: problem.cell for problem in result.problems}
