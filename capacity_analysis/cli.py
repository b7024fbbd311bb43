"""The command line: parse, call, print, exit code. Everything heavy is imported where it is used."""
# ruff: noqa: D400, PLR0917 (a docstring is a command's help; typer passes options by name)

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from . import __version__

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    from .assessment import Assessment
    from .briefing.manifest import Manifest
    from .briefing.publish import Progress
    from .ledger import Problem

app = typer.Typer(
    name="capacity-analysis",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
import_app = typer.Typer(help="把公开数据转成台账。", no_args_is_help=True)
app.add_typer(import_app, name="import")

LedgerPath = Annotated[Path, typer.Argument(metavar="LEDGER", help="台账工作簿（.xlsx）。")]
Out = Annotated[Path, typer.Option("--out", envvar="CAPACITY_ANALYSIS_OUT", help="输出文件夹。")]
AsOf = Annotated[
    str | None,
    typer.Option("--as-of", envvar="CAPACITY_ANALYSIS_AS_OF",
                 help="评定日，如2022-09-10；默认取台账的数据截至。"),
]  # fmt: skip
CampaignName = Annotated[
    str,
    typer.Option("--campaign", envvar="CAPACITY_ANALYSIS_CAMPAIGN",
                 help="行动方案的名称，或YAML文件的路径。"),
]  # fmt: skip
Language = Annotated[
    str,
    typer.Option("--language", envvar="CAPACITY_ANALYSIS_LANGUAGE", help="页面语言：zh 或 en。"),
]
DEFAULT_CAMPAIGN = "jiujiang-chaisang-2022"


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"capacity-analysis {__version__}")
        raise typer.Exit


@app.callback()
def start(
    context: typer.Context,
    version: Annotated[
        bool,
        typer.Option("--version", is_eager=True, callback=_print_version, help="显示版本号。"),
    ] = False,
) -> None:
    """淘汰落后产能：检查台账，测算能效差距，生成简报。"""
    from . import settings

    del version  # answered by its callback
    _log_to_stderr()
    context.default_map = settings.read()


@app.command()
def check(
    ledger: LedgerPath,
    as_json: Annotated[bool, typer.Option("--json", help="以JSON输出全部问题。")] = False,
) -> None:
    """检查台账，一次列出全部问题：在哪个单元格、错在哪里、怎么改。"""
    from .ledger import inspect_ledger

    reading = inspect_ledger(ledger)
    if as_json:
        import json

        values = [problem.to_json() for problem in reading.problems]
        # In an encoding of a few thousand characters, what is not ASCII has to be escaped.
        unicode = sys.stdout.encoding.lower().replace("-", "") == "utf8"
        print(json.dumps(values, ensure_ascii=not unicode, indent=1))
    else:
        _print_problems(reading.problems, sys.stdout)
    raise typer.Exit(1 if reading.has_errors else 0)


@app.command()
def brief(
    ledger: LedgerPath,
    industry: Annotated[str, typer.Option("--industry", help="行业代号，如 cement。")],
    out: Out,
    as_of: AsOf = None,
    campaign: CampaignName = DEFAULT_CAMPAIGN,
    language: Language = "zh",
) -> None:
    """生成一个行业的简报：HTML、PDF和运行过的笔记本。"""
    from .briefing import produce

    assessment = _assess(ledger, as_of, campaign, language)
    made = produce.brief(assessment, industry, out, language=language, log=_warn)
    for file in (made.html, made.pdf, made.notebook):
        print(file)


@app.command()
def publish(
    ledger: LedgerPath,
    out: Out,
    as_of: AsOf = None,
    campaign: CampaignName = DEFAULT_CAMPAIGN,
    language: Language = "zh",
    jobs: Annotated[
        int,
        typer.Option("--jobs", min=1, envvar="CAPACITY_ANALYSIS_JOBS", help="同时生成几份简报。"),
    ] = 2,
) -> None:
    """发布网站：每个行业一份简报，全部就绪才替换旧站。"""
    from .briefing import kernels
    from .briefing import publish as publishing

    kernels.warm()
    assessment = _assess(ledger, as_of, campaign, language)
    with _progress() as report:
        published = publishing.publish(
            assessment, out, language=language, jobs=jobs, progress=report
        )
    _print_manifest(published, out)
    raise typer.Exit(3 if publishing.has_failed(published) else 0)


@app.command()
def template(out: Annotated[Path, typer.Argument(metavar="OUT.xlsx", help="写到哪里。")]) -> None:
    """生成空白台账模板。"""
    from .errors import UsageError
    from .ledger.template import write_template

    _check_is_workbook(out)
    if out.exists():
        raise UsageError(f"{out} 已存在，不覆盖：里面可能已经填了数据。")
    write_template(out)
    print(out)


@app.command()
def sample(out: Annotated[Path, typer.Argument(metavar="OUT.xlsx", help="写到哪里。")]) -> None:
    """生成虚构示例区的台账。"""
    from .ledger.sample import write_sample

    _check_is_workbook(out)
    write_sample(out)
    print(out)


@app.command()
def dictionary() -> None:
    """输出数据字典（Markdown）：每张表、每个字段、每类问题。"""
    from .ledger.dictionary import data_dictionary

    print(data_dictionary(), end="")


@import_app.command("gem")
def import_gem(
    iron_units: Annotated[Path, typer.Argument(metavar="IRON_UNITS.xlsx", help="炼铁设备表。")],
    plants: Annotated[Path, typer.Argument(metavar="PLANTS.xlsx", help="钢铁厂表。")],
    out: Annotated[Path, typer.Option("--out", metavar="LEDGER.xlsx", help="台账写到哪里。")],
    country: Annotated[str, typer.Option("--country", help="国家。")] = "China",
    region: Annotated[str | None, typer.Option("--region", help="省级地区，如 Jiangxi。")] = None,
) -> None:
    """把全球钢铁追踪（Global Iron and Steel Tracker）转成台账；给不出的留空。"""
    from .ledger.gem import import_tracker

    _check_is_workbook(out)
    imported = import_tracker(iron_units, plants, out, country=country, region=region)
    for note in imported.notes:
        _warn(note)
    print(out)


