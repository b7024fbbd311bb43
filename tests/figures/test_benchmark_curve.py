"""The benchmark curve: bars, levels and labels, and bytes that stay the same."""

import re

import matplotlib.figure
import numpy as np
import pandas as pd
import pytest
from matplotlib.patches import Rectangle

from capacity_analysis.figures import benchmark_curve, is_cut, to_svg

LABELS = {
    "output_label": "累计产量（万吨）",
    "energy_label": "千克标准煤/吨",
    "baseline_label": "基准 117",
    "advanced_label": "标杆 100",
}


def lines(measured, output, baseline=117.0, advanced=100.0) -> pd.DataFrame:
    """Return lines numbered worst first, as the table beside the figure numbers them."""
    frame = pd.DataFrame({"measured": measured, "output_quantity": output})
    frame = frame.sort_values("measured", ascending=False, kind="stable").reset_index(drop=True)
    tier = np.select(
        [frame["measured"] <= advanced, frame["measured"] <= baseline],
        ["advanced", "baseline"],
        "below",
    )
    return frame.assign(tier=tier, rank=range(1, len(frame) + 1))


def draw(measured, output, baseline=117.0, advanced=100.0, **options) -> matplotlib.figure.Figure:
    return benchmark_curve(
        lines(measured, output, baseline, advanced),
        baseline=baseline,
        advanced=advanced,
        **(LABELS | options),
    )


def bars(figure) -> list[Rectangle]:
    return list(figure.axes[0].patches)


def test_there_is_one_bar_per_line_best_first_as_wide_as_its_output():
    figure = draw([120.0, 95.0, 110.0], [100.0, 300.0, 200.0], output_scale=10.0)
    assert isinstance(figure, matplotlib.figure.Figure)
    assert [bar.get_width() for bar in bars(figure)] == pytest.approx([30.0, 20.0, 10.0])
    assert [bar.get_x() for bar in bars(figure)] == pytest.approx([0.0, 30.0, 50.0])
    tops = [bar.get_y() + bar.get_height() for bar in bars(figure)]
    assert tops == pytest.approx([95.0, 110.0, 120.0])


def test_bars_below_the_baseline_are_hatched_and_darker_in_grey():
    figure = draw([120.0, 117.0, 95.0], [1.0, 1.0, 1.0])
    best, at, below = bars(figure)
    assert [bar.get_hatch() for bar in (best, at, below)] == [None, None, "///"] or [
        bool(bar.get_hatch()) for bar in (best, at, below)
    ] == [False, False, True]
    grey = [np.dot(bar.get_facecolor()[:3], [0.299, 0.587, 0.114]) for bar in (best, at, below)]
    assert grey[0] == grey[1] and grey[0] - grey[2] > 0.4


def test_both_levels_are_lines_labelled_with_their_values():
    axes = draw([120.0, 95.0], [1.0, 1.0]).axes[0]
    assert {line.get_ydata()[0] for line in axes.lines} == {117.0, 100.0}
    assert len({line.get_linestyle() for line in axes.lines}) == 2
    assert {"基准 117", "标杆 100"} <= {text.get_text() for text in axes.texts}
    assert axes.get_xlabel() == "累计产量（万吨）"
    assert axes.get_ylabel() == "千克标准煤/吨"


def test_bars_are_numbered_as_the_table_is():
    axes = draw([120.0, 95.0, 110.0], [1.0, 1.0, 1.0]).axes[0]
    numbers = [text.get_text() for text in axes.texts if text.get_text().isdigit()]
    assert numbers == ["3", "2", "1"]  # left to right, the best line being the last of the table


def test_with_negative_levels_worse_is_still_higher():
    figure = draw([-31.0, -12.0, -3.0], [1.0, 1.0, 1.0], baseline=-10.0, advanced=-30.0)
    heights = [bar.get_height() for bar in bars(figure)]
    assert heights == sorted(heights) and min(heights) > 0
    assert [bool(bar.get_hatch()) for bar in bars(figure)] == [False, False, True]
    assert is_cut(figure)


def test_a_line_alone_and_lines_alike_can_be_drawn():
    alone = bars(draw([117.0], [5.0]))
    assert [bar.get_width() for bar in alone] == [5.0]
    alike = draw([117.0, 117.0, 117.0], [1.0, 1.0, 1.0], baseline=117.0, advanced=117.0)
    low, high = alike.axes[0].get_ylim()
    assert low < 117.0 < high
    assert all(bar.get_height() > 0 for bar in bars(alike))


def test_an_axis_that_starts_at_zero_is_not_called_cut():
    assert not is_cut(draw([10.0, 200.0], [1.0, 1.0]))  # 10 - 0.35 x 190 would lie below zero
    assert is_cut(draw([110.0, 120.0], [1.0, 1.0]))


def test_numbers_of_narrow_bars_stand_above_one_another():
    figure = draw([101.0 + at for at in range(12)], [1.0] * 11 + [1000.0])
    texts = [text for text in figure.axes[0].texts if text.get_text().isdigit()]
    assert len({text.xyann for text in texts}) == 3


def test_the_same_lines_give_the_same_svg_without_date_or_font():
    first, second = (to_svg(draw([120.0, 95.0], [1.0, 2.0])) for _ in range(2))
    assert first == second
    assert not re.search(r"<text|<dc:date|<dc:creator|font-family", first)
    assert "<path" in first
    assert not re.search(r"20\d\d-\d\d-\d\dT", first)


def test_the_readers_own_settings_of_matplotlib_are_left_alone():
    import matplotlib as mpl

    before = dict(mpl.rcParams)
    to_svg(draw([120.0, 95.0], [1.0, 2.0]))
    assert dict(mpl.rcParams) == before


def test_a_matplotlibrc_of_the_reader_changes_no_byte(tmp_path):
    import matplotlib as mpl

    plain = to_svg(draw([120.0, 95.0], [1.0, 2.0]))
    own = tmp_path / "matplotlibrc"
    own.write_text(
        "axes.grid: True\naxes.facecolor: yellow\nsavefig.bbox: tight\nsavefig.dpi: 40\n"
        "svg.hashsalt: mine\nsvg.fonttype: none\nfont.size: 20\nlines.linewidth: 5\n",
        encoding="utf-8",
    )
    with mpl.rc_context(fname=own):
        assert to_svg(draw([120.0, 95.0], [1.0, 2.0])) == plain


def test_no_character_of_a_label_lacks_its_glyph(recwarn):
    to_svg(draw([-31.0, -12.0], [1.0, 1.0], baseline=-10.0, advanced=-30.0))
    assert not [str(w.message) for w in recwarn if "Glyph" in str(w.message)]
