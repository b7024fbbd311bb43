"""What is wrong with a unified social credit code, and which single slip would explain it.

The last character checks the others (GB 32100), so a slip in one character can often be told. A
proposal is for a person to compare with the business licence; no code is ever changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from ..sheets.addresses import address
from ..sheets.cells import Cell, as_text, quoted
from ..text import _
from .distinct import without_blanks
from .layout import Rows, columns_headed

LENGTH = 18
_LETTERS = "ABCDEFGHJKLMNPQRTUWXY"  # of the standard: no I, O, S, V or Z
_DIGITS = "0123456789"
_NUMERIC = 8  # registration authority, kind and area are digits

# Characters taken for each other by eye or by a scanner.
_ALIKE = frozenset(
    frozenset(pair)
    for pair in [
        "0O",
        "0D",
        "0Q",
        "1I",
        "1L",
        "17",
        "2Z",
        "38",
        "5S",
        "56",
        "6G",
        "8B",
        "CG",
        "DQ",
        "EF",
        "MN",
        "PR",
        "UV",
        "UY",
        "VW",
        "VY",
    ]
)
_REPAIRED = (LENGTH - 1, LENGTH, LENGTH + 1)
_SHOWN = 3


@dataclass(frozen=True)
class Repair:
    """A valid code that is one slip away from a written one, and the slip in words."""

    code: str
    slip: str


@dataclass(frozen=True)
class Diagnosis:
    """Why a code is no valid one, and what is proposed, each a clause to put into a sentence."""

    reason: str
    advice: str


def diagnose(
    cell: Cell, elsewhere: Mapping[str, str] | None = None, *, repair: bool = True
) -> Diagnosis:
    """Say what is wrong with a code and what it may have been meant to be.

    Parameters
    ----------
    cell : object
        The cell of a code that fails its check.
    elsewhere : mapping of str to str, optional
        Valid codes that stand elsewhere in the workbook, with their cells; one that is a single slip
        away goes before any other proposal.
    repair : bool
        Whether to look for a slip that explains it, which takes some milliseconds.

    Examples
    --------
    >>> diagnose("9136O499MA0000001Q").advice
    '可能应为“91360499MA0000001Q”（第5位“O”改为“0”），对照营业执照确认后改正'

    """
    written = compact(cell)
    if len(written) not in _REPAIRED or not repair:
        return Diagnosis(_reason(written), _licence())
    near = [one for group in slips(written) for one in group]
    known = {one.code: one for one in near if elsewhere and one.code in elsewhere}
    if elsewhere and len(known) == 1:
        (found,) = known.values()
        advice = _("可能应为“{code}”（{place}是这个代码；{slip}），对照营业执照确认后改正")
        told = advice.format(code=found.code, place=elsewhere[found.code], slip=found.slip)
        return Diagnosis(_reason(written), told)
    if (likely := proposal(written) or throughout(written)) is not None:
        advice = _("可能应为“{code}”（{slip}），对照营业执照确认后改正")
        return Diagnosis(_reason(written), advice.format(code=likely.code, slip=likely.slip))
    return Diagnosis(_reason(written), _undecided(written))


def compact(cell: Cell) -> str:
    """Return a cell as a code: no blanks or hyphens, capitals."""
    from stdnum.cn import uscc

    return str(uscc.compact(without_blanks(as_text(cell))))


def known_codes(sheets: Mapping[str, Rows], headers: frozenset[str]) -> dict[str, str]:
    """Return the valid codes in columns of some headers, with the first cell that holds each.

    A pollution permit begins with the code of its enterprise.
    """
    places: dict[str, str] = {}
    for sheet, rows in sheets.items():
        for at, cells in columns_headed(rows, headers):
            for row, cell in enumerate(cells):
                text = compact(cell)[:LENGTH] if isinstance(cell, str) else ""
                if text not in places and len(text) == LENGTH and _is_valid(text):
                    places[text] = f"{sheet}!{address(row, at)}"
    return places


def proposal(written: str) -> Repair | None:
    """Return the one repair that the best class of slips holds, or None where it holds several.

    Examples
    --------
    >>> proposal("91360499AM0000001Q").slip
    '第9、10位对调'

    """
    best = next((group for group in slips(written) if group), ())
    return best[0] if len(best) == 1 else None


def throughout(written: str) -> Repair | None:
    """Return the one valid code that has what each misplaced character looks like in its place.

    Examples
    --------
    >>> throughout("9136O499MAOOOOOO1Q").code
    '91360499MA0000001Q'

    """
    wrong = misplaced(written)
    if len(written) != LENGTH or len(wrong) < 2:
        return None
    chars = list(dict.fromkeys(written[at] for at in wrong))
    found = []
    for digits in product(
        *([digit for digit in _DIGITS if {char, digit} in _ALIKE] for char in chars)
    ):
        taken = dict(zip(chars, digits, strict=True))
        code = "".join(taken[char] if at in wrong else char for at, char in enumerate(written))
        if _is_valid(code):
            changes = [_("“{old}”→“{new}”").format(old=old, new=new) for old, new in taken.items()]
            found.append(Repair(code, _("各处{changes}").format(changes=_("、").join(changes))))
    return found[0] if len(found) == 1 else None


@lru_cache(maxsize=1024)
def slips(written: str) -> tuple[tuple[Repair, ...], ...]:
    """Return the valid codes one slip away by classes of slips, the likeliest class first.

    The classes of a code of eighteen characters: a character that can't stand where it stands, taken
    for one it looks like; one taken for another it looks like, or two neighbours exchanged; any other
    character. Of one too many: a doubled character; any. Of one too few: a doubled one written once;
    any.
    """
    if len(written) == LENGTH:
        replaced = list(_replaced(written))
        certain = bool(misplaced(written))
        alike = [
            repair for repair in replaced if frozenset(_difference(written, repair.code)) in _ALIKE
        ]
        likely = alike if certain else [*alike, *_exchanged(written)]
        return _classes(likely, replaced)
    if len(written) == LENGTH + 1:
        return _classes(list(_shortened(written, doubled=True)), list(_shortened(written)))
    if len(written) == LENGTH - 1:
        return _classes(list(_lengthened(written, doubled=True)), list(_lengthened(written)))
    return ()


def misplaced(written: str) -> list[int]:
    """Return the positions (from zero) of characters that can't stand where they do."""
    return [at for at, char in enumerate(written) if char not in _allowed(at)]


