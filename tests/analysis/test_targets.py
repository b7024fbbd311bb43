"""Targets for shares of capacity: intervals, statuses at their boundaries, deadlines."""

from __future__ import annotations

import datetime as dt
import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from capacity_analysis.analysis import targets
from capacity_analysis.analysis.tiers import STANDINGS

UNITS = {"clinker": "t", "cement": "t", "flat_glass": "weight_box", "tiles": "m2", "ware": "t"}
AS_OF = dt.date(2022, 9, 10)


def capacity(
    product: str = "clinker",
    industry: str = "cement",
    missing: dict[str, int] | None = None,
    **known: float,
) -> pd.DataFrame:
    """Return tiers of one product, one line for each capacity that is known."""
    missing = missing or {}
    rows = [
        {
            "industry": industry,
            "product_id": product,
            "standing": standing,
            "lines": (standing in known) + missing.get(standing, 0),
            "capacity_quantity": known.get(standing, math.nan if standing in missing else 0.0),
            "capacity_missing": missing.get(standing, 0),
        }
        for standing in STANDINGS
    ]
    return pd.DataFrame(rows)


def target(
    measure: str = "share_advanced_at_least", value: float = 30.0, **change: object
) -> pd.DataFrame:
    row = {
        "row_id": "t-1",
        "products": "clinker",
        "measure": measure,
        "value": value,
        "deadline": "2025-12-31",
        "confidence": "verified",
        **change,
    }
    return pd.DataFrame([row])


def met(by_tier: pd.DataFrame, rows: pd.DataFrame, as_of: dt.date = AS_OF) -> pd.Series:
    """Return the only row of progress."""
    found = targets.progress(rows, by_tier, UNITS, as_of)
    assert len(found) == 1
    return found.iloc[0]


@pytest.mark.parametrize(("advanced", "status"), [(29.0, "not_met"), (30.0, "met"), (31.0, "met")])
def test_at_its_value_a_target_for_the_advanced_share_is_met(advanced, status):
    found = met(capacity(advanced=advanced, baseline=100.0 - advanced), target())
    assert found["status"] == status
    assert found["share_low_percent"] == found["share_high_percent"] == pytest.approx(advanced)


@pytest.mark.parametrize(
    ("advanced", "status"), [(29.0, "not_met"), (30.0, "not_met"), (31.0, "met")]
)
def test_at_its_value_a_target_that_must_be_passed_is_not_met(advanced, status):
    rows = target("share_advanced_above", 30.0)
    assert met(capacity(advanced=advanced, baseline=100.0 - advanced), rows)["status"] == status


def test_an_interval_that_ends_at_a_value_to_be_passed_cannot_meet_it_any_more():
    by_tier = capacity(advanced=20.0, baseline=70.0, undecided=10.0)  # between 20 and 30 percent
    assert met(by_tier, target("share_advanced_above", 30.0))["status"] == "not_met"
    assert met(by_tier, target("share_advanced_at_least", 30.0))["status"] == "open"


@pytest.mark.parametrize(("below", "status"), [(9.0, "met"), (10.0, "met"), (11.0, "not_met")])
def test_at_its_value_a_target_for_the_share_below_the_baseline_is_met(below, status):
    rows = target("share_below_baseline_at_most", 10.0)
    assert met(capacity(below=below, baseline=100.0 - below), rows)["status"] == status


def test_a_share_that_binary_rounding_lowers_still_meets_its_target():
    """5.1 of 17 is 30 percent by hand, and a little less in binary."""
    sizes = {"advanced": 5.1, "baseline": 11.9}
    assert 100 * sizes["advanced"] / sum(sizes.values()) < 30.0
    assert met(capacity(**sizes), target())["status"] == "met"


@pytest.mark.parametrize(
    ("value", "status"), [(20.0, "met"), (20.5, "open"), (50.0, "open"), (50.5, "not_met")]
)
def test_undecided_capacity_leaves_a_target_open_between_its_ends(value, status):
    """20 advanced, 50 other, 10 under review and 20 undecided: from 20 to 50 percent."""
    by_tier = capacity(advanced=20.0, below=50.0, review=10.0, undecided=20.0)
    found = met(by_tier, target(value=value))
    assert found[["share_low_percent", "share_high_percent"]].tolist() == [20.0, 50.0]
    assert found["status"] == status
    assert found["lines_not_decided"] == 2


@pytest.mark.parametrize(
    ("value", "status"), [(49.0, "not_met"), (50.0, "open"), (79.0, "open"), (80.0, "met")]
)
def test_undecided_capacity_counts_against_the_share_below_the_baseline_at_the_high_end(
    value, status
):
    """50 below, 20 advanced, 30 undecided: from 50 to 80 percent."""
    by_tier = capacity(advanced=20.0, below=50.0, undecided=30.0)
    assert met(by_tier, target("share_below_baseline_at_most", value))["status"] == status


@pytest.mark.parametrize(
    ("missing", "low", "high"),
    [
        ({"advanced": 1}, 40.0, 100.0),  # of any size, it can only raise the share
        ({"baseline": 1}, 0.0, 40.0),  # it can only lower it
        ({"undecided": 1}, 0.0, 100.0),
        ({"advanced": 1, "below": 1}, 0.0, 100.0),
    ],
)
def test_a_line_of_unknown_capacity_may_be_of_any_size(missing, low, high):
    known = {"advanced": 40.0, "baseline": 60.0}
    found = met(capacity(missing=missing, **known), target())
    assert [found["share_low_percent"], found["share_high_percent"]] == [low, high]
    assert found["capacity_missing"] == sum(missing.values())


