"""职工安置: who is affected, what it costs, whether there are jobs, and what must be done before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from .. import figures
from ..assessment.exposure_words import word
from ..text import _
from .blocks import (
    Block,
    Column,
    Figure,
    Inline,
    Section,
    fill,
    paragraph,
    ref,
    section,
    strong,
    table,
)
from .heading import heading, part
from .numbers import listed
from .stability import stability
from .staff_jobs import jobs
from .staff_procedures import lacking, means, procedures
from .staff_tables import (
    ROUTES,
    UNCAPPED,
    cells,
    hidden,
    leavers,
    money,
    no_data,
    notes_on_hidden,
    people,
    published,
    quarter_name,
    span,
    staff,
    uncapped_enterprises,
    whole,
    why_hidden,
    why_uncapped,
    with_span,
    without_cohorts,
)
from .view import IndustryView, records

TABLE = "table-staff"
AGE_FIGURE = "figure-age-service"
COST_FIGURE = "figure-staff-cost"
_10K = 10_000


def resettlement(view: IndustryView) -> Section:
    """Return the staff that leave, their cost, the jobs they need, and what stands in the way."""
    leaving = leavers(view)
    if leaving.empty:
        nothing = _("没有建议退出、尚未退出的企业，不涉及职工安置。")
        return section(heading("resettlement"), paragraph(nothing))
    parts: list[tuple[str, Iterable[Block]]] = [
        (_("涉及职工"), _affected(view)),
        (_("安置费用"), _cost(view)),
        (_("就业岗位"), jobs(view)),
        (_("解除程序和关口"), procedures(view)),
        (_("资金来源"), means(view)),
        (_("稳定风险信号"), stability(view)),
        (_("还缺的数值"), lacking(view)),
    ]
    told = [(title, blocks) for title, each in parts if (blocks := list(each))]
    numbered = (
        block
        for position, (title, blocks) in enumerate(told, 1)
        for block in (part(position, title), *blocks)
    )
    return section(heading("resettlement"), *numbered)


# --- who ------------------------------------------------------------------------------------------


def _affected(view: IndustryView) -> Iterator[Block]:
    leaving, unknown = leavers(view), without_cohorts(view)
    yield paragraph(_size(view, leaving, unknown))
    if len(unknown) == len(leaving):
        return
    if (view.of_enterprises("staff")["exposure"] == "shared").any():
        text = _("部分退出的企业还有不属于某条生产线的职工（管理、检修等），去留由企业定，未计入。")
        yield paragraph(text)
    yield _staff_table(view)
    yield from _age_figure(view)


def _size(view: IndustryView, leaving: pd.DataFrame, unknown: pd.DataFrame) -> Inline:
    """Return how many enterprises leave, how many staff that concerns, and whose are not known."""
    all_, some = (int((leaving["extent"] == extent).sum()) for extent in ("whole", "part"))
    if len(unknown) == len(leaving):
        return fill(
            _("{count}家企业建议退出（全部退出{all}家，部分退出{some}家），涉及职工{nothing}。"),
            count=str(len(leaving)), all=str(all_), some=str(some),
            nothing=strong(no_data(view, _("职工分组表"))),
        )  # fmt: skip
    return fill(
        _("{count}家企业建议退出（全部退出{all}家，部分退出{some}家），涉及{staff}（{table}）{also}。"),
        count=str(len(leaving)), all=str(all_), some=str(some),
        staff=strong(_staff(whole(view))), table=ref(TABLE),
        also=_("；{names}{nothing}").format(
            names=listed(unknown["enterprise_name"]), nothing=no_data(view, _("职工分组表"))
        ) if len(unknown) else "",
    )  # fmt: skip


def _staff(cell: Any) -> str:
    if cell is None or cell.hidden:
        return _("职工人数不公开")
    return _("职工{count}").format(
        count=with_span(cell.headcount, cell.headcount_low, cell.headcount_high, people)
    )


def _staff_table(view: IndustryView) -> Block:
    """Return headcount and cost by route and by quarter, and of all."""
    columns = [
        Column(_("分组"), width=1.1),
        Column(_("安置去向、退出季度"), width=2.2),
        Column(_("职工"), "right", 1.1),
        Column(_("区间"), "right", 1.6),
        Column(_("用人单位负担"), "right", 1.4),
        Column(_("区间"), "right", 2.2),
    ]
    own = cells(view)
    by_route = own[(own["quarter"] == "") & own["route"].isin(ROUTES)]
    order = pd.Categorical(by_route["route"], categories=list(ROUTES)).codes
    by_route = by_route.iloc[np.argsort(order, kind="stable")]
    by_quarter = own[(own["quarter"] != "") & (own["route"] == "")].sort_values("quarter")
    all_ = own[(own["quarter"] == "") & (own["route"] == "")]
    mark = _mark(view)
    rows = [
        *(_row(_("去向"), word("route", row.route), row, mark) for row in records(by_route)),
        *(_row(_("季度"), quarter_name(row.quarter), row, mark) for row in records(by_quarter)),
        *(_row(_("合计"), "", row, mark) for row in records(all_)),
    ]
    caption = _("{industry}退出涉及的职工和安置费用").format(industry=view.sector)
    return table(TABLE, caption, columns, rows, [*_notes(view, own), *notes_on_hidden(own)])


def _row(group: str, name: str, row: Any, mark: str) -> list[Inline]:
    if row.hidden:
        return [group, name, *[hidden()] * 4]
    return [
        group,
        name,
        people(row.headcount),
        span(row.headcount_low, row.headcount_high, people),
        *(
            [hidden()] * 2
            if row.costs_hidden
            else [_sum(row, mark), span(row.cost_low_cny, row.cost_high_cny, money)]
        ),
    ]


def _sum(row: Any, mark: str) -> str:
    """Return a cost, marked where it is not held against the cap, and where someone's is missing."""
    text = money(row.cost_cny)
    if pd.isna(row.cost_cny):
        return text
    lacks = "" if row.cost_complete else _("（有缺）")
    return f"{text}{mark if row.cost_cny > 0 else ''}{lacks}"


