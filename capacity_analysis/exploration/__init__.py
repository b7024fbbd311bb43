"""What the exploration notebooks ask: tables for an analyst, with headings in words.

The tables that they are cut from, with ids and all columns, are `Desk.assessment`.
"""

from .desk import Desk, open_desk, problems
from .editions import (
    all_lines,
    changed_lines,
    counts,
    differences,
    documents,
    held_on,
    in_words,
    not_checked,
)
from .enterprise import (
    its_dispositions,
    its_equipment,
    its_evidence,
    its_findings,
    its_lines,
    its_overdue,
    its_steps,
    one_enterprise,
)
from .industry import (
    allocations,
    capacity,
    curves,
    gaps,
    heat_values,
    largest_savers,
    near_a_level,
    over_the_years,
    savings_figure,
    years_of_lines,
)

__all__ = [
    "Desk",
    "all_lines",
    "allocations",
    "capacity",
    "changed_lines",
    "counts",
    "curves",
    "differences",
    "documents",
    "gaps",
    "heat_values",
    "held_on",
    "in_words",
    "its_dispositions",
    "its_equipment",
    "its_evidence",
    "its_findings",
    "its_lines",
    "its_overdue",
    "its_steps",
    "largest_savers",
    "near_a_level",
    "not_checked",
    "one_enterprise",
    "open_desk",
    "over_the_years",
    "problems",
    "savings_figure",
    "years_of_lines",
]