@pytest.mark.parametrize(("standing", "share"), [("advanced", 100.0), ("below", 0.0)])
def test_lines_of_unknown_capacity_alone_make_up_the_whole(standing, share):
    found = met(capacity(missing={standing: 2}), target())
    assert found["share_low_percent"] == found["share_high_percent"] == share


def test_without_capacity_in_operation_a_target_is_not_applicable():
    assert met(capacity(), target())["status"] == "not_applicable"
    elsewhere = met(capacity("flat_glass", "glass", advanced=1.0), target())
    assert elsewhere["status"] == "not_applicable"
    assert elsewhere["lines"] == 0


def test_where_no_line_is_in_operation_every_target_is_not_applicable():
    assert met(capacity().iloc[:0], target())["status"] == "not_applicable"
    assert met(capacity().iloc[:0], target(products=""))["status"] == "not_applicable"


def test_a_target_without_a_value_on_file_stays_open():
    found = met(capacity(advanced=100.0), target(value=math.nan, confidence="open"))
    assert found["status"] == "open"


@pytest.mark.parametrize(
    ("by_tier", "status"),
    [
        (capacity(baseline=100.0), "met"),
        (capacity(baseline=100.0, below=1.0), "not_met"),
        (capacity(baseline=100.0, missing={"below": 1}), "not_met"),
        (capacity(baseline=100.0, missing={"advanced": 3}), "met"),
        (capacity(baseline=100.0, undecided=1.0), "open"),
        (capacity(baseline=100.0, review=1.0), "open"),
        (capacity(below=1.0, undecided=1.0), "not_met"),
    ],
)
def test_that_nothing_remains_below_the_baseline_is_counted_in_lines(by_tier, status):
    """应退尽退: one line below the baseline misses it, however small, and with whatever capacity."""
    rows = target("share_below_baseline_at_most", 0.0, products="")
    assert met(by_tier, rows)["status"] == status


@pytest.mark.parametrize(
    ("as_of", "days"),
    [(dt.date(2025, 12, 30), 1), (dt.date(2025, 12, 31), 0), (dt.date(2026, 1, 1), -1)],
)
def test_days_to_the_deadline_end_with_the_deadline(as_of, days):
    assert met(capacity(advanced=1.0), target(), as_of)["days_to_deadline"] == days


@pytest.mark.parametrize("deadline", ["", None])
def test_a_target_without_a_deadline_has_no_days(deadline):
    found = met(capacity(advanced=1.0), target(deadline=deadline))
    assert found["days_to_deadline"] is pd.NA


def test_a_recalled_target_keeps_its_mark():
    found = met(capacity(advanced=100.0), target(confidence="recalled", document_id="guide"))
    assert found["confidence"] == "recalled"
    assert found["document_id"] == "guide"


def test_products_of_one_target_are_added_within_an_industry_and_in_one_unit():
    by_tier = pd.concat(
        [
            capacity("clinker", advanced=30.0, below=30.0),
            capacity("cement", advanced=10.0, below=30.0),
            capacity("tiles", "ceramics", advanced=3.0, below=1.0),
            capacity("ware", "ceramics", below=5.0),
        ]
    )
    found = targets.progress(
        target(products="clinker;cement;tiles;ware"), by_tier, UNITS, AS_OF
    ).set_index(["industry", "output_unit"])
    assert found.loc[("cement", "t"), "share_low_percent"] == 40.0  # (30 + 10) of 100
    assert found.loc[("cement", "t"), "products_concerned"] == "cement;clinker"
    assert found.loc[("ceramics", "m2"), "share_low_percent"] == 75.0
    assert found.loc[("ceramics", "t"), "share_low_percent"] == 0.0
    assert len(found) == 3


def test_a_target_that_names_no_product_concerns_every_product():
    by_tier = pd.concat(
        [capacity("clinker", advanced=1.0), capacity("flat_glass", "glass", below=1.0)]
    )
    for products in ("", None):
        found = targets.progress(target(products=products), by_tier, UNITS, AS_OF)
        assert found["industry"].tolist() == ["cement", "glass"]
        assert found["status"].tolist() == ["met", "not_met"]


def test_targets_that_bound_no_share_are_left_out():
    rows = pd.concat([target("deadline"), target("other", value=math.nan), target()])
    assert met(capacity(advanced=100.0), rows)["measure"] == "share_advanced_at_least"
    assert targets.progress(target("deadline"), capacity(), UNITS, AS_OF).empty


@settings(max_examples=25, deadline=None)
@given(
    st.dictionaries(st.sampled_from(STANDINGS), st.integers(1, 1000), min_size=1),
    st.integers(0, 100),
    st.sampled_from(["share_advanced_at_least", "share_below_baseline_at_most"]),
)
def test_an_interval_holds_every_share_that_undecided_lines_may_turn_out_to_give(
    known, value, measure
):
    """Move the undecided capacity wholly into or out of the tier: both ends are reached."""
    rows, tier = target(measure, float(value)), measure.split("_")[1]
    found = met(capacity(**{name: float(size) for name, size in known.items()}), rows)
    total = sum(known.values())
    inside = known.get(tier, 0)
    undecided = known.get("review", 0) + known.get("undecided", 0)
    assert found["share_low_percent"] == pytest.approx(100.0 * inside / total)
    assert found["share_high_percent"] == pytest.approx(100.0 * (inside + undecided) / total)
    assert found["status"] in targets.STATUSES
