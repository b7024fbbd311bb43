"""What the values below a header tell of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from ...ledger.registry import LedgerField, fold
from ...ledger.values import convert
from ...sheets.cells import Cell, as_text, is_blank
from ..layout.cell_values import NUMERIC
from ..layout.headings import is_not_applicable
from ..layout.source_units import known_unit, parse_number
from .choices import translate

_ORGANISATION = re.compile(r"公司|厂|矿|集团|企业|合作社|经营部|站|中心|局|院|所|店|坊|社|电站|部")
_PLACE = re.compile(r"[省市县区镇乡村路街道巷号园组社屯]")
_CODE = re.compile(r"(?=.*\d)[0-9A-Za-z\-()〔〕\[\]第号字]{1,40}")
_HANZI = re.compile(r"[\u4e00-\u9fff]{2}")
_SOUND = 0.8
_POOR = 0.3
_ODD_TEXT, _SOME_VALUES, _WRONG_VALUES = 0.8, 0.85, 0.5

# What the values of text fields look like; a field not named may hold any text.
_LOOKS: dict[str, Callable[[str], bool]] = {
    "name": lambda text: bool(_ORGANISATION.search(text)),
    "address": lambda text: bool(_PLACE.search(text)),
    **dict.fromkeys(
        (
            "electricity_account",
            "pollution_permit",
            "social_insurance_account",
            "parcel",
            "account",
            "parcel_no",
        ),
        lambda text: bool(_CODE.fullmatch(text)),
    ),
    "document_no": lambda text: bool(re.search(r"[\d一二三四五六七八九十]", text)),
    "matter": lambda text: bool(_HANZI.search(text)),
}


def share(name: str, spec: LedgerField, cells: Sequence[Cell], known: Mapping[str, str]) -> float:
    """Return the share of cells that can be values of a field; one where all are blank.

    Examples
    --------
    >>> from capacity_analysis.ledger import registry
    >>> share("year", registry().tables["energy"].fields["year"], [2021, "某厂"], {})
    0.5

    """
    filled = [cell for cell in cells if not is_blank(cell) and not is_not_applicable(cell)]
    if not filled:
        return 1.0
    return sum(_fits(name, spec, filled, known)) / len(filled)


def _fits(
    name: str, spec: LedgerField, cells: Sequence[Cell], known: Mapping[str, str]
) -> list[bool]:
    if spec.type in NUMERIC:
        return [parse_number(cell) is not None for cell in cells]
    if spec.unit_of is not None:
        return [known_unit(fold(as_text(cell))) is not None for cell in cells]
    if spec.type == "text":
        looks = _LOOKS.get(name, _is_text if spec.prose else _is_anything)
        return [looks(fold(as_text(cell))) for cell in cells]
    if spec.type in ("choice", "flag"):
        found = translate(spec, cells, known)
        return [fold(as_text(cell)) not in found.unknown for cell in cells]
    faulty = {fault.index for fault in convert(spec, list(cells)).faults}
    return [at not in faulty for at in range(len(cells))]


def is_within(pattern: str, name: str, spec: LedgerField, cells: Sequence[Cell]) -> bool:
    r"""Say whether values are a part of the cells' text, rather than all of it.

    Examples
    --------
    >>> from capacity_analysis.ledger import registry
    >>> day = registry().tables["inspections"].fields["rectified_on"]
    >>> is_within(r"(\d{4}-\d\d-\d\d)合格", "rectified_on", day, ["2022-04-01合格", "未复查"])
    True

    """
    parts = parts_within(pattern, cells)
    return bool(parts) and share(name, spec, cells, {}) * len(cells) < len(parts)


def parts_within(pattern: str, cells: Sequence[Cell]) -> list[Cell]:
    """Return what a pattern finds in texts, without those in which it finds nothing."""
    found = (re.search(pattern, as_text(cell)) for cell in cells if isinstance(cell, str))
    return [match[1] for match in found if match is not None and match[1]]


def is_remark(text: str) -> bool:
    """Say whether a text that stands alone in its row is no name and no number of an enterprise.

    Examples
    --------
    >>> is_remark("本表导出于系统"), is_remark("乙石灰厂"), is_remark("0700000002")
    (True, False, False)

    """
    return bool(_HANZI.search(text)) and not _ORGANISATION.search(text)


def _is_text(text: str) -> bool:
    return parse_number(text) is None


def _is_anything(_text: str) -> bool:
    return True


def weighed(points: float, fitting: float, spec: LedgerField) -> float:
    """Return the points of a header after a look at its values: text that looks odd proves little."""
    if fitting >= _SOUND:
        return points
    if spec.type == "text":
        return points * _ODD_TEXT
    return points * (_WRONG_VALUES if fitting < _POOR else _SOME_VALUES)
