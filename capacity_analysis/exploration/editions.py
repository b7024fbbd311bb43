"""Which edition: what other levels would change, by which row, and what nobody has checked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from ..analysis.editions import CHANGES
from ..assessment import editions, other_editions
from ..assessment.energy_law import GROUNDS
from ..assessment.wording import change_label, ground_label, verdict_label
from ..sections.labels import confidence_label, reason_label
from ..standards import NoDocumentInForce, Row, compare
from ..text import _
from ..vocabulary import unit_name
from .desk import Desk, as_day, headed

_SIDES = ("now", "then")
_LABELS: Mapping[str, Callable[[str], str]] = {
    "reason": reason_label,
    "confidence": confidence_label,
    "unit": unit_name,
}


def documents(desk: Desk) -> pd.DataFrame:
    """Return the documents that can be chosen, with their dates.

    Examples
    --------
    >>> from capacity_analysis.exploration import open_desk
    >>> documents(open_desk()).columns.tolist()
    ['代号', '文件', '依据', '施行', '截止', '评定日是否有效']

    """
    assessment = desk.assessment
    found = editions.choices(desk.standards, assessment.campaign.jurisdiction.chain)
    rows = [
        (
            document.id,
            document.citation,
            ground_label(ground.id),
            str(document.in_force),
            str(document.in_force_until or "—"),
            _("是") if document.holds_on(assessment.as_of) else _("否"),
        )
        for ground in GROUNDS
        for document in found
        if ground.kind in document.tables
    ]
    headings = [_("代号"), _("文件"), _("依据"), _("施行"), _("截止"), _("评定日是否有效")]
    return pd.DataFrame(rows, columns=headings)


def held_on(desk: Desk, on: str | None = None) -> pd.DataFrame:
    """Return the documents whose levels hold on a day, or that none is on file for it.

    Parameters
    ----------
    desk : Desk
        What was opened.
    on : str, optional
        The day (ISO); the day assessed by default.

    Examples
    --------
    >>> from capacity_analysis.exploration import open_desk
    >>> held_on(open_desk(), "2018-01-01")["施行"].tolist()[0]
    '—'

    """
    chain = desk.assessment.campaign.jurisdiction.chain
    day = as_day(on) if on else desk.assessment.as_of
    rows: list[tuple[str, str, str]] = []
    for ground in GROUNDS:
        try:
            found = desk.standards.rows_in_force(ground.kind, day, chain).documents
        except NoDocumentInForce as absence:
            rows.append((ground_label(ground.id), str(absence), "—"))
        else:
            rows += [(ground_label(ground.id), each.citation, str(each.in_force)) for each in found]
    return pd.DataFrame(rows, columns=[_("依据"), _("文件"), _("施行")])


def counts(compared: pd.DataFrame) -> pd.DataFrame:
    """Return how many lines there are of each change, by alternative and ground.

    Parameters
    ----------
    compared : DataFrame
        What `Desk.under` returns.

    """
    wide = compared.pivot_table(
        index=["alternative", "ground"], columns="change", values="line_code", aggfunc="count",
        fill_value=0, sort=False,
    ).reindex(columns=list(CHANGES), fill_value=0)  # fmt: skip
    wide = wide.reset_index().assign(ground=lambda table: table["ground"].map(ground_label))
    changes = {change: change_label(change) for change in CHANGES}
    return headed(wide, {"alternative": _("换用"), "ground": _("依据")} | changes)


def changed_lines(compared: pd.DataFrame) -> pd.DataFrame:
    """Return the lines whose verdict would be another, with the row that makes it so.

    Lines that are not checked are left to `not_checked`.

    Parameters
    ----------
    compared : DataFrame
        What `Desk.under` returns.

    """
    found = other_editions.changed(compared)
    return _side_by_side(found[found["change"] != "not_checked"])


def not_checked(compared: pd.DataFrame) -> pd.DataFrame:
    """Return the lines of which nothing can be said: a row is carried over, recalled or open.

    Parameters
    ----------
    compared : DataFrame
        What `Desk.under` returns.

    """
    return _side_by_side(compared[compared["change"] == "not_checked"])


def all_lines(compared: pd.DataFrame) -> pd.DataFrame:
    """Return every line, before and after, with all that identifies it and the rows.

    Parameters
    ----------
    compared : DataFrame
        What `Desk.under` returns.

    """
    return _side_by_side(compared, whole=True)


def in_words(compared: pd.DataFrame) -> pd.DataFrame:
    """Add words for the ids: `change_label`, `ground_label` and, by side, those of the verdict.

    Parameters
    ----------
    compared : DataFrame
        What `Desk.under` returns.

    Returns
    -------
    DataFrame
        The table with `result_label`, `reason_label`, `confidence_label` and `unit_label` too, each
        with ``_now`` and ``_then``.

    """
    words: dict[str, Any] = {
        "change_label": compared["change"].map(change_label),
        "ground_label": compared["ground"].map(ground_label),
    }
    for side in _SIDES:
        pairs = zip(compared["ground"], compared[f"result_{side}"], strict=True)
        said = [verdict_label(*pair) for pair in pairs]
        words[f"result_label_{side}"] = pd.Series(said, index=compared.index, dtype="str")
        words |= {
            f"{name}_label_{side}": compared[f"{name}_{side}"].map(label, na_action="ignore")
            for name, label in _LABELS.items()
        }
    return compared.assign(**words)


def _side_by_side(compared: pd.DataFrame, *, whole: bool = False) -> pd.DataFrame:
    """Return the lines under headings; the whole of what is known is too wide for a screen."""
    more = {
        "enterprise_id": _("企业编号"), "industry": _("行业"), "alternative": _("换用"),
        "title": _("换用的文件"), "day": _("施行日或换用日"),
    }  # fmt: skip
    headings = {
        "enterprise_name": _("企业"), "line_id": _("生产线"), **(more if whole else {}),
        "ground_label": _("依据"), "change_label": _("变化"), "changed_by": _("由哪一行"),
    }  # fmt: skip
    more_by_side = {"document_id": _("文件"), "indicator": _("指标")}
    by_side = {
        "result_label": _("结论"), "measured": _("单位能耗"), "threshold": _("界限"),
        "unit_label": _("单位"), **(more_by_side if whole else {}), "row_id": _("行号"),
        "confidence_label": _("可信程度"), "reason_label": _("原因"),
    }  # fmt: skip
    for side, of_side in zip(_SIDES, (_("现行{what}"), _("换用后{what}")), strict=True):
        headings |= {f"{name}_{side}": of_side.format(what=what) for name, what in by_side.items()}
    return headed(in_words(compared), headings)


def differences(desk: Desk, old: str, new: str) -> pd.DataFrame:
    """Return what became of each level from one document to another.

    Parameters
    ----------
    desk : Desk
        What was opened.
    old, new : str
        Ids of two documents with levels of one kind.

    Returns
    -------
    DataFrame
        By row: what it is about, its levels before and after, and the change; a row that nobody
        has checked on either side is 未核对, whatever its numbers.

    Raises
    ------
    UsageError
        If there is no such document, or the two have no table of one kind.

    Examples
    --------
    >>> from capacity_analysis.exploration import open_desk
    >>> found = differences(open_desk(), "ndrc-2021-1609", "ndrc-2023-723")
    >>> found.groupby("变化").size().index.sort_values().tolist()
    ['改变', '新增', '未核对', '相同']

    """
    changes = {
        "same": _("相同"),
        "changed": _("改变"),
        "added": _("新增"),
        "removed": _("删去"),
        "not_checked": _("未核对"),
    }
    found = compare(desk.standards.document(old), desk.standards.document(new))
    kinds = {ground.kind for ground in GROUNDS}
    rows = [
        (_about(each.new or each.old), changes[each.change],
         _row(each.old), _levels(each.old), _sure(each.old),
         _row(each.new), _levels(each.new), _sure(each.new))
        for each in found
        if each.kind in kinds
    ]  # fmt: skip
    headings = [
        _("产品和指标"), _("变化"), _("旧行"), _("旧数值"), _("旧可信程度"), _("新行"),
        _("新数值"), _("新可信程度"),
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=headings, dtype="str")


def _about(row: Row | None) -> str:
    words = ("product", "process_or_grade", "indicator_zh")
    return "，".join(str(row[word]) for word in words if row and row[word])


def _row(row: Row | None) -> str:
    return str(row["row_id"]) if row else "—"


def _levels(row: Row | None) -> str:
    """Return the levels of a row as its document has them, best first."""
    if row is None:
        return "—"
    places = (place for ground in GROUNDS for place in ground.levels if place in row)
    values = [row[place] for place in places]
    told = "／".join("—" if value is None else f"{value:.12g}" for value in values)
    return f"{told} {unit_name(str(row['unit']))}"


def _sure(row: Row | None) -> str:
    return confidence_label(str(row["confidence"])) if row else "—"
