"""The numbers of one production line, as offices report them: in mixed units, rounded.

Arithmetic is exact (fractions), so a line can stand exactly at a level.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cache
from typing import Any

import numpy as np

from capacity_analysis import units, vocabulary
from capacity_analysis.errors import DataError
from capacity_analysis.standards import Standards

from .rows import Row
from .story import District, Enterprise, Line, Period

Meter = tuple[str, str]
"""Carrier and flow."""
Amounts = dict[Meter, Fraction]

ELECTRICITY: Meter = ("electricity", "consumed")

_PERIOD = ("period_start", "period_end", "period_kind")
_DAYS = 365
_SIGN = {"consumed": 1, "exported": -1, "recovered_outside": -1}


class LineMaker:
    """Makes the numbers of one line; years run from the first to the last."""

    def __init__(
        self, line: Line, enterprise: Enterprise, story: District, rng: np.random.Generator
    ):
        self.line = line
        self.story = story
        self.recipe = story.recipes[line.product]
        self.units = {**story.carrier_units, **enterprise.units}
        self.rng = rng
        self.usual = line.utilisation or rng.uniform(*story.utilisation)
        self.gain = rng.uniform(*story.yearly_gain)

    def years(self) -> list[int]:
        """Return the years in which the line made something."""
        line, years = self.line, self.story.years
        if line.unit_energy is None or line.silent:
            return []
        first = int(str(line.started_on or 0)[:4])
        # Of the year before its trial run a line has nothing to report.
        first = max(first, min(line.periods, default=0)) if first in years else first
        last = int(str(line.retired_on or years[-1])[:4])
        return [year for year in years if first <= year <= last]

    def year(self, year: int) -> tuple[Fraction, Amounts]:
        """Return output and amounts of a year, in the units in which they are reported."""
        last = year == self.story.years[-1]
        if self.line.standby and last:
            idle = Fraction(int(self.rng.integers(800, 2000)), 100)  # lamps and guards
            return Fraction(0), {ELECTRICITY: idle}
        output = self._output(year)
        product = vocabulary.products()[self.line.product]
        base = units.factor(self.recipe.output_unit, product.output_unit)
        target = self._target(year)
        return output, self._amounts(output * base, target, exact=self.line.exact and last)

    def _output(self, year: int) -> Fraction:
        step = Fraction(self.recipe.output_step or self.story.steps[self.recipe.output_unit])
        wanted = self.line.capacity * self.usual * self._around() * self._days(year) / _DAYS
        return round(Fraction(wanted) / step) * step

    def _around(self) -> float:
        return float(self.rng.uniform(1 - self.story.spread, 1 + self.story.spread))

    def _target(self, year: int) -> Fraction:
        target = Fraction(str(self.line.unit_energy))
        yearly = self.recipe.yearly_gain or abs(float(target)) * self.gain
        return target + Fraction(yearly) * (self.story.years[-1] - year)

    def _step(self, carrier: str) -> tuple[Fraction, Fraction]:
        """Return one reported step of a carrier in its base unit, and in the recipe's measure."""
        unit = self.units[carrier]
        base = units.factor(unit, vocabulary.carriers()[carrier].base_unit)
        base *= Fraction(self.story.steps[unit])
        if self.recipe.measure == "electricity":
            return base, base if carrier == "electricity" else Fraction(0)
        return base, base * _coefficients(self.story.coefficients)[carrier]

    def _amounts(self, output: Fraction, target: Fraction, *, exact: bool) -> Amounts:
        """Return the amounts that give the target: carriers beside the main one, then the rest."""
        counts: dict[Meter, int] = {}
        left = target * output
        for use in (*self.recipe.others, *self.line.also):
            base, energy = self._step(use.carrier)
            wanted = use.per_unit * (1.0 if use.fixed else self._around()) * float(output / base)
            counts[use.carrier, use.flow] = round(wanted)
            left -= _SIGN[use.flow] * energy * round(wanted)
        main = _SIGN[self.recipe.main_flow] * self._step(self.recipe.main)[1]
        if exact and ELECTRICITY in counts:
            more = _steps_until_divisible(left, self._step("electricity")[1], main)
            counts[ELECTRICITY] += more
            left -= more * self._step("electricity")[1]
        count = left / main
        if count < 0 or (exact and count.denominator != 1):
            raise DataError(f"{self.line.product} {self.line.id}: {target} cannot be met")
        counts[self.recipe.main, self.recipe.main_flow] = round(count)
        steps = {meter: self.story.steps[self.units[meter[0]]] for meter in counts}
        return {meter: number * Fraction(steps[meter]) for meter, number in counts.items()}

    def production(self, year: int, output: Fraction) -> Iterator[Row]:
        """Yield the rows of a year's output, one per period that the line reports by."""
        unit = self.recipe.output_unit
        hidden = self.line.no_output and year == self.story.years[-1]
        for period, part in self._parts(year, output, unit):
            yield {"line_id": self.line.id, "year": year, "product_id": self.line.product,
                   "output": None if hidden else float(part), "output_unit": unit,
                   **dict(zip(_PERIOD, period, strict=False))}  # fmt: skip

    def energy(self, year: int, amounts: Amounts) -> Iterator[Row]:
        """Yield the rows of a year's energy, without what the line keeps to itself."""
        last = year == self.story.years[-1]
        for (carrier, flow), amount in amounts.items():
            if carrier in self.line.omit:
                continue
            unit = self.units[carrier]
            hidden = last and carrier in self.line.blank
            for period, part in self._parts(year, amount, unit):
                yield {"line_id": self.line.id, "year": year, "carrier": carrier, "flow": flow,
                       "amount": None if hidden else float(part), "amount_unit": unit,
                       "scope": "line", **dict(zip(_PERIOD[:2], period, strict=False))}  # fmt: skip

    def _parts(self, year: int, total: Fraction, unit: str) -> Iterator[tuple[Any, Fraction]]:
        """Split a number over the year's periods by their days; the last one takes the rest."""
        step = Fraction(self.story.steps[unit])
        *periods, final = self.line.periods.get(year, ((),))
        left = total
        for period in periods:
            part = round(total * _length(period) / self._days(year) / step) * step
            left -= part
            yield period, part
        yield final, left

    def _days(self, year: int) -> int:
        return sum(_length(period) for period in self.line.periods.get(year, ())) or _DAYS


