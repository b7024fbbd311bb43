"""The kinds of table that a document may hold, and what each must look like.

A later kind joins as one entry: its columns, and the checks that span columns or rows.
"""

from .columns import Column, Kind, read_cell
from .energy import ENERGY_KINDS, LEVEL_UNITS
from .replacement import REPLACEMENT_RATIOS
from .rules import RULE_KINDS

KINDS = {kind.name: kind for kind in (*ENERGY_KINDS, *RULE_KINDS, REPLACEMENT_RATIOS)}

__all__ = ["KINDS", "LEVEL_UNITS", "Column", "Kind", "read_cell"]
