"""Whom an exit reaches and when, where they go, and how they are counted."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from capacity_analysis.analysis.labour import exits, exposure, routes
from capacity_analysis.analysis.labour.routes import ENDS, ROUTES

AS_OF, TARGET = dt.date(2022, 9, 10), dt.date(2023, 12, 31)


def reached(extent, *, disposition="eliminate_now", deadline="2022-10-31", lines=()):
    """Return exposure and day of three cohorts: of line 0, of line 1, and of no line."""
    cohorts = pd.DataFrame({"enterprise_code": 0, "line_code": [0, 1, -1]})
    units = pd.DataFrame(
        lines or [(0, "eliminate_now", True, "2022-10-31"), (1, "compliant", False, None)],
        columns=["line_code", "disposition", "exits", "deadline"],
    ).assign(enterprise_code=0, scope="line")
    whole = pd.DataFrame(
        {"disposition": [disposition], "extent": [extent], "deadline": [deadline]}
    ).astype({"deadline": "str"})
    found = exits.of_cohorts(
        cohorts, units, whole, as_of=AS_OF, target=TARGET, done=frozenset({"exited"})
    )
    days = [None if pd.isna(day) else day.date() for day in found["exit_day"]]
    return found["exposure"].tolist(), days


def test_all_of_an_enterprise_that_exits_as_a_whole_is_reached():
    day = dt.date(2022, 10, 31)
    assert reached("whole") == (["whole"] * 3, [day] * 3)


def test_of_an_enterprise_that_exits_in_part_the_exiting_line_is_reached_and_the_rest_told_apart():
    assert reached("part") == (["line", "none", "shared"], [dt.date(2022, 10, 31), None, None])


def test_what_has_left_already_exposes_nobody():
    assert reached("whole", disposition="exited")[0] == ["none"] * 3
    gone = [(0, "exited", True, None), (1, "eliminate_now", True, "2022-10-31")]
    assert reached("part", lines=gone)[0] == ["none", "line", "shared"]


@pytest.mark.parametrize(
    ("deadline", "day"),
    [
        ("2022-09-09", AS_OF),  # past: not before the day of the assessment
        ("2022-09-10", AS_OF),
        ("2022-09-11", dt.date(2022, 9, 11)),
        (None, TARGET),
    ],
)
def test_the_exit_is_on_the_deadline_or_on_the_plans_target(deadline, day):
    assert reached("whole", deadline=deadline)[1] == [day] * 3


def test_a_disposition_that_does_not_exit_reaches_nobody():
    assert reached("none", disposition="rectify")[0] == ["none"] * 3


def cohort(**other):
    """Return ten people, none of whom may retire, without a plan."""
    plain = {
        "headcount": 10, "contract": "open_ended", "planned": False, "planned_transfer": None,
        "planned_inner_retirement": None, "retiring_low": 0, "retiring": 0, "retiring_high": 0,
        "inner_eligible_high": 0, "exposure": "whole", "severance_low_cny": 30_000.0,
        "severance_cny": 40_000.0, "severance_high_cny": 50_000.0, "in_lieu_cny": 0.0,
        "inner_cost_low_cny": np.nan, "inner_cost_cny": np.nan, "inner_cost_high_cny": np.nan,
        "pay_arrears_cny": 0.0, "contribution_arrears_cny": 0.0,
    }  # fmt: skip
    return pd.DataFrame([plain | other])


def cost_of(**other):
    staff = cohort(**other)
    both = pd.concat([staff, routes.heads(staff)], axis=1)
    found = routes.costs(both)
    return found[["cost_low_cny", "cost_cny", "cost_high_cny"]].iloc[0].tolist()


def heads_of(route, **other):
    return routes.heads(cohort(**other))[[f"{route}{end}" for end in ENDS]].iloc[0].tolist()


def test_without_a_plan_all_who_do_not_retire_are_laid_off():
    retiring = {"retiring_low": 2, "retiring": 3, "retiring_high": 5}
    assert heads_of("retirement", **retiring) == [2, 3, 5]
    assert heads_of("severance", **retiring) == [5, 7, 8]


def test_the_plan_for_the_staff_goes_before_retirement_and_never_beyond_the_headcount():
    plan = {"planned": True, "planned_transfer": 7, "planned_inner_retirement": 6}
    assert heads_of("transfer", **plan) == [7, 7, 7]
    assert heads_of("inner_retirement", **plan) == [3, 3, 3]
    assert heads_of("severance", **plan) == [0, 0, 0]


def test_who_may_retire_internally_is_a_range_where_no_plan_is_made():
    assert heads_of("inner_retirement", inner_eligible_high=4) == [0, 0, 4]
    assert heads_of("severance", inner_eligible_high=4) == [6, 10, 10]
    assert heads_of("inner_retirement", inner_eligible_high=4, planned=True) == [0, 0, 0]


def test_dispatched_staff_goes_back_to_its_agency_and_costs_the_employer_nothing():
    assert heads_of("dispatched", contract="dispatched") == [10, 10, 10]
    assert cost_of(contract="dispatched") == [0, 0, 0]


def test_severance_of_a_closing_employer_is_by_the_head_with_arrears_in_any_case():
    # 10 x 30,000 / 40,000 / 50,000, and 60,000 owed already.
    assert cost_of(pay_arrears_cny=60_000.0) == [360_000, 460_000, 560_000]


def test_pay_in_place_of_notice_is_in_the_high_end_alone():
    # 10 x (50,000 + 5,000): the notice may be given in time.
    assert cost_of(in_lieu_cny=5_000.0, planned=True) == [300_000, 400_000, 550_000]


def test_the_range_encloses_inner_retirement_cheaper_or_dearer():
    inner = {"inner_eligible_high": 4, "inner_cost_cny": 45_000.0}
    # cheaper for four: 6 x 30,000 + 4 x 20,000; dearer for four: 6 x 50,000 + 4 x 70,000
    told = cost_of(**inner, inner_cost_low_cny=20_000.0, inner_cost_high_cny=70_000.0)
    assert told == [260_000, 400_000, 580_000]


def test_where_the_enterprise_goes_on_all_may_get_another_post():
    assert cost_of(exposure="line", pay_arrears_cny=10_000.0) == [10_000, 410_000, 510_000]
    assert cost_of(exposure="line", planned=True) == [300_000, 400_000, 500_000]


def test_a_cost_that_is_not_known_is_missing_unless_nobody_is_paid_it():
    unknown = {f"severance{end}_cny": np.nan for end in ENDS}
    assert np.isnan(cost_of(**unknown)).all()
    everybody = {"retiring_low": 10, "retiring": 10, "retiring_high": 10}
    assert cost_of(**unknown, **everybody) == [0, 0, 0]


def test_ages_and_service_are_full_years_on_the_day_of_exit():
    month = exits.month_numbers(pd.Series(pd.to_datetime(["1972-09-15", "2022-09-15"])))
    born, day = month[:1], month[1:]
    bands = (16, 50, 51)
    assert exposure.shares(born + 1, born + 1, day, bands).tolist() == [[1, 0, 0]]  # 49 years
    assert exposure.shares(born, born, day, bands).tolist() == [[0, 1, 0]]  # 50 this month
    assert exposure.shares(born - 12, born - 12, day, bands).tolist() == [[0, 0, 1]]


def test_a_band_of_births_is_spread_by_months_and_the_largest_remainders_get_the_last_heads():
    # 24 months, of which 7, 12 and 5 lie in the bands; 10 heads: 2.92, 5, 2.08 -> 3, 5, 2
    share = np.array([[7, 12, 5]]) / 24
    assert exposure.whole(np.array([10.0]), share).tolist() == [[3, 5, 2]]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 300), st.lists(st.integers(0, 40), min_size=4, max_size=4)),
        min_size=1, max_size=8,
    )
)  # fmt: skip
def test_whole_heads_sum_to_the_headcount_and_miss_their_share_by_less_than_one(rows):
    heads = np.array([float(head) for head, _ in rows])
    parts = np.array([weights for _, weights in rows], dtype=float) + 0.5
    share = parts / parts.sum(axis=1, keepdims=True)
    found = exposure.whole(heads, share)
    assert (found.sum(axis=1) == heads).all()
    assert (np.abs(found - heads[:, None] * share) < 1 + 1e-6).all()


numbers = st.integers(0, 30)


@settings(max_examples=80, deadline=None)
@given(
    st.integers(1, 30), numbers, numbers, st.tuples(numbers, numbers, numbers), numbers,
    st.sampled_from(["open_ended", "fixed_term", "dispatched"]), st.booleans(),
    st.sampled_from(["whole", "line"]),
    st.lists(st.floats(0, 9e5), min_size=6, max_size=6),
)  # fmt: skip
def test_routes_sum_to_the_headcount_and_every_range_is_in_order(  # noqa: PLR0917
    heads, transfer, inner, retiring, eligible, contract, planned, exposed, money
):
    low, middle, high = (min(number, heads) for number in sorted(retiring))
    paid, spent = sorted(money[:3]), sorted(money[3:])
    plan = {"planned_transfer": transfer, "planned_inner_retirement": inner} if planned else {}
    staff = cohort(
        headcount=heads, contract=contract, planned=planned, exposure=exposed,
        retiring_low=low, retiring=middle, retiring_high=high,
        inner_eligible_high=min(eligible, heads), in_lieu_cny=100.0, **plan,
        **{f"severance{end}_cny": one for end, one in zip(ENDS, paid, strict=True)},
        **{f"inner_cost{end}_cny": one for end, one in zip(ENDS, spent, strict=True)},
    )  # fmt: skip
    found = routes.heads(staff)
    assert found[list(ROUTES)].sum(axis=1).tolist() == [heads]
    for route in ROUTES:
        ends = found[[f"{route}{end}" for end in ENDS]].iloc[0].tolist()
        assert ends == sorted(ends)
        assert 0 <= ends[0] <= ends[2] <= heads
    told = routes.costs(pd.concat([staff, found], axis=1)).iloc[0]
    least, central, most = (told[f"cost{end}_cny"] for end in ENDS)
    assert least <= central + 1e-6 <= most + 2e-6
    by_route = sum(told[f"{route}_cost_cny"] for route in ROUTES)
    assert by_route == pytest.approx(central)


def two_enterprises():
    """Return A of cement in town 1 and B of steel in town 2, with three cohorts reached."""
    roster = pd.DataFrame(
        {"enterprise_id": ["A", "B"], "industry": ["cement", "steel"], "township": ["甲镇", "乙镇"]}
    )
    staff = pd.concat(
        [cohort(headcount=10), cohort(headcount=6, contract="dispatched"), cohort(headcount=9)],
        ignore_index=True,
    )
    staff = staff.assign(enterprise_code=[0, 0, 1], quarter_code=[0, 0, 1])
    staff = pd.concat([staff, routes.heads(staff)], axis=1)
    return roster, pd.concat([staff, routes.costs(staff)], axis=1)


def test_cells_count_everybody_once_in_each_scope():
    roster, staff = two_enterprises()
    found = exposure.cells(staff, exposure.areas(roster), ["2022Q4", "2023Q1"])
    for scope in range(len(exposure.SCOPES)):
        own = found[found["scope"] == scope]
        assert own.loc[(own["quarter"] == 0) & (own["route"] == 0), "headcount"].sum() == 25
        assert own.loc[(own["quarter"] > 0) & (own["route"] > 0), "headcount"].sum() == 25
    district = found[(found["scope"] == 0) & (found["quarter"] == 0)].set_index("route")
    severance, dispatched = ROUTES.index("severance") + 1, ROUTES.index("dispatched") + 1
    assert district.loc[severance, "headcount"] == 19  # 10 + 9
    assert district.loc[dispatched, "headcount"] == 6
    assert district.loc[0, "cost_cny"] == 760_000  # 19 x 40,000


def test_a_cost_that_is_not_known_leaves_a_sum_of_the_others_that_says_so():
    roster, staff = two_enterprises()
    staff.loc[2, ["cost_low_cny", "cost_cny", "cost_high_cny"]] = np.nan
    found = exposure.cells(staff, exposure.areas(roster), ["2022Q4", "2023Q1"])
    whole = found[(found["quarter"] == 0) & (found["route"] == 0)].set_index(["scope", "key"])
    assert whole.loc[(0, 0), ["cost_cny", "cost_complete"]].tolist() == [400_000, False]
    assert whole.loc[(3, 0), "cost_complete"]
    assert np.isnan(whole.loc[(3, 1), "cost_cny"])
