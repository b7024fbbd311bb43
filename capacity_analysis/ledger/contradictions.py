"""Rows that do not agree with the line they are about, or with what a blank cell would have said."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from .book import Book, Finding, where

_RUNNING = ("operating", "idle")
_NOT_RUNNING = ("announced", "construction", "cancelled")


def contradictions(book: Book) -> Iterator[Finding]:
    """Yield what deserves a second look because two cells can't both be right."""
    yield from _status_against_dates(book)
    yield from _output_of_lines_not_running(book)
    yield from _other_products(book)
    yield from _zero_energy(book)


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
