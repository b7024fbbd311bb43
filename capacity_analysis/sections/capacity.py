"""（二）of 能效差距: capacity by level, the targets it is measured by, and what could be saved."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from .. import figures
from ..analysis.tiers import STANDINGS
from ..standards import may_decide
from ..text import _
from .blocks import Block, Column, Figure, Inline, paragraph, strong, table
from .consequences import deadlines
from .labels import standing_label, status_of_target
from .numbers import day, listed, percent_range, quantity, share, trimmed
from .savings import savings
from .view import IndustryView, records

TIER_TABLE = "table-tiers"
TARGET_TABLE = "table-targets"

_ADVANCED = ("share_advanced_at_least", "share_advanced_above")


def capacity_and_targets(view: IndustryView) -> list[Block]:
    """Return figure and table of capacity by level, the targets, and the saving potential."""
    blocks = [_tiers(view), *_figure(view)]
    if not view.targets.empty:
        blocks.append(_targets(view))
    until = deadlines(view)
    if until and not view.below.empty:
        blocks.append(paragraph(_("低于基准水平的整改期限：{until}。").format(until=until)))
    return [*blocks, *savings(view)]


def _shares(view: IndustryView) -> pd.DataFrame:
    """Return the capacity shares of each product in operation, one row each."""
    wide = view.tiers.pivot_table(
        index="product_id", columns="standing", values="capacity_share_percent", dropna=False
    ).reindex(columns=list(STANDINGS))
    lines = view.tiers.groupby("product_id")["lines"].sum()
    wide = wide.loc[lines.sort_values(ascending=False, kind="stable").index]
    return wide.assign(
        product=[view.product_name(str(product)) for product in wide.index],
        target_percent=[_target_of(view, str(product)) for product in wide.index],
    ).reset_index()


def _target_of(view: IndustryView, product: str) -> float:
    """Return the advanced share that is wanted of a product: of several, the surest and strictest."""
    targets = view.targets
    named = targets["products"].astype("str").str.split(";").map(lambda ids: product in ids)
    own = targets[named & targets["measure"].isin(_ADVANCED) & targets["value"].notna()]
    if own.empty:
        return np.nan
    sure = own["confidence"].map(may_decide).astype(bool)
    return float((own[sure] if sure.any() else own)["value"].max())


def _figure(view: IndustryView) -> Iterator[Block]:
    shares = _shares(view)
    if shares[list(STANDINGS)].isna().all(axis=None) or view.tiers["lines"].sum() < 2:
        return
    drawn = figures.capacity_by_tier(
        shares,
        labels={standing: standing_label(standing) for standing in STANDINGS},
        share_label=_("占在运行产能的比例（%）"),
        target_label=_("标杆产能目标"),
    )
    title = _finding(view, shares)
    yield Figure(
        anchor="figure-tiers",
        title=title,
        caption=_caption(shares),
        alt=title,
        svg=figures.to_svg(drawn),
        source=_("来源：台账{file}（数据截至{day}），明细见能效水平结构表").format(
            file=view.assessment.ledger_file, day=view.data_day
        ),
    )


def _finding(view: IndustryView, shares: pd.DataFrame) -> str:
    """Return the figure's title: what stands at and below the levels."""
    if len(shares) == 1:
        row = shares.iloc[0]
        template = _("{product}产能中达到标杆水平的占{advanced}，低于基准水平的占{below}")
        parts = {name: share(row[name], 100.0) for name in ("advanced", "below")}
        text = template.format(product=row["product"], **parts)
        return text + _open_share(row["review"] + row["undecided"])
    below = int((shares["below"] > 0).sum())
    advanced = int((shares["advanced"] > 0).sum())
    found = [
        _("{count}种有达到标杆水平的产能").format(count=advanced) if advanced else "",
        _("{count}种有低于基准水平的产能").format(count=below) if below else "",
    ]
    told = _("，").join(part for part in found if part)
    template = _("{count}种产品中，{found}")
    return template.format(
        count=len(shares), found=told or _("没有已判定为标杆水平或低于基准水平的产能")
    )


