"""Routes: what the ledger plans holds, and each other suggestion has its reason."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from land_cases import MU, table

from capacity_analysis.analysis.land import routes


def told(category, take_back=False, stays=False, free=np.nan, least=3.0, **facts):
    found = routes.routes(
        table(facts), pd.Series([category], dtype="category"), take_back=np.array([take_back]),
        stays=np.array([stays]), free=np.array([free]), least_fill_up_mu=least,
    )  # fmt: skip
    return found.iloc[0]


def route(*args, **facts):
    found = told(*args, **facts)
    return found["route"], found["route_why"]


def test_what_the_ledger_plans_holds():
    assert route("freed", planned_route="redevelop") == ("redevelop", "planned")
    assert route("in_use", planned_route="transfer") == ("transfer", "planned")


def test_idle_land_goes_back_after_two_years_and_is_negotiated_before():
    bare = {"use_state": "not_built"}
    assert route("idle", take_back=True, **bare) == ("take_back", "not_started_two_years")
    assert route("suspected_idle", **bare) == ("", "negotiated")


@pytest.mark.parametrize(
    ("right", "suggested"),
    [("granted", ("transfer", "granted_freed")), ("allocated", ("take_back", "right_ends")),
     ("leased", ("take_back", "right_ends")), ("collective", ("", "right_unclear")),
     (None, ("", "right_unclear"))],
)  # fmt: skip
def test_freed_land_goes_by_its_right(right, suggested):
    assert route("freed", right=right) == suggested


def test_freed_land_whose_use_is_to_change_goes_back():
    assert route("freed", planned_use="housing") == ("take_back", "use_changes")
    assert route("freed", planned_use="industrial") == ("transfer", "granted_freed")


def test_an_enterprise_that_stays_redevelops_the_land_of_its_line():
    assert route("freed", stays=True) == ("redevelop", "line_leaves")


def test_an_empty_plant_is_redeveloped():
    assert route("inefficient", use_state="vacant") == ("redevelop", "stands_empty")


@pytest.mark.parametrize(
    ("free", "suggested"),
    [(2.99, ("", None)), (3.0, ("fill_up", "has_room")), (3.01, ("fill_up", "has_room"))],
)
def test_land_in_use_is_filled_up_from_three_mu_of_room(free, suggested):
    found = route("in_use", free=free, use_state="partly_used")
    assert (found[0], None if pd.isna(found[1]) else found[1]) == suggested


def test_inefficient_land_in_use_without_room_is_redeveloped():
    assert route("inefficient", free=0.5) == ("redevelop", "below_floors")


def test_land_that_nobody_knows_the_state_of_has_no_route():
    assert route("unknown", use_state=None)[0] == ""


def test_the_whole_of_freed_land_can_be_used_and_of_land_in_use_its_room():
    # 20,000 m² are 30 mu.
    assert told("freed")["usable_mu"] == pytest.approx(20_000 / MU) == pytest.approx(30)
    assert told("in_use", free=4.0)["usable_mu"] == 4
    assert pd.isna(told("in_use")["usable_mu"])


def test_land_in_use_that_is_to_go_back_is_usable_as_a_whole_and_displaces_what_it_yields():
    found = told("in_use", free=4.0, planned_route="take_back")
    assert found["usable_mu"] == pytest.approx(30)
    assert found["displaces"]
    assert not told("in_use", free=4.0)["displaces"]


@pytest.mark.parametrize(
    ("footprint", "room"),
    [(3_000.0, 15.0), (6_000.0, 0.0), (9_000.0, 0.0)],  # 20,000 - footprint / 0.3 m²
)
def test_room_is_what_buildings_do_not_need_at_the_norm_and_never_negative(footprint, room):
    found = routes.free_mu(table({"footprint_m2": footprint}), np.array([0.3]))
    assert found.tolist() == pytest.approx([room], abs=1e-9)


def test_without_a_footprint_the_room_is_unknown():
    assert np.isnan(routes.free_mu(table({}), np.array([0.3]))).all()
