"""Turn the Global Iron and Steel Tracker into a ledger workbook.

The tracker comes as two workbooks: one of iron units (each blast furnace with volume, capacity,
status and dates) and one of plants (place, workforce, main equipment, capacities). A plant becomes an
enterprise and a blast furnace a line; what the tracker gives per plant only is not shared out among
furnaces. Whatever is left out, moved or stays missing is said in `TrackerImport.notes`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from .. import vocabulary
from ..errors import InputError, UsageError
from ..text import _
from .registry import registry
from .template import write_workbook
from .values import as_text, is_blank

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

_ABOUT = "About"
_FURNACES, _DIRECT_REDUCTION = "Blast furnaces", "DRI furnaces"
_PLANTS, _CAPACITIES = "Plant data", "Plant capacities and status"

# Sheet -> {column of the tracker: name used here}. Columns that are not named are not carried, so
# nothing personal can slip through.
_IRON_SHEETS: dict[str, dict[str, str]] = {
    _FURNACES: {
        "GEM Plant ID": "plant",
        "GEM Unit ID": "unit",
        "Unit Name": "name",
        "Unit Status": "status",
        "Start Date": "start",
        "Pre-retirement Announcement Date": "announced_exit",
        "Retired Date": "retired",
        "Current Capacity (ttpa)": "ttpa",
        "Current Size (m3)": "volume",
    },
    _DIRECT_REDUCTION: {"GEM Plant ID": "plant"},
}
_PLANT_SHEETS: dict[str, dict[str, str]] = {
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
    _CAPACITIES: {
        "Plant ID": "plant",
        "Status": "status",
        "Nominal BOF steel capacity (ttpa)": "转炉",
        "Nominal EAF steel capacity (ttpa)": "电弧炉",
        "Nominal OHF steel capacity (ttpa)": "平炉",
        "Other/unspecified steel capacity (ttpa)": "其他炼钢",
        "Nominal DRI capacity (ttpa)": "直接还原",
        "Other/unspecified iron capacity (ttpa)": "其他炼铁",
    },
}

_LEAVING = " pre-retirement"
_STATUS = {
    "operating": "operating",
    f"operating{_LEAVING}": "operating",
    "mothballed": "idle",
    f"mothballed{_LEAVING}": "idle",
    "announced": "announced",
    "construction": "construction",
    "cancelled": "cancelled",
    "retired": "retired",
}
_NOTHING = frozenset({"", "unknown", "n/a"})

_STEELMAKING = ("BOF", "EAF", "OHF", "STEEL OTHER")
_IRONMAKING = ("BF", "DRI", "IRON OTHER")

_PROVINCES = {
    "Beijing": "北京市",
    "Tianjin": "天津市",
    "Hebei": "河北省",
    "Shanxi": "山西省",
    "Inner Mongolia": "内蒙古自治区",
    "Liaoning": "辽宁省",
    "Jilin": "吉林省",
    "Heilongjiang": "黑龙江省",
    "Shanghai": "上海市",
    "Jiangsu": "江苏省",
    "Zhejiang": "浙江省",
    "Anhui": "安徽省",
    "Fujian": "福建省",
    "Jiangxi": "江西省",
    "Shandong": "山东省",
    "Henan": "河南省",
    "Hubei": "湖北省",
    "Hunan": "湖南省",
    "Guangdong": "广东省",
    "Guangxi": "广西壮族自治区",
    "Hainan": "海南省",
    "Chongqing": "重庆市",
    "Sichuan": "四川省",
    "Guizhou": "贵州省",
    "Yunnan": "云南省",
    "Tibet": "西藏自治区",
    "Shaanxi": "陕西省",
    "Gansu": "甘肃省",
    "Qinghai": "青海省",
    "Ningxia": "宁夏回族自治区",
    "Xinjiang": "新疆维吾尔自治区",
}
_PROVINCE_KIND = re.compile(r"(?:省|市|(?:壮族|回族|维吾尔)?自治区)$")
_SHORT = {name: _PROVINCE_KIND.sub("", full) for name, full in _PROVINCES.items()}

# The short name may begin a prefecture's own name (吉林市, 海南藏族自治州), which must stay whole.
_FULL_PREFIX = rf"^(?:{'|'.join(_PROVINCES.values())})+"
_SHORT_PREFIX = rf"^(?:{'|'.join(_SHORT.values())})(?!市|[^市州]{{1,8}}自治州)"
_CITY = r"[^市区县旗]{1,10}?(?:市|盟|地区|(?<=..)州(?!市))"
# A zone ends in 区 as a district does, but is no division of the administration.
_NO_ZONE = "".join(
    f"(?<!{zone})"
    for zone in ("开发", "工业", "集聚", "集中", "投资", "作业", "高新", "经济", "园")
)
_COUNTY = rf"[^市区县旗]{{1,10}}?(?:县|市(?!区)|(?<!红)旗|{_NO_ZONE}区)"
_ZONE = r"[^市区县旗]{1,12}?(?:开发区|园区)"
_PLACE = rf"^({_CITY}(?:{_COUNTY})?|{_COUNTY}|{_ZONE})"

_CHINESE = r"[\u4e00-\u9fff]"
_NAMES = r"^(.*?)(?:\s*[,，;；]\s*(.*))?$"
_PLACEHOLDER = re.compile(r"unknown\b[^(（]*(?:[(（]\s*(\d+)\s*[)）])?$", re.IGNORECASE)
_DATE = r"^(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?$"

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_RELEASE = re.compile(
    r"Copyright\s*©\s*(?P<owner>[^.]+)\.\s*(?P<title>[^,]+),\s*"
    rf"(?P<month>{'|'.join(_MONTHS)})\s+(?P<year>\d{{4}})\s*(?:\([^)]*\)\s*)?release\."
    r"(?:.*?under an? (?P<licence>.+?) License)?",
    re.DOTALL,
)
_LICENCES = {"Creative Commons Attribution 4.0 International": "CC BY 4.0"}

_FIRST_YEAR = 1900
_SHOWN_AT_MOST = 8


@dataclass(frozen=True)
class TrackerImport:
    """Tables of a ledger made from the tracker, its guide sheet, and what the reader must know.

    Attributes
    ----------
    tables : dict of str to DataFrame
        `enterprises` and `lines` filled; `production` and `energy` empty.
    guide : dict
        `data_as_of`, `district`, `fictional` and `attribution`.
    notes : list of str
        Sentences in the language in use: what is missing, left out, inferred or contradictory.

    """

    tables: dict[str, pd.DataFrame]
    guide: dict[str, Any]
    notes: list[str]


@dataclass(frozen=True)
class _Release:
    """Which edition of the tracker a workbook is, as its sheet "About" says."""

    as_of: dt.date
    attribution: str


@dataclass(frozen=True)
class _Tracker:
    """The sheets of both workbooks as text, cut to one country or region."""

    plants: pd.DataFrame
    capacities: pd.DataFrame
    furnaces: pd.DataFrame
    direct_reduction: pd.DataFrame
    strays: int
    iron_release: _Release
    plant_release: _Release


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
        Enterprises and lines, the guide sheet, and notes.

    Raises
    ------
    UsageError
        If a file does not exist, or the tracker has no such country or region.
    InputError
        If a workbook cannot be read, is not the tracker's, or the two are swapped.

    Notes
    -----
    The class of GB/T 4754 goes by the main equipment: a plant that makes steel (converter, electric
    arc or open hearth furnace), integrated works included, is 炼钢; one that makes iron only is 炼铁.
    The tracker has no value added by product, so works whose main activity is rolling (钢压延加工)
    cannot be told apart.

    A retired date counts as `retired_on` where the furnace is retired, or will be: a date that has
    passed while the tracker still lists the furnace as running contradicts itself, and a furnace that
    was cancelled never ran. Both dates go to the remark and are counted in the notes.

    """
    tracker, district = _selected(Path(iron_units), Path(plants), country, region)
    enterprises = _enterprises(tracker)
    lines = _lines(tracker.furnaces, tracker.iron_release.as_of)
    tables = {
        name: {"enterprises": enterprises, "lines": lines}.get(name, pd.DataFrame(columns=list(table.fields)))
        for name, table in registry().tables.items()
    }  # fmt: skip
    guide = {
        "data_as_of": tracker.iron_release.as_of,
        "district": district,
        "fictional": False,
        "attribution": tracker.iron_release.attribution,
    }
    return TrackerImport(tables, guide, list(_notes(tracker, enterprises, lines)))


