"""Check a ledger as a whole: its cells, and the numbers that they make against the standards."""

from __future__ import annotations

import datetime as dt
import string
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from . import vocabulary
from .analysis import equipment
from .analysis.equipment_words import equipment_words
from .assessment.build import benchmark_gaps
from .campaign import Campaign
from .errors import CapacityError, UsageError
from .ledger import Ledger, Problem, Reading, evidence_files, inspect_ledger
from .ledger.problems import problem
from .ledger.reader import further_cells
from .standards import Standards
from .text import _

_BEYOND = ("implausibly_low", "implausibly_high")
_OF_FILES = {
    evidence_files.MISSING: "evidence_missing",
    evidence_files.ALTERED: "evidence_altered",
    evidence_files.DUPLICATE: "evidence_repeated",
    evidence_files.UNSAFE: "unsafe_path",
}


def inspect(
    path: str | Path,
    standards: Standards | None = None,
    campaign: Campaign | None = None,
    as_of: dt.date | None = None,
    *,
    evidence: str | Path | None = None,
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
    evidence : str or Path, optional
        The folder that the files of evidence lie in; without it they are not looked at.

    Returns
    -------
    Reading
        As `inspect_ledger` gives it; a ledger without errors also with the warnings that need
        the levels of a document in force, how texts that name equipment are read, and what is wrong
        with its files of evidence.

    Raises
    ------
    UsageError
        If there is no such file or folder, or the workbook has no guide sheet with a schema
        version.

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
    found += equipment_in_words(reading.ledger, as_of)
    if evidence is not None:
        found += files_of_evidence(reading.ledger, evidence)
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


def equipment_in_words(ledger: Ledger, as_of: dt.date | None = None) -> list[Problem]:
    """Return how texts that name equipment in use are read: one problem for each text and reading.

    A reading that is used is a note; one that leaves open what is meant, or says nothing, is a
    warning. Without a day nothing can be said, for equipment is in use on a day.
    """
    day = as_of or ledger.data_as_of
    if day is None:
        return []
    found = equipment.of(
        ledger.tables,
        equipment_words(),
        vocabulary.equipment_of_products(),
        day,
        ledger.data_as_of,
    )
    told = _in_words(_decisive(found, ledger["equipment"]["equipment_type"]))
    keys = ["row_table", "field", "text", "code", "said"]
    return [
        _of_reading(ledger, group[keys].iloc[0].to_dict(), group["row"].tolist())
        for _key, group in told.groupby(keys, sort=False, observed=True)
    ]


def _of_reading(ledger: Ledger, read: dict[Hashable, str], rows: list[int]) -> Problem:
    table, field = read["row_table"], read["field"]
    sheet = ledger.sources[table].sheet
    first, *others = [ledger.cell(table, row, field).rpartition("!")[2] for row in rows]
    return problem(
        read["code"],
        ledger.file,
        sheet=sheet,
        cell=first,
        table=table,
        field=field,
        value=read["text"],
        said=read["said"],
        more=further_cells(others),
    )


def _decisive(found: equipment.Equipment, reported: pd.Series) -> pd.DataFrame:
    """Return the readings on which the type or a value of a device in use hangs."""
    device = found.devices.set_index("device_code").loc[found.parses["device_code"]]
    parses = found.parses.assign(
        typed=reported.reindex(device["equipment_code"]).notna().to_numpy(),
        no_type=device["equipment_type"].isna().to_numpy(),
    )
    keys = ["device_code", "attribute"]
    values = found.values[[*keys, "field"]].astype({"attribute": "object"})
    parses = parses.astype({"attribute": "object"}).merge(
        values.rename(columns={"field": "value_field"}), how="left", on=keys
    )
    outcome, measures = parses["outcome"], parses["attribute"].notna()
    used = parses["value_field"].astype("object") == parses["field"].astype("object")
    lacking = parses["no_type"] | (measures & parses["value_field"].isna())
    says = (outcome == "parsed") & (used | (~parses["typed"] & ~measures))
    says |= (outcome == "ambiguous") & lacking
    says |= (outcome == "unknown") & parses["no_type"]
    return parses[says & device["in_use"].to_numpy(bool)]


def _in_words(parses: pd.DataFrame) -> pd.DataFrame:
    """Return one row per cell: `row_table`, `field`, `text`, `row`, `code` of the problem, `said`."""
    types, attributes = (
        vocabulary.names("equipment_types"),
        vocabulary.names("equipment_attributes"),
    )
    type_name = _mapped(parses["equipment_type"], types.get)
    attribute = _mapped(parses["attribute"], attributes.get)
    number = _mapped(parses["value"], "{:.10g}".format)
    open_to = _mapped(
        parses["candidates"], lambda ids: "、".join(types.get(one, one) for one in ids.split(";"))
    )
    is_open = parses["outcome"] == "ambiguous"
    of_type = open_to.where(is_open & parses["equipment_type"].isna(), type_name)
    of_number = number.where(~is_open | parses["equipment_type"].isna(), open_to)
    measured = (attribute + of_number).where(attribute != "", "")
    cell = ["row_table", "row", "field"]
    told = parses.assign(type_said=of_type, measured=measured, is_open=is_open)
    groups = told.groupby([*cell, "text"], observed=True, sort=False)
    found = groups.agg(
        type_said=("type_said", "first"),
        measured=("measured", lambda said: "，".join(filter(None, said))),
        is_open=("is_open", "any"),
    ).reset_index()
    both = (found["type_said"] != "") & (found["measured"] != "")
    said = found["type_said"] + both.map({True: "，", False: ""}) + found["measured"]
    code = np.select(
        [found["is_open"], said == ""],
        ["equipment_ambiguous", "equipment_unknown"],
        "equipment_read",
    )
    return found.assign(code=code, said=said)


def _mapped(values: pd.Series, words: Callable[[Any], str | None]) -> pd.Series:
    """Return values in words; blank for a missing one."""
    told = values.astype("object").map(words, na_action="ignore")
    return told.astype("object").fillna("").astype("str")


def files_of_evidence(ledger: Ledger, folder: str | Path) -> list[Problem]:
    """Return a problem for each file of evidence that is missing, altered, repeated, or elsewhere.

    Parameters
    ----------
    ledger : Ledger
        The ledger; its table `evidence` says what lies where.
    folder : str or Path
        The folder that its paths start from.

    Raises
    ------
    UsageError
        If there is no such folder.

    """
    if not Path(folder).is_dir():
        raise UsageError(_("没有文件夹{path}。").format(path=folder))
    examined = evidence_files.examine(folder, ledger["evidence"])
    rows = examined["row"].groupby(examined["content"])
    repeated = {content: list(group) for content, group in rows}
    wrong = examined[examined["status"].isin(list(_OF_FILES))]
    return [
        problem(
            _OF_FILES[row["status"]],
            ledger.file,
            sheet=ledger.sources["evidence"].sheet,
            cell=ledger.cell("evidence", row["row"], "file").rpartition("!")[2],
            table="evidence",
            field="file",
            value=row["file"],
            rows=_others(repeated.get(row["content"], []), row["row"]),
        )
        for row in wrong.to_dict("records")
    ]


def _others(rows: list[int], own: int) -> str:
    return "、".join(str(row) for row in rows if row != own)
