"""Where the staff of an exit goes, and what each way costs the employer.

A person who has reached the statutory age retires; the plan for the staff says who is transferred
or retires internally; dispatched staff goes back to its agency; all others are laid off with
severance. A cohort is a band of births: who of it has reached an age is a range, not a number.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

Numbers = npt.NDArray[np.float64]

TRANSFER, INNER, RETIREMENT, SEVERANCE, DISPATCHED = ROUTES = (
    "transfer", "inner_retirement", "retirement", "severance", "dispatched")  # fmt: skip
ENDS = ("_low", "", "_high")


def heads(staff: pd.DataFrame) -> pd.DataFrame:
    """Return how many of each cohort take each route.

    What the plan for the staff says goes first, and never beyond the headcount. Without such a plan
    nobody is transferred and nobody retires internally, but anybody who may is counted in the high
    end of inner retirement, and in the low end of severance is not.

    Parameters
    ----------
    staff : DataFrame
        `headcount`, `contract`, `planned` (bool: the plan for the staff is made),
        `planned_transfer`, `planned_inner_retirement` (missing: none), `retiring_low`, `retiring`,
        `retiring_high`, `inner_eligible_high` (heads).

    Returns
    -------
    DataFrame
        Whole heads, row by row: each of `ROUTES` with the suffixes of `ENDS`. In the middle the
        routes sum to the headcount.

    Examples
    --------
    Of ten, two may retire for sure and four perhaps; the plan transfers three.

    >>> staff = pd.DataFrame({"headcount": [10], "contract": ["open_ended"], "planned": [True],
    ...     "planned_transfer": [3], "planned_inner_retirement": [0], "retiring_low": [2],
    ...     "retiring": [3], "retiring_high": [4], "inner_eligible_high": [0]})
    >>> found = heads(staff)
    >>> found[["transfer", "severance_low", "severance", "severance_high"]].values.tolist()
    [[3.0, 3.0, 4.0, 5.0]]

    """
    own = staff["contract"].ne("dispatched").to_numpy(bool)
    everybody = staff["headcount"].to_numpy(float)
    employed = np.where(own, everybody, 0.0)
    transfer = np.minimum(_number(staff, "planned_transfer"), employed)
    inner = np.minimum(_number(staff, "planned_inner_retirement"), employed - transfer)
    rest = employed - transfer - inner
    retiring = [np.minimum(_number(staff, f"retiring{end}"), rest) for end in ENDS]
    may = np.minimum(_number(staff, "inner_eligible_high"), rest - retiring[0])
    open_ = np.where(staff["planned"].to_numpy(bool), 0.0, may)
    laid_off = [
        np.maximum(rest - retiring[2] - open_, 0.0), rest - retiring[1], rest - retiring[0]
    ]  # fmt: skip
    sent_back = everybody - employed
    ranges = {
        TRANSFER: [transfer] * 3,
        INNER: [inner, inner, inner + open_],
        RETIREMENT: retiring,
        SEVERANCE: laid_off,
        DISPATCHED: [sent_back] * 3,
    }
    return pd.DataFrame(
        {
            f"{route}{end}": amount
            for route, amounts in ranges.items()
            for end, amount in zip(ENDS, amounts, strict=True)
        }
    )


def _number(staff: pd.DataFrame, column: str) -> Numbers:
    return np.asarray(staff[column].astype("float64").fillna(0.0), dtype=np.float64)


def costs(staff: pd.DataFrame) -> pd.DataFrame:
    """Return what the exit costs the employer for each cohort, by route and as a whole.

    Severance is paid by the head, inner retirement up to the month of retirement, arrears are owed in
    any case and are told with the routes in the proportion of heads. Pay in place of notice is in the
    high end alone: the notice may be given in time.

    Without a plan for the staff the middle is severance for all who do not retire, and the ends
    enclose what the other lawful routes would cost: who may retire internally may do so, cheaper or
    dearer; where the enterprise goes on without a line, everybody may be given another post there,
    which costs nothing. An end that is not known leaves the range as it is.

    Parameters
    ----------
    staff : DataFrame
        The columns of `heads` and what it reads; `exposure`; by the head `severance_low_cny`,
        `severance_cny`, `severance_high_cny`, `in_lieu_cny`, `inner_cost_low_cny`,
        `inner_cost_cny`, `inner_cost_high_cny`; of the cohort `pay_arrears_cny`,
        `contribution_arrears_cny` (missing: not known, and not in the cost).

    Returns
    -------
    DataFrame
        Row by row, in yuan: `cost_low_cny`, `cost_cny`, `cost_high_cny` of the cohort, and for each
        of `ROUTES` ``<route>_cost_low_cny`` and so on. Missing where a part that someone is paid by
        is not known.

    Examples
    --------
    Two laid off with 30,000 to 32,000 yuan, or one month's pay of 5,000 more.

    >>> staff = pd.DataFrame({"headcount": [2.0], "exposure": ["whole"], "planned": [True],
    ...     "severance_low_cny": [30_000.0], "severance_cny": [31_000.0],
    ...     "severance_high_cny": [32_000.0], "in_lieu_cny": [5_000.0],
    ...     "pay_arrears_cny": [1_000.0], "contribution_arrears_cny": [np.nan],
    ...     **{f"inner_cost{end}_cny": [np.nan] for end in ENDS},
    ...     **{f"{route}{end}": [2.0 if route == SEVERANCE else 0.0]
    ...        for route in ROUTES for end in ENDS}})
    >>> costs(staff)[["cost_low_cny", "cost_cny", "cost_high_cny"]].values.tolist()
    [[61000.0, 63000.0, 75000.0]]

    """
    lieu = staff["in_lieu_cny"].to_numpy(float)
    paid = [staff[f"severance{end}_cny"].to_numpy(float) for end in ENDS]
    by_head = [paid[0], paid[1], paid[2] + lieu]
    inner = [staff[f"inner_cost{end}_cny"].to_numpy(float) for end in ENDS]
    owed = staff[["pay_arrears_cny", "contribution_arrears_cny"]].sum(axis=1).to_numpy(float)
    everybody = staff["headcount"].to_numpy(float)
    columns: dict[str, Numbers] = {}
    whole = [owed.copy() for _ in ENDS]
    for route in ROUTES:
        share = staff[route].to_numpy(float) / np.maximum(everybody, 1.0) * owed
        rates = {SEVERANCE: by_head, INNER: inner}.get(route)
        for at, end in enumerate(ENDS):
            told = np.zeros(len(staff))
            if rates is not None:
                told = _times(staff[f"{route}{end}"].to_numpy(float), rates[at])
            columns[f"{route}_cost{end}_cny"] = told + share
            whole[at] = whole[at] + told
    planned = staff["planned"].to_numpy(bool)
    ends = _unplanned(staff, by_head, inner)
    low, high = (np.where(planned, whole[at], owed + ends[at // 2]) for at in (0, 2))
    return pd.DataFrame(
        {"cost_low_cny": low, "cost_cny": whole[1], "cost_high_cny": high, **columns}
    )


def _times(number: Numbers, rate: Numbers) -> Numbers:
    """Return a product in which nobody costs nothing, whatever is not known of the rate."""
    return np.where(number == 0, 0.0, number * rate)


def _unplanned(
    staff: pd.DataFrame, severance: list[Numbers], inner: list[Numbers]
) -> tuple[Numbers, Numbers]:
    """Return the least and the most that the lawful routes come to where none is planned."""
    laid_off = staff[f"{SEVERANCE}_high"].to_numpy(float)
    retiring = staff["retirement_high"].to_numpy(float) - staff["retirement_low"].to_numpy(float)
    may = staff[f"{INNER}_high"].to_numpy(float)
    fewest = np.maximum(laid_off - retiring, 0.0)
    cheap = np.minimum(may, fewest)
    # What is added to a severance that is not known stays unknown.
    less = np.fmin(inner[0] - severance[0], 0.0)
    more = np.fmax(inner[2] - severance[2], 0.0)
    low = _times(fewest, severance[0]) + _times(cheap, less)
    high = _times(laid_off, severance[2]) + _times(may, more)
    # Another post in the enterprise that goes on: no contract ends.
    stays = staff["exposure"].eq("line").to_numpy(bool) & ~np.isnan(low)
    return np.where(stays, 0.0, low), high
