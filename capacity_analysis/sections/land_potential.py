"""What parcels could bear, in which order they come, and where they lie."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from .. import figures
from ..assessment.exposure_words import named, word
from ..text import _
from .asset_cells import account, between, mu
from .blocks import Block, Column, Figure, Inline, fill, paragraph, ref, table
from .finding_cells import MOST_ROWS, left_off
from .numbers import listed, quantity
from .parcels_told import listed_parcels, parcels
from .units import split
from .view import IndustryView, records

TABLE = "table-land-potential"
RANK_FIGURE = "figure-land-rank"
MAP_FIGURE = "figure-land-map"
_NAME = 14  # characters of an enterprise's name in a figure; the table beside it has it whole
# EPSG 4534 is the 3-degree zone of 75° E, and one follows the other every three degrees.
_FIRST_ZONE, _FIRST_MERIDIAN, _DEGREES = 4534, 75, 3


# --- potential ------------------------------------------------------------------------------------


def potential(view: IndustryView) -> Iterator[Block]:
    """Yield extra floor area, tax and output as ranges, and the value or what it lacks."""
    rows = listed_parcels(view)
    rows = rows[rows["route"] != ""]
    if rows.empty:
        return
    yield paragraph(_size(view, rows))
    columns = [
        Column(_("序号"), "right", 0.6),
        Column(_("企业"), width=2.1),
        Column(_("方式"), width=1.0),
        Column(_("可用面积"), "right", 0.9),
        Column(_("可增建筑面积"), "right", 1.2),
        Column(_("可增税收（万元/年）"), "right", 1.3),
        Column(_("可增产值（万元/年）"), "right", 1.5),
        Column(_("最低地价"), "right", 1.3),
    ]
    reasons = set(rows["reasons"].dropna().str.split(";").explode())
    notes = [
        _("税收、产值为可用面积乘以全区本行业亩均的中位数—上四分位数（本行业不足五家的用全区各行业），"
          "占用现有生产的已减去现在的数，是潜力不是预测。地价按国家规定的工业用地最低价计，不是评估价。"),
        *([_("“待核”的最低价未核对原文。")] if "price_unchecked" in reasons else []),
        *left_off(len(rows)),
    ]  # fmt: skip
    cells = [_row(view, row) for row in records(rows.head(MOST_ROWS))]
    caption = _("{industry}可以盘活土地的潜力").format(industry=view.sector)
    yield table(TABLE, caption, columns, cells, notes)


def _size(view: IndustryView, rows: pd.DataFrame) -> Inline:
    valued = rows["value_10k_cny"].notna()
    why = _why_no_value(rows)
    value = _("无数据（{why}）").format(why=why)
    if valued.all():
        value = account(rows["value_10k_cny"].sum())
    elif valued.any():
        value = _("{value}，另有{count}宗{why}").format(
            value=account(rows["value_10k_cny"].sum()), count=int((~valued).sum()), why=why
        )
    tax = between(
        *(rows[f"extra_tax_{each}_10k_cny"].sum(min_count=1) for each in ("median", "upper"))
    )
    return fill(
        _("有建议方式的{count}宗可用{area}，每年可增税收{tax}万元；最低地价{value}（{table}）。"),
        count=str(len(rows)), area=mu(rows["usable_mu"].sum(min_count=1)), tax=tax, value=value, table=ref(TABLE),
    )  # fmt: skip


def _why_no_value(rows: pd.DataFrame) -> str:
    """Return what keeps parcels from a value."""
    held = rows.loc[rows["value_10k_cny"].isna(), "reasons"].dropna().str.split(";").explode()
    words = {
        "grade_missing": _("缺：土地等别"),
        "price_not_on_file": _("缺：该等别的最低价"),
        "usable_area_unknown": _("缺：可用面积"),
    }
    told = [text for reason, text in words.items() if (held == reason).any()]
    return listed(told) or _("无数据")


def _row(view: IndustryView, row: Any) -> list[Inline]:
    floor = row.extra_floor_m2
    return [
        str(row.place),
        row.enterprise_name,
        named(view.assessment.campaign.land.routes, row.route),
        mu(row.usable_mu),
        _("无数据") if pd.isna(floor) else quantity(float(floor), "m2"),
        between(row.extra_tax_median_10k_cny, row.extra_tax_upper_10k_cny),
        between(row.extra_output_median_10k_cny, row.extra_output_upper_10k_cny),
        _value(row),
    ]


def _value(row: Any) -> str:
    if pd.isna(row.value_10k_cny):
        return _why_no_value(pd.DataFrame([{"value_10k_cny": None, "reasons": row.reasons}]))
    mark = _("（待核）") if "price_unchecked" in split(row.reasons) else ""
    return account(row.value_10k_cny) + mark


# --- rank -----------------------------------------------------------------------------------------


def ranking(view: IndustryView) -> Iterator[Block]:
    """Yield the figure of ranks with their intervals."""
    rows = listed_parcels(view)
    rows = rows[rows["rank"].notna()]
    given = view.assessment.campaign.land.ranking
    if rows.empty or given is None:
        return
    all_ = int(view.assessment["parcels"]["rank"].notna().sum())
    shown = rows.head(MOST_ROWS)
    drawn = figures.rank_intervals(
        shown.assign(gated=shown["gates"].notna()),
        names=[f"{row.place} {_short(row.enterprise_name)}" for row in records(shown)],
        labels={
            "open": _("没有关口"), "gated": _("先要过关口"), "interval": _("权重变动时的位次"),
        },
        axis_label=_("全区位次（共{count}宗）").format(count=all_),
    )  # fmt: skip
    first = rows.iloc[0]
    title = _("{name}的宗地在本行业最靠前，全区第{rank}位").format(
        name=first["enterprise_name"], rank=int(first["rank"])
    )
    template = _("{name}{weight}%")
    whole = sum(one.weight for one in given.weights)
    weights = [
        template.format(name=one.label, weight=f"{100 * one.weight / whole:.0f}")
        for one in given.weights
    ]
    missing = int(rows["criteria_missing"].notna().sum())
    caption = _(
        "按{weights}加权，先要过关口的排在后面；条为各权重上下浮动{spread}%、抽{draws}次时位次的主要范围，"
        "条长的次序不稳。"
    ).format(
        weights=listed(weights), spread=f"{given.spread_percent:g}", draws=given.draws
    )  # fmt: skip
    if missing:
        caption += _("{count}宗缺部分指标，按其余指标排。").format(count=missing)
    if len(rows) > MOST_ROWS:
        caption += _("只画前{shown}宗，共{count}宗。").format(shown=MOST_ROWS, count=len(rows))
    yield Figure(
        anchor=RANK_FIGURE, title=title, caption=caption, alt=title, svg=figures.to_svg(drawn),
        source=_source(view),
    )  # fmt: skip


def _short(name: str) -> str:
    return name if len(name) <= _NAME else f"{name[: _NAME - 5]}…{name[-4:]}"


# --- map ------------------------------------------------------------------------------------------


def sketch(view: IndustryView) -> Iterator[Block]:
    """Yield a sketch of the parcels that have an outline; nothing where none has."""
    rows = parcels(view)
    corners = view.assessment["parcel_boundaries"]
    own = corners[corners["parcel_no"].isin(rows["parcel_no"])]
    if own.empty:
        return
    numbers = dict(zip(rows["parcel_no"], rows["place"].astype("str"), strict=True))
    drawn = figures.parcel_map(
        own,
        numbers=numbers,
        labels={each: word("category", each) for each in figures.CATEGORIES},
        words=(_("北"), _("米"), _("千米")),
    )
    count = own["parcel_no"].nunique()
    free = own[own["category"].isin(["idle", "suspected_idle", "freed", "inefficient"])]
    title = _("有界址的{count}宗中，{free}宗可以盘活").format(
        count=count, free=free["parcel_no"].nunique()
    )
    caption = _("示意图，不作界线依据；数字与宗地表的序号一致。{system}，上为北。").format(
        system=_system(int(own["epsg"].iloc[0]))
    )
    without = len(rows) - count
    if without:
        caption += _("其余{count}宗没有可用的界址，没有画。").format(count=without)
    yield Figure(
        anchor=MAP_FIGURE, title=title, caption=caption, alt=title, svg=figures.to_svg(drawn),
        source=_source(view),
    )  # fmt: skip


def _system(epsg: int) -> str:
    """Return what a projected coordinate system is called.

    Examples
    --------
    >>> _system(4548)
    '2000国家大地坐标系，高斯—克吕格投影3度带，中央经线117°（EPSG:4548）'

    """
    text = _("2000国家大地坐标系，高斯—克吕格投影3度带，中央经线{meridian}°（EPSG:{epsg}）")
    return text.format(meridian=_FIRST_MERIDIAN + _DEGREES * (epsg - _FIRST_ZONE), epsg=epsg)


def _source(view: IndustryView) -> str:
    return _("来源：台账{file}宗地（数据截至{day}）").format(
        file=view.assessment.ledger_file, day=view.data_day
    )
