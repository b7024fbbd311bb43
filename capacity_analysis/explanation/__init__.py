"""The explanation room: how numbers come about, from the cells of the ledger to rows of documents."""

from .build import Explainer
from .cohorts import explain_cohort
from .derivation import Derivation, derivation_as_text
from .enterprises import enterprise_as_text, explain_enterprise, find_enterprise
from .found_by_name import find_cohort, find_parcel
from .lines import find_line
from .model import Explanation
from .parcels import explain_parcel
from .text import as_text

__all__ = [
    "Derivation",
    "Explainer",
    "Explanation",
    "as_text",
    "derivation_as_text",
    "enterprise_as_text",
    "explain_cohort",
    "explain_enterprise",
    "explain_parcel",
    "find_cohort",
    "find_enterprise",
    "find_line",
    "find_parcel",
]
