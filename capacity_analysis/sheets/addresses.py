"""Addresses of cells: letters of columns, and positions from zero."""

from __future__ import annotations


def column_letter(position: int) -> str:
    """Return the letters of the column at a zero-based position.

    Examples
    --------
    >>> column_letter(0), column_letter(26)
    ('A', 'AA')

    """
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def column_position(letters: str) -> int:
    """Return the position of the column of these letters, from zero.

    Examples
    --------
    >>> column_position("A"), column_position("xfd")
    (0, 16383)

    """
    position = 0
    for letter in letters.upper():
        position = position * 26 + ord(letter) - ord("A") + 1
    return position - 1


def address(row: int, column: int) -> str:
    """Return the address of a cell from its position, from zero.

    Examples
    --------
    >>> address(0, 0), address(1048575, 16383)
    ('A1', 'XFD1048576')

    """
    return f"{column_letter(column)}{row + 1}"
