"""Which inputs are missing for the year assessed, and which department must supply them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from .reasons import DATA_GAPS, REASONS

# Reasons that `gaps.gaps` finds, and no flag of `intensity.unit_energy` holds.
_REASONS_OF_GAPS = (
    "nothing_reported",
    "indicator_not_supported",
    "implausibly_low",
    "implausibly_high",
)


def missing_inputs(
    gaps: pd.DataFrame,
    unit_energy: pd.DataFrame,
    terms: pd.DataFrame,
    *,
    electricity: Iterable[str],
    suppliers: Mapping[str, str],
) -> pd.DataFrame:
    """List every missing input of lines that a level applies to.

    Parameters
    ----------
    gaps : DataFrame
        What `gaps.gaps` returns.
    unit_energy, terms : DataFrame
        Results of `intensity` for the year assessed.
    electricity : iterable of str
        Carriers that the electricity supplier reports.
    suppliers : mapping of str to str
        Kind of supplier -> department id (the campaign's `suppliers`).

    Returns
    -------
    DataFrame
        `line_code`, `reason`, `carrier` (where one carrier is meant), `department`; a line appears
        once for each thing that it lacks.

    """
    flags = [reason for reason in DATA_GAPS if reason in unit_energy.columns]
    long = unit_energy[["line_code", *flags]].melt(
        "line_code", var_name="reason", value_name="holds"
    )
    long = long.loc[long["holds"].astype(bool), ["line_code", "reason"]]
    first = gaps.loc[gaps["reason"].isin(_REASONS_OF_GAPS)]
    long = pd.concat([first[["line_code", "reason"]], long])
    long = long[long["line_code"].isin(gaps.loc[_is_concerned(gaps), "line_code"])]
    found = long.merge(_blank_carriers(terms), on=["line_code", "reason"], how="left")
    found["department"] = [
        _department(reason, carrier, set(electricity), suppliers)
        for reason, carrier in zip(found["reason"], found["carrier"], strict=True)
    ]
    order = {reason: at for at, reason in enumerate(REASONS)}
    found = found.sort_values(
        ["line_code", "reason"],
        key=lambda column: column.map(order) if column.name == "reason" else column,
        kind="stable",
    )
    return found.reset_index(drop=True)


def _is_concerned(gaps: pd.DataFrame) -> pd.Series:
    """Tell the lines that may lack something: in operation, with a level to meet."""
    return ~gaps["reason"].isin(["not_in_operation", "no_document", "no_level", "level_open"])


def _blank_carriers(terms: pd.DataFrame) -> pd.DataFrame:
    blank = terms.loc[(terms["line_code"] >= 0) & terms["energy_kgce"].isna()]
    blank = blank[["line_code", "carrier"]].drop_duplicates()
    return blank.assign(carrier=blank["carrier"].astype("str"), reason="amount_missing")


def _department(
    reason: str, carrier: object, electricity: set[str], suppliers: Mapping[str, str]
) -> str:
    kind = REASONS[reason].supplier or "enterprise"
    if reason == "amount_missing" and carrier in electricity:
        kind = "electricity"
    return suppliers[kind]
