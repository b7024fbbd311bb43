"""How far the campaign is: progress, what is overdue, files of evidence, whom to visit first."""

from __future__ import annotations

import numpy as np

from ..assessment import finding_words as words
from ..text import _
from .sheet import Sheet
from .words import Words, choices, days, frame, said


def progress(told: Words) -> Sheet:
    """Return each item of the plan's steps, overall and by department, township and industry."""
    table = told.assessment["progress"]
    kind = table["group_kind"]
    group = table["group"].astype("str")
    named = group.mask(kind == "all", _("合计"))
    named = named.mask(kind == "department", told.departments(group.where(kind == "department")))
    named = named.mask(kind == "industry", told.industries(group.where(kind == "industry")))
    kinds = {"all": _("全部"), "department": _("责任单位"), "township": _("乡镇（街道）"),
             "industry": _("行业")}  # fmt: skip
    columns = {
        _("工作步骤"): told.steps(table["step"]),
        _("事项"): said(table["item"], words.item_name),
        _("分组"): said(kind, lambda text: kinds.get(text, text)),
        _("组别"): named.mask(named == "", _("未填")),
        _("应完成"): table["due"],
        _("已完成"): table["done"],
        _("逾期"): table["overdue"],
        _("临近期限"): table["at_risk"],
    }
    return Sheet(_("进度"), frame(columns, table.index))


def overdue(told: Words) -> Sheet:
    """Return what is overdue, the longest first."""
    table = told.assessment["overdue"]
    columns = {
        **told.unit(table),
        _("工作步骤"): told.steps(table["step"]),
        _("事项"): said(table["item"], words.item_name),
        _("事由"): told.grounds(table["ground"]),
        _("期限"): days(table["deadline"]),
        _("逾期（天）"): table["days"],
        _("责任单位"): told.departments(table["department"]),
    }
    return Sheet(_("逾期"), frame(columns, table.index))


def exit_files(told: Words) -> Sheet:
    """Return what the file of each exit must hold, and what of it is there."""
    table = told.assessment["exit_files"]
    columns = {
        **told.unit(table),
        _("资料"): told.exit_items(table["item"]),
        _("情况"): said(table["status"], words.file_status),
        _("登记（条）"): table["records"],
    }
    return Sheet(_("备查资料"), frame(columns, table.index))


def visits(told: Words) -> Sheet:
    """Return whom to visit first, and why: signals, not findings."""
    table = told.coded(told.assessment["visits"])
    measures = {"electricity": _("用电量"), "electricity_intensity": _("单位产品用电"),
                "output": _("产量")}  # fmt: skip
    value = table["value"].astype("object").mask(np.isinf(table["value"]), _("计量为零"))
    columns = {
        _("次序"): table["rank"],
        **told.unit(table),
        _("信号"): said(table["signal"], words.signal_name),
        _("对象"): said(
            table["measure"],
            lambda text: measures.get(text) or words.ground_name(told.campaign, text),
        ),
        _("年度"): table["year"],
        _("填报"): table["measured"],
        _("参照"): table["expected"],
        _("偏离程度"): value,
        _("界限"): table["threshold"],
        _("核查情况"): said(table["state"], choices("false_returns", "state")),
        _("台账单元格"): table["cells"],
    }
    return Sheet(_("走访"), frame(columns, table.index))


def false_returns(told: Words) -> Sheet:
    """Return the false returns on record, with what proves them."""
    table = told.assessment["false_returns"]
    columns = {
        **told.unit(table),
        _("发现日期"): days(table["found_on"]),
        _("事项"): table["matter"],
        _("核查情况"): said(table["state"], choices("false_returns", "state")),
        _("证据"): table["proof"],
        _("结论日期"): days(table["concluded_on"]),
    }
    return Sheet(_("弄虚作假"), frame(columns, table.index))
