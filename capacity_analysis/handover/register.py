"""The register (台账): one row a line, and the suggestions for whatever else is judged by itself."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .. import vocabulary
from ..assessment import finding_words
from ..text import _
from .sheet import Sheet
from .words import Columns, Words, choices, days, frame, said

# What several findings of a line on one ground say together: the first of these.
_RESULTS = ("hit", "review", "undecided", "clear")


def register(told: Words) -> Sheet:
    """Return the register: every line of the ledger, once and in its order."""
    lines = told.assessment["lines"]
    decided = told.assessment["dispositions"]
    own = decided[decided["scope"] == "line"].set_index("line_code")
    own = own.reindex(lines["line_code"].to_numpy()).set_axis(lines.index)
    columns = {
        **told.owner(lines),
        _("行业"): told.industries(lines["industry"]),
        _("生产线编号"): lines["line_id"],
        _("生产线名称"): lines["line_name"],
        _("主要产品"): said(lines["product_id"], vocabulary.product_name),
        _("年生产能力"): lines["capacity"],
        _("能力单位"): lines["capacity_unit"],
        _("状态"): said(lines["status"], choices("lines", "status")),
        **_verdicts(told, lines),
        **_suggestion(told, own),
        _("台账单元格"): lines["source_cell"],
    }
    return Sheet(_("台账"), frame(columns, lines.index))


def other_units(told: Words) -> Sheet:
    """Return the suggestions for equipment of no line and for enterprises without lines."""
    decided = told.assessment["dispositions"]
    others = decided[decided["scope"] != "line"]
    columns = {
        **told.owner(others),
        _("设备编号"): others["equipment_id"],
        _("对象"): said(
            others["scope"], {"equipment": _("不属于生产线的设备"), "enterprise": _("企业")}.__getitem__
        ),
        **_suggestion(told, others),
    }  # fmt: skip
    return Sheet(_("其他对象"), frame(columns, others.index))


def enterprises(told: Words) -> Sheet:
    """Return the suggestion for each enterprise: whole, in part, or none."""
    table = told.assessment["enterprise_dispositions"]
    extents = {"whole": _("全部"), "part": _("部分"), "none": _("不退出")}
    columns = {
        **told.owner(table),
        _("处置建议（最严的一项）"): told.dispositions(table["disposition"]),
        _("退出范围"): said(table["extent"], lambda text: extents.get(text, text)),
        _("生产线（条）"): table["lines"],
        _("其中退出（条）"): table["lines_exiting"],
        _("最早期限"): days(table["deadline"]),
        _("责任单位"): told.departments(table["departments"]),
    }
    return Sheet(_("企业"), frame(columns, table.index))


def _suggestion(told: Words, decided: pd.DataFrame) -> Columns:
    return {
        _("查出问题（项）"): decided["findings"],
        _("待核和不能判定（项）"): decided["open_questions"],
        _("不作评定（项）"): decided["not_assessed"],
        _("处置建议"): told.dispositions(decided["disposition"]),
        _("依据事由"): told.grounds(decided["grounds"]),
        _("先后规则"): told.rules(decided["rule"]),
        _("整改状态"): said(decided["state"], finding_words.state_name),
        _("期限"): days(decided["deadline"]),
        _("期限依据"): said(decided["deadline_basis"], finding_words.basis_name),
        _("责任单位"): told.departments(decided["department"]),
        _("配合单位"): told.departments(decided["cooperating"]),
        _("决定机关"): told.authorities(decided["authority"]),
        _("未办程序"): told.legal_steps(decided["steps_missing"]),
        _("未过关口"): told.legal_steps(decided["gates_missing"]),
    }


def _verdicts(told: Words, lines: pd.DataFrame) -> Columns:
    """Return a column per ground: what the line and its whole enterprise are found to be."""
    findings = told.assessment["findings"]
    # That a ground does not concern a line is not the same as that nothing is known.
    elsewhere = findings["reason"].isin(told.campaign.open_questions.not_concerned)
    results = findings["result"].mask(elsewhere, "none")
    codes = pd.Categorical(results, categories=[*_RESULTS, "none"]).codes
    rank = pd.Series(codes, index=findings.index, dtype="float64")
    of_line = findings["line_code"] >= 0
    of_whole = ~of_line & (findings["device_code"] < 0)
    found = {}
    for ground in _grounds(told):
        here = findings["ground"] == ground
        worst = np.fmin(
            _worst(rank, findings["line_code"], here & of_line, lines["line_code"]),
            _worst(rank, findings["enterprise_code"], here & of_whole, lines["enterprise_code"]),
        )
        header = finding_words.ground_name(told.campaign, ground)
        found[header] = _signed(ground, pd.Series(worst, index=lines.index))
    return found


def _grounds(told: Words) -> list[str]:
    """Return the grounds that anything was looked at on, in the plan's order."""
    looked_at = set(told.assessment["findings"]["ground"])
    planned = [one.id for one in told.campaign.grounds if one.id in looked_at]
    return planned + sorted(looked_at.difference(planned))


def _worst(
    rank: pd.Series, codes: pd.Series, which: pd.Series, wanted: pd.Series
) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    worst = rank[which].groupby(codes[which]).min()
    return worst.reindex(wanted.to_numpy()).to_numpy(np.float64)


def _signed(ground: str, rank: pd.Series) -> pd.Series:
    names = {
        float(place): finding_words.signed_verdict(ground, result)
        for place, result in enumerate(_RESULTS)
    }
    return rank.map(names | {float(len(_RESULTS)): _("–不涉及")}).astype("str")
