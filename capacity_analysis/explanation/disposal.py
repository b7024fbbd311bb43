"""What the second half of an explanation is made of: equipment, catalogue, findings, suggestion."""

from __future__ import annotations

from dataclasses import dataclass

from .facts import Citation, Place


@dataclass(frozen=True)
class Reading:
    """A text in which type or attribute of a device was looked for, and what was found."""

    text: str
    outcome: str
    outcome_label: str
    equipment_type: str
    attribute: str
    value: float | None
    candidates: str
    place: Place


@dataclass(frozen=True)
class DeviceValue:
    """A value of a device: a number or a text, how it came to be known, and its cell."""

    attribute: str
    name: str
    value: float | None
    value_text: str
    origin: str
    origin_label: str
    place: Place


@dataclass(frozen=True)
class Entry:
    """A row of a catalogue that speaks of a device's type, and how the device stands to it.

    `applies_when` and `exempt_when` are the conditions of scope and exception as the row has them
    (`analysis.conditions_of_entries`), `doubtful_at` the value at which its wording is in doubt;
    `proof` are the papers that would prove the exception.
    """

    citation: Citation
    entry: str
    section: str
    category: str
    equipment: str
    attribute: str
    attribute_name: str
    operator: str
    threshold: str
    unit: str
    doubtful_at: str
    applies_when: str
    exception: str
    exempt_when: str
    proof: str
    deadline: str
    measured: float | None
    measured_text: str
    result: str
    result_label: str
    reason: str
    reason_label: str


@dataclass(frozen=True)
class Device:
    """A device of the line: how it is known, what is known of it, and the entries it was held against.

    `exception_papers` and dates are as reported; empty where they are not.
    """

    equipment_id: str
    name: str
    equipment_type: str
    type_name: str
    use: str
    model: str
    exception_papers: str
    approved_on: str
    commissioned_on: str
    in_use: bool
    origin: str
    origin_label: str
    place: Place
    readings: tuple[Reading, ...]
    values: tuple[DeviceValue, ...]
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Ruling:
    """A finding on a ground of the plan: result, what it rests on, state, deadlines and departments.

    `deadline` is the day that governs; the others stand beside it. Departments are named, `supplier`
    is the one that must supply what is missing.
    """

    ground: str
    name: str
    clause: str
    whole_enterprise: bool
    equipment_id: str
    category: str
    result: str
    result_label: str
    reason: str
    reason_label: str
    proof: str
    note: str
    citation: Citation | None
    attribute_name: str
    measured: float | None
    measured_text: str
    threshold: float | None
    threshold_text: str
    unit: str
    confidence: str
    state: str
    state_label: str
    ordered_on: str
    due_on: str
    deadline: str
    deadline_basis: str
    deadline_basis_label: str
    plan_deadline: str
    national_deadline: str
    entry_deadline: str
    action: str
    authority: str
    legal_basis: str
    department: str
    cooperating: str
    supplier: str
    cells: str


@dataclass(frozen=True)
class Rule:
    """The rule of precedence by which a suggestion was chosen: its place among all, and its clause."""

    id: str
    place: int
    count: int
    text: str
    clause: str
    source: str


@dataclass(frozen=True)
class StepTaken:
    """A legal step or gate before an exit, and whether it was taken."""

    step: str
    name: str
    kind: str
    basis: str
    status: str
    status_label: str
    done_on: str
    document_no: str
    cell: str


@dataclass(frozen=True)
class Suggestion:
    """What is suggested for a unit (line, device without a line, enterprise without either)."""

    scope: str
    unit: str
    disposition: str
    name: str
    text: str
    rule: Rule | None
    grounds: str
    findings: int
    open_questions: int
    state: str
    state_label: str
    deadline: str
    deadline_basis: str
    deadline_basis_label: str
    department: str
    cooperating: str
    authority: str
    exits: bool
    steps: tuple[StepTaken, ...]
