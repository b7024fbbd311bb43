"""How far the campaign is: who has to do what, until when, and how it adds up."""

import datetime as dt

import pandas as pd
import pytest
from campaign_frames import DAY, date, dispositions, items, milestones, returns, roster, unit
from hypothesis import given, settings
from hypothesis import strategies as st

from capacity_analysis.analysis import progress

CHECK = ("on_site_checked", "all", "2022-09-20")
GONE = ("dismantled", "exits", "2023-07-20")
RETURNED = ("self_check_returned", "all", "2022-06-20")


def duties(*rows, units=(), asked=(CHECK,), owners=1, back=(), as_of=DAY, at_risk_days=10):
    return progress.duties(
        roster(*["东乡"] * owners), dispositions(*units), milestones(*rows), returns(*back),
        items(*asked), as_of=as_of, at_risk_days=at_risk_days, office="office",
    )  # fmt: skip


def states(*rows, **told):
    return duties(*rows, **told)["state"].tolist()


@pytest.mark.parametrize(
    ("last", "state"),
    [
        ("2022-09-09", "overdue"),  # the day before
        ("2022-09-10", "at_risk"),  # the day itself can still be met
        ("2022-09-11", "at_risk"),
        ("2022-09-19", "at_risk"),
        ("2022-09-20", "at_risk"),  # ten days off
        ("2022-09-21", "open"),
        (None, "open"),
    ],
)
def test_an_open_duty_is_overdue_after_its_last_day_and_at_risk_ten_days_before(last, state):
    assert states(asked=[("on_site_checked", "all", last)]) == [state]


@pytest.mark.parametrize(
    ("done_on", "state"),
    [("2022-09-09", "done"), ("2022-09-10", "done"), ("2022-09-11", "overdue"), (None, "overdue")],
)
def test_what_is_dated_after_the_day_has_not_been_done_on_it(done_on, state):
    asked = [("on_site_checked", "all", "2022-09-01")]
    assert states((0, -1, "on_site_checked", None, done_on), asked=asked) == [state]


@pytest.mark.parametrize(
    ("planned", "deadline"),
    [("2022-09-19", "2022-09-19"), ("2022-09-20", "2022-09-20"), ("2022-09-21", "2022-09-20"),
     (None, "2022-09-20")],
)  # fmt: skip
def test_a_plan_of_its_own_can_be_earlier_than_the_steps_last_day_and_never_later(
    planned, deadline
):
    found = duties((0, -1, "on_site_checked", planned, None))
    assert found["deadline"].tolist() == [date(deadline)]


@pytest.mark.parametrize(
    ("own", "deadline"), [("2022-10-31", "2022-10-31"), ("2024-01-31", "2024-01-31"),
                          (None, "2023-07-20")]
)  # fmt: skip
def test_of_an_exit_its_own_deadline_governs_else_the_steps(own, deadline):
    found = duties(units=[unit(deadline=own)], asked=[GONE])
    assert found["deadline"].tolist() == [date(deadline)]


def test_the_deadline_of_a_disposition_is_not_that_of_its_notice():
    asked = [("notice_issued", "findings", "2022-09-20")]
    found = duties(units=[unit(deadline="2022-01-01")], asked=asked)
    assert found["deadline"].tolist() == [date("2022-09-20")]


def test_items_concern_every_enterprise_or_findings_or_exits():
    units = [unit(0, 0), unit(0, 1, exits=False), unit(1, 2, findings=0, exits=False)]
    asked = [CHECK, ("notice_issued", "findings", None), GONE]
    found = duties(units=units, asked=asked, owners=3)
    who = found.groupby("item", observed=True)[["enterprise_code", "line_code"]]
    assert {item: rows.values.tolist() for item, rows in who} == {
        "on_site_checked": [[0, -1], [1, -1], [2, -1]],
        "notice_issued": [[0, 0], [0, 1]],
        "dismantled": [[0, 0]],
    }


def test_every_enterprises_items_are_the_offices_and_others_the_departments_of_the_disposition():
    found = duties(units=[unit(department="fgw;gxj")], asked=[CHECK, GONE])
    assert found["department"].tolist() == ["office", "fgw;gxj"]


