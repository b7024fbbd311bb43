"""Tables without rows, in the columns and dtypes that they have with rows."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd


def no_rows(columns: Sequence[str], **dtypes: str) -> pd.DataFrame:
    """Return a table without rows: texts, but for the columns that `dtypes` names.

    Examples
    --------
    >>> no_rows(["bank", "balance"], balance="float64").dtypes.astype(str).tolist()
    ['str', 'float64']

    """
    return pd.DataFrame({name: pd.Series(dtype=dtypes.get(name, "str")) for name in columns})
