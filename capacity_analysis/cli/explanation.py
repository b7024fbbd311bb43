"""`explain`: how verdicts, suggestions and sums come about, from cells to rows of documents."""
# ruff: noqa: D400, PLR0917 (a docstring is a command's help; typer passes options by name)

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any, Literal

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
    from ..assessment import Assessment
    from ..ledger import Ledger, Problem
    from ..standards import Standards


def explain(
    ledger: LedgerPath,
    line: Annotated[
        str,
        typer.Argument(
            metavar="LINE",
            help="生产线编号，如1号窑；也可以写成 企业/生产线；只写企业的，列出该企业各对象的建议；"
            "用 --parcel 的可以不写。",
        ),
    ] = "",
    enterprise: Annotated[
        str | None,
        typer.Option("--enterprise", help="企业编号、统一社会信用代码，或名称（可以只写一部分）。"),
    ] = None,
    cohort: Annotated[
        str | None,
        typer.Option("--cohort", help="说明一个职工分组：LINE处写企业，这里写组号，如A01。"),
    ] = None,
    parcel: Annotated[
        str | None, typer.Option("--parcel", help="说明一宗土地，写不动产单元号。")
    ] = None,
    ground: Annotated[
        Literal[
            "elimination_list",
            "below_baseline",
            "over_limit",
            "environment",
            "quality",
            "safety",
            "restricted_low_rating",
            "all",
        ],
        typer.Option("--ground", help="只看一个事由，如 below_baseline（能效低于基准水平）。"),
    ] = "all",
    as_json: Annotated[bool, typer.Option("--json", help="以JSON输出，数值不舍入。")] = False,
    as_of: AsOf = None,
    campaign: CampaignName = DEFAULT_CAMPAIGN,
    standards: StandardsFolder = None,
) -> None:
    """说明一条生产线的结论和处置建议怎么来的：单元格、折算、标准的行、结论、先后规则、期限和程序。

    也说明一个职工分组（--cohort）的费用和一宗土地（--parcel）的类别、潜力怎么算出，各依据哪一条。
    """
    from ..assessment import assess
    from ..campaign import Campaign
    from ..explanation import Explainer, as_text, enterprise_as_text, explain_enterprise
    from ..ledger import inspect_ledger
    from .standards import standards_for

    _check(line, enterprise, cohort, parcel)
    plan, on = Campaign.load(campaign), day(as_of)
    store = standards_for(ledger, standards)
    reading = inspect_ledger(ledger)
    if reading.ledger is None:
        _print_problems(reading.problems, as_json)
        raise typer.Exit(1)
    assessment = assess(reading.ledger, store, plan, on)
    if cohort or parcel:
        owner = enterprise or line
        _print(_derived(assessment, reading.ledger, store, owner, cohort, parcel, as_json=as_json))
        return
    code, is_line = _find(assessment, line, enterprise)
    if is_line:
        explainer = Explainer(assessment, reading.ledger, store)
        explained = explainer.explain(code, None if ground == "all" else ground)
        _print(explained.to_json() if as_json else as_text(explained))
    else:
        told = explain_enterprise(assessment, reading.ledger, store, code)
        _print(told.to_json() if as_json else enterprise_as_text(told))


def _check(line: str, enterprise: str | None, cohort: str | None, parcel: str | None) -> None:
    """Refuse a call that names nothing, or too much."""
    from ..errors import UsageError

    if cohort and parcel:
        raise UsageError("--cohort 和 --parcel 只能用一个。")
    if cohort and not (line or enterprise):
        raise UsageError("用 --cohort 的，还要写企业：explain 台账 企业 --cohort 组号。")
    if not (line or cohort or parcel):
        raise UsageError("请写生产线、企业，或者用 --parcel 写宗地。")


def _derived(
    assessment: Assessment,
    ledger: Ledger,
    store: Standards,
    owner: str,
    cohort: str | None,
    parcel: str | None,
    *,
    as_json: bool,
) -> str | dict[str, Any]:
    """Return the explanation of a group of workers or of a parcel."""
    from ..explanation import (
        derivation_as_text,
        explain_cohort,
        explain_parcel,
        find_cohort,
        find_parcel,
    )

    if cohort:
        told = explain_cohort(assessment, ledger, store, find_cohort(assessment, owner, cohort))
    else:
        told = explain_parcel(assessment, ledger, store, find_parcel(assessment, parcel or ""))
    return told.to_json() if as_json else derivation_as_text(told)


def _find(assessment: Assessment, name: str, enterprise: str | None) -> tuple[int, bool]:
    """Return the code of the line that is meant, or else of the enterprise; and which it is."""
    from ..errors import UsageError
    from ..explanation import find_enterprise, find_line

    try:
        return find_line(assessment, name, enterprise), True
    except UsageError:
        code = None if enterprise else find_enterprise(assessment, name)
        if code is None:
            raise
        return code, False


def _print(told: str | dict[str, Any]) -> None:
    from .printing import printable

    if not isinstance(told, str):
        _print_json(told)
        return
    for row in told.splitlines():
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
