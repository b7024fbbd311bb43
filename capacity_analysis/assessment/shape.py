"""How tables of an assessment are kept: so that one saved and loaded is the one that was made."""

from __future__ import annotations

import pandas as pd


def plain(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table with its categories as texts: an empty one is saved and loaded alike."""
    return table.astype(dict.fromkeys(table.select_dtypes(["category"]).columns, "str"))
