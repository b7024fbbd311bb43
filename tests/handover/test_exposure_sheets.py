"""The sheets and tasks on people, credit and land: what is said of whom, and until when."""

import datetime as dt

import pandas as pd
import pytest
from handed_cases import with_tables

from capacity_analysis.handover import credit, findings, land, people
from capacity_analysis.handover.words import Words
from capacity_analysis.handover.worklists import worklists


@pytest.fixture(scope="module")
def told(assessment):
    return Words(assessment)


@pytest.fixture(scope="module")
def tasks(told):
    return {sheet.name.removeprefix("任务单-"): sheet.rows for sheet in worklists(told)}


def rows(sheet):
    return [each.dropna().to_dict() for _at, each in sheet.rows.iterrows()]


def test_who_leaves_has_ground_procedure_and_heads_in_one_row_and_cost_and_means_in_another(told):
    (row,) = rows(people.resettlement(told))
    assert row["企业名称"] == "丙炼铁厂"
    assert row["解除、终止的依据（劳动合同法）"] == "关闭或提前解散（第44条第5项）"
    assert (row["程序"], row["提前说明（天）"]) == ("经济性裁员程序", 30)
    assert (row["解除或终止合同（人）"], row["转岗（人）"]) == (30, 0)
    (row,) = rows(people.funds(told))
    costs = [row[f"用人单位负担{end}（万元）"] for end in ("低", "", "高")]
    assert costs == [100, 120, 150]
    assert (row["货币资金占负担（%）"], row["拖欠工资和社保（万元）"]) == (50, 12.5)
    assert row["三倍封顶"] == "未计三倍封顶，可能偏高"
    assert row["没有收录的数值"] == "城镇非私营单位就业人员年平均工资（2021年）"


def test_who_leaves_without_cohorts_is_listed_and_has_no_numbers(assessment):
    none = {name: assessment[name].iloc[:0] for name in ("staff", "staff_cells", "layoffs", "means",
                                                          "stability_signs", "job_demand")}  # fmt: skip
    (row,) = rows(people.resettlement(Words(with_tables(assessment, **none))))
    assert row == {
        "企业编号": "E3", "企业名称": "丙炼铁厂", "乡镇（街道）": "城关镇", "处置建议": "即时淘汰",
        "退出范围": "全部", "期限": dt.date(2022, 10, 31), "职工分组表": "没有",
    }  # fmt: skip


def test_jobs_stand_against_the_capacity_of_township_and_quarter(told):
    town = {row["乡镇（街道）"]: row for row in rows(people.by_quarter(told))}
    assert set(town) == {"全区", "城关镇"}
    own = town["城关镇"]
    assert (own["季度"], own["涉及职工（人）"]) == ("2022年第四季度", 30)
    assert (own["需要岗位（个）"], own["承接能力（个）"], own["缺口（个）"]) == (30, 20, 10)
    assert own["一家就超过承接能力的企业"] == "丙炼铁厂"
    assert "需要岗位（个）" not in town["全区"]  # nobody looked: not the same as none


def test_a_gate_stands_with_its_number(told):
    (row,) = rows(people.signs(told))
    assert (row["信号"], row["水平"], row["关口的数值"]) == ("拖欠工资或社保（万元）", "关注", 12.5)


def test_loans_one_by_one_and_in_sums_are_told_apart(told):
    found = [(row["银行"], row["提供方式"], row["到期季度"]) for row in rows(credit.loans(told))]
    assert found == [
        ("甲银行", "逐笔", "2022年第三季度"),
        ("甲银行", "逐笔", "2023年第一季度"),
        ("乙银行", "汇总", "2022年第四季度"),
        ("乙银行", "汇总", "2023年第一季度"),
    ]


def test_advice_is_the_plans_with_its_clause(told):
    (row,) = rows(credit.advice(told))
    assert row["对银行的建议（由银行自主决定）"] == "不得提供任何形式的授信"
    assert (row["超期未退出"], row["行号"]) == ("否", "cr-001")


