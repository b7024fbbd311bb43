"""Totals: every parcel once in each scope, to the last square metre; and readiness by the month."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from land_cases import DAY, MU

from capacity_analysis.analysis.land import totals


def parcels(*rows):
    """Return parcels: (category, route, industry, township, area, ready)."""
    names = ["category", "route", "industry", "township", "area_m2", "ready_on_high"]
    found = pd.DataFrame(rows, columns=names)
    texts = dict.fromkeys(names[:4], "category")
    found = found.astype({**texts, "area_m2": "float64"})
    return found.assign(
        area_mu=found["area_m2"] / MU, ready_on_high=pd.to_datetime(found["ready_on_high"])
    )


@pytest.mark.parametrize(
    ("day", "ready"),
    [
        ("2023-03-09", "within_6_months"),
        ("2023-03-10", "within_6_months"),  # six months to the day
        ("2023-03-11", "within_12_months"),
        ("2023-09-10", "within_12_months"),
        ("2023-09-11", "later"),
        (None, "unknown"),
    ],
)
def test_readiness_goes_by_months_of_the_calendar(day, ready):
    assert totals.ready(pd.Series(pd.to_datetime([day])), DAY).tolist() == [ready]


def test_areas_are_summed_by_category_route_and_readiness():
    found = totals.land_totals(
        parcels(
            ("freed", "transfer", "cement", "甲乡", 10_000.0, dt.date(2023, 1, 1)),
            ("freed", "transfer", "cement", "乙乡", 5_000.0, dt.date(2023, 2, 1)),
            ("idle", "", "cement", None, None, None),
        ),
        DAY,
    )
    district = found[found["scope"] == "district"]
    assert district[["category", "route", "ready", "parcels", "area_missing"]].values.tolist() == [
        ["freed", "transfer", "within_6_months", 2, 0], ["idle", "", "unknown", 1, 1],
    ]  # fmt: skip
    assert district["area_mu"].tolist()[0] == pytest.approx(22.5)  # 15,000 m² x 15 / 10,000
    assert district["area_mu"].isna().tolist() == [False, True]
    assert found[found["scope"] == "township"]["key"].tolist() == ["", "乙乡", "甲乡"]


parcel = st.tuples(
    st.sampled_from(["freed", "idle", "inefficient", "in_use", "unknown"]),
    st.sampled_from(["", "transfer", "take_back"]),
    st.sampled_from(["cement", "glass"]),
    st.sampled_from(["甲乡", "乙乡", None]),
    st.one_of(st.none(), st.integers(1, 10**9).map(lambda cm: cm / 100)),
    st.sampled_from([None, "2023-01-01", "2023-05-01", "2030-01-01"]),
)


@settings(max_examples=15, deadline=None)
@given(st.lists(parcel, min_size=1, max_size=20))
def test_in_every_scope_each_parcel_counts_once_to_the_last_square_metre(rows):
    given_ = parcels(*rows)
    found = totals.land_totals(given_, DAY)
    for _scope, part in found.groupby("scope"):
        assert part["parcels"].sum() == len(rows)
        assert part["area_m2"].sum() == pytest.approx(given_["area_m2"].sum(), abs=0.01)
        assert part["area_mu"].sum() * MU == pytest.approx(given_["area_m2"].sum(), abs=0.01)
        assert part["area_missing"].sum() == given_["area_m2"].isna().sum()
        keys = ["key", "category", "route", "ready"]
        assert not part.duplicated(keys).any()