def _selected(
    iron_units: Path, plants: Path, country: str, region: str | None
) -> tuple[_Tracker, str]:
    """Read both workbooks and keep one country or region; return its name too."""
    iron_book, plant_book = _open(iron_units), _open(plants)
    _refuse_swapped(iron_units, iron_book, plants, plant_book)
    iron = _frames(iron_units, iron_book, _IRON_SHEETS)
    plant = _frames(plants, plant_book, _PLANT_SHEETS)
    everywhere, furnaces = plant[_PLANTS], iron[_FURNACES]
    _refuse_bad_keys(plants, _PLANTS, everywhere, "plant")
    _refuse_bad_keys(iron_units, _FURNACES, furnaces, "unit")
    chosen, district = _choose(everywhere, country, region)

    def within(frame: pd.DataFrame) -> pd.DataFrame:
        return frame[frame["plant"].isin(chosen["plant"])].reset_index(drop=True)

    tracker = _Tracker(
        plants=chosen.reset_index(drop=True),
        capacities=within(plant[_CAPACITIES]),
        furnaces=within(furnaces),
        direct_reduction=within(iron[_DIRECT_REDUCTION]),
        strays=int((~furnaces["plant"].isin(everywhere["plant"])).sum()),
        iron_release=_release(iron_units, iron_book),
        plant_release=_release(plants, plant_book),
    )
    _refuse_unknown_status(iron_units, tracker.furnaces)
    return tracker, district


