"""Severance, retirement, idle land and the register's zombies, row by row, as one would read the rules.

No reasons, no rows cited, no confidence: the numbers and results alone.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

Row = dict[str, Any]
ROUNDING = 1e-9
DAY = dt.timedelta(days=1)
BUILT, FINISHED = ("in_use", "vacant", "partly_used"), ("in_use", "vacant")
LIFTED, ON_CLOSURE = ("line_stopped", "mass_layoff"), ("closure", "bankruptcy", "expiry")


def rows_of(table: pd.DataFrame, columns: list[str]) -> Iterator[Row]:
    """Return rows of plain Python values; None where one is missing."""
    for values in zip(*(_plain(table[name]) for name in columns), strict=True):
        yield dict(zip(columns, values, strict=True))


def _plain(column: pd.Series) -> list:
    if pd.api.types.is_datetime64_any_dtype(column):
        return column.to_numpy("datetime64[D]").astype(object).tolist()
    given = column.astype(object)
    return given.where(given.notna(), None).tolist()


# --- workers --------------------------------------------------------------------------------------


def cohorts(staff: pd.DataFrame, law: dict) -> list[tuple]:
    """Return severance (low, central, high) and the months of retirement of each cohort."""
    columns = ["ground", "severance_due", "exit_day", "hired_from", "hired_to", "carried_over_years",
               "pay_cny_month", "enterprise_pay_cny", "born_from", "born_to", "sex", "post"]  # fmt: skip
    return [
        (*_severance(row, law), *_retirement(row, law["ages"])) for row in rows_of(staff, columns)
    ]


def _severance(row: Row, law: dict) -> list[float]:
    if not row["severance_due"]:
        return [0.0, 0.0, 0.0]
    if row["pay_cny_month"] is None:
        return [math.nan] * 3
    of_day = law["days"][row["exit_day"]]
    threshold, cap = of_day["threshold"], of_day["cap"]
    pay = _largest(row["pay_cny_month"], of_day["minimum"])
    of_all = row["enterprise_pay_cny"] if row["ground"] in LIFTED else None
    old_pay = _largest(pay, math.nan if of_all is None else of_all)
    first, last = _band(row["hired_from"], row["hired_to"])
    found = []
    for case, hired in enumerate((last, first + (last - first) // 2, first)):
        before, since = _service(hired, row, law["split"])
        months = _months_paid(since, law)
        if pay > threshold:
            months = min(months, law["most_years"])
        money = months * (cap if pay > threshold else pay)
        years = math.ceil(before / 12)
        if years:
            old = years * law["before_per_year"]
            if row["ground"] == "agreement":
                old = min(old, law["before_most"])
            if row["ground"] in ON_CLOSURE:
                old *= law["on_closure"][case]
            part = law["uncapped"][case]
            money += old * (part * old_pay + (1 - part) * (cap if old_pay > threshold else old_pay))
        found.append(money)
    return found


def _largest(one: float, other: float) -> float:
    return one if math.isnan(other) else max(one, other)


def _service(hired: dt.date, row: Row, split: dt.date) -> tuple[float, float]:
    """Return the months of service before the split and since."""
    end = row["exit_day"] + DAY
    carried = 12 * (row["carried_over_years"] or 0.0)
    since_hire = max(_between(hired, end), 0.0)
    after_split = _between(split, hired)
    since = _between(split, end) if carried > after_split else since_hire + carried
    return max(carried - after_split, 0.0), max(since, 0.0)


def _months_paid(months: float, law: dict) -> float:
    years, rest = divmod(months, 12)
    if rest >= 6:
        return years * law["full"] + law["rest"] * law["full"]
    return years * law["full"] + (law["short_rest"] if rest > 0 else 0.0)


def _between(first: dt.date, end: dt.date) -> float:
    months = (end.year - first.year) * 12 + end.month - first.month
    days = end.day - first.day
    sign = -1 if months < 0 or (months == 0 and days < 0) else 1
    months, days = months * sign, days * sign
    return (months - (days < 0) + days % 31 / 31) * sign


def _band(first: dt.date, last: dt.date | None) -> tuple[dt.date, dt.date]:
    if last is not None:
        return first, max(first, last)
    after = dt.date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return first, after - DAY


def _retirement(row: Row, ages: dict) -> tuple[str, str]:
    return tuple(
        _retires(born, row["sex"], row["post"], ages)
        for born in _band(row["born_from"], row["born_to"])
    )


def _retires(born: dt.date, sex: str, post: str, ages: dict) -> str:
    if post == "special":
        kind = "special_men" if sex == "male" else "special_women"
    elif sex == "male":
        kind = "men"
    else:
        kind = "women55" if post == "cadre" else "women50"
    age, step, most, start = ages[kind]
    month = born.year * 12 + born.month - 1 + int(age * 12)
    since = month - start + 1 if start is not None else 0
    if since > 0:
        month += int(min(math.ceil(since / step), most))
    return f"{month // 12:04d}-{month % 12 + 1:02d}"


# --- land -----------------------------------------------------------------------------------------


def parcels(table: pd.DataFrame, law: dict, as_of: dt.date) -> list[tuple]:
    """Return the test of idle land, its months and the fee of each parcel."""
    columns = ["right", "agreed_start_on", "started_on", "suspended_on", "developed_percent",
               "invested_percent", "building_area_m2", "use_state", "delay_cause", "idle_finding",
               "price_10k_cny"]  # fmt: skip
    return [_parcel(row, law, as_of) for row in rows_of(table, columns)]


def _parcel(row: Row, law: dict, as_of: dt.date) -> tuple[str, float, float]:
    test, months = _idle(row, law, as_of)
    says = row["idle_finding"]
    owned = row["right"] in ("granted", "allocated", "leased")
    met = test in ("not_started", "suspended")
    caused = met and row["delay_cause"] in ("government", "force_majeure")
    # A cause of the government's bears no fee, whatever the authority finds.
    idle = owned and (says == "found" or met) and says != "not_idle" and not caused
    fee = math.nan
    if idle and test == "not_started" and row["right"] != "leased":
        price = row["price_10k_cny"]
        fee = math.nan if price is None else price * law["fee_rate"]
    return test, months, fee


def _idle(row: Row, law: dict, as_of: dt.date) -> tuple[str, float]:
    state, started, stopped = row["use_state"], row["started_on"], row["suspended_on"]
    if not ((started is not None and started <= as_of) or state in BUILT):
        return _not_begun(row, law, as_of)
    if state in FINISHED or stopped is None or stopped > as_of:
        return "none", math.nan
    if started is not None and stopped < started:
        return "unknown", math.nan
    months = _whole_months(stopped, as_of)
    if not months >= law["stop_years"] * 12:
        return "none", months
    shares = [row[name] and row[name] / 100 for name in ("developed_percent", "invested_percent")]
    pairs = list(zip(shares, (law["built"], law["invested"]), strict=True))
    few = any(share is not None and _below(share, limit) for share, limit in pairs)
    enough = all(share is not None and not _below(share, limit) for share, limit in pairs)
    return ("suspended" if few else "none" if enough else "unknown"), months


def _not_begun(row: Row, law: dict, as_of: dt.date) -> tuple[str, float]:
    built = (row["developed_percent"] or 0) > 0 or (row["building_area_m2"] or 0) > 0
    if built or row["agreed_start_on"] is None:
        return "unknown", math.nan
    months = _whole_months(row["agreed_start_on"], as_of)
    return ("not_started" if months >= law["start_years"] * 12 else "none"), months


def _whole_months(day: dt.date, as_of: dt.date) -> float:
    if day > as_of:
        return math.nan
    month_end = (dt.date(as_of.year + as_of.month // 12, as_of.month % 12 + 1, 1) - DAY).day
    months = (as_of.year - day.year) * 12 + as_of.month - day.month
    return float(months - (as_of.day < min(day.day, month_end)))


def _below(value: float, level: float) -> bool:
    """Say whether a value lies below a level, apart from binary rounding."""
    return not level <= value + ROUNDING * max(1.0, abs(value))


# --- zombies --------------------------------------------------------------------------------------


def zombies(
    finance: pd.DataFrame,
    lines: pd.DataFrame,
    production: pd.DataFrame,
    *,
    units: dict[str, str],
    law: dict,
    year: int,
) -> list[tuple[str, float]]:
    """Return the result of the register and the number of its signs, enterprise by enterprise."""
    accounts: dict[int, dict[int, Row]] = defaultdict(dict)
    names = ["net_profit", "subsidies", "assets", "liabilities", "rolled_over", "operating_cash"]
    columns = ["enterprise_code", "year", "operating_days", *(f"{name}_10k_cny" for name in names)]
    for row in rows_of(finance, columns):
        if year - law["loss_years"] < row["year"] <= year:
            accounts[row["enterprise_code"]][row["year"]] = row
    used = _utilisation(lines, production, units, year)
    nothing = dict.fromkeys(columns)
    return [
        _register([own.get(year - ago, nothing) for ago in range(law["loss_years"])],
                  used.get(code, (None, None)), law)
        for code, own in sorted(accounts.items())
    ]  # fmt: skip


def _register(years: list[Row], used: tuple, law: dict) -> tuple[str, float]:
    now = years[0]
    most, known_most = used
    half = (
        False
        if known_most is not None and not _below(known_most, law["half"])
        else _less(most, law["half"])
    )
    idle = _any([_less(now["operating_days"], law["days"]), half])
    losses = _all([_lost(each) for each in years])
    assets = now["assets_10k_cny"]
    ratio = None if assets is None else law["insolvent"] * assets
    insolvent = _less(ratio, now["liabilities_10k_cny"])
    lifeline = _lifeline(now)
    signs = [idle, losses, insolvent, lifeline]
    number = sum(sign is True for sign in signs)
    zombie = _all([losses, _any([idle, insolvent]), lifeline])
    if zombie:
        return "zombie", float(number)
    if number >= law["least"]:
        return "suspect", float(number)
    open_ = zombie is None or sum(sign is not False for sign in signs) >= law["least"]
    return "undecided" if open_ else "clear", float(number)


def _lost(row: Row) -> bool | None:
    profit, subsidies = row["net_profit_10k_cny"], row["subsidies_10k_cny"]
    if profit is not None and _below(profit, 0.0):
        return True
    return None if profit is None or subsidies is None else _below(profit - subsidies, 0.0)


def _lifeline(row: Row) -> bool | None:
    subsidies, rolled, cash = (
        row[f"{name}_10k_cny"] for name in ("subsidies", "rolled_over", "operating_cash")
    )
    if cash is None:
        exceeds = short = None
    else:
        shortfall, known = max(-cash, 0.0), (subsidies or 0.0) + (rolled or 0.0)
        whole = subsidies is not None and rolled is not None
        exceeds = True if _below(shortfall, known) else False if whole else None
        short = (
            True
            if _below(cash, 0.0)
            else _less(None if subsidies is None else cash - subsidies, 0.0)
        )
    return _all([exceeds, short])


def _utilisation(
    lines: pd.DataFrame, production: pd.DataFrame, units: dict[str, str], year: int
) -> dict[int, tuple[float | None, float | None]]:
    """Return the highest share of capacity that is used, and the highest of those known."""
    made: dict[tuple, float] = defaultdict(float)
    columns = ["line_code", "product_id", "year", "output_quantity", "output_base", "full_year"]
    for row in rows_of(production, columns):
        told = row["year"] == year and row["full_year"] and row["output_quantity"] is not None
        if told and row["output_base"] == units.get(row["product_id"]):
            made[row["line_code"], row["product_id"]] += row["output_quantity"]
    products: dict[tuple, list] = defaultdict(list)
    columns = ["enterprise_code", "line_code", "product_id", "capacity_quantity", "started_on",
               "out_of_operation"]  # fmt: skip
    for row in rows_of(lines, columns):
        started = row["started_on"]
        if row["out_of_operation"] is None and not (started is not None and started.year >= year):
            product, capacity = row["product_id"], row["capacity_quantity"]
            output = made.get((row["line_code"], product))
            whole = output is not None and capacity is not None and capacity > 0
            products[row["enterprise_code"], product].append((output, capacity) if whole else None)
    shares: dict[int, list] = defaultdict(list)
    for (code, _product), parts in products.items():
        whole = None not in parts
        share = sum(one for one, _ in parts) / sum(one for _, one in parts) if whole else None
        shares[code].append(share)
    return {
        code: (None if None in each else max(each),
               max((one for one in each if one is not None), default=None))
        for code, each in shares.items()
    }  # fmt: skip


def _less(value: float | None, level: float | None) -> bool | None:
    return None if value is None or level is None else _below(value, level)


def _all(tests: list[bool | None]) -> bool | None:
    return False if False in tests else None if None in tests else True


def _any(tests: list[bool | None]) -> bool | None:
    return True if True in tests else None if None in tests else False


def as_arrays(found: list[tuple]) -> list[np.ndarray]:
    """Return what each column of the results holds."""
    return [np.array(column) for column in zip(*found, strict=True)]
