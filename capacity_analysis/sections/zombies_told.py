"""Suspected zombie enterprises: what every test says, side by side, and which sign showed.

No test is law: an enterprise is suspected (疑似) until the authority finds that it is one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from ..assessment.asset_words import of_year
from ..assessment.exposure_words import word, words
from ..text import _
from .asset_cells import field_name, marked
from .blocks import Block, Column, Inline, fill, paragraph, ref, strong, table
from .finding_cells import MOST_ROWS, left_off
from .numbers import listed
from .staff_tables import no_data
from .units import split
from .view import IndustryView, records

TABLE = "table-zombies"
PROXY_TABLE = "table-zombie-proxies"
METHODS = ("register", "chk", "fukuda_nakamura", "two_years", "official")
PROXIES = "proxies"
_SHOWS = ("zombie", "suspect")


def suspected(view: IndustryView) -> pd.DataFrame:
    """Return what the methods that decide for the plan say of the enterprises that they suspect."""
    plan = view.assessment.campaign.zombies
    rows = view.of_enterprises("zombies")
    decides = rows["method"].isin(plan.deciding if plan else ())
    return rows[decides & rows["result"].isin(_SHOWS)].drop_duplicates("enterprise_id")


def zombies(view: IndustryView) -> Iterator[Block]:
    """Yield how many enterprises are suspected, the methods side by side, and the weaker signals."""
    rows = view.of_enterprises("zombies")
    tested = rows[rows["method"].isin(METHODS)]
    if tested.empty:
        nothing = no_data(view, _("企业财务表"), "finance")
        yield paragraph(_("是否僵尸企业不能判定：{nothing}。").format(nothing=nothing))
    else:
        yield paragraph(_size(view, tested))
        yield from _table(view, tested)
    yield from _signals(rows[rows["method"] == PROXIES])


def _size(view: IndustryView, tested: pd.DataFrame) -> Inline:
    found = suspected(view)
    known = tested["enterprise_id"].nunique()
    without = len(view.enterprises) - known
    lacks = ""
    if without:
        lacks = _("；另有{count}家{nothing}").format(
            count=without, nothing=no_data(view, _("企业财务表"), "finance")
        )
    methods = _deciding(view)
    if found.empty:
        return _("有财务资料的{known}家企业，按{methods}没有疑似僵尸企业{lacks}。").format(
            known=known, methods=methods, lacks=lacks
        )
    return fill(
        _("有财务资料的{known}家企业，按{methods}有{finding}，由主管部门认定{lacks}（{table}）。"),
        known=str(known), methods=methods, lacks=lacks, table=ref(TABLE),
        finding=strong(_("疑似僵尸企业{count}家").format(count=len(found))),
    )  # fmt: skip


def _deciding(view: IndustryView) -> str:
    plan = view.assessment.campaign.zombies
    return listed([word("zombie_method", each) for each in (plan.deciding if plan else ())])


def _table(view: IndustryView, tested: pd.DataFrame) -> Iterator[Block]:
    """Yield the enterprises of which any test says more than that it does not apply."""
    urgency = tested["result"].map({"zombie": 0, "suspect": 1, "undecided": 2, "clear": 3})
    first = urgency.groupby(tested["enterprise_id"]).min().sort_values(kind="stable")
    shown = first[first < 3].index
    if shown.empty:
        return
    methods = [each for each in METHODS if (tested["method"] == each).any()]
    marks = {
        str(method): marked(";".join(rows.dropna().unique()))
        for method, rows in tested.groupby("method")["confidence"]
    }
    columns = [
        Column(_("企业"), width=1.8),
        *(Column(word("zombie_method", each) + marks[each], width=1.7) for each in methods),
    ]
    by = {(row.enterprise_id, row.method): row for row in records(tested)}
    names = tested.drop_duplicates("enterprise_id").set_index("enterprise_id")["enterprise_name"]
    rows: list[list[Inline]] = [
        [str(names[one]), *(_cell(by.get((one, each))) for each in methods)]
        for one in shown[:MOST_ROWS]
    ]
    notes = [
        _("只列至少一种方法不是“不符合”的企业。几种方法都不是法定标准，并列供参考；以{methods}为准列为疑似，"
          "是否僵尸企业由主管部门认定。").format(methods=_deciding(view)),
        _("注“待核”的方法，所依据的数值、利率或者研究文献未核对原文。"),
        *left_off(len(shown)),
    ]  # fmt: skip
    caption = _("{industry}僵尸企业各种判别方法的结果").format(industry=view.sector)
    yield table(TABLE, caption, columns, rows, notes)


def _cell(row: Any) -> Inline:
    if row is None:
        return "—"
    if row.result == "clear":
        return _("○不符合")
    if row.result == "undecided":
        return _("?不能判定（{why}）").format(why=_why(row))
    signs = criteria(row.fired)
    text = _("▲疑似：{signs}") if row.result == "zombie" else _("△有特征：{signs}")
    return [strong(text.format(signs=signs)), _also(row)]


def criteria(fired: object) -> str:
    """Return which signs showed, in words.

    Examples
    --------
    >>> criteria("losses;insolvent"), criteria("year_2021;year_2020")
    ('连年亏损、资不抵债', '2021年符合、2020年符合')

    """
    return listed([of_year(each) or word("zombie_criterion", each) for each in split(fired)])


def _why(row: Any) -> str:
    """Return what is missing for a test, else why it says nothing."""
    fields = listed([field_name(each) for each in split(row.missing)])
    reason = words("reason", row.reason)
    return _("缺：{fields}").format(fields=fields) if fields else reason or _("无数据")


def _also(row: Any) -> str:
    """Return what a suspicion leaves open."""
    if isinstance(row.reason, str):
        return _("（{reason}）").format(reason=words("reason", row.reason))
    return ""


def _signals(rows: pd.DataFrame) -> Iterator[Block]:
    """Yield the weaker signals of a county's own records, apart from the tests."""
    if rows.empty:
        return
    found = rows[rows["result"].isin(_SHOWS)]
    open_ = int((rows["result"] == "undecided").sum())
    lacks = _("；{count}家数据不全，不能比较").format(count=open_) if open_ else ""
    if found.empty:
        text = _("替代信号（用电、税收、参保人数大幅下降，比上面的方法弱）：没有企业达到{lacks}。")
        yield paragraph(text.format(lacks=lacks))
        return
    text = _(
        "替代信号比上面的方法弱，只提示去了解：{count}家企业的用电、税收、参保人数中至少{least}项大幅下降{lacks}。"
    )
    least = f"{found['threshold'].iloc[0]:.0f}"
    yield paragraph(text.format(count=len(found), least=least, lacks=lacks))
    cells: list[list[Inline]] = [
        [row.enterprise_name, criteria(row.fired)] for row in records(found.head(MOST_ROWS))
    ]
    columns = [Column(_("企业"), width=2.0), Column(_("下降的项目"), width=3.0)]
    yield table(PROXY_TABLE, _("替代信号"), columns, cells, left_off(len(found)))
