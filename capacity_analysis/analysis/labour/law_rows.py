"""Rows of labour law as they are looked up: those of a county's areas, and its own settings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ...campaign.parts_people import Setting

_FIRST, _LAST = "0001-01-01", "9999-12-31"
# 直辖市: their own government is the one that publishes a city's average wage.
_CITIES_OF_PROVINCE_RANK = ("11", "12", "31", "50")
_COLUMNS = ["row_id", "parameter", "code", "value", "value_text", "effective_from",
            "effective_to", "jurisdiction", "confidence"]  # fmt: skip


@dataclass(frozen=True)
class Row:
    """A row that may count: its id, value or text, code, days, and how near its area is.

    `level` is the place of the area in the county's chain. An open row has neither value nor text.
    A setting has no area, and comes after all rows.
    """

    id: str
    parameter: str
    code: str
    value: float
    text: str
    first: np.datetime64
    last: np.datetime64
    level: int
    is_city: bool
    is_setting: bool
    confidence: str

    @property
    def is_open(self) -> bool:
        """Say whether the row has no value."""
        return bool(np.isnan(self.value)) and not self.text


def rows_of(table: pd.DataFrame, chain: Sequence[str]) -> list[Row]:
    """Return the rows of the areas of a chain.

    Examples
    --------
    >>> table = pd.DataFrame({"row_id": ["lab-090", "lab-001"], "parameter": "wage", "code": "1",
    ...     "value": [2000.0, 1.0], "value_text": "", "effective_from": "2024-04-01",
    ...     "effective_to": "", "jurisdiction": ["360000", "440000"], "confidence": "recalled"})
    >>> [row.id for row in rows_of(table, ("360404", "360400", "360000", "000000"))]
    ['lab-090']

    """
    cities, level = _cities(chain), {area: at for at, area in enumerate(chain)}
    of_chain = table.loc[table["jurisdiction"].isin(list(chain)).to_numpy(), _COLUMNS]
    numbers = of_chain["value"].to_numpy(np.float64)
    texts = of_chain.drop(columns="value").fillna("").to_dict("records")
    return [
        Row(
            id=each["row_id"],
            parameter=each["parameter"],
            code=each["code"],
            value=value,
            text=each["value_text"],
            first=np.datetime64(each["effective_from"] or _FIRST, "D"),
            last=np.datetime64(each["effective_to"] or _LAST, "D"),
            level=level[each["jurisdiction"]],
            is_city=each["jurisdiction"] in cities,
            is_setting=False,
            confidence=each["confidence"],
        )
        for each, value in zip(texts, numbers, strict=True)
    ]


def rows_of_settings(settings: Sequence[Setting], level: int) -> list[Row]:
    """Return settings in the shape of rows: farther than any area, and at all times.

    Examples
    --------
    >>> told = Setting(parameter="wage", code="1", value=1.0, unit="元/月", source="project",
    ...     confidence="recalled")
    >>> rows_of_settings([told], 4)[0].id
    'campaign#wage/1'

    """
    return [
        Row(
            id=f"campaign#{each.parameter}{f'/{each.code}' if each.code else ''}",
            parameter=each.parameter,
            code=each.code,
            value=each.value,
            text="",
            first=np.datetime64(_FIRST, "D"),
            last=np.datetime64(_LAST, "D"),
            level=level,
            is_city=False,
            is_setting=True,
            confidence=each.confidence,
        )
        for each in settings
    ]


def _cities(chain: Sequence[str]) -> list[str]:
    """Return the areas of a chain that are a city with districts, or a city of a province's rank."""
    return [
        area
        for area in chain
        if (area.endswith("00") and not area.endswith("0000"))
        or (area.endswith("0000") and area.startswith(_CITIES_OF_PROVINCE_RANK))
    ]
