"""二、行业概况: how big the industry is, in one compact table."""

from __future__ import annotations

import pandas as pd

from ..text import _
from .blocks import Column, Section, section, table
from .heading import heading
from .numbers import coal, quantity, trimmed
from .view import IndustryView

TABLE = "table-glance"


def glance(view: IndustryView) -> Section:
    """Return size, capacity, output, energy and staff of the industry."""
    rows = [
        *_counts(view),
        *_by_product(view, "capacity_quantity", _("年生产能力")),
        *_by_product(view, "output_quantity", _("{year}年产量").format(year=view.assessment.year)),
        _energy(view),
        _summed(view, "employees", _("从业人员"), _("人"), 0),
        _summed(view, "revenue_10k_cny", _("营业收入"), _("万元"), 0),
        _summed(view, "tax_10k_cny", _("实缴税金"), _("万元"), 0),
        _summed(view, "land_area_mu", _("用地面积"), _("亩"), 1),
    ]
    columns = [
        Column(_("指标"), width=2.2),
        Column(_("数值"), "right", 1.6),
        Column(_("说明"), width=3),
    ]
    caption = _("{industry}概况").format(industry=view.sector)
    return section(heading("glance"), table(TABLE, caption, columns, rows))


def _counts(view: IndustryView) -> list[list[str]]:
    above = view.enterprises["above_designated_size"]
    large = _("其中规模以上{count}家").format(count=int(above.fillna(False).sum()))
    unknown = int(above.isna().sum())
    if unknown:
        large += _("，{count}家未填").format(count=unknown)
    idle = len(view.gaps) - len(view.running)
    return [
        [_("企业"), _("{count}家").format(count=len(view.enterprises)), large],
        [
            _("生产线"),
            _("{count}条").format(count=len(view.gaps)),
            _("在运行{running}条，拟建、在建、未满一年或已退出{idle}条").format(
                running=len(view.running), idle=idle
            ),
        ],
    ]


def _by_product(view: IndustryView, column: str, label: str) -> list[list[str]]:
    rows = []
    running = view.running
    for product, lines in running.groupby("product_id", observed=True, sort=False):
        known = lines[column].dropna()
        value = quantity(float(known.sum()), view.output_unit(str(product))) if len(known) else "—"
        rows.append([f"{label}：{view.product_name(str(product))}", value,
                     _coverage(len(known), len(lines))])  # fmt: skip
    return rows


def _energy(view: IndustryView) -> list[str]:
    known = view.running["energy_tce"].dropna()
    label = _("{year}年能源消费（线上计量，电力当量值，已扣外供）").format(
        year=view.assessment.year
    )
    value = coal(float(known.sum())) if len(known) else "—"
    return [label, value, _coverage(len(known), len(view.running))]


def _coverage(known: int, total: int) -> str:
    """Say for how many lines a sum holds: a missing input is not a zero."""
    if not total:
        return _("没有在运行生产线")
    if known == total:
        return _("{total}条线全部有数据").format(total=total)
    return _("{total}条线中{known}条有数据，缺{missing}条").format(
        total=total, known=known, missing=total - known
    )


def _summed(view: IndustryView, column: str, label: str, unit: str, decimals: int) -> list[str]:
    values = pd.to_numeric(view.enterprises[column]).dropna()
    total = len(view.enterprises)
    note = (
        _("{total}家企业全部有数据").format(total=total)
        if len(values) == total
        else _("{total}家企业中{known}家有数据").format(total=total, known=len(values))
    )
    value = f"{trimmed(float(values.sum()), decimals)}{unit}" if len(values) else "—"
    return [label, value, note]
