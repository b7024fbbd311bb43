"""What an explanation is made of: every number of a line's verdict, and where it stands.

`explain --json` prints these classes as they are: objects by field name, null for what is not
known, numbers unrounded. The number of a later step follows from those of the steps before it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

FORMAT = 1


@dataclass(frozen=True)
class Correction:
    """A correction of a cell: what stood there, what stands for it, why and by whom."""

    header: str
    place: str
    old: str
    new: str
    reason: str
    provider: str
    corrected_on: str
    cell: str


@dataclass(frozen=True)
class Place:
    """A cell of the ledger, the cell of the return or list that it came from, and its corrections.

    `origin` is None where the ledger does not tell it. `corrections` are those of the whole row: a
    number is another one with another unit.
    """

    cell: str
    origin: str | None
    corrections: tuple[Correction, ...]


@dataclass(frozen=True)
class Citation:
    """A row of a document."""

    document_id: str
    document: str
    in_force: str
    dates_confidence: str
    jurisdiction: str
    binding: bool
    kind: str
    row_id: str
    confidence: str
    source: str


@dataclass(frozen=True)
class Lack:
    """Why there is no sure answer, and which department can mend it (empty where none can)."""

    reason: str
    label: str
    carrier: str
    department: str


@dataclass(frozen=True)
class Line:
    """The line: what it declares to make, what it made, and whether it is in operation.

    `capacity` is as reported, in `capacity_unit`; `out_of_operation` is empty for a line in operation.
    """

    enterprise_id: str
    enterprise: str
    township: str
    line_id: str
    line_name: str
    declared: str
    declared_name: str
    made: str
    made_name: str
    capacity: float | None
    capacity_unit: str
    status: str
    out_of_operation: str
    place: Place


@dataclass(frozen=True)
class Output:
    """A row of output: `amount` x the size of `unit` is `quantity`, in `quantity_unit`."""

    product: str
    product_name: str
    amount: float | None
    unit: str
    quantity: float | None
    quantity_unit: str
    content: float | None
    full_year: bool
    place: Place


@dataclass(frozen=True)
class Share:
    """How a row metered above the line is shared out.

    `share` x the whole row is the line's; `by_key` is what each key of the ledger would give (None
    where it can't be computed), `lines` what each line gets, and `declared` where shares stand that
    the enterprise declares.
    """

    key: str
    key_label: str
    share: float
    by_key: Mapping[str, float | None]
    lines: Mapping[str, float]
    declared: tuple[Place, ...]


@dataclass(frozen=True)
class Term:
    """An energy row of the line.

    ``energy_kgce = sign x quantity x share x coefficient``, share 1 where there is none. `quantity`
    is `amount` of the whole row in `quantity_unit`; `coefficient` is kgce per `quantity_unit`, of the
    cited row, or `ncv_kj` x the kgce of one kJ that the cited row gives (`kgce_per_kj`).
    """

    number: int
    carrier: str
    name: str
    flow: str
    flow_label: str
    purpose: str
    purpose_label: str
    amount: float | None
    unit: str
    quantity: float | None
    quantity_unit: str
    sign: int
    share: Share | None
    ncv_kj: float | None
    kgce_per_kj: float | None
    coefficient: float | None
    citation: Citation | None
    signed_quantity: float | None
    energy_kgce: float | None
    full_year: bool
    place: Place


@dataclass(frozen=True)
class Unshared:
    """An energy row that the line uses too and that is not shared out."""

    carrier: str
    name: str
    amount: float | None
    unit: str
    scope: str
    lack: Lack
    place: Place


@dataclass(frozen=True)
class Factor:
    """What output is multiplied by to be on the standard's basis: `value` / `per`.

    `kind` is ``content`` (measured content / that of the basis), ``pieces_per_t`` or ``condition``;
    either number may be None: then the output is not known on the basis.
    """

    kind: str
    name: str
    value: float | None
    per: float | None
    citation: Citation | None
    place: Place | None


@dataclass(frozen=True)
class Definition:
    """How a document defines the indicator for the product."""

    citation: Citation
    numerator: str
    denominator: str
    feedstock: str
    basis: str
    basis_reference: float | None


@dataclass(frozen=True)
class Measure:
    """An indicator of unit energy of the line.

    ``total`` is the sum of the terms numbered in `counted`: of their `energy_kgce` where `unit` is
    kgce, of their `signed_quantity` where it is kWh. ``output`` is the sum over the rows of output of
    quantity x factors (`factors` in their order), ``value = total / output``; `low`, `high` and
    `by_key` are what other keys of allocation would give. Where `lacks` is not empty there is no value.
    """

    indicator: str
    name: str
    unit: str
    counted: tuple[int, ...]
    total: float | None
    factors: tuple[tuple[Factor, ...], ...]
    output: float | None
    output_unit: str
    value: float | None
    low: float | None
    high: float | None
    by_key: Mapping[str, float | None]
    definition: Definition | None
    coefficient_confidence: str
    lacks: tuple[Lack, ...]


@dataclass(frozen=True)
class Condition:
    """A condition of the line that a correction asks for; `value` is None where nobody reported it."""

    attribute: str
    label: str
    value: float | None
    place: Place | None


@dataclass(frozen=True)
class LimitCorrection:
    """A correction that the standard prescribes for its limit, and what it does here.

    `rule` holds the numbers of the cited row (`standards.kinds.corrections` says what each `form`
    computes); `before` and `after` the levels, by number; `power_kwh` what it takes off the measured
    power instead. `lacking` names conditions that are not known: the level then stays as it is.
    """

    citation: Citation
    wording: str
    form: str
    rule: Mapping[str, float | str | None]
    conditions: tuple[Condition, ...]
    effect: str
    before: Mapping[str, float | None]
    after: Mapping[str, float | None]
    power_kwh: float
    lacking: str


@dataclass(frozen=True)
class Conversion:
    """From the measured value to the unit of the level: ``(value - power) / divisor``.

    `divisor` is the kgce of one unit of the level (1 for kgce, and for kWh measured in kWh).
    """

    power: float
    divisor: float
    citation: Citation | None


@dataclass(frozen=True)
class Link:
    """A number that a result rests on, and how sure it is."""

    name: str
    row_id: str
    confidence: str


@dataclass(frozen=True)
class Saving:
    """Energy saved each year at a level, in tce: ``excess x output x kgce / 1000``."""

    target: str
    excess: float
    output: float
    kgce_per_unit: float
    tce: float


@dataclass(frozen=True)
class Level:
    """A row that applies, and how the line stands to it.

    `levels` are as the document has them and `corrected` after the corrections, by name (advanced,
    baseline; level_1 to level_3); the last is the threshold. ``measured`` is the value of the measure
    after `conversion`, ``gap = measured - threshold``.
    """

    citation: Citation
    product: str
    process_or_grade: str
    indicator: str
    indicator_name: str
    unit: str
    levels: Mapping[str, float | None]
    corrections: tuple[LimitCorrection, ...]
    corrected: Mapping[str, float | None]
    conversion: Conversion
    measured: float | None
    low: float | None
    high: float | None
    threshold: float | None
    gap: float | None
    tier: str
    tier_label: str
    result: str
    result_label: str
    confidence: str
    links: tuple[Link, ...]
    weakest: tuple[Link, ...]
    lack: Lack | None
    savings: tuple[Saving, ...]
    governs: bool


@dataclass(frozen=True)
class Emission:
    """Carbon dioxide of one term: ``quantity x factor`` (tCO2 per `quantity_unit`)."""

    number: int
    quantity: float | None
    quantity_unit: str
    factor: float | None
    later_year: bool
    citation: Citation | None
    tco2: float | None


@dataclass(frozen=True)
class Carbon:
    """Carbon dioxide of the line's energy and of its saving.

    ``saving_tco2 = saving_tce x counted_tco2 / counted_tce``: `counted` is the part of the energy that
    the level measures. Without a number, `lack` says why.
    """

    emissions: tuple[Emission, ...]
    total_tco2: float | None
    counted_tco2: float | None
    counted_tce: float | None
    saving_to_baseline_tco2: float | None
    saving_to_advanced_tco2: float | None
    confidence: str
    lack: Lack | None


@dataclass(frozen=True)
class LegalStep:
    """What law or the plan asks for before an exit."""

    name: str
    text: str
    basis: str


@dataclass(frozen=True)
class Deadline:
    """A date or period that bears on the ground: the plan's, or one of a cited row."""

    name: str
    text: str
    day: str
    citation: Citation | None


