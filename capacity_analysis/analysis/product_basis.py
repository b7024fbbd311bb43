"""Output on the basis on which a standard counts it (折标产量): pure soda, gas yield, weight boxes.

Output on the basis = reported output x measured content / content of the basis; of a product that is
counted in pieces and reported in tonnes, tonnes x pieces in a tonne.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from .indicators import Indicator

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Basis:
    """What is known of the bases of products.

    Attributes
    ----------
    definitions : DataFrame
        One row for a product and indicator at most: `product_id`, `indicator`, `basis` (missing or
        empty for none), `basis_reference`, `pieces_per_t`, `confidence`.
    conditions : DataFrame
        Conditions of lines: `line_code`, `year`, `attribute`, `value`.
    output_units : mapping of str to str
        The unit in which the output of each product is counted.

    """

    definitions: pd.DataFrame
    conditions: pd.DataFrame
    output_units: Mapping[str, str]

    def of_products(self, products: pd.Index, indicator: str) -> pd.DataFrame:
        """Return the definition of an indicator for each product; missing where there is none."""
        rows = self.definitions[self.definitions["indicator"] == indicator]
        columns = ["basis", "basis_reference", "pieces_per_t", "confidence"]
        return rows.set_index("product_id")[columns].reindex(products.astype("str"))


@dataclass(frozen=True)
class Converted:
    """Output rows on the basis of an indicator.

    Attributes
    ----------
    output : array of float
        Output on the basis; missing where it is not known.
    basis_unknown, condition_missing : array of bool
        Why it is not known, where it was reported.
    confidence : Series of category or None
        Mark of the number by which a row was converted; missing where it was not, None where none
        was.

    """

    output: Floats
    basis_unknown: Flags
    condition_missing: Flags
    confidence: pd.Series[Any] | None


def on_basis(production: pd.DataFrame, basis: Basis, name: str, indicator: Indicator) -> Converted:
    """Return the output of each row on the basis of an indicator.

    Output without a measured content is on the basis already. A content of a product that has no
    basis, or whose basis is not known, gives no number: what it measures would be a guess.

    Parameters
    ----------
    production : DataFrame
        `line_code`, `year`, `product_id` (category), `output_quantity`, `output_base` (the unit it
        is counted in), `content` (in the unit of the product's basis; missing for none).
    basis : Basis
        Definitions, conditions and units.
    name, indicator : str, Indicator
        The indicator, one of `indicators.INDICATORS`.

    Examples
    --------
    100 t of a solution of 32 % are 32 t of a product counted at 100 %.

    >>> from capacity_analysis.analysis.indicators import INDICATORS
    >>> made = pd.DataFrame({"line_code": [0], "year": 2021, "output_quantity": 100.0,
    ...     "product_id": pd.Categorical(["soda"]), "output_base": "t", "content": [32.0]})
    >>> rows = pd.DataFrame({"product_id": ["soda"], "indicator": "electricity", "basis": "NaOH",
    ...     "basis_reference": 100.0, "pieces_per_t": np.nan, "confidence": "recalled"})
    >>> none = pd.DataFrame({"line_code": [], "year": [], "attribute": [], "value": []})
    >>> found = on_basis(made, Basis(rows, none, {"soda": "t"}), "electricity",
    ...     INDICATORS["electricity"])
    >>> found.output.tolist(), found.confidence.tolist()
    ([32.0], ['recalled'])

    """
    output = production["output_quantity"].to_numpy(float)
    products = production["product_id"].cat
    none = np.zeros(len(output), dtype=bool)
    content = production["content"].to_numpy(float)
    measured = np.flatnonzero(~np.isnan(content))
    in_tonnes = np.flatnonzero(_in_other_unit(production, basis.output_units))
    if not (len(measured) or len(in_tonnes) or indicator.per_condition):
        return Converted(output, none, none, None)
    of_product = basis.of_products(products.categories, name)
    codes = products.codes.to_numpy()
    factor, converted = np.ones(len(output)), np.zeros(len(output), dtype=bool)
    if len(measured):
        has_basis = of_product["basis"].fillna("").astype("str").ne("").to_numpy()
        reference = np.where(has_basis, of_product["basis_reference"].to_numpy(float), np.nan)
        ratio = content[measured] / _positive(reference)[codes[measured]]
        factor[measured] = _positive(ratio)
        converted[measured] = True
    if len(in_tonnes):
        pieces = _positive(of_product["pieces_per_t"].to_numpy(float))[codes[in_tonnes]]
        is_tonne = (production["output_base"] == "t").to_numpy()[in_tonnes]
        factor[in_tonnes] *= np.where(is_tonne, pieces, np.nan)
        converted[in_tonnes] = True
    unknown = np.isnan(factor) & ~np.isnan(output)
    without = none
    if indicator.per_condition:
        condition = _positive(_condition(production, basis.conditions, indicator.per_condition))
        without = np.isnan(condition)
        factor = factor * condition
    return Converted(output * factor, unknown, without, _marks(of_product, codes, converted))


def _positive(values: Floats) -> Floats:
    """Return the values, missing where they are zero or less: such a reading is none."""
    found: Floats = np.where(values > 0, values, np.nan)
    return found


def _in_other_unit(production: pd.DataFrame, units: Mapping[str, str]) -> Flags:
    """Return the rows whose output is not counted in the unit of their product."""
    products, bases = production["product_id"].cat, pd.Categorical(production["output_base"])
    own = bases.categories.get_indexer(
        pd.Index([units.get(str(product), "") for product in products.categories])
    )
    differs: Flags = np.append(own, -2)[products.codes.to_numpy()] != bases.codes
    return differs


def _condition(production: pd.DataFrame, conditions: pd.DataFrame, attribute: str) -> Floats:
    rows = conditions[conditions["attribute"] == attribute]
    by_line = rows.set_index(["line_code", "year"])["value"]
    wanted = pd.MultiIndex.from_frame(production[["line_code", "year"]])
    found: Floats = by_line.reindex(wanted).to_numpy(float)
    return found


def _marks(of_product: pd.DataFrame, codes: npt.NDArray[Any], converted: Flags) -> pd.Series[Any]:
    marks = pd.Categorical(of_product["confidence"])
    by_row = np.where(converted, np.append(marks.codes, -1)[codes], -1)
    return pd.Series(pd.Categorical.from_codes(by_row, categories=marks.categories))
