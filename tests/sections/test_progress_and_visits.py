"""七、工作进度 and 八、走访建议: what is late by name, and suspicions that are never told as facts."""

import pytest
from screened_tables import screened
from small_views import cells, column, shown, table

from capacity_analysis import sections
from capacity_analysis.sections.blocks import Figure
from capacity_analysis.sections.work_progress import of_industry

ITEM = {"step": "self_check", "item": "self_check_returned"}
LATE = ITEM | {
    "enterprise_id": "甲厂", "enterprise_code": 0, "line_code": -1, "deadline": "2022-06-20",
    "days": 82, "department": "gxj", "ground": None,
}  # fmt: skip


def _progress(**own):
    counts = {"due": 9, "done": 5, "overdue": 2, "at_risk": 1} | own
    return [
        ITEM | {"group_kind": "industry", "group": "cement"} | counts,
        ITEM | {"group_kind": "industry", "group": "steel", "due": 7, "done": 7, "overdue": 0,
                "at_risk": 0},
        ITEM | {"group_kind": "all", "group": ""} | {**counts, "due": 16, "done": 12},
    ]  # fmt: skip


def test_an_industry_is_told_of_its_own_work_beside_that_of_the_district():
    of = screened(progress=_progress())
    (row,) = cells(table(sections.work_progress(of), "table-progress"))
    assert row == ["企业自查", "交回自查表", "9", "5", "2", "1", "12／16", "2"]


def test_what_is_neither_done_nor_late_nor_at_risk_is_not_due_yet():
    assert of_industry(screened(progress=_progress()))["open"].tolist() == [1]


def test_the_figure_says_what_is_overdue():
    (figure,) = [
        b for b in sections.work_progress(screened(progress=_progress())) if isinstance(b, Figure)
    ]
    assert figure.title == "应完成9项次，已完成5项次，逾期2项次"
    none = sections.work_progress(screened(progress=_progress(overdue=0, done=7)))
    assert next(b for b in none if isinstance(b, Figure)).title.endswith("没有逾期")


def test_what_is_overdue_is_named_with_its_days_and_its_department():
    # From 2022-06-20 to 2022-09-10: 10 days of June, 31, 31 and 10 of September.
    of = screened(overdue=[LATE])
    (row,) = cells(table(sections.work_progress(of), "table-overdue"))
    assert row == ["甲厂", "全厂", "交回自查表", "2022年6月20日", "82", "区工信局", "—"]


def test_what_a_unit_should_have_done_by_the_same_day_is_one_row():
    of = screened(overdue=[LATE, LATE | {"item": "dismantled"}, LATE | {"deadline": "2022-07-01"}])
    late = table(sections.work_progress(of), "table-overdue")
    assert column(late, "逾期事项") == ["交回自查表、拆除", "交回自查表"]


def test_an_order_that_is_overdue_names_its_ground():
    order = LATE | {"item": "rectification", "ground": "environment", "department": "sthjj"}
    (row,) = cells(table(sections.work_progress(screened(overdue=[order])), "table-overdue"))
    assert row[2] == "整改到期未验收（环保）"


def test_overdue_work_is_counted_by_department_and_township():
    late = [LATE, LATE | {"days": 5}, LATE | {"department": "sthjj", "days": 90}]
    counted = cells(table(sections.work_progress(screened(overdue=late)), "table-overdue-by"))
    assert counted == [
        ["责任单位", "区工信局", "2", "82"],
        ["责任单位", "柴桑生态环境局", "1", "90"],
        ["乡镇（街道）", "未填写", "3", "90"],
    ]


def test_where_nothing_is_recorded_nothing_is_known_to_be_overdue_but_orders():
    order = LATE | {"item": "rectification", "ground": "safety"}
    of = screened(overdue=[LATE, order], progress=_progress(done=0)[:1])
    late = table(sections.work_progress(of), "table-overdue")
    assert column(late, "逾期事项") == ["整改到期未验收（安全）"]
    said = [shown(b.text) for b in sections.work_progress(of) if b.kind == "paragraph"]
    assert said[0].startswith("台账没有登记任何工作进度")
    assert not [b for b in sections.work_progress(of) if isinstance(b, Figure)]


def _file(item, status, **unit):
    return {"enterprise_id": "甲厂", "enterprise_code": 0, "line_id": "1号", "scope": "line",
            "item": item, "status": status, "records": 0} | unit  # fmt: skip


