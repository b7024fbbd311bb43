"""Whether a parcel lies idle: the tests of 国土资源部令第53号, and what follows from them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pandas as pd

from ..analysis.land.parameters import Value
from ..assessment import exposure_words as words
from ..assessment import finding_words
from ..text import _
from .arithmetic import Sum, figure
from .derivation import Statement
from .parcel_facts import Parcel

_MONTHS = 12


def category(one: Parcel) -> Iterator[Statement]:
    """Yield which land it is, and the tests that say so."""
    yield Statement(_("类别"), "category", value=words.word("category", one.told["category"]))
    yield Statement(
        _(
            "每宗只归一类：已认定闲置先于疑似闲置，再是退出腾出，再是低效，其余是正常使用或者不能判定"
        ),
        rules=one.rules(one.law.get("low_use_not_idle")),
    )
    right = one.said("right")
    shown = finding_words.choice("parcels", "right", right) or _("没有填报")
    yield Statement(_("闲置土地只看国有建设用地，权利类型"), "right", value=shown, place=one.place("right"),
                    rules=one.rules(one.law.get("idle_scope")))  # fmt: skip
    yield from _months(one)
    yield from _shares(one)
    yield Statement(
        _("闲置的检验"), "idle_test", value=words.word("idle_test", one.told["idle_test"])
    )
    if cause := one.text("excluded_cause"):
        told = _("原因是{cause}：不计闲置，不缴费，不收回")
        name = finding_words.choice("parcels", "delay_cause", cause)
        yield Statement(told.format(cause=name), "excluded_cause", place=one.place("delay_cause"))
    yield from _finding(one)
    if one.text("exit_on"):
        told = _("全部使用者或者其上的生产线退出，最后一天")
        yield Statement(told, "exit_on", value=one.text("exit_on"))


def _months(one: Parcel) -> Iterator[Statement]:
    """Yield the months since the agreed start, or since the works stopped."""
    months, halted = one.number("idle_months"), one.day("suspended_on")
    if months is None:
        yield Statement(_("没有可以起算的日期（约定动工、中止开发）：不计月数"))
        return
    stopped = halted is not None and one.told["idle_test"] != "not_started"
    stopped = stopped and (one.day("started_on") is not None or _begun(one))
    field, name = ("suspended_on", "idle_suspended_years") if stopped else (
        "agreed_start_on", "idle_not_started_years")  # fmt: skip
    start = one.day(field)
    if start is None:
        return
    limit = one.law.get(name)
    told = (
        _("{since}至{until}的整月数，界限{years:g}年")
        if limit.known
        else _("{since}至{until}的整月数")
    )
    yield one.stated(
        "idle_months", told.format(since=f"{start:%Y-%m-%d}", until=one.assessment.as_of.isoformat(),
                                   years=limit.number),
        _("个月"), sum=str(months_whole(start, one.assessment.as_of)), place=one.place(field),
        rules=one.rules(limit),
    )  # fmt: skip
    yield Statement(_("界限"), "idle_limit_months", str(figure(limit.number) * figure(_MONTHS)),
                    limit.number * _MONTHS, _("个月"))  # fmt: skip


def _begun(one: Parcel) -> bool:
    return one.said("use_state") in ("partly_used", "in_use", "vacant")


def months_whole(start: pd.Timestamp, until: dt.date) -> Sum:
    """Return the whole months of the calendar between two days as a sum.

    Examples
    --------
    >>> str(months_whole(pd.Timestamp("2021-09-11"), dt.date(2022, 9, 10)))
    '（2022 − 2021） × 12 + （9 − 9） − 1'

    """
    found = (figure(until.year) - figure(start.year)) * figure(_MONTHS)
    found = found + Sum(f"（{until.month} − {start.month}）")
    # Where the month has no such day, it is full on its last one.
    last = pd.Timestamp(until).days_in_month
    return found - figure(1) if until.day < min(start.day, last) else found


def _shares(one: Parcel) -> Iterator[Statement]:
    """Yield the two shares that say whether works that stopped leave the land idle."""
    if one.day("suspended_on") is None:
        return
    for field, name, label in (
        ("developed_percent", "idle_built_area_share", _("已开发面积的比例")),
        ("invested_percent", "idle_invested_share", _("已投资的比例")),
    ):
        limit, given = one.law.get(name), one.fact(field)
        if given is None:
            yield Statement(_("{label}：没有填报").format(label=label), name, place=one.place(field),
                            rules=one.rules(limit))  # fmt: skip
            continue
        told = _("{label}，不足{limit:.4g}的算（两项有一项即可）")
        yield Statement(
            told.format(label=label, limit=limit.number), name, str(figure(given) / figure(100)),
            given / 100, place=one.place(field), rules=one.rules(limit),
        )  # fmt: skip


def _finding(one: Parcel) -> Iterator[Statement]:
    rule = one.law.get("idle_finding")
    found = finding_words.choice("parcels", "idle_finding", one.said("idle_finding"))
    number = one.text("idle_document")
    told = _("自然资源部门的认定：{found}{number}；没有认定的只称疑似闲置")
    yield Statement(
        told.format(found=found or _("没有"), number=f"（{number}）" if number else ""),
        "idle_finding", place=one.place("idle_finding"), rules=one.rules(rule),
    )  # fmt: skip


def consequences(one: Parcel) -> Iterator[Statement]:
    """Yield fee and take-back, which concern land on which works never started."""
    if one.told["category"] not in ("idle", "suspected_idle"):
        return
    if one.told["idle_test"] != "not_started":
        rule = one.law.get("idle_suspended_disposal")
        yield Statement(
            _("闲置费和无偿收回只对没有动工的土地；中止开发的协商处置"), rules=one.rules(rule)
        )
        return
    rate, back = one.law.get("idle_fee_rate"), one.law.get("idle_take_back_years")
    price, fee = one.fact("price_10k_cny"), one.number("fee_10k_cny")
    if fee is None or price is None:
        yield Statement(_("闲置费：缺土地价款，或者是租赁土地，不能算"), "fee_10k_cny",
                        place=one.place("price_10k_cny"), rules=one.rules(rate))  # fmt: skip
    else:
        yield one.stated(
            "fee_10k_cny", _("闲置费：土地价款乘费率"), _("万元"),
            sum=str(figure(price) * figure(rate.number)), place=one.place("price_10k_cny"),
            rules=one.rules(rate),
        )  # fmt: skip
    yield from _take_back(one, back)
    if one.told["category"] != "idle":
        yield Statement(_("还没有认定：以上只是认定以后的后果"))


def _take_back(one: Parcel, back: Value) -> Iterator[Statement]:
    limit = figure(back.number) * figure(_MONTHS)
    told = (
        _("满{limit}个月，可以无偿收回") if one.told["take_back"] else _("不满{limit}个月，不收回")
    )
    yield Statement(told.format(limit=limit), "take_back", rules=one.rules(back))
