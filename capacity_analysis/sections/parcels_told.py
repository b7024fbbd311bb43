"""Parcel by parcel: what must be settled first, which lies idle and by whose finding, which misses its floors."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from ..assessment.exposure_words import named, word, words
from ..text import _
from .asset_cells import account, beside, marked, mu
from .blocks import Block, Column, Inline, fill, paragraph, points, ref, strong, table
from .finding_cells import MOST_ROWS, left_off, on_day
from .numbers import listed, number, trimmed
from .rules import clauses
from .staff_tables import supplier
from .units import split
from .view import IndustryView, records

TABLE = "table-parcels"
IDLE_TABLE = "table-idle-land"
FLOOR_TABLE = "table-land-floors"
_LISTED = ("idle", "suspected_idle", "freed", "inefficient")
_IDLE = _LISTED[:2]
# Each floor: the measured value, the floor, decimals, what a ratio is multiplied by to be read, a further end.
_FLOORS = (
    ("floor_area_ratio", "far", "far_floor", 2, 1),
    ("building_coefficient", "building_coefficient", "building_coefficient_floor", 1, 100),
    ("investment_intensity", "investment_10k_cny_per_ha", "investment_floor", 0, 1),
    ("office_share", "office_share", "office_ceiling", 1, 100),
    ("tax_per_mu", "tax_10k_cny_per_mu", "tax_floor", 1, 1),
)


def parcels(view: IndustryView) -> pd.DataFrame:
    """Return the parcels of these enterprises as the page numbers them (`place`): by rank, then by area."""
    rows = view.of_enterprises("parcels")
    order = rows.assign(
        urgency=(~rows["category"].isin(_LISTED)).astype(int),
        by=rows["rank"].astype("float64"),
        less=-rows["area_mu"],
    ).sort_values(["urgency", "by", "less", "parcel_no"], kind="stable")
    told = rows.loc[order.index].reset_index(drop=True)
    return told.assign(place=range(1, len(told) + 1))


def listed_parcels(view: IndustryView) -> pd.DataFrame:
    """Return the parcels that can be put to use again."""
    rows = parcels(view)
    return rows[rows["category"].isin(_LISTED)]


def gates(view: IndustryView) -> Iterator[Block]:
    """Yield the table of parcels, what must be settled first before all else."""
    rows = listed_parcels(view)
    if rows.empty:
        return
    gated = rows[rows["gates"].notna()]
    counts = gated["gates"].str.split(";").explode().value_counts(sort=False)
    if gated.empty:
        yield paragraph(_("可以盘活的宗地都没有须先过的关口。"))
    else:
        template = _("{gate}{count}宗")
        told = listed(
            [template.format(gate=word("gate", gate), count=n) for gate, n in counts.items()]
        )
        text = _("{count}宗在利用之前须先过关口：{told}（{table}）。")
        yield paragraph(fill(text, count=strong(str(len(gated))), told=told, table=ref(TABLE)))
    rules = list(_rules(view, rows))
    if rules:
        yield points(rules, numbered=False)
    yield _table(view, rows)


def _rules(view: IndustryView, rows: pd.DataFrame) -> Iterator[str]:
    """Yield what the gates rest on, each that a parcel has."""
    held = set(rows["gates"].dropna().str.split(";").explode())
    reasons = set(rows["soil_reason"].dropna())
    if "soil_survey" in held:
        why = listed([word("soil_reason", each) for each in sorted(reasons - {"key_unit_unknown"})])
        cited = clauses(view, "soil_survey_key_units", "soil_survey", "soil_suspected_survey")
        text = _(
            "土壤污染状况调查：收回、转让或者改变用途时做{clauses}，只因停产不必做。原因：{why}。"
        )
        yield text.format(clauses=cited, why=why)
    if "key_unit_unknown" in reasons:
        text = _("有的宗地是否土壤污染重点监管单位不详，由{department}查清后才能定要不要调查。")
        yield text.format(department=supplier(view, "land").label)
    if held & {"soil_remediation", "listed_no_housing"}:
        text = _("调查超标的须先修复，没有达标前不得用于住宅和公共服务{clauses}。")
        yield text.format(clauses=clauses(view, "soil_risk_assessment"))
    if "soil_plan" in held:
        text = _("拆除前须备案土壤污染防治工作方案{clauses}。")
        yield text.format(clauses=clauses(view, "soil_plan_before_dismantling"))
    if "chemical_disposal" in held:
        text = _("停产、转产前须备案危险化学品处置方案{clauses}。")
        yield text.format(clauses=clauses(view, "hazardous_chemicals_plan"))
    if "mortgage" in held:
        yield _("已抵押的，先与抵押权人商定解除。")


def _table(view: IndustryView, rows: pd.DataFrame) -> Block:
    columns = [
        Column(_("序号"), "right", 0.6),
        Column(_("先要过的关口"), width=2.0),
        Column(_("宗地"), width=2.0),
        Column(_("企业"), width=2.0),
        Column(_("面积"), "right", 0.9),
        Column(_("类别"), width=1.2),
        Column(_("建议方式"), width=1.0),
        Column(_("可以利用的日期"), width=1.9),
    ]
    shared = rows["enterprises"].str.contains(";").any()
    notes = [
        _("按全区先后次序列，序号与图上的一致。工业用地原则上继续用于工业。可以利用的日期按方案设置的月数估算；"
          "日期“—”的没有建议方式或者不能估计。")
    ]  # fmt: skip
    if shared:
        notes.append(_("几家企业共用的宗地只列一次，列在职工最多的企业名下。"))
    cells = [_parcel(view, row) for row in records(rows.head(MOST_ROWS))]
    caption = _("{industry}可以盘活的宗地").format(industry=view.sector)
    return table(TABLE, caption, columns, cells, [*notes, *left_off(len(rows))])


def _parcel(view: IndustryView, row: Any) -> list[Inline]:
    held = words("gate", row.gates)
    others = len(split(row.enterprises)) - 1
    also = _("等{count}家").format(count=others + 1) if others else ""
    return [
        str(row.place),
        strong(f"▲{held}") if held else _("○没有"),
        row.parcel_no,
        row.enterprise_name + also,
        mu(row.area_mu),
        word("category", row.category) + marked(row.confidence),
        named(view.assessment.campaign.land.routes, row.route) or "—",
        _ready(row),
    ]


def _ready(row: Any) -> str:
    ends = list(dict.fromkeys(on_day(each) for each in (row.ready_on_low, row.ready_on_high)))
    return "—".join(ends)


# --- idle -----------------------------------------------------------------------------------------


def idle(view: IndustryView) -> pd.DataFrame:
    """Return the parcels that lie idle, those that the authority has found idle first."""
    rows = parcels(view)
    rows = rows[rows["category"].isin(_IDLE)]
    return rows.sort_values("category", kind="stable", ignore_index=True)


def idle_land(view: IndustryView) -> Iterator[Block]:
    """Yield what lies idle: suspected kept apart from found, with fee and take-back."""
    rows = idle(view)
    every = parcels(view)
    open_ = every[(every["idle_test"] == "unknown") & (every["category"] == "unknown")]
    if rows.empty:
        yield paragraph(_("没有已认定或者疑似闲置的土地。"))
    else:
        yield paragraph(_idle_size(rows))
        yield _idle_table(view, rows)
    if len(open_):
        why = open_["reasons"].dropna().str.split(";").explode().drop_duplicates()
        text = _("{count}宗{area}是否闲置不能判定：{why}（缺：{department}宗地资料）。")
        yield paragraph(
            text.format(
                count=len(open_), area=mu(open_["area_mu"].sum()),
                why=words("reason", ";".join(why)) or _("资料不全"),
                department=supplier(view, "land").label,
            )
        )  # fmt: skip


def _idle_size(rows: pd.DataFrame) -> Inline:
    found, only = (rows[rows["category"] == each] for each in _IDLE)
    template = _("{kind}{count}宗{area}")
    parts = [
        template.format(kind=kind, count=len(own), area=mu(own["area_mu"].sum()))
        for kind, own in ((_("已认定闲置"), found), (_("疑似闲置"), only))
        if len(own)
    ]
    return fill(
        _("{parts}（{table}）。疑似的须先由自然资源主管部门调查认定，认定之前不征费、不收回。"),
        parts=strong(listed(parts)), table=ref(IDLE_TABLE),
    )  # fmt: skip


def _idle_table(view: IndustryView, rows: pd.DataFrame) -> Block:
    columns = [
        Column(_("序号"), "right", 0.6),
        Column(_("企业"), width=2.0),
        Column(_("宗地"), width=2.0),
        Column(_("面积"), "right", 0.9),
        Column(_("认定"), width=1.7),
        Column(_("情形"), width=1.5),
        Column(_("已满（月）"), "right", 0.8),
        Column(_("闲置费"), "right", 1.0),
        Column(_("无偿收回"), width=1.2),
    ]
    cells = [_idle_row(row) for row in records(rows.head(MOST_ROWS))]
    notes = [
        _("依据《闲置土地处置办法》（国土资源部令第53号）：超过约定动工日期法定年限没有动工的，征缴闲置费，年限更长的"
          "可以无偿收回；动工后中止、开发和投资不足的，由双方协商。疑似的费用和收回只是认定后的可能结果。"),
        *left_off(len(rows)),
    ]  # fmt: skip
    caption = _("{industry}闲置和疑似闲置的土地").format(industry=view.sector)
    return table(IDLE_TABLE, caption, columns, cells, notes)


def _idle_row(row: Any) -> list[Inline]:
    found = row.category == "idle"
    finding: Inline = _("疑似，未认定")
    if found:
        number_ = row.idle_document if isinstance(row.idle_document, str) else _("文号未填")
        finding = [strong(_("已认定")), _("（{number}）").format(number=number_)]
    test = word("idle_test", row.idle_test)
    would = "" if found else _("（认定后）")
    return [
        str(row.place),
        row.enterprise_name,
        row.parcel_no,
        mu(row.area_mu),
        finding,
        test + marked(row.confidence),
        "—" if pd.isna(row.idle_months) else trimmed(float(row.idle_months), 0),
        _fee(row) + would if row.idle_test == "not_started" else _("不适用"),
        _back(row) + (would if row.take_back else ""),
    ]


def _back(row: Any) -> str:
    if row.take_back:
        return _("满法定年限，可以收回")
    return _("不到年限") if row.idle_test == "not_started" else _("不适用，协商处置")


def _fee(row: Any) -> str:
    if pd.isna(row.fee_10k_cny):
        missing = {"price_missing": _("缺：土地价款"), "fee_basis_unknown": _("租赁，基数不明")}
        why = [text for reason, text in missing.items() if reason in split(row.reasons)]
        return _("无数据（{why}）").format(why=listed(why)) if why else _("无数据")
    return account(row.fee_10k_cny)


# --- inefficient ----------------------------------------------------------------------------------


def inefficient(view: IndustryView) -> Iterator[Block]:
    """Yield the floors that parcels miss; floors that nobody has checked stand apart."""
    rows = parcels(view)
    below = rows[rows["below_floors"].notna() | (rows["category"] == "inefficient")]
    unchecked = rows[rows["below_floors_unchecked"].notna()]
    if below.empty:
        yield paragraph(_("没有低于控制指标的宗地。"))
    else:
        yield paragraph(_below_size(below))
        yield _floor_table(view, below)
    if len(unchecked):
        text = _("另有{count}宗只低于未核对原文的控制指标（待核），不作低效用地：{named}。")
        of = sorted(
            {each for joined in unchecked["below_floors_unchecked"] for each in split(joined)}
        )
        yield paragraph(
            text.format(count=len(unchecked), named=listed([word("floor", each) for each in of]))
        )


def _below_size(below: pd.DataFrame) -> Inline:
    counts = below["below_floors"].dropna().str.split(";").explode().value_counts(sort=False)
    template = _("{floor}{count}宗")
    told = [template.format(floor=word("floor", each), count=n) for each, n in counts.items()]
    empty = int(below["below_floors"].isna().sum())
    told += [_("建成后空置{count}宗").format(count=empty)] if empty else []
    return fill(
        _("{count}宗低于控制指标或者空置：{told}（{table}）。其中已归入闲置、退出腾出的，面积计在那一类。"),
        count=strong(str(len(below))), told=listed(told), table=ref(FLOOR_TABLE),
    )  # fmt: skip


def _floor_table(view: IndustryView, below: pd.DataFrame) -> Block:
    told = [each for each in _FLOORS if below[each[1]].notna().any()]
    columns = [
        Column(_("序号"), "right", 0.6),
        Column(_("企业"), width=2.2),
        Column(_("面积"), "right", 0.9),
        *(Column(_floor_head(each[0]), "right", 1.2) for each in told),
        Column(_("类别"), width=1.2),
    ]
    cells: list[list[Inline]] = [
        [
            str(row.place),
            row.enterprise_name,
            mu(row.area_mu),
            *(_against(row, each) for each in told),
            word("category", row.category) + marked(row.confidence),
        ]
        for row in records(below.head(MOST_ROWS))
    ]
    notes = [
        _("格内为实际／控制指标，“▲”为没有达到；没有收录该行业指标的写“—”。指标因行业不同有范围的，只在低于范围低端时"
          "算没有达到。低效用地不是闲置土地，不征费、不收回。※为交叉核对的指标，“待核”的未核对原文。"),
        *left_off(len(below)),
    ]  # fmt: skip
    caption = _("{industry}低于控制指标的宗地").format(industry=view.sector)
    return table(FLOOR_TABLE, caption, columns, cells, notes)


def _floor_head(floor: str) -> str:
    unit = {
        "building_coefficient": "（%）", "office_share": "（%）",
        "investment_intensity": _("（万元/公顷）"), "tax_per_mu": _("（万元/亩）"),
    }.get(floor, "")  # fmt: skip
    return word("floor", floor) + unit


def _against(row: Any, floor: tuple[str, str, str, int, int]) -> Inline:
    name, measured, level, decimals, times = floor
    value, limit = (float(getattr(row, each)) * times for each in (measured, level))
    if pd.isna(limit):
        return number(value, decimals)
    text = beside(value, limit, decimals)
    return strong(f"▲{text}") if name in split(row.below_floors) else text
