"""Propose a mapping for a department's list, or a sheet of a returned form, of unknown shape.

Everything proposed rests on the headers, the values below them and the words around them; what is not
certain is said, and a person decides. The proposal is tried on the file itself before it is shown.
"""

from __future__ import annotations

import glob
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from ...campaign import SELF_CHECK, Campaign
from ...errors import InputError, UsageError
from ...ledger.problems import problem
from ...ledger.registry import fold, registry
from ...sheets.cells import mask_personal, quoted
from ...sheets.files import FileDefect, open_sheets
from ...sheets.grid import Grid
from ...text import _
from ..layout.extract import extract
from ..layout.page import Page
from ..layout.recognise import fitting, recognise
from ..mapping import Form, Recognise, Subject, Table, read_mappings
from ..mapping import Mapping as Layout
from .assign import Assigner
from .compose import Composer, Draft
from .context import is_aggregate, subject_labels
from .indicators import for_indicators
from .knowledge import Knowledge
from .labels import telling_labels
from .render import render
from .review import Proposal, has_sound_row
from .shapes import Shape, shapes_of
from .suppliers import UNKNOWN, Supplier, found_supplier, told_supplier

__all__ = ["Proposal", "propose"]

# Problems of a file that has not the shape of a mapping after all.
_OF_SHAPE = {
    "table_not_found", "header_missing", "header_repeated", "context_missing", "spread_missing",
}  # fmt: skip
Role = Literal["return", "list", "roster"]
_RETURNED = ("lines", "production", "energy")
# What a further table of another kind must score, lest a sheet of notes be taken for one.
_LEAST_OF_ANOTHER = 4.0
_LONGEST_TITLE = 60


def propose(
    file: Path,
    campaign: Campaign,
    *,
    table: str | None = None,
    supplier: str | None = None,
    mappings: Sequence[Layout] | None = None,
    mapping_id: str | None = None,
) -> Proposal:
    """Propose a mapping for a file.

    Parameters
    ----------
    file : Path
        The list, or a sheet of a returned form.
    campaign : Campaign
        Names the departments.
    table : str, optional
        Table of the ledger that the list belongs to, by its id or the name of its sheet.
    supplier : str, optional
        Department that the list comes from, by its id or a name.
    mappings : sequence of Mapping, optional
        Mappings that are known; the packaged ones unless given.
    mapping_id : str, optional
        Id of the mapping, which must be the name of its file; made up unless given.

    Raises
    ------
    InputError
        If the file can't be read.
    UsageError
        If there is no such table or supplier, or the id can't be one.

    """
    told = _table_named(table) if table else None
    given = told_supplier(supplier, campaign) if supplier else None
    known = read_mappings() if mappings is None else list(mappings)
    try:
        grids = open_sheets(file).grids
    except FileDefect as defect:
        found = problem(defect.code, file.name, value=defect.value, sheet=defect.sheet)
        raise InputError(f"{file.name}：{found.message}{found.remedy}") from defect
    wizard = _Wizard(file, grids, campaign, known, told, given)
    return wizard.already_read(mapping_id) or wizard.propose(mapping_id)


def _table_named(name: str) -> str:
    tables = {key: one for key, one in registry().tables.items() if not one.made}
    for key, one in tables.items():
        if fold(name) in (key, fold(one.sheet)):
            return key
    each = _("{one}（{other}）")
    known = [each.format(one=key, other=one.sheet) for key, one in tables.items()]
    message = _("台账没有“{name}”这张表；可选：{known}。")
    raise UsageError(message.format(name=name, known=_("、").join(known)))


