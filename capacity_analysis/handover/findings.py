"""The findings, what the catalogue was held against, and the data of rectification notices."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from .. import vocabulary
from ..assessment import finding_words as words
from ..ledger import registry
from ..standards import Confidence, may_decide
from ..text import _
from .exposure_columns import worded
from .sheet import Sheet
from .words import Words, confidences, days, either, frame, reasons, said, units_of

# A notice is for what stands and is not mended yet.
_TO_MEND = ("open", "ordered", "extended", "overdue", "failed")


def findings(told: Words) -> Sheet:
    """Return every finding, once and in the order of the table."""
    table = told.assessment["findings"]
    return Sheet(_("排查结果"), _rows(told, table, told.attributes(table)))


def of_enterprises(told: Words) -> Sheet:
    """Return what is found of enterprises and parcels as a whole; it decides no line's disposition."""
    table = told.assessment["enterprise_findings"]
    land = table["measured_text"].where(table["ground"] == "idle_land")
    tested = table.assign(measured_text=worded(land, "idle_test").fillna(table["measured_text"]))
    return Sheet(_("企业和宗地排查"), _rows(told, tested, tests(table)))


def tests(table: pd.DataFrame) -> pd.Series:
    """Return what was tested of an enterprise or a parcel: by which method, or the parcel's number."""
    method = table["attribute"].where(table["ground"] == "zombie")
    return worded(method, "zombie_method").fillna(table["attribute"])


def _rows(told: Words, table: pd.DataFrame, attributes: pd.Series) -> pd.DataFrame:
    columns = {
        **told.unit(table),
        _("事由"): told.grounds(table["ground"]),
        _("类别"): table["category"],
        _("结果"): _results(table),
        _("文件"): told.documents(table["document"]),
        _("行号"): table["row_id"],
        _("指标或参数"): attributes,
        _("实测"): told.measured(table),
        _("界限"): either(table["threshold"], said(table["threshold_text"], words.limit_in_words)),
        _("单位"): units_of(table),
        _("可信程度"): confidences(table["confidence"]),
        _("原因"): reasons(table["reason"]),
        _("可证明例外的材料"): table["proof"],
        _("说明"): table["note"],
        _("整改状态"): said(table["state"], words.state_name),
        _("通知日期"): days(table["ordered_on"]),
        _("通知书期限"): days(table["due_on"]),
        _("期限"): days(table["deadline"]),
        _("期限依据"): said(table["deadline_basis"], words.basis_name),
        _("行动方案期限"): days(table["plan_deadline"]),
        _("国家期限"): days(table["national_deadline"]),
        _("目录条目期限"): table["entry_deadline"],
        _("要求"): table["action"],
        _("决定机关"): told.authorities(table["authority"]),
        _("法律依据"): table["legal_basis"],
        _("责任单位"): told.departments(table["department"]),
        _("配合单位"): told.departments(table["cooperating"]),
        _("由谁补充"): told.departments(table["supplier"]),
        _("台账单元格"): table["source_cell"],
    }
    return frame(columns, table.index)


def notices(told: Words) -> Sheet:
    """Return the data of rectification notices, one row a notice, ready for mail merge.

    Only what was found to miss a rule that may decide: a notice never goes out on a review.
    """
    table = told.assessment["findings"]
    table = table[stands(table) & table["state"].isin(_TO_MEND)]
    columns = {
        **told.unit(table, with_code=True),
        _("事由"): told.grounds(table["ground"]),
        _("方案条款"): told.clauses(table["ground"]),
        _("法律依据"): table["legal_basis"],
        _("依据文件"): told.documents(table["document"]),
        _("标准行号"): table["row_id"],
        _("指标或参数"): told.attributes(table),
        _("实测值"): told.measured(table),
        _("界限值"): either(
            table["threshold"], said(table["threshold_text"], words.limit_in_words)
        ),
        _("单位"): units_of(table),
        _("要求"): table["action"],
        _("整改状态"): said(table["state"], words.state_name),
        _("期限"): written_days(table["deadline"]),
        _("期限依据"): said(table["deadline_basis"], words.basis_name),
        _("决定机关"): told.authorities(table["authority"]),
        _("责任单位"): told.departments(table["department"]),
        _("配合单位"): told.departments(table["cooperating"]),
        _("台账单元格"): table["source_cell"],
    }
    return Sheet(_("整改通知书数据"), frame(columns, table.index))


def screening(told: Words) -> Sheet:
    """Return the entries of the catalogue that a device is not clear of."""
    table = told.assessment["screening"]
    table = table[table["result"] != "clear"]
    devices = _devices(told, table)
    named = table.assign(
        enterprise_id=devices["enterprise_id"], line_id=devices["line_id"],
        equipment_id=devices["equipment_id"],
    )  # fmt: skip
    columns = {
        **told.unit(named),
        _("名称及规格"): devices["name"],
        _("装备类型"): said(devices["equipment_type"], words.type_name),
        _("文件"): told.documents(table["document_id"]),
        _("条目"): table["entry"],
        _("行号"): table["row_id"],
        _("类别"): table["category"],
        _("参数"): said(table["attribute_id"], words.attribute_name),
        _("比较"): said(table["operator"], _operator),
        _("界限"): either(table["threshold"], said(table["threshold_text"], words.limit_in_words)).mask(_is_fact(table)),
        _("填报"): either(table["measured"], table["measured_text"]),
        _("例外"): table["exception"],
        _("可证明例外的材料"): table["proof"],
        _("条目期限"): table["entry_deadline"],
        _("结果"): said(table["result"], lambda result: words.signed_verdict("elimination_list", result)),
        _("原因"): reasons(table["reason"]),
        _("可信程度"): confidences(table["confidence"]),
    }  # fmt: skip
    return Sheet(_("目录对照"), frame(columns, table.index))


