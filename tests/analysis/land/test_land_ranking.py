"""The ranking: scores by hand, missing criteria, gates, and intervals that only the seed decides."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from land_cases import texts

from capacity_analysis.analysis.land import ranking

NAN = np.nan


def rank(values, *, gated=(), rankable=None, less=(), weights=None, seed=7, spread=30, names=None):
    size = len(next(iter(values.values())))
    weighting = ranking.Weighting(
        weights or dict.fromkeys(values, 1.0), frozenset(less), 2000, seed, spread
    )
    return ranking.rank(
        pd.Series(names or [f"P{at}" for at in range(size)]),
        {name: np.array(value, float) for name, value in values.items()},
        np.ones(size, bool) if rankable is None else np.array(rankable),
        np.isin(np.arange(size), gated), weighting,
    )  # fmt: skip


def test_a_score_is_the_weighted_mean_of_scaled_criteria():
    # area 10, 20, 30 -> 0, 0.5, 1; months 12, 6, 0, less is better -> 0, 0.5, 1.
    found = rank(
        {"area": [10, 20, 30], "readiness": [0, 6, 12]}, less=["readiness"],
        weights={"area": 30.0, "readiness": 10.0},
    )  # fmt: skip
    # Weights 0.75 and 0.25: 0.75 x 0 + 0.25 x 1; 0.75 x 0.5 + 0.25 x 0.5; 0.75 x 1 + 0.25 x 0.
    assert found.table["score"].tolist() == pytest.approx([25, 50, 75])
    assert found.table["rank"].tolist() == [3, 2, 1]


def test_contributions_sum_to_the_score():
    found = rank({"area": [1, 5, 9], "value": [3, 1, NAN], "extra_tax": [2, 2, 2]})
    sums = found.criteria.groupby("parcel_no")["contribution"].sum()
    assert sums.tolist() == pytest.approx(found.table["score"].tolist())


def test_a_missing_criterion_stays_missing_and_the_others_weigh_more():
    found = rank({"area": [0, 10], "value": [5, NAN]}, weights={"area": 1.0, "value": 3.0})
    own = found.criteria[found.criteria["parcel_no"] == "P1"]
    assert own["weight"].tolist() == [1, 0]
    assert own["scaled"].isna().tolist() == [False, True]
    assert found.table["score"].tolist()[1] == 100
    assert texts(found.table["criteria_missing"]) == ["", "value"]


def test_a_criterion_in_which_all_are_alike_is_a_half():
    assert rank({"area": [4, 4]}).table["score"].tolist() == [50, 50]


def test_equal_parcels_share_the_better_rank():
    assert rank({"area": [4, 9, 4]}).table["rank"].tolist() == [2, 1, 2]


def test_parcels_behind_a_gate_come_after_all_others():
    found = rank({"area": [1, 2, 9, 8]}, gated=[2, 3]).table
    assert found["rank"].tolist() == [2, 1, 3, 4]
    assert (found["rank_low"][2:] >= 3).all()


def test_a_parcel_without_a_route_or_without_any_criterion_is_not_ranked():
    found = rank({"area": [1, NAN, 3]}, rankable=[False, True, True]).table
    assert found["rank"].isna().tolist() == [True, True, False]
    assert found["rank"].tolist()[2] == 1


def test_nothing_to_rank_is_no_error():
    found = rank({"area": [1, 2]}, rankable=[False, False])
    assert found.table["rank"].isna().all()
    assert found.criteria.empty


def test_a_parcel_best_in_everything_is_first_whatever_the_weights():
    found = rank({"area": [9, 1, 2], "value": [9, 2, 1]}, spread=90).table
    assert found.loc[0, ["rank", "rank_low", "rank_high"]].tolist() == [1, 1, 1]


def test_parcels_that_lead_in_one_criterion_each_change_places_with_the_weights():
    found = rank({"area": [9, 1, 0], "value": [1, 8.9, 0]}).table
    assert found.loc[0, ["rank_low", "rank_high"]].tolist() == [1, 2]
    assert found.loc[1, ["rank_low", "rank_high"]].tolist() == [1, 2]
    assert found.loc[2, ["rank_low", "rank_high"]].tolist() == [3, 3]


def test_weights_are_drawn_within_their_spread():
    weighting = ranking.Weighting({"area": 10.0, "value": 20.0}, frozenset(), 2000, 1, 30)
    drawn = ranking._drawn(weighting)
    assert drawn.shape == (2000, 2)
    assert (drawn >= [7, 14]).all()
    assert (drawn <= [13, 26]).all()


def test_the_seed_decides_the_draws():
    values = {"area": [9, 1, 5, 4], "value": [1, 9, 6, 7]}
    first, again = rank(values).table, rank(values).table
    pd.testing.assert_frame_equal(first, again, check_exact=True)


numbers = st.one_of(st.none(), st.floats(0, 100, allow_nan=False).map(lambda x: round(x, 3)))
many = st.lists(st.tuples(numbers, numbers, st.booleans()), min_size=1, max_size=8)


@settings(max_examples=20, deadline=None)
@given(many, st.randoms(use_true_random=False))
def test_the_order_of_parcels_does_not_matter(rows, random):
    order = list(range(len(rows)))
    random.shuffle(order)

    def ranked(places):
        taken = [rows[at] for at in places]
        return rank(
            {"area": [row[0] for row in taken], "value": [row[1] for row in taken]},
            gated=[at for at, row in enumerate(taken) if row[2]],
            names=[f"P{at}" for at in places],
        ).table.astype({"criteria_missing": "str"})

    first, again = ranked(range(len(rows))), ranked(order)
    again.index = order
    pd.testing.assert_frame_equal(first, again.sort_index(), check_exact=True)


@settings(max_examples=20, deadline=None)
@given(many)
def test_a_rank_lies_within_its_interval_and_every_interval_within_the_ranks(rows):
    found = rank({"area": [row[0] for row in rows], "value": [row[1] for row in rows]}).table
    held = found.dropna(subset="rank")
    assert (held["rank_low"] <= held["rank"]).all()
    assert (held["rank"] <= held["rank_high"]).all()
    assert (held["rank_low"] >= 1).all()
    assert (held["rank_high"] <= len(held)).all()


def test_cells_of_many_parcels_give_nearly_the_intervals_of_each(monkeypatch):
    rng = np.random.default_rng(3)
    values = {"area": rng.random(600), "value": rng.random(600)}
    exact = rank(values).table
    monkeypatch.setattr(ranking, "EXACT", 500)
    coarse = rank(values).table
    assert coarse["rank"].tolist() == exact["rank"].tolist()
    for name in ("rank_low", "rank_high"):
        # A cell is a sixteenth wide at most here; 600 parcels lie evenly.
        assert (coarse[name] - exact[name]).abs().max() <= 600 / 16
