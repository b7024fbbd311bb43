"""How much capacity and output of a product stands at which level (各能效水平的产能和产量).

Shares are of the capacity in operation. What is not decided keeps a share of its own: a line nobody
could judge is neither good nor bad. A line whose capacity is not known is counted, and never a zero.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from . import gaps

# A line whose level rests on an unchecked number stands under review, whatever its tier would be.
NOT_DECIDED = ("review", "undecided")
STANDINGS = (*gaps.TIERS, *NOT_DECIDED)

_BY = ["industry", "product_id"]


def standing(found: pd.DataFrame) -> pd.Series:
    """Return the tier of every line whose verdict stands, else ``review`` or ``undecided``.

    Parameters
    ----------
    found : DataFrame
        One row per line: `tier`, `result`.

    Examples
    --------
    >>> found = pd.DataFrame({"tier": ["below", "below", None], "result": ["hit", "review", "undecided"]})
    >>> standing(found).tolist()
    ['below', 'review', 'undecided']

    """
    tier, result = found["tier"].astype("str"), found["result"].astype("str")
    known = tier.where(~result.isin(NOT_DECIDED), result)
    known = known.where(known.isin(STANDINGS), "undecided")  # one level of the row is open
    return pd.Series(pd.Categorical(known, categories=STANDINGS), index=found.index)


def capacity_by_tier(lines: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """Sum capacity and output of the lines in operation by industry, product and standing.

    Parameters
    ----------
    lines : DataFrame
        One row per line in the order of `line_code`: `industry`, `product_id` (the declared one,
        in whose output unit the capacity is), `capacity_quantity`, `out_of_operation` (missing for
        a line in operation).
    found : DataFrame
        One row per line: `line_code`, `product_id` (the product made), `tier`, `result`, `reason`,
        `output_quantity`. Lines without a level (`reason` ``no_level``) are left out: what no level
        exists for cannot miss it.

    Returns
    -------
    DataFrame
        For every industry and product in operation one row per standing (`STANDINGS`, best first):
        `industry`, `product_id`, `standing`, `lines`, `capacity_quantity`, `capacity_missing` (lines
        without a capacity), `output_quantity`, `output_missing` (lines without an output of this
        product), `capacity_share_percent` (of the capacity known). A sum is zero where there is no
        line, and missing where no line of it gives the number; then so is its share. Quantities are
        in the product's output unit.

    Examples
    --------
    >>> lines = pd.DataFrame({"industry": "cement", "product_id": "clinker",
    ...     "capacity_quantity": [300.0, 100.0], "out_of_operation": None})
    >>> found = pd.DataFrame({"line_code": [0, 1], "product_id": "clinker", "tier": ["advanced", None],
    ...     "result": ["clear", "undecided"], "reason": [None, "energy_missing"],
    ...     "output_quantity": [250.0, None]})
    >>> table = capacity_by_tier(lines, found).set_index("standing")
    >>> table.loc[["advanced", "undecided"], "capacity_share_percent"].tolist()
    [75.0, 25.0]

    """
    declared = lines.iloc[found["line_code"].to_numpy()].reset_index(drop=True)
    made = found["product_id"].astype("str").to_numpy()
    same = made == declared["product_id"].astype("str").to_numpy()
    table = pd.DataFrame(
        {
            "industry": declared["industry"].astype("str"),
            "product_id": declared["product_id"].astype("str"),
            "standing": standing(found).array,
            "capacity_quantity": declared["capacity_quantity"].astype(float),
            # Output of another product is counted in another unit, perhaps.
            "output_quantity": np.where(same, found["output_quantity"].to_numpy(float), np.nan),
        }
    )
    has_level = (found["reason"].astype("str") != "no_level").to_numpy()
    table = table[declared["out_of_operation"].isna() & has_level]
    table = table.assign(
        lines=1,
        capacity_missing=table["capacity_quantity"].isna().astype(int),
        output_missing=table["output_quantity"].isna().astype(int),
    )
    return _with_shares(_summed(table))


def _summed(table: pd.DataFrame) -> pd.DataFrame:
    """Return the sums by product and standing, with a row for each standing of each product."""
    sums = table.groupby([*_BY, "standing"], observed=True).sum()
    products = table[_BY].drop_duplicates().sort_values(_BY)
    standings = pd.DataFrame({"standing": pd.Categorical(STANDINGS, categories=STANDINGS)})
    grid = pd.MultiIndex.from_frame(products.merge(standings, how="cross"))
    sums = sums.reindex(grid, fill_value=0)
    for name in ("capacity", "output"):
        all_missing = (sums["lines"] > 0) & (sums[f"{name}_missing"] == sums["lines"])
        sums[f"{name}_quantity"] = sums[f"{name}_quantity"].astype(float).mask(all_missing)
    columns = ["lines", "capacity_quantity", "capacity_missing", "output_quantity",
               "output_missing"]  # fmt: skip
    return sums[columns].reset_index()


def _with_shares(sums: pd.DataFrame) -> pd.DataFrame:
    total = sums.groupby(_BY)["capacity_quantity"].transform("sum")
    return sums.assign(
        capacity_share_percent=100.0 * sums["capacity_quantity"] / total.where(total > 0)
    )
