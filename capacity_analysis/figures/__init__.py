"""One function per figure: a table in, a matplotlib Figure out."""

from .benchmark_curve import benchmark_curve
from .style import to_svg

__all__ = ["benchmark_curve", "to_svg"]
