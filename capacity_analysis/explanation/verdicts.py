"""The second half of an explanation as text: levels, comparison, other editions, what follows."""

from __future__ import annotations

from collections.abc import Mapping

from ..text import _
from ..vocabulary import unit_name
from . import following
from .facts import Citation, Measure
from .formulas import formula
from .model import Carbon, Consequence, Edition, Explanation, Finding, Level, LimitCorrection
from .numbers import amount, bracketed, quotient, signed
from .phrases import Rows, citation, confidence_name, lack, place

Part = tuple[str, Rows]


def verdicts(explained: Explanation) -> list[Part]:
    """Return the steps after the measured value, each with its title and its lines."""
    return [
        (_("适用的标准"), _levels(explained)),
        (_("比较和结论"), _comparisons(explained)),
        (_("换一个版本或日期"), _editions(explained)),
        (_("装备"), following.equipment(explained.devices)),
        (_("目录条目"), following.entries(explained.devices)),
        (_("各项依据的排查结果"), following.rulings(explained.rulings)),
        (_("处置建议"), _consequences(explained)),
        (_("核对提示"), _verifications(explained)),
    ]


def level_name(name: str) -> str:
    """Return what a level is called.

    Examples
    --------
    >>> level_name("baseline"), level_name("level_3")
    ('基准水平', '3级（限定值）')

    """
    return {
        "advanced": _("标杆水平"),
        "baseline": _("基准水平"),
        "level_1": _("1级"),
        "level_2": _("2级"),
        "level_3": _("3级（限定值）"),
    }[name]


def _levels(explained: Explanation) -> Rows:
    for found in explained.findings:
        yield (
            1,
            _("事由：{name}（行动方案{clause}）").format(
                name=found.name, clause=found.clause or "—"
            ),
        )
        for level in found.levels:
            yield from _level(level)
        if not found.levels:
            yield 2, _("没有适用的行。")
            yield from ((3, lack(one)) for one in found.lacks)


def _level(level: Level) -> Rows:
    cited = level.citation
    yield 2, citation(cited)
    told = _("自{day}起施行（{confidence}），区域{area}，{binding}；数值来源：{source}")
    yield (
        3,
        told.format(
            day=cited.in_force or "—",
            confidence=confidence_name(cited.dates_confidence),
            area=cited.jurisdiction,
            binding=_("有约束力") if cited.binding else _("不作依据"),
            source=cited.source or "—",
        ),
    )
    told = _("{product}，{indicator}：{levels}，单位{unit}")
    product = "".join(filter(None, (level.product, level.process_or_grade)))
    yield (
        3,
        told.format(
            product=product,
            indicator=level.indicator_name,
            levels=_named(level.levels),
            unit=unit_name(level.unit),
        ),
    )
    for one in level.corrections:
        yield from _correction(one)
    if any(one.effect for one in level.corrections):
        yield 3, _("修正后：{levels}").format(levels=_named(level.corrected))


def _named(levels: Mapping[str, float | None]) -> str:
    return _("、").join(f"{level_name(name)} {amount(value)}" for name, value in levels.items())


def _correction(one: LimitCorrection) -> Rows:
    told = _("修正：{wording}（{citation}）")
    yield 3, told.format(wording=one.wording, citation=citation(one.citation))
    for condition in one.conditions:
        where = place(condition.place) if condition.place else _("没有填报")
        yield 4, f"{condition.label}：{amount(condition.value)}（{where}）"
    if one.lacking:
        yield 4, _("缺{names}，水平按未修正的列出。").format(names=one.lacking)
    if not one.effect:
        return
    moved = [
        f"{level_name(f'level_{number}')} {amount(before)} → {amount(one.after[number])}"
        for number, before in one.before.items()
        if before is not None
    ]
    yield 4, one.effect if one.power_kwh else f"{one.effect}：{_('、').join(moved)}"
    if arithmetic := formula(one):
        yield 4, _("算式：{formula}").format(formula=arithmetic)


def _comparisons(explained: Explanation) -> Rows:
    for found in explained.findings:
        told = _("事由：{name}。结论：{result}")
        yield 1, told.format(name=found.name, result=_sure(found))
        for level in found.levels:
            yield from _comparison(level, explained.measure(level.indicator), len(found.levels) > 1)
        if found.why:
            yield (
                2,
                _("起决定作用的行：{row}。{why}").format(row=found.governing_row, why=found.why),
            )
        for one in found.lacks:
            yield 2, _("原因：{lack}").format(lack=lack(one))
        if found.to_check:
            yield 2, _("待核的，由{departments}核实后再定。").format(departments=found.to_check)
        if found.carbon:
            yield from _carbon(found)


def _sure(found: Finding) -> str:
    if not found.confidence:
        return found.result_label
    return f"{found.result_label}（{confidence_name(found.confidence)}）"


def _comparison(level: Level, measure: Measure | None, several: bool) -> Rows:
    mark = _("（起决定作用）") if several and level.governs else ""
    yield 2, _("行{row}{mark}").format(row=level.citation.row_id, mark=mark)
    if level.measured is None or measure is None:
        if level.lack:
            yield 3, lack(level.lack)
        return
    yield from _conversion(level, measure)
    told = _("{measured} − {threshold} = {gap}{unit}：{tier}")
    yield (
        3,
        told.format(
            measured=quotient(level.measured),
            threshold=bracketed(level.threshold),
            gap=signed(level.gap),
            unit=unit_name(level.unit),
            tier=level.tier_label,
        ),
    )
    if level.low != level.high:
        yield (
            3,
            _("按各种分摊方法：{low}至{high}{unit}").format(
                low=quotient(level.low), high=quotient(level.high), unit=unit_name(level.unit)
            ),
        )
    weakest = _("、").join(f"{link.name} {link.row_id}" for link in level.weakest)
    told = _("结果：{result}；可信程度取最弱的一环：{confidence}（{weakest}）")
    yield (
        3,
        told.format(
            result=level.result_label, confidence=confidence_name(level.confidence), weakest=weakest
        ),
    )
    if level.lack:
        yield 3, _("原因：{lack}").format(lack=lack(level.lack))
    for saving in level.savings:
        told = _("节能量（到{target}）：{excess} × {output} × {per} ÷ 1000 = {tce}吨标准煤/年")
        yield (
            3,
            told.format(
                target=level_name(saving.target),
                excess=quotient(saving.excess),
                output=amount(saving.output),
                per=amount(saving.kgce_per_unit),
                tce=quotient(saving.tce),
            ),
        )


