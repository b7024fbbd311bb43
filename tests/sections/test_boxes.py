"""The two boxes of the first page: what must be decided, and what falls due."""

import dataclasses
import datetime as dt

import pytest
from small_views import AS_OF, Line, box, nonferrous, steel, view

from capacity_analysis import Campaign, sections

DECIDE, DUE = "需领导小组研究决定的事项", "30天、90天内到期事项"


def test_lines_below_the_baseline_ask_for_a_deadline_within_the_plans_last_step():
    # 方案四（五）: 2023年7月中旬前, read as 20 July.
    assert box(view(Line(unit_energy=120)), DECIDE) == [
        "明确1条低于基准水平生产线的整改期限（最迟2023年7月20日“整改关停”阶段结束前）。"
        "牵头：区发改委、区工信局（方案二（一）2）。"
    ]


def test_missing_data_are_asked_for_by_the_end_of_the_step_under_way():
    # On 2022-09-10 the plan is in 复核检查 (2022年9月中旬前).
    assert box(view(Line(lacks=("electricity",))), DECIDE) == [
        "请区供电公司补报1条生产线所缺数据，建议在2022年9月20日“复核检查”阶段结束前完成。"
    ]


def test_outside_the_plans_steps_the_group_sets_the_date():
    of = view(Line(unit_energy=None, previous=None), as_of=dt.date(2023, 7, 21))
    assert box(of, DECIDE)[0].endswith("所缺数据，并定出时限。")


def test_levels_to_be_checked_are_given_to_the_department_that_answers_for_standards():
    of = nonferrous(
        Line(line="1号", product="aluminium_liquid", unit_energy=13361),
        Line(line="2号", product="copper_cathode_from_concentrate", unit_energy=390),
    )
    assert box(of, DECIDE)[-1] == (
        "请区发改委对照原文核对1条结论待核的生产线、1条低于基准水平的生产线（※）所依据的数值。"
    )


def test_a_day_without_a_document_asks_for_the_document():
    of = view(Line(previous=110), as_of=dt.date(2021, 6, 30))
    assert box(of, DECIDE) == ["请区发改委提供2021年6月30日有效的能效标准文件，录入后重新评定。"]


def test_nothing_to_decide_is_said():
    assert box(view(Line(unit_energy=110)), DECIDE) == ["本期没有需要领导小组研究决定的事项。"]


def _plan_due(days: int) -> Campaign:
    """Return the plan with one task due so many days after the day assessed, and nothing else."""
    plan = Campaign.load()
    far = dt.date(2099, 12, 31)
    task = plan.tasks[0].model_copy(update={"deadline": AS_OF + dt.timedelta(days=days)})
    target = plan.target.model_copy(update={"deadline": far})
    return plan.model_copy(update={"steps": (), "tasks": (task,), "grounds": (), "target": target})


def _under(of: sections.IndustryView, plan: Campaign) -> sections.IndustryView:
    """Return the same assessment with the days and departments of another plan."""
    return sections.IndustryView(dataclasses.replace(of.assessment, campaign=plan), of.industry_id)


@pytest.mark.parametrize(
    ("days", "begins"),
    [
        (0, "30天内：2022年9月10日（今天到期），"),
        (1, "30天内：2022年9月11日（还有1天），"),
        (30, "30天内：2022年10月10日（还有30天），"),
        (31, "90天内：2022年10月11日（还有31天），"),
        (90, "90天内：2022年12月9日（还有90天），"),
    ],
)
def test_what_the_plan_dates_within_90_days_is_listed(days, begins):
    (item,) = box(_under(view(Line()), _plan_due(days)), DUE)
    assert item == f"{begins}任务“依法淘汰落后产能”到期（方案二（一）1）"


@pytest.mark.parametrize("days", [-1, 91])
def test_what_is_past_or_later_than_90_days_is_not(days):
    assert box(_under(view(Line()), _plan_due(days)), DUE) == ["90天内没有方案规定的到期事项。"]


def test_steps_and_the_goal_of_the_plan_fall_due_too_earliest_first():
    # 2022-09-10: 复核检查 ends in 10 days, the task of 二（一）1 is due in 51.
    assert box(steel(Line(product="converter_steel", unit_energy=-12)), DUE) == [
        "30天内：2022年9月20日（还有10天），工作步骤“复核检查”结束（方案四（四））",
        "90天内：2022年10月31日（还有51天），任务“依法淘汰落后产能”到期（方案二（一）1）",
    ]
    # 2023-10-02 to 2023-12-31: 29 + 30 + 31 = 90 days.
    of = view(Line(unit_energy=None), as_of=dt.date(2023, 10, 2))
    assert box(of, DUE) == ["90天内：2023年12月31日（还有90天），方案工作目标到期（方案一（四））"]


def test_a_plan_without_the_task_and_without_steps_still_says_who_leads():
    plan = Campaign.load()
    tasks = tuple(task for task in plan.tasks if task.id != "energy")
    bare = plan.model_copy(update={"steps": (), "tasks": tasks, "grounds": ()})
    assert box(_under(view(Line(unit_energy=120)), bare), DECIDE) == [
        "明确1条低于基准水平生产线的整改期限。牵头：区淘汰落后产能工作领导小组办公室。"
    ]
