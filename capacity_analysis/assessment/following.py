"""How far the campaign is: duties, files of evidence, and whom the inspectors visit first."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd

from ..analysis import exit_files, progress, visits
from ..analysis.frames import once_without_rows
from ..campaign import Campaign, ExitFileItem
from ..ledger import Ledger, evidence_files
from . import collected
from .grounds import with_cells
from .shape import plain


def tables(
    ledger: Ledger,
    campaign: Campaign,
    *,
    as_of: dt.date,
    year: int,
    enterprises: pd.DataFrame,
    judged: dict[str, pd.DataFrame],
    energy: dict[str, pd.DataFrame],
    evidence: Path | None = None,
) -> dict[str, pd.DataFrame]:
    """Return the tables `progress`, `overdue`, `exit_files`, `visits` and `false_returns`.

    Parameters
    ----------
    ledger, campaign
        What was done, and what the plan asks for.
    as_of : date
        The day.
    year : int
        The year assessed.
    enterprises : DataFrame
        The roster with `industry`, in the order of `enterprise_code`.
    judged : dict of str to DataFrame
        `findings` and `dispositions` (`grounds.judge`).
    energy : dict of str to DataFrame
        The energy tables (`energy.judge`).
    evidence : Path, optional
        The folder that the paths of the table of evidence start from; without it no file is opened.

    """
    found, suggested = judged["findings"], judged["dispositions"]
    # Where nothing at all is recorded, nobody knows what was done: missing is not overdue.
    if len(ledger["milestones"]) + len(ledger["returns"]) > 0:
        followed = progress.duties(
            enterprises,
            suggested,
            ledger["milestones"],
            ledger["returns"],
            _items(campaign),
            as_of=as_of,
            at_risk_days=campaign.progress.at_risk_days,
            office=_office(campaign),
        )
    else:
        followed = progress.no_duties()
    late = [progress.overdue(followed, as_of), progress.overdue_orders(found, enterprises, as_of)]
    files = evidence_files.examine(evidence, ledger["evidence"])
    return {
        "progress": plain(progress.summary(followed)),
        "overdue": plain(_longest_first(pd.concat(late, ignore_index=True))),
        "exit_files": exit_files.completeness(
            suggested,
            _file_items(campaign),
            files,
            ledger["milestones"],
            ledger["procedures"],
            as_of=as_of,
        ),
        "visits": _visits(
            ledger,
            campaign,
            as_of=as_of,
            year=year,
            enterprises=enterprises,
            found=found,
            energy=energy,
        ),
        "false_returns": _false_returns(ledger, as_of),
    }


def _items(campaign: Campaign) -> pd.DataFrame:
    """Return the milestones that are followed, with the last day of their step."""
    ends = {step.id: step.end for step in campaign.steps}
    rows = [
        (item.id, item.step, item.concerns, ends.get(item.step)) for item in campaign.progress.items
    ]
    return pd.DataFrame(rows, columns=["id", "step", "concerns", "deadline"])


def _file_items(campaign: Campaign) -> pd.DataFrame:
    items = [item.model_dump() for item in campaign.exit_file.items]
    return pd.DataFrame(items, columns=list(ExitFileItem.model_fields))


def _office(campaign: Campaign) -> str:
    return next((key for key, one in campaign.departments.items() if one.office_of_campaign), "")


@once_without_rows("late")
def _longest_first(late: pd.DataFrame) -> pd.DataFrame:
    return late.sort_values("days", ascending=False, kind="stable", ignore_index=True)


def _visits(
    ledger: Ledger,
    campaign: Campaign,
    *,
    as_of: dt.date,
    year: int,
    enterprises: pd.DataFrame,
    found: pd.DataFrame,
    energy: dict[str, pd.DataFrame],
) -> pd.DataFrame:
    """Return the signals on which an enterprise is to be visited, with its id and the cells."""
    bounds = campaign.visits
    owners = ledger["lines"]["enterprise_code"].to_numpy()
    unit_energy = energy["unit_energy"]
    measured = unit_energy.assign(enterprise_code=owners[unit_energy["line_code"].to_numpy()])
    line_years = visits.comparable(measured)
    reported = with_cells(ledger, "false_returns", "matter").rename(
        columns={"source_cell": "cells"}
    )
    signals = visits.ranked(
        visits.meter_gaps(
            collected.electricity(ledger),
            collected.metered_electricity(ledger),
            year,
            bounds.meter_gap_percent,
        ),
        visits.peer_outliers(line_years, year, bounds.peer_z, bounds.least_peers),
        visits.year_jumps(line_years, year, bounds.year_jump_percent),
        visits.false_returns(reported, as_of),
        visits.overdue(found, as_of),
        weights={str(signal): weight for signal, weight in bounds.weights.items()},
    )
    if signals.empty:
        cited = signals
    else:
        cited = visits.cited(signals, _cells(ledger, energy["terms"], year))
    identified = enterprises["enterprise_id"].to_numpy()[cited["enterprise_code"].to_numpy()]
    cited.insert(0, "enterprise_id", pd.Series(identified, index=cited.index, dtype="str"))
    return cited


def _cells(ledger: Ledger, terms: pd.DataFrame, year: int) -> pd.DataFrame:
    """Return the cells behind output, electricity and metered amounts of the year and the one before.

    The electricity of a line may be its part of what is metered for several: `terms` tell.
    """
    energy, production = ledger["energy"], ledger["production"]
    used = energy[(energy["carrier"] == "electricity") & (energy["flow"] == "consumed")]
    parts = {
        "output": ("production", production, "output"),
        "electricity": ("energy", used, "amount"),
        "metered": ("metered_energy", ledger["metered_energy"], "amount"),
    }
    rows = []
    for measure, (table, frame, field) in parts.items():
        of_year = frame[frame["year"].isin([year - 1, year])]
        cells = ledger.cells(table, of_year["row"], field)
        named = of_year.reindex(columns=["enterprise_code", "line_code", "year"])
        rows.append(named.fillna({"line_code": -1}).assign(measure=measure, cell=cells))
    return pd.concat([*rows, _allocated(ledger, terms)], ignore_index=True).astype(
        {"line_code": "int32"}
    )


def _allocated(ledger: Ledger, terms: pd.DataFrame) -> pd.DataFrame:
    """Return the cells of electricity that a line has its part of."""
    used = terms[(terms["carrier"] == "electricity") & (terms["flow"] == "consumed")]
    owners = ledger["lines"]["enterprise_code"].to_numpy()
    shared = used[used["line_code"] >= 0]
    named = shared[["line_code", "year"]].rename_axis(None)
    return named.assign(
        enterprise_code=owners[shared["line_code"].to_numpy()],
        measure="electricity",
        cell=shared["source_cell"],
    )


def _false_returns(ledger: Ledger, as_of: dt.date) -> pd.DataFrame:
    """Return false returns as known on the day; what was concluded later was suspected still."""
    return _known(with_cells(ledger, "false_returns", "matter"), as_of)


@once_without_rows("reported")
def _known(reported: pd.DataFrame, as_of: dt.date) -> pd.DataFrame:
    known = reported[reported["found_on"] <= pd.Timestamp(as_of)]
    later = known["concluded_on"] > pd.Timestamp(as_of)
    told = known.assign(
        state=known["state"].astype("str").mask(later, "suspected"),
        proof=known["proof"].mask(later),
        concluded_on=known["concluded_on"].mask(later),
    )
    return plain(told.reset_index(drop=True))
