"""The command's help against an empty typer application: nothing heavy is imported for it."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from .measure import Result, command, compare

_EMPTY = """import typer
app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
@app.command()
def nothing() -> None:
    '''Nothing.'''
app()
"""


def results() -> Iterator[Result]:
    with tempfile.TemporaryDirectory() as folder:
        empty = Path(folder) / "empty.py"
        empty.write_text(_EMPTY, encoding="utf-8")
        yield compare(
            "capacity-analysis --help",
            "an empty typer application --help",
            command([sys.executable, "-m", "capacity_analysis", "--help"]),
            command([sys.executable, str(empty), "--help"]),
            runs=15,
        )
