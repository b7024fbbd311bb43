"""依据标准与待核条款: the documents in force, the rows used, and what is still to be checked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pandas as pd

from .. import vocabulary
from ..assessment import DocumentInUse
from ..standards import Confidence
from ..text import _
from ..vocabulary import unit_name
from .blocks import Block, Column, Inline, Section, paragraph, section, table
from .heading import heading
from .labels import confidence_label, indicator_label
from .numbers import day, listed, trimmed
from .rules import rules
from .unchecked import Unchecked, corrections_in_use, in_use, product_and_process, unchecked
from .view import IndustryView, records

DOCUMENT_TABLE = "table-documents"
ROW_TABLE = "table-rows"
LIMIT_TABLE = "table-limit-rows"
CORRECTION_TABLE = "table-limit-corrections"
FACTOR_TABLE = "table-factors"
REVIEW_TABLE = "table-review"


def basis(view: IndustryView) -> Section:
    """Return documents, rows and the list of what is to be checked (待核)."""
    blocks: list[Block] = [heading("basis"), _documents(view)]
    blocks += [paragraph(absence) for absence in view.assessment.absences]
    levels = in_use(view.assessment["levels"], view.running)
    limits = in_use(view.assessment["limit_levels"], view.limits)
    if not levels.empty:
        blocks.append(_levels_table(levels))
    if not limits.empty:
        blocks.append(_limits_table(limits))
    blocks += [*_corrections(view), *_factors(view), *rules(view)]
    weak = unchecked(view)
    if weak:
        blocks.append(_review_table(view, weak))
    caution = _("本简报是处置建议的依据材料，不构成法律意见；决定由有权机关依法定程序作出。")
    marks = [mark for rows in (levels, limits) if len(rows) for mark in rows["confidence"]]
    if any(mark != Confidence.VERIFIED for mark in marks):
        caution += _("未标“已核实”的数值未见官方附表原文，用于处置决定前须逐行核对。")
    return section(*blocks, paragraph(caution))


def _documents(view: IndustryView) -> Block:
    columns = [
        Column(_("文件"), width=4),
        Column(_("文号"), width=2),
        Column(_("施行（可信程度）"), width=2.1),
        Column(_("有效至（可信程度）"), width=2.1),
    ]
    rows: list[list[Inline]] = [
        [
            used.title,
            used.number,
            _dated(used.in_force, used.dates_confidence),
            _dated(used.in_force_until, used.until_confidence),
        ]
        for used in _documents_in_use(view)
    ]
    caption = _("评定日{as_of}有效的依据文件").format(as_of=day(view.assessment.as_of))
    return table(DOCUMENT_TABLE, caption, columns, rows)


def _dated(date: str, confidence: str) -> str:
    """Return a date with how far it can be trusted; no date means that the document still holds."""
    if not date:
        return _("现行")
    text = day(dt.date.fromisoformat(date))
    if not confidence:
        return text
    return _("{day}（{confidence}）").format(day=text, confidence=confidence_label(confidence))


def _documents_in_use(view: IndustryView) -> list[DocumentInUse]:
    """Return the documents that this industry rests on: of the limits only those of its products."""
    limits = set(view.limits["document_id"].dropna())
    return [
        used
        for used in view.assessment.documents
        if used.purpose != "energy_limits" or used.id in limits
    ]


def _levels_table(levels: pd.DataFrame) -> Block:
    columns = [
        Column(_("行号"), width=1.4),
        Column(_("产品与工艺"), width=2.8),
        Column(_("指标"), width=1.8),
        Column(_("标杆"), "right", 0.9),
        Column(_("基准"), "right", 0.9),
        Column(_("单位"), width=1.8),
        Column(_("可信程度"), width=1.6),
    ]
    rows: list[list[Inline]] = [
        [
            row.row_id,
            product_and_process(row),
            row.indicator_zh,
            trimmed(row.advanced, 2),
            trimmed(row.baseline, 2),
            unit_name(row.unit),
            confidence_label(row.confidence),
        ]
        for row in records(levels)
    ]
    return table(ROW_TABLE, _("所用标杆水平和基准水平"), columns, rows)


def _limits_table(limits: pd.DataFrame) -> Block:
    columns = [
        Column(_("行号"), width=1.7),
        Column(_("产品与工艺"), width=2.6),
        Column(_("指标"), width=1.6),
        Column(_("1级／2级／3级"), width=1.8),
        Column(_("单位"), width=1.6),
        Column(_("可信程度"), width=1.6),
    ]
    rows: list[list[Inline]] = [
        [
            row.row_id,
            product_and_process(row),
            indicator_label(row.indicator),
            _("／").join(trimmed(level, 2) for level in (row.level_1, row.level_2, row.level_3)),
            unit_name(row.unit),
            confidence_label(row.confidence),
        ]
        for row in records(limits)
    ]
    return table(LIMIT_TABLE, _("所用强制性能耗限额"), columns, rows)


def _corrections(view: IndustryView) -> Iterator[Block]:
    """Yield the corrections that standards prescribe for the limits in use."""
    used = corrections_in_use(view)
    if used.empty:
        return
    columns = [
        Column(_("行号"), width=1.7),
        Column(_("标准的规定"), width=4.6),
        Column(_("修正的限额"), width=2.4),
        Column(_("可信程度"), width=1.5),
    ]
    rows: list[list[Inline]] = [
        [
            row.row_id,
            row.wording,
            listed(row.corrects.split(";")),
            confidence_label(row.confidence),
        ]
        for row in records(used)
    ]
    yield table(CORRECTION_TABLE, _("标准规定的限额修正"), columns, rows)


def _factors(view: IndustryView) -> Iterator[Block]:
    """Yield the emission factors of the carriers that these lines use."""
    factors = view.assessment["emission_factors"]
    if factors.empty:
        return
    terms = view.assessment["terms"]
    own = terms["line_code"].isin(view.decided["line_code"])
    carriers = terms.loc[own & (terms["year"] == view.assessment.year), "carrier"].astype("str")
    used = factors[factors["carrier_id"].isin(carriers)]
    if used.empty:
        return
    columns = [
        Column(_("行号"), width=2.2),
        Column(_("能源品种"), width=2),
        Column(_("因子"), "right", 1.2),
        Column(_("单位"), width=1.8),
        Column(_("年份"), "right", 0.9),
        Column(_("可信程度"), width=1.6),
    ]
    rows: list[list[Inline]] = [
        [
            row.factor_row,
            vocabulary.carrier_name(row.carrier_id),
            trimmed(1000 * row.tco2_per_base_unit, 6),
            unit_name(f"kgCO2/{vocabulary.carriers()[row.carrier_id].base_unit}"),
            "—" if pd.isna(row.factor_year) else str(int(row.factor_year)),
            confidence_label(row.confidence),
        ]
        for row in records(used)
    ]
    yield table(FACTOR_TABLE, _("所用二氧化碳排放因子"), columns, rows)


def _review_table(view: IndustryView, weak: list[Unchecked]) -> Block:
    columns = [
        Column(_("条款"), width=3.4),
        Column(_("可信程度"), width=1.5),
        Column(_("受影响生产线"), "right", 1.2),
        Column(_("由谁核对"), width=1.6),
    ]
    campaign = view.assessment.campaign
    checker = campaign.departments[campaign.suppliers.standard].label
    rows: list[list[Inline]] = [
        [
            one.what,
            confidence_label(one.confidence),
            _("{count}条").format(count=one.lines),
            checker,
        ]
        for one in weak
    ]
    return table(REVIEW_TABLE, _("待核条款"), columns, rows)
