"""Loans, guarantees, land, ranks and the map: told apart without colour, amounts written out."""

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_rgb

from capacity_analysis import figures


def _texts(figure):
    return [text.get_text() for text in figure.axes[0].texts if text.get_text()]


def _grey(colour):
    return float(np.dot(to_rgb(colour), (0.299, 0.587, 0.114)))


@pytest.fixture(scope="module")
def loans():
    amounts = pd.DataFrame([[50.0, 300.0, np.nan], [np.nan, 100.0, 20.0]])
    return figures.loans_by_bank(
        amounts, bank_names=["农商行", "城商行"], column_labels=["已逾期", "四季度", "一季度"],
        aggregate=[False, True], late=0,
        labels={"total": "合计", "detail": "逐笔", "aggregate": "汇总"},
    )  # fmt: skip


def test_a_loan_bears_its_amount_and_a_bank_its_total_but_a_quarter_has_none(loans):
    assert sorted(_texts(loans)) == sorted(["50", "300", "100", "20", "350", "120"])


def test_sums_of_a_bank_are_hatched_and_named(loans):
    hatched = [bool(cell.get_hatch()) for cell in loans.axes[0].patches]
    assert hatched == [False, False, False, False, True, True]
    beside = loans.axes[0].child_axes[0]
    assert [each.get_text() for each in beside.get_yticklabels()] == ["逐笔", "汇总"]


def test_what_is_overdue_prints_darkest_with_white_on_it(loans):
    late, *others = (_grey(cell.get_facecolor()[:3]) for cell in loans.axes[0].patches)
    assert late < min(others) - 0.2
    ink = next(text for text in loans.axes[0].texts if text.get_text() == "50").get_color()
    assert _grey(ink) - late > 0.4


@pytest.fixture(scope="module")
def network():
    nodes = pd.DataFrame(
        {"number": [1, 2, 3], "name": ["甲厂", "乙厂", "担保公司"],
         "kind": ["exits", "stays", "outside"], "component": 1, "step": [0, 1, 2]},
        index=["A", "B", "C"],
    )  # fmt: skip
    links = pd.DataFrame(
        {"borrower": ["A", "B", "B"], "guarantor": ["B", "C", "A"], "amount": [80.0, 50.0, np.nan]}
    )
    return figures.guarantee_network(
        nodes, links, {"exits": "退出", "stays": "不退出", "outside": "名录外"}
    )


def test_kinds_of_nodes_differ_in_shape(network):
    outlines = [
        each.get_paths()[0].vertices.round(3).tolist() for each in network.axes[0].collections
    ]
    assert outlines[0] != outlines[1] != outlines[2] != outlines[0]


def test_nodes_have_number_and_name_and_arrows_what_is_guaranteed(network):
    texts = _texts(network)
    assert {"1", "甲厂", "2", "乙厂", "3", "担保公司", "80", "50"} == set(texts)


def test_an_arrow_that_leads_back_bends(network):
    bends = [
        each.arrow_patch.get_connectionstyle().rad
        for each in network.axes[0].texts
        if getattr(each, "arrow_patch", None) is not None
    ]
    assert [bool(bend) for bend in bends] == [False, False, True]


def test_land_is_cut_by_when_it_is_ready_and_bears_area_and_count():
    areas = pd.DataFrame([[30.0, 10.0, np.nan, np.nan], [np.nan, np.nan, np.nan, 20.0]],
                         columns=list(figures.READY))  # fmt: skip
    figure = figures.land_by_route(
        areas, names=["腾出", "疑似"], counts=["（2宗）", "（1宗）"],
        labels={each: each for each in figures.READY}, axis_label="亩",
    )  # fmt: skip
    assert _texts(figure) == ["40（2宗）", "20（1宗）"]
    bars = [bar for bar in figure.axes[0].patches if bar.get_width()]
    assert [bar.get_width() for bar in bars] == [30.0, 10.0, 20.0]
    greys = [_grey(bar.get_facecolor()[:3]) for bar in bars]
    assert greys == sorted(greys) and bars[-1].get_hatch()


def test_a_rank_is_a_dot_within_its_interval_and_a_gate_changes_its_shape():
    ranks = pd.DataFrame({"rank": [1, 4], "rank_low": [1, 2], "rank_high": [3, 4],
                          "gated": [False, True]})  # fmt: skip
    figure = figures.rank_intervals(
        ranks, names=["甲", "乙"], labels={"open": "无", "gated": "有", "interval": "条"},
        axis_label="位次",
    )  # fmt: skip
    bars, *dots = figure.axes[0].collections
    assert [segment[:, 0].tolist() for segment in bars.get_segments()] == [[1, 3], [2, 4]]
    assert [dot.get_offsets().tolist() for dot in dots] == [[[1, 0]], [[4, 1]]]
    outlines = [dot.get_paths()[0].vertices.tolist() for dot in dots]
    assert outlines[0] != outlines[1]
    assert _texts(figure) == ["1—3", "2—4"]


def _square(parcel, category, x, size=100.0, ring=0):
    corners = [(x, 0.0), (x + size, 0.0), (x + size, size), (x, size), (x, 0.0)]
    return [
        {"parcel_no": parcel, "ring": ring, "x_m": e, "y_m": n, "category": category}
        for e, n in corners
    ]


@pytest.fixture(scope="module")
def drawn_map():
    corners = [
        row
        for at, each in enumerate(figures.CATEGORIES)
        for row in _square(str(at), each, 150.0 * at)
    ]
    numbers = {str(at): str(at + 1) for at in range(len(figures.CATEGORIES))}
    return figures.parcel_map(
        pd.DataFrame(corners), numbers=numbers, labels={each: each for each in figures.CATEGORIES},
        words=("北", "米", "千米"),
    )  # fmt: skip


def test_categories_on_the_map_differ_without_colour(drawn_map):
    looks = {
        (patch.get_hatch(), round(_grey(patch.get_facecolor()[:3]), 1))
        for patch in drawn_map.axes[0].patches
    }
    assert len(looks) == len(figures.CATEGORIES)


def test_the_map_has_north_and_a_scale_of_a_round_length_alike_in_both_directions(drawn_map):
    """850 m across: the longest of 1, 2, 5 times a power of ten within 30 % of it is 200 m."""
    assert {"北", "200米"} <= set(_texts(drawn_map))
    (bar,) = drawn_map.axes[0].lines
    assert np.ptp(bar.get_xdata()) == 200.0
    assert drawn_map.axes[0].get_aspect() == 1.0
    assert len(drawn_map.legends[0].get_texts()) == len(figures.CATEGORIES)


def test_a_parcel_too_small_to_see_gets_a_ring():
    corners = pd.DataFrame([*_square("1", "idle", 0.0), *_square("2", "freed", 9_000.0)])
    figure = figures.parcel_map(
        corners, numbers={"1": "1", "2": "2"}, labels={"idle": "闲", "freed": "腾"},
        words=("北", "米", "千米"),
    )  # fmt: skip
    assert len(figure.axes[0].collections) == 2
    assert "2千米" in _texts(figure)
