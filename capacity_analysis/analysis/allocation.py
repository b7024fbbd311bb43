"""Energy metered for several lines, split over them by a declared key (分摊).

A key is the output, the capacity or the metered energy of the lines themselves, or shares that the
enterprise declares. Without a key, or where the key can't be computed, the lines concerned can't be
decided. What another key would give is kept, so that a verdict that hangs on the choice is seen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from .declared_shares import declared_shares
from .line_years import positions

# Keys that the ledger itself tells, in the order of the columns `share_by_...`.
KEYS = ("output", "capacity", "own_energy")

# What tells one kind of meter from another; the process is empty where the scope is the enterprise.
_KIND = ["enterprise_code", "year", "scope", "process"]
_SPLIT = [
    "enterprise_code", "year", "row", "carrier", "flow", "purpose", "scope", "process", "key",
    "line_code", "share", "quantity", *(f"share_by_{key}" for key in KEYS), "metered_kgce",
    "metered_quantity",
]  # fmt: skip
_LEFT = ["enterprise_code", "line_code", "year", "row", "carrier", "purpose", "reason"]
_MAY_HAVE_RUN = ("operating", "idle")

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Allocation:
    """Energy rows with those metered above the line split over the lines.

    Attributes
    ----------
    terms : DataFrame
        The rows given, an allocated one replaced by a row for each line with a share: `line_code`
        filled, `allocated` true, amounts times the share.
    allocations : DataFrame
        One row for each allocated row and line: `enterprise_code`, `year`, `row` (of the energy
        table), `carrier`, `flow`, `purpose`, `scope`, `process`, `key`, `line_code`, `share`,
        `quantity` (in the carrier's base unit), `share_by_output`, `share_by_capacity`,
        `share_by_own_energy` (missing where the key can't be computed), and of the whole row
        `metered_kgce` and `metered_quantity`, negative where exported or recovered.
    above_line : DataFrame
        One row for each row that is not allocated and each line it concerns: `enterprise_code`,
        `line_code`, `year`, `row`, `carrier`, `purpose`, `reason` (``energy_above_line`` without a
        key, ``allocation_impossible`` where it can't be computed).

    """

    terms: pd.DataFrame
    allocations: pd.DataFrame
    above_line: pd.DataFrame

    def of_lines(self, lines: Flags) -> Allocation:
        """Return the rows of some lines, given by line code, and nothing of any other."""
        padded = np.append(lines, False)
        frames = []
        for frame in (self.terms, self.allocations, self.above_line):
            code = np.minimum(frame["line_code"].to_numpy(np.int64), len(lines))
            frames.append(frame[padded[code] & (code >= 0)])
        return Allocation(*frames)


def allocate(
    terms: pd.DataFrame,
    lines: pd.DataFrame,
    production: pd.DataFrame,
    shares: pd.DataFrame,
    output_units: Mapping[str, str],
) -> Allocation:
    """Split the energy rows of an enterprise or a process over its lines.

    The lines of a row of scope ``enterprise`` are all of the enterprise, those of a row of scope
    ``process`` the ones that the ledger puts into that process. By the keys output, capacity and
    own energy they share if they produced in the year. Where one of them may have run and tells no
    output, nobody knows how many share; where a number is missing or the units differ, the key
    can't be computed either. Declared shares must total 100 within a hundredth; those that name the
    carrier go before those that name none.

    Parameters
    ----------
    terms : DataFrame
        What `terms.energy_terms` returns, with `enterprise_code`, `line_code`, `year`, `row`,
        `scope`, `process`, `allocation_key`, `carrier`, `flow`, `purpose`, `amount`.
    lines : DataFrame
        One row per line in the order of `line_code`: `enterprise_code`, `product_id`, `process`,
        `capacity_quantity`, `status`, `started_on`, `retired_on`.
    production : DataFrame
        `line_code`, `year`, `product_id`, `output_quantity`, `output_base`, `content`.
    shares : DataFrame
        `enterprise_code`, `year`, `process`, `carrier`, `line_code`, `share_percent`.
    output_units : mapping of str to str
        The unit in which the output of each product, and the capacity of its lines, is counted.

    Returns
    -------
    Allocation

    """
    above = (terms["scope"] != "line").to_numpy() & (terms["line_code"] < 0).to_numpy()
    at = np.flatnonzero(above)
    if not len(at):
        return Allocation(terms, pd.DataFrame(columns=_SPLIT), pd.DataFrame(columns=_LEFT))
    meters = terms.iloc[at]
    meters = meters.assign(at=at, process=_process_of(meters))
    pool = _pool(meters, lines, production, terms, output_units)
    rows = _rows(meters, pool, declared_shares(meters, shares))
    return Allocation(_split(terms, rows), _table(meters, rows), _unallocated(meters, pool, rows))


def bounds(
    line_years: pd.DataFrame, allocations: pd.DataFrame, in_kwh: bool
) -> tuple[Floats, Floats]:
    """Return the least and the most that each line would measure under another key.

    Every allocated row of a line is allocated by the same key at a time, in turn by each of `KEYS`;
    a row for which that key can't be computed keeps its own.

    Parameters
    ----------
    line_years : DataFrame
        `line_code`, `year`, `output_quantity`, `measured`, each line and year once, in order.
    allocations : DataFrame
        Those of `Allocation.allocations` that count.
    in_kwh : bool
        Whether the measured value is one of kilowatt hours; otherwise of kgce.

    """
    measured = line_years["measured"].to_numpy(float)
    if allocations.empty:
        return measured, measured
    whole = allocations["metered_quantity" if in_kwh else "metered_kgce"].to_numpy(float)
    own = allocations["share"].to_numpy(float)
    changes = {
        key: whole * (allocations[f"share_by_{key}"].fillna(allocations["share"]) - own)
        for key in KEYS
    }
    keys = ["line_code", "year"]
    by_line = allocations[keys].assign(**changes).groupby(keys).sum(skipna=False)
    of_share = by_line.index.to_frame(index=False)
    at = np.minimum(positions(line_years, of_share), len(line_years) - 1)
    # A line with a share of nothing that reports nothing either is not measured.
    there = (line_years[keys].to_numpy()[at] == of_share.to_numpy()).all(axis=1)
    by_line, at = by_line[there], at[there]
    output = line_years["output_quantity"].to_numpy(float)[at]
    per_unit = by_line.to_numpy(float) / output[:, None]
    low, high = measured.copy(), measured.copy()
    low[at] += np.minimum(per_unit.min(axis=1), 0.0)
    high[at] += np.maximum(per_unit.max(axis=1), 0.0)
    return low, high


def _process_of(meters: pd.DataFrame) -> pd.Series:
    """Return the process of rows metered for one; an empty text for a whole enterprise."""
    of_process = meters["scope"] == "process"
    return meters["process"].astype("str").fillna("").where(of_process, "").astype("str")


def _pool(
    meters: pd.DataFrame,
    lines: pd.DataFrame,
    production: pd.DataFrame,
    terms: pd.DataFrame,
    output_units: Mapping[str, str],
) -> pd.DataFrame:
    """Return the lines that each kind of meter concerns, with their share by each key.

    A kind of meter is an enterprise, a year and a process. Of a process that no line is in, nobody
    knows the lines: all of the enterprise are concerned, and none has a share.
    """
    kinds = meters[_KIND].drop_duplicates(ignore_index=True)
    kinds["kind"] = np.arange(len(kinds))
    pool = kinds.merge(_lines_of(kinds["enterprise_code"], lines), on="enterprise_code")
    within = (pool["scope"] == "enterprise") | (pool["of_process"] == pool["process"])
    found = _any(within, pool["kind"])
    pool = pool[within | ~found].assign(found=found)
    keys = ["line_code", "year"]
    pool = pool.merge(_made(production, pool), how="left", on=keys)
    pool = pool.merge(_own_energy(terms, pool), how="left", on=keys)
    reported = pool["rows"].notna()
    pool["produced"] = reported & (pool["output"] != 0) & pool["found"]
    pool["known"] = ~_any(~reported & _may_have_run(pool), pool["kind"])
    # What a line uses by its own meters is kgce in every line.
    pool = pool.assign(own_unit="kgce", capacity_unit=pool["product_id"].map(dict(output_units)))
    weights = {"output": ("output", "unit"), "capacity": ("capacity_quantity", "capacity_unit"),
               "own_energy": ("own_kgce", "own_unit")}  # fmt: skip
    return pool.assign(**{f"share_by_{key}": _share(pool, *weights[key]) for key in KEYS})


def _lines_of(enterprises: pd.Series, lines: pd.DataFrame) -> pd.DataFrame:
    at = np.flatnonzero(lines["enterprise_code"].isin(enterprises))
    columns = ["enterprise_code", "product_id", "capacity_quantity", "status", "started_on",
               "retired_on"]  # fmt: skip
    own = lines.iloc[at]
    return own[columns].assign(
        line_code=at.astype(np.int32),
        of_process=own["process"].astype("str"),
        product_id=own["product_id"].astype("str"),
        status=own["status"].astype("str"),
    )


def _any(flags: pd.Series, kind: pd.Series) -> pd.Series:
    """Return whether a flag holds for any line of the same kind of meter."""
    return flags.groupby(kind).transform("any").astype("bool")


def _may_have_run(pool: pd.DataFrame) -> pd.Series:
    """Return which lines may have run in the year, for all that the ledger says of them."""
    status = pool["status"].astype("str").fillna("operating")
    too_late = pool["started_on"].dt.year > pool["year"]
    too_early = pool["retired_on"].dt.year < pool["year"]
    retired = (status == "retired") & (pool["retired_on"].dt.year >= pool["year"])
    run: pd.Series = (status.isin(_MAY_HAVE_RUN) | retired) & ~too_late & ~too_early
    return run


def _made(production: pd.DataFrame, pool: pd.DataFrame) -> pd.DataFrame:
    """Return the output of each line and year; missing where a row of it is blank."""
    rows = _of_pool(production, pool)
    measured = rows["content"].notna()
    # Output at two strengths is shared by what is in it; of two products, or beside an output that
    # is on its basis already, contents are no common measure.
    of_content = " of content of " + rows["product_id"].astype("str")
    unit = rows["output_base"].astype("str").fillna("") + of_content.where(measured, "")
    content = rows["content"].where(rows["content"] > 0)  # a content of zero is no measurement
    output = rows["output_quantity"] * content.where(measured, 1.0)
    keyed = pd.DataFrame({
        "line_code": rows["line_code"], "year": rows["year"], "unit": unit,
        "output": output, "blank": output.isna(),
    })  # fmt: skip
    found = keyed.groupby(["line_code", "year"]).agg(
        rows=("unit", "size"), units=("unit", "nunique"), unit=("unit", "first"),
        output=("output", "sum"), blank=("blank", "any"),
    )  # fmt: skip
    found["output"] = found["output"].mask(found["blank"] | (found["units"] > 1))
    return found[["rows", "unit", "output"]].reset_index()


def _own_energy(terms: pd.DataFrame, pool: pd.DataFrame) -> pd.DataFrame:
    """Return what each line itself consumes by its own meters, in kgce; missing where a row is."""
    rows = _of_pool(terms, pool)
    rows = rows[(rows["flow"] == "consumed") & (rows["scope"] == "line")]
    sums = rows.groupby(["line_code", "year"])["energy_kgce"].sum(skipna=False)
    return sums.rename("own_kgce").reset_index()


def _of_pool(frame: pd.DataFrame, pool: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of the lines of a pool."""
    if pool.empty:
        return frame.iloc[:0]
    wanted = np.zeros(int(pool["line_code"].max()) + 2, dtype=bool)
    wanted[pool["line_code"]] = True  # the last is that of every other line, and of none
    codes = np.minimum(frame["line_code"].to_numpy(), len(wanted) - 1)
    return frame.iloc[np.flatnonzero(wanted[codes])]


def _share(pool: pd.DataFrame, weight: str, unit: str) -> pd.Series:
    """Return the share of each line that produced; missing where any weight or unit is unfit.

    A weight of zero is a share of nothing, but metered energy of zero is no reading.
    """
    own = pool[weight].where(pool["produced"])
    fit = own > 0 if weight == "own_kgce" else own.notna()
    kind = pool["kind"]
    unfit = _any(pool["produced"] & ~(fit & pool[unit].notna()), kind) | ~pool["known"]
    units = pool[unit].where(pool["produced"]).groupby(kind).transform("nunique")
    total = own.groupby(kind).transform("sum")
    return (own / total).where(~unfit & (units == 1) & (total > 0))


def _rows(meters: pd.DataFrame, pool: pd.DataFrame, declared: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each meter that can be allocated and each line that may share it."""
    by_key = [f"share_by_{key}" for key in KEYS]
    produced = pool.loc[pool["produced"], [*_KIND, "line_code", *by_key]]
    rows = meters[["at", *_KIND]].merge(produced, on=_KIND)[["at", "line_code", *by_key]]
    rows = rows.merge(declared, how="outer", on=["at", "line_code"])
    rows["key"] = rows["at"].map(meters.set_index("at")["allocation_key"].astype("str"))
    # A line that a key leaves out has a share of nothing where the key tells one for the others.
    for column in (*by_key, "declared"):
        told = rows[column].notna().groupby(rows["at"]).transform("any").astype("bool")
        rows[column] = rows[column].fillna(0.0).where(told)
    keys = {**dict(zip(KEYS, by_key, strict=True)), "shares": "declared"}
    rows["share"] = np.select(
        [rows["key"] == key for key in keys], [rows[column] for column in keys.values()], np.nan
    )
    return rows[rows["share"].notna()].sort_values(["at", "line_code"], ignore_index=True)


def _split(terms: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the terms with a row for each line in place of each allocated row."""
    used = rows[rows["share"] > 0]
    if used.empty:
        return terms
    whole = np.ones(len(terms), dtype=bool)
    whole[used["at"]] = False
    parts, share = terms.iloc[used["at"].to_numpy()], used["share"].to_numpy(float)
    amounts = ("amount", "amount_quantity", "signed_quantity", "energy_kgce")
    parts = parts.assign(
        line_code=used["line_code"].to_numpy(np.int32),
        allocated=True,
        **{column: parts[column].to_numpy(float) * share for column in amounts},
    )
    return pd.concat([terms[whole], parts], ignore_index=True)


def _table(meters: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the allocations as a page shows them."""
    columns = _SPLIT[: _SPLIT.index("key")]
    whole = meters.set_index("at").loc[rows["at"]].reset_index()
    return whole[columns].assign(
        key=rows["key"],
        line_code=rows["line_code"].astype(np.int32),
        share=rows["share"],
        quantity=whole["amount_quantity"] * rows["share"],
        **{f"share_by_{key}": rows[f"share_by_{key}"] for key in KEYS},
        metered_kgce=whole["energy_kgce"],
        metered_quantity=whole["signed_quantity"],
    )


def _unallocated(meters: pd.DataFrame, pool: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Return the lines that each row which is not allocated concerns."""
    left = meters[~meters["at"].isin(rows["at"])].drop(columns="line_code")
    reason = np.where(left["allocation_key"].isna(), "energy_above_line", "allocation_impossible")
    left = left.assign(reason=pd.Series(reason, index=left.index, dtype="str"))
    return left.merge(pool[[*_KIND, "line_code"]], on=_KIND)[_LEFT]
