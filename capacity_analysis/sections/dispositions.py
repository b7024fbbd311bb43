"""处置建议: what is suggested for whom, on what basis, by when, and what must be done before."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from ..assessment.finding_words import authority_name, legal_step_names
from ..text import _
from .blocks import Block, Column, Inline, Section, fill, paragraph, ref, section, strong, table
from .finding_cells import MOST_ROWS, deadline, departments_or_dash, left_off, state_or_dash
from .heading import heading, part
from .numbers import listed
from .units import disposition_label, findings_of, ground_name, split, units
from .view import IndustryView, records

TABLE = "table-dispositions"
STEP_TABLE = "table-legal-steps"
_DAYS = ["plan_deadline", "national_deadline", "entry_deadline"]


def dispositions(view: IndustryView) -> Section:
    """Return the suggestions, those with findings line by line, and the steps before an exit."""
    judged = units(view)
    if judged.empty:
        nothing = _("没有可以提出处置建议的生产线和装备。")
        return section(heading("dispositions"), paragraph(nothing))
    told = to_tell(judged)
    blocks: list[Block] = [heading("dispositions"), paragraph(_suggestion()), _counts(view, judged)]
    if len(told):
        blocks += [part(1, _("建议明细")), _table(view, told)]
    return section(*blocks, *_whole_enterprises(view), *_steps(view, told))


def to_tell(judged: pd.DataFrame) -> pd.DataFrame:
    """Return the units with a finding, and those that leave or have left: not the merely open ones."""
    return judged[(judged["findings"] > 0) | judged["exits"]]


def leaving(view: IndustryView, judged: pd.DataFrame) -> pd.DataFrame:
    """Return the units that are to leave and have not left yet."""
    return judged[judged["exits"] & ~judged["disposition"].isin(_done(view))]


def _done(view: IndustryView) -> list[str]:
    """Return the dispositions of what has left already."""
    return [one.id for one in view.assessment.campaign.dispositions if one.done]


def named_counts(view: IndustryView, judged: pd.DataFrame) -> list[str]:
    """Return how many units each disposition is suggested for, in the order of `units`."""
    counts = judged["disposition"].value_counts(sort=False)
    template = _("{disposition}{count}条")
    return [
        template.format(disposition=disposition_label(view, str(each)), count=count)
        for each, count in counts.items()
    ]


def _suggestion() -> str:
    return _(
        "以下是按方案和标准得出的处置建议，不是处置决定；决定由有权机关依法定程序作出。"
        "一家企业有的生产线合格、有的不合格，只就不合格的生产线提出建议。"
    )


def _counts(view: IndustryView, judged: pd.DataFrame) -> Block:
    told = to_tell(judged)
    return paragraph(
        fill(
            _("{count}条生产线（含不属于生产线的装备）的建议：{counts}{where}。"),
            count=str(len(judged)),
            counts=strong(listed(named_counts(view, judged))),
            where=fill(_("（有问题的和退出的见{table}）"), table=ref(TABLE)) if len(told) else "",
        )
    )


def _table(view: IndustryView, told: pd.DataFrame) -> Block:
    columns = [
        Column(_("企业"), width=2.2),
        Column(_("生产线（装备）"), width=1.2),
        Column(_("处置建议"), width=1.6),
        Column(_("依据"), width=1.4),
        Column(_("方案条款"), width=1.3),
        Column(_("期限（依据）"), width=2.4),
        Column(_("责任单位"), width=1.5),
        Column(_("整改状态"), width=1.1),
    ]
    with_days = told.merge(_days(view, told), on="rank", how="left")
    rows = [_row(view, unit) for unit in records(with_days.head(MOST_ROWS))]
    notes = [
        _("期限：先列起决定作用的一个，方案、国家规定和目录条目另有期限的列在其后。"
          "状态：截至{day}。").format(day=view.data_day),
        *left_off(len(told)),
    ]  # fmt: skip
    caption = _("{industry}处置建议").format(industry=view.sector)
    return table(TABLE, caption, columns, rows, notes)


def _days(view: IndustryView, told: pd.DataFrame) -> pd.DataFrame:
    """Return the earliest day of each kind among the findings that hit a unit."""
    found = findings_of(view, told)
    hits = found[found["result"] == "hit"].astype(dict.fromkeys(_DAYS, "object"))
    return hits.groupby("rank")[_DAYS].agg(_earliest).reset_index()


def _earliest(days: pd.Series) -> object:
    known = [day for day in days if isinstance(day, str) and day]
    return min(known, default=None)


def _row(view: IndustryView, unit: Any) -> list[Inline]:
    suggested = disposition_label(view, unit.disposition)
    names = [ground_name(view, each) for each in split(unit.grounds)]
    return [
        unit.enterprise_name,
        unit.unit,
        strong(suggested) if unit.exits else suggested,
        listed(names) or "—",
        _clauses(view, unit),
        deadline(unit),
        departments_or_dash(view, unit.department),
        state_or_dash(unit.state),
    ]


def _clauses(view: IndustryView, unit: Any) -> str:
    """Return the clause of the rule that decided, and those of the grounds that were found."""
    campaign = view.assessment.campaign
    rules = {rule.id: rule.clause for rule in campaign.disposition_rules}
    found = [campaign.ground(each) for each in split(unit.grounds)]
    clauses = [rules.get(str(unit.rule), ""), *(each.clause for each in found if each)]
    single = (clause for joined in clauses for clause in joined.split("、") if clause)
    return listed(dict.fromkeys(single)) or "—"


def _whole_enterprises(view: IndustryView) -> Iterator[Block]:
    """Yield which enterprises would lose every line: all others lose single lines at most."""
    table_ = view.of_enterprises("enterprise_dispositions")
    table_ = table_[~table_["disposition"].isin(_done(view))]
    whole, some = (table_[table_["extent"] == extent] for extent in ("whole", "part"))
    if whole.empty and some.empty:
        return
    parts = []
    if len(whole):
        text = _("{count}家企业的在运行生产线全部建议退出：{names}")
        parts.append(text.format(count=len(whole), names=listed(whole["enterprise_name"])))
    if len(some):
        text = _("{count}家企业有部分生产线建议退出，其余生产线不受影响")
        parts.append(text.format(count=len(some)))
    yield paragraph(_("{parts}。").format(parts=_("；").join(parts)))


def _steps(view: IndustryView, told: pd.DataFrame) -> Iterator[Block]:
    """Yield the steps that law asks for before a unit leaves, with what is still missing."""
    exits = leaving(view, told)
    if exits.empty:
        return
    yield part(2, _("退出前的法定程序和关口"))
    columns = [
        Column(_("企业"), width=2.2),
        Column(_("生产线（装备）"), width=1.2),
        Column(_("处置建议"), width=1.1),
        Column(_("决定机关"), width=1.6),
        Column(_("尚缺程序"), width=2.0),
        Column(_("尚缺关口"), width=3.4),
    ]
    campaign = view.assessment.campaign
    rows: list[list[Inline]] = [
        [
            unit.enterprise_name,
            unit.unit,
            disposition_label(view, unit.disposition),
            _authorities(view, unit.authority),
            legal_step_names(campaign, _text(unit.steps_missing)) or _("没有"),
            legal_step_names(campaign, _text(unit.gates_missing)) or _("没有"),
        ]
        for unit in records(exits.head(MOST_ROWS))
    ]
    notes = [
        _("程序和关口依方案和法律，未办齐之前不得作出决定或拆除；依法不需要的不列。"),
        *left_off(len(exits)),
    ]
    yield table(STEP_TABLE, _("建议退出的生产线尚缺的程序和关口"), columns, rows, notes)


def _authorities(view: IndustryView, ids: object) -> str:
    return listed(authority_name(view.assessment.campaign, each) for each in split(ids)) or "—"


def _text(ids: object) -> str:
    return ids if isinstance(ids, str) else ""
