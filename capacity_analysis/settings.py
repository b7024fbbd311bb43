"""Settings: flag > `CAPACITY_ANALYSIS_*` > `capacity-analysis.toml` > packaged default.

Flags and environment variables are typer's; this module reads the file, found in the folder that
the command is run in.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from .errors import UsageError

FILE = "capacity-analysis.toml"
PREFIX = "CAPACITY_ANALYSIS"

# What a file may set, and for which commands it is an option.
KEYS: dict[str, tuple[str, ...]] = {
    "campaign": ("brief", "publish"),
    "as_of": ("brief", "publish"),
    "language": ("brief", "publish"),
    "out": ("brief", "publish"),
    "jobs": ("publish",),
}


def read(folder: Path | None = None) -> dict[str, dict[str, Any]]:
    """Return the settings of a folder's file as defaults by command.

    Raises
    ------
    UsageError
        If the file is not TOML or sets something unknown.

    """
    file = (folder or Path.cwd()) / FILE
    if not file.is_file():
        return {}
    try:
        given = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{file}：不是有效的TOML：{error}") from error
    if unknown := sorted(given.keys() - KEYS.keys()):
        raise UsageError(f"{file}：没有设置项{'、'.join(unknown)}；可用：{'、'.join(KEYS)}。")
    defaults: dict[str, dict[str, Any]] = {}
    for key, value in given.items():
        for command in KEYS[key]:
            defaults.setdefault(command, {})[key] = str(value)
    return defaults
