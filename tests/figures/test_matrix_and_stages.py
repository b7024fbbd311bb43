"""The matrix of findings and the bars of the plan's steps: told apart without colour."""

import pandas as pd
import pytest

from capacity_analysis import figures
from capacity_analysis.figures import style

SYMBOLS = {"hit": "▲", "review": "△", "undecided": "?", "clear": "○", "none": "–"}


def _matrix(results, groups=None):
    return figures.findings_matrix(
        results,
        names=[f"某厂 {at}号" for at in range(len(results))],
        groups=groups or ["达标"] * len(results),
        ground_labels=["环保", "限制类×亩产"][: results.shape[1]],
        symbols=SYMBOLS,
    )


def _grey(colour):
    from matplotlib.colors import to_rgb

    red, green, blue = to_rgb(colour)
    return 0.299 * red + 0.587 * green + 0.114 * blue


def test_every_cell_bears_the_symbol_of_its_result():
    results = pd.DataFrame({"a": ["hit", "review", "undecided"], "b": ["clear", "none", "hit"]})
    drawn = [text.get_text() for text in _matrix(results).axes[0].texts]
    assert drawn == ["▲", "○", "△", "–", "?", "▲"]


def test_a_symbol_stands_out_from_its_ground_in_a_grey_print():
    results = pd.DataFrame({"a": list(SYMBOLS)})
    axes = _matrix(results).axes[0]
    for text, cell in zip(axes.texts, axes.patches, strict=True):
        assert abs(_grey(text.get_color()) - _grey(cell.get_facecolor()[:3])) > 0.4


def test_a_group_is_written_once_at_its_first_line():
    results = pd.DataFrame({"a": ["hit", "hit", "clear"]})
    figure = _matrix(results, ["即时淘汰", "即时淘汰", "达标"])
    beside = figure.axes[0].child_axes[0]
    figure.canvas.draw()
    assert [label.get_text() for label in beside.get_yticklabels()] == ["即时淘汰", "达标"]


def test_a_long_head_goes_on_in_a_second_line():
    results = pd.DataFrame({"a": ["hit"], "b": ["hit"]})
    heads = [label.get_text() for label in _matrix(results).axes[0].get_xticklabels()]
    assert heads == ["环保", "限制类\n×亩产"]


@pytest.mark.parametrize(("length", "cut"), [(23, False), (24, True)])
def test_a_name_is_cut_in_the_middle_only_where_it_is_too_long(length, cut):
    name = "某" * length
    figure = figures.findings_matrix(
        pd.DataFrame({"a": ["hit"]}), names=[name], groups=["达标"], ground_labels=["环保"],
        symbols=SYMBOLS,
    )  # fmt: skip
    (label,) = figure.axes[0].get_yticklabels()
    assert ("…" in label.get_text()) == cut


COUNTS = pd.DataFrame({"done": [9, 40], "open": [0, 1], "at_risk": [0, 1], "overdue": [0, 1]})
LABELS = {"done": "已完成", "open": "未到期", "at_risk": "临近期限", "overdue": "逾期"}


def _stages():
    return figures.plan_stages(
        COUNTS, names=["企业自查", "复核检查"], labels=LABELS, axis_label="数量"
    )


def test_a_bar_is_as_long_as_what_its_step_asks_for():
    bars = _stages().axes[0].patches
    widths = pd.Series([bar.get_width() for bar in bars]).to_numpy().reshape(4, 2)
    assert widths.sum(axis=0).tolist() == [9, 43]


def test_what_is_overdue_is_always_numbered_and_small_parts_are_not():
    # 1 of 43 is narrower than a number: only the overdue one bears it.
    assert [text.get_text() for text in _stages().axes[0].texts] == ["9", "40", "1"]


def test_standings_are_told_apart_without_colour():
    looks = {
        (round(_grey(bar.get_facecolor()[:3]), 1), bar.get_hatch())
        for bar in _stages().axes[0].patches[::2]
    }
    assert len(looks) == 4


def test_both_figures_are_the_same_bytes_each_time():
    results = pd.DataFrame({"a": ["hit", "none"]})
    assert figures.to_svg(_matrix(results)) == figures.to_svg(_matrix(results))
    assert figures.to_svg(_stages()) == figures.to_svg(_stages())
    assert style.STRONG != style.QUIET
