"""Levels, tiers, results and savings, at and around every boundary."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from capacity_analysis.analysis import gaps
from capacity_analysis.standards import Standards

KGCE_PER = {"kgce": 1.0, "kgoe": 1.4286, "kWh": 0.1229}


def levels(**change: object) -> pd.DataFrame:
    """Return one verified row for clinker, with changes."""
    row = {
        "row_id": "v-1",
        "product_id": "clinker",
        "indicator": "comprehensive",
        "unit": "kgce/t",
        "advanced": 100.0,
        "baseline": 117.0,
        "confidence": "verified",
        **change,
    }
    return pd.DataFrame([row])


def compared(
    measured: float,
    rows: pd.DataFrame | None,
    options: dict[str, object] | None = None,
    **change: object,
) -> pd.Series:
    """Return the gap row of one line in operation with a unit energy."""
    lines = pd.DataFrame(
        {"product_id": ["clinker"], "out_of_operation": pd.Series([None], dtype="str")}
    )
    reported = {
        "line_code": np.int32(0),
        "product_id": "clinker",
        "output_quantity": 1000.0,
        "energy_kgce": measured * 1000.0,
        "unit_energy_kgce": measured,
        "unit_electricity_kwh": 60.0,
        "coefficient_confidence": "verified",
        "reason": None,
        **change,
    }
    return gaps.gaps(lines, pd.DataFrame([reported]), rows, KGCE_PER, **(options or {})).iloc[0]


def decisive_rows() -> list[pytest.param]:
    table = Standards.load().document("ndrc-2021-1609").table("benchmark_levels")
    return [pytest.param(row.advanced, row.baseline, id=row.row_id) for row in table.itertuples()]


@pytest.mark.parametrize(("advanced", "baseline"), decisive_rows())
def test_just_below_at_and_just_above_each_level_of_every_row(advanced, baseline):
    step = 1e-6 * max(1.0, abs(baseline))
    triples = {
        advanced: ["advanced", "advanced", "baseline"],
        baseline: ["baseline", "baseline", "below"],
    }
    for level, expected in triples.items():
        measured = [level - step, level, level + step]
        assert gaps.tier(measured, advanced, baseline).tolist() == expected


@pytest.mark.parametrize(
    ("terms", "output"),
    [
        ([0.1] * 1170, 1.0),  # 117.0 summed from tenths, off by some units in the last place
        ([39.0, 39.0, 39.0], 1.0),
        ([11_700_000.0 / 3] * 3, 100_000.0),
    ],
)
def test_a_line_exactly_at_its_level_passes_however_its_sum_was_rounded(terms, output):
    assert gaps.tier(sum(terms) / output, 100.0, 117.0).item() == "baseline"


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6), st.floats(0, 1e6))
def test_a_line_that_uses_less_is_never_judged_worse(measured, advanced, width):
    order = ["advanced", "baseline", "below"]
    baseline = advanced + width
    less, more = gaps.tier([measured - 1.0, measured], advanced, baseline).tolist()
    assert order.index(less) <= order.index(more)


@given(st.floats(-1e5, 1e5), st.floats(-1e5, 1e5), st.floats(0, 1e7))
def test_a_saving_is_never_negative_and_is_nothing_at_or_below_the_target(measured, target, output):
    saved = gaps.saving_potential_tce(measured, target, output, 1.0).item()
    assert saved >= 0
    if measured <= target:
        assert saved == 0


def test_a_gap_is_a_difference():
    found = compared(120.0, levels())
    assert found["gap_to_baseline"] == pytest.approx(3.0)
    assert found["gap_to_advanced"] == pytest.approx(20.0)


@pytest.mark.parametrize(
    ("row", "coefficient", "expected"),
    [
        ("verified", "verified", "hit"),
        ("verified", "cross_checked", "hit"),
        ("cross_checked", "verified", "hit"),
        ("recalled", "verified", "review"),
        ("verified", "recalled", "review"),
        ("carried_over", "verified", "review"),
    ],
)
def test_the_weakest_number_decides_how_a_verdict_stands(row, coefficient, expected):
    found = compared(120.0, levels(confidence=row), coefficient_confidence=coefficient)
    assert found["result"] == expected


def test_a_verified_row_clears_a_line_at_its_baseline():
    found = compared(117.0, levels())
    assert (found["tier"], found["result"], found["confidence"]) == (
        "baseline",
        "clear",
        "verified",
    )


def test_an_open_row_gives_no_verdict_and_no_candidate_value():
    found = compared(120.0, levels(advanced=math.nan, baseline=math.nan, confidence="open"))
    assert (found["result"], found["reason"]) == ("undecided", "level_open")
    assert math.isnan(found["gap_to_baseline"])


def test_a_product_without_a_row_gives_no_verdict():
    found = compared(120.0, levels(product_id="lime"))
    assert (found["result"], found["reason"]) == ("undecided", "no_level")


def test_a_day_without_a_document_gives_no_verdict():
    found = compared(120.0, None)
    assert (found["result"], found["reason"]) == ("undecided", "no_document")


def test_a_line_may_not_choose_the_product_whose_level_suits_it():
    rows = pd.concat(
        [levels(), levels(row_id="v-2", product_id="lime", baseline=50.0, advanced=40.0)]
    )
    for made in ("lime", "cement"):  # one with a level of its own, one without
        found = compared(60.0, rows.reset_index(drop=True), product_id=made)
        assert (found["result"], found["reason"]) == ("undecided", "product_differs")


def test_products_without_any_level_may_differ():
    found = compared(60.0, levels(product_id="lime"), product_id="cement")
    assert found["reason"] == "no_level"


def test_a_document_that_does_not_bind_leads_to_review_at_most():
    found = compared(120.0, levels(), {"binding": False})
    assert (found["tier"], found["result"]) == ("below", "review")


def test_the_mark_of_a_conversion_is_a_link_of_the_chain():
    marks = {"conversion_confidence": {"kgoe": "recalled"}}
    in_oil = compared(171.432, levels(unit="kgoe/t"), marks)  # 171.432 / 1.4286 = 120 kgoe/t
    assert in_oil["measured"] == pytest.approx(120.0)
    assert (in_oil["tier"], in_oil["result"]) == ("below", "review")
    assert compared(120.0, levels(), marks)["result"] == "hit"


@pytest.mark.parametrize(
    ("measured", "expected"),
    # clinker: 100 - 0.5 x 117 = 41.5 and 117 + 2 x 117 = 351
    [
        (41.4, "implausibly_low"),
        (41.5, ""),
        (41.6, ""),
        (350.9, ""),
        (351.0, ""),
        (351.1, "implausibly_high"),
    ],
)
def test_just_inside_at_and_just_outside_the_plausible_range(measured, expected):
    assert gaps.implausible(measured, 100.0, 117.0, 0.5, 2.0).item() == expected


@pytest.mark.parametrize(
    ("measured", "expected"),
    # converter steel, scale 30: -30 - 15 = -45 and -10 + 60 = 50
    [(-45.1, "implausibly_low"), (-45.0, ""), (12.0, ""), (50.0, ""), (50.1, "implausibly_high")],
)
def test_the_plausible_range_of_negative_levels(measured, expected):
    assert gaps.implausible(measured, -30.0, -10.0, 0.5, 2.0).item() == expected


def test_a_saving_at_the_level_is_nothing_however_the_sum_was_rounded():
    assert gaps.saving_potential_tce(sum([0.1] * 1000), 100.0, 1e9, 1.0).item() == 0.0


@pytest.mark.parametrize(
    ("product", "before", "mark", "expected"),
    [
        ("clinker", 119.0, "verified", 119.0),
        ("lime", 119.0, "verified", None),  # another product then
        ("clinker", 9000.0, "verified", None),  # a slip: over 117 + 2 x 117
        ("clinker", 119.0, "recalled", None),  # a coefficient that may not decide
        ("clinker", math.nan, "verified", None),
    ],
)
def test_the_year_before_is_compared_only_where_it_can_be(product, before, mark, expected):
    found = pd.DataFrame([compared(118.0, levels())])
    earlier = pd.DataFrame(
        {
            "line_code": [0],
            "product_id": pd.Categorical([product]),
            "unit_energy_kgce": [before],
            "unit_electricity_kwh": [60.0],
            "coefficient_confidence": [mark],
        }
    )
    bounds = {"below_advanced": 0.5, "above_baseline": 2.0}
    previous = gaps.year_before(found, earlier, KGCE_PER, **bounds).item()
    assert math.isnan(previous) if expected is None else previous == expected
