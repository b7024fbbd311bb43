"""Sums that do not depend on order: of the parts of a whole as of the whole at once.

Adding floating-point numbers rounds at every step, so that totals of counties would miss the total
of the province by some units in the last place. Here nothing is rounded until the sum is asked for.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from fractions import Fraction

import numpy as np
import numpy.typing as npt

_DIGITS = sys.float_info.mant_dig
# The exponent of the last bit of the smallest float that there is: every sum is a multiple of it.
_LAST_BIT = sys.float_info.min_exp - _DIGITS - (_DIGITS - 1)
_LOW = _DIGITS // 2 + 1  # bits of the lower half of a mantissa
_MOST_ROWS = 1 << (_DIGITS - _LOW)  # so many halves add up without rounding


class ExactSums:
    """Sums of floats by group.

    Examples
    --------
    0.1 + 0.2 + 0.3 in either order, which floats disagree on:

    >>> sums = ExactSums()
    >>> sums.add(np.array([0, 0, 0, 1]), np.array([0.1, 0.2, 0.3, 7.0]))
    >>> sums.total(0), sums.total(1), sums.total(2)
    (0.6, 7.0, 0.0)

    """

    def __init__(self) -> None:
        self._units: defaultdict[int, int] = defaultdict(int)

    def add(self, groups: npt.NDArray[np.integer], values: npt.NDArray[np.float64]) -> None:
        """Add values, each to the sum of its group (a small whole number, not negative).

        Raises
        ------
        ValueError
            If a value is missing or infinite: it has no sum.

        """
        if not np.isfinite(values).all():
            raise ValueError("only finite numbers have an exact sum")
        for start in range(0, len(values), _MOST_ROWS):
            part = slice(start, start + _MOST_ROWS)
            self._add(groups[part].astype(np.int64), values[part])

    def _add(self, groups: npt.NDArray[np.int64], values: npt.NDArray[np.float64]) -> None:
        fraction, exponent = np.frexp(values)
        whole = np.ldexp(fraction, _DIGITS).astype(np.int64)
        shift = exponent.astype(np.int64) - _DIGITS - _LAST_BIT
        least = int(shift.min(initial=0))
        span = int(shift.max(initial=0)) - least + 1
        buckets, at = np.unique(groups * span + (shift - least), return_inverse=True)
        high = np.bincount(at, weights=whole >> _LOW)
        low = np.bincount(at, weights=whole & ((1 << _LOW) - 1))
        for bucket, upper, lower in zip(buckets.tolist(), high.tolist(), low.tolist(), strict=True):
            group, place = divmod(bucket, span)
            units = (int(upper) << _LOW) + int(lower)
            self._units[group] += units << (place + least)

    def total(self, group: int) -> float:
        """Return the sum of a group, rounded once; zero for a group without values."""
        return float(Fraction(self._units.get(group, 0)) * Fraction(2) ** _LAST_BIT)
