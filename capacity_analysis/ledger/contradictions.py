"""Rows that do not agree with the line they are about, or with what a blank cell would have said."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from .. import units
from .book import Book, Finding, where

_RUNNING = ("operating", "idle")
_NOT_RUNNING = ("announced", "construction", "cancelled")


def contradictions(book: Book) -> Iterator[Finding]:
    """Yield what deserves a second look because two cells can't both be right."""
    yield from _status_against_dates(book)
    yield from _output_of_lines_not_running(book)
    yield from _other_products(book)
    yield from _zero_energy(book)
    yield from _tax_over_revenue(book)
    yield from _land_unlike_parcels(book)


def _status_against_dates(book: Book) -> Iterator[Finding]:
    """Yield the lines that run, or are only idle, and retired before the data end."""
    if book.data_as_of is None:
        return
    lines, labels = book.frames["lines"], book.registry.tables["lines"].fields["status"].labels
    gone = lines["retired_on"] < pd.Timestamp(book.data_as_of)
    gone &= ~(lines["retired_on"] < lines["started_on"])  # reported as such
    for at in where(gone & lines["status"].isin(_RUNNING)):
        details = {
            "date": lines["retired_on"].iloc[at].date(),
            "as_of": book.data_as_of,
            "status": labels[str(lines["status"].iloc[at])],
        }
        yield Finding("lines", at, "status", "status_against_dates", details)


def _output_of_lines_not_running(book: Book) -> Iterator[Finding]:
    production = book.frames["production"]
    labels = book.registry.tables["lines"].fields["status"].labels
    status = book.of_line("production", "status")
    for at in where(status.isin(_NOT_RUNNING) & (production["output"] > 0)):
        details = {"status": labels[str(status.iloc[at])]}
        yield Finding("production", at, "output", "output_of_line_not_running", details)


def _other_products(book: Book) -> Iterator[Finding]:
    made = book.frames["production"]["product_id"].astype("object")
    main = book.of_line("production", "product_id").astype("object")
    labels = book.registry.tables["lines"].fields["product_id"].labels
    for at in where(made.notna() & main.notna() & (made != main)):
        details = {"product": labels[str(main.iloc[at])]}
        yield Finding("production", at, "product_id", "product_differs", details)


def _zero_energy(book: Book) -> Iterator[Finding]:
    energy = book.frames["energy"]
    for at in where((energy["flow"] == "consumed") & (energy["amount"] == 0)):
        yield Finding("energy", at, "amount", "zero_energy")


def _tax_over_revenue(book: Book) -> Iterator[Finding]:
    enterprises = book.frames["enterprises"]
    revenue = enterprises["revenue_10k_cny"]
    for at in where(enterprises["tax_10k_cny"] > revenue):
        details = {"revenue": f"{revenue.iloc[at]:,g}"}
        yield Finding("enterprises", at, "tax_10k_cny", "tax_over_revenue", details)


def _land_unlike_parcels(book: Book) -> Iterator[Finding]:
    """Yield areas that differ from the sum of the enterprise's parcels as square metres from 亩 do."""
    enterprises, parcels = book.frames["enterprises"], book.frames["parcels"]
    if parcels.empty:
        return
    owners = parcels["enterprise_code"].to_numpy()
    known = owners >= 0
    size = parcels["area_quantity"].to_numpy() / float(units.factor("亩", "m2"))
    area = np.bincount(owners[known], weights=size[known], minlength=len(enterprises))
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = enterprises["land_area_mu"].to_numpy() / area
        ratio = np.maximum(ratio, 1 / ratio)
    for at in where(np.isfinite(ratio) & (ratio > book.registry.plausibility.land_to_parcels)):
        details = {"area": f"{area[at]:,.1f}", "ratio": f"{ratio[at]:,.0f}"}
        yield Finding("enterprises", at, "land_area_mu", "land_unlike_parcels", details)
