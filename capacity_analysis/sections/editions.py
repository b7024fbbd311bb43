"""换用其他版本标准: what another edition, or a later date, would change, and by which row.

Rows that repeat an older edition, or that nobody has checked, say nothing about a change: their lines
are not checked, never unchanged.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pandas as pd

from ..text import _
from .blocks import Block, Column, Inline, Section, fill, paragraph, ref, section, strong, table
from .catalogue_editions import catalogue_editions
from .heading import heading
from .labels import reason_label, tier_label
from .numbers import against, day, listed, trimmed, with_unit
from .view import IndustryView

# Changes that a line's row in the table tells; of the others only the number of lines is told.
_TOLD = ("stricter_hit", "relieved", "no_longer_covered", "newly_covered")


def editions(view: IndustryView) -> Section:
    """Return, for each alternative, a sentence and the lines whose verdict it would change."""
    blocks: list[Block] = [heading("editions")]
    if view.editions.empty:
        blocks.append(paragraph(_("没有可以换用比较的其他版本，或没有在运行的生产线。")))
        return section(*blocks, *catalogue_editions(view))
    explained = _(
        "只换标准，数据和评定年度不变；沿用旧版或未经核对的行写“未核对”，不当作没有变化。"
    )
    blocks.append(paragraph(explained))
    for number, (_id, lines) in enumerate(view.editions.groupby("alternative", sort=False), 1):
        blocks += _alternative(lines, f"table-edition-{number}")
    return section(*blocks, *catalogue_editions(view))


def _alternative(lines: pd.DataFrame, anchor: str) -> Iterator[Block]:
    shown = lines[lines["change"].isin(_TOLD) & ~_silent(lines)]
    yield paragraph(
        fill(
            _("{what}：{counts}{where}。"),
            what=strong(_name(lines.iloc[0])),
            counts=_counts(lines),
            where=fill(_("（{table}）"), table=ref(anchor)) if len(shown) else "",
        )
    )
    if len(shown):
        yield _table(shown, anchor)


def _silent(lines: pd.DataFrame) -> pd.Series:
    """Return the newly covered lines of which the data say nothing: they are only counted."""
    return (lines["change"] == "newly_covered") & lines["tier_then"].isna()


def _name(line: pd.Series) -> str:
    """Return what an alternative is called."""
    on = day(dt.date.fromisoformat(line["day"]))
    if line["title"]:
        return _("能效水平改用{title}").format(title=line["title"])
    return _("强制性限额改用到{day}为止陆续施行的各标准").format(day=on)


def _counts(lines: pd.DataFrame) -> str:
    """Return the number of lines of each kind, the changes first."""
    silent = _silent(lines)
    counts = lines.loc[~silent, "change"].value_counts()
    named = {
        "stricter_hit": _("{count}条由达标变为不达标"),
        "relieved": _("{count}条由不达标变为达标"),
        "no_longer_covered": _("{count}条不再适用"),
        "newly_covered": _("{count}条新纳入并可比较"),
        "same": _("{count}条结论相同"),
        "undecided": _("{count}条有一方不能判定"),
        "not_checked": _("{count}条未核对"),
        "not_covered": _("{count}条的产品两者都没有"),
    }
    parts = {key: text.format(count=counts[key]) for key, text in named.items() if key in counts}
    if silent.any():
        reasons = lines.loc[silent, "reason_then"].value_counts(sort=False)
        template = _("{reason}{count}条")
        why = listed(
            template.format(reason=reason_label(str(reason)), count=n)
            for reason, n in reasons.items()
        )
        text = _("{count}条新纳入但现有数据不能判定（{why}）")
        parts["silent"] = text.format(count=int(silent.sum()), why=why)
    return _("，").join(parts.values())


def _table(lines: pd.DataFrame, anchor: str) -> Block:
    columns = [
        Column(_("序号"), "right", 0.6),
        Column(_("企业"), width=2.5),
        Column(_("生产线"), width=1.2),
        Column(_("现在"), width=1.7),
        Column(_("换用后"), width=1.7),
        Column(_("单位能耗／限值"), "right", 1.6),
        Column(_("使其改变的行"), width=1.9),
    ]
    order = lines.assign(change=pd.Categorical(lines["change"], _TOLD, ordered=True))
    rows = [_row(line) for _at, line in order.sort_values(["change", "rank"]).iterrows()]
    caption = _("{what}后结论改变或新纳入的生产线").format(what=_name(lines.iloc[0]))
    notes = [_("序号与能效差距表相同；限值为使结论改变的行的基准水平或3级限额，单位按该行。")]
    reasons = lines.dropna(subset=["reason_then"])
    template = _("待核（序号{numbers}） {reason}。")
    for reason, of_reason in reasons.groupby("reason_then", sort=False):
        numbers = listed(str(rank) for rank in of_reason["rank"])
        notes.append(template.format(numbers=numbers, reason=reason_label(str(reason))))
    return table(anchor, caption, columns, rows, notes)


def _row(line: pd.Series) -> list[Inline]:
    then = _verdict(line, "then")
    missed = line["tier_then"] in ("below", "over")
    side = "then" if isinstance(line["row_id_then"], str) else "now"
    limit = line[f"threshold_{side}"]
    unit = line.get(f"unit_{side}")
    return [
        str(line["rank"]),
        line["enterprise_name"],
        line["line_id"],
        _verdict(line, "now"),
        strong(then) if missed else then,
        _("{measured}／{limit}").format(
            measured=against(line[f"measured_{side}"], [limit], 1),
            limit=with_unit(trimmed(limit, 2), unit) if unit else trimmed(limit, 2),
        ),
        line["changed_by"],
    ]


def _verdict(line: pd.Series, side: str) -> str:
    if line[f"reason_{side}"] == "level_absent_on_date":
        return _("当日没有收录")
    if isinstance(line[f"tier_{side}"], str):
        return tier_label(line[f"tier_{side}"], line[f"result_{side}"])
    return reason_label(line[f"reason_{side}"])
