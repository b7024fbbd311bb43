"""What severance rests on where something is missing, and what must always hold of it."""

from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from labour_cases import AVERAGE_2021, ROWS, one, told

from capacity_analysis.analysis.labour.severance import enterprise_pay
from capacity_analysis.campaign.parts_people import Labour

RANGE = ["severance_low_cny", "severance_cny", "severance_high_cny"]


def test_the_cap_of_an_exit_in_2022_is_unknown_and_neither_another_year_nor_the_province_is_taken():
    # Jiujiang's average of 2021 is not on file; Jiangxi's of 2021 and Jiujiang's of 2022 are.
    found = one(hired_from="2008-01-01", pay_cny_month=50000.0)
    assert (found["cap_state"], found["base_cny"]) == ("unknown", 50000)
    assert found["severance_cny"] == 750000  # 15 x 50,000, uncapped
    assert "cap_unknown" in found["reasons"]
    assert found["settings_missing"] == "avg_annual_wage_urban_nonprivate/2021"
    assert not {"lab-099", "lab-103"} & set(found["parameters"].split(";"))


def test_a_setting_supplies_the_average_and_makes_the_sum_as_unsure_as_it_is():
    found = one(settings=(AVERAGE_2021,), hired_from="2008-01-01", pay_cny_month=50000.0)
    assert (found["cap_state"], found["base_cny"]) == ("applied", 21000)
    assert pd.isna(found["settings_missing"])
    assert "campaign#avg_annual_wage_urban_nonprivate/2021" in found["parameters"].split(";")
    assert found["confidence"] == "recalled"


def test_the_cap_of_an_exit_in_2023_names_the_city_s_average_and_the_row_that_chose_it():
    found = one(exit_on="2023-06-30", pay_cny_month=50000.0)
    assert (found["cap_state"], found["base_cny"]) == ("applied", 20857.75)
    assert {"lab-004", "lab-005", "lab-006", "lab-103", "lab-114"} <= set(
        found["parameters"].split(";")
    )
    # Which of the published averages the city takes was not checked.
    assert found["confidence"] == "recalled"


def test_the_other_published_average_may_be_chosen():
    labour = Labour(average_wage="avg_annual_wage_urban_nonprivate_on_post")
    found = one(labour=labour, exit_on="2023-06-30", pay_cny_month=50000.0)
    assert found["base_cny"] == 21386.75  # 85,547 / 12 x 3


def test_ordinary_pay_rests_on_rows_that_were_read():
    found = one(exit_on="2023-06-30", post="cadre")
    assert (found["base_state"], found["cap_state"]) == ("average", "not_reached")
    assert found["confidence"] == "verified"
    assert pd.isna(found["reasons"])
    wanted = {
        "lab-001",
        "lab-002",
        "lab-003",
        "lab-004",
        "lab-012",
        "lab-025",
        "lab-086",
        "lab-103",
    }
    assert wanted <= set(found["parameters"].split(";"))


def test_a_minimum_wage_from_memory_makes_the_floor_unsure():
    # 1,740 from 2024-04-01 is recalled: 9 years and 3 months are 9.5 x 1,740.
    found = one(exit_on="2024-04-01", pay_cny_month=1000.0)
    assert (found["base_state"], found["base_cny"], found["confidence"]) == (
        "floor",
        1740,
        "recalled",
    )
    assert found["severance_cny"] == 16530


def test_pay_that_was_not_reported_gives_no_sum_and_the_reason():
    found = one(pay_cny_month=np.nan)
    assert pd.isna(found["severance_cny"]) and pd.isna(found["unlawful_cny"])
    assert (found["base_state"], found["cap_state"]) == ("unknown", "unknown")
    assert "pay_missing" in found["reasons"]
    assert found["months_paid_central"] == 8


