"""What the plan has happen to a line, clause by clause, and that nothing makes it milder by accident."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from disposition_cases import (
    AS_OF,
    LATE,
    PENDING,
    disposition,
    finding,
    lines_of,
    milestone,
    plan,
    suggested,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from capacity_analysis.analysis import dispositions

STATES = ("open", "ordered", "extended", "overdue", "failed")


# Each ground of the plan, by its clause


@pytest.mark.parametrize("state", STATES)
def test_what_is_on_the_elimination_list_is_eliminated_at_once_clause_2_1_1(state):
    (row,) = suggested(finding("elimination_list", state=state)).to_dict("records")
    assert (row["disposition"], row["exits"]) == ("eliminate_now", True)
    assert row["department"] == "gxj;fgw;sczx;yjzx"
    assert row["authority"] == "qzf"
    assert row["deadline"] == "2022-10-31"


@pytest.mark.parametrize("state", PENDING)
@pytest.mark.parametrize("ground", ["below_baseline", "over_limit", "restricted_low_rating"])
def test_a_line_that_misses_its_level_or_is_restricted_and_rated_low_rectifies_in_time(
    ground, state
):
    assert disposition(finding(ground, state=state)) == "rectify"


@pytest.mark.parametrize("state", LATE)
@pytest.mark.parametrize(
    ("ground", "clause"),
    [
        ("below_baseline", "二（一）2"),
        ("environment", "二（一）3"),
        ("quality", "二（一）4"),
        ("safety", "二（一）5"),
        ("restricted_low_rating", "二（二）"),
        ("over_limit", "一（三）"),
    ],
)
def test_a_line_whose_rectification_is_overdue_or_failed_is_closed_by_law(ground, clause, state):
    (row,) = suggested(finding(ground, state=state)).to_dict("records")
    assert (row["disposition"], row["exits"]) == ("overdue_closure", True)
    rule = next(rule for rule in plan().disposition_rules if rule.id == row["rule"])
    assert rule.clause == clause


@pytest.mark.parametrize("state", PENDING)
def test_a_line_without_the_conditions_of_safe_production_stops_at_once_clause_2_1_5(state):
    for result in ("rectify", "failed", "suspended", "fined"):
        found = finding("safety", measured_text=result, state=state)
        assert disposition(found) == "suspend"


@pytest.mark.parametrize("state", PENDING)
def test_products_that_miss_a_mandatory_standard_stop_until_mended_clause_2_1_4(state):
    assert disposition(finding("quality", measured_text="failed", state=state)) == "suspend"


@pytest.mark.parametrize(
    ("result", "severity", "expected"),
    [
        ("rectify", None, "rectify"),
        ("fined", "ordinary", "rectify"),
        ("suspended", None, "suspend"),
        # 情节严重: the government may close; until it has decided, production stops.
        ("rectify", "serious", "suspend"),
        ("suspended", "serious", "suspend"),
        ("closed", None, "overdue_closure"),
    ],
)
def test_an_environmental_violation_is_mended_stopped_or_closed_as_the_office_decided_clause_2_1_3(
    result, severity, expected
):
    assert disposition(finding("environment", measured_text=result, severity=severity)) == expected


def test_restricted_equipment_of_an_enterprise_rated_well_is_to_be_upgraded_clause_2_3():
    found = finding("restricted_low_rating", "clear", reason="rating_good", confidence="verified")
    (row,) = suggested(found).to_dict("records")
    assert (row["disposition"], row["department"]) == ("upgrade", "fgw;gxj;sthjj")
    assert pd.isna(row["deadline"])


@pytest.mark.parametrize(
    ("tier", "expected"),
    [("baseline", "upgrade"), ("advanced", "compliant"), ("undecided", "compliant")],
)
def test_a_line_between_the_baseline_and_the_advanced_level_is_to_be_upgraded_clause_2_3(
    tier, expected
):
    assert disposition(finding("below_baseline", "clear"), tier=tier) == expected


def test_a_line_with_nothing_against_it_is_in_order():
    (row,) = suggested().to_dict("records")
    assert (row["disposition"], row["rule"], row["exits"]) == ("compliant", "compliant", False)
    assert row["findings"] == row["open_questions"] == 0
    assert pd.isna(row["department"])


# Leaving of its own accord, sealed, left


def test_voluntary_exit_goes_before_rectifying_and_after_eliminating_stopping_and_closing():
    asked = (milestone("voluntary_exit"),)
    assert disposition(milestones=asked) == "voluntary_exit"
    assert disposition(finding("below_baseline"), milestones=asked) == "voluntary_exit"
    for found, expected in (
        (finding("elimination_list"), "eliminate_now"),
        (finding("safety"), "suspend"),
        (finding("below_baseline", state="overdue"), "overdue_closure"),
    ):
        assert disposition(found, milestones=asked) == expected


def test_who_leaves_of_its_own_accord_is_due_with_the_step_of_closure_clause_4_5():
    (row,) = suggested(milestones=(milestone("voluntary_exit"),)).to_dict("records")
    assert (row["deadline"], row["deadline_basis"]) == ("2023-07-20", "plan")
    assert row["department"] == "gxj;fgw;sczx;yjzx"


def test_what_is_sealed_waits_to_be_dismantled():
    sealed = (milestone("sealed"),)
    assert disposition(finding("elimination_list"), milestones=sealed) == "sealed"
    both = (*sealed, milestone("dismantled"))
    assert disposition(finding("elimination_list"), milestones=both) == "eliminate_now"


def test_a_line_has_left_once_it_is_dismantled_and_accepted_and_not_before():
    dismantled, accepted = milestone("dismantled"), milestone("exit_accepted")
    found = finding("elimination_list")
    assert disposition(found, milestones=(dismantled, accepted)) == "exited"
    assert disposition(found, milestones=(dismantled,)) == "eliminate_now"
    assert disposition(milestones=(dismantled,)) == "review"


@pytest.mark.parametrize(
    ("done_on", "expected"),
    [
        ("2022-09-09", "exited"),
        ("2022-09-10", "exited"),
        ("2022-09-11", "eliminate_now"),
        (None, "eliminate_now"),
    ],
)
def test_a_milestone_counts_from_its_day_on(done_on, expected):
    reached = (milestone("dismantled", done_on), milestone("exit_accepted", "2022-09-01"))
    assert disposition(finding("elimination_list"), milestones=reached) == expected


def test_a_line_that_the_ledger_calls_retired_has_left_and_owes_no_steps():
    retired = lines_of(0, out_of_operation="retired")
    (row,) = suggested(finding("below_baseline"), lines=retired).to_dict("records")
    assert (row["disposition"], row["exits"]) == ("exited", False)


@pytest.mark.parametrize("why", ["announced", "construction", "cancelled", "started_too_late"])
def test_what_does_not_run_yet_is_no_existing_capacity(why):
    planned = lines_of(0, out_of_operation=why)
    assert disposition(finding("below_baseline", "undecided", reason="not_in_operation"),
                       lines=planned) == "not_concerned"  # fmt: skip
    # An accident in the year it started is one all the same.
    assert disposition(finding("safety"), lines=planned) == "suspend"


# What is not sure


@pytest.mark.parametrize("result", ["review", "undecided"])
def test_what_cannot_be_decided_is_to_be_checked_with_the_department_that_supplies_it(result):
    found = finding("below_baseline", result, reason="carrier_missing")
    (row,) = suggested(found).to_dict("records")
    assert (row["disposition"], row["department"]) == ("review", "gdgs")  # 缺电量: 区供电公司
    assert (row["findings"], row["open_questions"]) == (0, 1)
    assert row["grounds"] == "below_baseline"


@pytest.mark.parametrize(
    ("reason", "department"),
    [("attribute_missing", "gxj"), ("unchecked_standard", "fgw"), ("output_missing", "gxj")],
)
def test_each_missing_thing_names_its_department(reason, department):
    found = finding("elimination_list", "undecided", reason=reason)
    assert suggested(found)["department"].tolist() == [department]


def test_a_list_that_the_department_has_not_given_is_asked_of_the_department_itself():
    found = finding("safety", "undecided", reason="list_missing", line_code=-1)
    assert suggested(found)["department"].tolist() == ["yjglj"]


@pytest.mark.parametrize("confidence", ["recalled", "carried_over", "open"])
@pytest.mark.parametrize("result", ["hit", "review"])
def test_what_rests_on_an_unchecked_standard_leads_to_checking_and_to_nothing_else(
    confidence, result
):
    found = finding("elimination_list", result, confidence=confidence)
    assert disposition(found) == "review"


def test_restricted_equipment_of_an_unchecked_entry_is_not_told_to_upgrade():
    found = finding("restricted_low_rating", "clear", reason="rating_good", confidence="recalled")
    assert disposition(found) == "compliant"


@pytest.mark.parametrize("reason", ["no_level", "no_limit", "no_entry", "not_in_operation"])
def test_a_ground_that_does_not_concern_a_line_leaves_no_question(reason):
    (row,) = suggested(finding("over_limit", "undecided", reason=reason)).to_dict("records")
    assert (row["disposition"], row["open_questions"], row["not_assessed"]) == ("compliant", 0, 0)


@pytest.mark.parametrize("reason", ["no_document", "level_absent_on_date", "output_zero"])
def test_what_nobody_in_the_county_can_settle_is_counted_and_leads_to_nothing(reason):
    (row,) = suggested(finding("over_limit", "undecided", reason=reason)).to_dict("records")
    assert (row["disposition"], row["open_questions"], row["not_assessed"]) == ("compliant", 0, 1)


def test_a_level_whose_number_is_not_on_file_is_an_open_question():
    assert disposition(finding("over_limit", "undecided", reason="level_open")) == "review"


def test_an_accepted_rectification_that_the_data_contradict_is_checked_and_not_closed():
    for ground in ("elimination_list", "below_baseline", "over_limit", "restricted_low_rating"):
        assert disposition(finding(ground, state="accepted")) == "review"


# Several findings, several lines


def test_the_strictest_of_several_findings_decides_and_all_are_counted():
    found = [
        finding("below_baseline", deadline="2023-07-20"),
        finding("safety", measured_text="suspended"),
        finding("over_limit", "undecided", reason="energy_missing"),
    ]
    (row,) = suggested(*found).to_dict("records")
    assert (row["disposition"], row["grounds"]) == ("suspend", "below_baseline;safety")
    assert (row["findings"], row["open_questions"], row["department"]) == (2, 1, "yjglj")


def test_of_findings_that_decide_alike_the_earliest_day_and_all_departments_are_shown():
    found = [
        finding("below_baseline", state="overdue"),
        finding("safety", state="failed"),
    ]
    table = suggested(*found)
    # The first rule that holds decides: that of the baseline. Safety closes the line as well.
    assert table["rule"].tolist() == ["baseline_overdue"]
    assert table["department"].tolist() == ["fgw;gxj;yjglj"]


def test_the_earliest_last_day_among_the_hits_that_lead_to_the_same_disposition_is_the_units():
    # Both have to be rectified; the plan leaves less for the baseline than its goal for the limit.
    later = finding("over_limit", deadline="2023-12-31", deadline_basis="plan")
    sooner = finding("below_baseline", deadline="2023-07-20", deadline_basis="plan")
    table = suggested(later, sooner)
    assert table["rule"].tolist() == ["over_limit"]
    assert table["deadline"].tolist() == ["2023-07-20"]


@pytest.mark.parametrize(
    "other",
    [
        finding("over_limit", state="accepted", deadline="2022-08-01"),  # settled
        finding("over_limit", confidence="recalled", deadline="2022-08-01"),  # under review
        finding("safety", line_code=1, deadline="2022-08-01"),  # of another line
    ],
)
def test_what_leads_to_something_else_has_no_say_in_the_last_day(other):
    own = finding("below_baseline", deadline="2023-07-20")
    table = suggested(own, other, lines=lines_of(0, 0))
    assert table.loc[0, ["disposition", "deadline"]].tolist() == ["rectify", "2023-07-20"]


def test_a_milder_ground_with_an_earlier_day_does_not_hurry_the_stricter_disposition():
    table = suggested(
        finding("elimination_list", deadline="2022-10-31"),
        finding("below_baseline", deadline="2022-09-30"),
    )
    assert table["deadline"].tolist() == ["2022-10-31"]


def test_a_finding_of_the_whole_enterprise_holds_for_each_of_its_lines_and_for_no_other():
    lines = lines_of(0, 1, 0)
    table = suggested(finding("safety", line_code=-1), lines=lines, enterprises=2)
    assert table["disposition"].tolist() == ["suspend", "compliant", "suspend"]


def test_a_milestone_of_the_whole_enterprise_holds_for_each_of_its_lines():
    table = suggested(
        lines=lines_of(0, 1, 0),
        enterprises=2,
        milestones=(milestone("voluntary_exit", line_code=-1),),
    )
    assert table["disposition"].tolist() == ["voluntary_exit", "compliant", "voluntary_exit"]


def test_a_boiler_of_no_line_has_a_disposition_of_its_own():
    boiler = finding("elimination_list", line_code=-1, device_code=7, equipment_id="B1")
    table = suggested(boiler)
    assert table["scope"].tolist() == ["line", "equipment"]
    assert table["disposition"].tolist() == ["compliant", "eliminate_now"]
    assert table["equipment_id"].isna().tolist() == [True, False]
    assert table["device_code"].tolist() == [-1, 7]


def test_a_device_of_a_line_takes_the_line_with_it():
    furnace = finding("elimination_list", device_code=3, equipment_id="F1")
    table = suggested(furnace)
    assert table[["scope", "disposition"]].values.tolist() == [["line", "eliminate_now"]]


def test_an_enterprise_without_lines_has_one_row_for_itself():
    found = finding("environment", enterprise_code=1, line_code=-1, measured_text="suspended")
    table = suggested(found, enterprises=2)
    assert table["scope"].tolist() == ["line", "enterprise"]
    assert table["disposition"].tolist() == ["compliant", "suspend"]


# Enterprises


def of_enterprises(table, lines, enterprises=1):
    roster = pd.DataFrame({"enterprise_id": [f"E{at}" for at in range(enterprises)]})
    return dispositions.of_enterprises(table, roster, lines, plan())


def test_an_enterprise_with_one_bad_line_among_good_ones_loses_the_line_not_the_enterprise():
    lines = lines_of(0, 0, 0)
    table = suggested(finding("elimination_list", line_code=1), lines=lines)
    (row,) = of_enterprises(table, lines).to_dict("records")
    assert (row["disposition"], row["extent"]) == ("eliminate_now", "part")
    assert (row["lines"], row["lines_exiting"]) == (3, 1)
    assert row["deadline"] == "2022-10-31"


def test_an_enterprise_leaves_as_a_whole_only_where_every_line_in_operation_does():
    lines = lines_of(0, 0, 0, out_of_operation=[None, None, "retired"])
    found = [finding("elimination_list"), finding("below_baseline", line_code=1, state="overdue")]
    (row,) = of_enterprises(suggested(*found, lines=lines), lines).to_dict("records")
    assert (row["extent"], row["lines"], row["lines_exiting"]) == ("whole", 2, 2)
    (row,) = of_enterprises(suggested(found[0], lines=lines), lines).to_dict("records")
    assert (row["extent"], row["disposition"]) == ("part", "eliminate_now")


def test_a_line_that_left_long_ago_says_nothing_of_the_enterprise_that_goes_on():
    lines = lines_of(0, 0, out_of_operation=["retired", None])
    (row,) = of_enterprises(suggested(lines=lines), lines).to_dict("records")
    assert (row["disposition"], row["extent"], row["lines"]) == ("compliant", "none", 1)


def test_an_enterprise_of_which_all_has_left_has_left():
    lines = lines_of(0, out_of_operation="retired")
    (row,) = of_enterprises(suggested(lines=lines), lines).to_dict("records")
    assert (row["disposition"], row["extent"], row["lines"]) == ("exited", "whole", 0)


def test_a_boiler_that_leaves_is_a_part_of_the_enterprise():
    boiler = finding("elimination_list", line_code=-1, device_code=7, equipment_id="B1")
    (row,) = of_enterprises(suggested(boiler), lines_of(0)).to_dict("records")
    assert (row["disposition"], row["extent"], row["lines_exiting"]) == ("eliminate_now", "part", 0)


def test_the_departments_of_all_lines_are_named_once():
    lines = lines_of(0, 0)
    found = [finding("below_baseline"), finding("safety", line_code=1)]
    (row,) = of_enterprises(suggested(*found, lines=lines), lines).to_dict("records")
    assert sorted(row["departments"].split(";")) == ["fgw", "gxj", "yjglj"]


# Properties

GROUNDS = ("elimination_list", "below_baseline", "over_limit", "environment", "quality", "safety",
           "restricted_low_rating")  # fmt: skip
SOME_FINDING = st.builds(
    finding,
    st.sampled_from(GROUNDS),
    st.sampled_from(["hit", "review", "undecided", "clear"]),
    state=st.sampled_from([*STATES, "accepted"]),
    reason=st.sampled_from([None, "no_level", "no_document", "energy_missing", "rating_good"]),
    measured_text=st.sampled_from([None, "rectify", "suspended", "closed"]),
    severity=st.sampled_from([None, "serious"]),
    confidence=st.sampled_from([None, "verified", "recalled"]),
    line_code=st.sampled_from([-1, 0, 1]),
)
SOME_MILESTONE = st.builds(
    milestone,
    st.sampled_from(["voluntary_exit", "sealed", "dismantled", "exit_accepted"]),
    st.sampled_from(["2022-09-10", "2022-09-11"]),
    line_code=st.sampled_from([-1, 0]),
)
SITUATION = st.fixed_dictionaries(
    {
        "milestones": st.lists(SOME_MILESTONE, max_size=2).map(tuple),
        "tier": st.sampled_from(["advanced", "baseline", "below", "undecided"]),
        "lines": st.sampled_from([None, "retired", "announced"]).map(
            lambda why: lines_of(0, 0, out_of_operation=[why, None])
        ),
    }
)


def rank(table: pd.DataFrame) -> list[int]:
    """Return how strict each row is: 0 is the strictest."""
    order = [rule.id for rule in plan().disposition_rules]
    return [order.index(rule) for rule in table["rule"]]


@settings(deadline=None, max_examples=25)
@given(st.lists(SOME_FINDING, max_size=5), SITUATION)
def test_every_line_has_exactly_one_disposition(found, situation):
    table = suggested(*found, **situation)
    assert table.loc[table["scope"] == "line", "line_code"].tolist() == [0, 1]
    assert table["disposition"].isin([one.id for one in plan().dispositions]).all()


@settings(deadline=None, max_examples=25)
@given(st.lists(SOME_FINDING, max_size=4), SITUATION, st.sampled_from(GROUNDS))
def test_a_further_hit_never_makes_a_disposition_milder(found, situation, ground):
    before = rank(suggested(*found, **situation))
    after = rank(suggested(*found, finding(ground), **situation))
    assert all(now <= was for now, was in zip(after, before, strict=True))


@settings(deadline=None, max_examples=25)
@given(st.lists(SOME_FINDING, min_size=1, max_size=4), SITUATION, st.data())
def test_acceptance_never_makes_a_disposition_stricter(found, situation, data):
    at = data.draw(st.integers(0, len(found) - 1))
    # Where acceptance clears, the finding is clear; elsewhere it stays a hit that is accepted.
    for change in (
        {"state": "accepted"},
        {"result": "clear", "reason": "mended", "state": "accepted"},
    ):
        accepted = [*found[:at], {**found[at], "result": "hit"}, *found[at + 1 :]]
        settled = [*found[:at], {**found[at], "result": "hit", **change}, *found[at + 1 :]]
        before, after = (
            rank(suggested(*accepted, **situation)),
            rank(suggested(*settled, **situation)),
        )
        assert all(now >= was for now, was in zip(after, before, strict=True))


@settings(deadline=None, max_examples=25)
@given(st.lists(SOME_FINDING, max_size=5), SITUATION, st.randoms())
def test_the_order_of_the_findings_changes_nothing(found, situation, random):
    shuffled = list(found)
    random.shuffle(shuffled)
    one, other = suggested(*found, **situation), suggested(*shuffled, **situation)
    columns = ["disposition", "rule", "grounds", "findings", "open_questions", "deadline"]
    pd.testing.assert_frame_equal(one[columns], other[columns])


def test_a_milestone_after_the_day_is_not_reached_on_it():
    reached = (milestone("voluntary_exit", "2022-09-10"),)
    assert disposition(milestones=reached, as_of=AS_OF) == "voluntary_exit"
    assert disposition(milestones=reached, as_of=AS_OF - dt.timedelta(days=1)) == "compliant"
