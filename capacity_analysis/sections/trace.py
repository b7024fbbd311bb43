"""数据来源与计算方法: how each number is made, and the cells it came from."""

from __future__ import annotations

from string import ascii_uppercase
from typing import Any

import pandas as pd

from .. import vocabulary
from ..ledger import outcomes
from ..text import _
from ..vocabulary import unit_name
from .blocks import Block, Column, Inline, Section, paragraph, section, table
from .calculations import allocations, definitions, reconciliation
from .heading import heading
from .line_cells import converted
from .numbers import listed, number, quantity, reported_unit, trimmed
from .view import IndustryView, records

TABLE = "table-trace"


def trace(view: IndustryView) -> Section:
    """Return the method in words, and for each line its cells, amounts and coefficients."""
    blocks: list[Block] = [heading("trace"), paragraph(_method()), paragraph(_comparison())]
    if view.assessment.warnings:
        blocks.append(
            paragraph(
                _("台账全表另有{count}处提示需要复核，以台账检查清单为准。").format(
                    count=view.assessment.warnings
                )
            )
        )
    if not view.traced.empty:
        blocks += [_cells(view), definitions(view)]
    if not view.allocated.empty:
        blocks.append(allocations(view))
    return section(*blocks, *reconciliation(view))


def _method() -> str:
    return _(
        "单位产品综合能耗＝（消费的各种能源实物量×折标准煤系数之和－向边界外供出和回收外用的"
        "能源折标准煤）÷合格品产量；电力按当量值折算。边界内回收自用的能源不重复扣减。"
        "以电耗为指标的产品，直接用净用电量除以产量。各产品计入哪些能源、产量按什么基准，以计算口径表为准。"
    )


def _comparison() -> str:
    return _(
        "单位能耗不高于标杆水平为标杆，不高于基准水平为达标，高于基准水平为低于基准。"
        "差距取差值，不取比值。评定年度为评定日前最近一个完整年度；试生产、改造后验收期和"
        "不满全年的数据不评定。缺的数据不按零计算。"
    )


def _cells(view: IndustryView) -> Block:
    columns = [
        Column(_("序号"), "right", 0.6),
        Column(_("产量（单元格）"), width=1.7),
        Column(_("能源：实物量×系数（单元格）"), width=5.4),
        Column(_("折标准煤（吨）"), "right", 1.3),
    ]
    terms = view.assessment["terms"]
    of_year = terms[terms["year"] == view.assessment.year]
    by_line = dict(iter(of_year.groupby("line_code")))
    known = _Cells(view)
    rows: list[list[Inline]] = []
    conversions = {row.line_code: row for row in records(converted(view))}
    for line in records(view.traced):
        rows.append(
            [
                str(line.rank),
                _output(view, line, conversions.get(line.line_code), known),
                _("；").join(_term(term, known) for term in records(by_line[line.line_code])),
                number(line.energy_tce, 1),
            ]
        )
    caption = _("{year}年各生产线数据的来源单元格").format(year=view.assessment.year)
    used = of_year[of_year["line_code"].isin(view.traced["line_code"])]
    notes = [_coefficients(used), *_kinds_of_terms(used), *known.notes()]
    return table(TABLE, caption, columns, rows, notes)


def _output(view: IndustryView, line: Any, conversion: Any, known: _Cells) -> str:
    """Return the output with its cells, and how it came onto the basis of its standard."""
    # Four decimals: of what is reported in 万吨, no digit is lost on the way to the page.
    output = quantity(line.output_quantity, view.output_unit(line.product_id), 4)
    if conversion is None:
        return _("{output}（{cells}）").format(output=output, cells=known.told(line.output_cells))
    reported = f"{trimmed(conversion.output, 6)}{reported_unit(str(conversion.output_unit))}"
    cells = known.told(line.output_cells)
    if pd.isna(conversion.content):
        return _("{reported}（{cells}）折{output}").format(
            reported=reported, cells=cells, output=output
        )
    return _("{reported}（{cells}），含量{content}（{content_cell}），折{output}").format(
        reported=reported, cells=cells, content=trimmed(conversion.content, 4),
        content_cell=conversion.content_cell, output=output,
    )  # fmt: skip


