"""Jobs that leaving staff need beside those on offer: what is short in the one strong colour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from . import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_BAR = 0.55
_TICK = 0.42  # half the height of the mark of a capacity
_ROOM_FOR_A_NUMBER = 1.3
_INCHES_PER_BAR, _INCHES_BESIDE = 0.32, 1.0


def jobs_against_capacity(
    jobs: pd.DataFrame,
    *,
    names: Sequence[str],
    labels: Mapping[str, str],
    axis_label: str,
    hidden_label: str,
) -> Figure:
    """Draw one bar per township and quarter: jobs needed, and a mark at the jobs on offer.

    Parameters
    ----------
    jobs : DataFrame
        One row per township and quarter, the first at the top: `demand` (missing where it may not
        be published), `capacity` (missing where nobody reported it).
    names : sequence of str
        What each row is called.
    labels : mapping of str to str
        Words for ``met`` (within the capacity, or nothing to hold it against), ``short`` (beyond
        it), ``capacity`` and ``unknown`` (no capacity reported).
    axis_label : str
        What is counted.
    hidden_label : str
        What stands in place of a demand that may not be published.

    Returns
    -------
    Figure
        What is beyond the capacity is strong and hatched, so that a grey print tells it.

    """
    demand, capacity = (jobs[name].to_numpy(float) for name in ("demand", "capacity"))
    with style.house_style():
        figure = style.new_figure(_INCHES_BESIDE + _INCHES_PER_BAR * len(jobs))
        axes = figure.add_subplot()
        at = np.arange(len(jobs))
        needed = np.nan_to_num(demand)
        met = np.where(np.isnan(capacity), needed, np.minimum(needed, np.nan_to_num(capacity)))
        axes.barh(
            at, met, _BAR, color=style.QUIET, edgecolor=style.RULE, linewidth=0.8,
            label=labels["met"],
        )  # fmt: skip
        axes.barh(
            at, needed - met, _BAR, left=met, color=style.STRONG, hatch="///", edgecolor="white",
            linewidth=0.8, label=labels["short"],
        )  # fmt: skip
        offered = ~np.isnan(capacity) & ~np.isnan(demand)
        axes.vlines(
            capacity[offered], at[offered] - _TICK, at[offered] + _TICK, color=style.INK,
            linewidth=2.2, label=labels["capacity"],
        )  # fmt: skip
        most = max(float(needed.max(initial=0.0)), float(np.nanmax(capacity, initial=0.0)), 1.0)
        axes.set_xlim(0, most * _ROOM_FOR_A_NUMBER)
        axes.set_ylim(len(jobs) - 0.5, -0.5)
        _write(axes, demand, capacity, labels["unknown"], hidden_label)
        axes.set_yticks(at, list(names))
        axes.locator_params(axis="x", integer=True)
        axes.tick_params(axis="y", length=0)
        axes.set_xlabel(axis_label)
        figure.legend(
            loc="outside upper center",
            ncols=3,
            frameon=False,
            fontsize=8,
            handlelength=1.6,
            columnspacing=1.2,
        )
    return figure


def _write(
    axes: Axes, demand: np.ndarray, capacity: np.ndarray, unknown: str, hidden_label: str
) -> None:
    """Write demand and capacity behind each bar; of what is not known or not told, that it is so."""
    for y, (needed, offered) in enumerate(zip(demand, capacity, strict=True)):
        if np.isnan(needed):
            text, end = hidden_label, 0.0
        else:
            text = f"{needed:.0f}／{unknown if np.isnan(offered) else f'{offered:.0f}'}"
            end = float(np.nanmax([needed, offered]))
        axes.annotate(
            text, (end, y), xytext=(5, 0), textcoords="offset points", va="center", fontsize=8,
            color=style.INK,
        )  # fmt: skip
