"""Whom to visit first: each signal by hand, at its threshold, and the order of all of them."""

import numpy as np
import pandas as pd
import pytest
from campaign_frames import DAY, date, frame
from hypothesis import given, settings
from hypothesis import strategies as st

from capacity_analysis.analysis import visits

YEAR = 2021


def amounts(*values, year=YEAR):
    """Return an amount of electricity for each enterprise."""
    return pd.DataFrame(
        {"enterprise_code": range(len(values)), "year": year, "value": list(values)}
    ).astype({"year": "Int32", "value": "float64"})


def lines(electricity, output=None, *, year=YEAR, product="clinker"):
    """Return the electricity and output of lines in a year, each of an enterprise of its own."""
    count = len(electricity)
    return pd.DataFrame(
        {
            "enterprise_code": range(count), "line_code": range(count), "year": year,
            "product_id": product, "output": output or [1.0] * count, "electricity": electricity,
        }
    )  # fmt: skip


# --- self-reported electricity against meters -------------------------------------------------


@pytest.mark.parametrize(
    ("reported", "gap"),
    [(111, 11.0), (110, None), (109, None), (100, None), (91, None), (90, None), (89, -11.0)],
)
def test_a_gap_of_ten_percent_is_allowed_on_either_side_and_more_is_not(reported, gap):
    found = visits.meter_gaps(amounts(reported), amounts(100), YEAR, 10)
    assert found["value"].tolist() == pytest.approx([] if gap is None else [gap])


def test_a_gap_names_both_figures():
    found = visits.meter_gaps(amounts(80), amounts(100), YEAR, 10)
    assert found[["measured", "expected", "threshold"]].values.tolist() == [[80, 100, 10]]


def test_electricity_of_which_nothing_was_metered_is_a_gap_beyond_measure():
    assert visits.meter_gaps(amounts(5), amounts(0), YEAR, 10)["value"].tolist() == [np.inf]
    assert visits.meter_gaps(amounts(0), amounts(0), YEAR, 10).empty


@pytest.mark.parametrize(("reported", "metered"), [(None, 100), (100, None)])
def test_a_figure_that_is_missing_is_no_gap(reported, metered):
    assert visits.meter_gaps(amounts(reported), amounts(metered), YEAR, 10).empty


def test_other_years_and_enterprises_without_a_meter_are_not_compared():
    assert visits.meter_gaps(amounts(50, year=2020), amounts(100, year=2020), YEAR, 10).empty
    assert visits.meter_gaps(amounts(50, year=2020), amounts(100), YEAR, 10).empty
    found = visits.meter_gaps(amounts(50, 50), amounts(100), YEAR, 10)
    assert found["enterprise_code"].tolist() == [0]


# --- peers ------------------------------------------------------------------------------------


def scores(electricity, *, least_z=3.5, least_peers=5, **told):
    found = visits.peer_outliers(lines(electricity, **told), YEAR, least_z, least_peers)
    return dict(zip(found["line_code"], found["value"], strict=True))


def test_the_modified_z_score_of_an_example_by_hand():
    # 10 12 12 13 14 15 40: median 13, distances 3 1 1 0 1 2 27, their median 1;
    # 0.6745 x 27 = 18.2115. The next, 0.6745 x 3 = 2.0235, is within 3.5.
    assert scores([10, 12, 12, 13, 14, 15, 40.0]) == pytest.approx({6: 18.2115})


@pytest.mark.parametrize(("distance", "is_signal"), [(5.1, False), (5.2, True)])
def test_a_score_beyond_three_and_a_half_is_a_signal_on_either_side(distance, is_signal):
    # MAD 1: 3.5 / 0.6745 = 5.189 from the median. Whatever lies further out does not move it.
    for side in (1, -1):
        found = scores([9.0, 10.0, 11.0, 10.0, 10.0 + side * distance, 11.0, 9.0])
        assert found == pytest.approx({4: side * 0.6745 * distance} if is_signal else {})


def test_a_score_of_just_the_threshold_is_none():
    # Median 10, MAD 1, distance 2: 0.6745 x 2 = 1.349.
    values = [9.0, 10.0, 11.0, 10.0, 12.0, 11.0, 9.0]
    assert list(scores(values, least_z=1.3489)) == [4]
    assert scores(values, least_z=1.349) == {}
    assert scores(values, least_z=1.3491) == {}


@pytest.mark.parametrize(("least_peers", "is_signal"), [(6, True), (7, True), (8, False)])
def test_seven_lines_are_enough_where_seven_must_be_compared(least_peers, is_signal):
    found = scores([10, 12, 12, 13, 14, 15, 40.0], least_peers=least_peers)
    assert bool(found) == is_signal


def test_where_half_of_the_lines_agree_to_the_last_digit_nothing_can_be_said():
    assert scores([10.0, 10.0, 10.0, 10.0, 99.0]) == {}


