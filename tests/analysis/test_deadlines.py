"""Until when a finding must be mended: by hand, with month ends, and who prevails over whom."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from disposition_cases import AS_OF, day, plan

from capacity_analysis.analysis.deadlines import Rule, add_months, rules_of, with_deadlines
from capacity_analysis.analysis.states import with_states

# 工信部联产业〔2017〕30号, as the packaged documents have it: 6 months, and 3 more.
LAW = Rule(period_months=6, extension_months=3, plan_day=dt.date(2023, 12, 31))
PLAN = Rule(plan_day=dt.date(2023, 7, 20), national=True)
NATIONAL = pd.DataFrame(
    {"products": ["clinker;lime", "", "lime"], "deadline": [dt.date(2025, 12, 31), None, None]}
)
NONE = NATIONAL.iloc[:0]


def dated(rule=LAW, national=NONE, product="clinker", as_of=AS_OF, **row):
    """Return one finding with its days."""
    order = {name: day(row.pop(name, None)) for name in ("ordered_on", "due_on", "extended_to")}
    found = pd.DataFrame([{"ground": "g", "result": "hit", "line_code": 0} | order | row])
    for name in order:
        found[name] = pd.to_datetime(found[name])
    (one,) = with_deadlines(
        found, {"g": rule}, national, pd.Series([product], dtype="str"), as_of
    ).to_dict("records")
    return one


def governing(**given):
    one = dated(**given)
    return one["deadline"], one["deadline_basis"]


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2022-03-15", "2022-09-15"),
        ("2022-08-30", "2023-02-28"),
        ("2022-08-31", "2023-02-28"),  # February has no 31st: its last day
        ("2023-08-31", "2024-02-29"),  # a leap year
        ("2022-02-28", "2022-08-28"),  # the corresponding day, not the month's last
        ("2022-12-31", "2023-06-30"),
    ],
)
def test_six_months_end_on_the_corresponding_day_or_the_months_last(start, end):
    found = add_months(np.array([start], dtype="datetime64[D]"), 6)
    assert found.astype(str).tolist() == [end]


def test_a_period_from_no_day_has_no_end():
    assert np.isnat(add_months(np.array(["NaT"], dtype="datetime64[D]"), 6)).all()


def test_over_the_limit_the_law_gives_six_months_and_three_more_once_extended():
    assert governing(ordered_on="2022-03-15") == ("2022-09-15", "law")
    # 15 September + 3 months, whatever longer extension was written.
    extended = {"ordered_on": "2022-03-15", "extended_to": "2023-06-30"}
    assert governing(**extended) == ("2022-12-15", "law")
    # The extension runs from the end of the period: 28 February + 3 months.
    assert governing(ordered_on="2022-08-31", extended_to="2023-06-30") == ("2023-05-28", "law")


def test_an_order_may_leave_less_than_the_law_and_not_more():
    assert governing(ordered_on="2022-03-15", due_on="2022-06-30") == ("2022-06-30", "order")
    assert governing(ordered_on="2022-03-15", due_on="2022-09-15") == ("2022-09-15", "order")
    assert governing(ordered_on="2022-03-15", due_on="2022-12-31") == ("2022-09-15", "law")
    short = {"ordered_on": "2022-03-15", "due_on": "2022-06-30", "extended_to": "2022-08-31"}
    assert governing(**short) == ("2022-08-31", "order")


@pytest.mark.parametrize(
    ("due_on", "last"), [("2022-06-30", "2022-06-30"), ("2022-12-31", "2022-09-15")]
)
def test_an_extension_that_ends_before_the_orders_own_day_takes_nothing_away(due_on, last):
    slip = {"ordered_on": "2022-03-15", "due_on": due_on, "extended_to": "2022-05-31"}
    assert governing(**slip)[0] == last


def test_before_any_order_the_plans_goal_is_the_last_day():
    assert governing() == ("2023-12-31", "plan")


def test_below_the_baseline_the_order_sets_the_day_and_the_others_stand_beside_it():
    one = dated(PLAN, NATIONAL, ordered_on="2022-07-01", due_on="2023-03-31")
    assert (one["deadline"], one["deadline_basis"]) == ("2023-03-31", "order")
    assert (one["plan_deadline"], one["national_deadline"]) == ("2023-07-20", "2025-12-31")


def test_an_order_without_a_day_leaves_the_plans():
    assert governing(rule=PLAN, ordered_on="2022-07-01") == ("2023-07-20", "plan")


@pytest.mark.parametrize(
    ("national", "expected"),
    [("2023-07-19", "national"), ("2023-07-20", "plan"), ("2023-07-21", "plan")],
)
def test_a_plan_cannot_leave_longer_than_a_higher_rule(national, expected):
    rows = pd.DataFrame({"products": ["clinker"], "deadline": [dt.date.fromisoformat(national)]})
    assert governing(rule=PLAN, national=rows)[1] == expected


def test_a_national_date_holds_for_the_products_it_names():
    assert pd.isna(dated(PLAN, NATIONAL, product="bread")["national_deadline"])
    assert dated(PLAN, NATIONAL, product="lime")["national_deadline"] == "2025-12-31"
    assert pd.isna(dated(Rule(plan_day=dt.date(2023, 7, 20)), NATIONAL)["national_deadline"])


def test_an_entry_of_the_catalogue_with_a_day_of_its_own_goes_before_a_later_plan():
    assert governing(rule=PLAN, entry_deadline="2022-12-31") == ("2022-12-31", "entry")
    one = dated(PLAN, entry_deadline="2025-12-31")
    assert (one["deadline_basis"], one["entry_deadline"]) == ("plan", "2025-12-31")


def test_what_stops_at_once_is_due_on_the_day_unless_an_order_says_when():
    assert governing(rule=Rule(at_once=True)) == ("2022-09-10", "at_once")
    ordered = {"ordered_on": "2022-08-01", "due_on": "2022-10-01"}
    assert governing(rule=Rule(at_once=True), **ordered) == ("2022-10-01", "order")


def test_only_a_hit_has_a_deadline_and_a_review_sees_the_days_beside_it():
    review = dated(PLAN, NATIONAL, result="review")
    assert pd.isna(review["deadline"]) and pd.isna(review["deadline_basis"])
    assert (review["plan_deadline"], review["national_deadline"]) == ("2023-07-20", "2025-12-31")
    assert pd.isna(dated(PLAN, NATIONAL, result="clear")["plan_deadline"])


def test_a_ground_that_no_rule_speaks_of_has_no_deadline():
    assert pd.isna(dated(rule=Rule())["deadline"])


# The triple around each last day


@pytest.mark.parametrize(
    ("as_of", "state"),
    [("2022-09-14", "ordered"), ("2022-09-15", "ordered"), ("2022-09-16", "overdue")],
)
def test_the_last_day_of_the_law_is_in_time_and_the_next_is_not(as_of, state):
    on = dt.date.fromisoformat(as_of)
    one = dated(as_of=on, ordered_on="2022-03-15") | {"outcome": None, "reason": None}
    assert with_states(pd.DataFrame([one]), on)["state"].tolist() == [state]


@pytest.mark.parametrize(
    ("as_of", "state"),
    [
        ("2022-09-15", "ordered"),
        ("2022-09-16", "extended"),
        ("2022-12-15", "extended"),
        ("2022-12-16", "overdue"),
    ],
)
def test_an_extension_lasts_three_months_and_no_day_longer(as_of, state):
    on = dt.date.fromisoformat(as_of)
    one = dated(as_of=on, ordered_on="2022-03-15", extended_to="2022-12-31")
    one |= {"outcome": None, "reason": None}
    assert with_states(pd.DataFrame([one]), on)["state"].tolist() == [state]


# The rules of the shipped plan


def test_the_rules_come_from_the_plan_and_the_documents():
    law = pd.DataFrame(
        {
            "parameter": ["over_limit_rectify_months", "over_limit_extension_months", "other"],
            "value": [6.0, 3.0, np.nan],
            "unit": ["个月", "个月", None],
            "confidence": "verified",
        }
    )
    rules = rules_of(plan(), law)
    assert rules["over_limit"] == Rule(
        plan_day=dt.date(2023, 12, 31), period_months=6, extension_months=3
    )
    assert rules["elimination_list"] == Rule(plan_day=dt.date(2022, 10, 31))
    assert rules["below_baseline"] == Rule(plan_day=dt.date(2023, 7, 20), national=True)
    assert rules["safety"] == Rule(at_once=True)


@pytest.mark.parametrize("change", [{"confidence": "recalled"}, {"unit": "年"}])
def test_a_period_that_nobody_checked_or_that_is_no_months_makes_nothing_overdue(change):
    row = {"parameter": "over_limit_rectify_months", "value": 6.0, "unit": "个月",
           "confidence": "verified"}  # fmt: skip
    assert rules_of(plan(), pd.DataFrame([row | change]))["over_limit"].period_months == 0


def test_without_any_finding_there_is_no_deadline_and_no_error():
    none = pd.DataFrame({"ground": [], "result": [], "line_code": [], "ordered_on": [],
                         "due_on": [], "extended_to": []})  # fmt: skip
    national = pd.DataFrame({"products": ["clinker"], "deadline": ["2025-12-31"]})
    dated = with_deadlines(none, {}, national, pd.Series(["clinker"]), dt.date(2022, 9, 10))
    assert dated.empty and "deadline_basis" in dated
