"""分项排查: every line on every ground, what was found by which rule, and what is still open."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from .. import figures
from ..assessment.finding_words import type_name
from ..text import _
from .blocks import Block, Column, Figure, Inline, Section, fill, paragraph, ref, section, strong
from .blocks import table as captioned
from .finding_cells import (
    MOST_ROWS,
    attribute_label,
    cells_cited,
    left_off,
    measured,
    named_unit,
    rule_cited,
    sources_of_rows,
    symbol_label,
)
from .heading import heading, part
from .labels import confidence_mark
from .numbers import listed
from .open_findings import open_findings
from .units import (
    PRECEDENCE,
    SYMBOLS,
    disposition_label,
    ground_name,
    ground_short,
    grounds,
    matrix,
    units,
)
from .view import IndustryView, records

FIGURE = "figure-matrix"
GROUND_TABLE = "table-grounds"
TABLE = "table-findings"


def screening(view: IndustryView) -> Section:
    """Return the matrix of lines and grounds, the findings by their rules, and what is open."""
    judged = units(view)
    if judged.empty or not grounds(view):
        nothing = _("没有可以排查的生产线和装备。")
        return section(heading("screening"), paragraph(nothing))
    results = matrix(view, judged)
    return section(
        heading("screening"),
        part(1, _("各项依据的排查结果")),
        paragraph(_found(results)),
        _by_ground(view, results),
        _figure(view, judged, results),
        *_findings(view),
        part(2, _("还不能定的事项")),
        *open_findings(view),
    )


def worst(results: pd.DataFrame) -> pd.Series:
    """Return the gravest result of each unit, over all grounds."""
    place = {result: at for at, result in enumerate(PRECEDENCE)}
    codes = np.vectorize(place.get, otypes=[int])(results.to_numpy())
    return pd.Series(np.array(PRECEDENCE)[codes.min(axis=1)], index=results.index)


def _found(results: pd.DataFrame) -> Inline:
    counts = worst(results).value_counts()
    hit = int(counts.get("hit", 0))
    parts = [
        text.format(count=counts[result])
        for result, text in (
            ("review", _("{count}条待核")),
            ("undecided", _("{count}条有一项以上不能判定")),
            ("clear", _("{count}条各项均未发现问题")),
            ("none", _("{count}条不涉及任何一项")),
        )
        if result in counts
    ]
    finding = _("{count}条至少有一项问题").format(count=hit) if hit else _("没有可以确定的问题")
    return fill(
        _("按{grounds}项依据逐条排查{count}条生产线（含不属于生产线的装备）：{finding}{others}。"
          "待核和不能判定的不作处置依据，按最重的一项归类（{table}、{figure}）。"),
        grounds=str(results.shape[1]),
        count=str(len(results)),
        finding=strong(finding),
        others="".join(_("，{part}").format(part=part) for part in parts),
        table=ref(GROUND_TABLE),
        figure=ref(FIGURE),
    )  # fmt: skip


def _by_ground(view: IndustryView, results: pd.DataFrame) -> Block:
    columns = [
        Column(_("依据"), width=1.8),
        Column(_("方案条款"), width=1.3),
        *(Column(symbol_label(result), "right", 1.1) for result in PRECEDENCE),
        Column(_("责任单位"), width=2.2),
    ]
    campaign = view.assessment.campaign
    rows: list[list[Inline]] = []
    for ground in grounds(view):
        counts = results[ground.id].value_counts()
        hits = int(counts.get("hit", 0))
        rows.append(
            [
                ground_short(ground),
                ground.clause,
                strong(str(hits)) if hits else "0",
                *(str(counts.get(result, 0)) for result in PRECEDENCE[1:]),
                campaign.department_names(campaign.task_of(ground).lead),
            ]
        )
    caption = _("{industry}各项依据的排查结果（条）").format(industry=view.sector)
    return captioned(GROUND_TABLE, caption, columns, rows)


def _figure(view: IndustryView, judged: pd.DataFrame, results: pd.DataFrame) -> Figure:
    shown = _shown(results)
    of_shown = judged[judged["rank"].isin(shown.index)]
    drawn = figures.findings_matrix(
        shown,
        names=[view.unit_label(unit) for unit in records(of_shown)],
        groups=[disposition_label(view, each) for each in of_shown["disposition"]],
        ground_labels=[ground_short(ground) for ground in grounds(view)],
        symbols=SYMBOLS,
    )
    title = _title(view, results)
    caption = _("每行一条生产线或装备，按处置建议排列（右侧）：{legend}").format(
        legend=listed(symbol_label(result) for result in PRECEDENCE)
    )
    hidden = len(results) - len(shown)
    if hidden:
        caption += _("；另有{count}条没有画出").format(count=hidden)
    return Figure(
        anchor=FIGURE,
        title=title,
        caption=_("{caption}。").format(caption=caption),
        alt=title,
        svg=figures.to_svg(drawn),
        source=_("来源：台账{file}（数据截至{day}），条款见排查出的问题表").format(
            file=view.assessment.ledger_file, day=view.data_day
        ),
    )


def _shown(results: pd.DataFrame) -> pd.DataFrame:
    """Return the units to draw: of too many those with a finding, and of these the first."""
    if len(results) <= figures.MOST_ROWS:
        return results
    grave = worst(results).isin(["hit", "review"])
    return (results[grave] if grave.any() else results).head(figures.MOST_ROWS)


def _title(view: IndustryView, results: pd.DataFrame) -> str:
    """Return the figure's title: on which grounds how many units are hit."""
    hits = (results == "hit").sum()
    parts = [
        _("{ground}{count}条").format(ground=ground_name(view, str(ground)), count=count)
        for ground, count in hits.items()
        if count
    ]
    if not parts:
        return _("{count}条生产线没有可以确定的问题").format(count=len(results))
    return _("{count}条生产线中有问题的：{parts}").format(count=len(results), parts=listed(parts))


