"""How a parcel is used, by which way it is put to use again, and what that brings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import pandas as pd

from .. import units
from ..analysis.land import floors, potential
from ..analysis.land.parameters import Value
from ..analysis.land.routes import CHANGED_USES
from ..assessment import exposure_words as words
from ..text import _
from ..vocabulary.industries import earlier_divisions
from .arithmetic import Sum, figure, most
from .derivation import RuleRow, Statement
from .parcel_facts import Parcel
from .sources import number

_M2_OF_HA, _M2_OF_MU = float(units.factor("公顷", "m2")), float(units.factor("亩", "m2"))
_CNY = float(units.factor("万元", "CNY"))
_ON_SITE = ("redevelop", "fill_up")
_OF_REASON = {
    "key_unit": ("soil_survey_key_units",),
    "key_unit_unknown": ("soil_survey_key_units",),
    "sensitive_use": ("soil_survey",),
    "suspected_plot": ("soil_suspected_industries", "soil_suspected_survey"),
}
_OF_GATE = {
    "soil_remediation": ("soil_risk_assessment",),
    "soil_plan": ("soil_plan_before_dismantling",),
    "chemical_disposal": ("hazardous_chemicals_plan",),
    "listed_no_housing": ("soil_risk_assessment",),
}


def use(one: Parcel) -> Iterator[Statement]:
    """Yield the use of the land against its floors, each with its row and edition."""
    measures = (
        ("floor_area_ratio", "far", "far_floor", "building_area_m2", 1.0, ""),
        ("building_coefficient", "building_coefficient", "building_coefficient_floor",
         "footprint_m2", 1.0, ""),
        ("office_share", "office_share", "office_ceiling", "office_land_m2", 1.0, ""),
        ("investment_intensity", "investment_10k_cny_per_ha", "investment_floor",
         "investment_10k_cny", _M2_OF_HA, _("万元/公顷")),
        ("tax_per_mu", "tax_10k_cny_per_mu", "tax_floor", "tax_10k_cny", _M2_OF_MU, _("万元/亩")),
    )  # fmt: skip
    below, unchecked = one.ids("below_floors"), one.ids("below_floors_unchecked")
    for name, column, floor, field, per, unit in measures:
        label, given, area = words.word("floor", name), one.fact(field), one.fact("area_m2")
        if given is None or area is None:
            yield Statement(_("{label}：没有填报").format(label=label), column,
                            place=one.place(field))  # fmt: skip
            continue
        whole = figure(area) if per == 1 else figure(area) / figure(per)
        yield one.stated(
            column, label, unit, sum=str(figure(given) / whole), place=one.place(field)
        )
        yield _floor(one, name, floor, unit, below=name in below, unchecked=name in unchecked)


def _floor(
    one: Parcel, name: str, column: str, unit: str, *, below: bool, unchecked: bool
) -> Statement:
    if one.number(column) is None:
        return Statement(_("当日没有收录适用的控制指标：不对照"), column)
    text = _("上限") if name == "office_share" else _("下限")
    high = one.number("far_floor_high") if name == "floor_area_ratio" else None
    if high is not None and high != one.number(column):
        text += _("（行业在2002年版分属几类，最高{high:g}）").format(high=high)
    if below:
        text += _("：没有达到，属低效用地")
    elif unchecked:
        text += _("：没有达到，但指标未核对原文，只列待核")
    else:
        text += _("：没有低于")
    if name == "office_share":
        text = text.replace(_("没有低于"), _("没有超过"))
    return one.stated(column, text, unit, rules=_floor_rules(one, name))


def _floor_rules(one: Parcel, name: str) -> tuple[RuleRow, ...]:
    earlier = earlier_divisions()
    if name == "building_coefficient":
        return one.rules(one.law.get("building_coefficient"))
    if name == "office_share":
        return one.rules(one.law.get("office_land_share"))
    division = _division(one)
    if name == "floor_area_ratio":
        found = floors.ratio_floors(one.law, earlier).get(division)
        return one.book.rows(found.rows) if found else ()
    if name == "tax_per_mu":
        return one.rules(one.law.get("tax_per_mu", division))
    grade = _grade(one)
    held = floors.investment_floors(one.law, earlier).get((division, int(grade or 0)))
    return one.book.rows(held.rows) if held else ()


def _division(one: Parcel) -> str:
    codes = one.assessment["enterprises"]["industry_code"]
    return str(codes.iloc[int(one.told["enterprise_code"])])[:2]


def _grade(one: Parcel) -> float | None:
    known = one.law.get("land_grade")
    set_by_plan = one.assessment.campaign.land.grade
    return one.fact("grade") or set_by_plan or (known.number if known.known else None)


def gates(one: Parcel) -> Iterator[Statement]:
    """Yield what must be settled first, each with its article."""
    reason, open_gates = one.text("soil_reason"), one.ids("gates")
    if not open_gates:
        yield Statement(_("没有须先办的事项"), "gates")
    for gate in open_gates:
        told, rules = words.word("gate", gate), _rows(one, _OF_GATE.get(gate, ()))
        if gate == "soil_survey":
            why = words.word("soil_reason", reason)
            told, rules = _("{gate}：{why}").format(gate=told, why=why), _survey_rows(one)
        place = one.place("mortgaged") if gate == "mortgage" else None
        yield Statement(told, "gates", place=place, rules=rules)
    if reason and "soil_survey" not in open_gates:
        told = _("土壤污染状况调查：{why}；已经调查，不再列为须先办的事项")
        if reason == "key_unit_unknown":
            told = _("土壤污染状况调查：{why}；是的，须先调查")
        yield Statement(
            told.format(why=words.word("soil_reason", reason)), "soil_reason",
            place=one.place("soil_survey"), rules=_survey_rows(one),
        )  # fmt: skip


def _rows(one: Parcel, names: Iterable[str]) -> tuple[RuleRow, ...]:
    return one.rules(*(one.enforcement.get(name) for name in names))


def _survey_rows(one: Parcel) -> tuple[RuleRow, ...]:
    """Return the rows on the survey: of the reason told, and of others that hold as well."""
    every = [name for names in _OF_REASON.values() for name in names]
    held = [name for name in every if one.enforcement.get(name).row_id in one.ids("parameters")]
    return _rows(one, dict.fromkeys([*_OF_REASON.get(one.text("soil_reason"), ()), *held]))


def route(one: Parcel) -> Iterator[Statement]:
    """Yield the suggested way, and why."""
    chosen = one.text("route")
    known = words.named(one.assessment.campaign.land.routes, chosen) if chosen else _("没有建议")
    why = words.word("route_why", one.told["route_why"])
    clause = next(
        (each.clause for each in one.assessment.campaign.land.routes if each.id == chosen), ""
    )
    text = _("盘活方式（行动方案{clause}）").format(clause=clause) if clause else _("盘活方式")
    yield Statement(text, "route", value=known)
    if why:
        place = one.place("planned_route") if one.text("route_why") == "planned" else None
        yield Statement(_("理由"), "route_why", value=why, place=place)
    if one.said("planned_use") in CHANGED_USES:
        yield Statement(_("拟改变用途"), place=one.place("planned_use"))
    elif one.assessment.campaign.land.industrial_by_default:
        yield Statement(_("没有填报改变用途：原则上继续用于工业（行动方案三（二））"))


def gains(one: Parcel) -> Iterator[Statement]:
    """Yield what the land could bear: area, floor, tax, output, value."""
    if not one.text("route"):
        return
    yield from _usable(one)
    yield from _extra_floor(one)
    yield from _yields(one)
    yield from _value(one)


def _in_use(one: Parcel) -> bool:
    used = one.said("use_state") in ("in_use", "partly_used")
    return used and one.told["category"] not in ("freed", "idle", "suspected_idle")


def _usable(one: Parcel) -> Iterator[Statement]:
    area = one.fact("area_m2")
    if area is None or one.number("usable_mu") is None:
        yield Statement(_("可用面积：不详"), "usable_mu")
        return
    found, text = figure(area), _("可用面积：整宗")
    rules: tuple[RuleRow, ...] = ()
    footprint, floor = one.fact("footprint_m2"), one.law.get("building_coefficient")
    if _in_use(one) and one.told["route"] in _ON_SITE and footprint is not None:
        text = _("可用面积：按建筑系数下限，现有建筑用不着的部分")
        found = most(figure(area) - figure(footprint) / figure(floor.number), figure(0))
        rules = one.rules(floor)
    yield one.stated("usable_mu", text, _("亩"), sum=str(found / figure(_M2_OF_MU)), rules=rules)


def _extra_floor(one: Parcel) -> Iterator[Statement]:
    floor, area = one.number("far_floor"), one.fact("area_m2")
    building = one.fact("building_area_m2")
    if building is None and one.said("use_state") == "not_built":
        building = 0.0
    if one.number("extra_floor_m2") is None or floor is None or area is None or building is None:
        yield Statement(_("可增建筑面积：缺控制指标、面积或者建筑面积，不能算"), "extra_floor_m2")
        return
    found = most(figure(floor) * figure(area) - figure(building), figure(0))
    yield one.stated(
        "extra_floor_m2", _("可增建筑面积：容积率下限乘面积，减现有建筑"), _("平方米"), sum=str(found),
        place=one.place("building_area_m2"), rules=_floor_rules(one, "floor_area_ratio"),
    )  # fmt: skip


def _yields(one: Parcel) -> Iterator[Statement]:
    roster = one.assessment["enterprises"]
    running = _in_operation(one)
    own = roster["industry"].iloc[int(one.told["enterprise_code"])]
    per_mu = potential.yields(roster, running, pd.Series([own], dtype="str")).iloc[0]
    group = _("全区各行业") if per_mu["of_all"] else _("本行业")
    yield Statement(_("亩均按{group}在产企业（至少{least}家）的中位数和上四分位数").format(
        group=group, least=potential.LEAST_ENTERPRISES))  # fmt: skip
    usable = one.number("usable_mu")
    for name, label in (("tax", _("税收")), ("output", _("产值"))):
        lost = one.fact(f"{name}_10k_cny") if _displaces(one) else 0.0
        for kind, which in (("median", _("中位数")), ("upper", _("上四分位数"))):
            column = f"extra_{name}_{kind}_10k_cny"
            rate = number(per_mu[f"{name}_{kind}"])
            if one.number(column) is None or rate is None or usable is None:
                told = _("可增{label}（{which}）：数据不足，不能算")
                yield Statement(told.format(label=label, which=which), column)
                continue
            found: Sum = figure(usable) * figure(rate)
            if lost:
                found = found - figure(lost)
            text = _("可增{label}（{which}）：可用的亩数乘亩均")
            text += _("，减现有的") if lost else ""
            yield one.stated(
                column, text.format(label=label, which=which), _("万元"), sum=str(found)
            )


def _displaces(one: Parcel) -> bool:
    return _in_use(one) and one.told["route"] not in _ON_SITE


def _in_operation(one: Parcel) -> np.ndarray:
    """Return which enterprises are in operation: all but those whose every line is out of it."""
    lines, size = one.assessment["lines"], len(one.assessment["enterprises"])
    owner = lines["enterprise_code"].to_numpy()
    runs = lines["out_of_operation"].isna().to_numpy()
    lines_of = np.bincount(owner, minlength=size)
    return np.asarray((lines_of == 0) | (np.bincount(owner[runs], minlength=size) > 0))


def _value(one: Parcel) -> Iterator[Statement]:
    grade, usable = _grade(one), one.number("usable_mu")
    if grade is None:
        known = one.law.get("land_grade")
        told = _(
            "价值：土地等别没有填报，也没有收录（land_grade），行动方案land.grade可以设定；不能算"
        )
        yield Statement(told, "value_10k_cny", place=one.place("grade"), rules=one.rules(known))
        return
    price: Value = one.law.get("lowest_land_price", f"{grade:g}")
    if not price.known or usable is None:
        yield Statement(_("价值：缺最低价或者可用面积，不能算"), "value_10k_cny")
        return
    found = figure(usable) * figure(_M2_OF_MU) * figure(price.number) / figure(_CNY)
    yield one.stated(
        "value_10k_cny", _("价值：按{grade:g}等工业用地最低价（元/平方米）").format(grade=grade),
        _("万元"), sum=str(found), place=one.place("grade"), rules=one.rules(price),
    )  # fmt: skip
