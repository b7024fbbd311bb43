"""企业名录: every enterprise of the industry, once."""

from __future__ import annotations

import pandas as pd

from .. import vocabulary
from ..text import _
from .blocks import Column, Inline, Section, section, table
from .heading import heading
from .numbers import people, trimmed
from .units import disposition_label
from .view import IndustryView, records

TABLE = "table-roster"


def roster(view: IndustryView) -> Section:
    """Return the roster with the lines, staff and land of each enterprise."""
    columns = [
        Column(_("企业"), width=3),
        Column(_("乡镇（街道）"), width=1.5),
        Column(_("行业小类"), width=2.2),
        Column(_("生产线"), "right", 0.9),
        Column(_("从业人员（人）"), "right", 1.1),
        Column(_("用地（亩）"), "right", 1.1),
        Column(_("处置建议"), width=1.8),
    ]
    suggested = _suggested(view)
    lines = view.lines.groupby("enterprise_code").size()
    rows: list[list[Inline]] = [
        [
            enterprise.name,
            _known(enterprise.township),
            vocabulary.industry_name(enterprise.industry_code),
            str(lines.get(enterprise.enterprise_code, 0)),
            _staff(enterprise.employees),
            _known(enterprise.land_area_mu, 1),
            suggested.get(enterprise.enterprise_id, "—"),
        ]
        for enterprise in records(view.enterprises)
    ]
    caption = _("{industry}企业名录").format(industry=view.sector)
    return section(heading("roster"), table(TABLE, caption, columns, rows))


def _suggested(view: IndustryView) -> dict[str, str]:
    """Return the strictest suggestion for each enterprise; where it is for some lines, that it is."""
    some = _("{disposition}（部分生产线）")
    found: dict[str, str] = {}
    for row in records(view.of_enterprises("enterprise_dispositions")):
        if isinstance(row.disposition, str):
            label = disposition_label(view, row.disposition)
            text = some.format(disposition=label) if row.extent == "part" else label
            found[row.enterprise_id] = text
    return found


def _staff(employees: object) -> str:
    if pd.isna(employees):  # type: ignore[call-overload]
        return _known(employees)
    return people(float(employees))  # type: ignore[arg-type]


def _known(value: object, decimals: int = 0) -> str:
    """Return a value as text; a missing one says so."""
    if pd.isna(value):  # type: ignore[call-overload]
        return "—"
    return value if isinstance(value, str) else trimmed(float(value), decimals)  # type: ignore[arg-type]
