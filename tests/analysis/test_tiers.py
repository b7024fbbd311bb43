"""Capacity and output by tier: hand-made lines, sums worked out in the tests."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from capacity_analysis.analysis import gaps, tiers

RESULTS = {"advanced": "clear", "baseline": "clear", "below": "hit"}


def line(
    standing: str, capacity: float | None, output: float | None = None, **change: object
) -> dict[str, object]:
    """Return a line of clinker of one standing."""
    decided = standing in gaps.TIERS
    return {
        "industry": "cement",
        "declared": "clinker",
        "product_id": "clinker",
        "out_of_operation": None,
        "capacity_quantity": capacity,
        "tier": standing if decided else ("below" if standing == "review" else None),
        "result": RESULTS.get(standing, standing),
        "reason": "energy_missing" if standing == "undecided" else None,
        "output_quantity": output,
        **change,
    }


def by_tier(*rows: dict[str, object]) -> pd.DataFrame:
    table = pd.DataFrame(list(rows)).astype({"capacity_quantity": float, "output_quantity": float})
    lines = table[["industry", "declared", "out_of_operation", "capacity_quantity"]]
    found = table[["product_id", "tier", "result", "reason", "output_quantity"]]
    return tiers.capacity_by_tier(
        lines.rename(columns={"declared": "product_id"}),
        found.assign(line_code=range(len(found))),
    )


def of(table: pd.DataFrame, standing: str) -> pd.Series:
    return table.set_index("standing").loc[standing]


def test_capacity_and_output_are_added_by_standing_and_shares_are_of_all_in_operation():
    table = by_tier(
        line("advanced", 300.0, 250.0),
        line("baseline", 100.0, 90.0),
        line("baseline", 200.0, 150.0),
        line("below", 150.0, 120.0),
        line("review", 50.0, 40.0),
        line("undecided", 200.0, 10.0),
    )
    assert table["standing"].tolist() == list(tiers.STANDINGS)
    assert table["capacity_quantity"].tolist() == [300.0, 300.0, 150.0, 50.0, 200.0]
    assert table["output_quantity"].tolist() == [250.0, 240.0, 120.0, 40.0, 10.0]
    assert table["lines"].tolist() == [1, 2, 1, 1, 1]
    # Of 1,000: 300, 300, 150, 50 and 200.
    assert table["capacity_share_percent"].tolist() == [30.0, 30.0, 15.0, 5.0, 20.0]


def test_a_line_under_review_is_in_no_tier_whatever_its_number_says():
    table = by_tier(line("review", 100.0))
    assert of(table, "below")["lines"] == 0
    assert of(table, "review")["capacity_quantity"] == 100.0


def test_a_verdict_without_a_tier_is_not_lost():
    """A row whose advanced level is open may still tell a hit, but not where the line stands."""
    table = by_tier(line("below", 100.0, tier=None))
    assert of(table, "undecided")["capacity_share_percent"] == 100.0


def test_a_missing_capacity_is_counted_and_is_no_zero():
    table = by_tier(line("advanced", None), line("below", None), line("below", 80.0))
    assert of(table, "advanced")["capacity_missing"] == 1
    assert math.isnan(of(table, "advanced")["capacity_quantity"])
    assert math.isnan(of(table, "advanced")["capacity_share_percent"])
    assert of(table, "below")["capacity_quantity"] == 80.0
    assert of(table, "below")["capacity_missing"] == 1
    assert of(table, "baseline")["capacity_quantity"] == 0.0  # no line: nothing, and known to be so


def test_lines_out_of_operation_are_no_part_of_it():
    retired = line("undecided", 500.0, reason="not_in_operation", out_of_operation="retired")
    table = by_tier(line("advanced", 100.0), retired)
    assert of(table, "advanced")["capacity_share_percent"] == 100.0
    assert table["lines"].sum() == 1


def test_a_product_without_a_level_cannot_miss_it_and_is_left_out():
    other = line("undecided", 500.0, reason="no_level", declared="lime", product_id="lime")
    assert by_tier(line("below", 100.0), other)["product_id"].unique().tolist() == ["clinker"]


def test_a_line_that_made_another_product_lends_it_no_capacity_and_its_own_product_no_output():
    """Capacity is counted in the declared product's unit, output in that of the product made."""
    table = by_tier(line("undecided", 100.0, 70.0, product_id="cement", reason="product_differs"))
    assert table["product_id"].unique().tolist() == ["clinker"]
    assert of(table, "undecided")["capacity_quantity"] == 100.0
    assert math.isnan(of(table, "undecided")["output_quantity"])
    assert of(table, "undecided")["output_missing"] == 1


def test_products_and_industries_have_shares_of_their_own():
    glass = {"industry": "glass", "declared": "flat_glass", "product_id": "flat_glass"}
    table = by_tier(
        line("below", 100.0), line("advanced", 3.0, **glass), line("below", 1.0, **glass)
    )
    shares = table.set_index(["product_id", "standing"])["capacity_share_percent"]
    assert shares["clinker", "below"] == 100.0
    assert shares["flat_glass", "advanced"] == 75.0
    assert shares["flat_glass", "below"] == 25.0


def test_where_no_line_is_in_operation_there_is_no_row():
    assert by_tier(line("undecided", 1.0, out_of_operation="announced")).empty


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(tiers.STANDINGS), st.one_of(st.none(), st.integers(1, 10**9))),
        min_size=1,
        max_size=30,
    )
)
def test_known_shares_add_up_to_a_hundred_and_every_line_is_somewhere(drawn):
    table = by_tier(*(line(standing, capacity) for standing, capacity in drawn))
    assert table["lines"].sum() == len(drawn)
    assert table["capacity_missing"].sum() == sum(capacity is None for _, capacity in drawn)
    if any(capacity is not None for _, capacity in drawn):
        assert table["capacity_share_percent"].sum() == pytest.approx(100.0)
    else:
        assert not (table["capacity_share_percent"] > 0).any()
