"""土地盘活: what land lies idle, is used poorly or comes free, what stands before its reuse, what it could bear."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from .. import figures
from ..assessment.exposure_words import named, word
from ..text import _
from .asset_cells import mu, numbered
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
from .heading import heading
from .land_potential import potential, ranking, sketch
from .numbers import listed
from .parcels_told import gates, idle_land, inefficient, parcels
from .staff_tables import leavers, no_data
from .view import IndustryView

TABLE = "table-land"
FIGURE = "figure-land"
# The order of the page, and which of them can be put to use again.
CATEGORIES = ("freed", "idle", "suspected_idle", "inefficient", "in_use", "unknown")
REUSABLE = CATEGORIES[:4]
_SOON = ("within_6_months", "within_12_months")


def land(view: IndustryView) -> Section:
    """Return the land of the industry: totals, gates, idle and inefficient land, potential, rank, map."""
    if parcels(view).empty:
        return section(heading("land"), paragraph(_nothing(view)))
    parts = (
        (_("面积、方式和时间"), _totals(view)),
        (_("先要过的关口"), gates(view)),
        (_("闲置土地"), idle_land(view)),
        (_("低效用地"), inefficient(view)),
        (_("盘活潜力"), potential(view)),
        (_("先后次序"), ranking(view)),
        (_("位置示意"), sketch(view)),
    )
    return section(heading("land"), numbered(parts))


def _nothing(view: IndustryView) -> str:
    text = _("{industry}的土地：{nothing}。")
    return text.format(industry=view.sector, nothing=no_data(view, _("宗地资料"), "land"))


def totals(view: IndustryView) -> pd.DataFrame:
    """Return the sums of the industry's parcels by category, route and readiness."""
    rows = view.assessment["land_totals"]
    return rows[(rows["scope"] == "industry") & (rows["key"] == view.industry_id)]


def reusable(view: IndustryView) -> pd.DataFrame:
    """Return those of `totals` that can be put to use again."""
    rows = totals(view)
    return rows[rows["category"].isin(REUSABLE)]


def sizes(rows: pd.DataFrame) -> str:
    """Return parcels and area of each category, as a list within a sentence."""
    template = _("{category}{count}宗{area}")
    parts = [
        template.format(
            category=word("category", each), count=int(own["parcels"].sum()),
            area=mu(own["area_mu"].sum(min_count=1)),
        )
        for each in CATEGORIES
        if len(own := rows[rows["category"] == each])
    ]  # fmt: skip
    return listed(parts)


def soon_text(rows: pd.DataFrame) -> str:
    """Return how much of it is ready within a year."""
    area = float(rows.loc[rows["ready"].isin(_SOON), "area_mu"].sum())
    return _("一年内可以利用{area}").format(area=mu(area)) if area else _("一年内都还不能利用")


def _totals(view: IndustryView) -> Iterator[Block]:
    rows, free = totals(view), reusable(view)
    yield paragraph(_size(rows, free))
    yield from _without(view)
    if len(free):
        yield _figure(view, free)
    yield _table(view, rows)


def _size(rows: pd.DataFrame, free: pd.DataFrame) -> Inline:
    if free.empty:
        return fill(
            _("共{count}宗{area}，没有闲置、低效或者因退出腾出的土地（{table}）。"),
            count=str(int(rows["parcels"].sum())), area=mu(rows["area_mu"].sum()), table=ref(TABLE),
        )  # fmt: skip
    return fill(
        _("共{count}宗{area}，其中{finding}：{parts}，{soon}（{table}）。"),
        count=str(int(rows["parcels"].sum())), area=mu(rows["area_mu"].sum()),
        finding=strong(_("可以盘活{area}").format(area=mu(free["area_mu"].sum()))),
        parts=sizes(free), soon=soon_text(free), table=ref(TABLE),
    )  # fmt: skip


