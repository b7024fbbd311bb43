"""How tables of an assessment are kept: so that one saved and loaded is the one that was made."""

from __future__ import annotations

import pandas as pd

from ..analysis.texts import as_texts


def plain(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table with its categories as texts: an empty one is saved and loaded alike."""
    texts = {
        str(name): as_texts(table[name])
        for name, dtype in table.dtypes.items()
        if isinstance(dtype, pd.CategoricalDtype)
    }
    return table.assign(**texts) if texts else table
