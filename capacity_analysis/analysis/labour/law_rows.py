"""Rows of labour law as they are looked up: those of a county's areas, and its own settings."""

from __future__ import annotations

import datetime as dt
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
# Averages are of the year that is their code; a decision on retirement sets these, for years ahead.
_AVERAGE = "avg_annual_wage_"
_OF_RETIREMENT = ("statutory_retirement_", "retirement_", "flexible_retirement_",
                  "pension_min_contribution_")  # fmt: skip


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


def known(table: pd.DataFrame, day: dt.date, delays_from: dt.date | None) -> pd.DataFrame:
    """Return the rows that anybody could know on a day.

    Whoever looks ahead to an exit or a retirement knows the law that has begun, and no later one,
    however near it is. The average wage of a year isn't known before the year is over.

    Parameters
    ----------
    table : DataFrame
        Rows of the kind ``labour_parameters`` of all dates.
    day : date
        The day.
    delays_from : date or None
        First day of what a decision on retirement says that is published on the day: its rows are
        known, whenever they begin. Without one there is none.

    Examples
    --------
    >>> table = pd.DataFrame({"row_id": ["lab-086", "lab-092", "lab-103", "lab-119"],
    ...     "parameter": ["minimum_wage_monthly", "minimum_wage_monthly",
    ...         "avg_annual_wage_urban_nonprivate", "retirement_step_months_men"],
    ...     "code": ["3", "3", "2022", ""],
    ...     "effective_from": ["2021-04-01", "2024-04-01", "", "2025-01-01"]})
    >>> known(table, dt.date(2022, 12, 31), None)["row_id"].tolist()
    ['lab-086']
    >>> known(table, dt.date(2024, 9, 13), dt.date(2025, 1, 1))["row_id"].tolist()
    ['lab-086', 'lab-092', 'lab-103', 'lab-119']

    """
    first, parameter = table["effective_from"].fillna(""), table["parameter"]
    begun = first.le(day.isoformat())
    if delays_from is not None:
        begun |= parameter.str.startswith(_OF_RETIREMENT) & first.ge(delays_from.isoformat())
    over = ~parameter.str.startswith(_AVERAGE) | table["code"].fillna("").lt(str(day.year))
    return table[(begun & over).to_numpy(bool)].reset_index(drop=True)


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
