"""二、行业概况: how big the industry is, in one compact table, and what it makes."""

from __future__ import annotations

from typing import Any

import pandas as pd

from ..ledger import aggregates, registry
from ..text import _
from .blocks import Block, Column, Section, section, table
from .data_gaps import status_label
from .heading import heading
from .numbers import FEWEST, coal, listed, quantity, share, too_few
from .view import IndustryView, records

TABLE = "table-glance"
PRODUCT_TABLE = "table-products"

# What makes the energy of a line less than the whole: a sum would be too low.
_INCOMPLETE = (
    "energy_above_line", "allocation_impossible", "energy_missing", "amount_missing", "coefficient_open", "carrier_missing",
)  # fmt: skip
# Units live in names: the end of an indicator's id says what it is counted in.
_STATISTIC_UNITS = {"_10k_cny": ("cny", 10_000.0), "_tce": ("tce", 1.0)}


def glance(view: IndustryView) -> Section:
    """Return size, energy, staff and land of the industry, and its capacity by product."""
    rows = [
        *_counts(view),
        _energy(view),
        _summed(view, "employees", _("从业人员"), "person"),
        _summed(view, "revenue_10k_cny", _("营业收入"), "cny", 10_000),
        _summed(view, "tax_10k_cny", _("实缴税金"), "cny", 10_000),
        _summed(view, "land_area_mu", _("用地面积"), "mu"),
        *map(_statistic, records(view.statistics)),
    ]
    columns = [
        Column(_("指标"), width=1.3),
        Column(_("数值"), "right", 1.9),
        Column(_("说明"), width=2.8),
    ]
    caption = _("{industry}概况").format(industry=view.sector)
    note = _("说明栏为空的，应报单位全部有数据；合计不含缺数据的单位。")
    size = table(TABLE, caption, columns, rows, [note])
    return section(heading("glance"), size, *([] if view.running.empty else [_products(view)]))


def _counts(view: IndustryView) -> list[list[str]]:
    return [
        [_("企业"), _("{count}家").format(count=len(view.enterprises)), _sizes(view)],
        [_("生产线"), _("{count}条").format(count=len(view.gaps)), _states(view)],
    ]


def _sizes(view: IndustryView) -> str:
    """Return how many enterprises are above the designated size, and how many do not say."""
    above = view.enterprises["above_designated_size"]
    large, unknown = int(above.fillna(False).sum()), int(above.isna().sum())
    if unknown == len(above):
        return _("是否规模以上均未填报")
    text = _("其中规模以上{count}家").format(count=large) if large else _("没有规模以上企业")
    return text + (_("，{count}家未填报").format(count=unknown) if unknown else "")


def _states(view: IndustryView) -> str:
    """Return how many lines run, and what the others are."""
    if view.gaps.empty:
        return _("台账中没有登记")
    running = _("在运行{count}条").format(count=len(view.running))
    status = view.lines.set_index("line_code")["status"].astype("str")
    idle = int((view.running["line_code"].map(status) == "idle").sum())
    if idle:
        running += _("（其中停产{count}条）").format(count=idle)
    states = view.gaps["out_of_operation"].dropna().value_counts(sort=False)
    template = _("{state}{count}条")
    others = [template.format(state=status_label(str(s)), count=n) for s, n in states.items()]
    return listed([running, *others])


def _products(view: IndustryView) -> Block:
    """Return capacity and output by product: unlike units are never added up."""
    columns = [
        Column(_("产品"), width=2.6),
        Column(_("在运行生产线"), "right", 1.2),
        Column(_("年生产能力"), "right", 1.5),
        Column(_("{year}年产量").format(year=view.assessment.year), "right", 1.5),
        Column(_("产量/能力"), "right", 1.1),
    ]
    rows = [
        _product(view, str(product), lines)
        for product, lines in view.running.groupby("product_id", observed=True, sort=False)
    ]
    caption = _("{industry}在运行生产线的能力和产量").format(industry=view.sector)
    notes = [_("产量/能力只比较两者都有数据的生产线。")]
    if view.running["line_code"].isin(_partial(view)).any():
        notes.append(_("未计产量的生产线为试生产、在验收期或不满全年。"))
    return table(PRODUCT_TABLE, caption, columns, rows, notes)


def _product(view: IndustryView, product: str, lines: pd.DataFrame) -> list[str]:
    partial = lines["line_code"].isin(_partial(view))
    whole = lines[~partial]
    both = whole.dropna(subset=["capacity_quantity", "output_quantity"])
    return [
        view.product_name(product),
        _("{count}条").format(count=len(lines)),
        _sum(lines["capacity_quantity"], view.output_unit(product)),
        _sum(whole["output_quantity"], view.output_unit(product), partial=int(partial.sum())),
        share(float(both["output_quantity"].sum()), float(both["capacity_quantity"].sum())),
    ]


def _sum(values: pd.Series, unit: str, *, partial: int = 0) -> str:
    """Return a sum with the number of lines that it lacks: a missing input is not a zero.

    Nor is a part of a year a year: of `partial` lines it says that they are left out.
    """
    known = values.dropna()
    text = _("无数据") if known.empty else quantity(float(known.sum()), unit)
    if len(known) < len(values) and len(known):
        text += _("（缺{count}条）").format(count=len(values) - len(known))
    if partial:
        text += _("（另{count}条未计）").format(count=partial)
    return text


