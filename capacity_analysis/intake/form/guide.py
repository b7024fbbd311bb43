"""The sheet of the self-check form that says how to fill it in."""

from __future__ import annotations

from typing import Any

from .design import FormDesign
from .style import Style, height_of, lines_of

_NUMBER, _WIDTH = 5, 80


def write_guide(workbook: Any, design: FormDesign, style: Style) -> None:
    """Write the sheet of instructions, one page upright."""
    sheet = workbook.add_worksheet(design.guide_sheet)
    sheet.set_column(0, 0, _NUMBER, style.bare)
    sheet.set_column(1, 1, _WIDTH, style.bare)
    sheet.set_paper(9)  # A4
    sheet.set_margins(left=0.6, right=0.6, top=0.7, bottom=0.7)
    sheet.fit_to_pages(1, 0)
    sheet.hide_gridlines(2)
    sheet.set_footer(design.footer.format(version=design.version))
    sheet.protect("")
    sheet.set_row(0, design.heights.title)
    sheet.merge_range(0, 0, 0, 1, design.guide.title, style.title)
    row = 1
    for section in design.guide.sections:
        sheet.set_row(row, design.heights.heading)
        sheet.merge_range(row, 0, row, 1, section.heading, style.heading)
        row += 1
        for number, rule in enumerate(section.rules, 1):
            sheet.set_row(row, height_of(lines_of(rule, _WIDTH)))
            sheet.write_string(row, 0, f"{number}.", style.rule_number)
            sheet.write_string(row, 1, rule, style.rule)
            row += 1
    sheet.print_area(0, 0, row - 1, 1)
