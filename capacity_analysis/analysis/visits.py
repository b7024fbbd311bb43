"""Whom to visit first: numbers that do not fit each other, false returns, and orders that are overdue.

A signal is a reason to look, never a finding. Each is measured against a threshold of the plan and
counts only beyond it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from .frames import empty, once_without_rows

SIGNALS = ("meter_gap", "peer_outlier", "year_jump", "false_return", "overdue")
METER_GAP, PEER_OUTLIER, YEAR_JUMP, FALSE_RETURN, OVERDUE = SIGNALS
# What a signal is about: electricity in a year, electricity per unit of output, output.
ELECTRICITY, INTENSITY, OUTPUT = "electricity", "electricity_intensity", "output"
METERED = "metered"  # of a cell: what the supplier measured of the electricity
CONFIRMED = "confirmed"

# Inputs that are not whole make a line unlike its peers, or unlike last year, by themselves.
NOT_WHOLE = (
    "period_not_assessed",
    "several_products",
    "output_missing",
    "basis_unknown",
    "energy_above_line",
    "allocation_impossible",
    "energy_missing",
    "amount_missing",
    "carrier_missing",
)

_NORMAL_QUARTILE = 0.6745  # makes the MAD of a normal distribution its standard deviation
_SAME = 1e-9  # two sums of the same numbers differ by less
_KINDS = {"enterprise_code": "int32", "line_code": "int32", "signal": "str", "measure": "str",
          "year": "int32", "measured": "float64", "expected": "float64", "value": "float64",
          "threshold": "float64", "state": "str", "cells": "str"}  # fmt: skip
_COLUMNS = list(_KINDS)

_OF_ROW = ("enterprise_code", "line_code", "year", "state", "cells")
_CELL_KEYS = ["measure", "code", "year"]


@once_without_rows("metered")
def meter_gaps(
    reported: pd.DataFrame, metered: pd.DataFrame, year: int, percent: float
) -> pd.DataFrame:
    """Return the enterprises whose electricity is not what was metered of them.

    Parameters
    ----------
    reported, metered : DataFrame
        `enterprise_code`, `year`, `value` in one unit; missing where a part is.
    year : int
        The year compared.
    percent : float
        How far a figure may be from the metered one, in percent of that.

    Returns
    -------
    DataFrame
        A signal for each: `enterprise_code`, `line_code` (-1), `signal`, `measure`, `year`,
        `measured` (reported), `expected` (metered), `value` (percent; infinite where nothing was
        metered), `threshold`, `state`, `cells` (both blank).

    Examples
    --------
    Reported 80 of 100 metered: a fifth less.

    >>> reported = pd.DataFrame({"enterprise_code": [0], "year": 2021, "value": 80.0})
    >>> meter_gaps(reported, reported.assign(value=100.0), 2021, 10)["value"].tolist()
    [-20.0]

    """
    keys = ["enterprise_code", "year"]
    both = reported.merge(metered, on=keys, suffixes=("", "_metered"), validate="one_to_one")
    both = both[(both["year"] == year).fillna(False).to_numpy(bool)]
    found = _percent_apart(both["value"], both["value_metered"], percent)
    return _signals(both.loc[found.index], METER_GAP, ELECTRICITY, found, percent)


def _percent_apart(value: pd.Series, expected: pd.Series, percent: float) -> pd.DataFrame:
    """Return the rows in which a value is further than so many percent from what was expected."""
    difference = value - expected
    apart = difference.abs() > expected.abs() * percent / 100 * (1 + _SAME)
    value, expected, difference = value[apart], expected[apart], difference[apart]
    with np.errstate(divide="ignore"):
        share = 100 * difference.to_numpy(float) / expected.abs().to_numpy(float)
    return pd.DataFrame(
        {"measured": value, "expected": expected, "value": share}, index=value.index
    )


def comparable(unit_energy: pd.DataFrame) -> pd.DataFrame:
    """Return the lines and years whose output and electricity are whole, and so can be compared.

    Parameters
    ----------
    unit_energy : DataFrame
        The table of an assessment (`analysis.intensity.by_indicator`), with `enterprise_code`.

    Returns
    -------
    DataFrame
        `enterprise_code`, `line_code`, `year`, `product_id`, `output` (on the basis of the
        standard), `electricity` (kWh); those of the comprehensive unit energy, for it counts
        everything that a line used. What sources contest is among them: to tell which is right, one
        visits.

    """
    rows = unit_energy[(unit_energy["indicator"] == "comprehensive").to_numpy()]
    rows = rows[~rows[list(NOT_WHOLE)].any(axis=1).to_numpy()]
    names = {"output_quantity": "output", "electricity_kwh": "electricity"}
    kept = ["enterprise_code", "line_code", "year", "product_id", *names]
    return rows[kept].rename(columns=names).dropna(subset=list(names.values()))


@once_without_rows("line_years")
def peer_outliers(
    line_years: pd.DataFrame, year: int, least_z: float, least_peers: int
) -> pd.DataFrame:
    """Return the lines whose electricity per unit of output is unlike that of their peers.

    The modified z-score of Iglewicz and Hoaglin, How to Detect and Handle Outliers (1993), is
    0.6745 (x - median) / MAD, where the MAD is the median of the distances from the median. Where it
    is nil, at least half of the lines agree to the last digit and nothing can be said.

    Parameters
    ----------
    line_years : DataFrame
        What `comparable` returns.
    year : int
        The year compared.
    least_z : float
        A score beyond it, on either side, is a signal.
    least_peers : int
        How many lines of the same product there must be, the line itself among them.

    Returns
    -------
    DataFrame
        A signal for each, as `meter_gaps`: `measured` and `expected` (the median) in kWh per unit of
        output, `value` (the score).

    Examples
    --------
    Median 12, distances 2, 1, 0, 1 and 18, so a MAD of 1: the last scores 0.6745 x 18.

    >>> lines = pd.DataFrame({"enterprise_code": range(5), "line_code": range(5), "year": 2021,
    ...     "product_id": "clinker", "output": 1.0, "electricity": [10.0, 11.0, 12.0, 13.0, 30.0]})
    >>> peer_outliers(lines, 2021, least_z=3.5, least_peers=5)[["line_code", "value"]].values.tolist()
    [[4.0, 12.141]]

    """
    rows = line_years[((line_years["year"] == year) & (line_years["output"] > 0)).to_numpy()]
    each = rows["electricity"] / rows["output"]
    product = rows["product_id"]
    by_product = each.groupby(product, observed=True)
    median, peers = by_product.transform("median"), by_product.transform("size")
    apart = (each - median).abs()
    deviation = apart.groupby(product, observed=True).transform("median")
    score = _NORMAL_QUARTILE * (each - median) / deviation.where(deviation > 0)
    beyond = (score.abs() > least_z * (1 + _SAME)) & (peers >= least_peers)
    found = pd.DataFrame({"measured": each, "expected": median, "value": score})[beyond]
    return _signals(rows.loc[found.index], PEER_OUTLIER, INTENSITY, found, least_z)


def year_jumps(line_years: pd.DataFrame, year: int, percent: float) -> pd.DataFrame:
    """Return the lines whose output, or electricity per unit of it, jumped from the year before.

    Parameters
    ----------
    line_years : DataFrame
        What `comparable` returns.
    year : int
        The year compared with the one before it; a line that made another product then, or nothing
        in one of them, did not jump.
    percent : float
        How large a change may be, in percent of the year before.

    Returns
    -------
    DataFrame
        A signal for each, as `meter_gaps`: `measured` (of the year), `expected` (of the one before),
        `value` (percent).

    Examples
    --------
    Output doubled, at the same electricity per tonne.

    >>> lines = pd.DataFrame({"enterprise_code": 0, "line_code": 0, "year": [2020, 2021],
    ...     "product_id": "clinker", "output": [1.0, 2.0], "electricity": [50.0, 100.0]})
    >>> year_jumps(lines, 2021, 30)[["measure", "value"]].values.tolist()
    [['output', 100.0]]

    """
    rows = line_years[(line_years["output"] > 0).to_numpy()]
    rows = rows.assign(**{INTENSITY: rows["electricity"] / rows["output"]})
    now, before = rows[rows["year"] == year], rows[rows["year"] == year - 1]
    if before.empty:
        return _no_signals()
    keys = ["line_code", "product_id"]
    both = now.merge(before[[*keys, OUTPUT, INTENSITY]], on=keys, suffixes=("", "_before"))
    parts = []
    for measure in (OUTPUT, INTENSITY):
        expected = both[f"{measure}_before"]
        found = _percent_apart(both[measure], expected.where(expected > 0), percent)
        parts.append(_signals(both.loc[found.index], YEAR_JUMP, measure, found, percent))
    return pd.concat(parts, ignore_index=True)


@once_without_rows("reported")
def false_returns(reported: pd.DataFrame, as_of: dt.date) -> pd.DataFrame:
    """Return the false returns that are suspected or confirmed on a day.

    What was concluded after the day was still suspected on it; what has been dismissed or punished
    by then is no reason to look.

    Parameters
    ----------
    reported : DataFrame
        The ledger's: `enterprise_code`, `line_code`, `found_on`, `concluded_on`, `state`, and
        `cells` (address of the row).
    as_of : date
        The day.

    Returns
    -------
    DataFrame
        A signal for each, as `meter_gaps`: `value` (one), `state` (``suspected`` or
        ``confirmed``), `cells`; without a threshold.

    """
    day = pd.Timestamp(as_of)
    rows = reported[(reported["found_on"] <= day).to_numpy()]
    state = rows["state"].astype("object").mask(rows["concluded_on"] > day, "suspected")
    rows = rows.assign(state=state)[state.isin(["suspected", CONFIRMED]).to_numpy()]
    found = pd.DataFrame({"value": 1.0}, index=rows.index)
    year = rows["found_on"].dt.year
    return _signals(rows.assign(year=year), FALSE_RETURN, None, found, np.nan)


def overdue(findings: pd.DataFrame, as_of: dt.date) -> pd.DataFrame:
    """Return the orders that are overdue on a day.

    Parameters
    ----------
    findings : DataFrame
        `enterprise_code`, `line_code`, `ground`, `state`, `deadline` (ISO day that governs),
        `source_cell`.
    as_of : date
        The day.

    Returns
    -------
    DataFrame
        A signal for each, as `meter_gaps`: `measure` (the ground), `value` (days past the last
        one), `cells`; without a threshold.

    """
    rows = findings[(findings["state"] == OVERDUE).to_numpy()]
    if rows.empty:
        return _no_signals()
    last = pd.to_datetime(rows["deadline"])
    days = (pd.Timestamp(as_of) - last).dt.days.astype("float64")
    rows = rows.drop(columns="state").assign(cells=rows["source_cell"], year=last.dt.year)
    return _signals(rows, OVERDUE, rows["ground"].astype("object"), days.to_frame("value"), np.nan)


def _signals(
    rows: pd.DataFrame,
    signal: str,
    measure: str | pd.Series | None,
    numbers: pd.DataFrame,
    threshold: float,
) -> pd.DataFrame:
    if rows.empty:
        return _no_signals()
    columns: dict[str, Any] = {"line_code": -1, "signal": signal, "measure": measure}
    columns |= {name: rows[name] for name in _OF_ROW if name in rows}
    columns |= {str(name): column for name, column in numbers.items()}
    columns["threshold"] = float(threshold)
    made = {
        name: _column(columns.get(name), rows.index).astype(kind)  # type: ignore[call-overload]
        for name, kind in _KINDS.items()
    }
    return pd.DataFrame(made).reset_index(drop=True)


def _no_signals() -> pd.DataFrame:
    return empty(_KINDS)


def _column(value: Any, index: pd.Index) -> pd.Series:
    return value if isinstance(value, pd.Series) else pd.Series(value, index=index)


def ranked(*signals: pd.DataFrame, weights: Mapping[str, float] | None = None) -> pd.DataFrame:
    """Return all signals, those of the enterprise to be visited first in front.

    First go those whose kinds of signals weigh most together, each counted once; of these, those of
    whom a false return is confirmed; then by the largest number of times that a value exceeds its
    threshold; then in the order of the roster.

    Parameters
    ----------
    *signals : DataFrame
        What the other functions return.
    weights : mapping of str to float, optional
        How much a kind of signal weighs; 1 where none is given.

    Returns
    -------
    DataFrame
        The signals with `rank` (of the enterprise, from 1) and `times` (value over threshold,
        without its sign; missing where there is no threshold), ordered by it; those of an enterprise
        in the order of `SIGNALS`, the strongest first.

    Examples
    --------
    >>> reported = pd.DataFrame({"enterprise_code": [0, 1], "year": 2021, "value": [80.0, 50.0]})
    >>> gaps = meter_gaps(reported, reported.assign(value=100.0), 2021, 10)
    >>> ranked(gaps)[["rank", "enterprise_code", "times"]].values.tolist()
    [[1.0, 1.0, 5.0], [2.0, 0.0, 2.0]]

    """
    found = pd.concat(signals, ignore_index=True)
    if found.empty:
        found = found.assign(times=found["value"], rank=pd.Series(dtype="int32"))
        return found[["rank", *_COLUMNS[:-1], "times", "cells"]]
    found = found.assign(times=found["value"].abs() / found["threshold"])
    owners = found["enterprise_code"]
    weight = found["signal"].map({name: (weights or {}).get(name, 1.0) for name in SIGNALS})
    weight = weight.where(~found.duplicated(["enterprise_code", "signal"]), 0.0)
    confirmed = (found["state"] == CONFIRMED).groupby(owners).any()
    order = pd.DataFrame(
        {
            "weight": weight.groupby(owners).sum(),
            "confirmed": confirmed.astype("int64"),
            "times": found["times"].groupby(owners).max().fillna(0.0),
        }
    ).sort_index()
    order = order.sort_values(["weight", "confirmed", "times"], ascending=False, kind="stable")
    rank = pd.Series(np.arange(1, len(order) + 1, dtype=np.int32), index=order.index)
    place = {signal: at for at, signal in enumerate(SIGNALS)}
    found = found.assign(
        rank=owners.map(rank).astype("int32"),
        place=found["signal"].map(place),
        strength=found["times"].fillna(found["value"].abs()),
    )
    keys = ["rank", "place", "strength", "line_code"]
    found = found.sort_values(
        keys, ascending=[True, True, False, True], kind="stable", ignore_index=True
    )
    return found[["rank", *_COLUMNS[:-1], "times", "cells"]]


def cited(signals: pd.DataFrame, cells: pd.DataFrame) -> pd.DataFrame:
    """Add the cells behind the numbers of the signals that have none.

    Parameters
    ----------
    signals : DataFrame
        What `ranked` returns.
    cells : DataFrame
        `measure` (``output``, ``electricity`` or ``metered``), `enterprise_code`, `line_code` (-1
        for none), `year`, `cell`.

    Returns
    -------
    DataFrame
        The signals with `cells`, joined by 、 in the order given.

    """
    wanted = _wanted(signals)
    known = cells[cells["year"].isin(wanted["year"].unique())].drop_duplicates()
    of_line = known[known["line_code"] >= 0].rename(columns={"line_code": "code"})
    of_owner = known.rename(columns={"enterprise_code": "code"})
    parts = [
        wanted[wanted["by_line"] == by_line].merge(some[[*_CELL_KEYS, "cell"]], on=_CELL_KEYS)
        for by_line, some in ((True, of_line), (False, of_owner))
    ]
    met = pd.concat(parts).drop_duplicates(["at", "cell"]).sort_values("at", kind="stable")
    joined = met.groupby("at")["cell"].agg("、".join)
    found = signals["cells"].fillna(joined.reindex(signals.index))
    return signals.assign(cells=found.astype("str"))


def _wanted(signals: pd.DataFrame) -> pd.DataFrame:
    """Return which cells each signal rests on: measure, year, and the line or enterprise."""
    signal, measure = signals["signal"], signals["measure"]
    jump = signal == YEAR_JUMP
    is_output = measure == OUTPUT
    rests = (  # which signals, on what, and how many years before
        (signal == METER_GAP, ELECTRICITY, 0),
        (signal == METER_GAP, METERED, 0),
        ((signal == PEER_OUTLIER) | jump, OUTPUT, 0),
        (jump, OUTPUT, 1),
        ((signal == PEER_OUTLIER) | (jump & ~is_output), ELECTRICITY, 0),
        (jump & ~is_output, ELECTRICITY, 1),
    )
    parts = [
        signals[rows].assign(at=signals.index[rows], measure=name, year=signals["year"] - before)
        for rows, name, before in rests
    ]
    wanted = pd.concat(parts)
    by_line = wanted["signal"] != METER_GAP
    code = wanted["line_code"].where(by_line, wanted["enterprise_code"])
    return wanted.assign(by_line=by_line, code=code)[["at", "by_line", *_CELL_KEYS]]
