"""Phrases that several steps of an explanation share."""

from __future__ import annotations

from collections.abc import Iterator

from ..standards.labels import confidence_label
from ..text import _
from .facts import Citation, Lack, Place

Rows = Iterator[tuple[int, str]]


def confidence_name(confidence: str) -> str:
    """Return how far a number can be trusted, in words.

    Examples
    --------
    >>> confidence_name("recalled")
    '未经核对，待核'

    """
    return confidence_label(confidence) if confidence else "—"


def key_name(key: str) -> str:
    """Return what a key of allocation is called."""
    return {
        "output": _("按产量"),
        "capacity": _("按生产能力"),
        "own_energy": _("按各线自身能耗"),
        "shares": _("按申报比例"),
    }[key]


def citation(cited: Citation) -> str:
    """Return a row of a document in short: document, row, how sure."""
    return _("{document}行{row}，{confidence}").format(
        document=cited.document, row=cited.row_id, confidence=confidence_name(cited.confidence)
    )


def place(where: Place) -> str:
    """Return a cell and where its value came from."""
    return f"{where.cell} ← {where.origin}" if where.origin else where.cell


def corrections(where: Place) -> Rows:
    """Yield the corrections of a cell's row: old value, new value, reason, provider."""
    for one in where.corrections:
        told = _(
            "已更正：{place} {header}，原为“{old}”，更正为“{new}”（{cell}）；"
            "理由：{reason}；提供：{provider}，{day}"
        )
        yield (
            3,
            told.format(
                place=one.place,
                header=one.header,
                old=one.old,
                new=one.new,
                cell=one.cell,
                reason=one.reason or "—",
                provider=one.provider or "—",
                day=one.corrected_on or "—",
            ),
        )


def lack(one: Lack) -> str:
    """Return why there is no sure answer, and who supplies what is missing."""
    told = f"{one.label}（{one.carrier}）" if one.carrier else one.label
    return _("{reason}；由{department}提供").format(reason=told, department=one.department) \
        if one.department else told  # fmt: skip
