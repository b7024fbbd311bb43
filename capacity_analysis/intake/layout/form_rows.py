"""What the labelled cells of a form say of the enterprise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ...ledger import registry
from ...sheets.cells import is_blank
from ..mapping import SUBJECT_KEYS, Form, Value
from ..records import Found, Row
from .cell_values import Report, Target, clean, parts_of, with_factor
from .form import Labels
from .table_fields import subject_target


def subject_of(form: Form, labels: Labels, report: Report) -> dict[str, Found]:
    """Return how a return names its enterprise; report where it does not."""
    subject: dict[str, Found] = {}
    for key in SUBJECT_KEYS:
        want = getattr(form.subject, key)
        found = labels.value(want) if want is not None else None
        if found is not None:
            target = subject_target("enterprises", key)
            found = clean(found.value, target, report, found.sheet, found.cell)
            if not is_blank(found.value):
                subject[key] = found
    if not subject:
        report.add("subject_missing")
    return subject


def form_rows(form: Form, labels: Labels, report: Report) -> Iterator[Row]:
    """Yield the row of `enterprises`, and a row for each identifier."""
    values = dict(_enterprise(form, labels, report))
    if any(found.cell and not is_blank(found.value) for found in values.values()):
        yield Row("enterprises", values)
    spec = registry().tables["identifiers"].fields
    for kind, how in form.identifiers.items():
        target = Target("identifiers", "value", spec["value"], how)
        found = _value(how, labels, target, report)
        if found is None or is_blank(found.value):
            continue
        for part in parts_of(found.value) if how.split else [found.value]:
            label = Found(spec["kind"].labels[kind])
            yield Row("identifiers", {"kind": label, "value": replace(found, value=part)})


def _enterprise(form: Form, labels: Labels, report: Report) -> Iterator[tuple[str, Found]]:
    specs = registry().tables["enterprises"].fields
    for name, how in form.fields.items():
        target = Target("enterprises", name, specs[name], how)
        found = _value(how, labels, target, report)
        if found is not None:
            yield name, found
        elif how.otherwise is not None:
            yield name, Found(how.otherwise)
        elif specs[name].required:
            report.add("label_missing", table="enterprises", field=name, header=how.label or "")


def _value(how: Value, labels: Labels, target: Target, report: Report) -> Found | None:
    """Return the cleaned value of a label, or None where the form lacks the label."""
    if how.constant is not None:
        return Found(how.constant)
    spot = labels.find(how.label) if how.label is not None else None
    if spot is None:
        return None
    found = labels.value_at(spot)
    if not is_blank(found.value):
        above = spot.page.unit_above(spot.row)
        declared = above[0] if above is not None else None
        at = (found.sheet, found.cell)
        target = with_factor(target, labels.units_of(spot), declared, report, at, header=spot.text)
        found = clean(found.value, target, report, found.sheet, found.cell)
    return Found(how.otherwise) if is_blank(found.value) and how.otherwise is not None else found
