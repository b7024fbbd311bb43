"""强制性能耗限额: lines held against the mandatory limits, a ground of its own.

A limit has three levels; what is above the third is over the limit. It rests on another law, and
has other deadlines, than the baseline level.
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from ..analysis.levels import OVER_LIMIT
from ..ledger import registry
from ..text import _, current_language
from .blocks import Block, Column, Inline, Section, fill, paragraph, ref, section, strong, table
from .consequences import consequence, laws, period_over_limit
from .heading import heading
from .labels import confidence_mark, indicator_label, reason_label, tier_label
from .line_cells import Marks, gap, notes_of_confidence, units
from .numbers import day, listed, trimmed
from .view import IndustryView

TABLE = "table-limits"


def over_limit(view: IndustryView) -> Section:
    """Return which lines are over a limit, the table of all comparisons, and why others have none."""
    blocks: list[Block] = [heading("over_limit")]
    if view.running.empty:
        return section(*blocks, paragraph(_("没有在运行的生产线。")))
    if view.limit_rows.empty:
        return section(*blocks, *_not_compared(view))
    blocks += [paragraph(_explained(view)), paragraph(_found(view)), _table(view)]
    return section(*blocks, *_not_compared(view))


def _explained(view: IndustryView) -> str:
    text = _(
        "强制性国家标准的限额与基准水平是两回事：超过3级（限定值）为超限额，依据是{laws}，期限另计。"
    )
    return text.format(laws=laws(view, OVER_LIMIT.id) or "—")


def _found(view: IndustryView) -> Inline:
    compared = view.limit_rows["line_code"].nunique()
    if view.over.empty:
        finding = strong(_("没有可以确定超过限额的"))
    else:
        finding = strong(_("{count}条超过限额").format(count=len(view.over)))
    return fill(
        _("{count}条生产线可与限额比较，{finding}{review}{consequence}{period}（{table}）。"),
        count=str(compared),
        finding=finding,
        review=pending(view),
        consequence="" if view.over.empty else consequence(view, OVER_LIMIT.id),
        period="" if view.over.empty else _("；{period}").format(period=period_over_limit(view)),
        table=ref(TABLE),
    )


def pending(view: IndustryView) -> str:
    """Return how many lines are over a limit by a number, or a correction, still to be settled."""
    review = view.limits[view.limits["result"] == "review"]
    over = int((review["tier"] == "over").sum())
    parts = []
    if over:
        parts.append(_("{count}条数值超过、待核").format(count=over))
    if len(review) - over:
        parts.append(_("{count}条数值未超过、待核").format(count=len(review) - over))
    return _("，另有{parts}").format(parts=listed(parts)) if parts else ""


def _not_compared(view: IndustryView) -> Iterator[Block]:
    """Yield why lines in operation could not be held against any limit, with their number."""
    compared = view.limit_rows["line_code"]
    others = view.limits[view.limits["out_of_operation"].isna()]
    others = others[~others["line_code"].isin(compared)]
    if others.empty:
        return
    counts = others["reason"].value_counts(sort=False)
    template = _("{reason}的{count}条")
    parts = [
        template.format(reason=_why(view, str(reason)), count=n) for reason, n in counts.items()
    ]
    text = _("{count}条在运行生产线没有与限额比较：{parts}。").format(
        count=len(others), parts=_("；").join(parts)
    )
    if (others["reason"] == "level_absent_on_date").any():
        text += _("没有收录不等于没有规定：补录标准前，这些生产线不能说没有超过限额。")
    yield paragraph(text)


def _why(view: IndustryView, reason: str) -> str:
    if reason == "level_absent_on_date":
        return _("产品有限额标准，但没有收录{day}有效的版本").format(day=day(view.assessment.as_of))
    return reason_label(reason)


def _table(view: IndustryView) -> Block:
    marks = Marks(view)
    rows = view.limit_rows
    remarks = pd.Series([_remark(view, line) for _at, line in rows.iterrows()])
    told = (remarks != "").any()
    several = len(rows[["product_id", "indicator"]].drop_duplicates()) > 1
    columns = [
        Column(_("序号"), "right", 0.6),
        Column(_("企业"), width=2.4),
        Column(_("生产线"), width=1.2),
        *([Column(_("产品（指标）"), width=2.0)] if several else []),
        Column(_("限额行号"), width=1.9),
        Column(_("1级／2级／3级"), width=1.6),
        Column(_("单位能耗"), "right", 1.3),
        Column(_("距3级"), "right", 1.0),
        Column(_("等级"), width=1.5),
        *([Column(_("修正、待核"), width=2.4)] if told else []),
    ]
    cells = [
        [*_row(view, line, several, marks), *([remark] if told else [])]
        for (_at, line), remark in zip(rows.iterrows(), remarks, strict=True)
    ]
    notes = [
        _(
            "单位：{units}。距3级为正的，超过限额；“—”为标准没有这一级。序号与能效差距表相同。"
        ).format(units=units(view, rows)),
        *_notes(view, rows),
        *marks.notes(),
    ]
    caption = _("{industry}生产线与强制性能耗限额的比较").format(industry=view.sector)
    return table(TABLE, caption, columns, cells, notes)


def _row(view: IndustryView, line: pd.Series, several: bool, marks: Marks) -> list[Inline]:
    label = tier_label(line["tier"], line["result"])
    levels = [line[place] for place in ("advanced", "access", "baseline")]
    product = view.product_name(line["product_id"])
    if line["indicator"] != "comprehensive":
        product = _("{product}，{indicator}").format(
            product=product, indicator=indicator_label(line["indicator"])
        )
    return [
        str(line["rank"]),
        line["enterprise_name"],
        line["line_id"],
        *([product] if several else []),
        line["row_id"],
        _("／").join(trimmed(level, 2) for level in levels),
        marks.measured(line),
        gap(line),
        [strong(label) if line["tier"] == "over" else label, confidence_mark(line["confidence"])],
    ]


def _remark(view: IndustryView, line: pd.Series) -> str:
    """Return the corrections that moved the limit of a line, and the conditions it does not report."""
    parts = []
    if isinstance(line["correction"], str):
        parts.append(
            _("{correction}（{rows}）").format(
                correction=_in_language(line["correction"]), rows=line["correction_rows"]
            )
        )
    if isinstance(line["correction_missing"], str):
        parts.append(_("缺{what}").format(what=_conditions(view, line["correction_missing"])))
    return _("；").join(parts)


def _conditions(view: IndustryView, text: str) -> str:
    """Return conditions by name; one that no return has a field for by the row that asks for it."""
    rules = view.assessment["corrections_of_limits"]
    rows = dict(zip(rules["attribute"], rules["row_id"], strict=True))
    template = _("{row}所需的工况")
    names = (
        template.format(row=rows[name]) if name in rows else _in_language(name)
        for name in text.split("；")
    )
    return listed(names)


def _in_language(text: str) -> str:
    """Return a text on conditions of a line with their names in the reader's language."""
    if current_language() == "zh":
        return text
    for label in registry().tables["conditions"].fields["attribute"].choices.values():
        text = text.replace(label, _(label))
    return text


def _notes(view: IndustryView, rows: pd.DataFrame) -> list[str]:
    notes = []
    if rows["correction"].notna().any():
        notes.append(_("修正：工况、数值和对限额的作用；所列1级、2级、3级为修正后的数值。"))
    if rows["correction_missing"].notna().any():
        campaign = view.assessment.campaign
        who = campaign.departments[campaign.suppliers.energy].label
        notes.append(_("所缺工况由{department}组织补报。").format(department=who))
    return [*notes, *notes_of_confidence(rows)]