def _open(path: Path) -> CalamineWorkbook:
    from python_calamine import CalamineError, CalamineWorkbook

    if not path.is_file():
        raise UsageError(_("没有文件{path}。").format(path=path))
    try:
        return CalamineWorkbook.from_path(str(path))
    except (CalamineError, OSError, ValueError) as error:
        raise _unreadable(path) from error


def _unreadable(path: Path) -> InputError:
    return InputError(_("{file}打不开：不是Excel工作簿、已损坏或有密码。").format(file=path.name))


def _refuse_swapped(
    iron_path: Path, iron: CalamineWorkbook, plant_path: Path, plant: CalamineWorkbook
) -> None:
    if _PLANTS in iron.sheet_names and _FURNACES in plant.sheet_names:
        raise InputError(
            _("两个文件的顺序反了：{plants}是企业数据，{iron}是炼铁装置数据。先写炼铁装置，再写企业。").format(
                plants=iron_path.name, iron=plant_path.name
            )
        )  # fmt: skip


def _frames(
    path: Path, book: CalamineWorkbook, wanted: Mapping[str, Mapping[str, str]]
) -> dict[str, pd.DataFrame]:
    """Read the wanted columns of the wanted sheets, refusing all that is absent at once."""
    defects = [
        _("缺少工作表“{sheet}”").format(sheet=sheet)
        for sheet in (_ABOUT, *wanted)
        if sheet not in book.sheet_names
    ]
    frames: dict[str, pd.DataFrame] = {}
    for sheet, columns in wanted.items():
        if sheet in book.sheet_names:
            header, *body = _rows(path, book, sheet) or [[]]
            at = {as_text(cell): position for position, cell in enumerate(header)}
            if absent := [name for name in columns if name not in at]:
                defects.append(
                    _("工作表“{sheet}”缺少列{columns}").format(
                        sheet=sheet, columns="、".join(f"“{name}”" for name in absent)
                    )
                )
            else:
                frames[sheet] = _frame(body, {to: at[name] for name, to in columns.items()})
    if defects:
        raise InputError(
            _(
                "{file}不是全球钢铁追踪（Global Iron and Steel Tracker）的工作簿：{defects}。"
            ).format(file=path.name, defects="；".join(defects))
        )
    return frames


def _rows(path: Path, book: CalamineWorkbook, sheet: str) -> list[list[Any]]:
    from python_calamine import CalamineError

    try:
        return book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    except (CalamineError, OSError, ValueError) as error:
        raise _unreadable(path) from error


def _frame(body: list[list[Any]], at: Mapping[str, int]) -> pd.DataFrame:
    """Return columns of text, missing where the tracker says nothing, and the row of the sheet."""
    frame = pd.DataFrame(
        {
            name: pd.Series([_known(row[position]) for row in body], dtype="str")
            for name, position in at.items()
        }
    )
    frame["row"] = np.arange(2, len(body) + 2)
    return frame[frame[list(at)].notna().any(axis="columns")].reset_index(drop=True)


