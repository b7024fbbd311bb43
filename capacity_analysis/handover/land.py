"""Every parcel with its category, tests, gates, route, potential and rank; and the totals of land."""

from __future__ import annotations

import pandas as pd

from ..text import _
from .exposure_columns import flag, named, percent, worded
from .sheet import Sheet
from .words import Columns, Words, confidences, days, frame, said


def parcels(told: Words) -> Sheet:
    """Return every parcel once, the gates before the potential, the rank with its interval."""
    table = told.assessment["parcels"]
    columns = {
        _("宗地编号"): table["parcel_no"],
        **told.owner(table),
        _("使用企业"): _users(told, table["enterprises"]),
        _("行业"): told.industries(table["industry"]),
        _("面积（亩）"): table["area_mu"].round(2),
        _("类别"): worded(table["category"], "category"),
        **_idle(table),
        **_floors(table),
        _("关口"): worded(table["gates"], "gate"),
        _("土壤调查的原因"): worded(table["soil_reason"], "soil_reason"),
        _("建议方式"): named(table["route"], told.campaign.land.routes),
        _("方式的理由"): worded(table["route_why"], "route_why"),
        **_potential(table),
        **_rank(told, table),
        _("说明"): worded(table["reasons"], "reason"),
        _("标准行号"): said(table["parameters"], lambda text: text.replace(";", _("、"))),
        _("可信程度"): _confidences(table["confidence"]),
        _("台账单元格"): table["source_cell"],
    }
    return Sheet(_("宗地"), frame(columns, table.index))


def _users(told: Words, ids: pd.Series) -> pd.Series:
    names = told.assessment["enterprises"].set_index("enterprise_id")["name"]
    return said(ids, lambda text: _("、").join(str(names.get(each, each)) for each in text.split(";")))  # fmt: skip


def _idle(table: pd.DataFrame) -> Columns:
    return {
        _("闲置的情形"): worded(table["idle_test"], "idle_test"),
        _("闲置已满（月）"): table["idle_months"],
        _("认定文号"): table["idle_document"],
        _("闲置费（万元）"): table["fee_10k_cny"].round(2),
        _("满年限可无偿收回"): flag(table["take_back"]).where(table["idle_test"] == "not_started"),
        _("退出日期"): days(table["exit_on"]),
    }


def _floors(table: pd.DataFrame) -> Columns:
    """Return what is measured beside what the norms ask for."""
    return {
        _("容积率"): table["far"].round(3),
        _("容积率下限"): table["far_floor"],
        _("建筑系数（%）"): percent(table["building_coefficient"]),
        _("建筑系数下限（%）"): percent(table["building_coefficient_floor"]),
        _("投资强度（万元/公顷）"): table["investment_10k_cny_per_ha"].round(1),
        _("投资强度下限（万元/公顷）"): table["investment_floor"],
        _("行政办公用地比重（%）"): percent(table["office_share"]),
        _("行政办公用地比重上限（%）"): percent(table["office_ceiling"]),
        _("亩均税收（万元/亩）"): table["tax_10k_cny_per_mu"].round(2),
        _("亩均税收下限（万元/亩）"): table["tax_floor"],
        _("低于的指标"): worded(table["below_floors"], "floor"),
        _("低于未核对原文的指标"): worded(table["below_floors_unchecked"], "floor"),
    }


def _potential(table: pd.DataFrame) -> Columns:
    return {
        _("可用面积（亩）"): table["usable_mu"].round(2),
        _("可增建筑面积（平方米）"): table["extra_floor_m2"].round(0),
        _("可增税收，按中位亩均（万元/年）"): table["extra_tax_median_10k_cny"].round(2),
        _("可增税收，按上四分位亩均（万元/年）"): table["extra_tax_upper_10k_cny"].round(2),
        _("可增产值，按中位亩均（万元/年）"): table["extra_output_median_10k_cny"].round(2),
        _("可增产值，按上四分位亩均（万元/年）"): table["extra_output_upper_10k_cny"].round(2),
        _("最低价估算的价值（万元）"): table["value_10k_cny"].round(2),
        _("所需时间低（月）"): table["months_low"],
        _("所需时间高（月）"): table["months_high"],
        _("最早可利用"): days(table["ready_on_low"]),
        _("最晚可利用"): days(table["ready_on_high"]),
    }


def _rank(told: Words, table: pd.DataFrame) -> Columns:
    """Return the rank with its interval, what each criterion gives to it, and what is not known."""
    ranking = told.campaign.land.ranking
    criteria = ranking.weights if ranking else ()
    given = told.assessment["parcel_criteria"].set_index(["criterion", "parcel_no"])["contribution"]
    return {
        _("次序"): table["rank"],
        _("次序低"): table["rank_low"],
        _("次序高"): table["rank_high"],
        _("得分"): table["score"].round(4),
        **{
            _("{criterion}的贡献").format(criterion=one.label): table["parcel_no"]
            .map(given.xs(one.id))
            .round(4)
            for one in criteria
            if one.id in given.index.get_level_values(0)
        },
        _("缺的指标"): named(table["criteria_missing"], criteria),
    }


def _confidences(marks: pd.Series) -> pd.Series:
    """Return marks of confidence in words; several are joined by ``;``."""
    single = confidences(marks.str.split(";").explode()).dropna()
    return single.groupby(level=0).agg(_("、").join).reindex(marks.index)


def totals(told: Words) -> Sheet:
    """Return the land of each category by route and by when it is ready: every parcel once a scope."""
    table = told.assessment["land_totals"]
    scopes = {"district": _("全区"), "industry": _("行业"), "township": _("乡镇（街道）")}
    of_industry = table["scope"] == "industry"
    key = table["key"].mask(of_industry, told.industries(table["key"].where(of_industry)))
    columns = {
        _("分组"): said(table["scope"], scopes.__getitem__),
        _("组别"): key.mask((key == "") & (table["scope"] != "district"), _("未填")),
        _("类别"): worded(table["category"], "category"),
        _("建议方式"): named(table["route"], told.campaign.land.routes),
        _("何时可利用"): worded(table["ready"], "ready"),
        _("宗地（宗）"): table["parcels"],
        _("面积（亩）"): table["area_mu"].round(2),
        _("没有面积的（宗）"): table["area_missing"],
    }
    return Sheet(_("土地汇总"), frame(columns, table.index))