@dataclass(frozen=True)
class Consequence:
    """What the plan has a hit lead to: a suggestion; the government decides."""

    action: str
    authority: str
    lead: str
    cooperating: str
    basis: tuple[str, ...]
    legal_steps: tuple[LegalStep, ...]
    deadlines: tuple[Deadline, ...]


@dataclass(frozen=True)
class Edition:
    """The verdict under another document or on another day."""

    alternative: str
    title: str
    day: str
    row_now: str
    threshold_now: float | None
    result_now: str
    row_then: str
    threshold_then: float | None
    result_then: str
    confidence_then: str
    reason_then: str
    change: str
    change_label: str
    changed_by: str


@dataclass(frozen=True)
class Finding:
    """The line on one ground: the rows that apply, the one that governs, and what follows.

    `why` says how the row that governs was chosen; `to_check` names who has to check a review.
    """

    ground: str
    name: str
    clause: str
    result: str
    result_label: str
    confidence: str
    governing_row: str
    why: str
    lacks: tuple[Lack, ...]
    levels: tuple[Level, ...]
    carbon: Carbon | None
    editions: tuple[Edition, ...]
    consequence: Consequence | None
    to_check: str


@dataclass(frozen=True)
class Explanation:
    """How a line's verdicts come about, step by step, for the year assessed.

    `verifications` are the commands by which a row that nobody has checked becomes a checked one.
    """

    format: int
    ledger: str
    district: str
    fictional: bool
    attribution: str
    campaign: str
    as_of: str
    year: int
    line: Line
    outputs: tuple[Output, ...]
    terms: tuple[Term, ...]
    unshared: tuple[Unshared, ...]
    measures: tuple[Measure, ...]
    findings: tuple[Finding, ...]
    verifications: tuple[str, ...]

    def measure(self, indicator: str) -> Measure | None:
        """Return what is measured for an indicator, or None where it was not asked for."""
        return next((one for one in self.measures if one.indicator == indicator), None)

    def to_json(self) -> dict[str, Any]:
        """Return the explanation as plain objects, lists, texts, numbers and None."""
        return asdict(self)
