"""The sheet that lists all problems, each with a link to its cell. Every text is a text, never a formula."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from html import escape
from pathlib import Path

from ...text import LANGUAGES, _, current_language, language
from ..kinds import Severity
from ..problems import Problem
from ..registry import RESULTS_SHEET
from .sheet_part import place
from .styles import Styles
from .xml import MAIN, broken, writable

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")
_WIDTHS = (8, 14, 10, 24, 46, 46, 24)
_MOST_LINKS = 65_530  # of a sheet, by Excel's own specification
_LONGEST = 32_767
_HEAD = (
    f'<worksheet xmlns="{MAIN}"><sheetPr><tabColor rgb="FFC00000"/><pageSetUpPr fitToPage="1"/></sheetPr>'
    '<dimension ref="A1:G{last}"/><sheetViews><sheetView workbookViewId="0">'
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    '<selection pane="bottomLeft" activeCell="A2" sqref="A2"/></sheetView></sheetViews>'
    '<sheetFormatPr defaultRowHeight="15"/><cols>{columns}</cols><sheetData>'
)
_TAIL = (
    '<autoFilter ref="A1:G{last}"/>{links}'
    '<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
    '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>'
)


def label(severity: Severity) -> str:
    """Return the word for a severity, as the command line prints it."""
    return {"error": _("错误"), "warning": _("提示"), "note": _("说明")}[severity]


def in_order(problems: Sequence[Problem], sheets: Sequence[str]) -> list[Problem]:
    """Return the problems as a person walks through the workbook: the errors first, row by row.

    Parameters
    ----------
    problems : sequence of Problem
        In any order.
    sheets : sequence of str
        The sheets of the workbook in their order; problems of other sheets come behind.

    """
    position = {name: at for at, name in enumerate(sheets)}
    rank = {severity: at for at, severity in enumerate(SEVERITIES)}

    def key(found: Problem) -> tuple[int, int, int, int]:
        row, column = place(found.cell) or (0, 0)
        return rank[found.severity], position.get(found.sheet, len(position)), row, column

    return sorted(problems, key=key)


def results_sheet(
    problems: Sequence[Problem], sheets: Collection[str], styles: Styles, remark: str = ""
) -> bytes:
    """Return the part of the sheet that lists problems.

    Parameters
    ----------
    problems : sequence of Problem
        In the order of the list.
    sheets : collection of str
        The workbook's sheets; only cells of these are linked.
    styles : Styles
        The workbook's formats, to which the list's own are added.
    remark : str
        What is said of the annotation itself, in the first line.

    """
    plain, link = styles.plain(), styles.plain(link=True)
    filled = {severity: styles.plain(fill=severity) for severity in SEVERITIES}
    headers = _headers(current_language())
    lines = [_line(1, headers, [styles.plain(bold=True)] * len(headers))]
    if remark:
        cells = [label("note"), "", "", "", remark, "", ""]
        lines.append(_line(2, cells, [filled["note"], *[plain] * 6]))
    links: list[str] = []
    for row, found in enumerate(problems, len(lines) + 1):
        target = _target(found, sheets) if len(links) < _MOST_LINKS else ""
        if target:
            links.append(f'<hyperlink ref="C{row}" location="{_xml(target)}"/>')
        looks = [filled[found.severity], plain, link if target else plain, *[plain] * 4]
        lines.append(_line(row, _words(found), looks))
    widths = "".join(
        f'<col min="{at}" max="{at}" width="{width}" customWidth="1"/>'
        for at, width in enumerate(_WIDTHS, 1)
    )
    linked = f"<hyperlinks>{''.join(links)}</hyperlinks>" if links else ""
    last = max(len(lines), 1)
    head = _HEAD.format(last=last, columns=widths)
    tail = _TAIL.format(last=last, links=linked)
    return f"{head}{''.join(lines)}</sheetData>{tail}".encode()


def is_results_sheet(path: Path) -> bool:
    """Say whether the sheet of this name in a workbook was written here, and so may be replaced."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        with CalamineWorkbook.from_path(str(path)) as workbook:
            rows = workbook.get_sheet_by_name(RESULTS_SHEET).to_python(nrows=1)
    except (CalamineError, OSError, ValueError) as error:
        raise broken(str(error)) from error
    words = [str(cell) for cell in rows[0]] if rows else []
    return any(words[: len(_WIDTHS)] == _headers(code) for code in LANGUAGES)


def _headers(code: str) -> list[str]:
    with language(code):
        return [_("程度"), _("工作表"), _("单元格"), _("现值"), _("问题"), _("怎么改"), _("代码")]


def _words(found: Problem) -> list[str]:
    return [label(found.severity), found.sheet, found.cell, found.value, found.message,
            found.remedy, found.code]  # fmt: skip


def _line(row: int, words: Sequence[str], styles: Sequence[int]) -> str:
    cells = "".join(
        f'<c r="{letter}{row}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{_xml(word)}</t></is></c>'
        if word
        else f'<c r="{letter}{row}" s="{style}"/>'
        for letter, word, style in zip("ABCDEFG", words, styles, strict=True)
    )
    return f'<row r="{row}">{cells}</row>'


def _target(found: Problem, sheets: Collection[str]) -> str:
    """Return the place that a link leads to; an empty text for a problem without a cell."""
    if found.sheet not in sheets or not found.cell:
        return ""
    cell = found.cell if place(found.cell) else "A1"
    return "'{sheet}'!{cell}".format(sheet=found.sheet.replace("'", "''"), cell=cell)


def _xml(text: str) -> str:
    return escape(writable(text[:_LONGEST]))
