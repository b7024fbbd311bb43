"""Names and addresses in the form in which they are compared.

Nothing is changed for keeps: what is shown is always what the file says.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property

from .areas import Area
from .rules import rules

_DIGITS = {"〇": 0, "零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5,
           "六": 6, "七": 7, "八": 8, "九": 9}  # fmt: skip
_NUMERAL = "[〇零一二两三四五六七八九十百]+"
# Everything but letters, characters and digits, and a hyphen between two of them (7-1号).
_SIGNS = re.compile(r"[^\w-]|_|(?<![a-z\d])-|-(?![a-z\d])")
_DASH = re.compile(r"\s*[-–—−]\s*")
_BRACKETED = re.compile(r"\(([^()]*)\)")
_HOUSE = re.compile(rf"({_NUMERAL})(?=号|组|栋|幢|座|队|社|期|附)")
_ROAD = re.compile(r"(\D*)(.*)")
# A township that nobody has named before the road: at least two characters and its suffix.
_AFTER_TOWNSHIP = "(?!路|街|大道|道|巷)"


@dataclass(frozen=True)
class Name:
    """A company's name, taken apart.

    Attributes
    ----------
    full : str
        All of it, less width, blanks, punctuation and variants of characters.
    core : str
        Less the county's own place names at its head and in brackets, and less the legal form.
    brand : str
        The core less the words of its trade; empty where nothing else is left.
    numbers : tuple of str
        What numbers the works: 一厂, 第二, 3号.
    place, elsewhere : str
        The most precise place of the county's own, and a place of another county or city.
    branch : bool
        Whether it is a branch.

    """

    full: str
    core: str
    brand: str
    numbers: tuple[str, ...]
    place: str
    elsewhere: str
    branch: bool


@dataclass(frozen=True)
class Address:
    """An address, taken apart; what it does not say is empty."""

    full: str
    township: str
    road: str
    number: str

    @property
    def is_precise(self) -> bool:
        """Whether it tells one site from others: a number, and of what."""
        return bool(self.number and (self.road or self.township))


@cache
def folded(text: str) -> str:
    """Return a name or address less width, blanks, punctuation and variants of characters.

    Examples
    --------
    >>> folded("示例区 白鹭（一厂）") == folded("示例區白鹭(一厂)")
    True

    """
    return _SIGNS.sub("", _DASH.sub("-", _narrow(text)))


def _narrow(text: str) -> str:
    """Fold width, case and variants of characters; brackets stay."""
    return unicodedata.normalize("NFKC", text).casefold().translate(_variants())


@cache
def _variants() -> dict[int, str]:
    return {ord(variant): char for variant, char in rules().variants.items()}


def numeral(text: str) -> str:
    """Return a Chinese numeral in digits.

    Examples
    --------
    >>> numeral("十八"), numeral("一百零三"), numeral("二〇"), numeral("7")
    ('18', '103', '20', '7')

    """
    if text.isascii():
        return text
    if not re.search("[十百]", text):
        return "".join(str(_DIGITS[char]) for char in text)
    total, digit = 0, 0
    for char in text:
        if char in "十百":
            total += (digit or 1) * (100 if char == "百" else 10)
            digit = 0
        else:
            digit = _DIGITS[char]
    return str(total + digit)


def _either(words: Iterable[str]) -> str:
    """Return a pattern of words, the longest first."""
    return "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))


class Normaliser:
    """Takes the names and addresses of one county apart.

    Parameters
    ----------
    area : Area
        The county and the places around it.
    townships : iterable of str
        The townships that the roster names.

    Examples
    --------
    >>> normaliser = Normaliser(Area.of("360404"))
    >>> normaliser.name("九江县白鹭（一厂）水泥有限责任公司").core
    '白鹭1厂水泥'
    >>> normaliser.address("江西省九江市柴桑区港口街镇爱国路十八号", "").number
    '18'

    """

    def __init__(self, area: Area, townships: Iterable[str] = ()):
        self.area = area
        words = rules()
        self._own = re.compile(f"(?:{_either(area.own)})") if area.own else None
        self._elsewhere = re.compile(f"(?:{_either(area.elsewhere)})") if area.elsewhere else None
        self._abbreviated = re.compile(_either(words.abbreviations))
        self._legal = re.compile(_either(words.legal_forms))
        self._ending = re.compile(f"(?:{_either(words.legal_endings)})+$")
        self._trade = re.compile(_either(words.trades))
        follows = _either(words.numbered)
        self._numbered = re.compile(rf"第({_NUMERAL}|\d+)|({_NUMERAL}|[a-z])(?={follows})|(\d+)")
        self._names: dict[str, Name] = {}
        known = (self.township(name) for name in townships)
        self._townships = tuple(dict.fromkeys(name for name in known if name))

    def name(self, text: str) -> Name:
        """Take a company's name apart."""
        if text not in self._names:
            self._names[text] = self._name(text)
        return self._names[text]

    def _name(self, text: str) -> Name:
        full = folded(text)
        found: list[str] = []
        bare = _BRACKETED.sub(lambda group: self._in_brackets(group[1], found), _narrow(text))
        numbers: list[str] = []
        bare = self._numbered.sub(lambda match: _number(match, numbers), folded(bare))
        parts = [self._less_place(part, found) for part in self._legal.split(bare)]
        elsewhere = self._elsewhere.match(parts[0]) if self._elsewhere else None
        core = self._abbreviated.sub(lambda word: rules().abbreviations[word[0]], "".join(parts))
        core = self._ending.sub("", core) or full
        levels = self.area.levels
        return Name(
            full=full,
            core=core,
            brand=self._trade.sub("", core),
            numbers=tuple(sorted(numbers)),
            place=max(found, key=levels.index, default=""),
            elsewhere=self.area.elsewhere[elsewhere[0]] if elsewhere else "",
            branch=any(word in full for word in rules().branches),
        )

    def _in_brackets(self, text: str, found: list[str]) -> str:
        inner = folded(text)
        return "" if inner in rules().legal_notes else self._less_place(inner, found)

    def _less_place(self, text: str, found: list[str]) -> str:
        """Strip the county's own places from the head of a text, noting them."""
        while self._own and (place := self._own.match(text)):
            found.append(self.area.own[place[0]])
            text = text[place.end() :]
        return text

    def township(self, text: str) -> str:
        """Return a township without the word for its kind."""
        name = self._less_place(folded(text), [])
        for suffix in rules().townships:
            if name.endswith(suffix) and len(name) - len(suffix) >= 2:
                return name.removesuffix(suffix)
        return name

    @cached_property
    def _at_township(self) -> re.Pattern[str]:
        suffixes = _either(rules().townships)
        known = _either(self._townships)
        unknown = rf"([一-鿿]{{2,5}}?)(?:{suffixes}){_AFTER_TOWNSHIP}"
        if not known:
            return re.compile(f"(?!)()|{unknown}")
        return re.compile(f"({known})(?:{suffixes})?{_AFTER_TOWNSHIP}|{unknown}")

    def address(self, text: str, township: str = "") -> Address:
        """Take an address apart; `township` is what a column of its own says."""
        full = folded(text)
        rest = self._less_place(full, [])
        if at := self._at_township.match(rest):
            town = at[1] or at[2]
            rest = rest[at.end() :]
        else:
            town = self.township(township)
        rest = _HOUSE.sub(lambda match: numeral(match[1]), rest)
        split = _ROAD.fullmatch(rest)
        road, number = (split[1], split[2]) if split else (rest, "")
        return Address(full, town, road, number.replace("号", ""))


def _number(match: re.Match[str], numbers: list[str]) -> str:
    numbers.append(numeral(match[1] or match[2] or match[3]))
    return numbers[-1]