@dataclass(frozen=True)
class _Wizard:
    """What there is to go by: the file, what is known, and what the user has told."""

    file: Path
    grids: Mapping[str, Grid]
    campaign: Campaign
    mappings: Sequence[Layout]
    table: str | None
    given: Supplier | None

    @cached_property
    def pages(self) -> list[Page]:
        return [Page(grid) for grid in self.grids.values() if grid.rows]

    @cached_property
    def known(self) -> Knowledge:
        return Knowledge.of(self.mappings)

    def already_read(self, mapping_id: str | None) -> Proposal | None:
        """Return the mapping that reads the file as it is, or None."""
        found = recognise(self.grids, self.mappings)
        if found is None or (self.table and self.table not in {one.target for one in found.tables}):
            return None
        if self.given is not None and self.given.id != found.supplier:
            return None
        result = extract(self.file.name, self.grids, found)
        if not result.rows or any(one.code in _OF_SHAPE for one in result.problems):
            return None
        if mapping_id is not None and mapping_id != found.id:
            message = _("已有映射“{title}”能读这个文件；要改写它，文件名须为{name}.yaml。")
            raise UsageError(message.format(title=found.title, name=found.id))
        head = [
            _("{title}：从已有映射{name}抄录，可按本县的表改写。").format(
                title=found.title, name=found.id
            )
        ]
        return Proposal(found, render(found, head), True, known_as=found.id, result=result)

    def propose(self, mapping_id: str | None) -> Proposal:
        """Return a new mapping, tried on the file."""
        shapes = shapes_of(self.pages, self.known, is_told=self.table is not None)
        supplier = self.given or found_supplier(self._texts(shapes), self.campaign)
        drafts = self._drafts(shapes, supplier)
        if not drafts:
            return Proposal(None, "", False, notes=[self._why_none()])
        if not _is_list(drafts[0].table) and drafts[0].table.target != "enterprises":
            supplier = Supplier(SELF_CHECK, _("企业"))
            if self._form() == Form(subject=Subject()):
                drafts[0].missing["enterprise"] = _("表上没有“企业名称”这样的一格")
        mapping = self._mapping(drafts, supplier, self._id(mapping_id, drafts, supplier))
        mapping = self._told_apart(mapping, drafts)
        result = extract(self.file.name, self.grids, mapping)
        is_complete = (
            bool(supplier.id)
            and not any(draft.missing for draft in drafts)
            and has_sound_row(result)
        )
        notes = self._notes(shapes, drafts, supplier, mapping)
        comments = [_comments(draft) for draft in drafts]
        if not supplier.id:
            comments[0]["supplier"] = [_("请补：提供单位在行动方案中的代号")]
        head = [
            _("由 capacity-analysis map 按“{file}”提出，核对后使用。").format(file=self.file.name)
        ]
        text = render(mapping, head, comments)
        return Proposal(mapping, text, is_complete, notes=notes, drafts=drafts, result=result)

    def _why_none(self) -> str:
        if not self.pages:
            return _("文件里没有数据。")
        return _(
            "没有找到能对应台账的表头：用--table指明对应哪张表；表头须是一行列名，例如“企业名称”“日期”。"
        )

    def _texts(self, shapes: Sequence[Shape]) -> list[str]:
        """Return the texts that may name the supplier: title, footer and file name."""
        found = [self.file.stem]
        for shape in shapes:
            found += [*shape.above, *shape.below]
            found += [block.page.name for block in shape.blocks]
        return found

    def _drafts(self, shapes: Sequence[Shape], supplier: Supplier) -> list[Draft]:
        only = self.table
        if supplier.is_statistics:
            if only is not None and not is_aggregate(only):
                raise UsageError(
                    _("统计部门的资料只作合计，只能对应“{sheet}”。").format(
                        sheet=registry().tables["statistics"].sheet
                    )
                )
            only = "statistics"
        drafts: list[Draft] = []
        for shape in shapes:
            for draft in self._drafts_of(shape, supplier, only):
                if not drafts or self._goes_with(draft, drafts[0]):
                    drafts.append(draft)
        return _in_own_sheets(drafts)

    def _drafts_of(self, shape: Shape, supplier: Supplier, only: str | None) -> list[Draft]:
        sheets = [block.page.name for block in shape.blocks]
        context = [*shape.above, *map(fold, sheets), fold(self.file.stem)]
        assigner = Assigner(shape, self.known, context)
        best = next(iter(assigner.best(only)), None)
        if best is None:
            return []
        in_rows = bool(best.subject) or best.table not in _RETURNED
        draft = Composer(assigner, best, self.known, supplier).compose(
            is_list=in_rows and best.table != "enterprises"
        )
        return for_indicators(draft) if best.table == "statistics" else [draft]

    def _goes_with(self, draft: Draft, first: Draft) -> bool:
        """Say whether one mapping can hold both tables."""
        one, other = draft.table, first.table
        if one.target != other.target and draft.assignment.points < _LEAST_OF_ANOTHER:
            return False
        return (
            (one.enterprise is None) == (other.enterprise is None)
            and is_aggregate(one.target) == is_aggregate(other.target)
            and (one.target == "enterprises") == (other.target == "enterprises")
        )

    def _id(self, given: str | None, drafts: Sequence[Draft], supplier: Supplier) -> str:
        if given is not None:
            return given
        parts = (drafts[0].table.target, supplier.id)
        stem = "-".join(dict.fromkeys(part.replace("_", "-").lower() for part in parts if part))
        taken = {one.id for one in self.mappings}
        at, found = 2, stem
        while found in taken:
            found, at = f"{stem}-{at}", at + 1
        return found

    def _mapping(self, drafts: Sequence[Draft], supplier: Supplier, mapping_id: str) -> Layout:
        from pydantic import ValidationError

        target = drafts[0].table.target
        others: Role = "roster" if target == "enterprises" else "return"
        role: Role = "list" if _is_list(drafts[0].table) else others
        labels, usual = telling_labels(drafts[0])
        title = mask_personal(drafts[0].shape.title)[:_LONGEST_TITLE] or self.file.stem
        given: dict[str, Any] = {"form": self._form()} if role == "return" else {}
        try:
            return Layout(
                id=mapping_id,
                title=_printable(title) or mapping_id,
                role=role,
                supplier=supplier.id or UNKNOWN,
                permitted_use="aggregate" if is_aggregate(target) else "decide",
                recognise=Recognise(labels=labels[:usual]),
                tables=tuple(draft.table for draft in drafts),
                **given,
            )
        except ValidationError as error:
            message = _("“{name}”不能作映射的id：只用小写字母、数字和连字符。")
            raise UsageError(message.format(name=mapping_id)) from error

    def _form(self) -> Form:
        labels = {
            key: next(iter(subject_labels(self.pages, self.known.subject[key])), None)
            for key in ("uscc", "name")
        }
        return Form(subject=Subject(**labels))

    def _told_apart(self, mapping: Layout, drafts: Sequence[Draft]) -> Layout:
        """Add labels until the mapping is told from the others that the file fits."""
        every, usual = telling_labels(drafts[0])
        for size in range(usual, len(every) + 1):
            told = mapping.model_copy(update={"recognise": Recognise(labels=every[:size])})
            if fitting(self.grids, [*self.mappings, told]) == [told]:
                return told
        return mapping

    def _notes(
        self, shapes: Sequence[Shape], drafts: Sequence[Draft], supplier: Supplier, mapping: Layout
    ) -> list[str]:
        notes = []
        if supplier.id:
            notes.append(_("提供单位：{name}（{id}）。").format(name=supplier.name, id=supplier.id))
        else:
            each = _("{one}（{other}）")
            known = [
                each.format(one=one.name, other=key)
                for key, one in self.campaign.departments.items()
            ]
            message = _("请补：提供单位，用--supplier指明：{known}。")
            notes.append(message.format(known=_("、").join(known)))
        if is_aggregate(drafts[0].table.target):
            notes.append(_("统计部门的资料只作合计，不作判定依据，也不按企业出现。"))
        read = {id(draft.shape) for draft in drafts}
        for shape in shapes:
            if id(shape) not in read:
                sheets = quoted(block.page.name for block in shape.blocks)
                notes.append(_("工作表{sheets}没有对应的表，没有读取。").format(sheets=sheets))
        if fitting(self.grids, [*self.mappings, mapping]) != [mapping]:
            notes.append(_("请补：recognise.labels里只有这种表才有的文字，否则与已有映射分不清。"))
        return notes


def _is_list(table: Table) -> bool:
    """Say whether rows tell whose they are, or are of no enterprise."""
    named = "enterprise_id" in registry().tables[table.target].fields
    return table.enterprise is not None or not named


def _in_own_sheets(drafts: Sequence[Draft]) -> list[Draft]:
    """Keep tables with different headers to the sheets that they were found in."""
    if len({id(draft.shape) for draft in drafts}) < 2:
        return list(drafts)
    found = []
    for draft in drafts:
        sheets = tuple(glob.escape(block.page.name) for block in draft.shape.blocks)
        found.append(replace(draft, table=draft.table.model_copy(update={"sheets": sheets})))
    return found


def _comments(draft: Draft) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, text in draft.missing.items():
        found.setdefault(name, []).append(_("请补：{reason}").format(reason=text))
    for name, text in draft.doubts.items():
        found.setdefault(name, []).append(_("请核对：{reason}").format(reason=text))
    return found


def _printable(text: str) -> str:
    return "".join(char for char in text if char.isprintable()).strip()
