"""The order in which parcels are put to use: weighted criteria, and how far the weights decide it.

Each criterion is scaled to 0-1 between the least and the greatest value of the parcels ranked; where
all are equal it is 0.5 for each. A parcel's weights are those of the criteria that are known of it,
brought to a sum of one again, and how many are missing is told. Parcels with a gate that is not
passed come after all those without.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from .joined import Mask, chosen, flagged

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]

# More parcels than these are ranked by cells of like ones.
EXACT = 10_000
_LEVELS = (64, 32, 16, 8, 4, 2, 1)
_DIGITS = 9
_CHUNK = 200
_BEHIND = 2.0
_LOW, _HIGH = 5, 95


@dataclass(frozen=True)
class Weighting:
    """Criteria with their weights; `less` are those of which less is better."""

    weights: Mapping[str, float]
    less: frozenset[str]
    draws: int
    seed: int
    spread_percent: float


@dataclass(frozen=True)
class Ranked:
    """The ranking and what it is made of.

    Attributes
    ----------
    table : DataFrame
        One row per parcel: `score` (0-100), `rank`, `rank_low`, `rank_high` (Int64), and
        `criteria_missing` (ids joined); missing where a parcel isn't ranked.
    criteria : DataFrame
        One row per ranked parcel and criterion: `parcel_no`, `criterion`, `value`, `scaled`,
        `weight` (the parcel's own, 0 where the criterion is missing), `contribution` (to its score).

    """

    table: pd.DataFrame
    criteria: pd.DataFrame


def rank(
    parcel_no: pd.Series,
    values: Mapping[str, Floats],
    rankable: Mask,
    gated: Mask,
    weighting: Weighting,
) -> Ranked:
    """Rank parcels.

    `rank_low` and `rank_high` are the 5th and 95th percentile of the ranks that a parcel has when all
    weights are drawn at once, each evenly within ±`spread_percent` of itself, widened to take in its
    rank. Draws depend on the seed alone, and so neither on the order nor the number of parcels.
    Of more than 10,000 parcels those that are alike in every criterion to a 64th (or coarser, so
    that there are no more than 10,000 cells) are drawn as one.

    Parameters
    ----------
    parcel_no : Series of str
        The parcels.
    values : mapping of str to array of float
        Criterion -> value of each parcel, missing where it isn't known.
    rankable, gated : array of bool
        Which parcels are ranked (those with a route), and which of them have an open gate.
    weighting : Weighting
        The plan's.

    Examples
    --------
    >>> weighting = Weighting({"area": 1.0}, frozenset(), draws=2000, seed=1, spread_percent=30)
    >>> found = rank(pd.Series(["A", "B", "C"]), {"area": np.array([1.0, 3.0, 9.0])},
    ...     np.ones(3, dtype=bool), np.array([False, False, True]), weighting).table
    >>> found[["score", "rank", "rank_low", "rank_high"]].values.tolist()
    [[0.0, 2, 2, 2], [25.0, 1, 1, 1], [100.0, 3, 3, 3]]

    """
    names = list(weighting.weights)
    at = np.flatnonzero(rankable)
    given = np.stack([values[name][at] for name in names], axis=1)
    # A parcel of which no criterion is known has no place.
    some = ~np.isnan(given).all(axis=1)
    at, given = at[some], given[some]
    scaled = np.stack(
        [_scaled(given[:, place], less=name in weighting.less) for place, name in enumerate(names)],
        axis=1,
    )
    known = ~np.isnan(scaled)
    weight = _own_weights(known, np.array(list(weighting.weights.values()), float))
    criteria = pd.DataFrame(
        {
            "parcel_no": parcel_no.array.take(np.repeat(at, len(names))),
            "criterion": chosen(names, np.tile(np.arange(len(names)), len(at))),
            "value": given.ravel(),
            "scaled": scaled.ravel(),
            "weight": weight.ravel(),
            "contribution": (weight * scaled * 100).ravel(),
        }
    )
    score = _sum(np.nan_to_num(weight * scaled * 100))
    low, central, high = _Ranks(scaled, known, gated[at], weighting).interval(score)
    missing = flagged({name: ~known[:, column] for column, name in enumerate(names)})
    own = pd.DataFrame(
        {
            "score": score,
            "rank": pd.array(central, dtype="Int64"),
            "rank_low": pd.array(low, dtype="Int64"),
            "rank_high": pd.array(high, dtype="Int64"),
            "criteria_missing": missing.array,
        },
        index=at,
    )
    return Ranked(own.reindex(np.arange(len(parcel_no))), criteria)


def _scaled(value: Floats, *, less: bool) -> Floats:
    known = value[~np.isnan(value)]
    if not len(known):
        return value
    least, most = known.min(), known.max()
    if least == most:
        return np.where(np.isnan(value), np.nan, 0.5)
    found: Floats = (value - least) / (most - least)
    return 1 - found if less else found


def _own_weights(known: Mask, weights: Floats) -> Floats:
    own = known * weights
    found: Floats = own / _sum(own)[:, None]
    return found


def _sum(columns: Floats) -> Floats:
    """Return sums of rows, added from left to right: alike whatever rows stand beside them."""
    total = np.zeros(len(columns))
    for place in range(columns.shape[1]):
        total = total + columns[:, place]
    return total


class _Ranks:
    """Ranks under drawn weights, of cells of parcels that are alike."""

    def __init__(self, scaled: Floats, known: Mask, gated: Mask, weighting: Weighting) -> None:
        self.gated = gated
        self.weights = _drawn(weighting)
        filled = np.where(known, scaled, -1.0)
        self.cell, self.shape = _cells(filled, gated)
        self.size = np.bincount(self.cell, minlength=len(self.shape)).astype(np.int64)

    def interval(self, score: Floats) -> tuple[Places, Places, Places]:
        """Return the low, the central and the high rank of each parcel."""
        ones = np.ones(len(score), dtype=np.int64)
        central = _ordered(_keys(score[None, :] / 100, self.gated), ones)[0]
        of_cell, closed = self.shape[:, :-1], self.shape[:, -1] > 0
        has = (of_cell >= 0).astype(float)
        value = np.where(has > 0, of_cell, 0.0)
        spread = np.empty((len(self.weights), len(self.shape)), dtype=np.int32)
        for start in range(0, len(self.weights), _CHUNK):
            weights = self.weights[start : start + _CHUNK]
            drawn = _weighted(weights, value) / _weighted(weights, has)
            spread[start : start + _CHUNK] = _ordered(_keys(drawn, closed), self.size)
        edges = np.percentile(spread, [_LOW, _HIGH], axis=0, method="nearest").astype(np.int64)
        low = np.minimum(edges[0][self.cell], central)
        return low, central, np.maximum(edges[1][self.cell], central)


def _weighted(weights: Floats, values: Floats) -> Floats:
    """Return for each draw the weighted sum of each cell, added criterion by criterion."""
    total = np.zeros((len(weights), len(values)))
    for place in range(values.shape[1]):
        total += weights[:, place, None] * values[:, place]
    return total


def _keys(score: Floats, gated: Mask) -> Floats:
    """Return what is ordered: scores of 0-1, those behind a gate below all others."""
    keys: Floats = np.round(score, _DIGITS) - _BEHIND * gated
    return keys


def _drawn(weighting: Weighting) -> Floats:
    """Return weights for each draw, each within the spread of itself."""
    weights = np.array(list(weighting.weights.values()), float)
    spread = weighting.spread_percent / 100
    draws = np.random.default_rng(weighting.seed).uniform(
        1 - spread, 1 + spread, size=(weighting.draws, len(weights))
    )
    found: Floats = weights * draws
    return found


def _cells(filled: Floats, gated: Mask) -> tuple[Places, Floats]:
    """Return the cell of each parcel, and the criteria (and gate) of each cell."""
    rows = np.column_stack([filled, gated.astype(float)])
    if len(rows) <= EXACT:
        return np.arange(len(rows)), rows
    for levels in _LEVELS:
        code = np.zeros(len(rows), dtype=np.int64)
        for place in range(filled.shape[1]):
            step = np.where(filled[:, place] < 0, 0, np.rint(filled[:, place] * levels) + 1)
            code = code * (levels + 2) + step.astype(np.int64)
        distinct, first, cell = np.unique(code * 2 + gated, return_index=True, return_inverse=True)
        if len(distinct) <= EXACT:
            break
    middle = rows[first]
    held = middle[:, :-1] >= 0
    middle[:, :-1] = np.where(held, np.rint(middle[:, :-1] * levels) / levels, -1.0)
    return cell.astype(np.int64), middle


def _ordered(keys: Floats, size: Places) -> Places:
    """Return ranks from the highest key of each row on; equal keys share the best of their ranks."""
    # Among equal ones the order makes no difference, so that it need not be kept.
    order = np.argsort(-keys, axis=1)
    sorted_ = np.take_along_axis(keys, order, axis=1)
    own = size.astype(np.int32)[order]
    before = np.cumsum(own, axis=1, dtype=np.int32) - own
    # What comes before the first of equal ones comes before each of them.
    before[:, 1:] *= sorted_[:, 1:] != sorted_[:, :-1]
    first = np.maximum.accumulate(before, axis=1)
    found = np.empty(keys.shape, dtype=np.int64)
    np.put_along_axis(found, order, first + 1, axis=1)
    return found
