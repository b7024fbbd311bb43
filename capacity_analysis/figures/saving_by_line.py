"""What each line could save: standard coal and carbon dioxide side by side, the most first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from . import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST_LINES = 15
# Characters of a name that are kept at its start and its end, where the line is named; the table
# beside the figure has the whole name.
_START, _END = 9, 6
_BAR = 0.62
_INCHES_PER_BAR, _INCHES_BESIDE = 0.25, 0.7
_ROOM_FOR_A_NUMBER = 1.22  # the axis runs on to the right of the longest bar


def saving_by_line(
    lines: pd.DataFrame,
    *,
    energy_label: str,
    emission_label: str,
    unknown_label: str,
) -> Figure:
    """Draw the lines that could save most, each with its saving of energy and of carbon dioxide.

    Parameters
    ----------
    lines : DataFrame
        `rank` (the number of the line in the table beside the figure), `name`, `saving_tce`,
        `saving_tco2` (missing where it cannot be computed), `tier`. Of more than `MOST_LINES` lines
        those with the largest saving of energy are drawn.
    energy_label, emission_label : str
        Labels of the two axes, units included.
    unknown_label : str
        What stands in place of a bar where the carbon dioxide is missing.

    Returns
    -------
    Figure
        Lines below the baseline are strong and hatched, so that a grey print tells them.

    """
    drawn = lines.sort_values(["saving_tce", "rank"], ascending=[False, True], kind="stable")
    drawn = drawn.head(MOST_LINES)
    with style.house_style():
        figure = style.new_figure(_INCHES_BESIDE + _INCHES_PER_BAR * len(drawn))
        energy, emission = figure.subplots(1, 2, sharey=True)
        below = (drawn["tier"] == "below").to_numpy()
        _draw(energy, drawn["saving_tce"].to_numpy(float), below, unknown_label)
        _draw(emission, drawn["saving_tco2"].to_numpy(float), below, unknown_label)
        energy.set_xlabel(energy_label)
        emission.set_xlabel(emission_label)
        names = drawn["rank"].astype("str") + "  " + drawn["name"].astype("str").map(_short)
        energy.set_yticks(np.arange(len(drawn)), names.tolist())
        energy.set_ylim(len(drawn) - 0.5, -0.5)
    return figure


def _draw(axes: Axes, values: np.ndarray, below: np.ndarray, unknown_label: str) -> None:
    at = np.arange(len(values))
    known = np.nan_to_num(values)
    axes.barh(
        at,
        known,
        _BAR,
        color=np.where(below, style.STRONG, style.QUIET).tolist(),
        edgecolor="white",
        linewidth=0.8,
        hatch=np.where(below, "///", "").tolist(),
    )
    axes.set_xlim(0, _ROOM_FOR_A_NUMBER * max(known.max(initial=0.0), 1.0))
    axes.tick_params(axis="y", length=0)
    axes.locator_params(axis="x", nbins=5)
    for y, value in enumerate(values):
        axes.annotate(
            unknown_label if np.isnan(value) else f"{value:,.0f}", (known[y], y), xytext=(3, 0),
            textcoords="offset points", va="center", fontsize=8, color=style.INK,
        )  # fmt: skip


def _short(name: str) -> str:
    return name if len(name) <= _START + 1 + _END else f"{name[:_START]}…{name[-_END:]}"
