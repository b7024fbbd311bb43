"""职工安置: numbers with their ranges, what is hidden stays hidden, and what is missing is named."""

import dataclasses
import re
from functools import partial

import numpy as np
import pandas as pd
import pytest
from screened_tables import frame as frame_of
from small_views import Line, cells, column, shown, table, view, with_tables

from capacity_analysis import sections
from capacity_analysis.analysis.labour import shapes
from capacity_analysis.sections.blocks import Figure, runs
from capacity_analysis.sections.stability import stability
from capacity_analysis.sections.staff_conclusions import (
    affected,
    due_explanations,
    to_decide_cohorts,
    to_decide_plans,
    to_decide_swamped,
)
from capacity_analysis.sections.staff_jobs import jobs
from capacity_analysis.sections.staff_procedures import lacking, means, procedures

# 甲厂 leaves as a whole with 212 people, 乙厂 with one line.
LEAVES = [
    {"enterprise_id": "甲厂", "disposition": "eliminate_now", "extent": "whole",
     "deadline": "2022-10-31"},
    {"enterprise_id": "乙厂", "disposition": "overdue_closure", "extent": "part",
     "deadline": "2023-07-20"},
]  # fmt: skip
COHORT = {
    "enterprise_id": "甲厂", "line_id": None, "cohort": "A01", "enterprise_code": 0, "line_code": -1,
    "headcount": 212,
    "exposure": "whole", "quarter": "2022Q4", "ground": "closure", "article": "44(5)", "cap_state": "not_reached",
    "reasons": None, "settings_missing": None, "confidence": "verified",
}  # fmt: skip
CELL = {
    "scope": "industry", "key": "cement", "quarter": "", "route": "", "headcount_low": 212,
    "headcount": 212, "headcount_high": 212, "cost_low_cny": 12_800_000.0, "cost_cny": 14_604_500.0,
    "cost_high_cny": 16_900_000.0, "hidden": False, "cost_complete": True,
}  # fmt: skip
RETIRING = CELL | {
    "route": "retirement", "headcount_low": 40, "headcount": 48, "headcount_high": 52,
    "cost_low_cny": 0.0, "cost_cny": 0.0, "cost_high_cny": 0.0,
}  # fmt: skip
LAYOFF = {
    "enterprise_id": "甲厂", "ground": "closure", "staff": 212, "leaving": 212, "share": 1.0,
    "procedure": "closure", "trigger": "both", "circumstance": None, "barred": 0, "hazards": 60,
    "health_check": "due", "resettlement_plan": "missing", "explanation_days": np.nan,
    "hidden": False,
}  # fmt: skip
OF_YI = LAYOFF | {
    "enterprise_id": "乙厂", "ground": "mass_layoff", "leaving": 30, "share": 0.2, "barred": 3,
    "procedure": "mass_layoff", "health_check": "done", "resettlement_plan": "done",
    "explanation_days": 30.0,
}  # fmt: skip
JOBS = {
    "township": "沙河街道", "quarter": "2022Q4", "demand_low": 90, "demand": 96, "demand_high": 110,
    "capacity": 65.0, "shortfall": 31.0, "swamped_by": None, "hidden": False,
}  # fmt: skip
AGE = {
    "scope": "industry", "key": "cement", "age_band": "50-54", "service_band": "15-19",
    "headcount": 31, "hidden": False,
}  # fmt: skip
SIGN = {
    "enterprise_id": "甲厂", "indicator": "arrears", "kind": "gate",
    "value": 12.3, "unit": "10k_cny", "attention": 0.0, "high": np.nan, "level": "attention",
    "reason": None, "source_cell": None, "hidden": False,
}  # fmt: skip
MEANS = {
    "enterprise_id": "甲厂", "cost_low_cny": 12_800_000.0, "cost_cny": 14_604_500.0,
    "cost_high_cny": 16_900_000.0, "cash_10k_cny": 730.2, "own_funds_10k_cny": -350.0,
    "land_value_10k_cny": 2_920.9, "earmarked_10k_cny": np.nan, "cover": 0.5, "land_cover": 2.0,
    "reason": None, "hidden": False,
}  # fmt: skip


