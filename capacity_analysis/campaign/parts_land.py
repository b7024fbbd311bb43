"""How land that comes free is put to use again: routes, times and weights."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from .parts import Named, Source, Strict

Route = Literal["take_back", "transfer", "redevelop", "fill_up"]
Criterion = Literal["area", "extra_floor", "extra_tax", "readiness", "value", "in_park"]


class LandRoute(Named):
    """A way of putting land to use again, and the months that it takes."""

    id: Route
    months: tuple[int, int]
    clause: str = ""
    source: Source


class Weight(Named):
    """How much a criterion counts in the ranking; `less_is_better` turns its sign."""

    id: Criterion
    weight: float = Field(gt=0)
    less_is_better: bool = False


class Ranking(Strict):
    """The weighted ranking, and how far its weights may err.

    `spread_percent`: in each of `draws`, every weight is drawn within so much of itself, from `seed`.
    """

    weights: tuple[Weight, ...] = Field(min_length=1)
    draws: int = Field(ge=2000)
    seed: int
    spread_percent: float = Field(gt=0, lt=100)
    source: Source


class Land(Strict):
    """What the plan and the county say of land.

    `grade`: the grade of the lowest price of industrial land, None where nobody has found it.
    `survey_months`: what a soil survey adds where one is due and not done.
    `earmarked_percent`: how much of the proceeds of land goes to the workers first, by the county's
    practice; None where there is none.
    """

    grade: int | None = Field(default=None, ge=1)
    industrial_by_default: bool = True
    least_fill_up_mu: float = Field(default=0, ge=0)
    survey_months: tuple[int, int] = (0, 0)
    earmarked_percent: float | None = Field(default=None, gt=0, le=100)
    routes: tuple[LandRoute, ...] = ()
    ranking: Ranking | None = None
    source: Source = "project"

    @model_validator(mode="after")
    def _months_in_order(self) -> Self:
        spans = [route.months for route in self.routes] + [self.survey_months]
        if any(not 0 <= least <= most for least, most in spans):
            raise ValueError("land: months are a least and a most")
        return self