def _mark(view: IndustryView) -> str:
    return UNCAPPED if uncapped_enterprises(view) else ""


def _notes(view: IndustryView, own: pd.DataFrame) -> list[str]:
    """Return what the sums hold, and what leaves them too high, too low or wide."""
    notes = [
        _("用人单位负担含经济补偿、内退生活费和单位缴费、拖欠的工资和社保，代通知金只计入区间的高端；"
          "不含失业保险基金支付的待遇。没有职工安置方案的，中间值按解除或者终止合同计，"
          "区间包括内退、转到留下的生产线等可能。")
    ]  # fmt: skip
    if _mark(view):
        notes.append(why_uncapped())
    if (~own["cost_complete"].astype(bool)).any():
        notes.append(_("“有缺”的只计能算出的，缺什么见“还缺的数值”。"))
    reasons = staff(view)["reasons"].dropna().str.split(";").explode()
    if (reasons == "pre_2008_undecided").any():
        notes.append(
            _("2008年以前的工作年限，关闭或合同终止时是否补偿没有统一规定：区间从不补偿到补偿。")
        )
    return notes


def _age_figure(view: IndustryView) -> Iterator[Block]:
    ages = published(view, "staff_ages")
    own = ages[(ages["scope"] == "industry") & (ages["key"] == view.industry_id)]
    if own.empty:
        return
    bands = view.assessment.campaign.age_bands
    starts = (bands.age, bands.service) if bands else ((), ())
    spread = own.pivot_table(
        index="age_band", columns="service_band", values="hidden", aggfunc="any", observed=True
    )
    age, service = _bands(starts[0], own["age_band"]), _bands(starts[1], own["service_band"])
    closed = spread.reindex(index=age, columns=service).fillna(False).to_numpy(bool)
    counts = own.pivot_table(
        index="age_band", columns="service_band", values="headcount", aggfunc="sum", observed=True
    ).reindex(index=age, columns=service).fillna(0.0)  # fmt: skip
    counts = counts.mask(closed)
    drawn = figures.age_service(
        counts,
        age_labels=[_age(band) for band in age],
        service_labels=[_service(band) for band in service],
        age_axis=_("年龄"),
        service_axis=_("在本单位的工作年限"),
        hidden_label=hidden(),
    )
    title = _age_title(own)
    caption = _(
        "格内为退出时的人数，颜色越深人数越多，空白为没有；一组职工跨几格的，按月份比例分开。"
    )
    if closed.any():
        caption += why_hidden()
    yield Figure(
        anchor=AGE_FIGURE, title=title, caption=caption, alt=title, svg=figures.to_svg(drawn),
        source=_source(view),
    )  # fmt: skip


