"""The workbook that departments work from: register, findings, worklists, notices, progress."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from ..assessment import Assessment
from ..ledger import registry
from ..sheets.writing import new_workbook
from ..text import _
from . import credit, findings, following, land, people, register, worklists
from .editions import editions as compared
from .sheet import Sheet, Writer, named_sheets
from .words import Words


def write_book(
    assessment: Assessment,
    path: str | Path,
    *,
    editions: pd.DataFrame | None = None,
    catalogue_editions: pd.DataFrame | None = None,
) -> None:
    """Write the workbook of an assessment.

    The same assessment gives the same bytes. Texts stay texts: none becomes a formula or a link.

    Parameters
    ----------
    assessment : Assessment
        What the sheets show.
    path : str or Path
        The workbook to write (.xlsx).
    editions, catalogue_editions : DataFrame, optional
        As for `hand_over`.

    Raises
    ------
    InputError
        If a text is longer than a cell can hold: it is never cut.

    """
    told = Words(assessment)
    energy = assessment["editions"] if editions is None else editions
    if catalogue_editions is None:
        catalogue_editions = assessment["catalogue_editions"]
    sheets = [
        register.register(told),
        register.enterprises(told),
        register.other_units(told),
        findings.findings(told),
        *worklists.worklists(told),
        findings.notices(told),
        findings.exit_steps(told),
        findings.screening(told),
        findings.parses(told),
        findings.replacements(told),
        compared(told, energy, catalogue_editions),
        following.progress(told),
        following.overdue(told),
        following.exit_files(told),
        following.visits(told),
        following.false_returns(told),
        people.resettlement(told),
        people.funds(told),
        people.by_quarter(told),
        people.signs(told),
        credit.loans(told),
        credit.advice(told),
        credit.guarantees(told),
        findings.of_enterprises(told),
        credit.zombies(told),
        credit.support(told),
        credit.power_prices(told),
        land.parcels(told),
        land.totals(told),
    ]
    with new_workbook(path, _("处置台账")) as workbook:
        writer = Writer(workbook, _("处置建议，由有权机关依法决定"))
        writer.write(_("说明"), _cover(assessment, sheets))
        for name, rows in named_sheets(sheets):
            writer.write(name, rows, in_view=_("企业名称"))


def _cover(assessment: Assessment, sheets: list[Sheet]) -> pd.DataFrame:
    """Return the cover: what it is, of which day, on what it rests, and who decides."""
    rows = [*_about(assessment), *_basis(assessment), *_contents(sheets)]
    return pd.DataFrame(rows, columns=[_("项目"), _("内容")], dtype="object")


def _about(assessment: Assessment) -> Iterator[tuple[str, str]]:
    campaign = assessment.campaign
    yield _("名称"), _("处置台账（处置建议）")
    yield _("行动方案"), campaign.title
    yield _("地区"), assessment.district or campaign.jurisdiction.label
    yield _("评定日"), assessment.as_of.isoformat()
    yield _("评定年度"), str(assessment.year)
    yield _("台账"), assessment.ledger_file
    if assessment.ledger_data_as_of:
        yield _("数据截至"), assessment.ledger_data_as_of.isoformat()
    if assessment.attribution:
        yield _("数据来源"), assessment.attribution
    if assessment.fictional:
        yield _("注意"), _("虚构数据，仅作演示。")
    yield (
        _("效力"),
        _(
            "本表是处置建议。是否处置、如何处置，由有权机关依照法定程序决定；待核和不能判定的，不作处置依据。"
        ),
    )
    yield (
        _("符号"),
        _("▲ 有问题；△ 待核；? 不能判定；○ 未发现；– 不涉及。"),
    )
    yield (
        _("不公开"),
        _("不足{least}人、或者能由它推算出不足{least}人的数，以及有关的金额，写“不公开”；职工分组表不在本表内。").format(
            least=registry().disclosure.least_persons
        ),
    )  # fmt: skip


def _basis(assessment: Assessment) -> Iterator[tuple[str, str]]:
    cited = dict.fromkeys(one.citation for one in assessment.documents)
    yield from ((_("依据文件"), citation) for citation in cited)
    yield from ((_("没有收录的"), absence) for absence in assessment.absences)


def _contents(sheets: list[Sheet]) -> Iterator[tuple[str, str]]:
    for name, rows in named_sheets(sheets):
        yield _("工作表"), _("{name}：{count}行").format(name=name, count=len(rows))
