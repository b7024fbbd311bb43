"""Loans by bank and quarter of maturity: an amount in each cell, more money on a darker ground."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from . import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# From least to most, in one hue: the steps differ in lightness, so that a grey print tells them.
_GROUNDS = ("#FFFFFF", "#E6EBEF", "#C9D3DC", "#9FAEBB")
_INCHES_PER_ROW, _INCHES_BESIDE = 0.34, 0.75


def loans_by_bank(
    amounts: pd.DataFrame,
    *,
    bank_names: Sequence[str],
    column_labels: Sequence[str],
    aggregate: Sequence[bool],
    late: int | None,
    labels: Mapping[str, str],
) -> Figure:
    """Draw what enterprises owe each bank, and when it falls due.

    Parameters
    ----------
    amounts : DataFrame
        One row per bank, the first at the top, one column per time of maturity; missing or nought
        where nothing is due.
    bank_names, column_labels : sequence of str
        What rows and columns are called.
    aggregate : sequence of bool
        Whether a row is a sum that a bank supplied, and not of loans one by one. Such rows stand
        below the others, hatched, behind a rule.
    late : int, optional
        The place of the column of what is overdue, drawn in the strong colour.
    labels : mapping of str to str
        Words for ``total`` (of a row), ``detail`` and ``aggregate``.

    Returns
    -------
    Figure
        Rows bear their total; there is none of the columns, since the two kinds are not added up.

    """
    rows, columns = amounts.shape
    with style.house_style():
        figure = style.new_figure(_INCHES_BESIDE + _INCHES_PER_ROW * rows)
        axes = figure.add_subplot()
        values = amounts.to_numpy(float)
        _draw_cells(axes, values, aggregate, late)
        for y, total in enumerate(np.nansum(values, axis=1)):
            _write(axes, columns, y, total, style.INK, weight=True)
        axes.set_xlim(-0.5, columns + 0.5)
        axes.set_ylim(rows - 0.5, -0.5)
        axes.set_xticks(np.arange(columns + 1), [*column_labels, labels["total"]])
        axes.set_yticks(np.arange(rows), list(bank_names))
        axes.xaxis.tick_top()
        axes.tick_params(length=0, labelsize=8)
        axes.spines[:].set_visible(False)
        _name_kinds(axes, list(aggregate), labels)
    return figure


def _draw_cells(
    axes: Axes, values: np.ndarray, aggregate: Sequence[bool], late: int | None
) -> None:
    from matplotlib import patches

    most = max(float(np.nanmax(values, initial=0.0)), 1.0)
    for (y, x), amount in np.ndenumerate(values):
        held = not np.isnan(amount) and amount > 0
        strong = held and x == late
        step = int(np.ceil(amount / most * (len(_GROUNDS) - 1))) if held else 0
        axes.add_patch(
            patches.Rectangle(
                (x - 0.5, y - 0.5), 1, 1, linewidth=0.8, edgecolor=style.QUIET,
                facecolor=style.STRONG if strong else _GROUNDS[step],
                hatch="////" if held and aggregate[y] else "",
            )
        )  # fmt: skip
        if held:
            _write(axes, x, y, amount, "white" if strong else style.INK, ground=aggregate[y])


def _write(
    axes: Axes,
    x: int,
    y: int,
    amount: float,
    ink: str,
    *,
    weight: bool = False,
    ground: bool = False,
) -> None:
    box = {"boxstyle": "square,pad=0.15", "facecolor": "white", "edgecolor": "none"}
    axes.annotate(
        f"{amount:,.0f}", (x, y), ha="center", va="center", color=ink,
        fontsize=9 if weight else 8.5, bbox=box if ground else None,
    )  # fmt: skip


def _name_kinds(axes: Axes, aggregate: list[bool], labels: Mapping[str, str]) -> None:
    """Say to the right of the first row of each kind what it is, and rule the kinds off."""
    starts = [at for at, kind in enumerate(aggregate) if not at or kind != aggregate[at - 1]]
    for at in starts[1:]:
        axes.axhline(at - 0.5, color=style.INK, linewidth=1.4)
    beside = axes.secondary_yaxis("right")
    beside.set_yticks(starts, [labels["aggregate" if aggregate[at] else "detail"] for at in starts])
    beside.tick_params(length=0, labelsize=8)
    beside.spines[:].set_visible(False)
