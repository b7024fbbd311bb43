"""The command line: parse, call, print, exit code. Everything heavy is imported where it is used."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from .. import __version__
from . import assessing, briefings, editions, explanation, intake, standards, workbooks

app = typer.Typer(
    name="capacity-analysis",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
import_app = typer.Typer(help="把公开数据转成台账。", no_args_is_help=True)
app.add_typer(import_app, name="import")
standards_app = typer.Typer(help="查阅标准文件，记录与原文的核对。", no_args_is_help=True)
app.add_typer(standards_app, name="standards")

for command in (
    intake.collect,
    workbooks.check,
    assessing.assess,
    briefings.brief,
    briefings.publish,
    editions.editions,
    explanation.explain,
    workbooks.template,
    workbooks.sample,
    workbooks.dictionary,
):
    app.command()(command)
app.command("map")(intake.map_file)
import_app.command("gem")(workbooks.import_gem)
standards_app.command("list")(standards.list_documents)
standards_app.command("show")(standards.show)
standards_app.command("on")(standards.on_day)
standards_app.command("gaps")(standards.gaps)
standards_app.command("diff")(standards.diff)
standards_app.command("verify")(standards.verify)


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
    """淘汰落后产能：汇总自查表和部门清单，检查台账，测算能效差距，生成简报。"""  # noqa: D400
    from .. import settings
    from .printing import log_to_stderr

    del version  # answered by its callback
    log_to_stderr()
    context.default_map = settings.read()


def main() -> None:
    """Run the command line and exit with its code."""
    import signal

    from ..errors import CapacityError, UsageError
    from .printing import warn

    # A scheduler ends a run with SIGTERM: clean up as after Ctrl-C.
    signal.signal(signal.SIGTERM, lambda number, _frame: sys.exit(128 + number))
    _write_what_the_encoding_lacks_as_escapes()
    try:
        app(prog_name="capacity-analysis")
    except CapacityError as error:
        warn(str(error))
        sys.exit(error.exit_code)
    except OSError as error:  # a full disk, a folder without permission
        warn(f"文件读写失败：{error}")
        sys.exit(UsageError.exit_code)


def _write_what_the_encoding_lacks_as_escapes() -> None:
    """Keep a name of a file or an enterprise from breaking the output of a result."""
    from io import TextIOWrapper

    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
