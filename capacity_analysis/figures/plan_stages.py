"""The steps of the plan as bars: what is done, what is at risk, what is overdue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from . import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

STANDINGS = ("done", "open", "at_risk", "overdue")
# Fill and hatch of each standing: they differ in lightness or in hatch, so that grey print tells.
_LOOKS = {
    "done": (style.QUIET, ""),
    "open": ("white", ""),
    "at_risk": ("white", "..."),
    "overdue": (style.STRONG, "///"),
}
_BAR = 0.6
_ROOM_FOR_A_NUMBER = 0.035  # of the axis
_INCHES_PER_BAR, _INCHES_BESIDE = 0.3, 0.95


def plan_stages(
    counts: pd.DataFrame, *, names: Sequence[str], labels: Mapping[str, str], axis_label: str
) -> Figure:
    """Draw one bar per stage, as long as what it asks for, parted by how that stands.

    Parameters
    ----------
    counts : DataFrame
        One row per stage, the first at the top; a column of counts for each of `STANDINGS`.
    names : sequence of str
        What each stage is called.
    labels : mapping of str to str
        Standing -> its name, in the reader's language.
    axis_label : str
        What is counted.

    Returns
    -------
    Figure
        Parts wide enough bear their count; the overdue ones are strong and hatched, and bear it
        always.

    """
    with style.house_style():
        figure = style.new_figure(_INCHES_BESIDE + _INCHES_PER_BAR * len(counts))
        axes = figure.add_subplot()
        at = np.arange(len(counts))
        longest = max(float(counts[list(STANDINGS)].sum(axis=1).max()), 1.0)
        left = np.zeros(len(counts))
        for standing, (colour, hatch) in _LOOKS.items():
            width = counts[standing].to_numpy(float)
            axes.barh(
                at, width, _BAR, left=left, color=colour, hatch=hatch, label=labels[standing],
                edgecolor="white" if standing == "overdue" else style.RULE, linewidth=0.8,
            )  # fmt: skip
            _write(axes, left, width, standing, longest)
            left += width
        axes.set_yticks(at, list(names))
        axes.set_ylim(len(counts) - 0.5, -0.5)
        axes.set_xlim(0, longest * 1.02)
        axes.locator_params(axis="x", integer=True)
        axes.set_xlabel(axis_label)
        axes.tick_params(axis="y", length=0)
        figure.legend(
            loc="outside upper center", ncols=len(_LOOKS), frameon=False, fontsize=8,
            handlelength=1.6, columnspacing=1.2,
        )  # fmt: skip
    return figure


def _write(axes: Axes, left: np.ndarray, width: np.ndarray, standing: str, longest: float) -> None:
    ground = _LOOKS[standing][0]
    for y, (start, size) in enumerate(zip(left, width, strict=True)):
        if not size or (standing != "overdue" and size < _ROOM_FOR_A_NUMBER * longest):
            continue
        axes.annotate(
            f"{size:.0f}", (start + size / 2, y), ha="center", va="center", fontsize=8,
            color="white" if standing == "overdue" else style.INK,
            bbox={"boxstyle": "square,pad=0.15", "facecolor": ground, "edgecolor": "none"},
        )  # fmt: skip
