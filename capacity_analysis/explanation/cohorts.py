"""Explain a group of workers: from the row of the ledger to its cost, each number to its article."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ..assessment import Assessment
from ..assessment import exposure_words as words
from ..ledger import Ledger, registry
from ..standards import Standards
from ..text import _
from . import cohort_costs, cohort_pay, cohort_routes, cohort_service, disposals
from .arithmetic import figure
from .cohort_facts import Cohort, facts, gathered
from .derivation import Chapter, Derivation, Statement, derivation
from .disposal import Suggestion
from .sources import text

_DISPATCHED = "dispatched"
# Where the plan decides what law leaves open.
_DECIDED = {
    "pre_2008_undecided": "labour.pre_2008_on_closure",
    "pre_2008_cap_undecided": "labour.pre_2008_cap",
    "no_layoff_circumstance": "labour.layoff_circumstance",
}
_TRIGGERED = ("line_stopped", "mass_layoff")


def explain_cohort(
    assessment: Assessment, ledger: Ledger, standards: Standards, position: int
) -> Derivation:
    """Explain a group of workers (`find_cohort` gives its position in the table `staff`).

    Examples
    --------
    >>> from capacity_analysis import Standards, assess, paths, read_ledger
    >>> from capacity_analysis.explanation import find_cohort
    >>> ledger, standards = read_ledger(paths.sample_ledger()), Standards.load()
    >>> assessment = assess(ledger, standards)
    >>> explained = explain_cohort(assessment, ledger, standards, find_cohort(assessment, "SL005", "A01"))
    >>> explained.statement("base_cny").value, explained.statement("article").value
    (4300.0, '第44条第5项')

    """
    one = gathered(assessment, ledger, standards, position)
    enterprise = assessment["enterprises"].iloc[int(one.told["enterprise_code"])]
    names = (text(enterprise["name"]), text(one.told["line_id"]), text(one.told["cohort"]))
    warning = _("本文只供分析人员在本机查看，不得外传。")
    least = registry().disclosure.least_persons
    if int(one.told["headcount"]) < least:
        told = _("本组少于{least}人，能认出个人：只供分析人员在本机查看，不得外传。")
        warning = told.format(least=least)
    title = _("{names}组，{headcount}人").format(
        names=" / ".join(filter(None, names)), headcount=int(one.told["headcount"])
    )
    return derivation("cohort", title, _chapters(one), assessment=assessment, warning=warning)


def _chapters(one: Cohort) -> Iterator[Chapter]:
    parts = [("row", _("填报的内容"), facts), ("exit", _("退出和日期"), _exit)]
    if one.reached:
        parts += [("ground", _("解除或终止的依据"), _ground)]
    own = one.reached and one.text("ground") != _DISPATCHED
    if own:
        parts += [
            ("service", _("工作年限"), cohort_service.lasted),
            ("base", _("月工资、下限和封顶"), cohort_pay.base),
            ("months", _("支付的月数"), cohort_service.paid),
            ("severance", _("经济补偿"), cohort_pay.severance),
            ("retirement", _("法定退休"), cohort_routes.retires),
            ("inner", _("内部退养"), cohort_routes.inner),
        ]
    if one.reached:
        parts += [("routes", _("去向"), cohort_routes.heads)]
    if own:
        parts += [("benefit", _("失业保险"), cohort_costs.benefit)]
    if one.reached:
        parts += [
            ("protection", _("保护和离岗检查"), cohort_costs.protection),
            ("arrears", _("拖欠"), cohort_costs.arrears),
            ("cost", _("费用合计"), cohort_costs.cost),
        ]
    parts += [("changes", _("什么会改变结果"), _changes)]
    for name, title, part in parts:
        yield Chapter(name, title, tuple(part(one)))


def _exit(one: Cohort) -> Iterator[Statement]:
    yield Statement(_("退出与这一组的关系"), "exposure",
                    value=words.word("exposure", one.told["exposure"]))  # fmt: skip
    for decided in _suggestions(one):
        told = _("{unit}：处置建议“{name}”")
        if decided.rule:
            told = _("{unit}：处置建议“{name}”，先后规则{place}“{rule}”（行动方案{clause}）").format(
                unit=decided.unit, name=decided.name, place=decided.rule.place,
                rule=decided.rule.text, clause=decided.rule.clause or "—",
            )  # fmt: skip
        yield Statement(told.format(unit=decided.unit, name=decided.name), "disposition")
        if decided.deadline:
            yield Statement(_("期限（{basis}）").format(basis=decided.deadline_basis_label), "deadline",
                            value=decided.deadline)  # fmt: skip
    if not one.reached:
        return
    day, target = text(one.told["exit_on"]), one.assessment.campaign.target.deadline.isoformat()
    told = {
        target: _("退出日期，取处置期限，没有期限的取行动方案的目标日"),
        one.assessment.as_of.isoformat(): _("退出日期，期限已过的取评定日"),
    }.get(day, _("退出日期，取处置期限"))
    yield Statement(told, "exit_on", value=day)


def _suggestions(one: Cohort) -> tuple[Suggestion, ...]:
    decided = disposals.of_enterprise(one.assessment, int(one.told["enterprise_code"]))
    if one.told["exposure"] == "line":
        decided = disposals.of_line(one.assessment, int(one.told["line_code"]))
    return disposals.suggestions(one.assessment, decided)


def _ground(one: Cohort) -> Iterator[Statement]:
    ground = one.text("ground")
    yield Statement(_("依据"), "ground", value=words.word("ground", ground))
    if ground == _DISPATCHED:
        yield Statement(
            _("合同在派遣单位：本单位退回，由派遣单位处理"), place=one.place("contract")
        )
        return
    yield Statement(_("《劳动合同法》"), "article", value=words.article(one.told["article"]))
    planned = one.text("exit_ground") != ""
    if planned:
        yield Statement(_("职工安置方案填报的"), place=one.place("exit_ground"))
    elif one.told["exposure"] == "whole":
        yield Statement(_("企业全部退出，没有填报别的依据：合同因用人单位关闭或者提前解散而终止"))
    if ground in _TRIGGERED:
        yield from _size(one)
    code = one.told["article"] if ground != "line_stopped" else "40"
    due = one.given("severance_due", str(code))
    yield Statement(
        _("应否支付经济补偿（{article}）").format(article=words.article(one.text("severance_article"))),
        "severance_due", value=due.text or "—", rules=due.rules,
    )  # fmt: skip


def _size(one: Cohort) -> Iterator[Statement]:
    leaving, staff = one.number("enterprise_leaving"), one.number("enterprise_staff")
    heads = one.given("mass_layoff_headcount_trigger")
    share = one.given("mass_layoff_share_trigger")
    told = _("拟解除{leaving:g}人，职工{staff:g}人（都不含派遣）；起点{heads:g}人或者{share:g}")
    yield Statement(
        told.format(leaving=leaving, staff=staff, heads=heads.number, share=share.number),
        "leaving_share", str(figure(leaving) / figure(staff)),
        leaving / staff if staff else None, rules=(*heads.rules, *share.rules),
    )  # fmt: skip
    if one.text("ground") != "mass_layoff":
        return
    days, filing = one.given("mass_layoff_consultation_days"), one.given("mass_layoff_plan_filing")
    yield Statement(_("裁员前说明情况"), "explanation_days", value=days.number, unit=_("天"),
                    rules=(*days.rules, *filing.rules))  # fmt: skip
    named = one.assessment.campaign.labour.layoff_circumstance
    known = words.word("circumstance", named) or _("没有确定")
    yield Statement(_("法定情形，行动方案labour.layoff_circumstance所定"), "circumstance", value=known,
                    rules=one.given("mass_layoff_circumstances").rules)  # fmt: skip


def _changes(one: Cohort) -> Iterator[Statement]:
    for name in filter(None, text(one.told["settings_missing"]).split(";")):
        told = _("补上{name}：写入行动方案的labour.settings（{id}）")
        yield Statement(told.format(name=words.setting(name), id=name), "settings_missing")
    for reason in one.reasons:
        told = words.word("reason", reason)
        if key := _DECIDED.get(reason):
            told = _("{reason}（行动方案{key}）").format(reason=told, key=key)
        yield Statement(told, "reasons")
    if not one.reached:
        return
    low, high = (one.number(f"service_months_{case}") for case in ("low", "high"))
    if not np.isnan(low) and high > low:
        told = _("进厂年月的区间跨{months:.0f}个月：分得细，低和高就靠近")
        yield Statement(told.format(months=high - low), "hired_from", place=one.place("hired_from"))
