"""What placing the staff costs, quarter by quarter: the central sum, and the range that it lies in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from . import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_BAR = 0.5
_ROOM_FOR_A_NUMBER = 1.16  # the axis runs on above the highest end of a range
_LEAST_PLACES = 4  # bars are no wider than a quarter of the axis


def cost_by_quarter(
    costs: pd.DataFrame,
    *,
    names: Sequence[str],
    cost_label: str,
    missing_labels: Sequence[str],
) -> Figure:
    """Draw one bar per quarter, with the range from the low to the high sum.

    Parameters
    ----------
    costs : DataFrame
        One row per quarter, in the order of time: `low`, `central`, `high`, in the unit of
        `cost_label`; missing where they may not be published or are not known.
    names : sequence of str
        What each quarter is called.
    cost_label : str
        Label of the axis, unit included.
    missing_labels : sequence of str
        What stands in place of the bar of each quarter where it is missing.

    Returns
    -------
    Figure

    """
    low, central, high = (costs[name].to_numpy(float) for name in ("low", "central", "high"))
    with style.house_style():
        figure = style.new_figure()
        axes = figure.add_subplot()
        at = np.arange(len(costs))
        known = ~np.isnan(central)
        most = max(float(np.nanmax(high, initial=0.0)), 1.0)
        axes.bar(
            at[known], central[known], _BAR, color=style.QUIET, edgecolor=style.RULE, linewidth=0.8
        )
        axes.errorbar(
            at[known], central[known], capsize=5, fmt="none", ecolor=style.INK, elinewidth=1.2,
            yerr=np.vstack([central - low, high - central]).clip(0)[:, known],
        )  # fmt: skip
        axes.set_ylim(0, most * _ROOM_FOR_A_NUMBER)
        _write(axes, central, high, known, missing_labels)
        axes.set_xticks(at, list(names))
        room = max(_LEAST_PLACES - len(costs), 0) / 2
        axes.set_xlim(-0.5 - room, len(costs) - 0.5 + room)
        axes.tick_params(axis="x", length=0)
        axes.set_ylabel(cost_label)
    return figure


def _write(
    axes: Axes,
    central: np.ndarray,
    high: np.ndarray,
    known: np.ndarray,
    missing_labels: Sequence[str],
) -> None:
    """Write the central sum over its range; of a missing one, why it is."""
    drawn = zip(central, high, known, missing_labels, strict=True)
    for x, (sum_, end, told, missing) in enumerate(drawn):
        axes.annotate(
            f"{sum_:,.0f}" if told else missing, (x, end if told else 0), xytext=(0, 3),
            textcoords="offset points", ha="center", va="bottom", fontsize=8, color=style.INK,
        )  # fmt: skip