def _bands(starts: Sequence[int], used: pd.Series) -> list[str]:
    """Return the bands of the plan, and any other that is used, from the first on."""
    named = [f"{one}-{after - 1}" for one, after in pairwise(starts)]
    last = [f"{one}+" for one in starts[-1:]]
    held = dict.fromkeys([*named, *last, *used.astype("str")])
    return sorted(held, key=_start)


def _start(band: str) -> int:
    return int(band.rstrip("+").split("-")[0])


def _age(band: str) -> str:
    if band.endswith("+"):
        return _("{years}岁以上").format(years=band[:-1])
    return _("{years}岁").format(years=band.replace("-", "—"))


def _service(band: str) -> str:
    if band.endswith("+"):
        return _("{years}年以上").format(years=band[:-1])
    if _start(band) == 0:
        return _("不满{years}年").format(years=int(band.split("-")[1]) + 1)
    return _("{years}年").format(years=band.replace("-", "—"))


def _age_title(own: pd.DataFrame) -> str:
    """Return where most staff stand among the cells that may be told."""
    told = own[~own["hidden"] & (own["headcount"] > 0)]
    if told.empty:
        return _("按年龄和工作年限分的人数均不公开")
    most = told.sort_values("headcount", ascending=False, kind="stable").iloc[0]
    template = (
        _("在公开的各格中，{age}、工作{service}的最多，{count}")
        if own["hidden"].any()
        else _("{age}、工作{service}的最多，{count}")
    )
    return template.format(
        age=_age(most["age_band"]),
        service=_service(most["service_band"]),
        count=people(most["headcount"]),
    )


def _source(view: IndustryView) -> str:
    template = _("来源：台账{file}职工分组（数据截至{day}），按分组估算")
    return template.format(file=view.assessment.ledger_file, day=view.data_day)


# --- what it costs --------------------------------------------------------------------------------


def _cost(view: IndustryView) -> Iterator[Block]:
    own = cells(view)
    quarters = own[(own["quarter"] != "") & (own["route"] == "")].sort_values("quarter")
    if quarters.empty:
        return
    if quarters["cost_cny"].notna().any():
        yield _cost_figure(view, quarters)
    yield paragraph(
        _("人数和费用按职工分组（年龄、工龄的范围和平均工资）估算，用于安排资金和岗位，不是对个人的计算；"
          "经济补偿、退休和失业保险待遇以法律条文和经办机构核定的为准。")
    )  # fmt: skip


def _cost_figure(view: IndustryView, quarters: pd.DataFrame) -> Figure:
    away = quarters["hidden"] | quarters["costs_hidden"]
    ends = {"low": "cost_low_cny", "central": "cost_cny", "high": "cost_high_cny"}
    sums = pd.DataFrame({name: quarters[column] / _10K for name, column in ends.items()})
    drawn = figures.cost_by_quarter(
        sums,
        names=[quarter_name(each) for each in quarters["quarter"]],
        cost_label=_("用人单位负担（万元）"),
        missing_labels=[hidden() if each else _("无数据") for each in away],
    )
    most = quarters.sort_values("cost_cny", ascending=False, kind="stable").iloc[0]
    template = (
        _("安置费用{quarter}约{cost}")
        if len(quarters) == 1
        else _("安置费用{quarter}最多，约{cost}")
        if not away.any()
        else _("在公开的各季度中，安置费用{quarter}最多，约{cost}")
    )
    title = template.format(
        quarter=quarter_name(most["quarter"]),
        cost=with_span(most["cost_cny"], most["cost_low_cny"], most["cost_high_cny"], money),
    )
    caption = _(
        "柱高为中间值，竖线为从低到高的区间；按退出日期所在的季度计，没有期限的按方案工作目标的日期。"
    )
    if _mark(view):
        caption += _("未计三倍封顶，可能偏高。")
    if away.any():
        caption += why_hidden()
    return Figure(
        anchor=COST_FIGURE, title=title, caption=caption, alt=title, svg=figures.to_svg(drawn),
        source=_source(view),
    )  # fmt: skip
