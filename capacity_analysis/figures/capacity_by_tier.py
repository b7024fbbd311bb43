"""Capacity by tier: one stacked bar per product, with the target for its advanced share."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from . import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Fill and hatch of each standing: they differ in lightness or in hatch, so that grey print tells.
_LOOKS = {
    "advanced": (style.RULE, ""),
    "baseline": (style.QUIET, ""),
    "below": (style.STRONG, "///"),
    "review": ("white", "..."),
    "undecided": ("white", ""),
}
_DARK = ("advanced", "below")
_BAR = 0.56  # of the distance between two bars
_ROOM_FOR_A_NUMBER = 4.5  # percent of the axis
_INCHES_PER_BAR, _INCHES_BESIDE = 0.42, 1.0


def capacity_by_tier(
    shares: pd.DataFrame,
    *,
    labels: Mapping[str, str],
    share_label: str,
    target_label: str,
) -> Figure:
    """Draw the shares of capacity of each product, best tier first, undecided capacity last.

    The advanced share starts at zero, so that a target for it can be read off at its right end.

    Parameters
    ----------
    shares : DataFrame
        One row per product, the first at the top: `product` (its name), a column of percent for
        each of ``advanced``, ``baseline``, ``below``, ``review``, ``undecided`` (missing where only
        lines of unknown capacity are), and `target_percent` (missing where there is no target).
    labels : mapping of str to str
        Standing -> its name, in the reader's language.
    share_label, target_label : str
        Labels of the axis and of the mark for the target.

    Returns
    -------
    Figure
        Parts are told apart by lightness and hatch; those wide enough bear their percentage.

    """
    with style.house_style():
        figure = style.new_figure(_INCHES_BESIDE + _INCHES_PER_BAR * len(shares))
        axes = figure.add_subplot()
        at = np.arange(len(shares))
        left = np.zeros(len(shares))
        targets = shares["target_percent"].to_numpy(float)
        for standing, (colour, hatch) in _LOOKS.items():
            width = np.nan_to_num(shares[standing].to_numpy(float))
            axes.barh(
                at, width, _BAR, left=left, color=colour, hatch=hatch, label=labels[standing],
                edgecolor="white" if standing in _DARK else style.RULE, linewidth=0.8,
            )  # fmt: skip
            _write_shares(axes, left, width, standing, targets)
            left += width
        _draw_targets(axes, targets, target_label)
        axes.set_yticks(at, shares["product"].tolist())
        axes.set_ylim(len(shares) - 0.5, -0.5)
        axes.set_xlim(0, 100)
        axes.set_xlabel(share_label)
        axes.tick_params(axis="y", length=0)
        figure.legend(
            loc="outside upper center", ncols=len(_LOOKS) + 1, frameon=False, fontsize=8,
            handlelength=1.6, columnspacing=1.2,
        )  # fmt: skip
    return figure


def _write_shares(
    axes: Axes, left: np.ndarray, width: np.ndarray, standing: str, targets: np.ndarray
) -> None:
    """Write the percentage into every part that has room for it, beside the mark of a target."""
    ground = _LOOKS[standing][0]
    for y, (start, size, target) in enumerate(zip(left, width, targets, strict=True)):
        if size < _ROOM_FOR_A_NUMBER:
            continue
        at = start + size / 2
        if abs(at - target) < _ROOM_FOR_A_NUMBER:
            at = target + np.copysign(_ROOM_FOR_A_NUMBER, at - target)
        axes.annotate(
            f"{size:.1f}".removesuffix(".0"), (at, y), ha="center", va="center", fontsize=8,
            color="white" if standing in _DARK else style.INK,
            bbox={"boxstyle": "square,pad=0.15", "facecolor": ground, "edgecolor": "none"},
        )  # fmt: skip


def _draw_targets(axes: Axes, targets: np.ndarray, label: str) -> None:
    """Draw a mark across the bar of every product that has a target."""
    at = np.flatnonzero(~np.isnan(targets))
    if not len(at):
        return
    reach = (1 + _BAR) / 4  # a little beyond the bar on both sides
    axes.vlines(targets[at], at - reach, at + reach, color="white", linewidth=3.4)
    axes.vlines(
        targets[at], at - reach, at + reach, color=style.INK, linewidth=1.6, linestyle=(0, (2, 1)),
        label=label,
    )  # fmt: skip
