"""Settings: flag > `CAPACITY_ANALYSIS_*` > `capacity-analysis.toml` > packaged default.

Flags and environment variables are typer's; this module reads the file, found in the folder that
the command is run in.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

from .errors import UsageError

FILE = "capacity-analysis.toml"

_OF_STANDARDS = ("list", "show", "on", "gaps", "diff", "verify")

# What a file may set, for which commands it is an option, and as what.
KEYS: dict[str, tuple[tuple[str, ...], type]] = {
    "campaign": (("brief", "publish", "editions", "explain"), str),
    "as_of": (("brief", "publish", "editions", "explain"), dt.date),
    "language": (("brief", "publish"), str),
    "out": (("brief", "publish"), str),
    "jobs": (("publish",), int),
    "standards": (
        (
            "check",
            "brief",
            "publish",
            "editions",
            "explain",
            *(f"standards {name}" for name in _OF_STANDARDS),
        ),
        str,
    ),
}
_EXPECTED = {str: "文字", dt.date: "日期，如2022-09-10", int: "整数"}


def read(folder: Path | None = None) -> dict[str, dict[str, Any]]:
    """Return the settings of a folder's file as defaults by command.

    Raises
    ------
    UsageError
        If the file is not TOML, sets something unknown, or to a value of another type.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = Path(folder, FILE).write_text("jobs = 4", encoding="utf-8")
    ...     read(Path(folder))
    {'publish': {'jobs': '4'}}

    """
    file = (folder or Path.cwd()) / FILE
    if not file.is_file():
        return {}
    try:
        given = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{file}：不是有效的TOML：{error}") from error
    if unknown := sorted(given.keys() - KEYS.keys()):
        raise UsageError(f"{file}：没有设置项{'、'.join(unknown)}；可用：{'、'.join(KEYS)}。")
    defaults: dict[str, dict[str, Any]] = {}
    for key, value in given.items():
        commands, kind = KEYS[key]
        if not _is(value, kind):
            raise UsageError(f"{file}：{key} 应是{_EXPECTED[kind]}，不是 {value!r}。")
        for command in commands:
            of_command: dict[str, Any] = defaults
            for name in command.split():
                of_command = of_command.setdefault(name, {})
            of_command[key] = str(value)
    return defaults


def _is(value: object, kind: type) -> bool:
    """Return whether a TOML value is of a type, or a text that an option turns into it."""
    if isinstance(value, str):
        return kind is not int and value.isprintable()
    if isinstance(value, bool | dt.datetime):
        return False
    return isinstance(value, kind)