@pytest.mark.parametrize(
    ("status", "complete"),
    [
        ("present", True),
        ("not_required", True),
        ("not_checked", False),
        ("duplicate", False),
        ("altered", False),
        ("missing_file", False),
        ("unsafe_path", False),
        ("not_recorded", False),
    ],
)
def test_a_file_is_complete_where_every_item_is_there_or_not_required(status, complete):
    of = screened(exit_files=[_file("basics_before", "present"), _file("pictures_after", status)])
    blocks = sections.work_progress(of)
    said = shown([b for b in blocks if b.kind == "paragraph"][-1].text)
    assert f"{int(complete)}条资料齐全" in said
    assert bool([b for b in blocks if getattr(b, "anchor", "") == "table-exit-files"]) != complete


def test_what_a_file_lacks_is_named_by_what_is_wrong_with_it():
    of = screened(
        exit_files=[
            _file("basics_before", "present"),
            _file("pictures_before", "altered"),
            _file("pictures_after", "not_recorded"),
            _file("acceptance", "not_recorded"),
        ]
    )
    (row,) = cells(table(sections.work_progress(of), "table-exit-files"))
    assert row[2:] == [
        "1／4", "与登记的校验值不符：退出前影像；没有登记：拆除后影像、退出验收",
    ]  # fmt: skip


def test_two_units_of_an_enterprise_have_files_of_their_own():
    boiler = {"line_id": None, "equipment_id": "锅炉", "scope": "equipment"}
    of = screened(
        exit_files=[
            _file("acceptance", "not_recorded"),
            _file("acceptance", "duplicate", **boiler),
        ]
    )
    rows = cells(table(sections.work_progress(of), "table-exit-files"))
    assert [row[1] for row in rows] == ["1号", "锅炉"]


def test_without_any_progress_the_page_says_so():
    said = [shown(b.text) for b in sections.work_progress(screened()) if b.kind == "paragraph"]
    assert said == [
        "台账没有登记任何工作进度，各步骤完成多少、逾期多少不得而知；登记后再报。",
        "已下达的整改通知没有逾期的。",
        "没有需要建立退出资料的生产线。",
    ]


# --- visits ---------------------------------------------------------------------------------------

GAP = {"rank": 4, "enterprise_code": 0, "line_code": -1, "signal": "meter_gap",
       "measure": "electricity", "value": -20.0, "threshold": 10.0, "cells": "能源!F2"}  # fmt: skip


def test_a_signal_is_a_reason_to_look_with_value_threshold_and_cells():
    of = screened(visits=[GAP])
    (row,) = cells(table(sections.visits(of), "table-visits"))
    assert row == [
        "1", "甲厂", "全厂", "填报电量与供电公司电量相差（%）", "−20.0", "10", "能源!F2",
    ]  # fmt: skip
    said = [shown(b.text) for b in sections.visits(of) if b.kind == "paragraph"]
    assert "列入不等于有问题" in said[0]


def test_a_comparison_with_nothing_metered_has_no_number():
    of = screened(visits=[GAP | {"value": float("inf")}])
    assert column(table(sections.visits(of), "table-visits"), "数值") == ["没有可比数"]


CASE = {"enterprise_id": "甲厂", "line_id": "1号", "found_on": "2022-08-01",
        "matter": "报停产，实生产", "proof": "现场笔录"}  # fmt: skip


def _cases(*states, **given):
    return screened(false_returns=[CASE | {"state": state} | given for state in states])


def test_a_suspicion_is_told_as_one_and_never_what_it_is_about():
    blocks = sections.visits(_cases("suspected"))
    (row,) = cells(table(blocks, "table-false-returns"))
    assert row == ["甲厂", "1号", "2022年8月1日", "疑似，核查中", "查实前不写明", "—"]
    assert not any("报停产" in str(block.to_json()) for block in blocks)


@pytest.mark.parametrize(("state", "word"), [("confirmed", "查实"), ("punished", "已处理")])
def test_what_is_proven_is_told_with_its_proof(state, word):
    (row,) = cells(table(sections.visits(_cases(state)), "table-false-returns"))
    assert row[3:] == [word, "报停产，实生产", "现场笔录"]


def test_what_was_dismissed_names_nobody():
    blocks = sections.visits(_cases("dismissed"))
    assert not [b for b in blocks if b.kind == "table"]
    assert not any("甲厂" in str(block.to_json()) for block in blocks)
    assert "已排除1件" in shown([b for b in blocks if b.kind == "paragraph"][-1].text)


def test_a_signal_of_a_suspected_false_return_says_that_it_is_a_suspicion():
    signal = {"signal": "false_return", "measure": None, "state": "suspected", "value": 1.0,
              "threshold": None, "cells": None}  # fmt: skip
    (row,) = cells(table(sections.visits(screened(visits=[GAP | signal])), "table-visits"))
    assert row[3:] == ["弄虚作假：疑似，核查中", "—", "—", "—"]
