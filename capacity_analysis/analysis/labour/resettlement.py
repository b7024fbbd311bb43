"""The rules of labour law put together for each cohort: ground, route, cost, protection."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from ...campaign.parts_people import Labour
from ..disclosure import Mask
from ..texts import days_as_texts
from . import (
    exits,
    grounds,
    inner_retirement,
    layoffs,
    parameters,
    protections,
    retirement,
    routes,
    service,
    severance,
    unemployment,
)
from .routes import ENDS
from .shapes import SHAPES

_PLAN, _CHECK = "resettlement_plan", "health_check"
_MISSING = "missing"
_OF_LAW = {"_low": "_low", "": "_central", "_high": "_high"}


@dataclass(frozen=True)
class Resettled:
    """What the exits mean for each cohort.

    Attributes
    ----------
    staff : DataFrame
        The table `staff`: one row per cohort.
    exposed : DataFrame
        The cohorts that an exit reaches, with all that was worked out of them.
    all_staff : DataFrame
        The cohorts as reported.
    rows, chain
        The law, for further days.
    steps : DataFrame
        The legal steps.

    """

    staff: pd.DataFrame
    exposed: pd.DataFrame
    all_staff: pd.DataFrame
    rows: pd.DataFrame
    chain: Sequence[str]
    steps: pd.DataFrame

    def layoffs(self, enterprises: pd.DataFrame, labour: Labour) -> pd.DataFrame:
        """Return the table `layoffs` but for `hidden`, with `enterprise_code` and `laid_off`.

        Parameters
        ----------
        enterprises : DataFrame
            The roster, in the order of `enterprise_code`: `enterprise_id`.
        labour : Labour
            What the county decides.

        """
        by_owner = self.exposed.groupby("enterprise_code", sort=True)
        codes = np.unique(self.exposed["enterprise_code"].to_numpy())
        asked = pd.DataFrame(
            {
                "enterprise_id": enterprises["enterprise_id"].array.take(codes),
                "enterprise_code": codes,
                "leaving": by_owner["enterprise_leaving"].first().to_numpy(),
                "staff": by_owner["enterprise_staff"].first().to_numpy(),
            }
        )
        days = by_owner["exit_day"].min().reset_index(drop=True)
        law = parameters.on(self.rows, days, self.chain, labour.settings)
        triggers = grounds.mass_layoff(asked["leaving"], asked["staff"], law)
        most = self.exposed.assign(severance=self.exposed["severance_high"])
        at_most = layoffs.leaving(most, len(enterprises))["leaving"].take(codes)
        may = grounds.mass_layoff(at_most.reset_index(drop=True), asked["staff"], law)
        table = layoffs.table(
            asked,
            self.exposed,
            triggers,
            possible=may["trigger"].fillna("none").ne("none").to_numpy(bool),
            circumstance=labour.layoff_circumstance,
            plans=_of_enterprise(self.steps, _PLAN, len(enterprises)).take(codes),
        )
        laid_off = by_owner["severance"].sum().to_numpy()
        return table.assign(enterprise_code=codes, laid_off=laid_off)


def of_cohorts(
    cohorts: pd.DataFrame,
    legal_steps: pd.DataFrame,
    rows: pd.DataFrame,
    chain: Sequence[str],
    labour: Labour,
) -> Resettled:
    """Return what the exits mean for each cohort.

    Who has reached the statutory age retires (in the low end whoever has for sure); the plan for the
    staff says who is transferred or retires internally; dispatched staff goes back; all others are
    laid off with severance (`routes.heads`, `routes.costs`). A plan is made where a cohort has planned heads, or the step is
    recorded as done. Arrears are owed in any case.

    Parameters
    ----------
    cohorts : DataFrame
        The workforce with `exposure`, `exit_day`, `quarter`, `pay_arrears_cny`,
        `contribution_arrears_cny` and `source_cell`, and a RangeIndex.
    legal_steps : DataFrame
        `procedures.legal_steps`.
    rows : DataFrame
        The rows of the law of all dates.
    chain : sequence of str
        The jurisdictions, the nearest first.
    labour : Labour
        What the county decides.

    """
    reached = cohorts["exposure"].isin(exits.EXPOSED).to_numpy()
    at = np.flatnonzero(reached)
    of = cohorts.iloc[at].reset_index(drop=True)
    law = parameters.on(rows, of["exit_day"], chain, labour.settings)
    lasted, age = service.months(of, law), retirement.months(of, law)
    inner = inner_retirement.cost(_joined(of, age), law, labour.inner_retirement)
    of = _joined(of, lasted, age, inner)
    of = of.assign(
        planned=_planned(of, legal_steps),
        **_ranges(
            "retiring",
            retirement.heads(of["headcount"], of["retired_share"], of["retired_sure"]),
        ),
        **_ranges("inner_eligible", retirement.heads(of["headcount"], of["inner_share"])),
    )
    of = pd.concat([of, routes.heads(of)], axis=1)
    of = _with_sizes(of, cohorts, at)
    ground = grounds.applies(of, law, labour.layoff_circumstance)
    of = _joined(of, ground).assign(
        enterprise_pay_cny=severance.enterprise_pay(cohorts).to_numpy()[at]
    )
    paid = severance.pay(of, law, labour)
    relief = unemployment.benefit(of, law, routes.SEVERANCE)
    shielded = protections.of(of, law, _checked(of, legal_steps))
    of = _joined(of, paid, relief, shielded)
    of = pd.concat([of, routes.costs(of)], axis=1)
    notes = parameters.together(
        [lasted, age, inner, ground, paid, relief, shielded, _own_notes(of)]
    )
    of = _joined(of, _of_cohort(of)).assign(**{name: notes[name] for name in parameters.NOTES})
    of = of.assign(**_months(of))
    return Resettled(_staff(cohorts, of, at), of, cohorts, rows, chain, legal_steps)


def _joined(one: pd.DataFrame, *others: pd.DataFrame) -> pd.DataFrame:
    """Return tables of the same rows side by side, without the notes of each."""
    parts = [other.drop(columns=parameters.NOTES, errors="ignore") for other in others]
    return pd.concat([one, *parts], axis=1)


def _ranges(name: str, heads: pd.DataFrame) -> dict[str, pd.Series]:
    return {f"{name}{end}": heads[f"{_OF_LAW[end][1:]}"] for end in ENDS}


def _planned(of: pd.DataFrame, steps: pd.DataFrame) -> Mask:
    """Return whether a plan for the staff says what becomes of each cohort."""
    told = of[["planned_transfer", "planned_inner_retirement"]].notna().any(axis=1).to_numpy()
    size = int(of["enterprise_code"].max()) + 1 if len(of) else 0
    made = _of_enterprise(steps, _PLAN, size).eq("done").to_numpy(bool)
    return np.asarray(told | made[of["enterprise_code"].to_numpy()])


def _of_enterprise(steps: pd.DataFrame, step: str, size: int) -> pd.Series:
    """Return how a step stands for each enterprise: missing as long as any unit lacks it."""
    rows = steps[steps["step"] == step]
    found = np.full(size, -1)
    names = ("not_required", "done", _MISSING)
    rank = pd.Index(names).get_indexer(pd.Index(rows["status"]))
    owner = rows["enterprise_code"].to_numpy()
    known = owner < size
    np.maximum.at(found, owner[known], rank[known])
    return pd.Series(pd.array([*names, None], dtype="str").take(found), dtype="str")


def _checked(of: pd.DataFrame, steps: pd.DataFrame) -> Mask:
    """Return whether the health check on leaving is done: of its line, or of all that exits."""
    rows = steps[(steps["step"] == _CHECK)]
    size = int(of["enterprise_code"].max()) + 1 if len(of) else 0
    whole = _of_enterprise(steps, _CHECK, size)
    whole_done = (whole.notna() & whole.ne(_MISSING)).to_numpy(bool)
    lines = rows[rows["line_code"] >= 0]
    by_line = lines["status"].ne(_MISSING).groupby(lines["line_code"]).all()
    own = by_line.reindex(of["line_code"]).astype("boolean")
    fallback = pd.Series(whole_done[of["enterprise_code"].to_numpy()], own.index)
    return own.fillna(fallback).to_numpy(bool)


def _with_sizes(of: pd.DataFrame, cohorts: pd.DataFrame, at: npt.NDArray[np.intp]) -> pd.DataFrame:
    laid_off = np.full(len(cohorts), np.nan)
    laid_off[at] = of["severance"].to_numpy()
    size = int(cohorts["enterprise_code"].max()) + 1
    sizes = layoffs.leaving(cohorts.assign(severance=laid_off), size)
    own = sizes.take(of["enterprise_code"].to_numpy())
    return of.assign(
        enterprise_leaving=own["leaving"].to_numpy(), enterprise_staff=own["staff"].to_numpy()
    )


def _own_notes(of: pd.DataFrame) -> pd.DataFrame:
    """Return the notes on arrears that nobody reported, and on plans that do not fit."""
    arrears = of[["pay_arrears_cny", "contribution_arrears_cny"]].isna().any(axis=1)
    inner = of["planned_inner_retirement"].astype("float64").fillna(0.0)
    asked = inner + of["planned_transfer"].astype("float64").fillna(0.0)
    masks = {
        "arrears_unknown": arrears.to_numpy(bool),
        "inner_beyond_eligible": (inner > of["inner_eligible_high"].fillna(0.0)).to_numpy(bool),
        "plan_beyond_headcount": (asked > of["headcount"].astype("float64")).to_numpy(bool),
    }
    nothing = pd.Series([None] * len(of), dtype="str")
    return pd.DataFrame(dict.fromkeys(parameters.NOTES, nothing)).assign(
        reasons=parameters.noted(masks, len(of))
    )


def _of_cohort(of: pd.DataFrame) -> pd.DataFrame:
    """Return what the whole cohort is paid, by the fund or if the employer errs."""
    heads = {end: of[f"severance{end}"].to_numpy(float) for end in ENDS}
    planned = of["planned"].to_numpy(bool)
    inner = np.where(planned, of["inner_retirement"], of["inner_eligible"])

    def times(number: npt.NDArray[np.float64], rate: str) -> npt.NDArray[np.float64]:
        return np.where(number == 0, 0.0, number * of[rate].to_numpy(float))

    return pd.DataFrame(
        {
            "whole_inner_cny": times(inner, "inner_cost_cny"),
            "whole_benefit_low_cny": times(heads["_low"], "benefit_low_cny"),
            "whole_benefit_high_cny": times(heads["_high"], "benefit_high_cny"),
            "whole_unlawful_cny": times(heads[""], "unlawful_cny"),
        }
    )


def _months(of: pd.DataFrame) -> dict[str, npt.NDArray[np.int64]]:
    born = service.band(of["born_from"], of["born_to"])
    hired = service.band(of["hired_from"], of["hired_to"])
    first_last = {
        "born_first": born[0], "born_last": born[1], "hired_first": hired[0], "hired_last": hired[1]
    }  # fmt: skip
    found = {name: exits.month_numbers(pd.Series(days)) for name, days in first_last.items()}
    return {**found, "exit_month": exits.month_numbers(of["exit_day"])}


def _staff(cohorts: pd.DataFrame, of: pd.DataFrame, at: npt.NDArray[np.intp]) -> pd.DataFrame:
    """Return the table `staff`: what is worked out of a cohort is missing where no exit reaches it."""
    renamed = {
        **{f"severance{end}": f"laid_off{end}" for end in ENDS},
        **{f"inner_months{_OF_LAW[end]}": f"inner_months{end}" for end in ENDS},
        "transfer": "transferring",
        "inner_retirement": "inner_retiring",
        "whole_inner_cny": "inner_cost_cny",
        "whole_benefit_low_cny": "benefit_low_cny",
        "whole_benefit_high_cny": "benefit_high_cny",
        "whole_unlawful_cny": "unlawful_cny",
    }
    renamed = {name: told for name, told in renamed.items() if name != told}
    plain = of.drop(columns=[name for name in renamed.values() if name in of])
    # Who retires is told as it is counted: within what the plan leaves.
    plain = plain.drop(columns=[f"retiring{end}" for end in ENDS])
    renamed |= {f"retirement{end}": f"retiring{end}" for end in ENDS}
    found = plain.rename(columns=renamed)
    reported = [name for name in SHAPES["staff"] if name in cohorts]
    placed = {
        name: _placed(found[name], kind, at, len(cohorts))
        for name, kind in SHAPES["staff"].items()
        if name in found and name not in reported
    }
    kept = {name: cohorts[name] for name in reported}
    days = days_as_texts(cohorts["exit_day"])
    # Millions of rows in dozens of columns: none is copied once more.
    return pd.DataFrame({**kept, **placed, "exit_on": days}, copy=False)


def _placed(
    column: pd.Series, kind: str, at: npt.NDArray[np.intp], size: int
) -> npt.NDArray[np.float64] | pd.api.extensions.ExtensionArray:
    """Return a column of the cohorts that are reached among all of them, missing for the others."""
    if kind == "str":
        place = np.full(size, -1)
        place[at] = np.arange(len(at))
        return column.astype("str").array.take(place, allow_fill=True)
    known = column.astype("float64").to_numpy()
    numbers = np.full(size, np.nan)
    numbers[at] = known
    if kind == "float64":
        return numbers
    missing = np.isnan(numbers)
    whole = np.where(missing, 0.0, numbers)
    if kind == "boolean":
        return pd.arrays.BooleanArray(whole.astype(bool), missing)
    return pd.arrays.IntegerArray(whole.astype(np.int64), missing)
