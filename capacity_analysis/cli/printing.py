"""How results reach the terminal: problems, progress, the log."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from ..briefing.manifest import Manifest
    from ..ledger import Problem

SEVERITIES = {"error": "错误", "warning": "提示", "note": "说明"}


def print_problems(problems: list[Problem], stream: TextIO) -> None:
    """Print problems one a line, and how many there are of each severity."""
    sheets = list(dict.fromkeys((problem.file, problem.sheet) for problem in problems))
    several = len({problem.file for problem in problems}) > 1
    for problem in sorted(problems, key=lambda found: _place(found, sheets)):
        where = f"{problem.sheet}!{problem.cell}" if problem.cell else problem.sheet
        where = " ".join(filter(None, (problem.file if several else "", where))) or problem.file
        value = f"（现为“{problem.value}”）" if problem.value and problem.cell else ""
        said = printable(f"{where}{value} {problem.text}")
        print(f"[{SEVERITIES[problem.severity]}] {said} [{problem.code}]", file=stream)
    counts = {key: sum(found.severity == key for found in problems) for key in SEVERITIES}
    totals = "，".join(f"{label}{counts[key]}处" for key, label in SEVERITIES.items())
    print(f"{totals}。", file=stream)


def _place(problem: Problem, sheets: list[tuple[str, str]]) -> tuple[int, int, int, str]:
    """Order problems as a person walks through the workbook: the errors first, row by row."""
    row = "".join(character for character in problem.cell if character.isdigit())
    place = sheets.index((problem.file, problem.sheet)), int(row or 0), problem.cell
    return list(SEVERITIES).index(problem.severity), *place


def printable(text: str) -> str:
    """Return text of a workbook as one line that gives the terminal no orders."""
    return "".join(character if character.isprintable() else " " for character in text)


def print_manifest(published: Manifest, out: Path) -> None:
    """Print what became of each briefing, which other page failed, and where the site is."""
    labels = {"built": "已生成", "unchanged": "未变", "failed": "失败", "stale": "失败，保留上一期"}
    for entry in published.briefings:
        reason = f"（{entry.reason}）" if entry.reason else ""
        print(f"{entry.title}：{labels[entry.status]}{reason}")
    for page in published.pages:
        if page.status in ("failed", "stale"):
            print(f"{page.title}：{labels[page.status]}（{page.reason}）")
    print(out / "index.html")


def warn(message: str) -> None:
    """Print to standard error."""
    print(message, file=sys.stderr)


@contextmanager
def progress(task: str) -> Iterator[Callable[[str, int, int], None] | None]:
    """Show a progress bar on a terminal; nothing but the log on a scheduler's pipe.

    Yields
    ------
    callable or None
        To be told what was done, how many are done, and of how many.

    """
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import Progress

    with Progress(console=Console(stderr=True)) as bar, _log_above_the_bar():
        shown = bar.add_task(task, total=None)
        yield lambda name, done, total: bar.update(
            shown, completed=done, total=total, description=escape(printable(name))
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


def log_to_stderr() -> None:
    """Send the log to standard error, without the chatter of libraries."""
    import logging

    logging.basicConfig(
        stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s"
    )
    for noisy in ("papermill", "fontTools", "matplotlib", "traitlets"):
        logging.getLogger(noisy).setLevel(logging.ERROR)