def _known(cell: Any) -> str | None:
    text = "" if is_blank(cell) else as_text(cell)
    return None if text.casefold() in _NOTHING else text


def _refuse_bad_keys(path: Path, sheet: str, frame: pd.DataFrame, key: str) -> None:
    """Refuse rows that name no plant or unit, or one that another row names."""
    absent = frame[["plant", key]].isna().any(axis="columns")
    bad = frame[absent | frame.duplicated(key)]
    if not bad.empty:
        raise InputError(
            _("{file}：工作表“{sheet}”中没有编号或编号重复：第{rows}行。").format(
                file=path.name, sheet=sheet, rows=_some(bad["row"])
            )
        )


def _refuse_unknown_status(path: Path, furnaces: pd.DataFrame) -> None:
    """Refuse a status of a later release rather than guess what it means."""
    unknown = furnaces[~furnaces["status"].str.casefold().isin(_STATUS)]
    if not unknown.empty:
        raise InputError(
            _("{file}：工作表“{sheet}”中有不认识的状态{statuses}：第{rows}行。").format(
                file=path.name,
                sheet=_FURNACES,
                statuses="、".join(f"“{name}”" for name in unknown["status"].fillna("").unique()),
                rows=_some(unknown["row"]),
            )
        )


def _some(values: Iterable[Any]) -> str:
    listed = [str(value) for value in values]
    more = _("等{count}处").format(count=len(listed)) if len(listed) > _SHOWN_AT_MOST else ""
    return "、".join(listed[:_SHOWN_AT_MOST]) + more


def _release(path: Path, book: CalamineWorkbook) -> _Release:
    """Read edition, owner and licence from the sheet "About"; nothing else is taken from there."""
    texts = [
        as_text(cell) for row in _rows(path, book, _ABOUT) for cell in row if not is_blank(cell)
    ]
    found = next((match for text in texts if (match := _RELEASE.search(text))), None)
    if found is None:
        raise InputError(
            _(
                "{file}：工作表“{sheet}”中没有版权和发布月份，例如“March 2025 (V1) release”。"
            ).format(file=path.name, sheet=_ABOUT)
        )
    year, month = int(found["year"]), _MONTHS.index(found["month"]) + 1
    licence = _LICENCES.get(found["licence"], found["licence"])
    source = f"{found['title']}, {found['owner']}, {found['month']} {year} release"
    last_day = pd.Timestamp(year, month, 1) + pd.offsets.MonthEnd(0)
    return _Release(last_day.date(), f"{source}（{licence}）" if licence else source)


def _choose(plants: pd.DataFrame, country: str, region: str | None) -> tuple[pd.DataFrame, str]:
    """Return the plants of a country or region, and its name as a Chinese page calls it."""
    wanted = "China" if country.strip() == "中国" else country
    chosen = _matching(plants, "country", wanted, country, _("国家或地区"))
    chinese = chosen["country"].iloc[0] == "China"
    if region is None:
        return chosen, "中国" if chinese else str(chosen["country"].iloc[0])
    name = _english(region) if chinese else region
    chosen = _matching(chosen, "region", name, region, _("省级地区"))
    name = str(chosen["region"].iloc[0])
    return chosen, _PROVINCES.get(name, name) if chinese else name


def _english(region: str) -> str:
    by_chinese = {
        chinese: name for names in (_PROVINCES, _SHORT) for name, chinese in names.items()
    }
    return by_chinese.get(region.strip(), region)


def _matching(
    plants: pd.DataFrame, column: str, wanted: str, typed: str, what: str
) -> pd.DataFrame:
    chosen = plants[plants[column].str.casefold() == wanted.strip().casefold()]
    if chosen.empty:
        raise UsageError(
            _("追踪数据中没有{what}“{wanted}”，有的是：{found}。").format(
                what=what, wanted=typed, found="、".join(sorted(plants[column].dropna().unique()))
            )
        )
    return chosen


def _enterprises(tracker: _Tracker) -> pd.DataFrame:
    plants = tracker.plants
    names = plants["native"].where(plants["native"].str.contains(_CHINESE, na=False))
    split = names.str.extract(_NAMES)
    places = _places(plants["address"])
    known = plants["municipality"].notna()
    remarks = _joined(
        _labelled("又名：", _joined(split[1], plants["other_names"], sep="，")),
        _labelled("厂址在", places.where(known)),
        _labelled("仅有全厂能力（万吨/年）：", _plant_capacities(tracker)),
    )
    return pd.DataFrame(
        {
            "enterprise_id": plants["plant"],
            "name": split[0].fillna(plants["english"]),
            "township": plants["municipality"].fillna(places),
            "industry_code": _industry_codes(plants, tracker.furnaces),
            "employees": _workforce(plants["workforce"]),
            "remark": remarks,
        }
    )