# Tables of which the section draws nothing: figures cost more than all else.
NO_FIGURE = {"staff_cells": [CELL], "staff_ages": [], "job_demand": []}


@pytest.fixture(scope="module")
def plain():
    of = view(Line(), Line(enterprise="乙厂"), enterprise={"township": "沙河街道"})
    return with_tables(of, enterprise_dispositions=frame_of("enterprise_dispositions", LEAVES))


@pytest.fixture(scope="module")
def made(plain):
    """Return what makes views: rows by name of the table; the others as above."""
    return partial(_with_staff, plain)


def _with_staff(plain, **given):
    rows = {
        "staff": [COHORT], "staff_cells": [CELL, RETIRING, CELL | {"quarter": "2022Q4"}],
        "staff_ages": [AGE], "layoffs": [LAYOFF], "job_demand": [JOBS],
        "stability_signs": [SIGN], "means": [MEANS],
    } | given  # fmt: skip
    leaves = rows.pop("enterprise_dispositions", LEAVES)
    tables = {name: _frame(name, rows[name]) for name in rows}
    kinds = frame_of("enterprise_dispositions", leaves)
    return with_tables(plain, enterprise_dispositions=kinds, **tables)


@pytest.fixture(scope="module")
def blocks(plain):
    """Return the section with the tables as above."""
    return sections.resettlement(_with_staff(plain))


def _frame(name, rows):
    """Return rows as the table of that name; what they leave out is missing."""
    columns = list(shapes.SHAPES[name])
    return shapes.shaped(name, pd.DataFrame(rows, columns=columns)) if rows else shapes.empty(name)


def _said(blocks):
    return [shown(block.text) for block in blocks if block.kind == "paragraph"]


def _text(inline):
    return shown(runs(inline))


def _all(blocks):
    """Return all that a reader sees, pictures apart."""
    return "\n".join(block.to_markdown() for block in blocks)


def _figure(blocks, anchor):
    return next(b for b in blocks if isinstance(b, Figure) and b.anchor == anchor)


# --- who ------------------------------------------------------------------------------------------


def test_without_exits_one_sentence_says_so(made):
    blocks = sections.resettlement(made(enterprise_dispositions=[]))
    assert _said(blocks) == ["没有建议退出、尚未退出的企业，不涉及职工安置。"]
    assert len(blocks) == 2


def test_what_has_left_already_exposes_nobody(made):
    left = [LEAVES[0] | {"disposition": "exited"}]
    blocks = sections.resettlement(made(enterprise_dispositions=left))
    assert len(blocks) == 2


def test_without_cohorts_the_department_that_has_them_is_named(made):
    of = made(staff=[], staff_cells=[], staff_ages=[], layoffs=[], job_demand=[], means=[],
              stability_signs=[])  # fmt: skip
    assert _said(sections.resettlement(of)) == [
        "2家企业建议退出（全部退出1家，部分退出1家），涉及职工无数据（缺：区人社局职工分组表）。"
    ]
    assert affected(of) is None
    assert to_decide_cohorts(of) == (
        "请区人社局补报2家建议退出企业的职工分组：没有底数，不能安排安置。"
    )


def test_headcount_and_enterprises_without_cohorts_stand_in_one_sentence(blocks):
    assert _said(blocks)[0] == (
        "2家企业建议退出（全部退出1家，部分退出1家），涉及职工212人（<table-staff>）；"
        "乙厂无数据（缺：区人社局职工分组表）。"
    )


def test_routes_quarters_and_the_whole_stand_with_their_ranges(blocks):
    rows = cells(table(blocks, "table-staff"))
    # 14,604,500 yuan are 1460.45 万元: an estimate of more than a million is told in whole 万元.
    money = ["1460万元", "1280万元—1690万元"]
    assert rows == [
        ["去向", "到龄退休", "48人", "40人—52人", "0元", "—"],
        ["季度", "2022年第四季度", "212人", "—", *money],
        ["合计", "", "212人", "—", *money],
    ]


def test_staff_of_no_line_is_told_and_not_counted(made):
    of = made(staff=[COHORT, COHORT | {"enterprise_id": "乙厂", "enterprise_code": 1,
                                       "exposure": "shared", "headcount": 17}],
              **NO_FIGURE)  # fmt: skip
    blocks = sections.resettlement(of)
    assert any("不属于某条生产线的职工" in said for said in _said(blocks))
    assert "乙厂无数据" in _said(blocks)[0]
    assert "17" not in _all(blocks)


