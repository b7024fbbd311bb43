"""The tracker's frames as the ledger's enterprises, lines and equipment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pandas as pd

from ... import vocabulary
from ..registry import registry
from ..values import convert
from . import places
from .tracker import LEAVING, PLANT_CAPACITIES, STATUS, Tracker

# Phrases that the notes count.
UNNAMED = "高炉（名称不详"
NO_VOLUME = "高炉"
ANNOUNCED_EXIT = "已公告计划退出"
OVERDUE = "已过而未列为退出，待核"
CANCELLED = "项目已取消"

CHINESE = r"[\u4e00-\u9fff]"
_FIRST_AND_OTHER_NAMES = r"^(.*?)(?:\s*[,，;；]\s*(.*))?$"
_PLACEHOLDER = r"^unknown BF ?\((\d+)\)$"
_STEELMAKING = r"\b(?:BOF|EAF|OHF|Steel)\b"
_FIRST_YEAR = 1900


def enterprises(tracker: Tracker) -> pd.DataFrame:
    """Return the tracker's plants as enterprises.

    Notes
    -----
    The class of GB/T 4754 goes by the main equipment: a plant that makes steel (converter, electric
    arc or open hearth furnace), integrated works included, is 炼钢; one that makes iron only is 炼铁.
    The tracker has no value added by product, so works whose main activity is rolling (钢压延加工)
    cannot be told apart. Where no equipment is named the class stays blank.

    """
    plants = tracker.plants
    equipment = plants["equipment"]
    makes_steel = equipment.str.contains(_STEELMAKING).where(equipment.notna())
    native = plants["native"].where(plants["native"].str.contains(CHINESE, na=False))
    names = native.str.extract(_FIRST_AND_OTHER_NAMES)
    capacities = plants["plant"].map(_plant_capacities(tracker.capacities)).astype("str")
    products = vocabulary.products()
    industries = {
        True: products["converter_steel"].gb4754,
        False: products["blast_furnace_iron"].gb4754,
    }
    return pd.DataFrame(
        {
            "enterprise_id": plants["plant"],
            "name": names[0].fillna(plants["english"]),
            "township": places.in_addresses(plants["address"]).fillna(plants["municipality"]),
            "industry_code": makes_steel.map(industries),
            "employees": _numbers(plants["workforce"]).round().astype("Int64"),
            "remark": _joined(
                "又名：" + _joined(names[1], plants["other_names"], separator="，"),
                "仅有全厂能力（万吨/年）：" + capacities,
            ),
        }
    )


def lines(furnaces: pd.DataFrame, as_of: dt.date) -> pd.DataFrame:
    """Return the tracker's blast furnaces as lines.

    Notes
    -----
    A retired date counts as `retired_on` where the furnace is retired, or will be: a date that has
    passed while the tracker still lists the furnace as running contradicts itself, and a furnace that
    was cancelled never ran. Both dates go to the remark and are counted in the notes.

    """
    started, start_remark = _starts(furnaces)
    retired, exit_remark = _exits(furnaces, as_of)
    ttpa, volume = _numbers(furnaces["ttpa"]), _numbers(furnaces["volume"])
    return pd.DataFrame(
        {
            "enterprise_id": furnaces["plant"],
            "line_id": furnaces["unit"],
            "line_name": furnaces["name"].str.replace(_PLACEHOLDER, UNNAMED + r"\1）", regex=True),
            "product_id": "blast_furnace_iron",
            "capacity": ttpa / 10,
            "capacity_unit": ttpa.notna().map({True: "万吨"}),
            "status": furnaces["status"].map(STATUS),
            "started_on": started,
            "retired_on": retired,
            "specification": _sized(furnaces),
            "remark": _joined(
                _status_remark(furnaces),
                exit_remark,
                start_remark,
                _unreadable("能力（千吨/年）", furnaces["ttpa"], ttpa),
                _unreadable("容积（立方米）", furnaces["volume"], volume),
            ),
        }
    )


def equipment(furnaces: pd.DataFrame) -> pd.DataFrame:
    """Return the tracker's blast furnaces as equipment, one to a line.

    Notes
    -----
    The tracker does not say what iron a furnace makes, or whether one that retired was pulled down:
    the use and the day of dismantling stay blank, and a furnace that does not run is 停用.

    """
    volume = _numbers(furnaces["volume"])
    started, _remark = _starts(furnaces)
    return pd.DataFrame(
        {
            "enterprise_id": furnaces["plant"],
            "line_id": furnaces["unit"],
            "equipment_id": furnaces["unit"],
            "name": _sized(furnaces),
            "equipment_type": "blast_furnace",
            "attribute": volume.notna().map({True: "effective_volume_m3"}),
            "value": volume,
            "commissioned_on": started,
            "status": furnaces["status"]
            .map(STATUS)
            .eq("operating")
            .map({True: "in_use", False: "idle"}),
        }
    )


def _sized(furnaces: pd.DataFrame) -> pd.Series:
    sized = "高炉，有效容积" + furnaces["volume"] + "立方米"
    return sized.where(_numbers(furnaces["volume"]).notna(), NO_VOLUME)


def _plant_capacities(capacities: pd.DataFrame) -> pd.Series:
    """Return a text per plant: each kind of capacity by status."""
    labels = registry().tables["lines"].fields["status"].labels
    status = {
        theirs: labels[ours] + ("（计划退出）" if theirs.endswith(LEAVING) else "")
        for theirs, ours in STATUS.items()
    }
    given = capacities.melt(["plant", "status"], list(PLANT_CAPACITIES.values()), "kind", "ttpa")
    given = given.dropna(subset=["ttpa"])
    size = _texts(_numbers(given["ttpa"]) / 10, "{:g}".format).fillna("不详")
    return (
        (given["kind"] + given["status"].map(status) + size).groupby(given["plant"]).agg("、".join)
    )


def _status_remark(furnaces: pd.DataFrame) -> pd.Series:
    """Say what the ledger's status leaves out of the tracker's."""
    status = furnaces["status"]
    leaving = status.str.endswith(LEAVING)
    announced = ("（" + _shown(furnaces["announced_exit"]) + "公告）").fillna("")
    return _joined(
        (ANNOUNCED_EXIT + announced).where(leaving),
        ("来源状态为" + status).where(leaving | (status == "mothballed")),
    )


def _starts(furnaces: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    started = _days(furnaces["start"], "started_on")
    planned = furnaces["status"].isin(["announced", "construction"]) & started.notna()
    return started, _joined(
        planned.map({True: "投产时间为计划时间"}),
        _unreadable("投产时间", furnaces["start"], started),
    )


def _exits(furnaces: pd.DataFrame, as_of: dt.date) -> tuple[pd.Series, pd.Series]:
    exits = _days(furnaces["exit"], "retired_on")
    cancelled = furnaces["status"] == "cancelled"
    leaves = exits.notna() & ~furnaces["status"].isin(["cancelled", "retired"])
    overdue = leaves & (exits < pd.Timestamp(as_of))
    source = "来源记退出时间" + _shown(furnaces["exit"]) + "，"
    return exits.where(~(overdue | cancelled)), _joined(
        (source + OVERDUE).where(overdue),
        (source + CANCELLED).where(cancelled),
        (leaves & ~overdue).map({True: "退出时间为计划时间"}),
        _unreadable("退出时间", furnaces["exit"], exits),
    )


def _numbers(texts: pd.Series) -> pd.Series:
    """Return plain numbers; a bound such as ">0" is missing."""
    return pd.to_numeric(texts, errors="coerce").astype("float64")


def _days(texts: pd.Series, field: str) -> pd.Series:
    """Return dates as the ledger reads that field; a workbook can hold none before 1900."""
    days = convert(registry().tables["lines"].fields[field], texts.to_list()).values
    return days.where(days.dt.year >= _FIRST_YEAR)


def _shown(dates: pd.Series) -> pd.Series:
    """Return dates as Chinese text at their own precision.

    Examples
    --------
    >>> _shown(pd.Series(["2023", "2023-02", "2023-02-10"])).tolist()
    ['2023年', '2023年2月', '2023年2月10日']

    """
    return _texts(
        dates,
        lambda date: "".join(
            part.lstrip("0") + unit for part, unit in zip(date.split("-"), "年月日", strict=False)
        ),
    )


def _texts(values: pd.Series, write: Callable[[Any], str]) -> pd.Series:
    # Without the type, a column with nothing in it would become one of numbers.
    return values.map(write, na_action="ignore").astype("str")


def _unreadable(label: str, texts: pd.Series, values: pd.Series) -> pd.Series:
    """Quote the texts that gave no value."""
    return (f"来源记{label}“" + texts + "”").where(values.isna())


def _joined(*parts: pd.Series, separator: str = "；") -> pd.Series:
    """Join the parts of each row that are there; missing where none is."""
    texts = [
        separator.join(part for part in row if isinstance(part, str)) or None
        for row in zip(*parts, strict=True)
    ]
    return pd.Series(texts, index=parts[0].index, dtype="str")
