"""One function per figure: a table in, a matplotlib Figure out."""

from .age_service import age_service
from .benchmark_curve import benchmark_curve, is_cut
from .capacity_by_tier import capacity_by_tier
from .cost_by_quarter import cost_by_quarter
from .findings_matrix import MOST_ROWS, findings_matrix
from .guarantee_network import MOST_NODES, MOST_STEPS, guarantee_network
from .jobs_against_capacity import jobs_against_capacity
from .land_by_route import READY, land_by_route
from .loans_by_bank import loans_by_bank
from .parcel_map import CATEGORIES, parcel_map
from .plan_stages import STANDINGS, plan_stages
from .rank_intervals import rank_intervals
from .saving_by_line import MOST_LINES, saving_by_line
from .style import to_svg

__all__ = [
    "CATEGORIES",
    "MOST_LINES",
    "MOST_NODES",
    "MOST_ROWS",
    "MOST_STEPS",
    "READY",
    "STANDINGS",
    "age_service",
    "benchmark_curve",
    "capacity_by_tier",
    "cost_by_quarter",
    "findings_matrix",
    "guarantee_network",
    "is_cut",
    "jobs_against_capacity",
    "land_by_route",
    "loans_by_bank",
    "parcel_map",
    "plan_stages",
    "rank_intervals",
    "saving_by_line",
    "to_svg",
]
