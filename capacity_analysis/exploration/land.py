"""Land parcel by parcel: category, floors, gates, potential, and what its rank is made of."""

from __future__ import annotations

import pandas as pd

from ..assessment.exposure_words import named, word, words
from ..sections import IndustryView, Section, land, section
from ..sections.blocks import Figure
from ..sections.parcels_told import parcels
from ..sections.units import split
from ..standards.labels import confidence_label
from ..text import _
from .desk import Desk, headed


def parcels_in_full(view: IndustryView) -> pd.DataFrame:
    """Return every parcel of the industry: what it is, what stands before its reuse, and its cell.

    Examples
    --------
    >>> from capacity_analysis.exploration import open_desk
    >>> parcels_in_full(open_desk().industry("cement")).columns[:3].tolist()
    ['序号', '宗地', '企业']

    """
    table = _told(view)
    return headed(
        table,
        {
            "place": _("序号"), "parcel_no": _("宗地"), "enterprise_name": _("企业"),
            "area_mu": _("面积（亩）"), "boundary_area_m2": _("按界址的面积（平方米）"),
            "category_named": _("类别"), "test": _("闲置情形"), "idle_months": _("已满（月）"),
            "fee_10k_cny": _("闲置费（万元）"), "gates_named": _("关口"), "route_named": _("建议方式"),
            "route_because": _("为什么"), "ready_on_low": _("最早可以利用"),
            "ready_on_high": _("最晚可以利用"), "why": _("说明"), "parameters": _("行号"),
            "sure": _("可信程度"), "source_cell": _("单元格"),
        },
    )  # fmt: skip


def floors(view: IndustryView) -> pd.DataFrame:
    """Return what each parcel measures beside the floors of its industry.

    Examples
    --------
    >>> from capacity_analysis.exploration import open_desk
    >>> floors(open_desk().industry("cement")).columns[-2:].tolist()
    ['没有达到', '没有达到（待核）']

    """
    table = _told(view)
    told = table.assign(
        below=[words("floor", each) for each in table["below_floors"]],
        unchecked=[words("floor", each) for each in table["below_floors_unchecked"]],
    )
    return headed(
        told,
        {
            "place": _("序号"), "enterprise_name": _("企业"), "far": _("容积率"),
            "far_floor": _("容积率指标"), "building_coefficient": _("建筑系数"),
            "building_coefficient_floor": _("建筑系数指标"),
            "investment_10k_cny_per_ha": _("投资强度（万元/公顷）"),
            "investment_floor": _("投资强度指标"), "office_share": _("行政办公用地比重"),
            "office_ceiling": _("行政办公上限"), "below": _("没有达到"),
            "unchecked": _("没有达到（待核）"),
        },
    )  # fmt: skip


def reuse(view: IndustryView) -> pd.DataFrame:
    """Return what each parcel with a route could bear, and its rank with the interval.

    Examples
    --------
    >>> from capacity_analysis.exploration import open_desk
    >>> reuse(open_desk().industry("cement")).columns[-3:].tolist()
    ['位次', '位次低', '位次高']

    """
    table = _told(view)
    table = table[table["route"] != ""]
    return headed(
        table,
        {
            "place": _("序号"), "enterprise_name": _("企业"), "route_named": _("建议方式"),
            "usable_mu": _("可用面积（亩）"), "extra_floor_m2": _("可增建筑面积（平方米）"),
            "extra_tax_median_10k_cny": _("可增税收中位（万元）"),
            "extra_tax_upper_10k_cny": _("可增税收上四分位（万元）"),
            "extra_output_median_10k_cny": _("可增产值中位（万元）"),
            "extra_output_upper_10k_cny": _("可增产值上四分位（万元）"),
            "value_10k_cny": _("最低地价（万元）"), "score": _("得分"), "rank": _("位次"),
            "rank_low": _("位次低"), "rank_high": _("位次高"),
        },
    )  # fmt: skip


def rank_criteria(view: IndustryView) -> pd.DataFrame:
    """Return what each criterion contributes to the score of each parcel.

    Examples
    --------
    >>> from capacity_analysis.exploration import open_desk
    >>> rank_criteria(open_desk().industry("cement")).columns[2]
    '指标'

    """
    own = parcels(view)[["parcel_no", "place", "enterprise_name"]]
    table = view.assessment["parcel_criteria"].merge(own, on="parcel_no")
    given = view.assessment.campaign.land.ranking
    told = table.assign(
        criterion=[named(given.weights if given else (), each) for each in table["criterion"]]
    ).sort_values("place", kind="stable")
    return headed(
        told,
        {
            "place": _("序号"), "enterprise_name": _("企业"), "criterion": _("指标"),
            "value": _("数值"), "scaled": _("归一"), "weight": _("权重"),
            "contribution": _("贡献"),
        },
    )  # fmt: skip


def land_sums(desk: Desk) -> pd.DataFrame:
    """Return parcels and area of the district by category, route and readiness; every parcel once.

    Examples
    --------
    >>> from capacity_analysis.exploration import open_desk
    >>> land_sums(open_desk()).columns[:3].tolist()
    ['类别', '建议方式', '可以利用']

    """
    table = desk.assessment["land_totals"]
    table = table[table["scope"] == "district"]
    routes = desk.assessment.campaign.land.routes
    told = table.assign(
        category=[word("category", each) for each in table["category"]],
        route=[named(routes, each) for each in table["route"]],
        ready=[word("ready", each) for each in table["ready"]],
    )
    return headed(
        told,
        {
            "category": _("类别"), "route": _("建议方式"), "ready": _("可以利用"),
            "parcels": _("宗地（宗）"), "area_mu": _("面积（亩）"), "area_missing": _("缺面积（宗）"),
        },
    )  # fmt: skip


def land_figures(view: IndustryView) -> Section:
    """Return the figures of the briefing on land.

    Examples
    --------
    >>> from capacity_analysis.exploration import open_desk
    >>> {block.kind for block in land_figures(open_desk().industry("cement"))} <= {"figure"}
    True

    """
    return section(*(each for each in land(view) if isinstance(each, Figure)))


def _told(view: IndustryView) -> pd.DataFrame:
    """Return the parcels as the page numbers them, with ids in words."""
    table = parcels(view)
    routes = view.assessment.campaign.land.routes
    return table.assign(
        category_named=[word("category", each) for each in table["category"]],
        test=[word("idle_test", each) for each in table["idle_test"]],
        gates_named=[words("gate", each) for each in table["gates"]],
        route_named=[named(routes, each) for each in table["route"]],
        route_because=[word("route_why", each) for each in table["route_why"]],
        why=[words("reason", each) for each in table["reasons"]],
        sure=[_("、").join(map(confidence_label, split(each))) for each in table["confidence"]],
    )
