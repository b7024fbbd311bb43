"""Idle land by 国土资源部令第53号: each test, its boundary, and what follows from it."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from land_cases import DAY, law, table, texts

from capacity_analysis.analysis.land import idle


def told(day=DAY, **facts):
    """Return what the tests say of one parcel on which nothing stands."""
    found = idle.idle(table({"use_state": "not_built", **facts}), law(day), day)
    return found.iloc[0]


def not_started(agreed="2021-09-10", **facts):
    return told(agreed_start_on=pd.Timestamp(agreed), **facts)


def stopped(on="2021-09-10", developed=10.0, invested=50.0, **facts):
    return told(
        started_on=pd.Timestamp("2019-01-05"), suspended_on=pd.Timestamp(on),
        developed_percent=developed, invested_percent=invested, **facts,
    )  # fmt: skip


# The day assessed is 10 September 2022: one year of the calendar before it is 10 September 2021.
@pytest.mark.parametrize(
    ("agreed", "months", "suspected"),
    [
        ("2021-10-10", 11, False),
        ("2021-09-11", 11, False),  # a day short of a year
        ("2021-09-10", 12, True),  # a year to the day
        ("2021-09-09", 12, True),
        ("2021-08-10", 13, True),
    ],
)
def test_land_not_started_is_suspected_a_year_after_the_agreed_start(agreed, months, suspected):
    found = not_started(agreed)
    assert found["idle_months"] == months
    assert found["suspected"] == suspected
    assert found["idle_test"] == ("not_started" if suspected else "none")


@pytest.mark.parametrize(
    ("agreed", "months", "take_back"),
    [("2020-10-10", 23, False), ("2020-09-11", 23, False), ("2020-09-10", 24, True),
     ("2020-08-10", 25, True)],
)  # fmt: skip
def test_it_may_be_taken_back_after_two_years(agreed, months, take_back):
    found = not_started(agreed)
    assert (found["idle_months"], found["take_back"]) == (months, take_back)


def test_months_end_on_the_last_day_of_a_shorter_month():
    # From 31 August 2021 six months are full on 28 February 2022, and not the day before.
    days = pd.Series([pd.Timestamp("2021-08-31")]).to_numpy("datetime64[D]")
    assert idle.months_since(days, dt.date(2022, 2, 28)).tolist() == [6]
    assert idle.months_since(days, dt.date(2022, 2, 27)).tolist() == [5]


def test_the_fee_is_a_fifth_of_the_price():
    # 20 % of 5,000,000 yuan is 1,000,000 yuan.
    assert not_started(price_10k_cny=500.0)["fee_10k_cny"] == pytest.approx(100)


def test_without_a_price_there_is_no_fee_and_a_reason():
    found = not_started()
    assert pd.isna(found["fee_10k_cny"])
    assert found["reasons"] == "not_found_yet;price_missing"


def test_leased_land_has_no_price_that_the_fee_is_a_part_of():
    found = not_started(right="leased", price_10k_cny=500.0)
    assert found["suspected"]
    assert pd.isna(found["fee_10k_cny"])
    assert "fee_basis_unknown" in found["reasons"]


def test_land_on_which_works_stopped_owes_no_fee_and_is_not_taken_back():
    found = stopped("2019-09-10", price_10k_cny=500.0)
    assert (found["idle_test"], found["take_back"]) == ("suspended", False)
    assert pd.isna(found["fee_10k_cny"])


@pytest.mark.parametrize(
    ("on", "months", "test"),
    [("2021-10-10", 11, "none"), ("2021-09-10", 12, "suspended"), ("2021-08-10", 13, "suspended")],
)
def test_works_must_have_stopped_for_a_year(on, months, test):
    found = stopped(on)
    assert (found["idle_months"], found["idle_test"]) == (months, test)


@pytest.mark.parametrize(
    ("developed", "test"),
    [(33.33, "suspended"), (100 / 3, "none"), (33.34, "none")],  # less than a third, strictly
)
def test_less_than_a_third_of_the_area_is_developed(developed, test):
    assert stopped(developed=developed)["idle_test"] == test


@pytest.mark.parametrize(
    ("invested", "test"), [(24.99, "suspended"), (25.0, "none"), (25.01, "none")]
)
def test_less_than_a_quarter_of_the_investment_is_made(invested, test):
    assert stopped(developed=90.0, invested=invested)["idle_test"] == test


def test_one_share_under_its_limit_suffices_and_one_that_is_missing_leaves_it_open():
    assert stopped(developed=10.0, invested=None)["idle_test"] == "suspended"
    found = stopped(developed=50.0, invested=None)
    assert (found["idle_test"], found["result"]) == ("unknown", "undecided")
    assert found["reason"] == "shares_missing"


@pytest.mark.parametrize("right", ["granted", "allocated", "leased"])
def test_state_owned_land_can_lie_idle(right):
    assert not_started(right=right)["suspected"]


def test_collective_land_is_no_idle_land_and_has_no_finding():
    found = not_started(right="collective")
    assert not found["suspected"]
    assert not found["concerned"]
    assert pd.isna(found["reasons"])


def test_land_of_unknown_right_is_undecided():
    found = not_started(right=None)
    assert not found["suspected"]
    assert (found["result"], found["reason"]) == ("undecided", "right_unknown")


@pytest.mark.parametrize("cause", ["government", "force_majeure"])
def test_a_delay_of_the_governments_or_by_force_majeure_is_left_out(cause):
    found = not_started("2019-09-10", delay_cause=cause, price_10k_cny=500.0)
    assert not found["suspected"]
    assert not found["take_back"]
    assert pd.isna(found["fee_10k_cny"])
    assert found["excluded_cause"] == cause
    # The exclusion is recalled: somebody has to look.
    assert (found["result"], found["confidence"]) == ("review", "recalled")


def test_land_found_idle_for_the_governments_cause_owes_nothing():
    found = not_started(
        "2019-09-10", delay_cause="government", idle_finding="found", price_10k_cny=500.0
    )
    assert (found["result"], found["confidence"]) == ("hit", "verified")
    assert not found["take_back"]
    assert pd.isna(found["fee_10k_cny"])


def test_the_enterprises_own_delay_is_not_left_out():
    assert not_started(delay_cause="enterprise")["suspected"]


def test_it_is_suspected_until_the_authority_finds_so():
    assert not_started()["result"] == "review"
    found = not_started(idle_finding="found")
    assert found["found"]
    assert not found["suspected"]
    assert (found["result"], found["row_id"]) == ("hit", "land-idle-finding")


def test_what_the_authority_found_not_idle_is_clear():
    found = not_started(idle_finding="not_idle")
    assert (found["result"], found["reason"]) == ("clear", "found_not_idle")
    assert not found["suspected"]


def test_a_finding_on_land_of_unknown_right_is_not_taken_for_a_hit():
    assert not_started(right=None, idle_finding="found")["result"] == "undecided"


@pytest.mark.parametrize("state", ["in_use", "vacant"])
def test_a_finished_plant_is_never_idle(state):
    # Closed for years, works never suspended in the sense of the law: inefficient, not idle.
    assert stopped("2015-01-01", use_state=state)["idle_test"] == "none"
    assert not_started("2015-01-01", use_state=state)["idle_test"] == "none"


def test_works_that_start_after_the_day_have_not_started():
    assert not_started(started_on=pd.Timestamp("2022-09-11"))["idle_test"] == "not_started"
    assert not_started(started_on=pd.Timestamp("2022-09-10"))["idle_test"] == "none"


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        ({}, "agreed_start_missing"),
        ({"use_state": None}, "use_state_missing"),
        ({"agreed_start_on": pd.Timestamp("2020-01-01"), "building_area_m2": 50.0},
         "start_contradicted"),
        ({"started_on": pd.Timestamp("2020-01-01"), "suspended_on": pd.Timestamp("2019-01-01")},
         "dates_disordered"),
    ],
)  # fmt: skip
def test_what_the_dates_cannot_tell_stays_unknown(facts, reason):
    found = told(**facts)
    assert (found["idle_test"], found["reasons"]) == ("unknown", reason)


def test_before_the_order_was_in_force_nothing_is_judged():
    found = told(dt.date(2012, 6, 30), agreed_start_on=pd.Timestamp("2010-01-01"))
    assert (found["idle_test"], found["reason"]) == ("unknown", "no_rule")
    found = told(dt.date(2012, 7, 1), agreed_start_on=pd.Timestamp("2010-01-01"))
    assert found["suspected"]


def test_findings_name_the_parcel_the_months_and_the_rule():
    given = table(
        {"use_state": "not_built", "agreed_start_on": pd.Timestamp("2020-01-01")},
        {"use_state": "not_built"},  # no date, nothing to say
        {"right": "collective", "agreed_start_on": pd.Timestamp("2020-01-01")},
    )
    found = idle.findings(given, idle.idle(given, law(), DAY), law())
    (row,) = found.to_dict("records")
    assert (row["attribute"], row["measured"], row["threshold"]) == ("P0", 32, 12)
    assert (row["result"], row["row_id"], row["document"]) == (
        "review", "land-067", "land-parameters",
    )  # fmt: skip
    assert (row["enterprise_id"], row["line_code"]) == ("E0", -1)


def test_the_rows_used_are_named():
    assert stopped()["parameters"] == "land-idle-suspended;land-068;land-069"
    assert texts(idle.idle(table({}), law(), DAY)["parameters"]) == [""]
    found = not_started("2020-01-01", price_10k_cny=1.0)
    assert found["parameters"] == "land-067;land-070;land-071"


def by_the_book(agreed, started, stopped, developed, invested):
    """Return the test that an unfinished parcel meets, read from the rule for one parcel."""
    if started is None or started > DAY:
        if developed or agreed is None:
            return "unknown"
        return "not_started" if a_year_before(agreed) else "none"
    if stopped is None or stopped > DAY or (stopped >= started and not a_year_before(stopped)):
        return "none"
    return "unknown" if stopped < started else after_a_year(developed, invested)


def a_year_before(day):
    return day.replace(year=day.year + 1) <= DAY


def after_a_year(developed, invested):
    limits = [(developed, 100 / 3), (invested, 25)]
    if any(share is not None and share < limit for share, limit in limits):
        return "suspended"
    return "unknown" if None in (developed, invested) else "none"


# No 29 February: a year on it is the 28th, which `replace` does not know.
dates = st.one_of(
    st.none(),
    st.dates(dt.date(2019, 3, 1), dt.date(2023, 2, 28)).filter(
        lambda d: (d.month, d.day) != (2, 29)
    ),
)
shares = st.one_of(st.none(), st.sampled_from([0.0, 24.9, 25.0, 33.0, 34.0, 100.0]))
unfinished = st.lists(st.tuples(dates, dates, dates, shares, shares), min_size=1, max_size=12)


@settings(max_examples=25, deadline=None)
@given(unfinished)
def test_all_parcels_at_once_say_what_the_rule_says_of_each(cases):
    names = ["agreed_start_on", "started_on", "suspended_on", "developed_percent",
             "invested_percent"]  # fmt: skip
    given_ = table(
        *({"use_state": "not_built", **dict(zip(names, case, strict=True))} for case in cases)
    )
    found = idle.idle(given_, law(), DAY)["idle_test"]
    # Row 2 of the ledger is the first case; the table is in the order of the parcels' numbers.
    assert found.tolist() == [by_the_book(*cases[row - 2]) for row in given_["row"]]
