"""The action plan as data: its facts against the plan's text, and what a file may not say."""

import datetime as dt
import os
import re
from pathlib import Path

import pytest
import yaml

from capacity_analysis import Campaign, paths
from capacity_analysis.errors import DataError, UsageError

PLAN = Path(__file__).resolve().parents[2] / "shared/reference/action-plan.zh.md"


@pytest.fixture(scope="module")
def campaign() -> Campaign:
    return Campaign.load()


@pytest.fixture(scope="module")
def plan_text() -> str:
    """The plan's text without white space, which lies beside the checkout."""
    if not PLAN.is_file():
        if os.environ.get("CI"):
            pytest.fail(f"the plan is not at {PLAN}")
        pytest.skip(f"the plan is not at {PLAN}")
    return re.sub(r"\s+", "", PLAN.read_text(encoding="utf-8"))


def _leads(campaign: Campaign, task_id: str) -> str:
    return campaign.department_names(campaign.task(task_id).lead)


# Copied by hand from the plan: 条、任务、〔责任单位〕.
RESPONSIBLE = {
    "elimination": "区工信局、区发改委、区沙城电子科技创新中心、区沿江新材料产业发展中心",
    "energy": "区发改委、区工信局",
    "environment": "柴桑生态环境局",
    "quality": "区市场监管局",
    "safety": "区应急管理局",
    "restricted": "区发改委、区工信局、区沙城电子科技创新中心、区沿江新材料产业发展中心",
    "upgrade": "区发改委、区工信局、柴桑生态环境局",
    "zombie_land": (
        "区自然资源分局、区工信局、沙城工业园区管委会、区沙城电子科技创新中心、"
        "区沿江新材料产业发展中心"
    ),
    "support_policies": "区发改委、区财政局、区工信局、区住建局、区水利局、区供电公司",
    "land": "区自然资源分局",
    "credit": "中国人民银行柴桑支行",
    "risks": "区委政法委、区委信访局、区人社局、区金融办、中国人民银行柴桑支行",
}


@pytest.mark.parametrize(("task", "departments"), RESPONSIBLE.items())
def test_every_task_is_led_by_the_departments_that_the_plan_names(campaign, task, departments):
    assert _leads(campaign, task) == departments


def test_no_task_is_left_out_or_added(campaign):
    assert [task.id for task in campaign.tasks] == list(RESPONSIBLE)


@pytest.mark.parametrize("departments", sorted(set(RESPONSIBLE.values())))
def test_the_departments_copied_by_hand_stand_in_the_plan(plan_text, departments):
    # The last one ends in 按照职责分工负责; all others close the bracket at once.
    assert f"责任单位：{departments}" in plan_text


def test_the_plan_is_that_of_march_2022(campaign, plan_text):
    assert campaign.issued == dt.date(2022, 3, 21)
    assert "2022年3月21日" in plan_text
    assert campaign.title in plan_text
    assert campaign.issuer in plan_text


def test_the_goal_is_the_end_of_2023(campaign, plan_text):
    assert campaign.target.deadline == dt.date(2023, 12, 31)
    assert "到2023年底，我区落后产能应退尽退" in plan_text
    assert campaign.target.clause == "一（四）"


def test_elimination_is_due_by_the_end_of_october_2022_and_nothing_else_is_dated(
    campaign, plan_text
):
    assert campaign.task("elimination").deadline == dt.date(2022, 10, 31)
    assert "2022年10月底前全部淘汰出清" in plan_text
    assert [task.id for task in campaign.tasks if task.deadline] == ["elimination"]


# 四、工作步骤, copied by hand: 名称、时间, and the day that 上旬, 中旬 and 中旬前 are read to end.
STEPS = [
    ("制定方案", "2022年3月上旬", dt.date(2022, 3, 10)),
    ("宣传发动", "2022年3月中旬", dt.date(2022, 3, 20)),
    ("企业自查", "2022年6月中旬前", dt.date(2022, 6, 20)),
    ("复核检查", "2022年9月中旬前", dt.date(2022, 9, 20)),
    ("整改关停", "2023年7月中旬前", dt.date(2023, 7, 20)),
]


def test_the_steps_are_the_plans_five_with_their_windows(campaign):
    assert [(step.name, step.wording, step.end) for step in campaign.steps] == STEPS


