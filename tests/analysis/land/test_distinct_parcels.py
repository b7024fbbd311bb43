"""A parcel that several enterprises use is one parcel, and its area counts once."""

from __future__ import annotations

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from land_cases import parcels, rows, table, texts

from capacity_analysis.analysis.land import distinct


def shared(*told, **roster):
    """Return the one parcel that enterprises 0, 1, ... all use."""
    (row,) = table(*({"parcel_no": "P", **facts} for facts in told), **roster).to_dict("records")
    return row


def test_a_parcel_of_two_enterprises_is_one_row_and_its_area_counts_once():
    found = table({"parcel_no": "P"}, {"parcel_no": "P"}, {"parcel_no": "Q"})
    assert found["parcel_no"].tolist() == ["P", "Q"]
    assert found["area_m2"].sum() == 40_000


def test_the_enterprise_with_most_staff_leads_and_the_others_follow():
    row = shared({}, {}, {}, staff=[None, 20, 30])
    assert row["enterprise_id"] == "E2"
    assert row["enterprises"] == "E2;E1;E0"


def test_of_equal_enterprises_the_first_id_leads():
    assert shared({}, {}, staff=[7, 7])["enterprise_id"] == "E0"


def test_what_one_user_alone_reports_holds():
    assert shared({"price_10k_cny": 500.0}, {})["price_10k_cny"] == 500


def test_what_users_report_differently_is_missing_and_told():
    row = shared({"price_10k_cny": 500.0}, {"price_10k_cny": 600.0})
    assert pd.isna(row["price_10k_cny"])
    assert row["reasons"] == "facts_differ"


def test_an_area_that_differs_is_that_of_the_leading_enterprise():
    row = shared({"area_quantity": 9_000.0}, {"area_quantity": 8_000.0}, staff=[5, 50])
    assert row["area_m2"] == 8_000
    assert row["reasons"] == "area_differs"


def test_a_flag_holds_where_anyone_says_so():
    row = shared({"soil_key_unit": True, "mortgaged": False}, {"soil_key_unit": False})
    assert row["soil_key_unit"] is True or bool(row["soil_key_unit"])
    assert not row["mortgaged"]


def test_a_parcel_half_empty_is_partly_used():
    row = shared({"use_state": "in_use"}, {"use_state": "vacant"})
    assert row["use_state"] == "partly_used"
    assert pd.isna(row["reasons"])


def test_of_two_soil_surveys_the_worse_counts():
    assert (
        shared({"soil_survey": "clean"}, {"soil_survey": "exceeded"})["soil_survey"] == "exceeded"
    )
    assert shared({"soil_survey": "clean"}, {})["soil_survey"] == "clean"
    assert pd.isna(shared({}, {})["soil_survey"])


def test_users_of_several_industries_are_told():
    row = shared({}, {}, divisions=["30", "26"])
    assert row["several_industries"]
    assert row["reasons"] == "several_industries"


def test_a_parcel_without_extent_has_no_area():
    assert table({"area_quantity": 0.0})["area_m2"].isna().all()


def test_each_use_names_its_parcel():
    found = parcels({"parcel_no": "Q"}, {"parcel_no": "P"}, {"parcel_no": "Q", "line_code": 4})
    assert found.user_parcel.tolist() == [1, 0, 1]
    assert found.user_line.tolist() == [-1, -1, 4]


@settings(max_examples=8, deadline=None)
@given(st.permutations(range(6)))
def test_the_order_of_the_rows_does_not_matter(order):
    told = rows(*({"parcel_no": f"P{at % 3}", "grade": float(at)} for at in range(6)))
    staff, divisions = pd.Series([5, 5, 9, 1, 5, 9]), pd.Series(["30"] * 6)
    first = distinct.distinct(told, staff, divisions).table
    again = distinct.distinct(told.iloc[order].reset_index(drop=True), staff, divisions).table
    for name in first:
        assert texts(first[name]) == texts(again[name]), name
