"""Which department a list comes from, by its title, its file name or its footer."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ...campaign import SELF_CHECK, Campaign
from ...errors import UsageError
from ...ledger.registry import fold
from ...text import _
from .knowledge import named_in
from .words import words

STATISTICS = "statistics"
UNKNOWN = "待定"
_BOTH_LEVELS = re.compile(r"^[区县市旗](?:委(?=.{3}))?")
_PARTS_OF_PLACE = re.compile(r"[^省市县区旗]+[省市县区旗]?")
_ADDRESSEE = re.compile(r"^(?:主送|抄送|报送?|送|致)[::]|^致")


@dataclass(frozen=True)
class Supplier:
    """A department: its id in the campaign and its name; the id is empty where it is not known."""

    id: str
    name: str

    @property
    def is_statistics(self) -> bool:
        """Whether its data may only be added up."""
        return self.id == STATISTICS or named_in([self.name], words().statistics)


def told_supplier(given: str, campaign: Campaign) -> Supplier:
    """Return the supplier that a user named, by its id or a name.

    Raises
    ------
    UsageError
        If the campaign has no such department, or several.

    Examples
    --------
    >>> told_supplier("供电公司", Campaign.load()).id
    'gdgs'

    """
    if given == SELF_CHECK:
        return Supplier(SELF_CHECK, _("企业"))
    if given in campaign.departments:
        return Supplier(given, campaign.departments[given].name)
    found = _named([given], campaign, whole=True)
    if not found and (given == STATISTICS or named_in([fold(given)], words().statistics)):
        return Supplier(STATISTICS, _("统计部门"))
    if len(found) != 1:
        each = _("{one}（{other}）")
        known = [each.format(one=key, other=one.name) for key, one in campaign.departments.items()]
        others = {SELF_CHECK: _("企业"), STATISTICS: _("统计部门")}
        more = [each.format(one=key, other=name) for key, name in others.items()]
        message = _("行动方案中没有提供单位“{name}”；可选：{known}，以及 {more}。")
        raise UsageError(
            message.format(name=given, known=_("、").join(known), more=_("、").join(more))
        )
    return found[0]


def found_supplier(texts: Iterable[str], campaign: Campaign) -> Supplier:
    """Return the one department that texts name; what comes from statistics goes before all else."""
    said = [fold(text) for text in texts if not _ADDRESSEE.match(fold(text))]
    if named_in(said, words().statistics):
        named = [one for one in _named(said, campaign) if one.is_statistics]
        return named[0] if named else Supplier(STATISTICS, _("统计部门"))
    found = _named(said, campaign)
    return found[0] if len(found) == 1 else Supplier("", "")


def _named(texts: Iterable[str], campaign: Campaign, *, whole: bool = False) -> list[Supplier]:
    said = [_canonical(fold(text)) for text in texts]
    found = []
    for key, department in campaign.departments.items():
        short = _short(department.name, campaign)
        if whole:
            is_meant = any(short == _short(text, campaign) for text in said)
        else:
            is_meant = any(short in text for text in said)
        if is_meant and short:
            found.append(Supplier(key, department.name))
    longest = [one for one in found if not _is_part(one, found, campaign)]
    return longest


def _is_part(one: Supplier, found: Iterable[Supplier], campaign: Campaign) -> bool:
    short = _short(one.name, campaign)
    others = (_short(other.name, campaign) for other in found)
    return any(short != other and short in other for other in others)


def _short(name: str, campaign: Campaign) -> str:
    """Return a department's name without the place that it serves."""
    text = fold(name)
    for part in _PARTS_OF_PLACE.findall(campaign.jurisdiction.name):
        for place in (part, part[:-1]):
            if len(place) > 1:
                text = text.removeprefix(place)
    return _canonical(_BOTH_LEVELS.sub("", text))


def _canonical(text: str) -> str:
    for name in sorted(words().offices, key=len, reverse=True):
        text = text.replace(name, words().offices[name])
    return text
