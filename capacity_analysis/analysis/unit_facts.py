"""What rules of disposition ask of a line itself: operation, tier, and milestones reached by the day."""

from __future__ import annotations

import datetime as dt

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..campaign import DispositionRule

Mask = npt.NDArray[np.bool_]


class Facts:
    """What is known of each unit itself: operation, tier, milestones reached by the day."""

    def __init__(
        self,
        units: pd.DataFrame,
        lines: pd.DataFrame,
        tier: pd.Series,
        milestones: pd.DataFrame,
        as_of: dt.date,
    ):
        self._line = units["line_code"].to_numpy()
        self._owner = units["enterprise_code"].to_numpy()
        self._operation = lines["out_of_operation"].astype("str")
        self._tier = tier.astype("str")
        self._done = milestones[milestones["done_on"] <= pd.Timestamp(as_of)]

    def fulfil(self, rule: DispositionRule) -> Mask:
        """Say which units meet the conditions that a rule has for them."""
        held = np.ones(len(self._line), dtype=bool)
        for column, values in ((self._operation, rule.operation), (self._tier, rule.tiers)):
            if values:
                held &= np.append(column.isin(values).to_numpy(), False)[self._line]
        for milestone in rule.milestones:
            held &= self._reached(milestone)
        for milestone in rule.without:
            held &= ~self._reached(milestone)
        return held

    def _reached(self, milestone: str) -> Mask:
        done = self._done[self._done["milestone"] == milestone]
        own = done["line_code"] >= 0
        of_line = np.isin(self._line, done.loc[own, "line_code"])
        return of_line | np.isin(self._owner, done.loc[~own, "enterprise_code"])