def test_a_guarantee_names_the_guarantor_and_how_far_a_default_reaches(told):
    (row,) = rows(credit.guarantees(told))
    assert (row["企业名称"], row["担保人"], row["违约波及"]) == ("丙炼铁厂", "甲水泥厂", "甲水泥厂")
    assert (row["成环"], row["波及金额（万元）"]) == ("是", 500)


def test_the_tests_for_zombies_stand_side_by_side(told):
    (row,) = rows(credit.zombies(told))
    assert (row["认定规则"], row["认定规则：符合的条件"]) == ("疑似", "连年亏损、资不抵债")
    assert (row["CHK法"], row["CHK法：缺"]) == ("不能判定", "实付利息")
    assert row["替代信号"] == "不符合"


def test_support_and_power_prices_are_told_in_words(told):
    assert [row["处理"] for row in rows(credit.support(told))] == [
        "由本级清理",
        "提请上级清理",
        "保留",
    ]
    (row,) = rows(credit.power_prices(told))
    assert (row["电价"], row["年加价（万元）"], row["加价占利润（%）"]) == ("差别电价", 270, 50)


def test_a_parcel_has_its_category_gates_route_and_the_interval_of_its_rank(told):
    parcel = {row["宗地编号"]: row for row in rows(land.parcels(told))}
    freed = parcel["P3"]
    assert (freed["类别"], freed["关口"]) == ("退出腾出", "土壤污染状况调查、解除抵押")
    assert (freed["建议方式"], freed["方式的理由"]) == ("收回收储", "出让土地，企业退出")
    assert (freed["次序"], freed["次序低"], freed["次序高"]) == (1, 1, 2)
    assert freed["面积的贡献"] == 0.3
    assert freed["可信程度"] == "已核实、未经核对，待核"
    assert (parcel["P2"]["认定文号"], parcel["P2"]["满年限可无偿收回"]) == ("闲认1号", "是")
    assert "满年限可无偿收回" not in freed


def test_totals_of_land_name_industry_and_readiness(told):
    (row,) = rows(land.totals(told))
    assert (row["组别"], row["何时可利用"], row["面积（亩）"]) == ("钢铁", "一年以后", 30)


def test_findings_on_enterprises_and_land_have_a_sheet_of_their_own(told):
    found = [(row["事由"], row["指标或参数"], row["结果"][0])
             for row in rows(findings.of_enterprises(told))]  # fmt: skip
    assert found == [
        ("闲置土地", "P1", "△"), ("僵尸企业", "认定规则", "△"), ("僵尸企业", "认定规则", "?"),
    ]  # fmt: skip


# --- the worklists --------------------------------------------------------------------------------


def of_kind(tasks, department, kind):
    table = tasks[department]
    own = table[table["事项"] == kind]
    return list(zip(own["要做的事"], own["期限"], strict=True))


def test_the_staff_office_is_told_what_an_exit_still_lacks_and_by_when(tasks):
    exit_day = dt.date(2022, 10, 31)
    ((text, day),) = of_kind(tasks, "区人社局", "落实健康检查")
    assert (text[:4], day) == ("督促离岗", exit_day)
    assert of_kind(tasks, "区人社局", "督促安置") == [("督促企业制定职工安置方案", exit_day)]
    ((text, day),) = of_kind(tasks, "区人社局", "办理裁员程序")
    assert text.startswith("经济性裁员：提前30天")
    assert day == dt.date(2022, 10, 1)  # thirty days before the last of October
    assert tasks["区人社局"]["事由"].isna().all()  # no ground of the plan, and none of the law's
    ((text, day),) = of_kind(tasks, "区人社局", "落实岗位")
    assert (text, day) == ("2022年第四季度退出职工需要岗位30个，超过承接能力10个", exit_day)
    ((text, day),) = of_kind(tasks, "区人社局", "补充数值")
    assert text.endswith("城镇非私营单位就业人员年平均工资（2021年）")
    assert day == exit_day


def test_a_township_that_reported_no_capacity_is_asked_for_it(assessment):
    jobs = assessment["job_demand"].assign(capacity=float("nan"), shortfall=float("nan"))
    found = {sheet.name: sheet.rows for sheet in worklists(Words(with_tables(assessment, job_demand=jobs)))}  # fmt: skip
    own = found["任务单-区人社局"]
    asked = own[own["事项"] == "补充数据"]
    assert asked[["乡镇（街道）", "要做的事"]].to_numpy().tolist() == [
        ["城关镇", "2022年第四季度能够承接多少岗位没有填报"]
    ]