def test_a_line_reaches_a_milestone_by_itself_or_with_its_enterprise_and_not_with_another_line():
    units = [unit(0, 0), unit(0, 1), unit(1, 2), unit(1, 3)]
    rows = [(0, 0, "dismantled", None, "2022-08-01"), (1, -1, "dismantled", None, "2022-08-02")]
    found = duties(*rows, units=units, asked=[GONE], owners=2)
    assert found["state"].tolist() == ["done", "open", "done", "done"]
    assert found["row"].tolist() == [2, -1, 3, 3]


def test_a_device_or_enterprise_without_lines_reaches_it_with_the_enterprise_alone():
    rows = [(0, 0, "dismantled", None, "2022-08-01"), (1, -1, "dismantled", None, "2022-08-02")]
    units = [unit(0, -1, equipment_id="锅炉", scope="equipment"), unit(1, -1)]
    assert states(*rows, units=units, asked=[GONE], owners=2) == ["open", "done"]


def test_another_milestone_says_nothing():
    rows = [(0, 0, "sealed", None, "2022-08-01")]
    assert states(*rows, units=[unit()], asked=[GONE]) == ["open"]


def test_an_enterprise_is_checked_as_a_whole_or_line_by_line():
    units = [unit(0, 0), unit(0, 1), unit(1, 2), unit(1, 3)]
    rows = [
        (0, 0, "on_site_checked", None, "2022-08-01"),
        (0, 1, "on_site_checked", None, "2022-08-05"),
        (1, 2, "on_site_checked", None, "2022-08-01"),
    ]
    found = duties(*rows, units=units, owners=2)
    assert found["state"].tolist() == ["done", "at_risk"]
    assert found["done_on"].tolist() == [date("2022-08-05"), pd.NaT]  # the last of them
    assert found["row"].tolist() == [3, -1]


def test_a_return_that_came_in_is_a_self_check_returned():
    back = [(0, "returned", "2022-06-01"), (1, "nil_return", "2022-06-01"), (2, "missing", None),
            (3, "unreadable", None), (4, "returned", None)]  # fmt: skip
    found = duties(asked=[RETURNED], owners=6, back=back)
    assert found["state"].tolist() == ["done", "done", "overdue", "overdue", "done", "overdue"]
    assert found["done_on"].tolist()[:2] == [date("2022-06-01")] * 2


@pytest.mark.parametrize(
    ("filled_on", "state"),
    [("2022-09-09", "done"), ("2022-09-10", "done"), ("2022-09-11", "overdue")],
)
def test_a_return_filled_in_after_the_day_has_not_come_in_on_it(filled_on, state):
    assert states(asked=[RETURNED], back=[(0, "returned", filled_on)]) == [state]


def test_a_milestone_with_a_day_goes_before_the_return():
    back = [(0, "returned", "2022-06-01"), (1, "returned", "2022-06-01")]
    rows = [(0, -1, "self_check_returned", None, "2022-09-30"),
            (1, -1, "self_check_returned", "2022-05-31", None)]  # fmt: skip
    found = duties(*rows, asked=[RETURNED], owners=2, back=back)
    assert found["state"].tolist() == ["overdue", "done"]


def test_other_items_are_not_done_with_a_return():
    asked = [("commitment_signed", "all", "2022-06-20")]
    assert states(asked=asked, back=[(0, "returned", "2022-06-01")]) == ["overdue"]


def test_nothing_asked_or_nobody_there_gives_no_duties():
    assert duties(asked=[]).empty
    assert duties(owners=0).empty
    assert progress.summary(duties(owners=0)).empty
    assert progress.overdue(duties(owners=0), DAY).empty


# --- summary ----------------------------------------------------------------------------------


def test_a_hand_count_of_a_small_district():
    # Four enterprises; one was checked, one is planned for yesterday, two have ten days left.
    rows = [(0, -1, "on_site_checked", None, "2022-09-01"),
            (1, -1, "on_site_checked", "2022-09-09", None)]  # fmt: skip
    found = progress.duties(
        roster("东乡", "东乡", "西镇", None), dispositions(), milestones(*rows), returns(),
        items(CHECK), as_of=DAY, at_risk_days=10,
    )  # fmt: skip
    counts = progress.summary(found)
    shown = ["group_kind", "group", "due", "done", "overdue", "at_risk"]
    assert counts[shown].values.tolist() == [
        ["all", "all", 4, 1, 1, 2],
        ["department", "", 4, 1, 1, 2],
        ["township", "", 1, 0, 0, 1],
        ["township", "东乡", 2, 1, 1, 0],
        ["township", "西镇", 1, 0, 0, 1],
        ["industry", "cement", 4, 1, 1, 2],
    ]