def test_a_sum_that_is_not_held_against_the_cap_is_marked_and_the_missing_value_named(made):
    of = made(
        staff=[COHORT | {"cap_state": "unknown",
                         "settings_missing": "avg_annual_wage_urban_nonprivate/2021"}],
        **NO_FIGURE,
    )  # fmt: skip
    blocks = sections.resettlement(of)
    staff = table(blocks, "table-staff")
    assert column(staff, "用人单位负担")[-1] == "1460万元＊"
    assert any(note.startswith("＊没有当地上年度平均工资") for note in staff.notes)
    assert "没有收录城镇非私营单位就业人员年平均工资（2021年），也不用别的年度代替" in _all(
        blocks
    ).replace("\\", "")
    assert "未计三倍封顶" in _text(affected(of))


def test_a_missing_benefit_leaves_the_funds_payments_out(made):
    of = made(staff=[COHORT | {"settings_missing": "unemployment_benefit_monthly/3"}])
    assert "没有收录失业保险金月标准（3类区域）：失业保险基金的支出没有计算" in _all(lacking(of))


def test_a_sum_that_leaves_people_out_says_so_and_who_has_the_data(made):
    of = made(
        staff=[COHORT | {"reasons": "pay_missing"}],
        **NO_FIGURE | {"staff_cells": [CELL | {"cost_complete": False}]},
    )
    blocks = sections.resettlement(of)
    assert column(table(blocks, "table-staff"), "用人单位负担") == ["1460万元（有缺）"]
    assert "有的职工组没有填报月平均工资" in _all(blocks)
    assert "有的职工没有算出" in _text(affected(of))


def test_the_estimates_say_that_they_are_estimates_and_that_the_law_governs(blocks):
    assert any("不是对个人的计算" in said for said in _said(blocks))


# --- what is hidden -------------------------------------------------------------------------------

# 甲厂: 137 people, 9 of them in one cell that keeps a cell of 3 from being found.
SECRET = {"headcount_low": 137, "headcount": 139, "headcount_high": 141}
HIDDEN = {
    "staff": [COHORT],
    "staff_cells": [
        CELL | SECRET | {"hidden": True},
        RETIRING | SECRET | {"hidden": True},
        CELL | SECRET | {"quarter": "2022Q4", "hidden": True},
    ],
    "staff_ages": [AGE | {"headcount": 137, "hidden": True}],
    "layoffs": [LAYOFF | {"staff": 137, "leaving": 137, "hidden": True}],
    "job_demand": [
        JOBS | {"demand": 137, "demand_low": 137, "demand_high": 139, "capacity": 141.0,
                "swamped_by": "甲厂", "hidden": True}
    ],
    "means": [MEANS | {"hidden": True}],
}  # fmt: skip


def test_no_hidden_number_is_on_the_page_in_a_sentence_or_in_a_picture(made):
    of = made(**HIDDEN)
    blocks = sections.resettlement(of)
    page = _all(blocks) + _text(affected(of))
    page += "".join(block.alt for block in blocks if isinstance(block, Figure))
    assert not re.search(r"13[79]|141|1460|1280|1690|0\.5|730", page)
    assert "不公开" in _text(affected(of))
    assert to_decide_swamped(of) is None


def test_a_hidden_cell_is_told_as_such_and_why_under_the_table(made):
    blocks = sections.resettlement(made(**HIDDEN | {"staff_ages": []}))
    staff = table(blocks, "table-staff")
    assert column(staff, "职工") == ["不公开"] * 3
    assert any("不足5人" in note for note in staff.notes)
    for anchor in ("table-layoffs", "table-jobs", "table-means"):
        assert "不公开" in str(cells(table(blocks, anchor)))
        assert any("不足5人" in note for note in table(blocks, anchor).notes)


