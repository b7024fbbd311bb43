"""A problem at one place of a file, worded from its kind in the language in use."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from ..errors import InputError
from ..sheets.cells import Cell, as_text, is_blank, mask_personal
from ..text import _
from .kinds import KINDS, Severity

_LONGEST_VALUE = 80
# Kinds of which nothing would be seen in a text without its blanks and full-width characters.
_UNSEEN = ("full_width", "stray_space")


@dataclass(frozen=True)
class Problem:
    """One problem at one place of a workbook; the contract of `check --json`."""

    code: str
    severity: Severity
    file: str
    sheet: str
    cell: str
    table: str
    field: str
    value: str
    message: str
    remedy: str

    @property
    def text(self) -> str:
        """What is wrong and how to mend it, as one text."""
        return _("{message}{remedy}").format(message=self.message, remedy=self.remedy)

    def to_json(self) -> dict[str, str]:
        """Return the problem as JSON values."""
        return asdict(self)


class LedgerError(InputError):
    """A workbook has errors; `problems` lists all of them at once."""

    def __init__(self, problems: list[Problem]):
        self.problems = problems
        errors = sum(problem.severity == "error" for problem in problems)
        super().__init__(_("台账有{count}处错误，改正后再运行。").format(count=errors))


def problem(
    code: str,
    file: str,
    *,
    sheet: str = "",
    cell: str = "",
    table: str = "",
    field: str = "",
    value: Cell = "",
    header: str = "",
    **details: object,
) -> Problem:
    """Return a problem of a kind, worded in the language in use.

    Identity, mobile and labelled telephone numbers are struck out, whatever is wrong with the cell that holds them.

    Examples
    --------
    >>> problem("missing_sheet", "a.xlsx", sheet="企业").message
    '缺少工作表“企业”。'

    """
    kind = KINDS[code]
    shown = "***" if code.startswith("personal") else _shown(value, as_written=code in _UNSEEN)
    given: dict[str, Any] = {
        "sheet": sheet, "cell": cell, "header": _shown(header), "value": shown, **details
    }  # fmt: skip
    return Problem(
        code=code,
        severity=kind.severity,
        file=file,
        sheet=sheet,
        cell=cell,
        table=table,
        field=field,
        value=shown,
        message=_(kind.message).format(**given),
        remedy=_(kind.remedy).format(**given),
    )


def _shown(value: Cell, *, as_written: bool = False) -> str:
    """Return a cell as a problem shows it; where the way of writing is the problem, unfolded."""
    if is_blank(value):
        return ""
    written = as_written and isinstance(value, str)
    text = mask_personal("".join(map(_seen, value)) if written else as_text(value))
    return text if len(text) <= _LONGEST_VALUE else f"{text[:_LONGEST_VALUE]}…"


def _seen(char: str) -> str:
    """Return a character, or a sign in the place of one that can't be seen."""
    return char if char.isprintable() and not char.isspace() else "␣"