def _energy(view: IndustryView) -> list[str]:
    """Return the energy of the lines whose year is complete, and what that leaves out."""
    label = _("{year}年能源消费").format(year=view.assessment.year)
    if view.running.empty:
        return [label, "—", ""]
    known = view.running[view.running["line_code"].isin(_complete(view))]
    lacking, partial = _left_out(view, known)
    if known.empty:
        return [label, _no_energy(view) if lacking else "—", partial]
    basis = (
        _("按生产线汇总（含分摊到线的），电力按当量值，已扣外供")
        if (known["line_code"].isin(view.allocated["line_code"]).any())
        else _("按生产线计量，电力按当量值，已扣外供")
    )
    note = [part for part in (basis, lacking, partial) if part]
    return [label, coal(float(known["energy_tce"].sum())), _("；").join(note)]


def _no_energy(view: IndustryView) -> str:
    template = _("无数据（缺：{department}{what}）")
    return template.format(department=_supplier(view, "energy"), what=_("能源消费量"))


def _complete(view: IndustryView) -> list[int]:
    """Return the lines with the whole energy of the whole year."""
    by_line = _of_year(view)
    flags = [*_INCOMPLETE, "electricity_contested", "period_not_assessed"]
    whole = ~by_line[flags].any(axis=1) & by_line["energy_kgce"].notna()
    return by_line.loc[whole, "line_code"].tolist()


def _left_out(view: IndustryView, known: pd.DataFrame) -> tuple[str, str]:
    """Return how many running lines lack data, and how many have data that are no whole year's.

    A line whose sources do not agree on its electricity lacks nothing, and is in no sum either.
    """
    others = view.running[~view.running["line_code"].isin(known["line_code"])]
    partial = int(others["line_code"].isin(_partial(view)).sum())
    contested = int((others["reason"] == "electricity_contested").sum())
    lacking = len(others) - partial - contested
    parts = [
        (_("{count}条线用电量来源不一致，未计入"), contested),
        (_("{count}条线试生产、验收期或不满全年，未计入"), partial),
    ]
    return (
        _("{count}条线数据不全，未计入").format(count=lacking) if lacking else "",
        _("；").join(template.format(count=count) for template, count in parts if count),
    )


def _partial(view: IndustryView) -> list[int]:
    """Return the lines that report less than a year, or a year of trial production."""
    by_line = _of_year(view)
    return by_line.loc[by_line["period_not_assessed"].astype(bool), "line_code"].tolist()


def _of_year(view: IndustryView) -> pd.DataFrame:
    """Return what each line reported of all its energy in the year, one row per line."""
    frame = view.assessment["unit_energy"]
    whole = frame["indicator"].astype("str") == "comprehensive"
    return frame[whole & (frame["year"] == view.assessment.year)]


def _summed(
    view: IndustryView, column: str, label: str, unit: str, scale: float = 1.0
) -> list[str]:
    """Return the sum of a column of the roster, and what it leaves out.

    A total of staff leaves out the enterprises of so few people that it would give them away.
    """
    values: pd.Series[Any] = pd.to_numeric(view.enterprises[column]).astype(float)
    known = values.dropna()
    supplier = _supplier(view, "enterprise")
    if known.empty:
        value = _("无数据（缺：{department}{what}）").format(department=supplier, what=label)
        return [label, value, ""]
    note = []
    if len(known) < len(values):
        text = _("{total}家企业中{known}家有数据，其余由{department}补报")
        note.append(text.format(total=len(values), known=len(known), department=supplier))
    few = known.map(too_few) & (unit == "person")
    if few.any():
        known = known[~few]
        text = _("另有{count}家不足{fewest}人的未计入")
        note.append(text.format(count=int(few.sum()), fewest=FEWEST))
    total = "—" if known.empty else quantity(scale * float(known.sum()), unit)
    return [label, total, _("；").join(note)]


def _statistic(row: Any) -> list[str]:
    """Return a sum of the statistics bureau's data, or that it would give an enterprise away."""
    disclosure, statistics = registry().disclosure, registry().tables["statistics"]
    names = {"output_value_10k_cny": _("工业总产值"), "energy_tce": _("综合能源消费量")}
    name = names.get(row.indicator) or statistics.fields["indicator"].labels[row.indicator]
    label = _("统计口径：{indicator}").format(indicator=name)
    if row.suppressed == aggregates.FEW:
        text = _("不足{fewest}家，不予公布")
        return [label, "—", text.format(fewest=disclosure.least_enterprises)]
    if row.suppressed:
        return [label, "—", _("为防止推算出其他行业的数据，不予公布")]
    units = (of for end, of in _STATISTIC_UNITS.items() if row.indicator.endswith(end))
    unit, scale = next(units, ("", 1.0))
    note = _("统计部门{year}年资料，{count}家合计，不作判定依据")
    return [
        label,
        quantity(scale * row.total, unit),
        note.format(year=row.year, count=row.enterprises),
    ]


def _supplier(view: IndustryView, kind: str) -> str:
    campaign = view.assessment.campaign
    return campaign.departments[getattr(campaign.suppliers, kind)].label
