"""The rows that apply to a line, corrected for its conditions, and how it stands to them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from ..analysis.gaps import at_or_below
from ..analysis.levels import BELOW_BASELINE, Ground
from ..analysis.limit_corrections import corrected
from ..text import _
from .facts import Citation, Measure, Term
from .measures import condition_name, condition_names, reported
from .model import Condition, Conversion, Level, LimitCorrection, Link, Saving
from .sources import Sources, number, text

_PLACES = {"1": "advanced", "2": "access", "3": "baseline"}
_RULE = ("levels", "coefficient", "reference", "intercept", "most_points", "terms",
         "condition_attribute", "condition_above")  # fmt: skip


def tier_name(ground: Ground, tier: str) -> str:
    """Return what a tier of a ground is called.

    Examples
    --------
    >>> tier_name(BELOW_BASELINE, "below")
    '低于基准水平'

    """
    return {
        "advanced": _("标杆水平"),
        "baseline": _("达到基准水平"),
        "below": _("低于基准水平"),
        "level_1": _("1级（先进）"),
        "level_2": _("2级（准入）"),
        "level_3": _("3级（限定值以内）"),
        "over": _("超过限定值"),
        "": "",
    }[tier if tier in ground.tiers else ""]


def result_name(ground: Ground, result: str) -> str:
    """Return a result on a ground in words.

    Examples
    --------
    >>> result_name(BELOW_BASELINE, "hit")
    '能效低于基准水平'

    """
    of_benchmark = ground.id == BELOW_BASELINE.id
    return {
        "hit": _("能效低于基准水平") if of_benchmark else _("超过强制性能耗限额"),
        "clear": _("达到基准水平") if of_benchmark else _("未超过强制性能耗限额"),
        "review": _("待核"),
        "undecided": _("不能判定"),
    }[result]


def levels(
    sources: Sources, ground: Ground, measures: tuple[Measure, ...], terms: tuple[Term, ...]
) -> tuple[Level, ...]:
    """Return the line held against each row that applies on a ground."""
    rows = sources.levels(ground)
    by_indicator = {measure.indicator: measure for measure in measures}
    return tuple(
        _level(sources, ground, one, by_indicator.get(str(one["indicator"])), terms)
        for one in rows[rows["row_id"].notna()].to_dict("records")
    )


def _level(
    sources: Sources,
    ground: Ground,
    one: Mapping[Any, Any],
    measure: Measure | None,
    terms: tuple[Term, ...],
) -> Level:
    cited, row = sources.shared.cited(str(one["document_id"]), str(one["row_id"]))
    raw = sources.law.levels[ground.id]
    raw = raw[(raw["row_id"] == cited.row_id) & (raw["document_id"] == cited.document_id)]
    raw = raw[raw["product_id"] == one["product_id"]].reset_index(drop=True)
    prescribed = _corrections(sources, ground, raw)
    conversion = _conversion(sources, str(one["unit"]), sum(each.power_kwh for each in prescribed))
    links = _links(cited, measure, terms, prescribed, conversion)
    mark, lacking = text(one["confidence"]), text(one["reason"])
    value = number(one["measured"])
    return Level(
        citation=cited,
        product=str(row["product"]),
        process_or_grade=str(row["process_or_grade"]),
        indicator=str(one["indicator"]),
        indicator_name=str(row["indicator_zh"]),
        unit=str(one["unit"]),
        levels=_named(ground, raw.iloc[0]),
        corrections=prescribed,
        corrected=_named(ground, one),
        conversion=conversion,
        measured=value,
        low=number(one["measured_low"]),
        high=number(one["measured_high"]),
        threshold=number(one["baseline"]),
        gap=number(one["gap_to_baseline"]),
        tier=text(one["tier"]),
        tier_label=tier_name(ground, text(one["tier"])),
        result=str(one["result"]),
        result_label=result_name(ground, str(one["result"])),
        confidence=mark,
        links=links if mark else (),
        weakest=tuple(link for link in links if link.confidence == mark),
        lack=sources.missing([lacking])[0] if lacking else None,
        savings=_savings(sources, ground, one, value),
        governs=_governs(sources, ground, cited),
    )


def _governs(sources: Sources, ground: Ground, cited: Citation) -> bool:
    chosen = sources.governing(ground)
    names = (text(chosen["document_id"]), text(chosen["row_id"]))
    return names == (cited.document_id, cited.row_id)


def _named(ground: Ground, row: Mapping[Any, Any] | pd.Series[Any]) -> dict[str, float | None]:
    """Return the levels of a row by the names of its kind."""
    return {name: number(row[place]) for name, place in ground.levels.items()}


def _corrections(
    sources: Sources, ground: Ground, raw: pd.DataFrame
) -> tuple[LimitCorrection, ...]:
    """Return the corrections of a limit, each applied to what the one before it left."""
    rules = sources.law.corrections
    if ground.id == BELOW_BASELINE.id or rules is None:
        return ()
    rules = rules[rules["document_id"] == raw["document_id"].iloc[0]]
    concerned = rules["corrects"].str.split(";").map(lambda ids: raw["row_id"].iloc[0] in ids)
    conditions = sources.own(sources.ledger["conditions"])
    level, found = raw.assign(line_code=sources.line_code), []
    for at in rules.index[concerned.astype(bool)]:
        after = corrected(level, rules.loc[[at]], conditions, condition_names())
        found.append(_correction(sources, rules.loc[at], level.iloc[0], after.iloc[0]))
        level = after[level.columns]
    return tuple(found)


def _correction(
    sources: Sources, rule: pd.Series[Any], before: pd.Series[Any], after: pd.Series[Any]
) -> LimitCorrection:
    names = [*str(rule["attribute"]).split(";"), str(rule["condition_attribute"])]
    numbered = str(rule["levels"]).split(";")
    return LimitCorrection(
        citation=sources.citation(str(rule["document_id"]), str(rule["row_id"])),
        wording=str(rule["wording"]),
        form=str(rule["form"]),
        rule={name: _plain(rule[name]) for name in _RULE},
        conditions=tuple(_condition(sources, name) for name in names if name),
        effect=text(after["correction"]),
        before={level: number(before[_PLACES[level]]) for level in numbered},
        after={level: number(after[_PLACES[level]]) for level in numbered},
        power_kwh=float(after["power_correction_kwh"]),
        lacking=text(after["correction_missing"]),
    )


def _condition(sources: Sources, attribute: str) -> Condition:
    value, place = reported(sources, attribute)
    return Condition(attribute, condition_name(attribute), value, place)


def _plain(value: Any) -> float | str | None:
    return value if isinstance(value, str) else number(value)


def _conversion(sources: Sources, unit: str, power_kwh: float) -> Conversion:
    counts_in = unit.split("/", maxsplit=1)[0]
    in_kwh = counts_in == "kWh"
    power = power_kwh * (1.0 if in_kwh else sources.law.kgce_per["kWh"])
    divisor = 1.0 if in_kwh else sources.law.kgce_per.get(counts_in, 1.0)
    cited = None
    if counts_in in sources.law.conversion_confidence:
        table = sources.law.documents["conversion_coefficients"][0].table("conversion_coefficients")
        row = str(table.loc[table["unit"] == counts_in, "row_id"].iloc[0])
        cited = sources.citation(sources.coefficients_id, row)
    return Conversion(power, divisor, cited)


def _links(
    cited: Citation,
    measure: Measure | None,
    terms: tuple[Term, ...],
    corrections: tuple[LimitCorrection, ...],
    conversion: Conversion,
) -> tuple[Link, ...]:
    """Return the numbers that a comparison rests on: level, coefficients, basis, corrections."""
    found = [Link(_("水平"), cited.row_id, cited.confidence)]
    if measure is not None:
        for term in terms:
            if term.number in measure.counted and term.citation:
                name = _("{carrier}的折标准煤系数").format(carrier=term.name)
                found.append(Link(name, term.citation.row_id, term.citation.confidence))
        found += [
            Link(_("产量折算"), factor.citation.row_id, factor.citation.confidence)
            for factors in measure.factors
            for factor in factors
            if factor.citation
        ]
    found += [
        Link(_("限额的修正"), one.citation.row_id, one.citation.confidence)
        for one in corrections
        if one.effect
    ]
    if conversion.citation:
        found.append(
            Link(_("单位换算"), conversion.citation.row_id, conversion.citation.confidence)
        )
    return tuple(dict.fromkeys(found))


def _savings(
    sources: Sources, ground: Ground, one: Mapping[Any, Any], value: float | None
) -> tuple[Saving, ...]:
    """Return what the line would save at the last and at the best level, where it misses them."""
    per_unit = sources.law.kgce_per.get(str(one["unit"]).split("/", maxsplit=1)[0])
    output = number(one["output_quantity"])
    if value is None or output is None or per_unit is None:
        return ()
    found = []
    for name, place in ground.levels.items():
        saved, target = number(one.get(f"saving_to_{place}_tce")), number(one[place])
        if saved is not None and target is not None:
            excess = 0.0 if at_or_below(value, target) else value - target
            found.append(Saving(name, excess, output, per_unit, saved))
    return tuple(found)
