"""Part of 换用其他版本标准: what another edition of the catalogue would change, and by which entry."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from ..assessment.finding_words import verdict
from ..text import _
from .blocks import Block, Column, Inline, fill, paragraph, ref, strong, table
from .finding_cells import MOST_ROWS, left_off, named_unit
from .units import SYMBOLS
from .view import IndustryView, records

_TOLD = ("stricter_hit", "relieved", "no_longer_covered", "newly_covered")


def catalogue_editions(view: IndustryView) -> Iterator[Block]:
    """Yield, for each other edition of the catalogue, a sentence and the equipment that it changes."""
    compared = view.of_enterprises("catalogue_editions")
    if compared.empty:
        return
    explained = _(
        "换用其他版本目录：装备的数据不变，只换条目；未核对原文的条目写“未核对”，不当作没有变化。"
    )
    yield paragraph(explained)
    for number, (document, rows) in enumerate(compared.groupby("document_id", sort=False), 1):
        yield from _edition(str(document), rows, f"table-catalogue-edition-{number}")


def _edition(document: str, rows: pd.DataFrame, anchor: str) -> Iterator[Block]:
    changed = rows[rows["change"].isin(_TOLD)]
    name = next((title for title in rows["title"] if isinstance(title, str)), document)
    yield paragraph(
        fill(
            _("{what}：{counts}{where}。"),
            what=strong(_("目录改用{title}").format(title=name)),
            counts=_counts(rows),
            where=fill(_("（{table}）"), table=ref(anchor)) if len(changed) else "",
        )
    )
    if len(changed):
        yield _table(changed, name, anchor)


def _counts(rows: pd.DataFrame) -> str:
    counts = rows["change"].astype("str").value_counts()
    named = {
        "stricter_hit": _("{count}项由未列入变为列入"),
        "relieved": _("{count}项由列入变为未列入"),
        "no_longer_covered": _("{count}项不再涉及"),
        "newly_covered": _("{count}项新纳入"),
        "same": _("{count}项结论相同"),
        "undecided": _("{count}项有一方不能判定"),
        "not_checked": _("{count}项未核对"),
        "not_covered": _("{count}项两者都不涉及"),
    }
    parts = [text.format(count=counts[key]) for key, text in named.items() if key in counts]
    return _("，").join(parts)


def _table(changed: pd.DataFrame, name: str, anchor: str) -> Block:
    columns = [
        Column(_("企业"), width=2.5),
        Column(_("生产线（装备）"), width=1.5),
        Column(_("现在（行号）"), width=2.0),
        Column(_("换用后（行号）"), width=2.0),
        Column(_("使其改变的行"), width=1.9),
    ]
    order = pd.Categorical(changed["change"].astype("str"), _TOLD, ordered=True)
    ordered = changed.assign(change=order).sort_values("change", kind="stable")
    rows = [_row(row) for row in records(ordered.head(MOST_ROWS))]
    caption = _("{what}后结论改变或新纳入的装备").format(
        what=_("目录改用{title}").format(title=name)
    )
    return table(anchor, caption, columns, rows, left_off(len(changed)))


def _row(row: Any) -> list[Inline]:
    then = _verdict(row.ground, row.result_then, row.row_id_then)
    return [
        row.enterprise_name,
        named_unit(row),
        _verdict(row.ground, row.result_now, row.row_id_now),
        strong(then) if row.result_then == "hit" else then,
        row.changed_by if isinstance(row.changed_by, str) else "—",
    ]


def _verdict(ground: str, result: object, row_id: object) -> str:
    if not isinstance(result, str):
        return _("不涉及")
    said = f"{SYMBOLS[result]}{verdict(ground, result)}"
    if not isinstance(row_id, str):
        return said
    return _("{verdict}（{row}）").format(verdict=said, row=row_id)