def _places(addresses: pd.Series) -> pd.Series:
    """Return prefecture and county, or a zone without either, from an address in Chinese.

    Examples
    --------
    >>> _places(pd.Series(["江西省九江市湖口县高新技术产业园区"])).iloc[0]
    '九江市湖口县'

    """
    within = addresses.str.replace(_FULL_PREFIX, "", regex=True)
    within = within.str.replace(_SHORT_PREFIX, "", regex=True)
    return within.str.extract(_PLACE, expand=False)


def _industry_codes(plants: pd.DataFrame, furnaces: pd.DataFrame) -> pd.Series:
    """Return the class of GB/T 4754: steelmaking wherever there is a steelmaking furnace.

    Where the tracker does not name the equipment, a plant with blast furnaces counts as ironmaking
    and any other as steelmaking, the two activities that the tracker covers.
    """
    products = vocabulary.products()
    iron, steel = products["blast_furnace_iron"].gb4754, products["converter_steel"].gb4754
    equipment = plants["equipment"].str.upper()
    makes_steel = equipment.str.contains(
        "|".join(rf"\b{kind}\b" for kind in _STEELMAKING), na=False
    )
    makes_iron = equipment.str.contains("|".join(rf"\b{kind}\b" for kind in _IRONMAKING), na=False)
    makes_iron |= equipment.isna() & plants["plant"].isin(furnaces["plant"])
    codes = np.where(makes_iron & ~makes_steel, iron, steel)
    return pd.Series(codes, index=plants.index, dtype="str")


def _workforce(texts: pd.Series) -> pd.Series:
    numbers = _numbers(texts)
    return numbers.where(numbers % 1 == 0).astype("Int64")


def _numbers(texts: pd.Series) -> pd.Series:
    """Return plain numbers that are not negative; "unknown" or ">500" is missing."""
    numbers = pd.to_numeric(texts, errors="coerce").astype("float64")
    return numbers.where(np.isfinite(numbers) & (numbers >= 0))


def _plant_capacities(tracker: _Tracker) -> pd.Series:
    """Return, per plant, the capacities that the tracker does not give per furnace."""
    kinds = list(_PLANT_SHEETS[_CAPACITIES].values())[2:]
    long = tracker.capacities.melt(["plant", "status"], kinds, "kind", "ttpa").dropna(
        subset=["ttpa"]
    )
    size = _text_of(_numbers(long["ttpa"]) / 10).fillna("不详")
    parts = long["kind"] + _status_labels(long["status"]) + size
    by_plant = parts.groupby(long["plant"]).agg("、".join)
    return tracker.plants["plant"].map(by_plant)


def _status_labels(statuses: pd.Series) -> pd.Series:
    labels = registry().tables["lines"].fields["status"].labels
    shown = {
        status: labels[ours] + ("（计划退出）" if status.endswith(_LEAVING) else "")
        for status, ours in _STATUS.items()
    }
    return statuses.str.casefold().map(shown).fillna("状态不详")


def _text_of(numbers: pd.Series) -> pd.Series:
    """Return numbers as text without a needless fraction."""
    return pd.Series(
        [None if pd.isna(number) else f"{number:.10g}" for number in numbers],
        index=numbers.index,
        dtype="str",
    )


def _lines(furnaces: pd.DataFrame, as_of: dt.date) -> pd.DataFrame:
    volume = _text_of(_numbers(furnaces["volume"]))
    capacity = _numbers(furnaces["ttpa"]) / 10
    exits, remarks = _exits(furnaces, as_of)
    return pd.DataFrame(
        {
            "enterprise_id": furnaces["plant"],
            "line_id": furnaces["unit"],
            "line_name": furnaces["name"].map(_line_name, na_action="ignore"),
            "product_id": pd.Series("blast_furnace_iron", index=furnaces.index, dtype="str"),
            "capacity": capacity,
            "capacity_unit": pd.Series("万吨", index=furnaces.index).where(capacity.notna()),
            "status": furnaces["status"].str.casefold().map(_STATUS),
            "started_on": _days(furnaces["start"], last=False),
            "retired_on": exits,
            "specification": ("高炉，有效容积" + volume + "立方米").fillna("高炉"),
            "remark": remarks,
        }
    )


