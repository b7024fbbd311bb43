"""How far a rectification is on a day, and which order counts."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from disposition_cases import AS_OF, day

from capacity_analysis.analysis.states import with_orders, with_states

DAYS = ("ordered_on", "due_on", "extended_to", "concluded_on")


def order(ordered_on, line_code=0, ground="below_baseline", **more):
    row = {"ground": ground, "enterprise_code": 0, "line_code": line_code, "outcome": None}
    return row | dict.fromkeys(DAYS) | {"ordered_on": ordered_on} | more


def frame(rows):
    table = pd.DataFrame(rows or [order(None)]).iloc[: len(rows)]
    return table.assign(**{name: table[name].map(day).astype("datetime64[s]") for name in DAYS})


def ordered(*orders, as_of=AS_OF, **finding):
    row = {"ground": "below_baseline", "result": "hit", "reason": None, "enterprise_code": 0,
           "line_code": 0}  # fmt: skip
    return with_orders(pd.DataFrame([row | finding]), frame(list(orders)), as_of)


def state(*orders, as_of=AS_OF, clearing=(), **finding):
    found = ordered(*orders, as_of=as_of, **finding)
    found = found.assign(first_due=found["due_on"])
    found["last_day"] = found["extended_to"].fillna(found["due_on"])
    (one,) = with_states(found, as_of, clearing).to_dict("records")
    return one


def test_without_an_order_a_hit_is_open():
    assert state()["state"] == "open"


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [("2022-08-31", "open"), ("2022-09-01", "ordered"), ("2022-09-02", "ordered")],
)
def test_an_order_counts_from_its_day_on(as_of, expected):
    on = dt.date.fromisoformat(as_of)
    assert state(order("2022-09-01"), as_of=on)["state"] == expected


@pytest.mark.parametrize(
    ("due_on", "expected"),
    [("2022-09-09", "overdue"), ("2022-09-10", "ordered"), ("2022-09-11", "ordered")],
)
def test_the_day_that_the_order_sets_is_in_time(due_on, expected):
    assert state(order("2022-07-01", due_on=due_on))["state"] == expected


@pytest.mark.parametrize(
    ("extended_to", "expected"),
    [("2022-09-09", "overdue"), ("2022-09-10", "extended"), ("2022-09-11", "extended")],
)
def test_an_extension_counts_until_its_last_day(extended_to, expected):
    given = order("2022-07-01", due_on="2022-08-31", extended_to=extended_to)
    assert state(given)["state"] == expected


def test_before_the_first_day_is_past_an_extended_order_is_an_order():
    given = order("2022-07-01", due_on="2022-09-30", extended_to="2022-12-31")
    assert state(given)["state"] == "ordered"


@pytest.mark.parametrize("outcome", ["accepted", "failed"])
@pytest.mark.parametrize(
    ("concluded_on", "counts"),
    [("2022-09-09", True), ("2022-09-10", True), ("2022-09-11", False), (None, False)],
)
def test_an_outcome_counts_from_the_day_of_acceptance_on(outcome, concluded_on, counts):
    given = order("2022-07-01", due_on="2022-12-31", outcome=outcome, concluded_on=concluded_on)
    assert state(given)["state"] == (outcome if counts else "ordered")


def test_an_order_without_a_day_is_never_overdue():
    assert state(order("2000-01-01"))["state"] == "ordered"


def test_acceptance_clears_only_where_the_plan_says_so():
    accepted = order("2022-07-01", outcome="accepted", concluded_on="2022-08-01")
    kept = state(accepted)
    assert (kept["result"], kept["state"]) == ("hit", "accepted")
    cleared = state(accepted, clearing=["below_baseline"])
    assert (cleared["result"], cleared["reason"], cleared["state"]) == (
        "clear", "mended", "accepted",
    )  # fmt: skip


@pytest.mark.parametrize("result", ["clear", "review", "undecided"])
def test_what_is_no_hit_has_no_state(result):
    assert pd.isna(state(order("2022-07-01"), result=result)["state"])


def test_the_newest_order_counts_of_the_line_or_of_the_whole_enterprise():
    line, whole = order("2022-05-01", due_on="2022-06-01"), order("2022-07-01", line_code=-1)
    assert ordered(line, whole)["ordered_on"].tolist() == [pd.Timestamp("2022-07-01")]
    whole = order("2022-04-01", line_code=-1)
    assert ordered(line, whole)["ordered_on"].tolist() == [pd.Timestamp("2022-05-01")]
    # Of two on one day the line's own.
    whole = order("2022-05-01", line_code=-1)
    assert ordered(line, whole)["due_on"].tolist() == [pd.Timestamp("2022-06-01")]


@pytest.mark.parametrize(
    "other",
    [
        order("2022-07-01", ground="over_limit"),
        order("2022-07-01", line_code=1),
        order("2022-07-01", line_code=-1, enterprise_code=1),
    ],
)
def test_an_order_on_another_ground_line_or_enterprise_does_not_count(other):
    assert state(other)["state"] == "open"


def test_an_order_to_a_line_does_not_reach_a_finding_of_the_whole_enterprise():
    assert state(order("2022-07-01"), line_code=-1)["state"] == "open"
    assert state(order("2022-07-01", line_code=-1), line_code=-1)["state"] == "ordered"


# Records of departments are orders themselves

RECORD = {"ground": "safety", "ordered_on": "2022-06-01", "due_on": "2022-07-01",
          "extended_to": None, "concluded_on": None}  # fmt: skip


@pytest.mark.parametrize("typed", [str, pd.Timestamp])
def test_a_record_is_the_order_unless_a_newer_one_was_given(typed):
    record = RECORD | {name: typed(RECORD[name]) for name in ("ordered_on", "due_on")}
    assert state(**record)["state"] == "overdue"
    newer = order("2022-08-01", ground="safety", due_on="2022-12-31")
    assert state(newer, **record)["state"] == "ordered"
    older = order("2022-05-01", ground="safety", due_on="2022-12-31")
    assert state(older, **record)["state"] == "overdue"


def test_a_record_that_was_mended_is_accepted():
    mended = RECORD | {"concluded_on": "2022-06-20", "result": "clear", "reason": "mended"}
    assert state(**mended)["state"] == "accepted"


def test_an_order_of_the_day_of_the_record_is_the_same_order_and_its_outcome_counts():
    same = {"ordered_on": "2022-06-01", "ground": "safety"}
    accepted = order(**same, outcome="accepted", concluded_on="2022-06-20")
    assert state(accepted, **RECORD)["state"] == "accepted"
    failed = order(**same, outcome="failed", concluded_on="2022-06-20")
    assert state(failed, **RECORD)["state"] == "failed"
    # The notice says nothing of a day: that of the record stands, and is past.
    assert state(order(**same), **RECORD)["state"] == "overdue"
    assert state(order(**same, due_on="2022-12-31"), **RECORD)["state"] == "ordered"
    mended = RECORD | {"concluded_on": "2022-06-15", "result": "clear", "reason": "mended"}
    assert state(failed, **mended)["state"] == "accepted"
