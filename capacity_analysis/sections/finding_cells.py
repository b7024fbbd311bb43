"""How findings are written: results, states, deadlines, measured values beside their thresholds."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd

from .. import vocabulary
from ..assessment.finding_words import (
    attribute_name,
    basis_name,
    choice,
    department_names,
    limit_in_words,
    measured_text,
    state_name,
    type_name,
)
from ..text import _
from ..vocabulary import unit_name
from .inline import Inline
from .labels import confidence_mark, indicator_label
from .numbers import against, day, listed, trimmed
from .units import SYMBOLS
from .view import IndustryView

MOST_ROWS = 20  # of a table in the body of a briefing; the workbook of `assess` has them all
_CELLS = 2  # that a table writes out; the annex on sources has them all


def left_off(count: int) -> list[str]:
    """Return how many rows a table of the body leaves to the workbook, where it does.

    Examples
    --------
    >>> left_off(20), left_off(21)
    ([], ['本表列前20条，共21条，其余见评估工作簿。'])

    """
    if count <= MOST_ROWS:
        return []
    text = _("本表列前{shown}条，共{count}条，其余见评估工作簿。")
    return [text.format(shown=MOST_ROWS, count=count)]


def symbol_label(result: str) -> str:
    """Return a result as a symbol with a word.

    Examples
    --------
    >>> symbol_label("hit"), symbol_label("undecided")
    ('▲有问题', '?不能判定')

    """
    words = {
        "hit": _("有问题"),
        "review": _("待核"),
        "undecided": _("不能判定"),
        "clear": _("未发现"),
        "none": _("不涉及"),
    }
    return f"{SYMBOLS[result]}{words[result]}"


def on_day(text: object) -> str:
    """Return a date (ISO text, a date or a timestamp) as a page writes it; else a dash.

    Examples
    --------
    >>> on_day("2022-10-31"), on_day(None)
    ('2022年10月31日', '—')

    """
    if text is None or pd.isna(text):  # type: ignore[call-overload]
        return "—"
    return day(dt.date.fromisoformat(str(text)[:10]))


def deadline(found: Any) -> str:
    """Return the day that governs a finding with what it rests on, then the other days beside it."""
    if not isinstance(found.deadline, str):
        return "—"
    parts = [on_day(found.deadline)]
    if isinstance(found.deadline_basis, str):
        parts[0] += _("（{basis}）").format(basis=basis_name(found.deadline_basis))
    others = (
        ("plan", found.plan_deadline),
        ("national", found.national_deadline),
        ("entry", found.entry_deadline),
    )
    parts += [
        _("{basis}{day}").format(basis=basis_name(name), day=on_day(value))
        for name, value in others
        if isinstance(value, str) and value and value != found.deadline
    ]
    return _("；").join(parts)


def state_or_dash(state: object) -> str:
    """Return how far the rectification of a finding is; a dash where nothing is to be mended."""
    return state_name(state) if isinstance(state, str) else "—"


def departments_or_dash(view: IndustryView, ids: object) -> str:
    """Return the names of departments whose ids are joined by ``;``; a dash where there is none."""
    if not isinstance(ids, str) or not ids:
        return "—"
    return department_names(view.assessment.campaign, ids)


def attribute_label(attribute: object) -> str:
    """Return the name of what was found: an attribute of equipment, an indicator, a kind of paper.

    Examples
    --------
    >>> attribute_label("model"), attribute_label("electricity"), attribute_label("penalty")
    ('型号', '电耗', '行政处罚')

    """
    if not isinstance(attribute, str) or not attribute:
        return ""
    try:
        return indicator_label(attribute)
    except KeyError:
        named = attribute_name(attribute)
        return choice("inspections", "kind", attribute) if named == attribute else named


def rule_cited(found: Any) -> Inline:
    """Return the row that a finding rests on, with the mark of its confidence."""
    if not isinstance(found.row_id, str):
        return "—"
    mark = confidence_mark(found.confidence) if isinstance(found.confidence, str) else ""
    return [found.row_id, mark]


def sources_of_rows(view: IndustryView, found: pd.DataFrame) -> list[str]:
    """Return the note that says which document each cited row is in; none where no row is cited."""
    cited = found[["document", "row_id"]].dropna().drop_duplicates().sort_values("row_id")
    template = _("{document}（{rows}）")
    parts = [
        template.format(document=view.document_name(str(document)), rows=listed(rows))
        for document, rows in cited.groupby("document", sort=False)["row_id"]
    ]
    return [_("行号的出处：{documents}。").format(documents=_("；").join(parts))] if parts else []


def cells_cited(found: Any) -> str:
    """Return the cell that a finding came from; of many the first and their number."""
    if not isinstance(found.source_cell, str):
        return "—"
    cells = found.source_cell.split("、")
    if len(cells) <= _CELLS:
        return listed(cells)
    return _("{cell}等{count}处").format(cell=cells[0], count=len(cells))


def measured(found: Any) -> str:
    """Return what was found beside its threshold: 380／400立方米; of a paper what it says."""
    value = ""
    if isinstance(found.measured_text, str):
        value = measured_text(found.ground, found.measured_text)
    limit = limit_in_words(found.threshold_text) if isinstance(found.threshold_text, str) else ""
    if not pd.isna(found.measured):
        known = [] if pd.isna(found.threshold) else [float(found.threshold)]
        value = _tidy(against(float(found.measured), known, 1))
    if not pd.isna(found.threshold) and not limit:
        limit = trimmed(float(found.threshold), 3)
    # The name of an attribute of equipment holds its unit.
    named = found.attribute in vocabulary.equipment_attributes()
    unit = unit_name(found.unit) if isinstance(found.unit, str) and limit and not named else ""
    if value and limit:
        return _("{measured}／{limit}{unit}").format(measured=value, limit=limit, unit=unit)
    note = found.note if isinstance(found.note, str) else ""
    return value or note or "—"


def _tidy(number: str) -> str:
    return number.removesuffix(".0")


def named_unit(found: Any) -> str:
    """Return line and device that a finding is on, as a table names them within an enterprise."""
    line = found.line_id if isinstance(found.line_id, str) else ""
    device = found.equipment_id if isinstance(found.equipment_id, str) else ""
    # What is known from the line alone is called after it, and by its type.
    of_line = device.removeprefix(f"{line} ") if line else device
    if line and of_line != line and of_line:
        return _("{line}：{device}").format(line=line, device=type_name(of_line))
    return device or line or _("全厂")