def test_the_wording_of_the_steps_is_the_plans(plan_text):
    folded = plan_text.replace("(", "（").replace(")", "）")
    for name, wording, _end in STEPS:
        assert f"{name}（{wording}）" in folded


def test_each_step_begins_the_day_after_the_one_before(campaign):
    for before, after in zip(campaign.steps, campaign.steps[1:], strict=False):
        assert after.start == before.end + dt.timedelta(days=1)


def test_the_wording_of_tasks_and_names_of_departments_are_the_plans(campaign, plan_text):
    for department in campaign.departments.values():
        assert department.name in plan_text, department.name
    assert all(task.wording in plan_text for task in campaign.tasks)


def test_the_energy_task_cites_the_2021_levels(campaign, plan_text):
    assert campaign.task("energy").standard == "ndrc-2021-1609"
    assert "发改产业〔2021〕1609号" in plan_text


def test_the_six_energy_intensive_divisions_are_those_of_the_plan(campaign, plan_text):
    from capacity_analysis import vocabulary

    # The plan lists them in 一（三）; the classification names them with other punctuation.
    named = {vocabulary.industry_name(code) for code in campaign.energy_intensive_divisions}
    bare = re.sub(r"[、，]", "", plan_text)
    assert len(named) == 6
    assert all(re.sub(r"[、，]", "", name) in bare for name in named)


def test_the_office_sits_in_one_department_and_the_group_is_made_of_departments(campaign):
    offices = [key for key, entry in campaign.departments.items() if entry.office_of_campaign]
    assert offices == ["gxj"]  # 办公室设在区工信局
    assert len(campaign.leading_group.members) == 14  # 附件: fourteen members besides the leaders


def test_where_the_plan_contradicts_a_higher_level_the_higher_prevails(campaign, plan_text):
    assert campaign.precedence.rule == "higher"
    assert "与本方案冲突的则以国家、省、市有关规定为准" in plan_text


def test_no_person_is_named():
    text = (paths.data() / "campaigns" / "jiujiang-chaisang-2022.yaml").read_text("utf-8")
    assert not re.search(r"姓名[:：]|组长：|电话|1\d{10}", text)


# Industries


@pytest.mark.parametrize(
    ("code", "industry"),
    [
        ("3011", "cement"),
        ("3012", "building_materials"),  # lime: of division 30, and none of its own
        ("3041", "glass"),
        ("3071", "ceramics"),
        ("3073", "building_materials"),
        ("3110", "steel"),
        ("3140", "ferroalloys"),
        ("2611", "chemicals"),
        ("3216", "nonferrous"),
        ("2521", "petroleum_coal"),
        ("4430", "power_heat"),
        ("1810", "other"),
        ("3311", "other"),
    ],
)
def test_an_enterprise_goes_to_the_industry_with_the_longest_prefix(campaign, code, industry):
    assert campaign.industry_of(code).id == industry


def test_the_longest_prefix_wins_whatever_the_order(campaign):
    turned = campaign.model_copy(update={"industries": campaign.industries[::-1]})
    assert turned.industry_of("3011").id == "cement"
    assert turned.industry_of("3019").id == "building_materials"


def test_an_unknown_industry_is_refused_with_the_known_ones(campaign):
    with pytest.raises(UsageError, match=r"cement（水泥）.*other（其他行业）"):
        campaign.industry("cements")


def test_a_day_lies_in_one_step_or_outside_the_plan(campaign):
    assert campaign.step_on(dt.date(2022, 9, 20)).id == "review"
    assert campaign.step_on(dt.date(2022, 9, 21)).id == "closure"
    assert campaign.step_on(dt.date(2022, 2, 28)) is None
    assert campaign.step_on(dt.date(2023, 7, 21)) is None


def test_an_unknown_task_is_none(campaign):
    assert campaign.task("nothing") is None


# Files


def _content() -> dict:
    text = (paths.data() / "campaigns" / "jiujiang-chaisang-2022.yaml").read_text("utf-8")
    return yaml.load(text, Loader=yaml.CSafeLoader)


def _file(folder: Path, content: object) -> Path:
    file = folder / "plan.yaml"
    file.write_text(
        yaml.dump(content, Dumper=yaml.CSafeDumper, allow_unicode=True), encoding="utf-8"
    )
    return file


def _unknown_key(plan):
    plan["tittle"] = "误拼"


