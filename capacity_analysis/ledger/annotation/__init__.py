"""The analyst's own workbook given back, with its problems marked, commented and listed."""

from ..registry import RESULTS_SHEET
from .annotator import Annotated, annotate

__all__ = ["RESULTS_SHEET", "Annotated", "annotate"]
