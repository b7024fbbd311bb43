"""Energy metered for several lines: its process, its allocation key, and the shares declared for it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from ..sheets.cells import hints
from ..text import _
from .book import Book, Finding, Flags, where

_SCOPE = ["enterprise_code", "year", "process"]  # which shares may serve a row of energy
_WHOLE = 100


def shared_energy(book: Book) -> Iterator[Finding]:
    """Yield what keeps energy metered above the line from being told of the right lines."""
    yield from _processes(book)
    yield from _unknown_processes(book)
    yield from _keys_of_lines(book)
    if not book.frames["shares"].empty:
        yield from _shares_not_whole(book)
        yield from _shares_of_other_processes(book)
    yield from _shares_without_their_other(book)


def _processes(book: Book) -> Iterator[Finding]:
    """Energy of a process names it, and other energy names none.

    A workbook of an earlier version has no column for the process: its lines can't be told.
    """
    if "process" not in book.columns["energy"]:
        return
    energy = book.frames["energy"]
    sound = book.sound("energy", "scope", "process")
    of_process, named = energy["scope"] == "process", energy["process"].notna()
    for at in where(sound & of_process & ~named):
        yield Finding("energy", at, "process", "process_missing")
    lost = (energy["scope"] == "line") & energy["line_id"].isna()  # reported as such
    for at in where(sound & ~of_process & named & ~lost):
        yield Finding("energy", at, "process", "process_without_scope")


def _unknown_processes(book: Book) -> Iterator[Finding]:
    """Yield the processes that no line of their enterprise belongs to, each once."""
    energy, lines = book.frames["energy"], book.frames["lines"]
    if not energy["process"].notna().any():
        return
    rows = energy[(energy["scope"] == "process") & energy["process"].notna()]
    rows = rows[rows["enterprise_code"] >= 0]
    unread = lines.loc[~book.sound("lines", "enterprise_id", "process"), "enterprise_code"]
    rows = rows[~rows["enterprise_code"].isin(unread)]
    if rows.empty:
        return
    keys = ["enterprise_code", "process"]
    lone = rows[~pd.MultiIndex.from_frame(rows[keys]).isin(pd.MultiIndex.from_frame(lines[keys]))]
    for (owner, process), same in lone.groupby(keys, sort=False):
        known = lines.loc[lines["enterprise_code"] == owner, "process"].dropna().unique()
        first, *others = same.index.tolist()
        details = {"near": hints(list(known))(str(process))}
        yield Finding("energy", first, "process", "process_unknown", details, tuple(others))


def _keys_of_lines(book: Book) -> Iterator[Finding]:
    energy = book.frames["energy"]
    of_line = (energy["scope"] == "line") & energy["line_id"].notna()
    for at in where(of_line & energy["allocation_key"].notna() & book.sound("energy", "scope")):
        yield Finding("energy", at, "allocation_key", "allocation_on_line")


def _told(book: Book) -> pd.DataFrame:
    """Return the shares whose scope can be read, of a known enterprise and line."""
    shares = book.frames["shares"]
    told = book.sound("shares", *book.registry.tables["shares"].fields)
    told &= (shares["enterprise_code"] >= 0).to_numpy() & (shares["line_code"] >= 0).to_numpy()
    return shares[told]


def _shares_not_whole(book: Book) -> Iterator[Finding]:
    """Yield the first row of each scope, year and carrier whose shares don't make a whole.

    Where some share of an enterprise can't be read, nothing is said of its others.
    """
    shares, told = book.frames["shares"], _told(book)
    unread = shares.loc[shares.index.difference(told.index), "enterprise_code"]
    told = told[~told["enterprise_code"].isin(unread)]
    groups = told.groupby([*_SCOPE, "carrier"], dropna=False, observed=True, sort=False)
    totals = groups["share_percent"].transform("sum")
    off = (totals - _WHOLE).abs() > book.registry.plausibility.shares_off_whole + 1e-9
    for at in told.index[off & (groups.cumcount() == 0)].tolist():
        details = {"total": f"{totals[at]:,.10g}"}
        yield Finding("shares", at, "share_percent", "shares_not_whole", details)


def _shares_of_other_processes(book: Book) -> Iterator[Finding]:
    shares, own = book.frames["shares"], book.of_line("shares", "process")
    named = shares["process"].notna() & (shares["line_code"] >= 0)
    for at in where(named & (own.isna() | (own != shares["process"]).fillna(True))):
        process = own.iloc[at]
        told = _("没有填写") if pd.isna(process) else _("是“{process}”").format(process=process)
        details = {"own": told, "process": shares["process"].iloc[at]}
        yield Finding("shares", at, "line_id", "share_of_other_process", details)


def _shares_without_their_other(book: Book) -> Iterator[Finding]:
    """Yield energy that is to be shared out by shares that nobody declared, and idle shares."""
    energy, shares = book.frames["energy"], book.frames["shares"]
    if shares.empty and not energy["allocation_key"].notna().any():
        return
    asking = energy[(energy["allocation_key"] == "shares") & (energy["scope"] != "line")]
    asking = asking[(asking["enterprise_code"] >= 0) & asking["year"].notna()]
    if asking.empty and shares.empty:
        return
    told = _told(book)
    # Shares of no carrier in particular serve every carrier.
    general = told[told["carrier"].isna()]
    served = _among(asking, told, [*_SCOPE, "carrier"]) | _among(asking, general, _SCOPE)
    sheet = book.registry.tables["shares"].sheet
    unread = shares.loc[shares.index.difference(told.index), "enterprise_code"]
    unsure = asking["enterprise_code"].isin(unread).to_numpy()
    for at in asking.index[~served & ~unsure].tolist():
        yield Finding("energy", at, "allocation_key", "shares_missing", {"table_sheet": sheet})
    of_all = told["carrier"].isna().to_numpy()
    used = _among(told, asking, [*_SCOPE, "carrier"]) | (of_all & _among(told, asking, _SCOPE))
    for at in told.index[~used].tolist():
        yield Finding("shares", at, "line_id", "shares_unused")


def _among(rows: pd.DataFrame, others: pd.DataFrame, keys: list[str]) -> Flags:
    """Return the rows whose keys, blank ones included, stand in other rows too."""
    mine, theirs = (
        pd.MultiIndex.from_frame(frame[keys].astype("object").fillna(""))
        for frame in (rows, others)
    )
    return np.asarray(mine.isin(theirs), dtype=np.bool_)
