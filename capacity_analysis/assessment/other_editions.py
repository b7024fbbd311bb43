"""A ledger assessed once more, under the levels of another document or of another day.

Nothing but the levels changes: the year assessed, the coefficients and all documents of other kinds
stay as they are on the day.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from ..analysis import editions, findings
from ..analysis.levels import BELOW_BASELINE, OVER_LIMIT, Ground
from ..errors import UsageError
from ..ledger import Ledger
from ..standards import Document, NoDocumentInForce, Standards
from ..text import _
from .build import assess, contested_electricity
from .editions import Alternative, choices, named
from .energy import tables_of, with_names
from .energy_law import GROUNDS, EnergyLaw
from .model import Assessment

# The table of an assessment that holds the verdicts of a ground.
_VERDICTS = {BELOW_BASELINE.id: "gaps", OVER_LIMIT.id: "limits"}
_CHANGED = ("stricter_hit", "relieved", "newly_covered", "no_longer_covered")


def of_document(
    standards: Standards,
    document_id: str,
    chain: Sequence[str],
    grounds: Sequence[Ground] = GROUNDS,
) -> list[Alternative]:
    """Return the levels of one document, on each ground that it has some for.

    Raises
    ------
    UsageError
        If the document is not on file, or has no level for an existing line of the area; the
        message names those that have.

    Examples
    --------
    >>> chain = ["360404", "360400", "360000", "000000"]
    >>> [other.ground.id for other in of_document(Standards.load(), "gb-16780-2021", chain)]
    ['over_limit']

    """
    known = choices(standards, chain, grounds)
    for document in known:
        if document.id == document_id:
            having = [ground for ground in grounds if ground.kind in document.tables]
            return [Alternative.of_document(document, ground) for ground in having]
    message = _("“{name}”不是可以换用的能效水平或能耗限额文件；可选：{known}。")
    names = "、".join(document.id for document in known) or _("无")
    raise UsageError(message.format(name=document_id, known=names))


def of_day(
    standards: Standards,
    day: dt.date,
    chain: Sequence[str],
    grounds: Sequence[Ground] = GROUNDS,
) -> tuple[list[Alternative], list[str]]:
    """Return the levels that hold on a day, and what the store has no document for on it.

    Raises
    ------
    UsageError
        If no document holds on the day on any of the grounds.

    Examples
    --------
    >>> found, absences = of_day(Standards.load(), dt.date(2018, 1, 1), ["000000"])
    >>> [other.id for other in found], len(absences)
    (['energy_limits@2018-01-01'], 1)

    """
    found, absences = [], []
    for ground in grounds:
        try:
            standards.rows_in_force(ground.kind, day, chain)
        except NoDocumentInForce as absence:
            absences.append(str(absence))
        else:
            found.append(Alternative.of_day(day, ground))
    if not found:
        raise UsageError("\n".join(absences))
    return found, absences


def assessed_under(
    assessment: Assessment, ledger: Ledger, standards: Standards, other: Alternative
) -> Assessment:
    """Assess a ledger as if other levels held on the day.

    A document takes the place of the editions of its own series and area. The levels of a day take
    the place of all levels on their ground.

    Parameters
    ----------
    assessment : Assessment
        The ledger under the documents of the day.
    ledger : Ledger
        The ledger.
    standards : Standards
        What `assessment` rests on.
    other : Alternative
        What `of_document`, `of_day` or `editions.alternatives` gives.

    """
    store = _store_under(assessment, standards, other)
    return assess(
        ledger, store, assessment.campaign, assessment.as_of, warnings=assessment.warnings
    )


def _store_under(assessment: Assessment, standards: Standards, other: Alternative) -> Standards:
    """Return the documents with other levels in force on the day assessed."""
    chain, as_of = assessment.campaign.jurisdiction.chain, assessment.as_of
    kind = other.ground.kind
    if other.is_document:
        document = standards.document(other.id)
        family = [each for each in standards.documents if _are_editions(each, document)]
        held = {other.id}
    else:
        family = [each for each in standards.documents if kind in each.tables]
        held = {each.id for each in standards.rows_in_force(kind, other.day, chain).documents}
    moved = {each.id: _moved(each, as_of if each.id in held else None) for each in family}
    documents = tuple(moved.get(each.id, each) for each in standards.documents)
    digest = hashlib.sha256(f"{standards.digest} {other.id} {as_of}".encode()).hexdigest()
    return replace(standards, documents=documents, digest=digest)


def compared(now: Assessment, then: Assessment, other: Alternative) -> pd.DataFrame:
    """Compare the verdicts of two assessments of one ledger, line by line.

    Parameters
    ----------
    now, then : Assessment
        Before and after.
    other : Alternative
        What `then` was assessed under; its ground is the one that is compared.

    Returns
    -------
    DataFrame
        The columns of the table ``editions`` of an assessment (see `analysis.editions.compare`).

    """
    return _compared(now, then[_VERDICTS[other.ground.id]], other)


def _compared(now: Assessment, then: pd.DataFrame, other: Alternative) -> pd.DataFrame:
    found = named(other, editions.compare(now[_VERDICTS[other.ground.id]], then))
    return with_names(found, now["lines"])


def under(
    assessment: Assessment, ledger: Ledger, standards: Standards, others: Sequence[Alternative]
) -> pd.DataFrame:
    """Return every line under each of some alternatives, beside its verdict on the day.

    Parameters
    ----------
    assessment, ledger, standards
        As for `assessed_under`.
    others : sequence of Alternative
        At least one.

    Returns
    -------
    DataFrame
        As `compared` returns it, one alternative after the other.

    Examples
    --------
    >>> from capacity_analysis import paths, read_ledger
    >>> standards, ledger = Standards.load(), read_ledger(paths.sample_ledger())
    >>> now = assess(ledger, standards)
    >>> others = of_document(standards, "ndrc-2023-723", now.campaign.jurisdiction.chain)
    >>> found = under(now, ledger, standards, others)
    >>> found["alternative"].unique().tolist(), len(found) == len(now["lines"])
    (['ndrc-2023-723'], True)

    """
    parts = [
        _compared(assessment, _verdicts(assessment, ledger, standards, other), other)
        for other in others
    ]
    return pd.concat(parts, ignore_index=True)


def _verdicts(
    assessment: Assessment, ledger: Ledger, standards: Standards, other: Alternative
) -> pd.DataFrame:
    """Return the verdicts of `assessed_under` on the ground of the alternative, and nothing else."""
    campaign = assessment.campaign
    store = _store_under(assessment, standards, other)
    law = EnergyLaw.on(store, assessment.as_of, campaign.jurisdiction.chain)
    tables = tables_of(ledger, assessment["lines"])
    measured = law.measured(tables, law.allocated(tables), contested_electricity(ledger, campaign))
    return findings.combined(law.rows(other.ground, tables, measured))


def changed(table: pd.DataFrame) -> pd.DataFrame:
    """Return the lines whose verdict would be another, or might be once a row is checked.

    Parameters
    ----------
    table : DataFrame
        What `under` returns.

    Returns
    -------
    DataFrame
        Lines with another verdict because a level turns it, covers them newly or no longer; and, of
        those that are not checked, the ones that stand in another tier. In the order of
        `analysis.editions.CHANGES`.

    Examples
    --------
    >>> table = pd.DataFrame({"change": ["same", "not_checked", "not_checked", "relieved"],
    ...     "result_now": ["hit", "clear", "clear", "hit"],
    ...     "result_then": ["hit", "review", "review", "clear"],
    ...     "tier_now": ["below", "baseline", "baseline", "below"],
    ...     "tier_then": ["below", "below", "baseline", "baseline"]})
    >>> changed(table)["change"].tolist()
    ['relieved', 'not_checked']

    """
    turned = table["change"].isin(_CHANGED) & (table["result_now"] != table["result_then"])
    other_tier = table["tier_now"].fillna("") != table["tier_then"].fillna("")
    found = table[turned | ((table["change"] == "not_checked") & other_tier)]
    order = found["change"].map({change: place for place, change in enumerate(editions.CHANGES)})
    return found.loc[order.sort_values(kind="stable").index]


def described(table: pd.DataFrame, standards: Standards) -> pd.DataFrame:
    """Add what the governing rows measure: `indicator` and `unit`, each with ``_now`` and ``_then``.

    Parameters
    ----------
    table : DataFrame
        What `under` returns.
    standards : Standards
        The documents that its rows stand in.

    Returns
    -------
    DataFrame
        The table with four more columns; missing where no row governs. The indicator is the one
        that the document names.

    """
    rows = pd.DataFrame(
        [
            (document.id, row["row_id"], row["indicator_zh"], row["unit"])
            for document in standards.documents
            for ground in GROUNDS
            for row in document.rows(ground.kind)
        ],
        columns=["document_id", "row_id", "indicator", "unit"],
        dtype="str",
    ).set_index(["document_id", "row_id"])
    for side in ("now", "then"):
        governing = pd.MultiIndex.from_frame(table[[f"document_id_{side}", f"row_id_{side}"]])
        for name in rows.columns:
            table = table.assign(**{f"{name}_{side}": rows[name].reindex(governing).array})
    return table


def _are_editions(one: Document, other: Document) -> bool:
    return (one.series, one.jurisdiction) == (other.series, other.jurisdiction)


def _moved(document: Document, start: dt.date | None) -> Document:
    """Return a document that holds from a day on, or never."""
    return document.model_copy(update={"in_force": start, "in_force_until": None})
