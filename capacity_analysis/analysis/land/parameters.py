"""What the rows in force say of land: one value per parameter and code, of the nearest area."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import pandas as pd

from ...standards.document import may_decide

# From the surest to the least sure; `open` holds no value.
_CONFIDENCE = ("verified", "cross_checked", "carried_over", "recalled", "open")


@dataclass(frozen=True)
class Value:
    """A value of law: the number or text, its row and how surely it was read."""

    number: float = math.nan
    text: str = ""
    item: str = ""
    row_id: str = ""
    document_id: str = ""
    confidence: str = ""

    @property
    def known(self) -> bool:
        """Whether it holds a number."""
        return not math.isnan(self.number)

    @property
    def decides(self) -> bool:
        """Whether a verdict may rest on it; what was only recalled leads to review."""
        return bool(self.confidence) and may_decide(self.confidence)


@dataclass(frozen=True)
class Law:
    """The values in force on a day, by parameter and code."""

    values: dict[tuple[str, str], Value] = field(default_factory=dict)

    def get(self, parameter: str, code: str = "") -> Value:
        """Return a value; one without number or row where none is in force."""
        return self.values.get((parameter, code), Value())

    def by_code(self, parameter: str) -> dict[str, Value]:
        """Return the values of a parameter by their code."""
        return {code: value for (name, code), value in self.values.items() if name == parameter}

    def holds(self, parameter: str) -> bool:
        """Whether any row of the parameter is in force."""
        return any(name == parameter for name, _code in self.values)


def law_of(rows: pd.DataFrame, chain: Sequence[str]) -> Law:
    """Return the values of rows in force; of a parameter and code the nearest area's.

    Parameters
    ----------
    rows : DataFrame
        Rows of ``land_parameters`` or ``enforcement_rules`` that apply on the day: `parameter`,
        `code`, `value`, `value_text`, `item`, `row_id`, `document_id`, `jurisdiction`, `confidence`.
    chain : sequence of str
        Codes of the county and of the areas above it.

    Returns
    -------
    Law
        An open row of a nearer area has no value, and takes the place of one from farther off:
        what is not known of the county is not the nation's.

    Examples
    --------
    >>> rows = pd.DataFrame({"parameter": "p", "code": "", "value": [1.0, 2.0], "value_text": "",
    ...     "item": "", "row_id": ["nation", "county"], "document_id": "d",
    ...     "jurisdiction": ["000000", "360404"], "confidence": "verified"})
    >>> law_of(rows, ["360404", "000000"]).get("p").row_id
    'county'

    """
    near = {area: place for place, area in enumerate(chain)}
    rank = rows["jurisdiction"].map(near).fillna(len(near))
    farthest_first = rows.assign(rank=rank).sort_values("rank", ascending=False, kind="stable")
    names = ["parameter", "code", "value", "value_text", "item", "row_id", "document_id",
             "confidence"]  # fmt: skip
    return Law(
        {
            (parameter, code or ""): Value(
                math.nan if confidence == "open" else float(number),
                text or "", item or "", row_id, document_id, confidence,
            )
            for parameter, code, number, text, item, row_id, document_id, confidence in zip(
                *(_plain(farthest_first[name]) for name in names), strict=True
            )
        }
    )  # fmt: skip


def _plain(column: pd.Series) -> Iterable:  # type: ignore[type-arg]
    if pd.api.types.is_numeric_dtype(column):
        return column.tolist()
    return column.astype("str").fillna("").tolist()


def weakest(marks: Iterable[str]) -> str:
    """Return the least sure of several confidences; empty where there are none.

    Examples
    --------
    >>> weakest(["verified", "recalled"])
    'recalled'

    """
    places = [_CONFIDENCE.index(mark) for mark in marks if mark]
    return _CONFIDENCE[max(places)] if places else ""
