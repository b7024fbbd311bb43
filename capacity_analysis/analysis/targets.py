"""Where the capacity of an industry stands against national targets and the plan's own.

A target speaks of a share of capacity; while lines are not decided the share is an interval. A
target is a measure of a plan and never decides about a line.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import numpy as np
import pandas as pd

from .frames import typed
from .gaps import at_or_below
from .tiers import NOT_DECIDED

STATUSES = ("met", "not_met", "open", "not_applicable")

# The tier whose share each measure bounds.
_TIER_OF = {
    "share_advanced_at_least": "advanced",
    "share_advanced_above": "advanced",  # 超过: the value itself does not meet it
    "share_below_baseline_at_most": "below",
}
_GROUP = ["target", "industry", "output_unit"]


def progress(
    targets: pd.DataFrame,
    by_tier: pd.DataFrame,
    output_units: Mapping[str, str],
    as_of: dt.date,
) -> pd.DataFrame:
    """Compare the capacity of each industry with every target that bounds a share of it.

    The share lies between the one that holds if no undecided line is in the target's tier, and the
    one that holds if all are. A line whose capacity is not known may be of any size: it opens the
    interval to 0 where it may lie outside the tier, and to 100 where it may lie inside. A share that
    must be zero (应退尽退: nothing below the baseline) is met or missed by counting lines, so that it
    needs no capacity.

    Capacities are added within an industry, and only where they are counted in one unit: a target
    that names ceramics for building and for sanitary use is followed for each.

    Parameters
    ----------
    targets : DataFrame
        Rows of the kind ``policy_targets``, or the plan's own in the same shape: `row_id`,
        `products` (ids joined by ``;``; empty: every product), `measure`, `value` (percent; missing
        in an open row), `deadline`, `confidence`. Rows of another measure are left out.
    by_tier : DataFrame
        What `tiers.capacity_by_tier` returns.
    output_units : mapping of str to str
        Product -> unit of its output.
    as_of : date
        The day.

    Returns
    -------
    DataFrame
        All columns of `targets`, and `industry`, `output_unit`, `products_concerned` (of the ledger,
        joined by ``;``), `lines`, `lines_in_tier`, `lines_not_decided`, `capacity_missing` (lines),
        `share_low_percent`, `share_high_percent`, `status` (``met``; ``not_met``; ``open``: the
        interval leaves it open, or the target's value is not on file; ``not_applicable``: no
        capacity that the target concerns), `days_to_deadline` (negative once it has passed).

    Examples
    --------
    30 of 100 are at the advanced level and 10 are undecided: between 30 and 40 percent.

    >>> by_tier = pd.DataFrame({"industry": "cement", "product_id": "clinker",
    ...     "standing": ["advanced", "baseline", "undecided"], "lines": 1,
    ...     "capacity_quantity": [30.0, 60.0, 10.0], "capacity_missing": 0})
    >>> target = pd.DataFrame({"row_id": ["t"], "products": ["clinker"], "value": [35.0],
    ...     "measure": ["share_advanced_at_least"], "deadline": ["2025-12-31"],
    ...     "confidence": ["verified"]})
    >>> found = progress(target, by_tier, {"clinker": "t"}, dt.date(2025, 12, 1))
    >>> found[["share_low_percent", "share_high_percent", "status", "days_to_deadline"]].values.tolist()
    [[30.0, 40.0, 'open', 30]]

    """
    measured = targets[targets["measure"].isin(list(_TIER_OF))].reset_index(drop=True)
    groups = _groups(_concerned(measured, by_tier, output_units))
    table = measured.rename_axis("target").reset_index().merge(groups, how="left", on="target")
    counts = ["lines", "lines_in_tier", "lines_not_decided", "capacity_missing"]
    table[counts] = table[counts].fillna(0).astype(int)
    table["status"] = _status(table)
    deadline = pd.to_datetime(table["deadline"].replace("", None), format="%Y-%m-%d")
    table["days_to_deadline"] = (deadline - pd.Timestamp(as_of)).dt.days.astype("Int64")
    return table.drop(columns="target")


def _concerned(
    targets: pd.DataFrame, by_tier: pd.DataFrame, output_units: Mapping[str, str]
) -> pd.DataFrame:
    """Return the rows of `by_tier` that each target (by its number) concerns, with their part.

    The part is ``in`` or ``out`` of the target's tier, or ``open``.
    """
    tiers = by_tier.assign(output_unit=by_tier["product_id"].map(dict(output_units)))
    target = pd.DataFrame({"target": targets.index, "tier": targets["measure"].map(_TIER_OF)})
    products = targets["products"].astype("str")
    named = products.mask(products == "")
    by_product = target[named.notna()].assign(product_id=named.dropna().str.split(";"))
    by_product = typed(by_product.explode("product_id"), {"product_id": "str"})
    found = pd.concat(
        [
            by_product.merge(tiers, on="product_id"),
            target[named.isna()].merge(tiers, how="cross"),
        ],
        ignore_index=True,
    )
    standing = found["standing"].astype("str")
    part = np.select([standing.isin(NOT_DECIDED), standing == found["tier"]], ["open", "in"], "out")
    return found.assign(part=part)


def _groups(concerned: pd.DataFrame) -> pd.DataFrame:
    """Return one row per target, industry and unit, with the interval of its share."""
    by_part = concerned.groupby([*_GROUP, "part"], observed=True)
    sums = by_part[["capacity_quantity", "capacity_missing", "lines"]].sum()
    capacity, missing, lines = (
        sums[name].unstack("part").reindex(columns=["in", "out", "open"]).fillna(0.0)  # noqa: PD010
        for name in ("capacity_quantity", "capacity_missing", "lines")
    )
    of_products = concerned[concerned["lines"] > 0].groupby(_GROUP, observed=True)["product_id"]
    return pd.DataFrame(
        {
            "products_concerned": of_products.agg(lambda ids: ";".join(sorted(set(ids)))),
            "lines": lines.sum(axis=1),
            "lines_in_tier": lines["in"],
            "lines_not_decided": lines["open"],
            "capacity_missing": missing.sum(axis=1),
            "share_low_percent": _least_share(capacity, missing, "in"),
            "share_high_percent": 100.0 - _least_share(capacity, missing, "out"),
        },
        index=lines.index,
    ).reset_index()


def _least_share(capacity: pd.DataFrame, missing: pd.DataFrame, part: str) -> pd.Series:
    """Return the smallest share in percent that a part can have; missing where there is nothing."""
    total = capacity.sum(axis=1)
    share = 100.0 * capacity[part] / total.where(total > 0)
    # Where only lines of unknown capacity are there, their part alone makes up the whole.
    share = share.mask((total == 0) & (missing[part] > 0), 100.0)
    return share.mask(missing.drop(columns=part).sum(axis=1) > 0, 0.0)


def _status(table: pd.DataFrame) -> pd.Series:
    low, high, value = (
        table[name].to_numpy(float) for name in ("share_low_percent", "share_high_percent", "value")
    )
    above = (table["measure"] == "share_advanced_above").to_numpy()
    most = (table["measure"] == "share_below_baseline_at_most").to_numpy()
    met = np.select([above, most], [~at_or_below(low, value), at_or_below(high, value)],
                    at_or_below(value, low))  # fmt: skip
    missed = np.select([above, most], [at_or_below(high, value), ~at_or_below(low, value)],
                       ~at_or_below(value, high))  # fmt: skip
    none = most & (value == 0)
    in_tier, undecided = table["lines_in_tier"] > 0, table["lines_not_decided"] > 0
    met = np.where(none, ~in_tier & ~undecided, met)
    missed = np.where(none, in_tier, missed)
    nothing = (table["lines"] == 0) | (np.isnan(low) & ~none)
    chosen = np.select(
        [nothing, np.isnan(value), met, missed],
        ["not_applicable", "open", "met", "not_met"],
        default="open",
    )
    return pd.Series(chosen, index=table.index, dtype="str")