class _Cells:
    """Tells cells with what is known of them: that they were corrected, and where they came from."""

    def __init__(self, view: IndustryView):
        applied = view.corrections[view.corrections["outcome"] == outcomes.APPLIED]
        # A number is another one with another unit: any corrected cell marks its row.
        self.corrected = set(applied["place"].map(_row))
        origins = view.assessment["origins"]
        self.origins = dict(zip(origins["cell"], origins["origin"], strict=True))
        self.marked = self.traced = False

    def told(self, cells: str) -> str:
        """Return cells, each with its mark and its origin."""
        return listed(map(self._told, cells.split("、")))

    def _told(self, cell: str) -> str:
        text = cell
        if cell in self.origins:
            self.traced = True
            text += _("←{origin}").format(origin=self.origins[cell])
        if _row(cell) in self.corrected:
            self.marked = True
            text += _("［已更正］")
        return text

    def notes(self) -> list[str]:
        """Return what the marks used so far mean."""
        notes = []
        if self.traced:
            notes.append(_("←后为该数值出自的文件、工作表和单元格。"))
        if self.marked:
            notes.append(_("标“已更正”的，该行有数据已按“更正”表更正。"))
        return notes


def _row(cell: str) -> str:
    """Return sheet and row of a cell such as 能源!F12."""
    sheet, _mark, address = cell.rpartition("!")
    return f"{sheet}!{address.lstrip(ascii_uppercase)}"


def _term(term: Any, known: _Cells) -> str:
    flow = {"exported": _("外供"), "recovered_outside": _("回收外用")}.get(str(term.flow), "")
    purpose = {"feedstock": _("（原料）"), "main_process": _("（主要工序）")}
    shared = _("［分摊］") if term.allocated else ""
    heat = ""
    if term.measured_ncv:
        heat = _("［实测热值{value}］").format(value=trimmed(term.ncv_kj, 2))
    return _("{carrier}{flow}{sign}{amount}{unit}×{coefficient}（{cell}）").format(
        carrier=vocabulary.carrier_name(str(term.carrier)) + purpose.get(str(term.purpose), ""),
        flow=flow,
        sign="" if term.flow == "consumed" else "−",
        amount=trimmed(term.amount, 6),
        unit=f"{reported_unit(str(term.amount_unit))}{shared}",
        coefficient=f"{trimmed(term.coefficient, 5)}{heat}",
        cell=known.told(term.source_cell),
    )


def _coefficients(used: pd.DataFrame) -> str:
    """Return the unit of every coefficient in the table."""
    template = _("{carrier}{coefficient}{unit}")
    by_default = used[~used["measured_ncv"].astype(bool)].drop_duplicates("carrier")
    parts = [
        template.format(
            carrier=vocabulary.carrier_name(str(term.carrier)),
            coefficient=trimmed(term.coefficient, 5),
            unit=unit_name(f"kgce/{vocabulary.carriers()[str(term.carrier)].base_unit}"),
        )
        for term in records(by_default)
    ]
    return _("折标准煤系数：{parts}。序号与能效差距表相同。").format(parts=listed(parts))


def _kinds_of_terms(used: pd.DataFrame) -> list[str]:
    """Return what the marks on energy rows mean, where they occur."""
    notes = []
    if used["allocated"].any():
        notes.append(_("［分摊］ 按企业或工序计量的实物量分到该线的部分，见分摊表。"))
    if used["measured_ncv"].any():
        rows = used.loc[used["measured_ncv"].astype(bool), "coefficient_row"].astype("str").unique()
        text = _("［实测热值］ 系数＝低位热值（千焦/千克或千焦/立方米）×标准煤的折算值（{rows}）。")
        notes.append(text.format(rows=listed(rows)))
    return notes
