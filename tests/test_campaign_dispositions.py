"""Dispositions, their rules, what is followed and looked for: against the plan's text, and defects."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import get_args

import pytest
import yaml

from capacity_analysis import Campaign, paths
from capacity_analysis.analysis.reasons import REASONS
from capacity_analysis.campaign import parts, parts_dispositions
from capacity_analysis.errors import DataError
from capacity_analysis.ledger import registry

PLAN = Path(__file__).resolve().parents[2] / "shared/reference/action-plan.zh.md"
FILE = paths.data() / "campaigns" / "jiujiang-chaisang-2022.yaml"


@pytest.fixture(scope="module")
def campaign() -> Campaign:
    return Campaign.load()


@pytest.fixture(scope="module")
def plan_text() -> str:
    """The plan's text without white space, which lies beside the checkout."""
    if not PLAN.is_file() and not os.environ.get("CI"):
        pytest.skip(f"the plan is not at {PLAN}")
    return re.sub(r"\s+", "", PLAN.read_text(encoding="utf-8"))


# Copied by hand from the plan: disposition, and the words that ask for it.
WORDS = {
    "eliminate_now": "属即时淘汰类的立即组织淘汰",
    "overdue_closure": "逾期未整改或经整改仍未达标的，依法关停退出",
    "suspend": "立即停产停业整顿",
    "voluntary_exit": "主动(提前)退出类的企业要及时关停",
    "rectify": "对需整改提升的下达整改通知书",
    "upgrade": "鼓励和支持存量产能改造提升",
}


def test_the_plans_own_dispositions_stand_in_its_text(campaign, plan_text):
    assert all(said in plan_text for said in WORDS.values())
    own = {one.id for one in campaign.dispositions if one.source == "plan"}
    assert set(WORDS) <= own


def test_the_dispositions_are_the_issues_nine_and_what_has_left_or_does_not_run(campaign):
    assert [one.name for one in campaign.dispositions] == [
        "已退出", "封存待拆", "即时淘汰", "逾期关停", "停产整顿", "主动退出", "限期整改", "不涉及",
        "待核", "改造提升", "达标",
    ]  # fmt: skip
    assert {one.id for one in campaign.dispositions if one.exits} == {
        "exited", "sealed", "eliminate_now", "overdue_closure", "voluntary_exit",
    }  # fmt: skip


def test_every_rule_of_a_ground_stands_on_the_clause_of_that_ground(campaign):
    for rule in campaign.disposition_rules:
        if len(rule.grounds) == 1 and rule.source == "plan":
            assert rule.clause.startswith(campaign.ground(rule.grounds[0]).clause), rule.id


def test_closing_goes_before_stopping_before_leaving_before_rectifying_before_checking(campaign):
    order = list(dict.fromkeys(rule.disposition for rule in campaign.disposition_rules))
    assert order == [
        "exited", "sealed", "eliminate_now", "overdue_closure", "suspend", "voluntary_exit",
        "rectify", "not_concerned", "review", "upgrade", "compliant",
    ]  # fmt: skip


def test_only_late_or_failed_rectification_or_an_order_to_close_leads_to_closing(campaign):
    for rule in campaign.disposition_rules:
        if rule.disposition == "overdue_closure":
            late = set(rule.states) == {"overdue", "failed"}
            assert late or rule.inspection_results == ("closed",), rule.id
            assert rule.results == ("hit",)


def test_the_reasons_that_leave_no_question_are_known_reasons(campaign):
    questions = campaign.open_questions
    assert {*questions.not_concerned, *questions.shown_only} <= set(REASONS)


# The words of the campaign are those of the ledger


@pytest.mark.parametrize(
    ("words", "table", "field"),
    [
        (parts.InspectionResult, "inspections", "result"),
        (parts.Severity, "inspections", "severity"),
        (parts.Rating, "ratings", "rating"),
        (parts.Milestone, "milestones", "milestone"),
    ],
)
def test_a_campaign_speaks_of_what_the_ledger_lists(words, table, field):
    assert list(get_args(words)) == list(registry().tables[table].fields[field].choices)


