"""Capacity by tier and savings by line: bars, labels, hatches, and bytes that stay the same."""

import math

import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_rgb

from capacity_analysis.figures import MOST_LINES, capacity_by_tier, saving_by_line, to_svg

TIERS = {
    "advanced": "标杆",
    "baseline": "达标",
    "below": "低于基准",
    "review": "待核",
    "undecided": "未判定",
}
SHARES = pd.DataFrame(
    {
        "product": ["水泥熟料", "平板玻璃"],
        "advanced": [30.0, 12.5],
        "baseline": [30.0, 50.0],
        "below": [15.0, 37.5],
        "review": [4.0, 0.0],
        "undecided": [21.0, 0.0],
        "target_percent": [30.0, math.nan],
    }
)


def tiers(shares=SHARES):
    return capacity_by_tier(
        shares, labels=TIERS, share_label="占产能的比重（%）", target_label="目标"
    )


def savings(frame):
    return saving_by_line(
        frame, energy_label="吨标准煤/年", emission_label="吨二氧化碳/年", unknown_label="无法折算"
    )


def lines(saving, emission=None, tier="below", name="甲厂1号线") -> pd.DataFrame:
    return pd.DataFrame(
        {
            "rank": range(1, len(saving) + 1),
            "name": name,
            "saving_tce": saving,
            "saving_tco2": [2.5 * value for value in saving] if emission is None else emission,
            "tier": tier,
        }
    )


def widths(container) -> list[float]:
    return [bar.get_width() for bar in container]


def texts(axes) -> list[str]:
    return [text.get_text() for text in axes.texts]


# --- capacity by tier ---------------------------------------------------------------------------


def test_the_parts_of_a_bar_follow_one_another_from_the_best_to_the_undecided():
    parts = tiers().axes[0].containers
    first = [part[0] for part in parts if hasattr(part, "patches")]
    assert [bar.get_width() for bar in first] == [30.0, 30.0, 15.0, 4.0, 21.0]
    assert [bar.get_x() for bar in first] == [0.0, 30.0, 60.0, 75.0, 79.0]
    assert sum(widths(first)) == 100.0


def test_products_stand_in_their_order_from_the_top():
    axes = tiers().axes[0]
    assert [label.get_text() for label in axes.get_yticklabels()] == ["水泥熟料", "平板玻璃"]
    bottom, top = axes.get_ylim()
    assert bottom > top


def test_no_two_parts_look_alike_in_grey():
    looks = [
        (
            round(float(np.dot(to_rgb(bar.get_facecolor()), [0.299, 0.587, 0.114])), 1),
            bar.get_hatch(),
        )
        for bar in (part[0] for part in tiers().axes[0].containers)
    ]
    assert len(set(looks)) == len(TIERS)
    assert [bool(hatch) for _grey, hatch in looks] == [False, False, True, True, False]


def test_a_part_bears_its_percentage_where_there_is_room():
    assert texts(tiers().axes[0]) == [
        "30",
        "12.5",
        "30",
        "50",
        "15",
        "37.5",
        "21",
    ]  # 4 is too narrow


def test_only_a_product_with_a_target_has_a_mark_at_it():
    marks = tiers().axes[0].collections
    assert len(marks) == 2  # a white ground, and the mark itself
    for mark in marks:
        (segment,) = mark.get_segments()
        assert segment[:, 0].tolist() == [30.0, 30.0]
        assert segment[:, 1].min() < 0 < segment[:, 1].max()


def test_the_legend_names_every_part_and_the_target_if_there_is_one():
    (legend,) = tiers().legends
    assert {text.get_text() for text in legend.get_texts()} == {*TIERS.values(), "目标"}
    (legend,) = tiers(SHARES.assign(target_percent=math.nan)).legends
    assert {text.get_text() for text in legend.get_texts()} == set(TIERS.values())


def test_a_share_that_nobody_knows_has_no_width_and_no_number():
    axes = tiers(SHARES.assign(advanced=math.nan)).axes[0]
    assert widths(axes.containers[0]) == [0.0, 0.0]
    assert "nan" not in texts(axes)


# --- savings by line ----------------------------------------------------------------------------


def test_the_lines_that_could_save_most_are_drawn_first_and_no_more_than_fit():
    many = lines([float(value) for value in range(MOST_LINES + 3)])
    energy, emission = savings(many).axes
    assert len(energy.patches) == len(emission.patches) == MOST_LINES
    expected = [float(value) for value in range(MOST_LINES + 2, 2, -1)]
    assert widths(energy.patches) == expected
    assert widths(emission.patches) == [2.5 * value for value in expected]


def test_lines_that_save_alike_stand_in_the_order_of_the_table():
    energy = savings(lines([7.0, 7.0, 9.0])).axes[0]
    numbers = [label.get_text().split()[0] for label in energy.get_yticklabels()]
    assert numbers == ["3", "1", "2"]


def test_carbon_dioxide_that_is_not_known_is_said_and_is_no_bar():
    emission = savings(lines([2000.0, 1000.0], [math.nan, 2500.0])).axes[1]
    assert texts(emission) == ["无法折算", "2,500"]
    assert widths(emission.patches) == [0.0, 2500.0]


def test_lines_below_the_baseline_are_hatched():
    energy = savings(lines([2.0, 1.0], tier=["below", "baseline"])).axes[0]
    assert [bool(bar.get_hatch()) for bar in energy.patches] == [True, False]


def test_a_long_name_keeps_its_start_and_the_line_at_its_end():
    energy = savings(lines([1.0], name="某某新型建筑材料有限责任公司二分厂1号窑")).axes[0]
    assert energy.get_yticklabels()[0].get_text() == "1  某某新型建筑材料有…二分厂1号窑"


def test_a_dollar_sign_in_a_name_is_no_formula():
    to_svg(savings(lines([1.0], name=r"甲厂$\frac$线")))


@pytest.mark.parametrize("frame", [lines([0.0]), lines([1.0], [math.nan])])
def test_a_line_alone_that_saves_nothing_can_be_drawn(frame):
    assert "<svg" in to_svg(savings(frame))


@pytest.mark.parametrize("draw", [tiers, lambda: savings(lines([20.0, 10.0]))])
def test_the_same_table_gives_the_same_svg_and_no_glyph_is_missing(draw, recwarn):
    assert to_svg(draw()) == to_svg(draw())
    assert not [str(w.message) for w in recwarn if "Glyph" in str(w.message)]
