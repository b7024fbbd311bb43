"""Have LibreOffice save workbooks in older formats.

Its bytes differ from run to run: a file is replaced only if its cells do.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from python_calamine import CalamineWorkbook

_FILTERS = {"xls": "xls:MS Excel 97", "ods": "ods"}
_SECONDS = 300


def convert(files: Sequence[tuple[Path, Path]]) -> None:
    """Save workbooks under other names, in the format that the name's end says.

    Parameters
    ----------
    files : sequence of (Path, Path)
        Workbook and where to put it.

    """
    for suffix, way in _FILTERS.items():
        mine = [(source, target) for source, target in files if target.suffix == f".{suffix}"]
        if not mine:
            continue
        with tempfile.TemporaryDirectory() as folder:
            work = Path(folder)
            (work / "in").mkdir()
            for number, (source, _target) in enumerate(mine):
                shutil.copy(source, work / "in" / f"{number}.xlsx")
            inputs = [str(work / "in" / f"{number}.xlsx") for number in range(len(mine))]
            command = ["soffice", "--headless", f"-env:UserInstallation=file://{work}/profile",
                       "--convert-to", way, "--outdir", str(work / "out"), *inputs]  # fmt: skip
            subprocess.run(command, check=True, capture_output=True, timeout=_SECONDS)  # noqa: S603
            for number, (_source, target) in enumerate(mine):
                made = work / "out" / f"{number}.{suffix}"
                if not target.exists() or cells_of(target) != cells_of(made):
                    shutil.copy(made, target)


def cells_of(path: Path) -> dict[str, Sequence[Sequence[object]]]:
    """Return the cells of all sheets of a workbook."""
    book = CalamineWorkbook.from_path(str(path))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}
