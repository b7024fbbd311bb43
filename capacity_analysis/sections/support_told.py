"""Support that contradicts the plan, and what power prices cost: what keeps outdated capacity alive."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from ..assessment.exposure_words import word, words
from ..assessment.finding_words import choice
from ..text import _
from .asset_cells import account, marked
from .blocks import Block, Column, Inline, fill, paragraph, ref, strong, table
from .finding_cells import MOST_ROWS, left_off
from .numbers import listed, quantity, share, trimmed
from .staff_tables import no_data
from .units import split
from .view import IndustryView, records

TABLE = "table-support"
POWER_TABLE = "table-power-prices"
# The order of the table: what asks for something first.
_VERDICTS = ("clear_by_county", "propose_to_higher", "keep", "cleared", "ended", "not_concerned")
_TO_CLEAR = _VERDICTS[:2]
# Why a rule that applies gives no sum.
_NO_SUM = ("electricity_contested", "electricity_missing", "unit_electricity_missing",
           "tiers_not_on_file", "set_by_province", "multiple_undefined", "rate_not_on_file")  # fmt: skip


# --- support --------------------------------------------------------------------------------------


def measures(view: IndustryView) -> pd.DataFrame:
    """Return support of these enterprises, what is to be cleared first, the greatest sum first."""
    rows = view.of_enterprises("support")
    order = pd.Categorical(rows["verdict"], categories=list(_VERDICTS)).codes
    return rows.assign(order=order).sort_values(
        ["order", "amount_10k_cny"], ascending=[True, False], kind="stable", ignore_index=True
    )


def support(view: IndustryView) -> Iterator[Block]:
    """Yield what support there is, which contradicts the plan, and who can withdraw it."""
    rows = measures(view)
    if rows.empty:
        if view.assessment["support"].empty:
            nothing = no_data(view, _("扶持政策清单"), "finance")
            yield paragraph(_("现有扶持政策：{nothing}。").format(nothing=nothing))
        else:
            yield paragraph(_("本行业的企业没有登记的扶持政策。"))
        return
    yield paragraph(fill(_("{parts}（{table}）。"), parts=cleared_text(rows), table=ref(TABLE)))
    columns = [
        Column(_("企业"), width=2.0),
        Column(_("政策"), width=2.2),
        Column(_("类别"), width=1.0),
        Column(_("依据文号"), width=1.6),
        Column(_("层级"), width=0.7),
        Column(_("年金额"), "right", 1.0),
        Column(_("处理"), width=1.3),
        Column(_("原因"), width=1.7),
    ]
    clauses = listed([_("方案{clause}").format(clause=each) for each in rows["clause"].unique()])
    notes = [
        _("与方案抵触的扶持按{clauses}清理：本级出台的由本级清理，上级出台的只能提请上级。"
          "支持退出、改造和安置的保留。").format(clauses=clauses),
        *left_off(len(rows)),
    ]  # fmt: skip
    caption = _("{industry}现有扶持政策").format(industry=view.sector)
    cells = [_measure(row) for row in records(rows.head(MOST_ROWS))]
    yield table(TABLE, caption, columns, cells, notes)


def cleared_text(rows: pd.DataFrame) -> list[Any]:
    """Return how much support is to be cleared by whom, how much is kept, as parts of a sentence."""
    parts: list[Any] = []
    for verdict in _VERDICTS[:3]:
        own = rows[rows["verdict"] == verdict]
        if own.empty:
            continue
        text = _("{verdict}{count}项，每年{amount}").format(
            verdict=word("support_verdict", verdict), count=len(own),
            amount=account(own["amount_10k_cny"].sum(min_count=1)),
        )  # fmt: skip
        parts += [_("；")] if parts else []
        parts.append(strong(text) if verdict in _TO_CLEAR else text)
    return parts or [_("没有需要清理的扶持政策")]


def to_clear(view: IndustryView) -> pd.DataFrame:
    """Return the support of these enterprises that contradicts the plan."""
    rows = measures(view)
    return rows[rows["verdict"].isin(_TO_CLEAR)]


def _measure(row: Any) -> list[Inline]:
    verdict = word("support_verdict", row.verdict)
    why = words("support_why", row.why) if row.verdict in _TO_CLEAR else ""
    reason = words("reason", row.reason)
    return [
        row.enterprise_name,
        row.measure,
        choice("support_measures", "kind", row.kind),
        row.document_no if isinstance(row.document_no, str) else "—",
        choice("support_measures", "level", row.level) or _("无数据"),
        account(row.amount_10k_cny),
        strong(verdict) if row.verdict in _TO_CLEAR else verdict,
        listed([each for each in (why, reason) if each]) or "—",
    ]


# --- power prices ---------------------------------------------------------------------------------


def power_prices(view: IndustryView) -> Iterator[Block]:
    """Yield what differential, punitive and tiered prices cost these enterprises in a year."""
    rows = view.of_enterprises("power_charges")
    if rows.empty:
        yield paragraph(_("电价文件没有把本行业列入差别电价和阶梯电价的范围。"))
        return
    charged = rows[rows["rule"] != "none"]
    others = len(rows) - len(charged)
    if charged.empty:
        text = _("适用电价文件的{count}家企业都没有归入加价的类别。")
        yield paragraph(text.format(count=len(rows)))
        return
    yield paragraph(_cost(charged, others))
    # What costs most first; what costs nothing for want of numbers last.
    ordered = charged.sort_values("charge_10k_cny", ascending=False, kind="stable")
    columns = [
        Column(_("企业"), width=2.2),
        Column(_("类别"), width=1.0),
        Column(_("电价"), width=1.0),
        Column(_("用电量"), "right", 1.2),
        Column(_("加价（元/千瓦时）"), "right", 0.9),
        Column(_("年加价"), "right", 1.1),
        Column(_("占利润"), "right", 1.0),
        Column(_("行号"), width=1.4),
        Column(_("说明"), width=2.4),
    ]
    notes = [
        _("年加价＝用电量×加价标准，是估算，不是账单；利润为{year}年利润总额。“待核”的标准未核对原文，"
          "“无数据”的缺什么见说明。").format(year=view.assessment.year),
        *left_off(len(ordered)),
    ]  # fmt: skip
    caption = _("{industry}按电价政策应加价的用电").format(industry=view.sector)
    cells = [_charge(row) for row in records(ordered.head(MOST_ROWS))]
    yield table(POWER_TABLE, caption, columns, cells, notes)


def _cost(charged: pd.DataFrame, others: int) -> Inline:
    known = charged[charged["charge_10k_cny"].notna()]
    unknown = charged[charged["charge_10k_cny"].isna()]
    parts: list[str] = []
    if len(known):
        parts.append(
            _("{count}家可以估算，每年加价合计{amount}").format(
                count=len(known), amount=account(known["charge_10k_cny"].sum())
            )
        )
    if len(unknown):
        why = unknown["reason"].dropna().str.split(";").explode()
        held = [each for each in _NO_SUM if (why == each).any()]
        parts.append(
            _("{count}家算不出（{why}）").format(
                count=len(unknown), why=_("；").join(word("reason", each) for each in held)
            )
        )
    if others:
        parts.append(_("其余{count}家没有归入加价的类别").format(count=others))
    return fill(
        _("适用加价的企业{count}家：{parts}（{table}）。"),
        count=str(len(charged)), parts=_("；").join(parts), table=ref(POWER_TABLE),
    )  # fmt: skip


def _charge(row: Any) -> list[Inline]:
    rate = "—" if pd.isna(row.rate_cny_per_kwh) else trimmed(float(row.rate_cny_per_kwh), 3)
    cited = row.row_id.replace(";", _("、")) if isinstance(row.row_id, str) else "—"
    return [
        row.enterprise_name,
        "—" if row.price_class == "none" else word("price_class", row.price_class),
        word("power_rule", row.rule),
        _("无数据") if pd.isna(row.kwh) else quantity(float(row.kwh), "kWh"),
        rate,
        account(row.charge_10k_cny),
        _share(row.share_of_profit),
        cited + marked(row.confidence),
        _("；").join(word("reason", each) for each in split(row.reason)) or "—",
    ]


def _share(ratio: float) -> Inline:
    """Return a share of the profit; strong where the profit does not suffice."""
    if pd.isna(ratio):
        return "—"
    text = share(float(ratio), 1.0) if ratio < 1 else f"{trimmed(100 * float(ratio), 0)}%"
    return strong(text) if ratio >= 1 else text
