"""Where a table stands in a sheet: its header by content, its columns, and which rows are data."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from ...sheets.cells import Cell, is_blank
from ..mapping import Table
from .headings import Heading, begins, heading, is_personal_header, personal_label, wanted
from .page import Page, Place

_SECTION = re.compile(
    r"(?:第?[一二三四五六七八九十]{1,3}(?:、|部分|章)|表[一二三四五六七八九十\d]{1,2}[、:.])"
)
# What stands below a table, or between two pages of one, and is no row of it.
_FOOTER = re.compile(
    r"(?:[(\[*※]*(?:注\d?|说明|附注|备注|填表说明|填报说明)[:.]|[(\[]?(?:盖章|签章|签字|公章|印章)"
    r"|(?:单位|企业|填报单位|报送单位|制表单位|填报部门)?[(\[]?(?:公章|盖章|签章)"
    r"|(?:填表|填报|制表|报出|报送|打印|统计|审核|提供)(?:日期|时间|部门|单位)"
    r"|(?:数据来源|资料来源|审核|复核|制表|第\d+页|共\d+页|承诺|本(?:企业|单位)承诺)"
    r"|(?:计量|金额|面积|数量|电量)?单位:)"
)
_BLANK_ROWS = 2
_NARROWEST_GROUP = 3
_LONGEST_CELL = 40
_FEWEST_CELLS = 2
_MOST_ROWS = 6


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Attributes
    ----------
    at : int
        Position of the column.
    origin : tuple of int
        Cell of the last part of its header.
    top : int
        Row in which its header begins.
    whole, parts : tuple of str
        The header's texts joined by slashes from the first, and from a later one.
    units : tuple of str
        What its brackets hold, the last part first.
    is_personal : bool
        Whether it is about a person, and must not be read.
    through : int
        Last column below the header: where it is merged over several, or those beside it have none.

    """

    at: int
    origin: Place
    top: int
    whole: tuple[str, ...]
    parts: tuple[str, ...]
    units: tuple[str, ...]
    is_personal: bool
    through: int


@dataclass
class Block:
    """One header with the rows of data below it.

    Attributes
    ----------
    top, bottom : int
        First row of the header, and the row behind the last that belongs to the table.
    columns : list of Column
        Columns with a header.
    data : list of int
        Rows of data.
    skipped : list of int
        Rows such as 合计, that are no data.
    left_behind : int or None
        A filled row behind the blank ones that ended the table.

    """

    page: Page
    region: range
    top: int
    first: int
    columns: list[Column]
    bottom: int = 0
    data: list[int] = field(default_factory=list)
    skipped: list[int] = field(default_factory=list)
    left_behind: int | None = None

    def find(self, want: str) -> list[Column]:
        """Return the columns that a mapping names: where one is named in full, that one alone."""
        sound = [column for column in self.columns if not column.is_personal]
        for one in wanted(want):
            whole = [column for column in sound if one in column.whole]
            found = _once_per_header(whole or [column for column in sound if one in column.parts])
            if found:
                return found
        return []

    @cached_property
    def unit_above(self) -> tuple[str, Place] | None:
        """The unit that a cell such as 单位：万元 gives, the nearest above the data first."""
        return self.page.unit_above(self.first - 1, self.region.start)


def _once_per_header(columns: Sequence[Column]) -> list[Column]:
    seen: dict[Place, Column] = {}
    for column in columns:
        seen.setdefault(column.origin, column)
    return list(seen.values())


def regions(page: Page, table: Table, ends: Sequence[str]) -> list[range]:
    """Return the rows in which a table may stand: all, or each section below its `after`."""
    if table.after is None:
        return [range(page.height)]
    starts = [
        row
        for row in range(page.height)
        if any(begins((table.after,), text) for _column, text in page.texts(row))
    ]
    bounds = {row for row in range(page.height) if _is_section(page, row, ends)} | set(starts)
    found = []
    for start in starts:
        stop = min((row for row in bounds if row > start), default=page.height)
        found.append(range(start, stop))
    return found


def _is_section(page: Page, row: int, ends: Sequence[str]) -> bool:
    """Say whether a row is the heading of a section: alone in its row, but perhaps for a unit."""
    first = next(iter(page.texts(row)), None)
    if first is None:
        return False
    is_known = begins(tuple(ends), first[1])
    if not is_known and not _SECTION.match(heading(first[1]).full):
        return False
    return len(page.filled(row)) <= (2 if is_known else 1)


def blocks(page: Page, table: Table, region: range, ends: Sequence[str]) -> Iterator[Block]:
    """Yield each header of the table in the region, with its rows; a list may come page by page."""
    row = region.start
    keys = [set(wanted(label)) for label in table.header]
    quick = {part for key in keys for one in key for part in (one, *one.split("/"))}
    while row < region.stop:
        block = _header_at(page, table, region, row, quick)
        if block is None:
            row += 1
            continue
        _classify(block, table, ends, quick)
        yield block
        row = max(block.bottom, row + 1)


def _header_at(page: Page, table: Table, region: range, row: int, quick: set[str]) -> Block | None:
    if not any(_reads(text, quick) for _column, text in page.texts(row)):
        return None
    # A file may do with fewer rows for its header than the mapping gives it.
    for rows in range(table.header_rows, 0, -1):
        first = min(row + rows, region.stop)
        block = Block(page, region, row, first, list(_columns(page, row, first)))
        found = [block.find(label) for label in table.header]
        # Where no header of the table begins in this row, it begins further down.
        if all(found) and any(column.top == row for columns in found for column in columns):
            return _to_the_depth_of(found, block, table)
    return None


