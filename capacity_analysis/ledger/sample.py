"""The sample ledger: a fictional district, made from its story in `data/sample/district.yaml`.

The story names enterprises, lines, unit energies and the gaps that a real ledger has. The generator
turns it into production and energy as offices report them: in mixed units, rounded. Arithmetic is
exact (fractions), so a line can stand exactly at a level.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from .. import paths, units, vocabulary
from ..errors import DataError
from ..standards import Standards, read_yaml

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

SEED = 20220321

_Row = dict[str, Any]
_Flow = Literal["consumed", "exported", "recovered_outside"]
_Period = tuple[dt.date, dt.date, str]
_Meter = tuple[str, str]  # carrier and flow
_Amounts = dict[_Meter, Fraction]
_Range = tuple[float, float]

_PERIOD = ("period_start", "period_end", "period_kind")
_DAYS = 365
_LINE_FIELDS = {"capacity", "status", "started_on", "retired_on", "specification", "remark"}
_SIGN = {"consumed": 1, "exported": -1, "recovered_outside": -1}


class _Story(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Use(_Story):
    """A carrier beside the main one: base units per unit of output."""

    carrier: str
    per_unit: float
    flow: _Flow = "consumed"
    fixed: bool = False


class _Recipe(_Story):
    """How a product is made: `main` fills up what the others leave of the unit energy."""

    output_unit: str
    output_step: str | None = None
    measure: Literal["energy", "electricity"] = "energy"
    main: str
    main_flow: _Flow = "consumed"
    others: tuple[_Use, ...] = ()
    yearly_gain: float | None = None


class _Line(_Story):
    """A production line, the unit energy of its last year, and the gaps in what it reports."""

    id: str
    product: str
    capacity: float
    name: str | None = None
    status: str = "operating"
    started_on: int | str | dt.date | None = None
    retired_on: int | str | None = None
    specification: str | None = None
    remark: str | None = None
    unit_energy: float | None = None
    utilisation: float | None = None
    also: tuple[_Use, ...] = ()
    exact: bool = False
    silent: bool = False
    standby: bool = False
    no_output: bool = False
    omit: tuple[str, ...] = ()
    blank: tuple[str, ...] = ()
    periods: dict[int, tuple[_Period, ...]] = Field(default_factory=dict)


class _Enterprise(_Story):
    name: str
    township: str
    industry: str
    scale: str
    employees: int
    id: str | None = None
    organisation: str | None = None
    above: bool = True
    workforce_unknown: bool = False
    metered_together: bool = False
    remark: str | None = None
    units: dict[str, str] = Field(default_factory=dict)
    lines: tuple[_Line, ...] = ()


class _Scale(_Story):
    """Revenue (10,000 yuan) and land (mu) per employee, and tax as a share of revenue."""

    revenue: _Range
    tax: _Range
    land: _Range


class _District(_Story):
    guide: dict[str, Any]
    years: tuple[int, ...]
    coefficients: str
    credit_code_prefix: str
    yearly_gain: _Range
    utilisation: _Range
    spread: float
    steps: dict[str, str]
    carrier_units: dict[str, str]
    recipes: dict[str, _Recipe]
    scales: dict[str, _Scale]
    enterprises: tuple[_Enterprise, ...]


def sample_tables(seed: int = SEED) -> dict[str, pd.DataFrame]:
    """Return the tables of the fictional district.

    Parameters
    ----------
    seed : int
        Seed of everything that the story leaves open.

    Returns
    -------
    dict of str to DataFrame
        Tables of the registry with its field names as columns, as `write_workbook` takes them.

    Examples
    --------
    >>> sorted(sample_tables())
    ['energy', 'enterprises', 'lines', 'production']

    """
    import numpy as np
    import pandas as pd

    district = _district()
    rows: dict[str, list[_Row]] = {"enterprises": [], "lines": [], "production": [], "energy": []}
    for position, enterprise in enumerate(district.enterprises):
        # A generator of its own: a later enterprise leaves the numbers of the others alone.
        rng = np.random.default_rng([seed, position])
        key = _enterprise_id(enterprise, district.credit_code_prefix)
        rows["enterprises"].append({"enterprise_id": key, **_enterprise(enterprise, district, rng)})
        for name, row in _reports(enterprise, district, rng):
            rows[name].append({"enterprise_id": key, **row})
    return {name: pd.DataFrame(table) for name, table in rows.items()}


def write_sample(path: str | Path, seed: int = SEED) -> None:
    """Write the ledger of the fictional district as a workbook; the same bytes each time.

    Parameters
    ----------
    path : str or Path
        The workbook to write (.xlsx).
    seed : int
        Seed of everything that the story leaves open.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_sample(Path(folder) / "ledger.xlsx")

    """
    from .template import write_workbook

    write_workbook(path, sample_tables(seed), _district().guide)


@cache
def _district() -> _District:
    file = paths.data() / "sample" / "district.yaml"
    content, defects = read_yaml(file)
    if defects:
        raise DataError(f"{file}: {'; '.join(defects)}")
    try:
        return _District.model_validate(content)
    except ValidationError as error:
        raise DataError(f"{file}: {error}") from error


@cache
def _coefficients(document_id: str) -> Mapping[str, Fraction]:
    rows = Standards.load().document(document_id).rows
    return {str(row["carrier_id"]): Fraction(str(row["kgce_per_unit"])) for row in rows
            if row["use"] == "unit_energy"}  # fmt: skip


def _enterprise_id(enterprise: _Enterprise, prefix: str) -> str:
    """Return the invented credit code with its check digit, or the number that offices made up."""
    from stdnum.cn import uscc

    if enterprise.organisation is None:
        return str(enterprise.id)
    body = prefix + enterprise.organisation
    return body + str(uscc.calc_check_digit(body))


def _enterprise(enterprise: _Enterprise, district: _District, rng: np.random.Generator) -> _Row:
    scale = district.scales[enterprise.scale]
    revenue = round(enterprise.employees * rng.uniform(*scale.revenue))
    coded = enterprise.organisation is not None
    return {
        "uscc": _enterprise_id(enterprise, district.credit_code_prefix) if coded else None,
        "name": f"{district.guide['district']}{enterprise.name}",
        "township": enterprise.township,
        "industry_code": enterprise.industry,
        "above_designated_size": enterprise.above,
        "employees": None if enterprise.workforce_unknown else enterprise.employees,
        "revenue_10k_cny": revenue,
        "tax_10k_cny": round(revenue * rng.uniform(*scale.tax), 1),
        "land_area_mu": round(enterprise.employees * rng.uniform(*scale.land), 1),
        "remark": enterprise.remark,
    }


def _line(line: _Line, district: _District) -> _Row:
    return {
        "line_id": line.id,
        "line_name": line.name or f"{vocabulary.products()[line.product].name}{line.id}",
        "product_id": line.product,
        "capacity_unit": district.recipes[line.product].output_unit,
        **line.model_dump(include=_LINE_FIELDS),
    }


def _reports(
    enterprise: _Enterprise, district: _District, rng: np.random.Generator
) -> Iterator[tuple[str, _Row]]:
    """Yield the rows of an enterprise's lines, each with the name of its table."""
    together: dict[tuple[int, _Meter, str], Fraction] = defaultdict(Fraction)
    for line in enterprise.lines:
        yield "lines", _line(line, district)
        maker = _Maker(line, enterprise, district, rng)
        for year in _years(line, district.years):
            output, amounts = maker.year(year)
            yield from (("production", row) for row in maker.production(year, output))
            if not enterprise.metered_together:
                yield from (("energy", row) for row in maker.energy(year, amounts))
                continue
            for meter, amount in amounts.items():
                together[year, meter, maker.units[meter[0]]] += amount
    for (year, (carrier, flow), unit), amount in together.items():
        yield "energy", {"year": year, "carrier": carrier, "flow": flow, "amount": float(amount),
                         "amount_unit": unit, "scope": "enterprise"}  # fmt: skip


