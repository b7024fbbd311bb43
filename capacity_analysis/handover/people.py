"""What an exit asks for the staff: by enterprise, by township and quarter, and the signs of risk."""

from __future__ import annotations

import pandas as pd

from ..assessment import exposure_words as words
from ..text import _
from .exposure_columns import (
    article_of,
    in_10k,
    joined,
    not_told,
    percent,
    quarters,
    span,
    worded,
)
from .sheet import Sheet
from .words import Columns, Words, days, frame, said

ROUTES = ("transfer", "inner_retirement", "retirement", "severance", "dispatched")
_COST = ("cost_low_cny", "cost_cny", "cost_high_cny")


def leaving(told: Words) -> pd.DataFrame:
    """Return the enterprises that are to leave, in whole or in part, and have not left yet."""
    decided = told.assessment["enterprise_dispositions"]
    done = [one.id for one in told.campaign.dispositions if one.done]
    leaves = decided["extent"].isin(["whole", "part"]) & ~decided["disposition"].isin(done)
    return decided[leaves].reset_index(drop=True)


def resettlement(told: Words) -> Sheet:
    """Return what each enterprise that leaves must do for its staff, and how many take which route.

    Whose staff counts a few is shown without numbers, and without the words that would tell them.
    """
    going = leaving(told)
    ids = going["enterprise_id"]
    extents = {"whole": _("全部"), "part": _("部分")}
    columns = {
        **told.owner(going),
        _("处置建议"): told.dispositions(going["disposition"]),
        _("退出范围"): said(going["extent"], extents.__getitem__),
        _("期限"): days(going["deadline"]),
        _("职工分组表"): _known(told, ids),
        **_procedure(told, ids),
        **_routes(told, ids),
    }
    return Sheet(_("职工安置"), frame(columns, going.index))


def funds(told: Words) -> Sheet:
    """Return what placing the staff of each enterprise costs, what it has, and what is not on file."""
    going = leaving(told)
    ids = going["enterprise_id"]
    means = _of(told.assessment["means"], ids)
    columns = {
        **told.owner(going),
        _("职工分组表"): _known(told, ids),
        **_costs(told, means, ids),
        **_means(told, means, ids),
        _("没有收录的数值"): ids.map(joined(told.cohorts, "settings_missing", words.setting)),
        _("说明"): worded(means["reason"], "reason"),
    }
    return Sheet(_("安置费用和资金"), frame(columns, going.index))


def _known(told: Words, ids: pd.Series) -> pd.Series:
    return ids.isin(told.cohorts["enterprise_id"]).map({True: _("有"), False: _("没有")})


def _of(table: pd.DataFrame, ids: pd.Series) -> pd.DataFrame:
    """Return the rows of enterprises in the order of ids; one that has none hides nothing."""
    found = table.set_index("enterprise_id").reindex(ids.to_numpy()).set_axis(ids.index)
    return found.assign(hidden=found["hidden"].eq(True).to_numpy(bool, na_value=False))


def _procedure(told: Words, ids: pd.Series) -> Columns:
    """Return by what ground the contracts end, the procedure, and what stands in the way."""
    rows = _of(told.assessment["layoffs"], ids)
    hidden = rows["hidden"]
    grounds = told.cohorts.assign(
        cited=worded(told.cohorts["ground"], "ground").fillna("")
        + article_of(told.cohorts["article"])
    )
    # Of a few the ground is told where it follows from the closure alone.
    ground = ids.map(joined(grounds, "cited", str)).mask(hidden, worded(rows["ground"], "ground"))
    found = {
        _("解除、终止的依据（劳动合同法）"): ground,
        _("本单位职工（人）"): rows["staff"],
        _("拟解除、终止（人）"): rows["leaving"],
        _("占职工（%）"): percent(rows["share"]),
        _("程序"): worded(rows["procedure"], "procedure"),
        _("裁员程序的起点"): worded(rows["trigger"], "trigger"),
    }
    return {
        **{name: not_told(column, hidden) for name, column in found.items()},
        _("法定情形"): worded(rows["circumstance"], "circumstance"),
        _("提前说明（天）"): rows["explanation_days"],
        _("不得依第40条、第41条解除（人）"): not_told(rows["barred"], hidden),
        _("接触职业病危害（人）"): not_told(rows["hazards"], hidden),
        _("离岗职业健康检查"): worded(rows["health_check"], "health_check"),
        _("职工安置方案"): worded(rows["resettlement_plan"], "resettlement_plan"),
    }


def _routes(told: Words, ids: pd.Series) -> Columns:
    """Return how many of each enterprise take each route; nobody where its cohorts are known."""
    cells = told.assessment["staff_cells"]
    own = cells[(cells["scope"] == "enterprise") & (cells["quarter"] == "")]
    own = own.rename(columns={"key": "enterprise_id"})
    counted = ids.isin(own["enterprise_id"])
    columns: Columns = {}
    for route in ["", *ROUTES]:
        rows = _of(own[own["route"] == route], ids)
        name = words.word("route", route) or _("涉及职工")
        nobody = counted & ~ids.isin(own.loc[own["route"] == route, "enterprise_id"])
        heads = rows["headcount"].astype("object").mask(nobody, 0)
        columns[_("{route}（人）").format(route=name)] = not_told(heads, rows["hidden"])
        between = span(rows["headcount_low"], rows["headcount_high"])
        if between.notna().any():
            columns[_("{route}区间（人）").format(route=name)] = between
    return columns


