"""Rules that have one value each: the row of the nearest area, by parameter and code."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ...standards.document import weakest


@dataclass(frozen=True)
class Rule:
    """One row: a value (NaN where it is open), its id and how sure it is."""

    value: float
    row_id: str
    confidence: str
    clause: str


NO_RULE = Rule(np.nan, "", "open", "")


@dataclass(frozen=True)
class Rules:
    """The rows of one kind that apply on a day."""

    rows: dict[tuple[str, str], Rule]

    @classmethod
    def of(cls, rows: pd.DataFrame, chain: Sequence[str]) -> Rules:
        """Return the row of the nearest area for each parameter and code.

        A row without a value hides those of the areas above it: they never stand in for it.

        Parameters
        ----------
        rows : DataFrame
            Rows in force: `parameter`, `code`, `value`, `row_id`, `confidence`, `clause`,
            `jurisdiction`.
        chain : sequence of str
            The county and the areas above it.

        Examples
        --------
        >>> rows = pd.DataFrame({"parameter": "surcharge", "code": "淘汰类", "value": [0.3, 0.4],
        ...     "row_id": ["ep-003", "local"], "confidence": "recalled", "clause": "",
        ...     "jurisdiction": ["000000", "360000"]})
        >>> Rules.of(rows, ["360404", "360400", "360000", "000000"]).of_code("surcharge", "淘汰类").value
        0.4

        """
        rank = {area: place for place, area in enumerate(chain)}
        near = rows[rows["jurisdiction"].isin(list(chain))]
        near = near.iloc[near["jurisdiction"].map(rank).to_numpy(float).argsort(kind="stable")]
        near = near.assign(code=near["code"].fillna("")).drop_duplicates(["parameter", "code"])
        clauses = near["clause"].fillna("").tolist()
        told = zip(near["value"], near["row_id"], near["confidence"], clauses, strict=True)
        keys = zip(near["parameter"], near["code"], strict=True)
        return cls({key: Rule(*each) for key, each in zip(keys, told, strict=True)})

    def of_code(self, parameter: str, code: str = "") -> Rule:
        """Return the rule of a parameter and code; one without a value where there is no row."""
        return self.rows.get((parameter, code), NO_RULE)

    def value(self, parameter: str, code: str = "") -> float:
        """Return the value of a parameter; NaN where it is open or not on file."""
        return self.of_code(parameter, code).value

    def whole(self, parameter: str) -> int:
        """Return the value of a parameter that counts things; 0 where it is open or not on file."""
        value = self.value(parameter)
        return 0 if np.isnan(value) else int(value)


def basis(rules: Iterable[Rule]) -> tuple[str, str]:
    """Return the ids of rules joined by ``;``, and how sure the weakest is; empty where none is on file.

    Examples
    --------
    >>> basis([Rule(1.0, "a", "verified", ""), Rule(2.0, "b", "recalled", "")])
    ('a;b', 'recalled')

    """
    known = {rule.row_id: rule.confidence for rule in rules if rule.row_id}
    return ";".join(known), weakest(known.values()).value if known else ""
