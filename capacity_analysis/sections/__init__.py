"""The sections of a briefing: an industry's view in, blocks for the page out."""

from .basis import basis
from .blocks import Contents, Section, section
from .conclusions import conclusions
from .credit import credit
from .data_gaps import data_gaps
from .dispositions import dispositions
from .editions import editions
from .energy_gap import energy_gap
from .glance import glance
from .land import land
from .masthead import masthead
from .over_limit import over_limit
from .resettlement import resettlement
from .roster import roster
from .screening import screening
from .trace import trace
from .view import IndustryView
from .visits import visits
from .work_progress import work_progress

__all__ = [
    "Contents",
    "IndustryView",
    "Section",
    "basis",
    "conclusions",
    "contents",
    "credit",
    "data_gaps",
    "dispositions",
    "editions",
    "energy_gap",
    "glance",
    "land",
    "masthead",
    "over_limit",
    "resettlement",
    "roster",
    "screening",
    "section",
    "trace",
    "visits",
    "work_progress",
]


def contents() -> Section:
    """Return the place of the table of contents."""
    from ..text import _

    return section(Contents(_("目录")))
