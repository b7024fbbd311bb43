"""Files in shapes of their own: which mapping describes one, and the rows that it holds."""

from .extract import extract
from .recognise import fitting, recognise, unrecognised

__all__ = ["extract", "fitting", "recognise", "unrecognised"]