def test_a_cell_hidden_for_itself_and_one_hidden_for_another_look_alike(made):
    pair = [AGE | {"age_band": "30-39", "headcount": 3, "hidden": True},
            AGE | {"age_band": "40-44", "headcount": 90, "hidden": True}, AGE]  # fmt: skip
    other = [pair[0] | {"headcount": 90}, pair[1] | {"headcount": 3}, AGE]
    drawn = [
        _figure(
            sections.resettlement(made(**NO_FIGURE | {"staff_ages": rows})), "figure-age-service"
        )
        for rows in (pair, other)
    ]
    assert drawn[0] == drawn[1]
    assert drawn[0].title == "在公开的各格中，50—54岁、工作15—19年的最多，31人"


def test_hidden_arrears_are_told_without_their_sum(made):
    assert column(table(stability(made(**HIDDEN)), "table-stability"), "拖欠") == ["▲有"]


def test_the_number_of_protected_staff_is_never_told(made):
    of = made(staff=[COHORT, COHORT | {"enterprise_id": "乙厂", "enterprise_code": 1}],
              layoffs=[LAYOFF, OF_YI | {"barred": 3}])  # fmt: skip
    assert column(table(procedures(of), "table-layoffs"), "不得") == ["没有", "有"]


# --- jobs -----------------------------------------------------------------------------------------


def test_the_shortfall_is_the_title_of_the_figure_and_stands_in_the_table(blocks):
    assert _figure(blocks, "figure-jobs").title == (
        "2022年第四季度沙河街道需就业岗位96个，超过承接能力31个"
    )
    assert cells(table(blocks, "table-jobs")) == [
        ["沙河街道", "2022年第四季度", "96", "90—110", "65", "31", "—"]
    ]


def test_a_demand_up_to_the_capacity_is_no_shortfall(made):
    of = made(job_demand=[JOBS | {"capacity": 96.0, "shortfall": 0.0}])
    assert _figure(jobs(of), "figure-jobs").title == ("需要的岗位都在承接能力之内")
    assert "超过" not in _text(affected(of))


def test_an_unreported_capacity_is_not_none(made):
    blocks = list(jobs(made(job_demand=[JOBS | {"capacity": np.nan, "shortfall": np.nan}])))
    assert "能够承接多少岗位无数据（缺：区人社局用工需求表），不能比较。" in _said(blocks)
    assert column(table(blocks, "table-jobs"), "承接能力") == ["无数据"]


def test_jobs_where_or_when_nobody_of_the_industry_leaves_are_not_its_matter(made):
    others = [JOBS | {"township": "城子镇"}, JOBS | {"quarter": "2023Q3"},
              JOBS | {"township": "", "capacity": np.nan}]  # fmt: skip
    of = made(job_demand=[JOBS, *others])
    assert column(table(jobs(of), "table-jobs"), "乡镇") == ["沙河街道"]


def test_a_capacity_of_the_whole_district_stands_beside_the_townships(made):
    district = JOBS | {"township": "", "demand": 300, "capacity": 400.0, "shortfall": 0.0}
    rows = cells(table(jobs(made(job_demand=[JOBS, district])), "table-jobs"))
    assert [row[0] for row in rows] == ["沙河街道", "全区"]
    assert rows[1][2:6] == ["300", "90—110", "400", "没有"]


# --- procedures, means, stability -----------------------------------------------------------------


def test_ground_procedure_and_gates_of_each_enterprise(made):
    both = [
        COHORT,
        COHORT | {"enterprise_id": "乙厂", "enterprise_code": 1, "ground": "mass_layoff",
                  "article": "41"},
    ]  # fmt: skip
    of = made(staff=both, layoffs=[OF_YI, LAYOFF])
    assert cells(table(procedures(of), "table-layoffs")) == [
        ["甲厂", "关闭或提前解散（第44条第5项）", "212人", "关闭，不走裁员程序", "—", "没有",
         "应做未做", "没有"],
        ["乙厂", "经济性裁员（第41条）", "30人", "经济性裁员程序（人数和比例都达到法定起点）",
         "30天", "有", "已做", "已有"],
    ]  # fmt: skip


def test_an_enterprise_without_cohorts_keeps_its_gates(made):
    rows = cells(table(procedures(made(layoffs=[OF_YI])), "table-layoffs"))
    assert rows == [["乙厂", "无数据（缺：区人社局职工分组表）", *["—"] * 5, "已有"]]


