"""走访建议: whom to visit first, and how far reported false returns have been looked into.

A signal is a reason to look, and a false return that is suspected is not a fact: what it is about is
told only when it is proven, and one that was dismissed names nobody.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from ..assessment.finding_words import choice
from ..text import _
from .blocks import Block, Column, Inline, Section, paragraph, section, strong, table
from .finding_cells import MOST_ROWS, left_off, on_day
from .heading import heading, part
from .numbers import number, trimmed
from .units import ground_name
from .view import IndustryView, records

TABLE = "table-visits"
FALSE_TABLE = "table-false-returns"
_PROVEN = ("confirmed", "punished")


def visits(view: IndustryView) -> Section:
    """Return the enterprises to be visited first with the reasons, and the state of false returns."""
    return section(
        heading("visits"),
        part(1, _("数据比对")),
        *_signals(view),
        part(2, _("弄虚作假的核查")),
        *_false_returns(view),
    )


def _signals(view: IndustryView) -> Iterator[Block]:
    signals = view.of_enterprises("visits")
    if signals.empty:
        yield paragraph(_("数据比对没有需要优先走访的企业。"))
        return
    text = _(
        "以下{count}家企业的数据或整改情况值得先去核实；列入不等于有问题，结论以现场核实为准。"
    )
    yield paragraph(text.format(count=signals["enterprise_id"].nunique()))
    columns = [
        Column(_("顺序"), "right", 0.6),
        Column(_("企业"), width=2.6),
        Column(_("生产线"), width=1.2),
        Column(_("线索"), width=3.4),
        Column(_("数值"), "right", 1.3),
        Column(_("界限"), "right", 0.9),
        Column(_("单元格"), width=1.8),
    ]
    lines = view.lines.set_index("line_code")["line_id"]
    ordered = signals.assign(line_id=signals["line_code"].map(lines))
    ordered = ordered.sort_values("rank", kind="stable")
    place = {rank: at for at, rank in enumerate(ordered["rank"].unique(), 1)}
    rows = [_row(view, row, place[row.rank]) for row in records(ordered.head(MOST_ROWS))]
    caption = _("{industry}走访建议").format(industry=view.sector)
    yield table(TABLE, caption, columns, rows, left_off(len(ordered)))


def _row(view: IndustryView, row: Any, place: int) -> list[Inline]:
    limit = "—" if pd.isna(row.threshold) else trimmed(float(row.threshold), 1)
    return [
        str(place),
        row.enterprise_name,
        row.line_id if isinstance(row.line_id, str) else _("全厂"),
        _signal(view, row),
        _value(row),
        limit,
        row.cells if isinstance(row.cells, str) else "—",
    ]


def _signal(view: IndustryView, row: Any) -> str:
    """Return what does not fit, as a reason to look and nothing more."""
    measure = row.measure if isinstance(row.measure, str) else ""
    if row.signal == "overdue":
        return _("{ground}整改逾期（天）").format(ground=ground_name(view, measure))
    if row.signal == "false_return":
        return _("弄虚作假：{state}").format(state=_state(str(row.state)))
    return {
        ("meter_gap", "electricity"): _("填报电量与供电公司电量相差（%）"),
        ("peer_outlier", "electricity_intensity"): _("单位产品电耗与同类生产线相差（稳健标准分）"),
        ("year_jump", "output"): _("产量比上年变化（%）"),
        ("year_jump", "electricity_intensity"): _("单位产品电耗比上年变化（%）"),
    }.get((row.signal, measure), str(row.signal))


def _value(row: Any) -> str:
    if row.signal == "false_return" or pd.isna(row.value):
        return "—"
    if row.value in (float("inf"), float("-inf")):
        return _("没有可比数")
    return number(float(row.value), 0 if row.signal == "overdue" else 1)


def _state(state: str) -> str:
    """Return how far a false return has been looked into; a suspicion says that it is one."""
    if state == "suspected":
        return _("疑似，核查中")
    return choice("false_returns", "state", state)


def _false_returns(view: IndustryView) -> Iterator[Block]:
    cases = view.of_enterprises("false_returns")
    if cases.empty:
        yield paragraph(_("台账没有登记弄虚作假的情况。"))
        return
    told = cases[cases["state"] != "dismissed"]
    text = _("登记{count}件，查实或已处理{proven}件，疑似、核查中{suspected}件，已排除{dismissed}件。"
             "疑似的未经查实，不作任何依据，也不写明事项；已排除的不列名。")  # fmt: skip
    yield paragraph(
        text.format(
            count=len(cases),
            proven=int(cases["state"].isin(_PROVEN).sum()),
            suspected=int((cases["state"] == "suspected").sum()),
            dismissed=len(cases) - len(told),
        )
    )
    if told.empty:
        return
    columns = [
        Column(_("企业"), width=2.4),
        Column(_("生产线"), width=1.1),
        Column(_("发现日期"), width=1.5),
        Column(_("核查情况"), width=1.4),
        Column(_("查实的事项"), width=2.6),
        Column(_("证据"), width=2.0),
    ]
    rows = [_case(case) for case in records(told.head(MOST_ROWS))]
    yield table(FALSE_TABLE, _("弄虚作假的核查情况"), columns, rows, left_off(len(told)))


def _case(case: Any) -> list[Inline]:
    proven = case.state in _PROVEN
    state = _state(str(case.state))
    return [
        case.enterprise_name,
        case.line_id if isinstance(case.line_id, str) else _("全厂"),
        on_day(case.found_on),
        strong(state) if proven else state,
        case.matter if proven and isinstance(case.matter, str) else _("查实前不写明"),
        case.proof if proven and isinstance(case.proof, str) else "—",
    ]