def _costs(told: Words, means: pd.DataFrame, ids: pd.Series) -> Columns:
    uncapped = set(told.cohorts.loc[told.cohorts["cap_state"] == "unknown", "enterprise_id"])
    names = (_("用人单位负担低（万元）"), _("用人单位负担（万元）"), _("用人单位负担高（万元）"))
    columns = {
        name: not_told(in_10k(means[column]), _costs_hidden(means))
        for name, column in zip(names, _COST, strict=True)
    }
    note = ids.isin(uncapped).map({True: _("未计三倍封顶，可能偏高"), False: None})
    return {**columns, _("三倍封顶"): note.astype("str")}


def _means(told: Words, means: pd.DataFrame, ids: pd.Series) -> Columns:
    signs = told.assessment["stability_signs"]
    owed = signs[signs["indicator"] == "arrears"].set_index("enterprise_id").reindex(ids)
    owed = owed.set_axis(ids.index)
    some = owed["level"].isin(["attention", "high"]) & owed["value"].isna()
    found = {
        _("货币资金（万元）"): means["cash_10k_cny"],
        _("净资产（万元）"): means["own_funds_10k_cny"],
        _("土地价值（万元）"): means["land_value_10k_cny"].round(2),
        _("优先用于安置的土地收益（万元）"): means["earmarked_10k_cny"].round(2),
    }
    covered = {
        _("货币资金占负担（%）"): percent(means["cover"]),
        _("土地收益占负担（%）"): percent(means["land_cover"]),
    }
    return {
        _("拖欠工资和社保（万元）"): not_told(owed["value"].round(2), some),
        **{name: not_told(column, means["hidden"]) for name, column in found.items()},
        **{name: not_told(column, _costs_hidden(means)) for name, column in covered.items()},
    }


def _costs_hidden(rows: pd.DataFrame) -> pd.Series:
    """Return whose costs are not told, for the sake of its persons or of the costs themselves."""
    return rows["hidden"].astype(bool) | rows["costs_hidden"].eq(True).to_numpy(
        bool, na_value=False
    )


def by_quarter(told: Words) -> Sheet:
    """Return staff, cost and jobs by township and quarter of exit, against what can be filled."""
    cells = told.assessment["staff_cells"]
    rows = cells[
        cells["scope"].isin(["district", "township"]) & (cells["quarter"] != "")
        & (cells["route"] == "")
    ]  # fmt: skip
    rows = rows.assign(township=rows["key"]).merge(
        told.assessment["job_demand"], how="outer", on=["township", "quarter"],
        suffixes=("", "_of_jobs"),
    )  # fmt: skip
    rows = rows.sort_values(["township", "quarter"], kind="stable", ignore_index=True)
    few, jobs_few, costs_few = (
        rows[name].astype("boolean").fillna(value=False).astype(bool)
        for name in ("hidden", "hidden_of_jobs", "costs_hidden")
    )
    costs_few |= few
    of_district = rows["scope"].isna() | (rows["scope"] == "district")
    unnamed = (rows["township"] == "") & ~of_district
    place = rows["township"].mask(rows["township"] == "", _("全区")).mask(unnamed, _("未填"))
    names = told.assessment["enterprises"].set_index("enterprise_id")["name"]
    found = {
        _("需要岗位（个）"): rows["demand"],
        _("需要岗位低（个）"): rows["demand_low"],
        _("需要岗位高（个）"): rows["demand_high"],
        _("承接能力（个）"): rows["capacity"],
        _("缺口（个）"): rows["shortfall"],
    }
    columns = {
        _("乡镇（街道）"): place,
        _("季度"): quarters(rows["quarter"]),
        _("涉及职工（人）"): not_told(rows["headcount"], few),
        _("用人单位负担低（万元）"): not_told(in_10k(rows["cost_low_cny"]), costs_few),
        _("用人单位负担（万元）"): not_told(in_10k(rows["cost_cny"]), costs_few),
        _("用人单位负担高（万元）"): not_told(in_10k(rows["cost_high_cny"]), costs_few),
        **{name: not_told(column, jobs_few) for name, column in found.items()},
        _("一家就超过承接能力的企业"): rows["swamped_by"].map(names),
    }
    return Sheet(_("安置分季度"), frame(columns, rows.index))


def signs(told: Words) -> Sheet:
    """Return the signs of risk to stability, each by itself; of bands the level alone."""
    table = told.assessment["stability_signs"]
    held = {one.id: one for one in told.campaign.stability.indicators}
    told_not = table["value"].isna() & table["level"].isin(["attention", "high"])
    gate = table["kind"] == "gate"
    columns = {
        **told.owner(table),
        _("信号"): said(table["indicator"], lambda one: held[one].label if one in held else one),
        _("类别"): worded(table["kind"], "sign_kind"),
        _("水平"): worded(table["level"], "level").mask(table["hidden"].astype(bool), _("不公开")),
        _("关口的数值"): not_told(table["value"], gate & told_not),
        _("单位"): table["unit"],
        _("关注界限"): table["indicator"].map(
            {one.id: one.attention for one in held.values()}
        ),
        _("高的界限"): table["indicator"].map({one.id: one.high for one in held.values()}),
        _("说明"): worded(table["reason"], "reason"),
        _("台账单元格"): table["source_cell"],
    }  # fmt: skip
    return Sheet(_("稳定风险"), frame(columns, table.index))
