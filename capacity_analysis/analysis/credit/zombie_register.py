"""Zombie enterprises by the signs of a county's register, and by the official wording.

Both are proposals or speeches, not law; the numbers are placeholders (zombie-register, zombie-definitions).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from .accounts import Accounts
from .rule_rows import Rules
from .three_valued import (
    NO,
    UNKNOWN,
    YES,
    Mask,
    Numbers,
    Truth,
    above,
    all_of,
    any_of,
    below,
    truth,
)
from .verdicts import SUSPECT, UNDECIDED, Verdict, of_signs, results_of

_INPUTS_MISSING, _NO_RULE = "accounts_missing", "rule_not_on_file"


@dataclass(frozen=True)
class Utilisation:
    """How much of its capacity an enterprise used, by enterprise code; NaN where it is not known.

    Attributes
    ----------
    highest : Series of float
        The highest share of its products; missing where that of any product is.
    known_highest : Series of float
        The highest of those that are known.

    """

    highest: pd.Series
    known_highest: pd.Series


def utilisation(
    lines: pd.DataFrame, production: pd.DataFrame, year: int, base_units: Mapping[str, str]
) -> Utilisation:
    """Return output over capacity of each enterprise, product by product (the register's S1).

    Lines of one product count together; products of several units cannot be added, so an enterprise
    is half idle only where every product is. Lines out of operation, and those that started in the
    year or later, have no capacity in it.

    Parameters
    ----------
    lines : DataFrame
        `line_code`, `enterprise_code`, `product_id`, `capacity_quantity`, `started_on`,
        `out_of_operation`.
    production : DataFrame
        `line_code`, `product_id`, `year`, `output_quantity`, `output_base`, `full_year`.
    year : int
        The year.
    base_units : mapping of str to str
        The unit in which the capacity of a product is counted.

    Examples
    --------
    Two kilns of clinker: 30 and 0 of 100 + 100.

    >>> lines = pd.DataFrame({"line_code": [0, 1], "enterprise_code": 0, "product_id": "clinker",
    ...     "capacity_quantity": 100.0, "started_on": pd.NaT, "out_of_operation": None})
    >>> production = pd.DataFrame({"line_code": [0, 1], "product_id": "clinker", "year": 2021,
    ...     "output_quantity": [30.0, 0.0], "output_base": "t", "full_year": True})
    >>> utilisation(lines, production, 2021, {"clinker": "t"}).highest.to_dict()
    {0: 0.15}

    """
    started = pd.to_datetime(lines["started_on"]).dt.year
    running = lines[lines["out_of_operation"].isna() & ~(started >= year)]
    of_year = production[(production["year"] == year) & production["full_year"]]
    product = of_year["product_id"].astype("str")
    of_year = of_year[of_year["output_base"].astype("str") == product.map(dict(base_units))]
    made = of_year.assign(product_id=of_year["product_id"].astype("str"))
    output = made.groupby(["line_code", "product_id"])["output_quantity"].sum(min_count=1)
    key = pd.MultiIndex.from_arrays([running["line_code"], running["product_id"].astype("str")])
    told = pd.DataFrame(
        {
            "enterprise_code": running["enterprise_code"].to_numpy(),
            "product_id": key.get_level_values(1),
            "output": output.reindex(key).to_numpy(float),
            "capacity": running["capacity_quantity"].to_numpy(float),
        }
    )
    # A part that is missing leaves the whole unknown.
    whole = told["output"].notna() & (told["capacity"] > 0)
    told[["output", "capacity"]] = told[["output", "capacity"]].where(whole, np.nan)
    by_product = told.groupby(["enterprise_code", "product_id"], sort=False)
    sums, full = by_product[["output", "capacity"]].sum(), by_product["output"].count()
    share = (sums["output"] / sums["capacity"]).where(full == by_product.size())
    by_enterprise = share.groupby(level=0)
    known = by_enterprise.max()
    return Utilisation(known.where(by_enterprise.count() == by_enterprise.size()), known)


def register(accounts: Accounts, year: int, used: Utilisation, rules: Rules) -> Verdict:
    """Return what the register's four signs say (zombie-register zr-001 to zr-007).

    S1 stopped or half: fewer than `stopped_days` days of production in the year, or less than
    `half_output_share` of the capacity used. S2 losses: net profit less subsidies below nought in
    each of the last `register_loss_years` years. S3 insolvent: liabilities over assets above
    `insolvent_ratio`. S4 lifeline: subsidies and rolled-over loans exceed the operating cash
    shortfall. A zombie shows S2, S1 or S3, and S4; a suspect any `register_suspect_signs` of the four.

    Where operations bring money in there is no shortfall to live through, unless it is the subsidies
    that bring it: they are part of operating cash, so that S4 asks that it be negative without them.

    The days are those of the year assessed, since the ledger has no others.

    Parameters
    ----------
    accounts : Accounts
        Yearly accounts in 万元.
    year : int
        The year assessed.
    used : Utilisation
        What `utilisation` returns.
    rules : Rules
        Rows of the register.

    Returns
    -------
    Verdict
        `value` counts the signs that are known to show, `threshold` those that make a suspect.

    Examples
    --------
    Liabilities of 120 and assets of 100, with 30 days of production.

    >>> from .rule_rows import Rule
    >>> numbers = {"stopped_days": 90.0, "half_output_share": 0.5, "register_loss_years": 3.0,
    ...     "insolvent_ratio": 1.0, "register_suspect_signs": 2.0}
    >>> rules = Rules({(name, ""): Rule(value, name, "recalled", "") for name, value in numbers.items()})
    >>> fields = dict.fromkeys(["net_profit", "subsidies", "rolled_over", "operating_cash"], 5.0)
    >>> fields |= {"liabilities": 120.0, "assets": 100.0}
    >>> finance = pd.DataFrame({f"{name}_10k_cny": [value] for name, value in fields.items()})
    >>> finance = finance.assign(enterprise_code=0, year=2021, row=2, operating_days=30)
    >>> nothing = pd.Series(dtype=float)
    >>> found = register(Accounts.of(finance, 2021, 3), 2021, Utilisation(nothing, nothing), rules)
    >>> found.table("register", 2021, np.array([0]))[["result", "fired"]].values.tolist()
    [['suspect', 'stopped;insolvent']]

    """
    days = accounts.field("operating_days", year)
    stopped = below(days, rules.value("stopped_days"))
    half = _half(accounts, used, rules.value("half_output_share"))
    losses, losses_missing = _losses(accounts, year, rules.whole("register_loss_years"))
    insolvent, insolvent_missing = _insolvent(accounts, year, rules.value("insolvent_ratio"))
    lifeline, lifeline_missing = _lifeline(accounts, year)
    idle = any_of([stopped, half])
    signs = [idle, losses, insolvent, lifeline]
    zombie = all_of([losses, any_of([idle, insolvent]), lifeline])
    least = rules.value("register_suspect_signs")
    result = of_signs(zombie, signs, least)
    names = ("stopped_days", "half_output_share", "register_loss_years", "insolvent_ratio",
             "lifeline", "register_zombie", "register_suspect_signs")  # fmt: skip
    used_rules = [rules.of_code(name) for name in names]
    numbers = [rules.value(name) for name in (*names[:4], names[-1])]
    # What no longer matters is not asked for.
    settled = zombie == NO
    is_open = (result == UNDECIDED) | ((result == SUSPECT) & ~settled)
    missing = {
        "operating_days": (idle == UNKNOWN) & np.isnan(days),
        "capacity": (idle == UNKNOWN) & (half == UNKNOWN),
        "output": (idle == UNKNOWN) & (half == UNKNOWN),
    }
    for each in (losses_missing, insolvent_missing, lifeline_missing):
        for name, mask in each.items():
            missing[name] = missing.get(name, False) | mask
    return Verdict(
        result=result,
        fired={
            "stopped": stopped == YES,
            "half_stopped": half == YES,
            "losses": losses == YES,
            "insolvent": insolvent == YES,
            "lifeline": lifeline == YES,
        },
        value=np.sum([sign == YES for sign in signs], axis=0).astype(float),
        threshold=np.full(len(accounts), least),
        missing={name: mask & is_open for name, mask in missing.items()},
        reasons={
            _NO_RULE: (result == UNDECIDED) & bool(np.isnan(numbers).any()),
            _INPUTS_MISSING: result == UNDECIDED,
        },
        rules=used_rules,
    )


def official(accounts: Accounts, year: int, listed: Mask, rules: Rules) -> Verdict:
    """Return what the official wording says (zombie-definitions zd-001, zd-002).

    Losses in each of the last `loss_years` years, and not in line with the direction of structural
    adjustment. Of the direction the ledger knows only what the catalogue of that name says: an
    enterprise with a hit of it is not in line. Of any other one with such losses it is for the
    authority to say: a suspect.

    Parameters
    ----------
    accounts : Accounts
        Yearly accounts in 万元.
    year : int
        The year assessed.
    listed : array of bool
        Whether the catalogue hits the enterprise.
    rules : Rules
        Rows of the definitions.

    Returns
    -------
    Verdict
        `value` counts the years of losses up to this one, `threshold` those that matter.

    Examples
    --------
    >>> from .rule_rows import Rule
    >>> finance = pd.DataFrame({"enterprise_code": 0, "year": [2019, 2020, 2021], "row": [2, 3, 4],
    ...     "net_profit_10k_cny": [-1.0, -2.0, -3.0]})
    >>> rules = Rules({("loss_years", ""): Rule(3.0, "zd-001", "verified", "")})
    >>> found = official(Accounts.of(finance, 2021, 3), 2021, np.array([True]), rules)
    >>> found.table("official", 2021, np.array([0]))[["result", "value"]].values.tolist()
    [['zombie', 3.0]]

    """
    years = rules.whole("loss_years")
    each = [below(accounts.field("net_profit_10k_cny", year - ago), 0.0) for ago in range(years)]
    losses = all_of(each) if each else truth(np.zeros(len(accounts), bool), False)
    result = results_of(losses)
    running = np.cumprod([one == YES for one in each], axis=0).sum(axis=0) if each else np.nan
    return Verdict(
        result=np.where((losses == YES) & ~listed, SUSPECT, result),
        fired={"losses": losses == YES, "listed": (losses == YES) & listed},
        value=np.broadcast_to(np.asarray(running, float), len(accounts)),
        threshold=np.full(len(accounts), rules.value("loss_years")),
        missing={"net_profit_10k_cny": losses == UNKNOWN},
        reasons={
            _NO_RULE: np.full(len(accounts), not each),
            _INPUTS_MISSING: losses == UNKNOWN,
            "direction_for_authority": (losses == YES) & ~listed,
        },
        rules=[rules.of_code(name) for name in ("loss_years", "loss_and_direction")],
    )


def _half(accounts: Accounts, used: Utilisation, share: float) -> Truth:
    codes = accounts.enterprise_code
    highest, known = (
        part.reindex(codes).to_numpy(float) for part in (used.highest, used.known_highest)
    )
    enough = below(known, share) == NO
    return np.where(enough, NO, below(highest, share)).astype(np.int8)


def _losses(accounts: Accounts, year: int, years: int) -> tuple[Truth, dict[str, Mask]]:
    """Say whether net profit less subsidies is below nought in each year."""
    if not years:
        return truth(np.zeros(len(accounts), bool), False), {}
    tests, no_profit, no_subsidies = [], [], []
    for each in range(year - years + 1, year + 1):
        profit, subsidies = (
            accounts.field(f"{name}_10k_cny", each) for name in ("net_profit", "subsidies")
        )
        # Subsidies only lower it: what is a loss with them is one without them.
        test = np.where(below(profit, 0.0) == YES, YES, below(profit - subsidies, 0.0))
        tests.append(test.astype(np.int8))
        no_profit.append((test == UNKNOWN) & np.isnan(profit))
        no_subsidies.append((test == UNKNOWN) & np.isnan(subsidies) & ~np.isnan(profit))
    losses = all_of(tests)
    open_ = losses == UNKNOWN
    missing = {
        "net_profit_10k_cny": open_ & np.any(no_profit, axis=0),
        "subsidies_10k_cny": open_ & np.any(no_subsidies, axis=0),
    }
    return losses, missing


def _insolvent(accounts: Accounts, year: int, ratio: float) -> tuple[Truth, dict[str, Mask]]:
    owed, owned = (accounts.field(f"{name}_10k_cny", year) for name in ("liabilities", "assets"))
    missing = {"liabilities_10k_cny": np.isnan(owed), "assets_10k_cny": np.isnan(owned)}
    return above(owed, ratio * owned), missing


def _lifeline(accounts: Accounts, year: int) -> tuple[Truth, dict[str, Mask]]:
    subsidies, rolled, cash = (
        accounts.field(f"{name}_10k_cny", year)
        for name in ("subsidies", "rolled_over", "operating_cash")
    )
    shortfall = np.maximum(-cash, 0.0)
    at_least: Numbers = np.nan_to_num(subsidies) + np.nan_to_num(rolled)
    # What is known of the two may be enough.
    exceeds = np.where(above(at_least, shortfall) == YES, YES, above(subsidies + rolled, shortfall))
    # Grants stand in operating cash: without them it may be short.
    short = np.where(below(cash, 0.0) == YES, YES, below(cash - subsidies, 0.0))
    test = all_of([exceeds.astype(np.int8), short.astype(np.int8)])
    open_ = test == UNKNOWN
    missing = {
        "subsidies_10k_cny": open_ & np.isnan(subsidies),
        "rolled_over_10k_cny": open_ & np.isnan(rolled),
        "operating_cash_10k_cny": open_ & np.isnan(cash),
    }
    return test, missing
