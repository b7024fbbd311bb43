"""Check a ledger as a whole: its cells, and the numbers that they make against the standards."""

from __future__ import annotations

import datetime as dt
import string
from pathlib import Path

from .assessment.build import benchmark_gaps
from .campaign import Campaign
from .errors import CapacityError
from .ledger import Ledger, Problem, Reading, inspect_ledger
from .ledger.problems import problem
from .standards import Standards

_BEYOND = ("implausibly_low", "implausibly_high")


def inspect(
    path: str | Path,
    standards: Standards | None = None,
    campaign: Campaign | None = None,
    as_of: dt.date | None = None,
) -> Reading:
    """Read a ledger and list everything that is wrong with it, implausible intensities included.

    Parameters
    ----------
    path : str or Path
        The workbook.
    standards : Standards, optional
        The store of documents; the packaged one by default.
    campaign : Campaign, optional
        The action plan; the packaged one of 柴桑区 by default.
    as_of : date, optional
        The day whose levels a unit energy is held against; the ledger's 数据截至 by default.

    Returns
    -------
    Reading
        As `inspect_ledger` gives it; a ledger without errors also with the warnings that need
        the levels of a document in force.

    Raises
    ------
    UsageError
        If there is no such file, or the workbook has no guide sheet with a schema version.

    Examples
    --------
    >>> from capacity_analysis import paths
    >>> inspect(paths.sample_ledger()).has_errors
    False

    """
    reading = inspect_ledger(path)
    if reading.ledger is None:
        return reading
    found = unit_energies_beyond_levels(reading.ledger, standards, campaign, as_of)
    return Reading(reading.ledger, [*reading.problems, *found])


def unit_energies_beyond_levels(
    ledger: Ledger,
    standards: Standards | None = None,
    campaign: Campaign | None = None,
    as_of: dt.date | None = None,
) -> list[Problem]:
    """Return a warning for each line whose unit energy is too far from its levels to be believed.

    The bounds are `plausibility.below_advanced` and `above_baseline` of the field registry. Without
    a day, or a document in force on it, nothing can be held against anything.
    """
    try:
        gaps = benchmark_gaps(ledger, standards, campaign, as_of)
    except CapacityError:
        return []
    found = []
    for row in gaps[gaps["reason"].isin(_BEYOND)].itertuples():
        sheet, cell = str(row.output_cells).split("、")[0].split("!")
        produced = ledger["production"]["row"] == int(cell.lstrip(string.ascii_uppercase))
        found.append(
            problem(
                "unit_energy_beyond_levels",
                ledger.file,
                sheet=sheet,
                cell=cell,
                table="production",
                field="output",
                line=f"{row.enterprise_name} {row.line_id}",
                value=ledger["production"].loc[produced, "output"].iloc[0],
                cells=row.energy_cells,
            )
        )
    return found
