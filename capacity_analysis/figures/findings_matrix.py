"""Units against grounds: a symbol in each cell, what must be dealt with on a dark ground."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from . import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.patches import Rectangle

MOST_ROWS = 40
# Fill, ink and size of each result: they differ in symbol first, so that neither colour nor a grey
# print matters.
_LOOKS = {
    "hit": (style.STRONG, "white", 9),
    "review": (style.QUIET, style.INK, 9),
    "undecided": (style.QUIET, style.INK, 9),
    "clear": ("white", style.RULE, 8),
    "none": ("white", style.RULE, 8),
}
_START, _END = 14, 8  # characters of a name that are kept; the table beside the figure has it whole
_INCHES_PER_ROW, _INCHES_BESIDE = 0.19, 0.62
_HEAD, _WORDS = 4, 10  # characters of a column's head on one line: in Chinese, in other scripts


def findings_matrix(
    results: pd.DataFrame,
    *,
    names: Sequence[str],
    groups: Sequence[str],
    ground_labels: Sequence[str],
    symbols: dict[str, str],
) -> Figure:
    """Draw what each unit is found to be on each ground, as a table of symbols.

    Parameters
    ----------
    results : DataFrame
        One row per unit, the first at the top, one column per ground: ``hit``, ``review``,
        ``undecided``, ``clear`` or ``none``.
    names : sequence of str
        What each unit is called; a long one is cut in the middle.
    groups : sequence of str
        The group of each unit, written once at its first row; units of a group stand together.
    ground_labels : sequence of str
        Heads of the columns.
    symbols : dict of str to str
        The symbol of each result.

    Returns
    -------
    Figure

    """
    rows, columns = results.shape
    with style.house_style():
        figure = style.new_figure(_INCHES_BESIDE + _INCHES_PER_ROW * rows)
        axes = figure.add_subplot()
        _draw_cells(axes, results, symbols)
        axes.set_xlim(-0.5, columns - 0.5)
        axes.set_ylim(rows - 0.5, -0.5)
        axes.set_xticks(np.arange(columns), [_head(label) for label in ground_labels])
        axes.xaxis.tick_top()
        axes.set_yticks(np.arange(rows), [_short(name) for name in names])
        axes.tick_params(length=0, labelsize=8)
        axes.spines[:].set_visible(False)
        _draw_groups(axes, list(groups))
    return figure


def _draw_cells(axes: Axes, results: pd.DataFrame, symbols: dict[str, str]) -> None:
    for (y, x), result in np.ndenumerate(results.to_numpy()):
        fill, ink, size = _LOOKS[result]
        axes.add_patch(_cell(x, y, fill))
        axes.annotate(symbols[result], (x, y), ha="center", va="center", color=ink, fontsize=size)


def _cell(x: int, y: int, fill: str) -> Rectangle:
    from matplotlib import patches

    return patches.Rectangle(
        (x - 0.5, y - 0.5), 1, 1, facecolor=fill, edgecolor="white", linewidth=1.2
    )


def _draw_groups(axes: Axes, groups: list[str]) -> None:
    """Write each group to the right of its first row, and rule it off from the one before."""
    right = axes.get_xlim()[1]
    starts = [at for at, group in enumerate(groups) if not at or group != groups[at - 1]]
    for at in starts:
        axes.axhline(at - 0.5, color=style.RULE, linewidth=0.7)
    axes.axhline(len(groups) - 0.5, color=style.RULE, linewidth=0.7)
    beside = axes.secondary_yaxis("right")
    beside.set_yticks(starts, [groups[at] for at in starts])
    beside.tick_params(length=0, labelsize=8)
    beside.spines[:].set_visible(False)
    axes.set_xlim(-0.5, right)


def _head(label: str) -> str:
    """Return the head of a column on as many lines as keep it clear of its neighbours."""
    if label.isascii():
        return textwrap.fill(label, _WORDS)
    half = (len(label) + 1) // 2
    return label if len(label) <= _HEAD else f"{label[:half]}\n{label[half:]}"


def _short(name: str) -> str:
    return name if len(name) <= _START + 1 + _END else f"{name[:_START]}…{name[-_END:]}"
