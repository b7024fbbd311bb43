"""Who guarantees for whom: from an enterprise that leaves to those who have to pay, step by step."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from . import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST_NODES, MOST_STEPS = 25, 5
_EXITS, _STAYS, _OUTSIDE = KINDS = ("exits", "stays", "outside")
# Marker, fill and ink: the shape tells the kinds apart, so that neither colour nor a grey print matters.
_LOOKS = {
    _EXITS: ("s", style.STRONG, "white"),
    _STAYS: ("o", style.QUIET, style.INK),
    _OUTSIDE: ("D", "white", style.INK),
}
_SIZE, _SIZE_OF_DIAMOND = 330.0, 210.0
_INCHES_PER_BAND, _INCHES_BESIDE, _INCHES_ACROSS = 0.72, 0.75, 6.0
_LONGEST = 44  # characters of names that fit beside each other on the width of the page
_BOW_INCHES, _POINTS = 0.24, 72  # how far an arrow that leads back passes beside the others


def guarantee_network(
    nodes: pd.DataFrame, links: pd.DataFrame, labels: Mapping[str, str]
) -> Figure:
    """Draw enterprises as nodes, and an arrow from each borrower to its guarantor.

    Parameters
    ----------
    nodes : DataFrame
        `number` (on the page), `name`, `kind` (of `KINDS`), `component` and `step` (how many
        guarantees lie between it and an enterprise that leaves; from 0), indexed by id.
    links : DataFrame
        `borrower`, `guarantor` (ids of nodes) and `amount` (10,000 yuan; missing where not known).
    labels : mapping of str to str
        What each kind is called.

    Returns
    -------
    Figure
        Groups stand below each other; a column to the right is one step further.

    """
    place = _places(nodes)
    with style.house_style():
        figure = style.new_figure(_INCHES_BESIDE + _INCHES_PER_BAND * (place["y"].max() + 1))
        axes = figure.add_subplot()
        steps = int(nodes["step"].max()) + 1
        ends = zip(links["borrower"], links["guarantor"], links["amount"], strict=True)
        for start, end, amount in ends:
            _draw_link(
                axes, place.loc[start], place.loc[end], amount, _INCHES_ACROSS / max(steps, 2)
            )
        for kind, (marker, fill, ink) in _LOOKS.items():
            own = place[nodes["kind"] == kind]
            if own.empty:
                continue
            axes.scatter(
                own["x"], own["y"], _SIZE_OF_DIAMOND if marker == "D" else _SIZE, marker=marker, color=fill, edgecolor=style.INK,
                linewidth=0.9, zorder=3, label=labels[kind],
            )  # fmt: skip
            _write(axes, nodes.loc[own.index], own, ink, _LONGEST // max(steps, 2))
        axes.set_xlim(-0.55, max(steps - 1, 1) + 0.55)
        axes.set_ylim(place["y"].max() + 0.6, -0.6)
        axes.set_axis_off()
        figure.legend(
            loc="outside upper center",
            ncols=len(_LOOKS),
            frameon=False,
            fontsize=8,
            markerscale=0.5,
        )
    return figure


def _places(nodes: pd.DataFrame) -> pd.DataFrame:
    """Return x (the step) and y of each node: groups one below the other, nodes of a step too."""
    within = nodes.groupby(["component", "step"], sort=False).cumcount()
    height = (within + 1).groupby(nodes["component"], sort=False).transform("max")
    per_group = height[~nodes["component"].duplicated()]
    above = (per_group.cumsum() - per_group).set_axis(nodes.loc[per_group.index, "component"])
    return pd.DataFrame({"x": nodes["step"], "y": within + nodes["component"].map(above)})


def _draw_link(axes: Axes, start: pd.Series, end: pd.Series, amount: float, inch: float) -> None:
    """Draw an arrow; one that leads back, within a step or past one bends, so that it passes beside.

    `inch` is what a step takes of the page.
    """
    across, down = end["x"] - start["x"], end["y"] - start["y"]
    bends = across != 1
    length = float(np.hypot(across * inch, down * _INCHES_PER_BAND))
    bow = 2 * _BOW_INCHES / max(length, _BOW_INCHES) * (-1 if across > 0 else 1) if bends else 0.0
    axes.annotate(
        "", (end["x"], end["y"]), (start["x"], start["y"]), zorder=2,
        arrowprops={
            "arrowstyle": "-|>", "color": style.RULE, "linewidth": 1.1, "shrinkA": 10, "shrinkB": 10,
            "connectionstyle": f"arc3,rad={bow}",
        },
    )  # fmt: skip
    if np.isnan(amount):
        return
    beside = _BOW_INCHES * _POINTS if bends else 0.0
    axes.annotate(
        f"{amount:,.0f}", ((start["x"] + end["x"]) / 2, (start["y"] + end["y"]) / 2),
        xytext=(0, beside) if across else (beside, 0), textcoords="offset points",
        ha="center", va="center", fontsize=7.5, color=style.INK, zorder=4,
        bbox={"boxstyle": "square,pad=0.1", "facecolor": "white", "edgecolor": "none"},
    )  # fmt: skip


def _write(axes: Axes, nodes: pd.DataFrame, place: pd.DataFrame, ink: str, longest: int) -> None:
    for node, at in zip(nodes.itertuples(), place.itertuples(), strict=True):
        axes.annotate(
            str(node.number),
            (at.x, at.y),
            ha="center",
            va="center",
            fontsize=8,
            color=ink,
            zorder=4,
        )
        axes.annotate(
            _folded(str(node.name), longest), (at.x, at.y), xytext=(0, -13),
            textcoords="offset points", ha="center", va="top", fontsize=7.5, color=style.INK,
            zorder=4,
        )  # fmt: skip


def _folded(name: str, longest: int) -> str:
    """Return a name on at most two lines; the table beside the figure has it whole."""
    lines = textwrap.wrap(name, longest)
    return "\n".join(lines if len(lines) <= 2 else [lines[0], f"{lines[1][:-1]}…"])
