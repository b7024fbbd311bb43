"""The intake report: a workbook that says what came back, what is missing and what needs a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..ledger import Problem, registry
from ..ledger.template import WRITTEN
from ..text import _
from .entries import Entry
from .returns import Difference

_WIDEST, _NARROWEST = 40, 8
_LINE = 15  # points
_SEVERITIES = {"error": "错误", "warning": "提示", "note": "说明"}


@dataclass(frozen=True)
class Sheet:
    """A sheet of the report: name, headers, rows, and what to do with it."""

    name: str
    headers: tuple[str, ...]
    rows: list[tuple[Any, ...]] = field(default_factory=list)
    hint: str = ""


def returns_sheet(roster: Sequence[Entry], outcomes: Mapping[str, str], files: Files) -> Sheet:
    """Return who returned the form: one row per enterprise of the roster."""
    labels = registry().tables["returns"].fields["outcome"].labels
    rows = [
        (
            *_named(entry),
            labels[outcomes[_id(entry)]],
            "、".join(files.of.get(_id(entry), ())),
            "、".join(files.unused(_id(entry))),
        )
        for entry in roster
    ]
    headers = (
        _("乡镇（街道）"), _("企业编号"), _("企业名称"), _("回收情况"), _("采用的文件"),
        _("像是这家、没有采用的文件"),
    )  # fmt: skip
    return Sheet(_("收表情况"), headers, rows)


def reminders_sheet(roster: Sequence[Entry], outcomes: Mapping[str, str], files: Files) -> Sheet:
    """Return whom to remind, by township: what never came, and what came and can't be read."""
    rows = [
        (*_named(entry), ask)
        for entry in sorted(roster, key=lambda entry: str(entry.values.get("township") or ""))
        if (ask := _ask(_id(entry), outcomes[_id(entry)], files))
    ]
    headers = (_("乡镇（街道）"), _("企业编号"), _("企业名称"), _("事项"))
    return Sheet(_("催报名单"), headers, rows)


def _ask(enterprise: str, outcome: str, files: Files) -> str:
    """Return what to ask of an enterprise; nothing where its return is in use."""
    if enterprise in files.undecided:
        message = _("已交几份（{files}），分不出先后：请企业说明以哪份为准")
        return message.format(files="、".join(files.undecided[enterprise]))
    if outcome == "missing":
        return _("催交自查表")
    if outcome != "unreadable":
        return ""
    if enterprise in files.waiting:
        message = _("不用催：交来的{files}像是这家，先在匹配确认工作簿里确认")
        return message.format(files="、".join(files.waiting[enterprise]))
    return _("请改用自查表模板重交")


@dataclass(frozen=True)
class Files:
    """Which files are whose.

    Attributes
    ----------
    of : mapping of str to sequence of str
        Those in use.
    perhaps : mapping of str to sequence of str
        Unread ones that look like theirs by the name of the file.
    undecided : mapping of str to sequence of str
        Versions of which nobody knows the newest.
    waiting : mapping of str to sequence of str
        Those that a person has yet to confirm as theirs.

    """

    of: Mapping[str, Sequence[str]]
    perhaps: Mapping[str, Sequence[str]]
    undecided: Mapping[str, Sequence[str]] = field(default_factory=dict)
    waiting: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def unused(self, enterprise: str) -> list[str]:
        """Return the files that came from an enterprise, as it seems, and are not in use."""
        held = (self.undecided, self.waiting, self.perhaps)
        return [file for files in held for file in files.get(enterprise, ())]


def differences_sheet(differences: Sequence[Difference]) -> Sheet:
    """Return what resubmissions changed."""
    tables = registry().tables
    rows = [
        (
            one.enterprise_id,
            tables[one.table].sheet,
            one.record,
            tables[one.table].fields[one.field].header,
            one.before,
            one.after,
            one.older,
            one.newer,
        )
        for one in differences
    ]
    headers = (
        _("企业编号"), _("表"), _("主键"), _("列名"), _("原报"), _("新报"), _("原文件"), _("采用的文件"),
    )  # fmt: skip
    return Sheet(_("重报差异"), headers, rows)


def unread_sheet(problems: Sequence[Problem]) -> Sheet:
    """Return the files that were not read, and what to ask for."""
    rows = [(one.file, one.message, one.remedy) for one in problems]
    return Sheet(_("未读取的文件"), (_("文件"), _("原因"), _("怎么办")), rows)


def problems_sheet(problems: Sequence[Problem]) -> Sheet:
    """Return every problem with the file, sheet and cell that it is about."""
    rows = [
        (
            _(_SEVERITIES[one.severity]),
            one.file,
            one.sheet,
            one.cell,
            one.value,
            one.message,
            one.remedy,
            one.code,
        )
        for one in problems
    ]
    headers = (
        _("程度"), _("文件"), _("工作表"), _("单元格"), _("现值"), _("问题"), _("怎么改"), _("代码"),
    )  # fmt: skip
    return Sheet(_("问题清单"), headers, rows)


def _id(entry: Entry) -> str:
    return str(entry.values["enterprise_id"])


def _named(entry: Entry) -> tuple[Any, ...]:
    values = entry.values
    return values.get("township") or "", values["enterprise_id"], values.get("name") or ""


def write_report(path: Path, summary: Sequence[str], sheets: Sequence[Sheet]) -> None:
    """Write the report as a workbook; text of a file never becomes a formula or a link."""
    import xlsxwriter

    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(path), options) as workbook:
        workbook.set_properties({"title": _("收表报告"), "created": WRITTEN})
        plain = workbook.add_format({"font_name": "宋体", "text_wrap": True, "valign": "top"})
        head = workbook.add_format(
            {
                "font_name": "宋体",
                "bold": True,
                "border": 1,
                "bg_color": "#E7EDF3",
                "text_wrap": True,
            }
        )
        front = workbook.add_worksheet(_("概况"))
        front.set_column(0, 0, 100)
        for row, line in enumerate(summary):
            front.write_string(row, 0, line, plain)
        for sheet in sheets:
            _write_sheet(workbook.add_worksheet(sheet.name), sheet, head, plain)


def _write_sheet(target: Any, sheet: Sheet, head: Any, plain: Any) -> None:
    target.freeze_panes(1, 0)
    target.set_landscape()
    target.set_paper(9)
    target.fit_to_pages(1, 0)
    target.repeat_rows(0)
    target.set_header("&C&A")
    target.set_footer("&C&P/&N")
    widths = []
    for column, header in enumerate(sheet.headers):
        longest = max((_width(row[column]) for row in sheet.rows), default=0)
        widths.append(min(max(longest, _width(header), _NARROWEST), _WIDEST))
        target.set_column(column, column, widths[column])
        target.write_string(0, column, header, head)
    for number, row in enumerate(sheet.rows, 1):
        # Not every program makes room for lines that are broken.
        lines = max(-(-_width(value) // width) for value, width in zip(row, widths, strict=True))
        target.set_row(number, _LINE * lines)
        for column, value in enumerate(row):
            target.write_string(number, column, str(value), plain)
    if sheet.rows:
        target.autofilter(0, 0, len(sheet.rows), len(sheet.headers) - 1)


def _width(value: Any) -> int:
    """Return the width of a text in digits; a Chinese character is as wide as two."""
    return 2 + sum(1 if char.isascii() else 2 for char in str(value))
