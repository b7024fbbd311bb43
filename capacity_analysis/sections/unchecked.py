"""Numbers that this industry's verdicts rest on and that nobody has checked against their text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from .. import vocabulary
from ..standards import may_decide
from ..text import _, current_language
from .labels import indicator_label
from .view import IndustryView, records

# Why a finding on a catalogue waits for somebody to read the entry.
_UNCHECKED_ENTRY = ("unchecked_standard", "wording_doubtful")


@dataclass(frozen=True)
class Unchecked:
    """A number to be checked: its row and what it is, how sure it is, and the lines resting on it."""

    what: str
    confidence: str
    lines: int


def unchecked(view: IndustryView) -> list[Unchecked]:
    """Return levels, limits, their corrections, coefficients and conversions that may not decide."""
    return [
        *_levels(view.running, view.assessment["levels"]),
        *_levels(view.limits, view.assessment["limit_levels"]),
        *_corrections(view),
        *_coefficients(view),
        *_conversions(view),
        *_entries(view),
    ]


def product_and_process(row: Any) -> str:
    """Return what a row is for, as its document says it; in other languages the product's name."""
    if current_language() != "zh":
        return vocabulary.product_name(row.product_id)
    parts = [row.product, row.process_or_grade]
    return "\u3000".join(part for part in parts if isinstance(part, str) and part)


def in_use(rows: pd.DataFrame, lines: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of a document that lines were held against, each once.

    A row that stands for several products counts for those that the lines make.
    """
    keys = ["row_id", "product_id"]
    held = lines.loc[lines["row_id"].notna(), keys].drop_duplicates()
    if rows.empty or held.empty:
        return rows.iloc[:0]
    used = rows.merge(held.astype("str"), on=keys)
    return used.drop_duplicates("row_id").reset_index(drop=True)


def corrections_in_use(view: IndustryView) -> pd.DataFrame:
    """Return the corrections that the standards prescribe for limits of these lines, with `lines`."""
    rules = view.assessment["corrections_of_limits"]
    if rules.empty:
        return rules.assign(lines=0)
    rows = view.limit_rows[["line_code", "row_id"]]
    each = rules[["row_id", "corrects"]].rename(columns={"row_id": "correction"})
    each = each.assign(row_id=each["corrects"].str.split(";")).explode("row_id")
    concerned = rows.merge(each, on="row_id").groupby("correction")["line_code"].nunique()
    counted = rules.assign(lines=rules["row_id"].map(concerned).fillna(0).astype(int))
    return counted[counted["lines"] > 0]


def _entries(view: IndustryView) -> Iterator[Unchecked]:
    """Yield the entries of a catalogue that equipment meets and that may not decide yet."""
    found = view.of_enterprises("findings")
    rows = found[found["reason"].isin(_UNCHECKED_ENTRY) & found["row_id"].notna()]
    for row, concerned in rows.groupby("row_id", sort=False):
        first = concerned.iloc[0]
        what = f"{row}\u3000{view.document_name(str(first['document']))}"
        yield Unchecked(what, str(first["confidence"]), len(concerned))


def _weak(confidence: pd.Series) -> pd.Series:
    return ~confidence.astype("str").map(may_decide).astype(bool)


def _levels(lines: pd.DataFrame, rows: pd.DataFrame) -> Iterator[Unchecked]:
    used = in_use(rows, lines)
    if used.empty:
        return
    counts = lines["row_id"].value_counts()
    for row in records(used[_weak(used["confidence"])]):
        what = f"{row.row_id}\u3000{product_and_process(row)}"
        yield Unchecked(what, row.confidence, int(counts.get(row.row_id, 0)))


def _corrections(view: IndustryView) -> Iterator[Unchecked]:
    used = corrections_in_use(view)
    if used.empty:
        return
    for row in records(used[_weak(used["confidence"])]):
        yield Unchecked(f"{row.row_id}\u3000{row.wording}", row.confidence, row.lines)


def _terms(view: IndustryView) -> pd.DataFrame:
    """Return the energy rows of the year behind unit energies that the page shows."""
    terms = view.assessment["terms"]
    own = terms["line_code"].isin(view.traced["line_code"])
    return terms[own & (terms["year"] == view.assessment.year)]


def _coefficients(view: IndustryView) -> Iterator[Unchecked]:
    terms = _terms(view)
    weak = terms[_weak(terms["confidence"])]
    names = view.assessment["coefficients"].set_index("row_id")["name"]
    for row, rows in weak.groupby("coefficient_row", observed=True):
        first = rows.iloc[0]
        name = names.get(row, str(row))
        if current_language() != "zh":
            name = vocabulary.carrier_name(str(first["carrier"]))
        what = _("折标准煤系数　{name}").format(name=name)
        yield Unchecked(what, str(first["confidence"]), rows["line_code"].nunique())


def _conversions(view: IndustryView) -> Iterator[Unchecked]:
    """Yield the definitions by whose unchecked basis an output was converted.

    A measured value is as weak as the weakest number behind it: where that is none of its
    coefficients, it is the conversion of its output.
    """
    measured = view.assessment["unit_energy"]
    measured = measured[
        (measured["year"] == view.assessment.year) & measured["measured"].notna()
        & measured["line_code"].isin(view.traced["line_code"])
    ]  # fmt: skip
    terms = _terms(view)
    by_coefficient = set(terms.loc[_weak(terms["confidence"]), "line_code"])
    weak = _weak(measured["coefficient_confidence"]) & ~measured["line_code"].isin(by_coefficient)
    converted = measured[weak].astype({"product_id": "str", "indicator": "str"})
    keys = ["product_id", "indicator"]
    counts = converted.groupby(keys)["line_code"].nunique().rename("lines").reset_index()
    held = pd.concat([view.running, view.limit_rows])[keys].drop_duplicates()
    used = counts.merge(held, on=keys).merge(view.assessment["definitions"], on=keys)
    for row in records(used):
        what = _("{row}　产量折算基准：{product}，{indicator}").format(
            row=row.row_id,
            product=view.product_name(row.product_id),
            indicator=indicator_label(row.indicator),
        )
        yield Unchecked(what, row.confidence, row.lines)