def _findings(view: IndustryView) -> Iterator[Block]:
    found = view.of_enterprises("findings")
    hits = found[found["result"] == "hit"]
    if hits.empty:
        return
    order = [ground.id for ground in grounds(view)]
    by = pd.Categorical(hits["ground"], categories=order).codes
    hits = hits.assign(by=by).sort_values(["by", "enterprise_id", "line_id"], kind="stable")
    columns = [
        Column(_("企业"), width=2.4),
        Column(_("生产线（装备）"), width=1.5),
        Column(_("依据"), width=1.2),
        Column(_("条款行号"), width=1.9),
        Column(_("实测／界限"), width=2.2),
        Column(_("来源单元格"), width=1.6),
    ]
    shown = hits.head(MOST_ROWS)
    named = _equipment(view)
    rows = [_row(view, finding, named) for finding in records(shown)]
    notes = [
        _("斜线前为台账数值，斜线后为条款的界限；没有数值的为文书的结论。"),
        *sources_of_rows(view, shown),
    ]
    if any(confidence_mark(each) for each in shown["confidence"].dropna()):
        notes.append(_("※ 所依据的数值经交叉核对、未见原文，作出处置决定前须核实。"))
    caption = _("{industry}排查出的问题").format(industry=view.sector)
    yield captioned(TABLE, caption, columns, rows, [*notes, *left_off(len(hits))])


def _equipment(view: IndustryView) -> dict[int, str]:
    """Return what each piece of equipment is called: by its name, or by its type."""
    devices = view.of_enterprises("devices")
    kinds = devices["equipment_type"].map(type_name, na_action="ignore").astype("str")
    names = devices["name"].fillna(kinds).fillna("—")
    return dict(zip(devices["device_code"], names, strict=True))


def _row(view: IndustryView, finding: Any, named: dict[int, str]) -> list[Inline]:
    label = attribute_label(finding.attribute)
    value = measured(finding)
    if value == "—":  # of an entry that names equipment without a limit, it is the equipment
        value = named.get(finding.device_code, value)
    return [
        finding.enterprise_name,
        named_unit(finding),
        ground_name(view, finding.ground),
        rule_cited(finding),
        _("{what}：{value}").format(what=label, value=value) if label else value,
        cells_cited(finding),
    ]
