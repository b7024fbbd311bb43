"""Zombie enterprises (僵尸企业): several tests side by side, and the findings of those that decide.

No test is law, and the numbers are recalled or placeholders: an enterprise becomes a suspect for the
authority to look at, never more.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from ...campaign.parts_credit import Proxies
from .accounts import Accounts
from .lending_rates import LendingRates
from .rule_rows import Rules
from .verdicts import RESULTS, Verdict
from .zombie_proxies import fall_of_staff, fall_of_years, proxies
from .zombie_register import official, register, utilisation
from .zombie_studies import chk, fukuda_nakamura, two_years

GROUND = "zombie"
METHODS = ("register", "chk", "fukuda_nakamura", "two_years", "official", "proxies")
_ANOTHER = 1  # a test of this year looks at the end of the year before


@dataclass(frozen=True)
class ZombieRules:
    """The rows that the tests rest on: of the register and definitions, of the studies, and rates."""

    register: Rules
    studies: Rules
    rates: LendingRates


@dataclass(frozen=True)
class Records:
    """What a county knows besides the accounts.

    Attributes
    ----------
    lines, production : DataFrame
        See `zombie_register.utilisation`.
    base_units : mapping of str to str
        The unit in which the capacity of a product is counted.
    electricity, tax : DataFrame
        `enterprise_code`, `year`, `value`.
    headcounts : DataFrame
        `enterprise_code`, `as_of`, `insured`.
    listed : array_like of int
        Codes of the enterprises that the catalogue hits.

    """

    lines: pd.DataFrame
    production: pd.DataFrame
    base_units: Mapping[str, str]
    electricity: pd.DataFrame
    tax: pd.DataFrame
    headcounts: pd.DataFrame
    listed: npt.ArrayLike


def years_of_rates(year: int, studies: Rules) -> range:
    """Return the years at whose end a rate is asked for, up to the one before `year`.

    Examples
    --------
    >>> years_of_rates(2021, Rules({}))
    range(2020, 2021)

    """
    back = max(studies.whole("ruc_years"), 1) - 1 + max(studies.whole("chk_average_years"), 1)
    return range(year - back, year)


def of_accounts(
    finance: pd.DataFrame, records: Records, rules: ZombieRules, year: int
) -> pd.DataFrame:
    """Return what every test of the accounts says of each enterprise that has any.

    Parameters
    ----------
    finance : DataFrame
        The ledger's, in 万元, of the years up to `year`.
    records : Records
        What else is known.
    rules : ZombieRules
        The rows that apply.
    year : int
        The year assessed.

    Returns
    -------
    DataFrame
        One row per enterprise and method (`METHODS` but the last), in this order: `COLUMNS` but for
        the id and the cell, with `enterprise_code` and `row`, the workbook's row of the accounts of
        the year, or -1.

    """
    least = max(rules.studies.whole("ruc_years"), 1) + _ANOTHER
    losses = max(rules.register.whole(name) for name in ("register_loss_years", "loss_years"))
    accounts = Accounts.of(finance, year, max(least, losses))
    codes = accounts.enterprise_code
    used = utilisation(records.lines, records.production, year, records.base_units)
    studied = (accounts, year, rules.rates, rules.studies, rules.register)
    verdicts: dict[str, Verdict] = {
        "register": register(accounts, year, used, rules.register),
        "chk": chk(*studied),
        "fukuda_nakamura": fukuda_nakamura(*studied),
        "two_years": two_years(*studied),
        "official": official(accounts, year, np.isin(codes, records.listed), rules.register),
    }
    parts = [verdict.table(name, year, codes) for name, verdict in verdicts.items()]
    rows = accounts.row(year)
    found = pd.concat([part.assign(row=rows) for part in parts], ignore_index=True)
    return found.iloc[_side_by_side(len(codes), len(parts))].reset_index(drop=True)


def of_records(records: Records, bounds: Proxies, year: int, as_of: dt.date) -> pd.DataFrame:
    """Return the weaker signals (`zombie_proxies`), in the shape of `of_accounts`."""
    falls = {
        "electricity": fall_of_years(records.electricity, year),
        "tax": fall_of_years(records.tax, year),
        "insured": fall_of_staff(records.headcounts, as_of),
    }
    codes, verdict = proxies(falls, bounds)
    return verdict.table("proxies", year, codes).assign(row=-1)


def findings(zombies: pd.DataFrame, deciding: Sequence[str]) -> pd.DataFrame:
    """Return one finding per enterprise: what the methods that decide for the plan say together.

    A zombie or suspect of any of them is to be looked at (``review``); else what one of them leaves
    open is undecided. Never a hit: no method is law.

    Parameters
    ----------
    zombies : DataFrame
        `COLUMNS` with `enterprise_code`.
    deciding : sequence of str
        Methods (the campaign's `zombies.deciding`); the first that says so governs.

    Returns
    -------
    DataFrame
        `enterprise_id`, `enterprise_code`, `ground`, `attribute` (the method), `measured`,
        `threshold`, `result`, `confidence`, `reason`, `source_cell`.

    Examples
    --------
    >>> table = pd.DataFrame({"enterprise_id": "A", "enterprise_code": 0, "method": ["register", "chk"],
    ...     "result": ["zombie", "clear"], "value": 3.0, "threshold": 2.0, "confidence": "recalled",
    ...     "reason": None, "source_cell": "财务!D2"})
    >>> findings(table, ["register"])[["attribute", "result", "reason"]].values.tolist()
    [['register', 'review', 'zombie_signs']]

    """
    said = zombies[zombies["method"].isin(list(deciding))]
    order = dict(zip(RESULTS, (0, 0, 2, 1), strict=True))
    rank = said["result"].map(order).to_numpy(int)
    turn = said["method"].map({name: at for at, name in enumerate(deciding)}).to_numpy(int)
    code = said["enterprise_code"].to_numpy()
    governing = said.iloc[np.lexsort((turn, rank, code))].drop_duplicates("enterprise_code")
    rank = governing["result"].map(order).to_numpy(int)
    reason = governing["reason"].astype("str")
    return pd.DataFrame(
        {
            "enterprise_id": governing["enterprise_id"],
            "enterprise_code": governing["enterprise_code"],
            "ground": pd.Series(GROUND, index=governing.index, dtype="str"),
            "attribute": governing["method"],
            "measured": governing["value"],
            "threshold": governing["threshold"],
            "result": pd.Series(
                np.array(["review", "undecided", "clear"])[rank], governing.index, dtype="str"
            ),
            "confidence": governing["confidence"],
            "reason": reason.mask(rank == 0, "zombie_signs").mask(rank == 2, None),
            "source_cell": governing["source_cell"],
        }
    ).reset_index(drop=True)


def _side_by_side(size: int, count: int) -> npt.NDArray[np.intp]:
    """Return the places that bring the parts of one enterprise together."""
    return np.arange(size * count).reshape(count, size).T.ravel()
