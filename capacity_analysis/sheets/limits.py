"""How much of a file is read: bounds that no real workbook of a county comes near.

They keep reading within 1 GiB of memory, whatever a file declares. None of them is law.
"""

from __future__ import annotations

from .addresses import address
from .defects import FileDefect

LARGEST_FILE = 256 * 1024 * 1024
LARGEST_TEXT_FILE = 48 * 1024 * 1024
# Bytes kept of all parts of a workbook; ten thousand enterprises with all tables take 50 million.
LARGEST_UNPACKED = 144 * 1024 * 1024
# Bytes unpacked on the way; rows with a format and without a value are dropped at once.
LARGEST_STREAMED = 1024 * 1024 * 1024
LARGEST_INDEX = 8 * 1024 * 1024
MOST_CELLS = 4_000_000
# Bytes of the texts of all cells: one text of a table of strings may stand in many cells.
LARGEST_TEXT = 256 * 1024 * 1024
MOST_SHEETS = 2_000


class Budget:
    """What is left of the bounds while the parts of one file are read."""

    def __init__(self) -> None:
        self._bytes = LARGEST_UNPACKED
        self._cells = MOST_CELLS
        self._text = LARGEST_TEXT

    def spend_bytes(self, count: int) -> None:
        """Take bytes that are kept."""
        self._bytes -= count
        if self._bytes < 0:
            raise FileDefect("zip_bomb")

    @property
    def bytes_left(self) -> int:
        """How many bytes may still be kept."""
        return max(self._bytes, 0)

    @staticmethod
    def check_cells(sheet: str, rows: int, columns: int) -> None:
        """Refuse a sheet whose cells could not be laid out."""
        if rows * columns > MOST_CELLS:
            raise FileDefect("too_many_cells", sheet=sheet, cell=address(rows - 1, columns - 1))

    def spend_cells(self, sheet: str, rows: int, columns: int) -> None:
        """Take the cells from A1 to the last one that has a value."""
        self._cells -= rows * columns
        if self._cells < 0:
            raise FileDefect("too_many_cells", sheet=sheet, cell=address(rows - 1, columns - 1))

    @property
    def text_left(self) -> int:
        """How many bytes of text the cells may still hold."""
        return self._text

    def spend_text(self, count: int) -> None:
        """Take bytes of text that cells hold."""
        self._text -= count
        if self._text < 0:
            raise FileDefect("zip_bomb")
