"""A sketch of where parcels lie: outlines in metres, hatched by category, with north and a scale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from . import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

# Fill, hatch and the weight of the outline of each category, told apart without colour.
_LOOKS = {
    "idle": (style.STRONG, "", 1.2),
    "suspected_idle": ("white", "xxxx", 1.2),
    "freed": ("white", "/////", 1.2),
    "inefficient": (style.QUIET, ".....", 0.9),
    "in_use": ("#EEF1F4", "", 0.7),
    "unknown": ("white", "", 0.7),
}
CATEGORIES = tuple(_LOOKS)
_INCHES_ACROSS, _INCHES_BESIDE = 6.1, 0.55
_LEAST_INCHES, _MOST_INCHES = 2.2, 4.2
_MARGIN = 0.08
_TOO_SMALL = 0.02  # of the map's width: a parcel that narrow gets a ring around it
_SCALE = 0.3  # of the map's width: the bar is the longest round length within
_ROUND = (1, 2, 5)


def parcel_map(
    corners: pd.DataFrame,
    *,
    numbers: Mapping[str, str],
    labels: Mapping[str, str],
    words: Sequence[str],
) -> Figure:
    """Draw parcels where they lie.

    Parameters
    ----------
    corners : DataFrame
        One row per corner, ring by ring: `parcel_no`, `ring`, `x_m` (east), `y_m` (north) in metres,
        `category`. Rings within others are holes.
    numbers : mapping of str to str
        What each parcel is called on the map, by `parcel_no`.
    labels : mapping of str to str
        What each category is called.
    words : sequence of str
        The letter at the arrow to the north, and the units of metre and kilometre.

    Returns
    -------
    Figure
        A sketch: no background, and the same scale in both directions.

    """
    north, metre, kilometre = words
    with style.house_style():
        low, high = (
            np.array([getattr(corners[name], end)() for name in ("x_m", "y_m")], float)
            for end in ("min", "max")
        )
        width = max(float((high - low).max()), 1.0)
        across, up = high - low + width * _MARGIN * np.array([2, 3])
        height = np.clip(_INCHES_ACROSS * up / across, _LEAST_INCHES, _MOST_INCHES)
        figure = style.new_figure(float(height) + _INCHES_BESIDE)
        axes = figure.add_subplot()
        for parcel, own in corners.groupby("parcel_no", sort=False):
            axes.add_patch(_patch(_outline(own), str(own["category"].iloc[0])))
            _number(axes, own, numbers[str(parcel)], width)
        _frame(axes, low, high, width)
        _draw_scale(axes, low, width, metre, kilometre)
        axes.annotate(
            north, (0.97, 0.99), (0.97, 0.86), xycoords="axes fraction", ha="center", va="bottom",
            fontsize=9, arrowprops={"arrowstyle": "-|>", "color": style.INK},
        )  # fmt: skip
        figure.legend(
            handles=_legend(corners, labels), loc="outside lower center", ncols=3, frameon=False,
            fontsize=8, handleheight=1.3, handlelength=2.4,
        )  # fmt: skip
    return figure


def _outline(own: pd.DataFrame) -> Path:
    from matplotlib.path import Path

    rings = [
        Path(ring[["x_m", "y_m"]].to_numpy(float), closed=True)
        for _number_, ring in own.groupby("ring", sort=True)
    ]
    return Path.make_compound_path(*rings)


def _patch(path: Path, category: str) -> PathPatch:
    from matplotlib.patches import PathPatch

    fill, hatch, line = _LOOKS[category]
    return PathPatch(path, facecolor=fill, hatch=hatch, edgecolor=style.INK, linewidth=line)


def _number(axes: Axes, own: pd.DataFrame, text: str, width: float) -> None:
    first = own[own["ring"] == own["ring"].min()]
    low, high = first[["x_m", "y_m"]].min(), first[["x_m", "y_m"]].max()
    x, y = ((low + high) / 2).to_numpy(float)
    if max(high - low) < _TOO_SMALL * width:
        axes.scatter([x], [y], 90, facecolor="none", edgecolor=style.INK, linewidth=0.8, zorder=3)
    axes.annotate(
        text, (x, y), ha="center", va="center", fontsize=7.5, color=style.INK, zorder=4,
        bbox={"boxstyle": "round,pad=0.12", "facecolor": "white", "edgecolor": "none"},
    )  # fmt: skip


def _frame(axes: Axes, low: np.ndarray, high: np.ndarray, width: float) -> None:
    margin = _MARGIN * width
    axes.set_xlim(low[0] - margin, high[0] + margin)
    axes.set_ylim(low[1] - 2 * margin, high[1] + margin)
    axes.set_aspect("equal")
    axes.set_xticks([])
    axes.set_yticks([])
    axes.spines[:].set_visible(True)
    axes.spines[:].set_color(style.RULE)


def _draw_scale(axes: Axes, low: np.ndarray, width: float, metre: str, kilometre: str) -> None:
    """Draw a bar of a round length in the lower left corner."""
    longest = width * _SCALE
    power = 10.0 ** np.floor(np.log10(longest))
    length = max(each * power for each in _ROUND if each * power <= longest)
    x, y = low[0], low[1] - 1.3 * _MARGIN * width
    axes.plot([x, x + length], [y, y], color=style.INK, linewidth=2.4, solid_capstyle="butt")
    text = f"{length / 1000:g}{kilometre}" if length >= 1000 else f"{length:g}{metre}"
    axes.annotate(
        text, (x + length / 2, y), xytext=(0, 3), textcoords="offset points", ha="center",
        va="bottom", fontsize=8, color=style.INK,
    )  # fmt: skip


def _legend(corners: pd.DataFrame, labels: Mapping[str, str]) -> list[PathPatch]:
    """Return one patch for each category that is on the map."""
    from matplotlib.path import Path

    shown = set(corners["category"])
    handles = []
    for category in CATEGORIES:
        if category in shown:
            handle = _patch(Path([(0, 0), (1, 0), (1, 1)], closed=True), category)
            handle.set_label(labels[category])
            handles.append(handle)
    return handles
