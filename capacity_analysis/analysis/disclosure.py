"""Small cells of published tables: hidden, and hidden so that nobody can subtract them out.

Tables that add up betray a hidden number to whoever subtracts the shown ones from their total. So
further cells are hidden until all that can be shown of a cell of a few persons is that it is small.
Several tables are looked at together: they are cells, and relations in which a total is the sum of
its parts. A cell may be published as several numbers (low, central, high); each of these *layers*
adds up for itself.

Nothing here knows what is counted. Whoever reads along is taken to know which hidden cells are
zero, and what stands in public elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

Mask = npt.NDArray[np.bool_]
Places = npt.NDArray[np.int64]

# Texts of a hidden row that would tell how many there are: a procedure that begins at a number.
_TELLING = ("ground", "procedure", "trigger", "swamped_by")
_TELL_NOTHING = ("closure", "bankruptcy")

# Up to how many small cells the attack alone decides what is hidden besides. Where there are more,
# rules of thumb go before, which hide more than they must; and where more than the second number of
# cells is hidden by them, they are all.
ATTACKED_ALONE = 120
ATTACKED = 5000


@dataclass(frozen=True)
class Relations:
    """Totals and their parts, as one entry per cell that a relation has.

    Attributes
    ----------
    relation, cell : array of int
        The relation of each entry, and the cell that stands in it.
    is_total : array of bool
        Whether the cell is the total of the relation; the others are its parts.

    """

    relation: Places
    cell: Places
    is_total: Mask

    @property
    def size(self) -> int:
        """How many relations there are."""
        return int(self.relation.max()) + 1 if len(self.relation) else 0


def sums(total: Places, part: Places) -> Relations:
    """Return the relations of parts whose total is known: one for each total.

    Parameters
    ----------
    total, part : array of int
        The total that each part belongs to, and the part; both are cells.

    Examples
    --------
    >>> found = sums(np.array([0, 0]), np.array([1, 2]))
    >>> found.relation.tolist(), found.cell.tolist(), found.is_total.tolist()
    ([0, 0, 0], [1, 2, 0], [False, False, True])

    """
    totals, relation = np.unique(total, return_inverse=True)
    return Relations(
        relation=np.concatenate([relation, np.arange(len(totals))]).astype(np.int64),
        cell=np.concatenate([part, totals]).astype(np.int64),
        is_total=np.repeat([False, True], [len(part), len(totals)]),
    )


def together(*several: Relations) -> Relations:
    """Return the relations of several sets of them as one set.

    Examples
    --------
    >>> one = sums(np.array([0]), np.array([1]))
    >>> together(one, one).relation.tolist()
    [0, 0, 1, 1]

    """
    offsets = np.cumsum([0, *(each.size for each in several)])
    return Relations(
        np.concatenate([e.relation + at for e, at in zip(several, offsets[:-1], strict=True)]),
        np.concatenate([each.cell for each in several]),
        np.concatenate([each.is_total for each in several]),
    )


def small(values: npt.NDArray[np.int64], least: int) -> Mask:
    """Return which cells count a few: more than nobody and fewer than `least`, in any layer.

    Examples
    --------
    >>> small(np.array([[0], [1], [4], [5]]), 5).tolist()
    [False, True, True, False]

    """
    return np.asarray(((values > 0) & (values < least)).any(axis=1))


def hidden(
    values: npt.NDArray[np.int64],
    relations: Relations,
    least: int,
    public: Mask | None = None,
    weight: npt.NDArray[np.float64] | None = None,
) -> Mask:
    """Return which cells must not be shown.

    Hidden are cells that count a few, and as many others as it takes that each of them may be any
    number from 1 to `least` - 1. The least and the most that it can be are worked out in whole
    numbers under all relations at once, and the cells hidden besides are those that count least and
    suffice. Where more than `ATTACKED_ALONE` cells are small, two rules come first: no relation has a
    single hidden cell, and what is hidden of a shown total is `least` or more. A cell of nobody stays
    shown.

    Parameters
    ----------
    values : array of int, cells x layers
        What each cell counts.
    relations : Relations
        How the cells add up; in every layer alike.
    least : int
        The fewest persons of a cell that may be shown.
    public : array of bool, optional
        Cells that everybody can look up elsewhere. They are hidden where they are small, but this
        protects nothing: and where one is itself below `least`, its parts cannot be protected.
    weight : array of float, optional
        How much is lost with each cell, beside what it counts; 1 for all by default. The attack
        hides what is lost lightly.

    Returns
    -------
    array of bool

    Examples
    --------
    A total of 20 with the parts 3, 7 and 10: the 3 is small, and the 7 keeps it from being found.

    >>> parts = sums(np.array([0, 0, 0]), np.array([1, 2, 3]))
    >>> hidden(np.array([[20], [3], [7], [10]]), parts, 5).tolist()
    [False, True, True, False]

    """
    from .disclosure_attack import widened

    one, values_of, system, known = _distinct(values, relations, public)
    few = small(values_of, least)
    found = few
    if int(few.sum()) > ATTACKED_ALONE:
        found = _by_thumb(values_of, system, least, few, known)
    if few.any() and int(found.sum()) <= ATTACKED:
        lost = np.ones(len(values_of))
        if weight is not None:
            np.maximum.at(lost, one, weight)
        found = widened(values_of, system, least, found, known, weight=lost)
    return np.asarray(found[one] & (values > 0).any(axis=1))


def _distinct(
    values: npt.NDArray[np.int64], relations: Relations, public: Mask | None
) -> tuple[Places, npt.NDArray[np.int64], Relations, Mask]:
    """Return the cells without repetition: a total of a single part is that part, once more.

    Cells of nobody take part in nothing.

    Returns
    -------
    tuple
        The distinct cell of each cell, their values, the relations between them, and which of them
        are public, or follow from what is.

    """
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    size = len(values)
    counts = np.asarray((values > 0).any(axis=1))[relations.cell]
    relation, cell, is_total = (
        each[counts] for each in (relations.relation, relations.cell, relations.is_total)
    )
    entries = np.bincount(relation, minlength=relations.size)
    pair = entries[relation] == 2
    order = np.argsort(relation[pair], kind="stable")
    ends = cell[pair][order].reshape(-1, 2)
    graph = coo_array((np.ones(len(ends)), (ends[:, 0], ends[:, 1])), shape=(size, size))
    number, one = connected_components(graph, directed=False)
    first = np.zeros(number, dtype=np.int64)
    first[one[::-1]] = np.arange(size)[::-1]
    known = np.zeros(number, dtype=bool)
    if public is not None:
        known[one[public]] = True
    kept = ~pair
    _, dense = np.unique(relation[kept], return_inverse=True)
    system = Relations(dense.astype(np.int64), one[cell[kept]].astype(np.int64), is_total[kept])
    system = _once(system)
    return one.astype(np.int64), values[first], system, _followed(system, known)


def _once(relations: Relations) -> Relations:
    """Return relations of which none says again what another has said."""
    from scipy.sparse import csr_array

    if not relations.size:
        return relations
    # Two relations of the same cells are the same: told by two sums of random weights.
    weights = np.random.default_rng(0).random((int(relations.cell.max()) + 1, 2))
    sign = np.where(relations.is_total, -1.0, 1.0)
    matrix = csr_array((sign, (relations.relation, relations.cell)))
    marks = np.round(matrix @ weights[: matrix.shape[1]], 9)
    _, first = np.unique(marks, axis=0, return_index=True)
    kept = np.isin(relations.relation, first)
    _, dense = np.unique(relations.relation[kept], return_inverse=True)
    return Relations(dense.astype(np.int64), relations.cell[kept], relations.is_total[kept])


def _followed(relations: Relations, known: Mask) -> Mask:
    """Return what is known once all is drawn from relations that have a single unknown cell."""
    found = known.copy()
    while True:
        open_ = ~found[relations.cell]
        left = np.bincount(relations.relation[open_], minlength=relations.size)
        told = open_ & (left[relations.relation] == 1)
        if not found.any() or not told.any():
            return found
        found[relations.cell[told]] = True


def _by_thumb(
    values: npt.NDArray[np.int64], relations: Relations, least: int, few: Mask, known: Mask
) -> Mask:
    """Return the cells that simple rules hide: never one alone, never a few of a shown total."""
    found = few.copy()
    changed = True
    while changed:
        changed = False
        for layer in range(values.shape[1]):
            more = _more(values[:, layer], relations, least, found & ~known, known)
            changed |= bool(len(more))
            found[more] = True
    return found


def _more(
    value: npt.NDArray[np.int64], relations: Relations, least: int, found: Mask, known: Mask
) -> Places:
    """Return one more cell to hide for each relation that betrays what it hides."""
    relation, cell, is_total = relations.relation, relations.cell, relations.is_total
    counts, size = value[cell], relations.size
    covers = found[cell] & (counts > 0)
    number = np.bincount(relation[covers], minlength=size)
    total_covered = np.bincount(relation[covers & is_total], minlength=size) > 0
    of_parts = covers & ~is_total
    amount = np.bincount(relation[of_parts], weights=counts[of_parts], minlength=size)
    lacking = np.where(total_covered, 1, least - amount)
    bare = (number > 0) & ((number < 2) | (~total_covered & (amount < least)))
    free = bare[relation] & ~found[cell] & ~known[cell] & (counts > 0)
    at = np.flatnonzero(free)
    enough = counts[at] >= lacking[relation[at]]
    # The smallest part that suffices; else the largest; a total last of all.
    rank = np.where(enough, counts[at], -counts[at])
    order = at[np.lexsort((cell[at], rank, ~enough, is_total[at], relation[at]))]
    first = np.ones(len(order), dtype=bool)
    first[1:] = np.diff(relation[order]) != 0
    return np.unique(cell[order[first]])


def veiled(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table as it may be shown: without the numbers of its hidden rows.

    Parameters
    ----------
    table : DataFrame
        With the column `hidden`.

    Returns
    -------
    DataFrame
        The same rows. All numbers of hidden ones are missing, whether hidden for themselves or for
        the sake of others, and so are texts that depend on a number of persons. Whole numbers are
        of the type Int64 throughout.

    Examples
    --------
    >>> veiled(pd.DataFrame({"key": ["a", "b"], "headcount": [3, 12], "hidden": [True, False]}))
      key  headcount  hidden
    0   a       <NA>    True
    1   b         12   False

    """
    away = table["hidden"].astype(bool)
    columns: dict[str, pd.Series] = {}
    for name, column in table.items():
        if name == "hidden" or pd.api.types.is_bool_dtype(column.dtype):
            continue
        if pd.api.types.is_integer_dtype(column.dtype):
            columns[str(name)] = column.astype("Int64").mask(away)
        elif pd.api.types.is_numeric_dtype(column.dtype):
            columns[str(name)] = column.mask(away)
        elif name in _TELLING:
            columns[str(name)] = column.mask(away & ~column.isin(_TELL_NOTHING))
    return table.assign(**columns)
