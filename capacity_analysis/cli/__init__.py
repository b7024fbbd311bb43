"""The command line: parse, call, print, exit code. Everything heavy is imported where it is used."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Annotated, get_type_hints

import typer

from .. import __version__
from . import assessing, briefings, editions, explanation, intake, standards, workbooks


def _add(to: typer.Typer, command: Callable[..., None], name: str | None = None) -> None:
    """Add a command, its annotations evaluated once and not each time that typer looks at them."""
    command.__annotations__ = get_type_hints(command, include_extras=True)
    to.command(name)(command)


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
    _add(app, command)
_add(app, intake.map_file, "map")
_add(import_app, workbooks.import_gem, "gem")
_add(standards_app, standards.list_documents, "list")
_add(standards_app, standards.show, "show")
_add(standards_app, standards.on_day, "on")
_add(standards_app, standards.gaps, "gaps")
_add(standards_app, standards.diff, "diff")
_add(standards_app, standards.verify, "verify")


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
