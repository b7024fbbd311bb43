"""The steps of law before an exit and the gates to pass: which, and what is done of them."""

from __future__ import annotations

import pandas as pd
import pytest
from disposition_cases import AS_OF, day, finding, lines_of, milestone, plan, suggested

from capacity_analysis.analysis.procedures import legal_steps, with_missing_steps

PROCEDURE = ["notice", "hearing", "approval", "decision"]
GATES = ["soil_plan", "chemical_disposal", "health_check", "resettlement_plan",
         "stability_assessment"]  # fmt: skip


def taken(step, done_on="2022-08-01", *, not_required=False, line_code=0, enterprise_code=0):
    return {"enterprise_code": enterprise_code, "line_code": line_code, "step": step,
            "done_on": day(done_on), "not_required": not_required, "document_no": "号",
            "source_cell": "退出程序!C2"}  # fmt: skip


def steps(table, *procedures):
    records = pd.DataFrame(list(procedures) or [taken("notice")]).iloc[: len(procedures)]
    records["done_on"] = pd.to_datetime(records["done_on"])
    return legal_steps(table, records, plan(), AS_OF)


def missing(table, *procedures):
    (row,) = with_missing_steps(table, steps(table, *procedures)).to_dict("records")
    return row["steps_missing"], row["gates_missing"]


def test_an_exit_needs_notice_hearing_approval_and_decision_and_five_gates():
    table = suggested(finding("elimination_list"))
    found = steps(table)
    assert found["step"].tolist() == PROCEDURE + GATES
    assert set(found["status"]) == {"missing"}
    assert missing(table) == (";".join(PROCEDURE), ";".join(GATES))


def test_who_leaves_of_its_own_accord_needs_the_gates_and_no_hearing():
    table = suggested(milestones=(milestone("voluntary_exit"),))
    assert steps(table)["step"].tolist() == GATES


@pytest.mark.parametrize("ground", ["below_baseline", "safety"])
def test_what_stays_needs_no_steps(ground):
    table = suggested(finding(ground))
    assert steps(table).empty
    none = with_missing_steps(table, steps(table))
    assert none[["steps_missing", "gates_missing"]].isna().all(axis=None)


def test_what_has_left_needs_no_steps_any_more():
    left = (milestone("dismantled"), milestone("exit_accepted"))
    assert steps(suggested(finding("elimination_list"), milestones=left)).empty


@pytest.mark.parametrize(
    ("done_on", "status"),
    [("2022-09-09", "done"), ("2022-09-10", "done"), ("2022-09-11", "missing"), (None, "missing")],
)
def test_a_step_counts_from_its_day_on(done_on, status):
    found = steps(suggested(finding("elimination_list")), taken("hearing", done_on))
    (row,) = found[found["step"] == "hearing"].to_dict("records")
    assert row["status"] == status
    assert pd.isna(row["done_on"]) == (status == "missing")
    assert row["source_cell"] == "退出程序!C2"


def test_a_step_that_law_does_not_ask_for_is_not_missing():
    table = suggested(finding("elimination_list"))
    found = steps(table, taken("hearing", None, not_required=True))
    assert found.set_index("step")["status"]["hearing"] == "not_required"
    assert (
        missing(table, taken("hearing", None, not_required=True))[0] == "notice;approval;decision"
    )


def test_a_step_of_the_whole_enterprise_counts_for_each_of_its_lines_and_no_other():
    lines = lines_of(0, 0, 1)
    found = [finding("elimination_list", line_code=at, enterprise_code=owner)
             for at, owner in ((0, 0), (1, 0), (2, 1))]  # fmt: skip
    table = suggested(*found, lines=lines, enterprises=2)
    told = steps(table, taken("notice", line_code=-1), taken("hearing", line_code=1))
    done = told[told["status"] == "done"]
    assert done[["line_code", "step"]].values.tolist() == [
        [0, "notice"],
        [1, "notice"],
        [1, "hearing"],
    ]


def test_of_several_records_the_one_that_settles_the_step_counts():
    both = taken("notice", None), taken("notice", "2022-07-01", line_code=-1)
    found = steps(suggested(finding("elimination_list")), *both)
    assert found.set_index("step")["status"]["notice"] == "done"


def test_the_kinds_are_those_of_the_plan():
    found = steps(suggested(finding("elimination_list"))).set_index("step")["kind"]
    assert found[PROCEDURE].eq("procedure").all() and found[GATES].eq("gate").all()


@pytest.mark.parametrize(
    ("given_up_on", "status"),
    [("2022-09-10", "done"), ("2022-09-11", "missing"), (None, "not_required")],
)
def test_a_hearing_that_is_given_up_on_a_later_day_is_still_due(given_up_on, status):
    found = steps(
        suggested(finding("elimination_list")), taken("hearing", given_up_on, not_required=True)
    )
    assert found.set_index("step")["status"]["hearing"] == status
