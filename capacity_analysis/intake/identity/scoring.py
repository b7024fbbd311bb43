"""How much two names and addresses have in common, and why: points of a hundred, reasons in words.

A score only puts proposals in order for a person to look at.
"""

from __future__ import annotations

from dataclasses import dataclass

from ...text import _
from .directory import KnownAs, same_site
from .names import Address, Name
from .rules import rules

FULL = 100.0


@dataclass(frozen=True)
class Score:
    """Points, and the reasons for them."""

    points: float
    reasons: tuple[str, ...]


def kind_label(kind: str) -> str:
    """Return what a kind of name is called."""
    return {
        "other_name": _("其他名称"),
        "former_name": _("曾用名"),
        "lessee": _("承租方"),
        "lessor": _("出租方"),
    }[kind]


def score(name: Name, address: Address, known: KnownAs, site: Address) -> Score:
    """Compare a name and an address of a list with a name and the address of an enterprise."""
    alike = _names(name, known.name)
    points, reasons = alike.points * rules().kinds[known.kind], list(alike.reasons)
    if known.kind != "name":
        label = kind_label(known.kind)
        reasons.insert(0, _("与{kind}“{name}”比较").format(kind=label, name=known.text))
    place = _addresses(address, site)
    # Only what is identical in every letter is worth a hundred, and it keeps its hundred.
    if alike.points < FULL:
        points = min(points + place.points, FULL - 1)
    return Score(max(round(points, 1), 0.0), (*reasons, *place.reasons))


def _names(one: Name, other: Name) -> Score:
    if one.full == other.full:
        return Score(FULL, (_("名称完全一致"),))
    scores = rules().scores
    if one.core == other.core:
        base = Score(scores.core, (_same_core(one, other),))
    else:
        base = _similar(one, other)
    changes = [*_numbers(one, other), *_places(one, other), *_branches(one, other)]
    points = base.points + sum(change.points for change in changes)
    return Score(points, (*base.reasons, *(why for change in changes for why in change.reasons)))


def _same_core(one: Name, other: Name) -> str:
    for old, new in rules().renamed.items():
        if {old, new} <= {*_head(one.full, (old, new)), *_head(other.full, (old, new))}:
            return _("{old}已更名{new}，名称其余部分一致").format(old=old, new=new)
    return _("除行政区划、组织形式外名称一致")


def _head(text: str, places: tuple[str, ...]) -> list[str]:
    return [place for place in places if place in text]


def _similar(one: Name, other: Name) -> Score:
    from rapidfuzz import fuzz

    scores = rules().scores
    short, long = sorted((one.core, other.core), key=lambda core: (len(core), core))
    brand = one.brand if short == one.core else other.brand
    if brand and short in long:
        return Score(scores.contained, (_("名称包含“{part}”").format(part=short),))
    likeness = fuzz.ratio(one.core, other.core)
    if one.brand or other.brand:  # words of a trade alone make no two names alike
        likeness = (likeness + fuzz.ratio(one.brand, other.brand)) / 2
    reason = _("名称相近（“{one}”与“{other}”，相似{likeness:.0f}%）")
    reasons = (reason.format(one=one.core, other=other.core, likeness=likeness),)
    return Score(scores.similar * likeness / FULL, reasons)


def _numbers(one: Name, other: Name) -> list[Score]:
    if one.numbers == other.numbers:
        return []
    adjust = rules().adjust
    if one.numbers and other.numbers:
        reason = _("厂号或序号不同（{one}与{other}）")
        shown = {"one": "、".join(one.numbers), "other": "、".join(other.numbers)}
        return [Score(adjust.numbers, (reason.format(**shown),))]
    number = "、".join(one.numbers or other.numbers)
    return [Score(adjust.one_number, (_("只有一方有厂号或序号（{one}）").format(one=number),))]


def _places(one: Name, other: Name) -> list[Score]:
    adjust = rules().adjust
    if one.elsewhere != other.elsewhere:
        places = sorted({one.elsewhere or one.place, other.elsewhere or other.place} - {""})
        return [
            Score(
                adjust.other_place,
                (_("行政区划不同（{places}）").format(places="、".join(places)),),
            )
        ]
    if one.place == other.place:
        return []
    bare = not (one.brand and other.brand)
    if not (one.place and other.place):
        reason = _("除行政区划外没有字号，且只有一方写明行政区划")
        return [Score(adjust.bare_place, (reason,))] if bare else []
    reason = _("行政区划写法不同（{places}）").format(places="、".join((one.place, other.place)))
    return [Score(adjust.bare_places if bare else adjust.own_places, (reason,))]


def _branches(one: Name, other: Name) -> list[Score]:
    if one.branch == other.branch:
        return []
    return [Score(rules().adjust.branch, (_("只有一方是分公司或分厂"),))]


def _addresses(one: Address, other: Address) -> Score:
    adjust = rules().adjust
    if same_site(one, other):
        return Score(adjust.same_address, (_("地址相同"),))
    if not (one.township and other.township):
        return Score(0.0, ())
    if one.township == other.township:
        return Score(adjust.same_township, (_("同在{township}").format(township=one.township),))
    reason = _("乡镇不同（{one}与{other}）").format(one=one.township, other=other.township)
    return Score(adjust.other_township, (reason,))