def _open_share(percent: float) -> str:
    if np.isnan(percent) or percent <= 0:
        return ""
    return _("，{share}尚未判定").format(share=share(percent, 100.0))


def _caption(shares: pd.DataFrame) -> str:
    text = _("每种产品一柱，按生产线年生产能力计；缺年生产能力的生产线不在图中。")
    if shares["target_percent"].notna().any():
        text += _("竖虚线为国家提出的标杆水平产能比例目标。")
    return text


def _tiers(view: IndustryView) -> Block:
    columns = [
        Column(_("产品"), width=2.4),
        *(Column(standing_label(standing), "right", 1.5) for standing in STANDINGS),
    ]
    rows: list[list[Inline]] = [
        [view.product_name(str(product)), *(_standing(view, row) for row in records(standings))]
        for product, standings in view.tiers.groupby("product_id", sort=False)
    ]
    notes = [
        _("每格为生产线数、年生产能力和占该产品在运行产能的比例；没有能效水平的产品不在表中。")
    ]
    return table(TIER_TABLE, _("在运行产能的能效水平结构"), columns, rows, notes)


def _standing(view: IndustryView, row: Any) -> str:
    if not row.lines:
        return "—"
    text = _("{count}条").format(count=row.lines)
    if not np.isnan(row.capacity_quantity):
        template = _("，{capacity}，{share}")
        text += template.format(
            capacity=quantity(row.capacity_quantity, view.output_unit(row.product_id)),
            share=share(row.capacity_share_percent, 100.0),
        )
    if row.capacity_missing:
        text += _("（缺{count}条）").format(count=row.capacity_missing)
    return text


def _targets(view: IndustryView) -> Block:
    columns = [
        Column(_("目标（依据）"), width=3.0),
        Column(_("产品"), width=2.2),
        Column(_("现状"), "right", 1.5),
        Column(_("未判定"), "right", 0.9),
        Column(_("期限"), width=1.9),
        Column(_("状况"), width=1.2),
    ]
    notes = [
        _("现状为占在运行产能的比例：还有生产线不能判定或待核的，是一个范围，"
          "低的一端假定它们都不在其中，高的一端假定都在其中。目标衡量方案，不是对单条生产线的判定依据。")
    ]  # fmt: skip
    rows = [_target(view, row) for row in records(view.targets)]
    return table(TARGET_TABLE, _("方案和国家目标的进展"), columns, rows, notes)


def _target(view: IndustryView, row: Any) -> list[Inline]:
    status = status_of_target(row.status, row.confidence)
    return [
        _("{wanted}（{document}，{row}）").format(
            wanted=_wanted(row.measure, row.value),
            document=view.document_name(row.document_id),
            row=row.row_id.rpartition("#")[2],
        ),
        _products(view, row.products_concerned),
        percent_range(row.share_low_percent, row.share_high_percent),
        _("{count}条").format(count=row.lines_not_decided) if row.lines_not_decided else "—",
        _until(row.deadline, row.days_to_deadline),
        strong(status) if row.status == "not_met" else status,
    ]


def _products(view: IndustryView, ids: str) -> str:
    named = set(ids.split(";"))
    if len(named) > 1 and named == set(view.tiers["product_id"]):
        return _("所有有能效水平的产品")
    return listed(view.product_name(product) for product in sorted(named))


def _wanted(measure: str, value: float) -> str:
    if np.isnan(value):
        return _("目标数值未查到")
    if measure == "share_advanced_above":
        return _("达到标杆水平的产能超过{value}%").format(value=trimmed(value))
    if measure == "share_advanced_at_least":
        return _("达到标杆水平的产能不低于{value}%").format(value=trimmed(value))
    if not value:
        return _("没有低于基准水平的产能")
    return _("低于基准水平的产能不高于{value}%").format(value=trimmed(value))


def _until(deadline: str, days: Any) -> str:
    if pd.isna(days):
        return "—"
    text = day(pd.Timestamp(deadline).date())
    if days < 0:
        return _("{day}（已过）").format(day=text)
    return _("{day}（还有{count}天）").format(day=text, count=days)
