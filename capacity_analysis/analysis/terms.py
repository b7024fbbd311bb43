"""Energy rows as terms of a sum: each amount with its sign and its coefficient (折标准煤系数)."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

SIGN = {"consumed": 1.0, "exported": -1.0, "recovered_outside": -1.0}

# A calorific value is measured per kilogram or cubic metre of fuel; power and heat have none.
_FUEL_UNITS = ("kg", "m3")

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.signedinteger[Any]]


def energy_terms(
    energy: pd.DataFrame,
    coefficients: pd.DataFrame,
    standard_coal: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Return each energy row with its coefficient and its signed energy.

    A measured calorific value goes before the default coefficient (GB/T 2589): the coefficient is
    then the value times the standard coal of one kilojoule. A value of zero is no measurement.

    Parameters
    ----------
    energy : DataFrame
        `carrier`, `flow`, `amount_quantity` (in the carrier's base unit, never negative), and
        `ncv_kj` (kJ per kg or m3) where `standard_coal` is given.
    coefficients : DataFrame
        One row per `carrier_id`: `row_id`, `kgce_per_unit`, `confidence`, and `unit` where
        `standard_coal` is given.
    standard_coal : DataFrame, optional
        The one row that defines standard coal, in the same columns: `kgce_per_unit` of a kilojoule.

    Returns
    -------
    DataFrame
        `energy` with `coefficient_row`, `coefficient` (kgce per base unit), `confidence`,
        `signed_quantity` and `energy_kgce` (negative where exported or recovered to outside; missing
        where the amount or the coefficient is), `measured_ncv` (whether the coefficient comes from
        a measurement; its row and confidence are then those of the definition) and `allocated`
        (no row is yet).

    Raises
    ------
    ValueError
        If `standard_coal` has not exactly one row.

    Examples
    --------
    >>> energy = pd.DataFrame({"carrier": ["electricity", "raw_coal"], "ncv_kj": [np.nan, 5.0],
    ...     "flow": ["exported", "consumed"], "amount_quantity": [1000.0, 10.0]})
    >>> rows = pd.DataFrame({"carrier_id": ["electricity", "raw_coal"], "row_id": ["e", "c"],
    ...     "unit": ["kWh", "kg"], "kgce_per_unit": [0.5, 0.7], "confidence": ["verified"] * 2})
    >>> energy_terms(energy, rows)["energy_kgce"].tolist()
    [-500.0, 7.0]

    With 0.2 kgce per kJ the coal of 5 kJ/kg has 1 kgce/kg.

    >>> coal = pd.DataFrame({"row_id": ["d"], "kgce_per_unit": [0.2], "confidence": ["recalled"]})
    >>> energy_terms(energy, rows, coal)["energy_kgce"].tolist()
    [-500.0, 10.0]

    """
    by_carrier = coefficients.set_index("carrier_id")
    carrier, flow = pd.Categorical(energy["carrier"]), pd.Categorical(energy["flow"])
    row = by_carrier.index.get_indexer(carrier.categories)  # each carrier is looked up once
    coefficient = _values(carrier, by_carrier["kgce_per_unit"].to_numpy(float), row)
    texts = {
        "coefficient_row": _texts(carrier, by_carrier["row_id"], row),
        "confidence": _texts(carrier, by_carrier["confidence"], row),
    }
    measured = np.zeros(len(energy), dtype=bool)
    if standard_coal is not None:
        measured = _is_measured(energy, carrier, by_carrier["unit"], row)
    if standard_coal is not None and measured.any():
        definition = standard_coal.squeeze(axis=0)
        if not isinstance(definition, pd.Series):
            raise ValueError(f"standard coal is defined in {len(standard_coal)} rows, not in one")
        of_fuel = energy["ncv_kj"].to_numpy(float)[measured]
        coefficient[measured] = of_fuel * float(definition["kgce_per_unit"])
        for column, source in (("coefficient_row", "row_id"), ("confidence", "confidence")):
            texts[column] = _replaced(texts[column], measured, str(definition[source]))
    signs = np.array([*(SIGN[name] for name in flow.categories), np.nan])
    quantity = _taken(signs, flow) * energy["amount_quantity"].to_numpy(float)
    columns = {
        **texts,
        "coefficient": coefficient,
        "energy_kgce": quantity * coefficient,
        "signed_quantity": quantity,
        "measured_ncv": measured,
        "allocated": np.zeros(len(energy), dtype=bool),
    }
    # As columns of a frame the arrays are shared, where bare ones would be copied.
    return pd.concat([energy, pd.DataFrame(columns, index=energy.index, copy=False)], axis=1)


def _taken(values: npt.NDArray[Any], names: pd.Categorical) -> npt.NDArray[Any]:
    """Return the value of each row's category; the last value where it has none."""
    return values.take(names.codes, mode="wrap")


def _is_measured(
    energy: pd.DataFrame, carrier: pd.Categorical, units: pd.Series, row: npt.NDArray[np.intp]
) -> npt.NDArray[np.bool_]:
    given = energy["ncv_kj"].to_numpy(float) > 0
    if not given.any():
        return given
    is_fuel = np.append(np.append(units.isin(_FUEL_UNITS).to_numpy(), False)[row], False)
    measured: npt.NDArray[np.bool_] = given & _taken(is_fuel, carrier)
    return measured


def _values(carrier: pd.Categorical, values: Floats, row: npt.NDArray[np.intp]) -> Floats:
    """Return the value of each row's carrier; missing where the carrier has none."""
    # Code and row -1 take the last.
    return _taken(np.append(np.append(values, np.nan)[row], np.nan), carrier)


def _texts(carrier: pd.Categorical, values: pd.Series, row: npt.NDArray[np.intp]) -> pd.Categorical:
    """Return the text of each row's carrier; missing where the carrier has none."""
    categories = pd.Index(values.astype("str").unique())
    codes = categories.get_indexer(pd.Index(values.astype("str")))
    by_category = np.append(np.append(codes, -1)[row], -1)
    narrow = by_category.astype(np.min_scalar_type(-len(categories) - 1))
    return pd.Categorical.from_codes(_taken(narrow, carrier), categories=categories)


def _replaced(texts: pd.Categorical, where: npt.NDArray[np.bool_], text: str) -> pd.Categorical:
    """Return the texts with one of them in some rows."""
    if text not in texts.categories:
        texts = texts.add_categories([text])
    texts = texts.copy()
    texts[where] = text
    return texts
