"""A proposal: the mapping, what it reads, and what a person must still do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from ...ledger.registry import LedgerField, registry
from ...ledger.values import convert
from ...sheets.cells import as_text, is_blank, mask_personal, quoted
from ...text import _
from ..mapping import Mapping as Layout
from ..mapping import Table
from ..records import Extract, Found, Row
from .compose import Draft
from .knowledge import OWNER

_SHOWN_ROWS = 3
_SHOWN_PROBLEMS = 10
_LONGEST = 40


@dataclass(frozen=True)
class Proposal:
    """What `propose` found.

    Attributes
    ----------
    mapping : Mapping or None
        The mapping, or None where no table was found.
    yaml : str
        The mapping file, with comments; empty without a mapping.
    is_complete : bool
        Whether it can be used as it stands: every required field has a source, the supplier is
        known, and at least one row comes out sound.
    known_as : str
        Id of the mapping that reads the file already; empty where the mapping is a new one.
    notes : list of str
        What to tell of the file as a whole.
    drafts : list of Draft
        The tables, as they were found.
    result : Extract or None
        What the mapping reads from the file.

    """

    mapping: Layout | None
    yaml: str
    is_complete: bool
    known_as: str = ""
    notes: list[str] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
    result: Extract | None = None

    def lines(self) -> list[str]:
        """Return the proposal in sentences, for a terminal."""
        return [_one_line(mask_personal(line)) for line in self._lines()]

    def _lines(self) -> Iterator[str]:
        if self.known_as and self.mapping is not None:
            message = _("已有映射能读这个文件：{title}（{name}），不需要新的映射文件。")
            yield message.format(title=self.mapping.title, name=self.known_as)
        yield from self.notes
        for draft in self.drafts:
            yield from _of_draft(draft)
        if self.result is not None:
            yield from _of_result(self.result)
        if self.mapping is not None and not self.known_as:
            yield (
                _("映射已完整；核对前三行和标“请核对”的各项，无误后把映射文件放进收表文件夹。")
                if self.is_complete
                else _("映射还不完整：补上标“请补”的各项后再用。")
            )


def _one_line(text: str) -> str:
    return "".join(char if char.isprintable() else " " for char in text)


def _header_of(table: str, name: str) -> str:
    """Return what the ledger calls a field, or a part of a mapping."""
    if name == "supplier":
        return _("提供单位")
    if name.startswith("enterprise") and name != "enterprise_id":
        key = name.partition(".")[2]
        spec = registry().tables["enterprises"].fields.get(key)
        kind = registry().tables["identifiers"].fields["kind"].labels.get(key, _("企业"))
        return spec.header if spec is not None else kind
    return registry().tables[table].fields[name].header


def _of_draft(draft: Draft) -> Iterator[str]:
    table = registry().tables[draft.table.target]
    sheets = quoted(block.page.name for block in draft.shape.blocks)
    block = draft.shape.block
    first, last = block.top + 1, block.first
    message = _("工作表{sheets}：表头在第{rows}行，对应台账的“{table}”（{name}）。")
    rows = str(first) if first == last else f"{first}—{last}"
    yield message.format(sheets=sheets, rows=rows, table=table.sheet, name=draft.table.target)
    yield from _sources(draft)
    for name, reason in draft.missing.items():
        message = _("请补：{header}（{name}）：{reason}。")
        yield message.format(header=_header_of(draft.table.target, name), name=name, reason=reason)
    for name, reason in draft.doubts.items():
        message = _("请核对：{header}（{name}）：{reason}。")
        yield message.format(header=_header_of(draft.table.target, name), name=name, reason=reason)
    if draft.unmapped:
        yield _("没有用到的列：{columns}。").format(columns=_("、").join(draft.unmapped))
    if draft.shape.persons:
        message = _("含个人信息，不读取也不保存的列：{columns}。")
        yield message.format(columns=_("、").join(draft.shape.persons))


def _sources(draft: Draft) -> Iterator[str]:
    found = []
    points = draft.assignment.fields
    for name, how in draft.table.fields.items():
        header = registry().tables[draft.table.target].fields[name].header
        if how.column is not None:
            how_sure = _("，{points:.0f}分")
            sure = how_sure.format(points=points[name].points) if name in points else ""
            found.append(f"{header}←{how.column}{sure}")
        elif how.constant is not None:
            found.append(f"{header}={how.constant}")
        elif how.above is not None:
            found.append(_("{header}←标题").format(header=header))
        elif how.sheet_name is not None:
            found.append(_("{header}←工作表名").format(header=header))
    group = draft.assignment.spread
    if draft.table.spread is not None and group is not None:
        header = registry().tables[draft.table.target].fields[draft.table.spread.into].header
        columns = _("、").join(column.whole[0] for column in group.columns[:2])
        more = "……" if len(group.columns) > 2 else ""
        found.append(f"{header}←{columns}{more}")
    if found:
        yield _("对应关系：{pairs}。").format(pairs=_("；").join(found))


def _of_result(result: Extract) -> Iterator[str]:
    tables = registry().tables
    counts: dict[str, int] = {}
    for row in result.rows:
        counts[row.table] = counts.get(row.table, 0) + 1
    shown = _("，").join(
        _("“{sheet}”{count}行").format(sheet=tables[name].sheet, count=count)
        for name, count in counts.items()
    )
    yield _("按这个映射读出：{rows}。").format(rows=shown or _("没有一行"))
    for at, row in enumerate(result.rows[:_SHOWN_ROWS], 1):
        yield _("第{at}行：{values}").format(at=at, values=_("；").join(_cells(row)))
    errors = [one for one in result.problems if one.severity == "error"]
    for problem in errors[:_SHOWN_PROBLEMS]:
        where = f"{problem.sheet}!{problem.cell}" if problem.cell else problem.sheet
        yield f"{where} {problem.text}"


def _cells(row: Row) -> Iterator[str]:
    specs = registry().tables[row.table].fields
    filled = {found.cell for found in row.values.values() if found.cell}
    for key, found in row.subject.items():
        if found.cell in filled:
            continue  # an account names the enterprise, and is a value of its own
        yield _shown(_header_of(row.table, f"enterprise.{key}"), found)
    for name, found in row.values.items():
        if not is_blank(found.value):
            yield _shown(specs[name].header, found)


def _shown(header: str, found: Found) -> str:
    text = as_text(found.value)
    text = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    return f"{header}={text}" + (_("（{cell}）").format(cell=found.cell) if found.cell else "")


def _required_of(table: Table) -> dict[str, LedgerField]:
    """Return the fields of a table that each row must have; whose the row is, is known later."""
    specs = registry().tables[table.target].fields
    return {
        name: spec for name, spec in specs.items() if spec.required and spec.references != OWNER
    }


def has_sound_row(result: Extract) -> bool:
    """Say whether a row has all that the ledger requires, and no cell of it is an error."""
    wrong = {(one.sheet, one.cell) for one in result.problems if one.severity == "error"}
    return any(_is_sound(row, wrong, result.mapping) for row in result.rows)


def _is_sound(row: Row, wrong: set[tuple[str, str]], mapping: Layout) -> bool:
    table = next(one for one in mapping.tables if one.target == row.table)
    if mapping.role == "list" and table.enterprise is not None and not row.subject:
        return False
    cells = [*row.values.values(), *row.subject.values()]
    if any((found.sheet, found.cell) in wrong for found in cells):
        return False
    required = _required_of(table)
    if any(name not in row.values or is_blank(row.values[name].value) for name in required):
        return False
    specs = registry().tables[row.table].fields
    return not any(
        convert(specs[name], [found.value]).faults
        for name, found in row.values.items()
        if not is_blank(found.value) and name != "enterprise_id"
    )
