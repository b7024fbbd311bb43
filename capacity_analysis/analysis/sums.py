"""What each line made and used in a year: sums and flags, in one pass over millions of rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from .indicators import Indicator, counted
from .line_years import Flags, Floats, Integers, LineYears
from .product_basis import Converted

_ENERGY_COLUMNS = [
    "line_code", "year", "carrier", "flow", "energy_kgce", "signed_quantity",
    "confidence", "full_year",
]  # fmt: skip


@dataclass(frozen=True)
class Made:
    """What each group made: sums and flags in the order of the groups."""

    at: Integers
    output: Floats
    missing: Flags
    basis_unknown: Flags
    condition_missing: Flags
    partial: Flags
    several: Flags
    product: pd.Categorical

    @property
    def known(self) -> Flags:
        """Whether the output is known on its basis."""
        return ~(self.missing | self.basis_unknown | self.condition_missing)


def made_by(groups: LineYears, production: pd.DataFrame, converted: Converted | None) -> Made:
    """Return what each group made, on the standard's basis where it is converted."""
    at = groups.of(production)
    reported = production["output_quantity"].to_numpy(float)
    quantity = converted.output if converted else reported
    none = np.zeros(len(groups), dtype=bool)
    product = production["product_id"].array.codes
    first = np.full(len(groups), -1, dtype=product.dtype)
    first[at[::-1]] = product[::-1]
    return Made(
        at=at,
        output=groups.total(at, quantity, np.isnan(quantity)),
        missing=~groups.any(at) | groups.any(at, np.isnan(reported)),
        basis_unknown=groups.any(at, converted.basis_unknown) if converted else none,
        condition_missing=groups.any(at, converted.condition_missing) if converted else none,
        partial=groups.any(at, ~production["full_year"].to_numpy(bool)),
        several=groups.any(at, product != first[at]),
        product=pd.Categorical.from_codes(
            first, categories=production["product_id"].cat.categories
        ),
    )


@dataclass(frozen=True)
class Used:
    """What each group used: sums and flags in the order of the groups."""

    energy: Floats
    electricity: Floats
    absent: Flags
    blank: Flags
    open: Flags
    electric: Flags
    partial: Flags
    incomplete: Flags
    rank: Integers

    @property
    def whole(self) -> Flags:
        """Whether nothing is missing from the sum."""
        return ~(self.absent | self.blank | self.open | self.incomplete)


def used_by(
    groups: LineYears,
    terms: pd.DataFrame,
    indicator: Indicator,
    electricity: Sequence[str],
    required: Sequence[str],
) -> Used:
    """Return what each group used of the rows that an indicator counts."""
    own = _own_rows(terms, indicator, electricity)
    at = groups.of(own)
    energy, amount = own["energy_kgce"].to_numpy(float), own["signed_quantity"].to_numpy(float)
    unvalued, blank = np.isnan(energy), np.isnan(amount)
    # A zero is no reading; a blank is asked for by itself.
    used = (own["flow"] == "consumed").to_numpy() & (amount != 0)
    power = np.flatnonzero(own["carrier"].isin(list(electricity)).to_numpy())
    any_row = groups.any(at)
    incomplete = np.zeros(len(groups), dtype=bool)
    if not indicator.in_kwh:
        for name in set(required) - (set() if indicator.electricity else set(electricity)):
            incomplete |= ~groups.any(at, (own["carrier"] == name).to_numpy() & used)
    none = np.full(len(groups), -1, dtype=np.int8)
    return Used(
        energy=groups.total(at, energy, unvalued),
        electricity=groups.total(at[power], amount[power], blank[power]),
        absent=~groups.any(at, used) if indicator.in_kwh else ~any_row,
        blank=groups.any(at, blank),
        open=groups.any(at, unvalued & ~blank) if unvalued.any() else np.zeros_like(any_row),
        electric=groups.any(at[power]),
        partial=groups.any(at, ~own["full_year"].to_numpy(bool)),
        incomplete=incomplete & any_row,
        rank=groups.weakest(at, own["confidence"], none),
    )


def _own_rows(
    terms: pd.DataFrame, indicator: Indicator, electricity: Sequence[str]
) -> pd.DataFrame:
    """Return the rows of lines that an indicator counts, without copying where it counts them all."""
    own, counts = terms[_ENERGY_COLUMNS], counted(terms, indicator, electricity)
    of_lines = terms["line_code"].to_numpy() >= 0
    kept = of_lines if counts is None else of_lines & counts
    return own if kept.all() else own[kept]


def has_feedstock(groups: LineYears, terms: pd.DataFrame) -> Flags:
    """Return which groups report energy used as a raw material apart from the rest.

    A zero is no reading; a blank says that there is some.
    """
    apart = (terms["purpose"] == "feedstock").to_numpy() & (terms["line_code"] >= 0).to_numpy()
    apart &= ((terms["flow"] == "consumed") & (terms["signed_quantity"] != 0)).to_numpy()
    return groups.any(groups.of(terms[apart]))


def metered_above(
    groups: LineYears,
    terms: pd.DataFrame,
    above_line: pd.DataFrame | None,
    indicator: Indicator,
    electricity: Sequence[str],
) -> dict[str, Flags]:
    """Return which groups use energy that is metered above them, by reason."""
    rows = terms if above_line is None else above_line
    if above_line is None:
        above = (terms["scope"] != "line").to_numpy() & ~terms["allocated"].to_numpy()
        rows = terms[above]
    counts = counted(rows, indicator, electricity)
    rows = rows if counts is None else rows[counts]
    if above_line is None:
        return {"energy_above_line": groups.of_owners(rows[["enterprise_code", "year"]])}
    return {
        reason: groups.among(rows[(rows["reason"] == reason).to_numpy()])
        for reason in ("energy_above_line", "allocation_impossible")
    }
