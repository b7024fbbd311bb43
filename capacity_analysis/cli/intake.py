"""`collect` and `map`: from returned forms and departments' lists to one ledger."""
# ruff: noqa: D400 (a docstring is a command's help; typer passes options by name)

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from .options import DEFAULT_CAMPAIGN, CampaignName, check_is_new, check_is_workbook

Folder = Annotated[
    Path,
    typer.Argument(metavar="FOLDER", help="收表文件夹：名录、自查表和部门清单。"),
]


def collect(
    folder: Folder,
    out: Annotated[Path, typer.Option("--out", metavar="LEDGER.xlsx", help="台账写到哪里。")],
    campaign: CampaignName = DEFAULT_CAMPAIGN,
) -> None:
    """把收回的自查表和部门清单汇总成一本台账，并写出收表报告和待确认的匹配。"""
    from ..campaign import Campaign
    from ..intake.collect import collect as gather
    from .printing import print_problems, progress, warn

    check_is_workbook(out)
    plan = Campaign.load(campaign)
    with progress("读取文件") as report:
        collected = gather(folder, plan, progress=report)
    files = collected.write(out)
    print_problems(collected.problems, sys.stdout)
    for line in collected.summary():
        warn(line)
    for file in files:
        print(file)
    raise typer.Exit(1 if collected.has_errors else 0)


def map_file(
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", exists=True, dir_okay=False, help="部门清单或自查表。"),
    ],
    *,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="MAPPING.yaml", help="映射文件写到哪里；不写的，显示在屏幕上。"
        ),
    ] = None,
    table: Annotated[
        str | None, typer.Option("--table", help="对应台账的哪张表，如 计量、检查处罚、宗地。")
    ] = None,
    supplier: Annotated[
        str | None,
        typer.Option("--supplier", help="提供单位：行动方案中的代号或名称，如 gdgs、供电公司。"),
    ] = None,
    mappings: Annotated[
        Path | None,
        typer.Option(
            "--mappings", metavar="DIR", exists=True, file_okay=False, help="本县已有的映射文件夹。"
        ),
    ] = None,
    campaign: CampaignName = DEFAULT_CAMPAIGN,
) -> None:
    """认一认一个文件的样式，提出映射文件的草稿，供核对后放进收表文件夹。"""
    from ..campaign import Campaign
    from ..intake.mapping import read_mappings
    from ..intake.proposal.propose import propose
    from .printing import warn

    if out is not None:
        check_is_new(out)
        check_is_workbook(out, (".yaml",))
    proposal = propose(
        file,
        Campaign.load(campaign),
        table=table,
        supplier=supplier,
        mappings=read_mappings([mappings] if mappings is not None else ()),
        mapping_id=out.stem if out is not None else None,
    )
    for line in proposal.lines():
        warn(line)
    if proposal.yaml and out is None:
        print(proposal.yaml, end="")
    elif proposal.yaml and out is not None:
        with out.open("x", encoding="utf-8") as written:
            written.write(proposal.yaml)
        print(out)
    raise typer.Exit(0 if proposal.is_complete else 1)
