"""What could be saved: standard coal and carbon dioxide, by product and level."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from .. import vocabulary
from ..text import _
from .blocks import Block, Column, Inline, table
from .labels import confidence_label, reason_label, unsure
from .numbers import coal, listed, quantity
from .view import IndustryView

SAVING_TABLE = "table-savings"


def savings(view: IndustryView) -> Iterator[Block]:
    """Yield the saving potential of lines with a verdict, where there is one."""
    wanted = [
        "line_code",
        "factor_confidence",
        "saving_to_baseline_tco2",
        "saving_to_advanced_tco2",
    ]
    carbon = view.carbon.rename(columns={"confidence": "factor_confidence"})
    lines = view.decided.merge(carbon[wanted], on="line_code")
    if lines.empty:
        return
    columns = [
        Column(_("产品"), width=2.2),
        Column(_("可判定生产线"), "right", 1.1),
        Column(_("节能（到基准）"), "right", 1.5),
        Column(_("节能（到标杆）"), "right", 1.5),
        Column(_("减排二氧化碳（到基准）"), "right", 1.6),
        Column(_("减排二氧化碳（到标杆）"), "right", 1.6),
    ]
    rows = [
        _row(view.product_name(str(product)), of_product)
        for product, of_product in lines.groupby("product_id", observed=True, sort=False)
    ]
    if len(rows) > 1:
        rows.append(_row(_("合计"), lines))
    caption = _("每年的节能潜力和相应的二氧化碳")
    yield table(SAVING_TABLE, caption, columns, rows, _notes(view, lines))


def _row(name: str, lines: pd.DataFrame) -> list[Inline]:
    return [
        name,
        _("{count}条").format(count=len(lines)),
        *(coal(float(lines[f"saving_to_{to}_tce"].sum())) for to in ("baseline", "advanced")),
        *(_carbon(lines, f"saving_to_{to}") for to in ("baseline", "advanced")),
    ]


def _carbon(lines: pd.DataFrame, saving: str) -> str:
    """Return a sum of tonnes of carbon dioxide, with its mark and the number of lines it lacks."""
    saved = lines[lines[f"{saving}_tce"] > 0]
    if saved.empty:
        return quantity(0.0, "t")
    known = saved[saved[f"{saving}_tco2"].notna()]
    if known.empty:
        return _("无数据")
    marks = known["factor_confidence"].dropna().astype("str").map(unsure)
    text = quantity(round(float(known[f"{saving}_tco2"].sum())), "t") + max(marks, default="")
    if len(known) < len(saved):
        text += _("（缺{count}条）").format(count=len(saved) - len(known))
    return text


def _notes(view: IndustryView, lines: pd.DataFrame) -> list[str]:
    notes = [
        _("节能潜力＝（单位能耗－水平）×产量，只计结论可作依据的生产线，不计待核的；"
          "二氧化碳按各线用能的平均排放强度折算，只含能源活动，不含石灰石分解等工业过程排放。")
    ]  # fmt: skip
    carbon = view.carbon[view.carbon["line_code"].isin(lines["line_code"])]
    unknown = carbon[carbon["reason"].notna()]
    template = _("{reason}的{count}条{carriers}")
    parts = [
        template.format(reason=reason_label(str(reason)), count=len(rows), carriers=_carriers(rows))
        for reason, rows in unknown.groupby("reason", sort=False)
    ]
    if parts:
        text = _("二氧化碳无数据的原因：{parts}。")
        notes.append(text.format(parts=_("；").join(parts)))
    return [*notes, *_factors(carbon)]


def _carriers(rows: pd.DataFrame) -> str:
    named = rows["carriers"].dropna().str.split(";").explode().drop_duplicates()
    if named.empty:
        return ""
    return _("（{carriers}）").format(carriers=listed(map(vocabulary.carrier_name, named)))


def _factors(carbon: pd.DataFrame) -> list[str]:
    """Return how sure the emission factors are, and that some are of a later year."""
    used = carbon[carbon["emission_tco2"].notna()]
    if used.empty:
        return []
    marks = used["confidence"].dropna().astype("str").unique()
    text = _("排放因子的可信程度：{marks}").format(marks=listed(map(confidence_label, marks)))
    if used["later"].fillna(False).astype(bool).any():
        text += _("；评定年度没有收录因子的，用了较晚年份的因子")
    return [text + _("。")]
