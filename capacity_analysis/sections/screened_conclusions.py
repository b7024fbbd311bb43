"""What the first page says of the grounds other than energy, of exits and of what is overdue.

A sentence or item is missing where there is nothing to say, so that the few that a leader reads are
those that ask for something.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pandas as pd

from ..assessment.finding_words import authority_name, department_names
from ..text import _
from .blocks import Inline, Run, fill, ref, strong
from .dispositions import STEP_TABLE, leaving, named_counts
from .finding_cells import on_day
from .numbers import listed
from .open_findings import TABLE as OPEN_TABLE
from .screening import TABLE as FINDING_TABLE
from .units import ground_name, split, units
from .view import IndustryView
from .work_progress import OVERDUE_TABLE, overdue_of

_LISTED = "elimination_list"
_CATALOGUE = (_LISTED, "restricted_low_rating")
_ENERGY = ("below_baseline", "over_limit")  # grounds that have sentences of their own
_SETTLED = "accepted"


def screened(view: IndustryView) -> Inline | None:
    """Return what is on the elimination list, and what was found on other grounds than energy."""
    found = view.of_enterprises("findings")
    open_ = (found["result"] == "hit") & (found["state"] != _SETTLED)
    hits = found[open_ & ~found["ground"].isin(_ENERGY)]
    pending = _pending(found)
    if hits.empty and not pending:
        return None
    listed_ones = hits[hits["ground"] == _LISTED]
    others = hits[hits["ground"] != _LISTED]
    parts: list[Inline] = []
    if len(listed_ones):
        parts.append(_to_eliminate(view, listed_ones))
    if len(others):
        parts.append(strong(_("{grounds}有问题").format(grounds=listed(_by_ground(view, others)))))
    if not parts:
        parts.append(_("能耗以外的各项依据没有可以确定的问题"))
    where = FINDING_TABLE if len(hits) else OPEN_TABLE
    return fill(
        _("{parts}{pending}（{table}）。"),
        parts=_joined(parts, _("；")),
        pending=_("；另有{count}项与目录对照后待核，不作处置依据").format(count=pending)
        if pending
        else "",
        table=ref(where),
    )


def _pending(found: pd.DataFrame) -> int:
    """Return how many findings on the catalogue are still to be checked."""
    return int(((found["result"] == "review") & found["ground"].isin(_CATALOGUE)).sum())


def _to_eliminate(view: IndustryView, hits: pd.DataFrame) -> Inline:
    today = view.assessment.as_of.isoformat()
    late = int((hits["deadline"] < today).sum())
    return fill(
        _("{until}{finding}{late}，责任单位：{departments}"),
        until=_until(hits),
        finding=strong(_("落后装备{count}台（套）").format(count=devices(view, hits))),
        late=_("，其中{count}项的期限（目录条目或通知书所定）已过").format(count=late)
        if late
        else "",
        departments=_departments(view, hits),
    )


def _until(hits: pd.DataFrame) -> str:
    """Return by when the plan wants what is listed gone."""
    days = hits["plan_deadline"].dropna()
    if days.empty:
        return _("列入淘汰类的")
    return _("按方案须于{day}前淘汰的").format(day=on_day(days.min()))


def devices(view: IndustryView, findings: pd.DataFrame) -> int:
    """Return how many pieces of equipment findings are on: rows of several alike count as such."""
    known = view.assessment["devices"].set_index("device_code")["quantity"]
    codes = findings["device_code"].drop_duplicates()
    return int(codes.map(known).fillna(1).sum())


def _by_ground(view: IndustryView, hits: pd.DataFrame) -> Iterator[str]:
    template = _("{ground}{count}项")
    for ground, count in hits["ground"].value_counts(sort=False).items():
        yield template.format(ground=ground_name(view, str(ground)), count=count)


def _departments(view: IndustryView, rows: pd.DataFrame) -> str:
    """Return the departments of rows, each once."""
    ids = dict.fromkeys(each for joined in rows["department"] for each in split(joined))
    return department_names(view.assessment.campaign, ";".join(ids)) or "—"


def exits_and_overdue(view: IndustryView) -> Inline | None:
    """Return how many lines are suggested to leave, and what work is overdue."""
    exits, late = leaving(view, units(view)), overdue_of(view)
    parts: list[Inline] = []
    if len(exits):
        parts.append(
            fill(
                _("{finding}（{counts}）{steps}"),
                finding=strong(_("建议{count}条退出").format(count=len(exits))),
                counts=listed(named_counts(view, exits)),
                steps=_steps(exits),
            )
        )
    if len(late):
        parts.append(
            fill(
                _("{finding}，最长{days}天（{table}）"),
                finding=strong(_("逾期事项{count}项").format(count=len(late))),
                days=str(int(late["days"].max())),
                table=ref(OVERDUE_TABLE),
            )
        )
    return fill(_("{parts}。"), parts=_joined(parts, _("；"))) if parts else None


def _steps(exits: pd.DataFrame) -> Inline:
    open_ = _incomplete(exits)
    if not open_:
        return ""
    if open_ == len(exits):
        text = _("，法定程序和关口均未办齐（{table}）")
    else:
        text = _("，其中{count}条法定程序或关口未办齐（{table}）")
    return fill(text, count=str(open_), table=ref(STEP_TABLE))


def _incomplete(exits: pd.DataFrame) -> int:
    """Return how many units lack a step that law asks for before they leave."""
    lacking = exits[["steps_missing", "gates_missing"]].fillna("") != ""
    return int(lacking.any(axis=1).sum())


def _joined(parts: list[Inline], mark: str) -> Inline:
    pieces: list[str | Run] = []
    for part in parts:
        pieces += [mark] if pieces else []
        pieces += [part] if isinstance(part, str | Run) else part
    return pieces


def to_decide_exits(view: IndustryView) -> Inline | None:
    """Return that the lines suggested to leave must be decided on, by whom."""
    exits = leaving(view, units(view))
    if exits.empty:
        return None
    ids = dict.fromkeys(each for joined in exits["authority"] for each in split(joined))
    campaign = view.assessment.campaign
    return fill(
        _("研究{count}条建议退出的生产线（{counts}）{steps}。决定机关：{authorities}；责任单位：{departments}。"),
        count=str(len(exits)),
        counts=listed(named_counts(view, exits)),
        steps=_steps(exits),
        authorities=listed(authority_name(campaign, each) for each in ids) or "—",
        departments=_departments(view, exits),
    )  # fmt: skip


def to_decide_overdue(view: IndustryView) -> Inline | None:
    """Return that overdue work must be pressed, by whom."""
    late = overdue_of(view)
    if late.empty:
        return None
    return fill(
        _("督办{count}项逾期事项（最长{days}天，{table}）。责任单位：{departments}。"),
        count=str(len(late)),
        days=str(int(late["days"].max())),
        table=ref(OVERDUE_TABLE),
        departments=_departments(view, late),
    )


def to_decide_exceptions(view: IndustryView) -> Inline | None:
    """Return that the papers which would prove an exception must be checked."""
    found = view.of_enterprises("findings")
    possible = found[(found["result"] == "review") & (found["reason"] == "exception_possible")]
    if possible.empty:
        return None
    return fill(
        _("核实{count}台（套）装备是否属目录例外的证明材料（{table}）。责任单位：{departments}。"),
        count=str(devices(view, possible)),
        table=ref(OPEN_TABLE),
        departments=_departments(view, possible),
    )


def due_findings(view: IndustryView) -> Iterator[tuple[dt.date, str]]:
    """Yield the days on which findings must be mended, with their number, grounds and departments."""
    found = view.of_enterprises("findings")
    open_ = found[(found["result"] == "hit") & (found["state"] != _SETTLED)]
    for day, rows in open_.groupby("deadline"):
        text = _("{count}项问题的期限（{grounds}），责任单位：{departments}").format(
            count=len(rows),
            grounds=listed(_by_ground(view, rows)),
            departments=_departments(view, rows),
        )
        yield dt.date.fromisoformat(str(day)), text
