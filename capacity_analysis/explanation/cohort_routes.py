"""Where a group of workers goes: retirement, inner retirement, another post, the end of the contract."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ..analysis.labour import retirement
from ..text import _
from .arithmetic import Sum, figure, least, most, rounded, up
from .cohort_facts import CASES, ENDS, Cohort
from .cohort_service import case_name
from .derivation import RuleRow, Statement

_MONTHS = 12
_SCHEDULE = {"men": "男职工", "women55": "女职工（原55周岁）", "women50": "女职工（原50周岁）"}


def retires(one: Cohort) -> Iterator[Statement]:
    """Yield the months in which the group reaches the statutory age, and how many have."""
    place = int(retirement.category(one.worked["sex"], one.worked["post"])[0])
    if place < 0 or not one.text("retires_from"):
        yield Statement(_("性别、岗位或者出生年月不详：不能算退休年月"))
        return
    name = list(retirement.CATEGORIES)[place]
    told = retirement.CATEGORIES[name]
    age = one.latest(told.age)
    first, last = (months[0] for months in retirement.born(one.worked))
    yield Statement(_("原法定退休年龄"), "statutory_age", value=age.number, unit=_("周岁"),
                    rules=age.rules)  # fmt: skip
    for column, label, born in (
        ("retires_from", _("最早"), first), ("retires_to", _("最晚"), last)
    ):  # fmt: skip
        yield _retires(one, name, column, label, born)
    yield from _retired(one)


def _retires(one: Cohort, name: str, column: str, label: str, born: np.datetime64) -> Statement:
    told = retirement.CATEGORIES[name]
    old = born.astype("datetime64[M]") + int(one.latest(told.age).number * _MONTHS)
    step = one.law.last(told.step) if told.step else None
    cap = one.law.last(told.cap) if told.cap else None
    text = _("{label}：{born}出生，{old}到龄").format(label=label, born=str(born), old=str(old))
    value = str(one.told[column])
    if step is None or cap is None:
        text += _("；没有延迟的规定")
        return Statement(text, column, value=value)
    start = step.first.astype("datetime64[M]")
    since = int((old - start).astype(int)) + 1
    if since <= 0:
        text += _("，在{start}延迟规则施行以前，按老规定").format(start=str(start))
        return Statement(text, column, value=value)
    delay = least(up(figure(since) / figure(step.value)), figure(cap.value))
    text += _("；{start}起延迟，到龄月是第{since}个月，延迟{delay}个月").format(
        start=str(start), since=since, delay=delay
    )
    rules: tuple[RuleRow, ...] = (*one.of(step), *one.of(cap))
    if name in _SCHEDULE:
        rules += one.book.of_schedule(str(born), _SCHEDULE[name])
    return Statement(text, column, value=value, rules=rules)


def _retired(one: Cohort) -> Iterator[Statement]:
    share, heads = one.number("retired_share"), one.number("headcount")
    text = _("退出月已到龄的出生月份占这一组的比例")
    yield Statement(text, "retired_share", value=share)
    yield from _ordinary(one)
    due = one.given("severance_due", "44(2)")
    rest = heads - one.number("transfer") - one.number("inner_retirement")
    counted = least(rounded(figure(heads) * figure(share)), figure(rest))
    yield one.stated("retiring_low", _("到龄退休，低（全组到龄的才计）"), _("人"))
    yield one.stated("retiring", _("到龄退休，中"), _("人"), sum=str(counted), rules=due.rules)
    yield one.stated("retiring_high", _("到龄退休，高（有人可能到龄的全计）"), _("人"))


def _ordinary(one: Cohort) -> Iterator[Statement]:
    """Yield the age of other posts: that of a special one lets workers retire, and makes nobody."""
    if one.text("post") != "special":
        return
    plain = one.worked.assign(post="worker")
    told = list(retirement.CATEGORIES.values())[
        int(retirement.category(plain["sex"], plain["post"])[0])
    ]
    age = one.latest(told.age)
    rows = [row for row in map(one.law.last, (told.step, told.cap)) if row is not None]
    yield Statement(
        _("特殊工种可以提前退休，也可以不提前；其他岗位的法定退休年龄"), "ordinary_age",
        value=age.number, unit=_("周岁"), rules=(*age.rules, *(r for row in rows for r in one.of(row))),
    )  # fmt: skip


def inner(one: Cohort) -> Iterator[Statement]:
    """Yield who may retire internally, for how long, and what one of them costs."""
    basis = one.assessment.campaign.labour.inner_retirement
    window = one.given("inner_retirement_years_before_statutory_age_le", basis)
    if not window.known:
        yield Statement(_("没有收录内部退养的规定"))
        return
    share, heads = one.number("inner_share"), one.number("headcount")
    told = _("距法定退休年月{years:g}年以内（含）、没有到龄的出生月份占这一组的比例")
    yield Statement(told.format(years=window.number), "inner_share", value=share,
                    rules=window.rules)  # fmt: skip
    yield one.stated("inner_eligible", _("可以内退，中"), _("人"),
                     sum=str(rounded(figure(heads) * figure(share))))  # fmt: skip
    if not share > 0:
        return
    severance = one.given("inner_retirement_severance")
    yield Statement(_("内退期间合同延续，不支付经济补偿"), rules=severance.rules)
    yield from _inner_months(one, window.number * _MONTHS)
    rules = [
        one.given(f"inner_retirement_{each}") for each in ("living_allowance", "contributions")
    ]
    monthly = one.number("inner_allowance_cny_month"), one.number("employer_contribution_cny_month")
    if any(np.isnan(each) for each in monthly):
        yield Statement(_("没有填报内退生活费或单位缴费：不能算费用"),
                        rules=tuple(row for each in rules for row in each.rules))  # fmt: skip
        return
    both = figure(monthly[0]) + figure(monthly[1])
    for case, end in zip(CASES, ENDS, strict=True):
        months = one.number(f"inner_months_{case}")
        yield Statement(
            _("{case}：内退一人到退休的费用").format(case=case_name(case)),
            f"inner_cost_of_one{end}_cny", str(figure(months) * both),
            one.number(f"inner_cost{end}_cny"), _("元"),
            rules=tuple(row for each in rules for row in each.rules),
        )  # fmt: skip
    planned = bool(one.worked["planned"].iloc[0])
    number = one.number("inner_retirement") if planned else one.number("inner_eligible")
    yield one.stated(
        "inner_cost_cny", _("内退人数（有方案的按方案，没有的按可以内退的中数）的费用"), _("元"),
        sum=str(figure(number) * figure(one.number("inner_cost_cny"))),
    )  # fmt: skip


def _inner_months(one: Cohort, window: float) -> Iterator[Statement]:
    soonest = most(figure(one.number("months_left_low")), figure(1))
    longest = least(figure(one.number("months_left_high")), figure(window))
    low, high = one.number("inner_months_low"), one.number("inner_months_high")
    sums: dict[str, Sum | None] = {"low": soonest, "central": None, "high": longest}
    for case, end in zip(CASES, ENDS, strict=True):
        told = sums[case]
        middle = _("（{low}与{high}的中间，舍去零数）").format(low=f"{low:g}", high=f"{high:g}")
        text = _("{case}：到退休的月数").format(case=case_name(case))
        yield one.stated(f"inner_months{end}", text + ("" if told else middle), _("个月"),
                         sum=str(told) if told else "")  # fmt: skip


def heads(one: Cohort) -> Iterator[Statement]:
    """Yield how many go which way."""
    planned = bool(one.worked["planned"].iloc[0])
    yield Statement(
        _("职工安置方案：先按方案转岗、内退，其余到龄的退休，剩下的解除或者终止合同")
        if planned
        else _(
            "没有职工安置方案：到龄的退休，其余按解除或者终止合同计；可能内退、转岗的只影响低、高"
        )
    )
    everybody = figure(one.number("headcount"))
    parts = [one.number(each) for each in ("dispatched", "transfer", "inner_retirement")]
    if parts[0]:
        yield Statement(_("退回派遣单位"), "dispatched", value=parts[0], unit=_("人"))
    for name, column, label in (
        ("transferring", "planned_transfer", _("转岗")),
        ("inner_retiring", "planned_inner_retirement", _("内部退养")),
    ):
        yield one.stated(name, label, _("人"), place=one.place(column) if planned else None)
    for at, end in enumerate(ENDS):
        retiring = one.number(f"retirement{ENDS[2 - at]}")
        rest = everybody
        for part in (*parts, retiring):
            rest = rest - figure(part)
        # Whoever may retire internally may do so where nobody has planned.
        may = one.number("inner_retirement_high") - parts[2]
        if at == 0:
            rest = most(rest - figure(may), figure(0))
        text = _("{case}：解除或者终止合同").format(case=case_name(CASES[at]))
        yield one.stated(f"laid_off{end}", text, _("人"), sum=str(rest))
