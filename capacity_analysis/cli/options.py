"""Arguments and options that several commands share."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    import datetime as dt

DEFAULT_CAMPAIGN = "jiujiang-chaisang-2022"

LedgerPath = Annotated[Path, typer.Argument(metavar="LEDGER", help="台账工作簿（.xlsx）。")]
Workbook = Annotated[Path, typer.Argument(metavar="OUT.xlsx", help="写到哪里。")]
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
StandardsFolder = Annotated[
    Path | None,
    typer.Option("--standards", metavar="FOLDER", envvar="CAPACITY_ANALYSIS_STANDARDS",
                 help="标准文件夹，每份文件一个子文件夹；默认用随程序所带的。"),
]  # fmt: skip
EvidenceFolder = Annotated[
    Path | None,
    typer.Option("--evidence", metavar="FOLDER", exists=True, file_okay=False,
                 help="备查资料文件夹，按台账登记的路径和校验值核对。"),
]  # fmt: skip
Language = Annotated[
    str,
    typer.Option("--language", envvar="CAPACITY_ANALYSIS_LANGUAGE", help="页面语言：zh 或 en。"),
]


def day(text: str | None, name: str = "--as-of") -> dt.date | None:
    """Return the date of ``--as-of`` or another option, which must be written like 2022-09-10."""
    import datetime as dt

    from ..errors import UsageError

    if text is None:
        return None
    try:
        found = dt.date.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.isoformat() != text:  # it also reads 20220910 and 2022-W36-6
        raise UsageError(f"{name} 应是2022-09-10的样子，不是“{text}”。")
    return found


def check_is_workbook(out: Path, suffixes: tuple[str, ...] = (".xlsx",)) -> None:
    """Refuse an output that is no workbook, or cannot be written."""
    from ..errors import UsageError

    if out.suffix.lower() not in suffixes or out.is_dir():
        raise UsageError(f"{out}：输出应是以 {' 或 '.join(suffixes)} 结尾的文件。")
    folder = out.absolute().parent
    if not folder.is_dir():
        raise UsageError(f"{out}：没有文件夹 {folder}。")
    if not os.access(out if out.exists() else folder, os.W_OK):
        raise UsageError(f"{out}：没有写入的权限。")


def check_is_new(out: Path) -> None:
    """Refuse to write over a file that somebody may have filled in."""
    from ..errors import UsageError

    if out.exists():
        raise UsageError(f"{out} 已存在，不覆盖：里面可能已经填了数据。")
