"""One function per figure: a table in, a matplotlib Figure out."""

from .benchmark_curve import benchmark_curve, is_cut
from .capacity_by_tier import capacity_by_tier
from .findings_matrix import MOST_ROWS, findings_matrix
from .plan_stages import STANDINGS, plan_stages
from .saving_by_line import MOST_LINES, saving_by_line
from .style import to_svg

__all__ = [
    "MOST_LINES",
    "MOST_ROWS",
    "STANDINGS",
    "benchmark_curve",
    "capacity_by_tier",
    "findings_matrix",
    "is_cut",
    "plan_stages",
    "saving_by_line",
    "to_svg",
]
