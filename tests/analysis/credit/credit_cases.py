"""Accounts and rules for the tests of credit, with the numbers of the rule book written out."""

import numpy as np
import pandas as pd

from capacity_analysis.analysis.credit.accounts import Accounts
from capacity_analysis.analysis.credit.lending_rates import LendingRates
from capacity_analysis.analysis.credit.rule_rows import Rule, Rules
from capacity_analysis.analysis.credit.zombie_register import Utilisation

YEAR = 2021
FIELDS = ("revenue", "total_profit", "net_profit", "interest_expense", "interest_paid", "subsidies",
          "assets", "liabilities", "cash", "short_debt", "long_debt", "bonds", "rolled_over",
          "operating_cash")  # fmt: skip


def rules(**values):
    """Rules by parameter, each of them a row of its own that was only recalled."""
    return Rules({(name, ""): Rule(value, name, "recalled", "") for name, value in values.items()})


REGISTER = rules(
    stopped_days=90.0,
    half_output_share=0.5,
    register_loss_years=3.0,
    insolvent_ratio=1.0,
    register_suspect_signs=2.0,
    loss_years=3.0,
)
STUDIES = Rules(
    {
        **rules(chk_average_years=5.0, fn_leverage=0.5, ruc_years=2.0).rows,
        ("chk_fuzzy_low", "1"): Rule(0.0, "low1", "recalled", ""),
        ("chk_fuzzy_high", "1"): Rule(0.005, "high1", "recalled", ""),
        ("chk_fuzzy_low", "2"): Rule(-0.0025, "low2", "recalled", ""),
        ("chk_fuzzy_high", "2"): Rule(0.0075, "high2", "recalled", ""),
    }
)
# 4 % short and 5 % long at the end of every year: R* is easily reckoned by hand.
RATES = LendingRates(
    {year: Rule(4.0, f"short{year}", "recalled", "") for year in range(2014, 2021)},
    {year: Rule(5.0, f"long{year}", "recalled", "") for year in range(2014, 2021)},
)


def accounts(*years, **fields):
    """The accounts of one enterprise, or of several: a field is one value or one per year given.

    Without years, of 2018 to 2021. A field that is not named is missing.
    """
    years = years or tuple(range(YEAR - 3, YEAR + 1))
    frame = pd.DataFrame({"enterprise_code": 0, "year": years, "row": range(2, 2 + len(years))})
    for name in FIELDS:
        frame[f"{name}_10k_cny"] = fields.get(name, np.nan)
    frame["operating_days"] = fields.get("operating_days", np.nan)
    return Accounts.of(frame.astype({"operating_days": float}), YEAR, 4)


def used(share):
    """One enterprise that used this share of its capacity."""
    shares = pd.Series({0: share}, dtype=float)
    return Utilisation(shares, shares)
