"""Staff by age and service, cost by quarter, jobs against capacity: read in grey, nothing betrayed."""

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_rgb

from capacity_analysis import figures
from capacity_analysis.figures import style


def _grey(colour):
    red, green, blue = to_rgb(colour)
    return 0.299 * red + 0.587 * green + 0.114 * blue


def _ages(counts):
    counts = pd.DataFrame(counts, dtype=float)
    return figures.age_service(
        counts, age_labels=[f"{at}岁" for at in range(len(counts))],
        service_labels=[f"{at}年" for at in range(counts.shape[1])], age_axis="年龄",
        service_axis="工作年限", hidden_label="不公开",
    )  # fmt: skip


def _texts(figure):
    return [text.get_text() for text in figure.axes[0].texts]


def test_a_cell_bears_its_number_and_one_of_nobody_none():
    assert _texts(_ages([[12, 0], [5, 31]])) == ["12", "5", "31"]


def test_a_hidden_cell_is_hatched_and_says_so():
    figure = _ages([[12, np.nan]])
    assert _texts(figure) == ["12", "不公开"]
    assert [bool(cell.get_hatch()) for cell in figure.axes[0].patches] == [False, True]


def test_more_people_stand_on_a_darker_ground_and_the_number_stands_out():
    # A quarter, a half, three quarters and all of the most: one step each.
    figure = _ages([[10, 20, 30, 40]])
    grounds = [_grey(cell.get_facecolor()[:3]) for cell in figure.axes[0].patches]
    assert grounds == sorted(grounds, reverse=True) and len(set(grounds)) == 4
    for text, ground in zip(figure.axes[0].texts, grounds, strict=True):
        assert abs(_grey(text.get_color()) - ground) > 0.4


def test_where_all_is_hidden_there_is_still_a_figure():
    assert _texts(_ages([[np.nan, np.nan]])) == ["不公开", "不公开"]


COSTS = pd.DataFrame(
    {"low": [1280, np.nan, 0], "central": [1460, np.nan, 90], "high": [1690, np.nan, 120]}
)


def _costs():
    return figures.cost_by_quarter(
        COSTS, names=["四季度", "一季度", "二季度"], cost_label="万元",
        missing_labels=["", "不公开", ""],
    )  # fmt: skip


def test_a_bar_is_the_central_sum_and_its_line_runs_from_the_low_to_the_high_one():
    axes = _costs().axes[0]
    assert [bar.get_height() for bar in axes.patches] == [1460, 90]
    (ranges,) = [each for each in axes.collections if hasattr(each, "get_segments")]
    ends = [segment[:, 1].tolist() for segment in ranges.get_segments()]
    assert ends == [[1280, 1690], [0, 120]]


def test_a_missing_quarter_keeps_its_place_and_says_why():
    assert _texts(_costs()) == ["1,460", "不公开", "90"]
    assert [label.get_text() for label in _costs().axes[0].get_xticklabels()][1] == "一季度"


def _jobs(demand, capacity):
    return figures.jobs_against_capacity(
        pd.DataFrame({"demand": demand, "capacity": capacity}, dtype=float),
        names=["某镇"] * len(demand),
        labels={"met": "需要", "short": "超过", "capacity": "能力", "unknown": "未报"},
        axis_label="个", hidden_label="不公开",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("demand", "capacity", "met", "short"),
    [
        (95, 96, 95, 0),
        (96, 96, 96, 0),
        (97, 96, 96, 1),
        (45, np.nan, 45, 0),
        (np.nan, 40, 0, 0),
    ],
)
def test_what_is_beyond_the_capacity_is_parted_from_what_is_within(demand, capacity, met, short):
    within, beyond = _jobs([demand], [capacity]).axes[0].patches
    assert (within.get_width(), beyond.get_width()) == (met, short)
    assert beyond.get_hatch() and not within.get_hatch()


def test_demand_and_capacity_stand_beside_the_bar_and_what_is_not_told_is_said_to_be_so():
    drawn = _texts(_jobs([96, 45, np.nan], [65, np.nan, 40]))
    assert drawn == ["96／65", "45／未报", "不公开"]


def test_a_hidden_demand_shows_no_mark_of_a_capacity():
    # A bar of no length beside a mark would tell that the demand is there, and of what size at most.
    assert len(_jobs([np.nan], [40]).axes[0].collections[0].get_segments()) == 0


def test_strong_and_quiet_differ_in_grey():
    assert _grey(style.QUIET) - _grey(style.STRONG) > 0.4


@pytest.mark.parametrize(
    "make",
    [lambda: _ages([[1, np.nan]]), _costs, lambda: _jobs([3], [2])],
    ids=["ages", "costs", "jobs"],
)
def test_each_figure_is_the_same_bytes_each_time(make):
    assert figures.to_svg(make()) == figures.to_svg(make())
