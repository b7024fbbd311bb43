"""Guarantees of enterprises that leave: how far a default reaches, and where guarantees run in a circle."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from .. import figures
from ..analysis.credit.guarantees import NATURAL_PERSON
from ..assessment.exposure_words import words
from ..text import _
from .asset_cells import account
from .blocks import Block, Column, Figure, Inline, fill, paragraph, ref, strong, table
from .finding_cells import MOST_ROWS, left_off
from .numbers import listed
from .staff_tables import no_data
from .units import split
from .view import IndustryView, records

TABLE = "table-guarantees"
FIGURE = "figure-guarantees"
_MOST_NAMES = 6


def guarantees(view: IndustryView) -> Iterator[Block]:
    """Yield how far the default of leaving enterprises reaches: sentences, figure and table."""
    links = view.assessment["guarantee_links"]
    if links.empty:
        yield paragraph(
            _("担保关系：{nothing}。").format(nothing=no_data(view, _("担保清单"), "loans"))
        )
        return
    found = reached(view)
    own = links[links["borrower"].isin(view.enterprises["enterprise_id"])]
    if found.empty:
        yield paragraph(_("本行业建议退出的企业没有由其他企业担保的贷款。"))
    else:
        yield paragraph(_size(view, found))
        yield from _figure(view, links, found)
        yield _table(view, links, found)
    yield from _besides(view, links, own)


def reached(view: IndustryView) -> pd.DataFrame:
    """Return the reach of these enterprises' defaults; a borrower that only persons guarantee for has none."""
    rows = view.of_enterprises("guarantee_reach")
    return rows.sort_values(
        ["reached_all", "amount_10k_cny"], ascending=False, kind="stable", ignore_index=True
    )


def _size(view: IndustryView, found: pd.DataFrame) -> Inline:
    farthest = found.iloc[0]
    circles = int(found["circular"].sum())
    text = _("{count}家建议退出企业的贷款由其他企业担保；一旦违约，{name}牵连最广，{reach}，"
             "可能代偿{amount}{circles}（{table}）。")  # fmt: skip
    return fill(
        text,
        count=str(len(found)), name=str(farthest["enterprise_name"]),
        reach=strong(_("逐级牵连{count}家").format(count=int(farthest["reached_all"]))),
        amount=account(farthest["amount_10k_cny"]),
        circles=_("；{count}家在循环担保中").format(count=circles) if circles else "",
        table=ref(TABLE),
    )  # fmt: skip


def _names(view: IndustryView) -> pd.Series:
    return view.assessment["enterprises"].set_index("enterprise_id")["name"]


def _name(names: pd.Series, node: str) -> str:
    return str(names.get(node, node))


# --- the figure -----------------------------------------------------------------------------------


def _figure(view: IndustryView, links: pd.DataFrame, found: pd.DataFrame) -> Iterator[Block]:
    nodes, drawn_links = network(links, found["enterprise_id"].tolist())
    if nodes.empty:
        return
    names = _names(view)
    told = nodes.assign(name=[_name(names, node) for node in nodes.index])
    drawn = figures.guarantee_network(
        told,
        drawn_links,
        {"exits": _("建议退出"), "stays": _("名录内，不退出"), "outside": _("名录外")},
    )
    first = found.iloc[0]
    title = _("{name}违约可能牵连{count}家").format(
        name=first["enterprise_name"], count=int(first["reached_all"])
    )
    caption = _("箭头从借款企业指向担保人，数为担保金额（万元）；越靠右，离退出企业越远。"
                "方块为建议退出，圆为名录内其他企业，菱形为名录外。")  # fmt: skip
    if len(set(found["enterprise_id"]) & set(nodes.index)) < len(found):
        caption += _("只画牵连最广的几组，其余见表。")
    yield Figure(
        anchor=FIGURE, title=title, caption=caption, alt=title, svg=figures.to_svg(drawn),
        source=_("来源：台账{file}担保（数据截至{day}）").format(
            file=view.assessment.ledger_file, day=view.data_day
        ),
    )  # fmt: skip


