"""What stands between returns and unit energies: definitions, shared-out energy, and its balance."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from .. import vocabulary
from ..text import _
from .blocks import Block, Column, Inline, paragraph, table
from .labels import confidence_label, indicator_label, key_label, reason_label, standing_label
from .line_cells import beside_levels
from .numbers import number, reported_unit, trimmed
from .view import IndustryView, records

DEFINITION_TABLE = "table-definitions"
ALLOCATION_TABLE = "table-allocations"
BALANCE_TABLE = "table-balance"

_KWH_PER_10K = 10_000


def definitions(view: IndustryView) -> Block:
    """Return how each unit energy on the page is defined: what is counted, over which output."""
    keys = ["product_id", "indicator"]
    used = pd.concat([view.measured[keys], view.limit_rows[keys]]).drop_duplicates()
    rows = used.merge(view.assessment["definitions"], how="left", on=keys)
    columns = [
        Column(_("产品"), width=1.9),
        Column(_("指标"), width=1.5),
        Column(_("计入的能源"), width=3.2),
        Column(_("产量"), width=2.4),
        Column(_("原料用能"), width=1.0),
        Column(_("行号（可信程度）"), width=2.2),
    ]
    notes = [_("口径只说明数值怎么算，本身不作判定依据；凭回忆的须对照标准原文核对。")]
    cells = [_definition(view, row) for row in records(rows)]
    return table(DEFINITION_TABLE, _("计算口径"), columns, cells, notes)


def _definition(view: IndustryView, row: Any) -> list[Inline]:
    head: list[Inline] = [view.product_name(row.product_id), indicator_label(row.indicator)]
    if pd.isna(row.row_id):
        return [*head, _("没有收录口径，按通则的综合能耗计算"), "—", "—", "—"]
    feedstock = {"included": _("计入"), "none": _("不涉及或不计入"), "not_stated": _("未查明")}
    output = row.denominator
    if row.basis and not pd.isna(row.basis_reference):
        basis = _("{output}；折算基准{basis}{reference}")
        output = basis.format(
            output=output, basis=row.basis, reference=trimmed(row.basis_reference, 4)
        )
    return [
        *head,
        row.numerator,
        output,
        feedstock[row.feedstock],
        _("{row}（{confidence}）").format(
            row=row.row_id, confidence=confidence_label(row.confidence)
        ),
    ]


def allocations(view: IndustryView) -> Block:
    """Return how energy metered for several lines was split, and what other keys would give."""
    columns = [
        Column(_("序号"), "right", 0.6),
        Column(_("企业"), width=2.2),
        Column(_("生产线"), width=1.1),
        Column(_("能源总量（单元格）"), width=2.4),
        Column(_("分摊方法"), width=1.4),
        Column(_("份额"), "right", 1.0),
        Column(_("分得量"), "right", 1.5),
        Column(_("按产量／能力／自计量"), width=1.9),
        Column(_("单位能耗范围"), "right", 1.4),
    ]
    keys = ["row", "line_code"]
    terms = view.assessment["terms"]
    shared = terms[terms["allocated"] & (terms["year"] == view.assessment.year)]
    rows = view.allocated.merge(shared[[*keys, "amount", "amount_unit"]], how="left", on=keys)
    lines = {line["line_code"]: line for _at, line in _compared(view).iterrows()}
    cells = [_allocation(row, lines.get(row.line_code)) for row in records(rows)]
    notes = [_(
        "份额之和为1；按申报比例的，比例由企业申报。单位能耗范围为全部按同一种其他方法分摊时的最小和最大值；"
        "“—”为该方法缺数据，不能计算。"
    )]  # fmt: skip
    return table(ALLOCATION_TABLE, _("按企业或工序计量的能源的分摊"), columns, cells, notes)


def _compared(view: IndustryView) -> pd.DataFrame:
    """Return the measured lines, each once: on the benchmark's ground, else on that of limits."""
    both = pd.concat([view.measured, view.limits[view.limits["tier"].notna()]])
    return both.drop_duplicates("line_code")


def _allocation(row: Any, line: pd.Series | None) -> list[Inline]:
    carrier = vocabulary.carrier_name(row.carrier)
    unit = "" if pd.isna(row.amount_unit) else reported_unit(str(row.amount_unit))
    whole = row.amount / row.share if row.share else float("nan")
    others = (row.share_by_output, row.share_by_capacity, row.share_by_own_energy)
    ends = [] if line is None else [
        beside_levels(line, line[end]) for end in ("measured_low", "measured_high")
    ]  # fmt: skip
    return [
        str(row.rank),
        row.enterprise_name,
        row.line_id,
        _("{carrier}{amount}{unit}（{cell}）").format(
            carrier=carrier, amount=trimmed(whole, 4), unit=unit, cell=row.source_cell
        ),
        key_label(row.key),
        _share(row.share),
        f"{trimmed(row.amount, 4)}{unit}",
        _("／").join(_share(share) for share in others),
        "—".join(dict.fromkeys(ends)) or "—",
    ]


def _share(share: float) -> str:
    return "—" if pd.isna(share) else f"{number(100 * share, 2)}%"


def reconciliation(view: IndustryView) -> Iterator[Block]:
    """Yield where every energy row of the industry went, down to the ledger's total."""
    rows = view.balance
    if rows.empty:
        return
    columns = [
        Column(_("去向"), width=2.4),
        Column(_("说明"), width=3.2),
        Column(_("能源行"), "right", 0.9),
        Column(_("生产线"), "right", 0.9),
        Column(_("折标准煤（吨）"), "right", 1.6),
        Column(_("电量（万千瓦时）"), "right", 1.6),
    ]
    yield paragraph(
        _(
            "台账中本行业{year}年的每一行能源都在下表的一个去向中，各去向之和与台账合计之差应为零。"
        ).format(year=view.assessment.year)
    )
    cells = [_balance(row) for row in records(rows)]
    caption = _("{year}年能源数据的去向").format(year=view.assessment.year)
    yield table(BALANCE_TABLE, caption, columns, cells)


def _balance(row: Any) -> list[Inline]:
    total = row.part in ("ledger", "difference")
    names = {
        "decided": _("用于可作依据的结论"),
        "review": _("用于待核的结论"),
        "undecided": _("未作判定的生产线"),
        "out_of_operation": _("不在运行的生产线"),
        "above_line_allocated": _("按企业或工序计量、已分摊"),
        "above_line_unallocated": _("按企业或工序计量、未分摊"),
        "without_value": _("没有数值的行"),
        "ledger": _("台账合计"),
        "difference": _("与各去向之和的差"),
    }
    return [
        names[row.part],
        _detail(row.part, row.detail),
        "—" if row.part == "difference" else str(row.rows),
        "—" if row.part == "difference" else str(row.lines),
        number(row.energy_kgce / 1000, 1),
        number(row.electricity_kwh / _KWH_PER_10K, 2) if total or row.electricity_kwh else "—",
    ]


def _detail(part: str, detail: str) -> str:
    results = {
        "hit": standing_label("below"),
        "clear": _("达到基准"),
        "review": standing_label("review"),
        "undecided": standing_label("undecided"),
        "out_of_operation": _("不在运行"),
    }
    if not detail:
        return ""
    return results.get(detail) or reason_label(detail)