def parses(told: Words) -> Sheet:
    """Return what was read from names and specifications of equipment, and what could not be."""
    table = told.assessment["parses"]
    devices = _devices(told, table)
    named = table.assign(
        enterprise_id=devices["enterprise_id"], line_id=devices["line_id"],
        equipment_id=devices["equipment_id"],
    )  # fmt: skip
    columns = {
        **told.unit(named),
        _("原文"): table["text"],
        _("识别结果"): said(table["outcome"], words.parse_name),
        _("装备类型"): said(table["equipment_type"], words.type_name),
        _("参数"): said(table["attribute"], words.attribute_name),
        _("参数值"): table["value"],
        _("可能是"): said(table["candidates"], words.candidate_names),
        _("所在工作表"): said(table["row_table"], lambda name: registry().tables[name].sheet),
        _("列"): _headers(table),
        _("行"): table["row"],
    }
    return Sheet(_("设备识别"), frame(columns, table.index))


def exit_steps(told: Words) -> Sheet:
    """Return the legal steps and gates of every exit, and which of them were taken."""
    table = told.assessment["legal_steps"]
    kinds = {"procedure": _("程序"), "gate": _("关口")}
    columns = {
        **told.unit(table),
        _("类别"): said(table["kind"], lambda kind: kinds.get(kind, kind)),
        _("程序或关口"): told.legal_steps(table["step"]),
        _("办理情况"): said(table["status"], words.step_status),
        _("完成日期"): days(table["done_on"]),
        _("文号"): table["document_no"],
        _("台账单元格"): table["source_cell"],
    }
    return Sheet(_("退出程序"), frame(columns, table.index))


def stands(findings: pd.DataFrame) -> pd.Series:
    """Return which findings were made, on nothing that has yet to be checked."""
    weak = [mark.value for mark in Confidence if not may_decide(mark)]
    return (findings["result"] == "hit") & ~findings["confidence"].isin(weak)


def replacements(told: Words) -> Sheet:
    """Return the projects of capacity replacement beside the ratios that they must keep."""
    table = told.assessment["replacements"]
    columns = {
        **told.unit(table),
        _("项目编号"): table["project_no"],
        _("项目名称"): table["name"],
        _("产品"): said(table["product_id"], vocabulary.product_name),
        _("核准备案"): days(table["approved_on"]),
        _("建设能力"): table["new_capacity"],
        _("退出能力"): table["retired_capacity"],
        _("置换比例"): table["ratio"],
        _("要求比例（低）"): table["required_low"],
        _("要求比例（高）"): table["required_high"],
        _("行号"): table["row_id"],
        _("须人工核对的条件"): table["conditions"],
        _("结果"): said(table["result"], lambda result: words.signed_verdict("replacement", result)),
        _("原因"): reasons(table["reason"]),
        _("台账单元格"): table["source_cell"],
    }  # fmt: skip
    return Sheet(_("产能置换"), frame(columns, table.index))


def written_days(values: pd.Series) -> pd.Series:
    """Return days as a letter writes them: in a mail merge a day of a spreadsheet becomes a number.

    Examples
    --------
    >>> written_days(pd.Series(["2022-10-31", None], dtype="str")).tolist()
    ['2022年10月31日', nan]

    """
    return said(values, _written)


def _written(text: str) -> str:
    day = dt.date.fromisoformat(text[:10])
    return _("{year}年{month}月{day}日").format(year=day.year, month=day.month, day=day.day)


def _results(table: pd.DataFrame) -> pd.Series:
    both = table["ground"] + "\n" + table["result"]
    return said(both, lambda pair: words.signed_verdict(*pair.split("\n")))


def _headers(table: pd.DataFrame) -> pd.Series:
    """Return the header of the column that each text stands in."""
    both = table["row_table"].astype("str") + "\n" + table["field"].astype("str")

    def header(pair: str) -> str:
        name, field = pair.split("\n")
        return registry().tables[name].fields[field].header

    return said(both, header)


def _devices(told: Words, table: pd.DataFrame) -> pd.DataFrame:
    """Return the device of each row, with the ids of its enterprise and line."""
    devices = told.assessment["devices"].set_index("device_code")
    return told.coded(devices.reindex(table["device_code"].to_numpy()).set_axis(table.index))


def _is_fact(table: pd.DataFrame) -> pd.Series:
    """Return which rows ask for a fact, to which there is no threshold."""
    return table["operator"].isin(["is_present", "is_true", "is_false"])


def _operator(sign: str) -> str:
    return {
        "<": _("小于"),
        "<=": _("不大于"),
        ">": _("大于"),
        ">=": _("不小于"),
        "open_range": _("在范围内（不含两端）"),
        "closed_range": _("在范围内"),
        "in": _("属于"),
        "is_present": _("属于该装备即列入"),
        "is_true": _("是"),
        "is_false": _("否"),
    }[sign]
