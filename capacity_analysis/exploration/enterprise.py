"""One enterprise from its lines to what must happen to them, by when, and what is still missing."""

from __future__ import annotations

import pandas as pd

from ..assessment import finding_words as words
from ..errors import UsageError
from ..sections import IndustryView
from ..sections.finding_cells import (
    attribute_label,
    deadline,
    departments_or_dash,
    measured,
    named_unit,
    on_day,
    state_or_dash,
    symbol_label,
)
from ..sections.units import disposition_label, ground_name, split, units
from ..sections.view import records
from ..text import _
from ..vocabulary import product_name
from .desk import Desk, headed


class Enterprise:
    """One enterprise of an assessed ledger.

    Attributes
    ----------
    view : IndustryView
        Its industry.
    enterprise_id, name : str
        Of the enterprise.

    """

    def __init__(self, view: IndustryView, enterprise_id: str, name: str):
        self.view, self.enterprise_id, self.name = view, enterprise_id, name

    def own(self, table: str) -> pd.DataFrame:
        """Return the rows of a table that concern the enterprise."""
        rows = self.view.of_enterprises(table)
        return rows[rows["enterprise_id"] == self.enterprise_id].reset_index(drop=True)

    def __repr__(self) -> str:
        return f"Enterprise({self.name!r})"


def one_enterprise(desk: Desk, name: str = "") -> Enterprise:
    """Return an enterprise by its name or number; by default one for which most has been found.

    Raises
    ------
    UsageError
        If the ledger has no such enterprise.

    Examples
    --------
    >>> from capacity_analysis.exploration import open_desk
    >>> desk = open_desk()
    >>> first = desk.assessment["enterprises"].iloc[0]
    >>> one_enterprise(desk, first["name"]).enterprise_id == first["enterprise_id"]
    True

    """
    roster = desk.assessment["enterprises"]
    wanted = name or _most_found(desk)
    found = roster[(roster["name"] == wanted) | (roster["enterprise_id"] == wanted)]
    if found.empty:
        raise UsageError(_("台账中没有企业“{name}”。").format(name=name))
    first = found.iloc[0]
    return Enterprise(desk.industry(first["industry"]), first["enterprise_id"], first["name"])


def _most_found(desk: Desk) -> str:
    counted = desk.assessment["dispositions"].groupby("enterprise_id")["findings"].sum()
    if counted.empty:
        return str(desk.assessment["enterprises"]["enterprise_id"].iloc[0])
    return str(counted.index[int(counted.to_numpy().argmax())])


def its_lines(enterprise: Enterprise) -> pd.DataFrame:
    """Return the lines of the enterprise, and the cells that name them.

    Examples
    --------
    >>> from capacity_analysis.exploration import open_desk
    >>> its_lines(one_enterprise(open_desk())).columns[0]
    '生产线'

    """
    lines = enterprise.view.lines
    own = lines[lines["enterprise_id"] == enterprise.enterprise_id]
    told = own.assign(product=own["product_id"].map(product_name, na_action="ignore"))
    return headed(
        told,
        {
            "line_id": _("生产线"), "product": _("产品"), "started_on": _("投产"),
            "out_of_operation": _("不在运行的原因"), "source_cell": _("单元格"),
        },
    )  # fmt: skip


def its_equipment(enterprise: Enterprise) -> pd.DataFrame:
    """Return the equipment, with each of its parameters, and where the type was taken from.

    Examples
    --------
    >>> from capacity_analysis.exploration import open_desk
    >>> its_equipment(one_enterprise(open_desk())).columns[1]
    '设备'

    """
    devices = enterprise.own("devices")
    values = enterprise.view.assessment["device_values"]
    values = values[["device_code", "attribute", "value", "value_text"]]
    table = devices.merge(values, on="device_code", how="left")
    told = table.assign(
        line=_line_ids(enterprise, table["line_code"]),
        kind=table["equipment_type"].map(words.type_name, na_action="ignore"),
        what=table["attribute"].map(words.attribute_name, na_action="ignore"),
        origin=table["origin"].map(words.origin_name, na_action="ignore"),
    )
    return headed(
        told,
        {
            "line": _("生产线"), "equipment_id": _("设备"), "name": _("名称及规格"), "kind": _("类型"),
            "quantity": _("台数"), "what": _("参数"), "value": _("数值"), "value_text": _("文字值"),
            "origin": _("怎么知道的"),
        },
    )  # fmt: skip


def _line_ids(enterprise: Enterprise, codes: pd.Series) -> pd.Series:
    return codes.map(enterprise.view.lines.set_index("line_code")["line_id"])


