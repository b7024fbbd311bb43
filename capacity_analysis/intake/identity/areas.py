"""The administrative names that stand in names and addresses, by the codes of GB/T 2260."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from .rules import rules

_COUNTY = re.compile(r"(?:\[[\d-]*\])?([一-鿿]+)")
_NO_NAMES = ("市辖区", "县", "郊区", "城区")
_SHORTEST = 2


@dataclass(frozen=True)
class Area:
    """A county and the places around it.

    Attributes
    ----------
    own : mapping of str to str
        Spellings of the county and of what lies above it, with the name that each stands for; the
        names come from the highest to the county, former names of the county among its spellings.
    levels : tuple of str
        The names that `own` leads to, from the highest.
    elsewhere : mapping of str to str
        Spellings of other places, which tell two names apart, with their short form.

    """

    own: dict[str, str] = field(default_factory=dict)
    levels: tuple[str, ...] = ()
    elsewhere: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, code: str = "", also: Iterable[str] = ()) -> Area:
        """Return the area of a county.

        Parameters
        ----------
        code : str
            Its code of six digits, such as that of a campaign's jurisdiction.
        also : iterable of str
            Other names of the county, such as that of the ledger's guide sheet.

        Examples
        --------
        >>> area = Area.of("360404")
        >>> area.levels
        ('江西省', '九江市', '柴桑区')
        >>> area.own["九江县"]
        '柴桑区'

        """
        return _area(code, tuple(also))


@cache
def _area(code: str, also: tuple[str, ...]) -> Area:
    chain = _chain(code)
    levels = tuple(dict.fromkeys([*chain, *(_last(name, chain) for name in also if name)]))
    renamed = {old: new for old, new in rules().renamed.items() if new in levels}
    own = {name: name for name in levels} | renamed
    for name in levels:
        own.setdefault(_short(name), name)
    others = {name: _short(name) for name in (*_provinces(), *_counties(code[:2]))}
    for name in (*_provinces(), *_counties(code[:4])):
        others.setdefault(_short(name), _short(name))
    elsewhere = {spelling: name for spelling, name in others.items() if spelling not in own}
    return Area(own, levels, elsewhere)


def _last(name: str, chain: list[str]) -> str:
    """Return a county's name without those of its province and city before it."""
    for level in chain[:-1]:
        name = name.removeprefix(level)
    return name


def _chain(code: str) -> list[str]:
    """Return the names of province, city and county, as far as the code is known."""
    if not code:
        return []
    codes = (f"{code[:2]}0000", f"{code[:4]}00", code)
    return [name for one in dict.fromkeys(codes) for name in _names(one)[-1:]]


@cache
def _names(code: str) -> tuple[str, ...]:
    """Return the names that a code has had; the library keeps them with their years."""
    from stdnum import numdb

    found = numdb.get("cn/loc").info(code)
    properties = found[-1][1] if len(found) > 1 else {}
    return tuple(_COUNTY.findall(properties.get("county", "")))


@cache
def _counties(prefix: str) -> tuple[str, ...]:
    """Return the names of all cities and counties under a province or a city."""
    if len(prefix) < _SHORTEST:
        return ()
    digits = 6 - len(prefix)
    codes = (f"{prefix}{number:0{digits}d}" for number in range(10**digits))
    names = dict.fromkeys(name for code in codes for name in _names(code))
    return tuple(name for name in names if name not in _NO_NAMES and len(name) > _SHORTEST)


@cache
def _provinces() -> tuple[str, ...]:
    return tuple(name for number in range(11, 83) for name in _names(f"{number}0000")[-1:])


def _short(name: str) -> str:
    """Return a place without the word for its kind, where enough is left."""
    for suffix in sorted(rules().places, key=len, reverse=True):
        if name.endswith(suffix) and len(name) - len(suffix) >= _SHORTEST:
            return name.removesuffix(suffix)
    return name