def test_the_cost_stands_beside_the_means_and_what_covers_it(blocks):
    rows = cells(table(blocks, "table-means"))
    assert rows == [
        ["甲厂", "1460万元", "1280万元—1690万元", "12.3万元", "730.2万元", "−350万元", "2920.9万元",
         "50%", "200%"]
    ]  # fmt: skip


def test_unknown_means_are_not_nothing(made):
    unknown = dict.fromkeys(["cash_10k_cny", "own_funds_10k_cny", "cover"], np.nan)
    rows = cells(table(means(made(means=[MEANS | unknown])), "table-means"))
    assert rows[0][4:6] == ["无数据", "无数据"]
    assert rows[0][7] == "—"


@pytest.mark.parametrize(
    ("given", "cell"),
    [
        ({}, "▲12.3"),
        ({"reason": "arrears_unknown"}, "▲不少于12.3"),
        ({"value": 0.0, "level": "ok"}, "○没有"),
        ({"value": np.nan, "level": "unknown"}, "?无数据"),
    ],
)
def test_a_gate_is_met_or_not_and_known_or_not(made, given, cell):
    of = made(stability_signs=[SIGN | given])
    assert column(table(stability(of), "table-stability"), "拖欠") == [cell]


@pytest.mark.parametrize(
    ("level", "cell"), [("ok", "○一般"), ("attention", "△关注"), ("high", "▲高")]
)
def test_a_band_tells_its_level_and_never_the_share_that_heads_could_be_worked_out_from(
    made, level, cell
):
    band = SIGN | {"indicator": "over_45_percent", "kind": "band", "value": 33.3, "level": level}
    blocks = list(stability(made(stability_signs=[band])))
    assert column(table(blocks, "table-stability"), "45岁") == [cell]
    assert "33" not in _all([table(blocks, "table-stability")])


def test_a_band_that_tells_of_a_few_persons_has_no_level(made):
    band = SIGN | {"indicator": "over_45_percent", "kind": "band", "level": "high", "hidden": True}
    assert column(table(stability(made(stability_signs=[band])), "table-stability"), "45岁") == [
        "不公开"
    ]


# --- the first page -------------------------------------------------------------------------------


def test_the_sentence_of_the_first_page(made):
    assert _text(affected(made())) == (
        "退出涉及职工212人，其中到龄退休48人；安置费用约1460万元（1280万元—1690万元）；"
        "2022年第四季度沙河街道需就业岗位96个，超过承接能力31个；"
        "另有1家无数据（缺：区人社局职工分组表）（<table-staff>）。"
    )


def test_a_missing_plan_and_a_health_check_that_is_due_must_be_decided_on(made):
    said = _text(to_decide_plans(made(layoffs=[LAYOFF, OF_YI])))
    assert said.startswith("督促1家企业制定职工安置方案、1家企业安排离岗职业健康检查，完成之前不得")
    assert "区人社局" in said and "方案五（三）" in said
    assert to_decide_plans(made(layoffs=[OF_YI])) is None


def test_an_enterprise_that_swamps_a_township_is_named_in_the_box(made):
    said = _text(to_decide_swamped(made(job_demand=[JOBS | {"swamped_by": "甲厂"}])))
    assert said.startswith(
        "研究分期退出或者跨乡镇安置：甲厂（2022年第四季度沙河街道）一家需要的岗位就超过当地承接能力"
    )
    assert to_decide_swamped(made()) is None


def test_staff_must_be_told_of_a_layoff_so_many_days_before_the_exit(made):
    # 30 days before 2023-07-20 is 2023-06-20.
    ((day, text),) = due_explanations(made(layoffs=[LAYOFF, OF_YI]))
    assert day.isoformat() == "2023-06-20"
    assert text.startswith("1家企业裁减人员，最迟在这一天（退出期限前30天）")


def test_other_departments_answer_where_the_plan_says_so(made):
    of = made(staff=[], staff_cells=[])
    campaign = of.assessment.campaign
    suppliers = campaign.suppliers.model_copy(update={"workforce": "gxj"})
    held = dataclasses.replace(
        of.assessment, campaign=campaign.model_copy(update={"suppliers": suppliers})
    )
    of = sections.IndustryView(held, "cement")
    assert "缺：区工信局职工分组表" in _said(sections.resettlement(of))[0]
