"""Take the rows out of a file, each value with its cell, by the mapping of its shape."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from ...ledger import registry
from ...sheets.cells import as_text
from ...sheets.grid import Grid
from ..mapping import Form, Table
from ..mapping import Mapping as Layout
from ..records import Extract, Row
from .cell_values import Report
from .form import Labels, labels_of
from .form_rows import form_rows, subject_of
from .headings import is_personal_header, personal_label
from .page import Page, matching_pages
from .recognise import pages_of
from .table import Block, blocks, regions
from .table_rows import TableRows

# A place for the day that is left blank reads 年 月 日.
_NUMERAL = re.compile("[\\d〇零一二三四五六七八九十]")

Blocks = list[tuple[Table, list[Block]]]


def extract(file: str, grids: Mapping[str, Grid], mapping: Layout) -> Extract:
    """Return what a file says: rows, how it names its enterprise, and what is wrong with it.

    Parameters
    ----------
    file : str
        Name of the file, for the problems.
    grids : mapping of str to Grid
        Its sheets.
    mapping : Mapping
        The mapping of its shape.

    Returns
    -------
    Extract
        Never an exception, whatever the cells hold: what can't be read is a problem.

    Examples
    --------
    >>> from capacity_analysis.intake.mapping import read_mappings
    >>> roster = next(one for one in read_mappings() if one.id == "roster")
    >>> grid = Grid("名录", [["企业名称", "行业代码"], ["甲水泥厂", "3011"]])
    >>> [row.values["name"].cell for row in extract("名录.xlsx", {"名录": grid}, roster).rows]
    ['A2']

    """
    report = Report(file)
    pages = pages_of(grids, mapping)
    found = list(_tables(pages, mapping))
    labels = Labels(
        matching_pages(pages, mapping.form.sheets) if mapping.form else pages,
        _labels(mapping),
        _taken(found),
    )
    result = Extract(file, mapping, [], problems=report.problems)
    if mapping.form is not None:
        result = _of_form(mapping.form, labels, result, report)
    for table, of_table in found:
        result.rows.extend(_rows(table, of_table, labels, report))
        if not of_table and not table.optional and not result.nil:
            header = "、".join(one.replace("|", "/") for one in table.header)
            name = registry().tables[table.target].sheet
            report.add("table_not_found", table=table.target, header=header, name=name)
    _note_persons(pages, found, mapping, report)
    return result


def _of_form(form: Form, labels: Labels, result: Extract, report: Report) -> Extract:
    return Extract(
        result.file,
        result.mapping,
        list(form_rows(form, labels, report)),
        subject=subject_of(form, labels, report),
        filled_on=_filled_on(form, labels, report),
        nil=labels.answers(form.nil),
        problems=report.problems,
    )


def _filled_on(form: Form, labels: Labels, report: Report) -> dt.date | None:
    """Return the day that a form says it was filled in; report one that can't be read."""
    if form.filled_on is None:
        return None
    day = labels.day(form.filled_on)
    found = labels.value(form.filled_on)
    if day is None and found is not None and _NUMERAL.search(as_text(found.value)):
        where = {"sheet": found.sheet, "cell": found.cell, "value": found.value, "extra": ""}
        report.add("not_a_date", header=form.filled_on.partition("|")[0], **where)
    return day


def _labels(mapping: Layout) -> Iterator[str]:
    if mapping.form is not None:
        yield from labels_of(mapping.form)
    for table in mapping.tables:
        yield from (how.label for how in table.fields.values() if how.label is not None)


def _tables(pages: list[Page], mapping: Layout) -> Iterator[tuple[Table, list[Block]]]:
    for table in mapping.tables:
        ends = [one.after for one in mapping.tables if one.after is not None]
        yield (
            table,
            [
                block
                for page in matching_pages(pages, table.sheets)
                for region in regions(page, table, ends)
                for block in blocks(page, table, region, ends)
            ],
        )


def _taken(found: Blocks) -> dict[str, set[int]]:
    """Return the rows of each sheet that belong to a table, and hold no labels of a form."""
    taken: dict[str, set[int]] = defaultdict(set)
    for _table, of_table in found:
        for block in of_table:
            taken[block.page.name].update(range(block.top, block.first), block.data, block.skipped)
    return taken


def _rows(table: Table, of_table: Iterable[Block], labels: Labels, report: Report) -> Iterator[Row]:
    for block in of_table:
        if block.data:
            yield from TableRows(block, table, report, labels.value).rows()
        sheet = block.page.name
        if block.skipped:
            row = block.skipped[0]
            column, first = block.page.filled(row)[0]
            report.add(
                "rows_skipped",
                (sheet, str(row)),
                sheet=sheet,
                cell=block.page.address(row, column),
                value=first,
                count=len(block.skipped),
            )
        if block.left_behind is not None:
            cell = block.page.address(block.left_behind, 0)
            report.add("rows_after_gap", (sheet, cell), sheet=sheet, cell=cell)


def _note_persons(pages: list[Page], found: Blocks, mapping: Layout, report: Report) -> None:
    """Note once the columns and labels of persons' data in the sheets that were read."""
    data: dict[str, set[int]] = defaultdict(set)
    for _table, of_table in found:
        for block in of_table:
            data[block.page.name].update(range(block.top, block.first), block.data)
            for column in block.columns:
                cell = block.page.own(*column.origin)
                if column.is_personal and is_personal_header(cell):
                    address = block.page.address(*column.origin)
                    report.add_person(column.whole[0], block.page.name, address)
    read = {
        page.name for page in matching_pages(pages, mapping.form.sheets if mapping.form else ())
    }
    for page in pages:
        if page.name not in read | data.keys():
            continue
        for row in range(page.height):
            for at, text in () if row in data[page.name] else page.texts(row):
                if label := personal_label(text):
                    report.add_person(label, page.name, page.address(row, at))
    report.note_persons()
