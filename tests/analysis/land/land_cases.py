"""Parcels for tests: a plain one in use, changed fact by fact, and the law of a day from the store."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from capacity_analysis.analysis.land import distinct, parameters
from capacity_analysis.standards import Standards

DAY = dt.date(2022, 9, 10)
CHAIN = ("360404", "360400", "360000", "000000")
MU = 10_000 / 15  # square metres

_BLANK = dict.fromkeys((*distinct.CHOICES, *distinct.NUMBERS, *distinct.DAYS, *distinct.FLAGS,
                        distinct.DOCUMENT))  # fmt: skip
_LAW: dict[tuple[str, dt.date], parameters.Law] = {}


def law(day=DAY, kind="land_parameters"):
    """Return the values of law on a day, as the store has them."""
    if (kind, day) not in _LAW:
        rows = Standards.load().rows_in_force(kind, day, CHAIN).table
        _LAW[kind, day] = parameters.law_of(rows, CHAIN)
    return _LAW[kind, day]


def rows(*told):
    """Return rows of the ledger: granted land of 20,000 m² in use, with the facts told of each."""
    plain = {"right": "granted", "use_state": "in_use", "area_quantity": 20_000.0}
    users = [
        {**_BLANK, **plain, "parcel_no": f"P{at}", "enterprise_code": at, "line_code": -1,
         "row": at + 2, **facts}
        for at, facts in enumerate(told)
    ]  # fmt: skip
    found = pd.DataFrame(users)
    found["enterprise_id"] = "E" + found["enterprise_code"].astype(str)
    return found


def parcels(*told, staff=None, divisions=None):
    """Return the distinct parcels of `rows`."""
    given = rows(*told)
    size = int(given["enterprise_code"].max()) + 1
    return distinct.distinct(
        given, pd.Series(staff or [100] * size), pd.Series(divisions or ["30"] * size)
    )


def table(*told, **roster):
    """Return the table of distinct parcels, with the cells that a ledger would name."""
    found = parcels(*told, **roster).table
    return found.assign(source_cell="宗地!K2")


def texts(column):
    """Return a column as plain texts, empty where nothing is told."""
    return column.astype("str").fillna("").tolist()
