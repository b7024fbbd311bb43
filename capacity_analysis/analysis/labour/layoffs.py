"""What each exiting enterprise must do before it lays off: the procedure, and whom it may not."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..disclosure import Mask

Numbers = npt.NDArray[np.float64]

# Contracts that end because the employer does; and those that the employer ends for want of posts.
ENDED_BY_CLOSURE = ("closure", "bankruptcy")
_LAID_OFF = ("line_stopped", "mass_layoff")
# Of the cohorts of an enterprise the first that any is in.
_HEALTH = ("due", "unknown", "done", "not_due")


def leaving(staff: pd.DataFrame, size: int) -> pd.DataFrame:
    """Return how many of an enterprise's own staff leave it, and how many there are.

    Dispatched staff is the agency's. Who is transferred, retires or retires internally is not laid
    off, and neither is somebody whose contract is ended by agreement or expires.

    Parameters
    ----------
    staff : DataFrame
        All cohorts: `enterprise_code`, `headcount`, `contract`, `exit_ground`, `severance`
        (heads laid off; missing where the exit does not reach the cohort).
    size : int
        How many enterprises there are.

    Returns
    -------
    DataFrame
        In the order of `enterprise_code`: `leaving`, `staff` (float).

    Examples
    --------
    >>> staff = pd.DataFrame({"enterprise_code": [0, 0], "headcount": [30, 70],
    ...     "contract": "open_ended", "exit_ground": None, "severance": [25.0, np.nan]})
    >>> leaving(staff, 1).values.tolist()
    [[25.0, 100.0]]

    """
    owner = staff["enterprise_code"].to_numpy()
    own = staff["contract"].ne("dispatched").to_numpy(bool)
    otherwise = staff["exit_ground"].isin(["agreement", "expiry"]).to_numpy(bool)
    heads = staff["severance"].fillna(0.0).to_numpy(float)
    everybody = staff["headcount"].to_numpy(float)
    return pd.DataFrame(
        {
            "leaving": np.bincount(owner, weights=heads * ~otherwise, minlength=size),
            "staff": np.bincount(owner, weights=everybody * own, minlength=size),
        }
    )


def table(
    enterprises: pd.DataFrame,
    staff: pd.DataFrame,
    triggers: pd.DataFrame,
    *,
    possible: Mask,
    circumstance: str,
    plans: pd.Series,
) -> pd.DataFrame:
    """Return the table `layoffs`: one row per enterprise that exits, as a whole or in part.

    Parameters
    ----------
    enterprises : DataFrame
        Those that exit: `enterprise_id`, `enterprise_code`, `leaving`, `staff` (of `leaving`).
    staff : DataFrame
        The cohorts that the exits reach: `enterprise_code`, `headcount`, `severance` (heads),
        `ground`, `barred`, `hazards`, `health_check`.
    triggers : DataFrame
        Row by row with `enterprises`: `share`, `trigger`, `explanation_days`
        (`grounds.mass_layoff`).
    possible : array of bool
        Row by row with `enterprises`: the most that may be laid off meets a trigger, if the middle
        does not.
    circumstance : str
        Which of the four of 《劳动合同法》第四十一条 the plan rests on; empty where none.
    plans : Series of str
        Row by row with `enterprises`: how the step of the plan for the staff stands.

    Returns
    -------
    DataFrame
        `enterprise_id`, `ground` (of most of its staff), `staff`, `leaving`, `share`, `procedure`,
        `trigger`, `circumstance`, `barred` (heads laid off whom article 42 protects), `hazards`
        (heads exposed to hazards), `health_check` (the worst of any cohort), `resettlement_plan`,
        `explanation_days`. A closing employer lays nobody off: it has no trigger. `procedure` is
        ``possible`` where it turns on how many retire or stay.

    """
    owner = staff["enterprise_code"].to_numpy()
    place = pd.Index(enterprises["enterprise_code"]).get_indexer(pd.Index(owner))
    size = len(enterprises)

    def heads(mask: Mask, of: str) -> npt.NDArray[np.int64]:
        amount = staff[of].fillna(0).to_numpy(float) * mask
        return np.bincount(place, weights=amount, minlength=size).astype(np.int64)

    ground = _most(place, staff, size)
    closes = ground.isin(ENDED_BY_CLOSURE)
    due = triggers["trigger"].fillna("none").ne("none") & ~closes
    hazards = staff["hazards"].astype("boolean").fillna(value=False).to_numpy(bool)
    procedure = np.select([closes, due, possible], ["closure", "mass_layoff", "possible"], "none")
    return pd.DataFrame(
        {
            "enterprise_id": enterprises["enterprise_id"].astype("str").array,
            "ground": ground,
            "staff": enterprises["staff"].to_numpy().astype(np.int64),
            "leaving": enterprises["leaving"].to_numpy().astype(np.int64),
            "share": triggers["share"].to_numpy(float),
            "procedure": pd.Series(procedure, dtype="str"),
            "trigger": triggers["trigger"].astype("str").where(~closes, "none").array,
            "circumstance": pd.Series(circumstance or None, range(size), dtype="str").where(due),
            "barred": heads(staff["barred"].eq(True).to_numpy(bool), "severance"),
            "hazards": heads(hazards, "headcount"),
            "health_check": _worst(place, staff["health_check"], size),
            "resettlement_plan": plans.astype("str").array,
            "explanation_days": triggers["explanation_days"].where(due).to_numpy(float),
        }
    )


def _most(place: npt.NDArray[np.intp], staff: pd.DataFrame, size: int) -> pd.Series:
    """Return the ground of most of the staff of each enterprise: the employer's, where there is one."""
    code, distinct = pd.factorize(staff["ground"].astype("str"), sort=True)
    names = [str(name) for name in distinct]
    heads = np.zeros((size, len(names) + 1))
    np.add.at(heads, (place, code), staff["headcount"].to_numpy(float))
    of_employer = [name in (*ENDED_BY_CLOSURE, *_LAID_OFF) for name in names]
    known = heads[:, :-1] * np.where(of_employer, heads.sum() + 1, 1.0)
    found = (
        np.where(known.sum(axis=1) > 0, known.argmax(axis=1), -1) if names else np.full(size, -1)
    )
    return pd.Series(pd.array([*names, None], dtype="str").take(found), dtype="str")


