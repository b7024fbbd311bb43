"""How many an exit reaches: by place, industry, quarter and route, and by age and service."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pandas as pd

from .routes import ENDS, ROUTES

Numbers = npt.NDArray[np.float64]
Places = npt.NDArray[np.integer]

DISTRICT, INDUSTRY, TOWNSHIP, ENTERPRISE = SCOPES = (
    "district", "industry", "township", "enterprise")  # fmt: skip
COUNTS = [f"headcount{end}" for end in ENDS]
COSTS = [f"cost{end}_cny" for end in ENDS]
_MIDDLE = COSTS[1]
_MONTHS = 12
# Bands times bands of so many cohorts at once are held in memory.
_AT_ONCE = 200_000


@dataclass(frozen=True)
class Areas:
    """What an enterprise belongs to, by number: `of` has one array for each of `SCOPES`.

    `names` are the keys that the numbers stand for.
    """

    of: tuple[Places, ...]
    names: tuple[pd.api.extensions.ExtensionArray, ...]


def areas(enterprises: pd.DataFrame) -> Areas:
    """Return what each enterprise belongs to.

    Parameters
    ----------
    enterprises : DataFrame
        In the order of `enterprise_code`: `enterprise_id`, `industry`, `township`.

    Examples
    --------
    >>> roster = pd.DataFrame({"enterprise_id": ["A", "B"], "industry": "cement",
    ...     "township": ["甲镇", None]})
    >>> found = areas(roster)
    >>> found.of[2].tolist(), list(found.names[2])
    ([1, 0], ['', '甲镇'])

    """
    size = len(enterprises)
    of: list[Places] = [np.zeros(size, dtype=np.int64)]
    names: list[pd.api.extensions.ExtensionArray] = [pd.array([""], dtype="str")]
    for column in ("industry", "township"):
        code, distinct = pd.factorize(enterprises[column].astype("str").fillna(""), sort=True)
        of.append(code)
        names.append(pd.array(list(distinct), dtype="str"))
    of.append(np.arange(size))
    names.append(enterprises["enterprise_id"].astype("str").array)
    return Areas(tuple(of), tuple(names))


def cells(staff: pd.DataFrame, within: Areas, quarters: Sequence[str]) -> pd.DataFrame:
    """Return how many take each route, and what it costs, for each scope and quarter.

    Parameters
    ----------
    staff : DataFrame
        The cohorts that an exit reaches: `enterprise_code`, `quarter_code` (place in `quarters`),
        `headcount`, the columns of `routes.heads` and `routes.costs`.
    within : Areas
        What each enterprise belongs to.
    quarters : sequence of str
        Of the exits, in order.

    Returns
    -------
    DataFrame
        One row per scope, key, quarter and route that anybody takes or may take; quarter and route
        as numbers from 1, with 0 for all of them: `scope`, `key`, `quarter`, `route` (int64),
        `headcount_low`, `headcount`, `headcount_high` (int64), `cost_low_cny`, `cost_cny`,
        `cost_high_cny` (sums of what is known; missing where nothing is), `cost_complete` (bool:
        nobody's middle cost is missing).

    """
    everybody = staff["headcount"].to_numpy(float)
    blocks = [_block(staff, 0, [everybody] * 3, [staff[name].to_numpy(float) for name in COSTS])]
    for at, route in enumerate(ROUTES):
        counts = [staff[f"{route}{end}"].to_numpy(float) for end in ENDS]
        costs = [staff[f"{route}_cost{end}_cny"].to_numpy(float) for end in ENDS]
        blocks.append(_block(staff, at + 1, counts, costs))
    own = _summed(pd.concat(blocks, ignore_index=True), ["key", "quarter", "route"])
    both = pd.concat([own, own.assign(quarter=0)], ignore_index=True)
    own = _summed(both, ["key", "quarter", "route"])
    parts = []
    for scope, of in enumerate(within.of):
        keyed = own.assign(key=of[own["key"].to_numpy()])
        parts.append(_summed(keyed, ["key", "quarter", "route"]).assign(scope=scope))
    found = pd.concat(parts, ignore_index=True)
    complete = found.pop("unknown") == 0
    for name in COSTS:
        known = found.pop(f"known_{name}") > 0
        found[name] = found[name].where(known)
    kinds = dict.fromkeys([*COUNTS, "scope", "key", "quarter", "route"], "int64")
    names = ["scope", "key", "quarter", "route", *COUNTS, *COSTS]
    return found.astype(kinds)[names].assign(cost_complete=complete)


def _block(
    staff: pd.DataFrame, route: int, counts: list[Numbers], costs: list[Numbers]
) -> pd.DataFrame:
    anybody = counts[2] > 0
    told: dict[str, npt.NDArray[np.generic]] = {
        "key": staff["enterprise_code"].to_numpy()[anybody].astype(np.int64),
        "quarter": staff["quarter_code"].to_numpy()[anybody].astype(np.int64) + 1,
        "route": np.full(int(anybody.sum()), route, dtype=np.int64),
    }
    unknown = np.zeros(int(anybody.sum()), dtype=bool)
    for name, amounts in zip(COUNTS, counts, strict=True):
        told[name] = amounts[anybody]
    for name, amounts in zip(COSTS, costs, strict=True):
        missing = np.isnan(amounts[anybody])
        unknown |= missing & (name == _MIDDLE)
        told[name] = np.where(missing, 0.0, amounts[anybody])
        told[f"known_{name}"] = (~missing).astype(np.int64)
    return pd.DataFrame({**told, "unknown": unknown.astype(np.int64)})


def _summed(rows: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    kept = [name for name in rows.columns if name not in (*by, "scope")]
    return rows.groupby(by, sort=True)[kept].sum().reset_index()


def labels(begin: Sequence[int]) -> list[str]:
    """Return the names of bands that begin at these years.

    Examples
    --------
    >>> labels((16, 45, 60))
    ['16-44', '45-59', '60+']

    """
    ends = [f"{low}-{high - 1}" for low, high in pairwise(begin)]
    return [*ends, f"{begin[-1]}+"]


def shares(
    first: Places, last: Places, day: Places, begin: Sequence[int], more: Numbers | None = None
) -> Numbers:
    """Return which share of the months of a band lies in each band of years on a day.

    Each month from the first to the last is as likely as another. What lies before the first band of
    years is counted in it.

    Parameters
    ----------
    first, last, day : array of int
        Months as `exits.month_numbers` gives them: of the earliest and the latest birth or hire, and
        of the exit.
    begin : sequence of int
        Years in which the bands begin.
    more : array of float, optional
        Months that are added to each (service that is carried over).

    Returns
    -------
    array of float, rows x bands

    Examples
    --------
    Born from March 1977 to February 1978, on a day of September 1922 + 100: those born by September
    1977 are 45, seven months of twelve.

    >>> march = (1977 - 1970) * 12 + 2
    >>> day = (2022 - 1970) * 12 + 8
    >>> found = shares(np.array([march]), np.array([march + 11]), np.array([day]), (16, 45))
    >>> (found * 12).round(9).tolist()
    [[5.0, 7.0]]

    """
    extra = np.zeros(len(first)) if more is None else more
    months = (last - first + 1).astype(float)
    reached = [np.ones(len(first))]
    for years in begin[1:]:
        latest = np.floor(day - years * _MONTHS + extra)
        reached.append(np.clip((latest - first + 1) / months, 0.0, 1.0))
    at_least = np.column_stack([*reached, np.zeros(len(first))])
    return np.asarray(at_least[:, :-1] - at_least[:, 1:])


def whole(headcount: Numbers, share: Numbers) -> npt.NDArray[np.int64]:
    """Return whole heads in proportion to shares, that sum to the headcount: largest remainder.

    Examples
    --------
    >>> whole(np.array([10.0]), np.array([[0.25, 0.35, 0.40]])).tolist()
    [[3, 3, 4]]

    """
    due = headcount[:, None] * share
    # What falls short of a whole number by less than a computer's rounding is that number.
    base = np.floor(np.round(due, 9))
    left = (headcount - base.sum(axis=1)).astype(np.int64)
    found = base.astype(np.int64)
    row, band = np.nonzero(share > 0)
    # Few bands of a row have anybody: those in order of row and remainder.
    order = np.lexsort((band, -np.round(due - base, 9)[row, band], row))
    row, band = row[order], band[order]
    first = np.searchsorted(row, row)
    more = np.arange(len(row)) - first < left[row]
    found[row[more], band[more]] += 1
    return found


def ages(
    staff: pd.DataFrame, within: Areas, age: Sequence[int], service: Sequence[int]
) -> pd.DataFrame:
    """Return how many of each band of age and service the exits reach, in full years on their day.

    Age and service of a cohort are spread over their bands by months, each without regard to the
    other, in whole heads whose sum is the headcount.

    Parameters
    ----------
    staff : DataFrame
        The cohorts that an exit reaches: `enterprise_code`, `headcount`, `born_first`, `born_last`,
        `hired_first`, `hired_last`, `exit_month` (months as `exits.month_numbers` gives them),
        `carried_over_years`.
    within : Areas
        What each enterprise belongs to.
    age, service : sequence of int
        Years in which the bands begin.

    Returns
    -------
    DataFrame
        One row per scope (district 0, industry 1), key and bands with anybody in it: `scope`,
        `key`, `age`, `service` (places of the bands), `headcount`; all int64.

    """
    bands = len(age) * len(service)
    industry = within.of[1][staff["enterprise_code"].to_numpy()]
    totals = np.zeros((len(within.names[1]), bands), dtype=np.int64)
    for start in range(0, len(staff), _AT_ONCE):
        rows = slice(start, start + _AT_ONCE)
        heads = _spread(staff.iloc[rows], age, service)
        np.add.at(totals, industry[rows], heads)
    parts = [(0, totals.sum(axis=0, keepdims=True)), (1, totals)]
    found = []
    for scope, heads in parts:
        key, at = np.nonzero(heads)
        found.append(
            pd.DataFrame(
                {
                    "scope": np.full(len(key), scope),
                    "key": key,
                    "age": at // len(service),
                    "service": at % len(service),
                    "headcount": heads[key, at],
                }
            )
        )
    return pd.concat(found, ignore_index=True).astype("int64")


def _spread(
    staff: pd.DataFrame, age: Sequence[int], service: Sequence[int]
) -> npt.NDArray[np.int64]:
    day = staff["exit_month"].to_numpy()
    more = staff["carried_over_years"].fillna(0.0).to_numpy(float) * _MONTHS
    by_age = shares(staff["born_first"].to_numpy(), staff["born_last"].to_numpy(), day, age)
    hired = staff["hired_first"].to_numpy(), staff["hired_last"].to_numpy()
    by_service = shares(*hired, day, service, more)
    both = by_age[:, :, None] * by_service[:, None, :]
    return whole(staff["headcount"].to_numpy(float), both.reshape(len(staff), -1))