@cache
def _coefficients(document_id: str) -> Mapping[str, Fraction]:
    rows = Standards.load().document(document_id).rows("conversion_coefficients")
    return {str(row["carrier_id"]): Fraction(str(row["kgce_per_unit"])) for row in rows
            if row["use"] == "unit_energy"}  # fmt: skip


def _length(period: Period) -> int:
    return (period[1] - period[0]).days + 1


def _steps_until_divisible(left: Fraction, knob: Fraction, main: Fraction) -> int:
    """Return the smallest number of steps to take off `left` that makes it a multiple of `main`.

    >>> _steps_until_divisible(Fraction(100), Fraction(8), Fraction(7))
    2

    """
    scale = math.lcm(left.denominator, knob.denominator, main.denominator)
    whole, step, modulus = (int(number * scale) for number in (left, knob, abs(main)))
    common = math.gcd(step, modulus)
    if whole % common:
        raise DataError("no amount of electricity makes the sum exact")
    modulus //= common
    steps = whole // common * pow(step // common, -1, modulus) % modulus
    return steps if 2 * steps <= modulus else steps - modulus


def tonnes_of_coal_equivalent(amounts: Amounts, enterprise: Enterprise, story: District) -> float:
    """Return the energy that an enterprise used in a year, less what left it."""
    reported = {**story.carrier_units, **enterprise.units}
    total = Fraction(0)
    for (carrier, flow), amount in amounts.items():
        base = units.factor(reported[carrier], vocabulary.carriers()[carrier].base_unit)
        total += _SIGN[flow] * amount * base * _coefficients(story.coefficients)[carrier]
    return float(total / 1000)
