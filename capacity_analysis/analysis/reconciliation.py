"""The ledger's energy, to the last row: what stands behind verdicts, and where the rest lies.

Every energy row of the year is in exactly one part, so that the parts add up to the ledger's energy
of an industry. A row without a number is counted and adds nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

PARTS = (
    "decided",
    "review",
    "undecided",
    "out_of_operation",
    "above_line_allocated",
    "above_line_unallocated",
    "without_value",
)
TOTALS = ("ledger", "difference")

_BY = ["industry", "part", "detail"]
_SUMS = ["energy_kgce", "electricity_kwh"]


def reconciliation(
    metered: pd.DataFrame,
    terms: pd.DataFrame,
    found: pd.DataFrame,
    industries: pd.Series,
    electricity: Sequence[str],
) -> pd.DataFrame:
    """Split the energy of each industry by what became of it.

    Parameters
    ----------
    metered : DataFrame
        The energy rows of the year as the ledger has them: `enterprise_code`, `line_code` (-1 where
        the row is of no line), `row` (of the sheet), `carrier`, `signed_quantity` (negative where
        exported or recovered to outside; kWh for electricity), `energy_kgce` (missing where the
        amount or its coefficient is), `allocated` (false throughout).
    terms : DataFrame
        The same rows after allocation: a row that is shared out stands once for each line that has
        a part of it, and is `allocated`.
    found : DataFrame
        One row per line: `line_code`, `result`, `reason`.
    industries : Series of str
        Industry of each enterprise, in the order of `enterprise_code`.
    electricity : sequence of str
        Carriers that count as electricity.

    Returns
    -------
    DataFrame
        Rows of each industry: its parts in the order of `PARTS`, those that occur; then ``ledger``,
        summed from `metered` alone, and ``difference`` (ledger less parts: zero but for binary
        rounding). Columns: `industry`, `part`, `detail` (the result of the line; for ``undecided``
        its reason), `rows` (of the sheet; an allocated row counts wherever it has a part), `lines`,
        `energy_kgce`, `electricity_kwh` (missing where only rows without a number are).

    Raises
    ------
    KeyError
        If a line with energy is not in `found`.

    Examples
    --------
    A line that passed and used 100 kWh, and an amount that was left blank.

    >>> terms = pd.DataFrame({"enterprise_code": 0, "row": [2, 3], "line_code": [0, 0],
    ...     "carrier": "electricity", "signed_quantity": [100.0, None], "energy_kgce": [12.5, None],
    ...     "allocated": False})
    >>> found = pd.DataFrame({"line_code": [0], "result": ["clear"], "reason": [None]})
    >>> table = reconciliation(terms, terms, found, pd.Series(["cement"]), ["electricity"])
    >>> table[["part", "rows", "energy_kgce"]].values.tolist()
    [['decided', 1, 12.5], ['without_value', 1, nan], ['ledger', 2, 12.5], ['difference', 0, 0.0]]

    """
    own = _with_part(_columns(terms, industries, electricity), found)
    ledger = _columns(metered, industries, electricity).assign(part="ledger", detail="")
    parts, total = _summed(own), _summed(ledger)
    accounted = parts.groupby("industry", observed=True)[_SUMS].sum()
    left = total.set_index("industry")[_SUMS].fillna(0.0).sub(accounted, fill_value=0.0)
    difference = left.reset_index().assign(part="difference", detail="", rows=0, lines=0)
    table = pd.concat([parts, total, difference], ignore_index=True)
    order = {part: position for position, part in enumerate((*PARTS, *TOTALS))}
    table = table.assign(order=table["part"].astype("str").map(order))
    table = table.sort_values(["industry", "order", "detail"], kind="stable", ignore_index=True)
    return table[[*_BY, "rows", "lines", *_SUMS]]


def _columns(
    terms: pd.DataFrame, industries: pd.Series, electricity: Sequence[str]
) -> pd.DataFrame:
    """Return what the sums need of each energy row."""
    is_electricity = terms["carrier"].isin(list(electricity)).to_numpy()
    quantity = terms["signed_quantity"].to_numpy(float)
    return pd.DataFrame(
        {
            "industry": industries.astype("str").array.take(terms["enterprise_code"].to_numpy()),
            "row": terms["row"].to_numpy(),
            "line_code": terms["line_code"].to_numpy(),
            "allocated": terms["allocated"].to_numpy(bool),
            "energy_kgce": terms["energy_kgce"].to_numpy(float),
            "electricity_kwh": np.where(is_electricity, quantity, 0.0),
        }
    )


def _with_part(rows: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """Add the part of each row, and the result or reason of its line."""
    by_line = found.set_index("line_code")[["result", "reason"]].astype("str")
    of_line = rows["line_code"].to_numpy() >= 0
    result = pd.Series("", index=rows.index, dtype="str")
    reason = result.copy()
    lines = by_line.loc[rows.loc[of_line, "line_code"]]
    result[of_line], reason[of_line] = lines["result"].array, lines["reason"].fillna("").array
    without_value = rows["energy_kgce"].isna()
    out = reason == "not_in_operation"
    allocated = of_line & rows["allocated"]
    conditions = [without_value, ~of_line, allocated, out, result == "undecided"]
    choices = ["without_value", "above_line_unallocated", "above_line_allocated",
               "out_of_operation", "undecided"]  # fmt: skip
    part = np.select(conditions, choices, np.where(result == "review", "review", "decided"))
    detail = np.select([without_value | ~of_line, allocated & out, allocated, out,
                        result == "undecided"],
                       ["", "out_of_operation", result, "", reason], result)  # fmt: skip
    return rows.assign(part=part, detail=detail)


def _summed(rows: pd.DataFrame) -> pd.DataFrame:
    groups = rows.assign(line_code=rows["line_code"].where(rows["line_code"] >= 0)).groupby(_BY)
    sums = groups[_SUMS].sum(min_count=1)
    counts = {"rows": groups["row"].nunique(), "lines": groups["line_code"].nunique()}
    return pd.DataFrame({**counts, **{name: sums[name] for name in _SUMS}}).reset_index()