def test_lines_are_compared_with_those_of_their_product_and_year_alone():
    others = lines([400.0] * 5, product="cement")
    both = pd.concat([lines([9.0, 10.0, 11.0, 10.0, 12.0]), others])
    assert visits.peer_outliers(both, YEAR, 3.5, 5).empty
    before = pd.concat([lines([9.0, 10.0, 11.0, 10.0]), lines([99.0], year=2020)])
    assert visits.peer_outliers(before, YEAR, 3.5, 4).empty


def test_electricity_is_taken_per_unit_of_output():
    # 90/9 … 120/10: 10, 10, 11, 12 and 100/1, median 11, distances 1 1 0 1 89; 0.6745 x 89.
    electricity, output = [90.0, 100.0, 110.0, 120.0, 100.0], [9.0, 10.0, 10.0, 10.0, 1.0]
    assert scores(electricity, output=output) == pytest.approx({4: 60.0305})


def test_a_line_without_output_is_no_peer():
    assert scores([10, 12, 12, 13, 14, 15, 40.0], output=[0.0, *[1.0] * 6], least_peers=7) == {}


@settings(max_examples=25, derandomize=True, deadline=None)
@given(
    values=st.lists(st.integers(1, 50), min_size=5, max_size=20),
    scale=st.sampled_from([0.5, 2.0, 1024.0]),
)
def test_scores_do_not_hang_on_the_unit_and_mirror_with_the_sign(values, scale):
    own = scores([float(value) for value in values], least_z=1)
    assert own == pytest.approx(scores([scale * value for value in values], least_z=1))
    mirrored = scores([100.0 - value for value in values], least_z=1)
    assert own == pytest.approx({line: -score for line, score in mirrored.items()})


# --- jumps ------------------------------------------------------------------------------------


def jumps(before, now, percent=30, **told):
    both = pd.concat([lines(**before, year=2020, **told), lines(**now, **told)])
    found = visits.year_jumps(both, YEAR, percent)
    return dict(zip(found["measure"], found["value"], strict=True))


@pytest.mark.parametrize(
    ("output", "change"),
    [(131.0, 31.0), (130.0, None), (129.0, None), (71.0, None), (70.0, None), (69.0, -31.0)],
)
def test_an_output_that_changed_by_more_than_thirty_percent_jumped(output, change):
    # The electricity goes with it, so that each tonne takes the same.
    before = {"electricity": [1000.0], "output": [100.0]}
    found = jumps(before, {"electricity": [output * 10], "output": [output]})
    assert found == pytest.approx({} if change is None else {"output": change})


def test_electricity_per_tonne_jumps_where_the_output_does_not():
    before = {"electricity": [1000.0], "output": [100.0]}
    found = jumps(before, {"electricity": [1500.0], "output": [100.0]})
    assert found == {"electricity_intensity": 50.0}


@pytest.mark.parametrize(("before", "now"), [(0.0, 100.0), (100.0, 0.0)])
def test_a_line_that_stopped_or_started_did_not_jump(before, now):
    one = {"electricity": [10.0]}
    assert jumps({**one, "output": [before]}, {**one, "output": [now]}) == {}


def test_only_the_year_right_before_is_compared_and_only_the_same_product():
    now = lines([100.0], [100.0])
    for before in (lines([1.0], [1.0], year=2019), lines([1.0], [1.0], year=2020, product="lime")):
        assert visits.year_jumps(pd.concat([before, now]), YEAR, 30).empty


# --- what is whole ----------------------------------------------------------------------------


def unit_energy(**flags):
    row = {"enterprise_code": 0, "line_code": 0, "year": YEAR, "product_id": "clinker",
           "indicator": "comprehensive", "output_quantity": 1.0, "electricity_kwh": 2.0,
           "electricity_contested": False}  # fmt: skip
    return pd.DataFrame([row | dict.fromkeys(visits.NOT_WHOLE, False) | flags])


def test_a_line_whose_inputs_are_whole_is_compared_even_if_its_meter_says_otherwise():
    kept = visits.comparable(unit_energy(electricity_contested=True))
    assert kept[["output", "electricity"]].values.tolist() == [[1.0, 2.0]]


@pytest.mark.parametrize("flag", visits.NOT_WHOLE)
def test_a_line_whose_inputs_are_not_whole_is_not_compared(flag):
    assert visits.comparable(unit_energy(**{flag: True})).empty


@pytest.mark.parametrize("column", ["output_quantity", "electricity_kwh"])
def test_a_line_without_a_number_is_not_compared(column):
    assert visits.comparable(unit_energy(**{column: np.nan})).empty


def test_every_line_is_compared_once():
    assert visits.comparable(unit_energy(indicator="electricity")).empty


# --- false returns and orders -----------------------------------------------------------------


