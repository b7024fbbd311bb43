"""Unit energy of a production line in a year (单位产品综合能耗, 单位产品电耗).

Unit energy = (sum of consumed x coefficient - sum of exported or recovered to outside the boundary
x coefficient) / qualified output, electricity at its equivalent value (当量), after GB/T 2589.
Energy recovered and reused inside the boundary was never bought and is not subtracted.

What is missing gives no number and a reason: an incomplete sum would look like a good line.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..standards import Confidence

# In the order in which a line's first reason is named.
REASONS = (
    "period_not_assessed",
    "several_products",
    "output_missing",
    "output_zero",
    "energy_above_line",
    "energy_missing",
    "amount_missing",
    "coefficient_open",
    "carrier_missing",
    "electricity_contested",
)

_ENERGY_COLUMNS = (
    "line_code", "year", "carrier", "flow", "energy_kgce", "signed_quantity", "confidence",
    "full_year",
)  # fmt: skip
_SIGN = {"consumed": 1.0, "exported": -1.0, "recovered_outside": -1.0}

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


def energy_terms(energy: pd.DataFrame, coefficients: pd.DataFrame) -> pd.DataFrame:
    """Return each energy row with its coefficient and its signed energy.

    Parameters
    ----------
    energy : DataFrame
        `carrier`, `flow`, `amount_quantity` (in the carrier's base unit, never negative).
    coefficients : DataFrame
        One row per `carrier_id`: `row_id`, `kgce_per_unit`, `confidence`.

    Returns
    -------
    DataFrame
        `energy` with `coefficient_row`, `coefficient` (kgce per base unit), `confidence` and
        `energy_kgce` (negative where exported or recovered to outside; missing where the amount
        or the coefficient is).

    Examples
    --------
    >>> energy = pd.DataFrame(
    ...     {"carrier": ["electricity"], "flow": ["exported"], "amount_quantity": [1000.0]})
    >>> rows = pd.DataFrame({"carrier_id": ["electricity"], "row_id": ["r"],
    ...     "kgce_per_unit": [0.5], "confidence": ["verified"]})
    >>> energy_terms(energy, rows)["energy_kgce"].tolist()
    [-500.0]

    """
    by_carrier = coefficients.set_index("carrier_id")
    carrier, flow = _as_category(energy["carrier"]), _as_category(energy["flow"])
    row = by_carrier.index.get_indexer(carrier.categories)  # each carrier is looked up once
    signs = np.array([_SIGN[name] for name in flow.categories] or [np.nan])
    coefficient = _by_code(carrier, by_carrier["kgce_per_unit"].to_numpy(float), row)
    quantity = signs[flow.codes] * energy["amount_quantity"].to_numpy(float)
    return energy.assign(
        coefficient_row=_taken(carrier, by_carrier["row_id"], row),
        coefficient=coefficient,
        confidence=_taken(carrier, by_carrier["confidence"], row),
        energy_kgce=quantity * coefficient,
        signed_quantity=quantity,
    )


def _as_category(column: pd.Series) -> pd.Categorical:
    return pd.Categorical(column)


def _by_code(carrier: pd.Categorical, values: Floats, row: npt.NDArray[np.intp]) -> Floats:
    """Return the value of each row's carrier; missing where the carrier has none."""
    known = np.append(np.where(row >= 0, values[row], np.nan), np.nan)  # code -1 takes the last
    found: Floats = known[carrier.codes]
    return found


def _taken(carrier: pd.Categorical, values: pd.Series, row: npt.NDArray[np.intp]) -> pd.Categorical:
    """Return the text of each row's carrier; missing where the carrier has none."""
    categories = pd.Index(values.astype("str").unique())
    codes = categories.get_indexer(pd.Index(values.astype("str")))
    by_category = np.append(np.where(row >= 0, codes[row], -1), -1)
    return pd.Categorical.from_codes(by_category[carrier.codes], categories=categories)


def unit_energy(
    production: pd.DataFrame,
    terms: pd.DataFrame,
    *,
    electricity: Sequence[str] = ("electricity",),
    required_carriers: Sequence[str] = ("electricity",),
    contested: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return the unit energy of every line in every year that it reports.

    Parameters
    ----------
    production : DataFrame
        `enterprise_code`, `line_code`, `year`, `product_id`, `output_quantity` (in the product's
        output unit), `full_year`.
    terms : DataFrame
        What `energy_terms` returns, with `enterprise_code`, `line_code` (-1 for energy metered
        above the line), `year`, `scope` and `full_year`.
    electricity : sequence of str
        Carriers that count as electricity for the electricity indicator.
    required_carriers : sequence of str
        Carriers without which a line's energy is incomplete.
    contested : DataFrame, optional
        `enterprise_code` and `year` of those whose sources do not agree on their electricity.

    Returns
    -------
    DataFrame
        One row per line and year, ordered: `line_code`, `year`, `product_id`, `output_quantity`,
        `energy_kgce`, `electricity_kwh` (missing where an amount or a required carrier is: a part
        is no sum), `unit_energy_kgce`, `unit_electricity_kwh` (per unit of output),
        `coefficient_confidence` (the weakest mark among its coefficients), `reason` (the first of
        `REASONS` that applies; then both unit values are missing) and one flag column per reason.

    """
    groups = _Groups(production, terms)
    made = _by_group_output(groups, production)
    used = _by_group_energy(groups, terms, electricity, required_carriers)
    flags = {
        "period_not_assessed": made["partial"] | used["partial"],
        "several_products": made["products"] > 1,
        "output_missing": made["missing"],
        "output_zero": ~made["missing"] & (made["output"] <= 0),
        "energy_above_line": groups.metered_above_line(terms),
        "energy_missing": used["rows"] == 0,
        "amount_missing": used["blank"],
        "coefficient_open": used["open"],
        "carrier_missing": (used["rows"] > 0) & used["incomplete"],
        "electricity_contested": used["electric"] & groups.of_owners(contested),
    }
    flags["energy_missing"] &= ~flags["energy_above_line"]
    sound = ~np.logical_or.reduce(list(flags.values()))
    reason = np.select(list(flags.values()), list(flags), default="")
    output = np.where(sound, made["output"], np.nan)
    return pd.DataFrame(
        {
            "line_code": groups.line_code,
            "year": groups.year,
            "product_id": made["product"],
            "output_quantity": np.where(
                made["missing"] | (made["products"] > 1), np.nan, made["output"]
            ),
            "energy_kgce": np.where(used["whole"], used["energy"], np.nan),
            "electricity_kwh": np.where(used["whole"], used["electricity"], np.nan),
            "unit_energy_kgce": used["energy"] / output,
            "unit_electricity_kwh": used["electricity"] / output,
            "coefficient_confidence": used["confidence"],
            "reason": pd.Series(reason, dtype="str").replace("", np.nan),
            **flags,
        }
    )


def unit_energy_by_level(
    production: pd.DataFrame,
    terms: pd.DataFrame,
    levels: pd.DataFrame | None,
    *,
    electricity: Sequence[str],
    required_carriers: Sequence[str],
    contested: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return `unit_energy`, each line judged by what the level of its product measures.

    Parameters
    ----------
    production, terms, electricity, required_carriers, contested
        As for `unit_energy`.
    levels : DataFrame or None
        Rows of the benchmark document: `product_id`, `indicator`; None where none is in force.

    """
    by_fuel = unit_energy(
        production,
        terms,
        electricity=electricity,
        required_carriers=required_carriers,
        contested=contested,
    )
    if levels is None:
        return by_fuel
    electric = levels.loc[levels["indicator"] == "electricity", "product_id"].tolist()
    by_electricity = unit_energy(
        production,
        terms[terms["carrier"].isin(list(electricity))],
        electricity=electricity,
        required_carriers=electricity,
        contested=contested,
    )
    return measured_by_electricity(by_fuel, by_electricity, electric)


def measured_by_electricity(
    by_fuel: pd.DataFrame, by_electricity: pd.DataFrame, products: Sequence[str]
) -> pd.DataFrame:
    """Judge lines of some products by their electricity alone.

    A level in kilowatt hours is met or missed whatever the line burns besides: a missing amount or
    an unchecked coefficient of another carrier takes nothing from such a line's verdict.

    Parameters
    ----------
    by_fuel : DataFrame
        What `unit_energy` returns for all energy rows.
    by_electricity : DataFrame
        What it returns for the electricity rows alone.
    products : sequence of str
        Products whose level is one of electricity.

    Returns
    -------
    DataFrame
        `by_fuel`, with the electric products' reason, flags, electricity and confidence taken from
        `by_electricity`; their sum of all energy stays.

    """
    keys = ["line_code", "year"]
    columns = ["electricity_kwh", "unit_electricity_kwh", "coefficient_confidence", "reason",
               *REASONS]  # fmt: skip
    electric = by_fuel["product_id"].astype("str").isin(list(products)).to_numpy()
    if not electric.any():
        return by_fuel
    alone = by_electricity.assign(
        carrier_missing=by_electricity["carrier_missing"] | by_electricity["energy_missing"],
        energy_missing=False,
        reason=by_electricity["reason"].replace("energy_missing", "carrier_missing"),
    ).set_index(keys)[columns]
    chosen = alone.reindex(pd.MultiIndex.from_frame(by_fuel.loc[electric, keys]))
    result = by_fuel.copy()
    for column in columns:
        result.loc[electric, column] = chosen[column].to_numpy()
    return result


class _Groups:
    """Lines x years that report anything, as dense integer groups."""

    def __init__(self, production: pd.DataFrame, terms: pd.DataFrame):
        lines = np.concatenate([production["line_code"], terms["line_code"]]).astype(np.int64)
        years = np.concatenate([production["year"], terms["year"]]).astype(np.int64)
        self.first_year = int(years.min()) if len(years) else 0
        self.span = int(years.max()) - self.first_year + 1 if len(years) else 1
        keys = (lines * self.span + (years - self.first_year))[lines >= 0]
        owners = np.concatenate([production["enterprise_code"], terms["enterprise_code"]])
        size = int(keys.max()) + 1 if len(keys) else 0
        present = np.zeros(size, dtype=bool)
        present[keys] = True
        self.keys = np.flatnonzero(present)
        self.position = np.cumsum(present) - 1
        self.line_code = (self.keys // self.span).astype(np.int32)
        self.year = (self.keys % self.span + self.first_year).astype(np.int32)
        owner = np.full(size, -1, dtype=np.int32)
        owner[keys] = owners[lines >= 0]
        self.owner = owner[self.keys]

    def of(self, frame: pd.DataFrame) -> npt.NDArray[np.int64]:
        """Return the group of each row of a frame (all of whose rows name a line)."""
        lines = frame["line_code"].to_numpy(np.int64)
        years = frame["year"].to_numpy(np.int64) - self.first_year
        position: npt.NDArray[np.int64] = self.position[lines * self.span + years]
        return position

    def total(self, groups: npt.NDArray[np.int64], values: npt.ArrayLike) -> Floats:
        """Return the sum of values by group."""
        weights = np.asarray(values, float)
        return np.bincount(groups, weights=weights, minlength=len(self.keys)).astype(float)

    def any(self, groups: npt.NDArray[np.int64], values: npt.ArrayLike) -> Flags:
        """Return whether any value of a group is true."""
        found = np.zeros(len(self.keys), dtype=bool)
        found[groups[np.asarray(values, dtype=bool)]] = True
        return found

    def metered_above_line(self, terms: pd.DataFrame) -> Flags:
        """Return the groups whose enterprise meters energy for several lines in that year."""
        return self.of_owners(terms.loc[terms["scope"] != "line", ["enterprise_code", "year"]])

    def of_owners(self, owners: pd.DataFrame | None) -> Flags:
        """Return the groups whose enterprise and year are among `enterprise_code` and `year`."""
        if owners is None or owners.empty:
            return np.zeros(len(self.keys), dtype=bool)
        mine = pd.MultiIndex.from_arrays([self.owner, self.year])
        timeless = owners.loc[owners["year"].isna(), "enterprise_code"]  # which year, nobody knows
        dated = pd.MultiIndex.from_frame(owners.dropna().drop_duplicates())
        return np.asarray(mine.isin(dated) | np.isin(self.owner, timeless))


def _by_group_output(groups: _Groups, production: pd.DataFrame) -> dict[str, Any]:
    at = groups.of(production)
    quantity = production["output_quantity"].to_numpy(float)
    product = production["product_id"].array.codes.astype(np.int64)
    first = np.full(len(groups.keys), -1, dtype=np.int64)
    first[at[::-1]] = product[::-1]
    blank = groups.any(at, np.isnan(quantity))
    rows = np.bincount(at, minlength=len(groups.keys))
    return {
        "output": groups.total(at, np.nan_to_num(quantity)),
        "missing": (rows == 0) | blank,
        "partial": groups.any(at, ~production["full_year"].to_numpy(bool)),
        "products": 1 + groups.any(at, product != first[at]).astype(int),
        "product": pd.Categorical.from_codes(
            first, categories=production["product_id"].cat.categories
        ),
    }


def _by_group_energy(
    groups: _Groups, terms: pd.DataFrame, electricity: Sequence[str], required: Sequence[str]
) -> dict[str, Any]:
    own = terms[list(_ENERGY_COLUMNS)]
    if (terms["line_code"] < 0).any():
        own = own[terms["line_code"] >= 0]
    at = groups.of(own)
    energy = own["energy_kgce"].to_numpy(float)
    carrier = own["carrier"]
    consumed = (own["flow"] == "consumed").to_numpy()
    is_electricity = carrier.isin(list(electricity)).to_numpy()
    quantity = np.where(is_electricity, own["signed_quantity"].to_numpy(float), 0.0)
    amount = own["signed_quantity"].to_numpy(float)
    used = consumed & ~(amount == 0)  # a zero is no reading; a blank is asked for by itself
    absent = [~groups.any(at, (carrier == name).to_numpy() & used) for name in required]
    incomplete = np.logical_or.reduce(absent) if absent else np.zeros(len(groups.keys), bool)
    rows, blank = np.bincount(at, minlength=len(groups.keys)), groups.any(at, np.isnan(amount))
    unvalued = groups.any(at, np.isnan(energy) & ~np.isnan(amount))
    return {
        "energy": groups.total(at, np.nan_to_num(energy)),
        "electricity": groups.total(at, np.nan_to_num(quantity)),
        "rows": rows,
        "blank": blank,
        "open": unvalued,
        "electric": groups.any(at, is_electricity),
        "partial": groups.any(at, ~own["full_year"].to_numpy(bool)),
        "incomplete": incomplete,
        "whole": (rows > 0) & ~blank & ~unvalued & ~incomplete,
        "confidence": _weakest_mark(groups, at, own["confidence"]),
    }


def _weakest_mark(
    groups: _Groups, at: npt.NDArray[np.int64], confidence: pd.Series
) -> pd.Categorical[str]:
    """Return the weakest mark of each group; missing where it has none."""
    marks = [mark.value for mark in Confidence]
    found = np.full(len(groups.keys), -1)
    for rank, mark in enumerate(marks):  # from strong to weak: a weaker one overrules
        rows = (confidence == mark).to_numpy()
        if rows.any():
            found[groups.any(at, rows)] = rank
    return pd.Categorical.from_codes(found, categories=pd.Index(marks))
