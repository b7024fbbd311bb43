"""Land of a ledger: which parcels are idle, inefficient or freed, and what can become of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..analysis import findings
from ..analysis.land import idle, parcels
from ..analysis.land.distinct import DOCUMENT, Parcels, distinct
from ..analysis.land.parameters import Law, law_of
from ..campaign import Campaign
from ..ledger import Ledger
from ..ledger.boundaries import geometries
from ..standards import NoDocumentInForce, Standards

GROUND = "idle_land"
# The cell that the finding of a parcel rests on: the first of these that is told.
_CELLS = ("idle_finding", "suspended_on", "agreed_start_on")


def tables(
    ledger: Ledger,
    standards: Standards,
    campaign: Campaign,
    *,
    as_of: dt.date,
    lines: pd.DataFrame,
    enterprises: pd.DataFrame,
    judged: dict[str, pd.DataFrame],
) -> dict[str, pd.DataFrame]:
    """Return the tables `parcels`, `parcel_boundaries`, `parcel_criteria` and `land_totals`.

    Parameters
    ----------
    ledger, standards, campaign
        What is assessed, by what law, and what the plan says of land.
    as_of : date
        The day.
    lines, enterprises : DataFrame
        Those of the assessment, in the order of their codes.
    judged : dict of str to DataFrame
        `dispositions`, `enterprise_dispositions` and `legal_steps` (`grounds.judge`).

    """
    if ledger["parcels"].empty:
        return parcels.no_tables()
    held = _distinct(ledger, as_of, "parcel_no")
    exits = parcels.Exits(
        judged["dispositions"],
        judged["enterprise_dispositions"],
        judged["legal_steps"],
        [one.id for one in campaign.dispositions if one.done],
    )
    return parcels.assess(
        held,
        _outlines(ledger, held),
        roster=parcels.Roster(enterprises, _in_operation(lines, len(enterprises))),
        exits=exits,
        law=_law(standards, campaign, "land_parameters", as_of),
        enforcement=_law(standards, campaign, "enforcement_rules", as_of),
        settings=campaign.land,
        as_of=as_of,
    )


def idle_findings(
    ledger: Ledger, standards: Standards, campaign: Campaign, *, as_of: dt.date
) -> pd.DataFrame:
    """Return the findings on the ground of idle land (`analysis.land.idle.findings`).

    They are in the shape of `analysis.findings.in_shape`, without what a hit leads to; none where the
    plan doesn't name the ground.
    """
    if ledger["parcels"].empty or campaign.ground(GROUND) is None:
        return findings.in_shape(pd.DataFrame({"ground": pd.Series([], dtype="str")}))
    held = _distinct(ledger, as_of, *_CELLS)
    law = _law(standards, campaign, "land_parameters", as_of)
    told = idle.idle(held.table, law, as_of)
    return findings.in_shape(idle.findings(held.table, told, law))


def _law(standards: Standards, campaign: Campaign, kind: str, as_of: dt.date) -> Law:
    chain = campaign.jurisdiction.chain
    try:
        rows = standards.rows_in_force(kind, as_of, chain).table
    except NoDocumentInForce:
        return Law()
    return law_of(rows[rows["binding"]], chain)


def _distinct(ledger: Ledger, as_of: dt.date, *fields: str) -> Parcels:
    """Return the parcels with the cell of the first of the fields that is told, else of the last.

    What the authority found after the day is not known on it.
    """
    roster, rows = ledger["enterprises"], ledger["parcels"]
    later = rows["idle_found_on"] > pd.Timestamp(as_of)
    known = rows.assign(**{name: rows[name].mask(later) for name in ("idle_finding", DOCUMENT)})
    held = distinct(known, roster["employees"], roster["industry_code"].str[:2])
    table = held.table
    cells = ledger.cells("parcels", table["row"], fields[-1])
    for field in reversed(fields[:-1]):
        told = table[field].notna()
        cells = cells.mask(told, ledger.cells("parcels", table["row"], field))
    return replace(held, table=table.assign(source_cell=cells.astype("str")))


def _outlines(ledger: Ledger, held: Parcels) -> pd.DataFrame:
    """Return one outline for each parcel: that of the enterprise that leads, else of another user.

    One that can be used goes before one that cannot, and that before none.
    """
    rows, at = ledger["parcels"], held.user_parcel
    found = geometries(rows)
    shared = np.bincount(at)[at] > 1
    user = np.zeros(len(rows), dtype=np.int64)
    user[shared] = pd.factorize(rows.loc[shared, "enterprise_id"], sort=True)[0]
    follows = ~np.isin(rows["row"].to_numpy(), held.table["row"].to_numpy())
    bare = rows["boundary"].isna().to_numpy()
    order = np.lexsort((user, follows, bare, found["geometry"].isna().to_numpy(), at))
    first = np.ones(len(order), dtype=bool)
    first[1:] = np.diff(at[order]) > 0
    return found.iloc[order[first]].reset_index(drop=True)


def _in_operation(lines: pd.DataFrame, size: int) -> npt.NDArray[np.bool_]:
    """Return which enterprises are in operation: all but those whose every line is out of it."""
    owner = lines["enterprise_code"].to_numpy()
    runs = lines["out_of_operation"].isna().to_numpy()
    lines_of = np.bincount(owner, minlength=size)
    running = np.bincount(owner[runs], minlength=size)
    found: npt.NDArray[np.bool_] = (lines_of == 0) | (running > 0)
    return found
