"""Unit energy of many lines against the same sums in Polars, from the same in-memory columns."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
import polars as pl

from capacity_analysis.analysis import intensity
from capacity_analysis.standards import Standards

from .measure import Result, compare

LINES = 400_000
ENERGY_ROWS = 1_000_000
YEAR = 2021


def results() -> Iterator[Result]:
    table = Standards.load().document("gbt-2589-2020").table("conversion_coefficients")
    coefficients = table[table["use"] == "unit_energy"]
    production, energy = _columns(coefficients["carrier_id"].tolist())
    in_polars = _to_polars(production, energy, coefficients)

    def ours() -> pd.DataFrame:
        terms = intensity.energy_terms(energy, coefficients)
        return intensity.unit_energy(production, terms, required_carriers=())

    found, expected = ours(), _peer(*in_polars)
    np.testing.assert_allclose(
        found.set_index("line_code")["unit_energy_kgce"].loc[expected["line_code"].to_numpy()],
        expected["unit_energy"].to_numpy(),
        rtol=1e-9,
    )
    yield compare(
        f"unit energy of {LINES:,} lines from {ENERGY_ROWS:,} energy rows, with every reason",
        "Polars: join coefficients, sum, divide (no reasons)",
        ours,
        lambda: _peer(*in_polars),
    )


def _columns(carriers: list[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    draw = np.random.default_rng(20220321)
    lines = np.arange(LINES, dtype="int32")
    production = pd.DataFrame(
        {"enterprise_code": lines, "line_code": lines, "year": np.int32(YEAR)}
    )
    production = production.assign(
        product_id=pd.Categorical.from_codes(np.zeros(LINES, dtype="int8"), categories=["clinker"]),
        output_quantity=draw.uniform(1e5, 1e6, LINES),
        full_year=True,
    )
    owner = draw.integers(0, LINES, ENERGY_ROWS, dtype="int32")
    energy = pd.DataFrame({"enterprise_code": owner, "line_code": owner, "year": np.int32(YEAR)})
    energy = energy.assign(
        carrier=pd.Categorical.from_codes(draw.integers(0, len(carriers), ENERGY_ROWS), carriers),
        flow=pd.Categorical.from_codes(
            draw.integers(0, 3, ENERGY_ROWS), ["consumed", "exported", "recovered_outside"]
        ),
        amount_quantity=draw.uniform(0, 1e6, ENERGY_ROWS),
        scope=pd.Categorical.from_codes(
            np.zeros(ENERGY_ROWS, dtype="int8"), ["line", "enterprise"]
        ),
        full_year=True,
    )
    return production, energy


def _to_polars(
    production: pd.DataFrame, energy: pd.DataFrame, coefficients: pd.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    rows = pl.from_pandas(energy[["line_code", "year", "carrier", "flow", "amount_quantity"]])
    return (
        pl.from_pandas(production[["line_code", "year", "output_quantity"]]),
        rows.with_columns(pl.col("carrier").cast(pl.String), pl.col("flow").cast(pl.String)),
        pl.from_pandas(coefficients[["carrier_id", "kgce_per_unit"]]),
    )


def _peer(
    production: pl.DataFrame, energy: pl.DataFrame, coefficients: pl.DataFrame
) -> pl.DataFrame:
    sign = pl.when(pl.col("flow") == "consumed").then(1.0).otherwise(-1.0)
    total = (
        energy.join(coefficients, left_on="carrier", right_on="carrier_id")
        .group_by("line_code", "year")
        .agg((sign * pl.col("amount_quantity") * pl.col("kgce_per_unit")).sum().alias("energy"))
    )
    return production.join(total, on=["line_code", "year"]).with_columns(
        unit_energy=pl.col("energy") / pl.col("output_quantity")
    )
