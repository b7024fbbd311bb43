"""Capacity replacement (产能置换): whether enough leaves for what is built."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from ..standards.document import Confidence, may_decide
from .frames import once_without_rows, typed

_WEAK = [mark.value for mark in Confidence if not may_decide(mark.value)]
_PROJECT = ["enterprise_id", "line_id", "project_no", "name", "product_id", "approved_on",
            "source_cell", "enterprise_code", "line_code"]  # fmt: skip


@once_without_rows("projects")
def replacements(
    projects: pd.DataFrame, ratios: pd.DataFrame, as_of: dt.date, *, key_region: bool | None = None
) -> pd.DataFrame:
    """Hold the replacement projects against the ratios of their products (plan 二（三）).

    The rules that held when a project was approved apply; of one without a date, those of the day. A
    row with a condition, which the ledger cannot decide, makes an interval of ratios: a project above
    the highest is clear, one below the lowest a hit, one between is looked at. A ratio that is not
    checked leads to review whatever it says.

    Parameters
    ----------
    projects : DataFrame
        The ledger's, of which those of kind ``replacement`` count, with `new_capacity_quantity`,
        `retired_capacity_quantity` (in one unit), `source_cell` and codes.
    ratios : DataFrame
        Rows of the kind ``replacement_ratios``.
    as_of : date
        The day; projects approved later are left out.
    key_region : bool, optional
        Whether the area is a key region of air pollution control; unknown where it is not given.

    Returns
    -------
    DataFrame
        One row per project: `enterprise_id`, `line_id`, `project_no`, `name`, `product_id`,
        `approved_on`, `new_capacity`, `retired_capacity` (base unit of the product), `ratio` (of the
        project), `required_low`, `required_high`, `row_id` (of the rows, joined by ``;``),
        `conditions` (what a person must look at), `result` (``clear``, ``hit``, ``review`` or
        ``undecided``), `reason` (``capacity_missing``, ``no_ratio``, ``ratio_open``,
        ``unchecked_standard``, ``condition_unknown``), `source_cell` and codes.

    Examples
    --------
    >>> projects = pd.DataFrame({"kind": ["replacement"], "product_id": "clinker",
    ...     "approved_on": pd.Timestamp("2022-01-01"), "new_capacity_quantity": 100.0,
    ...     "retired_capacity_quantity": 160.0})
    >>> ratios = pd.DataFrame({"row_id": ["r"], "products": "clinker", "region": "all",
    ...     "condition": "", "ratio": 1.5, "confidence": "verified", "effective_from": "2021-08-01",
    ...     "effective_to": ""})
    >>> replacements(projects, ratios, dt.date(2022, 9, 10))[["ratio", "result"]].values.tolist()
    [[1.6, 'clear']]

    """
    day = pd.Timestamp(as_of)
    chosen = projects[(projects["kind"] == "replacement") & ~(projects["approved_on"] > day)]
    chosen = chosen.reset_index(drop=True)
    found = chosen.reindex(columns=_PROJECT)
    new = chosen["new_capacity_quantity"].astype(float)
    retired = chosen["retired_capacity_quantity"].astype(float)
    law = _applying(chosen, ratios, day, key_region).reindex(range(len(chosen)))
    ratio = retired / new.where(new > 0)
    open_ = law["open"].eq(True)
    sure = [
        (ratio.isna(), "undecided", "capacity_missing"),
        (law["rows"].isna(), "undecided", "no_ratio"),
        (open_, "undecided", "ratio_open"),
        (law["weak"].eq(True), "review", "unchecked_standard"),
        (ratio >= law["high"], "clear", ""),
        (ratio < law["low"], "hit", ""),
    ]
    conditions = [condition for condition, *_ in sure]
    result = np.select(conditions, [each for _, each, _ in sure], "review")
    reason = np.select(conditions, [each for *_, each in sure], "condition_unknown")
    return found.assign(
        new_capacity=new,
        retired_capacity=retired,
        ratio=ratio,
        required_low=law["low"],
        required_high=law["high"],
        row_id=law["rows"].astype("str"),
        conditions=law["conditions"].astype("str"),
        result=pd.Series(result, found.index, dtype="str"),
        reason=pd.Series(reason, found.index, dtype="str").replace("", np.nan),
    )


def _applying(
    projects: pd.DataFrame, ratios: pd.DataFrame, day: pd.Timestamp, key_region: bool | None
) -> pd.DataFrame:
    """Return the rows that can apply to each project, taken together, by its place."""
    regions = {None: ["key", "other", "all"], True: ["key", "all"], False: ["other", "all"]}
    rows = ratios[ratios["region"].isin(regions[key_region])]
    rows = rows.assign(product_id=rows["products"].str.split(";")).explode("product_id")
    approved = projects["approved_on"].fillna(day).dt.strftime("%Y-%m-%d")
    wanted = pd.DataFrame({"product_id": projects["product_id"], "approved": approved})
    wanted = wanted.astype("str").reset_index(names="project")
    pairs = wanted.merge(typed(rows, {"product_id": "str"}), on="product_id")
    first, last = pairs["effective_from"].fillna(""), pairs["effective_to"].fillna("")
    pairs = pairs[(first <= pairs["approved"]) & ((last == "") | (pairs["approved"] <= last))]
    pairs = pairs.assign(
        weak=pairs["confidence"].isin(_WEAK),
        open=pairs["ratio"].isna(),
        condition=pairs["condition"].mask(pairs["condition"] == ""),
    )
    groups = pairs.groupby("project")
    return pd.DataFrame(
        {
            "low": groups["ratio"].min(),
            "high": groups["ratio"].max(),
            "weak": groups["weak"].any(),
            "open": groups["open"].any(),
            "rows": groups["row_id"].agg(";".join),
            "conditions": groups["condition"].agg(_both),
        }
    )


def _both(texts: pd.Series) -> str | None:
    """Return the conditions of several rows, one after the other; None where there is none."""
    return "；".join(texts.dropna()) or None
