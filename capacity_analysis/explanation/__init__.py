"""The explanation room: one line's verdicts, from the cells of the ledger to rows of documents."""

from .build import Explainer
from .enterprises import enterprise_as_text, explain_enterprise, find_enterprise
from .lines import find_line
from .model import Explanation
from .text import as_text

__all__ = [
    "Explainer",
    "Explanation",
    "as_text",
    "enterprise_as_text",
    "explain_enterprise",
    "find_enterprise",
    "find_line",
]
