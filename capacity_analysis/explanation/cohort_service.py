"""How long a group of workers has served, and how many months of pay that earns."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ..analysis.labour import service
from ..analysis.labour.severance import years_paid
from ..text import _
from .arithmetic import Sum, figure, least, most, total, up
from .cohort_facts import CASES, Cohort, Given
from .derivation import Statement

_MONTHS, _LONGEST_MONTH, _HALF_YEAR = 12, 31, 6
# What part of service before 2008 each choice of the plan counts, by case.
_PAID = {"no": (0.0, 0.0, 0.0), "yes": (1.0, 1.0, 1.0), "undecided": (0.0, 0.5, 1.0)}
_CHOSEN = ("closure", "bankruptcy", "expiry")
_AGREED = "agreement"


def case_name(case: str) -> str:
    """Return what a case is called."""
    return {"low": _("低"), "central": _("中"), "high": _("高")}[case]


def months_between(first: np.datetime64, end: np.datetime64) -> Sum:
    """Return the months from a day to the one before another, as a sum over years, months and days.

    Examples
    --------
    >>> str(months_between(np.datetime64("2008-01-01"), np.datetime64("2022-11-01")))
    '（2022 − 2008） × 12 + （11 − 1）'

    """
    early, late = (day.astype("datetime64[D]").item() for day in (first, end))
    months = (figure(late.year) - figure(early.year)) * figure(_MONTHS)
    found = months + Sum(f"（{late.month} − {early.month}）")
    if late.day == early.day:
        return found
    days = figure(late.day) - figure(early.day)
    return found + days / figure(_LONGEST_MONTH)


def hires(one: Cohort) -> dict[str, np.datetime64]:
    """Return the day of hire of each case: the last, the middle and the first of the band."""
    first, last = (days[0] for days in service.hired(one.worked))
    return {"low": last, "central": first + (last - first) // 2, "high": first}


def lasted(one: Cohort) -> Iterator[Statement]:
    """Yield the months of service of each case, before the day of the split and since."""
    split = service.split_day(one.law)
    rule = one.latest("severance_year_count_start_for_contracts_in_force_on_2008_01_01")
    end = one.law.day[0] + np.timedelta64(1, "D")
    told = _(
        "进厂到退出当日，退出当日计为工作；{split}以前和以后分开计。进厂最晚的为低，居中的为中，最早的为高"
    )
    yield Statement(told.format(split=str(split)), rules=rule.rules)
    years = one.number("carried_over_years")
    carried = figure(0 if np.isnan(years) else years) * figure(_MONTHS)
    if years > 0:
        moved = one.given("severance_service_carry_over_when_transferred_not_by_own_choice")
        yield Statement(
            _("合并计算的年限"), "carried_over_months", str(carried), years * _MONTHS, _("个月"),
            rules=moved.rules,
        )  # fmt: skip
    for case, day in hires(one).items():
        yield from _of_case(one, case, day, split, end)


def _of_case(
    one: Cohort, case: str, day: np.datetime64, split: np.datetime64, end: np.datetime64
) -> Iterator[Statement]:
    name = case_name(case)
    if np.isnat(day):
        return
    years = one.number("carried_over_years")
    carried = 0.0 if np.isnan(years) else years * _MONTHS
    after_split = float(service.between(split, np.array([day]))[0])
    before = one.number(f"before_months_{case}")
    if before > 0:
        parts = [months_between(day, split)] if day < split else []
        parts += [figure(years) * figure(_MONTHS)] if carried else []
        told = total(parts)
        if day > split:
            told = told - months_between(split, day)
        yield Statement(
            _("{case}：{day}进厂，{split}以前").format(case=name, day=str(day), split=str(split)),
            f"before_months_{case}", str(told), before, _("个月"),
        )  # fmt: skip
    whole = carried > after_split
    told = months_between(split if whole else day, end)
    if carried and not whole:
        told = told + figure(years) * figure(_MONTHS)
    if day >= end:
        told = most(told, figure(0))
    yield Statement(
        _("{case}：{day}进厂，{since}以后").format(
            case=name, day=str(day), since=str(split if whole else day)
        ),
        f"since_months_{case}", str(told), one.number(f"since_months_{case}"), _("个月"),
    )  # fmt: skip
    both = figure(before) + figure(one.number(f"since_months_{case}"))
    yield one.stated(f"service_months_{case}", _("{case}：合计").format(case=name), _("个月"),
                     sum=str(both))  # fmt: skip


def paid(one: Cohort) -> Iterator[Statement]:
    """Yield the months of pay that the service of each case earns."""
    if not one.worked["severance_due"].iloc[0]:
        yield Statement(_("依法不支付经济补偿"))
        return
    full, rest, short, _at_most = _rules(one)
    told = _(
        "每满一年支付{full:g}个月工资，余数满六个月按{rest:g}年计，不满六个月支付{short:g}个月工资"
    )
    yield Statement(
        told.format(full=full.number, rest=rest.number, short=short.number),
        rules=(*full.rules, *rest.rules, *short.rules),
    )
    for case in CASES:
        months = one.number(f"since_months_{case}")
        if np.isnan(months):
            yield Statement(_("{case}：工作年限不详").format(case=case_name(case)))
            continue
        yield since_years(one, case, months, f"since_years_{case}")
        before = before_years(one, case)
        parts = [figure(float(earned(one, months)))]
        if before:
            yield before
            parts.append(figure(float(before.value or 0)))
        yield one.stated(
            f"months_paid_{case}", _("{case}：支付的月数").format(case=case_name(case)), _("个月工资"),
            sum=str(total(parts)),
        )  # fmt: skip


def _rules(one: Cohort) -> tuple[Given, Given, Given, Given]:
    names = ("severance_months_per_full_year", "severance_fraction_ge_6_months_counts_as",
             "severance_fraction_lt_6_months_pays", "severance_years_cap_when_above_threshold")  # fmt: skip
    full, rest, short, at_most = (one.given(each) for each in names)
    return full, rest, short, at_most


def earned(one: Cohort, months: float) -> float:
    """Return the months of pay that months of service since 2008 earn."""
    full, rest, short, at_most = _rules(one)
    found = years_paid(
        np.array([months]), *(np.array([each.number]) for each in (full, rest, short))
    )
    return float(min(found[0], at_most.number) if above(one) else found[0])


def above(one: Cohort) -> bool:
    """Say whether the pay lies above the threshold of the cap."""
    return bool(one.told["cap_state"] == "applied")


def since_years(one: Cohort, case: str, months: float, name: str) -> Statement:
    """Return the half-year rule written out for months of service."""
    full, rest, short, at_most = _rules(one)
    years, left = divmod(months, _MONTHS)
    told, rules = figure(years) * figure(full.number), full.rules
    if left >= _HALF_YEAR:
        why = _("余数满{half}个月，按一年计").format(half=_HALF_YEAR)
        told, rules = told + figure(rest.number) * figure(full.number), rules + rest.rules
    elif left > 0:
        why = _("余数不满{half}个月，计半个月工资").format(half=_HALF_YEAR)
        told, rules = told + figure(short.number), rules + short.rules
    else:
        why = _("没有余数")
    if above(one):
        told, rules = least(told, figure(at_most.number)), rules + at_most.rules
    template = _("{case}：{years}年{months}个月{more}，{why}")
    text = template.format(
        case=case_name(case), years=int(years), months=int(left),
        more=_("多") if left % 1 else "", why=why,
    )  # fmt: skip
    return Statement(text, name, str(told), earned(one, months), _("个月工资"), rules=rules)


def before_years(one: Cohort, case: str) -> Statement | None:
    """Return what service before 2008 earns in a case; None where there is none."""
    months = one.number(f"before_months_{case}")
    if not months > 0:
        return None
    last = service.split_day(one.law) - np.timedelta64(1, "D")
    ground = one.text("ground")
    per_year = one.given("severance_pre2008_months_per_year", day=last)
    rules = (*one.given("severance_before_2008_rule", day=last).rules, *per_year.rules)
    told = up(figure(months) / figure(_MONTHS)) * figure(per_year.number)
    value = np.ceil(months / _MONTHS) * per_year.number
    why = _("不满一年按一年")
    if ground == _AGREED:
        limit = one.given("severance_pre2008_cap_for_agreed_termination_or_incompetence", day=last)
        told, value = least(told, figure(limit.number)), min(value, limit.number)
        rules, why = (*rules, *limit.rules), _("协商一致的有封顶")
    elif ground in _CHOSEN:
        choice = one.assessment.campaign.labour.pre_2008_on_closure
        part = _PAID[choice][CASES.index(case)]
        told, value = told * figure(part), value * part
        rules += one.given("severance_pre2008_on_expiry_or_closure", day=last).rules
        why = _("{choice}，本例计{part}").format(choice=_choice(choice), part=f"{part:g}")
    else:
        rules += one.given("severance_pre2008_cap_for_objective_change_or_layoff", day=last).rules
    text = _("{case}：2008年以前，{why}").format(case=case_name(case), why=why)
    return Statement(
        text, f"before_years_{case}", str(told), float(value), _("个月工资"), rules=rules
    )


def _choice(choice: str) -> str:
    """Return what the plan has chosen on service before 2008 where an employer closes."""
    return {
        "yes": _("全国规定不明确，行动方案labour.pre_2008_on_closure定为补偿"),
        "no": _("全国规定不明确，行动方案labour.pre_2008_on_closure定为不补偿"),
        "undecided": _("全国规定不明确，行动方案labour.pre_2008_on_closure未定"),
    }[choice]
