"""An explanation as plain text, in the order in which a person checks it. Nothing is computed here."""

from __future__ import annotations

from ..text import _
from ..vocabulary import unit_name
from .facts import Factor, Line, Measure, Output, Share, Term
from .model import Explanation
from .numbers import amount, bracketed, folded, quotient
from .phrases import Rows, citation, corrections, key_name, lack, place
from .verdicts import verdicts

_NUMERALS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")


def as_text(explained: Explanation) -> str:
    """Return an explanation as text of at most a hundred columns.

    Examples
    --------
    >>> from capacity_analysis import Standards, assess, paths, read_ledger
    >>> from capacity_analysis.explanation import Explainer, find_line
    >>> ledger, standards = read_ledger(paths.sample_ledger()), Standards.load()
    >>> assessment = assess(ledger, standards)
    >>> line = find_line(assessment, "1号窑", "青岭水泥")
    >>> explained = Explainer(assessment, ledger, standards).explain(line)
    >>> as_text(explained).splitlines()[0]
    '示例区青岭水泥有限公司 / 1号窑（水泥熟料1号窑）'

    """
    parts = [
        (_("生产线"), _line(explained.line)),
        (_("产量"), _outputs(explained)),
        (_("能源"), _energy(explained)),
        (_("单位能耗的计算"), _measures(explained)),
        *verdicts(explained),
    ]
    lines = [line for depth, text in _head(explained) for line in folded(text, depth)]
    for numeral, (title, rows) in zip(_NUMERALS, parts, strict=False):
        lines += ["", f"{numeral}、{title}"]
        lines += [line for depth, text in rows for line in folded(text, 2 * depth)]
    # A command is copied: it is not folded.
    lines += [f"    {command}" for command in explained.verifications]
    return "\n".join(lines) + "\n"


def _head(explained: Explanation) -> Rows:
    line = explained.line
    name = f"{line.enterprise} / {line.line_id}"
    yield 0, f"{name}（{line.line_name}）" if line.line_name else name
    told = _("评定日{day}，评定年度{year}年，台账{ledger}，依据{campaign}")
    yield (
        0,
        told.format(
            day=explained.as_of,
            year=explained.year,
            ledger=explained.ledger,
            campaign=explained.campaign,
        ),
    )
    if explained.fictional:
        yield 0, _("虚构数据，仅作演示。")
    if explained.attribution:
        yield 0, _("数据来源：{source}").format(source=explained.attribution)


def _line(line: Line) -> Rows:
    told = _("企业：{enterprise}（{id}），{township}")
    yield (
        1,
        told.format(
            enterprise=line.enterprise, id=line.enterprise_id, township=line.township or "—"
        ),
    )
    told = _("申报产品：{declared}；当年产品：{made}")
    yield 1, told.format(declared=line.declared_name, made=line.made_name or "—")
    told = _("年生产能力：{capacity}{unit}；状态：{status}；所在单元格：{place}")
    yield (
        1,
        told.format(
            capacity=amount(line.capacity),
            unit=line.capacity_unit,
            status=line.status,
            place=place(line.place),
        ),
    )
    if line.out_of_operation:
        yield 1, _("不在运行：{reason}").format(reason=line.out_of_operation)
    yield from corrections(line.place)


def _outputs(explained: Explanation) -> Rows:
    if not explained.outputs:
        yield 1, _("没有{year}年的产量。").format(year=explained.year)
    for row in explained.outputs:
        told = _("{product}：{amount}{unit} = {quantity}{base}（{place}）")
        yield (
            1,
            told.format(
                product=row.product_name,
                amount=amount(row.amount),
                unit=row.unit,
                quantity=amount(row.quantity),
                base=unit_name(row.quantity_unit),
                place=place(row.place),
            ),
        )
        if not row.full_year:
            yield 2, _("试生产、验收期或不满全年的数据。")
        yield from corrections(row.place)
    for measure in explained.measures:
        yield from _basis(measure, explained.outputs)


def _basis(measure: Measure, outputs: tuple[Output, ...]) -> Rows:
    """Tell how an indicator is defined, and how output is converted to its basis."""
    defined = measure.definition
    if defined is None:
        yield 1, _("{name}的口径：没有收录。").format(name=measure.name)
    else:
        told = _("{name}的口径：分子为{numerator}；分母为{denominator}（{citation}）")
        yield (
            1,
            told.format(
                name=measure.name,
                numerator=defined.numerator,
                denominator=defined.denominator,
                citation=citation(defined.citation),
            ),
        )
    if not any(measure.factors):
        yield 2, _("填报产量即为标准所说的产量，不折算。")
        return
    parts = [
        _converted(row, factors) for row, factors in zip(outputs, measure.factors, strict=True)
    ]
    told = _("折算产量：{parts} = {output}{unit}")
    yield (
        2,
        told.format(
            parts=" + ".join(parts),
            output=amount(measure.output),
            unit=unit_name(measure.output_unit),
        ),
    )
    for factor in dict.fromkeys(one for factors in measure.factors for one in factors):
        yield 3, _factor(factor)


def _factor(factor: Factor) -> str:
    told = f"{factor.name} {amount(factor.value)}"
    if factor.place:
        told += f"（{place(factor.place)}）"
    if factor.kind == "content":
        told += _("；折算基准{per}").format(per=amount(factor.per))
    return f"{told}（{citation(factor.citation)}）" if factor.citation else told


