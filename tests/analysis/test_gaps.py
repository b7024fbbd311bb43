"""Levels, tiers, results and savings, at and around every boundary."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from cases import KGCE_PER, judged, level, reading
from hypothesis import given
from hypothesis import strategies as st

from capacity_analysis.analysis import gaps


def compared(
    value: float,
    level_of: dict[str, object] | None,
    options: dict[str, object] | None = None,
    **change: object,
) -> pd.Series:
    """Return the gap row of one clinker line in operation with a unit energy."""
    rows = None if level_of is None else [level_of]
    declared = ["clinker"]
    return judged([reading(value, **change)], rows, declared=declared, **(options or {})).iloc[0]


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
    found = compared(120.0, level())
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
    found = compared(120.0, level(confidence=row), coefficient_confidence=coefficient)
    assert found["result"] == expected


def test_a_verified_row_clears_a_line_at_its_baseline():
    found = compared(117.0, level())
    assert (found["tier"], found["result"], found["confidence"]) == (
        "baseline",
        "clear",
        "verified",
    )


def test_an_open_row_gives_no_verdict_and_no_candidate_value():
    found = compared(120.0, level(advanced=math.nan, baseline=math.nan, confidence="open"))
    assert (found["result"], found["reason"]) == ("undecided", "level_open")
    assert math.isnan(found["gap_to_baseline"])


def test_a_product_without_a_row_gives_no_verdict():
    found = compared(120.0, level(product_id="lime"))
    assert (found["result"], found["reason"]) == ("undecided", "no_level")


def test_a_day_without_a_document_gives_no_verdict():
    found = compared(120.0, None)
    assert (found["result"], found["reason"]) == ("undecided", "no_document")


def test_a_line_may_not_choose_the_product_whose_level_suits_it():
    rows = [level(), level(row_id="v-2", product_id="lime", baseline=50.0, advanced=40.0)]
    for made in ("lime", "cement"):  # one with a level of its own, one without
        found = judged([reading(60.0, product_id=made)], rows, declared=["clinker"]).iloc[0]
        assert (found["result"], found["reason"]) == ("undecided", "product_differs")


def test_products_without_any_level_may_differ():
    found = compared(60.0, level(product_id="lime"), product_id="cement")
    assert found["reason"] == "no_level"


def test_a_document_that_does_not_bind_leads_to_review_at_most():
    found = compared(120.0, level(binding=False))
    assert (found["tier"], found["result"]) == ("below", "review")


def test_the_mark_of_a_conversion_is_a_link_of_the_chain():
    marks = {"conversion_confidence": {"kgoe": "recalled"}}
    in_oil = compared(171.432, level(unit="kgoe/t"), marks)  # 171.432 / 1.4286 = 120 kgoe/t
    assert in_oil["measured"] == pytest.approx(120.0)
    assert (in_oil["tier"], in_oil["result"]) == ("below", "review")
    assert compared(120.0, level(), marks)["result"] == "hit"


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
    found = pd.DataFrame([compared(118.0, level())])
    earlier = pd.DataFrame(
        {
            "line_code": [0],
            "indicator": pd.Categorical(["comprehensive"]),
            "product_id": pd.Categorical([product]),
            "measured": [before],
            "coefficient_confidence": [mark],
        }
    )
    bounds = {"below_advanced": 0.5, "above_baseline": 2.0}
    previous = gaps.year_before(found, earlier, KGCE_PER, **bounds).item()
    assert math.isnan(previous) if expected is None else previous == expected


def test_what_the_level_counts_is_compared_and_all_energy_is_kept():
    # 13,400 kWh/t of 1,000 t; all its energy is 2,500 tce, of which the level counts nothing else.
    row = level(indicator="electricity", unit="kWh/t", advanced=13_000.0, baseline=13_350.0)
    readings = [
        reading(2500.0, coefficient_confidence="recalled"),
        reading(13_400.0, indicator="electricity"),
    ]
    found = judged(readings, [row]).iloc[0]
    assert (found["measured"], found["result"], found["energy_tce"]) == (13_400.0, "hit", 2500.0)
    # 50 kWh/t x 1,000 t x 0.1229 kgce/kWh = 6,145 kgce
    assert found["saving_to_baseline_tce"] == pytest.approx(6.145)
    assert found["gap_kgce"] == pytest.approx(50 * 0.1229)


def test_an_indicator_that_nobody_measured_gives_no_verdict():
    found = compared(120.0, level(indicator="net_coal_rate", unit="gce/kWh"))
    assert (found["result"], found["reason"]) == ("undecided", "indicator_not_supported")
    assert math.isnan(found["measured"])
    # What is missing of the line's energy goes before.
    blank = compared(math.nan, level(indicator="fuel"), reason="output_missing")
    assert blank["reason"] == "output_missing"


def test_a_line_without_a_reading_reports_nothing():
    found = judged([reading(110.0, line_code=1)], [level()], declared=["clinker", "clinker"])
    assert found["reason"].tolist()[0] == "nothing_reported"
    assert found["silent"].tolist() == [True, False]


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        # clear at 116: another key may bring the line to 117, but not above it
        (115.0, 116.9, ("clear", "")),
        (115.0, 117.0, ("clear", "")),
        (115.0, 117.1, ("review", "allocation_sensitive")),
    ],
)
def test_a_clear_line_that_another_key_would_turn_is_reviewed(low, high, expected):
    found = compared(116.0, level(), measured_low=low, measured_high=high)
    assert (found["result"], str(found["reason"]).replace("nan", "")) == expected
    assert found["tier"] == "baseline"


@pytest.mark.parametrize(
    ("low", "expected"),
    [(117.1, "hit"), (117.0, "review"), (116.9, "review")],
)
def test_a_hit_line_that_another_key_would_turn_is_reviewed(low, expected):
    found = compared(118.0, level(), measured_low=low, measured_high=119.0)
    assert (found["result"], found["tier"]) == (expected, "below")
    assert (found["reason"] == "allocation_sensitive") == (expected == "review")


def test_a_key_that_moves_a_line_between_tiers_but_not_over_its_level_changes_no_verdict():
    found = compared(101.0, level(), measured_low=99.0, measured_high=105.0)
    assert found["result"] == "clear"


def test_a_product_whose_document_does_not_hold_on_the_day_is_told_from_one_without_a_level():
    for absent, reason in ((["clinker"], "level_absent_on_date"), (["lime"], "no_level")):
        found = compared(120.0, level(product_id="cement"), {"absent": absent})
        assert (found["result"], found["reason"]) == ("undecided", reason)
    # Without any document that is what there is to say.
    assert compared(120.0, None, {"absent": ["clinker"]})["reason"] == "no_document"


def test_a_definition_from_memory_is_marked_and_demotes_nothing():
    found = compared(120.0, level(), definition_confidence="recalled")
    assert (found["result"], found["definition_confidence"]) == ("hit", "recalled")
    assert found["confidence"] == "verified"
