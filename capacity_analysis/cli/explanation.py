"""`explain`: how the verdict on one line comes about, from its cells to the rows of documents."""
# ruff: noqa: D400, PLR0917 (a docstring is a command's help; typer passes options by name)

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from .options import (
    DEFAULT_CAMPAIGN,
    AsOf,
    CampaignName,
    LedgerPath,
    StandardsFolder,
    day,
)

if TYPE_CHECKING:
    from ..explanation import Explanation
    from ..ledger import Problem


def explain(
    ledger: LedgerPath,
    line: Annotated[
        str,
        typer.Argument(metavar="LINE", help="生产线编号，如1号窑；也可以写成 企业/生产线。"),
    ],
    enterprise: Annotated[
        str | None,
        typer.Option("--enterprise", help="企业编号、统一社会信用代码，或名称（可以只写一部分）。"),
    ] = None,
    ground: Annotated[
        Literal["below_baseline", "over_limit", "all"],
        typer.Option("--ground", help="只看一个事由：低于基准水平，或超过强制性能耗限额。"),
    ] = "all",
    as_json: Annotated[bool, typer.Option("--json", help="以JSON输出，数值不舍入。")] = False,
    as_of: AsOf = None,
    campaign: CampaignName = DEFAULT_CAMPAIGN,
    standards: StandardsFolder = None,
) -> None:
    """说明一条生产线的结论怎么来的：单元格、折算、单位能耗、标准的行、结论和建议。"""
    from ..assessment import assess
    from ..assessment.energy_law import GROUNDS
    from ..campaign import Campaign
    from ..explanation import Explainer, find_line
    from ..ledger import inspect_ledger
    from .standards import standards_for

    plan, on = Campaign.load(campaign), day(as_of)
    store = standards_for(ledger, standards)
    reading = inspect_ledger(ledger)
    if reading.ledger is None:
        _print_problems(reading.problems, as_json)
        raise typer.Exit(1)
    assessment = assess(reading.ledger, store, plan, on)
    wanted = [one for one in GROUNDS if ground in ("all", one.id)]
    code = find_line(assessment, line, enterprise)
    explained = Explainer(assessment, reading.ledger, store).explain(code, wanted)
    _print(explained, as_json)


def _print(explained: Explanation, as_json: bool) -> None:
    from ..explanation import as_text
    from .printing import printable

    if as_json:
        _print_json(explained.to_json())
        return
    for row in as_text(explained).splitlines():
        print(printable(row))


def _print_problems(problems: list[Problem], as_json: bool) -> None:
    from .printing import print_problems

    if as_json:
        _print_json([problem.to_json() for problem in problems])
    else:
        print_problems(problems, sys.stdout)


def _print_json(content: object) -> None:
    import json

    # In an encoding of a few thousand characters, what is not ASCII has to be escaped.
    unicode = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    print(json.dumps(content, ensure_ascii=not unicode, allow_nan=False, indent=1))
