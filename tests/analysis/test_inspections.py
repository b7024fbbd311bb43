"""What the records of the environment, quality and safety departments say, and what silence means."""

from __future__ import annotations

import pandas as pd
import pytest
from disposition_cases import AS_OF, day, lines_of, plan

from capacity_analysis.analysis import inspections

VIOLATIONS = ("closed", "suspended", "failed", "rectify", "fined")


def record(result="rectify", happened_on="2022-05-01", **more):
    row = {
        "enterprise_code": 0, "line_code": -1, "ground": "environment", "kind": "penalty",
        "result": result, "severity": None, "document_no": "环罚〔2022〕1号",
        "happened_on": happened_on, "rectify_by": None, "extended_to": None, "rectified_on": None,
        "source_cell": "检查处罚!J2",
    }  # fmt: skip
    return row | more


def order(ordered_on="2022-08-01", **more):
    row = {"enterprise_code": 0, "line_code": -1, "ground": "environment", "outcome": None,
           "document_no": "环改〔2022〕1号", "ordered_on": ordered_on, "concluded_on": None,
           "source_cell": "整改通知!F2"}  # fmt: skip
    return row | more


def found(*records, ground="environment", absent="clear", enterprises=1, lines=None, orders=()):
    table = pd.DataFrame(list(records) or [record()]).iloc[: len(records)]
    for name in ("happened_on", "rectify_by", "extended_to", "rectified_on"):
        table[name] = table[name].map(day).astype("datetime64[s]")
    roster = pd.DataFrame({"enterprise_id": [f"E{at}" for at in range(enterprises)]})
    given = pd.DataFrame(list(orders) or [order()]).iloc[: len(orders)]
    for name in ("ordered_on", "concluded_on"):
        given[name] = given[name].map(day).astype("datetime64[s]")
    return inspections.findings(
        table,
        given,
        lines_of(0, 0) if lines is None else lines,
        roster,
        ground=ground,
        violations=VIOLATIONS,
        absent=absent,
        as_of=AS_OF,
    )


@pytest.mark.parametrize("result", VIOLATIONS)
@pytest.mark.parametrize("ground", ["environment", "quality", "safety"])
def test_a_violation_that_is_not_mended_is_a_finding(result, ground):
    table = found(record(result, ground=ground), ground=ground)
    assert table["result"].tolist() == ["hit"]
    assert table["measured_text"].tolist() == [result]
    assert table["note"].tolist() == ["环罚〔2022〕1号"]
    assert table["source_cell"].tolist() == ["检查处罚!J2"]


@pytest.mark.parametrize(
    ("rectified_on", "result", "reason"),
    [
        ("2022-09-09", "clear", "mended"),
        ("2022-09-10", "clear", "mended"),
        ("2022-09-11", "hit", None),
        (None, "hit", None),
    ],
)
def test_mending_counts_from_its_day_on(rectified_on, result, reason):
    (row,) = found(record(rectified_on=rectified_on)).to_dict("records")
    assert row["result"] == result
    assert pd.isna(row["reason"]) if reason is None else row["reason"] == reason


@pytest.mark.parametrize(
    ("happened_on", "result"),
    [("2022-09-09", "hit"), ("2022-09-10", "hit"), ("2022-09-11", "undecided")],
)
def test_a_record_counts_from_its_day_on(happened_on, result):
    # The only record lies after the day: on the day there is no list at all.
    assert found(record(happened_on=happened_on))["result"].tolist() == [result]


def test_who_passed_is_clear():
    (row,) = found(record("passed")).to_dict("records")
    assert (row["result"], row["measured_text"]) == ("clear", "passed")
    assert pd.isna(row["reason"]) and pd.isna(row["ordered_on"])


def test_each_violation_stands_by_itself_because_each_has_its_own_order():
    table = found(
        record("fined", "2022-01-01", rectify_by="2022-02-01"),
        record("suspended", "2022-08-01", rectify_by="2022-12-01"),
        record("passed", "2022-09-01"),
    )
    assert table["result"].tolist() == ["hit", "hit"]
    assert table["measured_text"].tolist() == ["suspended", "fined"]
    assert table["due_on"].dt.strftime("%Y-%m-%d").tolist() == ["2022-12-01", "2022-02-01"]


def test_a_record_of_one_line_says_nothing_of_the_others():
    table = found(record(line_code=1))
    assert table[["line_code", "line_id", "result", "reason"]].values.tolist() == [
        [-1, pytest.approx(float("nan"), nan_ok=True), "clear", "no_record"],
        [1, "L1", "hit", pytest.approx(float("nan"), nan_ok=True)],
    ]


@pytest.mark.parametrize(("absent", "result"), [("clear", "clear"), ("undecided", "undecided")])
def test_what_the_silence_of_a_list_means_is_the_plans_to_say(absent, result):
    table = found(record(), enterprises=2, absent=absent)
    assert table.loc[table["enterprise_id"] == "E1", ["result", "reason"]].values.tolist() == [
        [result, "no_record"]
    ]


@pytest.mark.parametrize("absent", ["clear", "undecided"])
def test_without_any_list_of_the_department_nothing_is_decided(absent):
    for records in ((), (record(ground="safety"),)):
        table = found(*records, absent=absent)
        assert table[["result", "reason"]].values.tolist() == [["undecided", "list_missing"]]


def test_every_enterprise_has_a_row_about_the_whole_of_it():
    table = found(record(line_code=0), record(enterprise_code=2), enterprises=4)
    whole = table[table["line_code"] < 0]
    assert whole["enterprise_id"].tolist() == ["E0", "E1", "E2", "E3"]


def test_the_shipped_plan_counts_every_result_but_passed_and_lets_silence_clear():
    for ground_id in ("environment", "quality", "safety"):
        ground = plan().ground(ground_id)
        assert (ground.violations, ground.absent) == (VIOLATIONS, "clear")
        assert ground.acceptance_clears


@pytest.mark.parametrize(
    ("given", "records", "asked"),
    [
        (order(), [], True),
        (order(), [record("passed", "2022-08-20")], True),
        (order(outcome="failed", concluded_on="2022-09-01"), [], True),
        (order(outcome="accepted", concluded_on="2022-09-10"), [], False),
        (order(outcome="accepted", concluded_on="2022-09-11"), [], True),
        (order("2022-09-11"), [], False),
        (order(ground="safety"), [], False),
        # The order is that of a violation, of the line or of the whole.
        (order(), [record()], False),
        (order(line_code=1), [record()], False),
        (order(), [record(line_code=1)], False),
        (order(line_code=1), [record(line_code=0)], True),
        # Mended after the order was given, and mended before that.
        (order(), [record(rectified_on="2022-08-15")], False),
        (order(), [record(rectified_on="2022-07-15")], True),
    ],
)
def test_an_order_that_no_violation_accounts_for_is_a_question_until_it_is_accepted(
    given, records, asked
):
    table = found(record(enterprise_code=1), *records, orders=[given], enterprises=2)
    rows = table[table["reason"] == "order_without_record"]
    assert rows[["enterprise_code", "result", "note", "source_cell"]].values.tolist() == (
        [[0, "review", "环改〔2022〕1号", "整改通知!F2"]] if asked else []
    )
