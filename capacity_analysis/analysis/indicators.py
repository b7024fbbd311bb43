"""What each indicator of unit energy counts, of which a ledger can measure some."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Indicator:
    """An indicator: the rows it counts, its unit, and what it cannot be without.

    Attributes
    ----------
    in_kwh : bool
        Whether it is measured in kilowatt hours; otherwise in kgce.
    electricity, fuel, feedstock : bool
        Whether it counts electricity, other carriers, and energy used as a raw material.
    purpose : str
        The only purpose it counts; any where empty.
    absent : str
        The reason of a line without any row that counts.
    per_condition : str
        The condition of the line by which its output is multiplied; none where empty.

    """

    in_kwh: bool = False
    electricity: bool = True
    fuel: bool = True
    feedstock: bool = True
    purpose: str = ""
    absent: str = "energy_missing"
    per_condition: str = ""


COMPREHENSIVE = "comprehensive"

# The rest of the indicators need what a ledger has no field for: corrections to a comparable basis,
# a supply of power, the consumption of auxiliaries.
INDICATORS = {
    COMPREHENSIVE: Indicator(),
    "comprehensive_without_feedstock": Indicator(feedstock=False),
    "comprehensive_per_energy_factor": Indicator(per_condition="energy_factor"),
    "fuel": Indicator(electricity=False),
    "electricity": Indicator(in_kwh=True, fuel=False, absent="carrier_missing"),
    "process_electricity": Indicator(
        in_kwh=True, fuel=False, purpose="main_process", absent="process_electricity_missing"
    ),
}


def counted(rows: pd.DataFrame, indicator: Indicator, electricity: Sequence[str]) -> Flags | None:
    """Return the rows that an indicator counts; None where it counts them all.

    Parameters
    ----------
    rows : DataFrame
        `carrier` and `purpose` (energy, feedstock, main_process), as categories.
    indicator : Indicator
        One of `INDICATORS`.
    electricity : sequence of str
        Carriers that are electricity.

    Examples
    --------
    >>> rows = pd.DataFrame({"carrier": ["raw_coal", "raw_coal", "electricity"],
    ...     "purpose": ["energy", "feedstock", "main_process"]}, dtype="category")
    >>> counted(rows, INDICATORS["comprehensive_without_feedstock"], ["electricity"]).tolist()
    [True, False, True]
    >>> counted(rows, INDICATORS["fuel"], ["electricity"]).tolist()
    [True, True, False]

    """
    kept: list[Flags] = []
    if not (indicator.electricity and indicator.fuel):
        is_electric = rows["carrier"].isin(list(electricity)).to_numpy()
        kept.append(is_electric if indicator.electricity else ~is_electric)
    if not indicator.feedstock:
        kept.append((rows["purpose"] != "feedstock").to_numpy())
    if indicator.purpose:
        kept.append((rows["purpose"] == indicator.purpose).to_numpy())
    return np.logical_and.reduce(kept) if kept else None