def _to_the_depth_of(found: Sequence[Sequence[Column]], block: Block, table: Table) -> Block:
    """Return the header with all the rows that its merged cells reach over."""
    spans = [block.page.span(*column.origin) for columns in found for column in columns]
    deepest = min(max(area[2] for area in spans), block.top + _MOST_ROWS - 1)
    first = min(deepest + 1, block.region.stop)
    if first <= block.first:
        return block
    columns = list(_columns(block.page, block.top, first))
    deeper = Block(block.page, block.region, block.top, first, columns)
    return deeper if all(deeper.find(label) for label in table.header) else block


def _reads(text: str, wanted_texts: set[str]) -> bool:
    found = heading(text)
    return found.full in wanted_texts or found.base in wanted_texts


def _columns(page: Page, top: int, first: int) -> Iterator[Column]:
    rows = [row for row in range(top, first) if not _letters_columns(page, row)]
    headers = {at: origins for at in range(page.width) if (origins := _origins(page, rows, at))}
    for at, origins in headers.items():
        cells = [page.own(*origin) for origin in origins]
        found = [heading(cell) for cell in cells]
        through = at
        while through + 1 < page.width and headers.get(through + 1, origins)[-1] == origins[-1]:
            through += 1
        yield Column(
            at,
            origins[-1],
            top=origins[0][0],
            whole=_joined(found),
            parts=tuple(text for size in range(1, len(found)) for text in _joined(found[size:])),
            units=tuple(unit for one in reversed(found) for unit in one.units),
            is_personal=any(map(is_personal_header, cells)),
            through=through,
        )


def _origins(page: Page, rows: Iterable[int], at: int) -> list[Place]:
    """Return the cells that make the header of a column, from top to bottom."""
    found: list[Place] = []
    for row in rows:
        origin = page.origin(row, at)
        if origin not in found and not is_blank(page.own(*origin)):
            found.append(origin)
    return found


def _letters_columns(page: Page, row: int) -> bool:
    """Say whether a row letters the columns of a statistical form: 甲, 乙, 丙, 1, 2."""
    first = next(iter(page.filled(row)), None)
    return first is not None and isinstance(first[1], str) and heading(first[1]).full == "甲"


def _joined(found: Sequence[Heading]) -> tuple[str, ...]:
    bases = "/".join(one.base for one in found if one.base)
    return tuple(text for text in (bases, "/".join(one.full for one in found)) if text)


def _classify(block: Block, table: Table, ends: Sequence[str], quick: set[str]) -> None:
    """Tell the rows of data from the others, as far as the table goes."""
    page, blank = block.page, 0
    row = block.first
    # A section of a form ends where the next begins; blank lines in it are lines not filled in.
    most = block.region.stop if table.after is not None else _BLANK_ROWS
    while row < block.region.stop and blank < most:
        filled = page.filled(row)
        if not filled:
            blank += 1
        elif begins(table.until, filled[0][1]) or _ends_here(block, table, ends, row):
            break
        else:
            blank = 0
            kind = _kind_of(block, table, row, filled, quick)
            if kind == "data":
                block.data.append(row)
            elif kind == "skipped":
                block.skipped.append(row)
        row += 1
    block.bottom = row
    if table.after is None and blank >= _BLANK_ROWS:
        block.left_behind = _left_behind(block, table, quick, ends)


def _ends_here(block: Block, table: Table, ends: Sequence[str], row: int) -> bool:
    """Say whether another section begins: any heading where there are sections, else those known."""
    if table.after is None and not ends:
        return False
    if not _is_section(block.page, row, ends):
        return False
    return table.after is not None or begins(tuple(ends), block.page.texts(row)[0][1])


def _kind_of(
    block: Block, table: Table, row: int, filled: Sequence[tuple[int, Cell]], quick: set[str]
) -> str:
    """Return data, skipped (counted) or other (footers, signatures, repeated headers)."""
    first = filled[0][1]
    if begins(table.skip, first):
        return "skipped"
    if isinstance(first, str) and (_FOOTER.match(heading(first).full) or personal_label(first)):
        return "other"
    if _letters_columns(block.page, row) or _repeats_header(block, table, row, filled, quick):
        return "other"
    column = filled[0][0]
    _top, left, _bottom, right = block.page.span(row, column)
    if len(filled) == 1 and isinstance(first, str) and right - left + 1 >= _NARROWEST_GROUP:
        return "skipped"  # the heading of a group, across the table
    if (
        len(filled) == 1
        and isinstance(first, str)
        and ("。" in first or len(first) > _LONGEST_CELL)
    ):
        return "other"  # a remark below the table
    return "data"


def _repeats_header(
    block: Block, table: Table, row: int, filled: Sequence[tuple[int, Cell]], quick: set[str]
) -> bool:
    """Say whether a row is one of the header's rows again, as on the next page of a print."""
    if not any(isinstance(cell, str) and _reads(cell, quick) for _column, cell in filled):
        return False
    page = block.page
    shown = {(column, heading(cell).full) for column, cell in filled}
    for above in range(block.top, block.first):
        if shown <= {(at, heading(page.value(above, at)).full) for at in range(page.width)}:
            return True
    return False


def _left_behind(block: Block, table: Table, quick: set[str], ends: Sequence[str]) -> int | None:
    """Return a row behind the blank ones that looks like data: it fills several columns."""
    page, mapped = block.page, {column.at for column in block.columns}
    for row in range(block.bottom, block.region.stop):
        filled = page.filled(row)
        if not filled:
            continue
        if _ends_here(block, table, ends, row) or begins(table.until, filled[0][1]):
            return None
        if any(_reads(text, quick) for _column, text in page.texts(row)):
            return None  # another header, of which a block of its own is made
        columns = {column for column, _cell in filled}
        is_data = _kind_of(block, table, row, filled, quick) == "data"
        if is_data and len(columns & mapped) >= _FEWEST_CELLS:
            return row
    return None