def reported(state, found_on="2022-06-01", concluded_on=None):
    return frame(
        [(0, 3, date(found_on), date(concluded_on), state, "弄虚作假!D2")],
        enterprise_code="int32", line_code="int32", found_on="datetime64[s]",
        concluded_on="datetime64[s]", state="str", cells="str",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("row", "state"),
    [
        (reported("suspected"), "suspected"),
        (reported("confirmed", concluded_on="2022-09-10"), "confirmed"),
        (reported("confirmed", concluded_on="2022-09-11"), "suspected"),  # not by then
        (reported("dismissed", concluded_on="2022-09-10"), None),
        (reported("dismissed", concluded_on="2022-09-11"), "suspected"),
        (reported("punished", concluded_on="2022-09-10"), None),
        (reported("suspected", found_on="2022-09-10"), "suspected"),
        (reported("suspected", found_on="2022-09-11"), None),
    ],
)
def test_a_false_return_is_a_signal_while_it_is_suspected_or_confirmed(row, state):
    found = visits.false_returns(row, DAY)
    assert found["state"].tolist() == ([] if state is None else [state])
    assert set(found["cells"]) <= {"弄虚作假!D2"}


def test_an_order_that_is_overdue_is_a_signal_by_its_days():
    findings = pd.DataFrame(
        {
            "enterprise_code": [0, 0], "line_code": [1, 2], "ground": "over_limit",
            "state": ["overdue", "ordered"], "deadline": ["2022-08-31", "2022-08-31"],
            "source_cell": ["整改!G2", "整改!G3"],
        }
    )  # fmt: skip
    found = visits.overdue(findings, DAY)
    shown = ["line_code", "measure", "value", "cells"]
    assert found[shown].values.tolist() == [[1, "over_limit", 10, "整改!G2"]]


# --- the order --------------------------------------------------------------------------------


def signal(enterprise, kind="meter_gap", value=20.0, threshold=10.0, state=None):
    found = visits.meter_gaps(amounts(50), amounts(100), YEAR, 10)
    return found.assign(
        enterprise_code=np.int32(enterprise), signal=kind, value=value, threshold=threshold,
        state=pd.Series([state], dtype="str"),
    )  # fmt: skip


def order(*signals, **told):
    return visits.ranked(*signals, **told)["enterprise_code"].drop_duplicates().tolist()


def test_whoever_shows_more_kinds_of_signals_goes_first():
    twice = [signal(0, value=99.0), signal(0, value=99.0)]
    assert order(*twice, signal(1), signal(1, "year_jump")) == [1, 0]


def test_of_equals_a_confirmed_false_return_goes_first_then_the_largest_excess():
    confirmed = signal(2, "false_return", 1.0, np.nan, "confirmed")
    assert order(signal(0), signal(1, value=-30.0), confirmed) == [2, 1, 0]


def test_of_equals_in_everything_the_roster_decides():
    assert order(signal(1), signal(0)) == [0, 1]


def test_the_plan_can_give_a_signal_more_weight():
    both = [signal(0), signal(0, "year_jump"), signal(1, "overdue", 5.0, np.nan)]
    assert order(*both) == [0, 1]
    assert order(*both, weights={"overdue": 2.5}) == [1, 0]


def test_an_enterprise_has_one_rank_and_its_signals_stand_together():
    found = visits.ranked(signal(0), signal(1), signal(1, "year_jump"), signal(0, value=40.0))
    assert found["rank"].tolist() == [1, 1, 2, 2]
    assert found["signal"].tolist()[:2] == ["meter_gap", "year_jump"]
    assert found["times"].tolist() == [2.0, 2.0, 4.0, 2.0]


def test_no_signals_are_no_visits():
    nothing = visits.meter_gaps(amounts(), amounts(), YEAR, 10)
    assert visits.ranked(nothing).empty
    assert visits.cited(visits.ranked(nothing), CELLS).empty


# --- the cells --------------------------------------------------------------------------------

CELLS = pd.DataFrame(
    [
        ("electricity", 0, 7, 2021, "能源!F2"), ("electricity", 0, 7, 2020, "能源!F3"),
        ("electricity", 0, 8, 2021, "能源!F4"), ("electricity", 0, -1, 2021, "能源!F5"),
        ("output", 0, 7, 2021, "产量!E2"), ("output", 0, 7, 2020, "产量!E3"),
        ("metered", 0, -1, 2021, "计量!E2"), ("metered", 1, -1, 2021, "计量!E3"),
        ("electricity", 1, 9, 2021, "能源!F6"),
    ],
    columns=["measure", "enterprise_code", "line_code", "year", "cell"],
)  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "measure", "line", "cells"),
    [
        ("meter_gap", "electricity", -1, "能源!F2、能源!F4、能源!F5、计量!E2"),
        ("peer_outlier", "electricity_intensity", 7, "产量!E2、能源!F2"),
        ("year_jump", "output", 7, "产量!E2、产量!E3"),
        ("year_jump", "electricity_intensity", 7, "产量!E2、产量!E3、能源!F2、能源!F3"),
        ("peer_outlier", "electricity_intensity", 5, None),
    ],
)
def test_a_signal_names_the_cells_of_what_it_compares(kind, measure, line, cells):
    one = signal(0, kind).assign(measure=measure, line_code=line)
    found = visits.cited(visits.ranked(one), CELLS)["cells"]
    assert found.fillna("").tolist() == [cells or ""]


def test_cells_that_a_signal_brought_along_stay():
    brought = visits.false_returns(reported("suspected"), DAY)
    assert visits.cited(visits.ranked(brought), CELLS)["cells"].tolist() == ["弄虚作假!D2"]
