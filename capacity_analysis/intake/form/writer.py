"""Write the self-check form: what one enterprise fills in, prints, seals and hands in.

Its design and wording are data (`data/ledger/form.yaml`), its headers, hints and choices those of the
ledger. `collect` reads it back by `data/mappings/self-check-form.yaml`.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ...errors import InputError
from ...ledger.drop_downs import YES_NO, DropDowns, choices_of
from ...ledger.registry import LedgerField, registry
from ...ledger.template import TEXT_TYPES
from ...sheets.addresses import address
from ...sheets.cells import Cell, as_text, is_blank
from ...sheets.writing import new_workbook
from ...text import _
from .content import FormContent, FormRow, check_content, spread_rows
from .design import FormDesign, FormTable, Labelled, form_design, span
from .guide import write_guide
from .rules import rule, year_rule
from .style import Style, height_of, lines_of

__all__ = ["FormContent", "write_form"]

# Widths of columns are counted in digits of the font of Chinese spreadsheets.
_FONT: dict[str, Any] = {
    "default_format_properties": {"font_name": "宋体", "font_size": 11},
    "default_column_width": 72,
}
Look = Mapping[str, bool]


def write_form(
    path: str | Path,
    *,
    years: Sequence[int],
    content: FormContent | None = None,
    lines: int = 8,
) -> None:
    """Write the form that one enterprise fills in.

    Parameters
    ----------
    path : str or Path
        The workbook to write (.xlsx).
    years : sequence of int
        Years of which whole-year figures are asked, each a column.
    content : FormContent, optional
        What is filled in already.
    lines : int
        For how many production lines an empty form has room; more content makes more rows.

    Raises
    ------
    InputError
        If the content has no place on the form, or a value cannot stand in a workbook.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_form(Path(folder) / "自查表.xlsx", years=[2019, 2020, 2021])

    """
    given = content or FormContent()
    check_content(given)
    columns = sorted(set(years))
    tables = [(table, spread_rows(table, given, columns)) for table in form_design().tables]
    with new_workbook(path, form_design().title, **_FONT) as workbook:
        writer = _FormWriter(workbook, form_design(), columns, given)
        writer.head()
        writer.basics()
        for table, rows in tables:
            writer.table(table, rows, max(table.least, math.ceil(table.per_line * lines)))
        writer.sign()
        write_guide(workbook, writer.design, writer.style)
        writer.lists.write(workbook)


class _FormWriter:
    """Writes one form from top to bottom."""

    def __init__(
        self, workbook: Any, design: FormDesign, years: Sequence[int], content: FormContent
    ):
        self.workbook = workbook
        self.design = design
        self.years = years
        self.content = content
        self.style = Style(workbook)
        self.lists = DropDowns()
        self.row = 0
        self.left_on_page = design.page_height
        self.breaks: list[int] = []
        self.widths = list(design.widths)
        for table in design.tables:
            if table.years:
                more = span(table.years.start)[0] + len(years) - len(self.widths)
                self.widths += [design.year_width] * more
        self.last = len(self.widths) - 1
        self.sheet = workbook.add_worksheet(design.sheet)
        for column, width in enumerate(self.widths):
            self.sheet.set_column(column, column, width, self.style.bare)
        self._set_page()

    def _set_page(self) -> None:
        sheet = self.sheet
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.65)
        sheet.center_horizontally()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0, 1)
        sheet.freeze_panes(2, 0)
        sheet.hide_gridlines(2)
        sheet.set_footer(self.design.footer.format(version=self.design.version))
        # Without a password: the lock keeps labels where `collect` looks for them, and no one out.
        sheet.protect("", {"format_columns": True, "format_rows": True})

    def head(self) -> None:
        """Write what every printed page repeats: the title, and whose form it is."""
        self.sheet.set_row(0, self.design.heights.title)
        self._merge(0, 0, self.last, self.design.title, self.style.title)
        self._next(self.design.heights.title)
        self._labelled(self.design.head, self.design.heights.head)
        # Hidden, on this sheet: a copy of the sheet in another workbook is still known for what it is.
        self.sheet.set_row(self.row, None, None, {"hidden": True})
        self.sheet.write_string(self.row, 0, self.design.version)
        self._next(0)

    def basics(self) -> None:
        """Write the section of labelled cells."""
        self._heading(self.design.basics.heading, self.design.basics.note)
        for cells in self.design.basics.rows:
            self._labelled(cells, self.design.heights.cell)

    def table(self, table: FormTable, rows: Sequence[FormRow], least: int) -> None:
        """Write a table: heading, header, what is filled in, and rows to fill in."""
        filled = [*rows, *[FormRow({})] * (least - len(rows))]
        heights = [self._height(table, row) for row in filled]
        fixed = self.design.heights
        self._begin(fixed.heading + fixed.note + fixed.header + sum(heights))
        self._heading(table.heading, table.note)
        self._header(table)
        first = self.row
        for row, height in zip(filled, heights, strict=True):
            if height > self.left_on_page:
                self._turn_page()
                self._header(table)  # again, on every page that the table goes on
            self._row(table, row, height)
        for key, column in table.columns.items():
            self._ask(column.at, table.specs[key], column.hint, first, table)
        for at, year in self._year_columns(table):
            self._ask_year(at, year, table, first)

    def sign(self) -> None:
        """Write the places for seal, signature and day."""
        sign, heights = self.design.sign, self.design.heights
        self._begin(heights.heading + heights.seal + heights.head)
        self._heading(sign.heading)
        self.sheet.set_row(self.row, heights.seal)
        for place in (sign.seal, sign.signature):
            self._merge(self.row, *span(place.at), place.label, self.style.required)
            self._merge(self.row, *span(place.value_at), "", self.style.blank)
        self._next(heights.seal)
        self._merge(self.row, *span(sign.pledge.at), sign.pledge.text, self.style.note)
        self._labelled([sign.day], heights.head)
        self.sheet.print_area(0, 0, self.row - 1, self.last)
        self.sheet.set_h_pagebreaks(self.breaks)

    def _heading(self, text: str, note: str = "") -> None:
        self.sheet.set_row(self.row, self.design.heights.heading)
        self._merge(self.row, 0, self.last, text, self.style.heading)
        self._next(self.design.heights.heading)
        if note:
            self.sheet.set_row(self.row, self.design.heights.note)
            self._merge(self.row, 0, self.last, note, self.style.note)
            self._next(self.design.heights.note)

    def _header(self, table: FormTable) -> None:
        self.sheet.set_row(self.row, self.design.heights.header)
        for key, column in table.columns.items():
            spec = table.specs[key]
            first, last = span(column.at)
            style = self.style.required if spec.required else self.style.optional
            self._merge(self.row, first, last, spec.header, style)
        for at, year in self._year_columns(table):
            self.sheet.write_string(self.row, at, f"{year}年", self.style.required)
            comment = {"x_scale": 1.6, "author": ""}
            self.sheet.write_comment(self.row, at, self._year_hint(table), comment)
        self._next(self.design.heights.header)

    def _row(self, table: FormTable, row: FormRow, height: float) -> None:
        self.sheet.set_row(self.row, height)
        look = {"wraps": height > self.design.heights.row}
        for key, column in table.columns.items():
            self._fill(column.at, table.specs[key].type, row.values.get(key), look)
        for at, year in self._year_columns(table):
            self._write(at, "number", row.years.get(year), look)
        self._next(height)

    def _labelled(self, cells: Sequence[Labelled], least: float) -> None:
        both = [(cell, self.content.labelled(cell.of)) for cell in cells]
        lines = max(self._lines(cell.value_at, value) for cell, value in both)
        height = max(least, height_of(lines))
        self.sheet.set_row(self.row, height)
        for cell, value in both:
            style = self.style.required if cell.spec.required else self.style.optional
            self._merge(self.row, *span(cell.at), cell.shown, style)
            self._fill(cell.value_at, cell.spec.type, value, {"beside": True})
            self._ask(cell.value_at, cell.spec, cell.hint, self.row)
        self._next(height)

    def _fill(self, at: str, kind: str, value: Cell, look: Look) -> None:
        """Write an input cell, merged or not, with the value that it already holds."""
        first, last = span(at)
        if last > first:
            self._merge(self.row, first, last, "", self.style.of(kind, **look))
        self._write(first, kind, value, look)

    def _write(self, column: int, kind: str, value: Cell, look: Look) -> None:
        """Write a raw cell by its own type: what is no number stays text in a column of numbers."""
        sheet, row, style = self.sheet, self.row, self.style.of(kind, **look)
        if is_blank(value):
            sheet.write_blank(row, column, None, style)
        elif value == self.design.not_applicable:
            sheet.write_string(row, column, value, self.style.of("dash", **look))
        elif isinstance(value, bool):
            sheet.write_string(row, column, YES_NO[not value], style)
        elif isinstance(value, int | float) and kind not in TEXT_TYPES:
            if not math.isfinite(value):
                raise InputError(_("自查表不能写入{value}。").format(value=value))
            sheet.write_number(row, column, value, style)
        elif isinstance(value, dt.date):
            sheet.write_datetime(row, column, value, self.style.of("date", **look))
        elif sheet.write_string(
            row, column, value if isinstance(value, str) else as_text(value), style
        ):
            message = _("自查表的一个值超过单元格能容纳的字符数：{value}…")
            raise InputError(message.format(value=str(value)[:20]))

    def _ask(
        self,
        at: str,
        spec: LedgerField,
        hint: str | None,
        first: int,
        table: FormTable | None = None,
    ) -> None:
        """Offer the choices of input cells, bound them, and prompt who selects one."""
        choices = choices_of(spec, registry().tables[table.table] if table else None)
        source = self.lists.range_of(choices) if choices else None
        validation = rule(spec, hint or spec.help, source, self.design.years_allowed)
        last = max(first, self.row - 1)
        self.sheet.data_validation(first, span(at)[0], last, span(at)[0], validation)

    def _ask_year(self, column: int, year: int, table: FormTable, first: int) -> None:
        cell, dashes = address(first, column), self.design.not_applicable_typed
        validation = year_rule(f"{year}年", self._year_hint(table), cell, dashes)
        self.sheet.data_validation(first, column, self.row - 1, column, validation)

    def _year_columns(self, table: FormTable) -> list[tuple[int, int]]:
        if table.years is None:
            return []
        return list(enumerate(self.years, span(table.years.start)[0]))

    def _year_hint(self, table: FormTable) -> str:
        return table.years.hint if table.years else ""

    def _height(self, table: FormTable, row: FormRow) -> float:
        cells = [(column.at, row.values.get(key)) for key, column in table.columns.items()]
        lines = max(self._lines(at, value) for at, value in cells)
        return (
            max(self.design.heights.row, height_of(lines)) if lines > 1 else self.design.heights.row
        )

    def _lines(self, at: str, value: Cell) -> int:
        first, last = span(at)
        text = "" if is_blank(value) else as_text(value)
        return lines_of(text, sum(self.widths[first : last + 1]))

    def _merge(self, row: int, first: int, last: int, text: str, style: Any) -> None:
        if last > first:
            self.sheet.merge_range(row, first, row, last, text, style)
        else:
            self.sheet.write_string(row, first, text, style)

    def _begin(self, height: float) -> None:
        """Leave a gap before a section, and begin a new page if it would break on this one."""
        gap = self.design.heights.gap
        if gap + height > self.left_on_page:
            self._turn_page()
        self.sheet.set_row(self.row, gap)
        self._next(gap)

    def _turn_page(self) -> None:
        heights = self.design.heights
        self.breaks.append(self.row)
        self.left_on_page = self.design.page_height - heights.title - heights.head

    def _next(self, height: float) -> None:
        self.row += 1
        self.left_on_page -= height
