"""The rank of parcels: a dot where each stands, and a bar over the ranks that other weights give it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from . import style

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_INCHES_PER_ROW, _INCHES_BESIDE = 0.25, 1.05
_ROOM = 0.7


def rank_intervals(
    ranks: pd.DataFrame, *, names: Sequence[str], labels: Mapping[str, str], axis_label: str
) -> Figure:
    """Draw one row per parcel, the best at the top.

    Parameters
    ----------
    ranks : DataFrame
        `rank`, `rank_low`, `rank_high` and `gated` (bool: a gate must be passed first).
    names : sequence of str
        What each parcel is called.
    labels : mapping of str to str
        Words for ``open`` (no gate), ``gated`` and ``interval``.
    axis_label : str
        What is ranked, and among what.

    Returns
    -------
    Figure
        A full dot can be begun at once, an empty square has a gate before it.

    """
    at = np.arange(len(ranks))
    rank, low, high = (
        ranks[name].to_numpy(float, na_value=np.nan) for name in ("rank", "rank_low", "rank_high")
    )
    gated = ranks["gated"].to_numpy(bool)
    with style.house_style():
        figure = style.new_figure(_INCHES_BESIDE + _INCHES_PER_ROW * len(ranks))
        axes = figure.add_subplot()
        axes.hlines(at, low, high, color=style.QUIET, linewidth=6, label=labels["interval"])
        for kind, marker, fill, mask in (
            ("open", "o", style.STRONG, ~gated),
            ("gated", "s", "white", gated),
        ):
            if mask.any():
                axes.scatter(
                    rank[mask], at[mask], 34, marker=marker, color=fill, edgecolor=style.INK,
                    linewidth=1.0, zorder=3, label=labels[kind],
                )  # fmt: skip
        for y, (first, last) in enumerate(zip(low, high, strict=True)):
            ends = f"{first:.0f}" if first == last else f"{first:.0f}—{last:.0f}"
            axes.annotate(
                ends, (last, y), xytext=(8, 0), textcoords="offset points", va="center", fontsize=8,
                color=style.INK,
            )  # fmt: skip
        axes.set_xlim(1 - _ROOM, float(np.nanmax(high, initial=1.0)) * 1.08 + _ROOM)
        axes.set_ylim(len(ranks) - 0.5, -0.5)
        axes.set_yticks(at, list(names))
        axes.locator_params(axis="x", integer=True)
        axes.grid(axis="y", color=style.QUIET, linewidth=0.4)
        axes.set_axisbelow(True)
        axes.tick_params(axis="y", length=0, labelsize=8)
        axes.set_xlabel(axis_label)
        figure.legend(
            loc="outside upper center", ncols=3, frameon=False, fontsize=8, handlelength=1.6
        )
    return figure
