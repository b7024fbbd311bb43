"""How a plan looks after workers: settings that law leaves to the county, and what is a risk."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from .parts import Id, Named, Source, Strict, Text

Confidence = Literal["verified", "cross_checked", "recalled"]
# What law leaves open; `undecided` gives a range, from not paying to paying.
Switch = Literal["yes", "no", "undecided"]


class Setting(Strict):
    """A value of the jurisdiction that the store of standards does not hold.

    `parameter` and `code` are those of the rows of data/standards, such as
    ``avg_annual_wage_urban_nonprivate`` and ``2021``.
    """

    parameter: Id
    code: str = ""
    value: float
    unit: Text
    source: Text
    confidence: Confidence


class Labour(Strict):
    """What the county decides on the placement of workers.

    `pre_2008_on_closure`: whether service before 2008 is paid for where an employer closes or a
    contract ends by itself; `pre_2008_cap`: whether three times the average wage cap those years too.
    `layoff_circumstance` is the one of the four of 《劳动合同法》第四十一条 that the plan rests on.
    """

    pre_2008_on_closure: Switch = "undecided"
    pre_2008_cap: Switch = "undecided"
    layoff_circumstance: Literal[
        "bankruptcy", "difficulty", "conversion", "objective_change", ""
    ] = ""
    average_wage: Literal[
        "avg_annual_wage_urban_nonprivate", "avg_annual_wage_urban_nonprivate_on_post"
    ] = "avg_annual_wage_urban_nonprivate"
    inner_retirement: Literal["state_owned", "capacity_cut"] = "capacity_cut"
    source: Source = "project"
    settings: tuple[Setting, ...] = ()


class StabilityIndicator(Named):
    """A sign of risk to social stability.

    A gate is met or not: anything above `attention` must be settled before an exit. A band is
    ordinary, to be watched from `attention` on, high from `high` on.
    """

    id: Literal["arrears", "over_45_percent", "township_share_percent", "guaranteed_by_leaver",
                "open_petitions", "labour_disputes", "jobs_short"]  # fmt: skip
    kind: Literal["gate", "band"]
    attention: float
    high: float | None = None
    source: Source


class Stability(Strict):
    """The signs of risk, each by itself: they are not added up."""

    indicators: tuple[StabilityIndicator, ...] = ()


class AgeBands(Strict):
    """Where bands of age and of service begin, in years, for the table of exposed staff."""

    age: tuple[int, ...] = Field(min_length=1)
    service: tuple[int, ...] = Field(min_length=1)
    source: Source
