"""六、处置建议: a suggestion, never a decision; the line goes, not the enterprise."""

import pytest
from screened_tables import OF_YI, finding, screened, unit, works
from small_views import Line, cells, column, shown, table

from capacity_analysis import sections


@pytest.fixture(scope="module")
def of():
    return works()


def _text(of):
    return [shown(b.text) for b in sections.dispositions(of) if b.kind == "paragraph"]


def test_it_says_that_the_authority_decides(of):
    assert _text(of)[0].startswith("以下是按方案和标准得出的处置建议，不是处置决定；")
    assert "决定由有权机关依法定程序作出" in _text(of)[0]


def test_a_suggestion_has_grounds_clauses_deadlines_department_and_state(of):
    (row,) = cells(table(sections.dispositions(of), "table-dispositions"))
    # The clauses of the rule (二（一）1、四（四）) and of both grounds (二（一）1, 二（一）3), each once.
    assert row == [
        "甲厂", "1号", "即时淘汰", "淘汰类、环保", "二（一）1、四（四）、二（一）3",
        "2022年10月31日（行动方案）；国家期限2025年12月31日", "区工信局", "逾期",
    ]  # fmt: skip


def test_lines_that_only_wait_for_data_are_counted_and_not_listed(of):
    assert _text(of)[1] == (
        "2条生产线（含不属于生产线的装备）的建议：即时淘汰1条、待核1条"
        "（有问题的和退出的见<table-dispositions>）。"
    )


def test_steps_and_gates_that_are_missing_before_an_exit_are_named_with_who_decides(of):
    (row,) = cells(table(sections.dispositions(of), "table-legal-steps"))
    assert row[2:] == ["即时淘汰", "九江市柴桑区人民政府", "告知、听证", "离岗职业健康检查"]


def test_what_has_left_asks_for_no_further_steps():
    of = screened(dispositions=[unit("exited", exits=True, steps_missing="notice")])
    blocks = sections.dispositions(of)
    assert column(table(blocks, "table-dispositions"), "处置建议") == ["已退出"]
    assert not [b for b in blocks if getattr(b, "anchor", "") == "table-legal-steps"]


def test_an_enterprise_with_one_bad_line_loses_the_line_and_not_the_enterprise():
    of = screened(
        Line(),
        Line(enterprise="乙厂"),
        findings=[finding("safety", "hit")],
        dispositions=[unit("overdue_closure", exits=True, findings=1)],
        enterprise_dispositions=[
            {"enterprise_id": "甲厂", "disposition": "overdue_closure", "extent": "part"},
            {"enterprise_id": "乙厂", "disposition": "compliant", "extent": "none"},
        ],
    )
    assert "1家企业有部分生产线建议退出，其余生产线不受影响。" in _text(of)
    roster = table(sections.roster(of), "table-roster")
    assert column(roster, "处置建议") == ["逾期关停（部分生产线）", "达标"]


def test_an_enterprise_that_would_lose_every_line_is_named(of):
    assert "1家企业的在运行生产线全部建议退出：甲厂。" in _text(of)


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ({"deadline": None}, "—"),
        ({"deadline": "2022-12-20", "deadline_basis": "order"}, "2022年12月20日（通知书规定）"),
        ({"deadline": "2023-01-10", "deadline_basis": "law"}, "2023年1月10日（法定期限）"),
        ({"deadline": "2022-09-10", "deadline_basis": "at_once"}, "2022年9月10日（立即）"),
    ],
)
def test_a_deadline_names_what_it_rests_on(given, written):
    of = screened(
        findings=[finding("over_limit", "hit")], dispositions=[unit("rectify", findings=1, **given)]
    )
    assert column(table(sections.dispositions(of), "table-dispositions"), "期限") == [written]


def test_days_other_than_the_one_that_governs_stand_beside_it():
    of = screened(
        findings=[
            finding("over_limit", "hit", plan_deadline="2023-12-31"),
            finding("below_baseline", "hit", plan_deadline="2023-07-20",
                    national_deadline="2024-12-31"),
        ],
        dispositions=[unit("rectify", findings=2, deadline="2023-12-31", deadline_basis="plan")],
    )  # fmt: skip
    assert column(table(sections.dispositions(of), "table-dispositions"), "期限") == [
        "2023年12月31日（行动方案）；行动方案2023年7月20日；国家期限2024年12月31日"
    ]


def test_nothing_to_suggest_is_said():
    assert _text(screened()) == ["没有可以提出处置建议的生产线和装备。"]


def test_lines_without_a_finding_have_no_table():
    of = screened(dispositions=[unit("compliant"), unit("compliant", **OF_YI)])
    assert _text(of)[1] == "1条生产线（含不属于生产线的装备）的建议：达标1条。"
    assert not [b for b in sections.dispositions(of) if b.kind == "table"]
