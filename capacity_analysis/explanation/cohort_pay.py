"""What one person of a group of workers is owed: base, cap, severance, notice, and if the end is unlawful."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ..analysis.labour import pay_base, service
from ..assessment import exposure_words as words
from ..text import _
from .arithmetic import Sum, figure, most, total
from .cohort_facts import CASES, ENDS, Cohort, Given
from .cohort_service import above, before_years, case_name, earned, since_years
from .derivation import Statement

_MONTHS = 12
_LIFTED = ("line_stopped", "mass_layoff")
# What part of the pay above the cap each choice of the plan counts, by case.
_UNCAPPED = {"yes": (0.0, 0.0, 0.0), "no": (1.0, 1.0, 1.0), "undecided": (0.0, 0.5, 1.0)}


def base(one: Cohort) -> Iterator[Statement]:
    """Yield the monthly pay that severance is counted in, with its floor and its cap."""
    pay = one.number("pay_cny_month")
    if np.isnan(pay):
        yield Statement(_("没有填报月平均工资：不能计算"), place=one.place("pay_cny_month"))
        return
    yield Statement(
        _("前12个月的月平均工资"), "pay_cny_month", value=pay, unit=_("元"),
        place=one.place("pay_cny_month"), rules=one.given("severance_base_window").rules,
    )  # fmt: skip
    area = one.given("wage_area_class")
    minimum = one.given("minimum_wage_monthly", f"{area.number:g}" if area.known else "")
    floor = one.given("severance_base_floor")
    floored = pay
    if minimum.known:
        floored = max(pay, minimum.number)
        text = _("不低于当地最低工资标准（{area:g}类区域，{since}起）")
        since = minimum.rules[0].effective_from if minimum.rules else ""
        yield Statement(
            text.format(area=area.number, since=since or "—"), "floored_cny",
            str(most(figure(pay), figure(minimum.number))), floored, _("元"),
            rules=(*area.rules, *minimum.rules, *floor.rules),
        )  # fmt: skip
    else:
        yield Statement(_("没有收录当日的最低工资标准（{name}），未核对下限").format(
            name="minimum_wage_monthly"), rules=floor.rules)  # fmt: skip
    yield from _cap(one, floored)
    yield one.stated(
        "base_cny", _("2008年以后的计算基数"), _("元"), sum=str(_base_sum(one, floored))
    )
    state = words.word("base_state", one.told["base_state"])
    cap = words.word("cap_state", one.told["cap_state"])
    yield Statement(_("，").join(filter(None, (state, cap))))


def _cap(one: Cohort, floored: float) -> Iterator[Statement]:
    wage, year = _city(one)
    multiple = one.given("severance_high_wage_threshold_multiple")
    if not wage.known:
        told = _(
            "封顶：没有收录退出上一年度（{year}年）的{name}，需要县里设定（{setting}）；本例不封顶"
        )
        name = words.setting(wage.name).partition("（")[0]
        yield Statement(told.format(year=year, name=name, setting=wage.name), rules=multiple.rules)
        return
    told = _("封顶的起点：上一年度（{year}年）平均工资的{multiple:g}倍")
    threshold = figure(multiple.number) * figure(wage.number) / figure(_MONTHS)
    yield Statement(
        told.format(year=year, multiple=multiple.number), "threshold_cny", str(threshold),
        multiple.number * wage.number / _MONTHS, _("元"), rules=(*multiple.rules, *wage.rules),
    )  # fmt: skip
    if above(one):
        yield Statement(_("月工资{pay}元超过起点：按封顶的月工资，年限最多十二年").format(
            pay=floored), rules=_most(one).rules)  # fmt: skip


def _city(one: Cohort) -> tuple[Given, str]:
    year = str(int(one.told["exit_on"][:4]) - 1)
    name = one.assessment.campaign.labour.average_wage
    return one.given(name, year, city=True), year


def _most(one: Cohort) -> Given:
    return one.given("severance_base_cap_multiple_when_above_threshold")


def _base_sum(one: Cohort, floored: float) -> Sum:
    if not above(one):
        return figure(floored)
    return figure(_most(one).number) * figure(_city(one)[0].number) / figure(_MONTHS)


def severance(one: Cohort) -> Iterator[Statement]:
    """Yield the severance of one person, pay in place of notice, and twice where it is unlawful."""
    if one.text("ground") == "dispatched":
        yield Statement(_("劳务派遣：合同在派遣单位，本单位不支付经济补偿"))
        return
    due = bool(one.worked["severance_due"].iloc[0])
    if due and not np.isnan(one.number("base_cny")):
        yield from _before_base(one)
        for case, end in zip(CASES, ENDS, strict=True):
            if not np.isnan(one.number(f"since_months_{case}")):
                yield one.stated(
                    f"severance{end}_cny",
                    _("{case}：每人经济补偿").format(case=case_name(case)),
                    _("元"),
                    sum=str(_of_case(one, case)),
                )
    yield from _notice(one)
    yield from _unlawful(one)


def _floored_pay(one: Cohort) -> float:
    """Return the monthly pay, not below the minimum wage and not capped."""
    given = pay_base.of(one.worked["pay_cny_month"], one.law, one.assessment.campaign.labour)
    return float(given.floored[0])


def _before_pay(one: Cohort) -> float:
    """Return the monthly pay that service before 2008 is paid in, uncapped."""
    floored = _floored_pay(one)
    if one.text("ground") in _LIFTED:
        return float(np.fmax(floored, one.number("enterprise_pay_cny")))
    return floored


def _before_base(one: Cohort) -> Iterator[Statement]:
    if not one.number("before_months_high") > 0 or one.text("ground") not in _LIFTED:
        return
    last = service.split_day(one.law) - np.timedelta64(1, "D")
    rule = one.given("severance_pre2008_base_floor_for_arts_6_8_9", day=last)
    both = most(figure(_floored_pay(one)), figure(one.number("enterprise_pay_cny")))
    told = _("2008年以前的计算基数，不低于企业月平均工资")
    yield Statement(told, "before_pay_cny", str(both), _before_pay(one), _("元"), rules=rule.rules)


def _of_case(one: Cohort, case: str) -> Sum:
    since = earned(one, one.number(f"since_months_{case}"))
    found = figure(since) * figure(one.number("base_cny"))
    before = before_years(one, case)
    if before is None:
        return found
    pay, months = figure(_before_pay(one)), figure(float(before.value or 0))
    wage, _year = _city(one)
    capped = _most(one).number * wage.number / _MONTHS
    if not (wage.known and _before_pay(one) > _threshold(one)):
        return found + months * pay
    part = _UNCAPPED[one.assessment.campaign.labour.pre_2008_cap][CASES.index(case)]
    mixed = figure(part) * pay + figure(1 - part) * figure(capped)
    return found + months * mixed


def _threshold(one: Cohort) -> float:
    multiple = one.given("severance_high_wage_threshold_multiple")
    return multiple.number * _city(one)[0].number / _MONTHS


def _notice(one: Cohort) -> Iterator[Statement]:
    if one.text("ground") != "line_stopped":
        rule = one.given("pay_in_lieu_of_notice_art40")
        none = one.given("pay_in_lieu_applies_to_art41_or_closure")
        yield one.stated("in_lieu_cny", _("代通知金：只用于第40条，本例没有"), _("元"),
                         rules=(*rule.rules, *none.rules))  # fmt: skip
        return
    months, days = one.given("pay_in_lieu_of_notice_art40"), one.given("notice_days_art40")
    told = _("代通知金：提前{days:g}天通知的不付，只计入高的一档；以月平均工资代上一个月的工资")
    yield one.stated(
        "in_lieu_cny", told.format(days=days.number), _("元"),
        sum=str(figure(months.number) * figure(one.number("pay_cny_month"))),
        rules=(*days.rules, *months.rules),
    )  # fmt: skip


def _unlawful(one: Cohort) -> Iterator[Statement]:
    months, heads = one.number("service_months_central"), one.number("severance")
    if np.isnan(months) or np.isnan(one.number("base_cny")):
        return
    twice = one.given("unlawful_termination_damages_multiple")
    start = one.given("unlawful_damages_year_count_start")
    years = since_years(one, "central", months, "unlawful_years")
    yield years
    told = total([figure(twice.number)]) * figure(float(years.value or 0))
    yield one.stated(
        "unlawful_cny", _("违法解除的赔偿金（全组，中，从用工之日计，代替经济补偿，不计入费用）"), _("元"),
        sum=str(told * figure(one.number("base_cny")) * figure(heads)),
        rules=(*twice.rules, *start.rules),
    )  # fmt: skip