def test_lines_out_of_operation_are_so_for_one_of_the_campaigns_reasons():
    from capacity_analysis.analysis import operation

    named = get_args(parts_dispositions.Operation)
    assert all(name in operation.out_of_operation.__doc__ for name in named)


def test_the_legal_steps_are_those_of_the_ledgers_list(campaign):
    listed = registry().tables["procedures"].fields["step"].choices
    assert [step.id for step in campaign.legal_steps] == list(listed)
    grounds = registry().tables["rectifications"].fields["ground"].choices
    assert set(grounds) <= {ground.id for ground in campaign.grounds}


# Progress, files of exits, visits


def test_what_is_followed_is_what_the_steps_ask_for(campaign, plan_text):
    by_step = {}
    for item in campaign.progress.items:
        by_step.setdefault(item.step, []).append(item.id)
    assert by_step == {
        "self_check": ["self_check_returned", "commitment_signed"],
        "review": ["on_site_checked", "notice_issued"],
        "closure": ["production_stopped", "dismantled", "licences_cancelled", "public_notice",
                    "exit_accepted"],
    }  # fmt: skip
    for said in ("形成自查报告", "由企业法人签署承诺书", "进行现场复核", "下达整改通知书",
                 "完成设备拆除、证照注销、公示公告等工作"):  # fmt: skip
        assert said in plan_text


def test_an_exit_is_recorded_before_during_and_after_dismantling(campaign, plan_text):
    assert "从退出前企业基本情况" in plan_text
    assert "到拆除中、拆除后等图文、视频资料" in plan_text
    phases = [item.phase for item in campaign.exit_file.items if item.kinds]
    assert phases == ["before", "before", "during", "after"]


def test_thresholds_that_the_plan_does_not_set_are_marked_as_the_projects(campaign):
    assert campaign.visits.source == campaign.progress.source == "project"
    assert campaign.replacement.source == campaign.open_questions.source == "project"


# Files with one defect


def _rule(plan, rule_id):
    return next(rule for rule in plan["disposition_rules"] if rule["id"] == rule_id)


def _ground(plan, ground_id):
    return next(ground for ground in plan["grounds"] if ground["id"] == ground_id)


def _set(path, value):
    """Return a defect: the value at a path of keys, rules and grounds by their id."""

    def spoil(plan):
        at = plan
        for key in path[:-1]:
            at = next(each for each in at if each["id"] == key) if isinstance(at, list) else at[key]
        at[path[-1]] = value

    return spoil


def _drop_last_rule(plan):
    plan["disposition_rules"].pop()


def _rule_that_hides_the_rest(plan):
    plan["disposition_rules"].insert(0, {**plan["disposition_rules"][-1], "id": "all"})


def _no_rules(plan):
    plan["disposition_rules"] = []


