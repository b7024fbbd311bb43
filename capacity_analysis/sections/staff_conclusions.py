"""What the first page says of workers: how many are affected, what must be decided, what is due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pandas as pd

from ..assessment.exposure_words import word
from ..text import _
from .blocks import Inline, fill, ref, strong
from .numbers import listed, trimmed
from .resettlement import TABLE
from .staff_jobs import TABLE as JOBS_TABLE
from .staff_jobs import shortfall_text, swamped, worst
from .staff_procedures import TABLE as LAYOFF_TABLE
from .staff_procedures import layoffs
from .staff_tables import (
    cells,
    leavers,
    money,
    no_data,
    people,
    quarter_name,
    supplier,
    uncapped_enterprises,
    whole,
    with_span,
    without_cohorts,
)
from .view import IndustryView, records

_TASK = "risks"
_TOLD = ("inner_retirement", "retirement", "severance")


def affected(view: IndustryView) -> Inline | None:
    """Return how many staff the exits concern, by route, at what cost, and where jobs are short."""
    cell = None if leavers(view).empty else whole(view)
    if cell is None:
        return None
    if cell.hidden:
        return fill(
            _("退出涉及的职工{finding}{also}（{table}）。"),
            finding=strong(_("人数不公开（人数很少，或者能推算出很少的人数）")),
            also=_short(view), table=ref(TABLE),
        )  # fmt: skip
    return fill(
        _(
            "退出涉及职工{count}{routes}；安置费用{cost}{lacks}{uncapped}{short}{unknown}（{table}）。"
        ),
        count=strong(with_span(cell.headcount, cell.headcount_low, cell.headcount_high, people)),
        routes=_routes(view),
        cost=_cost(cell),
        lacks="" if cell.cost_complete else _("，有的职工没有算出"),
        uncapped=_("，缺当地上年度平均工资、未计三倍封顶") if uncapped_enterprises(view) else "",
        short=_short(view),
        unknown=_unknown(view),
        table=ref(TABLE),
    )


def _cost(cell: Any) -> Inline:
    if cell.costs_hidden:
        return _("不公开")
    sums = with_span(cell.cost_cny, cell.cost_low_cny, cell.cost_high_cny, money)
    return fill(_("约{cost}"), cost=strong(sums))


def _routes(view: IndustryView) -> str:
    own = cells(view)
    told = own[(own["quarter"] == "") & own["route"].isin(_TOLD) & ~own["hidden"]]
    template = _("{route}{count}")
    by = {row.route: row for row in records(told[told["headcount"] > 0])}
    parts = [
        template.format(route=word("route", route), count=people(by[route].headcount))
        for route in _TOLD
        if route in by
    ]
    return _("，其中{parts}").format(parts=listed(parts)) if parts else ""


def _short(view: IndustryView) -> str:
    row = worst(view)
    return _("；{short}").format(short=shortfall_text(row)) if row is not None else ""


def _unknown(view: IndustryView) -> str:
    count = len(without_cohorts(view))
    if not count:
        return ""
    text = _("；另有{count}家{nothing}")
    return text.format(count=count, nothing=no_data(view, _("职工分组表")))


def to_decide_plans(view: IndustryView) -> Inline | None:
    """Return that enterprises that leave must have a plan for their staff, and health checks."""
    if leavers(view).empty:
        return None
    rows = layoffs(view)
    plans = int((rows["resettlement_plan"] == "missing").sum())
    checks = int((rows["health_check"] == "due").sum())
    parts = []
    if plans:
        parts.append(_("督促{count}家企业制定职工安置方案").format(count=plans))
    if checks:
        parts.append(_("{count}家企业安排离岗职业健康检查").format(count=checks))
    if not parts:
        return None
    return fill(
        _("{parts}，完成之前不得解除、终止合同和拆除（{table}）。{lead}。"),
        parts=listed(parts), table=ref(LAYOFF_TABLE), lead=_lead(view),
    )  # fmt: skip


def to_decide_cohorts(view: IndustryView) -> Inline | None:
    """Return that the staff of enterprises that leave are not known, and who supplies them."""
    unknown = without_cohorts(view)
    if unknown.empty:
        return None
    return _("请{department}补报{count}家建议退出企业的职工分组：没有底数，不能安排安置。").format(
        department=supplier(view).label, count=len(unknown)
    )


def to_decide_swamped(view: IndustryView) -> Inline | None:
    """Return that one enterprise's exit asks for more jobs than its township has."""
    if leavers(view).empty:
        return None
    rows = swamped(view)
    if rows.empty:
        return None
    template = _("{enterprise}（{quarter}{township}）")
    named = [
        template.format(
            enterprise=row.name, quarter=quarter_name(row.quarter), township=row.township
        )
        for row in records(rows.drop_duplicates(["name", "township"]))
    ]
    return fill(
        _("研究分期退出或者跨乡镇安置：{named}一家需要的岗位就超过当地承接能力（{table}）。{lead}。"),
        named=listed(named), table=ref(JOBS_TABLE), lead=_lead(view),
    )  # fmt: skip


def _lead(view: IndustryView) -> str:
    """Return who guards against risks, with the clause of the plan; else who knows the staff."""
    campaign = view.assessment.campaign
    task = campaign.task(_TASK)
    if task is None:
        return _("责任单位：{lead}").format(lead=supplier(view).label)
    return _("责任单位：{lead}（方案{clause}）").format(
        lead=campaign.department_names(task.lead), clause=task.clause
    )


def due_explanations(view: IndustryView) -> Iterator[tuple[dt.date, str]]:
    """Yield the last days on which staff must be told of a lay-off, with how many enterprises."""
    if leavers(view).empty:
        return
    rows = layoffs(view).dropna(subset=["explanation_days"])
    exits = leavers(view).set_index("enterprise_id")["deadline"]
    left = pd.to_datetime(rows["enterprise_id"].map(exits))
    last = left - pd.to_timedelta(rows["explanation_days"].astype(float), unit="D")
    for day, of_day in rows.assign(last=last).dropna(subset=["last"]).groupby("last"):
        text = _(
            "{count}家企业裁减人员，最迟在这一天（退出期限前{days}天）向工会或者全体职工说明情况"
        )
        yield (
            pd.Timestamp(str(day)).date(),
            text.format(
                count=len(of_day), days=trimmed(float(of_day["explanation_days"].iloc[0]), 0)
            ),
        )
