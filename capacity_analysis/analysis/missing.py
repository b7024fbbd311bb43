"""Which inputs are missing for the year assessed, and which department must supply them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from .reasons import DATA_GAPS, REASONS

# Reasons that `gaps.gaps` finds, and no flag of `intensity.by_indicator` holds.
_REASONS_OF_GAPS = ("product_differs", "implausibly_low", "implausibly_high")
# Reasons of a review that a number would settle.
_REASONS_OF_REVIEW = ("correction_unknown", "allocation_sensitive")

# A line that reports nothing lacks each of these, and each comes from a department of its own.
_OF_A_SILENT_LINE = ("output_missing", "energy_missing", "carrier_missing")
# Where the enterprise meters energy for several lines, that is what is wrong with the energy.
_OF_A_SILENT_LINE_METERED_ABOVE = ("output_missing", "energy_above_line")


def missing_inputs(
    gaps: pd.DataFrame,
    measured: pd.DataFrame,
    terms: pd.DataFrame,
    above_line: pd.DataFrame,
    *,
    electricity: Iterable[str],
    suppliers: Mapping[str, str],
) -> pd.DataFrame:
    """List every missing input of lines in operation that a level could apply to.

    What is missing is missing whether or not a document is on file for the day: only lines out of
    operation, and products that the document on file has no row for, lack nothing.

    Parameters
    ----------
    gaps : DataFrame
        One row per line (`findings.combined`).
    measured : DataFrame
        What `intensity.by_indicator` returns, for the year assessed; of each line the row counts
        whose indicator its level is of.
    terms : DataFrame
        Energy rows of the year after allocation.
    above_line : DataFrame
        `line_code` of lines that use energy which is metered above them and not allocated.
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
    found = pd.concat(
        [
            _of_silent_lines(gaps, above_line),
            gaps.loc[
                gaps["reason"].isin([*_REASONS_OF_GAPS, *_REASONS_OF_REVIEW]),
                ["line_code", "reason"],
            ],
            _flagged(_governing(measured, gaps)),
        ],
        ignore_index=True,
    )
    concerned = gaps.loc[~gaps["reason"].isin(["not_in_operation", "no_level"]), "line_code"]
    found = found[found["line_code"].isin(concerned)]
    found = found.merge(_blank_carriers(terms), on=["line_code", "reason"], how="left")
    found["department"] = [
        _department(reason, carrier, set(electricity), suppliers)
        for reason, carrier in zip(found["reason"], found["carrier"], strict=True)
    ]
    order = {reason: at for at, reason in enumerate(REASONS)}
    found = found.assign(order=found["reason"].map(order))
    found = found.sort_values(["line_code", "order"], kind="stable").drop(columns="order")
    return found.reset_index(drop=True)


def _governing(measured: pd.DataFrame, gaps: pd.DataFrame) -> pd.DataFrame:
    """Return one row per line that reports: of the indicator of its level, else of all its energy."""
    of_level = measured["line_code"].map(gaps.set_index("line_code")["indicator"])
    indicator = measured["indicator"].astype("str")
    rank = (indicator != of_level).astype(int) + (indicator != "comprehensive")
    order = measured.assign(rank=rank).sort_values(["line_code", "rank"], kind="stable")
    return order.drop_duplicates("line_code").drop(columns="rank")


def _of_silent_lines(gaps: pd.DataFrame, above_line: pd.DataFrame) -> pd.DataFrame:
    silent = gaps.loc[gaps["silent"], ["line_code"]]
    above = silent["line_code"].isin(above_line["line_code"])
    parts = [
        silent[rows].merge(pd.DataFrame({"reason": reasons}), how="cross")
        for rows, reasons in ((~above, _OF_A_SILENT_LINE), (above, _OF_A_SILENT_LINE_METERED_ABOVE))
    ]
    return pd.concat(parts, ignore_index=True)


def _flagged(measured: pd.DataFrame) -> pd.DataFrame:
    """Return the flags of `intensity.by_indicator`, one row for each that holds.

    A line without any energy row lacks its electricity as well.
    """
    flags = [reason for reason in DATA_GAPS if reason in measured.columns]
    whole = measured.assign(
        carrier_missing=measured["carrier_missing"] | measured["energy_missing"]
    )
    long = whole[["line_code", *flags]].melt("line_code", var_name="reason", value_name="holds")
    return long.loc[long["holds"].astype(bool), ["line_code", "reason"]]


def _blank_carriers(terms: pd.DataFrame) -> pd.DataFrame:
    blank = terms.loc[(terms["line_code"] >= 0) & terms["amount_quantity"].isna()]
    blank = blank[["line_code", "carrier"]].drop_duplicates()
    return blank.assign(carrier=blank["carrier"].astype("str"), reason="amount_missing")


def _department(
    reason: str, carrier: object, electricity: set[str], suppliers: Mapping[str, str]
) -> str:
    kind = REASONS[reason].supplier or "enterprise"
    if reason == "amount_missing" and carrier in electricity:
        kind = "electricity"
    return suppliers[kind]
