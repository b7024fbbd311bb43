"""Lines under other documents than those of the day: what another edition or date would change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pandas as pd

from ..analysis import editions, findings
from ..analysis.levels import BELOW_BASELINE, OVER_LIMIT, Ground
from ..standards import Document, Standards
from .energy_law import GROUNDS, EnergyLaw, Tables


@dataclass(frozen=True)
class Alternative:
    """Levels on one ground that a line may be held against in place of those of the day.

    Attributes
    ----------
    id : str
        Id of the document whose levels they are, or the kind of table and the day (``@``).
    title : str
        What a page calls the document; empty for those of a day.
    day : date
        The day itself, or the one on which the document came into force.
    ground : Ground
        The ground.

    """

    id: str
    title: str
    day: dt.date
    ground: Ground

    @classmethod
    def of_day(cls, day: dt.date, ground: Ground) -> Alternative:
        """Return the levels that hold on a day."""
        return cls(f"{ground.kind}@{day}", "", day, ground)

    @classmethod
    def of_document(cls, document: Document, ground: Ground) -> Alternative:
        """Return the levels of a document of `choices`."""
        assert document.in_force is not None
        return cls(document.id, document.citation, document.in_force, ground)

    @property
    def is_document(self) -> bool:
        """Whether it is one document, and not whatever holds on a day."""
        return bool(self.title)


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
    found = [
        Alternative.of_document(document, BELOW_BASELINE)
        for document in choices(standards, chain, [BELOW_BASELINE])
        if not document.holds_on(as_of)
    ]
    days = [document.in_force for document in choices(standards, chain, [OVER_LIMIT])]
    last = max((day for day in days if day is not None), default=as_of)
    if last > as_of:
        found.append(Alternative.of_day(last, OVER_LIMIT))
    return found


def choices(
    standards: Standards, chain: Sequence[str], grounds: Sequence[Ground] = GROUNDS
) -> list[Document]:
    """Return the documents whose levels an existing line of an area may be held against.

    Parameters
    ----------
    standards : Standards
        The documents on file.
    chain : sequence of str
        GB/T 2260 codes, the county first.
    grounds : sequence of Ground, optional
        On which they have levels.

    Examples
    --------
    >>> chain = ["360404", "360400", "360000", "000000"]
    >>> [document.id for document in choices(Standards.load(), chain, [BELOW_BASELINE])]
    ['ndrc-2021-1609', 'ndrc-2023-723']

    """
    kinds = {ground.kind for ground in grounds}
    return [
        document
        for document in standards.documents
        if kinds & set(document.tables)
        and document.in_force is not None
        and document.jurisdiction in chain
        and document.applies_to in ("existing", "all")
    ]


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
        yield named(other, editions.compare(now[other.ground.id], then))


def named(other: Alternative, table: pd.DataFrame) -> pd.DataFrame:
    """Return what `editions.compare` gives, each row with the alternative it is about."""
    names = {"alternative": other.id, "title": other.title, "day": other.day.isoformat(),
             "ground": other.ground.id}  # fmt: skip
    columns = {key: pd.Series(text, index=table.index, dtype="str") for key, text in names.items()}
    for name in ("change", "tier_now", "tier_then"):
        table[name] = table[name].astype("str")
    return pd.concat([pd.DataFrame(columns, index=table.index), table], axis=1)


def _empty(now: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Return no rows in the shape of some: a ledger that no other edition concerns has the table too."""
    none = next(iter(now.values())).iloc[:0]
    return named(Alternative("", "", dt.date.min, BELOW_BASELINE), editions.compare(none, none))