def test_a_county_whose_class_of_wage_area_is_not_on_file_has_no_floor():
    rows = ROWS[ROWS["parameter"] != "wage_area_class"]
    found = one(rows=rows, pay_cny_month=1000.0)
    assert (found["base_state"], found["base_cny"]) == ("average", 1000)
    assert "floor_unknown" in found["reasons"]
    assert "wage_area_class" in found["settings_missing"].split(";")


def test_a_hire_that_was_not_reported_gives_no_months():
    found = one(hired_from=None, hired_to=None)
    assert pd.isna(found["months_paid_central"]) and pd.isna(found["severance_cny"])
    assert "hired_missing" in found["reasons"]


def test_who_stays_is_owed_nothing_and_has_no_ground():
    found = one(exposure="shared")
    assert (
        pd.isna(found["ground"])
        and pd.isna(found["severance_cny"])
        and pd.isna(found["base_state"])
    )


def test_without_any_rows_nothing_is_known_and_everything_named():
    found = one(rows=ROWS.iloc[:0])
    assert pd.isna(found["severance_cny"]) and pd.isna(found["unlawful_cny"])
    assert "severance_due/44(5)" in found["settings_missing"].split(";")
    assert pd.isna(found["confidence"])


def test_crossing_three_times_the_average_loses_the_years_beyond_twelve():
    # The law's own step: 15 x 21,000 = 315,000, but 12 x 21,000 = 252,000 for a yuan more.
    cases = [{"hired_from": "2008-01-01", "pay_cny_month": pay} for pay in (21000.0, 21001.0)]
    assert told(*cases, settings=(AVERAGE_2021,))["severance_cny"].tolist() == [315000, 252000]


def test_the_average_pay_of_an_enterprise_is_weighed_by_heads_whose_pay_is_known():
    staff = pd.DataFrame({"enterprise_code": [7, 7, 7, 8], "headcount": [10, 30, 5, 4],
                          "pay_cny_month": [8000.0, 4000.0, np.nan, np.nan],
                          "contract": "open_ended"})  # fmt: skip
    # (10 x 8,000 + 30 x 4,000) / 40 = 5,000
    assert enterprise_pay(staff).fillna(-1).tolist() == [5000, 5000, 5000, -1]


GROUNDS = ["closure", "bankruptcy", "line_stopped", "mass_layoff", "agreement", "expiry"]
SWITCH = st.sampled_from(["yes", "no", "undecided"])


@settings(max_examples=20, deadline=None)
@given(
    hired=st.dates(pd.Timestamp("1985-01-01").date(), pd.Timestamp("2022-12-31").date()),
    width=st.integers(0, 4000),
    carried=st.sampled_from([np.nan, 0.5, 3, 12.25]),
    pays=st.lists(st.floats(0, 60000), min_size=2, max_size=4),
    ground=st.sampled_from(GROUNDS),
    closure=SWITCH,
    cap=SWITCH,
)
def test_severance_is_ordered_never_negative_and_grows_with_pay_and_service(
    *, hired, width, carried, pays, ground, closure, cap
):
    first = pd.Timestamp(hired)
    base = {"hired_from": first, "hired_to": min(first + pd.Timedelta(days=width), pd.Timestamp("2022-12-31")),
            "carried_over_years": carried, "exit_ground": ground, "exit_on": "2023-06-30"}  # fmt: skip
    cases = [base | {"pay_cny_month": pay} for pay in sorted(pays)]
    longer = [case | {"carried_over_years": np.nan_to_num(carried) + 1} for case in cases]
    frame = told(*cases, *longer, labour=Labour(pre_2008_on_closure=closure, pre_2008_cap=cap))
    sums = frame[RANGE].to_numpy()
    assert (sums >= 0).all() and (np.diff(sums, axis=1) >= -1e-6).all()
    now, later = np.split(sums, 2)
    assert (later >= now - 1e-6).all()
    states = frame["cap_state"].to_numpy()[: len(cases)]
    for state in set(states):  # across the threshold law itself takes years away
        assert (np.diff(now[states == state], axis=0) >= -1e-6).all()
