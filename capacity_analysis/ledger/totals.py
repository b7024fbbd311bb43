"""Rows that add others up: 合计, 小计, 总计 among the data, which would count everything twice."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ..sheets.cells import Cell, is_blank
from .registry import LedgerTable, fold

# As folded: 合计, 东乡小计, 总计：, 合计（万吨). Longer texts are names or sentences.
_TOTAL = re.compile(r".{0,12}(?:合计|小计|总计|共计|累计)(?:\(.{0,12}\))?:?")
_TYPES = ("text", "choice", "year", "uscc", "industry_code")


def total_rows(
    definition: LedgerTable, columns: Mapping[str, Sequence[Cell]]
) -> dict[int, tuple[str, Cell]]:
    """Return the rows that are totals, with the field and the cell that say so.

    A total stands in a column that every row must fill in or that tells rows apart; one in another
    column of text counts where the row leaves a column blank that is both. A correction may be of
    a cell with such a word, and adds nothing up.

    Parameters
    ----------
    definition : LedgerTable
        The table that the sheet holds.
    columns : mapping of str to sequence
        Raw cells below the header, by field.

    Examples
    --------
    >>> from capacity_analysis.ledger import registry
    >>> lines = registry().tables["lines"]
    >>> total_rows(lines, {"enterprise_id": ["A", "合 计"], "line_id": ["1号窑", ""]})
    {1: ('enterprise_id', '合 计')}

    """
    found: dict[int, tuple[str, Cell]] = {}
    if definition.made or "old_value" in definition.fields:
        return found
    needed = {key for key, spec in definition.fields.items() if spec.required}
    telling = (needed | set(definition.key)) & columns.keys()
    filled = needed & set(definition.key) & columns.keys()
    for key, cells in columns.items():
        spec = definition.fields[key]
        if spec.type not in _TYPES or spec.unit_of is not None:
            continue
        totals = {cell for cell in set(cells) if is_total(cell)}
        if totals:
            for index, cell in enumerate(cells):
                if cell in totals and (
                    key in telling or any(is_blank(columns[other][index]) for other in filled)
                ):
                    found.setdefault(index, (key, cell))
    return found


def is_total(cell: Cell) -> bool:
    """Say whether a cell names a total.

    Examples
    --------
    >>> is_total("合　计："), is_total("东乡小计"), is_total("示例会计有限公司")
    (True, True, False)

    """
    if cell.__class__ is not str or "计" not in cell:
        return False
    return _TOTAL.fullmatch(fold(cell)) is not None
