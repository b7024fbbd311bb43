"""Text with separators (.csv), as Excel, WPS and departments' systems write it."""

from __future__ import annotations

import csv
import io
import re

from .cells import Cell
from .defects import FileDefect

_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_SEPARATORS = ",\t;"
_LOOKED_AT = 50  # lines that decide which separator it is
# A number without a needless zero, of no more digits than a spreadsheet keeps.
_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,14})(?:\.\d{1,14})?", re.ASCII)
_MOST_DIGITS = 15
_QUOTED = re.compile(r'="([^"]*)"')


def decoded(data: bytes) -> str:
    """Return the text of a file in UTF-8, UTF-16 or GB 18030 (which includes GBK).

    Examples
    --------
    >>> decoded("企业".encode("gbk"))
    '企业'

    """
    marked = next((name for mark, name in _MARKS.items() if data.startswith(mark)), None)
    text = None
    for encoding in [marked] if marked else ["utf-8", "gb18030"]:
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    if text is None or "\0" in text:
        raise FileDefect("unreadable_file")
    return text


def separator(text: str) -> str:
    r"""Return what separates the cells, or nothing if the text is no table.

    Examples
    --------
    >>> separator("a;b\n1,5;2\n")
    ';'

    """
    lines = [line for line in text.splitlines()[:_LOOKED_AT] if line.strip()]
    counts = {one: [_count(line, one) for line in lines] for one in _SEPARATORS}
    best = max(_SEPARATORS, key=lambda one: (sum(map(bool, counts[one])), sum(counts[one])))
    # A table separates the cells of more than one line; prose has a comma here and there.
    return best if sum(map(bool, counts[best])) > len(lines) / 2 else ""


def _count(line: str, one: str) -> int:
    return re.sub(r'"[^"]*"', "", line).count(one)


def rows(text: str, between: str) -> list[list[Cell]]:
    r"""Return the cells; what is plainly a number is one, and codes stay text.

    Examples
    --------
    >>> rows("002,1.5,360400000000000001\n", ",")
    [['002', 1.5, '360400000000000001']]

    """
    before = csv.field_size_limit()
    csv.field_size_limit(max(before, len(text)))  # of the whole process, so it is put back
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=between or ",")
    try:
        return [[_cell(cell) for cell in row] for row in reader]
    except csv.Error as error:
        raise FileDefect("unreadable_file", str(error)) from error
    finally:
        csv.field_size_limit(before)


def _cell(text: str) -> Cell:
    # Quotes behind a sign, or a tab: so a system keeps Excel from taking a code for a number.
    if quoted := _QUOTED.fullmatch(text):
        return quoted[1]
    if "\t" in text:
        return text.strip("\t")
    if not _NUMBER.fullmatch(text) or sum(map(str.isdigit, text)) > _MOST_DIGITS:
        return text
    return float(text) if "." in text else int(text)
