"""Cohorts of workers: ages, years, pay and numbers that can't be, or hardly."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from .book import Book, Finding, Flags, where

_TABLE = "workforce"
_BANDS = (("born_from", "born_to"), ("hired_from", "hired_to"))
_PLANS = ["planned_transfer", "planned_inner_retirement"]


def people_tables(book: Book) -> Iterator[Finding]:
    """Yield what is wrong with cohorts of workers.

    Pay that is beyond belief goes missing from the frame: severance worked out from it would be
    wrong a thousandfold.
    """
    if book.frames[_TABLE].empty:
        return
    yield from _implausible_pay(book)
    yield from _reversed_bands(book)
    yield from _too_young(book)
    yield from _too_old(book)
    yield from _plans_over_headcount(book)
    yield from _ends_of_open_contracts(book)
    yield from _staff_over_employees(book)
    yield from _small_cohorts(book)


def _implausible_pay(book: Book) -> Iterator[Finding]:
    staff, bounds = book.frames[_TABLE], book.registry.plausibility.pay_cny_month
    pay = staff["pay_cny_month"]
    strange = (pay < bounds.least) | (pay > bounds.most)
    details = {"least": f"{bounds.least:g}", "most": f"{bounds.most:g}"}
    for at in where(strange):
        yield Finding(_TABLE, at, "pay_cny_month", "pay_implausible", details)
    staff.loc[strange, "pay_cny_month"] = np.nan


def _reversed_bands(book: Book) -> Iterator[Finding]:
    staff, fields = book.frames[_TABLE], book.registry.tables[_TABLE].fields
    for first, last in _BANDS:
        for at in where(staff[last] < staff[first]):
            details = {
                "header": fields[last].header,
                "other": fields[first].header,
                "date": _month(staff[first].iloc[at]),
            }
            yield Finding(_TABLE, at, last, "band_reversed", details)


def _too_young(book: Book) -> Iterator[Finding]:
    """Yield cohorts hired before they could lawfully be.

    Everyone was too young where the last of them came before the oldest was of age; someone was,
    where the first came before that. A band of births beside one of hires alone says nothing.
    """
    staff, age = book.frames[_TABLE], book.registry.plausibility.least_working_age
    sound = np.ones(len(staff), dtype=bool)
    for first, last in _BANDS:  # what is reversed has been reported as such
        sound &= ~(staff[last] < staff[first]).to_numpy(dtype=bool)
    of_age = staff["born_from"] + pd.DateOffset(years=age)
    if book.data_as_of is not None:  # a birth after the data is reported as such
        sound &= ~(staff["born_from"] > pd.Timestamp(book.data_as_of)).to_numpy(dtype=bool)
    last_hired = staff["hired_to"].fillna(staff["hired_from"])
    everyone = np.asarray(last_hired < of_age, dtype=np.bool_) & sound
    someone = np.asarray(staff["hired_from"] < of_age, dtype=np.bool_) & sound & ~everyone
    yield from _hired(staff, everyone, last_hired, "hired_too_young", age)
    yield from _hired(staff, someone, staff["hired_from"], "perhaps_hired_too_young", age)


def _hired(
    staff: pd.DataFrame, rows: Flags, hired: pd.Series, code: str, age: int
) -> Iterator[Finding]:
    for at in where(rows):
        born = _month(staff["born_from"].iloc[at])
        details = {"born": born, "hired": _month(hired.iloc[at]), "age": age}
        yield Finding(_TABLE, at, "hired_from", code, details)


def _too_old(book: Book) -> Iterator[Finding]:
    if book.data_as_of is None:
        return
    staff, age = book.frames[_TABLE], book.registry.plausibility.oldest_age
    end = pd.Timestamp(book.data_as_of)
    for at in where(staff["born_from"] + pd.DateOffset(years=age) < end):
        born = _month(staff["born_from"].iloc[at])
        details = {"born": born, "as_of": book.data_as_of, "age": age}
        yield Finding(_TABLE, at, "born_from", "age_implausible", details)


def _plans_over_headcount(book: Book) -> Iterator[Finding]:
    staff = book.frames[_TABLE]
    planned = staff[_PLANS].fillna(0).sum(axis=1)
    over = (planned > staff["headcount"]).fillna(False)
    for at in where(over):
        field = _PLANS[0] if pd.notna(staff[_PLANS[0]].iloc[at]) else _PLANS[1]
        details = {"planned": int(planned.iloc[at]), "headcount": int(staff["headcount"].iloc[at])}
        yield Finding(_TABLE, at, field, "planned_over_headcount", details)


def _ends_of_open_contracts(book: Book) -> Iterator[Finding]:
    staff = book.frames[_TABLE]
    open_ended = (staff["contract"] == "open_ended") & staff["contract_ends_on"].notna()
    label = book.registry.tables[_TABLE].fields["contract"].labels["open_ended"]
    for at in where(open_ended):
        yield Finding(_TABLE, at, "contract_ends_on", "end_of_open_contract", {"contract": label})


def _staff_over_employees(book: Book) -> Iterator[Finding]:
    """Yield enterprises whose cohorts come to more than its employees; staff sent by others apart."""
    enterprises, staff = book.frames["enterprises"], book.frames[_TABLE]
    times = book.registry.plausibility.staff_to_employees
    own = staff[(staff["enterprise_code"] >= 0) & (staff["contract"] != "dispatched")]
    heads = own["headcount"].astype("float64").fillna(0)
    total = heads.groupby(own["enterprise_code"]).sum().reindex(range(len(enterprises)))
    employees = enterprises["employees"].astype("float64").to_numpy()
    sheet = book.registry.tables[_TABLE].sheet
    for at in where(total.to_numpy() > employees * times):
        details = {"target": sheet, "staff": int(total.iloc[at]), "times": f"{times:g}"}
        yield Finding("enterprises", at, "employees", "staff_over_employees", details)


def _small_cohorts(book: Book) -> Iterator[Finding]:
    """Yield one note on all cohorts that are too small to be shown."""
    least = book.registry.disclosure.least_persons
    small = list(where((book.frames[_TABLE]["headcount"] < least).fillna(False)))
    if small:
        first, *others = small
        yield Finding(_TABLE, first, "headcount", "small_cohort", {"least": least}, tuple(others))


def _month(day: pd.Timestamp) -> str:
    return f"{day:%Y-%m}"
