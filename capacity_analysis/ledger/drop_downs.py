"""The choices of drop-downs, gathered on a hidden sheet of the workbook that offers them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from .. import units, vocabulary
from ..sheets.addresses import column_letter
from .registry import OPTIONS_SHEET, LedgerField, LedgerTable

YES_NO = ("是", "否")
_CHINESE = re.compile("[一-鿿]+")


class DropDowns:
    """The lists of one workbook; each stands once, whatever number of columns offer it."""

    def __init__(self) -> None:
        self._ranges: dict[tuple[str, ...], str] = {}

    def range_of(self, choices: Sequence[str]) -> str:
        """Return the range that will hold the choices, as a formula.

        Examples
        --------
        >>> lists = DropDowns()
        >>> lists.range_of(["是", "否"]), lists.range_of(["吨"]), lists.range_of(["是", "否"])
        ('=选项!$A$1:$A$2', '=选项!$B$1:$B$1', '=选项!$A$1:$A$2')

        """
        key = tuple(choices)
        if key not in self._ranges:
            letter = column_letter(len(self._ranges))
            self._ranges[key] = f"={OPTIONS_SHEET}!${letter}$1:${letter}${len(key)}"
        return self._ranges[key]

    def write(self, workbook: Any, look: Any = None) -> None:
        """Write the hidden sheet, in a format of the workbook if there is one."""
        sheet = workbook.add_worksheet(OPTIONS_SHEET)
        for column, choices in enumerate(self._ranges):
            for row, choice in enumerate(choices):
                sheet.write_string(row, column, choice, look)
        sheet.hide()


def choices_of(spec: LedgerField, table: LedgerTable | None) -> list[str]:
    """Return what a field may hold, in words; nothing where it may hold anything.

    Parameters
    ----------
    spec : LedgerField
        The field.
    table : LedgerTable or None
        Its table, on whose other columns the units of a column of units depend.

    Examples
    --------
    >>> from capacity_analysis.ledger import registry
    >>> inspections = registry().tables["inspections"]
    >>> choices_of(inspections.fields["result"], inspections)[0]
    '合格'

    """
    if spec.type == "flag":
        return list(YES_NO)
    if spec.type == "choice":
        return list(spec.labels.values())
    return _units_of(spec, table) if spec.unit_of is not None and table is not None else []


def _units_of(spec: LedgerField, table: LedgerTable) -> list[str]:
    """Return the Chinese spellings of all units that a column of units may hold."""
    if spec.base_unit is not None:
        bases = [spec.base_unit]
    elif table.fields[str(spec.dimension)].vocabulary == "products":
        bases = [product.output_unit for product in vocabulary.products().values()]
    else:
        bases = [carrier.base_unit for carrier in vocabulary.carriers().values()]
    spellings = [symbol for base in dict.fromkeys(bases) for symbol in units.spellings(base)]
    return [symbol for symbol in dict.fromkeys(spellings) if _CHINESE.fullmatch(symbol)]
