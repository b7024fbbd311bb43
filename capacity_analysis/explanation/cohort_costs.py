"""What a group of workers costs: benefit of the unemployment fund, protection, arrears, total."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from .. import units
from ..analysis.labour.pay_base import area_class
from ..assessment import exposure_words as words
from ..text import _
from .arithmetic import Sum, figure, least, most, total
from .cohort_facts import ENDS, Cohort
from .derivation import Statement
from .sources import number, text

_MONTHS = 12
_PER_10K = float(units.factor("万元", "CNY"))


def benefit(one: Cohort) -> Iterator[Statement]:
    """Yield months and sum of the unemployment benefit of those whose contract ends."""
    given = one.number("insured_years")
    yield Statement(
        _("累计缴费年限，按填报的") if not np.isnan(given)
        else _("没有填报累计缴费年限：按在本单位的工作年限估计，没有参保的不计"),
        rules=one.given("unemployment_benefit_min_contribution").rules,
    )  # fmt: skip
    for case in ("low", "high"):
        years = given if not np.isnan(given) else one.number(f"service_months_{case}") / _MONTHS
        months = number(one.told[f"benefit_months_{case}"])
        name = _("低") if case == "low" else _("高")
        yield one.stated(
            f"benefit_months_{case}",
            _("{case}：缴费{years:.2f}年，最长领取").format(case=name, years=years),
            _("个月"),
            rules=tuple(
                row
                for at in one.law.history("unemployment_benefit_max_months")
                if one.law.rows[at].value == months
                for row in one.of(one.law.rows[at])
            ),
        )
    _area, code = area_class(one.law)
    monthly = one.given("unemployment_benefit_monthly", code[0] or "")
    if not monthly.known:
        yield Statement(
            _("没有收录退出时的失业保险金月标准，需要县里设定（{name}）；不能算总额").format(
                name=monthly.name
            )
        )
        return
    for case, heads in (("low", "laid_off_low"), ("high", "laid_off_high")):
        name = _("低") if case == "low" else _("高")
        each = figure(number(one.told[f"benefit_months_{case}"]) or 0.0)
        yield one.stated(
            f"benefit_{case}_cny", _("{case}：失业保险基金支付（全组）").format(case=name), _("元"),
            sum=str(figure(float(one.told[heads])) * each * figure(monthly.number)),
            rules=monthly.rules,
        )  # fmt: skip


def protection(one: Cohort) -> Iterator[Statement]:
    """Yield whom the law protects, whether that bars the end, and the health check."""
    names = ("protected_near_retirement_min_service", "protected_near_retirement_years_left_lt")
    rules = tuple(row for name in names for row in one.given(name).rules)
    bar = one.given("protected_categories_bar_arts")
    protected = text(one.told["protected"])
    if not protected:
        yield Statement(_("没有填报受保护的情形，也不临近退休"), "protected", rules=rules)
    else:
        yield Statement(_("受保护的情形"), "protected", value=words.words("protected", protected),
                        rules=(*rules, *bar.rules))  # fmt: skip
    if one.told["barred"]:
        yield Statement(_("第40、41条不能解除这些人的合同"), "barred", rules=bar.rules)
    check = one.given("leaving_health_check")
    yield Statement(_("离岗职业健康检查"), "health_check",
                    value=words.word("health_check", one.told["health_check"]), rules=check.rules)  # fmt: skip


def arrears(one: Cohort) -> Iterator[Statement]:
    """Yield what is owed in any case."""
    for name in ("pay_arrears", "contribution_arrears"):
        field, column = f"{name}_10k_cny", f"{name}_cny"
        given = number(one.reported[field])
        label = one.field(field).partition("（")[0]
        if given is None:
            yield Statement(_("{label}：没有填报，没有计入").format(label=label), column,
                            place=one.place(field))  # fmt: skip
        else:
            yield one.stated(column, label, _("元"), sum=str(figure(given) * figure(_PER_10K)),
                             place=one.place(field))  # fmt: skip


def cost(one: Cohort) -> Iterator[Statement]:
    """Yield what the exit costs the employer for the group: low, central and high."""
    sums = _planned(one) if one.worked["planned"].iloc[0] else _unplanned(one)
    told = {
        "_low": _("低：用人单位的费用（全组）"),
        "": _("中：用人单位的费用（全组）"),
        "_high": _("高：用人单位的费用（全组）"),
    }
    for end, parts in zip(ENDS, sums, strict=True):
        name = f"cost{end}_cny"
        known = number(one.told[name]) is not None
        yield one.stated(name, told[end] if known else told[end] + _("：有的部分不详，算不出"),
                         _("元"), sum=str(parts) if known else "")  # fmt: skip


def _owed(one: Cohort) -> list[Sum]:
    held = (one.number(name) for name in ("pay_arrears_cny", "contribution_arrears_cny"))
    return [figure(each) for each in held if each > 0]


def _times(heads: float, rate: Sum) -> list[Sum]:
    return [figure(heads) * rate] if heads else []


def _rate(one: Cohort, name: str, end: str) -> Sum:
    """Return what one person of a route costs at an end."""
    told = figure(one.number(f"{name}{end}_cny"))
    lieu = one.number("in_lieu_cny")
    return told + figure(lieu) if end == "_high" and name == "severance" and lieu else told


def _middle(one: Cohort, end: str = "") -> Sum:
    parts = _times(one.number(f"severance{end}"), _rate(one, "severance", end))
    parts += _times(one.number(f"inner_retirement{end}"), _rate(one, "inner_cost", end))
    return total([*_owed(one), *parts])


def _planned(one: Cohort) -> tuple[Sum, Sum, Sum]:
    low, middle, high = (_middle(one, end) for end in ENDS)
    return low, middle, high


def _unplanned(one: Cohort) -> tuple[Sum, Sum, Sum]:
    """Return the sums where nobody has planned: the ends enclose what the lawful routes cost."""
    laid_off = one.number("severance_high")
    doubtful = one.number("retirement_high") - one.number("retirement_low")
    may = one.number("inner_retirement_high")
    fewest = max(laid_off - doubtful, 0.0)
    ends = []
    for end, heads, others, choose in (
        ("_low", fewest, min(may, fewest), least), ("_high", laid_off, may, most)
    ):  # fmt: skip
        parts = _times(heads, _rate(one, "severance", end))
        if others and not np.isnan(one.number(f"inner_cost{end}_cny")):
            instead = _rate(one, "inner_cost", end) - _rate(one, "severance", end)
            parts.append(figure(others) * choose(instead, figure(0)))
        ends.append(total([*_owed(one), *parts]))
    if one.told["exposure"] == "line":
        # Another post in the enterprise that goes on: no contract ends.
        ends[0] = total(_owed(one))
    return ends[0], _middle(one), ends[1]