def _years(line: _Line, years: tuple[int, ...]) -> list[int]:
    """Return the years in which a line made something."""
    if line.unit_energy is None or line.silent:
        return []
    first = int(str(line.started_on or 0)[:4])
    # Of the year before its trial run a line has nothing to report.
    first = max(first, min(line.periods, default=0)) if first in years else first
    last = int(str(line.retired_on or years[-1])[:4])
    return [year for year in years if first <= year <= last]


class _Maker:
    """Makes the numbers of one line; years run from the first to the last."""

    def __init__(
        self, line: _Line, enterprise: _Enterprise, district: _District, rng: np.random.Generator
    ):
        self.line = line
        self.district = district
        self.recipe = district.recipes[line.product]
        self.units = {**district.carrier_units, **enterprise.units}
        self.rng = rng
        self.usual = line.utilisation or rng.uniform(*district.utilisation)
        self.gain = rng.uniform(*district.yearly_gain)

    def year(self, year: int) -> tuple[Fraction, _Amounts]:
        """Return output and amounts of a year, in the units in which they are reported."""
        last = year == self.district.years[-1]
        if self.line.standby and last:
            idle = Fraction(int(self.rng.integers(800, 2000)), 100)  # lamps and guards
            return Fraction(0), {("electricity", "consumed"): idle}
        output = self._output(year)
        product = vocabulary.products()[self.line.product]
        base = units.factor(self.recipe.output_unit, product.output_unit)
        target = self._target(year)
        return output, self._amounts(output * base, target, exact=self.line.exact and last)

    def _output(self, year: int) -> Fraction:
        step = Fraction(self.recipe.output_step or self.district.steps[self.recipe.output_unit])
        wanted = self.line.capacity * self.usual * self._around() * self._days(year) / _DAYS
        return round(Fraction(wanted) / step) * step

    def _around(self) -> float:
        return float(self.rng.uniform(1 - self.district.spread, 1 + self.district.spread))

    def _target(self, year: int) -> Fraction:
        target = Fraction(str(self.line.unit_energy))
        yearly = self.recipe.yearly_gain or abs(float(target)) * self.gain
        return target + Fraction(yearly) * (self.district.years[-1] - year)

    def _step(self, carrier: str) -> tuple[Fraction, Fraction]:
        """Return one reported step of a carrier in its base unit, and in the recipe's measure."""
        unit = self.units[carrier]
        base = units.factor(unit, vocabulary.carriers()[carrier].base_unit)
        base *= Fraction(self.district.steps[unit])
        if self.recipe.measure == "electricity":
            return base, base if carrier == "electricity" else Fraction(0)
        return base, base * _coefficients(self.district.coefficients)[carrier]

    def _amounts(self, output: Fraction, target: Fraction, *, exact: bool) -> _Amounts:
        """Return the amounts that give the target: carriers beside the main one, then the rest."""
        counts: dict[_Meter, int] = {}
        left = target * output
        for use in (*self.recipe.others, *self.line.also):
            base, energy = self._step(use.carrier)
            wanted = use.per_unit * (1.0 if use.fixed else self._around()) * float(output / base)
            counts[use.carrier, use.flow] = round(wanted)
            left -= _SIGN[use.flow] * energy * round(wanted)
        main = _SIGN[self.recipe.main_flow] * self._step(self.recipe.main)[1]
        knob = ("electricity", "consumed")
        if exact and knob in counts:
            more = _steps_until_divisible(left, self._step("electricity")[1], main)
            counts[knob] += more
            left -= more * self._step("electricity")[1]
        count = left / main
        if count < 0 or (exact and count.denominator != 1):
            raise DataError(f"{self.line.product} {self.line.id}: {target} cannot be met")
        counts[self.recipe.main, self.recipe.main_flow] = round(count)
        steps = {meter: self.district.steps[self.units[meter[0]]] for meter in counts}
        return {meter: number * Fraction(steps[meter]) for meter, number in counts.items()
                if meter[0] not in self.line.omit}  # fmt: skip

    def production(self, year: int, output: Fraction) -> Iterator[_Row]:
        unit = self.recipe.output_unit
        hidden = self.line.no_output and year == self.district.years[-1]
        for period, part in self._parts(year, output, unit):
            yield {"line_id": self.line.id, "year": year, "product_id": self.line.product,
                   "output": None if hidden else float(part), "output_unit": unit,
                   **dict(zip(_PERIOD, period, strict=False))}  # fmt: skip

    def energy(self, year: int, amounts: _Amounts) -> Iterator[_Row]:
        last = year == self.district.years[-1]
        for (carrier, flow), amount in amounts.items():
            unit = self.units[carrier]
            hidden = last and carrier in self.line.blank
            for period, part in self._parts(year, amount, unit):
                yield {"line_id": self.line.id, "year": year, "carrier": carrier, "flow": flow,
                       "amount": None if hidden else float(part), "amount_unit": unit,
                       "scope": "line", **dict(zip(_PERIOD[:2], period, strict=False))}  # fmt: skip

    def _parts(self, year: int, total: Fraction, unit: str) -> Iterator[tuple[Any, Fraction]]:
        """Split a number over the year's periods by their days; the last one takes the rest."""
        step = Fraction(self.district.steps[unit])
        *periods, final = self.line.periods.get(year, ((),))
        left = total
        for period in periods:
            part = round(total * _length(period) / self._days(year) / step) * step
            left -= part
            yield period, part
        yield final, left

    def _days(self, year: int) -> int:
        return sum(_length(period) for period in self.line.periods.get(year, ())) or _DAYS


def _length(period: _Period) -> int:
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
