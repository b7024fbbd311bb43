"""What each enterprise writes on its self-check form: the truth, less the slips that it makes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from capacity_analysis.intake.form.writer import FormContent
from capacity_analysis.ledger import registry

from .book import Broken
from .departments import filled_on
from .rows import Row, Tables, labelled
from .story import Defect, District, Enterprise
from .truth import land_as_told

CORRECTED_BY, CORRECTED_ON = "示例区工信局", dt.date(2022, 7, 15)

_TABLES = ("lines", "production", "energy")
_FULL_WIDTH = str.maketrans("0123456789.", "０１２３４５６７８９．")


@dataclass
class Answer:
    """What one enterprise says: raw cells by field, choices by their Chinese labels.

    Attributes
    ----------
    enterprise : Enterprise
        Who says it.
    basics : dict of str to object
        Fields of `enterprises`.
    identifiers : list of (str, str)
        Kinds, by their labels, and values.
    lines, production, energy : list of dict
        Rows of these tables.
    filled_on : date
        The day on which it was filled in.

    """

    enterprise: Enterprise
    basics: Row
    identifiers: list[tuple[str, str]]
    lines: list[Row] = field(default_factory=list)
    production: list[Row] = field(default_factory=list)
    energy: list[Row] = field(default_factory=list)
    filled_on: dt.date = dt.date(2022, 6, 1)

    @property
    def content(self) -> FormContent:
        """The answer as the form takes it."""
        return FormContent(
            enterprise=self.basics,
            identifiers=self.identifiers,
            lines=self.lines,
            production=self.production,
            energy=self.energy,
            filled_on=self.filled_on,
            nil=self.enterprise.outcome == "nil_return",
        )


def answers(story: District, rows: Tables) -> dict[int, Answer]:
    """Return what the enterprises that answer would say if they made no slips, by their number.

    Parameters
    ----------
    story : District
        The story.
    rows : dict of str to list of dict
        Rows of the truth.

    """
    found: dict[int, Answer] = {}
    for enterprise, row in zip(story.enterprises, rows["enterprises"], strict=True):
        if not enterprise.answers:
            continue
        key = row["enterprise_id"]
        told = () if enterprise.audit else _TABLES  # the audit tells of those
        mine = {name: list(_of(rows[name], name, key)) for name in (*told, "identifiers")}
        found[enterprise.number] = Answer(
            enterprise,
            labelled("enterprises", row | {"land_area_mu": land_as_told(enterprise, story)}),
            [(one["kind"], one["value"]) for one in mine["identifiers"]],
            lines=mine.get("lines", []),
            production=mine.get("production", []),
            energy=mine.get("energy", []),
            filled_on=filled_on(enterprise, story),
        )
    return found


def _of(rows: Sequence[Row], name: str, enterprise_id: str) -> Iterator[Row]:
    for row in rows:
        if row["enterprise_id"] == enterprise_id:
            told = labelled(name, row)
            del told["enterprise_id"]
            yield told


def make_slips(story: District, given: dict[int, Answer]) -> list[Row]:
    """Write the slips of the story into the answers; return the corrections that mend them."""
    corrections: list[Row] = []
    for defect in story.defects:
        answer = given[defect.enterprise]
        for row in _places(defect, answer):
            true = row[defect.field]
            row[defect.field] = _written(defect, true)
            if defect.correct:
                corrections.append(_correction(defect, answer, row, true))
    return corrections


def _places(defect: Defect, answer: Answer) -> list[Row]:
    """Return the rows of an answer that a slip is in."""
    if defect.table == "enterprises":
        return [answer.basics]
    fields = registry().tables[defect.table].fields
    wanted: dict[str, Any] = {"line_id": defect.line, "year": defect.year}
    if defect.table == "energy":
        carrier, flow = fields["carrier"].labels, fields["flow"].labels
        wanted |= {"carrier": carrier[str(defect.item)], "flow": flow[defect.flow]}
    held = {key: value for key, value in wanted.items() if value is not None}
    rows: list[Row] = getattr(answer, defect.table)
    found = [row for row in rows if all(row.get(key) == value for key, value in held.items())]
    if not found:
        raise ValueError(f"no row for {defect}")
    return found


def _written(defect: Defect, true: Any) -> Any:
    if defect.times is not None:
        return round(float(true) * defect.times, 6)
    if defect.write == "{error}":
        return Broken("=1/0", "#DIV/0!")
    value = f"{true:g}" if isinstance(true, float) and true < 1e6 else str(true)
    thousands = f"{true:,.2f}" if isinstance(true, float) else value
    shown = {
        "value": value,
        "letter_o": thousands[::-1].replace("0", "O", 1)[::-1],
        "thousands": thousands,
        "full_width": value.translate(_FULL_WIDTH),
    }
    return str(defect.write).format(**shown)


def _correction(defect: Defect, answer: Answer, row: Row, true: Any) -> Row:
    table = registry().tables[defect.table]
    item = row.get("carrier") or (row.get("product_id") if defect.table == "production" else None)
    return {
        "table": table.sheet,
        "enterprise_id": answer.basics["enterprise_id"],
        "line_id": row.get("line_id"),
        "year": row.get("year"),
        "item": item,
        "field": table.fields[defect.field].header,
        "old_value": _text(row[defect.field]),
        "new_value": _text(true),
        "reason": defect.correct,
        "provider": CORRECTED_BY,
        "corrected_on": CORRECTED_ON,
    }


def _text(value: Any) -> str:
    if isinstance(value, Broken):
        return value.error
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def with_total(answer: Answer) -> Answer:
    """Return an answer with a row of totals below its output, as people add one."""
    totals: dict[int, float] = {}
    for row in answer.production:
        totals[row["year"]] = totals.get(row["year"], 0) + row["output"]
    first = answer.production[0]
    rows = [{**first, "line_id": "合计", "year": year, "output": round(total, 2)}
            for year, total in totals.items()]  # fmt: skip
    return replace(answer, production=[*answer.production, *rows])


def older_version(answer: Answer) -> Answer:
    """Return what an enterprise said three weeks before it thought better of it."""
    basics = dict(answer.basics)
    basics["employees"] = int(basics["employees"]) + 3
    production = [dict(row) for row in answer.production]
    last = max((row for row in production if row["output"]), key=lambda row: row["year"])
    last["output"] = round(last["output"] * 0.9, 2)
    day = answer.filled_on - dt.timedelta(days=21)
    return replace(answer, basics=basics, production=production, filled_on=day)
