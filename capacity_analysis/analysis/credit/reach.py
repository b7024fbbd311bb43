"""How far the default of an enterprise that leaves reaches along its guarantees."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from .guarantees import NATURAL_PERSON
from .shapes import no_rows
from .three_valued import first_of

COLUMNS = ("enterprise_id", "component", "members", "reached", "reached_in_roster", "amount_10k_cny",
           "steps", "circular", "reached_all", "reason")  # fmt: skip
Places = npt.NDArray[np.int64]

# Layout, not law: where the walks of all borrowers together would grow beyond measure, each stops early
# and says so. A county's never do.
_MOST_PAIRS = 20_000_000
_LEAST_PER_WALK = 200
_MOST_STEPS = 10_000
_MOST_MARKS = 200_000_000


@dataclass(frozen=True)
class Graph:
    """Enterprises as nodes: those of the roster that a link names, and others by name.

    Attributes
    ----------
    ids : array of object
        The id or name of each node.
    in_roster : array of bool
        Whether it is in the roster.
    starts, ends : arrays of int
        The guarantors of node n are `ends[starts[n]:starts[n + 1]]`, each once, ascending.
    called : array of float
        What guarantors have to pay if the node defaults, in 万元; no more than its loans.

    """

    ids: npt.NDArray[np.object_]
    in_roster: npt.NDArray[np.bool_]
    starts: Places
    ends: Places
    called: npt.NDArray[np.float64]

    @classmethod
    def of(cls, links: pd.DataFrame) -> Graph:
        """Return the graph of the links that `guarantees.links` returns."""
        known = links[links["guarantor"] != NATURAL_PERSON]
        both = pd.concat([known["borrower"], known["guarantor"]], ignore_index=True)
        # A name outside the roster may read like an id inside it.
        inside = np.r_[np.ones(len(known), bool), known["in_roster"].to_numpy(bool)]
        place, distinct = pd.factorize(pd.MultiIndex.from_arrays([both, inside]))
        from_, to = place[: len(known)], place[len(known) :]
        size = len(distinct)
        pairs = np.unique(from_.astype(np.int64) * size + to) if size else np.array([], np.int64)
        starts = np.searchsorted(pairs, np.arange(size + 1, dtype=np.int64) * max(size, 1))
        return cls(
            ids=distinct.get_level_values(0).to_numpy(object),
            in_roster=distinct.get_level_values(1).to_numpy(bool),
            starts=starts,
            ends=pairs % max(size, 1),
            called=_called(known, from_, size),
        )

    def __len__(self) -> int:
        return len(self.ids)

    def components(self) -> tuple[Places, Places]:
        """Return the weak and the strong component of each node."""
        from scipy.sparse import csr_array
        from scipy.sparse.csgraph import connected_components

        shape = (len(self), len(self))
        matrix = csr_array((np.ones(len(self.ends), np.int8), self.ends, self.starts), shape=shape)
        weak = connected_components(matrix, directed=True, connection="weak")[1]
        strong = connected_components(matrix, directed=True, connection="strong")[1]
        return weak.astype(np.int64), strong.astype(np.int64)


def reach(links: pd.DataFrame) -> pd.DataFrame:
    """Return how far the default of each borrower that leaves reaches.

    A guarantor that pays may default itself, so that its own guarantors are reached next. Of two
    guarantors of one loan each may be called for all of it, but together for no more than the loan.

    Parameters
    ----------
    links : DataFrame
        What `guarantees.links` returns.

    Returns
    -------
    DataFrame
        One row per borrower that leaves, in the order of the links: `component` (numbered by its
        first link, from 1), `members` (enterprises that links join, in whatever direction),
        `reached` (ids or names, nearest first, joined by ``;``; the borrower itself does not count),
        `reached_in_roster`, `amount_10k_cny` (what guarantors can be called for, of the borrower and
        of all that it reaches; missing where an amount is), `steps` (of the longest of the shortest
        paths), `circular` (guarantees lead back to it), `reached_all` (how many), `reason`
        (``amount_missing``; ``reach_cut_off``: the walk stopped early, and reaches at least so far).

    Examples
    --------
    A owes 80 and B guarantees; B owes 50 and C guarantees.

    >>> links = pd.DataFrame({"borrower": ["A", "B"], "guarantor": ["B", "C"], "in_roster": [True, False],
    ...     "bank": "甲", "contract_no": "1", "amount_10k_cny": [80.0, 50.0], "loan_10k_cny": [80.0, 50.0],
    ...     "borrower_exits": [True, False]})
    >>> reach(links)[["reached", "amount_10k_cny", "steps", "circular"]].values.tolist()
    [['B;C', 130.0, 2, False]]

    """
    graph = Graph.of(links)
    leaving = links.loc[links["borrower_exits"], "borrower"].drop_duplicates()
    inside = np.flatnonzero(graph.in_roster)
    at = pd.Index(graph.ids[inside]).get_indexer(pd.Index(leaving))
    # One with natural persons for guarantors alone is no node.
    sources = inside[at[at >= 0]]
    if not len(sources):
        whole = dict.fromkeys(
            ("component", "members", "reached_in_roster", "steps", "reached_all"), "int64"
        )
        return no_rows(COLUMNS, amount_10k_cny="float64", circular="bool", **whole)
    weak, strong = graph.components()
    members, circle = np.bincount(weak), np.bincount(strong)
    limit = max(_LEAST_PER_WALK, _MOST_PAIRS // len(sources))
    local = _local(weak)
    found = pd.concat(
        [
            _told(graph, part, _walk(graph, part, members[weak[part]], local, limit))
            for part in _parts(sources, members[weak[sources]])
        ],
        ignore_index=True,
    )
    # In the order of the links, so that the numbers do not hang on an algorithm.
    numbered = pd.factorize(weak)[0] + 1
    return found.assign(
        component=numbered[sources],
        members=members[weak[sources]],
        circular=circle[strong[sources]] > 1,
    )[list(COLUMNS)]


@dataclass(frozen=True)
class _Walk:
    """Pairs of a source (by its place) and a node that it reaches, nearest first within a source."""

    source: Places
    node: Places
    steps: Places
    cut: npt.NDArray[np.bool_]


def _walk(graph: Graph, sources: Places, members: Places, local: Places, limit: int) -> _Walk:
    """Walk from all sources at once, step by step; one that reaches `limit` nodes stops."""
    count = len(sources)
    # Each source marks the members of its own component alone.
    base = np.cumsum(members) - members
    seen = np.zeros(int(members.sum()), dtype=bool)
    seen[base + local[sources]] = True
    source, node = np.arange(count, dtype=np.int64), sources
    levels = [(source[:0], node[:0])]
    steps, reached = np.zeros(count, np.int64), np.zeros(count, np.int64)
    cut = np.zeros(count, dtype=bool)
    for step in range(1, _MOST_STEPS + 1):
        source, node = _guarantors(graph, source, node)
        marks = base[source] + local[node]
        fresh, first = np.unique(marks[~seen[marks]], return_index=True)
        new = np.flatnonzero(~seen[marks])[first]
        if not len(new):
            break
        seen[fresh] = True
        source, node = source[new], node[new]
        levels.append((source, node))
        steps[source] = step
        reached += np.bincount(source, minlength=count)
        cut |= reached >= limit
        source, node = source[~cut[source]], node[~cut[source]]
    else:
        cut[source] = True
    of_source, of_node = (np.concatenate(each) for each in zip(*levels, strict=True))
    order = np.argsort(of_source, kind="stable")
    return _Walk(of_source[order], of_node[order], steps, cut)


def _guarantors(graph: Graph, source: Places, node: Places) -> tuple[Places, Places]:
    """Return the guarantors of each node, with the source that its node belongs to."""
    count = graph.starts[node + 1] - graph.starts[node]
    within = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    return np.repeat(source, count), graph.ends[np.repeat(graph.starts[node], count) + within]


def _told(graph: Graph, sources: Places, walk: _Walk) -> pd.DataFrame:
    count = len(sources)
    reached = np.bincount(walk.source, minlength=count)
    inside = np.bincount(walk.source, weights=graph.in_roster[walk.node], minlength=count)
    called = np.bincount(walk.source, weights=graph.called[walk.node], minlength=count)
    amount = graph.called[sources] + called
    names = graph.ids[walk.node]
    ends = np.cumsum(reached)
    texts = [
        ";".join(names[start:end]) or None for start, end in zip(ends - reached, ends, strict=True)
    ]
    return pd.DataFrame(
        {
            "enterprise_id": pd.array(graph.ids[sources], dtype="str"),
            "reached": pd.array(texts, dtype="str"),
            "reached_in_roster": inside.astype(np.int64),
            "amount_10k_cny": amount,
            "steps": walk.steps,
            "reached_all": reached,
            "reason": first_of({"amount_missing": np.isnan(amount), "reach_cut_off": walk.cut}),
        }
    )


def _parts(sources: Places, members: Places) -> list[Places]:
    """Return the sources in parts of which none needs more than so many marks."""
    part = (np.cumsum(members) - 1) // _MOST_MARKS
    return np.split(sources, np.flatnonzero(np.diff(part)) + 1)


def _local(weak: Places) -> Places:
    """Return the place of each node within its component."""
    order = np.argsort(weak, kind="stable")
    size = np.bincount(weak)
    local = np.empty(len(weak), dtype=np.int64)
    local[order] = np.arange(len(weak)) - np.repeat(np.cumsum(size) - size, size)
    return local


def _called(links: pd.DataFrame, borrower: Places, size: int) -> npt.NDArray[np.float64]:
    """Return what the guarantors of each node can be called for; missing where an amount is."""
    told = links[["bank", "contract_no", "amount_10k_cny", "loan_10k_cny"]].assign(node=borrower)
    contracts = told.groupby(["node", "bank", "contract_no"], sort=False)
    of_contract = contracts.agg(
        called=("amount_10k_cny", "sum"),
        known=("amount_10k_cny", "count"),
        links=("node", "size"),
        loan=("loan_10k_cny", "first"),
    )
    whole = of_contract["known"] == of_contract["links"]
    called = np.fmin(of_contract["called"].to_numpy(float), of_contract["loan"].to_numpy(float))
    node = of_contract.index.get_level_values("node").to_numpy(np.int64)
    total: npt.NDArray[np.float64] = np.bincount(
        node, weights=np.where(whole, called, np.nan), minlength=size
    ).astype(float)
    return total
