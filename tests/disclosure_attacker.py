"""Somebody who reads all published tables on staff and tries to tell what they hide.

He knows nothing of how the hidden cells were chosen. His unknowns are the heads of each enterprise,
quarter and route, and of each industry, age and service; every shown number is a sum of them. He
knows which rows exist, which of their numbers are nobody, and the staff of every closing enterprise.
"""

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from capacity_analysis.analysis.disclosure import veiled

_OF = {"enterprise": "key", "industry": "industry", "township": "township"}
_SEEK = ("severance", "dispatched")


class Attacker:
    """What he has: sums of unknowns, each with the least and the most that it can be."""

    def __init__(self, tables, roster, closing):
        cells, ages = tables["staff_cells"], tables["staff_ages"]
        places = roster.rename(columns={"enterprise_id": "key"})[["key", "industry", "township"]]
        own = cells[cells["scope"].eq("enterprise") & cells["quarter"].ne("")]
        self.base = own[own["route"].ne("")].merge(places)
        self.aged = ages[ages["scope"] == "industry"]
        low = np.r_[self.base["headcount"] > 0, np.ones(len(self.aged))].astype(float)
        self.box = Bounds(low, np.where(low > 0, np.inf, 0.0))
        # What everybody knows: both tables count the same people, and the roster is public.
        self.public, self.told = [], []
        for key in self.aged["key"].unique():
            difference = self.aged_row(self.aged["key"].eq(key)) - self.row("industry", key)
            self.public.append((difference, 0, 0))
        whole = cells[cells["scope"].eq("enterprise") & cells["key"].isin(closing)]
        for one in whole[whole["quarter"].eq("") & whole["route"].eq("")].itertuples():
            self.public.append((self.row("enterprise", one.key), one.headcount, one.headcount))
        self.cells = [
            *((self.row(one.scope, one.key, one.quarter, one.route), one) for one in
              cells.itertuples()),
            *((self.row_of_age(one), one) for one in ages.itertuples()),
        ]  # fmt: skip
        seen = [*veiled(cells)["headcount"], *veiled(ages)["headcount"]]
        for (row, _), number in zip(self.cells, seen, strict=True):
            self.learn(row, number)
        if "job_demand" in tables:
            self.read_job_demand(veiled(tables["job_demand"]))
        if "layoffs" in tables:
            self.read_layoffs(veiled(tables["layoffs"]))

    def row(self, scope, key, quarter="", route=""):
        """Return which unknowns a cell of the staff by route is the sum of."""
        of = np.ones(len(self.base), dtype=bool)
        if scope != "district":
            of &= self.base[_OF[scope]].fillna("").eq(key).to_numpy()
        if quarter:
            of &= self.base["quarter"].eq(quarter).to_numpy()
        if route:
            wanted = route if isinstance(route, tuple) else (route,)
            of &= self.base["route"].isin(wanted).to_numpy()
        return np.r_[of, np.zeros(len(self.aged))].astype(float)

    def aged_row(self, mask):
        return np.r_[np.zeros(len(self.base)), mask.to_numpy()].astype(float)

    def row_of_age(self, one):
        mask = self.aged["age_band"].eq(one.age_band)
        mask &= self.aged["service_band"].eq(one.service_band)
        return self.aged_row(mask & self.aged["key"].eq(one.key) if one.key else mask)

    def learn(self, row, number, at_most=None):
        if not pd.isna(number):
            self.told.append((row, number, number if at_most is None else at_most))

    def read_job_demand(self, table):
        for one in table.itertuples():
            scope = "township" if one.township else "district"
            self.learn(self.row(scope, one.township, one.quarter, _SEEK), one.demand)

    def read_layoffs(self, table):
        # Whose contract is ended by agreement is paid, and not laid off.
        for one in table.itertuples():
            row = self.row("enterprise", one.enterprise_id, "", "severance")
            self.learn(row, one.leaving, np.inf)

    def bounds(self, row, known):
        """Return the least and the most that a sum of unknowns can be."""
        rows, least, most = zip(*known, strict=True) if known else ([0 * row], [0], [0])
        held = LinearConstraint(
            csr_array(np.array(rows)), np.array(least, dtype=float), np.array(most, dtype=float)
        )
        return [
            self._end(sign * row, held) * sign for sign in (1, -1)
        ]  # fmt: skip

    def _end(self, aim, held):
        whole = np.ones(len(aim))
        answer = milp(aim, constraints=[held], bounds=self.box, integrality=whole)
        assert answer.status in {0, 3, 4}, answer.message  # 3 and 4: without bound
        return round(answer.fun) if answer.status == 0 else -np.inf

    def given_away(self, least):
        """Return the small cells that can't be any number from 1 to `least` - 1.

        A cell that could not be so even if nothing were published is not given away.
        """
        found = []
        for row, one in self.cells:
            if not 0 < one.headcount < least:
                continue
            low, high = self.bounds(row, self.public + self.told)
            if low <= 1 and high >= least - 1:
                continue
            free = self.bounds(row, self.public)
            if low > max(1, free[0]) or high < min(least - 1, free[1]):
                found.append((one, (low, high), free))
        return found
