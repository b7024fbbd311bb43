"""How every figure looks: pinned Chinese font, two colours that survive a grey print, stable SVG."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any

from .. import paths

if TYPE_CHECKING:
    from matplotlib.figure import Figure

STRONG = "#9A2A1F"  # the one strong colour: what must be dealt with; prints dark grey
QUIET = "#C9D3DC"  # everything else; prints light grey
INK = "#222222"
RULE = "#5B6670"

_WIDTH_INCHES = 6.3  # the text width of an A4 page


@cache
def _font_family() -> str:
    from matplotlib import font_manager

    regular = str(paths.fonts()[0])
    font_manager.fontManager.addfont(regular)
    return font_manager.FontProperties(fname=regular).get_name()


@contextmanager
def house_style() -> Iterator[None]:
    """Draw within the house style, leaving the reader's own settings alone.

    It starts from matplotlib's own defaults: a ``matplotlibrc`` of the reader changes no figure.
    """
    import matplotlib as mpl

    settings: dict[Any, Any] = {
        "font.family": _font_family(),
        "font.size": 9,
        "axes.edgecolor": RULE,
        "axes.labelcolor": INK,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.unicode_minus": True,
        "xtick.color": INK,
        "ytick.color": INK,
        "hatch.linewidth": 0.6,
        "svg.fonttype": "path",
        "text.parse_math": False,  # a dollar sign in a name is a dollar sign
        "svg.hashsalt": "capacity-analysis",
    }
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(settings)
        yield


def new_figure(height_inches: float = 2.9) -> Figure:
    """Return an empty figure of the page's text width, not registered with pyplot."""
    from matplotlib.figure import Figure

    return Figure(figsize=(_WIDTH_INCHES, height_inches), layout="constrained")


def to_svg(figure: Figure) -> str:
    """Return a figure as SVG: the same figure gives the same bytes."""
    buffer = io.StringIO()
    with house_style():
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    return buffer.getvalue()
