"""Levels of several rows and documents in one shape, and which lines they apply to."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from cases import JIUJIANG, judged, level, reading
from hypothesis import given
from hypothesis import strategies as st

from capacity_analysis.analysis import gaps, levels
from capacity_analysis.analysis.levels import BELOW_BASELINE, OVER_LIMIT
from capacity_analysis.standards import Standards

# The day on which the limits of GB 16780-2021 are in force, and those of GB 21341-2022 too.
DAY = dt.date(2024, 6, 30)


def limit(**change: object) -> dict[str, object]:
    """Return the levels of clinker in GB 16780-2021: 100, 107, 117."""
    return level(advanced=100.0, access=107.0, baseline=117.0, **change)


@pytest.fixture(scope="module")
def standards():
    return Standards.load()


def test_a_benchmark_and_a_limit_take_one_shape(standards):
    for ground in (BELOW_BASELINE, OVER_LIMIT):
        rows = standards.rows_in_force(ground.kind, DAY, JIUJIANG).table
        shaped = levels.in_common_shape(rows, ground)
        assert tuple(shaped.columns) == levels.COLUMNS
        assert len(shaped) == len(rows)
    by_row = shaped.set_index("row_id")
    places = ["advanced", "access", "baseline"]
    assert by_row.loc["gb16780-2021-02", places].tolist() == [100, 107, 117]
    assert by_row.loc["gb16780-2021-02", "document_id"] == "gb-16780-2021"


@pytest.mark.parametrize(
    ("measured", "tier", "result"),
    [
        (99.9, "level_1", "clear"),
        (100.0, "level_1", "clear"),
        (100.1, "level_2", "clear"),
        (106.9, "level_2", "clear"),
        (107.0, "level_2", "clear"),
        (107.1, "level_3", "clear"),
        (116.9, "level_3", "clear"),
        (117.0, "level_3", "clear"),
        (117.1, "over", "hit"),
    ],
)
def test_just_below_at_and_just_above_each_level_of_a_limit(measured, tier, result):
    found = judged([reading(measured)], [limit()], ground=OVER_LIMIT).iloc[0]
    assert (found["tier"], found["result"]) == (tier, result)


@pytest.mark.parametrize(
    ("measured", "tier", "result"),
    [(13.9, "level_3", "clear"), (14.0, "level_3", "clear"), (14.1, "over", "hit")],
)
def test_a_limit_with_a_third_level_alone_is_met_or_missed(measured, tier, result):
    # Flat glass up to 500 t/d in GB 21340-2019: no level 1 or 2, level 3 is 14.
    row = limit() | {"advanced": None, "access": None, "baseline": 14.0}
    found = judged([reading(measured)], [row], ground=OVER_LIMIT).iloc[0]
    assert (found["tier"], found["result"]) == (tier, result)
    assert np.isnan(found["saving_to_advanced_tce"])


def test_what_misses_the_last_level_misses_all_wherever_a_correction_moved_the_others():
    assert gaps.tier([90.0, 95.0, 101.0], 110.0, 95.0, 100.0, names=OVER_LIMIT.tiers).tolist() == [
        "level_1",
        "level_1",
        "over",
    ]


def test_without_a_first_level_a_slip_upwards_is_still_seen():
    # scale 14: above 14 + 2 x 14 = 42
    assert gaps.implausible([0.1, 42.0, 42.1], np.nan, 14.0, 0.5, 2.0).tolist() == [
        "",
        "",
        "implausibly_high",
    ]


def test_a_line_is_held_against_every_row_of_its_product():
    # GB 16780-2021: clinker has a limit of 117 kgce/t, of 61 kWh/t and of 109 kgce/t of coal.
    rows = [
        limit(),
        limit(row_id="v-2", indicator="electricity", unit="kWh/t")
        | {"advanced": 48.0, "access": 57.0, "baseline": 61.0},
        limit(row_id="v-3", indicator="fuel")
        | {"advanced": 94.0, "access": 100.0, "baseline": 109.0},
    ]
    readings = [
        reading(116.0),
        reading(62.0, indicator="electricity"),
        reading(108.0, indicator="fuel"),
    ]
    found = judged(readings, rows, ground=OVER_LIMIT)
    assert found["row_id"].tolist() == ["v-1", "v-2", "v-3"]
    assert found["measured"].tolist() == [116.0, 62.0, 108.0]
    assert found["result"].tolist() == ["clear", "hit", "clear"]


def test_a_stricter_local_row_stands_beside_the_national_one():
    rows = [level(), level(row_id="local", document_id="d-2", baseline=110.0)]
    found = judged([reading(112.0)], rows)
    assert found[["document_id", "result"]].values.tolist() == [["d-1", "clear"], ["d-2", "hit"]]


def test_a_product_without_a_limit_is_not_said_to_lack_a_benchmark():
    found = judged([reading(100.0)], [level(product_id="lime")], ground=OVER_LIMIT).iloc[0]
    assert found["reason"] == "no_limit"


def test_a_level_that_covers_several_products_applies_to_each(standards):
    # The 2021 row of tiles up to 0.5 % governs the two finer kinds that GB 21252-2023 tells apart.
    rows = standards.rows_in_force("benchmark_levels", dt.date(2022, 9, 10), JIUJIANG).table
    shaped = levels.in_common_shape(rows, BELOW_BASELINE)
    tile = "ceramic_tile_absorption_up_to_0_2"
    found = judged([reading(6.0, product_id=tile)], shaped).iloc[0]
    assert (found["row_id"], found["tier"], found["baseline"]) == ("bm2021-033", "baseline", 7)


@given(
    st.lists(st.sampled_from(["clinker", "lime", "bread"]), max_size=20),
    st.lists(st.sampled_from(["clinker", "lime", "steel"]), max_size=6),
)
def test_every_line_meets_each_level_of_its_product_once_and_no_other(products, of_levels):
    shaped = pd.DataFrame({"product_id": pd.Series(of_levels, dtype="str")})
    lines, rows = levels.pairs(pd.Series(products, dtype="str"), shaped)
    expected = [
        (at, row)
        for at, product in enumerate(products)
        for row in [r for r, each in enumerate(of_levels) if each == product] or [-1]
    ]
    assert list(zip(lines.tolist(), rows.tolist(), strict=True)) == expected
