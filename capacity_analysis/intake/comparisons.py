"""One fact from several sources: side by side, and which of them rules.

The campaign says for each fact in what order its suppliers rule and how far they may differ
(`source_precedence`). Within that, they agree and the self-check stands. Beyond it the first one
rules, or the fact is contested until a person has settled it. No value is thrown away.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from .. import units, vocabulary
from ..campaign import SELF_CHECK, Campaign, Fact, SourceRule
from ..ledger import registry
from ..ledger.dates import as_year
from ..ledger.values import as_number
from ..sheets.cells import as_text, is_blank
from ..text import _
from .entries import Entry, Place, Tables, shown
from .identity.decisions import Decisions

Standing = Literal["ruling", "agreeing", "overruled", "contested"]

_MONTHS = 12
_ELECTRICITY = "electricity"
_UNITS: dict[Fact, str] = {"electricity": "万千瓦时", "employees": "人", "land": "亩"}


@dataclass
class Statement:
    """What one supplier says of a fact."""

    value: float
    places: list[Place] = field(default_factory=list)


@dataclass(frozen=True)
class Comparison:
    """What one supplier says of a fact beside others, and how it stands.

    Attributes
    ----------
    enterprise_id, fact, year
        What is compared; `year` is None for a fact without one.
    supplier : str
        Department of the campaign, or ``enterprise``.
    value : float
        In the unit `unit`.
    places : list of Place
        The cells that it came from.
    standing : {'ruling', 'agreeing', 'overruled', 'contested'}
        Whether it rules.

    """

    enterprise_id: str
    fact: Fact
    year: int | None
    supplier: str
    value: float
    unit: str
    places: list[Place]
    standing: Standing


_Key = tuple[str, Fact, int | None]


def compare(
    tables: Tables,
    campaign: Campaign,
    suppliers: Mapping[str, str],
    decisions: Decisions,
    names: Mapping[str, str] | None = None,
) -> list[Comparison]:
    """Set the statements of all sources on a fact side by side.

    Parameters
    ----------
    tables : mapping of str to list of Entry
        Rows of the ledger.
    campaign : Campaign
        Says which source rules.
    suppliers : mapping of str to str
        Supplier (department or ``enterprise``) of each file.
    decisions : Decisions
        What a person has settled.
    names : mapping of str to str, optional
        Names of the suppliers, by which a person refers to them.

    Returns
    -------
    list of Comparison
        By enterprise, fact and year; nothing where only one source speaks.

    """
    said: dict[_Key, dict[str, Statement]] = defaultdict(dict)
    for fact, statements in (
        ("electricity", _electricity(tables, suppliers)),
        ("employees", _employees(tables, suppliers)),
        ("land", _land(tables, suppliers)),
    ):
        for enterprise, year, supplier, statement in statements:
            said[enterprise, fact, year][supplier] = statement  # type: ignore[index]
    found: list[Comparison] = []
    for (enterprise, fact, year), by_supplier in said.items():
        rule = campaign.source_precedence.get(fact)
        ranked = [name for name in rule.order if name in by_supplier] if rule else []
        if rule is None or len(ranked) < 2:
            continue
        settled = decisions.settled(enterprise, fact, year, names)
        standings = _standings(rule, ranked, by_supplier, settled)
        found += [
            Comparison(
                enterprise, fact, year, name, by_supplier[name].value, _UNITS[fact],
                by_supplier[name].places, standings[name],
            )
            for name in ranked
        ]  # fmt: skip
    return found


def _standings(
    rule: SourceRule,
    ranked: Sequence[str],
    said: Mapping[str, Statement],
    settled: str | None,
) -> dict[str, Standing]:
    """Return how each supplier stands, by the rule or by what a person has settled."""
    if settled in ranked:
        return {name: "ruling" if name == settled else "overruled" for name in ranked}
    first = said[ranked[0]].value
    tolerance = abs(first) * rule.tolerance_percent / 100
    # A millionth of the tolerance keeps a difference of exactly 5 % within 5 %.
    if all(abs(said[name].value - first) <= tolerance * (1 + 1e-6) for name in ranked):
        return dict.fromkeys(ranked, "agreeing")
    if rule.beyond == "contested":
        return dict.fromkeys(ranked, "contested")
    return {name: "overruled" if at else "ruling" for at, name in enumerate(ranked)}


def let_rule(tables: Tables, comparisons: Sequence[Comparison]) -> None:
    """Put the value of the ruling source into the roster, where it is not the self-check's.

    Only facts of an enterprise as a whole have a cell there. What a meter says of the whole works
    cannot be split over its lines: electricity is never written over.
    """
    fields = {"employees": "employees", "land": "land_area_mu"}
    rows = {as_text(entry.values["enterprise_id"]): entry for entry in tables["enterprises"]}
    for one in comparisons:
        if one.standing == "ruling" and one.supplier != SELF_CHECK and one.fact in fields:
            entry = rows[one.enterprise_id]
            entry.values[fields[one.fact]] = one.value
            entry.places.pop(fields[one.fact], None)
            if len(one.places) == 1:
                entry.places[fields[one.fact]] = one.places[0]


_Said = Iterator[tuple[str, int | None, str, Statement]]


def _electricity(tables: Tables, suppliers: Mapping[str, str]) -> _Said:
    """Yield the electricity of each enterprise and year: as consumed, and as metered."""
    for name in ("energy", "metered_energy"):
        parts: dict[tuple[str, int], list[Entry]] = defaultdict(list)
        for entry in tables.get(name, ()):
            year = as_year(entry.values.get("year"))
            if year is not None and _is_electricity_consumed(entry):
                parts[str(entry.values["enterprise_id"]), int(year)].append(entry)
        for (enterprise, of_year), entries in parts.items():
            amounts = [_energy(entry) for entry in entries]
            known = [amount for amount in amounts if amount is not None]
            places = [place for entry in entries for place in _places(entry, "amount")]
            supplier = _supplier(places, suppliers)
            # Missing is not zero: a sum without a part is no sum.
            if supplier is not None and len(known) == len(entries):
                yield enterprise, of_year, supplier, Statement(float(sum(known)), places)


def _is_electricity_consumed(entry: Entry) -> bool:
    flow = registry().tables["energy"].fields["flow"]
    carrier = vocabulary.carriers()[_ELECTRICITY].name
    consumed = shown(flow, entry.values.get("flow")) == flow.labels["consumed"]
    return consumed and as_text(entry.values.get("carrier", "")) == carrier


def _energy(entry: Entry) -> Fraction | None:
    """Return an amount in the unit of the comparison; None of a year that is not metered whole."""
    months = entry.values.get("months")
    if not is_blank(months) and as_number(months) != _MONTHS:
        return None
    return _quantity(entry, "amount", "kWh", _UNITS["electricity"])


def _quantity(entry: Entry, key: str, base: str, unit: str) -> Fraction | None:
    """Return a number with its unit column converted exactly, or None where either can't be read."""
    number = as_number(entry.values.get(key))
    try:
        ratio = units.factor(as_text(entry.values.get(f"{key}_unit", "")), base)
    except units.UnitError:
        return None
    return None if number is None else Fraction(str(number)) * ratio / units.factor(unit, base)


