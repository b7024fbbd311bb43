"""Which enterprises a name may mean: the alike ones found at once, then scored one by one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ...text import _
from .directory import Directory, KnownAs
from .names import Address
from .rules import rules
from .scoring import Score, score

_AT_ONCE = 1024


class Candidates:
    """The enterprises whose names are most like each of the names of a list.

    Parameters
    ----------
    directory : Directory
        The roster.
    names : sequence of str
        The names of the list; repeated ones are compared once.

    """

    def __init__(self, directory: Directory, names: Sequence[str]):
        self.directory = directory
        self._alike = self._search(sorted({name for name in names if name}))

    def _search(self, names: Sequence[str]) -> dict[str, list[KnownAs]]:
        from rapidfuzz import fuzz, process

        known = self.directory.known_as
        if not known:
            return {}
        cores = [one.name.core for one in known]
        brands = [one.name.brand for one in known]
        found: dict[str, list[KnownAs]] = {}
        for start in range(0, len(names), _AT_ONCE):
            part = names[start : start + _AT_ONCE]
            taken = [self.directory.normaliser.name(name) for name in part]
            alike = process.cdist(
                [one.core for one in taken], cores, scorer=fuzz.ratio, dtype=np.float32
            )
            alike += process.cdist(
                [one.brand for one in taken], brands, scorer=fuzz.ratio, dtype=np.float32
            )
            # The directory is in the order of its ids, which breaks ties the same way every time.
            best = np.argsort(-alike, axis=1, kind="stable")[:, : rules().candidates]
            for at, name in enumerate(part):
                found[name] = [known[one] for one in best[at] if alike[at, one] > 0]
        return found

    def scores(self, name: str, address: Address) -> dict[str, Score]:
        """Return the best score of each enterprise that a name and an address may mean."""
        found: dict[str, Score] = {}
        taken = self.directory.normaliser.name(name)
        for known in (*self._alike.get(name, ()), *self.directory.named(name)):
            site = self.directory.enterprises[known.enterprise_id].address
            one = score(taken, address, known, site)
            if one.points > found.get(known.enterprise_id, Score(-1.0, ())).points:
                found[known.enterprise_id] = one
        for enterprise in self.directory.at(address):
            alone = rules().scores.same_address
            if found.get(enterprise.enterprise_id, Score(-1.0, ())).points < alone:
                found[enterprise.enterprise_id] = Score(alone, (_("地址相同，名称不同"),))
        return found
