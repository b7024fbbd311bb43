"""The steps from equipment to suggestion as text. Nothing is computed here."""

from __future__ import annotations

from collections.abc import Iterable

from ..assessment.finding_words import conditions, limit_in_words
from ..text import _
from ..vocabulary import unit_name
from .disposal import Device, Entry, Reading, Ruling, StepTaken, Suggestion
from .numbers import amount, quotient
from .phrases import Rows, citation, corrections, place

_ORDER = ("hit", "review", "undecided", "clear")


def equipment(devices: tuple[Device, ...]) -> Rows:
    """Yield what is known of each device, and from which cell."""
    if not devices:
        yield 1, _("没有填报装备，也不能从规格型号识别。")
    for one in devices:
        yield from _device(one)


def _device(one: Device) -> Rows:
    told = _("{id} {name}：{type}（{origin}，{place}）")
    yield (
        1,
        told.format(
            id=one.equipment_id,
            name=one.name or "—",
            type=one.type_name or _("类型不能识别"),
            origin=one.origin_label,
            place=place(one.place),
        ),
    )
    yield from corrections(one.place)
    known = {
        _("用途"): one.use,
        _("型号"): one.model,
        _("例外证明"): one.exception_papers,
        _("核准备案"): one.approved_on,
        _("投用"): one.commissioned_on,
        _("状态"): "" if one.in_use else _("不在用，不对照目录"),
    }
    if told := _("；").join(f"{name}：{value}" for name, value in known.items() if value):
        yield 2, told
    for reading in one.readings:
        yield 2, _reading(reading)
    for value in one.values:
        shown = value.value_text or amount(value.value)
        yield 2, f"{value.name}：{shown}（{value.origin_label}，{place(value.place)}）"


def _reading(one: Reading) -> str:
    made = one.equipment_type
    if one.attribute:
        value = f" {amount(one.value)}" if one.value is not None else ""
        made = _("、").join(filter(None, (made, f"{one.attribute}{value}")))
    told = _("“{text}”：{outcome}").format(text=one.text, outcome=one.outcome_label)
    if made:
        told += _("，读作{made}").format(made=made)
    if one.candidates:
        told += _("，可能是{candidates}").format(candidates=one.candidates)
    return f"{told}（{place(one.place)}）"


def entries(devices: tuple[Device, ...]) -> Rows:
    """Yield the rows of catalogues that each device was held against."""
    held = [one for one in devices if one.entries]
    if not held:
        yield 1, _("没有对照的目录条目。")
    for one in held:
        yield 1, f"{one.equipment_id} {one.name}".strip()
        for entry in sorted(one.entries, key=lambda entry: _ORDER.index(entry.result)):
            yield from _entry(entry)


def _entry(one: Entry) -> Rows:
    told = _("{category}：{equipment}（{citation}，条目{section}{mark}）")
    yield (
        2,
        told.format(
            category=one.category,
            equipment=one.equipment,
            citation=citation(one.citation),
            section=one.section or one.entry,
            mark="" if one.citation.binding else _("，不作依据"),
        ),
    )
    yield (
        3,
        _("条件：{criterion}；填报：{measured}").format(
            criterion=_criterion(one),
            measured=one.measured_text or amount(one.measured),
        ),
    )
    if one.result == "clear":
        yield 3, _("结果：{result}").format(result=one.result_label)
        return
    if one.doubtful_at:
        told = _("在{value}处条目的文字未核对，不判定")
        yield 3, told.format(value=one.doubtful_at)
    if one.applies_when:
        yield 3, _("适用范围：{conditions}").format(conditions=conditions(one.applies_when))
    if one.exception:
        told = _("例外：{exception}").format(exception=one.exception)
        if one.exempt_when:
            told += _("；台账据此判断：{conditions}").format(conditions=conditions(one.exempt_when))
        yield 3, told
    if one.proof:
        yield 3, _("证明材料：{proof}").format(proof=one.proof)
    if one.deadline:
        yield 3, _("条目期限：{deadline}").format(deadline=one.deadline)
    yield 3, _("结果：{result}").format(result=_because(one.result_label, one.reason_label))


def _criterion(one: Entry) -> str:
    threshold = one.threshold.replace("..", _("至")).replace(";", _("、"))
    template = {
        "<": _("小于{threshold}"),
        "<=": _("不大于{threshold}"),
        ">": _("大于{threshold}"),
        ">=": _("不小于{threshold}"),
        "open_range": _("在{threshold}之间（不含两端）"),
        "closed_range": _("在{threshold}之间（含两端）"),
        "in": _("属于{threshold}"),
        "is_present": "",
        "is_true": _("为“是”"),
        "is_false": _("为“否”"),
    }[one.operator]
    if not template:
        return _("属于该装备即列入")
    return one.attribute_name + template.format(threshold=threshold)