def _conversion(level: Level, measure: Measure) -> Rows:
    conversion = level.conversion
    if conversion.power == 0 and conversion.divisor == 1:
        return
    told = _("（{value} − {power}）÷ {divisor} = {measured}{unit}")
    text = told.format(
        value=quotient(measure.value),
        power=bracketed(conversion.power),
        divisor=amount(conversion.divisor),
        measured=quotient(level.measured),
        unit=unit_name(level.unit),
    )
    yield 3, f"{text}（{citation(conversion.citation)}）" if conversion.citation else text


def _carbon(found: Finding) -> Rows:
    carbon = found.carbon
    assert carbon is not None
    for one in carbon.emissions:
        if one.tco2 is None:
            continue
        told = _("[{number}]的排放：{quantity}{unit} × {factor}吨二氧化碳/{unit} = {tco2}吨二氧化碳"
                 "（{citation}）")  # fmt: skip
        yield (
            2,
            told.format(
                number=one.number,
                quantity=amount(one.quantity),
                unit=unit_name(one.quantity_unit),
                factor=amount(one.factor),
                tco2=quotient(one.tco2),
                citation=citation(one.citation) if one.citation else "—",
            ),
        )
        if one.later_year:
            yield 3, _("评定年度没有因子，用的是以后年度的。")
    yield from _saved_carbon(carbon, found)


def _saved_carbon(carbon: Carbon, found: Finding) -> Rows:
    governing = next((level for level in found.levels if level.governs), None)
    saved = {
        "baseline": carbon.saving_to_baseline_tco2,
        "advanced": carbon.saving_to_advanced_tco2,
    }
    for saving in governing.savings if governing else ():
        tco2 = saved.get(saving.target)
        if tco2 is None or not saving.tce:
            continue
        told = _("减排量（到{target}）：{tce} × {counted} ÷ {energy} = {tco2}吨二氧化碳/年")
        yield (
            2,
            told.format(
                target=level_name(saving.target),
                tce=quotient(saving.tce),
                counted=quotient(carbon.counted_tco2),
                energy=quotient(carbon.counted_tce),
                tco2=quotient(tco2),
            ),
        )
    if carbon.lack:
        yield 2, _("二氧化碳减排量不能计算：{lack}").format(lack=lack(carbon.lack))


def _editions(explained: Explanation) -> Rows:
    told = [one for found in explained.findings for one in found.editions]
    if not told:
        yield 1, _("没有别的版本可以比较。")
    for one in told:
        yield from _edition(one)


def _edition(one: Edition) -> Rows:
    title = one.title or _("届时有效的强制性能耗限额")
    yield (
        1,
        _("{title}，{day}起：{change}").format(title=title, day=one.day, change=one.change_label),
    )
    told = _("现在：行{row}，{threshold}，{result}")
    yield (
        2,
        told.format(
            row=one.row_now or "—", threshold=amount(one.threshold_now), result=one.result_now
        ),
    )
    told = _("届时：行{row}，{threshold}，{result}（{confidence}）")
    yield (
        2,
        told.format(
            row=one.row_then or "—",
            threshold=amount(one.threshold_then),
            result=one.result_then,
            confidence=one.reason_then or confidence_name(one.confidence_then),
        ),
    )
    if one.changed_by:
        yield 2, _("起变化的行：{row}").format(row=one.changed_by)


def _consequences(explained: Explanation) -> Rows:
    yield from following.suggestions(explained.suggestions)
    for found in explained.findings:
        if found.consequence:
            yield from _consequence(found, found.consequence)
    yield 1, _("以上是建议；是否处置、如何处置由有权机关依法决定。")


def _consequence(found: Finding, told: Consequence) -> Rows:
    yield (
        1,
        _("事由：{name}（行动方案{clause}；依据{basis}）").format(
            name=found.name, clause=found.clause, basis=_("、").join(told.basis) or "—"
        ),
    )
    yield 2, _("建议：{action}").format(action=told.action)
    yield (
        2,
        _("决定机关：{authority}；责任单位：{lead}").format(
            authority=told.authority, lead=told.lead
        ),
    )
    if told.cooperating:
        yield 2, _("配合单位：{departments}").format(departments=told.cooperating)
    for deadline in told.deadlines:
        text = f"{deadline.text}（{deadline.day}）" if deadline.day else deadline.text
        yield (
            2,
            _("期限：{name}：{text}{citation}").format(
                name=deadline.name, text=text, citation=_of(deadline.citation)
            ),
        )
    for step in told.legal_steps:
        yield (
            2,
            _("法定程序：{name}：{text}（{basis}）").format(
                name=step.name, text=step.text, basis=step.basis
            ),
        )


def _of(cited: Citation | None) -> str:
    return f"（{citation(cited)}）" if cited else ""


def _verifications(explained: Explanation) -> Rows:
    if not explained.verifications:
        yield 1, _("以上所依据的行都已核实。")
        return
    yield 1, _("以下各行未与官方原文核对，核对后用命令记录：")
