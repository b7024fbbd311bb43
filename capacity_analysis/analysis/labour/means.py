"""What an exiting enterprise has to pay for its staff with."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ... import units
from .parameters import noted

_PER_10K = float(units.factor("万元", "CNY"))
_COSTS = ["cost_low_cny", "cost_cny", "cost_high_cny"]


def table(
    enterprises: pd.DataFrame,
    finance: pd.DataFrame,
    year: int,
    *,
    land_value: pd.Series | None = None,
    earmarked_percent: float | None = None,
) -> pd.DataFrame:
    """Return the table `means`: the cost of placing the staff against what there is.

    Parameters
    ----------
    enterprises : DataFrame
        Those that exit: `enterprise_id`, `enterprise_code`, `cost_low_cny`, `cost_cny`,
        `cost_high_cny`, `cost_complete` (bool), `counted` (bool: the ledger has staff of it).
    finance : DataFrame
        The ledger's: `enterprise_code`, `year`, `cash_10k_cny`, `assets_10k_cny`,
        `liabilities_10k_cny`. The newest year up to the one assessed counts.
    year : int
        The year assessed.
    land_value : Series of float, optional
        Value of the land that comes free, in 万元, by `enterprise_id`.
    earmarked_percent : float, optional
        Which part of it goes to the staff first, where the county has decided that.

    Returns
    -------
    DataFrame
        `enterprise_id`, the costs in yuan, `cash_10k_cny`, `own_funds_10k_cny` (assets less
        liabilities), `land_value_10k_cny`, `earmarked_10k_cny`, `cover` (cash to the middle cost),
        `land_cover` (land, as far as it is earmarked, to it), `reason` (ids joined ``;``).

    Examples
    --------
    80,000 yuan of cash for a cost of 100,000.

    >>> exits = pd.DataFrame({"enterprise_id": ["A"], "enterprise_code": [0], "cost_low_cny": 9e4,
    ...     "cost_cny": 1e5, "cost_high_cny": 2e5, "cost_complete": True, "counted": True})
    >>> accounts = pd.DataFrame({"enterprise_code": [0], "year": [2021], "cash_10k_cny": [8.0],
    ...     "assets_10k_cny": [50.0], "liabilities_10k_cny": [45.0]})
    >>> table(exits, accounts, 2021)[["cover", "own_funds_10k_cny", "reason"]].values.tolist()
    [[0.8, 5.0, 'land_value_unknown;earmarked_unknown']]

    """
    known = finance[finance["year"] <= year].sort_values("year", kind="stable")
    newest = known.drop_duplicates("enterprise_code", keep="last").set_index("enterprise_code")
    of = newest.reindex(enterprises["enterprise_code"].to_numpy()).reset_index(drop=True)
    cash, assets = of["cash_10k_cny"].astype(float), of["assets_10k_cny"].astype(float)
    ids = enterprises["enterprise_id"].reset_index(drop=True)
    land = ids.map(land_value if land_value is not None else {}).astype(float)
    part = np.nan if earmarked_percent is None else earmarked_percent / 100
    costs = enterprises[_COSTS].reset_index(drop=True).astype(float)
    complete = enterprises["cost_complete"].reset_index(drop=True).astype(bool)
    central = costs["cost_cny"].where(complete & (costs["cost_cny"] > 0)) / _PER_10K
    earmarked = land * part
    counted = enterprises["counted"].to_numpy(bool)
    reasons = {
        "workforce_missing": ~counted,
        "cost_incomplete": counted & ~complete.to_numpy(bool),
        "accounts_missing": of["year"].isna().to_numpy(bool),
        "cash_missing": (cash.isna() & of["year"].notna()).to_numpy(bool),
        "land_value_unknown": land.isna().to_numpy(bool),
        "earmarked_unknown": np.full(len(ids), earmarked_percent is None),
    }
    return pd.DataFrame(
        {
            "enterprise_id": ids.astype("str"),
            **costs,
            "cash_10k_cny": cash,
            "own_funds_10k_cny": assets - of["liabilities_10k_cny"].astype(float),
            "land_value_10k_cny": land,
            "earmarked_10k_cny": earmarked,
            "cover": cash / central,
            "land_cover": earmarked / central,
            "reason": noted(reasons, len(ids)).astype("str").array,
        }
    )
