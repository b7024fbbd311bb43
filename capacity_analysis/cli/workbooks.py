"""`check`, `template`, `sample`, `dictionary` and `import gem`: the ledger workbook itself."""
# ruff: noqa: D400, PLR0917 (a docstring is a command's help; typer passes options by name)

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import UsageError
from .options import (
    DEFAULT_CAMPAIGN,
    AsOf,
    CampaignName,
    EvidenceFolder,
    LedgerPath,
    StandardsFolder,
    Workbook,
    check_is_new,
    check_is_workbook,
    day,
)

if TYPE_CHECKING:
    from ..ledger import Problem


def check(
    ledger: LedgerPath,
    as_json: Annotated[bool, typer.Option("--json", help="以JSON输出全部问题。")] = False,
    annotate: Annotated[
        Path | None,
        typer.Option("--annotate", metavar="OUT.xlsx", help="另存一份，在单元格上标出问题。"),
    ] = None,
    as_of: AsOf = None,
    campaign: CampaignName = DEFAULT_CAMPAIGN,
    standards: StandardsFolder = None,
    evidence: EvidenceFolder = None,
) -> None:
    """检查台账，一次列出全部问题：在哪个单元格、错在哪里、怎么改。"""
    from ..campaign import Campaign
    from ..inspection import inspect
    from .printing import print_problems, warn
    from .standards import standards_for

    if annotate is not None:
        check_is_workbook(annotate, (".xlsx", ".xlsm"))
    plan, on = Campaign.load(campaign), day(as_of)
    found = inspect(ledger, standards_for(ledger, standards), plan, on, evidence=evidence)
    if as_json:
        _print_json(found.problems)
    else:
        print_problems(found.problems, sys.stdout)
    if annotate is not None:
        from ..ledger.annotation import annotate as mark

        marked = mark(ledger, found.problems, annotate)
        warn(f"已在{marked.marked}个单元格上标注：{annotate}")
    raise typer.Exit(1 if found.has_errors else 0)


def _print_json(problems: list[Problem]) -> None:
    import json

    # In an encoding of a few thousand characters, what is not ASCII has to be escaped.
    unicode = sys.stdout.encoding.lower().replace("-", "") == "utf8"
    values = [problem.to_json() for problem in problems]
    print(json.dumps(values, ensure_ascii=not unicode, indent=1))


def template(
    out: Workbook,
    form: Annotated[bool, typer.Option("--form", help="生成企业自查表，而不是台账。")] = False,
    campaign: CampaignName = DEFAULT_CAMPAIGN,
) -> None:
    """生成空白台账模板，或发给企业填写的自查表（--form）。"""
    check_is_workbook(out)
    check_is_new(out)
    if form:
        from ..campaign import Campaign
        from ..intake.form.writer import write_form

        write_form(out, years=Campaign.load(campaign).years_of_self_check)
    else:
        from ..ledger.template import write_template

        write_template(out)
    print(out)


def sample(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="写到哪里。")],
    folder: Annotated[
        bool, typer.Option("--folder", help="取出收表文件夹（自查表和部门清单），而不是台账。")
    ] = False,
    evidence: Annotated[
        bool, typer.Option("--evidence", help="取出台账登记的备查资料文件夹，而不是台账。")
    ] = False,
) -> None:
    """取出虚构示例区的台账、汇总成这份台账的收表文件夹（--folder），或备查资料（--evidence）。"""
    import shutil

    from .. import paths

    if folder and evidence:
        raise UsageError("--folder 和 --evidence 只能选一个。")
    if folder or evidence:
        check_is_new(out)
        shutil.copytree(paths.sample_intake() if folder else paths.sample_evidence(), out)
    else:
        check_is_workbook(out)
        shutil.copyfile(paths.sample_ledger(), out)
    print(out)


def dictionary() -> None:
    """输出数据字典（Markdown）：每张表、每个字段、每类问题。"""
    from ..ledger.dictionary import data_dictionary

    print(data_dictionary(), end="")


def import_gem(
    iron_units: Annotated[Path, typer.Argument(metavar="IRON_UNITS.xlsx", help="炼铁设备表。")],
    plants: Annotated[Path, typer.Argument(metavar="PLANTS.xlsx", help="钢铁厂表。")],
    out: Annotated[Path, typer.Option("--out", metavar="LEDGER.xlsx", help="台账写到哪里。")],
    country: Annotated[str, typer.Option("--country", help="国家。")] = "China",
    region: Annotated[str | None, typer.Option("--region", help="省级地区，如 Jiangxi。")] = None,
) -> None:
    """把全球钢铁追踪（Global Iron and Steel Tracker）转成台账；给不出的留空。"""
    from ..ledger.gem import import_tracker
    from .printing import warn

    check_is_workbook(out)
    imported = import_tracker(iron_units, plants, out, country=country, region=region)
    for note in imported.notes:
        warn(note)
    print(out)
