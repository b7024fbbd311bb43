"""Jobs that leaving staff need, township by township, against what the district can offer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from .. import figures
from ..text import _
from .blocks import Block, Column, Figure, Inline, paragraph, strong, table
from .finding_cells import MOST_ROWS, left_off
from .numbers import trimmed
from .staff_tables import (
    hidden,
    no_data,
    notes_on_hidden,
    published,
    quarter_name,
    span,
    staff,
    why_hidden,
)
from .view import IndustryView, records

TABLE = "table-jobs"
FIGURE = "figure-jobs"


def demand(view: IndustryView) -> pd.DataFrame:
    """Return jobs needed where and when the industry's staff leaves, the greatest shortfall first.

    A township's jobs are needed by the staff of every industry, and its capacity is one for all. The
    whole district stands beside the townships where a capacity was reported for it.
    """
    wanted = published(view, "job_demand")
    own = staff(view)[["township", "quarter"]].drop_duplicates()
    of_all = wanted[(wanted["township"] == "") & wanted["capacity"].notna()]
    of_all = of_all[of_all["quarter"].isin(own["quarter"])].assign(township=_("全区"))
    told = pd.concat([wanted.merge(own, on=["township", "quarter"]), of_all], ignore_index=True)
    order = told.assign(by=told["shortfall"].astype(float)).sort_values(
        ["by", "quarter", "township"], ascending=[False, True, True], kind="stable"
    )
    return told.loc[order.index].reset_index(drop=True)


def worst(view: IndustryView) -> Any:
    """Return the township and quarter that is short of most jobs; None where none is known to be."""
    short = demand(view)
    short = short[~short["hidden"] & (short["shortfall"].astype(float) > 0)]
    return next(records(short), None)


def swamped(view: IndustryView) -> pd.DataFrame:
    """Return the townships and quarters that a single enterprise of these would swamp."""
    wanted = demand(view)
    names = view.enterprises.set_index("enterprise_id")["name"]
    return wanted.assign(name=wanted["swamped_by"].map(names)).dropna(subset=["name"])


def shortfall_text(row: Any) -> str:
    """Return how many jobs a township needs, and by how many that is too many."""
    return _("{quarter}{township}需就业岗位{demand}个，超过承接能力{shortfall}个").format(
        quarter=quarter_name(row.quarter),
        township=row.township,
        demand=trimmed(float(row.demand), 0),
        shortfall=trimmed(float(row.shortfall), 0),
    )


def jobs(view: IndustryView) -> Iterator[Block]:
    """Yield the figure and the table of jobs; nothing where no staff is known to need any."""
    wanted = demand(view)
    if wanted.empty:
        return
    if wanted["capacity"].isna().all() and not wanted["hidden"].all():
        text = _("能够承接多少岗位{nothing}，不能比较。")
        yield paragraph(text.format(nothing=no_data(view, _("用工需求表"))))
    if not wanted["hidden"].all():
        yield _figure(view, wanted.head(MOST_ROWS))
    yield _table(view, wanted)


def _figure(view: IndustryView, wanted: pd.DataFrame) -> Figure:
    drawn = figures.jobs_against_capacity(
        wanted,
        names=[f"{row.township} {quarter_name(row.quarter)}" for row in records(wanted)],
        labels={
            "met": _("需要的岗位"),
            "short": _("超过承接能力的部分"),
            "capacity": _("承接能力"),
            "unknown": _("未报"),
        },
        axis_label=_("岗位（个）"),
        hidden_label=hidden(),
    )
    title = _title(view, wanted)
    caption = _("条旁为“需要的岗位／承接能力”，竖线为承接能力，斜线为超过的部分；"
                "需要的岗位按乡镇（街道）和退出季度计，含全区各行业。")  # fmt: skip
    if wanted["hidden"].any():
        caption += why_hidden()
    return Figure(
        anchor=FIGURE, title=title, caption=caption, alt=title, svg=figures.to_svg(drawn),
        source=_("来源：台账{file}职工分组和用工需求（数据截至{day}）").format(
            file=view.assessment.ledger_file, day=view.data_day
        ),
    )  # fmt: skip


def _title(view: IndustryView, wanted: pd.DataFrame) -> str:
    short = worst(view)
    if short is not None:
        return shortfall_text(short)
    known = wanted[~wanted["hidden"]]
    if known["capacity"].isna().all():
        return _("退出职工需要的岗位，没有承接能力可以比较")
    if known["capacity"].isna().any() or len(known) < len(wanted):
        return _("有数可比的乡镇（街道），需要的岗位都在承接能力之内")
    return _("需要的岗位都在承接能力之内")


def _table(view: IndustryView, wanted: pd.DataFrame) -> Block:
    columns = [
        Column(_("乡镇（街道）"), width=1.6),
        Column(_("季度"), width=1.6),
        Column(_("需要的岗位"), "right", 1.1),
        Column(_("区间"), "right", 1.2),
        Column(_("承接能力"), "right", 1.1),
        Column(_("缺口"), "right", 0.9),
        Column(_("一家就超过承接能力的企业"), width=2.4),
    ]
    names = view.assessment["enterprises"].set_index("enterprise_id")["name"]
    shown = wanted.assign(name=wanted["swamped_by"].map(names)).head(MOST_ROWS)
    notes = [
        _(
            "转岗、内部退养和到龄退休的不需要新岗位。承接能力无数据的，缺：{department}用工需求表。"
        ).format(
            department=view.assessment.campaign.departments[
                view.assessment.campaign.suppliers.workforce
            ].label
        ),
        *notes_on_hidden(wanted),
        *left_off(len(wanted)),
    ]
    caption = _("退出职工需要的岗位和承接能力（个）")
    return table(TABLE, caption, columns, [_row(row) for row in records(shown)], notes)


def _row(row: Any) -> list[Inline]:
    place = [row.township, quarter_name(row.quarter)]
    if row.hidden:
        return [*place, *[hidden()] * 4, "—"]
    short = not pd.isna(row.shortfall) and row.shortfall > 0
    return [
        *place,
        _number(row.demand),
        span(row.demand_low, row.demand_high, _number),
        _("无数据") if pd.isna(row.capacity) else _number(row.capacity),
        strong(_number(row.shortfall)) if short else "—" if pd.isna(row.shortfall) else _("没有"),
        row.name if isinstance(row.name, str) else "—",
    ]


def _number(count: float) -> str:
    return trimmed(float(count), 0)