def _unknown_key_of_a_task(plan):
    plan["tasks"][0]["leads"] = ["gxj"]


def _missing_key(plan):
    del plan["target"]


def _unknown_department(plan):
    plan["tasks"][1]["lead"] = ["fgw", "xxj"]


def _unknown_supplier(plan):
    plan["suppliers"]["energy"] = "xxj"


def _unknown_member(plan):
    plan["leading_group"]["members"].append("xxj")


def _task_without_department(plan):
    plan["tasks"][0]["lead"] = []


def _industry_twice(plan):
    plan["industries"][1]["id"] = "cement"


def _prefix_twice(plan):
    plan["industries"][1]["prefixes"] = ["3011"]


def _prefix_of_letters(plan):
    plan["industries"][1]["prefixes"] = ["30a"]


def _other_takes_an_id(plan):
    plan["other_industries"]["id"] = "steel"


def _step_ends_before_it_starts(plan):
    plan["steps"][3]["end"] = dt.date(2022, 6, 20)


def _step_twice(plan):
    plan["steps"][1]["id"] = "plan"


def _task_twice(plan):
    plan["tasks"][1]["id"] = "elimination"


def _chain_from_elsewhere(plan):
    plan["jurisdiction"]["chain"] = ["360400", "360000", "000000"]


def _no_chain(plan):
    plan["jurisdiction"]["chain"] = []


def _code_too_short(plan):
    plan["jurisdiction"]["code"] = "3604"


def _no_date(plan):
    plan["tasks"][0]["deadline"] = "2022年10月底"


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (_unknown_key, "tittle"),
        (_unknown_key_of_a_task, r"tasks\.0\.leads"),
        (_missing_key, "target"),
        (_unknown_department, "unknown departments.*xxj"),
        (_unknown_supplier, "unknown departments.*xxj"),
        (_unknown_member, "unknown departments.*xxj"),
        (_task_without_department, r"tasks\.0\.lead"),
        (_industry_twice, "industry given twice.*cement"),
        (_prefix_twice, "prefix given twice.*3011"),
        (_prefix_of_letters, r"industries\.1\.prefixes"),
        (_other_takes_an_id, "industry given twice.*steel"),
        (_step_ends_before_it_starts, "step review: ends before it starts"),
        (_step_twice, "step given twice.*plan"),
        (_task_twice, "task given twice.*elimination"),
        (_chain_from_elsewhere, "must begin with the plan's own area"),
        (_no_chain, "must begin with the plan's own area"),
        (_code_too_short, r"jurisdiction\.code"),
        (_no_date, r"tasks\.0\.deadline"),
    ],
)
def test_a_file_with_one_defect_is_refused_and_the_defect_named(tmp_path, spoil, told):
    content = _content()
    spoil(content)
    file = _file(tmp_path, content)
    with pytest.raises(DataError, match=re.compile(told, re.DOTALL)) as refused:
        Campaign.load(file)
    assert str(file) in str(refused.value)


def test_a_sound_copy_of_the_file_is_the_same_plan(tmp_path, campaign):
    assert Campaign.load(_file(tmp_path, _content())) == campaign


@pytest.mark.parametrize("text", ["- 一\n- 二\n", "", "a: [", "\t{", "id: x\nid: y\n"])
def test_what_is_no_plan_at_all_is_refused(tmp_path, text):
    file = tmp_path / "plan.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(DataError):
        Campaign.load(file)


def test_a_key_that_stands_twice_is_refused(tmp_path):
    file = _file(tmp_path, _content())
    twice = file.read_text("utf-8") + "title: 另一个方案\n"
    file.write_text(twice, encoding="utf-8")
    with pytest.raises(DataError, match="duplicate key 'title'"):
        Campaign.load(file)


def test_yaml_that_would_run_code_is_refused(tmp_path):
    file = tmp_path / "plan.yaml"
    file.write_text("id: !!python/object/apply:os.getcwd []\n", encoding="utf-8")
    with pytest.raises(DataError):
        Campaign.load(file)


def test_an_unknown_plan_is_refused_with_the_known_ones():
    with pytest.raises(UsageError, match="jiujiang-chaisang-2022"):
        Campaign.load("jiujiang-chaisang-2021")
    with pytest.raises(UsageError):
        Campaign.load("nowhere/plan.yaml")
