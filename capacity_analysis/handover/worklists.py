"""Worklists: what each responsible department has to do, for whom and until when."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from .. import vocabulary
from ..assessment import finding_words as words
from ..assessment.energy_law import GROUNDS
from ..text import _
from .exposure_tasks import exposure_tasks
from .findings import stands, tests
from .sheet import Sheet
from .words import Words, days, frame, reasons, said

_LAND = "idle_land"
_ENERGY = tuple(ground.id for ground in GROUNDS)
_UNIT = ["enterprise_id", "line_id", "equipment_id"]
# Of a file of evidence: it is there, need not be, or nobody gave the folder to look in.
_NO_TASK = ("present", "not_required", "not_checked")
_TASK = [*_UNIT, "kind", "ground", "matter", "deadline", "state", "document", "row_id", "department",
         "cooperating", "source_cell", "township", "disposition"]  # fmt: skip


def worklists(told: Words) -> Iterator[Sheet]:
    """Yield a sheet for each department that has anything to do, in the order of the plan.

    A task that the plan gives to several departments stands on the sheet of each.
    """
    tasks = pd.concat([*_tasks(told)], ignore_index=True)
    office = ";".join(
        key for key, department in told.campaign.departments.items()
        if department.office_of_campaign
    )  # fmt: skip
    named = tasks["department"].mask(tasks["department"] == "").fillna(office)
    tasks = tasks.assign(all_departments=named, by=named.str.split(";")).explode("by")
    order = [*told.campaign.departments]
    unknown = sorted(set(tasks["by"].dropna()).difference(order))
    for department in [*order, *unknown]:
        own = tasks[tasks["by"] == department]
        if len(own):
            yield _sheet(told, department, own)


def _sheet(told: Words, department: str, tasks: pd.DataFrame) -> Sheet:
    tasks = tasks.sort_values(["deadline", *_UNIT], kind="stable", na_position="last")
    suggestion = _suggestions(told, tasks)
    name = words.department_names(told.campaign, department)
    unit = told.unit(tasks)
    place = _("乡镇（街道）")
    columns = {
        _("事项"): tasks["kind"],
        **unit,
        place: unit[place].astype("str").fillna(tasks["township"]),
        _("事由"): told.grounds(tasks["ground"]),
        _("要做的事"): tasks["matter"],
        _("期限"): days(tasks["deadline"]),
        _("情况"): tasks["state"],
        _("处置建议"): told.dispositions(suggestion),
        _("依据文件"): told.documents(tasks["document"]),
        _("行号"): tasks["row_id"],
        _("责任单位"): told.departments(tasks["all_departments"]),
        _("配合单位"): told.departments(tasks["cooperating"]),
        _("台账单元格"): tasks["source_cell"],
    }
    return Sheet(_("任务单-{department}").format(department=name), frame(columns, tasks.index))


def _tasks(told: Words) -> Iterator[pd.DataFrame]:
    findings = told.assessment["findings"]
    yield _shaped(_to_check(findings[findings["result"] == "review"]))
    missing = (findings["result"] == "undecided") & ~findings["ground"].isin(_ENERGY)
    yield _shaped(_to_supply(findings[missing & findings["supplier"].notna()]))
    yield _shaped(_inputs(told.assessment["missing"]))
    yield _shaped(_to_mend(findings[stands(findings)]))
    yield _shaped(_steps(told))
    yield _shaped(_late(told))
    yield _shaped(_files(told))
    whole = told.assessment["enterprise_dispositions"].set_index("enterprise_id")["disposition"]
    for each in (*_of_enterprises(told), *exposure_tasks(told)):
        shaped = _shaped(each)
        yield shaped.assign(disposition=shaped["enterprise_id"].map(whole))


def _shaped(tasks: pd.DataFrame) -> pd.DataFrame:
    """Return tasks with all columns, as texts."""
    return tasks.reindex(columns=_TASK).astype("str")


def _of_enterprises(told: Words) -> Iterator[pd.DataFrame]:
    """Yield what is found of whole enterprises; of land the tasks say it parcel by parcel."""
    findings = told.assessment["enterprise_findings"]
    findings = findings[findings["ground"] != _LAND]
    yield _to_check(findings[findings["result"] == "review"])
    undecided = findings[(findings["result"] == "undecided") & findings["supplier"].notna()]
    test = said(tests(undecided), lambda text: _("：{what}").format(what=text))
    yield undecided.assign(
        kind=_("补充数据"),
        matter=reasons(undecided["reason"]) + test.fillna(""),
        department=undecided["supplier"],
    )


def _to_check(findings: pd.DataFrame) -> pd.DataFrame:
    proof = said(findings["proof"], lambda text: _("；证明材料：{proof}").format(proof=text))
    matter = reasons(findings["reason"]).fillna(_("核实")) + proof.fillna("")
    return findings.assign(kind=_("核实"), matter=matter, state=_state(findings))


def _to_supply(findings: pd.DataFrame) -> pd.DataFrame:
    matter = reasons(findings["reason"]) + said(
        findings["attribute"], lambda text: _("：{what}").format(what=words.attribute_name(text))
    ).fillna("")
    return findings.assign(
        kind=_("补充数据"), matter=matter, department=findings["supplier"], state=_state(findings)
    )


def _inputs(missing: pd.DataFrame) -> pd.DataFrame:
    carrier = said(
        missing["carrier"],
        lambda text: _("：{what}").format(what=vocabulary.carrier_name(text)),
    )
    matter = reasons(missing["reason"]) + carrier.fillna("")
    return missing.assign(kind=_("补充数据"), matter=matter)


def _to_mend(findings: pd.DataFrame) -> pd.DataFrame:
    kinds = {
        "open": _("下达通知"),
        "ordered": _("督促整改"),
        "extended": _("督促整改"),
        "overdue": _("处理逾期"),
        "failed": _("处理验收不合格"),
    }
    kind = findings["state"].astype("str").map(kinds)
    tasks = findings.assign(kind=kind, matter=findings["action"], state=_state(findings))
    return tasks[kind.notna()]


def _steps(told: Words) -> pd.DataFrame:
    """Return the steps before an exit that were not taken, for the department of the exit."""
    steps = told.assessment["legal_steps"]
    steps = steps[steps["status"] == "missing"]
    units = told.assessment["dispositions"][[*_UNIT, "department", "cooperating", "deadline"]]
    tasks = steps.drop(columns=["department", "deadline"], errors="ignore").merge(
        units, how="left", on=_UNIT, validate="many_to_one"
    )
    kinds = {"procedure": _("办理程序"), "gate": _("落实关口")}
    return tasks.assign(
        kind=said(tasks["kind"], lambda kind: kinds.get(kind, kind)),
        matter=told.legal_steps(tasks["step"]),
        state=said(tasks["status"], words.step_status),
    )


def _late(told: Words) -> pd.DataFrame:
    overdue = told.assessment["overdue"]
    late = said(overdue["days"], lambda text: _("逾期{days}天").format(days=text))
    return overdue.assign(
        kind=_("补办逾期事项"), matter=said(overdue["item"], words.item_name), state=late
    )


def _files(told: Words) -> pd.DataFrame:
    """Return what the file of an exit lacks, for the department of the exit."""
    files = told.assessment["exit_files"]
    lacking = files[~files["status"].isin(_NO_TASK)]
    units = told.assessment["dispositions"][[*_UNIT, "department", "cooperating"]]
    tasks = lacking.drop(columns=["department", "cooperating"], errors="ignore").merge(
        units, how="left", on=_UNIT, validate="many_to_one"
    )
    return tasks.assign(
        kind=_("补齐备查资料"),
        matter=told.exit_items(tasks["item"]),
        state=said(tasks["status"], words.file_status),
    )


def _state(findings: pd.DataFrame) -> pd.Series:
    return said(findings["state"], words.state_name)


def _suggestions(told: Words, tasks: pd.DataFrame) -> pd.Series:
    """Return what is suggested for the unit of each task: for a device of a line, that of the line.

    A task on an enterprise as such brings its own.
    """
    units = told.assessment["dispositions"][[*_UNIT, "disposition"]].astype("str")
    of_line = tasks["equipment_id"].mask(tasks["line_id"].notna())
    keys = tasks[_UNIT].assign(equipment_id=of_line)
    found = keys.merge(units, how="left", on=_UNIT, validate="many_to_one")
    own = pd.Series(found["disposition"].to_numpy(), index=tasks.index)
    return tasks["disposition"].fillna(own)
