"""能效差距: the benchmark curve of each product, and every line with a verdict."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from .. import figures
from ..text import _
from ..vocabulary import unit_name
from .blocks import Block, Column, Figure, Inline, Section, paragraph, section, strong, table
from .capacity import capacity_and_targets
from .heading import heading, part
from .labels import confidence_mark, tier_label
from .line_cells import Marks, beside_levels, decimals, gap, notes_of_confidence, units
from .numbers import against, number, signed, trimmed
from .view import IndustryView

TABLE = "table-gaps"
_TEN_THOUSAND = 10_000


def energy_gap(view: IndustryView) -> Section:
    """Return the lines, worst first, and what they make of the industry's capacity and targets."""
    if view.measured.empty:
        nothing = _("没有可以计算能效差距的生产线，原因见“不能判定的生产线与数据缺口”。")
        return section(heading("energy_gap"), paragraph(nothing))
    explained = _("单位能耗不高于标杆水平的为标杆，高于标杆、不高于基准水平的为达标，"
                  "高于基准水平的为低于基准；以下按超出基准的多少排列。")  # fmt: skip
    return section(
        heading("energy_gap"),
        part(1, _("各生产线的差距")),
        paragraph(explained),
        *_curves(view),
        _table(view),
        part(2, _("能效水平结构、目标和节能潜力")),
        capacity_and_targets(view),
    )


def _curves(view: IndustryView) -> Iterator[Block]:
    """Yield a curve for every product of which at least two lines can be compared."""
    for position, (_row, lines) in enumerate(view.measured.groupby("row_id", sort=False), 1):
        if len(lines) > 1:
            yield _curve(view, lines, f"figure-curve-{position}")


def _curve(view: IndustryView, lines: pd.DataFrame, anchor: str) -> Figure:
    first = lines.iloc[0]
    unit, output_unit = unit_name(first["unit"]), view.output_unit(first["product_id"])
    scale = _TEN_THOUSAND if lines["output_quantity"].sum() >= _TEN_THOUSAND else 1
    prefix = _("万") if scale > 1 else ""
    baseline, advanced = float(first["baseline"]), float(first["advanced"])
    product = view.product_name(first["product_id"])
    drawn = figures.benchmark_curve(
        lines,
        baseline=baseline,
        advanced=advanced,
        output_scale=scale,
        output_label=_("累计产量（{unit}）").format(unit=prefix + unit_name(output_unit)),
        energy_label=unit,
        baseline_label=_("基准 {level}").format(level=trimmed(baseline, 2)),
        advanced_label=_("标杆 {level}").format(level=trimmed(advanced, 2)),
    )
    return Figure(
        anchor=anchor,
        title=_finding(lines, product),
        caption=_caption(view, lines, cut=figures.is_cut(drawn)),
        alt=_alternative(lines, product, unit),
        svg=figures.to_svg(drawn),
        source=_source(view),
    )


def _finding(lines: pd.DataFrame, product: str) -> str:
    """Return the figure's title: what it shows, in a sentence."""
    below = lines[lines["tier"] == "below"]
    if below.empty:
        text = _("{product}{count}条线均不高于基准线").format(product=product, count=len(lines))
        return text + _in_review(lines)
    worst = below.sort_values("gap_to_baseline", kind="stable").iloc[-1]
    gap = signed(float(worst["gap_to_baseline"]), decimals(worst)).removeprefix("+")
    most = _("最多超出") if len(below) > 1 else _("超出")
    return _("{product}{total}条线中{below}条高于基准线，{most}{gap}{unit}").format(
        product=product,
        total=len(lines),
        below=len(below),
        most=most,
        gap=gap,
        unit=unit_name(worst["unit"]),
    ) + _in_review(lines)


def _in_review(lines: pd.DataFrame) -> str:
    """Return how many of the lines are still to be checked; all of them need no number."""
    count = int((lines["result"] == "review").sum())
    if not count:
        return ""
    return _("（待核）") if count == len(lines) else _("（其中{count}条待核）").format(count=count)


def _caption(view: IndustryView, lines: pd.DataFrame, *, cut: bool) -> str:
    text = _("每条线一柱，柱宽为{year}年产量，柱上为表中序号")
    parts = [text.format(year=view.assessment.year)]
    if (lines["tier"] == "below").any():
        parts.append(_("斜线柱能效低于基准水平"))
    if cut:
        parts.append(_("纵轴未从零起"))
    return _("；").join(parts) + _("。")


def _alternative(lines: pd.DataFrame, product: str, unit: str) -> str:
    first = lines.iloc[0]
    low, high = (beside_levels(first, float(lines["measured"].agg(end))) for end in ("min", "max"))
    return _(
        "{product}{count}条生产线的单位能耗，从{low}到{high}{unit}，与标杆、基准水平比较。"
    ).format(product=product, count=len(lines), low=low, high=high, unit=unit)


def _source(view: IndustryView) -> str:
    used = view.assessment.document_for("benchmark_levels")
    document = used.number if used else "—"
    return _("来源：台账{file}（数据截至{day}）；{document}").format(
        file=view.assessment.ledger_file, day=view.data_day, document=document
    )


def _table(view: IndustryView) -> Block:
    several = view.measured["row_id"].nunique() > 1
    columns = [
        Column(_("序号"), "right", 0.6),
        Column(_("企业"), width=2.6),
        Column(_("生产线"), width=1.2),
        *([Column(_("产品（标杆／基准）"), width=2.2)] if several else []),
        Column(_("产量"), "right", 1.2),
        Column(_("单位能耗"), "right", 1.2),
        Column(_("上年"), "right", 1.0),
        Column(_("距基准"), "right", 1.0),
        Column(_("水平"), width=1.6),
        Column(_("节能潜力（吨）"), "right", 1.1),
    ]
    marks = Marks(view)
    rows = [_row(view, line, several, marks) for _at, line in view.measured.iterrows()]
    notes = [
        _("单位能耗和差距的单位：{units}。距基准为正的，能效低于基准水平。"
          "节能潜力为改造到标杆水平每年可节约的标准煤吨数。").format(units=units(view, view.measured)),
        *marks.notes(),
        *notes_of_confidence(view.measured),
    ]  # fmt: skip
    caption = _("{industry}生产线能效差距").format(industry=view.sector)
    if not several:
        caption += _("（{levels}{unit}）").format(
            levels=_levels(view.measured.iloc[0], _("标杆{advanced}、基准{baseline}")),
            unit=unit_name(view.measured.iloc[0]["unit"]),
        )
    return table(TABLE, caption, columns, rows, notes)


def _levels(line: pd.Series, template: str) -> str:
    return template.format(
        advanced=trimmed(line["advanced"], 2), baseline=trimmed(line["baseline"], 2)
    )


def _row(view: IndustryView, line: pd.Series, several: bool, marks: Marks) -> list[Inline]:
    label = tier_label(line["tier"], line["result"])
    saving = line["saving_to_advanced_tce"]
    product = (
        f"{view.product_name(line['product_id'])}{_levels(line, _('（{advanced}／{baseline}）'))}"
    )
    return [
        str(line["rank"]),
        line["enterprise_name"],
        line["line_id"],
        *([product] if several else []),
        marks.output(view, line),
        marks.measured(line),
        beside_levels(line, line["previous"]),
        gap(line),
        [strong(label) if line["tier"] == "below" else label, confidence_mark(line["confidence"])],
        against(saving, [0.0], 0) if saving < 1 else number(saving, 0),
    ]
