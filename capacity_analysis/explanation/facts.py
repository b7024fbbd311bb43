"""What a line reported, as an explanation tells it: cells, amounts, terms and what they make."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


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
class Dispute:
    """What one source says of the enterprise's electricity in the year, where sources differ."""

    source: str
    value: float | None
    unit: str
    cells: str
    standing: str


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
