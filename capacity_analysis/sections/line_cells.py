"""What tables of lines write alike: unit energies beside their levels, and the marks on them."""

from __future__ import annotations

import pandas as pd

from ..text import _
from ..vocabulary import unit_name
from .labels import confidence_mark, reason_label
from .numbers import against, listed, quantity, signed
from .view import IndustryView, records


def beside_levels(line: pd.Series, value: float) -> str:
    """Return a unit energy that is never rounded across or onto a level of the line."""
    levels = [line[place] for place in ("baseline", "access", "advanced")]
    known = [float(level) for level in levels if not pd.isna(level)]
    return against(value, known, decimals(line))


def gap(line: pd.Series) -> str:
    """Return how far a line is from its last level, with as many decimals as its unit energy."""
    measured = beside_levels(line, line["measured"])
    return signed(line["gap_to_baseline"], len(measured.partition(".")[2]))


def decimals(line: pd.Series) -> int:
    """Return how many decimals a unit energy is written with: electricity is counted in whole kWh."""
    return 0 if str(line["unit"]).startswith("kWh") else 1


def units(view: IndustryView, lines: pd.DataFrame) -> str:
    """Return the units of unit energies; where there are several, product by product."""
    pairs = lines[["product_id", "unit"]].drop_duplicates()
    names = [unit_name(unit) for unit in pairs["unit"].drop_duplicates()]
    if len(names) == 1:
        return names[0]
    template = _("{product}为{unit}")
    return listed(
        template.format(product=view.product_name(product), unit=unit_name(unit))
        for product, unit in records(pairs)
    )


def numbers_of(lines: pd.DataFrame) -> str:
    """Return the numbers of lines in the tables."""
    return listed(str(rank) for rank in sorted(lines["rank"]))


class Marks:
    """Writes the numbers of lines with their marks, and tells what the marks used so far mean."""

    def __init__(self, view: IndustryView):
        self._allocated = set(view.allocated["line_code"])
        self._converted = set(converted(view)["line_code"])
        self._used: set[str] = set()

    def measured(self, line: pd.Series) -> str:
        """Return a unit energy; of shared-out energy with what other keys would give."""
        text = beside_levels(line, line["measured"])
        if line["line_code"] not in self._allocated:
            return text
        self._used.add("allocated")
        ends = [beside_levels(line, line[end]) for end in ("measured_low", "measured_high")]
        between = "" if ends[0] == ends[1] else "—".join(ends)
        return _("{value}［分摊{between}］").format(value=text, between=between)

    def output(self, view: IndustryView, line: pd.Series) -> str:
        """Return an output; of one that was converted to the basis of the standard it says so."""
        text = quantity(line["output_quantity"], view.output_unit(line["product_id"]))
        if line["line_code"] not in self._converted:
            return text
        self._used.add("converted")
        return _("{value}［折算］").format(value=text)

    def notes(self) -> list[str]:
        """Return what the marks used so far mean."""
        notes = []
        if "allocated" in self._used:
            notes.append(
                _(
                    "［分摊］ 含按企业或工序计量、分摊到线的能源；其后为换用其他分摊方法时单位能耗的范围。"
                )
            )
        if "converted" in self._used:
            notes.append(_("［折算］ 产量已按实测含量或重量折算为标准规定的产品基准。"))
        return notes


def converted(view: IndustryView) -> pd.DataFrame:
    """Return the output rows of the year that were converted to the basis of a standard."""
    rows = view.assessment["production"]
    if rows.empty:
        return pd.DataFrame({"line_code": []})
    own = rows["product_id"].astype("str").map(view.output_unit)
    return rows[rows["content"].notna() | (rows["output_base"].astype("str") != own)]


def notes_of_confidence(lines: pd.DataFrame) -> list[str]:
    """Return what ※ and 待核 mean in a table of lines, where they occur."""
    notes = []
    if lines["confidence"].map(confidence_mark).any():
        notes.append(_("※ 所依据的数值经交叉核对、未见原文，作出处置决定前须核实。"))
    review = lines[lines["result"] == "review"]
    if review["reason"].isna().any():
        notes.append(_("待核 所依据的数值未经核对或沿用旧版，不作判定依据。"))
    template = _("待核（序号{numbers}） {reason}。")
    for reason, rows in review.dropna(subset=["reason"]).groupby("reason", sort=False):
        text = template.format(numbers=numbers_of(rows), reason=reason_label(str(reason)))
        notes.append(text)
    return notes
