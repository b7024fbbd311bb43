"""The explanation room: one line's verdicts, from the cells of the ledger to rows of documents."""

from .build import explain
from .lines import find_line
from .model import Explanation
from .text import as_text

__all__ = ["Explanation", "as_text", "explain", "find_line"]
