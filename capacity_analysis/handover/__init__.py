"""The handover room: an assessment as a folder of tables and one workbook that departments work from."""

from .book import write_book
from .folder import BOOK, check_is_ours, hand_over

__all__ = ["BOOK", "check_is_ours", "hand_over", "write_book"]
