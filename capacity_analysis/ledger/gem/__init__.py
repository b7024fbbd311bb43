"""Turn the Global Iron and Steel Tracker into a ledger workbook.

A plant becomes an enterprise, and a blast furnace a line with its equipment; what the tracker gives per plant only is
not shared out among furnaces. Whatever is left out, moved or stays missing is said in the notes.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from ...errors import UsageError
from ...text import _
from ..registry import registry
from ..template import write_workbook
from . import notes, tables, tracker

__all__ = ["TrackerImport", "import_tracker", "read_tracker"]


@dataclass(frozen=True)
class TrackerImport:
    """Tables of a ledger made from the tracker, its guide sheet, and what the reader must know.

    Attributes
    ----------
    tables : dict of str to DataFrame
        `enterprises`, `lines` and `equipment` filled; all others empty.
    guide : dict
        `data_as_of`, `district`, `fictional` and `attribution`.
    notes : list of str
        Sentences in the language in use: what is missing, left out, inferred or contradictory.

    """

    tables: dict[str, pd.DataFrame]
    guide: dict[str, Any]
    notes: list[str]


def import_tracker(
    iron_units: str | Path,
    plants: str | Path,
    out: str | Path,
    *,
    country: str = "China",
    region: str | None = None,
) -> TrackerImport:
    """Write the tracker's plants and blast furnaces as a ledger workbook.

    Parameters
    ----------
    iron_units, plants : str or Path
        The tracker's workbooks of iron units and of plants.
    out : str or Path
        The ledger workbook to write.
    country, region : str, optional
        Which plants to take, see `read_tracker`.

    Returns
    -------
    TrackerImport
        What was written, with its notes.

    Raises
    ------
    UsageError
        If a file or the folder of `out` does not exist, `out` is one of the inputs, or the country or
        region is not in the tracker.
    InputError
        If a workbook cannot be read or is not the tracker's.

    """
    out = Path(out)
    if out.resolve() in {Path(iron_units).resolve(), Path(plants).resolve()}:
        raise UsageError(_("输出文件{path}就是输入文件，请换一个文件名。").format(path=out))
    if not out.parent.is_dir():
        raise UsageError(_("没有文件夹{path}。").format(path=out.parent))
    imported = read_tracker(iron_units, plants, country=country, region=region)
    write_workbook(out, imported.tables, imported.guide)
    return imported


def read_tracker(
    iron_units: str | Path,
    plants: str | Path,
    *,
    country: str = "China",
    region: str | None = None,
) -> TrackerImport:
    """Read the tracker's two workbooks as ledger tables.

    Parameters
    ----------
    iron_units : str or Path
        The workbook with the sheets "Blast furnaces" and "DRI furnaces".
    plants : str or Path
        The workbook with the sheets "Plant data" and "Plant capacities and status".
    country : str, optional
        As the tracker spells it, in any case; 中国 stands for China.
    region : str, optional
        The province or state as the tracker spells it, in any case; a Chinese province may be given
        in Chinese (江西 or 江西省). All regions by default.

    Returns
    -------
    TrackerImport
        Enterprises, lines and equipment, the guide sheet, and notes.

    Raises
    ------
    UsageError
        If a file does not exist, or the tracker has no such country or region.
    InputError
        If a workbook cannot be read, is not the tracker's, or the two are swapped.

    """
    whole = tracker.read(Path(iron_units), Path(plants))
    chosen, district = tracker.select(whole, country, region)
    release = chosen.iron_release
    made = {
        "enterprises": tables.enterprises(chosen),
        "lines": tables.lines(chosen.furnaces, release.as_of),
    }
    filled = made | {"equipment": tables.equipment(chosen.furnaces)}
    empty = {
        name: pd.DataFrame(columns=list(table.fields)) for name, table in registry().tables.items()
    }
    guide = {
        "data_as_of": release.as_of,
        "district": district,
        "fictional": False,
        "attribution": release.attribution,
    }
    return TrackerImport(empty | filled, guide, list(notes.sentences(chosen, **made)))
