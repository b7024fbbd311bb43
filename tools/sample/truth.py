"""The truth about the fictional district: the tables that the messy folder must give.

Rows stand in the order of the roster, of an enterprise's lines, and then of their own keys.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np
import pandas as pd

from capacity_analysis import units, vocabulary
from capacity_analysis.ledger import registry
from capacity_analysis.ledger.template import write_workbook

from .accounts import accounts
from .cohorts import cohorts
from .departments import HEADCOUNT_DAY, Known, enterprise_id, inspections
from .exposures import told_exposures
from .land import add_outlines, shared_parcels, surveyed
from .line import ELECTRICITY, Amounts, LineMaker, tonnes_of_coal_equivalent
from .proceedings import told_rows, visits
from .rows import Row, Tables, in_order
from .story import Audit, District, Enterprise, Line, district

SEED = 20220321
# Tables of which the energy audit tells.
AUDITED = ("lines", "production", "energy", "shares", "conditions")

_LINE_FIELDS = {"capacity", "status", "started_on", "retired_on", "specification", "remark"}
_NOT_ON_OLD_FORM = ("line_name", "retired_on", "remark")
_STATISTICS_YEAR = 2021
_INSPECTED = 999  # no enterprise has this number: the generator of all inspections


def rows(seed: int = SEED) -> Tables:
    """Return the rows of each table, in order; fields that a row lacks are blank.

    Parameters
    ----------
    seed : int
        Seed of everything that the story leaves open.

    """
    return in_order(_all_rows(district(), seed))


def tables(seed: int = SEED) -> dict[str, pd.DataFrame]:
    """Return the tables of the fictional district.

    Parameters
    ----------
    seed : int
        Seed of everything that the story leaves open.

    Returns
    -------
    dict of str to DataFrame
        Tables of the registry with its field names as columns, as `write_workbook` takes them.

    """
    definitions = registry().tables
    return {name: pd.DataFrame(table, columns=list(definitions[name].fields), dtype=object)
            for name, table in rows(seed).items()}  # fmt: skip


def write(path: str | Path) -> None:
    """Write the truth as a ledger workbook (.xlsx); the same bytes each time."""
    write_workbook(path, tables(), district().guide)


def land_as_told(enterprise: Enterprise, story: District) -> float:
    """Return the land that an enterprise says it uses, whatever is registered."""
    rng = np.random.default_rng([SEED, enterprise.number - 1])
    return float(_told(enterprise, story, rng)["land_area_mu"])


def _all_rows(story: District, seed: int) -> Tables:
    made: Tables = defaultdict(list)
    names = {one.number: story.name + one.name for one in story.enterprises}
    keys = {one.number: enterprise_id(one, story.credit_code_prefix) for one in story.enterprises}
    for enterprise in story.enterprises:
        # Generators of its own: a later enterprise leaves the numbers of the others alone.
        rng = np.random.default_rng([seed, enterprise.number - 1])
        more = np.random.default_rng([seed, enterprise.number - 1, 1])
        for name, row in (
            *_of_enterprise(enterprise, story, names, rng, more),
            *_people_and_books(enterprise, story, seed),
        ):
            made[name].append({"enterprise_id": keys[enterprise.number], **row})
        when = np.random.default_rng([seed, enterprise.number - 1, 2])
        for row in visits(enterprise, story, when):
            made["milestones"].append({"enterprise_id": keys[enterprise.number], **row})
    for name, no, row in told_rows(story):
        made[name].append({"enterprise_id": keys[no], **row})
    for name, row in told_exposures(story, keys):
        made[name].append(row)
    add_outlines(story, keys, made["parcels"])
    made["parcels"] += list(shared_parcels(story, keys, made["parcels"]))
    for no, row in inspections(story, np.random.default_rng([seed, _INSPECTED])):
        made["inspections"].append({"enterprise_id": keys[no], **row})
    return {name: made[name] for name in registry().tables if name in made}


def _of_enterprise(
    enterprise: Enterprise,
    story: District,
    names: dict[int, str],
    rng: np.random.Generator,
    more: np.random.Generator,
) -> Iterator[tuple[str, Row]]:
    roster, told = _roster(enterprise, story), _told(enterprise, story, rng)
    old_form = enterprise.number in story.returns.older
    known = Known(enterprise, story, more, told["land_area_mu"])
    kept = {"address": known.address, **told} if enterprise.answers else {}
    if kept:
        kept["land_area_mu"] = known.ruling_land(told["land_area_mu"])
        if enterprise.workforce_unknown:
            kept["employees"] = None
        if old_form:
            kept["remark"] = None
    yield "enterprises", {**roster, **kept}
    consumed: dict[int, Amounts] = defaultdict(lambda: defaultdict(Fraction))
    if enterprise.audit is not None:
        yield from _audited(enterprise.audit, story, consumed)
    yield from _reports(enterprise, story, rng, consumed)
    if enterprise.answers:
        yield from (("identifiers", row) for row in known.identifiers(names, old_form=old_form))
    electricity = _electricity(enterprise, story, consumed, more)
    yield from (("metered_energy", row) for row in known.metered(electricity))
    yield from (("parcels", row) for row in surveyed(known.parcels, enterprise, story))
    yield "headcounts", {"as_of": HEADCOUNT_DAY, "insured": known.insured}
    land = told["land_area_mu"]
    yield from (("ratings", row) for row in known.ratings(told["tax_10k_cny"], land))
    yield from _statistics(enterprise, told, consumed, more, story)


def _people_and_books(
    enterprise: Enterprise, story: District, seed: int
) -> Iterator[tuple[str, Row]]:
    rng, staff, books = (
        np.random.default_rng([seed, enterprise.number - 1, *of]) for of in ((), (3,), (4,))
    )
    yield from (("workforce", row) for row in cohorts(enterprise, story, staff))
    revenue = _told(enterprise, story, rng)["revenue_10k_cny"]
    yield from (("finance", row) for row in accounts(enterprise, story, books, revenue))


def _roster(enterprise: Enterprise, story: District) -> Row:
    """Return what the roster says of an enterprise."""
    key = enterprise_id(enterprise, story.credit_code_prefix)
    return {
        "uscc": key if enterprise.coded else None,
        "name": f"{story.name}{enterprise.name}",
        "township": enterprise.township,
        "industry_code": enterprise.industry,
        "above_designated_size": enterprise.above,
    }


def _told(enterprise: Enterprise, story: District, rng: np.random.Generator) -> Row:
    """Return what an enterprise says of itself."""
    scale = story.scales[enterprise.scale]
    revenue = round(enterprise.employees * rng.uniform(*scale.revenue))
    return {
        "employees": enterprise.employees,
        "revenue_10k_cny": revenue,
        "tax_10k_cny": round(revenue * rng.uniform(*scale.tax), 1),
        "land_area_mu": round(enterprise.employees * rng.uniform(*scale.land), 1),
        "remark": enterprise.remark,
    }


def _line(line: Line, story: District) -> Row:
    return {
        "line_id": line.id,
        "line_name": line.name or f"{vocabulary.products()[line.product].name}{line.id}",
        "product_id": line.product,
        "capacity_unit": story.recipes[line.product].output_unit,
        **line.model_dump(include=_LINE_FIELDS),
    }


def _reports(
    enterprise: Enterprise, story: District, rng: np.random.Generator, used: dict[int, Amounts]
) -> Iterator[tuple[str, Row]]:
    """Yield the rows of an enterprise's lines, each with the name of its table.

    What the lines use, reported or not, is added up in `used`, in the units of the reports.
    """
    for line in enterprise.lines:
        row = _line(line, story)
        if enterprise.number in story.returns.older:
            row |= dict.fromkeys(_NOT_ON_OLD_FORM)
        yield "lines", row
        maker = LineMaker(line, enterprise, story, rng)
        for year in maker.years():
            output, amounts = maker.year(year)
            yield from (("production", row) for row in maker.production(year, output))
            for meter, amount in amounts.items():
                used[year][meter] += amount
            if not enterprise.metered_together:
                yield from (("energy", row) for row in maker.energy(year, amounts))
    if enterprise.metered_together:
        reported = {**story.carrier_units, **enterprise.units}
        for year, amounts in used.items():
            for (carrier, flow), amount in amounts.items():
                yield "energy", {"year": year, "carrier": carrier, "flow": flow,
                                 "amount": float(amount), "amount_unit": reported[carrier],
                                 "scope": "enterprise"}  # fmt: skip


def _audited(audit: Audit, story: District, used: dict[int, Amounts]) -> Iterator[tuple[str, Row]]:
    """Yield what the energy audit tells of an enterprise; add up what it used, as `_reports` does."""
    for name in AUDITED:
        for told in getattr(audit, name):
            for row in _by_year(told, story):
                yield name, row
                if name == "energy":
                    used[row["year"]][row["carrier"], row["flow"]] += Fraction(str(row["amount"]))


def _by_year(told: Row, story: District) -> Iterator[Row]:
    """Yield a row as it stands, or one a year where some of its fields are lists."""
    years = {key: value for key, value in told.items() if isinstance(value, list)}
    if not years:
        yield dict(told)
        return
    for at, year in enumerate(story.years):
        yield {**told, "year": year, **{key: values[at] for key, values in years.items()}}


def _electricity(
    enterprise: Enterprise, story: District, used: dict[int, Amounts], rng: np.random.Generator
) -> dict[int, Fraction]:
    """Return the electricity of each year in kWh; one without lines keeps its lamps burning."""
    unit = {**story.carrier_units, **enterprise.units}["electricity"]
    lamps = enterprise.employees * int(rng.integers(1200, 2400))
    return {
        year: used[year][ELECTRICITY] * units.factor(unit, "kWh")
        if used.get(year, {}).get(ELECTRICITY)
        else Fraction(lamps)
        for year in story.years
    }


def _statistics(
    enterprise: Enterprise,
    told: Row,
    used: dict[int, Amounts],
    rng: np.random.Generator,
    story: District,
) -> Iterator[tuple[str, Row]]:
    if not enterprise.above:
        return
    value = round(told["revenue_10k_cny"] * rng.uniform(0.97, 1.04))
    energy = tonnes_of_coal_equivalent(used.get(_STATISTICS_YEAR, {}), enterprise, story)
    for indicator, number in (("output_value_10k_cny", value), ("energy_tce", round(energy, 1))):
        yield "statistics", {"year": _STATISTICS_YEAR, "indicator": indicator, "value": number}
