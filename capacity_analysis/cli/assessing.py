"""`assess`: from a ledger to a folder of tables and the workbook that departments work from."""
# ruff: noqa: D400, PLR0917 (a docstring is a command's help; typer passes options by name)

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from .editions import print_changes, read_ledger, without_gaps
from .options import (
    DEFAULT_CAMPAIGN,
    AsOf,
    CampaignName,
    EvidenceFolder,
    LedgerPath,
    Out,
    StandardsFolder,
    day,
)

if TYPE_CHECKING:
    import pandas as pd

    from ..assessment import Assessment
    from ..assessment.editions import Alternative
    from ..ledger import Ledger
    from ..standards import Standards

_CATALOGUE = "catalogue_entries"
# What another edition may turn; of the rest the workbook tells.
_TURNED = ("stricter_hit", "relieved", "newly_covered", "no_longer_covered", "not_checked")


def assess(
    ledger: LedgerPath,
    out: Out,
    as_of: AsOf = None,
    campaign: CampaignName = DEFAULT_CAMPAIGN,
    standards: StandardsFolder = None,
    evidence: EvidenceFolder = None,
    edition: Annotated[
        list[str] | None,
        typer.Option("--edition", metavar="DOC", help="另看换用这份文件会改变什么；可写几次。"),
    ] = None,
) -> None:  # fmt: skip
    """逐条线排查各项依据，提出处置建议：全部数据表，和一本分部门的处置台账。"""
    from .. import exploration
    from ..assessment import assess as judge
    from ..assessment import other_editions
    from ..campaign import Campaign
    from ..handover import BOOK, check_is_ours, hand_over
    from .standards import standards_for

    check_is_ours(out)
    plan, on = Campaign.load(campaign), day(as_of)
    store = standards_for(ledger, standards)
    energy, catalogues = _asked(store, plan.jurisdiction.chain, edition or [])
    read, warnings = read_ledger(ledger)
    assessment = judge(read, store, plan, on, warnings=warnings, evidence=evidence)
    if edition:
        changes = _energy(assessment, read, store, energy)
        entries = assessment["catalogue_editions"]
        entries = entries[entries["document_id"].isin(catalogues)]
        hand_over(assessment, out, editions=changes, catalogue_editions=entries)
    else:
        hand_over(assessment, out)
    _print(assessment)
    if energy:
        print_changes(exploration.in_words(other_editions.described(changes, store)))
    if catalogues:
        _print_entries(assessment, catalogues, entries)
    print(out / BOOK)


def _asked(
    store: Standards, chain: Sequence[str], documents: Sequence[str]
) -> tuple[list[Alternative], list[str]]:
    """Return the editions that were asked for: of energy levels, and of the catalogue."""
    from ..assessment import other_editions
    from ..assessment.editions import choices
    from ..errors import UsageError

    energy = [each.id for each in choices(store, chain)]
    catalogues = [each.id for each in store.documents if _CATALOGUE in each.tables]
    for document in documents:
        if document not in energy + catalogues:
            known = "、".join(energy + catalogues)
            raise UsageError(f"“{document}”不是可以换用的文件；可选：{known}。")
    asked = dict.fromkeys(documents)
    others = [
        other
        for document in asked
        if document in energy
        for other in other_editions.of_document(store, document, chain)
    ]
    return others, [document for document in asked if document in catalogues]


def _energy(
    assessment: Assessment, ledger: Ledger, store: Standards, others: Sequence[Alternative]
) -> pd.DataFrame:
    from ..assessment import other_editions

    if not others:
        return assessment["editions"].iloc[:0]
    return other_editions.under(assessment, ledger, store, others)


def _print(assessment: Assessment) -> None:
    """Print how many lines and other units get which suggestion, and what is still open."""
    decided = assessment["dispositions"]
    count = len(assessment["lines"])
    print(f"评定日{assessment.as_of}，评定年度{assessment.year}，生产线{count}条。")
    counts = decided["disposition"].value_counts()
    told = [
        f"{one.label}{counts[one.id]}" for one in assessment.campaign.dispositions
        if one.id in counts
    ]  # fmt: skip
    print(f"处置建议（由有权机关决定）：{'，'.join(told) or '无'}。")
    findings = assessment["findings"]["result"].value_counts()
    labels = {"hit": "有问题", "review": "待核", "undecided": "不能判定"}
    told = [f"{label}{findings.get(result, 0)}项" for result, label in labels.items()]
    print(f"排查结果：{'，'.join(told)}；逾期事项{len(assessment['overdue'])}件。")
    _print_exposure(assessment)


def _print_exposure(assessment: Assessment) -> None:
    """Print what the exits put at risk and what land comes free, without any number of a few."""
    from ..assessment.exposure_words import word

    cells = assessment["staff_cells"]
    whole = cells[
        (cells["scope"] == "district") & (cells["quarter"] == "") & (cells["route"] == "")
    ]
    loans = assessment["loan_exposure"]
    one_by_one = loans[(loans["scope"] == "exiting") & (loans["form"] == "detail")]
    land = assessment["land_totals"]
    areas = land[land["scope"] == "district"].groupby("category")["area_mu"].sum()
    told = [
        f"{word('category', category)}{areas[category]:.0f}亩"
        for category in ("freed", "idle", "suspected_idle", "inefficient")
        if category in areas
    ]
    staff = "职工人数不公开"
    if whole.empty:
        staff = "职工人数无数据"
    elif not whole["hidden"].any():
        staff = f"职工{whole['headcount'].sum()}人"
    balance = f"{one_by_one['balance_10k_cny'].sum():.0f}万元" if len(one_by_one) else "无数据"
    print(f"退出涉及：{staff}，逐笔贷款余额{balance}；土地：{'，'.join(told) or '无'}。")


def _print_entries(assessment: Assessment, documents: Sequence[str], table: pd.DataFrame) -> None:
    """Print the lines and devices that another edition of the catalogue would turn."""
    from ..assessment.finding_words import signed_verdict
    from ..assessment.wording import change_label
    from .printing import printable
    from .tables import print_table

    names = assessment["enterprises"].set_index("enterprise_id")["name"]
    for document in documents:
        lines = table[table["document_id"] == document]
        if lines.empty:
            print(f"{document}：不是当日目录的另一版，没有可以比较的。")
            continue
        counts = lines["change"].value_counts(sort=False)
        told = "，".join(f"{change_label(str(key))}{count}" for key, count in counts.items())
        print(printable(f"换用{lines['title'].iloc[0]}（{document}），列入淘汰类：{told}。"))
        turned = lines[
            lines["change"].isin(_TURNED) & (lines["result_now"] != lines["result_then"])
        ]
        rows = [
            (
                names[one["enterprise_id"]],
                one["line_id"],
                one["equipment_id"],
                signed_verdict("elimination_list", one["result_now"]),
                signed_verdict("elimination_list", one["result_then"]),
                change_label(one["change"]),
                one["changed_by"],
            )
            for one in without_gaps(turned)
        ]
        print_table(["企业", "生产线", "设备", "现行", "换用后", "变化", "由哪一行"], rows)
