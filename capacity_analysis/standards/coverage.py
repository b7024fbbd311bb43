"""What is not on file: the gaps of the standards, as data, and what the toolkit says instead."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path

from ..errors import DataError
from ..vocabulary import read_table
from .kinds import Column, read_cell

FILE_NAME = "coverage.csv"
AREAS = frozenset(
    {
        "能效水平",
        "能耗限额",
        "产业目录",
        "电价",
        "处置程序",
        "劳动",
        "土地",
        "僵尸企业",
        "政策目标",
        "二氧化碳",
    }
)


@dataclass(frozen=True)
class CoverageGap:
    """A text or number that was not found, what follows from it, and where that is recorded."""

    gap_id: str
    area: str
    missing: str
    consequence: str
    source: str


_COLUMNS = tuple(
    Column(field.name, choices=AREAS if field.name == "area" else frozenset())
    for field in fields(CoverageGap)
)


def read_coverage(folder: str | Path) -> tuple[CoverageGap, ...]:
    """Read the gaps of a folder of standards, in the order of the file.

    Parameters
    ----------
    folder : str or pathlib.Path
        A folder of standards; its gaps stand in coverage.csv.

    Raises
    ------
    DataError
        With one line for each defect. A folder without the file is one: no list of gaps is not an
        empty list.

    Examples
    --------
    >>> from capacity_analysis import paths
    >>> gaps = read_coverage(paths.data() / "standards")
    >>> sorted({gap.area for gap in gaps if "最低工资" in gap.missing})
    ['劳动']

    """
    rows, defects = read_table(Path(folder) / FILE_NAME, [column.name for column in _COLUMNS])
    defects += _defects(rows)
    if defects:
        raise DataError("\n".join(defects))
    return tuple(CoverageGap(**row) for _number, row in rows)


def _defects(rows: list[tuple[int, dict[str, str]]]) -> Iterator[str]:
    first: dict[str, int] = {}
    for number, row in rows:
        where = f"{FILE_NAME} row {number} ({row['gap_id']})"
        for column in _COLUMNS:
            _value, defect = read_cell(column, row[column.name], is_open=False)
            if defect:
                yield f"{where} {column.name}: {defect}"
        if first.setdefault(row["gap_id"], number) != number:
            yield f"{where} gap_id: stands in row {first[row['gap_id']]} too"
