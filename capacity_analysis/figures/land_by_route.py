"""Land that can be put to use again: area by category and route, and by when it is ready."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from . import style

if TYPE_CHECKING:
    from matplotlib.figure import Figure

READY = ("within_6_months", "within_12_months", "later", "unknown")
# The sooner the darker; what cannot be told is hatched, so that a grey print tells it.
_LOOKS = {
    "within_6_months": (style.INK, ""),
    "within_12_months": ("#8595A3", ""),
    "later": (style.QUIET, ""),
    "unknown": ("white", "////"),
}
_BAR = 0.58
_ROOM_FOR_A_NUMBER = 1.22
_INCHES_PER_BAR, _INCHES_BESIDE = 0.32, 1.0


def land_by_route(
    areas: pd.DataFrame,
    *,
    names: Sequence[str],
    counts: Sequence[str],
    labels: Mapping[str, str],
    axis_label: str,
) -> Figure:
    """Draw one bar per category and route, cut by when the land is ready.

    Parameters
    ----------
    areas : DataFrame
        One row per bar, the first at the top; columns `READY`, in the unit of `axis_label`.
    names, counts : sequence of str
        What each bar is called, and what stands behind its area.
    labels : mapping of str to str
        Words for `READY`.
    axis_label : str
        What is measured, unit included.

    Returns
    -------
    Figure

    """
    at = np.arange(len(areas))
    with style.house_style():
        figure = style.new_figure(_INCHES_BESIDE + _INCHES_PER_BAR * len(areas))
        axes = figure.add_subplot()
        left = np.zeros(len(areas))
        for name in READY:
            width = areas[name].fillna(0.0).to_numpy(float)
            fill, hatch = _LOOKS[name]
            if width.any():
                axes.barh(
                    at, width, _BAR, left=left, color=fill, hatch=hatch, edgecolor=style.RULE,
                    linewidth=0.8, label=labels[name],
                )  # fmt: skip
            left += width
        for y, (end, count) in enumerate(zip(left, counts, strict=True)):
            axes.annotate(
                f"{end:,.0f}{count}", (end, y), xytext=(4, 0), textcoords="offset points",
                va="center", fontsize=8, color=style.INK,
            )  # fmt: skip
        axes.set_xlim(0, max(float(left.max(initial=0.0)), 1.0) * _ROOM_FOR_A_NUMBER)
        axes.set_ylim(len(areas) - 0.5, -0.5)
        axes.set_yticks(at, list(names))
        axes.tick_params(axis="y", length=0)
        axes.set_xlabel(axis_label)
        figure.legend(
            loc="outside upper center", ncols=len(READY), frameon=False, fontsize=8,
            handlelength=1.6, columnspacing=1.2,
        )  # fmt: skip
    return figure
