"""What an explanation is made of: every number of a line's verdict, and where it stands.

`explain --json` prints these classes as they are: objects by field name, null for what is not
known, numbers unrounded. The number of a later step follows from those of the steps before it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from .disposal import Device, Ruling, Suggestion
from .facts import Citation, Dispute, Lack, Line, Measure, Output, Place, Term, Unshared

FORMAT = 2


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

    `findings` tell those on the grounds of energy from the first cell to the row that governs;
    `rulings` are all of them, as the suggestion rests on them, those of the whole enterprise included.
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
    disputes: tuple[Dispute, ...]
    measures: tuple[Measure, ...]
    findings: tuple[Finding, ...]
    devices: tuple[Device, ...]
    rulings: tuple[Ruling, ...]
    suggestions: tuple[Suggestion, ...]
    verifications: tuple[str, ...]

    def measure(self, indicator: str) -> Measure | None:
        """Return what is measured for an indicator, or None where it was not asked for."""
        return next((one for one in self.measures if one.indicator == indicator), None)

    def to_json(self) -> dict[str, Any]:
        """Return the explanation as plain objects, lists, texts, numbers and None."""
        return asdict(self)
