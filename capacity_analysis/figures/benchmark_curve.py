"""The benchmark curve of a product: cumulative output against unit energy, with both levels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from . import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


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
    with style.house_style():
        figure = style.new_figure()
        axes = figure.add_subplot()
        low, high = _limits(height, baseline, advanced)
        foot = 0.0 if low <= 0.0 <= high else low
        axes.bar(
            left,
            height - foot,
            width,
            bottom=foot,
            align="edge",
            color=np.where(below, style.STRONG, style.QUIET).tolist(),
            edgecolor="white",
            linewidth=0.8,
            hatch=np.where(below, "///", "").tolist(),
        )
        axes.set_ylim(low, high)
        axes.set_xlim(0, width.sum() * 1.16)  # room for the labels of the levels
        _label_bars(axes, left + width / 2, height, ordered["rank"].to_numpy(), high - low)
        _draw_level(axes, baseline, baseline_label, "-")
        _draw_level(axes, advanced, advanced_label, "--")
        axes.set_xlabel(output_label)
        axes.set_ylabel(energy_label)
    return figure


def _limits(height: np.ndarray, baseline: float, advanced: float) -> tuple[float, float]:
    """Return a range that shows the differences: cut axes are usual for this curve."""
    values = np.concatenate([height, [baseline, advanced]])
    spread = max(values.max() - values.min(), abs(baseline) * 0.1, 1e-9)
    return values.min() - 0.35 * spread, values.max() + 0.2 * spread


def _label_bars(
    axes: Axes, centre: np.ndarray, height: np.ndarray, ranks: np.ndarray, span: float
) -> None:
    for x, y, rank in zip(centre, height, ranks, strict=True):
        above = y >= 0
        axes.text(x, y + (0.015 if above else -0.015) * span, str(rank), ha="center",
                  va="bottom" if above else "top", fontsize=8, color=style.INK)  # fmt: skip


def _draw_level(axes: Axes, level: float, label: str, dashes: str) -> None:
    axes.axhline(level, color=style.INK, linewidth=1.1, linestyle=dashes)
    axes.annotate(label, (1.0, level), xycoords=("axes fraction", "data"), xytext=(0, 2),
                  textcoords="offset points", ha="right", va="bottom", fontsize=8)  # fmt: skip
