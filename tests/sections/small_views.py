"""Small ledgers, one industry at a time, assessed by levels that this file states.

Unit energies are given, and the helper writes amounts that make them: electricity of 1,000,000 kWh
is 122.9 tce at 0.1229 kgce/kWh, and washed coal at 0.9 kgce/kg makes up the rest (or is recovered to
outside, where the unit energy is negative). A product whose level counts electricity gets
electricity alone.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import shutil
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd
from raw_ledger import ledger_of_rows

from capacity_analysis import Assessment, Campaign, Standards, assess, paths, sections
from capacity_analysis.sections.blocks import Block, Points, Table, plain

AS_OF = dt.date(2022, 9, 10)
KWH, ELECTRICITY_TCE, WASHED_COAL = 1_000_000.0, 122.9, 0.9

_LEVELS = """\
row_id,product_id,also_products,product,process_or_grade,indicator,indicator_zh,advanced,baseline,unit,gb4754,reference_standard,remark,source,confidence
t-clinker,clinker,,水泥熟料,,comprehensive,单位产品综合能耗,100,117,kgce/t,3011,GB 1,,试验,verified
t-converter,converter_steel,,炼钢,转炉工序,comprehensive,单位产品能耗,-30,-10,kgce/t,3120,GB 2,,试验,verified
t-iron,blast_furnace_iron,,炼铁,高炉工序,comprehensive,单位产品能耗,361,435,kgce/t,3110,GB 2,,试验,cross_checked
t-copper,copper_cathode_from_concentrate,,铜冶炼,铜冶炼工艺,comprehensive,单位产品综合能耗,260,380,kgce/t,3211,GB 3,,试验,recalled
t-aluminium,aluminium_liquid,,铝冶炼,电解铝,electricity,铝液交流电耗,13000,13350,kWh/t,3216,GB 4,,试验,cross_checked
t-glass,flat_glass_500_to_800,,平板玻璃,,comprehensive,单位产品能耗,9.5,13.5,kgce/重量箱,3041,GB 5,,试验,verified
"""
_LIMITS = """\
row_id,product_id,also_products,product,process_or_grade,indicator,indicator_zh,level_1,level_2,level_3,unit,corrections,remark,source,confidence
l-clinker,clinker,,水泥熟料,,comprehensive,单位产品综合能耗,90,105,118,kgce/t,,,试验,verified
l-iron,blast_furnace_iron,,高炉工序,,comprehensive,单位产品能耗,361,370,435,kgce/t,,,试验,cross_checked
l-copper,copper_cathode_from_concentrate,,铜冶炼,,comprehensive,单位产品综合能耗,,,380,kgce/t,,,试验,recalled
l-cement,cement,,水泥,,comprehensive,单位产品综合能耗,8,9,10,kgce/t,,,试验,verified
"""
_ELECTRIC = {"aluminium_liquid"}
_OUTPUT_UNIT = {"flat_glass_500_to_800": "重量箱"}


@cache
def standards(limits: bool = False) -> Standards:
    """Return the packaged coefficients, and the levels above within the packaged dates.

    With `limits` come the limits above, within the dates of GB 21256-2013, and the edition of 2023,
    whose only row lets clinker pass at 115.
    """
    documents = ["gbt-2589-2020", "ndrc-2021-1609", "unit-energy-definitions"]
    documents += ["gb-21256-2013", "ndrc-2023-723"] if limits else []
    with TemporaryDirectory() as name:
        folder = Path(name)
        for document in documents:
            shutil.copytree(paths.data() / "standards" / document, folder / document)
        (folder / "ndrc-2021-1609" / "levels.csv").write_text(_LEVELS, encoding="utf-8")
        if limits:
            (folder / "gb-21256-2013" / "limits.csv").write_text(_LIMITS, encoding="utf-8")
            later = _LEVELS.splitlines()[:2]
            later[1] = later[1].replace("t-clinker", "n-clinker").replace("117", "115")
            newer = folder / "ndrc-2023-723" / "levels.csv"
            newer.write_text("\n".join(later) + "\n", encoding="utf-8")
        return Standards.load(folder)


@dataclasses.dataclass(frozen=True)
class Line:
    """A line that reports `unit_energy` in 2021, and `previous` in 2020 where it is given."""

    enterprise: str = "甲厂"
    line: str = "1号"
    product: str = "clinker"
    unit_energy: float | None = 110.0
    output: float | None = 1_000_000.0
    previous: float | None = None
    capacity: float | None = None
    made: str | None = None
    status: str = "operating"
    started_on: dt.date | None = dt.date(2010, 1, 1)
    period_kind: str = "full_year"
    lacks: tuple[str, ...] = ()
    scope: str = "line"


_MADE: dict[str, Assessment] = {}


def assessment(*lines: Line, **given: Any) -> Assessment:
    """Assess these lines, once for all tests that ask for them; see `_assessed`."""
    key = repr((lines, given))
    if key not in _MADE:
        _MADE[key] = _assessed(*lines, **given)
    return _MADE[key]


def _assessed(
    *lines: Line,
    codes: dict[str, str] | None = None,
    as_of: dt.date | None = None,
    campaign: Campaign | None = None,
    enterprise: dict[str, Any] | None = None,
    guide: dict[str, Any] | None = None,
    warnings: int = 0,
    more: dict[str, list[dict[str, Any]]] | None = None,
    limits: bool = False,
):
    """Assess these lines; `codes` gives enterprises their industry, of cement by default.

    `more` holds rows of further tables.
    """
    codes = {line.enterprise: "3011" for line in lines} | (codes or {})
    tables: dict[str, list[dict[str, Any]]] = {
        "enterprises": [
            {"enterprise_id": name, "name": name, "industry_code": code, **(enterprise or {})}
            for name, code in codes.items()
        ],
        "lines": [], "production": [], "energy": [],
    }  # fmt: skip
    for line in lines:
        _add(tables, line)
    told = {"data_as_of": AS_OF, "district": "九江市柴桑区"} | (guide or {})
    ledger = ledger_of_rows(tables | (more or {}), told)
    return assess(ledger, standards(limits), campaign, as_of=as_of, warnings=warnings)


def view(*lines: Line, industry: str = "cement", **given: Any) -> sections.IndustryView:
    """Return the view of one industry of these lines."""
    return sections.IndustryView(assessment(*lines, **given), industry)


def with_tables(of: sections.IndustryView, **tables: pd.DataFrame) -> sections.IndustryView:
    """Return a view of the same industry with these tables in the assessment."""
    held = {**of.assessment.tables, **tables}
    return sections.IndustryView(dataclasses.replace(of.assessment, tables=held), of.industry_id)


def steel(*lines: Line, **given: Any) -> sections.IndustryView:
    """Return the view of steel works with these lines."""
    return view(
        *lines, industry="steel", codes={line.enterprise: "3120" for line in lines}, **given
    )


def nonferrous(*lines: Line, **given: Any) -> sections.IndustryView:
    """Return the view of non-ferrous smelters with these lines."""
    codes = {line.enterprise: "3216" for line in lines}
    return view(*lines, industry="nonferrous", codes=codes, **given)


def _add(tables: dict[str, list[dict[str, Any]]], line: Line) -> None:
    key = {"enterprise_id": line.enterprise, "line_id": line.line}
    unit = _OUTPUT_UNIT.get(line.product, "吨")
    capacity = {"capacity": line.capacity, "capacity_unit": unit} if line.capacity else {}
    tables["lines"].append(
        {**key, "product_id": line.product, "status": line.status, "started_on": line.started_on}
        | capacity
    )
    product = line.made or line.product
    for year, unit_energy in ((2021, line.unit_energy), (2020, line.previous)):
        if unit_energy is None:
            continue
        year_key = {**key, "year": year}
        kind = {"period_kind": line.period_kind}
        if line.period_kind != "full_year":
            kind |= {"period_start": dt.date(year, 1, 1), "period_end": dt.date(year, 6, 30)}
        if "output" not in line.lacks:
            tables["production"].append(
                {**year_key, "product_id": product, "output": line.output, "output_unit": unit}
                | kind
            )
        for carrier, flow, amount, amount_unit in _energy(line, unit_energy):
            if carrier in line.lacks:
                continue
            blank = f"{carrier}_amount" in line.lacks
            row = {**year_key, "carrier": carrier, "flow": flow, "amount_unit": amount_unit}
            row["amount"] = None if blank else amount
            row["scope"] = line.scope
            if line.scope != "line":
                del row["line_id"]
            tables["energy"].append(row)


def _energy(line: Line, unit_energy: float) -> list[tuple[str, str, float, str]]:
    output = line.output or 1_000_000.0
    if line.product in _ELECTRIC:
        return [("electricity", "consumed", unit_energy * output, "千瓦时")]
    rest = (unit_energy * output / 1000 - ELECTRICITY_TCE) / WASHED_COAL
    flow = "consumed" if rest >= 0 else "recovered_outside"
    return [
        ("electricity", "consumed", KWH, "千瓦时"),
        ("washed_coal", flow, abs(rest), "吨"),
    ]


def briefing(of: sections.IndustryView) -> list[Block]:
    """Return every block of a briefing, in the order of the page."""
    parts = [sections.masthead, *(getattr(sections, name) for name in _order())]
    return [block for part in parts for block in part(of)]


def _order() -> tuple[str, ...]:
    from capacity_analysis.sections.heading import ORDER

    return ORDER


def sentences(of: sections.IndustryView) -> list[str]:
    """Return the core conclusions; a reference reads ``<table-gaps>``."""
    points = next(block for block in sections.conclusions(of) if isinstance(block, Points))
    return [shown(item) for item in points.items]


def box(of: sections.IndustryView, title: str) -> list[str]:
    """Return the points of the box of the first page whose title begins with `title`."""
    found = [
        block
        for block in sections.conclusions(of)
        if isinstance(block, Points) and block.title.startswith(title)
    ]
    return [shown(item) for item in found[0].items]


def shown(item: Any) -> str:
    """Return runs as text, references as their anchor in angle brackets."""
    return "".join(run.text or f"<{run.target}>" for run in item)


def table(blocks: Any, anchor: str) -> Table:
    """Return the table with this anchor."""
    return next(b for b in blocks if isinstance(b, Table) and b.anchor == anchor)


def cells(of: Table) -> list[list[str]]:
    """Return the texts of a table's cells."""
    return [[plain(cell) for cell in row] for row in of.rows]


def column(of: Table, label: str) -> list[str]:
    """Return the texts of the column whose label begins with `label`."""
    at = next(i for i, c in enumerate(of.columns) if c.label.startswith(label))
    return [row[at] for row in cells(of)]