def _twice(key):
    def spoil(plan):
        plan[key].append(plan[key][0]) if isinstance(plan[key], list) else plan[key][
            "items"
        ].append(plan[key]["items"][0])

    return spoil


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (_set(["disposition_rules", "safety", "disposition"], "halt"), "unknown dispositions.*halt"),
        (_set(["disposition_rules", "safety", "grounds"], ["safe"]), "unknown grounds.*safe"),
        (_set(["disposition_rules", "safety", "results"], ["hits"]), r"disposition_rules\.\d+\.results"),
        (_set(["disposition_rules", "safety", "states"], ["late"]), r"disposition_rules\.\d+\.states"),
        (_set(["disposition_rules", "sealed", "task"], "seal"), "unknown tasks.*seal"),
        (_set(["disposition_rules", "sealed", "step"], "seal"), "unknown steps.*seal"),
        (_set(["disposition_rules", "sealed", "legal_steps"], ["talk"]), "unknown legal steps.*talk"),
        (_set(["disposition_rules", "sealed", "milestones"], ["shut"]), r"disposition_rules\.2\.milestones"),
        (_set(["disposition_rules", "below_advanced", "tiers"], ["good"]), r"disposition_rules\.\d+\.tiers"),
        (_set(["disposition_rules", "retired", "operation"], ["gone"]), r"disposition_rules\.1\.operation"),
        (_set(["disposition_rules", "safety", "clause"], ""), r"disposition_rules\.\d+\.clause"),
        (_set(["disposition_rules", "safety", "when"], "now"), r"disposition_rules\.\d+\.when"),
        (_drop_last_rule, "last of disposition_rules must hold"),
        (_no_rules, "last of disposition_rules must hold"),
        (_rule_that_hides_the_rest, "disposition rule all: those after it can never hold"),
        (_twice("disposition_rules"), "disposition rule given twice.*left"),
        (_twice("dispositions"), "disposition given twice.*exited"),
        (_twice("progress"), "milestone of progress given twice.*self_check_returned"),
        (_twice("exit_file"), "item of the exit file given twice.*basics_before"),
        (_set(["open_questions", "shown_only"], ["no_level"]), "both not concerned and shown"),
        (_set(["grounds", "safety", "violations"], ["bad"]), r"grounds\.5\.violations"),
        (_set(["grounds", "safety", "absent"], "fine"), r"grounds\.5\.absent"),
        (_set(["grounds", "restricted_low_rating", "ratings"], ["E"]), r"grounds\.6\.ratings"),
        (_set(["grounds", "over_limit", "deadline"], {"rule": "by_law", "law": "某法", "text": "期限"}), "names a period"),
        (_set(["grounds", "safety", "deadline"], {"rule": "at_once", "period": "p", "text": "期限"}), "names a period"),
        (_set(["progress", "items", "dismantled", "step"], "end"), "unknown steps.*end"),
        (_set(["progress", "items", "dismantled", "concerns"], "some"), r"progress\.items\.5\.concerns"),
        (_set(["progress", "at_risk_days"], -1), r"progress\.at_risk_days"),
        (_set(["exit_file", "items", "resettlement", "procedure"], "plan"), "unknown legal steps.*plan"),
        (_set(["exit_file", "items", "resettlement", "milestone"], "dismantled"), "name kinds, or a milestone"),
        (_set(["exit_file", "items", "resettlement", "procedure"], None), "name kinds, or a milestone"),
        (_set(["exit_file", "items", "resettlement", "phase"], "after"), "a phase belongs to kinds"),
        (_set(["exit_file", "items", "pictures_after", "phase"], None), "a phase belongs to kinds"),
        (_set(["visits", "least_peers"], 2), r"visits\.least_peers"),
        (_set(["visits", "weights"], {"rumour": 1}), r"visits\.weights"),
        (_set(["suppliers", "equipment"], "xxj"), "unknown departments.*xxj"),
        (_set(["replacement"], {"key_region": "maybe", "source": "project", "text": "x"}), r"replacement\.key_region"),
    ],
)  # fmt: skip
def test_a_file_with_one_defect_is_refused_and_the_defect_named(tmp_path, spoil, told):
    content = yaml.load(FILE.read_text("utf-8"), Loader=yaml.CSafeLoader)
    spoil(content)
    file = tmp_path / "plan.yaml"
    file.write_text(
        yaml.dump(content, Dumper=yaml.CSafeDumper, allow_unicode=True), encoding="utf-8"
    )
    with pytest.raises(DataError, match=re.compile(told, re.DOTALL)):
        Campaign.load(file)


@pytest.mark.parametrize(
    "key",
    ["dispositions", "disposition_rules", "open_questions", "progress", "exit_file", "visits"],
)
def test_a_plan_says_what_follows_and_what_is_followed(tmp_path, key):
    content = yaml.load(FILE.read_text("utf-8"), Loader=yaml.CSafeLoader)
    del content[key]
    file = tmp_path / "plan.yaml"
    file.write_text(
        yaml.dump(content, Dumper=yaml.CSafeDumper, allow_unicode=True), encoding="utf-8"
    )
    with pytest.raises(DataError, match=key):
        Campaign.load(file)


def test_an_unknown_disposition_is_none(campaign):
    assert campaign.disposition("nothing") is None
    assert campaign.disposition("rectify").label == "限期整改"
