"""What is wrong with a file before its cells are read: a defect stops the reading, a note does not."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class FileNote:
    """Something to tell about a file that could be read.

    Attributes
    ----------
    code : str
        A kind of problem.
    value, sheet, cell : str
        What it is about; empty where it is about the whole file.

    """

    code: str
    value: str = ""
    sheet: str = ""
    cell: str = ""


class FileDefect(Exception):  # noqa: N818 (it says what the file has, and is caught by that name)
    """A file can't be read.

    Attributes
    ----------
    code : str
        A kind of problem.
    value, sheet, cell : str
        What it is about; empty where it is about the whole file.

    """

    def __init__(self, code: str, value: str = "", *, sheet: str = "", cell: str = ""):
        self.code = code
        self.value = value
        self.sheet = sheet
        self.cell = cell
        super().__init__(code, value)