def its_findings(enterprise: Enterprise) -> pd.DataFrame:
    """Return what was found on each ground, by which row, in which cell, and until when.

    Examples
    --------
    >>> from capacity_analysis.exploration import open_desk
    >>> its_findings(one_enterprise(open_desk())).columns[2]
    '结果'

    """
    view, found = enterprise.view, enterprise.own("findings")
    rows = [
        (
            named_unit(each),
            ground_name(view, each.ground),
            symbol_label(each.result),
            words.reason_name(each.reason) if isinstance(each.reason, str) else "",
            view.document_name(each.document) if isinstance(each.document, str) else "",
            each.row_id if isinstance(each.row_id, str) else "",
            attribute_label(each.attribute),
            measured(each),
            each.proof if isinstance(each.proof, str) else "",
            state_or_dash(each.state),
            deadline(each),
            departments_or_dash(view, each.department),
            each.source_cell if isinstance(each.source_cell, str) else "",
        )
        for each in records(found)
    ]
    names = [
        _("生产线（装备）"), _("依据"), _("结果"), _("原因"), _("文件"), _("行号"), _("参数"),
        _("实测／界限"), _("可证明例外的材料"), _("整改状态"), _("期限"), _("责任单位"), _("单元格"),
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=names, dtype="str")


def its_dispositions(enterprise: Enterprise) -> pd.DataFrame:
    """Return the suggestion for each line, with the rule that decided and its clause.

    Examples
    --------
    >>> from capacity_analysis.exploration import open_desk
    >>> its_dispositions(one_enterprise(open_desk())).columns[1]
    '处置建议'

    """
    view = enterprise.view
    campaign = view.assessment.campaign
    judged = units(view)
    own = judged[judged["enterprise_id"] == enterprise.enterprise_id]
    rules = {rule.id: rule for rule in campaign.disposition_rules}
    rows = [
        (
            each.unit,
            disposition_label(view, each.disposition),
            rules[each.rule].text if each.rule in rules else "",
            rules[each.rule].clause if each.rule in rules else "",
            "、".join(ground_name(view, one) for one in split(each.grounds)),
            on_day(each.deadline),
            words.basis_name(each.deadline_basis) if isinstance(each.deadline_basis, str) else "",
            departments_or_dash(view, each.department),
            "、".join(words.authority_name(campaign, one) for one in split(each.authority)),
        )
        for each in records(own)
    ]
    names = [
        _("生产线（装备）"), _("处置建议"), _("规则"), _("条款"), _("依据"), _("期限"), _("期限的依据"),
        _("责任单位"), _("决定机关"),
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=names, dtype="str")


def its_steps(enterprise: Enterprise) -> pd.DataFrame:
    """Return the steps and gates before each exit, those still missing first.

    Examples
    --------
    >>> from capacity_analysis.exploration import open_desk
    >>> its_steps(one_enterprise(open_desk())).columns[2]
    '情况'

    """
    campaign, steps = enterprise.view.assessment.campaign, enterprise.own("legal_steps")
    order = steps.assign(late=steps["status"] != "missing").sort_values("late", kind="stable")
    told = order.assign(
        unit=[named_unit(each) for each in records(order)],
        named=[words.legal_step_names(campaign, step) for step in order["step"]],
        said=order["status"].map(words.step_status),
        day=[on_day(day) for day in order["done_on"]],
    )
    return headed(
        told,
        {
            "unit": _("生产线（装备）"), "named": _("程序或关口"), "said": _("情况"), "day": _("日期"),
            "document_no": _("文号"), "source_cell": _("单元格"),
        },
    )  # fmt: skip


def its_evidence(enterprise: Enterprise) -> pd.DataFrame:
    """Return what the file of each exit must hold, and whether it does.

    Examples
    --------
    >>> from capacity_analysis.exploration import open_desk
    >>> its_evidence(one_enterprise(open_desk())).columns[1]
    '资料'

    """
    items = enterprise.own("exit_files")
    held = enterprise.view.assessment.campaign.exit_file.items
    names = {each.id: each.label for each in held}
    told = items.assign(
        unit=[named_unit(each) for each in records(items)],
        named=[names.get(str(item), str(item)) for item in items["item"]],
        said=[words.file_status(str(status)) for status in items["status"]],
    )
    return headed(told, {"unit": _("生产线（装备）"), "named": _("资料"), "said": _("情况")})


def its_overdue(enterprise: Enterprise) -> pd.DataFrame:
    """Return what the enterprise should have done by now and has not.

    Examples
    --------
    >>> from capacity_analysis.exploration import open_desk
    >>> its_overdue(one_enterprise(open_desk())).columns[1]
    '事项'

    """
    late = enterprise.own("overdue")
    told = late.assign(
        unit=[named_unit(each) for each in records(late)],
        named=[words.item_name(str(item)) for item in late["item"]],
        day=[on_day(day) for day in late["deadline"]],
        who=[departments_or_dash(enterprise.view, ids) for ids in late["department"]],
    )
    return headed(
        told,
        {
            "unit": _("生产线（装备）"), "named": _("事项"), "day": _("期限"), "days": _("已逾期（天）"),
            "who": _("责任单位"),
        },
    )  # fmt: skip
