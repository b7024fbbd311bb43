"""Kinds of rules: parameters of law, the retirement schedule, targets (and catalogue entries)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from ... import vocabulary
from ..document import Cell, Confidence, Row
from .catalogue import CATALOGUE_ENTRIES, COMPARISONS
from .columns import CONFIDENCE, FROM, JURISDICTION, TO, Column, Defects, Kind, NumberedRows

_AREA = re.compile(r"[0-9]{6}")
_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")
_NAME = re.compile(r"[a-z][a-z0-9_]*")


def _check_parameter(row: Row) -> Defects:
    """Require a name, one value (none in an open row), an area, and dates in their order."""
    if row["parameter"] and not _NAME.fullmatch(str(row["parameter"])):
        yield f"parameter: {row['parameter']!r} is not a name of small letters, digits and _"
    values = [name for name in ("value", "value_text") if row[name] not in (None, "")]
    if row["confidence"] == Confidence.OPEN:
        if row["value_text"]:
            yield f"value_text: an open row holds the value {row['value_text']}"
    elif len(values) != 1:
        yield "value: exactly one of value and value_text must be given"
    if row["value"] is not None and not row["unit"]:
        yield "unit: missing for a number"
    if row["jurisdiction"] and not _AREA.fullmatch(str(row["jurisdiction"])):
        yield f"jurisdiction: {row['jurisdiction']!r} is not a code of six digits"
    first, last = str(row["effective_from"]), str(row["effective_to"])
    if first and last and last < first:
        yield f"effective_to: {last} lies before effective_from {first}"


def _check_parameters(rows: NumberedRows) -> Iterator[tuple[int, str]]:
    """Require one value per parameter, code and area on any day; first and last day count."""
    spans: defaultdict[tuple[Cell, ...], list[tuple[str, str, int]]] = defaultdict(list)
    for number, row in rows:
        key = (row["parameter"], row["code"], row["jurisdiction"])
        # Dates compare as text; an open end lies outside every date.
        first, last = str(row["effective_from"] or ""), str(row["effective_to"] or "~")
        spans[key].append((first, last, number))
    for found in spans.values():
        latest, holder = "", 0
        for first, last, number in sorted(found):
            if holder and first <= latest:
                yield number, f"effective_from: overlaps the dates of row {holder}"
            if not holder or last > latest:
                latest, holder = last, number


def _parameters(name: str, title: str) -> Kind:
    """Return a kind of numbers and texts of law, each with its own dates and area."""
    return Kind(
        name,
        title,
        (
            Column("row_id"),
            Column("parameter"),  # the name by which a rule of the package asks for the value
            Column("topic"),
            Column("item"),
            Column("code", optional=True),  # what the value is for: an industry, a grade, a year
            Column("value", "number", optional=True),
            Column("value_text", optional=True),
            Column("unit", optional=True),
            Column("operator", optional=True, choices=COMPARISONS | {"equals"}),
            Column("clause", optional=True),
            FROM,
            TO,
            JURISDICTION,
            Column("source"),
            CONFIDENCE,
            Column("remark", optional=True),
        ),
        ("parameter", "code"),
        _check_parameter,
        _check_parameters,
    )


LABOUR_PARAMETERS = _parameters("labour_parameters", "劳动和社会保险参数")
LAND_PARAMETERS = _parameters("land_parameters", "土地参数")
ELECTRICITY_PRICES = _parameters("electricity_prices", "差别电价和阶梯电价")
CREDIT_RULES = _parameters("credit_rules", "信贷规则")
ENFORCEMENT_RULES = _parameters("enforcement_rules", "执法程序、期限和罚则")
LENDING_RATES = _parameters("lending_rates", "贷款利率")
ZOMBIE_RULES = _parameters("zombie_rules", "僵尸企业认定")


def _check_retirement(row: Row) -> Defects:
    """Require that the ages and the months of a row follow from one another."""
    names = ("birth_month", "original_retirement_month", "new_retirement_month")
    months = {name: _months(row[name]) for name in names}
    yield from (
        f"{name}: {row[name]!r} is not a month such as 1965-01"
        for name, month in months.items()
        if row[name] and month is None
    )
    born, original, new = months.values()
    age, delay = _whole(row["original_age"]), _whole(row["delay_months"])
    reached, rest = _whole(row["new_age_years"]), _whole(row["new_age_months"])
    if rest is not None and not 0 <= rest < 12:
        yield f"new_age_months: {rest} is not a number of months below a year"
    if None in (born, original, new, age, delay, reached, rest):
        return
    if original - born != 12 * age:  # type: ignore[operator]
        yield f"original_retirement_month: {row['birth_month']} plus {age} years is another month"
    if new - original != delay:  # type: ignore[operator]
        yield f"new_retirement_month: is not {delay} months after the original one"
    if 12 * reached + rest != 12 * age + delay:  # type: ignore[operator]
        yield f"new_age_years: {reached} years and {rest} months is not {age} years and {delay} months"


def _months(text: Cell) -> int | None:
    """Count the months from the year 0 to a month written as 1965-01."""
    found = _MONTH.fullmatch(str(text))
    return 12 * int(found[1]) + int(found[2]) if found else None


def _whole(value: Cell) -> int | None:
    return int(value) if isinstance(value, float) and value.is_integer() else None


def _check_retirements(rows: NumberedRows) -> Iterator[tuple[int, str]]:
    """Require one row per category and month of birth."""
    first: dict[tuple[Cell, Cell], int] = {}
    for number, row in rows:
        key = (row["category"], row["birth_month"])
        if first.setdefault(key, number) != number:
            yield number, f"birth_month: {key[1]} of {key[0]} stands in row {first[key]} already"


RETIREMENT_SCHEDULE = Kind(
    "retirement_schedule",
    "延迟法定退休年龄对照表",
    (
        Column("row_id"),
        Column("category"),
        Column("birth_month"),
        Column("original_retirement_month"),
        Column("original_age", "number"),
        Column("delay_months", "number"),
        Column("new_age_years", "number"),
        Column("new_age_months", "number"),
        Column("new_retirement_month"),
        Column("least_contribution_years", "number"),
        Column("earliest_flexible_age"),
        Column("latest_flexible_age"),
        Column("source"),
        CONFIDENCE,
    ),
    ("category", "birth_month"),
    _check_retirement,
    _check_retirements,
)

_SHARES = frozenset(
    {"share_advanced_at_least", "share_advanced_above", "share_below_baseline_at_most"}
)


def _check_target(row: Row) -> Defects:
    """Require products of the vocabulary, and what the measure needs to be measured by."""
    products = str(row["products"]).split(";") if row["products"] else []
    for product in sorted(set(products)):
        if product not in vocabulary.products():
            yield f"products: {product!r} is not in the vocabulary"
        if products.count(product) > 1:
            yield f"products: {product!r} stands twice"
    value, measure = row["value"], row["measure"]
    if isinstance(value, float) and not row["unit"]:
        yield "unit: missing for a number"
    is_share = isinstance(value, float) and row["unit"] == "%" and 0 <= value <= 100
    if measure in _SHARES and row["confidence"] != Confidence.OPEN and not is_share:
        yield f"value: {measure} needs a share in %"
    if measure == "deadline" and not row["deadline"] and value is None:
        yield "deadline: missing, and no period is given either"


# Targets and deadlines: never a threshold for a line, always one for a plan.
POLICY_TARGETS = Kind(
    "policy_targets",
    "政策目标和期限",
    (
        Column("row_id"),
        Column("item"),
        Column("scope"),
        Column(
            "products", optional=True
        ),  # product ids joined by ;, where the scope names products
        Column("measure", choices=_SHARES | {"deadline", "other"}),
        Column("value", "number", optional=True),
        Column("unit", optional=True),
        Column("deadline", "date", optional=True),
        Column("requirement"),
        Column("source"),
        CONFIDENCE,
    ),
    (),
    _check_target,
)

RULE_KINDS = (
    CATALOGUE_ENTRIES,
    LABOUR_PARAMETERS,
    LAND_PARAMETERS,
    ELECTRICITY_PRICES,
    CREDIT_RULES,
    ENFORCEMENT_RULES,
    LENDING_RATES,
    ZOMBIE_RULES,
    RETIREMENT_SCHEDULE,
    POLICY_TARGETS,
)
