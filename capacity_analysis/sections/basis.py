"""五、依据标准与待核条款: the documents in force, the rows used, and what is still to be checked."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd

from .. import vocabulary
from ..standards import Confidence, may_decide
from ..text import _, current_language
from .blocks import Block, Column, Inline, Section, paragraph, section, table
from .heading import heading
from .labels import confidence_label
from .numbers import day, trimmed, unit_name
from .view import IndustryView, records

DOCUMENT_TABLE = "table-documents"
ROW_TABLE = "table-rows"
REVIEW_TABLE = "table-review"


def basis(view: IndustryView) -> Section:
    """Return documents, rows and the list of what is to be checked (待核)."""
    blocks: list[Block] = [heading("basis"), _documents(view)]
    blocks += [paragraph(absence) for absence in view.assessment.absences]
    levels = _levels_in_use(view)
    if not levels.empty:
        blocks.append(_levels_table(levels))
    unchecked = (
        levels[~levels["confidence"].map(may_decide).astype(bool)] if len(levels) else levels
    )
    coefficients = _coefficients_to_review(view)
    if len(unchecked) or coefficients:
        blocks.append(_review_table(view, unchecked, coefficients))
    caution = _("本简报是处置建议的依据材料，不构成法律意见；决定由有权机关依法定程序作出。")
    if len(levels) and (levels["confidence"] != Confidence.VERIFIED).any():
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
        for used in view.assessment.documents
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


def _levels_in_use(view: IndustryView) -> pd.DataFrame:
    """Return the rows of the benchmark document that this industry's lines were compared with."""
    levels = view.assessment["levels"]
    return levels[levels["row_id"].isin(view.running["row_id"].dropna())]


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
            _product_and_process(row),
            row.indicator_zh,
            trimmed(row.advanced, 2),
            trimmed(row.baseline, 2),
            unit_name(row.unit),
            confidence_label(row.confidence),
        ]
        for row in records(levels)
    ]
    return table(ROW_TABLE, _("所用标杆水平和基准水平"), columns, rows)


def _product_and_process(row: Any) -> str:
    """Return what a row is for, as its document says it; in other languages the product's name."""
    if current_language() != "zh":
        return vocabulary.product_name(row.product_id)
    parts = [row.product, row.process_or_grade]
    return "　".join(part for part in parts if isinstance(part, str) and part)


def _coefficients_to_review(view: IndustryView) -> dict[str, int]:
    """Return coefficient row -> number of lines whose energy rests on it, where it is unchecked."""
    terms = view.assessment["terms"]
    measured = set(view.measured["line_code"])
    own = terms[terms["line_code"].isin(measured) & (terms["year"] == view.assessment.year)]
    unchecked = own[~own["confidence"].astype("str").map(may_decide).astype(bool)]
    counts = unchecked.groupby("coefficient_row", observed=True)["line_code"].nunique()
    return {str(row): int(lines) for row, lines in counts.items()}


def _coefficient_name(by_id: pd.DataFrame, row: str) -> str:
    if current_language() != "zh":
        return vocabulary.carrier_name(str(by_id.at[row, "carrier_id"]))
    return str(by_id.at[row, "name"])


def _review_table(view: IndustryView, levels: pd.DataFrame, coefficients: dict[str, int]) -> Block:
    columns = [
        Column(_("条款"), width=3.4),
        Column(_("可信程度"), width=1.5),
        Column(_("受影响生产线"), "right", 1.2),
        Column(_("由谁核对"), width=1.6),
    ]
    campaign = view.assessment.campaign
    checker = campaign.departments[campaign.suppliers.standard].label
    affected = view.running["row_id"].value_counts()
    rows: list[list[Inline]] = [
        [
            f"{row.row_id}　{_product_and_process(row)}",
            confidence_label(row.confidence),
            _("{count}条").format(count=affected.get(row.row_id, 0)),
            checker,
        ]
        for row in records(levels)
    ]
    by_id = view.assessment["coefficients"].set_index("row_id")
    rows += [
        [
            _("折标准煤系数　{name}").format(name=_coefficient_name(by_id, row)),
            confidence_label(str(by_id.at[row, "confidence"])),
            _("{count}条").format(count=lines),
            checker,
        ]
        for row, lines in coefficients.items()
    ]
    return table(REVIEW_TABLE, _("待核条款"), columns, rows)
