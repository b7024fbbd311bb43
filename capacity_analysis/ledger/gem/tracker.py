"""The tracker's two workbooks as clean frames of text, cut to one country or region."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from ...errors import InputError, UsageError
from ...text import _
from ..values import as_text, is_blank
from . import places

_ABOUT = "About"
_FURNACES, _DIRECT_REDUCTION = "Blast furnaces", "DRI furnaces"
_PLANTS, _CAPACITIES = "Plant data", "Plant capacities and status"

# Capacities that the tracker gives for a whole plant, and not per furnace.
PLANT_CAPACITIES = {
    "Nominal BOF steel capacity (ttpa)": "转炉",
    "Nominal EAF steel capacity (ttpa)": "电弧炉",
    "Nominal OHF steel capacity (ttpa)": "平炉",
    "Other/unspecified steel capacity (ttpa)": "其他炼钢",
    "Nominal DRI capacity (ttpa)": "直接还原",
    "Other/unspecified iron capacity (ttpa)": "其他炼铁",
}

# Sheet -> {column of the tracker: name used here}. Columns that are not named are not carried, so
# nothing personal can slip through.
_IRON_SHEETS = {
    _FURNACES: {
        "GEM Plant ID": "plant",
        "GEM Unit ID": "unit",
        "Unit Name": "name",
        "Unit Status": "status",
        "Start Date": "start",
        "Pre-retirement Announcement Date": "announced_exit",
        "Retired Date": "exit",
        "Current Capacity (ttpa)": "ttpa",
        "Current Size (m3)": "volume",
    },
    _DIRECT_REDUCTION: {"GEM Plant ID": "plant"},
}
_PLANT_SHEETS = {
    _PLANTS: {
        "Plant ID": "plant",
        "Plant name (English)": "english",
        "Plant name (other language)": "native",
        "Other plant names (other language)": "other_names",
        "Municipality": "municipality",
        "Subnational unit (province/state)": "region",
        "Country/Area": "country",
        "Other language location address": "address",
        "Workforce size": "workforce",
        "Main production equipment": "equipment",
    },
    _CAPACITIES: {"Plant ID": "plant", "Status": "status", **PLANT_CAPACITIES},
}

# What tells the rows of a sheet apart, where something does.
_KEYS = {_PLANTS: "plant", _FURNACES: "unit"}

# Status of the tracker -> status of the ledger.
LEAVING = " pre-retirement"
STATUS = {
    "operating": "operating",
    f"operating{LEAVING}": "operating",
    "mothballed": "idle",
    f"mothballed{LEAVING}": "idle",
    "announced": "announced",
    "construction": "construction",
    "cancelled": "cancelled",
    "retired": "retired",
}

_NOTHING = {"", "unknown", "n/a"}
_RELEASE = re.compile(
    r"Copyright © (?P<owner>[^.]+)\. (?P<title>[^,]+), "
    r"(?P<month>(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]* \d{4})[^.]* release\. "
    r"Distributed under an? (?P<licence>.+?) License"
)
_ATTRIBUTION_LICENCE = re.compile(r"Creative Commons Attribution (\S+) International")
_SHOWN_AT_MOST = 8


@dataclass(frozen=True)
class Release:
    """Which edition of the tracker a workbook is, as its sheet "About" says."""

    as_of: dt.date
    attribution: str


@dataclass(frozen=True)
class Tracker:
    """Sheets of both workbooks as text, missing where the tracker says nothing.

    `strays` counts the furnaces, of any country, whose plant is not among the plants.
    """

    plants: pd.DataFrame
    capacities: pd.DataFrame
    furnaces: pd.DataFrame
    direct_reduction: pd.DataFrame
    strays: int
    iron_release: Release
    plant_release: Release


def read(iron_units: Path, plants: Path) -> Tracker:
    """Read both workbooks, refusing what is not the tracker's.

    Raises
    ------
    UsageError
        If a file does not exist.
    InputError
        If a workbook cannot be read, is not the tracker's, or the two are swapped.

    """
    iron_sheets, plant_sheets = _sheets(iron_units), _sheets(plants)
    if _PLANTS in iron_sheets and _FURNACES in plant_sheets:
        raise InputError(
            _(
                "两个文件的顺序反了：{plants}是企业数据，{iron}是炼铁装置数据。先写炼铁装置，再写企业。"
            ).format(plants=iron_units.name, iron=plants.name)
        )
    iron = _frames(iron_units.name, iron_sheets, _IRON_SHEETS)
    plant = _frames(plants.name, plant_sheets, _PLANT_SHEETS)
    return Tracker(
        plants=plant[_PLANTS],
        capacities=plant[_CAPACITIES],
        furnaces=iron[_FURNACES],
        direct_reduction=iron[_DIRECT_REDUCTION],
        strays=int((~iron[_FURNACES]["plant"].isin(plant[_PLANTS]["plant"])).sum()),
        iron_release=_release(iron_units.name, iron_sheets),
        plant_release=_release(plants.name, plant_sheets),
    )


def select(tracker: Tracker, country: str, region: str | None) -> tuple[Tracker, str]:
    """Keep the plants of a country or region; return its name as a Chinese page calls it, too.

    Raises
    ------
    UsageError
        If the tracker has no such country or region.

    """
    chosen = _matching(tracker.plants, "country", country, _("国家或地区"))
    if region is not None:
        chosen = _matching(chosen, "region", region, _("省级地区"))
    name = chosen["country" if region is None else "region"].iloc[0]

    def within(frame: pd.DataFrame) -> pd.DataFrame:
        return frame[frame["plant"].isin(chosen["plant"])].reset_index(drop=True)

    selected = replace(
        tracker,
        plants=within(tracker.plants),
        capacities=within(tracker.capacities),
        furnaces=within(tracker.furnaces),
        direct_reduction=within(tracker.direct_reduction),
    )
    return selected, places.chinese(name)


def _sheets(path: Path) -> dict[str, list[list[Any]]]:
    """Return the rows of those sheets that either workbook of the tracker should have."""
    from python_calamine import CalamineError, CalamineWorkbook

    if not path.is_file():
        raise UsageError(_("没有文件{path}。").format(path=path))
    wanted = {_ABOUT, *_IRON_SHEETS, *_PLANT_SHEETS}
    try:
        book = CalamineWorkbook.from_path(str(path))
        return {
            name: book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            for name in book.sheet_names
            if name in wanted
        }
    except (CalamineError, OSError, ValueError) as error:
        raise InputError(
            _("{file}打不开：不是Excel工作簿、已损坏或有密码。").format(file=path.name)
        ) from error


def _frames(
    file: str,
    sheets: Mapping[str, list[list[Any]]],
    wanted: Mapping[str, Mapping[str, str]],
) -> dict[str, pd.DataFrame]:
    """Return the wanted columns of the wanted sheets, refusing all that is absent at once."""
    frames: dict[str, pd.DataFrame] = {}
    defects = []
    for sheet, columns in wanted.items():
        header, *body = sheets.get(sheet) or [[]]
        names = [as_text(cell) for cell in header]
        if sheet not in sheets:
            defects.append(_("缺少工作表“{sheet}”").format(sheet=sheet))
        elif absent := "、".join(f"“{name}”" for name in columns if name not in names):
            defects.append(_("工作表“{sheet}”缺少列{columns}").format(sheet=sheet, columns=absent))
        else:
            frames[sheet] = _frame(pd.DataFrame(body, columns=names), columns)
    if defects:
        raise InputError(
            _(
                "{file}不是全球钢铁追踪（Global Iron and Steel Tracker）的工作簿：{defects}。"
            ).format(file=file, defects="；".join(defects))
        )
    for sheet, frame in frames.items():
        _check(file, sheet, frame)
    return frames


def _frame(cells: pd.DataFrame, columns: Mapping[str, str]) -> pd.DataFrame:
    """Return columns of text, indexed by the row of the sheet."""
    frame = cells[list(columns)].rename(columns=dict(columns)).map(_known).astype("str")
    return frame.set_axis(frame.index + 2).dropna(how="all")


def _known(cell: Any) -> str | None:
    text = "" if is_blank(cell) else as_text(cell)
    return None if text.casefold() in _NOTHING else text


def _check(file: str, sheet: str, frame: pd.DataFrame) -> None:
    """Refuse rows that cannot be told apart, and a status whose meaning would be a guess."""
    if key := _KEYS.get(sheet):
        absent = frame[["plant", key]].isna().any(axis="columns")
        _refuse(file, sheet, absent | frame.duplicated(key), _("没有编号或编号重复"))
    if "status" in frame:
        bad = ~frame["status"].isin(STATUS)
        names = "、".join(f"“{name}”" for name in frame["status"][bad].fillna("").unique())
        _refuse(file, sheet, bad, _("有不认识的状态{statuses}").format(statuses=names))


def _refuse(file: str, sheet: str, bad: pd.Series, defect: str) -> None:
    if rows := [str(row) for row in bad.index[bad]]:
        raise InputError(
            _("{file}：工作表“{sheet}”中{defect}：第{rows}行。").format(
                file=file,
                sheet=sheet,
                defect=defect,
                rows="、".join(rows[:_SHOWN_AT_MOST])
                + ("等" if len(rows) > _SHOWN_AT_MOST else ""),
            )
        )


def _release(file: str, sheets: Mapping[str, list[list[Any]]]) -> Release:
    """Read edition, owner and licence from the sheet "About"; nothing else is taken from there."""
    text = "\n".join(as_text(cell) for row in sheets.get(_ABOUT, []) for cell in row)
    found = _RELEASE.search(text)
    if found is None:
        raise InputError(
            _(
                "{file}：工作表“{sheet}”中没有版权、发布月份和许可，例如“March 2025 (V1) release”。"
            ).format(file=file, sheet=_ABOUT)
        )
    licence = _ATTRIBUTION_LICENCE.sub(r"CC BY \1", found["licence"])
    return Release(
        pd.Period(found["month"], "M").end_time.date(),
        f"{found['title']}, {found['owner']}, {found['month']} release（{licence}）",
    )


def _matching(plants: pd.DataFrame, column: str, typed: str, what: str) -> pd.DataFrame:
    wanted = places.english(typed.strip()).casefold()
    chosen = plants[plants[column].str.casefold() == wanted]
    if chosen.empty:
        raise UsageError(
            _("追踪数据中没有{what}“{wanted}”，有的是：{found}。").format(
                what=what, wanted=typed, found="、".join(sorted(plants[column].dropna().unique()))
            )
        )
    return chosen
