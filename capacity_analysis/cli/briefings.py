"""`brief` and `publish`: from a ledger to pages."""
# ruff: noqa: D400, PLR0917 (a docstring is a command's help; typer passes options by name)

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .options import (
    DEFAULT_CAMPAIGN,
    AsOf,
    CampaignName,
    Language,
    LedgerPath,
    Out,
    StandardsFolder,
    day,
)

if TYPE_CHECKING:
    from ..assessment import Assessment
    from ..standards import Standards
    from ..standards.coverage import CoverageGap


def brief(
    ledger: LedgerPath,
    industry: Annotated[str, typer.Option("--industry", help="行业代号，如 cement。")],
    out: Out,
    as_of: AsOf = None,
    campaign: CampaignName = DEFAULT_CAMPAIGN,
    standards: StandardsFolder = None,
    language: Language = "zh",
) -> None:
    """生成一个行业的简报：HTML、PDF和运行过的笔记本。"""
    from ..briefing import produce
    from .printing import warn

    assessment, _store = _assess(ledger, as_of, campaign, standards, language)
    made = produce.brief(assessment, industry, out, language=language, log=warn)
    for file in (made.html, made.pdf, made.notebook):
        print(file)


def publish(
    ledger: LedgerPath,
    out: Out,
    as_of: AsOf = None,
    campaign: CampaignName = DEFAULT_CAMPAIGN,
    standards: StandardsFolder = None,
    language: Language = "zh",
    jobs: Annotated[
        int,
        typer.Option("--jobs", min=1, envvar="CAPACITY_ANALYSIS_JOBS", help="同时生成几份简报。"),
    ] = 2,
) -> None:
    """发布网站：每个行业一份简报，全部就绪才替换旧站。"""
    from ..briefing import kernels
    from ..briefing import publish as publishing
    from .printing import print_manifest, progress

    kernels.warm()
    assessment, store = _assess(ledger, as_of, campaign, standards, language)
    with progress("生成简报") as report:
        published = publishing.publish(
            assessment,
            out,
            standards=store,
            coverage=_coverage(standards),
            language=language,
            jobs=jobs,
            progress=report and (lambda entry, done, total: report(entry.title, done, total)),
        )
    print_manifest(published, out)
    raise typer.Exit(3 if publishing.has_failed(published) else 0)


def _assess(
    ledger: Path, as_of: str | None, campaign: str, standards: Path | None, language: str
) -> tuple[Assessment, Standards]:
    from ..assessment import assess
    from ..campaign import Campaign
    from ..errors import UsageError
    from ..ledger import LedgerError, inspect_ledger
    from ..text import LANGUAGES
    from .printing import print_problems
    from .standards import standards_for

    if language not in LANGUAGES:
        raise UsageError(f"没有语言“{language}”；可用：{'、'.join(LANGUAGES)}。")
    on = day(as_of)
    plan = Campaign.load(campaign)
    store = standards_for(ledger, standards)
    reading = inspect_ledger(ledger)
    if reading.ledger is None:
        print_problems(reading.problems, sys.stderr)
        raise LedgerError(reading.problems)
    warnings = sum(problem.severity == "warning" for problem in reading.problems)
    return assess(reading.ledger, store, plan, on, warnings=warnings), store


def _coverage(folder: Path | None) -> tuple[CoverageGap, ...] | None:
    """Return what a folder of standards says it lacks; None where it says nothing of that."""
    from .. import paths
    from ..standards.coverage import FILE_NAME, read_coverage

    folder = folder or paths.standards()
    return read_coverage(folder) if (folder / FILE_NAME).is_file() else None