def _worst(place: npt.NDArray[np.intp], states: pd.Series, size: int) -> pd.Series:
    rank = pd.Index(_HEALTH).get_indexer(pd.Index(states.astype("str")))
    first = np.full(size, len(_HEALTH))
    np.minimum.at(first, place[rank >= 0], rank[rank >= 0])
    return pd.Series(pd.array([*_HEALTH, None], dtype="str").take(first), dtype="str")


def few(found: pd.DataFrame, laid_off: Numbers, reached: Numbers, least: int) -> Mask:
    """Return which rows count a few, or leave a few when one number is taken from another.

    Parameters
    ----------
    found : DataFrame
        What `table` returns.
    laid_off : array of float
        Row by row the heads laid off by whatever ground.
    reached : array of float
        Row by row the heads that the exit reaches.
    least : int
        The fewest persons that may be shown.

    Examples
    --------
    Of 30 laid off 28 may not be: two may.

    >>> found = pd.DataFrame({"staff": [90], "leaving": [30], "barred": [28], "hazards": [0]})
    >>> few(found, np.array([30.0]), np.array([40.0]), 5).tolist()
    [True]

    """
    staff, going = found["staff"].to_numpy(), found["leaving"].to_numpy()
    counts = [staff, going, found["barred"].to_numpy(), found["hazards"].to_numpy()]
    others = [staff - going, *(np.abs(going - each) for each in counts[2:]), laid_off - going]
    others.append(reached - counts[3])
    return np.asarray(np.any([(each > 0) & (each < least) for each in [*counts, *others]], axis=0))