def _without(view: IndustryView) -> Iterator[Block]:
    """Yield the enterprises that are to leave and of which no parcel is known."""
    known = parcels(view)["enterprises"].str.split(";").explode()
    lacking = leavers(view)
    lacking = lacking[~lacking["enterprise_id"].isin(known)]
    if len(lacking):
        text = _("建议退出的{names}{nothing}，腾出的土地没有计入。")
        yield paragraph(
            text.format(
                names=listed(lacking["enterprise_name"]),
                nothing=no_data(view, _("宗地资料"), "land"),
            )
        )


def _figure(view: IndustryView, free: pd.DataFrame) -> Figure:
    by = free.pivot_table(
        index=["category", "route"], columns="ready", values="area_mu", aggfunc="sum", observed=True
    ).reindex(columns=list(figures.READY))
    size = by.sum(axis="columns")
    order = sorted(by.index, key=lambda key: (REUSABLE.index(key[0]), -float(size[key])))
    by = by.loc[order]
    counted = free.groupby(["category", "route"])["parcels"].sum()
    drawn = figures.land_by_route(
        by,
        names=[_bar(view, category, route) for category, route in by.index],
        counts=[_("（{count}宗）").format(count=int(counted[key])) for key in by.index],
        labels={each: word("ready", each) for each in figures.READY},
        axis_label=_("面积（亩）"),
    )
    title = _("可以盘活{area}，{soon}").format(area=mu(free["area_mu"].sum()), soon=soon_text(free))
    return Figure(
        anchor=FIGURE, title=title, alt=title, svg=figures.to_svg(drawn),
        caption=_("每条为一类土地和建议的盘活方式，颜色越深越早可以利用，斜线为不能估计；"
                  "按所需时间的长端计，疑似闲置的以认定为准。"),
        source=source(view),
    )  # fmt: skip


def source(view: IndustryView) -> str:
    """Return where the numbers on land come from."""
    return _("来源：台账{file}宗地（数据截至{day}）").format(
        file=view.assessment.ledger_file, day=view.data_day
    )


def _bar(view: IndustryView, category: str, route: str) -> str:
    how = named(view.assessment.campaign.land.routes, route) or _("没有建议")
    return _("{category}：{route}").format(category=word("category", category), route=how)


def _table(view: IndustryView, rows: pd.DataFrame) -> Block:
    columns = [
        Column(_("类别"), width=1.6),
        Column(_("宗地（宗）"), "right", 1.0),
        Column(_("面积（亩）"), "right", 1.2),
        Column(_("其中半年内可以利用"), "right", 1.2),
        Column(_("一年内"), "right", 1.0),
        Column(_("一年以后"), "right", 1.0),
        Column(_("不能估计"), "right", 1.0),
    ]
    told = [each for each in CATEGORIES if (rows["category"] == each).any()]
    cells = [_line(word("category", each), rows[rows["category"] == each]) for each in told]
    cells.append(_line(_("合计"), rows))
    missing = int(rows["area_missing"].sum())
    notes = [
        _("每宗地只归入一类（依次为已认定闲置、疑似闲置、退出腾出、低效用地），共用的宗地只计一次，"
          "各类相加等于合计，没有一亩重复计算。正常使用和不能判定的不计可以利用的时间。"),
        *([_("{count}宗没有面积，只计宗数。").format(count=missing)] if missing else []),
    ]  # fmt: skip
    caption = _("{industry}土地的类别和可以利用的时间").format(industry=view.sector)
    return table(TABLE, caption, columns, cells, notes)


def _line(name: str, rows: pd.DataFrame) -> list[Inline]:
    free = rows[rows["category"].isin(REUSABLE)]
    by = free.groupby("ready")["area_mu"].sum()
    return [
        name,
        str(int(rows["parcels"].sum())),
        f"{rows['area_mu'].sum():,.1f}",
        *(f"{by[each]:,.1f}" if each in by else "—" for each in figures.READY),
    ]
