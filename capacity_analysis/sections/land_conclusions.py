"""What the first page says of land: how much can be put to use again, and what must be decided of it."""

from __future__ import annotations

import pandas as pd

from ..text import _
from .asset_cells import mu
from .blocks import Inline, fill, ref, strong
from .credit_conclusions import lead
from .land import TABLE, reusable, sizes, soon_text
from .parcels_told import IDLE_TABLE, idle, parcels
from .staff_tables import leavers, supplier
from .view import IndustryView

_TASK = "zombie_land"


def freed(view: IndustryView) -> Inline | None:
    """Return what land can be put to use again, by category; None where there is none."""
    rows = reusable(view)
    if rows.empty:
        return None
    return fill(
        _("{finding}：{parts}，{soon}（{table}）。"),
        finding=strong(_("可以盘活土地{area}").format(area=mu(rows["area_mu"].sum()))),
        parts=sizes(rows), soon=soon_text(rows), table=ref(TABLE),
    )  # fmt: skip


def to_decide_land(view: IndustryView) -> Inline | None:
    """Return which idle land to take back, and which to find idle or not."""
    rows = idle(view)
    found = rows[(rows["category"] == "idle") & rows["take_back"]]
    negotiated = rows[(rows["category"] == "idle") & ~rows["take_back"]]
    only = rows[rows["category"] == "suspected_idle"]
    told = (
        (found, _("研究收回已认定闲置、满法定年限的土地{count}宗{area}")),
        (negotiated, _("确定已认定闲置的{count}宗{area}的处置办法")),
        (only, _("对疑似闲置的{count}宗{area}调查认定")),
    )
    parts = [text.format(count=len(own), area=_area(own)) for own, text in told if len(own)]
    if not parts:
        return None
    return fill(
        _("{parts}（{table}）。{lead}。"),
        parts=_("；").join(parts), table=ref(IDLE_TABLE), lead=lead(view, _TASK, "land"),
    )  # fmt: skip


def _area(rows: pd.DataFrame) -> str:
    return mu(rows["area_mu"].sum(min_count=1))


def to_decide_parcels(view: IndustryView) -> Inline | None:
    """Return that the land of enterprises that leave is not known, and who supplies it."""
    known = parcels(view)["enterprises"].str.split(";").explode()
    lacking = int((~leavers(view)["enterprise_id"].isin(known)).sum())
    if not lacking:
        return None
    return _("请{department}补报{count}家建议退出企业的宗地资料。").format(
        department=supplier(view, "land").label, count=lacking
    )
