"""Load, analyse, and keep: one frozen Assessment of tables, saved to and loaded from a folder."""

from .build import assess
from .model import Assessment, DocumentInUse, is_saved

__all__ = ["Assessment", "DocumentInUse", "assess", "is_saved"]
