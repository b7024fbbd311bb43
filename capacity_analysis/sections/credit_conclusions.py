"""What the first page says of credit: what exits put at risk, and what support must be withdrawn."""

from __future__ import annotations

import pandas as pd

from ..text import _
from .asset_cells import account
from .blocks import Inline, fill, ref, refs, strong
from .credit import TABLE, owing
from .guarantees_told import TABLE as GUARANTEE_TABLE
from .guarantees_told import reached
from .numbers import listed
from .support_told import TABLE as SUPPORT_TABLE
from .support_told import to_clear
from .view import IndustryView
from .zombies_told import TABLE as ZOMBIE_TABLE
from .zombies_told import suspected

_SUPPORT, _ZOMBIES = "support_policies", "zombie_land"


def owed(view: IndustryView) -> Inline | None:
    """Return what leaving enterprises owe to banks, and how far a default reaches; None where nothing is known."""
    rows = owing(view)
    if rows.empty:
        return None
    late, found = int(rows["overdue"].sum()), reached(view)
    return fill(
        _("建议退出企业中{count}家有逐笔贷款，余额{balance}{late}{reach}（{tables}）。"),
        count=str(len(rows)),
        balance=strong(account(rows["balance_10k_cny"].sum())),
        late=_("，其中{count}家超期未退出").format(count=late) if late else "",
        reach=_reach(found),
        tables=refs(TABLE, *[GUARANTEE_TABLE] * (not found.empty)),
    )


def _reach(found: pd.DataFrame) -> str:
    if found.empty:
        return ""
    ids = found["reached"].dropna().str.split(";").explode()
    own = ids[~ids.isin(found["enterprise_id"])]
    return _("；担保链牵连{count}家").format(count=own.nunique())


def to_decide_support(view: IndustryView) -> Inline | None:
    """Return which support is to be withdrawn, by the county itself and by proposal."""
    rows = to_clear(view)
    if rows.empty:
        return None
    parts = []
    for verdict, text in (
        ("clear_by_county", _("清理本级扶持政策{count}项（每年{amount}）")),
        ("propose_to_higher", _("提请上级清理扶持政策{count}项（每年{amount}）")),
    ):
        own = rows[rows["verdict"] == verdict]
        if len(own):
            amount = account(own["amount_10k_cny"].sum(min_count=1))
            parts.append(text.format(count=len(own), amount=amount))
    return fill(
        _("{parts}（{table}）。{lead}。"),
        parts=listed(parts), table=ref(SUPPORT_TABLE), lead=lead(view, _SUPPORT, "finance"),
    )  # fmt: skip


def to_decide_zombies(view: IndustryView) -> Inline | None:
    """Return how many enterprises the authority must find to be zombies or not."""
    rows = suspected(view)
    if rows.empty:
        return None
    return fill(
        _("对{count}家疑似僵尸企业组织认定（{table}）。{lead}。"),
        count=str(len(rows)), table=ref(ZOMBIE_TABLE), lead=lead(view, _ZOMBIES, "finance"),
    )  # fmt: skip


def lead(view: IndustryView, task: str, kind: str) -> str:
    """Return who leads a task of the plan, with its clause; else who supplies that kind of data."""
    campaign = view.assessment.campaign
    found = campaign.task(task)
    if found is None:
        department = campaign.departments[getattr(campaign.suppliers, kind)]
        return _("责任单位：{lead}").format(lead=department.label)
    return _("责任单位：{lead}（方案{clause}）").format(
        lead=campaign.department_names(found.lead), clause=found.clause
    )
