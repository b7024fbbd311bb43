"""Signs of risk to social stability, each by itself: gates that are passed or not, and bands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from ...campaign.parts_people import StabilityIndicator
from ..disclosure import Mask
from . import exposure, shapes

LEVELS = OK, ATTENTION, HIGH, UNKNOWN = "ok", "attention", "high", "unknown"
_PERCENT = 100
_UNITS = {
    "arrears": "万元",
    "over_45_percent": "%",
    "township_share_percent": "%",
    "guaranteed_by_leaver": "万元",
    "open_petitions": "件",
    "labour_disputes": "件",
    "jobs_short": "个",
}


def table(
    enterprises: pd.DataFrame,
    values: Mapping[str, pd.DataFrame],
    indicators: Sequence[StabilityIndicator],
) -> pd.DataFrame:
    """Return the table `stability_signs`: each sign of each enterprise that exits.

    A gate is open up to `attention` and shut above; a band asks for attention from `attention` on,
    and is high from `high` on. What nobody reported is unknown, and never in order.

    Parameters
    ----------
    enterprises : DataFrame
        Those that exit: `enterprise_id`.
    values : mapping of str to DataFrame
        By indicator, row by row with `enterprises`: `value`, `reason` (why there is none, or what it
        lacks), `source_cell`, `hidden` (it tells of a few persons); what is left out is missing.
    indicators : sequence of StabilityIndicator
        The campaign's.

    Returns
    -------
    DataFrame
        By enterprise in the order of the campaign's indicators: `enterprise_id`, `indicator`, `kind`,
        `value`, `unit`, `attention`, `high`, `level` (one of `LEVELS`), `reason`, `source_cell`,
        `hidden`.

    Examples
    --------
    >>> gate = StabilityIndicator(id="open_petitions", name="信访", name_en="Petitions", kind="gate",
    ...     attention=0, source="project")
    >>> told = {"open_petitions": pd.DataFrame({"value": [2.0, 0.0, np.nan]})}
    >>> table(pd.DataFrame({"enterprise_id": list("ABC")}), told, [gate])["level"].tolist()
    ['attention', 'ok', 'unknown']

    """
    parts = []
    for place, indicator in enumerate(indicators):
        told = values.get(indicator.id, pd.DataFrame()).reindex(
            columns=["value", "reason", "source_cell", "hidden"], index=range(len(enterprises))
        )
        value = told["value"].astype(float)
        parts.append(
            pd.DataFrame(
                {
                    "enterprise_id": enterprises["enterprise_id"].astype("str").array,
                    "indicator": indicator.id,
                    "kind": indicator.kind,
                    "value": value,
                    "unit": _UNITS[indicator.id],
                    "attention": float(indicator.attention),
                    "high": np.nan if indicator.high is None else float(indicator.high),
                    "level": _levels(value, indicator),
                    "reason": told["reason"].astype("str"),
                    "source_cell": told["source_cell"].astype("str"),
                    "hidden": told["hidden"].astype("boolean").fillna(value=False).astype(bool),
                    "place": place,
                    "owner": range(len(enterprises)),
                }
            )
        )
    if not parts:
        return shapes.empty("stability_signs")
    found = pd.concat(parts, ignore_index=True).sort_values(["owner", "place"], kind="stable")
    return found.drop(columns=["owner", "place"]).reset_index(drop=True)


def _levels(value: pd.Series, indicator: StabilityIndicator) -> pd.Series:
    if indicator.kind == "gate":
        attention = value > indicator.attention
    else:
        attention = value >= indicator.attention
    high = value >= (np.inf if indicator.high is None else indicator.high)
    levels = np.select([value.isna(), high, attention], [UNKNOWN, HIGH, ATTENTION], OK)
    return pd.Series(levels, value.index, dtype="str")


def arrears(staff: pd.DataFrame, codes: pd.Series) -> pd.DataFrame:
    """Return what the enterprises owe their staff, in 万元: pay and contributions of all cohorts.

    Parameters
    ----------
    staff : DataFrame
        All cohorts: `enterprise_code`, `pay_arrears_10k_cny`, `contribution_arrears_10k_cny`,
        `source_cell`.
    codes : Series of int
        The enterprises asked for.

    Returns
    -------
    DataFrame
        `value`, `reason`, `source_cell` (of a cohort that is owed most). Where some cohorts are not
        reported, what is known stands as far as anything is owed.

    """
    columns = ["pay_arrears_10k_cny", "contribution_arrears_10k_cny"]
    owed = staff[columns].sum(axis=1, min_count=1)
    owner = staff["enterprise_code"]
    total = owed.groupby(owner).sum(min_count=1).reindex(codes).to_numpy(float)
    complete = staff[columns].notna().all(axis=1).groupby(owner).all().reindex(codes)
    partial = ~complete.eq(True).to_numpy(bool)
    most = staff.assign(owed=owed.fillna(-1.0)).sort_values("owed", kind="stable")
    cell = most.drop_duplicates("enterprise_code", keep="last").set_index("enterprise_code")
    unknown = partial & ~(total > 0)
    return pd.DataFrame(
        {
            "value": np.where(unknown, np.nan, total),
            "reason": _reason(partial, "arrears_unknown"),
            "source_cell": cell["source_cell"].reindex(codes).array,
        }
    )


def newest(
    stability: pd.DataFrame, codes: pd.Series, field: str, day: pd.Timestamp
) -> pd.DataFrame:
    """Return the newest number that was reported of a field up to a day.

    Parameters
    ----------
    stability : DataFrame
        The ledger's: `enterprise_code`, `as_of`, the field, `source_cell` (of the field).
    codes : Series of int
        The enterprises asked for.
    field : str
        ``open_petitions`` or ``labour_disputes``.
    day : Timestamp
        What was reported later is not known.

    """
    known = stability[(stability["as_of"] <= day) & stability[field].notna()]
    last = known.sort_values("as_of", kind="stable").drop_duplicates("enterprise_code", keep="last")
    of = last.set_index("enterprise_code").reindex(codes)
    value = of[field].astype("float64").to_numpy()
    return pd.DataFrame(
        {
            "value": value,
            "reason": _reason(np.isnan(value), "not_reported"),
            "source_cell": of["source_cell"].array,
        }
    )


def of_town(enterprises: pd.DataFrame, codes: pd.Series) -> pd.DataFrame:
    """Return which share of the roster's staff in its township an enterprise has, in percent.

    Parameters
    ----------
    enterprises : DataFrame
        The roster in the order of `enterprise_code`: `township`, `employees`, `source_cell`.
    codes : Series of int
        The enterprises asked for.

    Returns
    -------
    DataFrame
        `value`, `reason`, `source_cell`; no value where any enterprise of the township lacks the
        number, since the share would look larger than it is.

    """
    heads = enterprises["employees"].astype("float64")
    town = enterprises["township"]
    by_town = heads.groupby(town)
    total = by_town.transform("sum").where(by_town.transform("count") == by_town.transform("size"))
    share = (heads / total.where(total > 0) * _PERCENT).reindex(codes).to_numpy(float)
    return pd.DataFrame(
        {
            "value": share,
            "reason": _reason(np.isnan(share), "employees_missing"),
            "source_cell": enterprises["source_cell"].reindex(codes).array,
        }
    )


def guaranteed(guarantees: pd.DataFrame | None, ids: pd.Series) -> pd.DataFrame:
    """Return for how much an enterprise and others that exit stand surety for each other, in 万元.

    Parameters
    ----------
    guarantees : DataFrame, optional
        The table `guarantee_links`: `borrower`, `guarantor`, `amount_10k_cny`, `borrower_exits`,
        `guarantor_exits`, `source_cell`. Without it, or without any row, nothing is known.
    ids : Series of str
        The enterprises asked for, which exit.

    """
    if guarantees is None or not len(guarantees):
        unknown = np.full(len(ids), np.nan)
        return pd.DataFrame({"value": unknown, "reason": "guarantees_unknown"})
    links = guarantees[
        guarantees["borrower_exits"].eq(True)
        & guarantees["guarantor_exits"].eq(True)
        & (guarantees["borrower"] != guarantees["guarantor"])
    ]
    ends = pd.concat(
        [links.assign(of=links["borrower"]), links.assign(of=links["guarantor"])],
        ignore_index=True,
    )
    by = ends.groupby("of")["amount_10k_cny"]
    lacks = (by.count() < by.size()).reindex(ids, fill_value=False).to_numpy(bool)
    known = by.sum().reindex(ids, fill_value=0.0).to_numpy(float)
    cell = ends.drop_duplicates("of").set_index("of")["source_cell"].reindex(ids)
    return pd.DataFrame(
        {
            "value": np.where(lacks & ~(known > 0), np.nan, known),
            "reason": _reason(lacks, "amount_missing"),
            "source_cell": cell.array,
        }
    )


def _reason(where: Mask, reason: str) -> pd.Series:
    return pd.Series(reason, range(len(where)), dtype="str").where(where)


def over_years(exposed: pd.DataFrame, codes: pd.Series, years: int, least: int) -> pd.DataFrame:
    """Return which share of the staff that an exit reaches is of an age or older, in percent.

    Parameters
    ----------
    exposed : DataFrame
        The cohorts that an exit reaches: `enterprise_code`, `headcount`, `born_first`, `born_last`,
        `exit_month` (months), `source_cell`. Births are spread evenly over their band.
    codes : Series of int
        The enterprises asked for.
    years : int
        The age, on the day of the exit.
    least : int
        A share that tells of fewer persons, older or younger, is hidden.

    """
    share = exposure.shares(
        exposed["born_first"].to_numpy(),
        exposed["born_last"].to_numpy(),
        exposed["exit_month"].to_numpy(),
        (0, years),
    )[:, 1]
    heads = exposed["headcount"].astype("float64")
    by = exposed["enterprise_code"]
    older = (heads * share).groupby(by).sum().reindex(codes).to_numpy(float)
    total = heads.groupby(by).sum().reindex(codes).to_numpy(float)
    few = [(round_ > 0) & (round_ < least) for round_ in (np.ceil(older), np.ceil(total - older))]
    cell = exposed.drop_duplicates("enterprise_code").set_index("enterprise_code")["source_cell"]
    return pd.DataFrame(
        {
            "value": older / total * _PERCENT,
            "reason": _reason(np.isnan(total), "workforce_missing"),
            "source_cell": cell.reindex(codes).array,
            "hidden": few[0] | few[1],
        }
    )


def jobs_short(exposed: pd.DataFrame, going: pd.DataFrame, demand: pd.DataFrame) -> pd.DataFrame:
    """Return the jobs short in the township of each enterprise, in the worst quarter of its exit.

    Parameters
    ----------
    exposed : DataFrame
        The cohorts that an exit reaches: `enterprise_code`, `quarter`.
    going : DataFrame
        The enterprises asked for: `enterprise_code`, `township`.
    demand : DataFrame
        What `job_demand.against` returns.

    """
    towns = demand[demand["township"] != ""]
    own = exposed[["enterprise_code", "quarter"]].drop_duplicates()
    placed = own.merge(going[["enterprise_code", "township"]], on="enterprise_code").merge(
        towns, on=["township", "quarter"]
    )
    by = placed.groupby("enterprise_code")
    codes = going["enterprise_code"]
    value = by["shortfall"].max().reindex(codes).to_numpy(float)
    return pd.DataFrame(
        {
            "value": value,
            "reason": _reason(np.isnan(value), "capacity_not_reported"),
            "hidden": by["hidden"].any().reindex(codes).eq(True).to_numpy(bool),
        }
    )
