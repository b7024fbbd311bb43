"""Land that users describe differently is not called idle, and what happens later has not happened."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from land_cases import DAY, law, table
from test_land_as_a_whole import assessed

from capacity_analysis.analysis.land import freed, idle

AGREED = pd.Timestamp(2014, 1, 1)
BARE = {"use_state": "not_built", "agreed_start_on": AGREED, "price_10k_cny": 100.0}


def judged(*users, day=DAY):
    """Return what the tests of idle land say of one parcel of these users, and its category."""
    given = table(*({"parcel_no": "P", **user} for user in users))
    told = idle.idle(given, law(day), day)
    no = np.zeros(len(given), dtype=bool)
    (row,) = told.assign(category=freed.category(told, no, no, given)).to_dict("records")
    return row


def test_works_that_two_users_began_on_different_days_have_begun():
    # The first of the two days counts: 2015-01-01. Without any day it would be 104 months late.
    row = judged(
        {**BARE, "started_on": pd.Timestamp(2015, 1, 1)},
        {**BARE, "started_on": pd.Timestamp(2015, 3, 1)},
    )
    assert row["idle_test"] == "none"
    assert not row["suspected"]
    assert not row["take_back"]
    assert row["category"] == "in_use"


def test_shares_that_differ_still_say_that_works_have_begun():
    row = judged({**BARE, "developed_percent": 5.0}, {**BARE, "developed_percent": 8.0})
    assert (row["idle_test"], row["result"]) == ("unknown", "undecided")
    assert row["reason"] == "start_contradicted"


def test_of_two_days_on_which_works_stopped_the_last_counts():
    # 2021-09-11 to 2022-09-10 is a day short of twelve months.
    stopped = {**BARE, "started_on": pd.Timestamp(2015, 1, 1), "developed_percent": 10.0}
    days = [pd.Timestamp(2019, 1, 1), pd.Timestamp(2021, 9, 11)]
    row = judged(*({**stopped, "suspended_on": day} for day in days))
    assert (row["idle_test"], row["idle_months"]) == ("none", 11)
    row = judged(
        *({**stopped, "suspended_on": day} for day in (days[0], pd.Timestamp(2021, 9, 10)))
    )
    assert (row["idle_test"], row["idle_months"]) == ("suspended", 12)


@pytest.mark.parametrize("cause", ["government", "force_majeure"])
def test_a_cause_that_one_user_lays_at_the_governments_door_is_looked_at_first(cause):
    row = judged({**BARE, "delay_cause": "enterprise"}, {**BARE, "delay_cause": cause})
    assert (row["suspected"], row["take_back"], row["excluded_cause"]) == (False, False, cause)
    assert np.isnan(row["fee_10k_cny"])
    assert (row["result"], row["reason"]) == ("review", "cause_excluded")
    assert row["category"] == "unknown"


def test_findings_of_the_authority_that_contradict_each_other_decide_nothing():
    row = judged({**BARE, "idle_finding": "found"}, {**BARE, "idle_finding": "not_idle"})
    assert (row["result"], row["reason"], row["concerned"]) == ("undecided", "facts_differ", True)
    assert (row["found"], row["suspected"], row["take_back"]) == (False, False, False)
    assert row["category"] == "unknown"
    agreed = judged({**BARE, "idle_finding": "found"}, {**BARE, "idle_finding": "found"})
    assert (agreed["result"], agreed["category"]) == ("hit", "idle")


@pytest.mark.parametrize("trace", ["footprint_m2", "output_10k_cny", "tax_10k_cny"])
def test_land_that_bears_or_yields_something_is_not_called_bare(trace):
    row = judged({**BARE, "use_state": None, trace: 1.0})
    assert (row["result"], row["reason"]) == ("undecided", "start_contradicted")
    assert judged({**BARE, "use_state": None, trace: 0.0})["idle_test"] == "not_started"


@pytest.mark.parametrize("fact", [{"right": None}, {"agreed_start_on": None}])
def test_works_that_are_to_begin_later_make_no_land_in_use(fact):
    later = {**BARE, **fact, "started_on": pd.Timestamp(DAY + dt.timedelta(days=1))}
    assert judged(later)["category"] == "unknown"
    assert judged({**later, "started_on": pd.Timestamp(DAY)})["category"] == "in_use"


def test_a_number_that_is_written_with_blanks_or_small_letters_is_the_same_parcel():
    written = ["360499012005GB00791W00000000", "360499 012005 gb00791 w00000000",
               "３６０４９９012005GB00791W00000000"]  # fmt: skip
    found = table(*({"parcel_no": number} for number in written), staff=[1, 3, 2])
    assert found["area_m2"].tolist() == [20_000]
    assert found["parcel_no"].tolist() == [written[1]]
    assert found["enterprises"].tolist() == ["E1;E2;E0"]


def test_an_enterprise_that_writes_its_parcel_twice_uses_it_once():
    found = table(*({"parcel_no": number, "enterprise_code": 0} for number in ("P 1", "P1")))
    assert found["enterprises"].tolist() == ["E0"]
    assert len(found) == 1


def test_room_that_is_left_names_the_floors_that_it_rests_on():
    # Floor area ratio 0.7 and building coefficient 0.45 pass: nothing is missed, and yet both floors
    # say how much room there is.
    room = {"building_area_m2": 14_000.0, "footprint_m2": 9_000.0}
    plain = {
        "parcel_no": "甲",
        "right": "granted",
        "use_state": "in_use",
        "area_quantity": 20_000.0,
    }
    _table, found = assessed([{**plain, **room, "planned_route": "fill_up"}], [False])
    (row,) = found["parcels"].to_dict("records")
    assert (row["extra_floor_m2"], row["usable_mu"]) == (0, 0)
    assert row["parameters"].split(";") == ["land-019", "land-031"]
    _table, found = assessed([{**plain, **room}], [False])
    assert pd.isna(found["parcels"]["parameters"].item())
