"""One function per figure: a table in, a matplotlib Figure out."""

from .benchmark_curve import benchmark_curve, is_cut
from .capacity_by_tier import capacity_by_tier
from .saving_by_line import MOST_LINES, saving_by_line
from .style import to_svg

__all__ = [
    "MOST_LINES",
    "benchmark_curve",
    "capacity_by_tier",
    "is_cut",
    "saving_by_line",
    "to_svg",
]
