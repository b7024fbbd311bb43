"""Which cells of the tables on staff count so few that they are hidden, in all tables together."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from .. import disclosure
from ..disclosure import Mask, Relations
from .exposure import COUNTS, ENTERPRISE, INDUSTRY, SCOPES, TOWNSHIP, Areas
from .routes import ROUTES, SEVERANCE

Values = npt.NDArray[np.int64]

_STAFF_KEY = ["scope", "key", "quarter", "route"]
_AGE_KEY = ["scope", "key", "age", "service"]
# How much a reader loses with a cell of each scope: the district's own numbers go last.
_LOST = (10.0, 4.0, 4.0, 1.0)


def hidden(
    cells: pd.DataFrame, ages: pd.DataFrame, within: Areas, closing: Mask, least: int
) -> tuple[Mask, Mask]:
    """Return which cells of the staff by route, and by age, are hidden.

    How many a closing enterprise has is known: the roster is public. It cannot keep the routes of
    its staff apart.

    Parameters
    ----------
    cells : DataFrame
        What `exposure.cells` returns.
    ages : DataFrame
        What `exposure.ages` returns.
    within : Areas
        What each enterprise belongs to.
    closing : array of bool
        In the order of `enterprise_code`: all of the enterprise exits.
    least : int
        The fewest persons that may be shown.

    Returns
    -------
    tuple of two arrays of bool
        Row by row with `cells` and with `ages`.

    """
    values, relations, public = system(cells, ages, within, closing)
    weight = np.ones(len(values))
    scope = np.concatenate([cells["scope"].to_numpy(), ages["scope"].to_numpy()])
    weight[: len(scope)] = np.array(_LOST)[scope]
    found = disclosure.hidden(values, relations, least, public, weight)
    return found[: len(cells)], found[len(cells) : len(cells) + len(ages)]


def system(
    cells: pd.DataFrame, ages: pd.DataFrame, within: Areas, closing: Mask
) -> tuple[Values, Relations, Mask]:
    """Return the cells of both tables as numbers, how they add up, and what the roster tells of them.

    Parameters as for `hidden`. The cells of `cells` come first.

    Returns
    -------
    tuple
        Values in three layers, each of which adds up over places, quarters and routes: the middle;
        the fewest that are laid off with the most on all other routes; and the most with the fewest.
        In the latter two the total is that of the layer, which nobody is shown. After the cells of both
        tables come some that stand in neither, and are taken as known.

    """
    by_age = np.repeat(ages["headcount"].to_numpy()[:, None], 3, axis=1)
    layers = _layers(cells)
    whole = (cells["quarter"].to_numpy() == 0) & (cells["route"].to_numpy() == 0)
    scope = cells["scope"].to_numpy()
    # By age everybody is counted once, but in a layer somebody may stand in two routes, or in none:
    # the difference is a cell of its own, that needs no shelter.
    aged = np.flatnonzero(whole & (scope <= SCOPES.index(INDUSTRY)))
    more = layers[aged] - layers[aged][:, :1]
    values = np.concatenate([layers, by_age, more]).astype(np.int64)
    public = np.zeros(len(values), dtype=bool)
    own = np.flatnonzero(whole & (scope == SCOPES.index(ENTERPRISE)))
    public[own] = closing[cells["key"].to_numpy()[own]]
    public[len(cells) + len(ages) :] = True
    relations = _relations(cells, ages, within, aged)
    return values, relations, public


def _layers(cells: pd.DataFrame) -> Values:
    low, middle, high = (cells[name].to_numpy() for name in COUNTS)
    laid_off = cells["route"].to_numpy() == ROUTES.index(SEVERANCE) + 1
    found = np.column_stack([middle, np.where(laid_off, low, high), np.where(laid_off, high, low)])
    is_total = cells["route"].to_numpy() == 0
    place, at = _Places(cells, _STAFF_KEY), np.flatnonzero(~is_total)
    total = place.at(cells.iloc[at], route=0)
    for layer in (1, 2):
        found[is_total, layer] = 0
        np.add.at(found[:, layer], total, found[at, layer])
    return found


class _Places:
    """Where the row of a key stands in a table."""

    def __init__(self, table: pd.DataFrame, key: list[str]) -> None:
        self.key = key
        self.sizes = [int(table[name].max()) + 1 if len(table) else 1 for name in key]
        number = self._number({name: table[name].to_numpy() for name in key})
        self.order = np.argsort(number, kind="stable")
        self.sorted = number[self.order]

    def _number(self, parts: dict[str, npt.NDArray[np.int64]]) -> npt.NDArray[np.int64]:
        found = np.zeros(len(parts[self.key[0]]), dtype=np.int64)
        for name, size in zip(self.key, self.sizes, strict=True):
            found = found * size + parts[name]
        return found

    def at(self, rows: pd.DataFrame, **other: object) -> npt.NDArray[np.int64]:
        """Return the places of the keys of rows, in which some parts are others."""
        parts = {
            name: np.broadcast_to(
                np.asarray(other[name] if name in other else rows[name].to_numpy(), dtype=np.int64),
                len(rows),
            )
            for name in self.key
        }
        return np.asarray(self.order[np.searchsorted(self.sorted, self._number(parts))])


def _relations(
    cells: pd.DataFrame, ages: pd.DataFrame, within: Areas, aged: npt.NDArray[np.intp]
) -> Relations:
    staff, by_age = _Places(cells, _STAFF_KEY), _Places(ages, _AGE_KEY)
    found = []

    def add(rows: pd.DataFrame, total: npt.NDArray[np.int64]) -> None:
        found.append(disclosure.sums(total, rows.index.to_numpy(np.int64)))

    plain = cells.reset_index(drop=True)
    part = plain[plain["route"] > 0]
    add(part, staff.at(part, route=0))
    part = plain[plain["quarter"] > 0]
    add(part, staff.at(part, quarter=0))
    for scope in (INDUSTRY, TOWNSHIP):
        number = SCOPES.index(scope)
        part = plain[plain["scope"] == SCOPES.index(ENTERPRISE)]
        of = within.of[number][part["key"].to_numpy()]
        add(part, staff.at(part, scope=number, key=of))
        part = plain[plain["scope"] == number]
        add(part, staff.at(part, scope=0, key=0))
    if len(ages):
        parts = ages.reset_index(drop=True)
        of_age = staff.at(parts.assign(quarter=0, route=0))
        at = len(cells) + np.arange(len(ages) + len(aged))
        found.append(disclosure.sums(np.concatenate([of_age, aged]), at))
        part = parts[parts["scope"] == SCOPES.index(INDUSTRY)]
        total = by_age.at(part, scope=0, key=0) + len(cells)
        found.append(disclosure.sums(total, part.index.to_numpy(np.int64) + len(cells)))
    return disclosure.together(*found)