def _assess(ledger: Path, as_of: str | None, campaign: str, language: str) -> Assessment:
    from .assessment import assess
    from .campaign import Campaign
    from .errors import UsageError
    from .ledger import LedgerError, inspect_ledger
    from .text import LANGUAGES

    if language not in LANGUAGES:
        raise UsageError(f"没有语言“{language}”；可用：{'、'.join(LANGUAGES)}。")
    day = _day(as_of)
    plan = Campaign.load(campaign)
    reading = inspect_ledger(ledger)
    if reading.ledger is None:
        _print_problems(reading.problems, sys.stderr)
        raise LedgerError(reading.problems)
    warnings = sum(problem.severity == "warning" for problem in reading.problems)
    return assess(reading.ledger, campaign=plan, as_of=day, warnings=warnings)


def _day(text: str | None) -> dt.date | None:
    import datetime as dt

    from .errors import UsageError

    if text is None:
        return None
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:  # fromisoformat also reads 20220910 and 2022-W36-6
        raise UsageError(f"--as-of 应是2022-09-10的样子，不是“{text}”。")
    return day


def _check_is_workbook(out: Path) -> None:
    import os

    from .errors import UsageError

    if out.suffix.lower() != ".xlsx" or out.is_dir():
        raise UsageError(f"{out}：输出应是以 .xlsx 结尾的文件。")
    folder = out.absolute().parent
    if not folder.is_dir():
        raise UsageError(f"{out}：没有文件夹 {folder}。")
    if not os.access(out if out.exists() else folder, os.W_OK):
        raise UsageError(f"{out}：没有写入的权限。")


def _print_problems(problems: list[Problem], stream: TextIO) -> None:
    labels = {"error": "错误", "warning": "提示", "note": "说明"}
    sheets = list(dict.fromkeys(problem.sheet for problem in problems))
    for problem in sorted(problems, key=lambda found: _place(found, list(labels), sheets)):
        place = f"{problem.sheet}!{problem.cell}" if problem.cell else problem.sheet
        value = f"（现为“{problem.value}”）" if problem.value else ""
        said = f"{place or problem.file}{value} {problem.message}{problem.remedy}"
        print(f"[{labels[problem.severity]}] {_printable(said)} [{problem.code}]", file=stream)
    counts = {key: sum(found.severity == key for found in problems) for key in labels}
    totals = "，".join(f"{label}{counts[key]}处" for key, label in labels.items())
    print(f"{totals}。", file=stream)


def _place(problem: Problem, severities: list[str], sheets: list[str]) -> tuple[int, int, int, str]:
    """Order problems as a person walks through the workbook: the errors first, row by row."""
    row = "".join(character for character in problem.cell if character.isdigit())
    place = sheets.index(problem.sheet), int(row or 0), problem.cell
    return severities.index(problem.severity), *place


def _printable(text: str) -> str:
    """Return text of a workbook as one line that gives the terminal no orders."""
    return "".join(character if character.isprintable() else " " for character in text)


def _print_manifest(published: Manifest, out: Path) -> None:
    labels = {"built": "已生成", "unchanged": "未变", "failed": "失败", "stale": "失败，保留上一期"}
    for entry in published.briefings:
        reason = f"（{entry.reason}）" if entry.reason else ""
        print(f"{entry.title}：{labels[entry.status]}{reason}")
    print(out / "index.html")


def _warn(message: str) -> None:
    print(message, file=sys.stderr)


@contextmanager
def _progress() -> Iterator[Progress | None]:
    """Show a progress bar on a terminal; nothing but the log on a scheduler's pipe."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress as Bar

    with Bar(console=Console(stderr=True)) as bar, _log_above_the_bar():
        task = bar.add_task("生成简报", total=None)
        yield lambda entry, done, total: bar.update(
            task, completed=done, total=total, description=entry.title
        )


@contextmanager
def _log_above_the_bar() -> Iterator[None]:
    """Let the log write to the standard error that the bar has put in place of the real one."""
    import logging

    handlers = [
        each for each in logging.getLogger().handlers if type(each) is logging.StreamHandler
    ]
    before = [handler.setStream(sys.stderr) for handler in handlers]
    try:
        yield
    finally:
        for handler, stream in zip(handlers, before, strict=True):
            if stream is not None:
                handler.setStream(stream)


def main() -> None:
    """Run the command line and exit with its code."""
    import signal

    from .errors import CapacityError, UsageError

    # A scheduler ends a run with SIGTERM: clean up as after Ctrl-C.
    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))
    _write_what_the_encoding_lacks_as_escapes()
    try:
        app(prog_name="capacity-analysis")
    except CapacityError as error:
        _warn(str(error))
        sys.exit(error.exit_code)
    except OSError as error:  # a full disk, a folder without permission
        _warn(f"文件读写失败：{error}")
        sys.exit(UsageError.exit_code)


def _write_what_the_encoding_lacks_as_escapes() -> None:
    """Keep a name of a file or an enterprise from breaking the output of a result."""
    from io import TextIOWrapper

    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


def _log_to_stderr() -> None:
    import logging

    logging.basicConfig(
        stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s"
    )
    for noisy in ("papermill", "fontTools", "matplotlib", "traitlets"):
        logging.getLogger(noisy).setLevel(logging.ERROR)
