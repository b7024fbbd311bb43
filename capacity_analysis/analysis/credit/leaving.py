"""Which enterprises leave, and which have left: what credit and support look at."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pandas as pd

from .three_valued import Mask


@dataclass(frozen=True)
class Leaving:
    """By enterprise code.

    Attributes
    ----------
    exits : array of bool
        The enterprise leaves, as a whole or in part, and has not left yet.
    left : array of bool
        It has left.

    """

    exits: Mask
    left: Mask

    @classmethod
    def of(cls, enterprise_dispositions: pd.DataFrame, done: Collection[str]) -> Leaving:
        """Return who leaves.

        Parameters
        ----------
        enterprise_dispositions : DataFrame
            `disposition` and `extent`, in the order of the enterprise codes.
        done : collection of str
            Dispositions of what has left already.

        Examples
        --------
        >>> table = pd.DataFrame({"disposition": ["eliminate_now", "exited", "compliant"],
        ...     "extent": ["part", "whole", "none"]})
        >>> Leaving.of(table, ["exited"]).exits.tolist()
        [True, False, False]

        """
        left = enterprise_dispositions["disposition"].isin(list(done)).to_numpy(bool)
        leaves = enterprise_dispositions["extent"].isin(["whole", "part"]).to_numpy(bool)
        return cls(leaves & ~left, left)

    def owners(self, codes: pd.Series) -> Mask:
        """Say of each row whether its enterprise leaves."""
        of_rows: Mask = np.append(self.exits, False)[codes.to_numpy(np.int64)]
        return of_rows
