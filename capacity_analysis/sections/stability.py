"""Signs of risk to social stability: gates and bands, each by itself and never added up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from ..text import _
from .blocks import Block, Column, Inline, paragraph, strong, table
from .finding_cells import MOST_ROWS, left_off
from .numbers import trimmed
from .staff_tables import hidden, leavers, notes_on_hidden, published
from .view import IndustryView, records

TABLE = "table-stability"
# What the most urgent looks like stands first.
_URGENCY = {"high": 0, "attention": 1, "unknown": 2, "ok": 3}


def open_gates(view: IndustryView) -> pd.DataFrame:
    """Return the gates that leaving enterprises must settle before they leave."""
    signs = _signs(view)
    return signs[(signs["kind"] == "gate") & signs["level"].isin(["attention", "high"])]


def _signs(view: IndustryView) -> pd.DataFrame:
    signs = view.of_enterprises("stability_signs")
    return signs[signs["enterprise_id"].isin(leavers(view)["enterprise_id"])]


def stability(view: IndustryView) -> Iterator[Block]:
    """Yield how many enterprises have gates to settle, and the table of signs."""
    signs = _signs(view)
    if signs.empty:
        return
    gates = open_gates(view)
    if gates.empty:
        yield paragraph(_("已知的信号中没有须在退出前解决的事项。"))
    else:
        text = _("{count}家企业有须在退出前解决的事项（表中▲的关口）。")
        yield paragraph(text.format(count=gates["enterprise_id"].nunique()))
    yield _table(view, signs)


def _table(view: IndustryView, signs: pd.DataFrame) -> Block:
    held = view.assessment.campaign.stability.indicators
    told = [each for each in held if each.id in set(signs["indicator"])]
    columns = [
        Column(_("企业"), width=2.0),
        *(Column(each.label, "center", 1.2) for each in told),
    ]
    urgency = signs["level"].map(_URGENCY).groupby(signs["enterprise_id"]).min()
    by = {(row.enterprise_id, row.indicator): row for row in records(signs)}
    names = signs.drop_duplicates("enterprise_id").set_index("enterprise_id")["enterprise_name"]
    order = urgency.sort_values(kind="stable").index
    few = _few(view)
    rows: list[list[Inline]] = [
        [str(names[one]), *(_cell(by.get((one, each.id)), one in few) for each in told)]
        for one in order[:MOST_ROWS]
    ]
    caption = _("{industry}建议退出企业的稳定风险信号").format(industry=view.sector)
    return table(
        TABLE, caption, columns, rows, [*_notes(), *notes_on_hidden(signs), *left_off(len(order))]
    )


def _few(view: IndustryView) -> set[str]:
    """Return the enterprises of which no number may be published that concerns their staff."""
    rows = published(view, "means")
    return set(rows.loc[rows["hidden"] | rows["costs_hidden"], "enterprise_id"])


def _cell(sign: Any, few: bool) -> Inline:
    if sign is None or sign.level == "unknown":
        return _("?无数据")
    if sign.hidden:
        return hidden()
    if sign.kind == "band":
        return _band(sign.level)
    if sign.level == "ok":
        return _("○没有")
    if few and sign.indicator == "arrears":
        return strong(_("▲有"))
    # Where something was not reported, what is known is the least that it can be.
    template = _("▲不少于{value}") if isinstance(sign.reason, str) else _("▲{value}")
    return strong(template.format(value=trimmed(float(sign.value), 1)))


def _band(level: str) -> Inline:
    if level == "high":
        return strong(_("▲高"))
    return _("△关注") if level == "attention" else _("○一般")


def _notes() -> list[str]:
    return [
        _("关口：○没有，▲有、须在退出前解决，后为数值。分级：○一般，△关注，▲高，"
          "只列等级，不列由职工人数算出的数。逐项列出，不合成分数。"),
        _("界限是本工具的安排，见行动方案的设置；社会稳定风险评估由有关部门依法组织。"),
    ]  # fmt: skip
