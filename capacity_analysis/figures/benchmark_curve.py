"""The benchmark curve of a product: cumulative output against unit energy, with both levels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from . import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_LABEL_ROOM = 1.16  # the axis runs on to the right of the bars, for the labels of the levels
_LABEL_WIDTH = (
    0.028  # of the axis: what a bar's number needs; closer ones are set one above the other
)
_TIERS = 3


def benchmark_curve(
    lines: pd.DataFrame,
    *,
    baseline: float,
    advanced: float,
    output_label: str,
    energy_label: str,
    baseline_label: str,
    advanced_label: str,
    output_scale: float = 1.0,
) -> Figure:
    """Draw one bar per line: as wide as its output, as high as its unit energy, best first.

    Bars rise from the foot of the axis whatever the sign of the levels, so that higher is always
    worse and what rises over the baseline is what must be dealt with.

    Parameters
    ----------
    lines : DataFrame
        `measured` (in the level's unit), `output_quantity`, `tier` and `rank` (the number of the
        line in the table beside the figure).
    baseline, advanced : float
        The levels, drawn as horizontal lines.
    output_label, energy_label, baseline_label, advanced_label : str
        Axis and level labels in the reader's language, units included.
    output_scale : float, optional
        What outputs are divided by for the axis (10,000 for 万吨).

    Returns
    -------
    Figure
        Bars below the baseline level are strong and hatched, so that a grey print tells them.

    """
    ordered = lines.sort_values(["measured", "rank"], kind="stable")
    width = ordered["output_quantity"].to_numpy(float) / output_scale
    height = ordered["measured"].to_numpy(float)
    left = np.concatenate([[0.0], np.cumsum(width)[:-1]])
    below = (ordered["tier"] == "below").to_numpy()
    low, high = _limits(height, baseline, advanced)
    with style.house_style():
        figure = style.new_figure()
        axes = figure.add_subplot()
        axes.bar(
            left,
            height - low,
            width,
            bottom=low,
            align="edge",
            color=np.where(below, style.STRONG, style.QUIET).tolist(),
            edgecolor="white",
            linewidth=0.8,
            hatch=np.where(below, "///", "").tolist(),
        )
        axes.set_ylim(low, high)
        axes.set_xlim(0, width.sum() * _LABEL_ROOM)
        _draw_level(axes, baseline, baseline_label, "-", "bottom")
        _draw_level(axes, advanced, advanced_label, "--", "top")
        _label_bars(axes, left + width / 2, height, ordered["rank"].to_numpy())
        axes.set_xlabel(output_label)
        axes.set_ylabel(energy_label)
    return figure


def is_cut(figure: Figure) -> bool:
    """Tell whether the axis of unit energy starts elsewhere than at zero, which a page must say."""
    return bool(figure.axes[0].get_ylim()[0] != 0.0)


def _limits(
    height: npt.NDArray[np.float64], baseline: float, advanced: float
) -> tuple[float, float]:
    """Return a range that shows the differences: cut axes are usual for this curve."""
    values = np.concatenate([height, [baseline, advanced]])
    least, most = float(values.min()), float(values.max())
    spread = max(most - least, abs(baseline) * 0.1, 1e-9)
    low = least - 0.35 * spread
    return (0.0 if least >= 0.0 > low else low), most + 0.2 * spread


def _label_bars(
    axes: Axes,
    centre: npt.NDArray[np.float64],
    height: npt.NDArray[np.float64],
    ranks: npt.NDArray[np.int32],
) -> None:
    """Write each bar's number over it; where bars are too narrow, in up to three tiers."""
    nearest = _LABEL_WIDTH * axes.get_xlim()[1]
    tier, last = 0, -np.inf
    for x, y, rank in zip(centre, height, ranks, strict=True):
        tier = (tier + 1) % _TIERS if x - last < nearest else 0
        last = x
        axes.annotate(
            str(rank), (x, y), xytext=(0, 2 + 9 * tier), textcoords="offset points", ha="center",
            va="bottom", fontsize=8, color=style.INK,
            bbox={"boxstyle": "square,pad=0.1", "facecolor": "white", "edgecolor": "none"},
        )  # fmt: skip


def _draw_level(axes: Axes, level: float, label: str, dashes: str, side: str) -> None:
    """Draw a level; the baseline's label stands above its line, that of the lower level below."""
    axes.axhline(level, color=style.INK, linewidth=1.1, linestyle=dashes)
    axes.annotate(
        label, (1.0, level), xycoords=("axes fraction", "data"),
        xytext=(0, 2 if side == "bottom" else -2), textcoords="offset points", ha="right", va=side,
        fontsize=8,
    )  # fmt: skip
