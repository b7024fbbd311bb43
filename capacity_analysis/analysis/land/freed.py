"""Land that an exit frees: all of its users leave, or all the lines that stand on it do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

import numpy as np
import numpy.typing as npt
import pandas as pd

from .distinct import Parcels
from .joined import Mask, first_of, flagged

Days = npt.NDArray[np.datetime64]

# Steps before dismantling that concern the land.
STEPS = ("soil_plan", "chemical_disposal")
_FAR = np.iinfo(np.int64).max


def freed(
    parcels: Parcels,
    *,
    dispositions: pd.DataFrame,
    enterprise_dispositions: pd.DataFrame,
    legal_steps: pd.DataFrame,
    done: Collection[str],
    as_of: dt.date,
) -> pd.DataFrame:
    """Return which parcels come free, and when.

    A use ends where the whole enterprise exits, or the line that the use is for. A parcel is freed
    where all of its uses end; it is free from the last of their days. What has left is free from
    `as_of`, and so is, at the earliest, what should have left before.

    Parameters
    ----------
    parcels : Parcels
        The distinct parcels and their users.
    dispositions, enterprise_dispositions : DataFrame
        Those of the assessment.
    legal_steps : DataFrame
        Steps before exits that have not taken place: `enterprise_code`, `line_code`, `step`, `status`.
    done : collection of str
        Dispositions that mean that a unit has left.
    as_of : date
        The day.

    Returns
    -------
    DataFrame
        One row per parcel: `freed`, `gone` (all have left), `stays` (an enterprise of it goes on, and
        only its lines leave), `exit_on` (day; missing where a deadline is), `reasons`
        (``no_deadline``), and for each of `STEPS` whether a user that leaves lacks it.

    """
    size, day = len(parcels.table), np.datetime64(as_of, "D")
    units = _Units(dispositions, enterprise_dispositions, done)
    owner, line, at = parcels.user_enterprise, parcels.user_line, parcels.user_parcel
    whole = units.whole[owner]
    by_line = (line >= 0) & ~whole
    ends = whole | (by_line & units.line_ends[line])
    has_left = np.where(by_line, units.line_left[line], units.left[owner])
    last = np.where(by_line, units.line_day[line], units.day[owner])
    last = np.where(has_left, day, last)
    open_day = ends & np.isnat(last)
    is_freed = _count(at, ~ends, size) == 0
    unknown = is_freed & (_count(at, open_day, size) > 0)
    latest = np.full(size, day, dtype="datetime64[D]")
    known = ends & ~np.isnat(last)
    np.maximum.at(latest, at[known], last[known])
    steps = {
        step: is_freed & (_count(at, _lacks(legal_steps, step, owner, line, by_line), size) > 0)
        for step in STEPS
    }
    return pd.DataFrame(
        {
            "freed": is_freed,
            "gone": is_freed & (_count(at, ~has_left, size) == 0),
            "stays": is_freed & (_count(at, by_line, size) > 0),
            "exit_on": np.where(is_freed & ~unknown, latest, np.datetime64("NaT", "D")),
            "reasons": flagged({"no_deadline": unknown}),
            **steps,
        }
    )


def _count(at: npt.NDArray[np.int64], mask: Mask, size: int) -> npt.NDArray[np.int64]:
    return np.bincount(at[mask], minlength=size)


class _Units:
    """When each enterprise and each line leaves. The last place of a line's arrays is no line."""

    def __init__(
        self, units: pd.DataFrame, enterprises: pd.DataFrame, done: Collection[str]
    ) -> None:
        left = units["disposition"].isin(list(done)).to_numpy()
        exits = units["exits"].to_numpy(bool) & ~left
        owner = units["enterprise_code"].to_numpy(np.int64)
        line = units["line_code"].to_numpy(np.int64)
        days = pd.to_datetime(units["deadline"]).to_numpy("datetime64[D]")
        self.whole: Mask = (enterprises["extent"] == "whole").to_numpy()
        self.left: Mask = self.whole & enterprises["disposition"].isin(list(done)).to_numpy()
        self.day = _latest(owner[exits], days[exits], len(enterprises))
        of_line = (units["scope"] == "line").to_numpy()
        size = int(line.max(initial=-1)) + 2
        self.line_left = np.zeros(size, dtype=bool)
        self.line_left[line[of_line & left]] = True
        self.line_ends = self.line_left.copy()
        self.line_ends[line[of_line & exits]] = True
        self.line_day = _latest(line[of_line & exits], days[of_line & exits], size)


def _latest(unit: npt.NDArray[np.int64], days: Days, size: int) -> Days:
    """Return the last day of each unit; missing where it has none, or where any of its days is."""
    found = np.full(size, np.iinfo(np.int64).min)
    np.maximum.at(found, unit, np.where(np.isnat(days), _FAR, days.astype(np.int64)))
    known = (found != np.iinfo(np.int64).min) & (found != _FAR)
    days = np.where(known, found, 0).astype("datetime64[D]")
    return np.where(known, days, np.datetime64("NaT", "D"))


def _lacks(
    steps: pd.DataFrame,
    step: str,
    owner: npt.NDArray[np.int64],
    line: npt.NDArray[np.int64],
    by_line: Mask,
) -> Mask:
    """Return which uses are of a unit whose exit lacks a step."""
    missing = steps[(steps["step"] == step) & (steps["status"] == "missing")]
    of_line = np.isin(line, missing["line_code"].to_numpy())
    of_owner = np.isin(owner, missing["enterprise_code"].to_numpy())
    found: Mask = np.where(by_line, of_line & (line >= 0), of_owner)
    return found


def category(
    idle: pd.DataFrame, freed: Mask, inefficient: Mask, parcels: pd.DataFrame
) -> pd.Series:
    """Return the one category of each parcel.

    Found idle goes before suspected, that before freed by an exit, that before inefficient. Of the
    rest ``in_use`` is what is used, wholly or partly, or is developed within the terms of the law;
    land whose state nobody reports, or that lies undeveloped for a cause that is not the
    enterprise's, is ``unknown``.
    """
    state = parcels["use_state"]
    building = idle["begun"] & parcels["suspended_on"].isna()
    in_use = state.isin(["in_use", "partly_used"]) | ((state == "not_built") & building)
    waiting = (state == "not_built") & (idle["idle_test"] == "none")
    return first_of(
        {
            "idle": idle["found"].to_numpy(),
            "suspected_idle": idle["suspected"].to_numpy(),
            "freed": freed,
            "inefficient": inefficient,
            "in_use": (in_use | waiting).to_numpy() & idle["excluded_cause"].isna().to_numpy(),
            "unknown": np.ones(len(parcels), dtype=bool),
        }
    )


def exit_days(freed: pd.DataFrame, as_of: dt.date) -> Days:
    """Return the day from which a parcel can be put to use: `as_of` for what no exit frees."""
    day = np.datetime64(as_of, "D")
    return np.where(freed["freed"], freed["exit_on"].to_numpy("datetime64[D]"), day)
