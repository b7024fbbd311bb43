"""Lines under other documents than those of the day: what another edition or date would change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from ..analysis import editions, findings
from ..analysis.levels import BELOW_BASELINE, OVER_LIMIT, Ground
from ..standards import Standards
from .energy_law import EnergyLaw, Tables


@dataclass(frozen=True)
class Alternative:
    """Levels of another day on one ground, by what a page calls them."""

    id: str
    title: str
    day: dt.date
    ground: Ground


def alternatives(standards: Standards, as_of: dt.date, chain: Sequence[str]) -> list[Alternative]:
    """Return what a ledger is held against besides the documents of the day.

    Each edition of the benchmark levels that does not hold on the day, on the day it began to; and
    the limits as they will be, or were, when the last document on file came into force.

    Examples
    --------
    >>> chain = ["360404", "360400", "360000", "000000"]
    >>> [one.id for one in alternatives(Standards.load(), dt.date(2022, 9, 10), chain)]
    ['ndrc-2023-723', 'energy_limits@2026-08-01']

    """
    found = []
    for document in standards.documents:
        known = document.in_force is not None and document.jurisdiction in chain
        if known and BELOW_BASELINE.kind in document.tables and not document.holds_on(as_of):
            found.append(_of_document(document.id, document.citation, document.in_force))
    days = [
        document.in_force
        for document in standards.documents
        if OVER_LIMIT.kind in document.tables and document.jurisdiction in chain
    ]
    last = max((day for day in days if day is not None), default=as_of)
    if last > as_of:
        found.append(Alternative(f"{OVER_LIMIT.kind}@{last}", "", last, OVER_LIMIT))
    return found


def _of_document(document_id: str, citation: str, day: dt.date | None) -> Alternative:
    return Alternative(document_id, citation, day or dt.date.min, BELOW_BASELINE)


def compared(
    laws: Sequence[tuple[Alternative, EnergyLaw]],
    now: dict[str, pd.DataFrame],
    tables: Tables,
    measured: pd.DataFrame,
) -> pd.DataFrame:
    """Return every line under each alternative: `alternative`, `title`, `day`, `ground` and `editions.compare`."""
    return pd.concat([_empty(now), *_parts(laws, now, tables, measured)], ignore_index=True)


def _parts(
    laws: Sequence[tuple[Alternative, EnergyLaw]],
    now: dict[str, pd.DataFrame],
    tables: Tables,
    measured: pd.DataFrame,
) -> Iterator[pd.DataFrame]:
    for other, law in laws:
        then = findings.combined(law.rows(other.ground, tables, measured))
        yield _named(other, editions.compare(now[other.ground.id], then))


def _named(other: Alternative, table: pd.DataFrame) -> pd.DataFrame:
    names = {"alternative": other.id, "title": other.title, "day": other.day.isoformat(),
             "ground": other.ground.id}  # fmt: skip
    columns = {key: pd.Series(text, index=table.index, dtype="str") for key, text in names.items()}
    for name in ("change", "tier_now", "tier_then"):
        table[name] = table[name].astype("str")
    return pd.concat([pd.DataFrame(columns, index=table.index), table], axis=1)


def _empty(now: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Return no rows in the shape of some: a ledger that no other edition concerns has the table too."""
    none = next(iter(now.values())).iloc[:0]
    return _named(Alternative("", "", dt.date.min, BELOW_BASELINE), editions.compare(none, none))