def _line_name(name: str) -> str:
    """Return a unit's name; a placeholder that the tracker made up is shown as one.

    Examples
    --------
    >>> _line_name("unknown BF (1)"), _line_name("BF #2")
    ('高炉（名称不详1）', 'BF #2')

    """
    match = _PLACEHOLDER.fullmatch(name)
    return f"高炉（名称不详{match[1] or ''}）" if match else name


def _days(texts: pd.Series, *, last: bool) -> pd.Series:
    """Return the first or last day of a year, a month or a day; missing where it is none.

    A date before 1900 is missing too: a workbook cannot hold it as a date.
    """
    parts = texts.str.extract(_DATE)
    month = parts[1].fillna("12" if last else "1")
    first = pd.to_datetime(
        parts[0] + "-" + month + "-" + parts[2].fillna("1"), format="%Y-%m-%d", errors="coerce"
    )
    first = first.where(first.dt.year >= _FIRST_YEAR).astype("datetime64[s]")
    if not last:
        return first
    return first.where(parts[2].notna(), first + pd.offsets.MonthEnd(0))


def _exits(furnaces: pd.DataFrame, as_of: dt.date) -> tuple[pd.Series, pd.Series]:
    """Return when each furnace left or will leave, and the remarks on what that does not say."""
    status = furnaces["status"].str.casefold()
    leaving = status.str.endswith(_LEAVING)
    cancelled = status == "cancelled"
    day = _days(furnaces["retired"], last=True)
    running = ~(cancelled | (status == "retired"))
    overdue = running & (day < pd.Timestamp(as_of))
    retired = _shown_dates(furnaces["retired"])
    planned = status.isin(["announced", "construction"]) & furnaces["start"].notna()
    announced = _shown_dates(furnaces["announced_exit"])
    declared = ("已公告计划退出（" + announced + "公告）").fillna("已公告计划退出")
    remarks = _joined(
        declared.where(leaving),
        ("来源状态为" + status).where(leaving | (status == "mothballed")),
        ("来源记退出时间" + retired + "，已过而未列为退出，待核").where(overdue),
        ("来源记退出时间" + retired + "，项目已取消").where(cancelled),
        pd.Series("退出时间为计划时间", index=day.index).where(running & day.notna() & ~overdue),
        pd.Series("投产时间为计划时间", index=day.index).where(planned),
        _unreadable_remark("投产时间", furnaces["start"]),
        _unreadable_remark("退出时间", furnaces["retired"]),
        ("来源记能力" + furnaces["ttpa"] + "千吨/年").where(_numbers(furnaces["ttpa"]).isna()),
        ("来源记容积" + furnaces["volume"] + "立方米").where(_numbers(furnaces["volume"]).isna()),
    )
    return day.where(~(overdue | cancelled)), remarks


def _shown_dates(texts: pd.Series) -> pd.Series:
    """Return dates as Chinese text at their own precision; other texts as they are.

    Examples
    --------
    >>> _shown_dates(pd.Series(["2023", "2023-02", "2023-02-10"])).tolist()
    ['2023年', '2023年2月', '2023年2月10日']

    """
    parts = texts.str.extract(_DATE)
    month = (parts[1].str.lstrip("0") + "月").fillna("")
    day = (parts[2].str.lstrip("0") + "日").fillna("")
    return (parts[0] + "年" + month + day).fillna(texts)


def _unreadable_remark(label: str, texts: pd.Series) -> pd.Series:
    strange = texts.notna() & _days(texts, last=False).isna()
    return (f"来源记{label}“" + texts + "”").where(strange)


def _labelled(label: str, texts: pd.Series) -> pd.Series:
    return label + texts.astype("str")


def _joined(*parts: pd.Series, sep: str = "；") -> pd.Series:
    """Join the parts of each row that are there; missing where none is."""
    texts = [
        sep.join(part for part in row if isinstance(part, str)) or None
        for row in zip(*parts, strict=True)
    ]
    return pd.Series(texts, index=parts[0].index, dtype="str")