def network(links: pd.DataFrame, wanted: list[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the groups of enterprises that guarantees join, of those wanted, as far as a figure holds them.

    Parameters
    ----------
    links : DataFrame
        The table `guarantee_links`. Natural persons are left out.
    wanted : list of str
        Enterprises, the most important first; their groups come in this order.

    Returns
    -------
    nodes : DataFrame
        By id: `number` (from 1), `kind`, `component` and `step`, how many guarantees lie between the
        node and the nearest enterprise of its group that leaves.
    links : DataFrame
        `borrower`, `guarantor`, `amount`; of several between the same two the sum.

    Notes
    -----
    A group that would bring the figure beyond `figures.MOST_NODES`, or that is deeper than
    `figures.MOST_STEPS`, is left to the table.

    """
    known = links[links["guarantor"] != NATURAL_PERSON]
    kinds = _kinds(known)
    group = _groups(known)
    order = dict.fromkeys(group[each] for each in wanted if each in group)
    parts: list[pd.DataFrame] = []
    room = figures.MOST_NODES
    for component in order:
        own = known[known["borrower"].map(group) == component]
        steps = _steps(own, kinds)
        if len(steps) <= room and steps.max() <= figures.MOST_STEPS:
            parts.append(
                pd.DataFrame({"component": component, "step": steps.sort_values(kind="stable")})
            )
            room -= len(steps)
    if not parts:
        return pd.DataFrame(), pd.DataFrame()
    nodes = pd.concat(parts)
    nodes = nodes.assign(number=np.arange(1, len(nodes) + 1), kind=nodes.index.map(kinds))
    drawn = known[known["borrower"].isin(nodes.index)]
    sums = drawn.groupby(["borrower", "guarantor"], sort=False)["amount_10k_cny"].sum(min_count=1)
    return nodes, sums.rename("amount").reset_index()


def _kinds(links: pd.DataFrame) -> dict[str, str]:
    """Return whether each node leaves, stays or stands outside the roster."""
    guarantors = links.drop_duplicates("guarantor").set_index("guarantor")
    outside = {
        str(node): "exits" if row["guarantor_exits"] else "stays" if row["in_roster"] else "outside"
        for node, row in guarantors.iterrows()
    }
    leaves = links.drop_duplicates("borrower").set_index("borrower")["borrower_exits"]
    return outside | {str(node): "exits" if gone else "stays" for node, gone in leaves.items()}


def _groups(links: pd.DataFrame) -> dict[str, int]:
    """Return which group of joined enterprises each node is in."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    both = pd.concat([links["borrower"], links["guarantor"]], ignore_index=True)
    place, ids = pd.factorize(both)
    start, end = place[: len(links)], place[len(links) :]
    matrix = coo_array((np.ones(len(links)), (start, end)), shape=(len(ids), len(ids)))
    found = connected_components(matrix, directed=False)[1]
    return dict(zip(ids.astype(str), found.tolist(), strict=True))


def _steps(own: pd.DataFrame, kinds: dict[str, str]) -> pd.Series:
    """Return the steps from the nearest node that leaves; who only borrows from those stands before."""
    pairs = list(zip(own["borrower"], own["guarantor"], strict=True))
    nodes = list(dict.fromkeys(node for pair in pairs for node in pair))
    # Who leaves as a borrower is where a default begins; else the first borrower of the group.
    starts = [b for b, _g in pairs if kinds[b] == "exits"] or [pairs[0][0]]
    step = dict.fromkeys(starts, 0)
    edge = list(step)
    while edge:
        after = [g for b, g in pairs if b in edge and g not in step]
        step |= dict.fromkeys(after, step[edge[0]] + 1)
        edge = list(dict.fromkeys(after))
    while len(step) < len(nodes):
        before = {b: step[g] - 1 for b, g in pairs if b not in step and g in step}
        after_ = {g: step[b] + 1 for b, g in pairs if g not in step and b in step}
        step |= before | after_
    found = pd.Series(step).reindex(nodes)
    return found - int(found.min())


# --- the table ------------------------------------------------------------------------------------


def _table(view: IndustryView, links: pd.DataFrame, found: pd.DataFrame) -> Block:
    columns = [
        Column(_("建议退出的企业"), width=2.2),
        Column(_("牵连企业"), "right", 0.9),
        Column(_("其中名录内"), "right", 0.9),
        Column(_("级数"), "right", 0.7),
        Column(_("可能代偿"), "right", 1.1),
        Column(_("牵连到谁（由近及远）"), width=3.4),
        Column(_("循环担保"), width=2.2),
    ]
    names = _names(view)
    rows = [_row(row, names, links) for row in records(found.head(MOST_ROWS))]
    notes = [
        _("担保人代偿后自身也可能违约，因此逐级计算；可能代偿的是各级担保人可能被要求支付的总额，"
          "不超过有关贷款的余额，不是损失预计。自然人担保不计入，也不列名。"),
        *left_off(len(found)),
    ]  # fmt: skip
    caption = _("{industry}退出企业的担保链").format(industry=view.sector)
    return table(TABLE, caption, columns, rows, notes)


def _row(row: Any, names: pd.Series, links: pd.DataFrame) -> list[Inline]:
    ids = split(row.reached)
    told = listed([_name(names, each) for each in ids[:_MOST_NAMES]])
    if row.reached_all > _MOST_NAMES:
        told = _("{names}等").format(names=told)
    remark = words("reason", row.reason)
    circle: Inline = "—"
    if row.circular:
        circle = strong(
            _(" → ").join(_name(names, each) for each in ring(links, row.enterprise_id))
        )
    return [
        row.enterprise_name,
        str(row.reached_all),
        str(row.reached_in_roster),
        str(row.steps),
        account(row.amount_10k_cny),
        _("{names}（{remark}）").format(names=told, remark=remark) if remark else told,
        circle,
    ]


def ring(links: pd.DataFrame, start: str) -> list[str]:
    """Return the shortest way along guarantees from an enterprise back to itself, both ends included.

    Examples
    --------
    >>> links = pd.DataFrame({"borrower": ["A", "B", "B"], "guarantor": ["B", "C", "A"]})
    >>> ring(links, "A"), ring(links, "C")
    (['A', 'B', 'A'], [])

    """
    towards = links.groupby("borrower", sort=False)["guarantor"].agg(list).to_dict()
    ways: list[list[str]] = [[start]]
    seen: set[str] = set()
    while ways:
        further = []
        for way in ways:
            for node in towards.get(way[-1], []):
                if node == start:
                    return [*way, node]
                if node not in seen:
                    seen.add(node)
                    further.append([*way, node])
        ways = further
    return []


def _besides(view: IndustryView, links: pd.DataFrame, own: pd.DataFrame) -> Iterator[Block]:
    """Yield guarantees that an exit takes away from others, and those of natural persons."""
    names = _names(view)
    ids = view.enterprises["enterprise_id"]
    lost = links[links["guarantor_exits"] & links["guarantor"].isin(ids) & ~links["borrower_exits"]]
    template = _("{guarantor}为{borrower}担保{amount}")
    if len(lost):
        told = [
            template.format(
                guarantor=_name(names, row.guarantor), borrower=_name(names, row.borrower),
                amount=account(row.amount_10k_cny),
            )
            for row in records(lost.head(_MOST_NAMES))
        ]  # fmt: skip
        text = _("建议退出的企业自己也为别人担保，退出后这些贷款失去担保：{told}{more}。")
        more = _("等{count}笔").format(count=len(lost)) if len(lost) > _MOST_NAMES else ""
        yield paragraph(text.format(told=_("；").join(told), more=more))
    persons = own[own["borrower_exits"] & (own["guarantor"] == NATURAL_PERSON)]
    if len(persons):
        text = _("另有{count}笔退出企业的贷款由自然人担保，金额{amount}，不列名，不计入担保链。")
        amount = account(persons["amount_10k_cny"].sum(min_count=1))
        yield paragraph(text.format(count=len(persons), amount=amount))
