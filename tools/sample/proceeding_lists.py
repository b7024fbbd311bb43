"""What the office of the plan sends: equipment, orders, projects, exits, visits, evidence, false returns.

It drew up the roster, so its lists bear the numbers of the roster; the names are written as elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from .book import Page, write_book, write_csv
from .lists import Names
from .proceedings import OF_ALL
from .rows import Row, Tables, labelled

_ISSUER = "填报单位：示例区工信局"
_WHO = ("序号", "企业编号", "企业名称")

# Headers of each list by the fields of the ledger that stand below them.
_EQUIPMENT = {
    "line_id": "所属生产线", "equipment_id": "设备编号", "name": "设备名称及规格",
    "equipment_type": "装备类型", "model": "型号", "use": "用途", "attribute": "主要参数",
    "value": "参数值", "quantity": "台（套）数", "approved_on": "核准备案时间",
    "commissioned_on": "投用时间", "status": "装备状态", "dismantled_on": "拆除时间",
    "exception_papers": "例外证明材料", "remark": "备注",
}  # fmt: skip
_PARAMETERS = {
    "equipment_id": "设备编号", "attribute": "参数", "value": "参数值", "value_text": "文字值",
}  # fmt: skip
_ORDERS = {
    "document_no": "通知书文号", "line_id": "涉及生产线", "ground": "事由", "requirement": "整改（淘汰）要求",
    "ordered_on": "下达日期", "due_on": "完成期限", "extended_to": "延期至",
    "concluded_on": "验收日期", "outcome": "验收结论",
}  # fmt: skip
_PROJECTS = {
    "project_no": "备案编号", "name": "项目名称", "line_id": "涉及生产线", "kind": "项目类别",
    "product_id": "置换产品", "approved_on": "备案时间", "planned_on": "计划完成日期",
    "completed_on": "竣工验收日期", "new_capacity": "建设能力", "new_capacity_unit": "建设能力单位",
    "retired_capacity": "退出能力", "retired_capacity_unit": "退出能力单位",
}  # fmt: skip
_PROCEDURES = {
    "line_id": "涉及生产线", "step": "程序", "done_on": "办结日期", "document_no": "文号",
    "not_required": "不需办理", "reason": "不需办理的理由",
}  # fmt: skip
_EXITS = {
    "line_id": "涉及生产线", "milestone": "事项", "planned_on": "计划日期", "done_on": "完成日期",
    "document_no": "文号",
}  # fmt: skip
_EVIDENCE = {
    "line_id": "涉及生产线", "phase": "阶段", "kind": "形式", "file": "文件路径",
    "sha256": "SHA-256校验值", "taken_on": "形成日期",
}  # fmt: skip
_FALSE = {
    "line_id": "涉及生产线", "found_on": "发现日期", "matter": "线索内容", "state": "核查情况",
    "proof": "证据材料", "concluded_on": "结论日期",
}  # fmt: skip

# What the office writes for some of the ledger's choices; it uses the ledger's words for the others.
_WORDS = {
    "列入淘汰类": "淘汰类装备", "能效低于基准水平": "低于基准水平", "超过强制性能耗限额": "超能耗限额",
    "限制类且评价为C类或D类": "限制类（C、D类）", "合格": "验收合格", "不合格": "验收不合格",
    "已核实属例外": "已核实，属例外", "已提交待核实": "企业已提交，待核实", "没有证明": "未提交",
    "是": "√",
}  # fmt: skip
_VISITS = ("交回自查表", "签署承诺书", "现场复核")


def write_proceedings(folder: Path, rows: Tables, names: Names) -> None:
    """Write the lists of the plan's office into a folder.

    Parameters
    ----------
    folder : Path
        Takes the files.
    rows : dict of str to list of dict
        The truth.
    names : Names
        How the lists write names.

    """
    name = names.story.name
    exits = [
        row for row in rows["milestones"] if row.get("line_id") or row["milestone"] not in OF_ALL
    ]

    def page(sheet: str, title: str, table: str, headers: Mapping[str, str],
             told: Sequence[Row] | None = None) -> Page:  # fmt: skip
        made = Page(sheet, widths=(6, 22, 30, *[14] * len(headers)))
        made.wide(f"{name}{title}", 3 + len(headers))
        made.wide(_ISSUER, 3 + len(headers))
        for line in _listed(table, headers, rows[table] if told is None else told, names):
            made.add(*line)
        return made

    write_book(folder / "主要设备清单.xlsx", [
        page("设备清单", "工业企业主要生产装备清单", "equipment", _EQUIPMENT),
        page("其他参数", "工业企业主要生产装备其他参数", "equipment_parameters", _PARAMETERS),
    ])  # fmt: skip
    write_book(folder / "整改（淘汰）通知书清单.xlsx", [
        page("通知书", "整改（淘汰）通知书下达和验收情况", "rectifications", _ORDERS),
    ])  # fmt: skip
    write_book(folder / "技改项目清单.xlsx", [
        page("技改项目", "技术改造和产能置换项目清单", "projects", _PROJECTS),
    ])  # fmt: skip
    write_book(folder / "退出程序清单.xlsx", [
        page("退出程序", "产能退出程序办理情况", "procedures", _PROCEDURES),
    ])  # fmt: skip
    write_book(folder / "工作进度清单.xlsx", [
        _visits(rows, names),
        page("退出进度", "产能退出工作进度", "milestones", _EXITS, exits),
    ])  # fmt: skip
    write_csv(folder / "备查资料清单.csv",
              _listed("evidence", _EVIDENCE, rows["evidence"], names), "utf-8-sig")  # fmt: skip
    write_book(folder / "弄虚作假线索清单.xlsx", [
        page("线索", "上报不实线索核查情况", "false_returns", _FALSE),
    ])  # fmt: skip


def _listed(
    table: str, headers: Mapping[str, str], rows: Iterable[Row], names: Names
) -> Iterator[Sequence[object]]:
    """Yield the header and the rows of a list."""
    yield (*_WHO, *headers.values())
    for number, row in enumerate(rows, 1):
        key, shown = row["enterprise_id"], labelled(table, row)
        cells = (shown.get(field) for field in headers)
        yield (number, key, names.write(key, known=True),
               *(_WORDS.get(cell, cell) if isinstance(cell, str) else cell for cell in cells))  # fmt: skip


def _visits(rows: Tables, names: Names) -> Page:
    """Return the list of what every enterprise has done: a row each, a column a step."""
    page = Page("企业进度", widths=(6, 22, 30, 14, 14, 14, 14))
    page.wide(f"{names.story.name}企业自查和现场复核进度", 7)
    page.wide(_ISSUER, 7)
    page.add(*_WHO, "乡镇（街道）", *_VISITS)
    days = {(row["enterprise_id"], row["milestone"]): row.get("done_on")
            for row in rows["milestones"] if row.get("line_id") is None}  # fmt: skip
    for number, row in enumerate(rows["enterprises"], 1):
        key = row["enterprise_id"]
        page.add(number, key, names.write(key, known=True), row["township"],
                 *(days.get((key, step)) for step in OF_ALL))  # fmt: skip
    page.wide("注：空白为尚未完成。", 7)
    return page
