"""三、能效差距: the benchmark curve of each product, and every line with a verdict."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from .. import figures
from ..text import _
from .blocks import Block, Column, Figure, Inline, Section, paragraph, section, strong, table
from .heading import heading
from .labels import confidence_mark, tier_label
from .numbers import against, coal, number, quantity, trimmed, unit_name
from .view import IndustryView, records

TABLE = "table-gaps"
_TEN_THOUSAND = 10_000


def energy_gap(view: IndustryView) -> Section:
    """Return the figures and the table of lines, worst first."""
    if view.measured.empty:
        nothing = _("没有可以计算能效差距的生产线，原因见下一部分。")
        return section(heading("energy_gap"), paragraph(nothing))
    return section(heading("energy_gap"), *_curves(view), _table(view))


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
    caption = _("{product}生产线按单位能耗由低到高排列，宽度为{year}年产量，数字为表中序号；"
                "斜线深色为低于基准水平。纵轴未从零起。")  # fmt: skip
    return Figure(
        anchor=anchor,
        title=_finding(view, lines, product),
        caption=caption.format(product=product, year=view.assessment.year),
        alt=_alternative(view, lines, product, unit),
        svg=figures.to_svg(drawn),
        source=_source(view),
    )


def _finding(view: IndustryView, lines: pd.DataFrame, product: str) -> str:
    """Return the figure's title: what it shows, in a sentence."""
    below = lines[lines["tier"] == "below"]
    open_question = _("（待核）") if (lines["result"] == "review").any() else ""
    if below.empty:
        text = _("{product}{count}条线均不高于基准线").format(product=product, count=len(lines))
        return text + open_question
    worst = below.sort_values("gap_to_baseline", kind="stable").iloc[-1]
    gap = f"{number(float(worst['gap_to_baseline']))}{unit_name(worst['unit'])}"
    return (
        _("{product}{total}条线中{below}条高于基准线，最多超出{gap}").format(
            product=product, total=len(lines), below=len(below), gap=gap
        )
        + open_question
    )


def _alternative(view: IndustryView, lines: pd.DataFrame, product: str, unit: str) -> str:
    low, high = lines["measured"].min(), lines["measured"].max()
    return _(
        "{product}{count}条生产线的单位能耗，从{low}到{high}{unit}，与标杆、基准水平比较。"
    ).format(product=product, count=len(lines), low=number(low), high=number(high), unit=unit)


def _source(view: IndustryView) -> str:
    used = view.assessment.document_for("benchmark_levels")
    document = used.citation if used else "—"
    return _("来源：台账{file}；{document}").format(
        file=view.assessment.ledger_file, document=document
    )


def _table(view: IndustryView) -> Block:
    several = view.measured["product_id"].nunique() > 1
    columns = [
        Column(_("序号"), "right", 0.6),
        Column(_("企业"), width=2.6),
        Column(_("生产线"), width=1.2),
        *([Column(_("产品"), width=1.5)] if several else []),
        Column(_("产量"), "right", 1.2),
        Column(_("单位能耗（上年）"), "right", 1.6),
        Column(_("标杆/基准"), "right", 1.3),
        Column(_("距基准"), "right", 1.0),
        Column(_("水平"), width=1.4),
        Column(_("节能潜力"), "right", 1.4),
    ]
    notes = [
        _("单位能耗、标杆、基准和差距的单位：{units}。距基准为正表示高于基准线（能效低于基准水平）。"
          "节能潜力为改造到标杆水平每年可节约的标准煤。").format(units=_units(view)),
        _("※ 依据的数值经交叉核对、未见原文，按方案可用，核实前标注；待核 仅凭回忆或沿用，不作判定依据。"),
    ]  # fmt: skip
    caption = _("{industry}生产线能效差距").format(industry=view.sector)
    rows = [_row(view, line, several) for _at, line in view.measured.iterrows()]
    return table(TABLE, caption, columns, rows, notes)


def _row(view: IndustryView, line: pd.Series, several: bool) -> list[Inline]:
    decimals = 0 if line["indicator"] == "electricity" else 1
    measured = against(line["measured"], line["baseline"], decimals)
    if measured == number(line["measured"], decimals):
        measured = against(line["measured"], line["advanced"], decimals)
    previous = number(line["previous"], decimals)
    label = tier_label(line["tier"], line["result"])
    gap = line["gap_to_baseline"]
    places = len(measured.partition(".")[2])
    return [
        str(line["rank"]),
        line["enterprise_name"],
        line["line_id"],
        *([view.product_name(line["product_id"])] if several else []),
        quantity(line["output_quantity"], view.output_unit(line["product_id"])),
        f"{measured}（{previous}）",
        f"{trimmed(line['advanced'], 2)}/{trimmed(line['baseline'], 2)}",
        ("+" if gap > 0 and float(number(gap, places)) else "") + number(gap, places),
        [strong(label) if line["tier"] == "below" else label, confidence_mark(line["confidence"])],
        coal(line["saving_to_advanced_tce"]),
    ]


def _units(view: IndustryView) -> str:
    pairs = view.measured[["product_id", "unit"]].drop_duplicates()
    names = [unit_name(unit) for unit in pairs["unit"].drop_duplicates()]
    if len(names) == 1:
        return names[0]
    return "；".join(
        f"{view.product_name(product)} {unit_name(unit)}"
        for product, unit in records(pairs)
    )
