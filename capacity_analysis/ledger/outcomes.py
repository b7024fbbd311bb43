"""What became of the corrections of a workbook, as rows."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import pandas as pd

APPLIED, NO_LONGER_APPLIES, WITHOUT_ROW = "applied", "no_longer_applies", "without_row"

_SAID = {
    "row": "int32",
    "enterprise_code": "int32",
    "reason": "str",
    "provider": "str",
    "corrected_on": "datetime64[ms]",
}


@dataclass(frozen=True)
class Outcome:
    """What became of one correction.

    Attributes
    ----------
    outcome : str
        ``applied``, ``no_longer_applies`` or ``without_row``.
    correction_row : int
        Row of the sheet of corrections.
    table, field : str
        Table and field of the registry.
    row : int
        Row of the corrected cell, 0 where there is none.
    old, new : str
        The values as text.
    place, cell : str
        Address of the corrected cell (empty where there is none), and of the new value.

    """

    outcome: str
    correction_row: int
    table: str
    field: str
    row: int
    old: str
    new: str
    place: str
    cell: str


def as_frame(outcomes: Sequence[Outcome], corrections: pd.DataFrame) -> pd.DataFrame:
    """Return outcomes with what the table of corrections says of each, in the order of the sheet.

    Parameters
    ----------
    outcomes : sequence of Outcome
        What became of corrections.
    corrections : DataFrame
        The table as read: `row`, `enterprise_code`, `reason`, `provider`, `corrected_on`.

    Returns
    -------
    DataFrame
        The fields of `Outcome`, and these columns but `row`.

    """
    if not outcomes:
        return none()
    columns = [one.name for one in dataclasses.fields(Outcome)]
    rows = sorted(outcomes, key=lambda one: one.correction_row)
    frame = pd.DataFrame([dataclasses.astuple(one) for one in rows], columns=columns)
    numbers = dict.fromkeys(("correction_row", "row"), "int32")
    frame = frame.astype(dict.fromkeys(columns, "str") | numbers)
    said = corrections[list(_SAID)].rename(columns={"row": "correction_row"})
    return frame.merge(said, on="correction_row", how="left", validate="one_to_one")


def none() -> pd.DataFrame:
    """Return the frame of a ledger without corrections."""
    return _none().copy(deep=False)


@cache
def _none() -> pd.DataFrame:
    columns = dict.fromkeys((one.name for one in dataclasses.fields(Outcome)), "str")
    numbers = dict.fromkeys(("correction_row", "row"), "int32")
    said = {name: dtype for name, dtype in _SAID.items() if name != "row"}
    types = columns | numbers | said
    return pd.DataFrame(columns=list(types)).astype(types)
