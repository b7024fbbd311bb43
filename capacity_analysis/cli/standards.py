"""`standards …`: what is on file, what holds on a day, what is missing, and who checked a row."""
# ruff: noqa: D400, PLR0917 (a docstring is a command's help; typer passes options by name)

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .options import DEFAULT_CAMPAIGN, CampaignName, StandardsFolder, day

if TYPE_CHECKING:
    from ..campaign import Campaign
    from ..standards import Standards

DocumentId = Annotated[
    str, typer.Argument(metavar="DOC", help="文件代号，如 ndrc-2021-1609；list 列出全部。")
]


def list_documents(standards: StandardsFolder = None) -> None:
    """列出收录的全部文件：施行和截止日期、区域、行数、可信程度。"""
    from .tables import print_documents

    print_documents(load(standards).documents)


def show(
    document: DocumentId,
    as_json: Annotated[bool, typer.Option("--json", help="以JSON输出，一列不少。")] = False,
    standards: StandardsFolder = None,
) -> None:
    """显示一份文件：文号、日期、来源、说明，和它的每一行。"""
    from .tables import print_document, print_document_json

    (print_document_json if as_json else print_document)(load(standards).document(document))


def on_day(
    date: Annotated[str, typer.Argument(metavar="DATE", help="哪一天，如2022-09-10。")],
    kind: Annotated[
        str | None, typer.Option("--kind", help="只看一类表，逐行列出，如 benchmark_levels。")
    ] = None,
    campaign: CampaignName = DEFAULT_CAMPAIGN,
    standards: StandardsFolder = None,
) -> None:
    """某一天在本县有效的文件；没有有效文件的，也说明。"""
    from ..campaign import Campaign
    from ..standards import KINDS
    from .tables import print_in_force, print_rows_in_force

    on, chain = day(date, "DATE"), Campaign.load(campaign).jurisdiction.chain
    assert on is not None
    store = load(standards)
    if kind is None:
        print_in_force(store, list(KINDS), on, chain)
    else:
        print_rows_in_force(store, kind, on, chain)


def gaps(standards: StandardsFolder = None) -> None:
    """列出没有收录的内容、没有施行日期的文件、没有数值的行。"""
    from .. import paths
    from ..standards.coverage import read_coverage
    from .tables import print_coverage, print_open_rows, print_undated

    folder = standards or paths.standards()
    documents = load(standards).documents
    print_coverage(read_coverage(folder))
    print_undated(documents)
    print_open_rows(documents)


def diff(
    old: Annotated[str, typer.Argument(metavar="DOC1", help="旧的文件代号。")],
    new: Annotated[str, typer.Argument(metavar="DOC2", help="新的文件代号。")],
    standards: StandardsFolder = None,
) -> None:
    """逐行比较两份文件；未与原文核对的行只说“未核对”，不说“相同”。"""
    from ..standards import compare
    from .tables import print_differences

    store = load(standards)
    print_differences(compare(store.document(old), store.document(new)))


def verify(
    document: DocumentId,
    row: Annotated[str, typer.Argument(metavar="ROW", help="行号，如 bm2021-030。")],
    by: Annotated[
        str,
        typer.Option("--by", metavar="DEPARTMENT", help="核对的部门：行动方案中的代号或名称。"),
    ],
    against: Annotated[str, typer.Option("--against", help="与什么原文核对，如官方附表和页码。")],
    file: Annotated[
        Path | None, typer.Option("--file", metavar="verifications.csv", help="记到哪个文件。")
    ] = None,
    beside: Annotated[
        Path | None,
        typer.Option("--beside", metavar="LEDGER", exists=True, dir_okay=False,
                     help="记到这本台账旁边的 verifications.csv，检查和简报时自动采用。"),
    ] = None,
    campaign: CampaignName = DEFAULT_CAMPAIGN,
    standards: StandardsFolder = None,
) -> None:  # fmt: skip
    """记录某一行已由某部门与官方原文核对无误。"""
    import datetime as dt

    from ..campaign import Campaign
    from ..standards import add_verification, verification
    from .tables import print_row

    target = _record_file(file, beside)
    _refuse_persons(against)
    of = load(standards).document(document)
    department = _department(Campaign.load(campaign), by)
    record = verification(of, row, by=department, against=against, on=dt.date.today())
    add_verification(target, record)
    kind, checked = of.row(row)
    print_row(of, kind, checked)
    print(f"已记录：由{department}核实，对照{against}。")
    print(target)


def load(folder: Path | None) -> Standards:
    """Return the documents of a folder, or the packaged ones."""
    from ..errors import UsageError
    from ..standards import Standards

    if folder is not None and not folder.is_dir():
        raise UsageError(f"没有标准文件夹 {folder}。")
    return Standards.load(folder)


def standards_for(ledger: Path, folder: Path | None) -> Standards:
    """Return the documents, with the checks recorded beside a ledger; tell those that hold no more."""
    from ..standards import read_verifications
    from ..standards.verifications import FILE
    from .printing import printable, warn

    store, records = load(folder), ledger.parent / FILE
    if not records.is_file():
        return store
    store = store.verified(read_verifications(records))
    for warning in store.warnings:
        warn(printable(f"{FILE}：{warning}"))
    return store


def _record_file(file: Path | None, beside: Path | None) -> Path:
    from ..errors import UsageError
    from ..standards.verifications import FILE

    if (file is None) == (beside is None):
        raise UsageError("请用 --beside 指定台账，或用 --file 指定记录文件，二者取一。")
    target = file if file is not None else Path(str(beside)).parent / FILE
    if target.suffix.lower() != ".csv" or not target.absolute().parent.is_dir():
        raise UsageError(f"{target}：记录文件应是已有文件夹中的 .csv 文件。")
    return target


def _refuse_persons(text: str) -> None:
    """Keep a telephone or identity number out of a file that goes from hand to hand."""
    from ..errors import UsageError
    from ..sheets.cells import is_contact, is_personal

    if is_personal(text) or is_contact(text):
        raise UsageError("--against 里有电话或身份证号码：只写文件、附表和页码。")


def _department(plan: Campaign, name: str) -> str:
    """Return the name of the department that is meant by its id or name."""
    from ..errors import UsageError

    for key, department in plan.departments.items():
        if name in (key, department.name):
            return department.name
    known = "、".join(f"{department.name}（{key}）" for key, department in plan.departments.items())
    raise UsageError(f"行动方案中没有部门“{name}”；可用：{known}。")