def test_items_stand_in_the_order_of_the_plan():
    counts = progress.summary(duties(units=[unit()], asked=[GONE, CHECK]))
    assert counts["item"].drop_duplicates().tolist() == ["dismantled", "on_site_checked"]


_DAYS = st.sampled_from([None, "2022-08-01", "2022-09-10", "2022-09-15", "2022-12-31"])
_UNITS = st.lists(
    st.tuples(
        st.integers(0, 3), st.integers(0, 2), st.booleans(), _DAYS,
        st.sampled_from(["gxj", "fgw;gxj"]),
    ),
    max_size=8,
)  # fmt: skip


@settings(max_examples=25, derandomize=True, deadline=None)
@given(
    units=_UNITS,
    planned=_DAYS,
    done=_DAYS,
    townships=st.permutations(["东乡", "西镇", None, "东乡"]),
)
def test_the_groups_of_each_kind_add_up_to_the_whole(units, planned, done, townships):
    rows = [
        unit(owner, line, findings=hits, exits=out, deadline=day, department=who)
        for line, (owner, hits, out, day, who) in enumerate(units)
    ]
    asked = [CHECK, ("notice_issued", "findings", "2022-09-01"), GONE]
    reached = [(owner, line, "dismantled", planned, done) for line, (owner, *_) in enumerate(units)]
    found = progress.duties(
        roster(*townships), dispositions(*rows), milestones(*reached), returns(), items(*asked),
        as_of=DAY, at_risk_days=10, office="gxj",
    )  # fmt: skip
    counts = progress.summary(found)
    columns = ["due", "done", "overdue", "at_risk"]
    sums = counts.groupby(["group_kind", "item"])[columns].sum()
    for kind in ("department", "township", "industry"):
        assert sums.loc[kind].equals(sums.loc["all"])
    assert sums.loc["all", "due"].sum() == len(found)
    assert sums.loc["all", "overdue"].sum() == len(progress.overdue(found, DAY))
    assert (counts["done"] + counts["overdue"] + counts["at_risk"] <= counts["due"]).all()


# --- what is overdue --------------------------------------------------------------------------


def test_the_longest_overdue_stand_first_with_name_and_days():
    units = [unit(0, 0, deadline="2022-09-09"), unit(1, 1, deadline="2022-08-31")]
    late = progress.overdue(duties(units=units, asked=[GONE], owners=2), DAY)
    shown = ["enterprise_name", "line_id", "item", "deadline", "days", "department"]
    assert late[shown].values.tolist() == [
        ["1号厂", "L1", "dismantled", "2022-08-31", 10, "gxj"],  # 31 August to 10 September
        ["0号厂", "L0", "dismantled", "2022-09-09", 1, "gxj"],
    ]


def test_overdue_orders_stand_in_the_same_columns():
    findings = pd.DataFrame(
        {
            "enterprise_id": ["E0", "E1"], "line_id": ["L0", "L1"], "equipment_id": None,
            "ground": "below_baseline", "state": ["overdue", "extended"],
            "deadline": ["2022-07-31", "2022-12-31"], "department": "fgw",
            "enterprise_code": [0, 1], "line_code": [0, 1],
        }
    )  # fmt: skip
    late = progress.overdue_orders(findings, roster("东乡", "西镇"), DAY)
    assert list(late) == list(progress.overdue(duties(), DAY))
    shown = ["enterprise_name", "township", "item", "ground", "days"]
    assert late[shown].values.tolist() == [["0号厂", "东乡", "rectification", "below_baseline", 41]]


def test_an_earlier_day_has_less_done_and_less_overdue():
    row = (0, -1, "on_site_checked", None, "2022-09-01")
    days = [dt.date(2022, 8, 31), dt.date(2022, 9, 1), dt.date(2022, 10, 1)]
    assert [states(row, as_of=day) for day in days] == [["open"], ["done"], ["done"]]
    assert [states(as_of=day) for day in days] == [["open"], ["open"], ["overdue"]]
