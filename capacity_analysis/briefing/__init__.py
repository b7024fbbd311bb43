"""From an assessment to pages: which briefings and why, executed, set and published."""

from .story import open_view

__all__ = ["open_view"]
