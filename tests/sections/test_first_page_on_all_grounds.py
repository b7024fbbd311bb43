"""The first page takes in every ground: at most five sentences, who decides, what falls due."""

import pytest
from screened_tables import OF_YI, finding, screened, unit, works
from small_views import Line, box, cells, column, sentences, table

from capacity_analysis import sections

DECIDE, DUE = "需领导小组研究决定的事项", "30天、90天内到期事项"
LATE = {
    "enterprise_id": "甲厂", "enterprise_code": 0, "line_code": -1, "step": "self_check",
    "item": "self_check_returned", "deadline": "2022-06-20", "days": 82, "department": "gxj",
}  # fmt: skip


@pytest.fixture(scope="module")
def of():
    return works()


def test_equipment_to_go_by_the_plan_is_counted_in_pieces_with_day_and_department(of):
    # One row of two alike is two pieces.
    assert sentences(of)[1] == (
        "按方案须于2022年10月31日前淘汰的落后装备2台（套），责任单位：区工信局；环保1项有问题；"
        "另有1项与目录对照后待核，不作处置依据（<table-findings>）。"
    )


@pytest.mark.parametrize(
    ("given", "begins"),
    [
        (
            {"plan_deadline": "2022-10-31"},
            "按方案须于2022年10月31日前淘汰的落后装备1台（套），责任",
        ),
        # The day that governs is 2022-09-10, the day assessed: not past yet.
        (
            {"plan_deadline": "2022-10-31", "deadline": "2022-09-10"},
            "按方案须于2022年10月31日前淘汰的落后装备1台（套），责任",
        ),
        (
            {"plan_deadline": "2022-10-31", "deadline": "2022-09-09", "deadline_basis": "order"},
            "按方案须于2022年10月31日前淘汰的落后装备1台（套），其中1项的期限（目录条目或通知书所定）已过",
        ),
        ({}, "列入淘汰类的落后装备1台（套）"),
    ],
)
def test_the_plans_day_stands_first_and_an_earlier_day_that_is_past_beside_it(given, begins):
    of = screened(
        findings=[finding("elimination_list", "hit", **given)],
        dispositions=[unit("eliminate_now", exits=True, findings=1)],
    )
    assert any(said.startswith(begins) for said in sentences(of))


def test_what_has_been_accepted_is_no_longer_to_be_eliminated():
    of = screened(findings=[finding("elimination_list", "hit", state="accepted")],
                  dispositions=[unit("review")])  # fmt: skip
    assert not any("落后装备" in said for said in sentences(of))


def test_what_is_only_to_be_checked_is_no_ground_for_a_measure():
    of = screened(findings=[finding("elimination_list", "review", reason="exception_possible")],
                  dispositions=[unit("review")])  # fmt: skip
    assert (
        "能耗以外的各项依据没有可以确定的问题；另有1项与目录对照后待核，不作处置依据"
        "（<table-open-findings>）。"
    ) in sentences(of)
    assert box(of, DECIDE) == [
        "核实1台（套）装备是否属目录例外的证明材料（<table-open-findings>）。责任单位：区工信局。"
    ]


def test_exits_and_overdue_work_are_a_sentence():
    of = screened(
        overdue=[LATE],
        dispositions=[
            unit("eliminate_now", exits=True, findings=1, steps_missing="notice"),
            unit("exited", **OF_YI, exits=True),
        ],
    )
    assert sentences(of)[1] == (
        "建议1条退出（即时淘汰1条），法定程序和关口均未办齐（<table-legal-steps>）；"
        "逾期事项1项，最长82天（<table-overdue>）。"
    )


def test_the_group_is_asked_to_decide_on_exits_and_to_press_what_is_late():
    of = screened(
        overdue=[LATE],
        dispositions=[unit("overdue_closure", exits=True, findings=1, authority="qzf")],
    )
    assert box(of, DECIDE) == [
        "研究1条建议退出的生产线（逾期关停1条）。决定机关：九江市柴桑区人民政府；责任单位：区工信局。",
        "督办1项逾期事项（最长82天，<table-overdue>）。责任单位：区工信局。",
    ]


@pytest.mark.parametrize(
    ("deadline", "begins"),
    [
        ("2022-09-09", None),  # overdue: told elsewhere
        ("2022-09-10", "30天内：2022年9月10日（今天到期），1项问题的期限"),
        ("2022-10-10", "30天内：2022年10月10日（还有30天），1项问题的期限"),
        ("2022-10-11", "90天内：2022年10月11日（还有31天），1项问题的期限"),
        ("2022-12-09", "90天内：2022年12月9日（还有90天），1项问题的期限"),
        ("2022-12-10", None),
    ],
)
def test_the_last_day_of_a_finding_falls_due_within_30_or_90_days(deadline, begins):
    of = screened(findings=[finding("over_limit", "hit", deadline=deadline)],
                  dispositions=[unit("rectify")])  # fmt: skip
    own = [item for item in box(of, DUE) if "项问题的期限" in item]
    assert [item.startswith(begins) for item in own] == ([True] if begins else [])


def test_days_of_findings_stand_among_those_of_the_plan_in_their_order():
    of = screened(findings=[finding("over_limit", "hit", deadline="2022-10-10")],
                  dispositions=[unit("rectify")])  # fmt: skip
    days = [item.split("：")[1].split("（")[0] for item in box(of, DUE)]
    assert days == ["2022年9月20日", "2022年10月10日", "2022年10月31日"]


def test_at_most_five_sentences_with_every_ground():
    of = screened(
        Line(line="1号", unit_energy=120),
        Line(line="2号", lacks=("electricity",)),
        Line(line="3号", unit_energy=100),
        findings=[
            finding("elimination_list", "hit"),
            finding("environment", "hit"),
            finding("quality", "hit"),
        ],
        dispositions=[unit("eliminate_now", exits=True, findings=3)],
        overdue=[LATE],
    )
    said = sentences(of)
    assert len(said) <= 5
    assert any("落后装备" in text for text in said)
    assert not any("达到标杆水平的" in text for text in said)


def test_another_edition_of_the_catalogue_is_told_by_the_entry_that_changes_a_verdict():
    changed = {"enterprise_id": "甲厂", "line_id": "1号", "equipment_id": "1#窑", "ground": "elimination_list",
               "title": "产业结构调整指导目录（2024年本）", "document_id": "catalogue-2024",
               "change": "stricter_hit", "result_now": "clear", "result_then": "hit",
               "row_id_then": "c24-1", "changed_by": "c24-1"}  # fmt: skip
    same = changed | {"change": "not_checked", "line_id": "2号"}
    of = screened(catalogue_editions=[changed, same])
    blocks = sections.editions(of)
    (row,) = cells(table(blocks, "table-catalogue-edition-1"))
    assert row == ["甲厂", "1号：1#窑", "○未列入", "▲列入（c24-1）", "c24-1"]
    said = [b for b in blocks if b.kind == "paragraph"][-1]
    assert "".join(run.text for run in said.text).startswith(
        "目录改用产业结构调整指导目录（2024年本）：1项由未列入变为列入，1项未核对"
    )
    assert column(table(blocks, "table-catalogue-edition-1"), "企业") == ["甲厂"]