def _employees(tables: Tables, suppliers: Mapping[str, str]) -> _Said:
    """Yield the staff of each enterprise: as it says itself, and as insured on the latest day."""
    yield from _own(tables, "employees", suppliers)
    latest: dict[str, tuple[str, Entry]] = {}
    spec = registry().tables["headcounts"].fields["as_of"]
    for entry in tables.get("headcounts", ()):
        day = shown(spec, entry.values.get("as_of"))
        enterprise = str(entry.values["enterprise_id"])
        if enterprise not in latest or day > latest[enterprise][0]:
            latest[enterprise] = (day, entry)
    for enterprise, (_day, entry) in latest.items():
        value, places = as_number(entry.values.get("insured")), _places(entry, "insured")
        supplier = _supplier(places, suppliers)
        if value is not None and supplier is not None:
            yield enterprise, None, supplier, Statement(value, places)


def _land(tables: Tables, suppliers: Mapping[str, str]) -> _Said:
    """Yield the land of each enterprise: as it says itself, and as its parcels are registered.

    The register does not say how much of a parcel that several use is whose.
    """
    yield from _own(tables, "land_area_mu", suppliers)
    areas: dict[str, list[tuple[Entry, Fraction | None]]] = defaultdict(list)
    users: dict[str, set[str]] = defaultdict(set)
    for entry in tables.get("parcels", ()):
        enterprise = str(entry.values["enterprise_id"])
        areas[enterprise].append((entry, _quantity(entry, "area", "m2", _UNITS["land"])))
        number = entry.values.get("parcel_no")
        if not is_blank(number):
            users[as_text(number)].add(enterprise)
    shared = {user for together in users.values() if len(together) > 1 for user in together}
    for enterprise, parts in areas.items():
        if enterprise in shared:
            continue
        known = [area for _entry, area in parts if area is not None]
        places = [place for entry, _area in parts for place in _places(entry, "area")]
        supplier = _supplier(places, suppliers)
        if len(known) == len(parts) and supplier is not None:
            total = round(float(sum(known)), 4)
            yield enterprise, None, supplier, Statement(total, places)


def _own(tables: Tables, key: str, suppliers: Mapping[str, str]) -> _Said:
    for entry in tables["enterprises"]:
        value, places = as_number(entry.values.get(key)), _places(entry, key)
        supplier = _supplier(places, suppliers)
        if value is not None and supplier is not None:
            yield str(entry.values["enterprise_id"]), None, supplier, Statement(value, places)


def _places(entry: Entry, key: str) -> list[Place]:
    return [entry.places[key]] if key in entry.places else []


def _supplier(places: Sequence[Place], suppliers: Mapping[str, str]) -> str | None:
    """Return the supplier of the files that a value came from; nobody where there are several."""
    named = {suppliers[place.file] for place in places}
    return named.pop() if len(named) == 1 else None


def cells_of(places: Sequence[Place]) -> str:
    """Return sheet and cell of a statement, for the ledger's own table."""
    shown_places = [f"{place.sheet}!{place.cell}" for place in places]
    return _("、").join(shown_places)
