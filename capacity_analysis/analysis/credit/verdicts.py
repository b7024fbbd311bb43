"""What a test says of every enterprise, in the columns that all tests share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

from .rule_rows import Rule, basis
from .three_valued import NO, UNKNOWN, YES, Mask, Numbers, Truth, first_of, joined

RESULTS = ("zombie", "suspect", "clear", "undecided")
ZOMBIE, SUSPECT, CLEAR, UNDECIDED = range(len(RESULTS))
COLUMNS = ("enterprise_id", "method", "year", "result", "fired", "value", "threshold", "reason",
           "missing", "parameters", "confidence", "source_cell", "weight", "weight_wide")  # fmt: skip


Results = npt.NDArray[np.int8]


@dataclass(frozen=True)
class Verdict:
    """The verdict of one method on many enterprises.

    Attributes
    ----------
    result : array of int
        Place in `RESULTS`.
    fired : mapping of str to array of bool
        Which criterion fired.
    value, threshold : array of float
        The number that decides, and what it is held against.
    missing : mapping of str to array of bool
        Which fields are missing; told of what is not decided.
    reasons : mapping of str to array of bool
        Why; the first that holds.
    rules : sequence of Rule
        The rows that the method rests on.
    weights : tuple of arrays of float
        How much of a zombie an enterprise is, by the narrow and the wide fuzzy interval.

    """

    result: Results
    fired: Mapping[str, Mask]
    value: Numbers
    threshold: Numbers
    missing: Mapping[str, Mask]
    reasons: Mapping[str, Mask]
    rules: Sequence[Rule]
    weights: tuple[Numbers, Numbers] | None = field(default=None)

    def table(self, method: str, year: int, codes: npt.NDArray[np.int64]) -> pd.DataFrame:
        """Return one row per enterprise: `COLUMNS` but for the id and the cell, and the code."""
        size = len(codes)
        parameters, confidence = basis(self.rules)
        nothing = np.full(size, np.nan)
        narrow, wide = self.weights or (nothing, nothing)
        is_open = np.isin(self.result, [UNDECIDED, SUSPECT])
        return pd.DataFrame(
            {
                "enterprise_code": codes,
                "method": _same(method, size),
                "year": np.full(size, year, dtype="int32"),
                "result": pd.array(list(RESULTS), dtype="str").take(self.result),
                "fired": joined(self.fired),
                "value": self.value,
                "threshold": np.broadcast_to(self.threshold, size),
                "reason": first_of(self.reasons),
                "missing": joined({name: mask & is_open for name, mask in self.missing.items()}),
                "parameters": _same(parameters, size),
                "confidence": _same(confidence, size),
                "weight": narrow,
                "weight_wide": wide,
            }
        )


def results_of(zombie: Truth) -> Results:
    """Return the result of a test that knows no suspects.

    Examples
    --------
    >>> results_of(np.array([NO, UNKNOWN, YES], dtype=np.int8)).tolist() == [CLEAR, UNDECIDED, ZOMBIE]
    True

    """
    return np.array([CLEAR, UNDECIDED, ZOMBIE], dtype=np.int8)[zombie]


def of_signs(zombie: Truth, signs: Sequence[Truth], least: float) -> Results:
    """Return the result of a test of several signs: a zombie, else a suspect by enough signs.

    Examples
    --------
    Two signs of four make a suspect; one sign and one that is not known leave it open.

    >>> yes, no, unknown = (np.array([each], dtype=np.int8) for each in (YES, NO, UNKNOWN))
    >>> [RESULTS[of_signs(no, signs, 2).item()]
    ...     for signs in ([yes, yes, no], [yes, unknown, no], [yes, no])]
    ['suspect', 'undecided', 'clear']

    """
    known = np.isfinite(least)
    certain = sum((sign == YES).astype(int) for sign in signs)
    possible = sum((sign != NO).astype(int) for sign in signs)
    found: Results = np.select(
        [
            zombie == YES,
            known & (certain >= least),
            (zombie == UNKNOWN) | ~known | (possible >= least),
        ],
        [ZOMBIE, SUSPECT, UNDECIDED],
        default=CLEAR,
    ).astype(np.int8)
    return found


def _same(text: str, size: int) -> pd.api.extensions.ExtensionArray:
    return pd.array([text or None], dtype="str").take(np.zeros(size, dtype=np.intp))
