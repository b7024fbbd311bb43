"""One function per figure: a table in, a matplotlib Figure out."""

from .benchmark_curve import benchmark_curve, is_cut
from .style import to_svg

__all__ = ["benchmark_curve", "is_cut", "to_svg"]