def _notes(tracker: _Tracker, enterprises: pd.DataFrame, lines: pd.DataFrame) -> Iterator[str]:
    """Say what a reader of the ledger must know; a count of nothing is not mentioned."""
    yield _("读入{plants}家企业、{furnaces}座高炉。").format(
        plants=len(enterprises), furnaces=len(lines)
    )
    yield _(
        "追踪数据没有统一社会信用代码、是否规上、营业收入、税金、用地和能源数据，相应各栏和“能源”表为空。"
    )
    yield _("产量在追踪数据中只到厂、按工艺，没有分摊到高炉，“产量”表为空。")
    yield _("追踪数据只收年产能50万吨及以上的厂；高炉能力可能由容积推算，须核对。")
    yield _(
        "行业代码按主要设备推定：有炼钢设备的（含联合企业）为炼钢，只炼铁的为炼铁；"
        "以钢压延加工为主的无法识别，请按统计部门的认定改正。"
    )
    counted = {**_plant_counts(tracker, enterprises), **_furnace_counts(tracker, lines)}
    yield from (message.format(count=count) for message, count in counted.items() if count)
    if reduced := len(tracker.direct_reduction):
        yield _("{count}座直接还原炉（{plants}家企业）没有对应的产品，未列入“生产线”表。").format(
            count=reduced, plants=tracker.direct_reduction["plant"].nunique()
        )
    if tracker.iron_release != tracker.plant_release:
        yield _(
            "两个文件不是同一期：炼铁装置截至{iron}，企业截至{plants}；数据截至取前者。"
        ).format(iron=tracker.iron_release.as_of, plants=tracker.plant_release.as_of)


def _plant_counts(tracker: _Tracker, enterprises: pd.DataFrame) -> dict[str, int]:
    plants = tracker.plants
    without = ~plants["plant"].isin(tracker.furnaces["plant"])
    by_address = plants["municipality"].isna() & enterprises["township"].notna()
    counts = {
        _("{count}家企业没有高炉，只列入“企业”表；转炉、电弧炉只有全厂能力，见备注，没有编造生产线。"): without,
        _("{count}家企业来源未列所在市镇，按中文地址填写市、县，未用坐标推定。"): by_address,
        _("{count}家企业所在地不详，留空。"): enterprises["township"].isna(),
        _("{count}家企业从业人员不详，留空。"): enterprises["employees"].isna(),
        _("{count}家企业没有中文名称，用英文名称。"): ~enterprises["name"].str.contains(_CHINESE),
        _("{count}家企业与另一家同名，厂址或项目不同，请核对是否同一企业。"): enterprises["name"].duplicated(keep=False),
        _("{count}家企业来源未列主要设备，行业代码按有无高炉推定。"): plants["equipment"].isna(),
    }  # fmt: skip
    return {message: int(mask.sum()) for message, mask in counts.items()}


def _furnace_counts(tracker: _Tracker, lines: pd.DataFrame) -> dict[str, int]:
    furnaces = tracker.furnaces
    remark = lines["remark"].fillna("")
    retired = lines["status"] == "retired"
    counts = {
        _("{count}座高炉没有名称，编号是追踪数据自加的，写作“名称不详”。"): furnaces["name"].str.match(_PLACEHOLDER, na=True),
        _("{count}座高炉投产时间不详，留空。"): lines["started_on"].isna(),
        _("{count}座已退出的高炉退出时间不详，留空。"): retired & lines["retired_on"].isna(),
        _("{count}座高炉已公告计划退出，状态仍为在产或停产，见备注。"): remark.str.contains("已公告计划退出"),
        _("{count}座高炉的计划退出时间已过而来源未列为退出，退出时间留空，见备注，须核对。"): remark.str.contains("待核"),
        _("{count}座已取消的高炉在来源中有退出时间，记入备注，“退出时间”留空。"): remark.str.contains("项目已取消"),
        _("{count}座高炉能力不详，留空。"): lines["capacity"].isna(),
        _("{count}座高炉容积不详。"): lines["specification"] == "高炉",
        _("{count}座高炉的日期无法识别或早于1900年，留空，原文见备注。"): remark.str.contains("来源记(?:投产|退出)时间“"),
    }  # fmt: skip
    strays = {_("{count}座高炉所属的厂不在企业数据中（不分国家），未导入。"): tracker.strays}
    return {message: int(mask.sum()) for message, mask in counts.items()} | strays
