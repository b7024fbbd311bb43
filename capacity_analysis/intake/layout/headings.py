"""The text of a header or label: what it says, its unit, and whether a mapping means it."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache

from ...ledger.registry import fold
from ...sheets.cells import Cell, as_text, is_blank
from .source_units import known_unit

# Marks of a footnote or of a cell that must be filled in; NFKC would make digits of some of them.
_MARKS = re.compile(r"[①-⑳*＊※★☆▲△]+|(?<![mM])[¹²³⁴-⁹]+")
_BRACKETS = re.compile(r"[(\[【〔{<《]([^()\[\]【】〔〕{}<>《》]*)[)\]】〕}>》]")
_NUMBERED = re.compile(r"^[(]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})(?:[)][、.]?|[、.])(?=\D)")
_ORDINAL = re.compile(r"[\d一二三四五六七八九十]*")
_PERSONAL = (
    "身份证", "电话", "手机", "联系人", "联系方式", "姓名", "法定代表人", "法人代表",
    "负责人", "经办人", "填表人", "填报人", "制表人", "审核人", "统计员", "经手人", "邮箱",
)  # fmt: skip
_PERSONAL_LABEL = re.compile(
    rf".{{0,6}}?(?:(?:{'|'.join(_PERSONAL)})(?:号码|号|职务|签字|签名|签章|[及和与、/])?)+"
)
_LONGEST_LABEL = 24
_LONGEST_CACHED = 120
_NOT_APPLICABLE = {"-", "--", "—", "——", "–", "―", "/", "//", "\\", "×", "不适用", "见下表"}


@dataclass(frozen=True, slots=True)
class Heading:
    """A header or label as it is compared.

    Attributes
    ----------
    full : str
        Its text, folded, footnote marks and the colon at its end left out.
    base : str
        The same without its number, brackets and unit.
    units : tuple of str
        What stands in brackets, or is a known unit behind a slash, a comma or a line break.

    """

    full: str
    base: str
    units: tuple[str, ...]

    @property
    def unnumbered(self) -> str:
        """Its text without the number in front."""
        return _unnumbered(self.full)


_NOTHING = Heading("", "", ())


def heading(cell: Cell) -> Heading:
    """Return a cell as a header or label.

    Examples
    --------
    >>> heading("用电量 （万千瓦时）①")
    Heading(full='用电量(万千瓦时)', base='用电量', units=('万千瓦时',))
    >>> heading("用电量/kWh").base
    '用电量'

    """
    if isinstance(cell, str):
        return _heading(cell) if len(cell) <= _LONGEST_CACHED else _parsed(cell)
    if is_blank(cell):
        return _NOTHING
    return _heading(f"{cell:%Y-%m}" if isinstance(cell, dt.date) else as_text(cell))


def _parsed(text: str) -> Heading:
    full = fold(_MARKS.sub("", text)).rstrip(":")
    base, units = full, []
    while found := _BRACKETS.search(base):
        if not _ORDINAL.fullmatch(found[1]):
            units.append(found[1])
        base = base[: found.start()] + base[found.end() :]
    base = _NUMBERED.sub("", base).rstrip(":")
    last_line = fold(text.strip().splitlines()[-1]) if text.strip() else ""
    for tail in (last_line, base.rpartition("/")[2], base.rpartition(",")[2]):
        if tail and known_unit(tail) and base.endswith(tail):
            units.append(tail)
            base = base[: -len(tail)].rstrip("/,")
            break
    return Heading(full, base, tuple(units))


@lru_cache(maxsize=1 << 15)
def _unnumbered(text: str) -> str:
    return _NUMBERED.sub("", text)


_heading = lru_cache(maxsize=1 << 15)(_parsed)


@lru_cache(maxsize=1 << 12)
def wanted(text: str) -> tuple[str, ...]:
    """Return the spellings that a mapping names, parted by ``|``, as they are compared.

    Examples
    --------
    >>> wanted("户名|用电户名")
    ('户名', '用电户名')

    """
    parts = (fold(_MARKS.sub("", part)).rstrip(":") for part in text.split("|"))
    return tuple(part for part in parts if part)


def means(want: str, cell: Cell) -> bool:
    """Say whether a cell is the header or label that a mapping names."""
    found = heading(cell)
    return any(one in (found.full, found.base) for one in wanted(want))


def begins(words: tuple[str, ...], cell: Cell) -> bool:
    """Say whether a cell begins with one of the words, its number aside."""
    found = heading(cell)
    starts = tuple(one for word in words for one in wanted(word))
    return found.full.startswith(starts) or found.unnumbered.startswith(starts)


def is_personal_header(cell: Cell) -> bool:
    """Say whether the header of a column is about a person."""
    base = heading(cell).base
    return "名称" not in base and any(word in base for word in _PERSONAL)


def personal_label(cell: Cell) -> str:
    """Return the label of something about a person with which a cell begins, or nothing.

    Such a word within a name makes no label of it.

    Examples
    --------
    >>> personal_label("单位负责人（签字）：某某"), personal_label("某某手机配件有限公司")
    ('单位负责人', '')

    """
    return _personal_label(cell) if isinstance(cell, str) else ""


@lru_cache(maxsize=1 << 14)
def _personal_label(text: str) -> str:
    if not any(word in text[:_LONGEST_LABEL] for word in _PERSONAL):
        return ""
    base = _parsed(fold(text).partition(":")[0]).base
    return base if _PERSONAL_LABEL.fullmatch(base) else ""


def is_not_applicable(cell: Cell) -> bool:
    """Say whether a cell holds a word for "does not apply", such as a dash."""
    return isinstance(cell, str) and fold(cell) in _NOT_APPLICABLE