def _classes(likely: list[Repair], other: list[Repair]) -> tuple[tuple[Repair, ...], ...]:
    first = {repair.code: repair for repair in likely}
    rest = {repair.code: repair for repair in other if repair.code not in first}
    return tuple(first.values()), tuple(rest.values())


def _allowed(at: int) -> str:
    return _DIGITS if at < _NUMERIC else _DIGITS + _LETTERS


def _difference(written: str, code: str) -> tuple[str, str]:
    return next((one, other) for one, other in zip(written, code, strict=True) if one != other)


def _is_valid(code: str) -> bool:
    from stdnum.cn import uscc

    return bool(uscc.is_valid(code))


def _replaced(written: str) -> Iterator[Repair]:
    """Yield the valid codes with one other character; for a position there is at most one."""
    wrong = misplaced(written)
    if len(wrong) > 1:
        return
    for at in wrong or range(LENGTH):
        for char in _allowed(at):
            code = written[:at] + char + written[at + 1 :]
            if code != written and _is_valid(code):
                slip = _("第{at}位“{old}”改为“{new}”").format(at=at + 1, old=written[at], new=char)
                yield Repair(code, slip)


def _exchanged(written: str) -> Iterator[Repair]:
    for at in range(LENGTH - 1):
        one, other = written[at], written[at + 1]
        code = written[:at] + other + one + written[at + 2 :]
        if one != other and _is_valid(code):
            yield Repair(code, _("第{at}、{next}位对调").format(at=at + 1, next=at + 2))


def _shortened(written: str, *, doubled: bool = False) -> Iterator[Repair]:
    for at, char in enumerate(written):
        code = written[:at] + written[at + 1 :]
        if (not doubled or char in written[at + 1 : at + 2]) and _is_valid(code):
            yield Repair(code, _("去掉第{at}位“{old}”").format(at=at + 1, old=char))


def _lengthened(written: str, *, doubled: bool = False) -> Iterator[Repair]:
    for at in range(LENGTH):
        for char in written[at : at + 1] if doubled else _allowed(at):
            code = written[:at] + char + written[at:]
            if _is_valid(code):
                yield Repair(code, _("第{at}位补“{new}”").format(at=at + 1, new=char))


def _reason(written: str) -> str:
    if len(written) != LENGTH:
        reason = _("是{count}位，应是18位").format(count=len(written))
        old = {15: _("旧的营业执照注册号"), 9: _("组织机构代码")}.get(len(written))
        return reason + _("（可能是{name}）").format(name=old) if old else reason
    if wrong := misplaced(written):
        places = _("、").join(str(at + 1) for at in wrong)
        chars = quoted(dict.fromkeys(written[at] for at in wrong))
        message = _("第{places}位不能是{chars}（前8位是数字，其余不用字母I、O、S、V、Z）")
        return message.format(places=places, chars=chars)
    return _("校验码不符，至少有一位写错")


def _licence() -> str:
    return _("对照营业执照逐位核对后改正")


def _undecided(written: str) -> str:
    """Say what can be said where no single slip stands out."""
    from stdnum.cn import uscc

    licence = _licence()
    if few := [repair for group in slips(written)[:1] for repair in group][:_SHOWN]:
        each = _("“{code}”（{slip}）")
        codes = [each.format(code=repair.code, slip=repair.slip) for repair in few]
        return _("可能是{codes}，{licence}").format(codes=_("或").join(codes), licence=licence)
    body = written[: LENGTH - 1]
    if len(written) in (LENGTH - 1, LENGTH) and not misplaced(body):
        check = uscc.calc_check_digit(body)
        hint = _("；前17位都对的话，第18位应是“{check}”")
        return licence + hint.format(check=check)
    return licence
