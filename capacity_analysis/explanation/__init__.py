"""The explanation room: one line's verdicts, from the cells of the ledger to rows of documents."""

from .build import Explainer
from .lines import find_line
from .model import Explanation
from .text import as_text

__all__ = ["Explainer", "Explanation", "as_text", "find_line"]