def test_who_leaves_without_cohorts_is_a_task(assessment):
    bare = with_tables(assessment, staff=assessment["staff"].iloc[:0])
    found = {sheet.name: sheet.rows for sheet in worklists(Words(bare))}["任务单-区人社局"]
    own = found[found["事项"] == "补充数据"]
    assert own["企业名称"].tolist() == ["丙炼铁厂"]
    assert own["期限"].tolist() == [dt.date(2022, 10, 31)]


def test_banks_are_to_hear_of_what_falls_due_before_the_exit_and_of_the_advice(tasks):
    bank = "中国人民银行柴桑支行"
    # The exit is on the last of October: of the sums, those of 2023 fall due after it.
    assert of_kind(tasks, bank, "关注到期贷款") == [
        ("乙银行：退出企业的贷款2022年第四季度到期300万元", dt.date(2022, 10, 1)),
        ("退出前到期的贷款500万元（甲银行）", dt.date(2022, 10, 31)),
    ]
    ((text, day),) = of_kind(tasks, bank, "转达信贷建议")
    assert text == "不得提供任何形式的授信（甲银行），由银行自主决定"
    assert day == dt.date(2022, 10, 31)
    ((text, _day),) = of_kind(tasks, bank, "补充数据")
    assert text.startswith("乙银行只提供了合计")


def test_a_circle_of_guarantees_is_a_task_of_all_who_guard_against_risks(tasks):
    for department in ("区金融办", "中国人民银行柴桑支行", "区委政法委"):
        ((text, day),) = of_kind(tasks, department, "防范担保风险")
        assert text == "处理成环的担保链，违约将波及甲水泥厂"
        assert day == dt.date(2022, 10, 31)


def test_land_is_to_be_found_charged_taken_back_surveyed_or_told_of(tasks):
    office = "区自然资源分局"
    assert of_kind(tasks, office, "调查认定") == [
        ("宗地P1疑似闲置：超期未动工，已满14个月", dt.date(2023, 12, 31))
    ]
    assert of_kind(tasks, office, "征缴闲置费")[0][0] == "宗地P2：73.00万元"
    assert of_kind(tasks, office, "处置闲置土地")[0][0].endswith("可以无偿收回")
    ((text, day),) = of_kind(tasks, office, "土壤调查")
    assert text.startswith("宗地P3：收回")
    assert day == dt.date(2022, 10, 31)
    assert of_kind(tasks, office, "补充数据")[0][0] == "宗地P4：没有填报土地现状"
    assert of_kind(tasks, office, "补充数值")[0][0].startswith("本地的土地等别没有查到")


def test_support_is_to_be_cleared_by_every_department_of_the_task_and_kept_support_is_not(tasks):
    for department in ("区财政局", "区住建局", "区水利局", "区供电公司"):
        kinds = tasks[department].set_index("事项")["要做的事"]
        assert kinds["由本级清理"] == "用电优惠（电价优惠，示财〔2019〕1号）：建议退出"
        assert kinds["提请上级清理"].startswith("水泥补贴")
        assert "技改奖补" not in "".join(kinds)


def test_a_suspected_zombie_is_to_be_checked_and_idle_land_is_not_told_twice(tasks):
    checks = tasks["区工信局"]
    checks = checks[checks["事项"] == "核实"]
    assert checks.loc[checks["事由"] == "僵尸企业", "企业名称"].tolist() == ["甲水泥厂"]
    assert "闲置土地" not in checks["事由"].tolist()
    (asked,) = of_kind(tasks, "区财政局", "补充数据")
    assert asked[0] == "缺所需的财务数据：认定规则"


def test_a_task_on_a_whole_enterprise_tells_what_is_suggested_for_it(tasks):
    table = tasks["区人社局"]
    own = table[table["企业名称"].eq("丙炼铁厂")]
    assert set(own["处置建议"]) == {"即时淘汰"}
    assert pd.isna(table.loc[table["事项"] == "补充数值", "处置建议"]).all()
