"""Who there is in an invented district, and how its columns are drawn."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

AS_OF, YEAR = dt.date(2022, 9, 10), 2021
# For each enterprise, as 2,000,000 lines, 5,000,000 cohorts and 1,000,000 parcels of 500,000 are.
LINES, COHORTS, PARCELS, FINDINGS = 4, 10, 2, 24
YEARS = 5
# Of each enterprise, on average: the share that leaves, whole or in part, and that has left.
EXITS, HAS_LEFT = 0.1, 0.01

Tables = dict[str, pd.DataFrame]
Draw = np.random.Generator


@dataclass(frozen=True)
class Roster:
    """Who there is, and who leaves."""

    draw: Draw
    size: int
    ids: pd.Series = field(init=False)
    owner: np.ndarray = field(init=False)
    line_ids: pd.Series = field(init=False)
    town: np.ndarray = field(init=False)
    industry: np.ndarray = field(init=False)
    leaves: np.ndarray = field(init=False)
    line_leaves: np.ndarray = field(init=False)
    left: np.ndarray = field(init=False)
    day: np.ndarray = field(init=False)

    industry_names = (
        "cement",
        "steel",
        "ceramics",
        "foundry",
        "chemicals",
        "paper",
        "glass",
        "other",
    )
    days = ("2022-10-31", "2022-12-31", "2023-03-31", "2023-06-30", "2023-12-31")

    def __post_init__(self) -> None:
        draw, size = self.draw, self.size
        kind = draw.choice(3, size, p=[1 - EXITS, EXITS * 0.7, EXITS * 0.3])
        owner = np.sort(draw.integers(0, size, size * LINES)).astype("int32")
        told = {
            "ids": "E" + pd.Series(np.arange(size)).astype("str").str.zfill(6),
            "owner": owner,
            "line_ids": "L" + pd.Series(np.arange(len(owner))).astype("str").str.zfill(7),
            # Some twenty enterprises have a township together.
            "town": draw.integers(0, max(size // 20, 1), size),
            "industry": draw.integers(0, len(self.industry_names), size),
            "leaves": kind,
            "line_leaves": (kind[owner] == 1)
            | ((kind[owner] == 2) & (draw.random(len(owner)) < 0.5)),
            "left": draw.random(size) < HAS_LEFT / EXITS,
            "day": draw.integers(0, len(self.days), size),
        }
        for name, value in told.items():
            object.__setattr__(self, name, value)

    def of(self, code: np.ndarray) -> dict:
        return {"enterprise_id": self.ids.array.take(code), "enterprise_code": code}

    def towns(self) -> pd.Series:
        names = [f"{number}镇" for number in range(int(self.town.max()) + 1)]
        return texts(names, self.town)

    def township(self, lines: pd.DataFrame) -> pd.Series:
        return self.towns().take(lines["enterprise_code"].to_numpy()).reset_index(drop=True)


def as_read(columns: dict, like: pd.DataFrame) -> pd.DataFrame:
    """Return columns with the types of the reader, and missing those that are not given."""
    size = len(next(iter(columns.values())))
    blank = like.iloc[:0].reset_index(drop=True).reindex(range(size))
    codes = dict.fromkeys(("enterprise_code", "line_code", "equipment_code"), -1)
    known = {name: values for name, values in (codes | columns).items() if name in like}
    given = {name: values if np.isscalar(values) else pd.Series(values).array
             for name, values in known.items()}  # fmt: skip
    rows = np.arange(2, size + 2)
    return blank.assign(**given, row=rows).astype(like.dtypes.to_dict())


def texts(names, place: np.ndarray) -> pd.Series:
    return pd.Series(pd.array(list(names), dtype="str").take(place), dtype="str")


def chosen(draw: Draw, choices: list, size: int, p: list[float] | None = None) -> pd.Series:
    """Return one of the choices for each row; None stands for a blank."""
    return texts(choices, draw.choice(len(choices), size, p=p))


def days(draw: Draw, first: str, last: str, size: int) -> np.ndarray:
    ends = np.array([first, last], dtype="datetime64[D]").astype(np.int64)
    return draw.integers(*ends, size).astype("datetime64[D]").astype("datetime64[ms]")


def months(days: np.ndarray) -> np.ndarray:
    return days.astype("datetime64[M]").astype("datetime64[ms]")


def blanked(draw: Draw, values, share: float) -> pd.Series:
    found = pd.Series(values)
    return found.mask(draw.random(len(found)) < share)


def chosen_flags(draw: Draw, size: int, share: float) -> pd.Series:
    flags = pd.Series(draw.random(size) < share).astype("boolean")
    return flags.mask(draw.random(size) < 0.05)