def _converted(row: Output, factors: tuple[Factor, ...]) -> str:
    steps = [
        f" × {amount(one.value)}" + (f" ÷ {amount(one.per)}" if one.kind == "content" else "")
        for one in factors
    ]
    return amount(row.quantity) + "".join(steps)


def _energy(explained: Explanation) -> Rows:
    if not (explained.terms or explained.unshared):
        yield 1, _("没有{year}年的能源消费。").format(year=explained.year)
    for term in explained.terms:
        yield from _term(term)
    for row in explained.unshared:
        told = _("未分到生产线：{name} {amount}{unit}，按{scope}计量（{place}）")
        yield (
            1,
            told.format(
                name=row.name,
                amount=amount(row.amount),
                unit=row.unit,
                scope=row.scope,
                place=place(row.place),
            ),
        )
        yield 2, lack(row.lack)
        yield from corrections(row.place)
    for dispute in explained.disputes:
        told = _("来源不一致的用电量：{source} {value}{unit}（{cells}）")
        yield (
            1,
            told.format(
                source=dispute.source,
                value=amount(dispute.value),
                unit=dispute.unit,
                cells=dispute.cells or "—",
            ),
        )


def _term(term: Term) -> Rows:
    told = _("[{number}] {name}（{flow}，{purpose}）：{place}")
    yield (
        1,
        told.format(
            number=term.number,
            name=term.name,
            flow=term.flow_label,
            purpose=term.purpose_label,
            place=place(term.place),
        ),
    )
    yield from corrections(term.place)
    base = unit_name(term.quantity_unit)
    told = _("填报{amount}{unit} = {quantity}{base}")
    yield (
        2,
        told.format(
            amount=amount(term.amount), unit=term.unit, quantity=amount(term.quantity), base=base
        ),
    )
    if term.share:
        yield from _share(term.share)
    yield from _coefficient(term)
    factors = [amount(term.quantity), *([amount(term.share.share)] if term.share else [])]
    sign = "−" if term.sign < 0 else ""
    told = _("{sign}{factors} × {coefficient} = {energy}千克标准煤")
    yield (
        2,
        told.format(
            sign=sign,
            factors=" × ".join(factors),
            coefficient=amount(term.coefficient),
            energy=amount(term.energy_kgce),
        ),
    )
    if not term.full_year:
        yield 2, _("试生产、验收期或不满全年的数据。")


def _coefficient(term: Term) -> Rows:
    if term.citation is None:
        yield 2, _("折标准煤系数：没有收录。")
        return
    unit = unit_name(f"kgce/{term.quantity_unit}")
    if term.ncv_kj is not None:
        told = _(
            "折标准煤系数：实测低位发热量{ncv}千焦 × {per} = {coefficient}{unit}（{citation}）"
        )
        yield (
            2,
            told.format(
                ncv=amount(term.ncv_kj),
                per=amount(term.kgce_per_kj),
                coefficient=amount(term.coefficient),
                unit=unit,
                citation=citation(term.citation),
            ),
        )
        return
    told = _("折标准煤系数：{coefficient}{unit}（{citation}）")
    yield (
        2,
        told.format(
            coefficient=amount(term.coefficient), unit=unit, citation=citation(term.citation)
        ),
    )


def _share(share: Share) -> Rows:
    told = _("分摊：{key}，本线占{share}（各线：{lines}）")
    lines = _("、").join(f"{line} {quotient(part)}" for line, part in share.lines.items())
    yield 2, told.format(key=share.key_label, share=amount(share.share), lines=lines)
    if share.declared:
        yield 3, _("申报比例：{places}").format(places=_("、").join(map(place, share.declared)))
    others = _("；").join(f"{key_name(key)} {quotient(part)}" for key, part in share.by_key.items())
    yield 3, _("按各种方法，本线占：{others}").format(others=others)


def _measures(explained: Explanation) -> Rows:
    by_number = {term.number: term for term in explained.terms}
    for measure in explained.measures:
        yield from _measure(measure, [by_number[number] for number in measure.counted])


def _measure(measure: Measure, terms: list[Term]) -> Rows:
    yield 1, _("{name}（{indicator}）").format(name=measure.name, indicator=measure.indicator)
    unit = unit_name(f"{measure.unit}/{measure.output_unit}")
    if terms:
        in_kwh = measure.unit == "kWh"
        parts = [term.signed_quantity if in_kwh else term.energy_kgce for term in terms]
        numbers = " + ".join(map(bracketed, parts))
        which = _("、").join(f"[{term.number}]" for term in terms)
        told = _("合计{which}：{numbers} = {total}{unit}")
        yield (
            2,
            told.format(
                which=which,
                numbers=numbers,
                total=amount(measure.total),
                unit=unit_name(measure.unit),
            ),
        )
    if measure.value is not None:
        told = _("{total} ÷ {output} = {value}{unit}")
        yield (
            2,
            told.format(
                total=amount(measure.total),
                output=amount(measure.output),
                value=quotient(measure.value),
                unit=unit,
            ),
        )
    if measure.by_key:
        told = _("按各种分摊方法：{others}；区间{low}至{high}")
        others = _("；").join(f"{key_name(key)} {quotient(v)}" for key, v in measure.by_key.items())
        yield 2, told.format(others=others, low=quotient(measure.low), high=quotient(measure.high))
    for one in measure.lacks:
        yield 2, _("不能计算：{lack}").format(lack=lack(one))