def rulings(found: Iterable[Ruling]) -> Rows:
    """Yield the findings on each ground: result, basis, state and days."""
    for one in found:
        yield from _ruling(one)


def _ruling(one: Ruling) -> Rows:
    where = _("（全厂）") if one.whole_enterprise else ""
    of_device = f"，{one.equipment_id}" if one.equipment_id else ""
    told = _("{name}{where}{device}（行动方案{clause}）：{result}")
    yield (
        1,
        told.format(
            name=one.name,
            where=where,
            device=of_device,
            clause=one.clause or "—",
            result=_because(one.result_label, one.reason_label),
        ),
    )
    if one.citation:
        yield 2, _("依据：{citation}").format(citation=citation(one.citation))
    if one.measured is not None or one.measured_text:
        yield 2, _measured(one)
    if one.note:
        yield 2, _("说明：{note}").format(note=one.note)
    if one.proof:
        yield 2, _("须核实的证明材料：{proof}").format(proof=one.proof)
    if one.supplier:
        yield 2, _("由{department}补充").format(department=one.supplier)
    if one.state:
        yield 2, _state(one)
    yield from _days(one)
    if one.cells:
        yield 2, _("单元格：{cells}").format(cells=one.cells)


def _measured(one: Ruling) -> str:
    told = f"{one.attribute_name}：{one.measured_text or quotient(one.measured)}"
    if one.threshold is None and not one.threshold_text:
        return told
    limit = (
        quotient(one.threshold) if one.threshold is not None else limit_in_words(one.threshold_text)
    )
    unit = unit_name(one.unit) if one.unit else ""
    return told + _("，界限{limit}{unit}").format(limit=limit, unit=unit)


def _state(one: Ruling) -> str:
    told = _("状态：{state}").format(state=one.state_label)
    if one.ordered_on:
        told += _("，{day}下达通知").format(day=one.ordered_on)
    if one.due_on:
        told += _("，通知书期限{day}").format(day=one.due_on)
    return told


def _days(one: Ruling) -> Rows:
    if one.deadline:
        told = _("期限：{day}（{basis}）")
        yield 2, told.format(day=one.deadline, basis=one.deadline_basis_label)
    beside = {
        _("行动方案"): one.plan_deadline,
        _("国家期限"): one.national_deadline,
        _("目录条目所列期限"): one.entry_deadline,
    }
    if told := _("；").join(f"{name}：{value}" for name, value in beside.items() if value):
        yield 2, _("另列：{days}").format(days=told)


def suggestions(made: tuple[Suggestion, ...]) -> Rows:
    """Yield what is suggested, by which rule, until when, by whom, and what must be done before."""
    for one in made:
        yield from _suggestion(one)


def _suggestion(one: Suggestion) -> Rows:
    yield 1, _("{unit}：建议{name}。{text}").format(unit=one.unit, name=one.name, text=one.text)
    if one.rule:
        told = _("先后规则：{count}条规则中第{place}条最先成立：{text}（行动方案{clause}）")
        yield (
            2,
            told.format(
                count=one.rule.count,
                place=one.rule.place,
                text=one.rule.text,
                clause=one.rule.clause,
            ),
        )
    if one.grounds:
        yield 2, _("依据事由：{grounds}").format(grounds=one.grounds)
    told = _("有问题{findings}项，待核和不能判定{open}项")
    yield 2, told.format(findings=one.findings, open=one.open_questions)
    if one.deadline:
        told = _("期限：{day}（{basis}）")
        yield 2, told.format(day=one.deadline, basis=one.deadline_basis_label)
    told = _("责任单位：{department}；决定机关：{authority}")
    yield 2, told.format(department=one.department or "—", authority=one.authority or "—")
    if one.cooperating:
        yield 2, _("配合单位：{departments}").format(departments=one.cooperating)
    for step in one.steps:
        yield 2, _step(step)


def _step(one: StepTaken) -> str:
    kind = _("关口") if one.kind == "gate" else _("法定程序")
    told = _("{kind}：{name}：{status}（{basis}）").format(
        kind=kind, name=one.name, status=one.status_label, basis=one.basis
    )
    record = _("，").join(filter(None, (one.done_on, one.document_no, one.cell)))
    return f"{told}；{record}" if record else told


def _because(result: str, reason: str) -> str:
    return _("{result}（{reason}）").format(result=result, reason=reason) if reason else result
