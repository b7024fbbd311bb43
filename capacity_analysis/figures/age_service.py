"""Exposed staff by age and service: a number in each cell, more people on a darker ground."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from . import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.patches import Rectangle

# From no one to most, in one hue: the steps differ in lightness, so that a grey print tells them.
_GROUNDS = ("#FFFFFF", "#E6EBEF", "#C9D3DC", "#9FAEBB", "#5B6670")
_DARK = 4  # the step from which a number is written in white
_INCHES_PER_ROW, _INCHES_BESIDE = 0.34, 0.85


def age_service(
    counts: pd.DataFrame,
    *,
    age_labels: list[str],
    service_labels: list[str],
    age_axis: str,
    service_axis: str,
    hidden_label: str,
) -> Figure:
    """Draw how many people are of each age and service.

    Parameters
    ----------
    counts : DataFrame
        People: one row per band of age, the first at the top, one column per band of service;
        missing where the number may not be published.
    age_labels, service_labels : list of str
        What the bands are called, in the order of rows and of columns.
    age_axis, service_axis : str
        Labels of the axes, units included.
    hidden_label : str
        What stands in a cell that may not be published; it is hatched besides.

    Returns
    -------
    Figure
        The ground of a hidden cell is the same whatever its number is.

    """
    rows, columns = counts.shape
    with style.house_style():
        figure = style.new_figure(_INCHES_BESIDE + _INCHES_PER_ROW * rows)
        axes = figure.add_subplot()
        _draw_cells(axes, counts.to_numpy(float), hidden_label)
        axes.set_xlim(-0.5, columns - 0.5)
        axes.set_ylim(rows - 0.5, -0.5)
        axes.set_xticks(np.arange(columns), service_labels)
        axes.set_yticks(np.arange(rows), age_labels)
        axes.set_xlabel(service_axis)
        axes.set_ylabel(age_axis)
        axes.xaxis.tick_top()
        axes.xaxis.set_label_position("top")
        axes.tick_params(length=0, labelsize=8)
        axes.spines[:].set_visible(False)
    return figure


def _draw_cells(axes: Axes, counts: np.ndarray, hidden_label: str) -> None:
    most = max(float(np.nanmax(counts, initial=0.0)), 1.0)
    for (y, x), count in np.ndenumerate(counts):
        if np.isnan(count):
            axes.add_patch(_cell(x, y, "white", "////"))
            axes.annotate(
                hidden_label, (x, y), ha="center", va="center", fontsize=7.5, color=style.INK,
                bbox={"boxstyle": "square,pad=0.2", "facecolor": "white", "edgecolor": "none"},
            )  # fmt: skip
            continue
        step = int(np.ceil(count / most * _DARK))
        axes.add_patch(_cell(x, y, _GROUNDS[step], ""))
        if count:
            axes.annotate(
                f"{count:.0f}", (x, y), ha="center", va="center", fontsize=9,
                color="white" if step == _DARK else style.INK,
            )  # fmt: skip


def _cell(x: int, y: int, ground: str, hatch: str) -> Rectangle:
    from matplotlib import patches

    return patches.Rectangle(
        (x - 0.5, y - 0.5),
        1,
        1,
        facecolor=ground,
        hatch=hatch,
        edgecolor=style.QUIET,
        linewidth=0.8,
    )
