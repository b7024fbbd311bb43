"""What can be reckoned of a hidden cell, and what else must be hidden so that it stays open.

An attacker has all shown cells and all relations. What a hidden cell can be at least and at most
is a linear programme in whole numbers; a cell of a few persons is safe where both 1 and `least` - 1
are possible.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil, floor
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from .disclosure import Mask, Places, Relations

End = Literal["least", "most"]
Values = npt.NDArray[np.int64]

# What a solver calls nothing; and how long it looks for the best whole numbers: counted, so that the
# answer is the same on every machine. To hide one cell more than it must is no harm.
_NOTHING = 1e-6
_FEW = 50
_PATIENCE = {"node_limit": 20, "mip_rel_gap": 0.3}


@dataclass(frozen=True)
class _Layer:
    """One layer of numbers: what is open in it, and what the relations say of that."""

    value: Values
    open: Places
    matrix: Any
    right: npt.NDArray[np.float64]
    in_whole: bool


def bounds(
    values: Values, relations: Relations, hidden: Mask, cells: Places, layer: int = 0
) -> npt.NDArray[np.float64]:
    """Return the least and the most that each of some cells can be.

    Parameters
    ----------
    values : array of int, cells x layers
        What each cell counts.
    relations : Relations
        How they add up.
    hidden : array of bool
        The cells that are not shown; those of nobody are taken as known.
    cells : array of int
        The cells asked for.
    layer : int
        Which of the numbers.

    Returns
    -------
    array of float, cells x 2

    Examples
    --------
    >>> from .disclosure import sums
    >>> parts = sums(np.array([0, 0, 0]), np.array([1, 2, 3]))
    >>> shown_are = np.array([[20], [3], [7], [10]])
    >>> bounds(shown_are, parts, np.array([False, True, True, False]), np.array([1])).tolist()
    [[1.0, 9.0]]

    """
    from scipy.optimize import milp

    state = _layer(values[:, layer], relations, hidden)
    place = {int(cell): at for at, cell in enumerate(state.open)}
    found = np.repeat(state.value[cells].astype(float)[:, None], 2, axis=1)
    for row, cell in enumerate(cells.tolist()):
        if cell not in place:
            continue
        aim = np.zeros(len(state.open))
        aim[place[cell]] = 1.0
        for end, sign in ((0, 1.0), (1, -1.0)):
            answer = milp(sign * aim, **_constraints(state))
            found[row, end] = np.round(sign * answer.fun) if answer.status == 0 else sign * -np.inf
    return found


def widened(
    values: Values,
    relations: Relations,
    least: int,
    hidden: Mask,
    known: Mask,
    *,
    weight: npt.NDArray[np.float64],
) -> Mask:
    """Return the hidden cells and those that must join them so that no small one is pinned.

    Parameters
    ----------
    values, relations, hidden
        As for `bounds`.
    least : int
        The fewest persons of a cell that may be shown.
    known : array of bool
        Cells that are known from elsewhere, hidden or not. What they pin cannot be helped.
    weight : array of float
        How much is lost with each cell, times what it counts.

    """
    found = hidden.copy()
    wanted: tuple[tuple[End, int], ...] = (("least", 1), ("most", least - 1))
    # In fractions first, which is fast and nearly always enough; persons are whole.
    for in_whole in (False, True):
        for value in values.T:
            for end, aim in wanted:
                state = _layer(value, relations, found & ~known, in_whole)
                few = state.open[value[state.open] < least]
                for cell in _in_question(state, few, end, aim).tolist():
                    movable = _layer(value, relations, (value > 0) & ~known, in_whole)
                    open_ = _layer(value, relations, found & ~known, in_whole)
                    found[_besides(movable, open_, np.where(found, 0.0, weight), (cell, aim))] = (
                        True
                    )
    return found


def _layer(value: Values, relations: Relations, unknown: Mask, in_whole: bool = True) -> _Layer:
    from scipy.sparse import csr_array

    is_open = unknown & (value > 0)
    open_ = np.flatnonzero(is_open)
    concerned = np.unique(relations.relation[is_open[relations.cell]])
    used = np.isin(relations.relation, concerned)
    row = np.searchsorted(concerned, relations.relation[used])
    cell = relations.cell[used]
    sign = np.where(relations.is_total[used], -1.0, 1.0)
    inside = is_open[cell]
    matrix = csr_array(
        (sign[inside], (row[inside], np.searchsorted(open_, cell[inside]))),
        shape=(len(concerned), len(open_)),
    )
    given = np.bincount(
        row[~inside], weights=(sign * value[cell])[~inside], minlength=len(concerned)
    )
    return _Layer(value, open_, matrix, -given.astype(float), in_whole)


def _constraints(state: _Layer, extra: int = 0) -> dict[str, Any]:
    """Return what every possible table meets: the relations, and at least one person in a cell."""
    from scipy.optimize import Bounds, LinearConstraint
    from scipy.sparse import csr_array, hstack

    size = len(state.open)
    wide = hstack([state.matrix, csr_array((len(state.right), extra))], format="csr")
    return {
        "constraints": [LinearConstraint(wide, state.right, state.right)]
        if len(state.right)
        else [],
        "bounds": Bounds(np.r_[np.ones(size), np.zeros(extra)], np.full(size + extra, np.inf)),
        "integrality": np.full(size + extra, int(state.in_whole)),
    }


def _in_question(state: _Layer, cells: Places, end: End, aim: int) -> Places:
    """Return the cells that did not come to their aim together; each may yet do so by itself."""
    left = cells
    while len(left):
        reached = _reached(state, left, end, aim)
        if not reached.any():
            break
        left = left[~reached]
    if not state.in_whole:
        return left
    alone = [bool(_reached(state, left[[at]], end, aim)[0]) for at in range(len(left))]
    return np.asarray(left[~np.array(alone, dtype=bool)])


def _reached(state: _Layer, cells: Places, end: End, aim: int) -> Mask:
    """Return which cells reach the aim in the possible table in which they come nearest together."""
    from scipy.optimize import LinearConstraint, milp
    from scipy.sparse import csr_array, eye_array, hstack

    number, size = len(cells), len(state.open)
    sign = 1.0 if end == "most" else -1.0
    place = np.searchsorted(state.open, cells)
    chosen = csr_array((np.ones(number), (np.arange(number), place)), shape=(number, size))
    # What each lacks, from below or from above: lack >= sign * (aim - x).
    lacks = hstack([sign * chosen, eye_array(number)], format="csr")
    told = _constraints(state, number)
    told["constraints"].append(LinearConstraint(lacks, sign * aim, np.inf))
    answer = milp(np.r_[np.zeros(size), np.ones(number)], **told)
    if answer.x is None:
        return np.zeros(number, dtype=bool)
    return np.asarray(answer.x[size:] < _NOTHING)


def _besides(
    state: _Layer, now: _Layer, weight: npt.NDArray[np.float64], goal: tuple[int, int]
) -> Places:
    """Return the shown cells that must move, at the least cost, for one cell to come to its aim.

    Where it cannot come there even if everything moved, it is to come as near as it can: a total
    of three parts, each of somebody, is never less than three. In `state` all that is not known
    elsewhere is open, in `now` what is hidden; what is hidden weighs nothing.
    """
    from scipy.optimize import milp

    cell, aim = goal
    size = len(state.open)
    at = int(np.searchsorted(state.open, cell))
    loss = weight[state.open]
    nothing = np.zeros(0, dtype=np.int64)
    furthest = _furthest(state, at, aim)
    if furthest != aim:
        end: End = "most" if furthest > state.value[cell] else "least"
        if _reached(now, np.array([cell]), end, furthest)[0]:
            return nothing
    price = loss * (1.0 + state.value[state.open] + np.arange(size) / (size + 1))
    answer = milp(np.r_[price, price], **_moves(state, at, furthest))
    if answer.x is None:
        return nothing
    moved = np.abs(answer.x[:size] - answer.x[size:]) > _NOTHING
    return np.asarray(state.open[moved & (loss > 0)])


def _furthest(state: _Layer, at: int, aim: int) -> int:
    """Return the aim of a cell, or how near it can come to it if everything moves."""
    from scipy.optimize import milp

    sign = np.sign(aim - int(state.value[state.open[at]]))
    objective = np.zeros(len(state.open))
    objective[at] = -sign
    told = _constraints(replace(state, in_whole=False))
    told["bounds"].ub[at] = aim if sign > 0 else np.inf
    answer = milp(objective, **told)
    if answer.x is None:
        return aim
    bound = float(answer.x[at])
    return max(aim, ceil(bound - _NOTHING)) if sign < 0 else min(aim, floor(bound + _NOTHING))


def _moves(state: _Layer, at: int, aim: int) -> dict[str, Any]:
    """Return what holds of the moves, up and down, in which one cell comes to its aim."""
    from scipy.optimize import Bounds, LinearConstraint
    from scipy.sparse import hstack

    now = state.value[state.open].astype(float)
    size = len(now)
    # In whole numbers a search without end takes long, and a few persons more or less suffice.
    most = _FEW if state.in_whole else np.inf
    low, high = np.zeros(2 * size), np.minimum(np.r_[np.full(size, np.inf), now - 1], most)
    move = aim - now[at]
    low[[at, size + at]] = high[[at, size + at]] = [max(move, 0.0), max(-move, 0.0)]
    both = hstack([state.matrix, -state.matrix], format="csr")
    return {
        "constraints": [LinearConstraint(both, 0.0, 0.0)] if len(state.right) else [],
        "bounds": Bounds(low, high),
        "integrality": np.full(2 * size, int(state.in_whole)),
        "options": _PATIENCE,
    }
